"""Principal components against NumPy, scikit-learn and JAX."""

from __future__ import annotations

from . import autodiff, definite, oracle, shape

PCA = "linear_algebra.pca_first_component"


@oracle(PCA, "gradient", "JAX autodiff", inputs=60)
def _(rng):
    n = shape(rng)[1]
    given = {"S": definite(rng, n), "v": rng.normal(size=n)}
    return given, autodiff.grad("v @ S @ v", "v", **given)
