"""Laws of random variables on finite probability spaces, with rational values and weights.

A space is made of cells, independent of each other, each a number drawn uniformly from [0, 1). A random number is a
step function of one cell. So every variable has its law by itself, several on one space depend on each other, and the
entries of an iid vector are one step function of one cell each.

Between two variables nothing is independent unless that is declared: one sees the cells as they are, every other one
through a shuffle of its own. There each entry depends on many cells, while the cells as seen are independent still.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise, product
from math import isqrt, prod
from typing import Any

from sympy.solvers.diophantine.diophantine import sum_of_four_squares

from derivations.errors import MathError, NotSupported

from .matrices import Matrix, dot

Pieces = list[tuple[Fraction, Fraction]]  # lengths, that sum to 1, and values


MOST_OUTCOMES = 20_000  # of a space at one point


class Outcome:
    """One outcome of a space: a number for every cell."""

    __slots__ = ("cells",)

    def __init__(self, cells: Callable[[int], Fraction]) -> None:
        self.cells = cells


class Step:
    """A step function on [0, 1)."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = [(length, value) for length, value in pieces if length]
        self.ends = list(accumulate(length for length, _ in self.pieces))

    def at(self, u: Fraction) -> Fraction:
        return self.pieces[bisect_right(self.ends, u)][1]


Side = tuple[Fraction, Fraction]  # an interval of a cell: its left end, and its right end, which is not in it
_WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Shuffle:
    """The cells in another order for each box of outcomes; a cell that is cut shows where in its side it lies.

    In every box the cells as seen are independent and uniform, so they are so altogether, in whatever order.
    """

    cuts: Mapping[int, Fraction] = field(default_factory=dict[int, Fraction])
    orders: Mapping[tuple[bool, ...], Sequence[int]] = field(default_factory=dict[tuple[bool, ...], Sequence[int]])

    def box(self, outcome: Outcome) -> tuple[bool, ...]:
        return tuple(outcome.cells(cell) >= cut for cell, cut in self.cuts.items())

    def cell(self, box: tuple[bool, ...], seen: int) -> int:
        """The cell that is seen in this place."""
        return self.orders[box][seen] if box in self.orders else seen

    def side(self, box: tuple[bool, ...], cell: int) -> Side:
        for (c, cut), is_right in zip(self.cuts.items(), box, strict=True):
            if c == cell:
                return (cut, _WHOLE[1]) if is_right else (_WHOLE[0], cut)
        return _WHOLE


class Law:
    """A random scalar or matrix: for every entry the cell that it sees, and its step function."""

    def __init__(
        self, entries: Sequence[Sequence[tuple[int, Step]]], is_scalar: bool = False, through: Shuffle | None = None
    ) -> None:
        self.entries, self.is_scalar, self.through = entries, is_scalar, through or Shuffle()

    def at(self, outcome: Outcome) -> Any:
        box = self.through.box(outcome)
        if self.is_scalar:
            return self._entry(outcome, box, *self.entries[0][0])
        return Matrix([[self._entry(outcome, box, *entry) for entry in row] for row in self.entries])

    def values(self, outcome: Outcome) -> tuple[Fraction, ...]:
        box = self.through.box(outcome)
        return tuple(self._entry(outcome, box, *entry) for entry in self.steps())

    def _entry(self, outcome: Outcome, box: tuple[bool, ...], seen: int, step: Step) -> Fraction:
        cell = self.through.cell(box, seen)
        left, right = self.through.side(box, cell)
        return step.at((outcome.cells(cell) - left) / (right - left))

    def steps(self) -> Iterator[tuple[int, Step]]:
        for row in self.entries:
            yield from row

    def ends(self, outcome: Outcome) -> Iterator[tuple[int, Fraction]]:
        """Cells, and where in them an entry changes, in the box of this outcome."""
        box = self.through.box(outcome)
        for seen, step in self.steps():
            cell = self.through.cell(box, seen)
            left, right = self.through.side(box, cell)
            yield from ((cell, left + (right - left) * end) for end in step.ends)


def outcomes_of(laws: Sequence[Law]) -> list[tuple[Fraction, Outcome]]:
    """All outcomes that these laws tell apart, with their weights."""
    cuts = _sorted_cuts((pair for law in laws for pair in law.through.cuts.items()), {})
    out = []
    for box in _boxes(cuts):
        corner = _outcome({cell: left for cell, (left, _) in box.items()})
        inside = _sorted_cuts((pair for law in laws for pair in law.ends(corner)), box)
        for piece in _boxes(inside):
            weight = prod((right - left for left, right in piece.values()), start=Fraction(1))
            out.append((weight, _outcome({cell: left for cell, (left, _) in piece.items()})))
    return _told_apart(out, laws) if cuts else out


def _outcome(places: dict[int, Fraction]) -> Outcome:
    return Outcome(lambda cell: places.get(cell, Fraction(0)))


def _sorted_cuts(cuts: Iterable[tuple[int, Fraction]], box: Mapping[int, Side]) -> dict[int, list[Fraction]]:
    """For each cell the places in its side of the box where it is cut, and both ends of that side."""
    out = {cell: set(side) for cell, side in box.items()}
    for cell, cut in cuts:
        left, right = box.get(cell, _WHOLE)
        out.setdefault(cell, {left, right}).update((cut,) if left < cut < right else ())
    return {cell: sorted(out[cell]) for cell in sorted(out)}


def _boxes(cuts: Mapping[int, Sequence[Fraction]]) -> Iterator[dict[int, Side]]:
    outcomes = prod(len(ends) - 1 for ends in cuts.values())
    if outcomes > MOST_OUTCOMES:
        raise NotSupported(f"not supported: values of {outcomes} outcomes of a space, at most {MOST_OUTCOMES}")
    for sides in product(*(pairwise(ends) for ends in cuts.values())):
        yield dict(zip(cuts, sides, strict=True))


def _told_apart(outcomes: list[tuple[Fraction, Outcome]], laws: Sequence[Law]) -> list[tuple[Fraction, Outcome]]:
    """The first of those at which all variables have the same values stands for them."""
    first: dict[Any, Outcome] = {}
    weights: dict[Any, Fraction] = {}
    for weight, outcome in outcomes:
        values = tuple(law.values(outcome) for law in laws)
        first.setdefault(values, outcome)
        weights[values] = weights.get(values, Fraction(0)) + weight
    return [(weights[values], outcome) for values, outcome in first.items()]


# --- step functions with a given mean and variance --------------------------------------------------------------------


def two_points(mean: Fraction, up: Fraction, down: Fraction, length: Fraction) -> Pieces:
    """mean + up or mean − down, with mean `mean` and variance up·down, on a part of [0, 1) of this length."""
    p = down / (up + down)
    return [(length * p, mean + up), (length * (1 - p), mean - down)]


def symmetric(centre: Fraction, spread: Fraction, variance: Fraction, length: Fraction) -> Pieces:
    """centre ± spread with equal weight, else the centre; spread² is at least the variance."""
    q = length * variance / spread**2
    return [(q / 2, centre + spread), (q / 2, centre - spread), (length - q, centre)]


def uncorrelated(
    means: Sequence[Fraction],
    variances: Sequence[Fraction],
    weights: Sequence[Fraction],
    mirrors: Iterable[Sequence[Fraction]],
) -> list[Step]:
    """Step functions of one cell with these means and variances, uncorrelated but not independent.

    `weights` are the square roots of the lengths of the steps, a unit vector with as many entries as there are steps;
    `mirrors` are vectors one entry shorter. The values are √variance times orthonormal functions; where the root is
    irrational, the variance is a sum of four squares, and four orthonormal functions share it.
    """
    functions = orthonormal(weights, mirrors)
    lengths = [s * s for s in weights]
    out, used = [], 0
    for mean, variance in zip(means, variances, strict=True):
        parts = square_parts(variance)
        rows = functions[used : used + len(parts)]
        used += len(parts)
        values = [mean + dot(parts, column) for column in zip(*rows, strict=True)]
        out.append(Step(list(zip(lengths, values, strict=True))))
    return out


def orthonormal(weights: Sequence[Fraction], mirrors: Iterable[Sequence[Fraction]]) -> list[list[Fraction]]:
    """Functions on the steps, orthonormal and orthogonal to the constants under the lengths weights²."""
    n = len(weights)
    # the columns after the first of the reflection that takes the first basis vector to `weights`
    one = Matrix.filled(n, n, lambda i, j: Fraction(int(i == j)))
    out = Matrix(_reflected(one, [s - (i == 0) for i, s in enumerate(weights)]).rows[1:])
    for mirror in mirrors:
        out = _reflected(out, mirror)
    return [[x / s for x, s in zip(row, weights, strict=True)] for row in out.rows]


def _reflected(a: Matrix, v: Sequence[Fraction]) -> Matrix:
    """(I − 2vvᵀ/vᵀv) A."""
    image = [2 * dot(v, column) / dot(v, v) for column in zip(*a.rows, strict=True)]
    return Matrix([[x - w * y for x, y in zip(row, image, strict=True)] for row, w in zip(a.rows, v, strict=True)])


def square_parts(value: Fraction) -> list[Fraction]:
    """[r] with r² = value where r is rational, else four rationals whose squares sum to value."""
    if value < 0:
        raise MathError(f"a variance of {value} is negative")
    whole = value.numerator * value.denominator
    root = isqrt(whole)
    if root * root == whole:
        return [Fraction(root, value.denominator)]
    return [Fraction(x, value.denominator) for x in four_squares(whole)]


def four_squares(n: int) -> list[int]:
    """Four integers whose squares sum to n ≥ 0, largest first."""
    return sorted(map(int, sum_of_four_squares(n)), reverse=True)
