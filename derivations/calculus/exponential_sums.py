"""Sums of exponentials, taken apart into their exponents: Σᵢ cᵢ exp(yᵢ) with numbers cᵢ > 0, entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from math import prod
from typing import Any

from sympy import Integer

from derivations.notation import core, functions, linear
from derivations.notation.shapes import is_matrix, same_dim, shape_of

from .compact import add, entrywise, mul, negated, subtract, turned
from .compact.monomials import Monomial, taken_apart
from .compact.products import build, cost, is_zero, zero_like

Moves = Callable[[Any], bool]

MOST_TERMS = 3  # of a sum, where what does not move counts as one: softplus in softplus has to hold them
MOST_POWERS = 4  # of a sum below a line


@dataclass(frozen=True)
class Term:
    """c exp(y)."""

    number: Any
    exponent: Any
    moves: bool = True

    def times(self, number: Any) -> Term:
        return replace(self, number=number * self.number)


@dataclass(frozen=True)
class ExponentialSum:
    """c₁ exp(y₁) + c₂ exp(y₂) + …; of the exponents one at least is not 0."""

    terms: tuple[Term, ...]

    def with_exponents(self, exponents: Iterable[Any]) -> ExponentialSum:
        return ExponentialSum(tuple(replace(t, exponent=y) for t, y in zip(self.terms, exponents, strict=True)))

    def log(self, number: Any) -> Any:
        """log(number · sum) as y₁ + softplus(log(c₂/c₁ exp(y₂) + …) − y₁) + log c₁, which does not overflow."""
        return _log([t.times(number) for t in self.terms])

    def share(self, place: int) -> Any:
        """w where σ(w) is the share that a term has of the sum."""
        term = self.terms[place]
        others = [t.times(1 / term.number) for i, t in enumerate(self.terms) if i != place]
        return subtract(term.exponent, _log(others))

    def shares(self, places: Counter[int]) -> tuple[Any, ...]:
        """Factors whose product is that of the shares of some terms; of two terms the other is 1 − σ(w)."""
        if len(self.terms) > 2 or len(places) == 1:
            return tuple(_raised(functions.sigmoid(self.share(i)), k) for i, k in places.items())
        first = min(places, key=lambda i: cost(self.share(i)))
        sigma = functions.sigmoid(self.share(first))
        other = subtract(ones_or_one(sigma), sigma)
        return tuple(_raised(sigma if i == first else other, k) for i, k in places.items())

    def factored(self, exponent: Any, power: int) -> Counter[int] | None:
        """The places of as many terms as the power, whose product is a number times exp(exponent)."""
        if power > MOST_POWERS:
            return None
        places = sorted(range(len(self.terms)), key=lambda i: not is_zero(self.terms[i].exponent))
        ways = combinations_with_replacement(places, power)
        return next((Counter(way) for way in ways if is_zero(subtract(self._exponent(way), exponent))), None)

    def _exponent(self, way: Iterable[int]) -> Any:
        found = [self.terms[i].exponent for i in way]
        return found[0] if len(found) == 1 else add(*found)

    def number(self, places: Counter[int]) -> Any:
        """The number in front of the product of these terms."""
        return prod((self.terms[i].number ** k for i, k in places.items()), start=Integer(1))


def sum_of_exponentials(e: Any, moves: Moves) -> ExponentialSum | None:
    """The sum that an expression is, of at least two terms; 1 is exp(0), and 1ᵀexp(z) is exp(lse(z))."""
    if not isinstance(e, core.Plus | core.MatPlus):
        return None
    numbers: dict[Any, Any] = {}
    for c, y in map(scaled_exponent, e.args):
        if y is None or c <= 0:
            return None
        numbers[y] = numbers.get(y, 0) + c
    terms = tuple(Term(c, y, moves(y)) for y, c in numbers.items())
    return ExponentialSum(terms) if len(terms) > 1 and len(_with_one_fixed(terms)) <= MOST_TERMS else None


def exponent_of(e: Any) -> Any:
    """z where the expression is exp(z), entry by entry."""
    return e.args[1] if isinstance(e, functions.APPLIED) and e.function is functions.exp else None


def summed(e: Any) -> Any:
    """z where the expression is the sum of the entries of exp(z), for a vector z; of a matrix, its columns stacked."""
    z = exponent_of(e.args[0]) if isinstance(e, linear.Total) else None
    if z is None or same_dim(shape_of(z)[1], 1):
        return z
    return turned(z) if same_dim(shape_of(z)[0], 1) else linear.vec(z)


def _scalar_exponent(e: Any) -> Any:
    z = summed(e)
    return exponent_of(e) if z is None else linear.logsumexp(z)


def without_exponentials(e: Any) -> tuple[Any, Any]:
    """a and y where the expression is a exp(y), entry by entry, and a has no exponential among its factors."""
    m = taken_apart(e)
    scalars = {b: k for b, k in m.scalars.items() if _scalar_exponent(b) is not None and k.is_Integer}
    exponents = [_multiple(k, _scalar_exponent(b)) for b, k in scalars.items()]
    rest = {b: k for b, k in m.scalars.items() if b not in scalars}
    if not is_matrix(e) or len(m.mats) != 1:
        return build(Monomial(m.coef, rest, m.mats)), add(*exponents) if exponents and not is_matrix(e) else None
    ones = linear.Ones(*shape_of(e))
    kept, found = [], [mul(y, ones) for y in exponents]
    for f, y in _entrywise_factors(m.mats[0]):
        kept, found = (kept, [*found, y]) if y is not None else ([*kept, f], found)
    whole = entrywise(*kept) if len(kept) > 1 else kept[0] if kept else ones
    return mul(build(Monomial(m.coef, rest)), whole), add(*found) if found else None


def ones_or_one(like: Any) -> Any:
    return linear.Ones(*shape_of(like)) if is_matrix(like) else Integer(1)


def log_of_number(number: Any) -> Any:
    return functions.log(number) if number > 1 else negated(functions.log(1 / number))


def _entrywise_factors(e: Any) -> Iterator[tuple[Any, Any]]:
    """The factors of an entrywise product, each with z where it is exp(z)."""
    for f in e.args if isinstance(e, linear.Hadamard) else (e,):
        base, k = f.args if isinstance(f, linear.HadamardPower) else (f, Integer(1))
        z = exponent_of(base)
        yield f, _multiple(k, z) if z is not None and k.is_Integer else None


def _multiple(k: Any, z: Any) -> Any:
    return z if k == 1 else mul(k, z)


def scaled_exponent(e: Any) -> tuple[Any, Any]:
    """c and y where the expression is c exp(y) with a number c."""
    m = taken_apart(e)
    found = []
    for b, k in m.scalars.items():
        z = _scalar_exponent(b)
        if z is None or not k.is_Integer:
            return m.coef, None
        found.append(_multiple(k, z))
    if len(m.mats) > 1:
        return m.coef, None
    if m.mats:
        ones = linear.Ones(*shape_of(e))
        found = [mul(y, ones) for y in found]
        for f, z in _entrywise_factors(m.mats[0]):
            if z is None and not isinstance(f, linear.Ones):
                return m.coef, None
            found += [] if z is None else [z]
    return m.coef, zero_like(e) if not found else found[0] if len(found) == 1 else add(*found)


def _raised(e: Any, k: int) -> Any:
    return e if k == 1 else linear.hadamard_power(e, k) if is_matrix(e) else e**k


def _log(terms: Iterable[Term]) -> Any:
    first, *others = sorted(_with_one_fixed(terms), key=_as_taken_out)
    y = first.exponent
    if others:
        y = add(y, functions.softplus(subtract(_log([t.times(1 / first.number) for t in others]), y)))
    if first.number == 1:
        return y
    log = log_of_number(first.number)
    return add(y, mul(log, linear.Ones(*shape_of(y))) if is_matrix(y) else log)


def _with_one_fixed(terms: Iterable[Term]) -> list[Term]:
    """The terms, where those that do not move are one beside those that do."""
    terms = list(terms)
    fixed = [t for t in terms if not t.moves]
    if len(fixed) in (0, 1, len(terms)):
        return terms
    return [Term(Integer(1), _log(fixed), moves=False), *(t for t in terms if t.moves)]


def _as_taken_out(t: Term) -> tuple[bool, bool, bool]:
    """Numbers first, then what does not move, and log-sum-exp last."""
    return not is_zero(t.exponent), t.moves, t.exponent.has(linear.LogSumExp)
