"""Statements: equations and inequalities between two expressions, kept as written."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Basic

from derivations.errors import MathError

from .core import negative, plus
from .shapes import convert, require_order, require_same_shape


class Relation(Basic):
    """lhs ∘ rhs for one of the relations below; `gap` is what the relation says about zero."""

    symbol = "?"
    latex_symbol = "?"

    @property
    def lhs(self) -> Any:
        return self.args[0]

    @property
    def rhs(self) -> Any:
        return self.args[1]

    @property
    def gap(self) -> Any:
        """lhs − rhs for an equation; the non-negative side difference for an inequality."""
        return plus(self.lhs, negative(self.rhs))

    def __str__(self) -> str:
        from .printing import text

        return text(self)

    __repr__ = __str__

    def _latex(self, printer: Any, **_: Any) -> str:
        from .printing import latex

        return latex(self)


class Equation(Relation):
    """lhs = rhs."""

    symbol = "="
    latex_symbol = "="


class _Order(Relation):
    def __bool__(self) -> bool:
        """Python reads a ≤ b ≤ c as "a ≤ b and b ≤ c", and would drop the first of the two."""
        raise MathError(
            f"{self} is neither true nor false yet; write a chain such as a ≤ b ≤ c as two statements,"
            " and compare formulas with =="
        )


class AtMost(_Order):
    """lhs ≤ rhs."""

    symbol = "≤"
    latex_symbol = r"\le"

    @property
    def gap(self) -> Any:
        return plus(self.rhs, negative(self.lhs))


class AtLeast(_Order):
    """lhs ≥ rhs."""

    symbol = "≥"
    latex_symbol = r"\ge"


def equation(lhs: Any, rhs: Any) -> Equation:
    lhs, rhs = convert(lhs), convert(rhs)
    require_same_shape("equate", lhs, rhs)
    return Equation(lhs, rhs)


def _order(cls: type, a: Any, b: Any) -> Any:
    a, b = convert(a), convert(b)
    require_order(a, b)
    return cls(a, b)


def as_written(statement: Any) -> Any:
    """A comparison of sizes, which are SymPy's own symbols, as a relation of ours: n >= 3."""
    ours = {sympy.GreaterThan: AtLeast, sympy.LessThan: AtMost}.get(type(statement))
    return statement if ours is None else ours(*statement.args)


def at_most(lhs: Any, rhs: Any) -> AtMost:
    return _order(AtMost, lhs, rhs)


def at_least(lhs: Any, rhs: Any) -> AtLeast:
    return _order(AtLeast, lhs, rhs)
