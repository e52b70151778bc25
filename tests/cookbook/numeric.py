"""The book's answers against JAX: what a case says and what autodiff says, as arrays of one shape."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from calculus.oracle import Values, column, evaluate

from derivations.notation.symbols import facts_of
from derivations.site.cookbook.rows import Case

SIZES = (
    {"m": 1, "n": 1, "p": 1, "q": 1},
    {"m": 1, "n": 2, "p": 1, "q": 3},
    {"m": 2, "n": 3, "p": 2, "q": 1},
    {"m": 2, "n": 2, "p": 3, "q": 3},
    {"m": 3, "n": 3, "p": 2, "q": 2},  # sizes up to 3: what JAX compiles for one shape serves many equations
)
TOLERANCE = 1e-9
SYMMETRIC = {"symmetric", "positive_definite", "positive_semidefinite"}


def agree(ours: Any, theirs: Any) -> bool:
    """Of one shape, and apart by no more than the tolerance, relative to the larger of 1 and the largest entry."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    if ours.shape != theirs.shape:
        return False
    scale = max(1.0, np.abs(theirs).max(initial=0.0))
    return bool(np.abs(ours - theirs).max(initial=0.0) <= TOLERANCE * scale)  # false for NaN


@dataclass(frozen=True)
class Comparison:
    """One of the book's answers beside autodiff's, at one point."""

    answer: str
    sizes: dict[str, int]
    book: np.ndarray
    true: np.ndarray

    @property
    def agrees(self) -> bool:
        return agree(self.book, self.true)


def comparisons(case: Case, answers: list[str] | None = None) -> Iterator[Comparison]:
    """Every answer of a case (the book's, if none are given) at every size at which the case exists."""
    for sizes in SIZES:
        for values in points(case, sizes):
            true = TRUTH[case.kind](case, values)
            for answer in case.book if answers is None else answers:
                yield Comparison(answer, sizes, claimed(case, answer, values), true)


def points(case: Case, sizes: dict[str, int]) -> Iterator[Values]:
    """Random values that obey the facts, with indices that meet and that differ; none where no such values exist."""
    symbols = {name: case.symbol(name) for name in case.variables}
    probe = Values(sizes)
    for s in symbols.values():
        facts = facts_of(s)
        if "rank" in facts and probe.size(facts["rank"]) > min(map(probe.size, s.shape)):
            return
    units = [s for s in symbols.values() if "one_hot" in facts_of(s)]
    for places in _places([probe.size(s.shape[0]) for s in units]):
        values = _finite(case, sizes, dict(zip(units, places, strict=True)))
        if case.gradient:
            gradient = _jacobian(case.read(case.of), case.symbol(case.moving[0]), values)
            values.given[symbols[case.gradient]] = _as_matrix(gradient[0], values, symbols[case.gradient])
        yield values


def _places(counts: list[int]) -> list[tuple[int, ...]]:
    """All indices where they are few, else the first ones equal, the last ones equal, and some between."""
    everything = itertools.product(*map(range, counts))
    if np.prod(counts) <= 16:
        return list(everything)
    rng = np.random.default_rng(len(counts))
    drawn = [tuple(int(rng.integers(c)) for c in counts) for _ in range(6)]
    return [tuple(0 for _ in counts), tuple(min(counts) - 1 for _ in counts), *drawn]


def _finite(case: Case, sizes: dict[str, int], places: dict[Any, int]) -> Values:
    """The first draw at which the function has a value: ln det X has none where det X < 0."""
    for seed in range(20):
        values = Values(sizes, seed)
        for unit, place in places.items():
            values.given[unit] = np.eye(values.size(unit.shape[0]))[:, [place]]
        if np.isfinite(column(evaluate(case.read(case.of), values))).all():
            return values
    raise AssertionError(f"{case.of} has no value at any of 20 points of size {sizes}")


def _jacobian(f: Any, x: Any, values: Values) -> np.ndarray:
    """∂vec f/∂vec x by JAX, one row at a time: nothing is compiled as a whole, since every function is asked once."""

    def function(moved: Any) -> Any:
        inside = Values(values.sizes, values.seed)
        inside.given = {**values.given, x: moved}
        return column(evaluate(f, inside))

    y, back = jax.vjp(function, jnp.asarray(values.of(x)))
    return np.array([np.ravel(np.asarray(back(jnp.asarray(unit))[0]).T) for unit in np.eye(len(y))])


def _second(f: Any, x: Any, values: Values) -> np.ndarray:
    shape = jnp.shape(values.of(x))

    def function(v: Any) -> Any:
        inside = Values(values.sizes, values.seed)
        inside.given = {**values.given, x: v.reshape(shape[::-1]).T if shape else v[0]}
        return column(evaluate(f, inside))[0]

    return np.asarray(jax.hessian(function)(column(values.of(x))))


def _as_matrix(stacked: Any, values: Values, symbol: Any) -> np.ndarray:
    rows, cols = map(values.size, symbol.shape)
    return np.asarray(stacked).reshape(cols, rows).T


# --- what the book says, as an array


def claimed(case: Case, answer: str, values: Values) -> np.ndarray:
    if case.kind == "same gradient":
        return _gradient(Case("gradient", answer, case.wrt, case.variables, []), values)
    found = np.asarray(evaluate(case.answer(answer), values))
    if case.kind in ("jacobian", "hessian"):
        return np.atleast_2d(found)
    return np.asarray(column(found))


# --- what autodiff says


def _gradient(case: Case, values: Values) -> np.ndarray:
    return _jacobian(case.read(case.of), case.symbol(case.moving[0]), values)[0]


def _derivative(case: Case, values: Values) -> np.ndarray:
    return _jacobian(case.read(case.of), case.symbol(case.moving[0]), values)[:, 0]


def _whole(case: Case, values: Values) -> np.ndarray:
    return _jacobian(case.read(case.of), case.symbol(case.moving[0]), values)


def _hessian(case: Case, values: Values) -> np.ndarray:
    return _second(case.read(case.of), case.symbol(case.moving[0]), values)


def _differential(case: Case, values: Values) -> np.ndarray:
    f = case.read(case.of)
    return sum(
        _jacobian(f, case.symbol(name), values) @ column(values.of(case.symbol(f"d{name}")))
        for name in case.moving
        if f"d{name}" in case.variables
    ) + np.zeros(len(column(evaluate(f, values))))


def _entry(case: Case, values: Values) -> np.ndarray:
    x = case.symbol(case.moving[0])
    row, col = (int(np.argmax(values.of(case.symbol(name)))) for name in case.at)
    return _jacobian(case.read(case.of), x, values) @ column(_structure(x, values, row, col))


def _by_entries(case: Case, values: Values) -> np.ndarray:
    x = case.symbol(case.moving[0])
    gradient = _gradient(case, values)
    n = values.size(x.shape[0])
    return np.array([gradient @ column(_structure(x, values, i, j)) for j in range(n) for i in range(n)])


def _structure(x: Any, values: Values, row: int, col: int) -> np.ndarray:
    """How a matrix of its structure moves when its entry does; zero where there is no such entry to move."""
    facts = facts_of(x)
    out = np.zeros(tuple(map(values.size, x.shape)))
    if "diagonal" in facts and row != col:
        return out
    out[row, col] = 1
    if facts.keys() & SYMMETRIC:
        out[col, row] = 1
    return out


def _relation(case: Case, values: Values) -> np.ndarray:
    return np.asarray(column(evaluate(case.read(case.left), values)))


TRUTH = {
    "gradient": _gradient,
    "same gradient": _gradient,
    "derivative": _derivative,
    "jacobian": _whole,
    "hessian": _hessian,
    "differential": _differential,
    "entry": _entry,
    "by entries": _by_entries,
    "relation": _relation,
}
