# %% [markdown]
# # Vector spaces and norms
#
# A vector is anything that can be added and scaled: an arrow, a list of measurements, a document's word counts, the weights of
# a model. To compare vectors we need a length, and to compare directions an angle. This notebook builds both, meets the one
# inequality that holds them together, and follows its proof line by line.
#
# It needs nothing but high-school algebra and a little NumPy. Run the cells in order; each takes a moment.

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

rng = np.random.default_rng(0)
plt.rcParams.update(
    {"figure.figsize": (5, 4), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

# %% [markdown]
# ## 1. Adding and scaling
#
# Two operations make a vector space: the sum $x + y$ and the multiple $\alpha x$. In the plane the sum is the diagonal of a
# parallelogram.

# %%
x, y = np.array([3.0, 1.0]), np.array([1.0, 2.0])

fig, ax = plt.subplots()
arrows = [(0 * x, x, "x", "C0"), (0 * x, y, "y", "C1"), (x, y, "y", "C1"), (0 * x, x + y, "x + y", "C2")]
for start, arrow, name, colour in arrows:
    ax.annotate("", xy=start + arrow, xytext=start, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2})
    ax.text(*(start + arrow / 2 + 0.08), f"${name}$", color=colour, fontsize=13)
ax.set(xlim=(-0.5, 5), ylim=(-0.5, 4), aspect="equal", title="The sum of two vectors")
plt.show()

# %% [markdown]
# All the multiples and sums that can be made from some vectors are their *span*. Two arrows that do not lie on one line span
# the plane; a third one adds nothing. The rank of a matrix counts how many of its columns add something.

# %%
print("rank of [x, y]:       ", np.linalg.matrix_rank(np.column_stack([x, y])))
print("rank of [x, y, x - 2y]:", np.linalg.matrix_rank(np.column_stack([x, y, x - 2 * y])))
print("rank of [x, -4x]:     ", np.linalg.matrix_rank(np.column_stack([x, -4 * x])))

# %% [markdown]
# ## 2. How long is a vector?
#
# A *norm* is any length that behaves: it is positive except for the zero vector, it scales ($\lVert \alpha x\rVert =
# \lvert\alpha\rvert\,\lVert x\rVert$), and a detour is never shorter than the straight way ($\lVert x + y\rVert \le \lVert
# x\rVert + \lVert y\rVert$). Three norms are met everywhere:
#
# $$\lVert x\rVert_1 = \sum_i \lvert x_i\rvert, \qquad \lVert x\rVert_2 = \Bigl(\sum_i x_i^2\Bigr)^{1/2}, \qquad
# \lVert x\rVert_\infty = \max_i \lvert x_i\rvert .$$
#
# The vectors of length one show how they differ. The corners of the first are why lasso regression sets weights to zero.

# %%
angles = np.linspace(0, 2 * np.pi, 2001)
directions = np.column_stack([np.cos(angles), np.sin(angles)])

fig, ax = plt.subplots()
for order, name in [(1, "1"), (2, "2"), (np.inf, r"\infty")]:
    lengths = np.linalg.norm(directions, ord=order, axis=1)
    ax.plot(*(directions / lengths[:, None]).T, label=rf"$\|x\|_{{{name}}} = 1$")
ax.set(aspect="equal", title="Vectors of length one")
ax.legend(loc="center")
plt.show()

# %% [markdown]
# In a finite-dimensional space all norms agree up to a constant: $\lVert x\rVert_\infty \le \lVert x\rVert_2 \le \lVert
# x\rVert_1 \le \sqrt n\,\lVert x\rVert_2 \le n\,\lVert x\rVert_\infty$. That is a [theorem of the
# catalogue](../docs/theorems/linear_algebra/norms.md), whose functions give the three norms. (Its proof rests on the inequality
# of section 5; read it afterwards.) The constants grow with the dimension $n$, and in machine learning $n$ is large.

# %%
norms = dv.functions.linear_algebra.norms
for n in [2, 100, 10_000]:
    v = rng.normal(size=n)
    one, two, largest = norms.one_norm(v), norms.euclidean(v), norms.max_norm(v)
    np.testing.assert_allclose([one, two, largest], [np.linalg.norm(v, ord=order) for order in (1, 2, np.inf)])
    assert largest <= two <= one <= np.sqrt(n) * two <= n * largest
    print(f"n = {n:>6}   1-norm {one:9.1f}   2-norm {two:7.1f}   largest entry {largest:5.2f}")

# %% [markdown]
# ## 3. Inner products give angles
#
# An *inner product* takes two vectors to a number, is linear in each, symmetric, and positive for a vector with itself. Every
# inner product makes a norm, $\lVert x\rVert = \sqrt{\langle x, x\rangle}$, and every one on $\mathbb R^n$ has the form
# $\langle x, y\rangle_A = x^\top A\,y$ with a positive definite matrix $A$. The usual one has $A = I$. Changing $A$ changes what
# "length one" and "at right angles" mean.

# %%
A = np.array([[2.0, 1.0], [1.0, 1.5]])
print("eigenvalues of A, all positive:", np.linalg.eigvalsh(A).round(3))

u = np.array([1.0, 0.5])
v = np.array([-(A @ u)[1], (A @ u)[0]])  # at right angles to u in the inner product of A
print("u . v =", u @ v, "   but   u . A v =", u @ A @ v)

lengths = np.sqrt(np.einsum("ij,jk,ik->i", directions, A, directions))
fig, ax = plt.subplots()
ax.plot(*directions.T, label="$x^T x = 1$")
ax.plot(*(directions / lengths[:, None]).T, label="$x^T A x = 1$")
for w, name in [(u, "u"), (v, "v")]:
    w = w / np.sqrt(w @ A @ w)
    ax.annotate("", xy=w, xytext=(0, 0), arrowprops={"arrowstyle": "-|>", "lw": 2})
    ax.text(*(1.1 * w), f"${name}$", fontsize=13)
ax.set(aspect="equal", title="Two inner products, two unit circles")
ax.legend()
plt.show()


# %% [markdown]
# ## 4. An experiment
#
# We want to call $\dfrac{\langle x, y\rangle}{\lVert x\rVert\,\lVert y\rVert}$ the cosine of an angle. That makes sense only
# if it always lies between $-1$ and $1$. Does it? Let us try a hundred thousand random pairs, in a few dimensions and with a few
# inner products.

# %%
def cosines(n, A, pairs=20_000):
    X, Y = rng.normal(size=(2, pairs, n))
    inner = np.sum(X @ A * Y, axis=1)
    return inner / np.sqrt(np.sum(X @ A * X, axis=1) * np.sum(Y @ A * Y, axis=1))


fig, ax = plt.subplots(figsize=(7, 3.5))
for n in [2, 3, 10, 100, 1000]:
    B = rng.normal(size=(n, n))
    found = cosines(n, B @ B.T + np.eye(n))
    ax.hist(found, bins=120, range=(-1.2, 1.2), density=True, histtype="step", label=f"n = {n}")
    print(f"n = {n:>4}   smallest {found.min():+.6f}   largest {found.max():+.6f}")
ax.set(title="Cosines of random pairs", xlabel=r"$\langle x, y\rangle / (\|x\|\,\|y\|)$", ylabel="density")
ax.legend()
plt.show()

# %% [markdown]
# Not one beyond $\pm 1$. (Note on the way: in many dimensions two random vectors are nearly at right angles. Remember it when
# a search engine reports a cosine of 0.3 between two embeddings of a thousand dimensions: by chance it would be about 0.03.)
#
# A hundred thousand examples are not a proof, though. Here is one.
#
# ## 5. The Cauchy–Schwarz inequality
#
# Each line below names the rule it uses and says why. The badge tells what evidence a machine found for the line; nothing in it
# was typed by hand.

# %%
cauchy_schwarz = dv.theorem("linear_algebra.cauchy_schwarz")
print("the weakest evidence among its steps:", cauchy_schwarz.derivation.verdict)
cauchy_schwarz

# %% [markdown]
# The same derivation is data. What does the whole rest on?

# %%
print("it uses:", ", ".join(str(rule) for rule in cauchy_schwarz.uses))
print("it assumes:", ", ".join(str(assumption) for assumption in cauchy_schwarz.assumptions) or "nothing")

# %% [markdown]
# ### A picture of the proof
#
# The idea behind the proof: however far we go along $y$, the distance from $x$ is never negative. As a function of $t$,
#
# $$\lVert x - t\,y\rVert^2 = \lVert x\rVert^2 - 2t\,\langle x, y\rangle + t^2\,\lVert y\rVert^2$$
#
# is a parabola that stays at or above zero. Its lowest value, at $t = \langle x, y\rangle / \lVert y\rVert^2$, is
# $\lVert x\rVert^2 - \langle x, y\rangle^2 / \lVert y\rVert^2$, and that this is not negative is the inequality. It
# touches zero only if some multiple of $y$ *is* $x$.

# %%
t = np.linspace(-1, 3, 400)
y = np.array([1.0, 2.0])
fig, ax = plt.subplots()
for x in [np.array([3.0, 1.0]), np.array([2.0, 3.0]), np.array([1.5, 3.0])]:
    gap = np.sum((x - t[:, None] * y) ** 2, axis=1)
    lowest = x @ y / (y @ y)
    ax.plot(t, gap, label=f"x = {x.tolist()}")
    ax.plot(lowest, np.sum((x - lowest * y) ** 2), "ko", ms=4)
ax.axhline(0, color="black", lw=0.8)
ax.set(xlabel="$t$", ylabel="squared distance", ylim=(-1, 12), title=r"$\|x - t\,y\|^2$ for $y = (1, 2)$")
ax.legend()
plt.show()

# %% [markdown]
# ## 6. What follows from it
#
# **The triangle inequality.** $\lVert x + y\rVert^2 = \lVert x\rVert^2 + 2\langle x, y\rangle + \lVert y\rVert^2 \le (\lVert
# x\rVert + \lVert y\rVert)^2$: the middle term is where Cauchy–Schwarz enters. So a length made from an inner product is a norm.
#
# **Which lengths come from inner products?** Exactly those that obey the parallelogram law $\lVert x+y\rVert^2 + \lVert
# x-y\rVert^2 = 2\lVert x\rVert^2 + 2\lVert y\rVert^2$. Test the three norms:

# %%
x, y = rng.normal(size=(2, 5))
for order in [1, 2, np.inf]:
    sums, differences, xs, ys = (np.linalg.norm(v, ord=order) for v in (x + y, x - y, x, y))
    left, right = sums**2 + differences**2, 2 * xs**2 + 2 * ys**2
    print(f"norm {order!s:>3}:  {left:8.4f} and {right:8.4f}   {'equal' if np.isclose(left, right) else 'not equal'}")

# %% [markdown]
# **Projections.** The lowest point of each parabola above is the point of the line through $y$ that is nearest to $x$. Least
# squares is the same with a plane in the place of the line: the residual stands at right angles to every column of the design.
# That is the [next derivation to read](../docs/theorems/linear_models/ols_normal_equations.md).

# %%
X = np.column_stack([np.ones(30), np.linspace(0, 1, 30)])
target = X @ [1.0, 2.0] + 0.3 * rng.normal(size=30)
solve = dv.theorem("linear_models.ols_normal_equations").function("solution")
weights = solve(X=X, y=target)
print("weights:", weights.round(3))
print("inner products of the residual with the columns:", (X.T @ (target - X @ weights)).round(12) + 0.0)

# %% [markdown]
# ## 7. Images are vectors
#
# An image of 8 by 8 pixels is a list of 64 numbers, a vector in $\mathbb R^{64}$. Here are some of 1797 handwritten digits
# ([where they come from](../data/raw/digits/README.md)).

# %%
table = np.loadtxt("../data/processed/digits.csv", delimiter=",", skiprows=1)
images, labels = table[:, :-1], table[:, -1].astype(int)
print(images.shape, "from", images.min(), "(paper) to", images.max(), "(ink)")

fig, axes = plt.subplots(1, 10, figsize=(9, 1.3))
for ax, image, label in zip(axes, images, labels, strict=False):
    ax.imshow(image.reshape(8, 8), cmap="gray_r")
    ax.set(title=label, xticks=[], yticks=[])
plt.show()

# %% [markdown]
# A length makes a distance, $\lVert x - y\rVert$, and a distance makes a simple classifier: give a new image the label of the
# nearest old one. Which length is the right one? We take the first 1000 images as old, the rest as new, and compare our
# distances with those of scikit-learn.

# %%
from sklearn.metrics import pairwise_distances

old, new = images[:1000], images[1000:]
for order, name in [(1, "manhattan"), (2, "euclidean"), (np.inf, "chebyshev")]:
    distances = np.array([np.linalg.norm(old - image, ord=order, axis=1) for image in new])
    np.testing.assert_allclose(distances, pairwise_distances(new, old, metric=name), rtol=1e-9, atol=1e-9)
    right = np.mean(labels[distances.argmin(axis=1)] == labels[1000:])
    print(f"norm {order!s:>3}: {right:.1%} of the new images get the right label")

# %% [markdown]
# The largest difference of a single pixel says less than all the differences together. Angles work as well: below are the
# cosines of images with one label, and of images with different ones. Cauchy–Schwarz keeps them all at or below 1, and because no
# pixel is negative, none is below 0. Unlike a distance, an angle does not see whether a pen was thick or thin, if that
# multiplies all pixels by one number.

# %%
from sklearn.metrics.pairwise import cosine_similarity

unit = images / np.linalg.norm(images, axis=1, keepdims=True)
cosine = unit @ unit.T
np.testing.assert_allclose(cosine, cosine_similarity(images), rtol=1e-12)
assert cauchy_schwarz.function("gap")(images[0], images[1]) >= 0

same = labels[:, None] == labels
pairs = np.triu(np.ones_like(same), 1)
fig, ax = plt.subplots(figsize=(7, 3))
for chosen, name in [(same & pairs, "the same digit"), (~same & pairs, "different digits")]:
    ax.hist(cosine[chosen], bins=100, range=(0, 1.05), density=True, histtype="step", label=name)
    print(f"{name}: the median cosine is {np.median(cosine[chosen]):.2f}")
ax.set(title="Cosines between images", xlabel=r"$\langle x, y\rangle / (\|x\|\,\|y\|)$", ylabel="density")
ax.legend(loc="upper left")
plt.show()

# %% [markdown]
# **The same in other languages.** The three norms of a vector `x`:
#
# | language | 1-norm | 2-norm | largest entry |
# |---|---|---|---|
# | NumPy | `np.linalg.norm(x, 1)` | `np.linalg.norm(x)` | `np.linalg.norm(x, np.inf)` |
# | Julia (`using LinearAlgebra`) | `norm(x, 1)` | `norm(x)` | `norm(x, Inf)` |
# | R | `sum(abs(x))` | `sqrt(sum(x^2))` | `max(abs(x))` |
# | MATLAB | `norm(x, 1)` | `norm(x)` | `norm(x, Inf)` |

# %% [markdown]
# ## Things to try
#
# 1. Draw $\lVert x\rVert_p = 1$ for $p = \tfrac12$. Which property of a norm does it lose? Find two vectors that show it.
# 2. In section 4, take $A$ with one negative eigenvalue. Do the cosines stay within $\pm 1$? Which line of the proof breaks?
# 3. How does the typical size of the cosine of two random vectors shrink with $n$? Plot its standard deviation against $n$ with
#    logarithmic axes, and guess the law.
# 4. The proof needs a length that comes from an inner product. Look for a pair with $\lvert\langle x, y\rangle\rvert > \lVert
#    x\rVert_\infty\,\lVert y\rVert_\infty$. What has to stand in the place of one of the two norms?
# 5. `print(cauchy_schwarz.latex())` gives the derivation for a paper. `derive show linear_algebra.cauchy_schwarz` shows it in a terminal.
