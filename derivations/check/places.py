"""Entries, rows and basis vectors by number: what must not be negative for a place to exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from derivations.notation import linear
from derivations.notation.core import minus
from derivations.notation.facts import says
from derivations.notation.shapes import same_dim, shape_of
from derivations.notation.symbols import Dim, Index, ScalarSymbol

PLACED = (linear.Entry, linear.Row, linear.Unit)


def places(x: Any) -> Iterator[Any]:
    """Expressions that are never negative just where an entry, a row or a basis vector exists; none where it does."""
    if isinstance(x, linear.Unit):
        pairs: Any = [x.args]
    else:
        pairs = zip(x.args[1:], shape_of(x.args[0]), strict=False)  # a row has no second
    for position, size in pairs:
        if isinstance(position, Index) and same_dim(position.count, size):
            continue
        gaps = minus(position, 1), minus(size, position)
        yield from (gap for gap in gaps if not _is_never_negative(gap))


def _is_never_negative(gap: Any) -> bool:
    """Whether it is not, for all sizes from 1 on, and for all values of its indices."""
    gap = gap.doit()
    indices = gap.atoms(Index)
    first, last = {i: 1 + _counted() for i in indices}, {i: i.count - _counted() for i in indices}
    return any(_is_nonnegative(gap.xreplace(at)) for at in (first, last))


def _is_nonnegative(gap: Any) -> bool:
    sizes = {dim: 1 + _counted() for dim in gap.atoms(Dim)}
    plain = {s: sympy.Dummy(**(s.assumptions0 | {"commutative": True})) for s in gap.atoms(ScalarSymbol)}
    return says(sympy.expand(gap.xreplace(sizes | plain).doit()), "nonnegative")


def _counted() -> Any:
    return sympy.Dummy(integer=True, nonnegative=True)
