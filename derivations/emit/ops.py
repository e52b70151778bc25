"""What emitted code is made of: operations on arrays, before they become the text of a language.

An `Op` is a value: a scalar (rank 0), a 1-D array (rank 1) or a 2-D array (rank 2). Equal operations are equal objects,
so a subexpression that occurs twice is found by looking it up. The constructors below fold signs, numbers and zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sympy
from sympy import Integer, Rational


@dataclass(frozen=True)
class Op:
    """One operation: its kind, its operands, the rank of its value, and what else the kind needs."""

    kind: str
    args: tuple[Op, ...] = ()
    rank: int = 0
    data: Any = None
    _hash: int = field(default=0, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.kind, self.args, self.rank, self.data)))

    def __hash__(self) -> int:
        return self._hash


def walk(root: Op) -> Iterator[Op]:
    """Every operation under `root`, operands first, each once."""
    seen: set[Op] = set()

    def visit(op: Op) -> Iterator[Op]:
        if op not in seen:
            seen.add(op)
            for a in op.args:
                yield from visit(a)
            yield op

    return visit(root)


# --- leaves -----------------------------------------------------------------------------------------------------------


def argument(name: str, rank: int) -> Op:
    return Op("name", (), rank, name)


def dimension(dim: Any) -> Op:
    """The size of an axis, as an integer."""
    return Op("dimension", (), 0, dim)


def loop_index(name: str) -> Op:
    """The variable of a loop; counts from 0."""
    return Op("loop index", (), 0, name)


def number(value: Any) -> Op:
    return Op("number", (), 0, sympy.sympify(value))


ZERO, ONE, TWO = number(0), number(1), number(2)


def is_number(op: Op, value: Any = None) -> bool:
    return op.kind == "number" and (value is None or op.data == value)


# --- arithmetic -------------------------------------------------------------------------------------------------------


def _rank(ops: tuple[Op, ...] | list[Op]) -> int:
    return max(op.rank for op in ops)


def add(*terms: Op) -> Op:
    """The sum, in the order given."""
    flat: list[Op] = []
    for term in terms:
        flat.extend(term.args if term.kind == "add" else (term,))
    flat = [t for t in flat if not is_number(t, 0)] or [ZERO]
    if len(flat) == 1:
        return flat[0]
    if all(t.kind == "number" for t in flat):
        return number(sum((t.data for t in flat), Integer(0)))
    if flat[0].kind == "negative" or (flat[0].kind == "number" and flat[0].data.is_negative):
        flat = _lead_with_plus(flat)
    return Op("add", tuple(flat), _rank(flat))


def _lead_with_plus(terms: list[Op]) -> list[Op]:
    """−a + b reads better as b − a."""
    lead = next((t for t in terms if t.kind != "negative" and not (t.kind == "number" and t.data.is_negative)), None)
    if lead is None or len(terms) != 2:
        return terms
    return [lead, *(t for t in terms if t is not lead)]


def negative(op: Op) -> Op:
    if op.kind == "negative":
        return op.args[0]
    if op.kind == "number":
        return number(-op.data)
    if op.kind == "multiply" and op.args[0].kind == "number":
        return multiply(number(-op.args[0].data), *op.args[1:])
    return Op("negative", (op,), op.rank)


def subtract(a: Op, b: Op) -> Op:
    return add(a, negative(b))


def multiply(*factors: Op) -> Op:
    """The entrywise product: numbers first, then scalars, then arrays, so that arrays are scaled once."""
    flat: list[Op] = []
    below: list[Op] = []
    coefficient: Any = Integer(1)
    for factor in factors:
        if factor.kind == "negative":
            coefficient, factor = -coefficient, factor.args[0]
        if factor.kind == "divide" and (factor.rank == 0 or is_number(factor.args[0])):
            below.append(factor.args[1])
            factor = factor.args[0]
        for f in factor.args if factor.kind == "multiply" else (factor,):
            if f.kind == "number" and f.data.is_Rational:
                coefficient *= f.data
            else:
                flat.append(f)
    if coefficient == 0:
        return ZERO
    flat.sort(key=lambda op: op.rank > 0)
    return _assemble(coefficient, flat, below)


def _assemble(coefficient: Any, above: list[Op], below: list[Op]) -> Op:
    """coefficient · above / below, with the scalar part worked out before it meets an array."""
    sign, size = (-1, -coefficient) if coefficient < 0 else (1, coefficient)
    if size.q != 1 and (below or not is_dyadic(size)):
        below = [number(size.q), *below]
        size = Integer(size.p)
    scalars = [op for op in above if op.rank == 0]
    arrays = [op for op in above if op.rank > 0]
    if size != 1:
        if sign < 0:
            sign, size = 1, -size
        scalars.insert(0, number(size))
    if scalars and arrays and below and all(b.rank == 0 for b in below):
        scalars = [Op("divide", (_product(scalars), _product(below)))]
        below = []
    out = _product([*scalars, *arrays])
    if below:
        bottom = _product(below)
        out = Op("divide", (out, bottom), max(out.rank, bottom.rank))
    return out if sign > 0 else Op("negative", (out,), out.rank)


def _product(factors: list[Op]) -> Op:
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Op("multiply", tuple(factors), _rank(factors))


def is_dyadic(value: Any) -> bool:
    """Whether a rational is short and exact in binary, so that 1/2 may be written 0.5."""
    return bool(value.is_Rational) and value.q in (1, 2, 4, 8)


def divide(a: Op, b: Op) -> Op:
    if is_number(b, 1) or is_number(a, 0):
        return a
    if b.kind == "number" and b.data.is_Rational:
        return multiply(number(1 / b.data), a)
    if a.kind == "number" and a.data.is_Rational and a.data.q != 1:
        return _assemble(a.data, [], [b])
    if a.kind == "negative":
        return negative(divide(a.args[0], b))
    if a.kind == "divide":
        return divide(a.args[0], multiply(a.args[1], b))
    if b.kind == "divide":
        return divide(multiply(a, b.args[1]), b.args[0])
    return Op("divide", (a, b), max(a.rank, b.rank))


def power(base: Op, exponent: Op) -> Op:
    if exponent.kind == "number" and exponent.data.is_Rational:
        value = exponent.data
        if value == 0:
            return ONE
        if value < 0:
            return divide(ONE, power(base, number(-value)))
        if value == 1:
            return base
        if value == Rational(1, 2):
            return call("sqrt", base)
    return Op("power", (base, exponent), base.rank)


# --- arrays -----------------------------------------------------------------------------------------------------------


def call(function: str, *args: Op, rank: int | None = None) -> Op:
    """A function by its plain name: an entrywise one unless a rank says otherwise."""
    if function == "abs" and args[0].kind == "negative":
        args = args[0].args
    return Op("call", args, _rank(args) if rank is None else rank, function)


def transposed(op: Op) -> Op:
    if op.rank < 2:
        return op
    if op.kind == "transpose":
        return op.args[0]
    if op.kind == "negative":
        return negative(transposed(op.args[0]))
    if op.kind == "call" and op.data in ("eye", "diag"):
        return op
    if op.kind == "matmul" and op.args[0] == transposed(op.args[1]):  # a Gram matrix
        return op
    return Op("transpose", (op,), 2)


def column(op: Op) -> Op:
    """A 1-D array as a column, to scale the rows of a matrix."""
    return Op("column", (op,), 2)


def order_of_transpose(rows: Op, cols: Op) -> Op:
    """Positions: the entries of vec(A) in the order of vec(Aᵀ), for A of that shape."""
    return Op("order of transpose", (rows, cols), 1)


def taken(op: Op, order: Op, axis: int = 0) -> Op:
    """The rows, the columns (axis 1) or the entries of an array in another order."""
    if op.kind == "negative":
        return negative(taken(op.args[0], order, axis))
    return Op("taken", (op, order), op.rank, min(axis, op.rank - 1))


def matmul(a: Op, b: Op) -> Op:
    if a.kind == "negative":
        return negative(matmul(a.args[0], b))
    if b.kind == "negative":
        return negative(matmul(a, b.args[0]))
    return Op("matmul", (a, b), a.rank + b.rank - 2)


def outer(a: Op, b: Op) -> Op:
    return Op("outer", (a, b), 2)


def total(op: Op, axis: int | None = None) -> Op:
    """The sum of all entries, or along one axis."""
    if op.kind == "negative":
        return negative(total(op.args[0], axis))
    if op.kind == "transpose":
        return total(op.args[0], None if axis is None else 1 - axis)
    if axis is None and op.kind == "multiply" and len(op.args) == 2 and all(a.rank == 1 for a in op.args):
        return matmul(*op.args)
    if axis is None and op.kind == "divide" and op.args[1].rank == 0:
        return divide(total(op.args[0]), op.args[1])
    if axis is None and op.kind == "multiply" and op.args[0].rank == 0:
        return multiply(op.args[0], total(multiply(*op.args[1:])))
    return Op("sum", (op,), 0 if axis is None else op.rank - 1, axis)


def largest(op: Op) -> Op:
    return Op("max", (op,), 0)


def solve(a: Op, b: Op) -> Op:
    return call("solve", a, b, rank=b.rank)


def part(of: Op, position: int, rank: int) -> Op:
    """One of the values that an operation with several gives."""
    return Op("part", (of,), rank, position)


def loop(body: Op, variable: str, count: Op) -> Op:
    """Σ of body over variable = 0 … count − 1, one term at a time."""
    return Op("loop", (body, count), body.rank, variable)


def loop_variables(op: Op) -> frozenset[str]:
    """The loop variables that an operation still depends on."""
    if op.kind == "loop index":
        return frozenset([op.data])
    inside = frozenset().union(*(loop_variables(a) for a in op.args)) if op.args else frozenset()
    return inside - {op.data} if op.kind == "loop" else inside
