"""The form an expression takes on its way to code: nodes of emission alone, and stock SymPy read as notation.

Nothing here is ever printed; `stable.py` puts these nodes in place of what loses digits or overflows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import sympy
from sympy import Basic, Integer
from sympy.core.symbol import Str

from derivations.errors import NotSupported
from derivations.notation import core, functions, linear
from derivations.notation.core import MatrixNode, ScalarNode
from derivations.notation.differentials import Increment, MatIncrement
from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.named import Named
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import SCALAR, Shape, fold_shape, is_matrix, same_shape, shape_of
from derivations.notation.symbols import Index, MatrixAtom


class Form(Named, ScalarNode):
    """A scalar by a name that only emission knows, args (name, operand, …)."""


class MatForm(Named, MatrixNode):
    """The same entry by entry, shaped like its first operand."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[1])


def form(name: str, *operands: Any) -> Any:
    """A node by one of these names.

    log1p(t), expm1(t), log_sigmoid(t), slope(t) = σ(t)σ(−t), masked_log(t, p) = log t where p > 0 and else 0,
    excess(t) = t − 1 − log t, square_excess(t) = t² − 1 − 2 log t.
    """
    return (MatForm if is_matrix(operands[0]) else Form)(Str(name), *operands)


class LogSoftmax(linear.Softmax):
    """x − lse(x)·1."""


class SimplexCovariance(MatrixNode):
    """Diag(s) − ssᵀ for a vector s whose entries sum to 1."""

    @property
    def shape(self) -> Shape:
        n = shape_of(self.args[0])[0]
        return n, n


class RootInverse(MatrixNode):
    """L⁻¹ of the Cholesky decomposition A = LLᵀ, so that A⁻¹ = L⁻ᵀL⁻¹."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


class Gap(ScalarNode):
    """‖x‖²‖y‖² − (xᵀy)², or the same of two matrices and the sum of their products entry by entry."""


class Counting(MatrixNode):
    """The vector 1, 2, …, n."""

    @property
    def shape(self) -> Shape:
        return self.args[0], Integer(1)


class Choice(MatrixNode):
    """Entry by entry, one value where a 0/1 vector is 1, another where it is 0."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


LEAVES = (
    MatrixAtom,
    sympy.MatrixSymbol,
    sympy.Symbol,
    sympy.Number,
    sympy.NumberSymbol,
    Member,
    ScalarMember,
    Increment,
    MatIncrement,
    Index,
    Str,
    sympy.Tuple,
    linear.Constant,
    Counting,
)


def rebuilt(x: Any, change: Callable[[Any], Any]) -> Any:
    """`x` with `change` applied to each operand."""
    if isinstance(x, LEAVES) or not isinstance(x, Basic):
        return x
    args = tuple(change(a) for a in x.args)
    return x if args == x.args else x.func(*args)


# --- reading expressions ----------------------------------------------------------------------------------------------


def argument_of(x: Any, name: str) -> Any:
    """t if x is the named function of t, else None; None of None."""
    if isinstance(x, functions.APPLIED) and x.args[0].name == name:
        return x.args[1]
    return None


def minus_of(x: Any) -> Any:
    """t if x reads −t, else None."""
    if isinstance(x, core.Negative | core.MatNegative):
        return x.args[0]
    if x.is_Number and x.is_negative:
        return -x
    if isinstance(x, core.Product | core.MatProduct) and x.args[0].is_Number and x.args[0].is_negative:
        first, *rest = x.args
        kept = rest if first == -1 else [-first, *rest]
        return kept[0] if len(kept) == 1 else x.func(*kept)
    return None


def opposite(x: Any) -> Any:
    """−x, without a second sign."""
    inner = minus_of(x)
    return core.negative(x) if inner is None else inner


def terms_of(x: Any) -> list[Any]:
    """The terms of a sum, nested sums and signs opened."""
    if isinstance(x, core.Plus | core.MatPlus):
        return [t for a in x.args for t in terms_of(a)]
    if isinstance(x, core.Negative | core.MatNegative) and isinstance(x.args[0], core.Plus | core.MatPlus):
        return [opposite(t) for t in terms_of(x.args[0])]
    return [x]


def sum_of(terms: list[Any]) -> Any:
    if len(terms) == 1:
        return terms[0]
    return (core.MatPlus if is_matrix(terms[0]) else core.Plus)(*terms)


def is_one(x: Any) -> bool:
    """1, or a matrix of ones."""
    if isinstance(x, core.MatProduct):
        return len(x.args) == 2 and x.args[0] == 1 and isinstance(x.args[1], linear.Ones)
    return isinstance(x, linear.Ones) or (not is_matrix(x) and x == 1)


def entrywise_factors(x: Any) -> list[Any]:
    """The factors of a product of scalars or of an entrywise product, nested ones opened."""
    if isinstance(x, linear.Hadamard) or (isinstance(x, core.Product) and not any(is_matrix(a) for a in x.args)):
        return [f for a in x.args for f in entrywise_factors(a)]
    return [x]


def entrywise_product(factors: list[Any]) -> Any:
    if len(factors) == 1:
        return factors[0]
    return (linear.Hadamard if is_matrix(factors[0]) else core.Product)(*factors)


def shown_nonnegative(x: Any) -> bool:
    """Entries shown to be ≥ 0, of notation and of the forms above."""
    if isinstance(x, Form | MatForm):
        return x.name == "slope"
    if isinstance(x, linear.Hadamard | core.MatProduct) and is_matrix(x.args[-1]):
        scalars_and_vector = isinstance(x, linear.Hadamard) or not any(is_matrix(a) for a in x.args[:-1])
        return is_nonnegative(x) or (scalars_and_vector and all(shown_nonnegative(a) for a in x.args))
    if isinstance(x, core.MatQuotient):
        return shown_nonnegative(x.args[0]) and is_positive(x.args[1])
    return is_nonnegative(x)


# --- stock SymPy ------------------------------------------------------------------------------------------------------


def _product(args: tuple[Any, ...]) -> Any:
    """Factors of a stock product; its scalar factors come first, as SymPy writes them."""
    if args[0] == -1 and len(args) > 1:
        return core.negative(_product(args[1:]))
    if len(args) == 1:
        return args[0]
    shape = fold_shape(args)
    return (core.Product if same_shape(shape, SCALAR) else core.MatProduct)(*args)


def _matrix_power(base: Any, exponent: Any) -> Any:
    return core.power(base, exponent)


_STOCK: dict[type, Callable[..., Any]] = {
    sympy.Add: lambda *a: core.Plus(*a),
    sympy.Mul: lambda *a: _product(a),
    sympy.Pow: lambda a, b: core.Power(a, b),
    sympy.exp: lambda a: functions.exp(a),
    sympy.log: lambda a: functions.log(a),
    sympy.tanh: lambda a: functions.tanh(a),
    sympy.sin: lambda a: functions.sin(a),
    sympy.cos: lambda a: functions.cos(a),
    sympy.Abs: lambda a: functions.absolute(a),
    sympy.sign: lambda a: functions.sign(a),
    sympy.MatAdd: lambda *a: core.MatPlus(*a),
    sympy.MatMul: lambda *a: _product(a),
    sympy.MatPow: _matrix_power,
    sympy.Transpose: lambda a: core.transpose(a),
    sympy.Inverse: lambda a, *_: linear.inverse(a),
    sympy.Trace: lambda a: linear.trace(a),
    sympy.Determinant: lambda a: linear.det(a),
    sympy.HadamardProduct: lambda *a: reduce(linear.hadamard, a),
    sympy.HadamardPower: lambda a, b: linear.hadamard_power(a, b),
    sympy.Identity: lambda n: linear.eye(n),
    sympy.OneMatrix: lambda n, m: linear.ones(n, m),
    sympy.ZeroMatrix: lambda n, m: linear.zeros(n, m),
}


def adopted(x: Any) -> Any:
    """The expression with every stock SymPy node read as notation; what has no reading is refused."""
    if isinstance(x, LEAVES):
        return x
    handler = _STOCK.get(type(x))
    if handler is not None:
        return handler(*(adopted(a) if not isinstance(a, Str) else a for a in x.args))
    if isinstance(x, core.Kept):
        return rebuilt(x, adopted)
    if isinstance(x, Basic) and type(x).__module__.startswith("derivations."):
        return x
    raise NotSupported(f"not supported yet: code for {x} ({type(x).__name__})")
