"""Of how many pieces the values of a symbol are: 0 and 1, rotations and reflections, even and odd numbers.

An identity that holds on one piece may fail on another, and with several symbols on one combination of their pieces:
z₁z₂z₃z₄ is zero at fifteen of sixteen. Within a piece values in general position decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import ceil, floor
from typing import Any

from sympy import Integer, Max

from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol, facts_of

from .draws import EXACT
from .having import is_one_hot, number_has_all
from .matrices import determinant
from .parts import named_in
from .point import Point, integer_at

MOST = 64  # pieces of one symbol that are gone through; `cases` bounds their combinations
MOST_WHOLE = 16  # whole numbers between two bounds; of more there are enough to decide

Sizes = dict[str, int]
_IN_PIECES = frozenset({"binary", "integer", "one_hot", "orthogonal", "orthonormal", "unit"})
_WHOLE = (None,)


def in_pieces(expressions: Iterable[Any], chosen: Iterable[Any]) -> tuple[Any, ...]:
    """The symbols whose values may be of several pieces; what a hypothesis chooses has the values that it has."""
    symbols = {x for e in expressions for x in named_in(e, MatrixAtom, ScalarSymbol)} - set(chosen)
    return tuple(sorted((x for x in symbols if facts_of(x).keys() & _IN_PIECES), key=lambda x: x.name))


def component(x: Any, point: Point) -> Any:
    """The piece in which its value lies."""
    value, facts = point.drawn(x), facts_of(x)
    if not is_matrix(x):
        return value % 2 if "integer" in facts and _between(facts, point.sizes) is None else value
    if "binary" in facts or is_one_hot(facts):
        return tuple(value.entries())
    rows, cols = value.shape
    if "unit" in facts:
        return value.rows[0][0] if rows == 1 else None
    diagonal = [row[i] for i, row in enumerate(value.rows[:cols])]
    if "diagonal" in facts:
        return tuple(diagonal)
    if "symmetric" in facts or _is_definite(facts):
        return sum(diagonal)
    return determinant(value, EXACT) if rows == cols else None


def components(x: Any, sizes: Sizes) -> Iterable[Any] | None:
    """All its pieces at these sizes; None where they are too many."""
    facts = facts_of(x)
    if not is_matrix(x):
        return _numbers(facts, sizes)
    rows, cols = (integer_at(n, sizes) for n in x.shape)
    if is_one_hot(facts):
        return [tuple(int(i == k) for i in range(rows)) for k in range(rows)]
    if "binary" in facts:
        ways = _each_way((1,) if "positive" in facts else (0, 1), rows)
        return ways and [w for w in ways if any(w) or not facts.keys() & {"nonzero"}]
    if "unit" in facts and rows == 1:
        return (1,) if facts.keys() & {"positive", "nonnegative"} else (1, -1)
    if _is_definite(facts):
        return (rows,)
    if "diagonal" in facts:
        return _each_way((1, -1), rows)
    if "symmetric" in facts:
        return range(-rows, rows + 1, 2)
    return (1, -1) if rows == cols and "unit" not in facts else _WHOLE


def _is_definite(facts: dict[str, Any]) -> bool:
    """Whether it is the identity, if it is orthogonal."""
    return bool(facts.keys() & {"positive_definite", "positive_semidefinite"})


def _each_way(values: tuple[int, ...], places: int) -> list[tuple[int, ...]] | None:
    return None if len(values) ** places > MOST else list(product(values, repeat=places))


def _numbers(facts: dict[str, Any], sizes: Sizes) -> Iterable[int]:
    """0 and 1, few whole numbers between two bounds, or whether one is odd."""
    if "binary" in facts:
        ends = {side: _value(facts[side], sizes) for side in ("above", "below") if side in facts}
        told = {fact: x for fact, x in (facts | ends).items() if x is not None}
        return [k for k in (0, 1) if number_has_all(told, k)]
    few = _between(facts, sizes)
    return (0, 1) if few is None else [k for k in few if k or "nonzero" not in facts]


def _between(facts: dict[str, Any], sizes: Sizes) -> range | None:
    """The whole numbers between two bounds; None where there are many, or where other values decide which."""
    ends = facts | ({"above": Integer(-1), "below": Integer(2)} if "unit_interval" in facts else {})
    if "positive" in facts or "nonnegative" in facts:
        ends["above"] = Max(facts.get("above", -1), -1 if "nonnegative" in facts else 0)
    low, high = (_value(ends.get(side), sizes) for side in ("above", "below"))
    if low is None or high is None or high - low > MOST_WHOLE:
        return None
    return range(floor(low) + 1, ceil(high))


def _value(bound: Any, sizes: Sizes) -> Any:
    if bound is None or not bound.free_symbols <= bound.atoms(Dim):
        return None
    value = bound.xreplace({dim: Integer(sizes[dim.name]) for dim in bound.atoms(Dim)}).doit()
    return value if value.is_Rational else None
