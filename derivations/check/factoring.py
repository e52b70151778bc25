"""Factors of polynomials, by SymPy, where they are found in no time."""

from __future__ import annotations

from math import comb
from typing import Any

import sympy

from derivations.errors import DerivationError

MOST_DEGREE = 40
MOST_TERMS = 100


def factor_list(polynomial: Any, irrational: bool = False) -> tuple[tuple[Any, int], ...] | None:
    """The factors of an expression of SymPy's with their powers; none of no polynomial, None of one too long."""
    degree, terms = _size(polynomial)
    if degree > MOST_DEGREE or terms > MOST_TERMS:
        return None
    try:
        return tuple(sympy.factor_list(polynomial, **({"extension": True} if irrational else {}))[1])
    except (sympy.PolynomialError, DerivationError, NotImplementedError):
        return ()


def _size(x: Any) -> tuple[int, int]:
    """At most this degree and so many terms, once it is multiplied out; e^(kx) counts as the k-th power of e^x."""
    if x.is_Add:
        sizes = [_size(a) for a in x.args]
        return max(degree for degree, _ in sizes), sum(terms for _, terms in sizes)
    if x.is_Mul:
        degree, terms = 0, 1
        for d, t in map(_size, x.args):
            degree, terms = degree + d, terms * t
        return degree, terms
    if x.is_Pow or isinstance(x, sympy.exp):
        base, exponent = x.as_base_exp()
        degree, terms = (1, 1) if isinstance(x, sympy.exp) else _size(base)
        often = max(_times(a.as_coeff_Mul()[0]) for a in sympy.Add.make_args(exponent))
        whole = exponent.is_Integer and exponent > 0 and terms > 1
        most = comb(min(often, MOST_TERMS) + terms - 1, terms - 1) if whole else 1
        return degree * often, most
    return 0 if x.is_Rational else 1, 1


def _times(factor: Any) -> int:
    """How often a generator that goes into all exponents goes into this one, such as e^(x/2) into e^(3x)."""
    return abs(factor.p) * factor.q if factor.is_Rational else 1
