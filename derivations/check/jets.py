"""Jets: power series in t cut off after a fixed order, so that derivatives along a direction are exact coefficients.

A `JetField` lies over another field and works with its numbers and with jets alike; a plain number is a constant. Jets
of jets give derivatives of derivatives: the higher level takes the lower for constants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from math import factorial
from typing import Any

from .arithmetic import EASY_POWER, Field, NeedsBalls, Number, Undecided, Undefined
from .named import Shared
from .roots import integer_power


class Unknown:
    """A constant that is irrational, such as log 2 over ℚ: it adds and scales, and asks for balls when looked at."""

    __slots__ = ()

    def __add__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Jet) else self

    __radd__ = __sub__ = __rsub__ = __add__

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Jet):
            return NotImplemented
        return self if isinstance(other, Unknown) or other != 0 else other

    __rmul__ = __mul__

    def __neg__(self) -> Unknown:
        return self

    def __eq__(self, other: Any) -> bool:
        raise NeedsBalls("an irrational constant has no exact value")

    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = object.__hash__


UNKNOWN = Unknown()


class Jet:
    """c₀ + c₁ t + … + cₙ tⁿ, coefficients in the field below."""

    __slots__ = ("c", "field")

    def __init__(self, field: JetField, coefficients: Sequence[Number]) -> None:
        self.field = field
        self.c = tuple(coefficients)

    def _meets(self, other: Any) -> tuple[JetField, Sequence[Number], Sequence[Number]]:
        """Both numbers as coefficients over the field of the higher level."""
        if isinstance(other, Jet) and other.field.level >= self.field.level:
            field = other.field
            return field, self.c if self.field.level == field.level else field.constant(self), other.c
        return self.field, self.c, self.field.constant(other)

    def __add__(self, other: Any) -> Jet:
        if not isinstance(other, Jet) or other.field.level < self.field.level:
            return Jet(self.field, (self.c[0] + other, *self.c[1:]))
        field, a, b = self._meets(other)
        return Jet(field, [x + y for x, y in zip(a, b, strict=True)])

    __radd__ = __add__

    def __sub__(self, other: Any) -> Jet:
        if not isinstance(other, Jet) or other.field.level < self.field.level:
            return Jet(self.field, (self.c[0] - other, *self.c[1:]))
        field, a, b = self._meets(other)
        return Jet(field, [x - y for x, y in zip(a, b, strict=True)])

    def __rsub__(self, other: Any) -> Jet:
        return -self + other

    def __neg__(self) -> Jet:
        return Jet(self.field, [-x for x in self.c])

    def __mul__(self, other: Any) -> Jet:
        if not isinstance(other, Jet) or other.field.level < self.field.level:
            return Jet(self.field, [x * other for x in self.c])
        field, a, b = self._meets(other)
        return Jet(field, [_convolved(a, b, k) for k in range(field.order + 1)])

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Number:
        field = other.field if isinstance(other, Jet) and other.field.level > self.field.level else self.field
        return field.divide(self, other)

    def __rtruediv__(self, other: Any) -> Number:
        return self.field.divide(other, self)

    def __pow__(self, exponent: int | Fraction) -> Number:
        return self.field.power(self, Fraction(exponent))

    def __eq__(self, other: Any) -> bool:
        _, a, b = self._meets(other)
        return all(x == y for x, y in zip(a, b, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return " + ".join(f"({x})" + (f" t^{k}" if k else "") for k, x in enumerate(self.c))


def _convolved(a: Sequence[Number], b: Sequence[Number], k: int) -> Number:
    out = a[0] * b[k]
    for i in range(1, k + 1):
        out = out + a[i] * b[k - i]
    return out


class JetField(Shared):
    """Jets up to an order over the field below; its numbers are jets and the numbers of that field."""

    def __init__(self, below: Field, order: int = 1) -> None:
        self.below, self.order = below, order
        self.level = below.level + 1
        self.name, self.exact = below.name, below.exact
        self.zero, self.one, self._tail = below.zero, below.one, (below.zero,) * order

    def variable(self, value: Number, speed: Number) -> Jet:
        """value + speed·t."""
        return Jet(self, (value, speed, *self._tail[1:]))

    def constant(self, value: Number) -> Sequence[Number]:
        return (value, *self._tail)

    def coefficient(self, x: Number, k: int) -> Number:
        """The coefficient of tᵏ; raises `NeedsBalls` where it is an irrational constant."""
        padded = x.c if isinstance(x, Jet) and x.field.level == self.level else self.constant(x)
        out = padded[k]
        if isinstance(out, Unknown):
            raise NeedsBalls("an irrational constant has no exact value")
        return out

    def taylor(self, x: Number) -> list[Number]:
        """The derivatives of x at t = 0, from order 0 on."""
        return [self.coefficient(x, k) * self.below.number(factorial(k)) for k in range(self.order + 1)]

    # the field of constants

    def working(self) -> AbstractContextManager[Any]:
        return self.below.working()

    def number(self, value: Fraction | int) -> Number:
        return self.below.number(value)

    def stated(self, value: Fraction) -> Number:
        return self.below.stated(value)

    def fraction(self, x: Number) -> Fraction:
        return self.below.fraction(self._plain(x))

    def pi(self) -> Number:
        return self.below.pi()

    def vanishes(self, x: Number) -> bool:
        return all(self.below.vanishes(c) for c in x.c) if self._is_jet(x) else self.below.vanishes(x)

    def told_from_zero(self, x: Number) -> Number:
        for c in x.c if self._is_jet(x) else (x,):
            if not isinstance(c, Unknown):
                self.below.told_from_zero(c)
        return x

    def is_zero(self, x: Number) -> bool:
        """Whether the constant term and every other are zero for certain."""
        if not self._is_jet(x):
            return not isinstance(x, Unknown) and self.below.is_zero(x)
        return all(not isinstance(c, Unknown) and self.below.is_zero(c) for c in x.c)

    def sign(self, x: Number) -> int:
        """The sign near t = 0; a jet that only starts at zero changes sign there."""
        x = self._first(x) if not self._is_jet(x) or self._moves_off_zero(x) else self.below.zero
        return self.below.sign(x)

    def _moves_off_zero(self, x: Jet) -> bool:
        if not self.below.is_zero(self._first(x)):
            return True
        if any(not self.below.is_zero(c) for c in x.c[1:]):
            raise Undefined("no derivative at a kink")
        return False

    def pivot(self, column: Sequence[Number]) -> int:
        return self.below.pivot([self._first(x) for x in column])

    def _is_jet(self, x: Number) -> bool:
        return isinstance(x, Jet) and x.field.level == self.level

    def _first(self, x: Number) -> Number:
        out = x.c[0] if self._is_jet(x) else x
        if isinstance(out, Unknown):
            raise NeedsBalls("an irrational constant has no exact value")
        return out

    def _plain(self, x: Number) -> Number:
        if self._is_jet(x) and any(not self.below.is_zero(c) for c in x.c[1:]):
            raise Undecided(f"{x} is a series, expected a number")
        return self._first(x)

    # series of functions, each from the differential equation of the function

    def divide(self, x: Number, y: Number) -> Number:
        if not self._is_jet(y):
            if self._is_jet(x):
                inverse = self.below.divide(self.below.one, self._first(y))
                return Jet(self, [c * inverse for c in x.c])
            return x if isinstance(x, Unknown) else self.below.divide(x, self._first(y))
        a = x.c if self._is_jet(x) else self.constant(x)
        start = self.below.divide(self.below.one, self._first(y))
        out: list[Number] = []
        for k in range(self.order + 1):
            rest = a[k]
            for i in range(1, k + 1):
                rest = rest - y.c[i] * out[k - i]
            out.append(rest * start)
        return Jet(self, out)

    def power(self, x: Number, exponent: Fraction) -> Number:
        if not self._is_jet(x):
            return self.below.power(self._first(x), exponent)
        if exponent.denominator == 1:
            if abs(exponent) > EASY_POWER:
                self.below.power(self._first(x), exponent)  # asks for balls where it is too long to write out
            out = integer_power(x, abs(exponent.numerator), self.one)
            return out if exponent >= 0 else self.divide(self.one, out)
        below, first = self.below, self._first(x)
        out = [below.power(first, exponent)]
        scale = below.divide(below.one, first)
        for k in range(1, self.order + 1):
            terms = [x.c[i] * out[k - i] * below.number(exponent * i - (k - i)) for i in range(1, k + 1)]
            out.append(_sum(terms) * scale * below.number(Fraction(1, k)))
        return Jet(self, out)

    def sqrt(self, x: Number) -> Number:
        return self.power(x, Fraction(1, 2))

    def exp(self, x: Number) -> Number:
        if not self._is_jet(x):
            return self.below.exp(self._first(x))
        out = [self.below.exp(self._first(x))]
        for k in range(1, self.order + 1):
            out.append(_sum([x.c[i] * out[k - i] * self._ratio(i, k) for i in range(1, k + 1)]))
        return Jet(self, out)

    def log(self, x: Number) -> Number:
        if not self._is_jet(x):
            return self._log_of_constant(self._first(x))
        first = self._first(x)
        start, scale = self._log_of_constant(first), self.below.divide(self.below.one, first)
        out = [start]
        for k in range(1, self.order + 1):
            inner = [out[i] * x.c[k - i] * self._ratio(i, k) for i in range(1, k)]
            out.append((x.c[k] - _sum(inner) if inner else x.c[k]) * scale)
        return Jet(self, out)

    def _log_of_constant(self, x: Number) -> Number:
        try:
            return self.below.log(x)
        except NeedsBalls:
            if self.below.level:
                raise
            return UNKNOWN  # the other coefficients of a logarithm are rational

    def sin(self, x: Number) -> Number:
        return self._sine_and_cosine(x, 0) if self._is_jet(x) else self.below.sin(self._first(x))

    def cos(self, x: Number) -> Number:
        return self._sine_and_cosine(x, 1) if self._is_jet(x) else self.below.cos(self._first(x))

    def _sine_and_cosine(self, x: Jet, which: int) -> Jet:
        first = self._first(x)
        sines, cosines = [self.below.sin(first)], [self.below.cos(first)]
        for k in range(1, self.order + 1):
            steps = [x.c[i] * self._ratio(i, k) for i in range(1, k + 1)]
            next_sine = _sum([s * cosines[k - i] for i, s in enumerate(steps, 1)])
            cosines.append(-_sum([s * sines[k - i] for i, s in enumerate(steps, 1)]))
            sines.append(next_sine)
        return Jet(self, (sines, cosines)[which])

    def arctan(self, x: Number) -> Number:
        return self._integrated("arctan", x, lambda y: self.divide(self.one, self.one + y * y))

    def arcsin(self, x: Number) -> Number:
        return self._integrated("arcsin", x, lambda y: self.power(self.one - y * y, Fraction(-1, 2)))

    def normal_cdf(self, x: Number) -> Number:
        return self._integrated("normal_cdf", x, self.normal_density)

    def _integrated(self, name: str, x: Number, slope: Callable[[Number], Number]) -> Number:
        """A function from its derivative: k·yₖ = Σ i·xᵢ·slopeₖ₋ᵢ."""
        function = getattr(self.below, name)
        if not self._is_jet(x):
            return function(self._first(x))
        speed, out = slope(x), [function(self._first(x))]
        for k in range(1, self.order + 1):
            out.append(_sum([x.c[i] * speed.c[k - i] * self._ratio(i, k) for i in range(1, k + 1)]))
        return Jet(self, out)

    def _ratio(self, i: int, k: int) -> Number:
        return self.below.number(Fraction(i, k))


def _sum(terms: list[Number]) -> Number:
    out = terms[0]
    for x in terms[1:]:
        out = out + x
    return out


def derivatives(function: Callable[[Number], Number], at: Number, field: Field, order: int = 1) -> list[Number]:
    """f(a), f′(a), …, of a function written for jets."""
    jets = JetField(field, order)
    return jets.taylor(function(jets.variable(at, field.one)))
