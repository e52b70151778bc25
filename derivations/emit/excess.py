"""v − 1 − log v and its kin, as in the divergence between Gaussians: each term is near 1 where their sum is near 0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Integer, Rational

from derivations.notation import core, linear
from derivations.notation.shapes import is_matrix, shape_of

from .factors import factors_of, flipped, product_of
from .forms import argument_of, form, sum_of, terms_of

Weighted = tuple[Any, Any]  # a rational coefficient and what it multiplies


def excess(x: Any) -> Any:
    """c·(v − 1 − log v), summed over the entries of v where it is a vector, wherever its terms stand in the sum."""
    terms = list(_weighted(x, Integer(1)))
    for coefficient, term in terms:
        v = argument_of(term.args[0] if isinstance(term, linear.Total) else term, "log")
        if v is None or is_matrix(v) != isinstance(term, linear.Total):
            continue
        for name, share in (("excess", 1), ("square_excess", Rational(1, 2))):
            c = -coefficient * share
            wanted = [(coefficient, term), _find(terms, c, v, name), _find_count(terms, -c, v)]
            if None not in wanted:
                joined = form(name, v)
                rest = [_times(*t) for t in terms if t not in wanted]
                return sum_of([*rest, _times(c, linear.Total(joined) if is_matrix(v) else joined)])
    return None


def _weighted(x: Any, outer: Any) -> Iterable[Weighted]:
    """The terms of a sum with their rational coefficients, brackets opened."""
    for term in terms_of(x):
        parts = factors_of(term)
        coefficient = outer * parts.sign
        for s in [s for s in parts.scalars if s.is_Rational]:
            coefficient *= s
        for b in [b for b in parts.below if b.is_Rational]:
            coefficient /= b
        parts.sign = 1
        parts.scalars = [s for s in parts.scalars if not s.is_Rational]
        parts.below = [b for b in parts.below if not b.is_Rational]
        rest = product_of(parts)
        yield from _weighted(rest, coefficient) if isinstance(rest, core.Plus) else [(coefficient, rest)]


def _find(terms: list[Weighted], c: Any, v: Any, name: str) -> Weighted | None:
    """c·v, or c·v² where the square is asked for; for a vector the sum of its entries."""
    for coefficient, term in terms:
        if coefficient == c and term in (_sums(v) if name == "excess" else _squares(v)):
            return coefficient, term
    return None


def _sums(v: Any) -> list[Any]:
    return [linear.Total(v)] if is_matrix(v) else [v]


def _squares(v: Any) -> list[Any]:
    if is_matrix(v):
        return [linear.SquaredNorm(v), linear.Inner(v, v), core.Product(flipped(v), v)]
    return [core.Power(v, 2), core.Product(v, v)]


def _find_count(terms: list[Weighted], c: Any, v: Any) -> Weighted | None:
    """c times the number of entries of v."""
    count = shape_of(v)[0]
    return next(((a, t) for a, t in terms if (t == count and a == c) or (t == 1 and a == c * count)), None)


def _times(c: Any, term: Any) -> Any:
    return term if c == 1 else core.negative(_times(-c, term)) if c < 0 else core.Product(c, term)
