"""NumPy: the text of array operations, and the function that computes a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isinf
from typing import Any

from sympy import N

from derivations.errors import NotSupported

from . import source
from .ops import Op, is_dyadic, multiply, number
from .source import FunctionDocs

HELPERS = ("checked", "excess", "full_rank", "gap", "log_det", "log_ratio", "matmul", "near_one", "norm", "shifted")
HELPERS += ("solve", "suppose")
PREAMBLE = "import numpy as np\n\n" + "".join(
    f"from derivations.functions._runtime import {name} as _{name}\n" for name in HELPERS
)

COMPARE, ADD, MUL, NEG, POW, ATOM = range(1, 7)
Text = tuple[str, int]


def numpy_source(expr: Any, *, name: str, arguments: Sequence[Any], docs: FunctionDocs) -> str:
    """Source of a NumPy function that computes `expr` from its arguments; it needs the names that PREAMBLE imports."""
    return source.function_source(expr, name=name, arguments=arguments, docs=docs, target=NumPy())


class NumPy:
    """How operations read in Python with NumPy."""

    def __init__(self) -> None:
        self.names: dict[Op, str] = {}

    def show(self, op: Op, at_least: int = 0) -> str:
        text, strength = self._render(op)
        return f"({text})" if strength < at_least else text

    def _render(self, op: Op) -> Text:
        if op in self.names:
            return self.names[op], ATOM
        return _RENDER[op.kind](self, op)

    # statements

    def assign(self, op: Op, name: str, single: bool) -> list[str]:
        """The lines that give an operation its name; `single` where only the second of its values is used."""
        if op.kind == "qr":
            x = self.show(op.args[0])
            first, second = name.split(", ")
            lines = [f"{second} = np.linalg.qr({x}).R" if single else f"{first}, {second} = np.linalg.qr({x})"]
            lines[0] += "  # a Gram matrix would square the condition number"
            return [*lines, f"_full_rank({second}, {_quoted(op.data)})"]
        if op.kind == "near one":
            degrees = [str(int(e)) if e.denominator == 1 else repr(float(e)) for e in op.data]
            pairs = ", ".join(f"({self.show(a)}, {e})" for a, e in zip(op.args, degrees, strict=True))
            return [f"{name} = _near_one({pairs})  # with their powers in the result"]
        if op.kind == "simplex covariance":
            s = self.show(op.args[0])
            return [
                f"{name} = -np.outer({s}, {s})",
                f"np.fill_diagonal({name}, 0.0)",
                f"np.fill_diagonal({name}, -{name}.sum(axis=1))  # each row sums to 0; s - s**2 would cancel near 1",
            ]
        if op.kind == "order of transpose":
            rows, cols = map(self.show, op.args)
            meant = f"K[{rows},{cols}] v = v[{name}] and M K[{cols},{rows}] = M[:, {name}]"
            return [f"{name} = {self.show(op)}  # {meant}"]
        return [f"{name} = {self.show(op)}"]

    def loop(self, op: Op, name: str, inside: list[str]) -> list[str]:
        """A sum worked out term by term."""
        head = [f"{name} = 0.0", f"for {op.data} in range({self.show(op.args[1])}):"]
        return head + [f"    {line}" for line in inside]

    def add_up(self, name: str, op: Op) -> str:
        return f"{name} += {self.show(op)}"

    def size(self, array: str, rank: int, axis: int) -> str:
        return f"len({array})" if rank == 1 else f"{array}.shape[{axis}]"

    def result(self, op: Op) -> str:
        """The value to return: a float, or an array of its own."""
        text = self.show(op)
        if op.rank > 0 and _is_view(op):
            return f"{self.show(op, ATOM)}.copy()"
        summed = op.kind == "loop" and op not in self.names
        if op.rank == 0 and (summed or _is_exact(op) or _is_where(op)):
            return f"float({text})" if op.kind != "number" or not op.data.is_Integer else f"{text}.0"
        return text

    def raises_singular(self, op: Op) -> bool:
        if op.kind == "call" and op.data == "solve":
            matrix = op.args[0].args[0] if op.args[0].kind == "transpose" else op.args[0]
            return matrix.kind != "part" and not self.raises_singular(matrix)  # `_full_rank` has checked R by then
        return op.kind == "call" and op.data == "cholesky"

    # expressions

    def _number(self, op: Op) -> Text:
        value = op.data
        if value.is_Integer:
            text = str(value) if abs(value) < 10**15 else _float(value)
        elif is_dyadic(value):
            text = _float(value)
        elif value.is_Rational:
            _float(value)
            return f"{value.p} / {value.q}", MUL
        else:
            text = _CONSTANTS.get(str(value)) or _float(value)
        return text, NEG if text.startswith("-") else ATOM

    def _add(self, op: Op) -> Text:
        out = self.show(op.args[0], ADD)
        for term in op.args[1:]:
            minus = _without_minus(term) if term not in self.names else None
            out += f" + {self.show(term, ADD + 1)}" if minus is None else f" - {self.show(minus, ADD + 1)}"
        return out, ADD

    def _negative(self, op: Op) -> Text:
        inner = op.args[0]
        if self._starts_with_matmul(inner):  # -X @ w would negate all of X
            return f"-({self.show(inner)})", NEG
        return "-" + self.show(inner, MUL), NEG if self._render(inner)[1] > MUL else MUL

    def _starts_with_matmul(self, op: Op) -> bool:
        while op not in self.names and op.kind == "divide":
            op = op.args[0]
        return op not in self.names and op.kind == "matmul"

    def _multiply(self, op: Op) -> Text:
        first, *rest = op.args
        need = NEG if self._starts_with_matmul(first) else MUL
        return " * ".join([self.show(first, need), *(self.show(f, NEG) for f in rest)]), MUL

    def _divide(self, op: Op) -> Text:
        a, b = op.args
        return f"{self.show(a, MUL)} / {self.show(b, NEG)}", MUL

    def _power(self, op: Op) -> Text:
        base, exponent = self.show(op.args[0], ATOM), self.show(op.args[1], NEG)
        simple = _is_simple(base) and _is_simple(exponent.lstrip("-"))
        return f"{base}**{exponent}" if simple else f"{base} ** {exponent}", POW

    def _matmul(self, op: Op) -> Text:
        a, b = op.args
        left_assoc = a.kind == "matmul" and a not in self.names
        return f"{self.show(a, MUL if left_assoc else NEG)} @ {self.show(b, NEG)}", MUL

    def _call(self, op: Op) -> Text:
        special = _CALLS.get(op.data)
        args = [self.show(a) for a in op.args]
        if special is None:
            return f"np.{op.data}({', '.join(args)})", ATOM
        return (special.format(*args, all=", ".join(args)) if isinstance(special, str) else special(self, op)), ATOM

    def _shaped(self, op: Op) -> str:
        axes = [self.show(a) for a in op.args]
        return f"np.{op.data}({axes[0] if len(axes) == 1 else '(' + ', '.join(axes) + ')'})"

    def _sum(self, op: Op) -> Text:
        return f"{self.show(op.args[0], ATOM)}.sum({'' if op.data is None else f'axis={op.data}'})", ATOM

    def _item(self, op: Op) -> Text:
        array, *at = op.args
        return f"{self.show(array, ATOM)}[{', '.join(self.show(i) for i in at)}]", ATOM

    def _order_of_transpose(self, op: Op) -> Text:
        rows, cols = op.args
        return (
            f"np.arange({self.show(multiply(rows, cols))}).reshape({self.show(cols)}, {self.show(rows)}).T.ravel()",
            ATOM,
        )

    def _taken(self, op: Op) -> Text:
        array, order = op.args
        return f"{self.show(array, ATOM)}[{':, ' if op.data else ''}{self.show(order)}]", ATOM

    def _unstacked(self, op: Op) -> Text:
        array, *axes = op.args
        return f'{self.show(array, ATOM)}.reshape(({", ".join(map(self.show, axes))}), order="F")', ATOM

    def _loop(self, op: Op) -> Text:
        body, count = op.args
        return f"sum({self.show(body)} for {op.data} in range({self.show(count)}))", ATOM

    def _compared(self, sign: str) -> Callable[[Op], Text]:
        return lambda op: (f"{self.show(op.args[0], ADD)} {sign} {self.show(op.args[1], ADD)}", COMPARE)


_CONSTANTS = {"pi": "np.pi", "E": "np.e", "EulerGamma": "np.euler_gamma"}
_CALLS: dict[str, Any] = {
    "ones": NumPy._shaped,
    "zeros": NumPy._shaped,
    "counting": "np.arange(1, {0} + 1)",
    "heaviside": "np.heaviside({0}, 0.0)",
    "where": lambda self, op: f"np.where({', '.join(_float_text(self, a) for a in op.args)})",
    "norm": "_norm({all})",
    "log_ratio": lambda self, op: (
        f"_log_ratio({', '.join(f'weight={self.show(a)}' if k == 2 else self.show(a) for k, a in enumerate(op.args))})"
    ),
    "matmul": "_matmul({all})",
    "shifted": "_shifted({all})",
    "excess": "_excess({all})",
    "gap": "_gap({all})",
    "solve": "_solve({all})",
    "cholesky": "np.linalg.cholesky({all})",
    "det": "np.linalg.det({all})",
}


def _float(value: Any) -> str:
    """A number as a float, refused where a float would be inf, or 0."""
    out = float(value)
    if isinf(out) or (out == 0 and value != 0):
        raise NotSupported(f"not supported: code with the number {N(value, 3)}, which is beyond the range of floats")
    return repr(out)


def _float_text(target: NumPy, op: Op) -> str:
    """A number among arrays, written as a float so that the result is one."""
    text = target.show(op)
    return f"{text}.0" if op.kind == "number" and op.data.is_Integer else text


def _without_minus(op: Op) -> Op | None:
    """t where the operation reads −t."""
    if op.kind == "negative":
        return op.args[0]
    if op.kind == "number" and op.data.is_negative:
        return number(-op.data)
    if op.kind == "multiply" and op.args[0].kind == "number" and op.args[0].data.is_negative:
        return multiply(number(-op.args[0].data), *op.args[1:])
    return None


def _is_simple(text: str) -> bool:
    return text.replace(".", "").replace("_", "").isalnum()


def _is_view(op: Op) -> bool:
    """Whether NumPy gives an argument itself, or a window on one: the result must not share its memory."""
    if op.kind == "call":
        return op.data == "diag" and op.rank == 1 and _is_view(op.args[0])
    return op.kind == "name" or (op.kind in ("transpose", "item", "column item", "unstacked") and _is_view(op.args[0]))


def _is_exact(op: Op) -> bool:
    """An integer worked out from sizes alone."""
    return op.kind in ("number", "dimension") or (bool(op.args) and op.rank == 0 and all(map(_is_exact, op.args)))


def _is_where(op: Op) -> bool:
    return op.kind == "call" and op.data == "where"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_RENDER: dict[str, Callable[[NumPy, Op], Text]] = {
    "name": lambda self, op: (op.data, ATOM),
    "loop index": lambda self, op: (op.data, ATOM),
    "number": NumPy._number,
    "add": NumPy._add,
    "negative": NumPy._negative,
    "multiply": NumPy._multiply,
    "divide": NumPy._divide,
    "power": NumPy._power,
    "matmul": NumPy._matmul,
    "outer": lambda self, op: (f"np.outer({', '.join(map(self.show, op.args))})", ATOM),
    "transpose": lambda self, op: (f"{self.show(op.args[0], ATOM)}.T", ATOM),
    "column": lambda self, op: (f"{self.show(op.args[0], ATOM)}[:, None]", ATOM),
    "stacked columns": lambda self, op: (f'{self.show(op.args[0], ATOM)}.flatten(order="F")', ATOM),
    "unstacked": NumPy._unstacked,
    "order of transpose": NumPy._order_of_transpose,
    "taken": NumPy._taken,
    "call": NumPy._call,
    "sum": NumPy._sum,
    "max": lambda self, op: (f"{self.show(op.args[0], ATOM)}.max()", ATOM),
    "argmax": lambda self, op: (f"{self.show(op.args[0], ATOM)}.argmax()", ATOM),
    "item": NumPy._item,
    "leading eigenvector": lambda self, op: (f"np.linalg.eigh({self.show(op.args[0])})[1][:, -1]", ATOM),
    "column item": lambda self, op: (f"{self.show(op.args[0], ATOM)}[:, {self.show(op.args[1])}]", ATOM),
    "loop": NumPy._loop,
    "at least": lambda self, op: self._compared(">=")(op),
    "more than": lambda self, op: self._compared(">")(op),
    "equal": lambda self, op: self._compared("==")(op),
    "log determinant": lambda self, op: (f"_log_det({self.show(op.args[0])}, {_quoted(op.data)})", ATOM),
}
