"""Sizes for the dimensions and values for the symbols under the declared facts, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import Any

from sympy import Basic

from derivations.errors import MathError, NotSupported
from derivations.notation.core import is_matrix
from derivations.notation.probability import RandomMatrix, RandomScalar, Space
from derivations.notation.sequences import FunctionValue, GradientValue, HessianValue, Member
from derivations.notation.symbols import Dim, Index, MatrixAtom, facts_of

from .arithmetic import arithmetic
from .draws import EXACT, ONE, ZERO, Draws, Mode
from .evaluate import evaluate, rational_value
from .given import Given
from .landscape import Landscape
from .laws import Law, Outcome
from .matrices import Matrix, identity
from .point import Drawn, Point, integer_at
from .randomness import Entry, draw_law

_LARGEST = 4  # a dimension, and the number of cells of a random space, are at most this
_MOST_OUTCOMES = 800  # of all spaces together
_VALUES = (1, 6, 5, 3)  # that each of so many iid numbers takes, about
Sizes = dict[str, int]


class Sampler:
    """Draws points for some expressions. `seed` and the names of symbols decide every value."""

    def __init__(self, seed: int | str, expressions: Iterable[Any] = ()) -> None:
        self.seed = seed
        self._expressions: tuple[Any, ...] = ()
        self._above: dict[Any, Any] = {}  # bounds that follow from facts: L ≥ μ of a function
        self._positive: set[Any] = set()  # a variance, the mean of a nonnegative variable
        self._given: dict[tuple[tuple[Any, Any], ...], Given] = {}
        self.collect(expressions)

    def collect(self, expressions: Iterable[Any]) -> None:
        """Take these expressions into account too."""
        new = tuple(x for x in expressions if isinstance(x, Basic))
        self._expressions += new
        for x in new:
            for atom in x.atoms(FunctionValue, GradientValue, HessianValue):
                facts = facts_of(atom)
                if "smooth" in facts and "strongly_convex" in facts:
                    self._above[facts["smooth"]] = facts["strongly_convex"]
                self._positive |= {v for k, v in facts.items() if k in ("smooth", "strongly_convex")}
            for atom in x.atoms(RandomScalar, RandomMatrix):
                facts = facts_of(atom)
                self._positive |= {facts[k] for k in ("variance",) if k in facts}
                if "mean" in facts and facts.keys() & {"positive", "nonnegative"}:
                    self._positive.add(facts["mean"])

    # sizes

    def sizes(self, expressions: Iterable[Any] = (), count: int = 6, most: int = _LARGEST) -> list[Sizes]:
        """Different sizes for the dimensions that occur: all ones where the facts allow, small, of every shape."""
        self.collect(expressions)
        names = sorted({dim.name for x in self._expressions for dim in x.atoms(Dim)})
        if not names:
            return [{}]
        if len(names) == 1:
            most = max(most, count)
        allowed = [s for s in self._candidates(names, most) if self._fits(s)]
        if not allowed:
            raise MathError(f"no sizes of {', '.join(names)} up to {most} fit the declared facts")
        return _varied(allowed, names, count)

    def _candidates(self, names: list[str], most: int) -> Iterable[Sizes]:
        if most ** len(names) <= 4096:
            choices: Iterable[tuple[int, ...]] = product(range(1, most + 1), repeat=len(names))
        else:
            random = Random(f"{self.seed}:sizes")
            drawn = {tuple(random.randint(1, most) for _ in names) for _ in range(2000)}
            choices = sorted(drawn | {(n,) * len(names) for n in range(1, most + 1)})
        return (dict(zip(names, choice, strict=True)) for choice in choices)

    def _fits(self, sizes: Sizes) -> bool:
        """Whether every shape is at least 1×1, every rank is possible and every random space is small."""
        cells: dict[Space, int] = {}
        for symbol in self._matrices():
            rows, cols = (integer_at(s, sizes) for s in symbol.shape)
            facts = facts_of(symbol)
            if rows < 1 or cols < 1 or ("rank" in facts and integer_at(facts["rank"], sizes) > min(rows, cols)):
                return False
            if isinstance(symbol, RandomMatrix) and "iid" in facts:
                cells[symbol.space] = max(cells.get(symbol.space, 0), rows * cols)
        outcomes = prod(_VALUES[min(n, 3)] ** n for n in cells.values())
        return outcomes <= _MOST_OUTCOMES and all(n <= _LARGEST for n in cells.values())

    def _matrices(self) -> list[Any]:
        found: set[Any] = set()
        for x in self._expressions:
            found |= x.atoms(MatrixAtom, RandomMatrix, Member)
        return sorted(found, key=lambda a: a.name)

    # points

    def point(
        self,
        sizes: Sizes,
        number: int = 0,
        given: Iterable[tuple[Any, Any]] = (),
        small: bool = False,
        degenerate: bool = False,
    ) -> Point:
        """The point with this number at these sizes. `given` are hypotheses, pairs of a symbol and what it equals."""
        mode: Mode = "degenerate" if degenerate else "small" if small else "general"
        label = f"{self.seed}:{','.join(f'{k}={v}' for k, v in sorted(sizes.items()))}:{number}:{mode}"
        return Point(sizes, label, self, self._hypotheses(tuple(given)))

    def _hypotheses(self, pairs: tuple[tuple[Any, Any], ...]) -> Given:
        if pairs not in self._given:
            self._given[pairs] = Given(pairs)
        return self._given[pairs]

    def _draws(self, point: Point, kind: str, name: Any) -> Draws:
        mode: Any = point.label.rpartition(":")[2]
        return Draws(f"{point.label}:{kind}:{name}", mode)

    def draw(self, point: Point, symbol: Any, key: Any) -> Drawn:
        """The value of a symbol, or of the member of a sequence with this key."""
        name = f"{key[0]}[{key[1]}]" if isinstance(key, tuple) else symbol.name
        facts = self._facts(point, symbol)
        if not is_matrix(symbol):
            return self._draws(point, "scalar", name).scalar(facts)
        n, m = point.shape(symbol)
        draws = self._draws(point, "matrix", name)
        if m == 1 and not facts.keys() & MATRIX_ONLY:
            return draws.vector(n, facts)
        return draws.matrix(n, m, facts)

    def _facts(self, point: Point, symbol: Any) -> dict[str, Any]:
        """The declared facts, with bounds and ranks as numbers."""
        facts = facts_of(symbol)
        if not is_matrix(symbol):
            facts |= {k: True for k in _ASSUMED if getattr(symbol, f"is_{k}", False)}
        if symbol in self._positive:
            facts["positive"] = True
        if symbol in self._above and "above" not in facts:
            facts["above"] = self._above[symbol]
        for side in ("above", "below"):
            if side in facts:
                facts[side] = _bound(facts[side], point, 1 if side == "above" else -1)
        if "rank" in facts:
            facts["rank"] = point.integer(facts["rank"])
        return facts

    def increment(self, point: Point, variable: Any, key: Any) -> Drawn:
        name = f"{key[0]}[{key[1]}]" if isinstance(key, tuple) else variable.name
        draws = self._draws(point, "increment", name)
        if not is_matrix(variable):
            return draws.number()
        n, m = point.shape(variable)
        out, facts = draws.general(n, m), facts_of(variable)
        if "diagonal" in facts:
            return Matrix.diagonal_of([out.rows[i][i] for i in range(n)], ZERO)
        if facts.keys() & {"symmetric", "positive_definite", "positive_semidefinite"}:
            return Matrix.filled(n, m, lambda i, j: out.rows[min(i, j)][max(i, j)])
        return out

    def place(self, point: Point, index: Index) -> int:
        return self._draws(point, "index", index.name).random.randint(1, point.integer(index.count))

    # random variables and functions

    def law(self, point: Point, variable: Any) -> Law:
        facts = facts_of(variable)
        n, m = point.shape(variable) if is_matrix(variable) else (1, 1)
        means = _entries(facts.get("mean"), point, n * m)
        variances = _entries(facts.get("variance"), point, n * m)
        entries = [Entry(a, v) for a, v in zip(means, variances, strict=True)]
        draws = self._draws(point, "law", variable.name)
        steps = draw_law(entries, frozenset(facts), draws)
        return Law([steps[i * m : (i + 1) * m] for i in range(n)], is_scalar=not is_matrix(variable))

    def outcome(self, point: Point, where: Space) -> Outcome:
        drawn: dict[int, Fraction] = {}

        def cell(i: int) -> Fraction:
            if i not in drawn:
                drawn[i] = Fraction(self._draws(point, f"cell {i}", where.name).random.randrange(10**6), 10**6)
            return drawn[i]

        return Outcome(cell)

    def landscape(self, point: Point, function: Any) -> Landscape:
        """A function with the declared facts; hypotheses about its gradient or value at one place are met."""
        n, facts, name = point.integer(function.args[1].shape[0]), facts_of(function), function.name
        values = {k: rational_value(v, point) for k, v in facts.items()}
        out = _landscape(n, values, self._draws(point, "function", name))
        if name in point.given.slopes:
            x, gradient = (rational_value(e, point) for e in point.given.slopes[name])
            out = out.with_slope(x, gradient, EXACT)
        if name in point.given.heights:
            x, value = (rational_value(e, point) for e in point.given.heights[name])
            out = out.with_height(x, value, EXACT)
        return out


MATRIX_ONLY = frozenset(("rank", "symmetric", "positive_definite", "positive_semidefinite", "orthogonal", "diagonal"))
_ASSUMED = ("positive", "nonnegative", "nonzero", "integer")


def _varied(allowed: list[Sizes], names: list[str], count: int) -> list[Sizes]:
    """All ones first, then each time the sizes that show most that is new: values, and which dimension is larger."""

    def shows(s: Sizes) -> set[Any]:
        pairs = {(a, b, (s[a] > s[b]) - (s[a] < s[b])) for a in names for b in names if a < b}
        return pairs | set(s.items())

    chosen: list[Sizes] = [s for s in allowed if set(s.values()) == {1}]
    seen = set().union(*map(shows, chosen))
    rest = [s for s in allowed if s not in chosen]
    while rest and len(chosen) < count:
        best = max(rest, key=lambda s: (len(shows(s) - seen), -sum(s.values()), len(set(s.values()))))
        rest.remove(best)
        chosen.append(best)
        seen |= shows(best)
    return chosen


def _bound(expr: Any, point: Point, side: int) -> Fraction:
    """A rational number at the value of a bound, or just beyond it."""
    try:
        return rational_value(expr, point)
    except NotSupported:
        nearby = Fraction(float(evaluate(expr, point, arithmetic("auto").balls)))
        return nearby + side * max(abs(nearby), ONE) / 10**9


def _entries(expr: Any, point: Point, n: int) -> list[Fraction | None]:
    """The declared mean or variance of each entry."""
    if expr is None:
        return [None] * n
    value = rational_value(expr, point)
    return value.entries() if isinstance(value, Matrix) else [value] * n


def _landscape(n: int, facts: dict[str, Fraction], draws: Draws) -> Landscape:
    smooth, strong = facts.get("smooth"), facts.get("strongly_convex")
    convex = bool(facts.keys() & {"convex", "strongly_convex", "bounded_below"})
    if smooth is None:
        if convex:
            b = draws.general(n, draws.random.randint(max(1, n - 1), n))
            curvature = b @ b.transposed() + identity(n, EXACT).scaled(strong or ZERO)
        else:
            b = draws.general(n, n)
            curvature = b + b.transposed()
        if "bounded_below" in facts:
            curvature = curvature + identity(n, EXACT)
        direction, weight = draws.general(n, 1), draws.positive()
    else:
        low = strong or ZERO if convex else -smooth
        if low > smooth:
            raise MathError(f"no function has curvature at least {low} and at most {smooth}")
        room = (smooth - low) / 2  # for the quadratic; the hinge takes the other half
        turn = draws.orthogonal(n)
        inside = [draws.fraction() if "bounded_below" in facts else draws.random.choice((ZERO, draws.fraction(), ONE))]
        inside += [draws.fraction() for _ in range(n - 1)]
        stretched = turn @ Matrix.diagonal_of(inside, ZERO) @ turn.transposed()
        curvature = identity(n, EXACT).scaled(low) + stretched.scaled(room)
        direction, weight = draws.unit(n), room * draws.fraction()
    bend: Any = "hinge" if smooth is not None else "fourth" if convex else "cube"
    offset = draws.number() + Fraction(1, 7)
    slope = draws.general(n, 1)
    return Landscape(curvature, slope, draws.number(), direction, weight, offset, bend)
