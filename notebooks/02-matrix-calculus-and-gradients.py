# %% [markdown]
# # Matrix calculus and gradients
#
# To improve a model we must know how its loss changes when its weights do. With one weight that is a derivative; with many it
# is a gradient, and there is a way to find gradients that never writes an index. This notebook finds them by that way, checks
# them, and uses them, on the records of 442 diabetes patients ([where they come from](../data/raw/diabetes/README.md)).

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (5, 4), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

table = np.loadtxt("../data/processed/diabetes.csv", delimiter=",", skiprows=1)
measured, progression = table[:, :-1], table[:, -1]
measured = (measured - measured.mean(axis=0)) / measured.std(axis=0)  # every column: mean 0, standard deviation 1
y = (progression - progression.mean()) / progression.std()
X = measured[:, [2, 3]]  # body mass index and blood pressure
print(f"{len(y)} patients; the progression of the disease a year later is to be predicted")

# %% [markdown]
# ## 1. A derivative is the best linear guess
#
# The squared error of the weights $w$ is $f(w) = \lVert y - Xw\rVert^2$. Take a step $h$ away from $w$. A gradient is the vector
# $g$ for which
#
# $$f(w + h) = f(w) + g^\top h + \text{something much smaller than } h .$$
#
# "Much smaller" can be seen: when the step becomes ten times shorter, the error of the guess becomes a hundred times smaller.

# %%
f = dv.functions.linear_models.ols_normal_equations.loss
gradient = dv.functions.linear_models.ols_normal_equations.gradient

w = np.array([1.0, -0.5])
direction = np.array([0.6, 0.8])
for size in [1, 0.1, 0.01, 0.001]:
    h = size * direction
    guess = f(X, y, w) + gradient(X, y, w) @ h
    print(f"step {size:<6} error of the linear guess {f(X, y, w + h) - guess:.3e}")

# %% [markdown]
# ## 2. Where the gradient comes from
#
# The way to a gradient: write down how $f$ changes to first order (its *differential* $\mathrm df$), and bring it into the form
# $g^\top \mathrm dw$. What stands before $\mathrm dw$ is the gradient. Follow it below; then follow how "the gradient is zero"
# becomes the normal equations.

# %%
normal_equations = dv.theorem("linear_models.ols_normal_equations")
print("the weakest evidence among its steps:", normal_equations.derivation.verdict)
normal_equations

# %% [markdown]
# ## 3. What a gradient looks like
#
# With two weights the loss is a landscape. The arrows below point against the gradient: they cross the contour lines at right angles,
# and they shrink to nothing at the solution of the normal equations.

# %%
best = normal_equations.function("solution")(X, y)
print("weights with the least squared error:", best.round(4))
np.testing.assert_allclose(gradient(X, y, best), 0, atol=1e-10 * np.linalg.norm(X.T @ y))

first, second = np.meshgrid(np.linspace(-0.6, 1.5, 90), np.linspace(-0.8, 1.3, 90))
heights = [[f(X, y, np.array(pair)) for pair in zip(*rows, strict=True)] for rows in zip(first, second, strict=True)]
fig, ax = plt.subplots()
ax.contour(first, second, heights, levels=20, cmap="viridis", linewidths=1)
for start in np.stack(np.meshgrid(np.linspace(-0.4, 1.3, 6), np.linspace(-0.6, 1.1, 6)), axis=-1).reshape(-1, 2):
    ax.quiver(*start, *-gradient(X, y, start), angles="xy", scale=12_000, width=0.006, color="C3")
ax.plot(*best, "k*", ms=12)
ax.set(xlabel="weight of body mass index", ylabel="weight of blood pressure", aspect="equal")
ax.set_title("Squared error, and minus its gradient")
plt.show()

# %% [markdown]
# ## 4. Is a gradient right? Ask for differences
#
# Whoever finds a gradient by hand checks it by differences: $\frac{f(w + t e) - f(w - t e)}{2t}$ with a small $t$. How small? Too large
# a $t$ bends away from the tangent; too small a one divides rounding errors by next to nothing. We try all sizes, on a loss that
# is not quadratic: the logarithm of $\sum_i e^{x_i^\top w}$.

# %%
lse = dv.differentiate("lse(X*w)", wrt="w", variables={"X": "n p", "w": "p"})
lse

# %% [markdown]
# The answer, found and checked step by step, is also a function.

# %%
from scipy.optimize import approx_fprime
from scipy.special import logsumexp

exact = lse.function("numpy")(X=X, w=w)
sizes = 10.0 ** np.arange(-15, 1, 0.25)
one, two = [], []
for t in sizes:
    steps = t * np.eye(2)
    above = np.array([logsumexp(X @ (w + e)) for e in steps])
    below = np.array([logsumexp(X @ (w - e)) for e in steps])
    one.append(np.linalg.norm((above - logsumexp(X @ w)) / t - exact))
    two.append(np.linalg.norm((above - below) / (2 * t) - exact))

fig, ax = plt.subplots(figsize=(6, 3.5))
ax.loglog(sizes, one, ".-", label="forward: (f(w + te) − f(w)) / t")
ax.loglog(sizes, two, ".-", label="central: (f(w + te) − f(w − te)) / 2t")
ax.set(xlabel="t", ylabel="distance from the derived gradient", title="Differences are never exact")
ax.legend()
plt.show()

print(f"best forward {min(one):.0e}, best central {min(two):.0e}")
np.testing.assert_allclose(exact, approx_fprime(w, lambda w: logsumexp(X @ w)), rtol=1e-6)

# %% [markdown]
# To the right of its lowest point the forward error falls with $t$ and the central one with $t^2$; to the left of it both grow like
# $1/t$. A derived gradient has no $t$ to choose.
#
# ## 5. A loss of your own
#
# A few patients do much worse than any line predicts, and squares make much of them. The loss
# $\sum_i \bigl(\sqrt{1 + r_i^2} - 1\bigr)$ of the residuals $r = Xw - y$ is nearly $r^2/2$ where $r$ is small, and nearly $\lvert r\rvert$
# where it is large. Ask for its gradient:

# %%
shapes = {"X": "n p", "w": "p", "y": "n"}
robust = "sum(sqrt(vector(1) + (X*w - y).^2) - vector(1))"
derived = dv.differentiate(robust, wrt="w", variables=shapes)
derived

# %% [markdown]
# Here it drives an optimiser of SciPy, with all ten measurements and ten patients spoiled: a decimal point slipped, and what was
# measured of them a year later was written down ten times too large. The residuals of the spoiled patients no longer pull.

# %%
from scipy.optimize import minimize

slope = derived.function("numpy")
slipped = progression.copy()
slipped[::45] *= 10
spoiled = (slipped - progression.mean()) / progression.std()  # on the scale of y


def loss(w, y):
    return np.sum(np.sqrt(1 + (measured @ w - y) ** 2) - 1)


found = minimize(
    loss, np.zeros(10), args=(spoiled,), jac=lambda w, y: slope(X=measured, w=w, y=y), options={"gtol": 1e-8}
)
alone = minimize(loss, np.zeros(10), args=(spoiled,), options={"gtol": 1e-4})
print(f"with the derived gradient: {found.nfev} values of the loss; without it: {alone.nfev}")
np.testing.assert_allclose(found.x, alone.x, atol=1e-4)

squares = normal_equations.function("solution")
clean, spoilt = squares(measured, y), squares(measured, spoiled)
names = ["age", "sex", "bmi", "pressure", "chol.", "ldl", "hdl", "ratio", "trigl.", "glucose"]
fig, ax = plt.subplots(figsize=(8, 3.2))
for shift, weights, label in [
    (-0.25, clean, "least squares, clean"),
    (0, spoilt, "least squares, spoiled"),
    (0.25, found.x, "robust, spoiled"),
]:
    ax.bar(np.arange(10) + shift, weights, 0.25, label=label)
ax.set(xticks=range(10), ylabel="weight", title="Ten spoiled patients")
ax.set_xticklabels(names, rotation=30)
ax.legend()
plt.show()
away = [np.linalg.norm(weights - clean) for weights in (spoilt, found.x)]
print(f"distance from the clean weights: least squares {away[0]:.2f}, robust {away[1]:.2f}")

# %% [markdown]
# ## 6. Several outputs: the Jacobian
#
# A function with $m$ outputs and $n$ inputs has an $m \times n$ table of derivatives. For a layer $\tanh(Wx)$:

# %%
layer = dv.differentiate("tanh(W*x)", wrt="x", variables={"W": "m n", "x": "n"})
layer

# %% [markdown]
# The chain rule is a product of such tables. A second layer $V$ on top has the Jacobian $V J$: we test it.

# %%
rng = np.random.default_rng(0)
W, V, x = rng.normal(size=(5, 10)) / 3, rng.normal(size=(2, 5)), measured[0]
J = layer.function("numpy")(W=W, x=x)
print("shapes:", V.shape, "times", J.shape, "=", (V @ J).shape)

differences = np.array([approx_fprime(x, lambda x, k=k: (V @ np.tanh(W @ x))[k]) for k in range(2)])
np.testing.assert_allclose(V @ J, differences, atol=1e-6)

# %% [markdown]
# ## 7. Derivatives in a matrix: backpropagation is one line
#
# The weights of a layer are a matrix, and so is the gradient. For the squared error of a network with one hidden layer:

# %%
backprop = dv.differentiate("norm2(V*tanh(W*x) - y)^2", wrt="W", variables={"V": "k m", "W": "m n", "x": "n", "y": "k"})
backprop

# %% [markdown]
# Read the result from the right: the input, the residual sent back through $V^\top$, the slope of $\tanh$ in every unit. Programs
# that train networks do exactly this: what comes back to a layer, times what came in, is the gradient in its weights. That holds for
# any number of layers, and is called *reverse mode*:

# %%
reverse = dv.theorem("numerical_methods.reverse_mode")
print("the weakest evidence among its steps:", reverse.derivation.verdict)
reverse

# %% [markdown]
# Its function makes the same gradient from the two vectors, and differences agree, entry by entry:

# %%
goal = np.array([1.0, -1.0])
G = backprop.function("numpy")(V=V, W=W, x=x, y=goal)
inside = np.tanh(W @ x)
came_back = (1 - inside**2) * (V.T @ (2 * (V @ inside - goal)))
np.testing.assert_allclose(reverse.function("weight_gradient")(x=x, c=came_back), G, rtol=1e-12)
flat = approx_fprime(W.ravel(), lambda w: np.sum((V @ np.tanh(w.reshape(W.shape) @ x) - goal) ** 2))
np.testing.assert_allclose(G, flat.reshape(W.shape), atol=1e-5)

fig, axes = plt.subplots(1, 2, figsize=(8, 2.6))
for ax, values, title in zip(axes, [G, flat.reshape(W.shape)], ["derived", "differences"], strict=True):
    shown = ax.imshow(values, cmap="RdBu", vmin=-abs(G).max(), vmax=abs(G).max())
    ax.set(title=f"Gradient in W: {title}", xlabel="input", ylabel="hidden unit")
    ax.grid(False)
fig.colorbar(shown, ax=axes)
plt.show()

# %% [markdown]
# ## 8. Once more: the Hessian
#
# The gradient's own derivative tells how the loss curves. `order=2` asks for it, and says whether it shows that the loss is convex:

# %%
curvature = dv.differentiate(robust, wrt="w", variables=shapes, order=2)
curvature

# %% [markdown]
# The eigenvalues at the optimum are positive: every direction leads uphill.

# %%
H = curvature.function("numpy")(X=measured, w=found.x, y=spoiled)
print("smallest and largest eigenvalue:", np.linalg.eigvalsh(H)[[0, -1]].round(3))
assert np.linalg.eigvalsh(H)[0] > 0

# %% [markdown]
# **The same in other languages.** Gradients of a function `f` at a vector `w`, without a derivation:
#
# | language | by differences | by automatic differentiation |
# |---|---|---|
# | Python | `scipy.optimize.approx_fprime(w, f)` | `jax.grad(f)(w)` |
# | Julia | `FiniteDiff.finite_difference_gradient(f, w)` | `ForwardDiff.gradient(f, w)` |
# | R | `numDeriv::grad(f, w)` | |
# | MATLAB | | `dlfeval(@(w) dlgradient(f(w), w), dlarray(w))` |

# %% [markdown]
# ## Things to try
#
# 1. In section 1, go on to steps of $10^{-7}$ and $10^{-9}$. Why does the error stop shrinking?
# 2. Ask for the gradient of `norm2(X*w - y)^2 + lambda*norm2(w)^2`. Set it to zero and solve for $w$ by hand.
# 3. Ask for the gradient of `log(det(S))` in a symmetric positive definite `S` (`{"S": "n n spd"}`), and test it by differences.
# 4. What does `dv.differentiate("norm1(w)", wrt="w")` say about the points where a weight is zero?
# 5. Spoil more patients in section 5. At what share does the robust fit give way?
# 6. `print(backprop.source("numpy"))` shows the code. Count its matrix products.
