"""Log-sum-exp and softmax against SciPy, on scores up to ±1000 and with ties."""

from __future__ import annotations

from scipy import special

from . import oracle, shape

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
