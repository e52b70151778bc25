"""An actual function for an unspecified one: a quadratic, a bend along one direction, and ridges along many.

The quadratic alone would make every second-order expansion exact, so the bend is there to refute what holds for
quadratics only. Its kind follows the declared facts: a cube where nothing is declared, a fourth power for a convex
function, half the square of a hinge for a smooth one. Far away higher powers bend it. All are polynomials in pieces and
bend one way, so in general position there are ridges as well, γ/(1 + s²) with s = uᵀx − β: rational but no
polynomials, along more directions than there are dimensions. Nothing but an identity holds among few values of such a
function, its gradients and its Hessians.
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
LEAST, MOST = Fraction(-2), Fraction(1, 2)  # the second derivative of 1/(1 + s²) lies between them


@dataclass(frozen=True)
class Ridge:
    """γ/(1 + (uᵀx − β)²)."""

    direction: Matrix  # u
    weight: Number  # γ
    offset: Number  # β

    def over(self, field: Field) -> Ridge:
        number = field.number
        return Ridge(self.direction.map(number), number(self.weight), number(self.offset))

    def derivative(self, x: Matrix, field: Field, order: int) -> Number:
        """γ times the derivative of 1/(1 + s²)."""
        s = dot(self.direction.entries(), x.entries()) - self.offset
        below = field.divide(field.one, field.one + s * s)
        if order == 0:
            return self.weight * below
        if order == 1:
            return self.weight * field.number(-2) * s * below * below
        return self.weight * (field.number(6) * s * s - field.number(2)) * below * below * below


@dataclass(frozen=True)
class Landscape:
    """½xᵀAx + bᵀx + c + γ·bend(uᵀx − β) and ridges, with numbers of one field."""

    curvature: Matrix  # A, symmetric
    slope: Matrix  # b
    height: Number  # c
    direction: Matrix  # u
    weight: Number  # γ
    offset: Number  # β
    bend: Bend
    ridges: tuple[Ridge, ...] = ()

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
            tuple(ridge.over(field) for ridge in self.ridges),
        )

    def value(self, x: Matrix, field: Field) -> Number:
        half = field.number(Fraction(1, 2))
        quadratic = half * dot(x.entries(), (self.curvature @ x).entries())
        out = quadratic + dot(self.slope.entries(), x.entries()) + self.height + self._bent(x, field, 0)
        for ridge in self.ridges:
            out = out + ridge.derivative(x, field, 0)
        return out

    def gradient(self, x: Matrix, field: Field) -> Matrix:
        out = self.curvature @ x + self.slope + self.direction.scaled(self._bent(x, field, 1))
        for ridge in self.ridges:
            out = out + ridge.direction.scaled(ridge.derivative(x, field, 1))
        return out

    def hessian(self, x: Matrix, field: Field) -> Matrix:
        out = self.curvature + squared(self.direction).scaled(self._bent(x, field, 2))
        for ridge in self.ridges:
            out = out + squared(ridge.direction).scaled(ridge.derivative(x, field, 2))
        return out

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


def squared(u: Matrix) -> Matrix:
    """uuᵀ."""
    return u @ u.transposed()


def _hinge(s: Number, field: Field, order: int) -> Number:
    """Half the square of max(s, 0), and its derivatives."""
    if order == 2:
        return field.apply("step", s)
    up = field.relu(s)
    return up if order == 1 else up * up * field.number(Fraction(1, 2))
