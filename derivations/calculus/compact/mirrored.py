"""Products that read BᵀMB: what a sum shares with the factor beside it is taken out of the sum."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from derivations.notation import linear
from derivations.notation.core import MatPlus
from derivations.notation.shapes import shape_of

from .monomials import Monomial, taken_apart
from .products import build, is_one, turned
from .sums import add


def mirror(m: Monomial) -> None:
    """(Bᵀ + BᵀC)B is Bᵀ(I + C)B, and B(Bᵀ + CBᵀ) is B(I + C)Bᵀ."""
    for place, (f, g) in enumerate(pairwise(m.mats)):
        if isinstance(f, MatPlus) and not is_one(shape_of(g)[0]):
            outer = turned(g)
            inside = _taken_out(f, outer, 0)
            if inside is not None:
                m.mats[place : place + 1] = [outer, inside]
                return
        if isinstance(g, MatPlus) and not is_one(shape_of(f)[1]):
            outer = turned(f)
            inside = _taken_out(g, outer, -1)
            if inside is not None:
                m.mats[place + 1 : place + 2] = [inside, outer]
                return


def _taken_out(e: Any, key: Any, place: int) -> Any:
    """The sum without the factor that is the first (0) or the last (−1) of each of its terms, or None."""
    left = [m for t in e.args if (m := _without(taken_apart(t), key, place)) is not None]
    return add(*map(build, left)) if len(left) == len(e.args) else None


def _without(m: Monomial, key: Any, place: int) -> Monomial | None:
    f = m.mats[place]
    if f == key:
        del m.mats[place]
        m.mats = m.mats or [linear.eye(shape_of(key)[place - 1])]
        return m
    left = _unstacked(f, key) if place == 0 else _unstacked(turned(f), turned(key))
    if left is None:
        return None
    m.mats[place] = left if place == 0 else turned(left)
    return m


def _unstacked(f: Any, key: Any) -> Any:
    """The vec(X) of (P⊗Q)vec(X), which is written vec(QXPᵀ); or None."""
    if not isinstance(f, linear.Vec) or not isinstance(key, linear.Kron):
        return None
    m, (p, q) = taken_apart(f.args[0]), key.args
    for factor, place in ((q, 0), (turned(p), -1)):
        if isinstance(factor, linear.Eye):
            continue
        if len(m.mats) < 2 or m.mats[place] != factor:
            return None
        del m.mats[place]
    return linear.vec(build(m))
