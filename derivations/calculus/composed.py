"""The curvature of a function along a direction, by the chain rule for second derivatives: terms that show their sign.

Of softplus(g) it is σ(g)(1 − σ(g)) (Dg)² + σ(g) D²g, so that what is convex in something convex shows it, where a
Hessian that was multiplied out and put together again does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derivations.errors import DerivationError
from derivations.notation import core, functions, linear
from derivations.notation.differentials import d
from derivations.notation.shapes import convert, is_matrix, shape_of

from .compact import add, compact, entrywise, mul, negated, power_of, subtract, turned
from .compact.monomials import Monomial, taken_apart
from .compact.products import build, is_one, is_zero
from .engine import Motion
from .forward import written_out

Terms = Iterator[tuple[Any, Any]]  # what stands in front, and what it multiplies


def curvature_by_form(f: Any, x: Any, v: Any, motion: Motion) -> dict[Any, Any]:
    """Parts of vᵀ∇²f v for a column x, and of f″ for a scalar and 1, each with its front; none where it can't say."""
    if is_matrix(x) and not is_one(shape_of(x)[1]):
        return {}
    along = Along(x, v, motion)
    fronts: dict[Any, Any] = {}
    try:
        for front, square in along.terms(f, convert(1)):
            fronts[square] = add(fronts[square], front) if square in fronts else front
    except DerivationError:
        return {}
    return {square: front for square, front in fronts.items() if not is_zero(front)}


def written(front: Any, square: Any) -> Any:
    """A part with its front."""
    if isinstance(square, core.Product) and any(map(is_matrix, square.args)):
        return square if front == 1 else core.Product(front, *square.args)  # as it stands, so that its sign shows
    return mul(front, square)


class Along:
    """Derivatives along a direction v."""

    def __init__(self, x: Any, v: Any, motion: Motion) -> None:
        self.x, self.v, self.motion = x, v, motion

    def slope(self, e: Any) -> Any:
        """De, which does not move where e is affine."""
        lines = written_out(e, self.motion)
        try:
            while True:
                next(lines)
        except StopIteration as done:
            return compact(done.value.xreplace({d(self.x): self.v}))

    def terms(self, e: Any, front: Any) -> Terms:
        """Terms whose sum is D²e times what stands in front, for a column entry by entry."""
        if not self.motion.moves(e):
            return
        if isinstance(e, core.Plus | core.MatPlus):
            for a in e.args:
                yield from self.terms(a, front)
        elif isinstance(e, core.Negative | core.MatNegative):
            yield from self.terms(e.args[0], mul(-1, front))
        elif isinstance(e, core.Product | core.Quotient) and (moving := self._only_moving(e)) is not None:
            yield from self.terms(moving, mul(front, compact(e.xreplace({moving: convert(1)}))))
        elif self.motion.moves(slope := self.slope(e)):
            yield from self._curved(e, slope, front)

    def _only_moving(self, e: Any) -> Any:
        """The one factor that moves, if it is a scalar and stands above the line."""
        over = e.args[:1] if isinstance(e, core.Quotient) else e.args
        moving = [a for a in e.args if self.motion.moves(a)]
        return moving[0] if len(moving) == 1 and moving[0] in over and not is_matrix(moving[0]) else None

    def _curved(self, e: Any, slope: Any, front: Any) -> Terms:
        function = e.function if isinstance(e, functions.APPLIED) else None
        if function is functions.softplus:
            share = functions.sigmoid(e.args[1])
            yield from self._composed(e.args[1], front, share, share, subtract(_one(share), share))
        elif function is functions.exp:
            yield from self._composed(e.args[1], front, e, e)
        elif function is functions.log and (w := _inside_sigmoid(e.args[1])) is not None:
            yield from self.terms(functions.softplus(negated(w)), mul(-1, front))
        elif isinstance(e, linear.Total) and is_one(shape_of(e.args[0])[1]):
            for weights, square in self.terms(e.args[0], linear.Ones(*shape_of(e.args[0]))):
                yield front, compact(linear.Total(_times(weights, square)))
        elif isinstance(e, linear.LogSumExp):
            shares, u = linear.softmax(e.args[0]), self.slope(e.args[0])
            rest = taken_apart(subtract(u, mul(slope, linear.Ones(*shape_of(u)))))
            scale, centred = build(Monomial(rest.coef, rest.scalars)), build(Monomial(mats=rest.mats))
            yield mul(front, power_of(scale, 2)), core.Product(turned(centred), linear.Diag(shares), centred)
            for weights, square in self.terms(e.args[0], shares):
                yield front, compact(linear.Total(_times(weights, square)))
        elif isinstance(e, linear.Norm) and is_one(shape_of(e.args[0])[1]):
            u, ahead = e.args[0], self.slope(e.args[0])
            across = subtract(ahead, mul(power_of(e, -2), turned(u), ahead, u))  # at a right angle to u
            yield mul(front, power_of(e, -1)), linear.squared_norm(across)
            for weights, square in self.terms(u, mul(power_of(e, -1), u)):
                yield front, compact(linear.Total(_times(weights, square)))
        else:
            yield front, self.slope(slope)

    def _composed(self, inside: Any, front: Any, first: Any, *second: Any) -> Terms:
        """f′(g) and f″(g), the latter in factors, with what g does."""
        slope = self.slope(inside)
        square = linear.hadamard_power(slope, 2) if is_matrix(slope) else power_of(slope, 2)
        yield _times(front, *second), square
        yield from self.terms(inside, _times(front, first))


def _times(*factors: Any) -> Any:
    return entrywise(*factors) if is_matrix(factors[-1]) else mul(*factors)


def _one(like: Any) -> Any:
    return linear.Ones(*shape_of(like)) if is_matrix(like) else convert(1)


def _inside_sigmoid(e: Any) -> Any:
    applied = isinstance(e, functions.APPLIED)
    return e.args[1] if applied and e.function is functions.sigmoid else None
