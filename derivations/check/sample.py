"""Sizes for the dimensions and values for the symbols under the declared facts, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import product
from math import prod
from random import Random
from typing import Any

from sympy import Basic

from derivations.errors import MathError
from derivations.notation.probability import RandomMatrix, RandomScalar, Space
from derivations.notation.sequences import FunctionValue, GradientValue, HessianValue, Member
from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol, facts_of

from .draws import Mode
from .given import Given
from .having import OF_FULL_RANK, is_one_hot
from .parts import named_in
from .point import Point, integer_at
from .values import Values

_LARGEST = 4  # a dimension, and the number of cells of a random space, are at most this
_MOST_OUTCOMES = 800  # of all spaces together
_EACH = 4  # one of so many general points is fine
_VALUES = (1, 9, 5, 3)  # that each of so many iid numbers takes, about
Sizes = dict[str, int]


class Sampler:
    """Draws points for some expressions. `seed` and the names of symbols decide every value."""

    def __init__(self, seed: int | str, expressions: Iterable[Any] = ()) -> None:
        self.seed = seed
        self._expressions: tuple[Any, ...] = ()
        self._parts: dict[Any, None] = {}  # every distinct part of the expressions
        self._values = Values()
        self.collect(expressions)

    def collect(self, expressions: Iterable[Any]) -> None:
        """Take these expressions into account too."""
        new = [x for x in expressions if isinstance(x, Basic)]
        for x in new:  # and what bounds their scalars, which grows the list
            new += [bound for a in named_in(x, ScalarSymbol) for bound in a.bounds.values() if bound not in new]
        self._expressions += tuple(new)
        above, positive = set(self._values.above), set(self._values.positive)
        nonnegative, random = set(self._values.nonnegative), set(self._values.random)
        for x in new:
            for atom in named_in(x, FunctionValue, GradientValue, HessianValue):
                facts = facts_of(atom)
                smooth, strong = facts.get("smooth"), facts.get("strongly_convex")
                if smooth is not None and strong is not None and facts_of(strong).get("below") != smooth:
                    above.add((smooth, strong))
                nonnegative |= {v for k, v in facts.items() if k == "smooth"}  # the least curvature may be negative
            for atom in named_in(x, RandomScalar, RandomMatrix):
                facts = facts_of(atom)
                random.add(atom)
                nonnegative |= {v for k, v in facts.items() if k == "variance"}
                signed = "mean", "at_most"
                if facts.keys() & {"positive", "nonnegative"}:
                    (positive if "positive" in facts else nonnegative).update(facts[k] for k in signed if k in facts)
                elif "symmetric_law" in facts:
                    nonnegative |= {v for k, v in facts.items() if k == "at_most"}
        self._values = Values(*map(frozenset, (above, positive, nonnegative, random)))

    # sizes

    def sizes(self, expressions: Iterable[Any] = (), count: int = 6, most: int | None = None) -> list[Sizes]:
        """Different sizes for the dimensions that occur: all ones where the facts allow, small, of every shape.

        None is beyond `most`; without it a single dimension takes as many sizes as are asked for.
        """
        self.collect(expressions)
        return [dict(s) for s in _sizes(self.seed, self.names(), self._symbols(), count, most)]

    def allows(self, sizes: Sizes) -> bool:
        """Whether the shapes, ranks and laws of all symbols allow these sizes."""
        return _fits(self._symbols(), sizes)

    def names(self) -> tuple[str, ...]:
        """The dimensions that occur."""
        return tuple(sorted({dim.name for x in self._expressions for dim in named_in(x, Dim)}))

    def _symbols(self) -> frozenset[Any]:
        return frozenset(a for x in self._expressions for a in named_in(x, MatrixAtom, RandomMatrix, Member))

    # points

    def point(
        self,
        sizes: Sizes,
        number: int = 0,
        given: Iterable[tuple[Any, Any]] = (),
        small: bool = False,
        degenerate: bool = False,
        far: bool = False,
        fine: bool = False,
        wide: bool = False,
    ) -> Point:
        """The point with this number at these sizes. `given` are hypotheses, pairs of a symbol and what it equals."""
        mode = "degenerate" if degenerate else "small" if small else "far" if far else "wide" if wide else "general"
        if mode == "general" and (fine or number % _EACH == _EACH - 1):
            mode = "fine"
        return _point(self.seed, tuple(sorted(sizes.items())), number, mode, tuple(given), self._values)


@lru_cache(maxsize=512)
def _point(
    seed: int | str,
    sizes: tuple[tuple[str, int], ...],
    number: int,
    mode: Mode,
    given: tuple[tuple[Any, Any], ...],
    values: Values,
) -> Point:
    """One point for all that ask for the same: it remembers the values of expressions."""
    shown = ",".join(f"{name}={size}" for name, size in sizes)
    return Point(dict(sizes), f"{seed}:{shown}:{number}:{mode}", values, _hypotheses(given))


@lru_cache(maxsize=64)
def _hypotheses(given: tuple[tuple[Any, Any], ...]) -> Given:
    return Given(given)


@lru_cache(maxsize=256)
def _sizes(
    seed: int | str, names: tuple[str, ...], symbols: frozenset[Any], count: int, most: int | None
) -> tuple[Sizes, ...]:
    if not names:
        return ({},)
    if most is None:
        most = max(_LARGEST, count) if len(names) == 1 else _LARGEST
    allowed = [s for s in _candidates(seed, names, most) if _fits(symbols, s)]
    if not allowed:
        raise MathError(f"no sizes of {', '.join(names)} up to {most} fit the declared facts")
    return tuple(_varied(allowed, names, count))


def _candidates(seed: int | str, names: tuple[str, ...], most: int) -> Iterable[Sizes]:
    if most ** len(names) <= 1024:
        choices: Iterable[tuple[int, ...]] = product(range(1, most + 1), repeat=len(names))
    else:
        random = Random(f"{seed}:sizes")
        drawn = {tuple(random.randint(1, most) for _ in names) for _ in range(1000)}
        choices = sorted(drawn | {(n,) * len(names) for n in range(1, most + 1)})
    return (dict(zip(names, choice, strict=True)) for choice in choices)


def _fits(symbols: frozenset[Any], sizes: Sizes) -> bool:
    """Whether every shape is at least 1×1, every rank is possible and every random space is small."""
    cells: dict[Space, int] = {}
    for symbol in symbols:
        rows, cols = (integer_at(s, sizes) for s in symbol.shape)
        facts = facts_of(symbol)
        if rows < 1 or cols < 1:
            return False
        if "rank" in facts and not _fewest_rank(facts, rows) <= integer_at(facts["rank"], sizes) <= min(rows, cols):
            return False
        if "orthonormal" in facts and cols > rows:
            return False
        if "positive" in facts and is_one_hot(facts) and rows > 1:
            return False
        if facts.keys() & {"iid", "independent", "uncorrelated"} and rows * cols > _LARGEST:
            return False
        if facts.keys() & {"iid", "independent"}:
            cells[symbol.space] = max(cells.get(symbol.space, 0), rows * cols)
    return prod(_VALUES[min(n, 3)] ** n for n in cells.values()) <= _MOST_OUTCOMES


def _fewest_rank(facts: Mapping[str, Any], rows: int) -> int:
    return rows if facts.keys() & OF_FULL_RANK else 0


def _varied(allowed: list[Sizes], names: tuple[str, ...], count: int) -> list[Sizes]:
    """All ones first, then each time the sizes that show most that is new: values, and which dimension is larger."""

    def shows(s: Sizes) -> set[Any]:
        pairs = {(a, b, (s[a] > s[b]) - (s[a] < s[b])) for a in names for b in names if a < b}
        return pairs | set(s.items())

    shown = [(s, shows(s)) for s in allowed]
    chosen = [s for s in allowed if set(s.values()) == {1}]
    seen = set().union(*map(shows, chosen))
    while len(chosen) < min(count, len(allowed)):
        rest = [(s, has) for s, has in shown if s not in chosen]
        best, new = max(rest, key=lambda pair: (len(pair[1] - seen), -sum(pair[0].values())))
        chosen.append(best)
        seen |= new
    return chosen
