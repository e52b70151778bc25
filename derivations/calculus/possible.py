"""Requirements that never hold together: u > 0 beside −u > 0."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from derivations.errors import NotSupported
from derivations.notation.core import MatPlus, Plus
from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.printing import text
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import shape_of

from .compact import add, compact, mul, negated
from .compact.monomials import taken_apart
from .compact.products import is_zero

_SIGNS = ("positive", "nonnegative")


def require_possible(f: Any, required: tuple[Requirement, ...]) -> None:
    """Refuse a question whose answer would hold nowhere, as two of its conditions exclude each other."""
    for r, other in combinations((r for r in required if r.asks in _SIGNS), 2):
        if _exclude_each_other(r, other):
            asked = f"the derivative of {text(f)} asks that {text(r)} and {text(other)}, which never hold together"
            raise NotSupported(f"not supported yet: {asked}")


def _exclude_each_other(r: Requirement, other: Requirement) -> bool:
    """Whether a positive multiple of one and the other add up to what is below what their signs ask for."""
    if shape_of(r.of) != shape_of(other.of):
        return False
    u, v = compact(r.of), compact(other.of)
    below = negated(add(u, mul(_ratio(u, v), v)))
    strictly = "positive" in (r.asks, other.asks)
    return is_positive(below) or (strictly and (is_zero(below) or is_nonnegative(below)))


def _ratio(u: Any, v: Any) -> Any:
    """The c > 0 for which a term of u cancels in u + cv, else 1."""
    of_v = {m.key: m.coef for m in map(taken_apart, _terms(v)) if m.scalars or m.mats}
    for m in map(taken_apart, _terms(u)):
        if of_v.get(m.key, 0) * m.coef < 0:
            return -m.coef / of_v[m.key]
    return 1


def _terms(e: Any) -> tuple[Any, ...]:
    return e.args if isinstance(e, Plus | MatPlus) else (e,)
