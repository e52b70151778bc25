"""What a theorem supposes of the arguments of a result, as far as a function can check it: β ≠ 1, V ≥ 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.relations import AtLeast, AtMost, Equation
from derivations.notation.requirements import Requirement, requirement
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import ScalarSymbol
from derivations.proof.display import shown
from derivations.proof.theorem import Theorem

_CHECKED = ("positive", "nonnegative", "nonzero")


def supposed_of(theorem: Theorem, result: str) -> tuple[Requirement, ...]:
    """Signs of numbers, and of what is made of them, that are supposed where the result stands."""
    line = next(line.step for line in shown(theorem.run()[0]) if result in line.names)
    given = (theorem.expand(g) for g in line.given if line.kind != "suppose" or g != line.expr)
    return tuple(dict.fromkeys(r for g in given for r in _signs(g)))


def _signs(given: Any) -> Iterator[Requirement]:
    if isinstance(given, Requirement):
        if given.asks in _CHECKED and not given.every and not is_matrix(given.of):
            yield given
    elif isinstance(given, Equation):
        yield from _of_what_it_stands_for(given.lhs, given.rhs)
    elif isinstance(given, AtLeast | AtMost):
        more, less = given.args if isinstance(given, AtLeast) else given.args[::-1]
        if less == 0 and isinstance(more, ScalarSymbol):
            yield requirement("nonnegative", more)


def _of_what_it_stands_for(symbol: Any, value: Any) -> Iterator[Requirement]:
    """A number that is supposed to be something else has its sign: V = Σᵢ Var[Zᵢ]/n is never negative."""
    if not isinstance(symbol, ScalarSymbol) or value.is_number:
        return
    if is_positive(value):
        yield requirement("positive", symbol)
    elif is_nonnegative(value):
        yield requirement("nonnegative", symbol)
