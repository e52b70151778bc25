"""Which signs an expression in parameters can have, by what is declared and supposed of them.

A limit turns on such signs: aⁿ/(aⁿ + bⁿ) tends to 1, 1/2 or 0 as a − b is positive, zero or negative. A sign that
what is declared does not give is never assumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import reduce
from itertools import product
from typing import Any

import sympy

Signs = frozenset[int]
POSITIVE, NEGATIVE, ZERO = frozenset({1}), frozenset({-1}), frozenset({0})
NONNEGATIVE, NONZERO, ANY = POSITIVE | ZERO, POSITIVE | NEGATIVE, frozenset({-1, 0, 1})


class Undecided(Exception):
    """What is to be shown takes the sign of an expression that what is declared does not give."""

    def __init__(self, of: Any) -> None:
        super().__init__(of)
        self.of = of


class Facts:
    """What is known of the parameters, besides the assumptions that SymPy's symbols carry.

    Each of `ways` writes parameters in terms of free positive numbers: b above a as a + t. `known` are expressions,
    such as the gaps of hypotheses, with the signs that they can have.
    """

    def __init__(self, ways: Iterable[dict[Any, Any]] = (), known: Iterable[tuple[Any, Signs]] = ()) -> None:
        self.ways, self.known = tuple(ways), tuple(known)
        self._found: dict[Any, Signs] = {}

    def signs(self, x: Any) -> Signs:
        """The signs that x can have; where it has no value, it has any."""
        x = sympy.sympify(x)
        if x not in self._found:
            self._found[x] = _of_product(x, self._of_sum) or ANY
        return self._found[x]

    def _of_sum(self, x: Any) -> Signs:
        found = _by_form(x, self.signs)
        for way in self.ways:
            written = _written(x, way)
            if written != x:
                found &= _of_product(written, lambda part: _by_form(part, _without_facts))
        for gap, signs in self.known:
            found &= _plus([_without_facts(x - gap), signs])
            above, below = sympy.cancel(x / gap).as_numer_denom()
            if (by := _without_facts(below)) <= NONZERO:
                found &= _times(_times(_without_facts(above), by), signs)
        return found or ANY  # nothing fits: what is declared is contradictory, and shows nothing here


def _without_facts(x: Any) -> Signs:
    return _of_product(x, lambda part: _by_form(part, _without_facts)) or ANY


def _written(x: Any, way: dict[Any, Any]) -> Any:
    for _ in way:  # bounds may be parameters that have bounds themselves
        x = x.xreplace(way)
    return x


def _of_product(x: Any, of_sum: Any) -> Signs:
    """Factor by factor."""
    if x.is_number:
        return _of_number(x)
    with suppress(sympy.PolynomialError):
        x = sympy.factor(sympy.together(x))
    return reduce(_times, (_of_power(f, of_sum) for f in sympy.Mul.make_args(x)), POSITIVE)


def _of_power(x: Any, of_sum: Any) -> Signs:
    if not x.is_Pow:
        return of_sum(x)
    base, exponent = x.args
    signs = of_sum(base)
    if exponent.is_Integer:
        signs = frozenset(s ** (2 - int(exponent) % 2) for s in signs)
    elif not signs <= NONNEGATIVE:
        return of_sum(x)
    return signs - ZERO if exponent.is_negative else signs  # 1/0 has no value


def _of_number(x: Any) -> Signs:
    is_so = {1: x.is_positive, -1: x.is_negative, 0: x.is_zero}
    return next((frozenset({s}) for s, holds in is_so.items() if holds), ANY)


def _by_form(x: Any, signs: Any) -> Signs:
    """By SymPy's assumptions, by the terms of a sum, and of logarithms by what they are taken of."""
    found = frozenset(s for s, no in ((1, x.is_nonpositive), (-1, x.is_nonnegative), (0, x.is_nonzero)) if not no)
    if isinstance(x, sympy.log) or x.is_Add:
        found &= _by_logarithms(x, signs)
    if x.is_Add:
        x = sympy.expand(x)
        found &= _plus([signs(term) for term in sympy.Add.make_args(x)])
    return found


def _by_logarithms(x: Any, signs: Any) -> Signs:
    """Σ q·log(x) has the sign of Πx^q − 1; log|x| is negative where x lies between −1 and 1."""
    whole = product_of_logarithms(x)
    if whole is None:
        return ANY
    inside = sympy.Mul(*map(_without_bars, sympy.Mul.make_args(whole)))
    found = signs(whole - 1)
    if inside == whole or found in (POSITIVE, NEGATIVE):
        return found
    if signs(1 - inside) == signs(1 + inside) == POSITIVE:
        return NEGATIVE
    return POSITIVE if POSITIVE in (signs(inside - 1), signs(-inside - 1)) else found


def product_of_logarithms(x: Any) -> Any:
    """Πx^q for Σ q·log(x) with rational q; None for anything else."""
    whole = sympy.Integer(1)
    for term in sympy.Add.make_args(sympy.expand(x)):
        factor, rest = term.as_independent(sympy.log, as_Add=False)
        if not factor.is_Rational or not isinstance(rest, sympy.log):
            return None
        whole *= rest.args[0] ** factor
    return whole


def _without_bars(x: Any) -> Any:
    base, exponent = x.as_base_exp()
    return base.args[0] ** exponent if isinstance(base, sympy.Abs) and exponent.is_Integer else x


def _times(a: Signs, b: Signs) -> Signs:
    return frozenset(p * q for p, q in product(a, b))


def _plus(terms: list[Signs]) -> Signs:
    """A sum of terms that are all ≥ 0 is, and positive where one of them is."""
    for s in (1, -1):
        one_side = frozenset({s, 0})
        if all(t <= one_side for t in terms):
            return frozenset({s}) if frozenset({s}) in terms else one_side
    return ANY
