"""Whether some law has all that is declared of a random variable."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from sympy import Rational

from derivations.errors import DerivationError, MathError
from derivations.notation.probability import RandomScalar
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import facts_of, pack_facts

from .point import Point
from .sample import Sampler
from .values import rational_near

Found = Literal["some", "none", "unknown"]
SEED = 2026
_LARGER = 12  # sizes up to this where none of the usual ones fit
_SIZES, _POINTS = 4, 400  # sizes, and points of each kind at all of them, at which values are looked for
_MODES: tuple[dict[str, Any], ...] = ({}, {"small": True}, {"far": True})
_VALUED = ("mean", "variance", "at_least", "at_most")
_APART = ("independent", "uncorrelated")  # entries that are independent are so, whatever the law of each


def points_of(symbol: Any) -> Iterator[Point]:
    """Points at which values with the facts of one symbol are looked for; raises where no sizes fit."""
    sampler = Sampler(SEED, (symbol,))
    try:
        sizes = sampler.sizes(count=_SIZES)
    except MathError:
        sizes = sampler.sizes(count=_SIZES, most=_LARGER)
    numbers = range(_POINTS // len(sizes))
    return (sampler.point(at, number, **mode) for at, number, mode in product(sizes, numbers, _MODES))


@lru_cache(maxsize=4096)
def law_found(variable: Any) -> Found:
    """Whether a law with all facts is found at some point; it is not known where none could be drawn or excluded."""
    entry = _entry_of(variable)
    seen: set[Found] = set()
    try:
        for point in points_of(entry):
            found = _found_at(entry, point)
            if found == "some":
                return found
            seen.add(found)
    except DerivationError:
        return "unknown"
    return "unknown" if "unknown" in seen else "none"


def _entry_of(variable: Any) -> Any:
    """What has a law where the variable has one: an entry, or entries of which nothing is said together."""
    facts = {fact: value for fact, value in facts_of(variable).items() if fact not in _APART}
    if isinstance(variable, RandomScalar) or any(is_matrix(facts[fact]) for fact in _VALUED if fact in facts):
        return variable.func(*variable.args[:-1], pack_facts(facts))
    facts.pop("iid", None)  # so are entries of one law
    return RandomScalar(variable.name, variable.space, pack_facts(facts))


def _found_at(variable: Any, point: Point) -> Found:
    try:
        point.law(variable)
    except MathError:
        return "none"
    except DerivationError:
        return "some" if _is_found_nearby(variable, point) else "unknown"
    return "some"


def _is_found_nearby(variable: Any, point: Point) -> bool:
    """Whether there is a law where irrational values are rounded."""
    facts = facts_of(variable)
    if is_matrix(variable):
        return False
    try:
        rounded = {fact: rational_near(facts[fact], point, 0) for fact in _VALUED if fact in facts}
        numbers = {fact: Rational(x.numerator, x.denominator) for fact, x in rounded.items()}
        point.law(RandomScalar(variable.name, variable.space, pack_facts(facts | numbers)))
    except DerivationError:
        return False
    return True
