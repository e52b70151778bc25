"""The leading eigenvector: of length 1, with the largest eigenvalue, and nothing else is known of it."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from derivations import (
    MathError,
    NotSupported,
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
from derivations.check import check_steps, spectra
from derivations.check.arithmetic import arithmetic
from derivations.check.evaluate import evaluate, holds as holds_at
from derivations.check.matrices import Matrix
from derivations.check.normal import prove_equal
from derivations.check.sample import Sampler
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


def test_a_wrong_claim_has_a_counterexample():
    def body():
        yield suppose(equation(S, Q @ diag(mu) @ Q.T))
        yield holds(equation(S @ u, -maximum(mu) * u), by=leading(Q, mu))

    found = check_steps(theorem(title="Made for a test")(body).run()[0]).steps[-1].verdict.counterexample
    assert found.startswith("n = ") and "on the left" in found


def test_its_value_is_a_unit_eigenvector_of_the_largest_eigenvalue():
    sampler = Sampler(3, [S, Q, mu, Q.T @ mu])
    field = arithmetic("python").exact
    for size, number in product((1, 2, 3, 4), range(3)):
        point = sampler.point({"n": size}, number, given=[(S, Q @ diag(mu) @ Q.T)])
        if len(set(evaluate(mu, point, field).entries())) == size:
            assert holds_at(equation(S @ u, maximum(mu) * u), point, field)
            assert holds_at(equation(squared_norm(u), 1), point, field)
            assert max(evaluate(u, point, field).entries(), key=abs) > 0


@pytest.mark.parametrize(
    ("rows", "vector"),
    [
        ([[34, 12], [12, 41]], [Fraction(3, 5), Fraction(4, 5)]),
        ([[-2, 0], [0, -3]], [1, 0]),
        ([[0, 0], [0, 0]], [1, 0]),
        ([[5]], [1]),
        ([[1, 2], [2, 1]], None),  # (1, 1)/√2
        ([[1, 1], [1, 2]], None),  # the eigenvalues are irrational
    ],
)
def test_the_eigenvector_of_a_matrix_of_fractions(rows, vector):
    assert spectra.leading_eigenvector(Matrix([[Fraction(x) for x in row] for row in rows])) == vector


def test_an_irrational_eigenvector_has_no_value():
    point = Sampler(1, [S]).point({"n": 3}, 1)
    for field in (arithmetic("python").exact, arithmetic("python").balls):
        with pytest.raises(NotSupported, match=r"^not supported yet: the numeric value of .* where it is irrational"):
            evaluate(u, point, field)


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
