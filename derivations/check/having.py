"""Whether a value has a fact, and what facts together leave of the values: a distribution of length 1 is one-hot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

OF_FULL_RANK = ("orthogonal", "positive_definite", "invertible")  # facts that leave a square matrix no other rank
ONE_HOT = ("one_hot", "simplex", "binary", "unit")  # the first says it, and so do two of the others
_OF_NUMBERS: dict[str, Callable[[Any], bool]] = {
    "positive": lambda x: x > 0,
    "nonnegative": lambda x: x >= 0,
    "nonzero": lambda x: x != 0,
    "integer": lambda x: x.denominator == 1,
    "binary": lambda x: x in (0, 1),
    "unit_interval": lambda x: 0 <= x <= 1,
}


def number_has(fact: str, value: Any) -> bool:
    """Whether a number has a fact that can be told from the number alone."""
    test = _OF_NUMBERS.get(fact)
    return test is not None and test(value)


def number_has_all(facts: Mapping[str, Any], value: Any) -> bool:
    """Whether a number has all facts; bounds are values under `above` and `below`."""
    if ("above" in facts and value <= facts["above"]) or ("below" in facts and value >= facts["below"]):
        return False
    return all(test(value) for fact, test in _OF_NUMBERS.items() if facts.get(fact))


def is_one_hot(facts: Collection[str]) -> bool:
    """Whether a vector of these facts has one entry 1, and the others 0.

    Between 0 and 1, x² is at most x, and they are equal at 0 and 1 alone: so any two of a distribution, of bits and of
    a length of 1 say so.
    """
    first, *others = ONE_HOT
    return first in facts or len({*others} & {*facts}) > 1


__all__ = ["OF_FULL_RANK", "ONE_HOT", "is_one_hot", "number_has", "number_has_all"]
