"""Laws of a random number that lies between declared ends: as often as not some of its values lie at them, or all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from .draws import ONE, ZERO, Draws
from .entry import Entry, least, most_variance
from .laws import Pieces, Step, symmetric, two_points

_FINENESS = 10**12  # a root is taken so finely


def between(entry: Entry, facts: frozenset[str], draws: Draws, lengths: Sequence[Fraction]) -> Step:
    """A law with all that is declared, narrowed before, in parts of these lengths, which sum to 1."""
    is_open = "positive" in facts and entry.low == 0
    mean = mean_within(entry, draws)
    below, above = (None if end is None else abs(end - mean) for end in (entry.low, entry.high))
    constant = entry.variance is None and draws.now_and_then()
    if 0 in (below, above) or entry.variance == 0 or constant:
        return Step([(ONE, mean)])
    touching = draws.mode != "general" or draws.random.random() < 0.5
    room = _Room(below, above, is_open, touching)
    if "symmetric_law" in facts:
        return Step(draws.shuffled(_mirrored(entry, room, draws, lengths)))
    if entry.variance is not None:
        variances = _variances(entry.variance, room.most, lengths, draws)
        pieces: Pieces = []
        for length, variance in zip(lengths, variances, strict=True):
            up = _up(variance, room, draws)
            pieces += two_points(mean, up, variance / up, length)
        return Step(draws.shuffled(pieces))
    share = ZERO if draws.random.random() < 0.3 else draws.fraction()  # of the weight, at the mean
    pieces = [(share, mean)]
    for length in lengths:
        up = _reach(above, touching, draws)
        pieces += two_points(mean, up, _reach(below, touching and not is_open, draws), (1 - share) * length)
    return Step(draws.shuffled(pieces))


class _Room:
    """How far a value may lie below its mean and above it, None for any distance."""

    def __init__(self, below: Fraction | None, above: Fraction | None, is_open: bool, touching: bool) -> None:
        self.below, self.above, self.touching = below, above, touching
        self.touches_below = touching and not is_open
        self.most = None if below is None or above is None else below * above  # of a variance


def mean_within(entry: Entry, draws: Draws) -> Fraction:
    """The declared mean, or one that leaves room for the variance."""
    low, high = entry.low, entry.high
    if entry.mean is not None:
        return entry.mean
    if low is None:
        return (ZERO if high is None else high) - draws.positive()
    if high is None:
        return low + draws.positive()
    if not entry.variance:
        return low + (high - low) * draws.fraction()
    centre = (low + high) / 2
    most = most_variance(entry) or ZERO
    return centre + _root_below(most - entry.variance) * (2 * draws.fraction() - 1)


def _root_below(square: Fraction) -> Fraction:
    """At most the square root, and nearly that."""
    return Fraction(isqrt(square.numerator * square.denominator * _FINENESS**2), square.denominator * _FINENESS)


def _root_above(square: Fraction) -> Fraction:
    root = _root_below(square)
    return root if root * root == square else root + Fraction(1, square.denominator * _FINENESS)


def _reach(most: Fraction | None, touching: bool, draws: Draws) -> Fraction:
    if most is None:
        return draws.positive()
    return most if touching and draws.random.random() < 0.7 else most * draws.fraction()


def _variances(variance: Fraction, most: Fraction | None, lengths: Sequence[Fraction], draws: Draws) -> list[Fraction]:
    """One of each part, at most `most`, that average to the variance and are as different as that allows."""
    places = [draws.fraction() for _ in lengths]
    centre = sum((length * x for length, x in zip(lengths, places, strict=True)), ZERO)
    down, up = centre - min(places), max(places) - centre
    if not down or not up:
        return [variance] * len(places)
    room = least(variance / down, None if most is None else (most - variance) / up) or ZERO
    slope = room * draws.fraction()
    return [variance + slope * (x - centre) for x in places]


def _up(variance: Fraction, room: _Room, draws: Draws) -> Fraction:
    """How far the upper of two values lies above the mean, so that the lower one has room too."""
    smallest = ZERO if room.below is None else variance / room.below
    if room.above is not None and room.above == smallest:
        return smallest
    chance = draws.random.random() if room.touching else ONE
    if chance < 0.3 and room.above is not None:
        return room.above
    if chance < 0.6 and smallest and room.touches_below:
        return smallest
    return smallest + (draws.positive() if room.above is None else (room.above - smallest) * draws.fraction())


def _mirrored(entry: Entry, room: _Room, draws: Draws, lengths: Sequence[Fraction]) -> Pieces:
    """Pairs ±s, s at most the end, each with some of its weight at 0."""
    end = entry.high or ZERO
    pieces: Pieces = []
    variances = None if entry.variance is None else _variances(entry.variance, end**2, lengths, draws)
    for k, length in enumerate(lengths):
        if variances is None:
            spread = _reach(end, room.touching, draws)
            held = ONE if room.touching and draws.random.random() < 0.5 else draws.fraction()
            pieces += symmetric(ZERO, spread, spread**2 * held, length)
            continue
        nearest = min(_root_above(variances[k]), end)
        at_end = room.touching and draws.random.random() < 0.5
        spread = end if at_end else end - (end - nearest) * draws.fraction()
        pieces += symmetric(ZERO, spread, variances[k], length)
    return pieces
