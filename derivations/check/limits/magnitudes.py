"""How fast something grows: exp(Σ c·n^γ·(log n)^δ), and which of two such magnitudes is larger.

So n² is exp(2·log n), and aⁿ is exp(log a · n). The coefficients and the exponents are expressions in parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

import sympy

from .signs import NEGATIVE, NONNEGATIVE, NONZERO, POSITIVE, ZERO, Facts, Undecided

Key = tuple[Any, Any]  # (γ, δ) for n^γ·(log n)^δ
LOG: Key = (sympy.Integer(0), sympy.Integer(1))
LOG_LOG: Key = (sympy.Integer(0), sympy.Integer(0))  # log log n: the key of 1 is free, for 1 does not grow


@dataclass(frozen=True)
class Magnitude:
    """exp of the sum of the coefficients times what their keys stand for."""

    parts: frozenset[tuple[Key, Any]] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[tuple[Key, Any]]) -> Magnitude:
        total: dict[Key, Any] = {}
        for key, c in pairs:
            total[key] = total.get(key, 0) + c
        kept = ((key, sympy.expand(c)) for key, c in total.items())
        return cls(frozenset((key, c) for key, c in kept if c != 0))

    def __mul__(self, other: Magnitude) -> Magnitude:
        return Magnitude.of((*self.parts, *other.parts))

    def __truediv__(self, other: Magnitude) -> Magnitude:
        return self * other ** sympy.Integer(-1)

    def __pow__(self, p: Any) -> Magnitude:
        return Magnitude.of((key, c * p) for key, c in self.parts)

    def as_key(self) -> Key | None:
        """(γ, δ) where the magnitude is n^γ·(log n)^δ, None where it holds an exponential."""
        found = dict(self.parts)
        gamma, delta = found.pop(LOG, sympy.Integer(0)), found.pop(LOG_LOG, sympy.Integer(0))
        return None if found else (gamma, delta)


ONE = Magnitude()
N = Magnitude.of([(LOG, sympy.Integer(1))])


def of_key(key: Key) -> Magnitude:
    """n^γ·(log n)^δ."""
    return Magnitude.of([(LOG, key[0]), (LOG_LOG, key[1])])


def growth(m: Magnitude, facts: Facts) -> int:
    """1 where the magnitude grows without bound, −1 where it goes to 0, 0 where it is 1."""
    signs = {key: found for key, c in m.parts if (found := facts.signs(c)) != ZERO}
    if not signs:
        return 0
    for side, s in ((NONNEGATIVE, 1), (NEGATIVE | ZERO, -1)):
        if all(found <= side for found in signs.values()) and frozenset({s}) in signs.values():
            return s
    top = max(signs, key=cmp_to_key(lambda a, b: _compare_keys(a, b, facts)))
    if signs[top] in (POSITIVE, NEGATIVE):
        return min(signs[top])
    raise Undecided(dict(m.parts)[top])


def _compare_keys(a: Key, b: Key, facts: Facts) -> int:
    for p, q in zip(a, b, strict=True):
        found = facts.signs(p - q)
        if found in (POSITIVE, NEGATIVE):
            return min(found)
        if found != ZERO:
            raise Undecided(p - q)
    return 0


def require_nonzero(c: Any, facts: Facts) -> None:
    """Of a coefficient by which everything is divided."""
    if not facts.signs(c) <= NONZERO:
        raise Undecided(c)
