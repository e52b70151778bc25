"""Values put back for the symbols of what moves, while the differentials of these stay free.

With a for u²(y − x) and b for v², d(a/b) = da/b − (a/b²)db holds for all a, b, da and db. A step may write the factor
of db as u²(x − y)/v⁴, which is −a/b² for this a and this b alone: so their values are put back, while da and db may be
all that they like. What holds for all of those holds for d(u²(y − x)) and d(v²).
"""

from __future__ import annotations

from typing import Any

from derivations.notation.core import minus
from derivations.notation.shapes import is_matrix, shape_of

from .build import Builder, Terms
from .form import Ix
from .replace import Value, replaced
from .series import target_of


def difference(b: Builder, lhs: Any, rhs: Any, values: dict[Any, Any]) -> Terms:
    """The terms of lhs − rhs with the values of some symbols in their place, one after the other."""
    terms = b.simplify(b.entry(minus(lhs, rhs), _places(lhs, (-1, -2)), {}))
    for symbol, value in values.items():
        terms = replaced(b, terms, target_of(b, symbol), _entries(b, value))
    return terms


def _entries(b: Builder, value: Any) -> Value:
    return lambda at: b.entry(value, _places(value, at), {})


def _places(x: Any, at: tuple[Ix, ...]) -> tuple[Ix, Ix]:
    """The row and the column of an entry: the places in turn, none along an axis of size 1."""
    places = iter(at)
    row, column = (None if n == 1 else next(places) for n in (shape_of(x) if is_matrix(x) else (1, 1)))
    return row, column
