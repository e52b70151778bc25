"""The Cauchy–Schwarz gap and principal components against NumPy and JAX."""

from __future__ import annotations

import numpy as np

from . import autodiff, definite, oracle, shape

CAUCHY = "linear_algebra.cauchy_schwarz"
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
    given = pair(rng)
    return given, given["y"] * np.linalg.lstsq(given["y"][:, None], given["x"])[0]


@oracle(PCA, "objective_gradient", "JAX autodiff", inputs=60)
def _(rng):
    n = shape(rng)[1]
    given = {"S": definite(rng, n), "v": rng.normal(size=n)}
    return given, autodiff.grad("v @ S @ v", "v", **given)
