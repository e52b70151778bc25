"""On which sides of a kink the single entries of a vector lie, where they differ by more than their own values.

In ReLU(x − 10⁹e₃) the third entry is never seen on the right, though others are; in Σᵢ f(xᵢ − 10⁹i) no term is but the
first. Where an entry is taken out by its number, or a basis vector or the number of an index tells entries apart, each
must be seen on every side; of few entries, all combinations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple

from derivations.notation import functions, linear, sequences
from derivations.notation.printing import text
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import Index

from .matrices import Matrix
from .parts import nodes_of

MOST_TOGETHER = 81  # combinations of sides of entries that are asked for, at most
FEWEST = 3  # points at which an entry has one value before it counts as a constant

Place = tuple[Any, ...]


class Side(NamedTuple):
    """The sign of one entry at one point, its places from either end, and its value where that is exact."""

    sign: int
    places: tuple[Place, ...]
    value: str | None


def places_of(ev: Any, kink: Any, value: Any) -> Iterator[tuple[Place, ...]]:
    """Of every entry in turn, or pair of entries, where it stands counted from the first one and from the last one."""
    bound = sorted((str(i), at, ev.point.integer(i.count) - at) for i, at in ev.indices.items())
    first, last = tuple((i, at) for i, at, _ in bound), tuple((i, at) for i, _, at in bound)
    if not isinstance(value, Matrix):
        yield (("first", *first), ("last", *last))
        return
    rows, cols = value.shape
    cells = [(r, c) for r in range(rows) for c in range(cols)]
    if kink.differences:
        groups = [(a, b) for n, a in enumerate(cells) for b in cells[:n]]
    else:
        groups = [(cell,) for cell in cells]
    for group in groups:
        from_last = tuple((rows - 1 - r, cols - 1 - c) for r, c in group)
        yield (("first", *first, *group), ("last", *last, *from_last))


def entries_apart(expressions: Iterable[Any], kinks: Iterable[Any]) -> frozenset[Any]:
    """The kinks whose entries, or terms in a sum, are not all alike."""
    nodes = list(nodes_of(*expressions))
    taken_out = any(isinstance(x, linear.Unit) or _takes_out(x) for x in nodes)
    return frozenset(k for k in kinks if (is_matrix(k.of) and taken_out) or _tells_apart(k.of))


def _takes_out(x: Any) -> bool:
    """Whether it is one entry, by its number, of what has a kink."""
    if not isinstance(x, linear.Entry | linear.Row) or any(isinstance(at, Index) for at in x.args[1:]):
        return False
    return any(isinstance(part, functions.MatApply) for part in nodes_of(x.args[0]))


def _tells_apart(x: Any) -> bool:
    if isinstance(x, Index | linear.Unit | linear.Eye):
        return True
    placed = isinstance(x, linear.Entry | linear.Row | sequences.Member | sequences.ScalarMember)
    inside = x.args[:1] if isinstance(x, linear.Entry | linear.Row) else () if placed else x.args
    if isinstance(x, linear.SumOver | linear.MatSumOver):
        inside = x.args[:1]
    return any(_tells_apart(a) for a in inside)


def unseen_entry(kink: Any, possible: tuple[int, ...], points: list[dict[Any, Side]]) -> str:
    """What no point shows of single entries; empty where each was seen on all sides, and few in all combinations."""
    seen: dict[Place, set[int]] = {}
    values: dict[Place, list[str | None]] = {}
    for side in (side for sides in points for side in sides.values()):
        for place in side.places:
            seen.setdefault(place, set()).add(side.sign)
            values.setdefault(place, []).append(side.value)
    moving = {p for p in seen if None in values[p] or len(set(values[p])) > 1 or len(values[p]) < FEWEST}
    if any(set(possible) - seen[place] for place in moving):
        return f"not every {_named(kink)} is on every side"
    shape = {len(sides) for sides in points if sides}
    fixed = is_matrix(kink.of) and all(n.is_Integer for n in kink.of.shape) and len(shape) == 1
    if kink.differences or not fixed:
        return ""
    signs = [s for s in possible if s]
    firsts = sorted(p for p in moving if p[0] == "first")
    if len(signs) ** len(firsts) > MOST_TOGETHER:
        return f"so many entries of {text(kink.of)} have a side each"
    together = {tuple(_at(sides, place) for place in firsts) for sides in points if sides}
    met = set(product(signs, repeat=len(firsts))) <= together
    return "" if met else f"some sides of the entries of {text(kink.of)} come together at none of them"


def _named(kink: Any) -> str:
    if kink.differences:
        return f"difference of entries of {text(kink.of)}"
    return f"entry of {text(kink.of)}" if is_matrix(kink.of) else text(kink.of)


def _at(sides: dict[Any, Side], place: Place) -> int:
    return next((side.sign for side in sides.values() if place in side.places), 0)


__all__ = ["Side", "entries_apart", "places_of", "unseen_entry"]
