"""Norms, projections and principal components against NumPy, SciPy, scikit-learn, statsmodels and JAX."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm
from scipy import linalg, stats
from scipy.spatial import distance
from sklearn.decomposition import PCA as PrincipalComponents

from . import autodiff, definite, oracle, shape

LOW_RANK = "linear_algebra.low_rank"
CAUCHY = "linear_algebra.cauchy_schwarz"
NORMS = "linear_algebra.norms"
PROJECTION = "linear_algebra.orthogonal_projection"
PCA = "linear_algebra.pca_first_component"


def pair(rng):
    n = shape(rng)[0]
    return {"x": rng.normal(size=n), "y": rng.normal(size=n)}


@oracle(CAUCHY, "gap", "numpy.linalg.det of the Gram matrix", inputs=60)
def _(rng):
    given = pair(rng)
    columns = np.column_stack([given["x"], given["y"]])
    return given, np.linalg.det(columns.T @ columns)


@oracle(CAUCHY, "projection", "numpy.linalg.lstsq", inputs=60)
def _(rng):
    x, u = pair(rng).values()
    return {"x": x, "u": u}, u * np.linalg.lstsq(u[:, None], x)[0]


@oracle(NORMS, "max_norm", "scipy.spatial.distance.chebyshev", inputs=60)
def _(rng):
    x = pair(rng)["x"]
    return {"x": x}, distance.chebyshev(x, np.zeros_like(x))


@oracle(NORMS, "euclidean", "scipy.spatial.distance.euclidean", inputs=60)
def _(rng):
    x = pair(rng)["x"]
    return {"x": x}, distance.euclidean(x, np.zeros_like(x))


@oracle(NORMS, "one_norm", "scipy.spatial.distance.cityblock", inputs=60)
def _(rng):
    x = pair(rng)["x"]
    return {"x": x}, distance.cityblock(x, np.zeros_like(x))


LAGRANGIAN = "v @ S @ v - lam * (v @ v - 1)"


def along(rng):
    n = shape(rng)[1]
    return {"S": definite(rng, n), "v": rng.normal(size=n)}


def positive(u):
    """The one of u and −u whose largest entry in modulus is positive."""
    return u if u[np.argmax(np.abs(u))] > 0 else -u


@oracle(PCA, "variance", "JAX", inputs=60)
def _(rng):
    given = along(rng)
    return given, autodiff.value("v @ S @ v", **given)


@oracle(PCA, "objective_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = along(rng)
    return given, autodiff.grad("v @ S @ v", "v", **given)


@oracle(PCA, "lagrangian", "JAX", inputs=60)
def _(rng):
    given = {"lam": rng.normal(), **along(rng)}
    return given, autodiff.value(LAGRANGIAN, **given)


@oracle(PCA, "lagrangian_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = {"lam": rng.normal(), **along(rng)}
    return given, autodiff.grad(LAGRANGIAN, "v", **given)


@oracle(PCA, "component", "scipy.linalg.eigh", inputs=60)
def _(rng):
    S = along(rng)["S"]
    return {"S": S}, positive(linalg.eigh(S, subset_by_index=[len(S) - 1] * 2)[1][:, 0])


@oracle(PCA, "component", "scikit-learn PCA", inputs=60)
def _(rng):
    n, p = shape(rng)
    X = rng.normal(size=(n + 2, p)) * np.arange(1, p + 1)
    return {"S": np.cov(X, rowvar=False).reshape(p, p)}, positive(PrincipalComponents(1).fit(X).components_[0])


def columns(rng):
    return {"X": rng.normal(size=shape(rng))}


def columns_and_point(rng):
    given = columns(rng)
    return given | {"y": rng.normal(size=len(given["X"]))}


@oracle(PROJECTION, "projection", "scipy.linalg.orth", inputs=60)
def _(rng):
    given = columns(rng)
    basis = linalg.orth(given["X"])
    return given, basis @ basis.T


@oracle(PROJECTION, "projection", "numpy.linalg.pinv", inputs=60)
def _(rng):
    given = columns(rng)
    return given, given["X"] @ np.linalg.pinv(given["X"])


@oracle(PROJECTION, "projected", "statsmodels OLS.fittedvalues", inputs=60)
def _(rng):
    given = columns_and_point(rng)
    return given, sm.OLS(given["y"], given["X"]).fit().fittedvalues


@oracle(PROJECTION, "coefficients", "scipy.linalg.lstsq", inputs=60)
def _(rng):
    given = columns_and_point(rng)
    return given, linalg.lstsq(given["X"], given["y"])[0]


def leading(rng):
    """A matrix and how many of its singular values are kept."""
    n, p = shape(rng)
    return rng.normal(size=(n + 2, p)), int(rng.integers(1, p + 1))


def directions(rng):
    """A matrix, and directions that have nothing to do with it."""
    X, k = leading(rng)
    return {"X": X, "V": stats.ortho_group.rvs(X.shape[1], random_state=rng)[:, :k] if X.shape[1] > 1 else np.eye(1)}


@oracle(LOW_RANK, "projection", "scikit-learn PCA.inverse_transform", inputs=60)
def _(rng):
    X, k = leading(rng)
    X -= X.mean(axis=0)
    components = PrincipalComponents(k).fit(X)
    return {"X": X, "V": components.components_.T}, components.inverse_transform(components.transform(X))


@oracle(LOW_RANK, "projection", "numpy.linalg.lstsq", inputs=60)
def _(rng):
    given = directions(rng)
    return given, (given["V"] @ np.linalg.lstsq(given["V"], given["X"].T)[0]).T


@oracle(LOW_RANK, "captured", "scipy.linalg.svdvals", inputs=60)
def _(rng):
    X, k = leading(rng)
    return {"X": X, "V": linalg.svd(X)[2][:k].T}, np.sum(linalg.svdvals(X)[:k] ** 2)


@oracle(LOW_RANK, "error", "scipy.linalg.svdvals", inputs=60)
def _(rng):
    X, k = leading(rng)
    return {"X": X, "V": linalg.svd(X)[2][:k].T}, np.sum(linalg.svdvals(X)[k:] ** 2)


@oracle(LOW_RANK, "best", "numpy.linalg.svd", inputs=60)
def _(rng):
    X, k = leading(rng)
    U, sigma, Vt = np.linalg.svd(X, full_matrices=False)
    kept = np.arange(X.shape[1])[::-1] < k  # eigh puts the largest last
    return {"X": X, "Q": linalg.eigh(X.T @ X)[1], "c": kept.astype(float)}, (U[:, :k] * sigma[:k]) @ Vt[:k]
