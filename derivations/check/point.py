"""A point: a size for every dimension and, drawn when first asked for, a rational value for every symbol."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import prod
from typing import Any, Protocol, TypeVar

from sympy import Integer

from derivations.errors import MathError, NotSupported
from derivations.notation.probability import Space
from derivations.notation.shapes import with_article
from derivations.notation.symbols import Dim, Index

from .given import Given
from .landscape import Landscape
from .laws import Law, Outcome, outcomes_of
from .sides import Side

Drawn = Any  # a Fraction, or a Matrix of Fractions
T = TypeVar("T")
MOST_ENTRIES = 10_000  # of a matrix at one point
MOST_TERMS = 3000  # of a sum at one point, with the sums around it


class Source(Protocol):
    """Where a point gets its values from; every draw depends on the seed, the point and the name alone."""

    def draw(self, point: Point, symbol: Any, key: Any) -> Drawn: ...
    def increment(self, point: Point, variable: Any, key: Any) -> Drawn: ...
    def law(self, point: Point, variable: Any) -> Law: ...
    def outcome(self, point: Point, where: Space) -> Outcome: ...
    def landscape(self, point: Point, function: Any) -> Landscape: ...
    def place(self, point: Point, index: Index) -> int: ...


class Point:
    """Values for everything an expression can name, the same in whatever order they are asked for."""

    def __init__(self, sizes: dict[str, int], label: str, source: Source, given: Given) -> None:
        self.sizes, self.label, self.source, self.given = dict(sizes), label, source, given
        self.evaluators: dict[Any, Any] = {}
        self.sides: dict[Any, dict[Any, Side]] = {}  # of each kink, on which side what was evaluated lies
        self._kept: dict[Any, Any] = {}
        self._open: set[Any] = set()  # what is being drawn just now
        self._integers: dict[Any, int] = {}

    @property
    def is_fine(self) -> bool:
        """Whether its values lie on no grid that a constant can name, and on no boundary of what is declared."""
        return self.label.endswith((":fine", ":wide"))

    def _once(self, kind: str, key: Any, make: Callable[[], T]) -> T:
        found = self._kept.get((kind, key))
        if found is None:
            if (kind, key) in self._open:
                raise MathError(f"what is declared of {key} refers to itself")
            self._open.add((kind, key))
            try:
                found = self._kept[kind, key] = make()
            finally:
                self._open.discard((kind, key))
        return found

    def integer(self, expr: Any) -> int:
        """The value of an expression in dimensions alone."""
        found = self._integers.get(expr)
        if found is None:
            found = self._integers[expr] = integer_at(expr, self.sizes)
        return found

    def shape(self, matrix: Any) -> tuple[int, int]:
        rows, cols = matrix.shape
        return require_small(self.integer(rows), self.integer(cols))

    def counted(self, indices: Iterable[Index]) -> list[int]:
        """How many values each index takes, where there is time for all together."""
        counts = [self.integer(i.count) for i in indices]
        if prod(counts) > MOST_TERMS:
            raise NotSupported(f"not supported: values of {prod(counts)} terms of a sum, at most {MOST_TERMS}")
        return counts

    def drawn(self, symbol: Any, key: Any = None) -> Drawn:
        """The value of a symbol; of a member of a sequence, `key` says which."""
        key = symbol if key is None else key
        return self._once("value", key, lambda: self.source.draw(self, symbol, key))

    def increment(self, variable: Any, key: Any) -> Drawn:
        return self._once("increment", key, lambda: self.source.increment(self, variable, key))

    def place(self, index: Index) -> int:
        """The value of an index that no sum binds."""
        return self._once("place", index, lambda: self.source.place(self, index))

    def landscape(self, function: Any) -> Landscape:
        """The actual function that stands for an unspecified one."""
        key = function.name, function.args[1].shape[0], function.args[2]
        return self._once("landscape", key, lambda: self.source.landscape(self, function))

    def law(self, variable: Any) -> Law:
        return self._once("law", variable, lambda: self.source.law(self, variable))

    def current(self, where: Space) -> Outcome:
        """The outcome of a space outside any expectation."""
        return self._once("outcome", where, lambda: self.source.outcome(self, where))

    def outcomes(self, variables: frozenset[Any]) -> list[tuple[Fraction, Outcome]]:
        """The outcomes of one space with their weights, as coarse as these random variables on it allow."""
        ordered = sorted(variables, key=lambda v: v.name)
        return self._once("outcomes", variables, lambda: outcomes_of([self.law(v) for v in ordered]))

    def members(self, of: Any) -> list[Any]:
        """The keys of the members that were drawn of the sequence to which one member belongs."""
        values = [key for kind, key in self._kept if kind == "value" and isinstance(key, tuple)]
        keys = [key for key in values if key[0] == of.name and key[2:] == of.args[2:]]
        numbered = sorted((key for key in keys if isinstance(key[1], int)), key=lambda key: key[1])
        return numbered + sorted((key for key in keys if not isinstance(key[1], int)), key=str)


def require_small(rows: int, cols: int) -> tuple[int, int]:
    """The shape of a matrix that has few enough entries."""
    if rows * cols > MOST_ENTRIES:
        raise NotSupported(
            f"not supported: values of {with_article(f'{rows}×{cols}')} matrix, at most {MOST_ENTRIES} entries"
        )
    return rows, cols


def integer_at(expr: Any, sizes: dict[str, int]) -> int:
    """The value of an expression in dimensions at given sizes."""
    if isinstance(expr, int | Integer):
        return int(expr)
    if isinstance(expr, Dim):
        if expr.name not in sizes:
            raise MathError(f"the dimension {expr.name} has no size here")
        return sizes[expr.name]
    value = expr.xreplace({dim: Integer(integer_at(dim, sizes)) for dim in expr.atoms(Dim)}).doit()
    if others := sorted(map(str, value.free_symbols)):
        raise MathError(f"the size {expr} depends on {others[0]}, which is no dimension")
    if not value.is_Integer:
        raise MathError(f"{expr} is {value} here, expected an integer")
    return int(value)
