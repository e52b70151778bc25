"""What is declared of one random number, and whether a law can have it all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from derivations.errors import MathError

ZERO = Fraction(0)


@dataclass(frozen=True)
class Entry:
    """Of one random number: its mean and its variance, and the ends between which it lies."""

    mean: Fraction | None
    variance: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def is_bounded(self) -> bool:
        return self.low is not None or self.high is not None


def narrowed(entry: Entry, facts: frozenset[str]) -> Entry:
    """With the ends and the mean that follow from all that is declared; raises where no law has it all."""
    low = entry.low
    if facts & {"positive", "nonnegative"}:
        _require_sign(entry, facts)
        low = ZERO if low is None else max(low, ZERO)
    if low is not None and entry.high is not None and low > entry.high:
        raise MathError(f"no number is at least {low} and at most {entry.high}")
    out = replace(entry, low=low)
    if "symmetric_law" in facts:
        out = _symmetric(out, facts)
    _require_mean(out)
    _require_variance(out, is_open="positive" in facts and out.low == 0)
    return out


def _require_sign(entry: Entry, facts: frozenset[str]) -> None:
    """That a number that is not negative, or positive, has room below its upper end, and such a mean."""
    positive = "positive" in facts
    if entry.high is not None and (entry.high < 0 or (positive and entry.high == 0)):
        raise MathError(f"no {'positive' if positive else 'nonnegative'} number is at most {entry.high}")
    if entry.mean is not None and (entry.mean < 0 or (positive and entry.mean == 0)):
        words = "positive" if positive else "not negative"
        raise MathError(f"a random variable that is {words} can't have the mean {entry.mean}")


def _symmetric(entry: Entry, facts: frozenset[str]) -> Entry:
    """X and −X have one law: the mean is 0, and the nearer end bounds both sides."""
    if entry.mean:
        raise MathError(f"a random variable with a symmetric law around 0 can't have the mean {entry.mean}")
    if "positive" in facts:
        raise MathError("a random variable that is positive has no symmetric law around 0")
    below, above = None if entry.low is None else -entry.low, entry.high
    reach = least(below, above)
    if reach is None:
        return replace(entry, mean=ZERO)
    if reach < 0:
        said = f"at least {entry.low}" if reach == below else f"at most {entry.high}"
        raise MathError(f"a random variable that is {said} has no symmetric law around 0")
    return replace(entry, mean=ZERO, low=-reach, high=reach)


def _require_mean(entry: Entry) -> None:
    mean, low, high = entry.mean, entry.low, entry.high
    if mean is None:
        return
    if low is not None and mean < low:
        raise MathError(f"a random variable that is at least {low} can't have the mean {mean}")
    if high is not None and mean > high:
        raise MathError(f"a random variable that is at most {high} can't have the mean {mean}")


def _require_variance(entry: Entry, is_open: bool) -> None:
    """That the variance is at most what there is at the ends alone; where the lower end is not reached, it is less."""
    variance = entry.variance
    if variance is None:
        return
    if variance < 0:
        raise MathError(f"a variance of {variance} is negative")
    most = most_variance(entry)
    if variance and most is not None and (variance > most or (is_open and variance == most)):
        one = f"that is at most {entry.high}" if entry.low is None else f"that is at least {entry.low}"
        words = one if None in (entry.low, entry.high) else f"between {entry.low} and {entry.high}"
        mean = "" if entry.mean is None else f" with the mean {entry.mean}"
        raise MathError(f"a random variable {words}{mean} can't have the variance {variance}")


def most_variance(entry: Entry) -> Fraction | None:
    """The largest variance that its ends, and its mean if there is one, leave; None where there is no largest."""
    mean, low, high = entry.mean, entry.low, entry.high
    if low is not None and high is not None:
        mean = (low + high) / 2 if mean is None else mean
        return (high - mean) * (mean - low)
    return ZERO if mean is not None and mean in (low, high) else None


def least(*numbers: Fraction | None) -> Fraction | None:
    """The least of those that there are."""
    return min((x for x in numbers if x is not None), default=None)
