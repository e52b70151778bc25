"""A second look at a limit: the values of the expression have to come nearer to it as n grows.

No value refutes a limit, for n/(n + c) is small until n is of the size of c; so more
are asked for before it is left open.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation.printing import text
from derivations.notation.requirements import BETWEEN
from derivations.notation.shapes import is_matrix

from ..asked import Condition, conditions
from ..obligation import Limit
from .parameters import Values, argument_at, at, points

_PLACES = 10**3, 10**6
_FURTHER = tuple(10**k for k in (12, 24, 48, 96))
_LARGEST = sympy.Integer(10) ** 400  # of what a function is taken
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
    """Whether the expression has no real value far out, whatever the parameters are: no root of −n, no log of 1 − n.

    Each condition is looked at by itself: in √(−n)√(−n) SymPy sees −n.
    """
    asked = [c for c in conditions(part.expr) if c.asks in _FAILS and not c.every and not is_matrix(c.of)]
    seen = False
    for values in points(part):
        if not any(_fails(c, part, values) for c in asked):
            return False
        seen = True
    return seen


def _fails(condition: Condition, part: Limit, values: Values) -> bool:
    """Whether a condition fails at every place far out."""
    try:
        of, n = argument_at(part, condition.of, values)
    except DerivationError:
        return False
    gap = 1 - abs(of) if condition.asks in BETWEEN else of
    found = (_value(gap, n, place) for place in _FURTHER)
    return all(x is not None and x.is_real and _FAILS[condition.asks](x) for x in found)


_FAILS: dict[str, Callable[[Any], bool]] = {
    "positive": lambda x: bool(x <= 0),
    "nonnegative": lambda x: bool(x < 0),
    "nonzero": lambda x: bool(x == 0),
    "(-1, 1)": lambda x: bool(x <= 0),
    "[-1, 1]": lambda x: bool(x < 0),
}


def _is_nearer(away: Any, first: Any, near: float) -> bool:
    return away is not None and (away <= near or away <= _NEARER * first)


def _distance(expr: Any, value: Any, n: Any, place: int) -> Any:
    """|expr − value| at a place; None where it has no real value there, or it can't be told."""
    try:
        found = _value(expr - value, n, place)
        return None if found is None or not (found.is_Float or found.is_Rational) else abs(float(found))
    except (TypeError, ValueError, OverflowError):
        return None


def _value(expr: Any, n: Any, place: int) -> Any:
    """The value at a place; None where there is none, or a function is asked so far out that it would take long."""
    try:
        functions = (x for x in sympy.postorder_traversal(expr) if x.is_Function or (x.is_Pow and x.exp.has(n)))
        if any(abs(_at(a, n, place)) > _LARGEST for x in functions for a in x.args if a.has(n)):
            return None
        return _at(expr, n, place)
    except (TypeError, ValueError, OverflowError, NotImplementedError):
        return None


def _at(expr: Any, n: Any, place: int) -> Any:
    return expr.evalf(20, subs={n: place}, maxn=500)
