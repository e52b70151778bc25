"""Which rule leads from a quadratic form to the sum of squares that shows its sign."""

from __future__ import annotations

from typing import Any

from derivations.notation.core import MatPlus, Power, Product, Transposed
from derivations.notation.linear import Diag, Total
from derivations.notation.shapes import is_matrix
from derivations.proof.rule import Rule

from .rules.algebra import diag_is_hadamard, expand, scalar_transpose, sum_as_product
from .rules.positivity import completed_square


def rule_between(form: Any, squares: Any) -> Rule:
    """The one that says most of what was done: to complete a square, or only to write the same products otherwise."""
    if any(Transposed(centred) in squares.atoms(Transposed) for centred in _sums(squares) - _sums(form)):
        return completed_square
    if squares.has(Diag) and not form.has(Diag):
        return diag_is_hadamard
    if squares.has(Total) and not form.has(Total):
        return sum_as_product
    return scalar_transpose if _squared(form) - _squared(squares) else expand


def _sums(e: Any) -> set[Any]:
    return set(e.atoms(MatPlus))


def _squared(e: Any) -> set[Any]:
    """The vᵀy that are squared: (vᵀy)² may be written as vᵀyyᵀv."""
    return {p for p in e.atoms(Power) if isinstance(p.args[0], Product) and all(map(is_matrix, p.args[0].args))}
