"""A second look at a limit: the values of the expression have to come nearer to it as n grows."""

from __future__ import annotations

from itertools import islice
from typing import Any

from derivations.errors import DerivationError
from derivations.notation.printing import text

from ..obligation import Limit
from .parameters import at, points

_PLACES = 10**3, 10**6
_POINTS = 6
_NEAR, _NEARER = 1e-3, 0.9  # near enough; else a slow limit, such as that of 1/log n, is at least nearer


def disagreement(part: Limit) -> str:
    """Values of the parameters at which the expression does not come nearer to its limit, in words; "" for none."""
    for values in islice(points(part), _POINTS):
        try:
            expr, value, n = at(part, values)
        except DerivationError:
            continue
        away = [_distance(expr, value, n, place) for place in _PLACES]
        if None not in away and away[1] > _NEAR * (1 + abs(float(value))) and away[1] > _NEARER * away[0]:
            where = "".join(f", {text(s)} = {text(x)}" for s, x in values.items())
            return f"at {text(part.variable)} = {_PLACES[1]}{where} it is {away[1]:.3g} away from {text(value)}"
    return ""


def _distance(expr: Any, value: Any, n: Any, place: int) -> Any:
    """|expr − value| at a place; None where it has no real value there, or it can't be told."""
    try:
        found = (expr - value).evalf(20, subs={n: place}, maxn=500)
        return abs(float(found)) if found.is_Float or found.is_Integer or found.is_Rational else None
    except (TypeError, ValueError, OverflowError, NotImplementedError):
        return None
