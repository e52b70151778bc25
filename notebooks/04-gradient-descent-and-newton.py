# %% [markdown]
# # Gradient descent and Newton's method
#
# To train is to go downhill. How long should the step be, why does it take so long in a narrow valley, and what does it help to know
# the curvature? We go downhill on two real landscapes: the squared error of 442 diabetes patients
# ([data](../data/raw/diabetes/README.md)), which is a perfect bowl, and the logistic loss of 569 tumours
# ([data](../data/raw/breast_cancer/README.md)), which is not.

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (6, 3.5), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

table = np.loadtxt("../data/processed/diabetes.csv", delimiter=",", skiprows=1)
y = table[:, -1] - table[:, -1].mean()
two = table[:, [4, 5]]  # total and "bad" cholesterol, which go together
X = (two - two.mean(axis=0)) / two.std(axis=0)
n = len(y)

ols = dv.functions.linear_models.ols_normal_equations
best = ols.solution(X, y)
H = 2 * X.T @ X / n  # the Hessian of ‖y − Xw‖² / n
mu, L = np.linalg.eigvalsh(H)
print(f"correlation of the two {np.corrcoef(X.T)[0, 1]:.2f}, curvatures {mu:.3f} and {L:.3f}, ratio {L / mu:.1f}")


def f(w):
    return ols.loss(X, y, w) / n


def gradient(w):
    return ols.gradient(X, y, w) / n


# %% [markdown]
# ## 1. The step size decides
#
# $w_{k+1} = w_k - s\,\nabla f(w_k)$. Too short a step crawls; too long a one jumps across the valley, and beyond $s = 2/L$, with $L$ the
# largest curvature, it climbs.

# %%
def descend(step, steps=40, start=(60.0, 60.0)):
    path = [np.array(start)]
    for _ in range(steps):
        path.append(path[-1] - step * gradient(path[-1]))
    return np.array(path)


first, second = np.meshgrid(np.linspace(-110, 130, 80), np.linspace(-110, 130, 80))
offsets = np.stack([first, second], axis=-1) - best
heights = f(best) + 0.5 * np.einsum("abi,ij,abj->ab", offsets, H, offsets)


def picture(factor, ax=None):
    shown = ax is None
    if shown:
        _, ax = plt.subplots(figsize=(5, 4.5))
    path = descend(factor / L)
    ax.contour(first, second, heights, levels=25, cmap="viridis", linewidths=0.8)
    ax.plot(*path.T, ".-", color="C3", lw=1)
    ax.plot(*best, "k*", ms=10)
    ax.set(xlim=(-110, 130), ylim=(-110, 130), xlabel="weight of total cholesterol", ylabel="weight of ldl")
    ax.set_title(f"step {factor:.2f}/L: f − f* = {f(path[-1]) - f(best):.2g}", fontsize=10)
    if shown:
        plt.show()


fig, axes = plt.subplots(1, 3, figsize=(11, 3.7))
for ax, factor in zip(axes, (0.2, 1, 1.95), strict=True):
    picture(factor, ax)
plt.show()

# %% [markdown]
# Forty steps each. With a running kernel, move the step yourself; try 2.05. (The three pictures above stand for it elsewhere.)

# %% tags=["slider"]
from ipywidgets import FloatSlider, interact

interact(lambda factor: picture(factor), factor=FloatSlider(1.0, min=0.05, max=2.1, step=0.05));

# %% [markdown]
# ## 2. How fast? A theorem
#
# With the step $1/L$ the theorem promises two things: the error falls at least like $1/T$, and, where the function has curvature $\mu$ or more in
# every direction, at least like $(1 - \mu/L)^T$.

# %%
rate = dv.theorem("optimization.gradient_descent_rate")
print("the weakest evidence among its steps:", rate.derivation.verdict)
rate

# %% [markdown]
# Both promises are kept on our data. They hold for every function of this kind, so it is no wonder that a particular one does
# better.

# %%
path = descend(1 / L, steps=300)
error = np.array([f(w) - f(best) for w in path])
T = np.arange(1, 301)
slow = np.array([rate.function("bound")(L=L, T=t, x_0=path[0], x_star=best) for t in T])
fast = (1 - mu / L) ** T * error[0]
assert (error[1:] <= slow).all() and (error[1:] <= fast + 1e-9).all()

fig, ax = plt.subplots()
ax.semilogy(T, slow, "--", label=r"bound $L\|x_0 - x_\star\|^2 / 2T$")
ax.semilogy(T, fast, "--", label=r"bound $(1 - \mu/L)^T (f(x_0) - f(x_\star))$")
ax.semilogy(T, np.maximum(error[1:], 1e-12), color="black", label="gradient descent")
ax.set(xlabel="steps T", ylabel="f − f*", title="The promises, and what happened")
ax.legend()
plt.show()

# %% [markdown]
# ## 3. The condition number
#
# What makes a valley narrow is the ratio $\kappa = L/\mu$. Take all ten measurements, in the units in which they were taken and scaled to
# variance one. Dividing by the standard deviation costs nothing, and saves most of the steps:

# %%
raw = table[:, :-1] - table[:, :-1].mean(axis=0)
for name, Z in [("as measured", raw), ("scaled", raw / raw.std(axis=0))]:
    curvatures = np.linalg.eigvalsh(Z.T @ Z)
    kappa = curvatures[-1] / curvatures[0]
    print(f"{name:>12}: condition number {kappa:7,.0f}; the bound asks for {kappa * np.log(10):9,.0f} steps a digit")

# %% [markdown]
# ## 4. Newton: use the curvature
#
# Fit a bowl to the function where you stand, and jump to its lowest point.

# %%
newton = dv.theorem("optimization.newton_step")
print("the weakest evidence among its steps:", newton.derivation.verdict)
newton

# %% [markdown]
# On a function that *is* a bowl one step suffices, from anywhere:

# %%
step = newton.function("step")
start = np.array([60.0, 60.0])
np.testing.assert_allclose(start + step(g=gradient(start), H=H), best, rtol=1e-9)
print("one Newton step from", start, "leads to", (start + step(g=gradient(start), H=H)).round(6))

# %% [markdown]
# ## 5. A loss that is not a bowl
#
# Which tumours are malignant? The logistic loss of ten measurements (the means), with a little weight on $\lVert w\rVert^2$ so that
# there is one minimum. The calculator derives gradient and Hessian; the Hessian also shows that the loss is convex.

# %%
cells = np.loadtxt("../data/processed/breast_cancer.csv", delimiter=",", skiprows=1)
A, b = cells[:, :10], cells[:, -1]
A = np.column_stack([np.ones(len(b)), (A - A.mean(axis=0)) / A.std(axis=0)])

text = "sum(softplus(X*w)) - y'*X*w + 1/2*norm2(w)^2"
shapes = {"X": "n p", "w": "p", "y": "n"}
slope = dv.differentiate(text, wrt="w", variables=shapes).function("numpy")
curved = dv.differentiate(text, wrt="w", variables=shapes, order=2)
curved

# %% [markdown]
# The Hessian is never larger than that with $\sigma(1-\sigma) = \tfrac14$ in every place, which gives $L$ for gradient descent. We race it against
# three others: *momentum* keeps some of the last step; *Adam* divides every coordinate by its usual size; Newton uses the
# derived Hessian.

# %%
from scipy.linalg import eigvals
from scipy.optimize import minimize

loss = dv.functions.linear_models.logistic_gradient.loss
hessian = curved.function("numpy")
L = np.linalg.eigvalsh(A.T @ A)[-1] / 4 + 1


def value(w):
    return loss(A, b, w) + w @ w / 2


def grad(w):
    return slope(X=A, w=w, y=b)


def gradient_descent(w, steps):
    for _ in range(steps):
        yield w
        w = w - grad(w) / L


def momentum(w, steps, keep=0.9):
    v = 0 * w
    for _ in range(steps):
        yield w
        v = keep * v - grad(w) / L
        w = w + v


def adam(w, steps, size=0.3, keep=0.9, keep_squares=0.999):
    m, s = 0 * w, 0 * w
    for k in range(1, steps + 1):
        yield w
        g = grad(w)
        m, s = keep * m + (1 - keep) * g, keep_squares * s + (1 - keep_squares) * g**2
        w = w - size * m / (1 - keep**k) / (np.sqrt(s / (1 - keep_squares**k)) + 1e-8)


def newtons_method(w, steps):
    for _ in range(steps):
        yield w
        w = w + step(g=grad(w), H=hessian(X=A, w=w))


answer = minimize(value, np.zeros(11), jac=grad, method="L-BFGS-B", options={"gtol": 1e-9, "ftol": 1e-15}).x
methods = [gradient_descent, momentum, adam, newtons_method]
paths = {method.__name__.replace("_", " "): list(method(np.zeros(11), 300)) for method in methods}
lowest = value(paths["newtons method"][-1])
np.testing.assert_allclose(paths["newtons method"][-1], answer, atol=1e-4)

fig, ax = plt.subplots(figsize=(7, 3.8))
for name, path in paths.items():
    gaps = np.array([value(w) - lowest for w in path])
    ax.loglog(np.arange(1, 301), np.maximum(gaps, 1e-13), label=name.replace("newtons", "Newton's"))
    print(f"{name:>16}: above the minimum by {gaps[10]:.1e} after 10 steps, {gaps[-1]:.1e} after 299")
ax.set(xlabel="step", ylabel="loss above its minimum", title="Four ways down (cut off at 1e-13)")
ax.legend()
plt.show()

# %% [markdown]
# ### Why momentum gains
#
# Where the gradients agree, its steps add up; across a narrow valley they cancel. On a bowl both are exact:

# %%
theory = dv.theorem("optimization.momentum")
print("the weakest evidence among its steps:", theory.derivation.verdict)
theory

# %% [markdown]
# With `keep=0.9` the steps grow to ten of them. And on the bowl of section 1, with Polyak's choice of both numbers, the path comes
# down by about the factor $1 - 2/(\sqrt\kappa + 1)$ a step, where gradient descent with $1/L$ has $1 - 1/\kappa$. SciPy knows the limits
# of both: they are the largest eigenvalues of the matrices that make each step from the one before.

# %%
print("0.9 adds up to", theory.function("effective_step")(beta=0.9, eta=1.0, k=200).round(6), "steps")
low, high = np.linalg.eigvalsh(H)
eta, beta = theory.function("polyak_step")(mu=low, L=high), theory.function("polyak_momentum")(mu=low, L=high)
heavy = np.block([[(1 + beta) * np.eye(2) - eta * H, -beta * np.eye(2)], [np.eye(2), np.zeros((2, 2))]])
promised = 1 - 2 / (np.sqrt(high / low) + 1)
np.testing.assert_allclose(np.max(np.abs(eigvals(heavy))), promised, atol=1e-6)
np.testing.assert_allclose(np.max(np.abs(eigvals(np.eye(2) - H / high))), 1 - low / high)

w, v = np.array([60.0, 60.0]), np.zeros(2)
rolling = [f(w) - f(best)]
for _ in range(40):
    v = beta * v - eta * gradient(w)
    w = w + v
    rolling.append(f(w) - f(best))
fig, ax = plt.subplots()
ax.semilogy([f(w) - f(best) for w in descend(1 / high)], label="gradient descent, 1/L")
ax.semilogy(rolling, label="momentum, Polyak's choice")
ax.set(xlabel="step", ylabel="f − f*", title="The bowl of section 1")
ax.legend()
plt.show()
print(f"factor of the error in a step: momentum {promised:.3f}, gradient descent {1 - low / high:.3f}")

# %% [markdown]
# Near the minimum every Newton step doubles the digits that are right. It knows how much it may still gain: half the square of the
# *decrement*. Watch the two agree as the bowl fits better and better.

# %%
decrement = newton.function("decrement")
print("step   loss above minimum   half of decrement²")
for k, w in enumerate(paths["newtons method"][:8]):
    print(f"{k:>4} {value(w) - lowest:18.3e} {decrement(g=grad(w), H=hessian(X=A, w=w)) ** 2 / 2:18.3e}")

# %% [markdown]
# Why not always Newton, then? A step solves a system of $p$ equations: with $p$ weights that is about $p^3/3$ multiplications, and the matrix
# has $p^2$ entries. For a million weights neither is possible.
#
# **The same in other languages.** A Newton step, given `g` and `H`:
#
# | NumPy | Julia | R | MATLAB |
# |---|---|---|---|
# | `w - np.linalg.solve(H, g)` | `w - H \ g` | `w - solve(H, g)` | `w - H \ g` |

# %% [markdown]
# ## 6. A wall in the way
#
# Back to the diabetes patients, with all ten measurements, but now no weight may be negative: the constraints are $-w \le 0$. At the minimum
# there may be a slope, where the wall stands in the way. The theorem says when we have arrived, and how much is still to be
# gained before:

# %%
wall = dv.theorem("optimization.kkt_inequality")
print("the weakest evidence among its steps:", wall.derivation.verdict)
wall

# %% [markdown]
# Gradient descent as before, but what a step makes negative is set to 0. The slope that pushes against the wall is our guess of the
# multipliers, and the *duality gap* bounds what is left to gain. It needs no minimum to compare with; SciPy's is there to show that the bound holds.

# %%
from scipy.optimize import nnls

Z = raw / raw.std(axis=0)
Q, q = Z.T @ Z / n, Z.T @ y / n
normals, none = -np.eye(10), np.zeros(10)
height, gap = wall.function("objective"), wall.function("duality_gap")
inside, _ = nnls(Z, y)

w, left, promised = np.zeros(10), [], []
for _ in range(150):
    slope_here = Q @ w - q
    multipliers = np.maximum(slope_here, 0)
    left.append(height(H=Q, g=q, x=w) - height(H=Q, g=q, x=inside))
    promised.append(gap(H=Q, g=q, A=normals, b=none, x=w, lam=multipliers))
    w = np.maximum(w - slope_here / np.linalg.eigvalsh(Q)[-1], 0)
assert (np.array(left) <= np.array(promised) + 1e-9).all()
np.testing.assert_allclose(w, inside, atol=1e-2)

fig, ax = plt.subplots()
ax.semilogy(promised, "--", label="duality gap: known on the way")
ax.semilogy(np.maximum(left, 1e-9), color="black", label="above the minimum: known afterwards")
ax.set(xlabel="step", ylabel="objective", title="How much is left to gain")
ax.legend()
plt.show()

# %% [markdown]
# Each weight is 0 or its multiplier is: complementary slackness. A multiplier is a price. Let a weight go down to $-1$, and the minimum
# falls by at most that much:

# %%
from scipy.optimize import lsq_linear

names = np.loadtxt("../data/processed/diabetes.csv", delimiter=",", max_rows=1, dtype=str)[:-1]
prices = np.maximum(Q @ inside - q, 0)
prices[inside > 0] = 0
np.testing.assert_allclose(gap(H=Q, g=q, A=normals, b=none, x=inside, lam=prices), 0, atol=1e-9)
for j, name in enumerate(names):
    walls = np.where(np.arange(10) == j, -1.0, 0.0)
    moved = lsq_linear(Z, y, bounds=(walls, np.inf), method="bvls").x
    fallen = height(H=Q, g=q, x=inside) - height(H=Q, g=q, x=moved)
    assert fallen <= prices[j] + 1e-9
    print(f"{name:>18}: weight {inside[j]:6.2f}, price {prices[j]:5.2f}, falls by {max(fallen, 0):5.2f}")

# %% [markdown]
# ## Things to try
#
# 1. In section 1, put the step at exactly $2/L$. What does the path do, and which line of the proof of descent fails?
# 2. In section 5, give gradient descent the step $4/L$. Where is the bound of the theorem too careful?
# 3. Leave out `norm2(w)^2` and take all 30 measurements. What becomes of Newton's matrix? (The notebook on maximum likelihood has the answer.)
# 4. Momentum with `keep=0.99`: look at the loss over 1000 steps. What does it remind you of?
# 5. In section 6, take the multipliers 0 in every place. Is the gap still a bound, and what has become of it?
# 6. Write gradient descent with a line search: halve the step until the loss has fallen by at least $\tfrac{s}{2}\lVert\nabla f\rVert^2$.
