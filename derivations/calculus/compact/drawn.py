"""Diagonal matrices that some terms of a sum begin or end with, drawn out of others: (u ∘ s)sᵀ is Diag(u)ssᵀ.

What nearly cancels then stands in one pair of brackets, as Diag(s) − ssᵀ does; multiplied out it would be added to what
is so much smaller that its digits would be lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, preorder_traversal

from derivations.notation import linear
from derivations.notation.core import MatPlus
from derivations.notation.shapes import shape_of

from .inner import entrywise
from .monomials import Monomial, taken_apart
from .products import is_one, turned

Terms = list[Monomial]


def drawn_out(monomials: Terms) -> Iterator[Terms]:
    """The terms with a diagonal matrix drawn out of all that have it, for each that one of them begins or ends with."""
    for end in (0, -1):
        for f in dict.fromkeys(m.mats[end] for m in monomials if len(m.mats) > 1):
            if isinstance(f, linear.Diag):
                drawn = [_drawn(m, f, end) for m in monomials]
                if any(a is not b for a, b in zip(drawn, monomials, strict=True)):
                    yield drawn


def _drawn(m: Monomial, scale: Any, end: int) -> Monomial:
    """The term with the diagonal matrix first (0) or last (−1), if its outermost factor has it as one."""
    if not m.mats or m.mats[end] == scale:
        return m
    outer = m.mats[end] if end == 0 else turned(m.mats[end])
    diagonal = isinstance(outer, linear.Diag)
    if not diagonal and (len(m.mats) < 2 or not is_one(shape_of(outer)[1])):
        return m
    rest = _without(outer.args[0] if diagonal else outer, scale.args[0])
    if rest is None:
        return m
    inner = linear.Diag(rest) if diagonal else rest if end == 0 else turned(rest)
    mats = [scale, inner, *m.mats[1:]] if end == 0 else [*m.mats[:-1], inner, scale]
    return Monomial(m.coef, m.scalars, mats)


def _without(column: Any, factor: Any) -> Any:
    """The column without entrywise factors, if it has them and more."""
    powers, taken = _powers(column), _powers(factor)
    if not all(_at_least(powers.get(b, Integer(0)), k) for b, k in taken.items()):
        return None
    left = {b: k - taken.get(b, 0) for b, k in powers.items() if k != taken.get(b, 0)}
    return entrywise(*(linear.HadamardPower(b, k) for b, k in left.items())) if left else None


def _powers(e: Any) -> dict[Any, Any]:
    factors = e.args if isinstance(e, linear.Hadamard) else (e,)
    return dict(f.args if isinstance(f, linear.HadamardPower) else (f, Integer(1)) for f in factors)


def _at_least(k: Any, least: Any) -> bool:
    return k.is_Rational and least.is_Rational and k >= least > 0


def brackets(e: Any) -> bool:
    """Whether some sum in an expression has Diag(s) and a multiple of ssᵀ, which nearly cancel where s is nearly eᵢ."""
    return any(_is_bracket(a) for a in preorder_traversal(e) if isinstance(a, MatPlus))


def _is_bracket(e: Any) -> bool:
    terms = [taken_apart(t).mats for t in e.args]
    scales = [mats[0].args[0] for mats in terms if len(mats) == 1 and isinstance(mats[0], linear.Diag)]
    return any([s, turned(s)] in terms for s in scales)


def mixes(e: Any) -> bool:
    """Whether some sum in an expression has a product of a column and a row among its terms, beside diagonals."""
    return any(_mixes(a) for a in preorder_traversal(e) if isinstance(a, MatPlus))


def _mixes(e: Any) -> bool:
    terms = [taken_apart(t).mats for t in e.args]
    diagonal = any(isinstance(mats[0], linear.Diag) for mats in terms if len(mats) == 1)
    return diagonal and any(len(mats) > 1 and is_one(shape_of(mats[0])[1]) for mats in terms)
