"""What is read off the form of an expression: nothing is claimed that some values contradict."""

import pytest

from derivations import diag, dims, eye, inverse, matrix, maximum, ones, scalar, vector
from derivations.notation.facts import is_definite, is_nonnegative, is_positive, is_simplex

n, m = dims("n m")
A, B = matrix("A", n, m, rank=m), matrix("B", n, m)
H, S = matrix("H", n, n, positive_definite=True), matrix("S", n, n, symmetric=True)
d, lam = vector("d", n, positive=True), scalar("lambda", positive=True)

DEFINITE = [A.T @ A, A.T @ H @ A, A.T @ inverse(H) @ A, A.T @ diag(d) @ A, inverse(A.T @ H @ A), B.T @ B + lam * eye(m)]
NOT_DEFINITE = [B.T @ B, B.T @ H @ B, A.T @ S @ A, A.T @ B, A @ A.T, A @ A.T @ H, B.T @ B + scalar("mu") * eye(m)]


@pytest.mark.parametrize("a", DEFINITE, ids=str)
def test_a_definite_matrix_between_independent_columns_is_definite(a):
    assert is_definite(a)


@pytest.mark.parametrize("a", NOT_DEFINITE, ids=str)
def test_what_may_be_singular_is_not_definite(a):
    assert not is_definite(a)


def test_equal_weights_are_a_distribution():
    assert is_simplex(ones(n) / n)
    assert not is_simplex(ones(n) / m)
    assert not is_simplex(ones(n, m) / n)


def test_the_largest_entry_has_the_sign_of_the_entries():
    assert is_positive(maximum(d))
    assert is_nonnegative(maximum(vector("a", n, nonnegative=True)))
    assert not is_nonnegative(maximum(vector("x", n)))
