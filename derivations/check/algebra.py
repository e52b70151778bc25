"""Numeric values of the nodes of algebra: what each says about numbers and small matrices."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any, Protocol

import sympy

from derivations.errors import NotSupported, ShapeError
from derivations.notation import arrangement, core, functions, linear, sequences
from derivations.notation.shapes import is_matrix, show_shape, with_article

from .arithmetic import Field, Number, Singular, Undefined
from .jets import Jet
from .matrices import Matrix, determinant, dot, identity, inverse, total
from .point import Point

Value = Any  # a Number or a Matrix


class Evaluation(Protocol):
    """What a handler may ask for: the value of a part, an integer, a position, the field and the point."""

    field: Field
    point: Point
    indices: dict[Any, int]

    def __call__(self, expr: Any) -> Value: ...
    def scalar(self, expr: Any) -> Number: ...
    def matrix(self, expr: Any) -> Matrix: ...
    def position(self, index: Any) -> int: ...
    def rational(self, expr: Any) -> Fraction | None: ...


Handler = Callable[[Any, Any], Value]


def as_scalar(x: Value) -> Number:
    """A 1×1 matrix is a scalar."""
    if not isinstance(x, Matrix):
        return x
    if x.shape != (1, 1):
        raise ShapeError(f"{with_article(show_shape(x.shape))} matrix stands where a scalar is expected")
    return x.rows[0][0]


def as_matrix(x: Value) -> Matrix:
    return x if isinstance(x, Matrix) else Matrix([[x]])


def times(a: Value, b: Value) -> Value:
    """One step of a product folded from the left; a 1×1 factor scales."""
    if not isinstance(a, Matrix):
        return b.scaled(a) if isinstance(b, Matrix) else a * b
    if not isinstance(b, Matrix):
        return a.scaled(b)
    if a.shape[1] == b.shape[0]:
        return a @ b
    if a.shape == (1, 1):
        return b.scaled(a.rows[0][0])
    if b.shape == (1, 1):
        return a.scaled(b.rows[0][0])
    raise ShapeError(f"cannot multiply {show_shape(a.shape)} by {show_shape(b.shape)}")


def _told(handler: Callable[[Any, Any], Value]) -> Handler:
    """The same for what multiplies numbers: a product too small to count in a sum is not taken for zero."""

    def told(ev: Evaluation, x: Any) -> Value:
        out = handler(ev, x)
        return out.map(ev.field.told_from_zero) if isinstance(out, Matrix) else ev.field.told_from_zero(out)

    return told


def _sum(ev: Evaluation, x: Any) -> Value:
    out = ev(x.args[0])
    for a in x.args[1:]:
        out = out + ev(a)
    return out


def _product(ev: Evaluation, x: Any) -> Value:
    """From the left; from the right where matrices meet a column, which keeps what is multiplied small."""
    values = [ev(a) for a in x.args]
    column = all(isinstance(a, Matrix) for a in values) and values[-1].shape[1] == 1
    if column and all(a.shape[1] == b.shape[0] for a, b in pairwise(values)):
        return reduce(lambda right, left: left @ right, reversed(values))
    out = values[0]
    for a in values[1:]:
        out = times(out, a)
    return out


def _quotient(ev: Evaluation, x: Any) -> Number:
    return ev.field.divide(ev.scalar(x.args[0]), ev.scalar(x.args[1]))


def _mat_quotient(ev: Evaluation, x: Any) -> Matrix:
    return ev.matrix(x.args[0]).scaled(ev.field.divide(ev.field.one, ev.scalar(x.args[1])))


def _power(ev: Evaluation, x: Any) -> Number:
    return raised(ev, ev.scalar(x.args[0]), x.args[1])


def raised(ev: Evaluation, base: Number, exponent: Any) -> Number:
    """A number to a power given as an expression."""
    known = ev.rational(exponent)
    if known is not None:
        return ev.field.power(base, known)
    return ev.field.exp(ev.scalar(exponent) * ev.field.log(base))


def _inverse(ev: Evaluation, x: Any) -> Matrix:
    try:
        return inverse(ev.matrix(x.args[0]), ev.field)
    except Singular:
        raise Undefined(f"{x.args[0]} is singular") from None


def _trace(ev: Evaluation, x: Any) -> Number:
    a = ev.matrix(x.args[0])
    return total((row[i] for i, row in enumerate(a.rows)), ev.field.zero)


def _log_det(ev: Evaluation, x: Any) -> Number:
    return ev.field.log(ev.field.told_from_zero(determinant(ev.matrix(x.args[0]), ev.field)))


def _inner(ev: Evaluation, x: Any) -> Number:
    left, right = (ev.matrix(a).entries() for a in x.args)
    return dot(left, right) if left else ev.field.zero


def _squared_norm(ev: Evaluation, x: Any) -> Number:
    entries = ev.matrix(x.args[0]).entries()
    return dot(entries, entries) if entries else ev.field.zero


def _some_entries(ev: Evaluation, x: Any) -> list[Number]:
    """The entries of a node's argument, of which there must be one: none is the largest of no numbers."""
    entries = ev.matrix(x.args[0]).entries()
    if not entries:
        raise Undefined(f"{x.args[0]} has no entries")
    return entries


def _maximum(ev: Evaluation, x: Any) -> Number:
    entries = _some_entries(ev, x)
    out = entries[0]
    for y in entries[1:]:
        out = ev.field.maximum(out, y)
    return out


def _shifted_exponentials(ev: Evaluation, x: Any) -> tuple[Number, list[Number], Number]:
    """x₁, exp(xᵢ − x₁) and their sum: exact over ℚ where all entries are equal."""
    entries = _some_entries(ev, x)
    first = entries[0]
    powers = [ev.field.one, *(ev.field.exp(y - first) for y in entries[1:])]
    return first, powers, total(powers, ev.field.zero)


def _log_sum_exp(ev: Evaluation, x: Any) -> Number:
    first, _, whole = _shifted_exponentials(ev, x)
    return first + ev.field.log(whole)


def _softmax(ev: Evaluation, x: Any) -> Matrix:
    _, powers, whole = _shifted_exponentials(ev, x)
    return Matrix.column(ev.field.divide(p, whole) for p in powers)


def _hadamard(ev: Evaluation, x: Any) -> Matrix:
    out = ev.matrix(x.args[0])
    for a in x.args[1:]:
        out = out.hadamard(ev.matrix(a))
    return out


def _hadamard_power(ev: Evaluation, x: Any) -> Matrix:
    return ev.matrix(x.args[0]).map(lambda y: raised(ev, y, x.args[1]))


def _diagonal(ev: Evaluation, x: Any) -> Matrix:
    return Matrix.column(row[i] for i, row in enumerate(ev.matrix(x.args[0]).rows))


def _vec(ev: Evaluation, x: Any) -> Matrix:
    return Matrix.column(ev.matrix(x.args[0]).transposed().entries())


def _commutation(ev: Evaluation, x: Any) -> Matrix:
    """Row (j, i) of the stacked transpose is row (i, j) of the stacked matrix."""
    n, m = (ev.point.integer(a) for a in x.args)
    field = ev.field
    return Matrix.filled(n * m, n * m, lambda r, c: field.one if c == (r % m) * n + r // m else field.zero)


def _unvec(ev: Evaluation, x: Any) -> Matrix:
    entries = ev.matrix(x.args[0]).entries()
    n, m = ev.point.shape(x)
    return Matrix.filled(n, m, lambda i, j: entries[j * n + i])


def _norm1(ev: Evaluation, x: Any) -> Number:
    return total(map(ev.field.absolute, ev.matrix(x.args[0]).entries()), ev.field.zero)


def _constant(pick: Callable[[Field, int, int], Number]) -> Handler:
    def handler(ev: Evaluation, x: Any) -> Matrix:
        n, m = ev.point.shape(x)
        return Matrix.filled(n, m, lambda i, j: pick(ev.field, i, j))

    return handler


def _unit(ev: Evaluation, x: Any) -> Matrix:
    place, size = ev.position(x.args[0]), ev.point.integer(x.args[1])
    if not 1 <= place <= size:
        raise Undefined(f"the index {x.args[0]} = {place} is outside 1 to {size}")
    return Matrix.filled(size, 1, lambda i, _: ev.field.one if i == place - 1 else ev.field.zero)


def _entry(ev: Evaluation, x: Any) -> Number:
    a, i, j = ev.matrix(x.args[0]), ev.position(x.args[1]), ev.position(x.args[2])
    n, m = a.shape
    if not (1 <= i <= n and 1 <= j <= m):
        raise Undefined(f"there is no entry {i}, {j} of {x.args[0]}, which is {n}×{m}")
    return a.rows[i - 1][j - 1]


def _row(ev: Evaluation, x: Any) -> Matrix:
    a, i = ev.matrix(x.args[0]), ev.position(x.args[1])
    if not 1 <= i <= len(a.rows):
        raise Undefined(f"there is no row {i} of {x.args[0]}, which has {len(a.rows)}")
    return Matrix.column(a.rows[i - 1])


def _sum_over(ev: Evaluation, x: Any) -> Value:
    body, index = x.args
    *_, size = ev.point.counted((*(i for i in ev.indices if i != index), index))
    before = ev.indices.get(index)
    out = None
    for i in range(1, size + 1):
        ev.indices[index] = i
        try:
            term = ev(body)
        finally:
            if before is None:
                del ev.indices[index]
            else:
                ev.indices[index] = before
        out = term if out is None else out + term
    if out is None:
        return Matrix.filled(*ev.point.shape(x), lambda i, j: ev.field.zero) if is_matrix(x) else ev.field.zero
    return out


def _apply(ev: Evaluation, x: Any) -> Number:
    return ev.field.apply(x.args[0].name, ev.scalar(x.args[1]))


def _mat_apply(ev: Evaluation, x: Any) -> Matrix:
    name = x.args[0].name
    return ev.matrix(x.args[1]).map(lambda y: ev.field.apply(name, y))


def _select(ev: Evaluation, x: Any) -> Number:
    choice, field = ev.scalar(x.args[0]), ev.field
    if field.is_zero(choice):
        return ev.scalar(x.args[2])
    if field.is_zero(choice - field.one):
        return ev.scalar(x.args[1])
    raise Undefined(f"{x.args[0]} is neither 0 nor 1")


def _stock_function(name: str) -> Handler:
    return lambda ev, x: ev.field.apply(name, ev.scalar(x.args[0]))


def _stock_maximum(ev: Evaluation, x: Any) -> Number:
    out = ev.scalar(x.args[0])
    for a in x.args[1:]:
        out = ev.field.maximum(out, ev.scalar(a))
    return out


def _rational(ev: Evaluation, x: Any) -> Number:
    return ev.field.stated(Fraction(int(x.p), int(x.q)))


def _float(ev: Evaluation, x: Any) -> Number:
    raise NotSupported(f"{x} is a float, expected an exact number")


def _infinite(ev: Evaluation, x: Any) -> Number:
    raise Undefined(f"{x} is not a number")


def is_constant(x: Number) -> bool:
    return not isinstance(x, Jet)


_S = sympy
HANDLERS: dict[type, Handler] = {
    core.Plus: _sum,
    core.MatPlus: _sum,
    core.Negative: lambda ev, x: -ev.scalar(x.args[0]),
    core.MatNegative: lambda ev, x: -ev.matrix(x.args[0]),
    core.Product: _told(lambda ev, x: as_scalar(_product(ev, x))),
    core.MatProduct: _told(lambda ev, x: as_matrix(_product(ev, x))),
    core.Quotient: _quotient,
    core.MatQuotient: _told(_mat_quotient),
    core.Power: _power,
    core.Transposed: lambda ev, x: ev.matrix(x.args[0]).transposed(),
    linear.Inverse: _inverse,
    linear.Trace: _trace,
    linear.Determinant: _told(lambda ev, x: determinant(ev.matrix(x.args[0]), ev.field)),
    linear.LogDet: _log_det,
    linear.Inner: _told(_inner),
    linear.Norm: lambda ev, x: ev.field.sqrt(ev.field.told_from_zero(_squared_norm(ev, x))),
    linear.SquaredNorm: _told(_squared_norm),
    linear.Total: lambda ev, x: total(ev.matrix(x.args[0]).entries(), ev.field.zero),
    linear.Maximum: _maximum,
    linear.LogSumExp: _log_sum_exp,
    linear.Softmax: _softmax,
    linear.Hadamard: _told(_hadamard),
    linear.HadamardPower: _hadamard_power,
    linear.Diag: lambda ev, x: Matrix.diagonal_of(ev.matrix(x.args[0]).entries(), ev.field.zero),
    linear.Diagonal: _diagonal,
    linear.Vec: _vec,
    arrangement.Commutation: _commutation,
    arrangement.Unvec: _unvec,
    linear.Norm1: _norm1,
    linear.Kron: _told(lambda ev, x: ev.matrix(x.args[0]).kron(ev.matrix(x.args[1]))),
    linear.Eye: lambda ev, x: identity(ev.point.shape(x)[0], ev.field),
    linear.Ones: _constant(lambda field, i, j: field.one),
    linear.Zeros: _constant(lambda field, i, j: field.zero),
    linear.Unit: _unit,
    linear.Entry: _entry,
    linear.Row: _row,
    linear.SumOver: _sum_over,
    linear.MatSumOver: _sum_over,
    functions.Apply: _apply,
    functions.MatApply: _mat_apply,
    sequences.Select: _select,
    _S.Add: _sum,
    _S.Mul: _told(_product),
    _S.Pow: _power,
    _S.MatAdd: _sum,
    _S.MatMul: _told(lambda ev, x: as_matrix(_product(ev, x))),
    _S.Transpose: lambda ev, x: ev.matrix(x.args[0]).transposed(),
    _S.Inverse: _inverse,
    _S.Trace: _trace,
    _S.Determinant: _told(lambda ev, x: determinant(ev.matrix(x.args[0]), ev.field)),
    _S.Identity: lambda ev, x: identity(ev.point.shape(x)[0], ev.field),
    _S.OneMatrix: _constant(lambda field, i, j: field.one),
    _S.ZeroMatrix: _constant(lambda field, i, j: field.zero),
    _S.exp: _stock_function("exp"),
    _S.log: _stock_function("log"),
    _S.sin: _stock_function("sin"),
    _S.cos: _stock_function("cos"),
    _S.tanh: _stock_function("tanh"),
    _S.Abs: _stock_function("abs"),
    _S.sign: _stock_function("sign"),
    _S.Max: _stock_maximum,
    _S.Float: _float,
    type(_S.pi): lambda ev, x: ev.field.pi(),
    type(_S.E): lambda ev, x: ev.field.exp(ev.field.one),
    **{type(x): _infinite for x in (_S.oo, -_S.oo, _S.zoo, _S.nan)},
    **{kind: _rational for kind in (_S.Integer, _S.Rational, *map(type, map(_S.Rational, (0, 1, -1, "1/2"))))},
}
