"""Nodes of linear algebra: inverse, trace, determinant, norms, Hadamard and Kronecker products, diag, entries, sums."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Integer

from derivations.errors import MathError, ShapeError

from .core import MatrixNode, ScalarNode
from .shapes import (
    Shape,
    convert,
    is_matrix,
    require_matrix,
    require_same_shape,
    require_square,
    require_vector,
    same_dim,
    shape_of,
)
from .symbols import Index


class Inverse(MatrixNode):
    """A⁻¹ of a square matrix."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])

    def _canonical(self, *args: Any) -> Any:
        return sympy.Inverse(args[0]).doit(deep=False)


def inverse(a: Any) -> Any:
    """A⁻¹; whether A is invertible is a side condition of the step, not of the notation."""
    a = convert(a)
    require_square("inverse", a)
    return Inverse(a)


class LeadingEigenvector(MatrixNode):
    """A unit eigenvector of the largest eigenvalue of a symmetric matrix; where there are several, any one of them."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])[0], Integer(1)


def leading_eigenvector(a: Any) -> Any:
    """A unit vector u with Au = λu for the largest eigenvalue λ of a symmetric matrix A."""
    from .facts import is_symmetric

    a = convert(a)
    require_square("leading eigenvector", a)
    if not is_symmetric(a):
        raise MathError(f"the leading eigenvector of {a}: expected a symmetric matrix", "; declare it symmetric=True")
    return LeadingEigenvector(a)


class Trace(ScalarNode):
    """tr A."""

    def _canonical(self, *args: Any) -> Any:
        return sympy.Trace(args[0])


class Determinant(ScalarNode):
    """det A."""

    def _canonical(self, *args: Any) -> Any:
        return sympy.Determinant(args[0])


class LogDet(ScalarNode):
    """log det A for a matrix of positive determinant."""

    def _canonical(self, *args: Any) -> Any:
        return sympy.log(sympy.Determinant(args[0]))


def trace(a: Any) -> Any:
    a = convert(a)
    require_square("trace", a)
    return Trace(a)


def det(a: Any) -> Any:
    a = convert(a)
    require_square("determinant", a)
    return Determinant(a)


def logdet(a: Any) -> Any:
    a = convert(a)
    require_square("log determinant", a)
    return LogDet(a)


class Inner(ScalarNode):
    """⟨A, B⟩ = tr(AᵀB), the sum of the products of corresponding entries."""


def inner(a: Any, b: Any) -> Any:
    """The inner product ⟨a, b⟩; of two scalars, their product."""
    a, b = convert(a), convert(b)
    require_same_shape("take the inner product of", a, b)
    return Inner(a, b) if is_matrix(a) else a * b


class Norm(ScalarNode):
    """‖A‖, Euclidean for vectors, Frobenius for matrices."""


class SquaredNorm(ScalarNode):
    """‖A‖², the sum of squared entries."""


class Norm1(ScalarNode):
    """‖A‖₁, the sum of the absolute values of the entries."""


def norm1(a: Any) -> Any:
    a = convert(a)
    if not is_matrix(a):
        raise ShapeError(f"norm1 of the scalar {a}: write absolute({a})")
    return Norm1(a)


def norm(a: Any) -> Any:
    a = convert(a)
    if not is_matrix(a):
        raise ShapeError(f"norm of the scalar {a}: write absolute({a})")
    return Norm(a)


def squared_norm(a: Any) -> Any:
    a = convert(a)
    return SquaredNorm(a) if is_matrix(a) else a**2


class Total(ScalarNode):
    """The sum of all entries, 1ᵀA1."""


def total(a: Any) -> Any:
    return Total(a) if is_matrix(convert(a)) else convert(a)


class Maximum(ScalarNode):
    """The largest entry of a vector."""


def maximum(a: Any) -> Any:
    require_vector("maximum", convert(a))
    return Maximum(a)


class LogSumExp(ScalarNode):
    """log Σ exp(xᵢ)."""


def logsumexp(a: Any) -> Any:
    require_vector("log-sum-exp", convert(a))
    return LogSumExp(a)


class Softmax(MatrixNode):
    """exp(xᵢ) / Σⱼ exp(xⱼ)."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


def softmax(a: Any) -> Any:
    require_vector("softmax", convert(a))
    return Softmax(a)


class Hadamard(MatrixNode):
    """A ∘ B ∘ …, entry by entry."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


def hadamard(a: Any, b: Any) -> Any:
    a, b = convert(a), convert(b)
    require_same_shape("multiply entrywise", a, b)
    return Hadamard(*(a.args if isinstance(a, Hadamard) else (a,)), b)


class HadamardPower(MatrixNode):
    """Each entry raised to a scalar power."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


def hadamard_power(a: Any, exponent: Any) -> Any:
    return HadamardPower(a, exponent)


def hadamard_quotient(a: Any, b: Any) -> Any:
    """A ⊘ B, entry by entry."""
    return hadamard(a, hadamard_power(b, -1))


class Diag(MatrixNode):
    """The diagonal matrix of a vector."""

    @property
    def shape(self) -> Shape:
        n = shape_of(self.args[0])[0]
        return n, n


def diag(a: Any) -> Any:
    require_vector("diagonal matrix", convert(a))
    return Diag(a)


class Diagonal(MatrixNode):
    """The diagonal of a square matrix, as a vector."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])[0], Integer(1)


def diagonal(a: Any) -> Any:
    require_square("diagonal", convert(a))
    return Diagonal(a)


class Vec(MatrixNode):
    """The columns of A stacked into a vector."""

    @property
    def shape(self) -> Shape:
        rows, cols = shape_of(self.args[0])
        return rows * cols, Integer(1)


def vec(a: Any) -> Any:
    return Vec(a)


class Kron(MatrixNode):
    """A ⊗ B."""

    @property
    def shape(self) -> Shape:
        (a, b), (c, d) = shape_of(self.args[0]), shape_of(self.args[1])
        return a * c, b * d


def kron(a: Any, b: Any) -> Any:
    return Kron(a, b)


class Constant(MatrixNode):
    """A matrix given by its shape alone."""

    @property
    def shape(self) -> Shape:
        return self.args[0], self.args[1]


class Eye(Constant):
    """The identity I."""

    def _canonical(self, *args: Any) -> Any:
        return sympy.Identity(args[0])


class Ones(Constant):
    """All entries 1."""

    def _canonical(self, *args: Any) -> Any:
        return sympy.OneMatrix(*args)


class Zeros(Constant):
    """All entries 0."""

    def _canonical(self, *args: Any) -> Any:
        return sympy.ZeroMatrix(*args)


def eye(n: Any) -> Any:
    return Eye(n, n)


def ones(rows: Any, cols: Any = 1) -> Any:
    return Ones(rows, cols)


def zeros(rows: Any, cols: Any = 1) -> Any:
    return Zeros(rows, cols)


class Unit(MatrixNode):
    """The i-th vector of the standard basis, args (index, size)."""

    @property
    def shape(self) -> Shape:
        return self.args[1], Integer(1)


def unit(i: Any, size: Any) -> Any:
    """The basis vector eᵢ of length `size`."""
    return Unit(i, size)


class Entry(ScalarNode):
    """A[i, j], indices from 1; a vector takes one index."""


def entry(a: Any, i: Any, j: Any = None) -> Any:
    a, i = convert(a), convert(i)
    if j is None:
        require_vector(f"entry [{i}]", a)
        j = Integer(1)
    require_matrix(f"entry [{i}, {j}]", a)
    for position, size in ((i, shape_of(a)[0]), (convert(j), shape_of(a)[1])):
        if isinstance(position, Index) and not same_dim(position.count, size):
            raise ShapeError(f"index {position} runs to {position.count}, but {a} has {size} entries there")
        if position.is_Integer and size.is_Integer and not 1 <= position <= size:
            raise MathError(f"index {position} of {a} is out of range 1 to {size}")
    return Entry(a, i, j)


class Row(MatrixNode):
    """The i-th row of a matrix as a column vector, args (matrix, index)."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])[1], Integer(1)


def row(a: Any, i: Any) -> Any:
    """Row i of A, as a column vector: one example of a data matrix."""
    a, i = convert(a), convert(i)
    require_matrix(f"row {i}", a)
    return Row(a, i)


class SumOver(ScalarNode):
    """Σᵢ of a scalar, args (body, index)."""


class MatSumOver(MatrixNode):
    """Σᵢ of a matrix, args (body, index)."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


def sum_over(i: Any, body: Any) -> Any:
    """Σ over i = 1 … count of `body`."""
    if not isinstance(i, Index):
        raise MathError(f"sum_over({i}, …): expected an index made with index(name, count)")
    body = convert(body)
    return (MatSumOver if is_matrix(body) else SumOver)(body, i)


def depends_on_index(expr: Any, i: Any) -> bool:
    """Whether an expression changes with the index i: i occurs in it, not bound by a sum."""
    if expr == i:
        return True
    if isinstance(expr, SumOver | MatSumOver) and expr.args[1] == i:
        return False
    return any(depends_on_index(a, i) for a in getattr(expr, "args", ()))
