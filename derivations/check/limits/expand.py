"""The series of an expression, part by part, and the limit that it shows."""

from __future__ import annotations

from contextlib import suppress
from functools import reduce
from operator import add, mul
from typing import Any

import sympy

from .magnitudes import LOG, ONE, Magnitude, N, of_key
from .series import (
    ORDERS,
    Series,
    Unshown,
    constant,
    expanded_to,
    exponential,
    leading,
    logarithm,
    parts,
    power,
    simplified,
    taylor,
    trimmed,
)
from .signs import NEGATIVE, NONNEGATIVE, NONZERO, POSITIVE, Facts, Signs, Undecided

_ENTIRE = (sympy.sin, sympy.cos)  # and between −1 and 1
_LEVELLING = (sympy.atan, sympy.erf)
_ONE = sympy.Integer(1)


def limit_of(expr: Any, n: Any, facts: Facts) -> Any:
    """The limit as n grows, ±∞ among them, for all values of the parameters; else Undecided or Unshown is raised."""
    for order in ORDERS[:-1]:
        with suppress(Undecided, Unshown), expanded_to(order):
            return _limit_of(expr, n, facts)
    return _limit_of(expr, n, facts)


def _limit_of(expr: Any, n: Any, facts: Facts) -> Any:
    found = Expansion(n, facts)(expr)
    grown, c, _ = parts(found, facts)
    if not grown:
        return simplified(c)
    _, top, _ = leading(found, facts)
    if facts.signs(top) == POSITIVE:
        return sympy.oo
    if facts.signs(top) == NEGATIVE:
        return -sympy.oo
    raise Undecided(top)


class Expansion:
    """Turns expressions into series in one variable."""

    def __init__(self, n: Any, facts: Facts) -> None:
        self.n, self.facts = n, facts

    def __call__(self, x: Any) -> Series:
        if not x.has(self.n):
            return constant(x)
        if x == self.n:
            return Series.of([(N, sympy.Integer(1))])
        return trimmed(self._of_node(x), self.facts)

    def _of_node(self, x: Any) -> Series:
        if x.is_Add or x.is_Mul:
            return reduce(add if x.is_Add else mul, map(self, x.args))
        if x.is_Pow:
            return self._power(*x.args)
        if isinstance(x, sympy.exp):
            return exponential(self(x.args[0]), self.facts)
        if isinstance(x, sympy.log):
            return (
                Series.of([(of_key(LOG), sympy.Integer(1))])
                if x.args[0] == self.n
                else logarithm(self(x.args[0]), self.facts)
            )
        if isinstance(x, _ENTIRE):
            return self._bounded(x)
        if isinstance(x, sympy.Abs | sympy.sign):
            return self._by_sign(x)
        if isinstance(x, _LEVELLING):
            return self._levelling(x)
        if isinstance(x, sympy.asin | sympy.acos):
            return self._within_1(x)
        raise Unshown(f"the limits of {type(x).__name__} are not supported yet")

    def _power(self, base: Any, exponent: Any) -> Series:
        if not exponent.has(self.n):
            return power(self(base), exponent, self.facts)
        if base.has(self.n):
            return exponential(self(exponent) * logarithm(self(base), self.facts), self.facts)
        signs = self.facts.signs(base)
        if signs == POSITIVE:
            return exponential(self(exponent) * constant(sympy.log(base)), self.facts)
        if not (signs <= NONNEGATIVE or exponent.is_integer):
            raise Undecided(base)
        return self._size_of_power(base, exponent, signs)

    def _size_of_power(self, base: Any, exponent: Any, signs: Signs) -> Series:
        """Of powers of what may be negative or zero just the size: at most exp(E·log|b|), with log 0 = −∞."""
        if not (signs <= NONZERO or self._grows(exponent)):
            raise Undecided(base)  # b^(1/n) is 0 where b is, and 1 elsewhere
        size = exponential(self(exponent) * constant(sympy.log(sympy.Abs(base))), self.facts)
        return Series((), size.only_size())

    def _grows(self, x: Any) -> bool:
        """Whether it tends to ∞."""
        s = self(x)
        return bool(parts(s, self.facts)[0]) and self.facts.signs(leading(s, self.facts)[1]) == POSITIVE

    def _bounded(self, x: Any) -> Series:
        inside = self(x.args[0])
        try:
            return taylor(x.func, inside, self.facts)
        except (Unshown, Undecided):
            return Series((), frozenset({ONE}))

    def _levelling(self, x: Any) -> Series:
        """arctan and erf are odd and level out: arctan s is π/2 − arctan(1/s), and 1 − erf s is below e^(−s²)."""
        inside = self(x.args[0])
        if not parts(inside, self.facts)[0]:
            return taylor(x.func, inside, self.facts)
        signs = self.facts.signs(leading(inside, self.facts)[1])
        if signs not in (POSITIVE, NEGATIVE):
            raise Undecided(leading(inside, self.facts)[1])
        end = constant(min(signs) * x.func(sympy.oo))
        if isinstance(x, sympy.erf):
            return Series(end.terms, self._tail(inside))
        return end + constant(sympy.Integer(-1)) * taylor(sympy.atan, power(inside, -_ONE, self.facts), self.facts)

    def _tail(self, s: Series) -> frozenset[Magnitude]:
        """What bounds 1 − erf|s|: e^(−s²), or a power of 1/s where that can't be written."""
        try:
            return exponential(constant(-_ONE) * power(s, 2 * _ONE, self.facts), self.facts).only_size()
        except Unshown:
            return power(s, -4 * _ONE, self.facts).only_size()

    def _within_1(self, x: Any) -> Series:
        """arcsin and arccos have derivatives inside −1 and 1."""
        inside = self(x.args[0])
        c = parts(inside, self.facts)[1]
        for room in (1 - c, 1 + c):
            if self.facts.signs(room) != POSITIVE:
                raise Unshown(f"{type(x).__name__} is expanded inside −1 and 1 alone")
        return taylor(x.func, inside, self.facts)

    def _by_sign(self, x: Any) -> Series:
        inside = self(x.args[0])
        signs = self.facts.signs(leading(inside, self.facts)[1])
        if signs not in (POSITIVE, NEGATIVE):
            raise Undecided(leading(inside, self.facts)[1])
        side = constant(sympy.Integer(min(signs)))
        return side * inside if isinstance(x, sympy.Abs) else side
