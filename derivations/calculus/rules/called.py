"""What the rule of a node is called where no inner product stands around its differential."""

from __future__ import annotations

from typing import Any, Literal

from derivations.calculus.maps import Between, Map, is_flat
from derivations.notation import core, linear
from derivations.proof.rule import Rule

from . import algebra, differentials, frobenius, stacked

Parts = list[tuple[Any, Map]]
Place = Literal["across", "stacked", "alone"]  # in ⟨G, dX⟩, in J vec(dX), in dX
_PRODUCTS = (frobenius.product_under, frobenius.scaling, algebra.adjoint, differentials.linearity)


def called(rule: Rule, x: Any, parts: Parts, place: Place) -> Rule:
    """The rule that fits the line where a node is opened: it speaks of what stands there."""
    if place == "across":
        return rule
    if rule is frobenius.function_under:
        return differentials.chain
    return _stacked(rule, x, parts) if place == "stacked" else _alone(rule, parts)


def _alone(rule: Rule, parts: Parts) -> Rule:
    """Where d(XB) is dX B."""
    if rule in (frobenius.product_under, frobenius.hadamard_under, frobenius.scaling, algebra.adjoint):
        return differentials.product if len(parts) > 1 else differentials.linearity
    if rule in (frobenius.transpose_under, frobenius.diagonal_under, frobenius.stacking, frobenius.places):
        return stacked.moved_entries
    return rule


def _stacked(rule: Rule, x: Any, parts: Parts) -> Rule:
    """Where vec(d(XB)) is (Bᵀ ⊗ I)vec(dX)."""
    if rule in _PRODUCTS and any(isinstance(m, Between) and m.needs_kronecker(part) for part, m in parts):
        return stacked.product_stacked if len(parts) > 1 else stacked.vec_of_product
    if isinstance(x, linear.Row) and not is_flat(x.args[0]):
        return stacked.vec_of_product
    if isinstance(x, core.Transposed):
        return stacked.moved_entries if is_flat(x) else stacked.vec_of_transpose
    if isinstance(x, linear.Hadamard) and len(parts) == 1:
        return algebra.diag_is_hadamard if is_flat(x) else stacked.vec_of_hadamard
    if isinstance(x, linear.Diag | linear.Diagonal):
        return stacked.vec_of_diagonal
    if isinstance(x, linear.Kron) and not is_flat(x):
        return stacked.vec_of_kronecker
    return rule if rule is frobenius.places else _alone(rule, parts)
