"""From notation to array operations: one method per kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sympy

from derivations.errors import MathError, NotSupported
from derivations.notation import arrangement, core, differentials, functions, linear, sequences, symbols
from derivations.notation.facts import is_definite
from derivations.notation.printing import text
from derivations.notation.shapes import SCALAR, convert, is_matrix, same_dim, same_shape, shape_of

from . import entrywise, ops, pieces, products, traces
from .factors import factors_of, flipped_factors, is_column, is_row
from .forms import Choice, Counting, Form, Gap, LogSoftmax, MatForm, SimplexCovariance, adopted, terms_of
from .names import Names, name_of
from .ops import ONE, TWO, Op, call
from .products import Sizes
from .refused import what
from .stable import stabilized
from .vectorize import vectorized


def prepared(expr: Any) -> Any:
    """The expression in the form in which it is emitted."""
    return stabilized(vectorized(adopted(expr)))


def rank_of(x: Any) -> int:
    """0 for a scalar, 1 for a vector (column or row), 2 for a matrix."""
    if not is_matrix(x) or same_shape(shape_of(x), SCALAR):
        return 0
    return 1 if is_column(x) or is_row(x) else 2


class Lowering:
    """The state of one function: its arguments, and the names its values would like."""

    def __init__(self, expr: Any, arguments: dict[Any, Op], names: Names):
        self.arguments = arguments
        self.names = names
        self.hints: dict[Op, str] = {}
        self.forced: set[Op] = set()
        self.signed: set[Op] = set()  # products that are ±∞, and not nan, where they leave the floats
        self.sizes = Sizes(arguments)
        self.known = set(products.runs_in(expr))
        self.determinants = {a.args[0] for a in _nodes(expr) if isinstance(a, linear.LogDet)}
        self._indices: dict[Any, Op] = {}
        self._done: dict[Any, Op] = {}

    def hint(self, op: Op, name: str, force: bool = False) -> None:
        """The name an intermediate gets if it needs one; `force` gives it one even if it is used once."""
        self.hints.setdefault(op, name)
        if force:
            self.forced.add(op)

    def lower(self, x: Any) -> Op:
        """The value of an expression, of full shape."""
        done = self._done.get(x)
        if done is None:
            done = self._lower(x)
            if done.kind == "number" and rank_of(x) > 0:  # nothing but zeros is left of an array
                done = call("zeros", *self._axes(x), rank=rank_of(x))
            if not self._indices:
                self._done[x] = done
        return done

    def _lower(self, x: Any) -> Op:
        if x in self.arguments:
            return self.arguments[x]
        for cls in type(x).__mro__:
            method = _METHODS.get(cls)
            if method is not None:
                return method(self, x)
        raise NotSupported(f"not supported yet: code for {what(x)}")

    def run(self, run: Iterable[Any]) -> Op:
        """The value of a product of matrices."""
        return products.run_value(self, tuple(run))

    # leaves

    def _missing(self, x: Any) -> Op:
        raise MathError(f"the formula uses {text(x)}, which is not among the arguments")

    def _number(self, x: Any) -> Op:
        if not x.is_finite:
            raise MathError(f"the formula contains {x}, expected finite numbers")
        return ops.number(x)

    def _dimension(self, x: Any) -> Op:
        return ops.dimension(x)

    def _index(self, x: Any) -> Op:
        if x not in self._indices:
            raise MathError(f"the formula uses the index {x} outside a sum over it")
        return ops.add(self._indices[x], ONE)

    def _ones(self, x: Any) -> Op:
        return call("ones" if isinstance(x, linear.Ones) else "zeros", *self._axes(x), rank=rank_of(x))

    def _axes(self, x: Any) -> list[Op]:
        return [self.lower(adopted(n)) for n in shape_of(x) if not same_dim(n, 1)]

    def _eye(self, x: Any) -> Op:
        return call("eye", *self._axes(x)[:1], rank=2)

    def _counting(self, x: Any) -> Op:
        return call("counting", *self._axes(x), rank=1)

    # sums and products

    def _plus(self, x: Any) -> Op:
        large: list[tuple[Op, bool]] = []
        small: list[Op] = []
        terms = terms_of(x)
        for term in terms:
            halves = self._halves(term)
            large.append(self.spread(term) if halves is None else (halves[0], halves[0].rank == rank_of(x)))
            small += [] if halves is None else [halves[1]]
        values = [op for op, _ in large]
        if not any(full for _, full in large) and len({op.rank for op in values} | {0}) < 3:
            values[0] = self.lower(terms[0])
        return ops.add(*values, *small)

    def _halves(self, term: Any) -> tuple[Op, Op] | None:
        """±c·f as two parts, where f has two."""
        parts = factors_of(term)
        run = [f for f in parts.last if not isinstance(f, linear.Ones)]  # c·1 is added like c
        inner = run[0] if run else parts.scalars[-1] if parts.scalars else None
        if inner is None or len(parts.last) > 1 or parts.closed:
            return None
        halves = entrywise.in_two_parts(self, inner)
        if halves is None:
            return None
        scalars = parts.scalars if run else parts.scalars[:-1]
        factor = self._coefficient(parts.sign, scalars, parts.below, [])
        return ops.multiply(factor, halves[0]), ops.multiply(factor, halves[1])

    def _coefficient(self, sign: int, scalars: Iterable[Any], below: Iterable[Any], closed: Iterable[Any]) -> Op:
        top = ops.multiply(*map(self.lower, scalars), *(self.run(run) for run in closed))
        bottom = ops.multiply(*map(self.lower, below))
        return ops.multiply(ops.number(sign), ops.divide(top, bottom))

    def spread(self, term: Any) -> tuple[Op, bool]:
        """A term of an entrywise operation, and whether it has the full shape; NumPy stretches it if not."""
        if not is_matrix(term):
            return self.lower(term), True
        parts = factors_of(term)
        run, full = list(parts.last), True
        if run and isinstance(run[0], linear.Ones) and is_column(run[0]):
            run, full = run[1:], False
        elif run and isinstance(run[-1], linear.Ones) and is_row(run[-1]) and len(run) > 1:
            factor = self._coefficient(parts.sign, parts.scalars, parts.below, parts.closed)
            return ops.multiply(factor, ops.column(self.run(run[:-1]))), False
        elif len(run) == 1 and isinstance(run[0], linear.Ones | linear.Zeros):
            full = False
            parts.scalars += [convert(0)] if isinstance(run[0], linear.Zeros) else []
            run = []
        if full:
            return self.lower(term), True
        factor = self._coefficient(parts.sign, parts.scalars, parts.below, parts.closed)
        return (ops.multiply(factor, self.run(run)) if run else factor), False

    def _product(self, x: Any) -> Op:
        parts = factors_of(x)
        factor = self._coefficient(parts.sign, parts.scalars, parts.below, parts.closed)
        if not parts.last:
            return factor
        return ops.multiply(factor, self.run(parts.last))

    def _power(self, x: Any) -> Op:
        return ops.power(*map(self.lower, x.args))

    def _hadamard(self, x: Any) -> Op:
        spread = [self.spread(a) for a in x.args]
        values = [op for op, _ in spread]
        if not any(full for _, full in spread):
            values[0] = self.lower(x.args[0])
        return ops.multiply(*values)

    # functions

    def _apply(self, x: Any) -> Op:
        return entrywise.apply(self, x.args[0].name, self.lower(x.args[1]))

    def _form(self, x: Any) -> Op:
        if x.name == "masked_log":
            return entrywise.masked_log(self, x.args[1], x.args[2])
        return self._apply(x)

    def _in_two_parts(self, x: Any) -> Op:
        large, small = entrywise.in_two_parts(self, x) or (None, None)
        assert large is not None and small is not None
        return ops.add(large, small)

    def _softmax(self, x: Any) -> Op:
        return entrywise.softmax(self, self.lower(x.args[0]))

    def _simplex_covariance(self, x: Any) -> Op:
        s = self.lower(x.args[0])
        self.hint(s, "s")
        return Op("simplex covariance", (s,), 2)

    def _choice(self, x: Any) -> Op:
        choice, one, zero = map(self.lower, x.args)
        return call("where", Op("equal", (choice, ONE), choice.rank), one, zero, rank=rank_of(x))

    def _leading_eigenvector(self, x: Any) -> Op:
        """Both u and −u are one; that with a positive entry of largest modulus is given."""
        u = Op("leading eigenvector", (self.lower(x.args[0]),), 1)
        self.hint(u, "u", force=True)
        largest = Op("item", (u, Op("argmax", (call("abs", u),), 0)), 0)
        return ops.multiply(call("sign", largest), u)

    def _maximum(self, x: Any) -> Op:
        return ops.largest(self.lower(x.args[0]))

    # linear algebra

    def _squared_norm(self, x: Any) -> Op:
        a = self.lower(x.args[0])
        return ops.total(ops.multiply(a, a))

    def _number_of(self, x: Any) -> Op:
        return call(_NUMBERS[type(x)], *map(self.lower, x.args), rank=0)

    def _total(self, x: Any) -> Op:
        return ops.total(self.lower(x.args[0]))

    def _inner(self, x: Any) -> Op:
        if is_column(x.args[0]):
            return self._product(x)
        return traces.trace_value(self, flipped_factors(factors_of(x.args[0])), factors_of(x.args[1]))

    def _trace(self, x: Any) -> Op:
        a = x.args[0]
        if isinstance(a, core.MatPlus) and any(len(factors_of(t).last) > 1 for t in terms_of(a)):
            return ops.add(*(self._trace(linear.Trace(t)) for t in terms_of(a)))
        return traces.trace_value(self, factors_of(a))

    def _diagonal(self, x: Any) -> Op:
        return traces.diagonal_value(self, factors_of(x.args[0]))

    def _logdet(self, x: Any) -> Op:
        a = x.args[0]
        half = pieces.gram_half(a)
        if half is not None and is_definite(a):
            return ops.multiply(TWO, ops.total(call("log", call("abs", _diag(pieces.r_of(self, half))))))
        if is_definite(a):
            return ops.multiply(TWO, ops.total(call("log", _diag(pieces.cholesky_of(self, a)))))
        return Op("log determinant", (self.lower(a),), 0, text(a))

    def _diag(self, x: Any) -> Op:
        return call("diag", self.lower(x.args[0]), rank=2)

    def _vec(self, x: Any) -> Op:
        a = self.lower(x.args[0])
        return a if a.rank < 2 else Op("stacked columns", (a,), 1)

    def _unvec(self, x: Any) -> Op:
        a = self.lower(x.args[0])
        return a if rank_of(x) < 2 else Op("unstacked", (a, *self._axes(x)), 2)

    def _kron(self, x: Any) -> Op:
        a, b = x.args
        left, right = self.lower(a), self.lower(b)
        if left.rank == 0 or right.rank == 0:
            return ops.multiply(left, right)
        if left.rank == right.rank == 1 and is_column(a) != is_column(b):
            return ops.outer(left, right) if is_column(a) else ops.outer(right, left)
        if left.rank != right.rank:
            left, right = (_as_matrix(v, y) for v, y in ((left, a), (right, b)))
        return call("kron", left, right)

    def _entry(self, x: Any) -> Op:
        a, *at = x.args
        positions = at if rank_of(a) == 2 else [at[0] if is_column(a) else at[1]]
        return Op("item", (self.lower(a), *map(self._position, positions)), 0)

    def _row(self, x: Any) -> Op:
        a, at = x.args
        if isinstance(a, core.Transposed):
            return Op("column item", (self.lower(a.args[0]), self._position(at)), 1)
        return Op("item", (self.lower(a), self._position(at)), 1)

    def _unit(self, x: Any) -> Op:
        return Op("item", (call("eye", *self._axes(x), rank=2), self._position(x.args[0])), 1)

    def _position(self, i: Any) -> Op:
        """A position counted from 0."""
        if i in self._indices:
            return self._indices[i]
        if any(isinstance(s, sympy.Symbol) and not isinstance(s, symbols.Dim) for s in i.free_symbols):
            raise NotSupported(f"not supported yet: code with the position {i} as an argument")
        return ops.subtract(self.lower(adopted(i)), ONE)

    # sums over an index that stayed

    def _loop(self, x: Any) -> Op:
        body, i = x.args
        variable = self.names.take(name_of(i))
        outside = self._indices
        self._indices = outside | {i: ops.loop_index(variable)}  # a sum inside may use the same index anew
        inside = self.lower(body)
        self._indices = outside
        return ops.loop(inside, variable, self.lower(adopted(i.count)))

    def _member(self, x: Any) -> Op:
        if x.args[1] in self._indices:
            whole = next((op for s, op in self.arguments.items() if getattr(s, "name", None) == x.name), None)
            if whole is not None:
                return Op("item", (whole, self._indices[x.args[1]]), whole.rank - 1)
        return self._missing(x)


def _diag(op: Op) -> Op:
    return call("diag", op, rank=1)


def _as_matrix(op: Op, x: Any) -> Op:
    if op.rank == 2:
        return op
    return ops.column(op) if is_column(x) else ops.transposed(ops.column(op))


def _nodes(x: Any) -> Iterable[Any]:
    yield x
    for a in getattr(x, "args", ()):
        yield from _nodes(a)


_NUMBERS: dict[type, str] = {linear.Norm: "norm", linear.Determinant: "det", Gap: "gap"}  # functions of whole arrays
_METHODS: dict[type, Callable[[Lowering, Any], Op]] = {
    sympy.Number: Lowering._number,
    sympy.NumberSymbol: Lowering._number,
    symbols.Dim: Lowering._dimension,
    symbols.Index: Lowering._index,
    sympy.Symbol: Lowering._missing,
    sympy.MatrixSymbol: Lowering._missing,
    differentials.Increment: Lowering._missing,
    differentials.MatIncrement: Lowering._missing,
    sequences.Member: Lowering._member,
    sequences.ScalarMember: Lowering._member,
    linear.Ones: Lowering._ones,
    linear.Zeros: Lowering._ones,
    linear.Eye: Lowering._eye,
    Counting: Lowering._counting,
    core.Plus: Lowering._plus,
    core.MatPlus: Lowering._plus,
    core.Negative: Lowering._product,
    core.MatNegative: Lowering._product,
    core.Product: Lowering._product,
    core.MatProduct: Lowering._product,
    core.Quotient: Lowering._product,
    core.MatQuotient: Lowering._product,
    core.Transposed: Lowering._product,
    linear.Inverse: Lowering._product,
    core.Power: Lowering._power,
    linear.HadamardPower: Lowering._power,
    linear.Hadamard: Lowering._hadamard,
    functions.Apply: Lowering._apply,
    functions.MatApply: Lowering._apply,
    Form: Lowering._form,
    MatForm: Lowering._form,
    LogSoftmax: Lowering._in_two_parts,
    linear.LogSumExp: Lowering._in_two_parts,
    linear.Softmax: Lowering._softmax,
    SimplexCovariance: Lowering._simplex_covariance,
    Choice: Lowering._choice,
    sequences.Select: Lowering._choice,
    linear.Maximum: Lowering._maximum,
    linear.LeadingEigenvector: Lowering._leading_eigenvector,
    linear.SquaredNorm: Lowering._squared_norm,
    linear.Norm: Lowering._number_of,
    Gap: Lowering._number_of,
    linear.Total: Lowering._total,
    linear.Inner: Lowering._inner,
    linear.Trace: Lowering._trace,
    linear.Diagonal: Lowering._diagonal,
    linear.Determinant: Lowering._number_of,
    linear.LogDet: Lowering._logdet,
    linear.Diag: Lowering._diag,
    linear.Vec: Lowering._vec,
    linear.Kron: Lowering._kron,
    arrangement.Unvec: Lowering._unvec,
    arrangement.Commutation: Lowering._product,
    linear.Entry: Lowering._entry,
    linear.Row: Lowering._row,
    linear.Unit: Lowering._unit,
    linear.SumOver: Lowering._loop,
    linear.MatSumOver: Lowering._loop,
}
