"""The Newton step and the bound of gradient descent against NumPy, SciPy and JAX."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from . import autodiff, definite, oracle, shape

DESCENT = "optimization.gradient_descent_rate"
NEWTON = "optimization.newton_step"


def model(rng):
    n = shape(rng)[1]
    return {"g": rng.normal(size=n), "H": definite(rng, n)}


@oracle(NEWTON, "step", "numpy.linalg.solve", inputs=60)
def _(rng):
    given = model(rng)
    return given, np.linalg.solve(given["H"], -given["g"])


@oracle(NEWTON, "step", "scipy.linalg.cho_solve", inputs=60)
def _(rng):
    given = model(rng)
    return given, -linalg.cho_solve(linalg.cho_factor(given["H"]), given["g"])


@oracle(NEWTON, "decrement", "numpy.linalg.solve", inputs=60)
def _(rng):
    given = model(rng)
    return given, np.sqrt(given["g"] @ np.linalg.solve(given["H"], given["g"]))


MODEL = "f + g @ s + s @ H @ s / 2"


def around(rng):
    given = model(rng)
    return {"f": rng.normal(), "s": rng.normal(size=given["g"].size), **given}


@oracle(NEWTON, "model", "JAX", inputs=60)
def _(rng):
    given = around(rng)
    return given, autodiff.value(MODEL, **given)


@oracle(NEWTON, "model_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = around(rng)
    value = given.pop("f")
    return given, autodiff.grad(MODEL, "s", f=value, **given)


@oracle(DESCENT, "bound", "numpy.linalg.norm", inputs=60)
def _(rng):
    n = shape(rng)[1]
    given = {"L": rng.uniform(0.1, 10), "T": int(rng.integers(1, 100))}
    given |= {"x_0": rng.normal(size=n), "x_star": rng.normal(size=n)}
    return given, given["L"] / (2 * given["T"]) * np.linalg.norm(given["x_0"] - given["x_star"]) ** 2
