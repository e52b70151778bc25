"""Initial weights, normalisation and dropout against JAX, SciPy and scikit-learn.

The variances of initial weights are those of JAX's uniform initialisers, divided by the uniform numbers they scale.
"""

from __future__ import annotations

import itertools

import numpy as np
from scipy import linalg, stats
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from . import autodiff, oracle, shape

DROPOUT = "deep_learning.dropout_is_ridge"
INITIAL = "deep_learning.he_initialization"
LEAST_NORM = "deep_learning.least_norm"
NORMALIZED = "deep_learning.normalization"


def variance(n, m, scale, mode):
    """The variance that JAX gives the weights of a layer from n inputs to m outputs, by variance scaling."""
    key, shape = "jax.random.key(0)", "(int(n), int(m))"
    scaling = f'jax.nn.initializers.variance_scaling({scale}, "{mode}", "uniform", dtype=np.float64)({key}, {shape})'
    widths = f"{scaling} / jax.random.uniform({key}, {shape}, dtype=np.float64, minval=-1)"
    return autodiff.value(f"np.median({widths}) ** 2 / 3", n=n, m=m)  # of a uniform law on ±w it is w²/3


def layer(rng):
    n, m = ((1, 3), (4, 4), (5, 2))[rng.integers(3)]
    return {"n": n, "m": m}


@oracle(INITIAL, "he_variance", "JAX variance_scaling", inputs=20)
def _(rng):
    given = layer(rng)
    return {"n": given["n"]}, variance(**given, scale=2.0, mode="fan_in")


@oracle(INITIAL, "xavier_variance", "JAX variance_scaling", inputs=20)
def _(rng):
    given = layer(rng)
    return {"n": given["n"]}, variance(**given, scale=1.0, mode="fan_in")


@oracle(INITIAL, "backward_variance", "JAX variance_scaling", inputs=20)
def _(rng):
    given = layer(rng)
    return {"m": given["m"]}, variance(**given, scale=1.0, mode="fan_out")


@oracle(INITIAL, "he_backward_variance", "JAX variance_scaling", inputs=20)
def _(rng):
    given = layer(rng)
    return {"m": given["m"]}, variance(**given, scale=2.0, mode="fan_out")


@oracle(INITIAL, "glorot_variance", "JAX variance_scaling", inputs=20)
def _(rng):
    given = layer(rng)
    return given, variance(**given, scale=1.0, mode="fan_avg")


@oracle(INITIAL, "tanh_slope", "JAX autodiff", inputs=60)
def _(rng):
    t = float(rng.normal(scale=2.0))
    return {"t": t}, autodiff.grad("np.tanh(t)", "t", t=t)


def dropped_out(rng):
    """Inputs so few that every mask of kept and dropped entries can be gone through."""
    n, p = ((1, 1), (2, 3), (3, 2), (5, 2))[rng.integers(4)]
    given = {"X": rng.normal(size=(n, p)), "y": rng.normal(size=n), "w": rng.normal(size=p)}
    q = float(rng.uniform(0.2, 0.9))
    masks = np.array(list(itertools.product((0.0, 1.0), repeat=n * p))).reshape(-1, n, p)
    chance = stats.bernoulli(q).pmf(masks).prod(axis=(1, 2))
    return given, q, {"masks": masks, "chance": chance, "q": q}


OVER_ALL_MASKS = "chance @ np.sum((y - (masks * X / q) @ w) ** 2, axis=1)"


@oracle(DROPOUT, "expected_loss", "scipy.stats.bernoulli over all masks", inputs=60)
def _(rng):
    given, q, over = dropped_out(rng)
    errors = given["y"] - over["masks"] * given["X"] / q @ given["w"]
    return given | {"v": (1 - q) / q}, over["chance"] @ np.sum(errors**2, axis=1)


@oracle(DROPOUT, "gradient", "JAX autodiff over all masks", inputs=60)
def _(rng):
    given, q, over = dropped_out(rng)
    return given | {"v": (1 - q) / q}, autodiff.grad(OVER_ALL_MASKS, "w", **given, **over)


@oracle(DROPOUT, "dropout_variance", "scipy.stats.bernoulli", inputs=60)
def _(rng):
    q = float(rng.uniform(0.05, 1.0))
    return {"q": q}, stats.bernoulli(q).var() / q**2


@oracle(DROPOUT, "solution", "scikit-learn Ridge", inputs=60)
def _(rng):
    given, q, _ = dropped_out(rng)
    given.pop("w")
    given |= {"v": (1 - q) / q, "c": float(rng.uniform(0.5, 3.0))}
    ridge = Ridge(alpha=given["v"] * given["c"], fit_intercept=False)
    return given, ridge.fit(given["X"], given["y"]).coef_


def batch(rng, epsilon):
    """The values of one unit, far from the mean 0; one value alone has a spread only with ε."""
    n = max(shape(rng)[0], 1 if epsilon else 2)
    return {"x": rng.normal(rng.normal(scale=3.0), float(rng.uniform(0.1, 10.0)), size=n), "epsilon": epsilon}


def scaled(given):
    return StandardScaler().fit(given["x"][:, None])


@oracle(NORMALIZED, "normalized", "scikit-learn StandardScaler", inputs=60)
def _(rng):
    given = batch(rng, 0.0)
    return given, scaled(given).transform(given["x"][:, None])[:, 0]


@oracle(NORMALIZED, "normalized", "JAX standardize", inputs=60)
def _(rng):
    given = batch(rng, float(rng.uniform(1e-3, 1.0)))
    return given, autodiff.value("jax.nn.standardize(x, epsilon=epsilon)", **given)


@oracle(NORMALIZED, "mean", "scikit-learn StandardScaler", inputs=60)
def _(rng):
    given = batch(rng, 0.0)
    return {"x": given["x"]}, scaled(given).mean_[0]


@oracle(NORMALIZED, "spread", "scikit-learn StandardScaler", inputs=60)
def _(rng):
    given = batch(rng, 0.0)
    return given, scaled(given).scale_[0]


@oracle(NORMALIZED, "gradient", "JAX autodiff of standardize", inputs=60)
def _(rng):
    given = batch(rng, float(rng.uniform(1e-3, 1.0)))
    given |= {"g": rng.normal(size=given["x"].size)}
    return given, autodiff.grad("g @ jax.nn.standardize(x, epsilon=epsilon)", "x", **given)


def wide(rng):
    """More weights than examples."""
    p, n = shape(rng)
    return {"X": rng.normal(size=(n, p + 1)), "y": rng.normal(size=n)}


@oracle(LEAST_NORM, "solution", "numpy.linalg.lstsq", inputs=60)
def _(rng):
    given = wide(rng)
    return given, np.linalg.lstsq(given["X"], given["y"])[0]


@oracle(LEAST_NORM, "solution", "scipy.linalg.pinv", inputs=60)
def _(rng):
    given = wide(rng)
    return given, linalg.pinv(given["X"]) @ given["y"]


@oracle(LEAST_NORM, "coefficients", "numpy.linalg.lstsq", inputs=60)
def _(rng):
    """What the shortest weights that fit are made of, in the other direction."""
    given = wide(rng)
    weights = np.linalg.lstsq(given["X"], given["y"])[0]
    return given, np.linalg.lstsq(given["X"].T, weights)[0]


@oracle(LEAST_NORM, "residual", "numpy.linalg.matrix_power", inputs=60)
def _(rng):
    given, k = wide(rng), int(rng.integers(0, 50))
    U, s, _ = np.linalg.svd(given["X"], full_matrices=False)
    eta = rng.uniform(0.1, 2.0) / s[0] ** 2
    step = np.eye(len(s)) - eta * given["X"] @ given["X"].T
    return {"U": U, "s": s, "eta": eta, "k": k, "y": given["y"]}, np.linalg.matrix_power(step, k) @ given["y"]
