"""Which of two numbers is larger, by their declared bounds: with a < μ < b also b is above a."""

from __future__ import annotations

from typing import Any

from .core import Negative, is_matrix
from .linear import Entry
from .symbols import facts_of

POSITIVE, NONNEGATIVE, UNKNOWN = 2, 1, 0
Sign = int


def order(low: Any, high: Any) -> Sign:
    """The sign of high − low: bounds lead down from the one or up from the other."""
    if low == high:
        return NONNEGATIVE
    steps = [(order(low, bound), sign) for bound, sign in _bounds(high, "above", "at_least")]
    steps += [(order(bound, high), sign) for bound, sign in _bounds(low, "below", "at_most")]
    return max((max(rest, sign) for rest, sign in steps if rest != UNKNOWN), default=UNKNOWN)


def _bounds(x: Any, strict: str, weak: str) -> list[tuple[Any, Sign]]:
    """What is declared to bound x, or each entry of a random vector, and the sign of their difference."""
    facts = facts_of(x.args[0] if isinstance(x, Entry) else x)
    return [(facts[fact], sign) for fact, sign in ((strict, POSITIVE), (weak, NONNEGATIVE)) if fact in facts]


def taken(x: Any) -> Any:
    """a of −a, else None."""
    if isinstance(x, Negative):
        return x.args[0]
    if x.is_Mul and not is_matrix(x) and x.args[0] == -1 and len(x.args) == 2:
        return x.args[1]
    return None
