"""Laws of random variables on finite probability spaces, with rational values and weights.

A space is made of cells, independent of each other, each a number drawn uniformly from [0, 1). A random number is a
step function of one cell. So every variable has its law by itself, several on one space depend on each other, and the
entries of an iid vector are one step function of one cell each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise, product
from math import isqrt, prod
from typing import Any

from sympy.solvers.diophantine.diophantine import sum_of_four_squares

from derivations.errors import MathError

from .matrices import Matrix, dot

Pieces = list[tuple[Fraction, Fraction]]  # lengths, that sum to 1, and values


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


class Law:
    """A random scalar or matrix: for every entry its cell and its step function."""

    def __init__(self, entries: Sequence[Sequence[tuple[int, Step]]], is_scalar: bool = False) -> None:
        self.entries, self.is_scalar = entries, is_scalar

    def at(self, outcome: Outcome) -> Any:
        if self.is_scalar:
            cell, step = self.entries[0][0]
            return step.at(outcome.cells(cell))
        return Matrix([[step.at(outcome.cells(cell)) for cell, step in row] for row in self.entries])

    def steps(self) -> Iterable[tuple[int, Step]]:
        for row in self.entries:
            yield from row


def outcomes_of(laws: Iterable[Law]) -> list[tuple[Fraction, Outcome]]:
    """All outcomes that these laws tell apart, with their weights."""
    cuts: dict[int, set[Fraction]] = {}
    for law in laws:
        for cell, step in law.steps():
            cuts.setdefault(cell, {Fraction(0)}).update(step.ends)
    cells = sorted(cuts)
    parts = []
    for cell in cells:
        ends = sorted(cuts[cell])
        parts.append([(right - left, left) for left, right in pairwise(ends)])
    out = []
    for choice in product(*parts):
        places = dict(zip(cells, (left for _, left in choice), strict=True))
        out.append((prod((length for length, _ in choice), start=Fraction(1)), Outcome(places.__getitem__)))
    return out


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
