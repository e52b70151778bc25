# %% [markdown]
# # The singular value decomposition and principal components
#
# An image of a digit has 64 pixels, but nobody needs 64 numbers to say what it shows: neighbouring pixels go together. Principal
# component analysis finds the few directions in which images really differ. We derive the first one, compute all of them,
# and see how well an image survives when only a few are kept. The data are 1797 handwritten digits
# ([where they come from](../data/raw/digits/README.md)).

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (5, 4), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

table = np.loadtxt("../data/processed/digits.csv", delimiter=",", skiprows=1)
images, labels = table[:, :-1], table[:, -1].astype(int)


def show(vectors, titles, **options):
    """Vectors with 64 entries, as images in a row."""
    _, axes = plt.subplots(1, len(vectors), figsize=(1.25 * len(vectors), 1.6))
    for ax, vector, title in zip(axes, vectors, titles, strict=True):
        ax.imshow(vector.reshape(8, 8), **options)
        ax.set_title(title, fontsize=9)
        ax.set(xticks=[], yticks=[])
    plt.show()


show(images[:8], [f"a {label}" for label in labels[:8]], cmap="gray_r")

# %% [markdown]
# ## 1. Centre, then ask for the variance along a direction
#
# The mean image $\bar x$ is common to all; what distinguishes them is the rest. The covariance matrix $S$ collects how
# pixels vary together, and $v^\top S v$ is the variance of the images along a unit vector $v$. The functions of the theorem on maximum
# likelihood give both (they divide by $n$, as the most likely covariance does).

# %%
mean = dv.functions.probability.gaussian_mle.mean(images)
S = dv.functions.probability.gaussian_mle.covariance(images)
np.testing.assert_allclose(S, np.cov(images.T, bias=True), atol=1e-10)

variance = dv.functions.linear_algebra.pca_first_component.variance
rng = np.random.default_rng(0)
random = rng.normal(size=(1000, 64))
random /= np.linalg.norm(random, axis=1, keepdims=True)
along = [variance(S, v) for v in random]
print(f"all 64 pixels together have the variance {np.trace(S):.1f}")
print(f"along 1000 random directions it lies between {min(along):.1f} and {max(along):.1f}")

# %% [markdown]
# ## 2. The direction of the most variance
#
# Chance does not find it. The theorem says what it is: on the unit sphere the variance is stationary where $Sv = \lambda v$,
# and its largest value is the largest eigenvalue.

# %%
pca = dv.theorem("linear_algebra.pca_first_component")
print("the weakest evidence among its steps:", pca.derivation.verdict)
pca

# %% [markdown]
# The function that came out of the derivation gives the direction, and scikit-learn agrees, up to the sign, which nobody can
# fix.

# %%
from sklearn.decomposition import PCA

first = pca.function("component")(S)
theirs = PCA(svd_solver="full").fit(images)
np.testing.assert_allclose(abs(first @ theirs.components_[0]), 1, rtol=1e-10)
np.testing.assert_allclose(variance(S, first), theirs.explained_variance_[0] * (1 - 1 / len(images)), rtol=1e-10)

fig, ax = plt.subplots(figsize=(6, 3))
ax.hist(along, bins=40, color="C0", label="1000 random directions")
ax.axvline(variance(S, first), color="C3", lw=2, label="the first principal component")
ax.set(xlabel="variance along the direction", ylabel="how many", title="The most variance is far from chance")
ax.legend()
plt.show()

# %% [markdown]
# ### Climbing there
#
# The gradient of $v^\top S v$ is $2Sv$. Step along it, scale back to length one, repeat: that is the power method. It climbs
# towards the largest eigenvalue from wherever it starts.

# %%
uphill = pca.function("objective_gradient")
fig, ax = plt.subplots(figsize=(6, 3.2))
for v in random[:5]:
    climb = []
    for _ in range(40):
        climb.append(variance(S, v))
        v = uphill(S, v)
        v /= np.linalg.norm(v)
    ax.plot(climb, lw=1.5)
ax.axhline(variance(S, first), color="black", ls="--", lw=1, label="largest eigenvalue")
ax.set(xlabel="step", ylabel="variance along v", title="The power method, from five random starts")
ax.legend()
plt.show()

# %% [markdown]
# ## 3. All of them at once: the singular value decomposition
#
# Every matrix is a product $U \Sigma V^\top$ with orthonormal columns in $U$ and $V$ and a diagonal $\Sigma$ of singular values. For the
# centred data the columns of $V$ are the eigenvectors of $S$, and the squares of the singular values over $n$ its eigenvalues.

# %%
centred = images - mean
U, sigma, Vt = np.linalg.svd(centred, full_matrices=False)

np.testing.assert_allclose((U * sigma) @ Vt, centred, atol=1e-10)
np.testing.assert_allclose(sigma**2 / len(images), np.linalg.eigvalsh(S)[::-1], atol=1e-10)
np.testing.assert_allclose(sigma, theirs.singular_values_, atol=1e-10)

show(Vt[:8], [f"component {k}" for k in range(1, 9)], cmap="RdBu", vmin=-0.4, vmax=0.4)

# %% [markdown]
# Red against blue: a component says "more ink here, less there". How much of the variance do the first $k$ hold?

# %%
share = np.cumsum(sigma**2) / np.sum(sigma**2)
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(np.arange(1, 65), share, ".-")
for level in (0.5, 0.9, 0.99):
    k = int(np.searchsorted(share, level)) + 1
    ax.plot(k, share[k - 1], "o", color="C3")
    ax.annotate(f"{level:.0%}: k = {k}", (k, share[k - 1]), xytext=(k + 2, share[k - 1] - 0.08))
ax.set(xlabel="k", ylabel="share of the variance", title="What the first k components hold", ylim=(0, 1.05))
plt.show()


# %% [markdown]
# ## 4. The best approximation of rank k
#
# Keep $k$ singular values and set the others to zero: $A_k$. By the theorem of Eckart and Young no matrix of rank $k$ is nearer to
# $A$, in the Frobenius norm, and the distance is known in advance, $\lVert A - A_k\rVert = \sqrt{\sigma_{k+1}^2 + \sigma_{k+2}^2 +
# \dots}$. In the derivation the data are $X$, any $k$ orthonormal directions are the columns of $V$, and $\mu$ are the squares of the
# singular values.

# %%
low_rank = dv.theorem("linear_algebra.low_rank")
print("the weakest evidence among its steps:", low_rank.derivation.verdict)
low_rank

# %% [markdown]
# Its functions give the approximation and what is left. We hold both against NumPy and scikit-learn, and try to beat them with
# directions drawn at random. Nobody can, as we now know.

# %%
error, truncated = low_rank.function("error"), low_rank.function("best")


def kept(k):
    """The images in the first k components, each as k numbers, and back."""
    return mean + (centred @ Vt[:k].T) @ Vt[:k]


print(" k   distance   from the singular values   best of 20 random subspaces")
for k in (1, 2, 5, 10, 20, 40):
    distance = np.sqrt(error(X=centred, V=Vt[:k].T))
    np.testing.assert_allclose(distance, np.linalg.norm(images - kept(k)), rtol=1e-10)
    np.testing.assert_allclose(distance, np.sqrt(np.sum(sigma[k:] ** 2)), rtol=1e-10)
    approximation = mean + truncated(X=centred, Q=Vt.T, c=(np.arange(64) < k) * 1.0)
    few = PCA(k, svd_solver="full").fit(images)
    np.testing.assert_allclose(approximation, few.inverse_transform(few.transform(images)), atol=1e-9)
    directions = [np.linalg.qr(rng.normal(size=(64, k)))[0] for _ in range(20)]
    rivals = [np.sqrt(error(X=centred, V=V)) for V in directions]
    assert distance < min(rivals)
    print(f"{k:>2} {distance:10.1f} {np.sqrt(np.sum(sigma[k:] ** 2)):18.1f} {min(rivals):24.1f}")


# %% [markdown]
# Seen on one image. In the picture on the right grey is ink that was lost, red is ink that the image did not have.

# %%
def compare(k, which=0):
    show(
        [images[which], kept(k)[which], images[which] - kept(k)[which]],
        ["image", f"k = {k}", "what is lost"],
        cmap="RdGy",
        vmin=-16,
        vmax=16,
    )


for k in (2, 8, 20):
    compare(k)

# %% [markdown]
# With a running kernel you can move $k$, and choose the image. (Without one the three rows above show the same.)

# %% tags=["slider"]
from ipywidgets import IntSlider, interact

interact(compare, k=IntSlider(10, 1, 64), which=IntSlider(0, 0, 50));

# %% [markdown]
# ## 5. A map of the digits
#
# Two numbers an image make a map. Nobody told the method which digit is which, and still they begin to separate.

# %%
place = centred @ Vt[:2].T
fig, ax = plt.subplots(figsize=(6.5, 5))
for digit in range(10):
    ax.scatter(*place[labels == digit].T, s=6, color=f"C{digit}", alpha=0.5)
    ax.text(*place[labels == digit].mean(axis=0), str(digit), fontsize=18, weight="bold", ha="center", va="center")
ax.set(xlabel="first component", ylabel="second component", title="1797 images, two numbers each")
plt.show()
print("correlation of the two:", np.corrcoef(place.T)[0, 1].round(12) + 0.0)

# %% [markdown]
# ## 6. Why not the eigenvectors of the covariance?
#
# They are the same on paper. On a computer, forming $A^\top A$ squares the singular values, and what was small drowns in
# rounding. Three pixels are blank in every image, so three singular values are zero. Both ways of computing them are in
# scikit-learn:

# %%
never = np.flatnonzero(images.max(axis=0) == 0)
print("pixels without ink in any image:", never)
by_eigenvalues = PCA(svd_solver="covariance_eigh").fit(images)
print("by the singular value decomposition:    ", theirs.singular_values_[-3:])
print("by eigenvalues of the covariance matrix:", by_eigenvalues.singular_values_[-3:])
np.testing.assert_allclose(by_eigenvalues.singular_values_, sigma, atol=1e-4)

# %% [markdown]
# **The same in other languages.** For a centred matrix `A` with one row an observation:
#
# | language | singular values | scores in two components |
# |---|---|---|
# | NumPy | `np.linalg.svd(A)[1]` | `A @ np.linalg.svd(A)[2][:2].T` |
# | Julia (`using LinearAlgebra`) | `svd(A).S` | `A * svd(A).V[:, 1:2]` |
# | R | `svd(A)$d` | `A %*% svd(A)$v[, 1:2]` |
# | MATLAB | `svd(A)` | `[U, S, V] = svd(A, "econ"); A * V(:, 1:2)` |

# %% [markdown]
# ## Things to try
#
# 1. Scale every pixel to variance one before section 3 (leave out those that never change). Which components change, and why?
# 2. How many components does a nearest-neighbour classifier need to be as good as with all 64 pixels?
# 3. Start the power method at right angles to the first component. Where does it go on paper, and where on your computer?
# 4. Take the images of one digit only. How many components hold 90 % of *their* variance?
# 5. Which images does `kept(10)` lose most of? Show them.
# 6. Find the second component with `pca.function("component")` alone: subtract $\lambda_1 v_1 v_1^\top$ from $S$ first.
