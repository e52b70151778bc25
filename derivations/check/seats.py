"""Which places the free indices of a relation take: two may agree at every point tried, and no point says it.

x_i x_j is one thing where i = j and another where not, and of more indices than a size some must agree. So values are
asked for at every way in which the places that an expression names may fall together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from typing import Any, NamedTuple

import sympy
from sympy import Basic

from derivations.notation import linear
from derivations.notation.shapes import shape_of
from derivations.notation.symbols import Dim, Index

from .parts import named_in, nodes_of
from .point import Point, integer_at

MOST = 3000  # ways to seat the indices that are gone through

Sizes = dict[str, int]
Pattern = tuple[int, ...]


class Seats(NamedTuple):
    """The free indices of an expression, and the places that it names with these alone, each with its axis."""

    indices: tuple[Index, ...]
    named: tuple[tuple[Any, Any], ...]

    def pattern(self, point: Point) -> Pattern:
        """Which of the places are the same at a point."""
        return self._pattern(point.sizes, {i: point.place(i) for i in self.indices})

    def patterns(self, sizes: Sizes) -> set[Pattern] | None:
        """All that there are at these sizes; None where they are too many to go through."""
        counts = [integer_at(i.count, sizes) for i in self.indices]
        if prod(counts) > MOST:
            return None
        seatings = product(*(range(1, count + 1) for count in counts))
        return {self._pattern(sizes, dict(zip(self.indices, places, strict=True))) for places in seatings}

    def _pattern(self, sizes: Sizes, seated: dict[Any, int]) -> Pattern:
        """Along an axis whose size varies, which agree; along one of known size, which they are."""
        values = [(axis, integer_at(place.xreplace(seated), sizes)) for place, axis in self.named]
        return tuple(values.index(v) if v[0] else v[1] for v in values)


def seats(relation: Any, given: Iterable[tuple[Any, Any]]) -> Seats:
    """Of a relation and of the values given; an index of a recursion stands for every place and has none."""
    values = (value for of, value in given if not named_in(of, Index))
    expressions = [e for e in (relation, *values) if isinstance(e, Basic)]
    indices = {i for e in expressions for i in named_in(e, Index) if linear.depends_on_index(e, i)}
    named = {(i, _axis(i.count)) for i in indices}
    for x in nodes_of(*expressions) if indices else ():
        named |= {(place, _axis(size)) for place, size in _places(x) if _is_known(place, indices)}
    return Seats(tuple(sorted(indices, key=str)), tuple(sorted(named, key=str)))


def _places(x: Any) -> Iterator[tuple[Any, Any]]:
    """The places that a node names, and of how many."""
    if isinstance(x, linear.Unit):
        yield x.args
    elif isinstance(x, linear.Entry | linear.Row):
        yield from ((at, size) for at, size in zip(x.args[1:], shape_of(x.args[0]), strict=False) if size != 1)


def _axis(size: Any) -> tuple[Any, ...]:
    return tuple(sorted(sympy.sympify(size).atoms(Dim), key=str))


def _is_known(place: Any, indices: set[Any]) -> bool:
    return (place.atoms(Index) | place.free_symbols) - place.atoms(Dim) <= indices


__all__ = ["Seats", "seats"]
