"""Hypotheses that hold at a point, and what the value of an expression at one point still depends on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import sympy

from derivations.notation.linear import MatSumOver, SumOver
from derivations.notation.probability import (
    Covariance,
    Expectation,
    MatCovariance,
    MatExpectation,
    Probability,
    RandomMatrix,
    RandomScalar,
    Variance,
)
from derivations.notation.sequences import FunctionValue, GradientValue, HessianValue, Member, ScalarMember
from derivations.notation.shapes import convert
from derivations.notation.symbols import Index, MatrixAtom

OVER_SPACES = (Expectation, MatExpectation, Variance, Covariance, MatCovariance, Probability)
_NOTHING: frozenset[Any] = frozenset()


class Rule(NamedTuple):
    """A hypothesis about a member of a sequence: at `index` it equals `value`.

    Where the index runs, `bound` is what runs and the rule holds at each of its values.
    """

    index: Any
    value: Any
    bound: Index | None = None
    offset: int = 0


class Given:
    """Hypotheses: symbols, members of sequences, and values of functions, that equal an expression."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]] = ()) -> None:
        self.pairs = tuple((convert(a), convert(b)) for a, b in pairs)
        self.symbols: dict[Any, Any] = {}
        self.members: dict[str, list[Rule]] = {}
        self.slopes: dict[str, tuple[Any, Any]] = {}
        self.heights: dict[str, tuple[Any, Any]] = {}
        self._varying: dict[Any, frozenset[Any]] = {}
        self._met: dict[int, tuple[Any, Any]] = {}  # expressions by identity, each with the first that is equal to it
        self._first: dict[Any, Any] = {}
        self._open: set[Any] = set()
        self._cut = False
        for left, right in self.pairs:
            if isinstance(left, Member | ScalarMember):
                self.members.setdefault(left.name, []).append(_rule(left.args[1], right))
            elif isinstance(left, GradientValue):
                self.slopes[left.name] = (left.args[1], right)
            elif isinstance(left, FunctionValue):
                self.heights[left.name] = (left.args[1], right)
            else:
                self.symbols[left] = right

    def first(self, expr: Any) -> Any:
        """The first expression seen that is equal to this one: what is identical is found in tables at once."""
        met = self._met.get(id(expr))
        if met is None:
            met = self._met[id(expr)] = expr, self._first.setdefault(expr, expr)
        return met[1]

    def varying(self, expr: Any) -> frozenset[Any]:
        """The running indices and the random variables on which an expression depends, besides the point."""
        found = self._varying.get(expr)
        if found is not None:
            return found
        if expr in self._open:  # a recurrence: what it depends on is being collected further out
            self._cut = True
            return _NOTHING
        outermost = not self._open
        self._cut = self._cut and not outermost
        self._open.add(expr)
        try:
            found = self._find_varying(expr)
        finally:
            self._open.discard(expr)
        if outermost or not self._cut:
            self._varying[expr] = found
        return found

    def _find_varying(self, expr: Any) -> frozenset[Any]:
        if expr in self.symbols:
            return self.varying(self.symbols[expr])
        if isinstance(expr, Index | RandomScalar | RandomMatrix):
            return frozenset((expr,))
        if isinstance(expr, MatrixAtom):
            return _NOTHING
        if isinstance(expr, Member | ScalarMember):
            rules = self.members.get(expr.name, ())
            inside = (self.varying(rule.value) - {rule.bound} for rule in rules)
            return self.varying(expr.args[1]).union(*inside)
        if isinstance(expr, FunctionValue | GradientValue | HessianValue):
            return self.varying(expr.args[1])
        out = _NOTHING.union(*map(self.varying, expr.args))
        if isinstance(expr, SumOver | MatSumOver):
            return out - {expr.args[1]}
        if isinstance(expr, OVER_SPACES):
            gone = set(expr.args[-1])
            return frozenset(v for v in out if isinstance(v, Index) or v.space not in gone)
        return out


def _rule(index: Any, value: Any) -> Rule:
    running = [] if index.is_Integer else sorted(index.atoms(Index), key=str)
    if len(running) == 1:
        offset = sympy.Add(index, sympy.Mul(-1, running[0]))
        if offset.is_Integer:
            return Rule(index, value, running[0], int(offset))
    return Rule(index, value)
