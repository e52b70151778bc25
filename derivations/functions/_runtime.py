"""What emitted functions call: the check of their arguments. NumPy only, so that importing a function stays cheap."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from numbers import Number
from typing import Any, NoReturn

import numpy as np

from derivations.errors import MathError, ShapeError

from ._facts import FACTS, combination, first, first_dependent
from ._gap import gap as gap
from ._scaled import matmul as matmul, near_one as near_one, norm as norm
from ._solve import solve as solve

Array = Any  # a float64 array or scalar
_LARGEST = np.finfo(float).max


def checked(**arguments: tuple[Any, str]) -> tuple[Any, ...]:
    """Arguments as float64 arrays, each held against its shape and facts.

    A specification is a shape, then facts: "n p", "n binary", "scalar positive", "n n spd", "n p rank=p", "dimension".
    The same letter is the same size in every argument.
    """
    function = sys._getframe(1).f_code.co_name
    sizes: dict[str, tuple[int, str]] = {}
    arrays: dict[str, Any] = {}
    for name, (value, spec) in arguments.items():
        words = spec.split()
        shape = [w for w in words if w not in FACTS and "=" not in w and w != "scalar"]
        if shape == ["dimension"]:
            arrays[name] = _dimension(function, name, value, sizes)
            continue
        if not shape and np.asarray(value).dtype == bool:
            _refuse(function, f"{name} is {value}, a truth value, expected a number")
        array, eps = _array(function, name, value), _precision(value)
        _check_shape(function, name, array, shape, sizes)
        _check_finite(function, name, array)
        for word in words:
            problem = FACTS[word](array, eps) if word in FACTS else _rank(array, word, sizes)
            if problem:
                raise MathError(f"{function}: {name} {problem}")
        arrays[name] = array if array.ndim else array[()]
    for name, word in ((name, word) for name, (_, spec) in arguments.items() for word in spec.split()):
        if problem := _bound(arrays, name, word):
            raise MathError(f"{function}: {name} {problem}")
    return tuple(arrays.values())


def full_rank(r: Array, name: str) -> None:
    """Refuse a matrix with linearly dependent columns, by the triangular factor of its QR decomposition."""
    if r.shape[0] < r.shape[1]:
        function = sys._getframe(1).f_code.co_name
        what = f"{r.shape[1]} columns with {r.shape[0]} entries each"
        raise MathError(f"{function}: the columns of {name} are linearly dependent: {what}")
    if (k := first_dependent(r)) is not None:
        function = sys._getframe(1).f_code.co_name
        raise MathError(f"{function}: the columns of {name} are linearly dependent: {combination(k)}")


def suppose(value: Array, words: str, fact: str) -> None:
    """Refuse arguments at which what the formula supposes does not hold; `words` are what has the value, as text."""
    if problem := FACTS[fact](np.asarray(value), 0.0):
        function = sys._getframe(1).f_code.co_name
        raise MathError(f"{function}: {words} {problem}")


def excess(v: Array) -> Array:
    """v − 1 − log v for v > 0: near v = 1, where it is about (v − 1)²/2, by a series in r = (v − 1)/(v + 1)."""
    near = np.abs(v - 1.0) < 0.5
    t = np.where(near, v - 1.0, 0.0)
    r = t / (2.0 + t)
    series = np.polynomial.polynomial.polyval(r * r, 1.0 / np.arange(3, 41, 2))
    return np.where(near, r * (t - 2.0 * r * r * series), v - 1.0 - np.log(v))[()]


def shifted(x: Array, m: Array) -> Array:
    """x − m; −inf where the difference is beyond the largest float, and no warning, for exp makes 0 of it."""
    with np.errstate(over="ignore"):
        return x - m


def log_ratio(p: Array, q: Array, weight: Array = 1.0) -> Array:
    """log(p/q), where the quotient leaves the range of the floats too; 0 where a weight is 0."""
    p, q = (np.where(weight > 0, side, 1.0) for side in (p, q))
    with np.errstate(over="ignore", under="ignore"):
        ratio = p / q
    far = (np.abs(ratio) < np.finfo(float).tiny) | np.isinf(ratio)
    return np.where(far, np.log(np.abs(p)) - np.log(np.abs(q)), np.log(np.where(far, 1.0, ratio)))[()]


def log_det(matrix: Array, name: str) -> Array:
    """The logarithm of a determinant, which must be positive."""
    sign, size = np.linalg.slogdet(matrix)
    if sign <= 0:
        function = sys._getframe(1).f_code.co_name
        what = "is singular" if sign == 0 else "has a negative determinant"
        raise MathError(f"{function}: {name} {what}, expected a positive determinant, for its logarithm is asked for")
    return size


def with_results(main: Callable[..., Any], **results: Callable[..., Any]) -> Callable[..., Any]:
    """The main function of a theorem with its other results as attributes, each with its text in `.source`."""
    for name, function in results.items():
        setattr(function, "source", inspect.getsource(function))  # noqa: B010 - a function has no such attribute by type
        setattr(main, name, function)
    return main


# --- shapes -----------------------------------------------------------------------------------------------------------


def _array(function: str, name: str, value: Any) -> Array:
    try:
        array = np.asarray(value)
        if array.dtype.kind in "mM":
            _refuse(function, f"{name} has dates or times, expected numbers")
        if array.dtype.kind not in "biuf":
            if array.dtype.kind == "c":
                _refuse(function, f"{name} has complex entries, expected real numbers")
            _require_numbers(function, name, array)
            array = np.asarray(value, dtype=np.float64)
        if np.ma.is_masked(value):
            _refuse(function, f"{name} has masked entries, expected a number in each")
        return array.astype(np.float64, copy=False)
    except OverflowError:
        what = "is" if np.ndim(value) == 0 else "has an entry"
        _refuse(function, f"{name} {what} beyond the largest float, expected at most {_LARGEST:.2g} in size")
    except (TypeError, ValueError) as problem:
        if isinstance(problem, MathError):
            raise
        raise MathError(f"{function}: {name} can't be read as an array of numbers: {problem}") from None


def _precision(value: Any) -> float:
    """How near the numbers given can be to what they stand for: single precision is coarser than double."""
    dtype = np.asarray(value).dtype
    return float(np.finfo(dtype).eps if dtype.kind == "f" and dtype.itemsize < 8 else np.finfo(float).eps)


def _require_numbers(function: str, name: str, array: Array) -> None:
    """NumPy would take None for NaN, and the text "1" for 1."""
    other = next((x for x in array.flat if x is None or isinstance(x, str | bytes)), 0)
    if other != 0:
        shown = repr(str(other)) if isinstance(other, str) else repr(other)
        said = f"is {shown}, expected a number" if array.ndim == 0 else f"has the entry {shown}, expected numbers"
        _refuse(function, f"{name} {said}")


def _refuse(function: str, message: str) -> NoReturn:
    raise MathError(f"{function}: {message}")


def _could_be_a_number(value: Any) -> bool:
    return np.ndim(value) > 0 or isinstance(value, np.ndarray | Number)


def _dimension(function: str, name: str, value: Any, sizes: dict[str, tuple[int, str]]) -> int:
    if isinstance(value, bool | np.bool_):
        _refuse(function, f"{name} is {value}, a truth value, expected a positive integer")
    if not _could_be_a_number(value):
        _refuse(function, f"{name} is {value!r}, expected a positive integer")
    try:
        size = int(value) if np.ndim(value) == 0 and np.isreal(value) and float(value).is_integer() else 0
    except OverflowError:
        _refuse(function, f"{name} is beyond the largest float, expected a positive integer up to {_LARGEST:.2g}")
    if size < 1:
        _refuse(function, f"{name} is {value}, expected a positive integer")
    sizes[name] = (size, name)
    return size


def _check_shape(function: str, name: str, array: Array, shape: list[str], sizes: dict[str, tuple[int, str]]) -> None:
    known = {w: sizes[w] for w in shape if w in sizes}
    expected = [_size(w, sizes) for w in shape]
    if array.ndim != len(shape) or any(e not in (None, n) for e, n in zip(expected, array.shape, strict=True)):
        _refuse_shape(function, name, array, shape, known)
    for word, n in zip(shape, array.shape, strict=True):
        if n == 0:
            raise ShapeError(f"{function}: {name} has shape {_show(array.shape)}, expected {word} to be at least 1")
        if word.isidentifier() and word not in sizes:
            sizes[word] = (n, name)
        elif word.isidentifier() and sizes[word][0] != n:  # a square matrix that is not square
            _refuse_shape(function, name, array, shape, known)


def _refuse_shape(
    function: str, name: str, array: Array, shape: list[str], known: dict[str, tuple[int, str]]
) -> NoReturn:
    wanted = f"({', '.join(shape)}{',' if len(shape) == 1 else ''})" if shape else "a scalar"
    given = ", ".join(f"{w} = {n} from {source}" for w, (n, source) in known.items() if source != name)
    flat = len(shape) == 1 and array.ndim == 2 and 1 in array.shape
    hint = f"; a vector is a 1-D array: pass {name}.ravel()" if flat else ""
    raise ShapeError(
        f"{function}: {name} has shape {_show(array.shape)}, expected {wanted}{' with ' + given if given else ''}{hint}"
    )


def _size(word: str, sizes: dict[str, tuple[int, str]]) -> int | None:
    """The number that a size stands for: 3, n, n*p or n+1; None while it is not known."""
    if "+" in word or "*" in word:
        sign = "+" if "+" in word else "*"
        parts = [_size(part, sizes) for part in word.split(sign)]
        if None in parts:
            return None
        known = [p for p in parts if p is not None]
        return sum(known) if sign == "+" else int(np.prod(known))
    if word.lstrip("-").isdigit():
        return int(word)
    return sizes[word][0] if word in sizes else None


def _show(shape: tuple[int, ...]) -> str:
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


# --- entries ----------------------------------------------------------------------------------------------------------


def _check_finite(function: str, name: str, array: Array) -> None:
    bad = ~np.isfinite(array)
    if not bad.any():
        return
    if array.ndim == 0:
        _refuse(function, f"{name} is {array}, expected a finite number")
    count = int(bad.sum())
    at, value = first(array, bad)
    entries = "entry" if count == 1 else "entries"
    _refuse(function, f"{name} has {count} non-finite {entries}, first at {at}: {value}")


def _rank(array: Array, word: str, sizes: dict[str, tuple[int, str]]) -> str:
    """Of a rank only what the shape shows; "independent", or the QR decomposition of the body, finds the rest."""
    fact, _, value = word.partition("=")
    if fact != "rank":
        return ""
    rank, most = _size(value, sizes), min(array.shape)
    wrong = rank is not None and most < rank
    return f"has shape {_show(array.shape)}, so its rank is at most {most}, expected {rank}" if wrong else ""


def _bound(arrays: dict[str, Any], name: str, word: str) -> str:
    """A number that is above or below another, or an argument that is."""
    fact, _, bound = word.partition("=")
    if fact not in ("above", "below"):
        return ""
    value, limit = arrays[name], arrays[bound] if bound in arrays else float(bound)
    if value > limit if fact == "above" else value < limit:
        return ""
    other = f"{bound}, which is {limit}" if bound in arrays else f"{limit:g}"
    return f"is {value}, expected a number {'>' if fact == 'above' else '<'} {other}"
