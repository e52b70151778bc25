"""d: the increment of a variable, and the differential of an expression in one."""

from __future__ import annotations

from typing import Any

from derivations.errors import MathError

from .core import MatrixNode, ScalarNode
from .sequences import Member, ScalarMember
from .shapes import Shape, convert, is_matrix, shape_of
from .symbols import MatrixAtom, ScalarSymbol, facts_of

VARIABLES = (MatrixAtom, ScalarSymbol, Member, ScalarMember)


class Increment(ScalarNode):
    """dx of a scalar variable."""

    @property
    def free_symbols(self) -> set[Any]:
        return {self}


class MatIncrement(MatrixNode):
    """dX of a vector or matrix variable."""

    @property
    def free_symbols(self) -> set[Any]:
        return {self}

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


class Differential(ScalarNode):
    """d(expr) in one variable, args (expr, variable): the part of expr(x + dx) − expr(x) linear in dx."""


class MatDifferential(MatrixNode):
    """d(expr) of a matrix expression, args (expr, variable)."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


def d(variable: Any) -> Any:
    """The increment dx of a variable x, an arbitrary direction of the same shape."""
    variable = convert(variable)
    if not isinstance(variable, VARIABLES):
        raise MathError(f"d({variable}): expected a variable; write differential_of(expression, variable)")
    return (MatIncrement if is_matrix(variable) else Increment)(variable)


def differential_of(expr: Any, variable: Any) -> Any:
    """d(expr), the linear part of the change of expr when `variable` moves by d(variable)."""
    expr, variable = convert(expr), convert(variable)
    if not isinstance(variable, VARIABLES):
        raise MathError(f"the differential of {expr} in {variable}: expected a declared variable")
    if facts_of(variable).keys() & {"binary", "one_hot", "integer"}:
        raise MathError(f"the differential of {expr} in {variable}, which takes separate values only")
    return (MatDifferential if is_matrix(expr) else Differential)(expr, variable)
