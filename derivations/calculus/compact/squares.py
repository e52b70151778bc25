"""Differences of squares over one of their factors: (1 − t²)/(1 + t) is 1 − t, and (1 − σ)/(1 − σ²) is 1/(1 + σ)."""

from __future__ import annotations

from typing import Any

from sympy import Integer

from derivations.notation.core import MatPlus, Plus
from derivations.notation.shapes import is_matrix

Powers = dict[Any, Any]  # base → exponent, of a product or an entrywise product


def without_factors(powers: Powers) -> tuple[Any, Any] | None:
    """u and the power of u that a difference of squares leaves where it meets a factor, which are taken out."""
    found = [b for b, e in powers.items() if isinstance(b, Plus | MatPlus) and len(b.args) == 2 and e.is_Integer]
    for square in found:
        for factor in found:
            if powers[square] * powers[factor] < 0 and (other := other_factor(square, factor)) is not None:
                k = min(abs(powers[square]), abs(powers[factor]))
                k = k if powers[square] > 0 else -k
                for b, e in ((square, -k), (factor, k)):
                    powers[b] += e
                    if powers[b] == 0:
                        del powers[b]
                return other, Integer(k)
    return None


def other_factor(square: Any, factor: Any) -> Any:
    """±(x − y) where the factor is x + y and its product with that is the other sum, ±(x² − y²); else None."""
    sums = isinstance(square, Plus | MatPlus) and isinstance(factor, Plus | MatPlus)
    if not sums or len(square.args) != 2 or len(factor.args) != 2:
        return None
    from .inner import entrywise
    from .products import mul
    from .sums import negated, subtract

    times = entrywise if is_matrix(factor) else mul
    x, y = factor.args
    for first, second in ((x, y), (y, x)):
        if set(square.args) == {times(first, first), negated(times(second, second))}:
            return subtract(first, second)
    return None
