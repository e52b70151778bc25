"""Where an expression has a derivative: all that is not known to be smooth must be kept away from its corners.

The list is of what is smooth wherever it has a value. A node that is on no list has no derivative as far as is known,
so that one made later can't be differentiated by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import sympy
from sympy.core.symbol import Str

from derivations.notation import arrangement, core, differentials, functions, linear, probability, sequences
from derivations.notation.differentials import VARIABLES, differentials_in, moving_in
from derivations.notation.relations import Relation
from derivations.notation.requirements import Requirement, requirement
from derivations.notation.shapes import shape_of

from .asked import Condition, bound_by
from .domains import is_excluded

_MOST_ENTRIES = 4  # of which a maximum is taken: two of them at a time must differ


class Corner(NamedTuple):
    """A function that has no derivative at some place, and what keeps it away from there; None where nothing can."""

    function: Any
    where: str
    away: Condition | None = None
    same: tuple[Condition, ...] = ()  # what says the same in other words

    def __str__(self) -> str:
        return f"{self.function} has no derivative where {self.where}, and this is not excluded"


SMOOTH: tuple[type, ...] = (
    *(core.Plus, core.MatPlus, core.Negative, core.MatNegative, core.Product, core.MatProduct, core.Transposed),
    *(core.Quotient, core.MatQuotient),
    *(linear.Inverse, linear.Trace, linear.Determinant, linear.LogDet, linear.Inner, linear.SquaredNorm, linear.Total),
    *(linear.LogSumExp, linear.Softmax, linear.Hadamard, linear.Diag, linear.Diagonal, linear.Vec, linear.Kron),
    *(linear.Entry, linear.Row, linear.SumOver, linear.MatSumOver, arrangement.Unvec),
    *(probability.Expectation, probability.MatExpectation, probability.Variance, probability.Covariance),
    *(probability.MatCovariance, sequences.FunctionValue, sequences.GradientValue),
    *(differentials.Differential, differentials.MatDifferential, *VARIABLES, Relation, sympy.Tuple, Str),
    *(sympy.Add, sympy.Mul, sympy.Pow, sympy.MatAdd, sympy.MatMul, sympy.MatPow, sympy.exp, sympy.log),
    *(sympy.Inverse, sympy.Transpose, sympy.Trace, sympy.Determinant, sympy.sin, sympy.cos, sympy.tan, sympy.tanh),
)


def corners(expr: Any) -> Iterator[Corner]:
    """The functions that an expression differentiates and that may have no derivative somewhere."""
    for d in differentials_in(expr):
        yield from _inside(d.args[0], moving_in(d), frozenset())


def unsmooth(expr: Any, given: tuple[Any, ...]) -> Corner | None:
    """A function in an expression that may have no derivative, which is not excluded; or None."""
    return next((c for c in corners(expr) if not is_kept_away(c, given)), None)


def ends_excluded(stated: Iterable[Any]) -> Iterator[Requirement]:
    """What is so of the arguments of arcsines and arccosines that are differentiated, once no corner is left."""
    away = (corner.away for e in stated for corner in corners(e))
    yield from (requirement(*c[:3]) for c in away if c is not None and c.asks == "(-1, 1)")


def is_kept_away(corner: Corner, given: tuple[Any, ...]) -> bool:
    return corner.away is not None and any(is_excluded(c, given) for c in (corner.away, *corner.same))


def _inside(x: Any, moving: tuple[Any, ...], every: frozenset[Any]) -> Iterator[Corner]:
    if not x.has(*moving):
        return
    every |= bound_by(x)
    for corner in _of_node(x, moving):
        same = tuple(c._replace(every=every) for c in corner.same)
        yield corner if corner.away is None else corner._replace(away=corner.away._replace(every=every), same=same)
    for part in x.args:
        yield from _inside(part, moving, every)


def _of_node(x: Any, moving: tuple[Any, ...]) -> Iterator[Corner]:
    if isinstance(x, SMOOTH):
        return
    find = CORNERS.get(type(x))
    yield from find(x, moving) if find else (Corner(x, "anything in it moves"),)


def _zero(x: Any, of: Any) -> Corner:
    return Corner(x, f"{of} is zero", Condition("nonzero", of))


def _root(x: Any, of: Any) -> Corner:
    """It is zero where what it is taken of is, which may be excluded of the one or of the other."""
    return Corner(x, f"{of} is zero", Condition("positive", of), (Condition("nonzero", of), Condition("nonzero", x)))


def _end(x: Any, of: Any) -> Corner:
    """An arcsine or arccosine has a value at the ends of its domain, but no derivative."""
    room = Condition("positive", functions.one_minus_square(of))
    return Corner(x, f"{of} is −1 or 1", Condition("(-1, 1)", of), (room,))


def _of_function(x: Any, moving: tuple[Any, ...]) -> Iterator[Corner]:
    if x.function.kink is not None:
        yield _zero(x, x.args[1])
    elif x.function is functions.sqrt:
        yield _root(x, x.args[1])
    elif x.function.domain == "[-1, 1]":
        yield _end(x, x.args[1])
    elif x.function.derivative is None:
        yield Corner(x, "anything in it moves")


def _of_power(x: Any, moving: tuple[Any, ...]) -> Iterator[Corner]:
    """The root of what may be 0: of a square it is a modulus. Below 0 there is no value, and above 1 a slope of 0."""
    base, exponent = x.args
    if exponent.is_integer or (exponent.is_Rational and not 0 < exponent < 1) or not base.has(*moving):
        return
    yield _root(x, base)


def _of_event(x: Any, moving: tuple[Any, ...]) -> Iterator[Corner]:
    """An indicator, and a probability, jump where the two sides of the relation meet."""
    yield _zero(x, x.args[0].gap)


def _of_maximum(x: Any, moving: tuple[Any, ...]) -> Iterator[Corner]:
    rows = shape_of(x.args[0])[0]
    if not rows.is_Integer or rows > _MOST_ENTRIES:
        yield Corner(x, "two entries are largest")
        return
    entries = [linear.entry(x.args[0], i) for i in range(1, int(rows) + 1)]
    yield from (_zero(x, core.minus(a, b)) for a, b in combinations(entries, 2))


def _of_choice(x: Any, moving: tuple[Any, ...]) -> Iterator[Corner]:
    """An indicator that chooses has its own corner."""
    choice = x.args[0]
    if choice.has(*moving) and not isinstance(choice, probability.Indicator):
        yield Corner(x, f"{choice} changes")


CORNERS: dict[type, Callable[[Any, tuple[Any, ...]], Iterator[Corner]]] = {
    functions.Apply: _of_function,
    functions.MatApply: _of_function,
    core.Power: _of_power,
    linear.HadamardPower: _of_power,
    linear.Norm: lambda x, moving: iter((_zero(x, x),)),
    linear.Norm1: lambda x, moving: iter((_zero(x, x.args[0]),)),
    linear.Maximum: _of_maximum,
    linear.LeadingEigenvector: lambda x, moving: iter((Corner(x, "the largest eigenvalue is repeated"),)),
    probability.Indicator: _of_event,
    probability.Probability: _of_event,
    sequences.Select: _of_choice,
}
