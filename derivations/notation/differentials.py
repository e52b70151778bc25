"""d: the increment of a variable, and the differential of an expression in one."""

from __future__ import annotations

from typing import Any

from sympy import Tuple, preorder_traversal

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
    """d(expr), args (expr, variable): the part of expr(x + dx) − expr(x) linear in dx.

    In several variables, a tuple, all of them move at once: the sum of what each contributes.
    """


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
    expr = convert(expr)
    several = isinstance(variable, list | tuple | Tuple)
    variables = tuple(dict.fromkeys(map(convert, variable))) if several else (convert(variable),)
    for x in variables:
        if not isinstance(x, VARIABLES):
            raise MathError(f"the differential of {expr} in {x}: expected a declared variable")
        if facts_of(x).keys() & {"binary", "one_hot", "integer"}:
            raise MathError(f"the differential of {expr} in {x}, which takes separate values only")
    if not variables:
        raise MathError(f"the differential of {expr} in no variable: expected at least one")
    what = variables[0] if len(variables) == 1 else Tuple(*variables)
    return (MatDifferential if is_matrix(expr) else Differential)(expr, what)


def moving_in(differential: Any) -> tuple[Any, ...]:
    """The variables that move in a differential."""
    what = differential.args[1]
    return tuple(what) if isinstance(what, Tuple) else (what,)


def differentials_in(expr: Any) -> tuple[Any, ...]:
    """The differentials in an expression, each once, as they appear: a set would be read in another order every day."""
    kinds = Differential | MatDifferential
    return tuple(dict.fromkeys(part for part in preorder_traversal(expr) if isinstance(part, kinds)))
