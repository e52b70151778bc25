"""The cases that values must show, all of them together at one size that decides.

In which ways the free indices of a relation agree, on which of its pieces each symbol lies, and on which side of its
kinks every number does: e₇(x) ReLU(−a), of seven numbers, is zero at fewer of them whatever a is, and at seven where
a > 0. Numbers that a permutation takes to each other, as the entries of a vector, are told apart only where something
in the relation does; else it counts how many lie on each side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement, product
from math import comb, prod
from typing import Any, NamedTuple

from sympy import Basic

from derivations.notation import linear
from derivations.notation.printing import text
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.sequences import FunctionValue, Member, ScalarMember
from derivations.notation.symbols import Index, MatrixAtom, ScalarSymbol, facts_of

from .components import component, components, in_pieces
from .kinks import WORDS, Kink, Pieces
from .parts import named_in
from .point import Point
from .seats import Seats, seats

MOST = 128  # with pieces and sides; of free indices alone more are gone through
EACH_CASE = 10  # points

_VALUED = (MatrixAtom, ScalarSymbol, Index, Member, ScalarMember, RandomScalar, RandomMatrix, FunctionValue)
_MOVING = {"orthogonal", "orthonormal", "unit"}  # that move within a piece

Case = tuple[Any, ...]
Keys = tuple[Any, ...]


class Cases(NamedTuple):
    """What tells one case from another."""

    seats: Seats
    symbols: tuple[Any, ...]
    pieces: Pieces
    zeros: frozenset[Kink]  # at which values are drawn too

    def unseen(self, points: Iterable[Point]) -> str:
        """What points at the sizes that decide don't show, or why it can't be said; empty where they show all."""
        met: dict[Any, list[Point]] = defaultdict(list)
        for point in points:
            met[tuple(sorted(point.sizes.items()))].append(point)
        said = ["no values in general position fit the hypotheses at the sizes that decide"]
        for of in met.values():
            cases = self.at(of[0])
            if cases is None:
                said.append(self._too_many)
                continue
            missing = cases - set(map(self.of, of))
            if not missing:
                return ""
            said.append(self._named(min(missing, key=str), of[0]))
        return said[-1]

    @property
    def _too_many(self) -> str:
        if self.symbols:
            return "values decide nothing where so many numbers take few values"
        so_many = "signs may come together" if self.pieces.sides else "indices may agree"
        return f"values decide nothing where so many {so_many}"

    def _named(self, case: Case, point: Point) -> str:
        groups = [kinks for _, kinks in self._groups(point)]
        sides = case[1 + len(self.symbols) :]
        shown = [
            f"{text(kink.of)} {WORDS[side]}"
            for kinks, of in zip(groups, sides, strict=True)
            for kink, side in zip(kinks, of[0], strict=True)
            if len(of) == 1
        ]
        shown += [f"some signs of {text(kinks[0].of)}" for kinks, of in zip(groups, sides, strict=True) if len(of) > 1]
        shown += [f"some values of {text(x)}" for x in self.symbols]
        shown += ["some places"] if self.seats.indices else []
        where = ", ".join(f"{name} = {size}" for name, size in sorted(point.sizes.items()))
        together = "come together" if len(shown) > 1 else "come" if shown[0].startswith("some") else "comes"
        return (
            f"values decide nothing where {' and '.join(shown)} {together} at none of them{where and f' for {where}'}"
        )

    def of(self, point: Point) -> Case:
        sides = tuple(_pattern(point, keys, kinks, self.pieces) for keys, kinks in self._groups(point))
        return (self.seats.pattern(point), *(component(x, point) for x in self.symbols), *sides)

    def at(self, point: Point) -> set[Case] | None:
        """All cases at the sizes of a point; None where they are too many to go through."""
        ways = self.seats.patterns(point.sizes)
        pieces = [components(x, point.sizes) for x in self.symbols]
        groups = [(len(keys), kinks) for keys, kinks in self._groups(point)]
        sides = [self._patterns(*group) for group in groups]
        if ways is None or None in pieces or None in sides:
            return None
        parts = [list(p) for p in (ways, *pieces, *sides) if p is not None]
        if (self.symbols or groups) and prod(map(len, parts)) > MOST:
            return None
        return {case for case in product(*parts) if not self._differ_at_one_place(case, groups)}

    def _differ_at_one_place(self, case: Case, groups: list[tuple[int, list[Kink]]]) -> bool:
        """Whether xᵢ and xⱼ are on two sides although i is j."""
        places = dict(zip((place for place, _ in self.seats.named), case[0], strict=True))
        for (_, kinks), sides in zip(groups, case[1 + len(self.symbols) :], strict=True):
            seen: dict[Any, int] = {}
            for kink, side in zip(kinks, sides[0] if len(sides) == 1 else (), strict=False):
                place = places.get(kink.of.args[1]) if isinstance(kink.of, linear.Entry) else None
                if place is not None and seen.setdefault((kink.of.args[0], place), side) != side:
                    return True
        return False

    def unreached(self) -> str:
        """A place where something jumps and no values in general position are drawn; empty where there is none."""
        missing = (kink for kink, sides in self.pieces.sides.items() if 0 in sides and kink not in self.zeros)
        of = next((k.of for k in missing if not self._is_settled(k)), None)
        if of is None:
            return ""
        return f"values decide nothing where {text(of)} is zero: none in general position lie there"

    def _is_settled(self, kink: Kink) -> bool:
        """Whether sizes and pieces say on which side it is; differences of entries are looked at elsewhere."""
        known = {x for x in self.symbols if not facts_of(x).keys() & _MOVING}
        return kink.differences or named_in(kink.of, *_VALUED) <= known

    def _patterns(self, n: int, kinks: list[Kink]) -> list[Case] | None:
        """On which sides n entries of these kinks may lie."""
        each, apart = self.pieces.sides_of(tuple(kinks), self.zeros), self.pieces.are_apart(kinks)
        if each is None or (len(each) ** n if apart else comb(n + len(each) - 1, n)) > MOST:
            return None
        return list(product(sorted(each), repeat=n) if apart else combinations_with_replacement(sorted(each), n))

    def _groups(self, point: Point) -> list[tuple[Keys, list[Kink]]]:
        """The kinks that were met there, those of the same places together."""
        found: dict[Keys, list[Kink]] = defaultdict(list)
        for kink in _apart_from_names(self.pieces.sides):
            keys = () if self._is_settled(kink) else tuple(sorted(_sides(point, kink), key=str))
            if keys:
                found[keys].append(kink)
        return sorted(found.items(), key=lambda group: str(group[1]))


class Sought:
    """The cases at one size, until all are met or so many points are drawn that the rest may never come."""

    def __init__(self, cases: Cases, points: int) -> None:
        self.cases, self.points, self.drawn = cases, points, 0
        self.left: set[Case] | None = None  # not known before the first point

    def draw(self, point: Point | None) -> None:
        """Count a point, and the case that it shows, if any."""
        self.drawn += 1
        if point is None:
            return
        if self.left is None:
            self.left = self.cases.at(point) or None
            self.points = max(self.points, EACH_CASE * len(self.left or ()))
        if self.left is not None:
            self.left.discard(self.cases.of(point))

    @property
    def is_over(self) -> bool:
        return self.left == set() or self.drawn >= self.points


def _sides(point: Point, kink: Kink) -> dict[Any, int]:
    """The sides on which its entries lie, by the indices on which they depend; none where outcomes decide."""
    named, found = {str(i) for i in kink.of.atoms(Index)}, dict[Any, int]()
    for (where, number), side in point.sides.get(kink, {}).items():
        if any(isinstance(part, int) for part in where):
            return {}
        found.setdefault((tuple(part for part in where if part[0] in named), number), side.sign)
    return found


def _apart_from_names(kinks: Iterable[Kink]) -> Iterator[Kink]:
    """Of kinks that differ by the name of an index alone, or are x and its entries xᵢ, the first."""
    met: set[Any] = set()
    for kink in kinks:
        of = kink.of.args[0] if isinstance(kink.of, linear.Entry) and isinstance(kink.of.args[1], Index) else kink.of
        names = {i: Index(f"{n} of all", i.count) for n, i in enumerate(sorted(of.atoms(Index), key=str))}
        if (like := of.xreplace(names)) not in met:
            met.add(like)
            yield kink


def _pattern(point: Point, keys: Keys, kinks: list[Kink], pieces: Pieces) -> Case:
    sides = [_sides(point, kink) for kink in kinks]
    entries = [tuple(of[key] for of in sides) for key in keys]
    return tuple(entries if pieces.are_apart(kinks) else sorted(entries))


def cases_of(relation: Any, given: Iterable[tuple[Any, Any]], pieces: Pieces, zeros: Iterable[Kink] = ()) -> Cases:
    given = tuple(given)
    expressions = [e for e in (relation, *(value for _, value in given)) if isinstance(e, Basic)]
    return Cases(seats(relation, given), in_pieces(expressions, [of for of, _ in given]), pieces, frozenset(zeros))
