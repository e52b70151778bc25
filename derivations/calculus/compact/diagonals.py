"""The diagonal of a matrix in its compact form: of uvᵀ it is u ∘ v, of Diag(u)A it is u ∘ diag(A)."""

from __future__ import annotations

from typing import Any

from derivations.notation import linear
from derivations.notation.core import MatPlus, MatProduct, Transposed
from derivations.notation.functions import MatApply
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import MatrixAtom, facts_of

from . import inner, products
from .monomials import Monomial, taken_apart


def diagonal_of(a: Any) -> Any:
    """diag(A), in front of it what does not depend on the place."""
    opened = opened_diagonal(a)
    if opened is not None:
        return opened
    m = taken_apart(a)
    whole = products.build(Monomial(mats=m.mats))
    while isinstance(whole, Transposed):  # the diagonals of A and Aᵀ are one
        whole = whole.args[0]
    return products.mul(products.build(Monomial(m.coef, m.scalars)), linear.Diagonal(whole))


def opened_diagonal(a: Any) -> Any:
    """The diagonal of a matrix whose form shows it, or None."""
    while isinstance(a, Transposed):
        a = a.args[0]
    m = taken_apart(a)
    inside = _of_chain(m.mats)
    return None if inside is None else products.mul(products.build(Monomial(m.coef, m.scalars)), inside)


def is_diagonal(a: Any) -> bool:
    """Whether all entries off the diagonal are shown to be 0."""
    if isinstance(a, linear.Diag | linear.Eye) or "diagonal" in facts_of(a):
        return True
    if isinstance(a, Transposed | linear.Inverse):
        return is_diagonal(a.args[0])
    if isinstance(a, MatProduct | MatPlus):
        return all(is_diagonal(f) for f in a.args if is_matrix(f))
    return isinstance(a, linear.HadamardPower) and bool(a.args[1].is_positive) and is_diagonal(a.args[0])


def _of_sum(a: Any) -> Any:
    """Term by term, where that is shorter to read: diag(A + Aᵀ) is 2 diag(A)."""
    from .sums import add

    out, shows = add(*map(diagonal_of, a.args)), any(opened_diagonal(t) is not None for t in a.args)
    return out if products.cost(out) < products.cost(linear.Diagonal(a)) + shows else None


def _of_chain(mats: list[Any]) -> Any:
    first, last = mats[0], mats[-1]
    if len(mats) == 1:
        if isinstance(first, MatPlus):
            return _of_sum(first)
        if isinstance(first, linear.Diag):
            return first.args[0]
        if isinstance(first, linear.Eye | linear.Ones):
            return linear.Ones(shape_of(first)[0], 1)
        if products.is_zero(first):
            return linear.zeros(shape_of(first)[0], 1)
        if isinstance(first, linear.HadamardPower) and isinstance(first.args[0], MatrixAtom):
            return linear.HadamardPower(diagonal_of(first.args[0]), first.args[1])
        if isinstance(first, MatApply) and "diagonal" in facts_of(first.args[1]):
            return first.function(diagonal_of(first.args[1]))
        if isinstance(first, linear.Hadamard) and any(isinstance(f, linear.Eye) for f in first.args):
            return inner.entrywise(*(diagonal_of(f) for f in first.args))
        return None
    cut = next((k for k, f in enumerate(mats[:-1], 1) if products.is_one(shape_of(f)[1])), None)
    if cut is not None:
        return inner.entrywise(products.mul(*mats[:cut]), products.turned(products.mul(*mats[cut:])))
    if isinstance(first, linear.Diag):
        return inner.entrywise(first.args[0], diagonal_of(products.mul(*mats[1:])))
    if isinstance(last, linear.Diag):
        return inner.entrywise(diagonal_of(products.mul(*mats[:-1])), last.args[0])
    return None
