"""Shapes, and the conversion of what an author hands in: the part of the notation that knows no operator."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any

import sympy
from sympy import Basic, Integer, Rational, Tuple
from sympy.core.sympify import SympifyError

from derivations.errors import MathError, ShapeError

from .numbers import require_short

_SHORT = 1000  # below a line, of the number that a float is meant to be
_NO_EXPRESSION = (str, dict, set, frozenset, range, type)  # SymPy would run a text that stands in one of them
Shape = tuple[Any, Any]
SCALAR: Shape = (Integer(1), Integer(1))


def convert(value: Any) -> Any:
    """A SymPy object from a Python number or a SymPy object; floats are refused, since they are not exact."""
    if isinstance(value, Basic):
        return require_short(value) if value.is_Rational else value
    if isinstance(value, bool):
        raise MathError(f"{value} is a truth value, expected a number or an expression")
    if isinstance(value, float):
        hint = f": write {_exactly(value)}" if isfinite(value) else ""
        raise MathError(f"{float(value)!r} is a float, expected an exact number{hint}")
    if isinstance(value, int):
        return require_short(Integer(value))
    if isinstance(value, Fraction):
        return require_short(Rational(value.numerator, value.denominator))
    if isinstance(value, tuple):
        return Tuple(*map(convert, value))
    refused = f"{value!r} ({type(value).__name__}) is not an expression, expected a number or a symbol"
    if isinstance(value, _NO_EXPRESSION):
        raise MathError(refused)
    try:
        made = sympy.sympify(value, strict=True)
    except SympifyError as problem:
        raise MathError(refused) from problem
    return require_short(made) if made.is_Rational else made


def _exactly(value: float) -> str:
    """How a float is meant: 0.1 as 1/10, not as the float next to it, and 6.28… as 2π."""
    short = Fraction(value).limit_denominator(_SHORT)
    for name, unit, of in (("pi", math.pi, ", with SymPy's pi"), ("exp(1)", math.e, "")):
        times = Fraction(value / unit).limit_denominator(_SHORT)
        if times and float(times) * unit == value and float(short) != value:
            front = "" if times == 1 else "-" if times == -1 else f"{_ratio(times)}*"
            return f"{front}{name}{of}"
    return _ratio(short if float(short) == value else Fraction(repr(float(value))))


def _ratio(value: Fraction) -> str:
    whole = value.denominator == 1
    return str(value) if whole else f"Rational({value.numerator}, {value.denominator})"


def is_matrix(x: Any) -> bool:
    return bool(getattr(x, "is_Matrix", False))


def shape_of(x: Any) -> Shape:
    if not is_matrix(x):
        return SCALAR
    rows, cols = x.shape  # once: a shape is worked out from the shapes below
    return rows, cols


def show_shape(shape: Shape) -> str:
    return f"{shape[0]}×{shape[1]}".replace("**", "^")


def with_article(words: str) -> str:
    """`an n×p`, `a p×n`, `an 8×2`: by the sound that the first letter, number or word begins with."""
    number, name = re.match(r"\d*", words), re.match(r"[^\W\d_]*", words)
    digits, letters = number.group() if number else "", name.group() if name else ""
    if digits:
        vowel = digits[0] == "8" or digits[: len(digits) % 3 or 3] in ("11", "18")
    else:
        vowel = letters[:1].lower() in tuple("aefhilmnorsx" if len(letters) == 1 else "aeiou")
    return f"{'an' if vowel else 'a'} {words}"


def same_dim(a: Any, b: Any) -> bool:
    if a == b:
        return True
    simple = all(getattr(d, "is_Symbol", False) or getattr(d, "is_Integer", True) for d in (a, b))
    return not simple and bool(sympy.expand(a - b) == 0)


def same_shape(a: Shape, b: Shape) -> bool:
    return same_dim(a[0], b[0]) and same_dim(a[1], b[1])


def require_same_shape(what: str, a: Any, b: Any) -> None:
    if is_matrix(a) != is_matrix(b) or not same_shape(shape_of(a), shape_of(b)):
        raise ShapeError(f"cannot {what} {named(a)} and {named(b)}: the shapes differ")


def require_order(a: Any, b: Any) -> None:
    if is_matrix(a) or is_matrix(b):
        raise ShapeError(f"cannot order {a} and {b}: an inequality needs scalars")


def require_square(what: str, a: Any) -> None:
    if not is_matrix(a) or not same_dim(*shape_of(a)):
        raise ShapeError(f"cannot take the {what} of {named(a)}: expected a square matrix")


def require_matrix(what: str, a: Any) -> None:
    if not is_matrix(a):
        raise ShapeError(f"cannot take the {what} of {named(a)}: expected a matrix; write {a} itself")


def require_vector(what: str, a: Any) -> None:
    if not is_matrix(a) or not same_dim(shape_of(a)[1], 1):
        raise ShapeError(f"cannot take the {what} of {named(a)}: expected a vector")


def named(x: Any) -> str:
    """An operand and its shape, for messages."""
    return f"{x} ({show_shape(shape_of(x)) if is_matrix(x) else 'scalar'})"


@lru_cache(maxsize=4096)  # a product asks for the shapes below it time and again
def fold_shape(factors: tuple[Any, ...]) -> Shape:
    """The shape of a product folded from the left; a 1×1 partial product counts as a scalar."""
    out = shape_of(factors[0])
    for f in factors[1:]:
        out = followed_by(out, f)
    return out


def followed_by(shape: Shape, factor: Any) -> Shape:
    """The shape of a product of this shape with one more factor."""
    if not is_matrix(factor):
        return shape
    rows, columns = shape_of(factor)
    return (rows, columns) if same_shape(shape, SCALAR) else (shape[0], columns)
