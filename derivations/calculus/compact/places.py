"""L = Σᵢ (eᵢ ⊗ eᵢ)eᵢᵀ, which takes a vector v to vec(Diag(v)), and what it makes of its neighbours."""

from __future__ import annotations

from typing import Any

from derivations.notation import linear
from derivations.notation.core import MatProduct, Transposed
from derivations.notation.shapes import shape_of
from derivations.notation.symbols import index

from . import inner, products


def diagonal_places(n: Any) -> Any:
    """L for vectors of length n."""
    i = index("i", n)
    e = linear.unit(i, n)
    return linear.sum_over(i, MatProduct(linear.Kron(e, e), Transposed(e)))


def spread(a: Any, b: Any) -> Any:
    """The product of two neighbours of which one is L or its transpose, where it is simpler; else None."""
    if _is_places(b):
        return _gathered(a)
    if _is_places(products.turned(a)):
        met = _gathered(products.turned(b))
        return None if met is None else products.turned(met)
    if _is_places(a) and products.is_one(shape_of(b)[1]):
        return linear.Vec(linear.Diag(b))
    if _is_places(products.turned(b)) and products.is_one(shape_of(a)[0]):
        return Transposed(linear.Vec(linear.Diag(products.turned(a))))
    return None


def between(a: Any, b: Any, c: Any) -> Any:
    """Lᵀ(A ⊗ B)L = A ∘ B; None for other neighbours."""
    if isinstance(b, linear.Kron) and _is_places(c) and products.turned(a) == c:
        p, q = b.args
        if shape_of(p) == shape_of(q):
            return inner.entrywise(p, q)
    return None


def _gathered(a: Any) -> Any:
    """a L: (xᵀ ⊗ B)L = B Diag(x) for a row xᵀ, and vec(A)ᵀL = diag(A)ᵀ."""
    if isinstance(a, linear.Kron):
        for row, other in (a.args, a.args[::-1]):
            if products.is_one(shape_of(row)[0]):
                return products.mul(other, linear.Diag(products.turned(row)))
    if isinstance(a, Transposed) and isinstance(a.args[0], linear.Vec):
        from .rebuild import compact

        return Transposed(compact(linear.Diagonal(a.args[0].args[0])))
    return None


def _is_places(a: Any) -> bool:
    return isinstance(a, linear.MatSumOver) and a == diagonal_places(shape_of(a)[1])
