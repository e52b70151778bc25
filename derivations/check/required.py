"""What must be supposed so that every step of a derivation has a value wherever its first line has one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from derivations.notation import core, functions, linear
from derivations.notation.requirements import BETWEEN, Requirement, requirement
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.proof.derivation import Derivation

from .abbreviations import closed
from .asked import Condition, conditions
from .domains import diagonal_of_diagonal, same_size_as_1, unmet, without_value
from .obligation import Defined
from .obligations import Refused, obligations
from .smooth import ends_excluded, unsmooth

_NOT_0 = ("nonzero", "positive")
_MOST = 20  # requirements of one derivation; a reader could not hold more in mind


def requirements_of(derivation: Derivation, of: Any) -> tuple[Requirement, ...]:
    """What the expression `of` asks for, and what the steps ask for beyond it, each in its simplest form."""
    found: dict[Requirement, None] = {}
    begun = _begun(derivation, of)
    _complete(found, lambda given: unmet((), begun, given))
    for step in derivation.steps:
        for part in _domains(step.claim):
            _complete(found, lambda given, part=part: _missing(part, (*part.given, *given)))
    strict = dict.fromkeys(_strict(r, found) for r in found)
    kept = tuple(r for r in strict if not _is_implied(r, found))
    for r in kept[::-1]:  # of two that say the same, the first stays
        others = tuple(o for o in kept if o != r)
        if follows_from(r, others) and _suffice(others, derivation, begun):
            kept = others
    return kept


def _strict(r: Requirement, found: dict[Requirement, None]) -> Requirement:
    """What a derivative asks for of what an arcsine is taken of, in the place of what its value asks for.

    And u > 0 in the places of u ≥ 0 and u ≠ 0.
    """
    strict = requirement("(-1, 1)", r.of, r.every)
    if r.asks == "[-1, 1]" and strict in found:
        return strict
    both = [requirement(asks, r.of, r.every) for asks in ("nonnegative", "nonzero")]
    return requirement("positive", r.of, r.every) if r in both and all(b in found for b in both) else r


def _suffice(given: tuple[Requirement, ...], derivation: Derivation, begun: tuple[Any, ...]) -> bool:
    """Whether every step has a value where these hold and its first line has one."""
    if unmet((), begun, given) is not None:
        return False
    parts = (part for step in derivation.steps for part in _domains(step.claim))
    return all(_missing(part, (*part.given, *given)) is None for part in parts)


def impossible(of: Any) -> Requirement | None:
    """What an expression asks for and can't have, so that it has no value anywhere."""
    found = without_value(of)
    return None if found is None else requirement(*found[:3])


def asked_for_a_value(of: Any) -> tuple[Requirement, ...]:
    """All that an expression asks for to have a value, shown or not, but in what is chosen between."""
    return tuple(requirement(c.asks, c.of, c.every) for c in conditions(of) if not c.where)


def follows_from(r: Requirement, others: Iterable[Requirement]) -> bool:
    """Whether a requirement is met wherever others are."""
    return unmet((), (r,), tuple(others)) is None


def requirements_of_the_value(derivation: Derivation, of: Any) -> tuple[Requirement, ...]:
    """What `of` asks for to have a value, whether or not it has a derivative there."""
    found: dict[Requirement, None] = {}
    begun = _begun(derivation, of)
    _complete(found, lambda given: unmet((), begun, given))
    return tuple(found)


def _begun(derivation: Derivation, of: Any) -> tuple[Any, ...]:
    return of, *(step.expr for step in derivation.steps if step.kind == "let")


def _domains(claim: Any) -> Iterator[Defined]:
    if claim is None:
        return
    try:
        parts = next(closed(claim), None) or obligations(claim)
    except Refused:
        return  # the checker says what is wrong with the step
    yield from (p for p in parts if isinstance(p, Defined))


def _missing(part: Defined, given: tuple[Any, ...]) -> Condition | None:
    for e in part.stated:
        corner = unsmooth(e, given)
        if corner is not None and corner.away is not None:
            return corner.away
    return unmet((*part.stated, *ends_excluded(part.stated)), part.new, given)


def _complete(found: dict[Requirement, None], missing: Callable[[tuple[Any, ...]], Condition | None]) -> None:
    """Add requirements until nothing is missing; where the simplest form does not do, the condition as it stands."""
    while len(found) < _MOST and (condition := missing(tuple(found))) is not None:
        simple = [requirement(c.asks, c.of, c.every) for c in _simplest(condition)]
        new = [r for r in simple if r not in found] or [requirement(condition.asks, condition.of, condition.every)]
        if new[0] in found:
            return
        found.update(dict.fromkeys(new))


def _simplest(condition: Condition) -> Iterator[Condition]:
    """Conditions that are easier to read and together give this one."""
    for part in _parts(condition):
        yield from (part,) if part == condition else _simplest(part)


def _parts(condition: Condition) -> Iterator[Condition]:
    asks, x = condition[:2]
    if asks == "invertible":
        yield from _invertible(condition)
    elif isinstance(x, core.Negative | core.MatNegative) and asks == "nonzero":
        yield condition.about(x.args[0])
    elif asks == "nonzero" and (
        (isinstance(x, core.Product | linear.Hadamard) and not _has_chain(x))
        or (isinstance(x, core.MatProduct) and sum(map(is_matrix, x.args)) == 1)
    ):
        yield from (condition.about(a) for a in x.args if not a.is_Number)
    elif isinstance(x, core.Power | linear.HadamardPower) and asks in ("nonzero", "positive"):
        yield condition.about(x.args[0], "nonzero" if _needs_no_sign(x.args[1], asks) else "positive")
    elif isinstance(x, functions.APPLIED) and x.function is functions.sqrt:
        yield condition.about(x.args[1], "positive" if asks in ("nonzero", "positive") else asks)
    elif isinstance(x, functions.APPLIED) and x.function is functions.absolute and asks in _NOT_0:
        yield condition.about(x.args[1], "nonzero")
    elif isinstance(x, functions.APPLIED) and x.function is functions.relu and asks in _NOT_0:
        yield condition.about(_without_number(x.args[1]), "positive")
    elif isinstance(x, linear.Determinant) and asks == "nonzero":
        yield condition.about(x.args[0], "invertible")
    elif isinstance(x, linear.SquaredNorm) and asks in ("nonzero", "positive"):
        yield condition.about(linear.Norm(x.args[0]), "nonzero")
    elif isinstance(x, linear.Norm) and asks == "positive":
        yield condition.about(x, "nonzero")
    elif asks == "nonnegative" and (v := diagonal_of_diagonal(x)) is not None:
        yield condition.about(v)
    elif asks in BETWEEN and (inside := same_size_as_1(x)) is not None:
        yield condition.about(inside)
    else:
        yield condition


def _invertible(condition: Condition) -> Iterator[Condition]:
    x = condition.of
    if isinstance(x, core.Transposed | linear.Inverse | core.MatNegative):
        yield condition.about(x.args[0])
    elif isinstance(x, linear.Diag):
        yield condition.about(x.args[0], "nonzero")
    elif isinstance(x, core.MatProduct) and all(not is_matrix(a) or same_dim(*shape_of(a)) for a in x.args):
        yield from (condition.about(a, "invertible" if is_matrix(a) else "nonzero") for a in x.args)
    else:
        yield condition


def _without_number(x: Any) -> Any:
    """What is positive where x is: of 2u it is u."""
    first, rest = x.args[0] if x.args else x, x.args[1:]
    scaled = isinstance(x, core.Product | core.MatProduct) and len(rest) == 1 and first.is_Number and first.is_positive
    return rest[0] if scaled else x


def _needs_no_sign(exponent: Any, asks: str) -> bool:
    """Whether a power is what is asked for wherever its base is not 0: an even power is positive there."""
    return bool(exponent.is_Integer) and (asks == "nonzero" or exponent % 2 == 0)


def _has_chain(x: Any) -> bool:
    return isinstance(x, core.Product) and any(map(is_matrix, x.args))


def _is_implied(r: Requirement, found: dict[Requirement, None]) -> bool:
    """By another requirement of the same expression that asks for more."""
    more = {"nonnegative": ("positive",), "nonzero": ("positive",)}.get(r.asks, ())
    determinant = linear.Determinant(r.of) if r.asks == "invertible" else None
    return any(
        (o.of == r.of and o.asks in more) or (o.of == determinant and o.asks == "positive")
        for o in found
        if Condition(o.asks, o.of, o.every).covers(Condition(r.asks, r.of, r.every))
    )
