"""Laws drawn under declared facts: mean, variance, sign, symmetry, and how the entries of a vector go together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product

from derivations.errors import MathError, NotSupported

from .draws import ONE, ZERO, Draws
from .entry import Entry, narrowed
from .laws import Pieces, Shuffle, Step, square_parts, symmetric, two_points, uncorrelated
from .within import between

_PARTS = (4, 4, 2, 1)  # of which a law is mixed, where so many entries go independently: their outcomes multiply
_PINNED = frozenset({"mean", "variance", "symmetric_law"})


def values_taken(entries: int | None, facts: Iterable[str]) -> int:
    """How many values that may lie anywhere a random number takes in general draws, for any number of entries if None.

    Where its mean or its variance is declared, and where its law is symmetric, values come in pairs that are bound to
    each other: then each pair counts once. Otherwise they are bound by their common mean alone.
    """
    parts = _parts_of(3 if entries is None else entries, frozenset(facts))
    return parts if _PINNED & set(facts) else parts + 2


def _parts_of(entries: int, facts: frozenset[str]) -> int:
    return _PARTS[min(entries, 3)] if facts & {"iid", "independent"} else _PARTS[1]


def draw_law(entries: Sequence[Entry], facts: frozenset[str], draws: Draws) -> list[tuple[int, Step]]:
    """For every entry its cell and its step function."""
    parts = _parts_of(len(entries), facts) if draws.mode == "general" else 1 if len(entries) > 2 else 2
    if "iid" in facts:
        if len(set(entries)) > 1:
            raise MathError("entries that are iid have one mean and one variance")
        step = _step(entries[0], facts, draws, parts)
        return list(enumerate([step] * len(entries)))
    if "independent" in facts:
        return [(cell, _step(entry, facts, draws, parts)) for cell, entry in enumerate(entries)]
    if "uncorrelated" in facts and len(entries) > 1:
        return [(0, step) for step in _uncorrelated(entries, facts, draws)]
    return [(0, _step(entry, facts, draws, parts)) for entry in entries]


def draw_shuffle(cells: int, draws: Draws) -> Shuffle:
    """How a variable depends on the cells: on one in each box, and by the boxes on all that are cut too.

    It takes at most all but one of them to be cut for what is seen to depend on every cell at once.
    """
    places = list(range(cells))
    cut = sorted(draws.shuffled(list(places))[: draws.random.randint(0, cells - 1)])
    orders = {box: draws.shuffled(list(places)) for box in product((False, True), repeat=len(cut))}
    return Shuffle({cell: draws.fraction() for cell in cut}, orders)


def _step(entry: Entry, facts: frozenset[str], draws: Draws, parts: int) -> Step:
    """One random number, whose law is mixed of so many parts of two values each; its mean may be a value too."""
    narrow = narrowed(entry, facts)
    if entry.is_bounded or narrow.low == narrow.high == 0:
        return between(narrow, facts, draws, _shares(parts, ONE / 3, draws))
    if entry.variance == 0:
        return Step([(ONE, _centre(entry, facts, draws))])
    mean = _centre(entry, facts, draws)
    if entry.variance is None and draws.now_and_then():
        return Step([(ONE, mean)])
    make = _symmetric if "symmetric_law" in facts else _skew
    some = draws.fraction()
    lengths = [ONE if make is _symmetric else some] if parts == 1 else _shares(parts, some, draws)
    rest = 1 - sum(lengths, ZERO)  # of the weight, at the mean: the other values lie further out for that
    pieces: Pieces = [(rest, mean)]
    # parts of one variance would be special: what they have in common no other law of that variance need have
    shares = _shares(parts, draws.fraction(), draws) if draws.mode == "general" else lengths
    for length, share in zip(lengths, shares, strict=True):
        variance = None if entry.variance is None else entry.variance * share / (sum(shares, ZERO) * length)
        pieces += make(mean, variance, length, facts, draws)
    return Step(draws.shuffled(pieces))


def _shares(count: int, first: Fraction, draws: Draws) -> list[Fraction]:
    """So many positive numbers that sum to 1."""
    more = [draws.fraction() for _ in range(count - 2)]
    rest = (1 - first) / sum([ONE, *more])
    return [first, rest, *(rest * x for x in more)] if count > 1 else [ONE]


def _centre(entry: Entry, facts: frozenset[str], draws: Draws) -> Fraction:
    signed = facts & {"positive", "nonnegative"}
    if entry.mean is None:
        if draws.now_and_then() and "positive" not in facts:
            return ZERO
        return draws.positive() if signed else ZERO if "symmetric_law" in facts else draws.number()
    return entry.mean


def _skew(mean: Fraction, variance: Fraction | None, length: Fraction, facts: frozenset[str], draws: Draws) -> Pieces:
    if facts & {"positive", "nonnegative"}:
        if mean == 0:
            return [(length, mean)]
        down = mean * draws.fraction()
        if "positive" not in facts and draws.random.random() < 0.5:
            down = mean  # zero is among the values
        return two_points(mean, draws.positive() if variance is None else variance / down, down, length)
    up = draws.positive()
    return two_points(mean, up, draws.positive() if variance is None else variance / up, length)


def _symmetric(mean: Fraction, variance: Fraction | None, length: Fraction, _: frozenset[str], draws: Draws) -> Pieces:
    target = draws.positive() if variance is None else variance
    return symmetric(mean, max(target, ONE) + draws.positive(), target, length)


def _uncorrelated(entries: Sequence[Entry], facts: frozenset[str], draws: Draws) -> list[Step]:
    if facts & {"positive", "nonnegative", "symmetric_law"}:
        raise NotSupported("not supported yet: uncorrelated entries with a sign or a symmetric law: declare them iid")
    if facts & {"at_least", "at_most"}:
        raise NotSupported("not supported yet: uncorrelated entries with bounds: declare them independent")
    means = [_centre(entry, facts, draws) for entry in entries]
    variances = [_square(draws) if e.variance is None else e.variance for e in entries]
    steps = sum(len(square_parts(v)) for v in variances) + 2
    structure = Draws(f"uncorrelated:{draws.random.random()}", "small")  # small numbers keep the weights short
    weights = structure.unit(steps, positive=True).entries()
    mirrors = [[structure.nonzero() for _ in range(steps - 1)] for _ in range(2)]
    return uncorrelated(means, variances, weights, mirrors)


def _square(draws: Draws) -> Fraction:
    return ZERO if draws.now_and_then() else draws.positive() ** 2
