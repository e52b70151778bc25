"""The value of any expression of the notation at a point: exact over ℚ, or enclosed in balls."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from sympy import Symbol

from derivations.errors import MathError, NotSupported
from derivations.notation import differentials, linear, relations, requirements, sequences
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.shapes import convert
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol

from . import algebra, chance, spectra
from .algebra import Handler, Value, as_matrix, as_scalar
from .arithmetic import Field, NeedsBalls, Number, arithmetic
from .jets import JetField
from .kinks import note_sides
from .landscape import Landscape
from .matrices import Matrix
from .point import Drawn, Point

_EXACT = arithmetic("python").exact


def evaluate(expr: Any, point: Point, field: Field) -> Value:
    """The value at a point: a number of the field, a `Matrix`, or a truth value for a relation."""
    with field.working():
        return evaluator(point, field)(convert(expr))


def holds(relation: relations.Relation, point: Point, field: Field) -> bool:
    """Whether a relation holds at a point; raises `Undecided` where balls can't tell."""
    return evaluate(relation, point, field)


def directional(expr: Any, variable: Any, point: Point, field: Field, order: int = 1, direction: Any = None) -> Value:
    """The coefficient of tⁿ, n = order, in the expression at variable + t·direction; by default along d(variable)."""
    with field.working():
        return evaluator(point, field).directional(expr, variable, order, direction)


def rational_value(expr: Any, point: Point) -> Drawn:
    """The value as a Fraction or a Matrix of Fractions; raises where it is irrational."""
    try:
        return evaluate(expr, point, _EXACT)
    except NeedsBalls as problem:
        raise NotSupported(f"not supported yet: {expr} as a declared value, because {problem}") from None


def evaluator(point: Point, field: Field) -> Evaluator:
    """The evaluator of a point in a field; it remembers values, so that equal parts cost nothing twice."""
    found = point.evaluators.get(field)
    if found is None:
        found = point.evaluators[field] = Evaluator(point, field)
    return found


class Evaluator:
    """Values of expressions at one point, under the bindings of sums and expectations around them."""

    def __init__(self, point: Point, field: Field, parent: Evaluator | None = None) -> None:
        self.point, self.field = point, field
        self.root = parent.root if parent else self  # where hypotheses are evaluated: nothing moves there
        self.indices: dict[Index, int] = dict(parent.indices) if parent else {}
        self.outcomes: dict[Any, Any] = dict(parent.outcomes) if parent else {}
        self.moved: dict[Any, Value] = dict(parent.moved) if parent else {}
        self._memo: dict[Any, Value] = {}
        self._open: set[Any] = set()
        self._landscapes: dict[Any, Landscape] = {}
        self._moving: dict[Any, Evaluator] = {}  # series in one variable along one direction

    def __call__(self, expr: Any) -> Value:
        expr = self.point.given.first(expr)
        bound = self.point.given.varying(expr)
        key = (expr, *map(self._binding, bound)) if bound else expr
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._value(expr)
        return found

    def _binding(self, of: Any) -> Any:
        return self.position(of) if isinstance(of, Index) else self.outcomes.get(of.space)

    def _value(self, expr: Any) -> Value:
        value = self.handled(expr)
        note_sides(self, expr)
        return value

    def handled(self, expr: Any) -> Value:
        handler = _HANDLERS.get(type(expr))
        if handler is None:
            raise NotSupported(f"not supported yet: the numeric value of {type(expr).__name__}")
        return handler(self, expr)

    def another(self, field: Field, parent: Evaluator | None = None) -> Evaluator:
        """An evaluator of the same kind at the same point."""
        return Evaluator(self.point, field, parent)

    def scalar(self, expr: Any) -> Number:
        return as_scalar(self(expr))

    def matrix(self, expr: Any) -> Matrix:
        return as_matrix(self(expr))

    def convert(self, value: Drawn) -> Value:
        """A drawn value in this field."""
        number = self.field.number
        return value.map(number) if isinstance(value, Matrix) else number(value)

    # integers and rational exponents

    def position(self, index: Any) -> int:
        """The value of an index or of an expression in indices and dimensions."""
        if index.is_Integer:
            return int(index)
        if isinstance(index, Index):
            bound = self.indices.get(index)
            return self.point.place(index) if bound is None else bound
        value = self.rational(index)
        if value is None or value.denominator != 1:
            raise MathError(f"{index} is not an integer here, expected a place in a vector or matrix")
        return int(value)

    def rational(self, expr: Any) -> Fraction | None:
        """The value where it is known to be rational."""
        if expr.is_Rational:
            return Fraction(int(expr.p), int(expr.q))
        if not self.field.exact:
            return self.still().rational(expr) if _is_integral(expr) else None
        value = self.scalar(expr)
        return self.field.fraction(value) if algebra.is_constant(value) else None

    def still(self) -> Evaluator:
        """An exact evaluator under the same bindings in which nothing moves."""
        out = self.another(_EXACT)
        out.indices, out.outcomes = dict(self.indices), dict(self.outcomes)
        return out

    # symbols

    def name_of(self, variable: Any) -> Any:
        """What tells a variable apart: itself; of a member of a sequence its name, index and facts."""
        if not isinstance(variable, sequences.Member | sequences.ScalarMember):
            return variable
        return (variable.name, self._place(variable.args[1]), *variable.args[2:])

    def _place(self, index: Any) -> Any:
        return self.position(index) if _is_integral(index) else index

    def symbol(self, x: Any) -> Value:
        if x in self.moved:
            return self.moved[x]
        given = self.point.given.symbols.get(x)
        if given is not None:
            return self._given(x, given)
        if isinstance(x, RandomScalar | RandomMatrix):
            return chance.HANDLERS[type(x)](self, x)
        return self.convert(self.point.drawn(x))

    def member(self, x: Any) -> Value:
        key = self.name_of(x)
        if key in self.moved:
            return self.moved[key]
        for rule in self.point.given.members.get(x.name, ()):
            if rule.bound is not None and isinstance(key[1], int):
                at = key[1] - rule.offset
                if 1 <= at <= self.point.integer(rule.bound.count):
                    return self._given(key, rule.value, {rule.bound: at})
            elif self._place(rule.index) == key[1]:
                return self._given(key, rule.value)
        return self.convert(self.point.drawn(x, key))

    def _given(self, key: Any, value: Any, bound: dict[Index, int] | None = None) -> Value:
        """What a hypothesis says, at the point itself: a hypothesis does not follow a moving variable."""
        root = self.root
        if key in root._open:
            raise MathError(f"the hypothesis about {key} refers to itself")
        indices, outcomes = root.indices, root.outcomes
        root._open.add(key)
        root.indices, root.outcomes = self.indices | (bound or {}), self.outcomes
        try:
            return root(value)
        finally:
            root._open.discard(key)
            root.indices, root.outcomes = indices, outcomes

    def increment(self, x: Any) -> Value:
        variable = x.args[0]
        return self.convert(self.point.increment(variable, self.name_of(variable)))

    # functions, differentials, relations

    def landscape(self, x: Any) -> Landscape:
        key = x.name, x.args[1].shape[0], x.args[2]
        found = self._landscapes.get(key)
        if found is None:
            found = self._landscapes[key] = self.point.landscape(x).over(self.field)
        return found

    def directional(self, expr: Any, variable: Any, order: int, direction: Any = None) -> Value:
        """The coefficient of tⁿ in the expression at variable + t·direction."""
        direction = differentials.d(variable) if direction is None else direction
        return self.along(expr, ((variable, direction),), order)

    def along(self, expr: Any, moves: tuple[tuple[Any, Any], ...], order: int) -> Value:
        """The coefficient of tⁿ in the expression where each variable moves by t times its direction."""
        key = (*((self.name_of(variable), direction) for variable, direction in moves), order)
        if not self.indices and not self.outcomes and key in self._moving:
            inside = self._moving[key]
            return self._coefficient(inside(expr), inside.field, order)
        jets = JetField(self.field, order)
        inside = self.another(jets, self)
        for variable, direction in moves:
            start, speed = self(variable), self(direction)
            if isinstance(start, Matrix):
                pairs = zip(start.rows, as_matrix(speed).rows, strict=True)
                moving: Value = Matrix([list(map(jets.variable, a, b)) for a, b in pairs])
            else:
                moving = jets.variable(start, as_scalar(speed))
            inside.moved[inside.name_of(variable)] = moving
        if not self.indices and not self.outcomes:
            self._moving[key] = inside
        return self._coefficient(inside(expr), jets, order)

    def _coefficient(self, value: Value, jets: Any, order: int) -> Value:
        if isinstance(value, Matrix):
            return value.map(lambda x: jets.coefficient(x, order))
        return jets.coefficient(value, order)

    def relation(self, x: relations.Relation) -> bool:
        left, right, field = self(x.lhs), self(x.rhs), self.field
        if isinstance(x, relations.Equation):
            if isinstance(left, Matrix) or isinstance(right, Matrix):
                pairs = zip(as_matrix(left).entries(), as_matrix(right).entries(), strict=True)
                return all(field.vanishes(a - b) for a, b in pairs)
            return field.vanishes(left - right)
        gap = as_scalar(right) - as_scalar(left)
        return field.sign(gap if isinstance(x, relations.AtMost) else -gap) >= 0

    def requirement(self, x: requirements.Requirement) -> bool:
        of = linear.Determinant(x.of) if x.asks == "invertible" else x.of
        before, running = dict(self.indices), sorted(x.every, key=str)
        counts = [range(1, count + 1) for count in self.point.counted(running)]
        try:
            for places in product(*counts):
                self.indices.update(zip(running, places, strict=True))
                value = self(of)
                numbers = value.entries() if isinstance(value, Matrix) else (value,)
                if not all(self._meets(x.asks, v) for v in numbers):
                    return False
            return True
        finally:
            self.indices = before

    def _meets(self, asks: str, number: Number) -> bool:
        if asks in requirements.BETWEEN:
            inside = self.field.sign(self.field.one - number * number)
            return inside > 0 if asks == "(-1, 1)" else inside >= 0
        if asks == "0 or 1":
            return self.field.vanishes(number) or self.field.vanishes(number - self.field.one)
        sign = self.field.sign(number)
        return {"positive": sign > 0, "nonnegative": sign >= 0}.get(asks, sign != 0)


def _is_integral(expr: Any) -> bool:
    """Whether an expression is made of integers, indices and dimensions."""
    if expr.is_Integer or isinstance(expr, Dim | Index):
        return True
    if isinstance(expr, Symbol):
        return bool(expr.is_integer)
    return bool(expr.args) and all(map(_is_integral, expr.args))


def _differential(ev: Evaluator, x: Any) -> Value:
    return ev.along(x.args[0], tuple((v, differentials.d(v)) for v in differentials.moving_in(x)), 1)


def _symbol(ev: Evaluator, x: Any) -> Value:
    return ev.symbol(x)


_HANDLERS: dict[type, Handler] = {
    **algebra.HANDLERS,
    **chance.HANDLERS,
    **spectra.HANDLERS,
    Dim: lambda ev, x: ev.field.number(ev.point.integer(x)),
    Index: lambda ev, x: ev.field.number(ev.position(x)),
    **{kind: _symbol for kind in (Symbol, ScalarSymbol, MatrixAtom, RandomScalar, RandomMatrix)},
    sequences.Member: lambda ev, x: ev.member(x),
    sequences.ScalarMember: lambda ev, x: ev.member(x),
    sequences.FunctionValue: lambda ev, x: ev.landscape(x).value(ev.matrix(x.args[1]), ev.field),
    sequences.GradientValue: lambda ev, x: ev.landscape(x).gradient(ev.matrix(x.args[1]), ev.field),
    sequences.HessianValue: lambda ev, x: ev.landscape(x).hessian(ev.matrix(x.args[1]), ev.field),
    differentials.Increment: lambda ev, x: ev.increment(x),
    differentials.MatIncrement: lambda ev, x: ev.increment(x),
    differentials.Differential: _differential,
    differentials.MatDifferential: _differential,
    requirements.Requirement: lambda ev, x: ev.requirement(x),
    **{kind: lambda ev, x: ev.relation(x) for kind in (relations.Equation, relations.AtMost, relations.AtLeast)},
}
