"""Whether a claim would hold with other branches of its roots as well.

Off the zeros of what stands under its roots, a claim says that a function is zero which is analytic where it has no
kinks. So it holds at all values as soon as it holds around some, unless such zeros stand between them: √q may be u here
and −u there. Then q is u², so the claim fails where it reads −√q. A claim that holds for √q and for −√q alike does not
depend on where q is zero. The same goes for the other branches of a logarithm and of angles; an arctangent goes on as
another one where its argument passes through ∞.

The branches are chosen for each number that stands under a root, factor by factor: √(ab) turns with √a and with √b.
What is shown to be positive has one branch; so has a symbol, which is the square of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

import sympy

from derivations.errors import DerivationError
from derivations.notation import core, linear
from derivations.notation.core import minus, plus
from derivations.notation.facts import is_positive, says
from derivations.notation.relations import Equation
from derivations.notation.requirements import requirement
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import convert, is_matrix
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol

from .algebra import as_scalar
from .arithmetic import NeedsBalls, Undecided, arithmetic
from .bounds import bounds
from .domains import unmet
from .evaluate import Evaluator, evaluate
from .factors import POWERS, factored, factors
from .jets import JetField
from .kinks import Pieces, below_lines
from .matrices import Matrix
from .parts import nodes_of
from .periodic import name_of, stays_on_branch
from .point import Point

CHOICES = 4  # of branches at each point, and the opposite of each
POINTS = 6
ONE = Fraction(1)
_SYMBOLS = (ScalarSymbol, MatrixAtom, Member, ScalarMember, Dim, Index)
_PRODUCTS = (core.Product, linear.Hadamard, sympy.Mul)
_NEGATIVES = (core.Negative, core.MatNegative)
_QUOTIENTS = (core.Quotient, core.MatQuotient)


def turning_with_branches(relation: Any, given: tuple[Any, ...], points: list[Point], pieces: Pieces) -> Any:
    """A part with other branches on which the relation fails at these points; None where there is none.

    There are points on all sides of the kinks of these pieces.
    """
    found = Branches(given, points[:POINTS], pieces)
    parts = [x for x in nodes_of(relation, *given) if found.of(x)]
    if not parts:
        return None
    for point in points[:POINTS]:
        for number in range(CHOICES):
            for turned in (False, True):
                if not _holds(relation, point, found, _Choice(number, turned)):
                    return parts[0]
    return None


class Factor(NamedTuple):
    """What may be zero under a root or its like, and to which power it stands there; at which end of an arc."""

    of: Any
    power: Fraction
    often: Any = convert(1)  # a whole number that the power is multiplied with
    end: int = 0


class Branches:
    """The factors at the zeros of which each part of an expression may go on as another branch of it."""

    def __init__(self, given: tuple[Any, ...], points: list[Point], pieces: Pieces) -> None:
        self._points, self._pieces = points, pieces
        self._solved = {g.lhs for g in given if isinstance(g, Equation)}
        self._known: dict[Any, tuple[Factor, ...]] = {}

    def of(self, x: Any) -> tuple[Factor, ...]:
        if x not in self._known:
            crossed = self._pieces.crossed if name_of(x) == "arctan" else ()
            self._known[x] = tuple(f for f in _factors(x) if f.of not in crossed and not self._has_one_branch(f.of))
        return self._known[x]

    def _has_one_branch(self, f: Any) -> bool:
        inside = f.args[0] if isinstance(f, linear.Norm | linear.SquaredNorm | linear.Entry) else f
        if isinstance(inside, _SYMBOLS) and inside not in self._solved:
            return True
        if is_positive(f) or unmet((), (requirement("positive", f),), ()) is None:
            return True
        return (not is_matrix(f) and bool(bounds(f)[0] > 0)) or any(self._is_square(f, u) for u in self._pieces.known)

    def _is_square(self, f: Any, u: Any) -> bool:
        """Whether f is u² up to a constant factor at all points: its root is |u|, and both signs of u are seen."""
        field = arithmetic().balls
        try:
            values = [tuple(as_scalar(evaluate(e, p, field)) for e in (f, u)) for p in self._points]
            with field.working():
                (f0, u0), *others = values
                return all(field.vanishes(f1 * u0 * u0 - f0 * u1 * u1) for f1, u1 in others)
        except DerivationError:
            return False


def _factors(x: Any) -> Iterator[Factor]:
    name = name_of(x)
    if isinstance(x, linear.Norm):
        yield from _parts(linear.SquaredNorm(x.args[0]), Fraction(1, 2))
    elif isinstance(x, linear.LogDet):
        yield from _parts(linear.Determinant(x.args[0]), ONE)
    elif isinstance(x, POWERS):
        exponent = x.args[1].doit()
        if exponent.is_Rational and exponent.q % 2 == 0:
            yield from _parts(x.args[0], Fraction(int(exponent.p), int(exponent.q)))
        elif not exponent.is_Rational and not says(exponent, "integer"):
            yield from _parts(x.args[0], ONE)
    elif name in ("sqrt", "log"):
        yield from _parts(x.args[-1], Fraction(1, 2) if name == "sqrt" else ONE)
    elif name in ("arcsin", "arccos") and not stays_on_branch(name, x.args[-1]):
        argument = x.args[-1]
        one = linear.ones(*argument.shape) if is_matrix(argument) else convert(1)
        for end, gap in ((1, minus(one, argument)), (-1, plus(one, argument))):
            yield from (f._replace(end=end) for f in _parts(gap, ONE))
    elif name == "arctan":
        yield from (Factor(f, ONE) for below in below_lines(x.args[-1]) for f in factors(below))


def _parts(x: Any, power: Fraction) -> Iterator[Factor]:
    """The factors of what is raised to a power that change its branch."""
    if isinstance(x, _PRODUCTS) and is_matrix(x) == any(map(is_matrix, x.args)):
        yield from (f for a in x.args for f in _parts(a, power))
    elif isinstance(x, _NEGATIVES):
        yield from _parts(x.args[0], power)
    elif isinstance(x, _QUOTIENTS):
        yield from _parts(x.args[0], power)
        yield from _parts(x.args[1], -power)
    elif isinstance(x, POWERS) and x.args[1].doit().is_Integer:
        yield from _parts(x.args[0], power * int(x.args[1].doit()))
    elif isinstance(x, POWERS) and says(x.args[1].doit(), "integer"):
        yield Factor(x.args[0], power, x.args[1])
    else:
        yield from (Factor(f, power * often) for f, often in factored(x))


class _Choice:
    """A branch for each number, the same for a number and its negative; `turned` chooses the others."""

    def __init__(self, number: int, turned: bool) -> None:
        self.number, self.turned = number, turned

    def turns(self, value: float) -> bool:
        return (Random(f"{self.number}:{abs(value):.9e}").random() < 1 / 2) != self.turned


def _holds(relation: Any, point: Point, branches: Branches, choice: _Choice) -> bool:
    kinds = arithmetic()
    for field in (kinds.exact, kinds.balls, *kinds.finer):
        try:
            with field.working():
                return Turned(point, field, branches=branches, choice=choice)(relation)
        except (NeedsBalls, Undecided):
            continue
        except DerivationError:
            return False
    return False


class Turned(Evaluator):
    """Evaluates on chosen branches."""

    def __init__(self, point: Point, field: Any, parent: Any = None, branches: Any = None, choice: Any = None) -> None:
        super().__init__(point, field, parent)
        self.branches: Branches = parent.branches if parent else branches
        self.choice: _Choice = parent.choice if parent else choice

    def another(self, field: Any, parent: Evaluator | None = None) -> Evaluator:
        return Turned(self.point, field, parent, self.branches, self.choice)

    def _value(self, expr: Any) -> Any:
        value = self.handled(expr)
        for factor in self.branches.of(expr):
            at = self(factor.of)
            if not isinstance(value, Matrix):
                value = self._on_branch(expr, factor, value, as_scalar(at))
            else:
                numbers = at.rows if isinstance(at, Matrix) else [[at] * value.shape[1]] * value.shape[0]
                rows = zip(value.rows, numbers, strict=True)
                value = Matrix([[self._on_branch(expr, factor, v, a) for v, a in zip(*r, strict=True)] for r in rows])
        return value

    def _on_branch(self, expr: Any, factor: Factor, value: Any, at: Any) -> Any:
        if not self.choice.turns(self._near(at)):
            return value
        name, field, power = name_of(expr), self.field, factor.power * self.position(factor.often)
        if factor.end:
            turns = field.pi() * field.number(factor.end if name == "arcsin" else 1 - factor.end)
            return turns - value if power.numerator % 2 else value
        if name == "arctan":
            return value + field.pi()
        if name == "log" or isinstance(expr, linear.LogDet):
            return value + field.number(power)
        if isinstance(expr, POWERS) and not expr.args[1].doit().is_Rational:
            return value * field.exp(field.number(power) * self.scalar(expr.args[1]))
        return -value if power.denominator % 2 == 0 else value

    def _near(self, x: Any) -> float:
        field = self.field
        while isinstance(field, JetField):
            x, field = field.coefficient(x, 0), field.below
        return float(field.fraction(x)) if field.exact else float(x)


__all__ = ["turning_with_branches"]
