"""The factors of an expression: of products and powers as they stand, and of polynomials in whatever stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, reduce
from typing import Any

import sympy

from derivations.notation import core, linear
from derivations.notation.core import minus, plus
from derivations.notation.shapes import convert, is_matrix, shape_of

from .factoring import factor_list

_FLAT = (core.Product, core.Quotient, core.Negative, linear.Hadamard, core.MatQuotient, core.MatNegative, sympy.Mul)
POWERS = (core.Power, linear.HadamardPower, sympy.Pow)
_SUMS = (core.Plus, core.MatPlus, sympy.Add)


def factors(x: Any) -> Iterator[Any]:
    """Those of a product, a quotient or a power as it stands."""
    if isinstance(x, _FLAT) and (isinstance(x, linear.Hadamard) or not all(map(is_matrix, x.args))):
        yield from (f for a in x.args for f in factors(a))
    elif isinstance(x, POWERS):
        yield from factors(x.args[0])
    else:
        yield x


def factors_of_sum(x: Any) -> Iterator[Any]:
    """Those of a polynomial, such as n + 1 of n² + 2n + 1; what is no sum, product or whole power is one variable."""
    yield from (factor for factor, _ in factored(x))


def repeated_factors(x: Any) -> Iterator[Any]:
    """Those of which a square is a factor."""
    yield from (factor for factor, power in factored(x) if power > 1)


def factored(x: Any) -> Iterator[tuple[Any, int]]:
    """The factors of a polynomial with their powers; one that is too long is its only factor."""
    found = _found(x)
    yield from found if found else ((x, 1),)


def is_too_long(x: Any) -> bool:
    """Whether factors may hide in a sum: only where it is positive no root of it changes from one piece to another."""
    return _found(x) is None


@lru_cache(maxsize=1 << 10)
def _found(x: Any) -> tuple[tuple[Any, int], ...] | None:
    """None of what is too long; nothing of what is no polynomial, or has no factors but itself."""
    if not isinstance(x, _SUMS):
        return ()
    variables: dict[Any, Any] = {}
    found = factor_list(_polynomial(x, variables))
    if found is None:
        return None
    several = len(found) > 1 or any(power > 1 for _, power in found)
    return tuple((_written(factor, variables, x), power) for factor, power in found) if several else ()


def _polynomial(x: Any, variables: dict[Any, Any]) -> Any:
    """An expression, or an entry of a matrix, as a rational function of the variables in it."""

    def go(e: Any) -> Any:
        return _polynomial(e, variables)

    if x.is_Rational:
        return x
    if isinstance(x, linear.Ones):
        return sympy.Integer(1)
    if isinstance(x, _SUMS):
        return sympy.Add(*map(go, x.args))
    if isinstance(x, core.Negative | core.MatNegative):
        return -go(x.args[0])
    if isinstance(x, core.Quotient | core.MatQuotient):
        return go(x.args[0]) / go(x.args[1])
    if isinstance(x, linear.Hadamard) or (isinstance(x, _FLAT) and sum(map(is_matrix, x.args)) == is_matrix(x)):
        return sympy.Mul(*map(go, x.args))
    if isinstance(x, core.MatProduct) and sum(map(is_matrix, x.args)) == 1:
        return sympy.Mul(*map(go, x.args))
    if isinstance(x, POWERS) and x.args[1].doit().is_Integer:
        return go(x.args[0]) ** x.args[1].doit()
    if isinstance(x, linear.SquaredNorm):
        return go(linear.Norm(x.args[0])) ** 2
    return variables.setdefault(x, sympy.Dummy())


def _written(factor: Any, variables: dict[Any, Any], like: Any) -> Any:
    """A polynomial in the notation, with its terms in order; of matrices entry by entry."""
    by_dummy = {dummy: e for e, dummy in variables.items() if factor.has(dummy)}
    terms = sympy.Poly(factor, *by_dummy).terms()
    matrix = any(map(is_matrix, by_dummy.values()))

    def term(powers: tuple[int, ...], coef: Any) -> Any:
        scalar, entries = convert(coef), linear.ones(*shape_of(like))
        for e, power in zip(by_dummy.values(), powers, strict=True):
            if power and is_matrix(e):
                one = linear.hadamard_power(e, power) if power > 1 else e
                entries = one if isinstance(entries, linear.Ones) else linear.hadamard(entries, one)
            elif power:
                one = core.power(e, power) if power > 1 else e
                scalar = one if scalar == 1 else scalar * one
        if not matrix:
            return scalar
        return entries if scalar == 1 else scalar * entries

    def add(sum_: Any, next_: tuple[tuple[int, ...], Any]) -> Any:
        powers, coef = next_
        return minus(sum_, term(powers, -coef)) if coef.is_negative else plus(sum_, term(powers, coef))

    (powers, coef), *rest = terms
    return reduce(add, rest, term(powers, coef))
