"""Inverses in their compact form: of a product that of its factors in turn, where they have one."""

from __future__ import annotations

from typing import Any

from derivations.notation import linear
from derivations.notation.core import MatNegative, MatProduct, MatQuotient
from derivations.notation.facts import is_invertible
from derivations.notation.shapes import same_dim, shape_of
from derivations.notation.symbols import facts_of

from . import inner
from .monomials import Monomial, is_symmetric, taken_apart
from .products import build, mul, turned


def inverse_of(a: Any) -> Any:
    """A⁻¹."""
    if isinstance(a, linear.Inverse):
        return a.args[0]
    if isinstance(a, linear.Eye):
        return a
    if isinstance(a, linear.Diag):
        return linear.Diag(inner.entrywise(linear.HadamardPower(a.args[0], -1)))
    if "orthogonal" in facts_of(a):
        return turned(a)
    if isinstance(a, linear.Kron) and all(same_dim(*shape_of(f)) for f in a.args):
        return linear.Kron(*map(inverse_of, a.args))
    if isinstance(a, MatProduct | MatQuotient | MatNegative):
        return _of_product(a)
    return linear.Inverse(a)


def _of_product(a: Any) -> Any:
    """Scalars come out of an inverse, and so do factors that have one; a square AᵀA stays together."""
    m = taken_apart(a)
    front = mul(*(inner.power_of(b, -e) for b, e in m.scalars.items()), 1 / m.coef)
    if all(same_dim(*shape_of(f)) for f in m.mats) and (
        all(map(is_invertible, m.mats)) or not is_symmetric(MatProduct(*m.mats))
    ):
        return mul(front, *map(inverse_of, reversed(m.mats)))
    return mul(front, linear.Inverse(build(Monomial(mats=m.mats))))
