"""The leading eigenvector: of length 1, with the largest eigenvalue, and nothing else is known of it."""

import numpy as np
import pytest

from derivations import (
    MathError,
    ShapeError,
    diag,
    dims,
    equation,
    holds,
    latex,
    leading_eigenvector,
    matrix,
    maximum,
    squared_norm,
    suppose,
    text,
    theorem,
    vector,
)
from derivations.calculus.rules import leading
from derivations.check import check_steps
from derivations.check.normal import prove_equal
from derivations.notation.facts import is_symmetric

n, p = dims("n p")
S, Q, A = matrix("S", n, n, symmetric=True), matrix("Q", n, n, orthogonal=True), matrix("A", n, n)
X, mu = matrix("X", p, n), vector("mu", n)
u = leading_eigenvector(S)


def test_it_has_length_one():
    assert prove_equal(squared_norm(u), 1)
    assert prove_equal(u.T @ u * (u.T @ S @ u), u.T @ S @ u)
    assert not prove_equal(squared_norm(u), 2)
    assert not prove_equal(squared_norm(S @ u), 1)
    assert not prove_equal(leading_eigenvector(S + S @ S), u)


def test_it_belongs_to_the_largest_eigenvalue():
    def body(claimed):
        yield suppose(equation(S, Q @ diag(mu) @ Q.T))
        yield holds(claimed, by=leading(Q, mu))

    def verdict(claimed):
        return check_steps(theorem(title="Made for a test")(lambda: body(claimed)).run()[0]).steps[-1].verdict

    assert verdict(equation(S @ u, maximum(mu) * u)).evidence == "symbolic"
    assert not verdict(equation(S @ u, -maximum(mu) * u)).holds
    assert not verdict(equation(S @ u, u)).holds
    assert not verdict(equation(A @ u, maximum(mu) * u)).holds


@pytest.mark.parametrize(
    "matrix", [S, S @ S, X.T @ X / 2, A.T @ S @ A, Q @ diag(mu) @ Q.T, 2 * S, S.T, X @ S @ X.T], ids=str
)
def test_of_symmetric_matrices(matrix):
    assert is_symmetric(matrix)
    assert leading_eigenvector(matrix).shape == (matrix.shape[0], 1)


@pytest.mark.parametrize("matrix", [A, S @ A, A @ A, A.T @ A @ A, Q, A.T @ S @ A.T], ids=str)
def test_of_no_others(matrix):
    with pytest.raises(MathError, match="expected a symmetric matrix; declare it symmetric=True"):
        leading_eigenvector(matrix)


def test_of_square_matrices():
    with pytest.raises(ShapeError, match="expected a square matrix"):
        leading_eigenvector(X)


def test_how_it_prints():
    assert text(u) == "q_max(S)"
    assert latex(u) == r"q_{\max}\left(S\right)"


def test_its_code():
    from derivations.proof.catalogue import find

    f = find("linear_algebra.pca_first_component").function("component")
    np.testing.assert_allclose(f(S=np.diag([1.0, 3.0, 2.0])), [0, 1, 0], atol=1e-15)
    np.testing.assert_allclose(f(S=np.array([[2.0, -1.0], [-1.0, 2.0]])) ** 2, [0.5, 0.5])
    np.testing.assert_allclose(f(S=np.array([[4.0]])), [1.0])
