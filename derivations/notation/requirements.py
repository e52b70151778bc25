"""What must hold of an argument for an expression to have a value or a derivative: x ≠ 0, t > 0, A is invertible."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Tuple
from sympy.core.symbol import Str

from derivations.errors import MathError, ShapeError

from .shapes import convert, is_matrix, same_dim, shape_of, show_shape

IN_WORDS = {  # of a matrix: the words before and after it
    "positive": ("every entry of ", " is positive"),
    "nonnegative": ("no entry of ", " is negative"),
    "nonzero": ("no entry of ", " is 0"),
    "0 or 1": ("every entry of ", " is 0 or 1"),
    "(-1, 1)": ("every entry of ", " is below 1 in size"),
    "[-1, 1]": ("every entry of ", " is at most 1 in size"),
    "invertible": ("", " is invertible"),
}
IN_SIGNS = {  # of a number
    "positive": "{} > 0",
    "nonnegative": "{} ≥ 0",
    "nonzero": "{} ≠ 0",
    "0 or 1": "{} ∈ {{0, 1}}",
    "(-1, 1)": "−1 < {} < 1",
    "[-1, 1]": "−1 ≤ {} ≤ 1",
}
_COMMANDS = str.maketrans({"−": "-", "≥": r"\ge", "≤": r"\le", "≠": r"\ne"})
IN_LATEX = {kind: said.translate(_COMMANDS) for kind, said in IN_SIGNS.items()} | {"0 or 1": r"{} \in \{{0, 1\}}"}
KINDS = tuple(IN_WORDS)
BETWEEN = ("(-1, 1)", "[-1, 1]")


class Requirement(Basic):
    """What is asked, of which expression (of each entry of a matrix), and for all values of which indices."""

    @property
    def asks(self) -> str:
        return self.args[0].name

    @property
    def of(self) -> Any:
        return self.args[1]

    @property
    def every(self) -> frozenset[Any]:
        return frozenset(self.args[2])

    def __str__(self) -> str:
        from .printing import text

        return text(self)

    __repr__ = __str__

    def _latex(self, printer: Any, **_: Any) -> str:
        from .printing import latex

        return latex(self)


def requirement(asks: str, of: Any, every: Any = ()) -> Requirement:
    of = convert(of)
    if asks not in KINDS:
        raise MathError(f"a requirement asks for {', '.join(KINDS)}; got {asks!r}")
    return Requirement(Str(asks), of, Tuple(*sorted(every, key=str)))


def nonzero(a: Any) -> Requirement:
    """a ≠ 0; of a vector or a matrix, in every entry."""
    return requirement("nonzero", a)


def positive(a: Any) -> Requirement:
    """a > 0; of a vector or a matrix, in every entry."""
    return requirement("positive", a)


def invertible(a: Any) -> Requirement:
    """A has an inverse."""
    a = convert(a)
    if not is_matrix(a) or not same_dim(*shape_of(a)):
        raise ShapeError(f"only a square matrix is invertible; {a} is {show_shape(shape_of(a))}")
    return requirement("invertible", a)
