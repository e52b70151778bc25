"""A differential in which several variables move at once, read for one of them."""

from __future__ import annotations

from typing import Any

from sympy import Tuple

from derivations.notation.core import MatPlus, Plus
from derivations.notation.differentials import (
    Differential,
    Increment,
    MatDifferential,
    MatIncrement,
)
from derivations.notation.linear import zeros
from derivations.notation.printing import text
from derivations.notation.shapes import convert, is_matrix, shape_of


def variables_of(wrt: Any) -> tuple[Any, ...]:
    """The variables in which a line takes its differential."""
    return tuple(map(convert, wrt)) if isinstance(wrt, list | tuple | Tuple) else (convert(wrt),)


def share_of(reached: Any, wrt: Any) -> tuple[Any, str]:
    """The terms in which d(wrt) stands, and what keeps them from being the whole of its share; "" where nothing does.

    A differential is linear in all increments together, so it tells its share of one variable once each of its terms
    holds a single increment.
    """
    kept = []
    for term in reached.args if isinstance(reached, Plus | MatPlus) else (reached,):
        if term.has(Differential, MatDifferential):
            return None, f"{text(term)} still has a differential in it"
        moved = {node.args[0] for node in term.atoms(Increment, MatIncrement)}
        if len(moved) > 1:
            return None, f"{text(term)} has more than one increment in it"
        if moved == {wrt}:
            kept.append(term)
    if not kept:
        return zeros(*shape_of(reached)) if is_matrix(reached) else convert(0), ""
    return kept[0] if len(kept) == 1 else type(reached)(*kept), ""
