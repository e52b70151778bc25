"""An actual function for an unspecified one: a quadratic plus a bend along one direction, all rational.

The quadratic alone would make every second-order expansion exact, so the bend is there to refute what holds for
quadratics only. Its kind follows the declared facts: a cube where nothing is declared, a fourth power for a convex
function, half the square of a hinge for a smooth one. Far away higher powers bend it, so that an identity between a few
values, which holds for every polynomial of low degree, is refuted too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import perm
from typing import Literal

from .arithmetic import Field, Number
from .matrices import Matrix, dot
from .roots import integer_power

Bend = Literal["cube", "fourth", "ninth", "tenth", "hinge"]
_DEGREE = {"cube": 3, "fourth": 4, "ninth": 9, "tenth": 10}


@dataclass(frozen=True)
class Landscape:
    """½xᵀAx + bᵀx + c + γ·bend(uᵀx − β), with numbers of one field."""

    curvature: Matrix  # A, symmetric
    slope: Matrix  # b
    height: Number  # c
    direction: Matrix  # u
    weight: Number  # γ
    offset: Number  # β
    bend: Bend

    def over(self, field: Field) -> Landscape:
        """The same function, from rationals to the numbers of a field."""
        number = field.number
        return Landscape(
            self.curvature.map(number),
            self.slope.map(number),
            number(self.height),
            self.direction.map(number),
            number(self.weight),
            number(self.offset),
            self.bend,
        )

    def value(self, x: Matrix, field: Field) -> Number:
        half = field.number(Fraction(1, 2))
        quadratic = half * dot(x.entries(), (self.curvature @ x).entries())
        return quadratic + dot(self.slope.entries(), x.entries()) + self.height + self._bent(x, field, 0)

    def gradient(self, x: Matrix, field: Field) -> Matrix:
        return self.curvature @ x + self.slope + self.direction.scaled(self._bent(x, field, 1))

    def hessian(self, x: Matrix, field: Field) -> Matrix:
        return self.curvature + (self.direction @ self.direction.transposed()).scaled(self._bent(x, field, 2))

    def with_slope(self, x: Matrix, gradient: Matrix, field: Field) -> Landscape:
        """The function changed to have this gradient at x."""
        return replace(self, slope=self.slope + gradient - self.gradient(x, field))

    def with_height(self, x: Matrix, value: Number, field: Field) -> Landscape:
        """The function changed to have this value at x."""
        return replace(self, height=self.height + value - self.value(x, field))

    def _bent(self, x: Matrix, field: Field, order: int) -> Number:
        """γ times a derivative of the bend."""
        s = dot(self.direction.entries(), x.entries()) - self.offset
        if self.bend == "hinge":
            return self.weight * _hinge(s, field, order)
        degree = _DEGREE[self.bend]
        return self.weight * field.number(perm(degree, order)) * integer_power(s, degree - order, field.one)


def _hinge(s: Number, field: Field, order: int) -> Number:
    """Half the square of max(s, 0), and its derivatives."""
    if order == 2:
        return field.apply("step", s)
    up = field.relu(s)
    return up if order == 1 else up * up * field.number(Fraction(1, 2))
