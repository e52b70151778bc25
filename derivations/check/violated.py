"""Whether a declared fact fails at a point: a counterexample without a fact is a point at which it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations
from typing import Any

from derivations.errors import DerivationError
from derivations.notation.symbols import MatrixAtom, ScalarSymbol, facts_of

from .draws import EXACT
from .evaluate import evaluate
from .having import number_has
from .matrices import Matrix, determinant, dot, identity, rank
from .point import Point


def violated(declared: Any, bare: Any, fact: str, point: Point) -> bool:
    """Whether a symbol lacks a declared fact at a point, or it can't be told; `bare` is the symbol without the fact."""
    if not isinstance(bare, MatrixAtom | ScalarSymbol):
        return True  # what holds of a law or of a function is not seen at one point
    try:
        value, bound = evaluate(bare, point, EXACT), facts_of(declared).get(fact)
        if fact in ("above", "below"):
            limit = evaluate(bound, point, EXACT)
            return value <= limit if fact == "above" else value >= limit
    except DerivationError:
        return True  # no rational value
    if isinstance(value, Matrix):
        if fact == "rank":
            return rank(value, EXACT) != point.integer(bound)
        has = _OF_MATRICES.get(fact)
        return has is None or not has(value)
    return not number_has(fact, value)


def has_what_is_declared(symbol: Any, point: Point) -> bool:
    """Whether the value that a hypothesis gives a symbol has all its declared facts, as far as it can be told."""
    facts = facts_of(symbol) if isinstance(symbol, MatrixAtom | ScalarSymbol) else {}
    try:
        evaluate(symbol, point, EXACT)
    except DerivationError:
        return True
    return not any(violated(symbol, symbol, fact, point) for fact in facts)


def _every(test: Callable[[Any], bool]) -> Callable[[Matrix], bool]:
    return lambda a: all(map(test, a.entries()))


def _is_diagonal(a: Matrix) -> bool:
    return all(not x or i == j for i, row in enumerate(a.rows) for j, x in enumerate(row))


def _has_orthonormal_columns(a: Matrix) -> bool:
    return a.transposed() @ a == identity(a.shape[1], EXACT)


def _is_definite(a: Matrix) -> bool:
    n = len(a.rows)
    return _is_symmetric(a) and all(_minor(a, range(k)) > 0 for k in range(1, n + 1))


def _is_semidefinite(a: Matrix) -> bool:
    n = len(a.rows)
    places = (chosen for k in range(1, n + 1) for chosen in combinations(range(n), k))
    return _is_symmetric(a) and all(_minor(a, chosen) >= 0 for chosen in places)


def _minor(a: Matrix, places: Any) -> Any:
    return determinant(Matrix([[a.rows[i][j] for j in places] for i in places]), EXACT)


def _is_symmetric(a: Matrix) -> bool:
    return a == a.transposed()


_OF_MATRICES: dict[str, Callable[[Matrix], bool]] = {
    **{fact: _every(partial(number_has, fact)) for fact in ("positive", "nonnegative", "binary")},
    "nonzero": lambda a: any(a.entries()),
    "simplex": lambda a: min(a.entries()) >= 0 and sum(a.entries()) == 1,
    "unit": lambda a: dot(a.entries(), a.entries()) == 1,
    "one_hot": lambda a: sorted(a.entries()) == [0] * (len(a.entries()) - 1) + [1],
    "symmetric": _is_symmetric,
    "orthogonal": _has_orthonormal_columns,
    "orthonormal": _has_orthonormal_columns,
    "diagonal": _is_diagonal,
    "invertible": lambda a: rank(a, EXACT) == len(a.rows),
    "positive_definite": _is_definite,
    "positive_semidefinite": _is_semidefinite,
}
