"""Log-sum-exp and softmax against SciPy, on scores up to ±1000 and with ties; condition numbers against NumPy; a
layer's weights against JAX.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg, special

from . import autodiff, oracle, shape

CONDITION = "numerical_methods.condition_number"
REVERSE = "numerical_methods.reverse_mode"
SHIFT = "numerical_methods.logsumexp_shift"


def scores(rng):
    z = rng.normal(scale=10.0 ** rng.integers(-1, 4), size=shape(rng)[0]).clip(-1000.0, 1000.0)
    z[rng.integers(len(z))] = z.max()  # a tie, where there is room for one
    return z


@oracle(SHIFT, "logsumexp", "scipy.special.logsumexp", inputs=60)
def _(rng):
    x = scores(rng)
    return {"x": x}, special.logsumexp(x)


@oracle(SHIFT, "softmax", "scipy.special.softmax", inputs=60)
def _(rng):
    x = scores(rng)
    return {"x": x}, special.softmax(x)


@oracle(CONDITION, "condition_number", "numpy.linalg.cond", inputs=60)
def _(rng):
    """The condition number of a matrix made of its singular values and two random rotations."""
    s = rng.uniform(0.1, 3.0, size=shape(rng)[1])
    U, V = (linalg.qr(rng.normal(size=(len(s), len(s))))[0] for _ in range(2))
    return {"s": s}, np.linalg.cond(U * s @ V.T)


@oracle(CONDITION, "condition_number", "numpy.linalg.norm of a matrix and its inverse", inputs=60)
def _(rng):
    A = rng.normal(size=(4, 4)) + 3 * np.eye(4)
    return {"s": linalg.svdvals(A)}, np.linalg.norm(A, 2) * np.linalg.norm(linalg.inv(A), 2)


@oracle(REVERSE, "weight_gradient", "JAX autodiff", inputs=60)
def _(rng):
    n, p = shape(rng)
    given = {"x": rng.normal(size=p), "c": rng.normal(size=n)}
    return given, autodiff.grad("c @ (W @ x)", "W", W=rng.normal(size=(n, p)), **given)
