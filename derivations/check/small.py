"""How large sizes may be for the matrices of a relation to have few entries."""

from __future__ import annotations

from typing import Any

from sympy import MatrixExpr

from derivations.notation.arrangement import Commutation
from derivations.notation.linear import Kron
from derivations.notation.relations import Relation
from derivations.notation.shapes import Shape, shape_of
from derivations.notation.symbols import Dim

from .parts import named_in, nodes_of
from .point import integer_at

MOST_ENTRIES = 1000  # of a matrix as large as a Kronecker product


def shapes_in(relation: Relation) -> set[Shape]:
    """The shapes of all matrices in it."""
    return {shape_of(part) for part in nodes_of(relation) if isinstance(part, MatrixExpr)}


def is_small(shapes: set[Shape], sizes: dict[str, int]) -> bool:
    """Whether matrices of these shapes have few entries."""
    return all(integer_at(n, sizes) * integer_at(m, sizes) <= MOST_ENTRIES for n, m in shapes)


def largest_size(relation: Relation) -> int | None:
    """The largest size to try, so that matrices as large as Kronecker products stay small enough."""
    shapes = shapes_in(relation)
    names = [dim.name for dim in named_in(relation, Dim)]
    if not relation.has(Kron, Commutation) and not any(_grows(s, names) for s in shapes):
        return None
    return next((most for most in (3, 2) if all(_entries(s, names, most) <= MOST_ENTRIES for s in shapes)), 1)


def _grows(shape: Shape, names: list[str]) -> bool:
    """Whether more than two dimensions multiply, as in an n·p×n·p matrix."""
    return _entries(shape, names, 2) > 4 * max(_entries(shape, names, 1), 1)


def _entries(shape: tuple[Any, Any], names: list[str], size: int) -> int:
    rows, cols = (integer_at(n, dict.fromkeys(names, size)) for n in shape)
    return rows * cols


__all__ = ["is_small", "largest_size", "shapes_in"]
