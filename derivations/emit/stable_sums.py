"""Sums of two terms that cancel, or that are one function, rewritten so that no digit is lost.

Each rule takes two terms, in either order and with either sign, and gives what they are together, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from sympy import Rational

from derivations.notation import core, functions, linear
from derivations.notation.shapes import convert, is_matrix
from derivations.notation.symbols import facts_of

from .factors import Factors, factors_of, flipped, flipped_run, is_column, product_of
from .forms import (
    Gap,
    LogSoftmax,
    SimplexCovariance,
    argument_of,
    entrywise_factors,
    form,
    is_one,
    minus_of,
    opposite,
    sum_of,
    terms_of,
)


def pairs(x: Any) -> Any:
    """Two terms of a sum that are one function, wherever they stand in it."""
    terms = terms_of(x)
    for j, k in combinations(range(len(terms)), 2):
        a, b = terms[j], terms[k]
        for rule in _PAIRS:
            joined = rule(a, b) or rule(b, a)
            if joined is None:
                flipped = rule(opposite(a), opposite(b)) or rule(opposite(b), opposite(a))
                joined = None if flipped is None else opposite(flipped)
            if joined is not None:
                rest = [t for position, t in enumerate(terms) if position not in (j, k)]
                return sum_of([*rest[:j], joined, *rest[j:]])
    return None


def _log_softmax(a: Any, b: Any) -> Any:
    """x − lse(x)·1, with the largest entry taken from x before anything small is added."""
    parts = factors_of(b)
    alone = parts.sign < 0 and not parts.below and not parts.closed and len(parts.scalars) == len(parts.last) == 1
    if alone and parts.scalars[0] == linear.LogSumExp(a) and is_one(parts.last[0]):
        return LogSoftmax(a)
    return None


def _one_minus_sigmoid(a: Any, b: Any) -> Any:
    """1 − σ(z) = σ(−z); as written it is 0 from z = 37 on."""
    z = argument_of(minus_of(b), "sigmoid") if minus_of(b) is not None else None
    return functions.sigmoid(opposite(z)) if z is not None and is_one(a) else None


def _expm1(a: Any, b: Any) -> Any:
    """exp(t) − 1 keeps no digit of a small t."""
    t = argument_of(a, "exp")
    return form("expm1", t) if t is not None and minus_of(b) is not None and is_one(minus_of(b)) else None


def _one_minus_tanh_squared(a: Any, b: Any) -> Any:
    """1 − tanh²(z) = 4σ(2z)σ(−2z); as written it is 0 from z = 19 on."""
    square = minus_of(b)
    if square is None or not is_one(a):
        return None
    z = argument_of(_square_root(square), "tanh") if _square_root(square) is not None else None
    return None if z is None else core.times(4, form("slope", core.times(2, z)))


def _one_and_tanh(a: Any, b: Any) -> Any:
    """1 + tanh(z) = 2σ(2z) and 1 − tanh(z) = 2σ(−2z); as written they are 0 beyond z = ∓19."""
    if not is_one(a):
        return None
    z = argument_of(b, "tanh")
    if z is None:
        z = argument_of(minus_of(b), "tanh") if minus_of(b) is not None else None
        z = None if z is None else opposite(z)
    return None if z is None else core.times(2, functions.sigmoid(core.times(2, z)))


def _one_minus_twice_sigmoid(a: Any, b: Any) -> Any:
    """1 − 2σ(z) = −tanh(z/2), which keeps the digits of a small z."""
    parts = factors_of(b) if is_one(a) else Factors()
    factors = [*parts.scalars, *parts.last]
    if len(factors) != 2 or parts.sign * factors[0] != -2 or parts.below or parts.closed:
        return None
    z = argument_of(factors[1], "sigmoid")
    return None if z is None else opposite(functions.tanh(core.times(Rational(1, 2), z)))


def _sigmoid_minus_square(a: Any, b: Any) -> Any:
    """σ(z) − σ(z)² is the slope of σ."""
    z, square = argument_of(a, "sigmoid"), minus_of(b)
    return form("slope", z) if z is not None and square is not None and _square_root(square) == a else None


def _square_root(x: Any) -> Any:
    """t if x reads t² or t ∘ t."""
    if isinstance(x, core.Power | linear.HadamardPower) and x.args[1] == 2:
        return x.args[0]
    factors = entrywise_factors(x)
    return factors[0] if len(factors) == 2 and factors[0] == factors[1] else None


def _softplus_minus_linear(a: Any, b: Any) -> Any:
    """1ᵀsoftplus(z) − yᵀz, summed entry by entry: the two sums are large and nearly equal where the loss is small."""
    if not isinstance(a, linear.Total) or minus_of(b) is None:
        return None
    z = argument_of(a.args[0], "softplus")
    parts = factors_of(minus_of(b))
    if z is None or not is_column(z) or len(parts.closed) != 1 or not parts.bare_runs:
        return None
    run, tail = parts.closed[0], factors_of(z)
    if not tail.bare_runs or tail.closed:
        return None
    size = len(tail.last)
    for candidate in (run, flipped_run(run)):
        if size < len(candidate) and list(candidate[-size:]) == tail.last:
            y = product_of(Factors(last=list(flipped_run(candidate[:-size]))))
            if "binary" in facts_of(y):  # softplus(z) at 0 and softplus(−z) at 1, right at z = ±∞ too
                return linear.Total(functions.softplus(linear.Hadamard(core.minus(linear.Ones(*y.shape), 2 * y), z)))
            return linear.Total(core.MatPlus(functions.softplus(z), core.MatNegative(linear.Hadamard(y, z))))
    return None


def _simplex_covariance(a: Any, b: Any) -> Any:
    """Diag(s) − ssᵀ: on the diagonal s − s² cancels when s is near 1; the rows sum to 0, which gives it exactly."""
    if not isinstance(a, linear.Diag) or minus_of(b) is None:
        return None
    s, parts = a.args[0], factors_of(minus_of(b))
    sums_to_one = isinstance(s, linear.Softmax) or "simplex" in facts_of(s)
    if not sums_to_one or not parts.bare_runs or parts.closed or parts.last != [s, flipped(s)]:
        return None
    return SimplexCovariance(s)


def _gap_of_lengths(a: Any, b: Any) -> Any:
    """‖x‖²‖y‖² − (xᵀy)²: where x and y are nearly parallel, the two terms agree in all their digits."""
    if minus_of(b) is None:
        return None
    first, second = factors_of(a), factors_of(minus_of(b))
    kept, lengths = _taken(first, _of_squared_length)
    if len(lengths) != 2:
        return None
    others, products = _taken(second, lambda factor: _is_inner(factor, *lengths) or None)
    if len(products) != 2 or (first.sign, first.below, kept) != (second.sign, second.below, others):
        return None
    return product_of(Factors(first.sign, [*kept, Gap(*lengths)], first.below))


def _taken(parts: Factors, read: Callable[[Any], Any]) -> tuple[list[Any], list[Any]]:
    """The scalar factors of a product of which nothing is read, and what is read of the others: of a square twice."""
    kept, found = [], []
    for factor in [*parts.scalars, *(product_of(Factors(closed=[run])) for run in parts.closed)]:
        root = _square_root(factor)
        once, twice = read(factor), None if root is None else read(root)
        found += [twice, twice] if twice is not None else [] if once is None else [once]
        kept += [factor] if once is None and twice is None else []
    return kept, found


def _of_squared_length(x: Any) -> Any:
    """v if x is ‖v‖² or vᵀv."""
    root = _square_root(x)
    if isinstance(x, linear.SquaredNorm) or isinstance(root, linear.Norm):
        return (x if root is None else root).args[0]
    run = _only_run(x)
    half = len(run) // 2
    return (
        product_of(Factors(last=list(run[half:]))) if run and run == (*flipped_run(run[half:]), *run[half:]) else None
    )


def _is_inner(x: Any, a: Any, b: Any) -> bool:
    """Whether x is aᵀb, in either order; of matrices, the sum of their products entry by entry."""
    if not is_column(a):
        return x in (linear.Inner(a, b), linear.Inner(b, a))
    run = _only_run(core.Product(flipped(a), b))
    return bool(run) and _only_run(x) in (run, flipped_run(run))


def _only_run(x: Any) -> tuple[Any, ...]:
    """The matrices in a 1×1 product of matrices alone."""
    parts = factors_of(x)
    return parts.closed[0] if parts.bare_runs and len(parts.closed) == 1 else ()


def _cancelled(a: Any, b: Any) -> Any:
    """m − m, left over when a shift is taken out."""
    return convert(0) if not is_matrix(a) and minus_of(b) == a else None


_PAIRS = (
    _cancelled,
    _log_softmax,
    _one_minus_sigmoid,
    _one_minus_twice_sigmoid,
    _expm1,
    _one_minus_tanh_squared,
    _one_and_tanh,
    _sigmoid_minus_square,
    _softplus_minus_linear,
    _simplex_covariance,
    _gap_of_lengths,
)
