"""Bounds of a scalar, read off its form: 2 − sin(x) lies between 1 and 3."""

from __future__ import annotations

from functools import reduce
from typing import Any

from sympy import S

from derivations.notation import core, facts, functions
from derivations.notation.symbols import Dim, Index, facts_of

Bounds = tuple[Any, Any]  # the least and the largest value, ±∞ where none is known

_ALL: Bounds = (-S.Infinity, S.Infinity)
_RANGES: dict[str, Bounds] = {
    **dict.fromkeys(("sin", "cos", "tanh", "sign"), (-S.One, S.One)),
    **dict.fromkeys(("sigmoid", "normal_cdf", "step"), (S.Zero, S.One)),
}


def bounds(x: Any) -> Bounds:
    """Two numbers between which the value of a scalar lies, ends included."""
    if x.is_Rational:
        return x, x
    found = _by_fact(x) if x.is_Symbol or isinstance(x, Index) else _by_form(x)
    return (max(found[0], S.Zero), found[1]) if facts.is_nonnegative(x) else found


def _by_fact(x: Any) -> Bounds:
    if isinstance(x, Dim | Index):
        return S.One, S.Infinity
    declared = facts_of(x)
    if declared.keys() & {"unit_interval", "binary"}:
        return S.Zero, S.One
    low, high = (bounds(declared[k])[n] if k in declared else _ALL[n] for n, k in enumerate(("above", "below")))
    return low, high


def _by_form(x: Any) -> Bounds:
    if x.is_Add or isinstance(x, core.Plus):
        return reduce(_plus, map(bounds, x.args))
    if x.is_Mul or (isinstance(x, core.Product) and not any(map(core.is_matrix, x.args))):
        return reduce(_times, map(bounds, x.args))
    if isinstance(x, core.Quotient) and x.args[1].is_number and x.args[1].is_positive:
        return _times(bounds(x.args[0]), (1 / x.args[1], 1 / x.args[1]))
    if isinstance(x, core.Negative):
        return _times(bounds(x.args[0]), (-S.One, -S.One))
    if (x.is_Pow or isinstance(x, core.Power)) and x.args[1].is_Integer and x.args[1] > 0:
        low, high = reduce(_times, [bounds(x.args[0])] * int(x.args[1]))
        return (max(low, S.Zero), high) if x.args[1] % 2 == 0 else (low, high)
    if isinstance(x, functions.Apply) and x.function is functions.relu:
        low, high = bounds(x.args[1])
        return max(low, S.Zero), max(high, S.Zero)
    name = x.function.name if isinstance(x, functions.Apply) else type(x).__name__  # SymPy's own are called alike
    return _RANGES.get(name, _ALL)


def _plus(a: Bounds, b: Bounds) -> Bounds:
    return a[0] + b[0], a[1] + b[1]


def _times(a: Bounds, b: Bounds) -> Bounds:
    ends = [S.Zero if 0 in (p, q) else p * q for p in a for q in b]
    return min(ends), max(ends)
