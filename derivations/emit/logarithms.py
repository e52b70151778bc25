"""log of a product, term by term where the product leaves the floats: of exponentials, determinants, and outer ones."""

from __future__ import annotations

from typing import Any

from sympy import Integer, NumberSymbol, Rational

from derivations.notation import core, functions, linear
from derivations.notation.facts import is_definite, is_positive
from derivations.notation.shapes import is_matrix, same_dim

from .factors import factors_of
from .forms import argument_of, opposite, sum_of

_PRODUCTS = (core.Product, core.Quotient, core.Power, core.MatProduct, core.MatQuotient, linear.Hadamard)


def log_of_product(inside: Any) -> Any:
    """log(c · exp(t) / det S) = log c + t − log det S; None where nothing is gained, or a factor may be ≤ 0."""
    if not isinstance(inside, _PRODUCTS) or not any(map(_leaves_the_floats, _factors(inside))):
        return None
    terms = _terms(inside)
    if terms is None:
        return None
    if not is_matrix(inside):
        return sum_of(terms)
    ones = linear.Ones(*inside.shape)
    return sum_of([t if is_matrix(t) else core.MatProduct(t, ones) for t in terms])


def log_over_outer(inside: Any) -> Any:
    """log(A / uvᵀ) = log(A / u1ᵀ) − 1 log vᵀ for positive u and v: small entries of both have no product in floats."""
    if not isinstance(inside, linear.Hadamard) or len(inside.args) != 2:
        return None
    top, below = inside.args
    if not isinstance(below, linear.HadamardPower) or below.args[1] != -1:
        return None
    sides = _outer(below.args[0])
    if sides is None or not all(map(is_positive, sides)):
        return None
    u, v = sides
    scaled = core.MatProduct(linear.Diag(linear.HadamardPower(u, Integer(-1))), top)
    spread = core.MatProduct(linear.ones(u.shape[0]), core.transpose(functions.log(v)))
    return sum_of([functions.log(scaled), core.MatNegative(spread)])


def _outer(x: Any) -> tuple[Any, Any] | None:
    """The columns u and v of uvᵀ, or of Diag(u)1vᵀ."""
    run = _flat(x)
    if len(run) < 2 or not isinstance(run[-1], core.Transposed) or not same_dim(run[-1].shape[0], 1):
        return None
    *left, last = run
    if len(left) == 2 and isinstance(left[0], linear.Diag) and isinstance(left[1], linear.Ones):
        return left[0].args[0], last.args[0]
    return (left[0] if len(left) == 1 else core.MatProduct(*left)), last.args[0]


def _flat(x: Any) -> list[Any]:
    return [f for a in x.args for f in _flat(a)] if isinstance(x, core.MatProduct) else [x]


def _factors(x: Any) -> list[Any]:
    """The factors of a product, those below the line and under powers as well."""
    if isinstance(x, core.Power | linear.HadamardPower):
        return _factors(x.args[0])
    if argument_of(x, "sqrt") is not None:
        return _factors(argument_of(x, "sqrt"))
    if not isinstance(x, _PRODUCTS):
        return [x]
    if isinstance(x, linear.Hadamard):
        parts = list(x.args)
    else:
        whole = factors_of(x)
        parts = [*whole.scalars, *whole.below, *whole.last]
    return [f for part in parts for f in _factors(part)]


def _leaves_the_floats(f: Any) -> bool:
    return isinstance(f, linear.Determinant) or argument_of(f, "exp") is not None


def _terms(x: Any) -> list[Any] | None:
    """Terms whose sum is log x, or None where a factor is not shown to be positive."""
    if argument_of(x, "exp") is not None:
        return [argument_of(x, "exp")]
    if isinstance(x, linear.Determinant) and is_definite(x.args[0]):
        return [linear.LogDet(x.args[0])]
    if argument_of(x, "sqrt") is not None:
        return _scaled(Rational(1, 2), argument_of(x, "sqrt"))
    if isinstance(x, core.Power | linear.HadamardPower):
        return _scaled(x.args[1], x.args[0])
    if not any(map(_leaves_the_floats, _factors(x))):
        return [functions.log(x)] if all(map(_is_positive, _factors(x))) else None
    if isinstance(x, linear.Hadamard):
        return _joined([(f, Integer(1)) for f in x.args])
    if isinstance(x, _PRODUCTS):
        parts = factors_of(x)
        if parts.sign < 0 or parts.closed or len(parts.last) > 1:
            return None
        above = [f for f in (*parts.scalars, *parts.last) if not isinstance(f, linear.Ones)]
        return _joined([*((f, Integer(1)) for f in above), *((b, Integer(-1)) for b in parts.below)])
    return None


def _is_positive(f: Any) -> bool:
    return is_positive(f) or (isinstance(f, NumberSymbol) and bool(f.is_positive))


def _joined(factors: list[tuple[Any, Any]]) -> list[Any] | None:
    out: list[Any] = []
    for f, sign in factors:
        terms = _scaled(sign, f)
        if terms is None:
            return None
        out += terms
    return out


def _scaled(c: Any, x: Any) -> list[Any] | None:
    terms = _terms(x)
    if terms is None or c == 1:
        return terms
    return [opposite(t) if c == -1 else core.times(c, t) for t in terms]
