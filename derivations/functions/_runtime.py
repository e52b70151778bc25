"""What emitted functions call: the check of their arguments. NumPy only, so that importing a function stays cheap."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from derivations.errors import MathError, ShapeError

from ._gap import gap as gap
from ._solve import solve as solve

Array = Any  # a float64 array or scalar
Fact = Callable[[Array, float], str]  # what is wrong with an array whose entries are as near to theirs as this
_LARGEST = np.finfo(float).max


def checked(**arguments: tuple[Any, str]) -> tuple[Any, ...]:
    """Arguments as float64 arrays, each held against its shape and facts.

    A specification is a shape, then facts: "n p", "n binary", "scalar positive", "n n spd", "n p rank=p", "dimension".
    The same letter is the same size in every argument.
    """
    function = sys._getframe(1).f_code.co_name
    sizes: dict[str, tuple[int, str]] = {}
    out = []
    for name, (value, spec) in arguments.items():
        words = spec.split()
        shape = [w for w in words if w not in _FACTS and "=" not in w and w != "scalar"]
        if shape == ["dimension"]:
            out.append(_dimension(function, name, value, sizes))
            continue
        if not shape and np.asarray(value).dtype == bool:
            _refuse(function, f"{name} is {value}, a truth value, expected a number")
        array, eps = _array(function, name, value), _precision(value)
        _check_shape(function, name, array, shape, sizes)
        _check_finite(function, name, array)
        for word in words:
            problem = _FACTS[word](array, eps) if word in _FACTS else _bound(array, word, sizes) if "=" in word else ""
            if problem:
                raise MathError(f"{function}: {name} {problem}")
        out.append(array if array.ndim else array[()])
    return tuple(out)


def full_rank(r: Array, name: str) -> None:
    """Refuse a matrix with linearly dependent columns, by the triangular factor of its QR decomposition."""
    if r.shape[0] < r.shape[1]:
        function = sys._getframe(1).f_code.co_name
        what = f"{r.shape[1]} columns with {r.shape[0]} entries each"
        raise MathError(f"{function}: the columns of {name} are linearly dependent: {what}")
    dependent = np.abs(np.diagonal(r)) <= 4 * len(r) * np.finfo(float).eps * np.abs(r).max(axis=0)
    if dependent.any():
        function = sys._getframe(1).f_code.co_name
        k = int(dependent.argmax())
        what = f"column {k} is a combination of the columns before it" if k else "column 0 is zero"
        raise MathError(f"{function}: the columns of {name} are linearly dependent: {what}")


def excess(v: Array) -> Array:
    """v − 1 − log v for v > 0: near v = 1, where it is about (v − 1)²/2, by a series in r = (v − 1)/(v + 1)."""
    near = np.abs(v - 1.0) < 0.5
    t = np.where(near, v - 1.0, 0.0)
    r = t / (2.0 + t)
    series = np.polynomial.polynomial.polyval(r * r, 1.0 / np.arange(3, 41, 2))
    return np.where(near, r * (t - 2.0 * r * r * series), v - 1.0 - np.log(v))[()]


def near_one(*factors: tuple[Array, float]) -> tuple[Array, ...]:
    """Values divided by powers of 2 that bring them near 1, and the exponent of 2 that makes up for it.

    Each value comes with its power in the result, which is 2ᵏ times what it is at the values given back. A value of
    ordinary size stays as it is.
    """
    out, total = [], 0.0
    for value, power in factors:
        k = int(np.frexp(np.abs(value).max())[1])
        k = 2 * (k // 2) if abs(k) > 120 else 0  # even, so that the root of a power of 2 is one too
        out.append(np.ldexp(value, -k) if k else value)
        total += power * k
    return (*out, int(total))


def norm(v: Array) -> Array:
    """The Euclidean norm, where the squares leave the range of the floats too."""
    v, k = near_one((v, 1))
    return np.ldexp(np.linalg.norm(v), k)


def matmul(a: Array, b: Array) -> Array:
    """a @ b, with ±inf for what is beyond the largest float: a plain product may come to inf − inf."""
    with np.errstate(over="ignore", invalid="ignore"):
        plain = a @ b
        if np.isfinite(plain).all():
            return plain
        a, b, k = near_one((a, 1), (b, 1))
        return np.ldexp(a @ b, k)


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


def _dimension(function: str, name: str, value: Any, sizes: dict[str, tuple[int, str]]) -> int:
    if isinstance(value, bool | np.bool_):
        _refuse(function, f"{name} is {value}, a truth value, expected a positive integer")
    if value is None or isinstance(value, str | bytes):
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
    first, value = _first(array, bad)
    entries = "entry" if count == 1 else "entries"
    _refuse(function, f"{name} has {count} non-finite {entries}, first at {first}: {value}")


def _first(array: Array, bad: Array) -> tuple[str, Array]:
    at = tuple(int(k) for k in np.argwhere(bad)[0])
    return f"[{', '.join(map(str, at))}]", array[at]


def _entries(test: Callable[[Array], Array], expected: str) -> Fact:
    """A fact that each entry has by itself."""

    def problem(array: Array, eps: float) -> str:
        bad = ~test(array)
        if not bad.any():
            return ""
        if array.ndim == 0:
            return f"is {array}, expected {expected}"
        first, value = _first(array, bad)
        return f"has the entry {value} at {first}, expected {expected}"

    return problem


def _bound(array: Array, word: str, sizes: dict[str, tuple[int, str]]) -> str:
    """A fact with a value. Of a rank only what the shape shows; the QR decomposition finds dependent columns later."""
    fact, _, value = word.partition("=")
    if fact == "rank":
        rank, most = _size(value, sizes), min(array.shape)
        wrong = rank is not None and most < rank
        return f"has shape {_show(array.shape)}, so its rank is at most {most}, expected {rank}" if wrong else ""
    holds = array > float(value) if fact == "above" else array < float(value)
    return "" if holds else f"is {array}, expected a number {'>' if fact == 'above' else '<'} {float(value):g}"


def _nonzero(array: Array, eps: float) -> str:
    return "" if array.any() else "is zero, expected a value other than 0" if array.ndim == 0 else "is zero"


def _simplex(array: Array, eps: float) -> str:
    negative = _entries(lambda a: a >= 0, "entries ≥ 0 with sum 1")(array, eps)
    return negative or _is_one(array.sum(), "the sum", array.size, eps)


def _unit(array: Array, eps: float) -> str:
    return _is_one(norm(array), "the norm", array.size, eps)


def _is_one(value: Array, what: str, count: int, eps: float) -> str:
    return "" if abs(value - 1) <= _slack(count, eps) else f"has {what} {value:.9g}, expected 1"


def _slack(count: int, eps: float) -> float:
    """How far from 1 a sum of so many numbers that should be 1 may be."""
    return max(1e-8 + 1e-15 * count, 4 * eps * (1 + count**0.5))


def _one_hot(array: Array, eps: float) -> str:
    if np.isin(array, (0.0, 1.0)).all() and array.sum() == 1:
        return ""
    return "is not one-hot, expected one entry 1 and the others 0"


def _orthonormal(array: Array, eps: float) -> str:
    array = array.reshape(len(array) if array.ndim else 1, -1)
    with np.errstate(over="ignore", invalid="ignore"):
        products = array.T @ array
        near = np.abs(products - np.eye(len(products))) <= _slack(len(array), eps)
    if near.all():
        return ""
    i, j = (int(k) for k in np.argwhere(~near)[0])
    if i == j:
        what = f"column {i} has the norm {norm(array[:, i]):.9g}, expected 1"
    else:
        what = f"columns {i} and {j} have the inner product {products[i, j]:.9g}, expected 0"
    return f"has columns that are not orthonormal: {what}"


def _symmetric(array: Array, eps: float) -> str:
    with np.errstate(over="ignore"):
        gap = np.abs(array - array.T)
    if gap.max() <= max(1e-10, 8 * eps) * np.abs(array).max():
        return ""
    i, j = (int(k) for k in np.unravel_index(gap.argmax(), gap.shape))
    i, j = sorted((i, j))
    return f"is not symmetric: the entry at [{i}, {j}] is {array[i, j]}, at [{j}, {i}] it is {array[j, i]}"


def _definite(array: Array, eps: float) -> str:
    """Symmetry, a positive diagonal, and a Cholesky decomposition that goes through."""
    bad = np.diagonal(array) <= 0
    at = int(bad.argmax())
    return _symmetric(array, eps) or (_diagonal_is(array, at, "definite") if bad.any() else _without_root(array))


def _without_root(array: Array) -> str:
    try:
        np.linalg.cholesky(array)
    except np.linalg.LinAlgError:
        return "is not positive definite: it has no Cholesky decomposition"
    return ""


def _semidefinite(array: Array, eps: float) -> str:
    bad = np.diagonal(array) < 0
    return _symmetric(array, eps) or (_diagonal_is(array, int(bad.argmax()), "semidefinite") if bad.any() else "")


def _diagonal_is(array: Array, at: int, what: str) -> str:
    return f"is not positive {what}: the entry at [{at}, {at}] is {array[at, at]}"


def _diagonal(array: Array, eps: float) -> str:
    bad = (array != 0) & ~np.eye(len(array), dtype=bool)
    if not bad.any():
        return ""
    first, value = _first(array, bad)
    return f"is not diagonal: the entry at {first} is {value}"


_FACTS: dict[str, Fact] = {
    "positive": _entries(lambda a: a > 0, "a number > 0"),
    "nonnegative": _entries(lambda a: a >= 0, "a number ≥ 0"),
    "nonzero": _nonzero,
    "integer": _entries(lambda a: a == np.floor(a), "an integer"),
    "positive_integer": _entries(lambda a: (a > 0) & (a == np.floor(a)), "a positive integer"),
    "nonnegative_integer": _entries(lambda a: (a >= 0) & (a == np.floor(a)), "an integer ≥ 0"),
    "binary": _entries(lambda a: (a == 0) | (a == 1), "0 or 1"),
    "unit_interval": _entries(lambda a: (a >= 0) & (a <= 1), "a number from 0 to 1"),
    "simplex": _simplex,
    "unit": _unit,
    "one_hot": _one_hot,
    "orthonormal": _orthonormal,
    "orthogonal": _orthonormal,
    "symmetric": _symmetric,
    "spd": _definite,
    "psd": _semidefinite,
    "diagonal": _diagonal,
}
