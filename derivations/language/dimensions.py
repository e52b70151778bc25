"""Dimensions and when two of them are one: union-find over unknown dimensions, names, numbers and products."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

POOL = tuple("npmkqrstldh")


@dataclass(eq=False)
class Unknown:
    """A dimension that follows from use; never 1, which would make a vector a scalar."""

    known: Any = None
    order: int = field(default_factory=count().__next__)


Dimension = Any  # int, str (a declared name), Unknown, or a tuple of these: a product


def resolve(d: Dimension) -> Dimension:
    """A dimension as far as it is known; of a product, the factors in a fixed order."""
    while isinstance(d, Unknown) and d.known is not None:
        d = d.known
    if not isinstance(d, tuple):
        return d
    number, rest = 1, []
    for part in map(resolve, d):
        for factor in part if isinstance(part, tuple) else (part,):
            if isinstance(factor, int):
                number *= factor
            else:
                rest.append(factor)
    rest.sort(key=lambda f: (1, f.order) if isinstance(f, Unknown) else (0, f))
    factors = ([number] if number != 1 else []) + rest
    return factors[0] if len(factors) == 1 else tuple(factors) if factors else 1


def is_one(d: Dimension) -> bool:
    return resolve(d) == 1


def unify(a: Dimension, b: Dimension) -> bool:
    """Make two dimensions one, if they can be."""
    a, b = resolve(a), resolve(b)
    if a == b:
        return True
    if isinstance(b, Unknown) and not isinstance(a, Unknown):
        a, b = b, a
    if isinstance(a, Unknown):
        if b == 1 or (isinstance(b, tuple) and a in b):
            return False
        a.known = b
        return True
    if isinstance(a, tuple) and isinstance(b, tuple):
        rest_a, rest_b = list(a), list(b)
        for factor in a:
            if factor in rest_b:
                rest_a.remove(factor)
                rest_b.remove(factor)
        if len({*rest_a}) == len({*rest_b}) == 1 and len(rest_a) == len(rest_b):  # p·p is n·n where p is n
            return unify(rest_a[0], rest_b[0])
        return False
    return False


class DimensionNames:
    """Readable names for the dimensions that nobody named: n, p, m, … in order of appearance."""

    def __init__(self, taken: Iterable[str]):
        self._taken = set(taken)
        self._names: dict[int, str] = {}
        self._kept: list[Unknown] = []  # so that no id is used twice

    def of(self, d: Dimension) -> Any:
        """An int, a name, or a tuple of these."""
        d = resolve(d)
        if isinstance(d, tuple):
            return tuple(self.of(f) for f in d)
        if not isinstance(d, Unknown):
            return d
        if id(d) not in self._names:
            self._kept.append(d)
            name = next(n for n in chain(POOL, (f"n{i}" for i in count(1))) if n not in self._taken)
            self._taken.add(name)
            self._names[id(d)] = name
        return self._names[id(d)]

    def shown(self, d: Dimension) -> str:
        found = self.of(d)
        return "·".join(map(str, found)) if isinstance(found, tuple) else str(found)

    def shape(self, shape: tuple[Dimension, Dimension]) -> str:
        """`scalar`, `n` for a vector, `n×p` for a matrix."""
        rows, cols = shape
        if is_one(cols):
            return "scalar" if is_one(rows) else self.shown(rows)
        return f"{self.shown(rows)}×{self.shown(cols)}"
