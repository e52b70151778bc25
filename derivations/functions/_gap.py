"""‖x‖²‖y‖² − (xᵀy)² in all its digits. NumPy only, like all that emitted functions call."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # a float64 array or scalar
Pair = tuple[Array, Array]  # a rounded number, and what the rounding took away


def gap(x: Array, y: Array) -> Array:
    """‖x‖²‖y‖² − (xᵀy)², never negative; of nearly parallel vectors the two terms agree in all their digits.

    With xₖ the largest entry of x, d = xₖy − yₖx is xₖ times y less a multiple of x, so that gap(x, d) = xₖ² gap(x, y).
    And d is far from parallel to x, for its entry k is 0.
    """
    x, y = np.ravel(x), np.ravel(y)
    k = np.abs(x).argmax()
    if x[k] == 0:
        return np.float64(0.0)
    d, size = _cross(x[k], y, y[k], x)
    x = np.ldexp(x, -np.frexp(x[k])[1])
    r = d - (x @ d / (x @ x)) * x
    return np.ldexp((x @ x) * (r @ r) / (x[k] * x[k]), 2 * size)


def _cross(a: Array, y: Array, b: Array, x: Array) -> tuple[Array, int]:
    """ay − bx, each entry right in all its digits, divided by a power of 2, whose exponent comes second."""
    (a, ka), (y, ky), (b, kb), (x, kx) = map(np.frexp, (a, y, b, x))
    one, two = _product(a, y), _product(-b, x)
    k1, k2 = ka + ky, kb + kx
    top = np.maximum(np.where(one[0], k1, k2), np.where(two[0], k2, k1))
    s, s_low = (np.ldexp(v, k1 - top) for v in one)
    t, t_low = (np.ldexp(v, k2 - top) for v in two)
    rest, lost = _sum(s_low, t_low)
    d, k = np.frexp((s + t + rest) + lost)  # s + t is exact where it is small
    size = int((k + top)[d != 0].max(initial=-5000))
    return np.ldexp(d, np.maximum(k + top - size, -5000)), size


def _product(a: Array, b: Array) -> Pair:
    """ab for numbers near 1: Dekker's product."""
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    rounded = a * b
    return rounded, a2 * b2 - (((rounded - a1 * b1) - a2 * b1) - a1 * b2)


def _halves(a: Array) -> Pair:
    """A number as the sum of two that have half of its digits each."""
    large = 134217729.0 * a  # 2²⁷ + 1
    high = large - (large - a)
    return high, a - high


def _sum(a: Array, b: Array) -> Pair:
    """a + b: Knuth's sum."""
    rounded = a + b
    back = rounded - a
    return rounded, (a - (rounded - back)) + (b - back)
