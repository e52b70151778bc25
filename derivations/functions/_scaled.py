"""Norms and products where squares leave the range of the floats."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # a float64 array or scalar


def near_one(*factors: tuple[Array, float]) -> tuple[Array, ...]:
    """Values divided by powers of 2 that bring them near 1, and the exponent of 2 that makes up for it.

    Each value comes with its power in the result, which is 2ᵏ times what it is at the values given back. A value of
    ordinary size stays as it is.
    """
    out, total = [], 0.0
    for value, power in factors:
        k = int(np.frexp(np.abs(value).max())[1])
        k = 2 * (k // 2) if abs(k) > 120 else 0  # even, so that the root of a power of 2 is one too
        out.append(np.ldexp(value, -k) if k else value)
        total += power * k
    return (*out, int(total))


def norm(v: Array) -> Array:
    """The Euclidean norm, where the squares leave the range of the floats too."""
    v, k = near_one((v, 1))
    return np.ldexp(np.linalg.norm(v), k)


def matmul(a: Array, b: Array) -> Array:
    """a @ b, with ±inf for what is beyond the largest float: a plain product may come to inf − inf."""
    with np.errstate(over="ignore", invalid="ignore"):
        plain = a @ b
        if np.isfinite(plain).all():
            return plain
        a, b, k = near_one((a, 1), (b, 1))
        return np.ldexp(a @ b, k)
