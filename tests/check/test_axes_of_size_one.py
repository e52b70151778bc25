"""An axis of size 1 has no index in a normal form: what holds of a place there holds of the first."""

import pytest

from derivations import (
    det,
    diag,
    dims,
    entry,
    eye,
    inverse,
    kron,
    leading_eigenvector,
    matrix,
    norm,
    ones,
    squared_norm,
    total,
    unit,
    vector,
)
from derivations.check.normal import prove_equal

n = dims("n")
e = unit(1, 1)
A, S, D = matrix("A", 1, 1), matrix("S", 1, 1, symmetric=True), matrix("D", 1, 1, diagonal=True)
u, w = vector("u", 1, unit=True), vector("w", 1)
Q, U = matrix("Q", 1, 1, orthogonal=True), matrix("U", n, 1, orthonormal=True)

TRUE = {
    "the basis vector is 1": (e, ones(1, 1)),
    "its entry is 1": (entry(e, 1), 1),
    "its sum is 1": (total(e), 1),
    "its length is 1": (norm(e), 1),
    "as a diagonal it is I": (diag(e), eye(1)),
    "its inverse as a diagonal is 1": (inverse(diag(e)), ones(1, 1)),
    "it stacks one block": (kron(e, A), A),
    "an inverse": (A @ inverse(A), 1),
    "an inverse of a symmetric matrix": (inverse(S) @ S, 1),
    "an inverse of a diagonal matrix": (D @ inverse(D), 1),
    "a determinant of an inverse": (det(inverse(A)) * det(A), 1),
    "a unit vector": (squared_norm(u), 1),
    "an orthogonal matrix": (Q.T @ Q, 1),
    "one orthonormal column": (U @ U.T @ U, U),
    "a leading eigenvector": (norm(leading_eigenvector(S)), 1),
}
UNKNOWN = {
    "a unit vector may be −1": (u, ones(1, 1)),
    "an orthogonal matrix may be −1": (Q, ones(1, 1)),
    "one column spans no more than a line": (U @ U.T, eye(n)),
    "any vector has any length": (squared_norm(w), 1),
}


@pytest.mark.parametrize("sides", TRUE.values(), ids=TRUE)
def test_it_is_proven(sides):
    assert prove_equal(*sides)


@pytest.mark.parametrize("sides", UNKNOWN.values(), ids=UNKNOWN)
def test_it_is_not_proven(sides):
    assert not prove_equal(*sides)
