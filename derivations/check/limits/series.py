"""The first terms of an expression as n grows, each a coefficient times a magnitude, and how large the rest can be.

Every operation keeps what it drops as a magnitude that bounds it, so that a limit that is read off is proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy

from .magnitudes import LOG_LOG, ONE, Magnitude, growth, of_key, require_nonzero
from .signs import NEGATIVE, POSITIVE, Facts, Undecided

ORDERS = 1, 2, 4  # of the expansions of functions: of few terms the coefficients are short, and often enough
_order: ContextVar[int] = ContextVar("order", default=ORDERS[-1])
_MOST_FACTORS = 4  # of a power that is multiplied out
_MOST_TERMS = 60
_MOST_OPERATIONS = 60  # in what is simplified, which takes as long as it likes


class Unshown(Exception):
    """These terms do not show what is asked, in words."""


@contextmanager
def expanded_to(order: int) -> Iterator[None]:
    """Within this block functions are expanded to so many powers of what goes to 0."""
    token = _order.set(order)
    try:
        yield
    finally:
        _order.reset(token)


@lru_cache(maxsize=4096)
def is_zero(c: Any) -> bool:
    """Whether a coefficient is shown to be 0: multiplied out, with tanh in terms of exp, else simplified."""
    spelled = c.rewrite(sympy.exp)
    if sympy.expand(spelled.as_numer_denom()[0]) == 0:
        return True
    return c.count_ops() <= _MOST_OPERATIONS and bool(sympy.simplify(c) == 0)


def simplified(c: Any) -> Any:
    """A limit as it is to be read, where it is not too long for that."""
    return sympy.simplify(c) if c.count_ops() <= _MOST_OPERATIONS else c


@dataclass(frozen=True)
class Series:
    """Σ c·M over `terms`, plus something that is at most a constant times the sum of the magnitudes in `rest`."""

    terms: tuple[tuple[Magnitude, Any], ...] = ()
    rest: frozenset[Magnitude] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[tuple[Magnitude, Any]], rest: Iterable[Magnitude] = ()) -> Series:
        total: dict[Magnitude, Any] = {}
        for m, c in pairs:
            total[m] = total.get(m, 0) + c
        terms = tuple((m, c) for m, c in total.items() if sympy.expand(c) != 0)
        if len(terms) > _MOST_TERMS:
            raise Unshown("it has too many terms")
        return cls(terms, frozenset(rest))

    def __add__(self, other: Series) -> Series:
        return Series.of((*self.terms, *other.terms), self.rest | other.rest)

    def __mul__(self, other: Series) -> Series:
        terms = ((m * k, c * d) for m, c in self.terms for k, d in other.terms)
        rest = {m * r for m, _ in self.terms for r in other.rest} | {k * r for k, _ in other.terms for r in self.rest}
        return Series.of(terms, rest | {r * s for r in self.rest for s in other.rest})

    def only_size(self) -> frozenset[Magnitude]:
        """Magnitudes that bound all of it."""
        return self.rest | {m for m, _ in self.terms}


def constant(c: Any) -> Series:
    return Series.of([(ONE, c)])


def _smaller(m: Magnitude, than: Magnitude, facts: Facts) -> bool:
    try:
        return growth(m / than, facts) < 0
    except Undecided:
        return False


def trimmed(s: Series, facts: Facts) -> Series:
    """Without what a larger rest covers anyway."""
    rest: list[Magnitude] = []
    for r in sorted(s.rest, key=str):
        if not any(_smaller(r, other, facts) for other in s.rest):
            rest.append(r)
    terms = [(m, c) for m, c in s.terms if not any(m == r or _smaller(m, r, facts) for r in rest)]
    return Series(tuple(terms), frozenset(rest))


def leading(s: Series, facts: Facts) -> tuple[Magnitude, Any, Series]:
    """(M, c, ε) with s = c·M·(1 + ε), where c is not zero and ε goes to 0."""
    terms = tuple((m, c) for m, c in s.terms if not is_zero(c))
    undecided: Undecided | None = None
    for m, c in terms:
        others = [k / m for k in (*(k for k, _ in terms if k != m), *s.rest)]
        try:
            if all(growth(k, facts) < 0 for k in others):
                require_nonzero(c, facts)
                small = Series.of(((k / m, d / c) for k, d in terms if k != m), (r / m for r in s.rest))
                return m, c, small
        except Undecided as problem:
            undecided = undecided or problem
    raise undecided or Unshown("its largest terms cancel")


def power(s: Series, p: Any, facts: Facts) -> Series:
    """s^p, for p without n."""
    if p.is_Integer and 0 <= p <= _MOST_FACTORS:
        out = constant(sympy.Integer(1))
        for _ in range(int(p)):
            out = trimmed(out * s, facts)
        return out
    m, c, small = leading(s, facts)
    _require_root(c, p, facts)
    return Series.of([(m**p, c**p)]) * _expanded(
        small, [sympy.binomial(p, j).expand(func=True) for j in _powers()], facts
    )


def _require_root(c: Any, p: Any, facts: Facts) -> None:
    if p.is_integer or facts.signs(c) == POSITIVE:
        return
    if facts.signs(c) == NEGATIVE:
        raise Unshown("it has powers of what is negative")
    raise Undecided(c)


def _powers() -> range:
    return range(_order.get() + 1)


def _expanded(small: Series, coefficients: list[Any], facts: Facts) -> Series:
    """Σ aⱼ·εʲ with all that is beyond the last j as the rest; ε goes to 0."""
    out, at = constant(coefficients[0]), constant(sympy.Integer(1))
    for a in coefficients[1:]:
        at = trimmed(at * small, facts)
        out = trimmed(out + at * constant(a), facts)
    return trimmed(Series(out.terms, out.rest | (at * small).only_size()), facts)


def taylor(f: Any, s: Series, facts: Facts) -> Series:
    """f(s) for a function that is analytic on ℝ, where s has a finite limit c: Σ f⁽ʲ⁾(c)·(s − c)ʲ/j!."""
    c, small = _about_limit(s, facts)
    x = sympy.Dummy("x", real=True)
    derivatives = [f(x).diff(x, j).subs(x, c) / sympy.factorial(j) for j in _powers()]
    return _expanded(small, derivatives, facts)


def _about_limit(s: Series, facts: Facts) -> tuple[Any, Series]:
    grown, c, small = parts(s, facts)
    if grown:
        raise Unshown("a part of it grows without bound")
    return c, small


def parts(s: Series, facts: Facts) -> tuple[tuple[tuple[Magnitude, Any], ...], Any, Series]:
    """What grows without bound, the constant, and what goes to 0."""
    where: dict[int, list[tuple[Magnitude, Any]]] = {1: [], 0: [], -1: []}
    for m, c in s.terms:
        try:
            where[growth(m, facts)].append((m, c))
        except Undecided:
            if not is_zero(c):
                raise
    if any(growth(r, facts) >= 0 for r in s.rest):
        raise Unshown("a part of it is only known to stay within bounds")
    grown = tuple((m, c) for m, c in where[1] if not is_zero(c))
    return grown, sympy.Add(*(c for _, c in where[0])), Series(tuple(where[-1]), s.rest)


def exponential(s: Series, facts: Facts) -> Series:
    """exp(s): what grows becomes a magnitude, the constant a coefficient, the rest a power series."""
    grown, c, small = parts(s, facts)
    pairs = []
    for m, d in grown:
        key = m.as_key()
        if key is None:
            raise Unshown("it has exponentials of exponentials")
        pairs.append((key, d))
    head = Series.of([(Magnitude.of(pairs), sympy.exp(c))])
    return head * _expanded(small, [1 / sympy.factorial(j) for j in _powers()], facts)


def logarithm(s: Series, facts: Facts) -> Series:
    """log(c·M·(1 + ε)) = log c + log M + log(1 + ε)."""
    m, c, small = leading(s, facts)
    if facts.signs(c) != POSITIVE:
        raise Undecided(c) if facts.signs(c) != NEGATIVE else Unshown("it has logarithms of what is negative")
    if LOG_LOG in dict(m.parts):
        raise Unshown("it has logarithms of logarithms")
    head = Series.of([(ONE, sympy.log(c)), *((of_key(key), d) for key, d in m.parts)])
    logs = [sympy.Integer(0), *(sympy.Rational((-1) ** (j + 1), j) for j in _powers()[1:])]
    return head + _expanded(small, logs, facts)
