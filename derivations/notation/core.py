"""Expressions that stay as they were written: operators, sums, products and their shapes.

Every node is a SymPy expression. A scalar node is an `Expr`, a matrix node a `MatrixExpr`; vectors are n×1. A product
whose shape is 1×1 is a scalar. `doit()` gives SymPy's canonical form where SymPy has one.
"""

from __future__ import annotations

from functools import cached_property, reduce
from typing import Any

import sympy
from sympy import Basic, Expr, MatrixExpr

from derivations.errors import MathError, NotSupported, ShapeError

from .numbers import stays_a_power
from .shapes import (
    SCALAR,
    Shape,
    convert,
    fold_shape,
    followed_by,
    is_matrix,
    named,
    require_order,
    require_same_shape,
    require_square,
    same_dim,
    same_shape,
    shape_of,
)


class Kept:
    """Operators that build nodes in the order written, for scalars and matrices alike."""

    __slots__ = ()
    args: Any  # these two are SymPy's: every node is a SymPy expression too
    free_symbols: Any
    _op_priority = 100.0
    __array_ufunc__ = None

    def __add__(self, other: Any) -> Any:
        return plus(self, other)

    def __radd__(self, other: Any) -> Any:
        return plus(other, self)

    def __sub__(self, other: Any) -> Any:
        return minus(self, other)

    def __rsub__(self, other: Any) -> Any:
        return minus(other, self)

    def __neg__(self) -> Any:
        return negative(self)

    def __pos__(self) -> Any:
        return self

    def __mul__(self, other: Any) -> Any:
        return NotImplemented if getattr(other, "scales_itself", False) else times(self, other)

    def __rmul__(self, other: Any) -> Any:
        return times(other, self)

    def __matmul__(self, other: Any) -> Any:
        return matmul(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return matmul(other, self)

    def __truediv__(self, other: Any) -> Any:
        return divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return divide(other, self)

    def __pow__(self, other: Any, modulo: Any = None) -> Any:
        return power(self, other)

    def __rpow__(self, other: Any) -> Any:
        return power(other, self)

    def __le__(self, other: Any) -> Any:
        from .relations import at_most

        return at_most(self, other)

    def __ge__(self, other: Any) -> Any:
        from .relations import at_least

        return at_least(self, other)

    def __lt__(self, other: Any) -> Any:
        require_order(self, other)
        return super().__lt__(other)  # type: ignore[misc]

    def __gt__(self, other: Any) -> Any:
        require_order(self, other)
        return super().__gt__(other)  # type: ignore[misc]

    def diff(self, *symbols: Any, **_: Any) -> Any:
        """Refused: SymPy's derivative is silently wrong on matrix expressions."""
        raise NotSupported("not supported: SymPy's .diff on this expression; use derivations.differentiate")

    def _eval_derivative(self, s: Any) -> Any:
        return self.diff(s)

    def _eval_derivative_matrix_lines(self, x: Any) -> Any:
        return self.diff(x)

    def doit(self, **hints: Any) -> Any:
        """SymPy's canonical form, where SymPy has one; else the node over canonical arguments."""
        args = [a.doit(**hints) if isinstance(a, Basic) else a for a in self.args]
        return self._canonical(*args)

    def _canonical(self, *args: Any) -> Any:
        return self.func(*args) if args else self  # type: ignore[attr-defined]

    def _latex(self, printer: Any, **_: Any) -> str:
        from .printing import latex

        return latex(self)

    def _sympystr(self, printer: Any, **_: Any) -> str:
        from .printing import text

        return text(self)

    _pretty = None

    def _repr_latex_(self) -> str:
        from .printing import latex

        return f"$\\displaystyle {latex(self)}$"

    def __str__(self) -> str:
        from .printing import text

        return text(self)

    __repr__ = __str__


class ScalarNode(Kept, Expr):
    """A scalar expression."""

    is_commutative = True
    __slots__ = ()
    shape = SCALAR

    def __new__(cls, *args: Any) -> Any:
        return Basic.__new__(cls, *map(convert, args))


class MatrixNode(Kept, MatrixExpr):
    """A matrix expression; subclasses give `shape`."""

    __slots__ = ()

    def __new__(cls, *args: Any) -> Any:
        return Basic.__new__(cls, *map(convert, args))

    @property
    def shape(self) -> Shape:
        raise NotImplementedError

    @property
    def T(self) -> Any:
        return transpose(self)

    def transpose(self) -> Any:
        return transpose(self)

    def inv(self) -> Any:
        from .linear import inverse

        return inverse(self)

    @property
    def I(self) -> Any:  # noqa: E743 - SymPy's own name for the inverse
        return self.inv()

    def __getitem__(self, key: Any) -> Any:
        from .linear import entry

        return entry(self, *key) if isinstance(key, tuple) else entry(self, key)


# --- sums -------------------------------------------------------------------------------------------------------------


class Plus(ScalarNode):
    """a + b + …, in the order written."""

    def _canonical(self, *args: Any) -> Any:
        return sympy.Add(*args)


class MatPlus(MatrixNode):
    """A + B + …, in the order written."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])

    def _canonical(self, *args: Any) -> Any:
        return sympy.MatAdd(*args).doit(deep=False)


class Negative(ScalarNode):
    """−a."""

    def _canonical(self, *args: Any) -> Any:
        return -args[0]


class MatNegative(MatrixNode):
    """−A."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])

    def _canonical(self, *args: Any) -> Any:
        return sympy.MatMul(-1, args[0]).doit(deep=False)


def plus(a: Any, b: Any) -> Any:
    a, b = convert(a), convert(b)
    require_same_shape("add", a, b)
    cls = MatPlus if is_matrix(a) else Plus
    head = a.args if isinstance(a, cls) else (a,)
    return cls(*head, b)


def minus(a: Any, b: Any) -> Any:
    a, b = convert(a), convert(b)
    require_same_shape("subtract", a, b)
    return plus(a, negative(b))


def negative(a: Any) -> Any:
    a = convert(a)
    if a.is_Number:
        return -a
    return (MatNegative if is_matrix(a) else Negative)(a)


# --- products ---------------------------------------------------------------------------------------------------------


class Product(ScalarNode):
    """Factors in the order written, folded from the left; matrices contract and the whole is 1×1."""

    def _canonical(self, *args: Any) -> Any:
        out = _fold_sympy(args)
        return out if not is_matrix(out) else sympy.Trace(out) if not out.is_Identity else sympy.Integer(1)


class MatProduct(MatrixNode):
    """Factors in the order written, scalars and matrices mixed, folded from the left."""

    @cached_property  # by the product itself: to find long ones in a table takes comparing all their factors
    def shape(self) -> Shape:
        return fold_shape(self.args)

    def _canonical(self, *args: Any) -> Any:
        return _fold_sympy(args)


def _fold_sympy(args: Any) -> Any:
    scalars = [a for a in args if not is_matrix(a)]
    mats = [a for a in args if is_matrix(a)]
    if not mats:
        return sympy.Mul(*scalars)
    return sympy.MatMul(*scalars, *mats).doit(deep=False)


def is_closed(factors: Any, following: Any) -> bool:
    """Whether a product is a number already, so that it scales what follows rather than runs on into it."""
    return same_shape(fold_shape(factors), SCALAR) and not same_dim(shape_of(following)[0], SCALAR[0])


def _product(a: Any, b: Any) -> Any:
    """Join two factors, keeping a product on the left flat and a leading minus in front of the whole."""
    if isinstance(a, Negative | MatNegative):
        return negative(_product(a.args[0], b))
    factors = (*(a.args if isinstance(a, Product | MatProduct) else (a,)), b)
    shape = followed_by(shape_of(a), b)  # of all factors, without looking at those of a again
    if same_shape(shape, SCALAR):
        return Product(*factors)
    whole = MatProduct(*factors)
    whole.shape = shape
    return whole


def times(a: Any, b: Any) -> Any:
    """`a * b`: scalars multiply and scale; two matrices need `@` or `hadamard`."""
    a, b = convert(a), convert(b)
    if is_matrix(a) and is_matrix(b):
        raise ShapeError(f"`*` between {named(a)} and {named(b)}: write A @ B for the matrix product or hadamard(A, B)")
    return _product(a, b)


def matmul(a: Any, b: Any) -> Any:
    """`a @ b`: the matrix product; a 1×1 factor scales."""
    a, b = convert(a), convert(b)
    if not is_matrix(a) and not is_matrix(b):
        raise ShapeError(f"`@` between the scalars {a} and {b}: write a * b")
    if is_matrix(a) and is_matrix(b) and not same_dim(shape_of(a)[1], shape_of(b)[0]):
        raise ShapeError(
            f"cannot multiply {named(a)} by {named(b)}: {shape_of(a)[1]} columns meet {shape_of(b)[0]} rows"
        )
    return _product(a, b)


class Quotient(ScalarNode):
    """a / b."""

    def _canonical(self, *args: Any) -> Any:
        return args[0] / args[1]


class MatQuotient(MatrixNode):
    """A / b for a scalar b."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])

    def _canonical(self, *args: Any) -> Any:
        return sympy.MatMul(1 / args[1], args[0]).doit(deep=False)


def divide(a: Any, b: Any) -> Any:
    a, b = convert(a), convert(b)
    if is_matrix(b):
        raise ShapeError(f"cannot divide by {named(b)}: write inverse(B) @ A or hadamard_quotient(A, B)")
    if b.is_zero:
        raise MathError(f"cannot divide {a} by zero")
    if a.is_Number and b.is_Number:
        return a / b
    return (MatQuotient if is_matrix(a) else Quotient)(a, b)


class Power(ScalarNode):
    """a ** b."""

    def _canonical(self, *args: Any) -> Any:
        return self.func(*args) if stays_a_power(*args) else args[0] ** args[1]


def power(a: Any, b: Any) -> Any:
    a, b = convert(a), convert(b)
    if is_matrix(b):
        raise ShapeError(f"the exponent {named(b)} is a matrix, expected a scalar")
    if not is_matrix(a):
        return a**b if a.is_Number and b.is_Number and not stays_a_power(a, b) else Power(a, b)
    require_square("power", a)
    if b == -1:
        return a.inv()
    if b.is_Integer and 1 <= abs(b) <= 8:
        return reduce(matmul, [a if b > 0 else a.inv()] * abs(int(b)))
    expected = "exponents are whole numbers, −8 to −1 and 1 to 8"
    raise NotSupported(f"not supported yet: the matrix power {named(a)} ** {b}; {expected}")


# --- transposes -------------------------------------------------------------------------------------------------------


class Transposed(MatrixNode):
    """Aᵀ, not distributed over products."""

    @property
    def shape(self) -> Shape:
        rows, cols = shape_of(self.args[0])
        return cols, rows

    def _canonical(self, *args: Any) -> Any:
        return sympy.Transpose(args[0]).doit(deep=False)


def transpose(a: Any) -> Any:
    a = convert(a)
    if not is_matrix(a):
        return a
    return a.args[0] if isinstance(a, Transposed) else Transposed(a)
