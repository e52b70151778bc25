"""A function with declared facts, drawn: how steep and how bent an unspecified function may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from derivations.errors import MathError
from derivations.notation.sequences import FunctionValue, GradientValue, HessianValue

from .draws import EXACT, ONE, ZERO, Draws
from .landscape import LEAST, MOST, Landscape, Ridge, squared
from .matrices import Matrix, dot, identity
from .parts import named_in

_MORE = 3  # ridges than there are dimensions: as many as a Hessian has entries, up to three dimensions
_MOST_PLACES = 12  # at which a function may be taken: the actual one has not many more numbers to choose
_LARGEST = 9  # weight, and entry of their directions


def taken_too_often(relation: Any) -> str:
    """Why values are no evidence: of a function there are more than the actual one is general enough for."""
    counts = Counter(x.name for x in named_in(relation, FunctionValue, GradientValue, HessianValue))
    names = (name for name, count in sorted(counts.items()) if count > _MOST_PLACES)
    return next((f"values decide nothing where {name} is taken at so many places" for name in names), "")


def drawn_function(n: int, facts: dict[str, Fraction], draws: Draws) -> Landscape:
    """With ridges in general position and far away; without them among values that a reader is to follow."""
    smooth, strong = facts.get("smooth"), facts.get("strongly_convex")
    convex = bool(facts.keys() & {"convex", "strongly_convex", "bounded_below"})
    rich = draws.mode in ("general", "far")
    if smooth is None:
        if convex:
            b = draws.general(n, draws.random.randint(max(1, n - 1), n))
            curvature = b @ b.transposed() + identity(n, EXACT).scaled(strong or ZERO)
        else:
            b = draws.general(n, n)
            curvature = b + b.transposed()
        if "bounded_below" in facts:
            curvature = curvature + identity(n, EXACT)
        direction, weight, share = draws.general(n, 1), draws.positive(), None
    else:
        low = max(strong or ZERO, -smooth) if convex else -smooth
        if low > smooth:
            raise MathError(f"no function has curvature at least {low} and at most {smooth}")
        share = (smooth - low) / (3 if rich else 2)  # for the quadratic; the hinge and the ridges take as much each
        turn = draws.orthogonal(n)
        inside = [draws.fraction() if "bounded_below" in facts else draws.random.choice((ZERO, draws.fraction(), ONE))]
        inside += [draws.fraction() for _ in range(n - 1)]
        stretched = turn @ Matrix.diagonal_of(inside, ZERO) @ turn.transposed()
        curvature = identity(n, EXACT).scaled(low) + stretched.scaled(share)
        direction, weight = draws.unit(n), share * draws.fraction()
    bend: Any = "hinge" if smooth is not None else "fourth" if convex else "cube"
    if draws.mode == "far":  # where differences of few values of a function are no derivatives in disguise
        bend = {"fourth": "tenth", "cube": "ninth"}.get(bend, bend)
    offset = draws.number() + Fraction(1, 7)
    slope, height = draws.general(n, 1), draws.number()
    ridges = tuple(_ridges(n, share, draws)) if rich else ()
    if convex or smooth is not None:  # so that what the ridges add to the curvature starts at zero
        for ridge in ridges:
            curvature = curvature + squared(ridge.direction).scaled(-LEAST * ridge.weight)
    return Landscape(curvature, slope, height, direction, weight, offset, bend, ridges)


def _ridges(n: int, share: Fraction | None, draws: Draws) -> Iterable[Ridge]:
    """In numbers of few digits; together their curvature varies by no more than their share."""
    count = n + _MORE
    directions = [Matrix.column(_whole(draws) * draws.sign() for _ in range(n)) for _ in range(count)]
    weights = [_whole(draws) for _ in range(count)]
    if share is not None:
        taken = sum(w * dot(u.entries(), u.entries()) for u, w in zip(directions, weights, strict=True))
        weights = [w * share / (taken * (MOST - LEAST)) for w in weights]
    for u, w in zip(directions, weights, strict=True):
        yield Ridge(u, w, _whole(draws) * draws.sign() / 7)


def _whole(draws: Draws) -> Fraction:
    return Fraction(draws.random.randint(1, _LARGEST))
