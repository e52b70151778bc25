"""Derivatives in a symmetric or diagonal matrix: of all that agree along its increments, the one of its kind."""

from __future__ import annotations

from typing import Any

from sympy import Integer, Rational

from derivations.notation import linear
from derivations.notation.arrangement import commutation
from derivations.notation.core import MatPlus
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import facts_of

from .compact import add, compact, mul, turned
from .compact.places import diagonal_places
from .compact.products import is_zero
from .compact.sums import multiplied_out
from .rules.symmetric import diagonal_map, diagonal_part, symmetric_map, symmetric_part

_SYMMETRIC = ("symmetric", "positive_definite", "positive_semidefinite")


def of_its_kind(g: Any, x: Any) -> tuple[Any, Any, tuple[str, ...]]:
    """The gradient among matrices symmetric or diagonal as the variable is, the rule, and what to say of it."""
    facts = facts_of(x) if is_matrix(x) else {}
    if facts.keys() & set(_SYMMETRIC):
        note = "The gradient is the symmetric matrix of the space of symmetric matrices."
        return g if turned(g) == g else mul(Rational(1, 2), add(g, turned(g))), symmetric_part, (note,)
    if "diagonal" in facts:
        return compact(linear.Diag(linear.Diagonal(g))), diagonal_part, ()
    return g, None, ()


def map_of_its_kind(j: Any, x: Any) -> tuple[Any, Any]:
    """A second derivative among matrices of this kind, so that it is the transpose of its mirror; and the rule."""
    facts = facts_of(x) if is_matrix(x) else {}
    if not is_matrix(j) or _is_symmetric(j):
        return j, None
    if facts.keys() & set(_SYMMETRIC):
        swapped = (mul(t, commutation(*shape_of(x))) for t in (j.args if isinstance(j, MatPlus) else (j,)))
        return mul(Rational(1, 2), add(j, *swapped)), symmetric_map
    if "diagonal" in facts:
        places = diagonal_places(shape_of(x)[0])
        return mul(add(multiplied_out(mul(j, places))), turned(places)), diagonal_map
    return j, None


def _is_symmetric(j: Any) -> bool:
    return turned(j) == j or (
        shape_of(j)[0] == shape_of(j)[1] and is_zero(multiplied_out(add(j, mul(Integer(-1), turned(j)))))
    )
