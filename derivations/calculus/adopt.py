"""Stock SymPy expressions in the notation of the package."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from derivations.errors import MathError, NotSupported
from derivations.notation import core, functions, linear
from derivations.notation.shapes import convert, is_matrix
from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol

from .alike import require_one_symbol_a_name

_NO_NUMBERS = (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan, sympy.I)


def adopted(e: Any) -> Any:
    """The expression with every stock node replaced by the node of the notation that means the same."""
    e = convert(e)
    sides = {n for m in e.atoms(sympy.MatrixSymbol) for n in m.shape if type(n) is sympy.Symbol}
    return _adopt(e, {n: _dim(n) for n in sides})  # a size is one wherever it stands


def require_told_apart(e: Any) -> None:
    """To SymPy, a and a positive a are two symbols; in the notation, and in the answer, they would be one."""
    found = getattr(e, "free_symbols", set())
    sizes = {n for s in found if is_matrix(s) for size in s.shape for n in size.free_symbols}
    require_one_symbol_a_name(s for s in found - sizes if s.is_Symbol and not isinstance(s, Dim))


def _adopt(e: Any, seen: dict[Any, Any]) -> Any:
    if e not in seen:
        seen[e] = _made(e, seen)
    return seen[e]


def _made(e: Any, seen: dict[Any, Any]) -> Any:
    if e in _NO_NUMBERS:
        raise MathError(f"{e} is no real number, and a derivative is one of real functions")
    if isinstance(e, AppliedUndef):
        raise NotSupported(f"not supported yet: the derivative of the unspecified function {e}")
    if type(e).__module__.startswith("derivations."):
        if not e.args or isinstance(e, MatrixAtom | linear.Constant):
            return e
        args = [_adopt(a, seen) if _is_expression(a) else a for a in e.args]
        return e if all(a is b for a, b in zip(args, e.args, strict=True)) else e.func(*args)
    if e.is_symbol and not str(e):
        raise MathError("a symbol has an empty name, expected one that can be printed")
    if isinstance(e, sympy.MatrixSymbol):
        return MatrixAtom(str(e.name), *map(_dim, e.shape))
    if e.is_Float:
        return sympy.Rational(str(float(e)) if e._prec == 53 else str(e))  # as it is written
    if e.is_Number or e in (sympy.pi, sympy.E) or isinstance(e, Dim):
        return e
    if e.is_Symbol:
        return _scalar(e)
    if not is_matrix(e) and all(isinstance(s, Dim) for s in e.free_symbols):
        return e  # a number made of dimensions
    maker = next((_MAKERS[c] for c in type(e).__mro__ if c in _MAKERS), None)
    if maker is None:
        raise NotSupported(f"not supported yet: SymPy's {type(e).__name__} in {e}")
    return maker(e, lambda a: _adopt(a, seen))


def _scalar(e: Any) -> Any:
    """A symbol for a real number, with what SymPy is told of it; what it is told of another kind is refused."""
    if not e.is_commutative:
        raise NotSupported(f"not supported yet: {e}, which does not commute; a matrix is a MatrixSymbol")
    if e.is_real is False:
        raise MathError(f"{e} is no real number by its assumptions, and a derivative is one of real functions")
    facts = {k: True for k in ("positive", "nonnegative", "nonzero", "integer") if getattr(e, f"is_{k}")}
    return ScalarSymbol(e.name, real=True, **facts)


def _is_expression(a: Any) -> bool:
    return isinstance(a, sympy.Expr | sympy.MatrixExpr) and not isinstance(a, sympy.Tuple)


def _dim(n: Any) -> Any:
    if isinstance(n, sympy.Symbol) and not isinstance(n, Dim):
        return Dim(n.name, integer=True, positive=True)
    return n


Recur = Callable[[Any], Any]


def _sum(e: Any, go: Recur) -> Any:
    return reduce(core.plus, map(go, e.args))


def _product(e: Any, go: Recur) -> Any:
    """A product, over what has a negative power: log(x)/log(2), not 1/log(2) times log(x)."""
    below = [a for a in e.args if _is_below(a)]
    above = [go(a) for a in e.args if a not in below]
    out = reduce(_times, above) if above else convert(1)
    if below:
        out = core.divide(out, reduce(core.times, [go(a.base**-a.exp) for a in below]))
    return out


def _is_below(a: Any) -> bool:
    return a.is_Pow and not is_matrix(a) and a.exp.is_Rational and a.exp < 0


def _times(a: Any, b: Any) -> Any:
    return core.matmul(a, b) if is_matrix(a) and is_matrix(b) else core.times(a, b)


def _power(e: Any, go: Recur) -> Any:
    base, exponent = go(e.args[0]), go(e.args[1])
    if exponent == sympy.Rational(1, 2) and not is_matrix(base):
        return functions.sqrt(base)
    if exponent == -1 and not is_matrix(base):
        return core.divide(1, base)
    return functions.exp(exponent) if base is sympy.E else core.power(base, exponent)


def _one(maker: Callable[..., Any]) -> Callable[[Any, Recur], Any]:
    return lambda e, go: maker(*map(go, e.args))


def _of_scalar(maker: Callable[[Any], Any]) -> Callable[[Any, Recur], Any]:
    """SymPy's exp(S) is the exponential of a matrix; entry by entry functions are written otherwise there."""

    def made(e: Any, go: Recur) -> Any:
        inside, name = e.args[0], type(e).__name__
        if is_matrix(inside):
            entries = f"{inside}.applyfunc({name})" if inside.is_symbol else f"({inside}).applyfunc({name})"
            raise NotSupported(f"not supported yet: SymPy's {name} of a matrix; of each entry it is {entries}")
        return maker(go(inside))

    return made


def _sinh(u: Any) -> Any:
    return core.divide(core.minus(functions.exp(u), functions.exp(core.negative(u))), 2)


def _cosh(u: Any) -> Any:
    return core.divide(core.plus(functions.exp(u), functions.exp(core.negative(u))), 2)


def _largest(e: Any, go: Recur) -> Any:
    """Max(u, v) as v + relu(u − v), and relu(u) where the other is 0."""
    return reduce(_larger, map(go, sorted(e.args, key=lambda a: not a.is_zero)))


def _smallest(e: Any, go: Recur) -> Any:
    """Min(u, v) as u − relu(u − v)."""
    return reduce(_smaller, map(go, sorted(e.args, key=lambda a: not a.is_zero)))


def _larger(a: Any, b: Any) -> Any:
    return functions.relu(b) if a == 0 else core.plus(a, functions.relu(core.minus(b, a)))


def _smaller(a: Any, b: Any) -> Any:
    if a == 0:
        return core.negative(functions.relu(core.negative(b)))
    return core.minus(a, functions.relu(core.minus(a, b)))


def _entrywise(e: Any, go: Recur) -> Any:
    t = sympy.Dummy("t", real=True)
    body = e.function(t)
    for stock, ours in (*_FUNCTIONS.items(), *_SPELLED):
        if body == stock(t):
            return ours(go(e.expr))
    raise NotSupported(f"not supported yet: entrywise {e.function}; use a named function of derivations")


_FUNCTIONS: dict[Any, Callable[[Any], Any]] = {
    sympy.exp: functions.exp,
    sympy.log: functions.log,
    sympy.sin: functions.sin,
    sympy.cos: functions.cos,
    sympy.tan: functions.tan,
    sympy.asin: functions.arcsin,
    sympy.acos: functions.arccos,
    sympy.atan: functions.arctan,
    sympy.tanh: functions.tanh,
    sympy.sinh: _sinh,
    sympy.cosh: _cosh,
    sympy.Abs: functions.absolute,
    sympy.sign: functions.sign,
}
_SPELLED: tuple[tuple[Callable[[Any], Any], Callable[[Any], Any]], ...] = (  # of each entry, without a name in SymPy
    (sympy.sqrt, functions.sqrt),
    (lambda t: sympy.Max(t, 0), functions.relu),
    (lambda t: 1 / (1 + sympy.exp(-t)), functions.sigmoid),
    (lambda t: sympy.log(1 + sympy.exp(t)), functions.softplus),
)
_MAKERS: dict[Any, Callable[[Any, Recur], Any]] = {
    sympy.Add: _sum,
    sympy.MatAdd: _sum,
    sympy.Mul: _product,
    sympy.MatMul: _product,
    sympy.Pow: _power,
    sympy.MatPow: _power,
    sympy.Transpose: _one(core.transpose),
    sympy.Inverse: lambda e, go: linear.inverse(go(e.args[0])),
    sympy.Trace: _one(linear.trace),
    sympy.Determinant: _one(linear.det),
    sympy.HadamardProduct: lambda e, go: reduce(linear.hadamard, map(go, e.args)),
    sympy.HadamardPower: _one(linear.hadamard_power),
    sympy.KroneckerProduct: lambda e, go: reduce(linear.kron, map(go, e.args)),
    sympy.DiagMatrix: _one(linear.diag),
    sympy.DiagonalOf: _one(linear.diagonal),
    sympy.Max: _largest,
    sympy.Min: _smallest,
    sympy.Identity: lambda e, go: linear.eye(_dim(e.shape[0])),
    sympy.OneMatrix: lambda e, go: linear.ones(*map(_dim, e.shape)),
    sympy.ZeroMatrix: lambda e, go: linear.zeros(*map(_dim, e.shape)),
    ElementwiseApplyFunction: _entrywise,
    **{stock: _of_scalar(ours) for stock, ours in _FUNCTIONS.items()},
}
