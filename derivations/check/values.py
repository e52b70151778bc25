"""Values for the symbols of a point, drawn under their declared facts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from derivations.errors import NotSupported
from derivations.notation.probability import Space
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import MATRIX_FACTS, VECTOR_FACTS, Index, facts_of

from .arithmetic import NoLaw, NoPlace, Undecided, Undefined, arithmetic
from .draws import EXACT, ONE, ZERO, Draws
from .entry import Entry
from .evaluate import evaluate, rational_value
from .functions import drawn_function
from .landscape import Landscape
from .laws import Law, Outcome, Shuffle
from .matrices import Matrix
from .point import Drawn, Point
from .randomness import draw_law, draw_shuffle

_MATRIX_ONLY = frozenset(MATRIX_FACTS) - frozenset(VECTOR_FACTS)
_ASSUMED = ("positive", "nonnegative", "nonzero", "integer")


@dataclass(frozen=True)
class Values:
    """Draws what a point asks for; the label of the point and the name of the symbol decide every value.

    `above`, `positive` and `nonnegative` are facts that follow from facts of other symbols: the smoothness of a
    function is above its strong convexity, a variance is not negative. It is zero among the far values alone: nothing
    would be random elsewhere. `random` are all random variables: those of one space depend on each other.
    """

    above: frozenset[tuple[Any, Any]] = frozenset()
    positive: frozenset[Any] = frozenset()
    nonnegative: frozenset[Any] = frozenset()
    random: frozenset[Any] = frozenset()

    def _draws(self, point: Point, kind: str, name: Any) -> Draws:
        return Draws(f"{point.label}:{kind}:{name}", _mode(point))

    def draw(self, point: Point, symbol: Any, key: Any) -> Drawn:
        """The value of a symbol, or of the member of a sequence with this key."""
        facts = self._facts(point, symbol)
        if not is_matrix(symbol):
            return self._draws(point, "scalar", _named(symbol, key)).scalar(facts)
        n, m = point.shape(symbol)
        draws = self._draws(point, "matrix", _named(symbol, key))
        if m == 1 and not facts.keys() & _MATRIX_ONLY:
            return draws.vector(n, facts)
        return draws.matrix(n, m, facts)

    def _facts(self, point: Point, symbol: Any) -> dict[str, Any]:
        """The declared facts, with bounds and ranks as numbers."""
        facts = facts_of(symbol)
        if not is_matrix(symbol):
            facts |= {k: True for k in _ASSUMED if getattr(symbol, f"is_{k}", False)}
        if symbol in self.positive or (symbol in self.nonnegative and _mode(point) != "far"):
            facts["positive"] = True
        if symbol in self.nonnegative:
            facts["nonnegative"] = True
        lows = [bound for left, bound in self.above if left == symbol] + [facts[k] for k in ("above",) if k in facts]
        if lows:
            facts["above"] = max(rational_near(low, point, 1) for low in lows)
        if "below" in facts:
            facts["below"] = rational_near(facts["below"], point, -1)
        if "rank" in facts:
            facts["rank"] = point.integer(facts["rank"])
        return facts

    def increment(self, point: Point, variable: Any, key: Any) -> Drawn:
        draws = self._draws(point, "increment", _named(variable, key))
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
        count = point.integer(index.count)
        if count < 1:
            raise NoPlace(f"the index {index} has no value: it would run from 1 to {count}")
        return self._draws(point, "index", index.name).random.randint(1, count)

    # random variables and functions

    def law(self, point: Point, variable: Any) -> Law:
        facts = facts_of(variable)
        n, m = point.shape(variable) if is_matrix(variable) else (1, 1)
        declared = (_entries(facts.get(fact), point, n * m) for fact in ("mean", "variance", "at_least", "at_most"))
        entries = [Entry(*of_one) for of_one in zip(*declared, strict=True)]
        if any(e.variance is not None and e.variance < 0 for e in entries):
            raise NoLaw(f"{variable.name} would have a negative variance")
        draws = self._draws(point, "law", variable.name)
        steps = draw_law(entries, frozenset(facts), draws)
        rows = [steps[i * m : (i + 1) * m] for i in range(n)]
        return Law(rows, not is_matrix(variable), self._shuffle(point, variable))

    def _shuffle(self, point: Point, variable: Any) -> Shuffle:
        """How it sees the cells of its space: the variable that needs most of them sees them as they are."""
        together = {v for v in self.random if v.space == variable.space} | {variable}
        cells = {v: _cells(point, v) for v in together}
        first = min(together, key=lambda v: (-cells[v], v.name))
        if variable == first or cells[first] == 1:
            return Shuffle()
        return draw_shuffle(cells[first], self._draws(point, "shuffle", variable.name))

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
        if n < 1:
            raise Undefined(f"{name} is a function of no variables")
        values = {k: rational_value(v, point) for k, v in facts.items()}
        out = drawn_function(n, values, self._draws(point, "function", name))
        if name in point.given.slopes:
            x, gradient = (rational_value(e, point) for e in point.given.slopes[name])
            out = out.with_slope(x, gradient, EXACT)
        if name in point.given.heights:
            x, value = (rational_value(e, point) for e in point.given.heights[name])
            out = out.with_height(x, value, EXACT)
        return out


def _named(symbol: Any, key: Any) -> str:
    """A name that tells symbols and members of sequences apart: what a symbol is called has no single bracket here."""
    name, *places = (str(key[0]), f"[{key[1]}]") if isinstance(key, tuple) else (symbol.name,)
    return name.replace("[", "[[") + "".join(places)


def _mode(point: Point) -> Any:
    return point.label.rpartition(":")[2]


def _cells(point: Point, variable: Any) -> int:
    """How many cells its entries need."""
    return prod(point.shape(variable)) if facts_of(variable).keys() & {"iid", "independent"} else 1


def rational_near(expr: Any, point: Point, side: int) -> Fraction:
    """A rational number at the value of a bound, or just beyond it; where `side` is 0, as near as a float."""
    try:
        return rational_value(expr, point)
    except NotSupported:
        nearby = Fraction(float(_told(expr, point)))
        return nearby + side * max(abs(nearby), ONE) / 10**9


def _told(expr: Any, point: Point) -> Any:
    """The value in the first balls that tell it."""
    kinds = arithmetic("auto")
    for field in (kinds.balls, *kinds.finer[:-1]):
        with suppress(Undecided):
            return evaluate(expr, point, field)
    return evaluate(expr, point, kinds.finer[-1])


def _entries(expr: Any, point: Point, n: int) -> list[Fraction | None]:
    """The declared mean or variance of each entry."""
    if expr is None:
        return [None] * n
    value = rational_value(expr, point)
    return value.entries() if isinstance(value, Matrix) else [value] * n
