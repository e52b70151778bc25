"""Variances of initial weights against JAX: its uniform initialisers, divided by the uniform numbers they scale."""

from __future__ import annotations

from . import autodiff, oracle

INITIAL = "deep_learning.he_initialization"


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


@oracle(INITIAL, "glorot_variance", "JAX variance_scaling", inputs=20)
def _(rng):
    given = layer(rng)
    return given, variance(**given, scale=1.0, mode="fan_avg")


@oracle(INITIAL, "tanh_slope", "JAX autodiff", inputs=60)
def _(rng):
    t = float(rng.normal(scale=2.0))
    return {"t": t}, autodiff.grad("np.tanh(t)", "t", t=t)
