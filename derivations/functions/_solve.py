"""Linear systems whose solution has entries of very different sizes. NumPy only, like all that functions call."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # a float64 array


def solve(a: Array, b: Array) -> Array:
    """A⁻¹b, with ±inf for an entry that is beyond the largest float.

    Elimination puts such an entry into the equations of the others, where 0·inf makes nan of them. Then the system is
    solved with its rows and columns scaled by powers of 2, so that all is near 1.
    """
    plain = np.linalg.solve(a, b)
    if np.isfinite(plain).all():
        return plain
    rows = _exponents(a, axis=1) // 2
    columns = _exponents(np.ldexp(a, -rows[:, None]), axis=0)
    each = -rows if b.ndim == 1 else -rows[:, None]
    mantissa, exponent = np.frexp(b)
    size = int((exponent + each)[b != 0].max())
    scaled = np.linalg.solve(np.ldexp(a, -rows[:, None] - columns), np.ldexp(mantissa, exponent + each - size))
    with np.errstate(over="ignore"):
        return np.ldexp(scaled, size - (columns if b.ndim == 1 else columns[:, None]))


def _exponents(a: Array, axis: int) -> Array:
    """The exponent of 2 of the largest entry in each row (axis 1) or column."""
    return np.frexp(np.abs(a).max(axis=axis))[1]
