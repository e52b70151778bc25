"""Laws drawn under declared facts: mean, variance, sign, symmetry, and how the entries of a vector go together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from derivations.errors import MathError, NotSupported

from .draws import ONE, ZERO, Draws
from .laws import Pieces, Shuffle, Step, square_parts, symmetric, two_points, uncorrelated

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


@dataclass(frozen=True)
class Entry:
    """What is declared of one random number."""

    mean: Fraction | None
    variance: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None


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
    if entry.variance is not None and entry.variance <= 0:
        if entry.variance < 0:
            raise MathError(f"a variance of {entry.variance} is negative")
        return Step([(ONE, ZERO if entry.mean is None else entry.mean)])
    if {"positive", "symmetric_law"} <= facts and not entry.mean:
        raise MathError("a random variable that is positive has no symmetric law around 0")
    if entry.low is not None or entry.high is not None:
        return _between(entry, facts, draws, parts)
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
    if signed and (entry.mean < 0 or (entry.mean == 0 and entry.variance)):
        raise MathError(f"a random variable that is not negative can't have the mean {entry.mean}")
    return entry.mean


def _between(entry: Entry, facts: frozenset[str], draws: Draws, parts: int) -> Step:
    """A number within bounds: as often as not some of its values lie at the bounds, or all."""
    _require_within(entry, facts)
    if entry.variance is not None or facts & {"positive", "nonnegative", "symmetric_law"}:
        raise NotSupported("a random variable with bounds has neither a variance, a sign nor a symmetric law declared")
    mean = _mean_between(entry, draws)
    below, above = (None if end is None else abs(end - mean) for end in (entry.low, entry.high))
    if 0 in (below, above) or draws.now_and_then():
        return Step([(ONE, mean)])
    share = ZERO if draws.random.random() < 0.3 else draws.fraction()  # of the weight, at the mean
    touching = draws.mode != "general" or draws.random.random() < 0.5
    pieces: Pieces = [(share, mean)]
    for length in _shares(parts, ONE / 3, draws):
        up, down = (_reach(most, touching, draws) for most in (above, below))
        pieces += two_points(mean, up, down, (1 - share) * length)
    return Step(draws.shuffled(pieces))


def _require_within(entry: Entry, facts: frozenset[str]) -> None:
    """That some law has its mean, its variance and its sign within the bounds."""
    signed = facts & {"positive", "nonnegative"}
    low, high = max((x for x in (entry.low, ZERO if signed else None) if x is not None), default=None), entry.high
    if signed and high is not None and (high < 0 or ("positive" in facts and high == 0)):
        raise MathError(f"no {'positive' if 'positive' in facts else 'nonnegative'} number is at most {high}")
    if entry.low is not None and high is not None and entry.low > high:
        raise MathError(f"no number is at least {entry.low} and at most {high}")
    for bound, fails in (
        (f"at least {low}", _is_less(entry.mean, low)),
        (f"at most {high}", _is_less(high, entry.mean)),
    ):
        if fails:
            raise MathError(f"a random variable that is {bound} can't have the mean {entry.mean}")
    if entry.variance is None or low is None or high is None:
        return
    mean = (low + high) / 2 if entry.mean is None else entry.mean
    if entry.variance > (high - mean) * (mean - low):  # as much as there is at the bounds alone
        raise MathError(f"a random variable between {low} and {high} can't have the variance {entry.variance}")


def _reach(most: Fraction | None, touching: bool, draws: Draws) -> Fraction:
    if most is None:
        return draws.positive()
    return most if touching and draws.random.random() < 0.7 else most * draws.fraction()


def _is_less(x: Fraction | None, y: Fraction | None) -> bool:
    return x is not None and y is not None and x < y


def _mean_between(entry: Entry, draws: Draws) -> Fraction:
    low, high = entry.low, entry.high
    if entry.mean is not None:
        return entry.mean
    if low is not None and high is not None:
        return low + (high - low) * draws.fraction()
    return draws.positive() + low if low is not None else (high or ZERO) - draws.positive()


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


def _symmetric(
    mean: Fraction, variance: Fraction | None, length: Fraction, facts: frozenset[str], draws: Draws
) -> Pieces:
    if facts & {"positive", "nonnegative"}:
        raise NotSupported("not supported yet: a random variable that is not negative and has a symmetric law")
    target = draws.positive() if variance is None else variance
    return symmetric(mean, max(target, ONE) + draws.positive(), target, length)


def _uncorrelated(entries: Sequence[Entry], facts: frozenset[str], draws: Draws) -> list[Step]:
    if facts & {"positive", "nonnegative", "symmetric_law"}:
        raise NotSupported("uncorrelated entries with a sign or a symmetric law: declare them iid")
    if facts & {"at_least", "at_most"}:
        raise NotSupported("uncorrelated entries with bounds: declare them independent")
    means = [_centre(entry, facts, draws) for entry in entries]
    variances = [_square(draws) if e.variance is None else e.variance for e in entries]
    steps = sum(len(square_parts(v)) for v in variances) + 2
    structure = Draws(f"uncorrelated:{draws.random.random()}", "small")  # small numbers keep the weights short
    weights = structure.unit(steps, positive=True).entries()
    mirrors = [[structure.nonzero() for _ in range(steps - 1)] for _ in range(2)]
    return uncorrelated(means, variances, weights, mirrors)


def _square(draws: Draws) -> Fraction:
    return ZERO if draws.now_and_then() else draws.positive() ** 2
