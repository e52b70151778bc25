"""A second look at a limit: the values of the expression have to come nearer to it as n grows.

No value refutes a limit, for n/(n + c) is small until n is of the size of c; so more
are asked for before it is left open.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation.printing import text

from ..obligation import Limit
from .parameters import at, points

_PLACES = 10**3, 10**6
_FURTHER = tuple(10**k for k in (12, 24, 48, 96))
_POINTS = 6
_NEAR, _NEARER = 1e-3, 0.9  # near enough; else a slow limit, such as that of 1/log n, is at least nearer


def disagreement(part: Limit) -> str:
    """Values of the parameters at which the expression does not come nearer to its limit, in words; "" for none."""
    for values in islice(points(part), _POINTS):
        try:
            expr, value, n = at(part, values)
        except DerivationError:
            continue
        if not value.is_number:
            continue  # it holds something that is no scalar
        first, then = (_distance(expr, value, n, place) for place in _PLACES)
        near = _NEAR * (1 + abs(float(value)))
        if first is None or then is None or _is_nearer(then, first, near):
            continue
        if not any(_is_nearer(_distance(expr, value, n, place), first, near) for place in _FURTHER):
            where = "".join(f", {text(s)} = {text(x)}" for s, x in values.items())
            return f"at {text(part.variable)} = {_PLACES[1]}{where} it is {then:.3g} away from {text(value)}"
    return ""


def is_nowhere(part: Limit) -> bool:
    """Whether the expression has no real value far out, whatever the parameters are: no root of −n, no log of 1 − n."""
    seen = False
    for values in points(part):
        try:
            expr, _, n = at(part, values)
        except DerivationError:
            continue
        if not all(_has_no_value(expr, n, place) for place in _FURTHER):
            return False
        seen = True
    return seen


def _has_no_value(expr: Any, n: Any, place: int) -> bool:
    return expr.has(sympy.I) or any(_is_undefined(x, n, place) for x in sympy.preorder_traversal(expr))


def _is_undefined(x: Any, n: Any, place: int) -> bool:
    """A logarithm, or a root, of a negative number, or an inverse of sine or cosine beyond 1."""
    if isinstance(x, sympy.log) or (x.is_Pow and x.exp.is_Rational and not x.exp.is_Integer):
        found = x.args[0].evalf(20, subs={n: place}, maxn=500)
        return bool(found.is_negative)
    if isinstance(x, sympy.asin | sympy.acos):
        found = (abs(x.args[0]) - 1).evalf(20, subs={n: place}, maxn=500)
        return bool(found.is_positive)
    return False


def _is_nearer(away: Any, first: Any, near: float) -> bool:
    return away is not None and (away <= near or away <= _NEARER * first)


def _distance(expr: Any, value: Any, n: Any, place: int) -> Any:
    """|expr − value| at a place; None where it has no real value there, or it can't be told."""
    try:
        found = (expr - value).evalf(20, subs={n: place}, maxn=500)
        return abs(float(found)) if found.is_Float or found.is_Integer or found.is_Rational else None
    except (TypeError, ValueError, OverflowError, NotImplementedError):
        return None
