# %% [markdown]
# # Maximum likelihood, maximum a posteriori, logistic regression
#
# Is a tumour malignant? From ten measurements of its cells we want not only an answer but its probability. This notebook writes down
# what is likely, derives gradient and Hessian, fits by Newton's method, and meets a case where the most likely weights do not exist.
# A prior helps. The data are 569 tumours ([where they come from](../data/raw/breast_cancer/README.md)).

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (6.5, 3.5), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

with open("../data/processed/breast_cancer.csv") as file:
    names = file.readline().strip().split(",")
    table = np.loadtxt(file, delimiter=",")
measured, y = table[:, :-1], table[:, -1]
measured = (measured - measured.mean(axis=0)) / measured.std(axis=0)
print(f"{len(y)} tumours, {int(y.sum())} of them malignant; {measured.shape[1]} measurements, here scaled")

# %% [markdown]
# ## 1. A warm-up: one probability
#
# Forget the measurements. If every tumour is malignant with the same probability $p$, independently, then $k$ of $n$ are with the
# likelihood $p^k (1-p)^{n-k}$. The most likely $p$ is the share $k/n$. A prior belief, say as if we had seen ten of each kind before,
# moves the maximum a little towards one half; with many data hardly.

# %%
p = np.linspace(0.01, 0.99, 400)
fig, axes = plt.subplots(1, 2, figsize=(10, 3), sharey=True)
for ax, n in zip(axes, (20, 569), strict=True):
    k = y[:n].sum()
    prior = 10 * np.log(p) + 10 * np.log(1 - p)
    likelihood = k * np.log(p) + (n - k) * np.log(1 - p)
    for values, name in [(prior, "prior"), (likelihood, "likelihood"), (prior + likelihood, "posterior")]:
        ax.plot(p, np.exp(values - values.max()), label=f"{name}, best at {p[values.argmax()]:.2f}")
    ax.set(xlabel="p", title=f"the first {n} tumours, {int(k)} malignant")
    ax.legend(fontsize=8)
axes[0].set_ylabel("relative to its maximum")
plt.show()

# %% [markdown]
# ## 2. Logistic regression
#
# Now let the probability depend on the measurements: $\Pr(y_i = 1) = \sigma(x_i^\top w)$ with $\sigma(t) = 1/(1 + e^{-t})$. The negative
# log-likelihood is the loss. Its gradient is "predicted minus observed", brought back to the weights by $X^\top$; its Hessian shows
# that there are no false minima.

# %%
logistic = dv.theorem("linear_models.logistic_gradient")
print("the weakest evidence among its steps:", logistic.derivation.verdict)
logistic

# %% [markdown]
# ## 3. The most likely weights, by Newton's method
#
# Two measurements and an intercept: the mean texture and the mean concavity. Each Newton step solves one linear system.

# %%
import statsmodels.api as sm

chosen = [names.index("mean_texture"), names.index("mean_concavity")]
X = np.column_stack([np.ones(len(y)), measured[:, chosen]])
loss, gradient, hessian = (logistic.function(name) for name in ("loss", "gradient", "hessian"))
newton = dv.functions.optimization.newton_step

w = np.zeros(3)
for k in range(8):
    g, H = gradient(X=X, y=y, w=w), hessian(X=X, w=w)
    print(f"step {k}: loss {loss(X=X, y=y, w=w):.8f}   length of the gradient {np.linalg.norm(g):.1e}")
    w = w + newton.step(g=g, H=H)

theirs = sm.Logit(y, X).fit(disp=False)
np.testing.assert_allclose(w, theirs.params, rtol=1e-6)
np.testing.assert_allclose(np.sqrt(np.diag(np.linalg.inv(hessian(X=X, w=w)))), theirs.bse, rtol=1e-6)
print("weights", w.round(4), "as statsmodels has them; and so are the standard errors", theirs.bse.round(4))

# %% [markdown]
# The standard errors are the roots of the diagonal of $H^{-1}$: where the loss is sharply curved, the data leave little doubt.
#
# The fitted probability rises across the line where $x^\top w = 0$:

# %%
first, second = np.meshgrid(np.linspace(-2.5, 5, 200), np.linspace(-1.5, 5, 200))
chance = 1 / (1 + np.exp(-(w[0] + w[1] * first + w[2] * second)))
fig, ax = plt.subplots(figsize=(6.5, 4.2))
levels = ax.contourf(first, second, chance, levels=np.linspace(0, 1, 11), cmap="RdBu_r", alpha=0.5)
for value, colour, name in [(0, "C0", "benign"), (1, "C3", "malignant")]:
    ax.scatter(*X[y == value, 1:].T, s=8, color=colour, label=name)
ax.contour(first, second, chance, levels=[0.5], colors="black")
ax.set(
    xlabel="mean texture (scaled)", ylabel="mean concavity (scaled)", title="Fitted probability of a malignant tumour"
)
ax.legend()
fig.colorbar(levels)
plt.show()

# %% [markdown]
# ### Is 70 % really 70 %?
#
# Group the tumours by their fitted probability; in each group compare with the share that is malignant.

# %%
fitted = theirs.predict(X)
edges = np.quantile(fitted, np.linspace(0, 1, 9))
group = np.clip(np.searchsorted(edges, fitted, side="right") - 1, 0, 7)
said = [fitted[group == k].mean() for k in range(8)]
was = [y[group == k].mean() for k in range(8)]
fig, ax = plt.subplots(figsize=(4.5, 4))
ax.plot([0, 1], [0, 1], color="black", lw=1)
ax.plot(said, was, "o-")
ax.set(
    xlabel="mean fitted probability", ylabel="share of malignant", title="Calibration, in eight groups", aspect="equal"
)
plt.show()
np.testing.assert_allclose(fitted.mean(), y.mean(), rtol=1e-8)  # the gradient in the intercept is zero

# %% [markdown]
# ## 4. Where the most likely weights do not exist
#
# Now all thirty measurements. Here a plane separates the two kinds without an error. Then weights twice as large are more likely still, and so
# on without end: the loss sinks towards zero, and the weights grow and grow.

# %%
A = np.column_stack([np.ones(len(y)), measured])
w = np.zeros(31)
lengths, losses = [], []
for _ in range(20):
    lengths.append(np.linalg.norm(w))
    losses.append(loss(X=A, y=y, w=w))
    try:
        w = w + newton.step(g=gradient(X=A, y=y, w=w), H=hessian(X=A, w=w))
    except (dv.MathError, np.linalg.LinAlgError) as problem:
        print("Newton's method ends:", str(problem)[:90])
        break
print("tumours on the wrong side:", int(np.sum((A @ w > 0) != (y == 1))))

fig, axes = plt.subplots(1, 2, figsize=(9, 3))
axes[0].semilogy(losses, ".-")
axes[0].set(xlabel="Newton step", title="The loss goes to zero …")
axes[1].semilogy(lengths, ".-", color="C3")
axes[1].set(xlabel="Newton step", title="… and the weights to infinity")
plt.show()

# %% [markdown]
# ## 5. A prior: maximum a posteriori
#
# Believe beforehand that weights are not large: independent, normal, with mean 0 and variance $1/\lambda$. The negative logarithm of this prior is
# $\tfrac\lambda2\lVert w\rVert^2$ and a constant, so the most probable weights after the data minimise the loss plus that. Ask for its Hessian:

# %%
text = "sum(softplus(X*w)) - y'*X*w + λ/2*norm2(w)^2"
shapes = {"X": "n p", "w": "p", "y": "n", "λ": "scalar positive"}
slope = dv.differentiate(text, wrt="w", variables=shapes).function("numpy")
curved = dv.differentiate(text, wrt="w", variables=shapes, order=2)
curved

# %% [markdown]
# With $\lambda > 0$ it is positive definite, so there is exactly one best $w$, separable data or not. It is what scikit-learn calls
# `LogisticRegression` with $C = 1/\lambda$. (We let the prior act on the intercept too, so we hand scikit-learn our column of ones.)

# %%
from sklearn.linear_model import LogisticRegression

hessian_map = curved.function("numpy")


def most_probable(A, y, strength):
    """Newton's method, with the step halved until the loss falls."""
    w = np.zeros(A.shape[1])

    def value(w):
        return loss(X=A, y=y, w=w) + strength / 2 * w @ w

    for _ in range(50):
        step = newton.step(g=slope(X=A, w=w, y=y, lam=strength), H=hessian_map(X=A, w=w, lam=strength))
        if np.linalg.norm(step) < 1e-8 * (1 + np.linalg.norm(w)):
            return w + step
        while value(w + step) > value(w):
            step = step / 2
        w = w + step
    raise RuntimeError("Newton's method did not settle")


for strength in (0.1, 1, 10):
    w = most_probable(A, y, strength)
    sk = LogisticRegression(C=1 / strength, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(A, y)
    np.testing.assert_allclose(w, sk.coef_[0], atol=1e-4)
    print(f"λ = {strength:<4} length of w {np.linalg.norm(w):6.3f}, and as scikit-learn has it")

# %% [markdown]
# ## 6. How strong a prior?
#
# Fit on 400 tumours, drawn at random, and ask about the other 169 how surprised we are, per tumour. Too weak a prior believes the training data too
# much; too strong a one hardly listens.

# %%
order = np.random.default_rng(0).permutation(len(y))
old, new = order[:400], order[400:]
strengths = 10.0 ** np.arange(-3, 3.1, 0.25)
weights = np.array([most_probable(A[old], y[old], s) for s in strengths])
train = [loss(X=A[old], y=y[old], w=w) / 400 for w in weights]
test = [loss(X=A[new], y=y[new], w=w) / 169 for w in weights]


def picture(exponent):
    k = int(np.argmin(abs(np.log10(strengths) - exponent)))
    _, axes = plt.subplots(1, 2, figsize=(11, 3.2))
    axes[0].loglog(strengths, train, label="400 tumours it was fitted on")
    axes[0].loglog(strengths, test, label="169 others")
    axes[0].axvline(strengths[k], color="black", lw=1)
    axes[0].set(xlabel="λ", ylabel="loss per tumour", title=f"λ = {strengths[k]:.3g}")
    axes[0].legend()
    axes[1].stem(weights[k])
    axes[1].set(
        xlabel="measurement (0: intercept)", ylabel="weight", title=f"length of w {np.linalg.norm(weights[k]):.2f}"
    )
    plt.show()


for exponent in (-3, 0, 2):
    picture(exponent)
best = int(np.argmin(test))
print(f"least loss on the others: {test[best]:.3f} at λ = {strengths[best]:.2g}")

# %% [markdown]
# With a running kernel, move the prior's strength. (The three rows above stand for it elsewhere.)

# %% tags=["slider"]
from ipywidgets import FloatSlider, interact

interact(picture, exponent=FloatSlider(0, min=-3, max=3, step=0.25, description="log10 of λ"));

# %% [markdown]
# ## 7. Beyond the best weights
#
# A Bayesian does not stop at the maximum. Near it the posterior looks like a normal distribution with the covariance $H^{-1}$ (Laplace's
# approximation): each weight comes with a doubt. A frequentist asks instead how the estimate would vary with other data: draw the tumours
# again, with replacement, and fit again. The two questions are different. Compare the answers.

# %%
rng = np.random.default_rng(0)
w = most_probable(X, y, 1.0)
deviation = np.sqrt(np.diag(np.linalg.inv(hessian_map(X=X, w=w, lam=1.0))))
again = []
for _ in range(200):
    drawn = rng.integers(len(y), size=len(y))
    again.append(most_probable(X[drawn], y[drawn], 1.0))
varied = np.std(again, axis=0)
for k, name in enumerate(["intercept", "texture", "concavity"]):
    print(f"{name:>10}: {w[k]:+.3f}   Laplace ± {deviation[k]:.3f}   drawn again ± {varied[k]:.3f}")

# %% [markdown]
# For texture and the intercept they are close, for concavity they are not. Laplace's approximation trusts the model: if the logarithm of the
# odds really is linear in the measurements, it knows how much the weights can vary. Drawing again trusts only the tumours.
#
# **The same in other languages.** The most likely weights for a table `d` with the columns `y`, `texture`, `concavity`:
#
# | language | the same |
# |---|---|
# | Python | `statsmodels.api.Logit(y, X).fit()` |
# | R | `glm(y ~ texture + concavity, family = binomial, data = d)` |
# | Julia (`using GLM`) | `glm(@formula(y ~ texture + concavity), d, Binomial(), LogitLink())` |
# | MATLAB | `fitglm(d, "y ~ texture + concavity", "Distribution", "binomial")` |

# %% [markdown]
# ## Things to try
#
# 1. In section 1, which prior makes the posterior's maximum exactly $(k+1)/(n+2)$?
# 2. In section 4, use gradient descent instead of Newton. How fast do the weights grow?
# 3. Put a prior on each weight but the intercept. What must change in the text of the loss? (`.*` multiplies entry by entry.)
# 4. A prior $\tfrac\lambda2\lVert w\rVert_1$ sets weights to zero. What does `dv.differentiate` say about its derivative there?
# 5. Which three measurements give the least loss on the 169 others?
# 6. Three classes or more need the softmax: read `dv.theorem("linear_models.softmax_jacobian")`, and fit the handwritten digits.
