"""The cases that values must show: in which ways free indices agree, and on which of its pieces each symbol lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Any, NamedTuple

from sympy import Basic

from .components import component, components, in_pieces
from .point import Point
from .seats import Seats, seats

MOST = 64  # with pieces; of free indices alone more are gone through

Case = tuple[Any, ...]


class Cases(NamedTuple):
    """What tells one case from another."""

    seats: Seats
    symbols: tuple[Any, ...]

    @property
    def are_several(self) -> bool:
        return bool(self.seats.indices or self.symbols)

    @property
    def said(self) -> str:
        """What may be too much to be seen."""
        return "so many numbers take few values" if self.symbols else "so many indices may agree"

    def of(self, point: Point) -> Case:
        return (self.seats.pattern(point), *(component(x, point) for x in self.symbols))

    def at(self, sizes: dict[str, int]) -> set[Case] | None:
        """All cases at these sizes; None where they are too many to go through."""
        ways = self.seats.patterns(sizes)
        pieces = [components(x, sizes) for x in self.symbols]
        if ways is None or None in pieces:
            return None
        parts = [ways, *map(list, pieces)]
        return None if self.symbols and prod(map(len, parts)) > MOST else set(product(*parts))

    def are_met(self, points: Iterable[Point]) -> bool:
        """Whether points of one size show all cases that there are at it."""
        met: dict[Any, set[Case]] = defaultdict(set)
        for point in points:
            met[tuple(sorted(point.sizes.items()))].add(self.of(point))
        return any((cases := self.at(dict(sizes))) is not None and cases <= seen for sizes, seen in met.items())


def cases_of(relation: Any, given: Iterable[tuple[Any, Any]]) -> Cases:
    given = tuple(given)
    expressions = [e for e in (relation, *(value for _, value in given)) if isinstance(e, Basic)]
    return Cases(seats(relation, given), in_pieces(expressions, [of for of, _ in given]))
