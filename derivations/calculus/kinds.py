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
from .rules.differentials import jacobian_from_differential, riesz
from .rules.symmetric import diagonal_map, diagonal_part, symmetric_map, symmetric_part

_SYMMETRIC = ("symmetric", "positive_definite", "positive_semidefinite")


def kind_in_a_word(x: Any) -> str:
    """Which increments a variable has, if not all: "symmetric" or "diagonal"."""
    facts = facts_of(x) if is_matrix(x) else {}
    return "diagonal" if "diagonal" in facts else "symmetric" if facts.keys() & set(_SYMMETRIC) else ""


def why_gradient(x: Any) -> str:
    """Why the differential has one gradient, which among all matrices it need not have."""
    kind = kind_in_a_word(x)
    if not kind:
        return riesz.reason
    return f"A linear function of {kind} dX is the inner product with exactly one {kind} matrix, the gradient."


def why_jacobian(x: Any) -> str:
    """Why a matrix is read off, which on the increments of a variable of some kind others equal."""
    kind = kind_in_a_word(x)
    if not kind:
        return jacobian_from_differential.reason
    return f"What multiplies vec(dX); on {kind} dX others act alike."


def note_on_jacobian(x: Any) -> tuple[str, ...]:
    kind = kind_in_a_word(x)
    return (f"The Jacobian is meant for {kind} increments, on which other matrices act alike.",) if kind else ()


def of_its_kind(g: Any, x: Any) -> tuple[Any, Any, tuple[str, ...]]:
    """The gradient among matrices symmetric or diagonal as the variable is, the rule, and what to say of it."""
    kind = kind_in_a_word(x)
    if kind == "symmetric":
        note = "The gradient is the symmetric matrix of the space of symmetric matrices."
        return g if turned(g) == g else mul(Rational(1, 2), add(g, turned(g))), symmetric_part, (note,)
    if kind == "diagonal":
        return compact(linear.Diag(linear.Diagonal(g))), diagonal_part, ()
    return g, None, ()


def map_of_its_kind(j: Any, x: Any) -> tuple[Any, Any]:
    """A second derivative among matrices of this kind, so that it is the transpose of its mirror; and the rule."""
    kind = kind_in_a_word(x)
    if not is_matrix(j) or _is_symmetric(j):
        return j, None
    if kind == "symmetric":
        swapped = (mul(t, commutation(*shape_of(x))) for t in (j.args if isinstance(j, MatPlus) else (j,)))
        return mul(Rational(1, 2), add(j, *swapped)), symmetric_map
    if kind == "diagonal":
        places = diagonal_places(shape_of(x)[0])
        return mul(add(multiplied_out(mul(j, places))), turned(places)), diagonal_map
    return j, None


def _is_symmetric(j: Any) -> bool:
    return turned(j) == j or (
        shape_of(j)[0] == shape_of(j)[1] and is_zero(multiplied_out(add(j, mul(Integer(-1), turned(j)))))
    )
