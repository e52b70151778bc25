"""What is declared of an argument, held against its entries: each fact says what is wrong, "" where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ._scaled import norm

Array = Any  # a float64 array or scalar
Fact = Callable[[Array, float], str]  # what is wrong with an array whose entries are as near to theirs as this


def first(array: Array, bad: Array) -> tuple[str, Array]:
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
        at, value = first(array, bad)
        return f"has the entry {value} at {at}, expected {expected}"

    return problem


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
    at, value = first(array, bad)
    return f"is not diagonal: the entry at {at} is {value}"


def first_dependent(r: Array) -> int | None:
    """The first column that is a combination of those before it, by the triangular factor of a QR decomposition."""
    dependent = np.abs(np.diagonal(r)) <= 4 * len(r) * np.finfo(float).eps * np.abs(r).max(axis=0)
    return int(dependent.argmax()) if dependent.any() else None


def combination(k: int, what: str = "column") -> str:
    return f"{what} {k} is a combination of the {what}s before it" if k else f"{what} 0 is zero"


def _independent(array: Array, eps: float) -> str:
    """Of the columns, or of the rows where they are fewer."""
    array, what = (array.T, "row") if array.shape[0] < array.shape[1] else (array, "column")
    k = first_dependent(np.linalg.qr(array).R)
    return "" if k is None else f"has linearly dependent {what}s: {combination(k, what)}"


FACTS: dict[str, Fact] = {
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
    "independent": _independent,
    "symmetric": _symmetric,
    "spd": _definite,
    "psd": _semidefinite,
    "diagonal": _diagonal,
}
