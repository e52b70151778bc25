"""Sums over one of their factors: (1 − t²)/(1 + t) is 1 − t, (1 − σ)/(1 − σ²) is 1/(1 + σ), (σ − σ²)/(1 − σ) is σ."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Integer

from derivations.notation.core import MatPlus, Plus
from derivations.notation.functions import Apply, MatApply, sqrt
from derivations.notation.shapes import is_matrix

from ..extent import size

MOST_PARTS = 60  # of a sum and a factor together: sums that hold sums would be looked through at every level

Powers = dict[Any, Any]  # base → exponent, of a product or an entrywise product


def without_factors(powers: Powers, base: Any = None) -> tuple[Any, Any] | None:
    """u and the power of u that a sum leaves where it meets one of its factors, or a root of it; both are taken out.

    With a base, only what that meets: of many sums not all pairs have to be looked at again.
    """
    if base is not None and not _has_two_terms(_under_root(base)[0]):
        return None
    signs = {b: e > 0 for b, e in powers.items() if _has_two_terms(_under_root(b)[0]) and e.is_Integer}
    if len(set(signs.values())) < 2 or (base is not None and base not in signs):
        return None
    for one in signs if base is None else (base,):
        for met, positive in signs.items():
            if positive != signs[one]:
                for product, factor in ((one, met), (met, one)):
                    if (left := _left_of(powers, product, factor)) is not None:
                        return left
    return None


def _left_of(powers: Powers, product: Any, base: Any) -> tuple[Any, Any] | None:
    factor, times = _under_root(base)
    if times > 1 and powers[base] > 0:
        return None
    other = other_factor(product, factor)
    if other is None:
        return None
    k = abs(powers[product]) if times > 1 else min(abs(powers[product]), abs(powers[base]))
    k = Integer(k if powers[product] > 0 else -k)
    for b, e in ((product, -k), (base, times * k)):
        powers[b] += e
        if powers[b] == 0:
            del powers[b]
    return other, k


@lru_cache(maxsize=65536)
def other_factor(product: Any, factor: Any) -> Any:
    """What times x + y is another sum of two terms: x − y where that is x² − y², f where it is fx + fy; else None."""
    if not _has_two_terms(product) or not _has_two_terms(factor) or product == factor:
        return None
    if size(product) + size(factor) > MOST_PARTS:
        return None
    from .inner import entrywise, power_of
    from .products import mul
    from .rebuild import hadamard_power
    from .sums import negated, subtract, without_number

    times, power = (entrywise, hadamard_power) if is_matrix(factor) else (mul, power_of)
    number, (x, y) = without_number(factor)[0], without_number(factor)[1].args
    for first, second in ((x, y), (y, x)):
        if set(product.args) == {times(first, first), negated(times(second, second))}:
            return mul(1 / number, subtract(first, second))
        shared = times(product.args[0], power(first, Integer(-1)))
        if times(shared, second) == product.args[1]:
            return mul(1 / number, shared)
    return None


def _has_two_terms(e: Any) -> bool:
    return isinstance(e, Plus | MatPlus) and len(e.args) == 2


def _under_root(e: Any) -> tuple[Any, int]:
    """The u of √u, and how many roots make one u."""
    return (e.args[1], 2) if isinstance(e, Apply | MatApply) and e.function is sqrt else (e, 1)
