"""‖2Qu‖ is 2‖u‖ for an orthogonal Q: what changes no length, or every length alike, leaves a norm."""

from __future__ import annotations

from typing import Any

from derivations.notation import linear
from derivations.notation.core import MatPlus, Transposed
from derivations.notation.facts import is_positive
from derivations.notation.symbols import facts_of

from .compact import compact, mul
from .compact.monomials import Monomial, taken_apart
from .compact.products import build
from .compact.sums import without_number
from .reading import reader, with_parts_read


def with_plain_lengths(e: Any) -> Any:
    """The expression without numbers, positive scalars and orthogonal matrices inside norms."""
    return reader(lambda e, read: _plain(with_parts_read(e, read)))(e) if e.has(linear.Norm) else e


def _plain(e: Any) -> Any:
    if not isinstance(e, linear.Norm):
        return e
    m = _without_common_number(taken_apart(compact(e.args[0])))
    outside = {b: p for b, p in m.scalars.items() if is_positive(b)}
    kept = _between(m.mats)
    if m.coef == 0 or (abs(m.coef) == 1 and not outside and kept == m.mats):
        return e
    inside = Monomial(scalars={b: p for b, p in m.scalars.items() if b not in outside}, mats=kept)
    return mul(build(Monomial(abs(m.coef), outside)), linear.norm(build(inside)))


def _without_common_number(m: Monomial) -> Monomial:
    """With the whole number in front that the terms of a sum share."""
    if len(m.mats) != 1 or not isinstance(m.mats[0], MatPlus):
        return m
    number, rest = without_number(m.mats[0])
    return Monomial(m.coef * number, m.scalars, [rest])


def _between(mats: list[Any]) -> list[Any]:
    """The factors without those that keep lengths, of columns on the left and of rows on the right."""
    first, end = 0, len(mats)
    while end - first > 1 and _keeps_lengths(mats[first]):
        first += 1
    while end - first > 1 and _keeps_lengths(_turned(mats[end - 1])):
        end -= 1
    return mats[first:end]


def _keeps_lengths(a: Any) -> bool:
    """Whether ‖Av‖ = ‖v‖."""
    if isinstance(a, Transposed):
        return "orthogonal" in facts_of(a.args[0])
    return bool(facts_of(a).keys() & {"orthogonal", "orthonormal"})


def _turned(a: Any) -> Any:
    return a.args[0] if isinstance(a, Transposed) else Transposed(a)
