"""Two number systems with one interface: exact rationals, and balls that enclose a real number to 77 digits or more.

FLINT computes both where python-flint is installed; else Python's fractions and mpmath's interval arithmetic do. Both
backends give the same verdicts, and the tests run them side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, Literal, Protocol

from derivations.errors import DerivationError, MathError, NotSupported
from derivations.notation.numbers import power_is_long

from .intervals import PRECISION, Interval, working
from .named import Shared
from .roots import exact_root, integer_power

Number = Any  # fmpq, arb, Fraction, Interval or a Jet over one of them
EASY_POWER = 16  # beyond it what is raised decides whether the power can be written out
_MOST_BITS = 100_000  # of such a power
_MOST_ROOT = 10**18  # in balls: FLINT takes no degree beyond a machine word
DIGITS = (40, 160, 640)  # a ball around zero counts as zero when it is smaller than 10^-40; asked again, 10^-160, …


class Undefined(MathError):
    """The expression has no value at this point: a singular inverse, a logarithm of zero, a division by zero."""


class NoPlace(Undefined):
    """An index that runs over nothing: nothing is said of it at this point."""


class NoLaw(Undefined):
    """A random variable that no law fits at this point, as where its variance q(1 − q) is negative."""


class Singular(Undefined):
    """A matrix that has no inverse."""


class Undecided(DerivationError):
    """A ball is too wide to tell the sign of the number in it."""


class NeedsBalls(DerivationError):
    """The value is irrational, or has more digits than there is time for: ask again in balls."""


class Field(Protocol):
    """What numbers can do, besides + − * among themselves."""

    name: str
    exact: bool
    level: int
    zero: Number
    one: Number

    def working(self) -> AbstractContextManager[Any]: ...
    def number(self, value: Fraction | int) -> Number: ...
    def stated(self, value: Fraction) -> Number: ...
    def fraction(self, x: Number) -> Fraction: ...
    def sign(self, x: Number) -> int: ...
    def is_zero(self, x: Number) -> bool: ...
    def vanishes(self, x: Number) -> bool: ...
    def told_from_zero(self, x: Number) -> Number: ...
    def pivot(self, column: Sequence[Number]) -> int: ...
    def divide(self, x: Number, y: Number) -> Number: ...
    def power(self, x: Number, exponent: Fraction) -> Number: ...
    def exp(self, x: Number) -> Number: ...
    def log(self, x: Number) -> Number: ...
    def sqrt(self, x: Number) -> Number: ...
    def sin(self, x: Number) -> Number: ...
    def cos(self, x: Number) -> Number: ...
    def arctan(self, x: Number) -> Number: ...
    def arcsin(self, x: Number) -> Number: ...
    def normal_cdf(self, x: Number) -> Number: ...
    def pi(self) -> Number: ...
    def absolute(self, x: Number) -> Number: ...
    def relu(self, x: Number) -> Number: ...
    def maximum(self, x: Number, y: Number) -> Number: ...
    def apply(self, name: str, x: Number) -> Number: ...


# --- exact rationals --------------------------------------------------------------------------------------------------


class Rationals(Shared):
    """ℚ. A function whose value is irrational raises `NeedsBalls`, and so does a power with too many digits."""

    name = "exact"
    exact = True
    level = 0

    def __init__(self, make: Callable[[int, int], Number]) -> None:
        self.make = make
        self.zero, self.one = make(0, 1), make(1, 1)

    def working(self) -> AbstractContextManager[Any]:
        return nullcontext()

    def number(self, value: Fraction | int) -> Number:
        return self.make(value.numerator, value.denominator)

    stated = number

    def fraction(self, x: Number) -> Fraction:
        return Fraction(int(x.numerator), int(x.denominator))

    def sign(self, x: Number) -> int:
        return (x > 0) - (x < 0)

    def is_zero(self, x: Number) -> bool:
        return x == 0

    vanishes = is_zero

    def told_from_zero(self, x: Number) -> Number:
        return x

    def pivot(self, column: Sequence[Number]) -> int:
        """The place of a usable pivot in a column."""
        for i, x in enumerate(column):
            if x != 0:
                return i
        raise Singular("the matrix is singular")

    def divide(self, x: Number, y: Number) -> Number:
        if y == 0:
            raise Undefined("division by zero")
        return x / y

    def power(self, x: Number, exponent: Fraction) -> Number:
        if x == 0 and exponent < 0:
            raise Undefined("division by zero")
        if exponent.denominator != 1:
            x = self._root(x, exponent.denominator)
        if abs(exponent.numerator) > EASY_POWER and power_is_long(x, exponent.numerator, _MOST_BITS):
            raise NeedsBalls("a power is too long to write out")
        out = integer_power(x, abs(exponent.numerator), self.one)
        return out if exponent >= 0 else self.one / out

    def _root(self, x: Number, degree: int) -> Number:
        if x < 0:
            raise Undefined(f"a root of the negative number {x}")
        top, bottom = exact_root(int(x.numerator), degree), exact_root(int(x.denominator), degree)
        if top is None or bottom is None:
            raise NeedsBalls(f"the root of {x} is irrational")
        return self.make(top, bottom)

    def sqrt(self, x: Number) -> Number:
        return self._root(x, 2)

    def log(self, x: Number) -> Number:
        if x <= 0:
            raise Undefined(f"the logarithm of {x}")
        return self._only_at("log", x, self.one, self.zero)

    def exp(self, x: Number) -> Number:
        return self._only_at("exp", x, self.zero, self.one)

    def sin(self, x: Number) -> Number:
        return self._only_at("sin", x, self.zero, self.zero)

    def cos(self, x: Number) -> Number:
        return self._only_at("cos", x, self.zero, self.one)

    def arctan(self, x: Number) -> Number:
        return self._only_at("arctan", x, self.zero, self.zero)

    def arcsin(self, x: Number) -> Number:
        if x > 1 or x < -1:
            raise Undefined(f"the arcsine of {x}")
        return self._only_at("arcsin", x, self.zero, self.zero)

    def normal_cdf(self, x: Number) -> Number:
        return self._only_at("Φ", x, self.zero, self.one / (self.one + self.one))

    def pi(self) -> Number:
        raise NeedsBalls("π is irrational")

    def _only_at(self, name: str, x: Number, place: Number, value: Number) -> Number:
        if x == place:
            return value
        raise NeedsBalls(f"{name}({x}) is irrational")


# --- balls ------------------------------------------------------------------------------------------------------------


class Balls(Shared):
    """Real numbers, each known to lie in a ball; every operation gives a ball that holds the true result."""

    name = "enclosed"
    exact = False
    level = 0

    def __init__(
        self,
        make: Callable[[int, int], Number],
        pi: Callable[[], Number],
        working: Callable[[], Any],
        digits: int,
        guarded: bool = True,
    ) -> None:
        self.make, self.pi, self.working, self.digits, self.guarded = make, pi, working, digits, guarded
        with working():
            self.zero, self.one = make(0, 1), make(1, 1)
            self.tiny = make(1, 10**digits)
            self.least, self.most = make(1, 10 ** (digits // 2)), make(10 ** (digits // 2), 1)

    def number(self, value: Fraction | int) -> Number:
        return self.told_from_zero(self.make(value.numerator, value.denominator))

    def stated(self, value: Fraction) -> Number:
        """A number that a claim names: with as many digits as these balls tell it may be meant to pass for π."""
        if self.guarded and max(abs(value.numerator), value.denominator) >= 10**self.digits:
            raise Undecided(f"a number of more than {self.digits} digits may be near another one")
        return self.number(value)

    def told_from_zero(self, x: Number) -> Number:
        """The same number; one that is not zero but whose square would count as zero in a sum asks for more digits.

        So the terms of an inner product, and 1 − cos x, are told from zero too. A number as large hides what is added
        to it, for only so many digits of the sum are known: log(1 + eˣ) would be x.
        """
        return self._told_positive(x) if x > 0 or x < 0 else x

    def _told_positive(self, x: Number) -> Number:
        """The same of a number that is not zero even where its ball doesn't show it, such as an exponential."""
        if self.guarded and x.abs_upper() < self.least:
            raise Undecided(f"the square of a number smaller than 10^-{self.digits // 2} can't be told from zero")
        if self.guarded and x.abs_upper() > self.most:
            raise Undecided(f"a number larger than 10^{self.digits // 2} hides what is added to it")
        return x

    def fraction(self, x: Number) -> Fraction:
        raise NotSupported("not supported: a rational value of a ball")

    def sign(self, x: Number) -> int:
        if x > 0:
            return 1
        if x < 0:
            return -1
        if x.is_zero():
            return 0
        raise Undecided(f"a number within {x} of zero has an unknown sign")

    def is_zero(self, x: Number) -> bool:
        """Whether x is zero for certain."""
        return x.is_zero()

    def vanishes(self, x: Number) -> bool:
        """Whether the ball holds zero and is tiny, e.g. smaller than 10^-40; a wide ball around zero is undecided."""
        if x > 0 or x < 0:
            return False
        if x.abs_upper() < self.tiny:
            return True
        raise Undecided(f"the ball {x} is too wide to tell whether it is zero")

    def pivot(self, column: Sequence[Number]) -> int:
        best, size, all_zero = -1, None, True
        for i, x in enumerate(column):
            if x > 0 or x < 0:
                lower = x.abs_lower()
                if size is None or lower > size:
                    best, size = i, lower
            elif not x.is_zero():
                all_zero = False
        if size is not None:
            return best
        raise Singular("the matrix is singular") if all_zero else Undecided("no pivot can be told from zero")

    def divide(self, x: Number, y: Number) -> Number:
        if y > 0 or y < 0:
            return self.told_from_zero(x / y)
        raise Undefined("division by zero") if y.is_zero() else Undecided("a divisor can't be told from zero")

    def power(self, x: Number, exponent: Fraction) -> Number:
        if exponent.denominator != 1:
            x = self._root(x, exponent.denominator)
        out = integer_power(x, abs(exponent.numerator), self.one)
        return self.told_from_zero(out) if exponent >= 0 else self.divide(self.one, out)

    def _root(self, x: Number, degree: int) -> Number:
        if degree > _MOST_ROOT:
            raise NotSupported(f"not supported: a root of a degree above {_MOST_ROOT}")
        s = self.sign(x)
        if s < 0:
            raise Undefined("a root of a negative number")
        return x.root(degree) if s else x

    def sqrt(self, x: Number) -> Number:
        return self._root(x, 2)

    def log(self, x: Number) -> Number:
        if self.sign(x) <= 0:
            raise Undefined("the logarithm of a number that is not positive")
        return x.log()

    def exp(self, x: Number) -> Number:
        return self._told_positive(x.exp())

    def sin(self, x: Number) -> Number:
        return x.sin()

    def cos(self, x: Number) -> Number:
        return x.cos()

    def arctan(self, x: Number) -> Number:
        return self._of_flint("atan", x)

    def arcsin(self, x: Number) -> Number:
        if self.sign(self.one - x * x) < 0:
            raise Undefined("the arcsine of a number outside −1 to 1")
        return self._of_flint("asin", x)

    def normal_cdf(self, x: Number) -> Number:
        """By the tail on the side of x, so that one too small to be told from zero asks for more digits."""
        half = self.divide(self.one, self.one + self.one)
        right = x > 0
        tail = self._told_positive(half * self._of_flint("erfc", (x if right else -x) * self.sqrt(half)))
        return self.one - tail if right else tail

    def _of_flint(self, name: str, x: Number) -> Number:
        if not hasattr(x, name):
            raise NotSupported(f"not supported: {name} in ball arithmetic without python-flint")
        return getattr(x, name)()

    def absolute(self, x: Number) -> Number:
        return abs(x)

    def relu(self, x: Number) -> Number:
        return x.max(self.zero)

    def maximum(self, x: Number, y: Number) -> Number:
        return x.max(y)


# --- the choice of backend --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arithmetic:
    """Both number systems of one backend; `finer` are balls of more and more digits.

    `last` are the finest, with tiny numbers as they are: what differs in them differs, what agrees need not agree.
    """

    backend: str
    exact: Field
    balls: Field
    finer: tuple[Field, ...]
    last: Field


@lru_cache(maxsize=4)
def arithmetic(backend: Literal["auto", "flint", "python"] = "auto") -> Arithmetic:
    """The number systems of a backend; "auto" is FLINT where python-flint can be imported."""
    if backend == "python":
        return _python()
    try:
        return _flint()
    except ImportError:
        if backend == "flint":
            raise
        return _python()


def _flint() -> Arithmetic:
    from flint import arb, ctx, fmpq

    def ball(p: int, q: int) -> Number:
        return arb(p) if q == 1 else arb(fmpq(p, q))

    return Arithmetic("flint", Rationals(fmpq), *_levels(ball, arb.pi, ctx.workprec))


def _python() -> Arithmetic:
    return Arithmetic("python", Rationals(Fraction), *_levels(Interval.ratio, Interval.pi, working))


def _levels(
    make: Callable[[int, int], Number], pi: Callable[[], Number], working: Callable[[int], Any]
) -> tuple[Balls, tuple[Balls, ...], Balls]:
    """Balls for each number of digits, with as large a share of the precision left for what a calculation loses."""
    first, *finer = (Balls(make, pi, partial(working, PRECISION * n // DIGITS[0]), n) for n in DIGITS)
    return first, tuple(finer), Balls(make, pi, finer[-1].working, DIGITS[-1], guarded=False)
