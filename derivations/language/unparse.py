"""Back from an expression to the language: `parse(unparse(e))` gives e again, for what the language can say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy
from sympy import pi

from derivations.errors import NotSupported
from derivations.notation import core, functions, linear
from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol

ADD, MUL, SIGN, POW, ATOM = 1, 2, 3, 4, 5


def unparse(expr: Any) -> str:
    """An expression in the calculator's language."""
    return _show(expr, 0)


def _show(x: Any, at_least: int) -> str:
    out, strength = _render(x)
    return f"({out})" if strength < at_least else out


def _render(x: Any) -> tuple[str, int]:
    if isinstance(x, ScalarSymbol | MatrixAtom | Dim):
        return x.name, ATOM
    if getattr(x, "is_Rational", False):
        if x < 0:
            return f"-{-x}", SIGN if x.is_Integer else ADD
        return (str(x), ATOM) if x.is_Integer else (str(x), MUL)
    if x == pi:
        return "pi", ATOM
    method = _METHODS.get(type(x))
    if method is None:
        raise NotSupported(f"not supported: {x} has no form in the calculator's language")
    return method(x)


def _plus(x: Any) -> tuple[str, int]:
    out = _show(x.args[0], ADD)
    for a in x.args[1:]:
        if isinstance(a, core.Negative | core.MatNegative):
            out += f" - {_show(a.args[0], MUL)}"
        elif a.is_Number and a < 0:
            out += f" - {_show(-a, MUL)}"
        else:
            shown = _show(a, MUL)
            out += f" + {shown}"
    return out, ADD


def _negative(x: Any) -> tuple[str, int]:
    # a sign binds tighter than *, and a product takes it out in front where its first factor is no number
    inside = x.args[0]
    plain = isinstance(inside, core.Product | core.MatProduct) and not inside.args[0].is_Number
    if plain and _render(inside.args[0])[1] >= POW:
        return f"-{_show(inside, MUL)}", SIGN - 1
    return f"-{_show(inside, SIGN)}", SIGN


def _product(x: Any) -> tuple[str, int]:
    first, *rest = x.args
    if len(rest) == 1 and first != sympy.S.One and not core.is_matrix(first) and _is_ones(rest[0]):
        return f"vector({_show(first, 0)})", ATOM
    if isinstance(x, core.MatProduct) and len(set(x.args)) == 1:
        return f"{_show(first, ATOM)}^{len(x.args)}", POW
    number = isinstance(first, sympy.Number)
    return "*".join([_show(first, SIGN if number else MUL), *(_show(a, SIGN) for a in rest)]), MUL


def _is_ones(x: Any) -> bool:
    return isinstance(x, linear.Ones) and x.shape[1] == 1


def _quotient(x: Any) -> tuple[str, int]:
    return f"{_show(x.args[0], MUL)}/{_show(x.args[1], SIGN)}", MUL


def _power(operator: str) -> Callable[[Any], tuple[str, int]]:
    def render(x: Any) -> tuple[str, int]:
        base, exponent = x.args
        plain = exponent.is_Integer and exponent < 0
        shown = str(exponent) if plain else _show(exponent, ATOM)
        return f"{_show(base, ATOM)}{operator}{shown}", POW

    return render


def _transposed(x: Any) -> tuple[str, int]:
    return f"{_show(x.args[0], ATOM)}'", POW


def _stacked(x: Any) -> tuple[str, int]:
    """vec(A); a constant is a vector at once, since the sides of the matrix follow from nothing."""
    inside = x.args[0]
    if isinstance(inside, linear.Ones | linear.Zeros):
        return f"vector({int(isinstance(inside, linear.Ones))})", ATOM
    return _call("vec")(x)


def _call(name: str) -> Callable[[Any], tuple[str, int]]:
    return lambda x: (f"{name}({', '.join(_show(a, 0) for a in x.args)})", ATOM)


def _apply(x: Any) -> tuple[str, int]:
    return f"{x.function.name}({_show(x.args[1], 0)})", ATOM


def _hadamard(x: Any) -> tuple[str, int]:
    first, *rest = x.args
    return ".*".join([_show(first, SIGN), *(_show(a, SIGN) for a in rest)]), MUL


def _constant(value: str) -> Callable[[Any], tuple[str, int]]:
    def render(x: Any) -> tuple[str, int]:
        rows, cols = x.shape
        if cols == 1:
            return f"vector({value})", ATOM
        return (f"vector({value})'", POW) if rows == 1 else (f"matrix({value})", ATOM)

    return render


_METHODS: dict[type, Callable[[Any], tuple[str, int]]] = {
    core.Plus: _plus,
    core.MatPlus: _plus,
    core.Negative: _negative,
    core.MatNegative: _negative,
    core.Product: _product,
    core.MatProduct: _product,
    core.Quotient: _quotient,
    core.MatQuotient: _quotient,
    core.Power: _power("^"),
    core.Transposed: _transposed,
    functions.Apply: _apply,
    functions.MatApply: _apply,
    linear.Inverse: _call("inv"),
    linear.Trace: _call("tr"),
    linear.Determinant: _call("det"),
    linear.LogDet: _call("logdet"),
    linear.Norm: _call("norm2"),
    linear.Norm1: _call("norm1"),
    linear.SquaredNorm: lambda x: (f"norm2({_show(x.args[0], 0)})^2", POW),
    linear.Total: _call("sum"),
    linear.LogSumExp: _call("lse"),
    linear.Softmax: _call("softmax"),
    linear.Diag: _call("diag"),
    linear.Diagonal: _call("diag"),
    linear.Vec: _stacked,
    linear.Kron: _call("kron"),
    linear.Hadamard: _hadamard,
    linear.HadamardPower: _power(".^"),
    linear.Eye: lambda x: ("eye", ATOM),
    linear.Ones: _constant("1"),
    linear.Zeros: _constant("0"),
}
