"""What a hypothesis asks of numbers, and whether the facts and the ranges of what is in it leave none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy
from sympy import Poly, Rational
from sympy.polys.polyerrors import BasePolynomialError

from derivations.errors import DerivationError
from derivations.notation.core import MatNegative, Negative, Plus, negative
from derivations.notation.facts import is_positive
from derivations.notation.functions import Apply
from derivations.notation.linear import inner, squared_norm, total, trace
from derivations.notation.relations import Equation, Relation
from derivations.notation.shapes import convert, is_matrix, same_dim, shape_of
from derivations.notation.symbols import facts_of

from .bounds import bounds
from .having import number_has
from .normal import is_zero

_LESS_THAN_1 = ("sigmoid", "normal_cdf", "tanh")
_HIGHEST = 8  # degree of a polynomial whose roots are looked at
_FAILURES = (DerivationError, BasePolynomialError, NotImplementedError, TypeError, ValueError, RecursionError)


def in_numbers(g: Relation) -> Iterator[Relation]:
    """The relation; of matrices, that their sums of squares, their totals and their traces are equal."""
    if not is_matrix(g.gap):
        yield g
        return
    column, square = same_dim(shape_of(g.gap)[1], convert(1)), same_dim(*shape_of(g.gap))
    for take in (squared_norm if column else lambda a: inner(a, a), _sums_of(total), *[_sums_of(trace)] * square):
        yield Equation(*(convert(0) if is_zero(side) else take(side) for side in g.args))


def _sums_of(take: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Of −A it is what it is of A, with the sign outside, where signs are read."""

    def taken(a: Any) -> Any:
        return negative(taken(a.args[0])) if isinstance(a, MatNegative) else take(a)

    return taken


def is_above_zero(x: Any) -> bool:
    """Whether the ranges of its terms show that a number is positive."""
    terms = list(_terms(x))
    lows = [bounds(t)[0] for t in terms]
    least = sympy.Add(*lows)
    return bool(least > 0) or (least == 0 and any(map(_stays_above, terms, lows)))


def _terms(x: Any, sign: int = 1) -> Iterator[Any]:
    """What a sum is made of, without brackets."""
    if isinstance(x, Negative):
        yield from _terms(x.args[0], -sign)
    elif isinstance(x, Plus) or x.is_Add:
        for a in x.args:
            yield from _terms(a, sign)
    else:
        yield x if sign > 0 else negative(x)


def _stays_above(x: Any, low: Any) -> bool:
    """Whether a number never comes down to its lower bound."""
    if low == 0:
        return is_positive(x)
    f = x.args[0] if isinstance(x, Negative) else None
    return low == -1 and isinstance(f, Apply) and f.function.name in _LESS_THAN_1


def no_number_fits(g: Relation) -> bool:
    """Whether an equation is about one symbol alone, and none of its solutions has the facts that are declared."""
    symbols = g.atoms(sympy.Symbol)
    facts = facts_of(next(iter(symbols))) if len(symbols) == 1 else {}
    if not isinstance(g, Equation) or not facts:
        return False
    x = sympy.Dummy("x", real=True)
    try:
        gap = sympy.sympify(g.gap.xreplace({symbols.pop(): x}).doit())
        if not gap.is_polynomial(x):
            return False
        polynomial = Poly(gap, x)
        return 0 < polynomial.degree() <= _HIGHEST and not any(_has(facts, r) for r in _real_roots(polynomial))
    except _FAILURES:
        return False


def _real_roots(polynomial: Any) -> list[Any]:
    """Of a linear one of any coefficients, as x − π; of others of rational ones alone."""
    if polynomial.degree() == 1:
        return [-polynomial.nth(0) / polynomial.nth(1)]
    return polynomial.set_domain("QQ").real_roots()


def _has(facts: dict[str, Any], root: Any) -> bool:
    """Whether a number may have these facts."""
    for fact, bound in facts.items():
        if fact in ("above", "below"):
            limit = convert(bound).doit()
            if limit.is_number and not (root > limit if fact == "above" else root < limit):
                return False
        elif (fact in ("integer", "binary") and not isinstance(root, Rational)) or not number_has(fact, root):
            return False
    return True
