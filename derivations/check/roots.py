"""Whole powers of any numbers, and whole roots of whole numbers."""

from __future__ import annotations

from math import isqrt
from typing import Any

Number = Any


def integer_power(x: Number, n: int, one: Number) -> Number:
    """xⁿ for n ≥ 0, by squaring."""
    out = one
    while n:
        if n & 1:
            out = x if out is one else out * x
        n >>= 1
        if n:
            x = x * x
    return out


def exact_root(value: int, degree: int) -> int | None:
    """The integer whose `degree`-th power is `value` ≥ 0, or None."""
    if value < 2 or degree == 1:
        return value
    if value.bit_length() <= degree:
        return None  # the root lies between 1 and 2
    if degree == 2:
        root = isqrt(value)
    else:
        root = round(value ** (1 / degree)) if value < 1 << 50 else _integer_root(value, degree)
    return root if root**degree == value else None


def _integer_root(value: int, degree: int) -> int:
    """The integer part of the root: one digit at a time where it has few, as Newton's steps to a high root are many."""
    digits = -(-value.bit_length() // degree)
    if digits < degree:
        out = 0
        for place in reversed(range(digits)):
            higher = out | 1 << place
            out = higher if higher**degree <= value else out
        return out
    x = 1 << digits
    while True:
        y = ((degree - 1) * x + value // x ** (degree - 1)) // degree
        if y >= x:
            return x
        x = y
