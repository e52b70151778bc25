# %% [markdown]
# # Least squares, bias and variance
#
# Least squares is a projection: the fitted values are the shadow of the data on what the model can say. This notebook draws that
# picture, fits the records of 442 diabetes patients ([where they come from](../data/raw/diabetes/README.md)), and asks why a model
# that fits better can predict worse.

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (6.5, 3.5), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)
rng = np.random.default_rng(0)

with open("../data/processed/diabetes.csv") as file:
    names = file.readline().strip().split(",")[:-1]
    table = np.loadtxt(file, delimiter=",")
measured, y = table[:, :-1], table[:, -1]
bmi = measured[:, names.index("bmi")]
print(len(y), "patients;", ", ".join(names))

# %% [markdown]
# ## 1. One line through a cloud
#
# How does the progression of the disease depend on the body mass index? The design matrix has a column of ones and a column of
# measurements.

# %%
ols = dv.functions.linear_models.ols_normal_equations
X = np.column_stack([np.ones(len(y)), bmi])
w = ols.solution(X=X, y=y)

fig, ax = plt.subplots()
ax.plot(bmi, y, ".", ms=4, label="patients")
line = np.array([bmi.min(), bmi.max()])
ax.plot(line, w[0] + w[1] * line, color="C3", label=f"{w[0]:.1f} + {w[1]:.2f} · bmi")
ax.set(xlabel="body mass index", ylabel="progression", title="The line of least squares")
ax.legend()
plt.show()

# %% [markdown]
# ## 2. Why these weights
#
# The derivation: the gradient of the squared error, the equations where it vanishes, and that nothing is better.

# %%
theorem = dv.theorem("linear_models.ols_normal_equations")
print("the weakest evidence among its steps:", theorem.derivation.verdict)
theorem

# %% [markdown]
# ## 3. A projection
#
# The normal equations say $X^\top(y - Xw) = 0$: the residual is at right angles to every column. So $y$, its fitted values and the
# residual are the sides of a right triangle, and Pythagoras splits the squares: total = explained + residual.

# %%
fitted = X @ w
residual = y - fitted
print("inner products of the residual with the columns:", (X.T @ residual).round(6) + 0.0)

centred = y - y.mean()
explained = fitted - y.mean()
np.testing.assert_allclose(centred @ centred, explained @ explained + residual @ residual, rtol=1e-12)
print(f"total {centred @ centred:.0f} = explained {explained @ explained:.0f} + residual {residual @ residual:.0f}")

across, along = np.linalg.norm(explained), np.linalg.norm(residual)
fig, ax = plt.subplots(figsize=(6, 3.6))
arrow = {"arrowstyle": "-|>", "lw": 2}
for start, end, name, colour, offset in [
    ((0, 0), (across, 0), "fitted, less the mean", "C0", (0.3, -0.08)),
    ((across, 0), (across, along), "residual", "C3", (1.03, 0.5)),
    ((0, 0), (across, along), "y, less\nits mean", "black", (0.12, 0.6)),
]:
    ax.annotate("", xy=end, xytext=start, arrowprops={**arrow, "color": colour})
    ax.text(offset[0] * across, offset[1] * along, name, color=colour)
ax.set(xlim=(-100, 1.5 * across), ylim=(-0.15 * along, 1.1 * along), aspect="equal", title="Lengths to scale")
ax.set_xlabel("length along the fitted values")
ax.set_ylabel("length at right angles")
plt.show()
print(f"the cosine of the angle at the origin, squared, is R²: {across**2 / (across**2 + along**2):.4f}")

# %% [markdown]
# ## 4. All ten measurements, and a second opinion

# %%
import statsmodels.api as sm

full = np.column_stack([np.ones(len(y)), (measured - measured.mean(axis=0)) / measured.std(axis=0)])
weights = ols.solution(X=full, y=y)
theirs = sm.OLS(y, full).fit()
np.testing.assert_allclose(weights, theirs.params, rtol=1e-9)

noise = np.sum((y - full @ weights) ** 2) / (len(y) - full.shape[1])
errors = np.sqrt(noise * np.diag(np.linalg.inv(full.T @ full)))
np.testing.assert_allclose(errors, theirs.bse, rtol=1e-9)

fig, ax = plt.subplots(figsize=(8, 3.2))
ax.errorbar(range(10), weights[1:], yerr=2 * errors[1:], fmt="o", capsize=4)
ax.axhline(0, color="black", lw=0.8)
ax.set(xticks=range(10), ylabel="weight", title="Weights of the scaled measurements, ± 2 standard errors")
ax.set_xticklabels([name.replace("_", "\n") for name in names], fontsize=8)
plt.show()
print(f"R² = {theirs.rsquared:.3f}; weights and standard errors as statsmodels has them")

# %% [markdown]
# Some intervals are wide. The measurements of the serum go together, so the data can hardly tell their weights apart: total
# cholesterol up and ldl down is nearly the same model.
#
# ## 5. Too simple, too flexible
#
# Fit polynomials in the body mass index to 30 patients at a time, for many draws of 30. A straight line is nearly the same each time.
# A polynomial of degree 9 follows every whim of its patients.

# %%
z = (bmi - bmi.mean()) / np.abs(bmi - bmi.mean()).max()  # between −1 and 1
grid = np.linspace(-0.6, 0.7, 120)


def powers(z, degree):
    return np.polynomial.legendre.legvander(z, degree)


def fits(degree, draws=60, size=30):
    for _ in range(draws):
        some = rng.choice(len(y), size, replace=False)
        yield np.linalg.lstsq(powers(z[some], degree), y[some], rcond=None)[0]


fig, axes = plt.subplots(1, 3, figsize=(12, 3.2), sharey=True)
for ax, degree in zip(axes, (0, 1, 9), strict=True):
    ax.plot(z, y, ".", ms=3, color="0.7")
    curves = np.array([powers(grid, degree) @ c for c in fits(degree)])
    ax.plot(grid, curves.T, color="C0", lw=0.5, alpha=0.5)
    ax.plot(grid, curves.mean(axis=0), color="C3", lw=2)
    ax.set(ylim=(0, 350), xlabel="body mass index, scaled", title=f"degree {degree}")
axes[0].set_ylabel("progression")
plt.show()

# %% [markdown]
# Each thin line is one fit to 30 patients, the red one is their mean.
#
# ## 6. The three parts of an error
#
# The expected squared error of a prediction is noise + bias² + variance. This is exact:

# %%
parts = dv.theorem("linear_models.bias_variance")
print("the weakest evidence among its steps:", parts.derivation.verdict)
parts

# %% [markdown]
# To see the three one must know the truth, and for patients nobody does. So we make a world in which we do: the body mass indices are
# the real ones, the truth is a smooth curve fitted to all patients, the noise is normal with the spread of the real residuals. In it we
# fit polynomials to 30 patients, many times.

# %%
smooth = powers(z, 3) @ np.linalg.lstsq(powers(z, 3), y, rcond=None)[0]
sigma = np.std(y - smooth)


def world(degree, draws=1500, size=30):
    """Noise, squared bias and variance, and the error itself, on average over patients near the middle."""
    near = np.abs(z) < 0.4
    predicted, errors = [], []
    for _ in range(draws):
        some = rng.choice(len(y), size, replace=False)
        told = smooth[some] + sigma * rng.normal(size=size)
        c = np.linalg.lstsq(powers(z[some], degree), told, rcond=None)[0]
        guess = powers(z[near], degree) @ c
        predicted.append(guess)
        errors.append((smooth[near] + sigma * rng.normal(size=near.sum()) - guess) ** 2)
    predicted = np.array(predicted)
    bias = np.mean((smooth[near] - predicted.mean(axis=0)) ** 2)
    return sigma**2, bias, np.mean(predicted.var(axis=0)), np.mean(errors)


degrees = range(6)
found = np.array([world(degree) for degree in degrees])
np.testing.assert_allclose(found[:, :3].sum(axis=1), found[:, 3], rtol=0.05)

fig, ax = plt.subplots()
bottom = np.zeros(len(degrees))
for k, name in enumerate(["noise", "bias²", "variance"]):
    ax.bar(degrees, found[:, k], bottom=bottom, label=name)
    bottom += found[:, k]
ax.plot(degrees, found[:, 3], "k_", ms=30, label="mean squared error, seen")
ax.set(xlabel="degree", ylabel="expected squared error", title="Fits to 30 patients", ylim=(0, 6800))
ax.legend(loc="upper center", ncols=2, fontsize=8)
plt.show()
print("least error at degree", int(found[:, 3].argmin()))

# %% [markdown]
# The parts add up to what was seen. Bias falls with the degree, variance rises, and the noise stays: no model gets below it.
#
# ## 7. Ridge: buy variance with bias
#
# Add $\lambda\lVert w\rVert^2$ to the squared error. What changes:

# %%
ridge = dv.theorem("linear_models.ridge_regression")
print("the weakest evidence among its steps:", ridge.derivation.verdict)
ridge

# %% [markdown]
# Its function solves the equations, and scikit-learn agrees. Take 40 patients to fit and the other 402 to judge, products of two
# measurements included, so that there are more weights (65) than patients.

# %%
from sklearn.linear_model import Ridge

scaled = full[:, 1:]
pairs = [scaled[:, i] * scaled[:, j] for i in range(10) for j in range(i, 10)]
Z = np.column_stack([scaled, *pairs])
Z = (Z - Z.mean(axis=0)) / Z.std(axis=0)
order = rng.permutation(len(y))
fit, judge = order[:40], order[40:]
centre = y[fit].mean()


def ridge_weights(strength):
    return ridge.function("solution")(X=Z[fit], y=y[fit] - centre, lam=strength)


slope = ridge.function("gradient")
for strength in (0.1, 10.0, 1000.0):
    w = ridge_weights(strength)
    np.testing.assert_allclose(
        w, Ridge(alpha=strength, fit_intercept=False).fit(Z[fit], y[fit] - centre).coef_, atol=1e-6
    )
    left = slope(X=Z[fit], y=y[fit] - centre, w=w, lam=strength)
    print(f"λ = {strength:<7} length of w {np.linalg.norm(w):7.1f}   gradient there {np.linalg.norm(left):.0e}")

# %% [markdown]
# The error on the 40 patients grows with $\lambda$. That on the others falls first.

# %%
strengths = np.geomspace(0.01, 1e5, 60)
weights = np.array([ridge_weights(s) for s in strengths])
errors = {
    "the 40 it was fitted on": np.sqrt(np.mean((y[fit] - centre - weights @ Z[fit].T) ** 2, axis=1)),
    "402 others": np.sqrt(np.mean((y[judge] - centre - weights @ Z[judge].T) ** 2, axis=1)),
}


def picture(exponent):
    k = int(np.argmin(abs(np.log10(strengths) - exponent)))
    _, axes = plt.subplots(1, 2, figsize=(11, 3.1))
    for name, values in errors.items():
        axes[0].semilogx(strengths, values, label=name)
    axes[0].axvline(strengths[k], color="black", lw=1)
    axes[0].set(xlabel="λ", ylabel="root mean squared error", title=f"λ = {strengths[k]:.3g}", ylim=(0, 160))
    axes[0].legend(fontsize=8)
    axes[1].bar(range(Z.shape[1]), weights[k])
    axes[1].set(xlabel="measurement or product of two", ylabel="weight", ylim=(-40, 40), title="The 65 weights")
    plt.show()


for exponent in (-1, 1.5, 3):
    picture(exponent)
best = int(errors["402 others"].argmin())
print(f"least error on the others: {errors['402 others'][best]:.1f} at λ = {strengths[best]:.0f}")
print(f"always the mean of the 40: {np.sqrt(np.mean((y[judge] - centre) ** 2)):.1f}")

# %% [markdown]
# With a running kernel, move $\lambda$. (The three rows above stand for it elsewhere.)

# %% tags=["slider"]
from ipywidgets import FloatSlider, interact

interact(picture, exponent=FloatSlider(1, min=-2, max=5, step=0.25, description="log10 of λ"));

# %% [markdown]
# ### And with no penalty at all?
#
# With 65 weights and 40 patients there are many ways to fit all 40. Which one is left as $\lambda$ goes to 0, and which one does gradient descent find?

# %%
shortest = dv.theorem("deep_learning.least_norm")
print("the weakest evidence among its steps:", shortest.derivation.verdict)
shortest

# %% [markdown]
# The same one: the shortest. The theorem also says by how much ridge regression misses it at most, and what gradient descent has left after any
# number of steps. Watch the error on the others: to stop early is a penalty as well.

# %%
A, b = Z[fit], y[fit] - centre
w_star = shortest.function("solution")(X=A, y=b)
np.testing.assert_allclose(w_star, np.linalg.lstsq(A, b, rcond=None)[0], rtol=1e-8)

coefficients = shortest.function("coefficients")
bend = np.linalg.norm(A.T @ coefficients(X=A, y=coefficients(X=A, y=b)))
for strength in (1e-1, 1e-2, 1e-3, 1e-4):
    missed = np.linalg.norm(ridge_weights(strength) - w_star)
    assert missed <= strength * bend
    print(f"λ = {strength:<7} misses the shortest by {missed:8.4f}, at most by {strength * bend:9.4f}")

U, s, _ = np.linalg.svd(A, full_matrices=False)
left, w, step = shortest.function("residual"), np.zeros(A.shape[1]), 1 / s[0] ** 2
for k in range(10_001):
    if k in (0, 10, 100, 1000, 10_000):
        np.testing.assert_allclose(b - A @ w, left(U=U, s=s, eta=step, k=k, y=b), atol=1e-7)
        error = np.sqrt(np.mean((y[judge] - centre - Z[judge] @ w) ** 2))
        print(f"step {k:>6}: residual {np.linalg.norm(b - A @ w):7.2f}, on the others {error:6.1f}")
    w = w + step * A.T @ (b - A @ w)
error = np.sqrt(np.mean((y[judge] - centre - Z[judge] @ w_star) ** 2))
print(f"in the limit: residual {np.linalg.norm(b - A @ w_star):7.2f}, on the others {error:6.1f}")

# %% [markdown]
# ## 8. Lasso: weights that are exactly zero
#
# With $\lambda\lVert w\rVert_1$ in place of the squares the corners of the 1-norm (notebook 1) are where the minimum likes to sit. If
# the columns are orthonormal, the answer is a formula:

# %%
lasso = dv.theorem("linear_models.lasso_threshold")
print("the weakest evidence among its steps:", lasso.derivation.verdict)
lasso

# %% [markdown]
# The measurements are not orthonormal, but their principal components can be made so. Each weight moves towards zero by $\lambda/2$, and
# stops there. Scikit-learn, which looks for the minimum step by step, comes to the same weights. (Its `alpha` is $\lambda/2n$.)

# %%
from sklearn.linear_model import Lasso

components = np.linalg.svd(scaled, full_matrices=False)[0]  # ten orthonormal columns
free = components.T @ (y - y.mean())
soft = lasso.function("solution")
for strength in (0.0, 100.0, 400.0, 1600.0):
    w = soft(X=components, y=y - y.mean(), lam=strength)
    if strength:
        other = Lasso(alpha=strength / (2 * len(y)), fit_intercept=False, tol=1e-12, max_iter=100_000)
        np.testing.assert_allclose(w, other.fit(components, y - y.mean()).coef_, atol=1e-6)
    print(f"λ = {strength:<6}", f"{np.count_nonzero(w):>2} weights are not zero:", w.round(0) + 0.0)

levels = np.linspace(0, 2.2 * abs(free).max(), 200)
fig, ax = plt.subplots()
ax.plot(levels, [soft(X=components, y=y - y.mean(), lam=level) for level in levels])
ax.set(xlabel="λ", ylabel="weight", title="The lasso with orthonormal columns")
plt.show()

# %% [markdown]
# For other columns there is no formula, but the picture is much the same: straight pieces, and weights that leave zero one by one.

# %%
from sklearn.linear_model import lasso_path

alphas, paths, _ = lasso_path(scaled, y - y.mean(), alphas=np.geomspace(46, 0.05, 60))
fig, ax = plt.subplots(figsize=(8.5, 3.6))
for name, path in zip(names, paths, strict=True):
    ax.semilogx(alphas, path, label=name)
ax.invert_xaxis()
ax.set(
    xlabel="strength of the penalty (strong to weak)",
    ylabel="weight",
    title="The lasso lets measurements in one by one",
)
ax.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()
first = [np.flatnonzero(path)[0] for path in paths]
entering = [names[k] for k in np.argsort(first, kind="stable")]
print("in the order of their coming:", ", ".join(entering[:5]), "…")

# %% [markdown]
# **The same in other languages.** Least squares with an intercept, and ridge by its equations:
#
# | language | least squares | ridge |
# |---|---|---|
# | NumPy | `np.linalg.lstsq(X, y)[0]` | `np.linalg.solve(X.T @ X + lam * np.eye(p), X.T @ y)` |
# | Julia (`using LinearAlgebra`) | `X \ y` | `(X' * X + lam * I) \ (X' * y)` |
# | R | `lm.fit(X, y)$coefficients` | `solve(crossprod(X) + lam * diag(p), crossprod(X, y))` |
# | MATLAB | `X \ y` | `(X' * X + lam * eye(p)) \ (X' * y)` |

# %% [markdown]
# ## Things to try
#
# 1. In section 3 take a second measurement into `X`. Can R² fall?
# 2. In section 6, fit to 300 patients instead of 30. Which part changes most?
# 3. Show that $\lambda \to \infty$ predicts the mean for everybody. What are bias and variance then?
# 4. Ridge has a probabilistic reading: which prior belongs to it? (Notebook 10.)
# 5. Choose $\lambda$ without the 402 others: leave out each of the 40 in turn.
# 6. Which patients pull the line of section 1 most? Leave each out, and look at how the slope moves.
