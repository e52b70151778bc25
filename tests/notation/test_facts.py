"""What is read off the form of an expression: nothing is claimed that some values contradict."""

import numpy as np
import pytest
from scipy import special, stats

from derivations import (
    det,
    diag,
    diagonal,
    dims,
    exp,
    eye,
    hadamard,
    index,
    inverse,
    kron,
    log,
    matrix,
    maximum,
    ones,
    random_scalar,
    random_vector,
    row,
    scalar,
    space,
    tanh,
    vec,
    vector,
)
from derivations.notation.distributions import is_simplex
from derivations.notation.facts import is_definite, is_nonnegative, is_positive, is_semidefinite
from derivations.notation.functions import FUNCTIONS

n, m = dims("n m")
A, B = matrix("A", n, m, rank=m), matrix("B", n, m)
R, O = matrix("R", n, m, rank=n), matrix("O", n, m, orthonormal=True)
H, S = matrix("H", n, n, positive_definite=True), matrix("S", n, n, symmetric=True)
d, lam = vector("d", n, positive=True), scalar("lambda", positive=True)

DEFINITE = [A.T @ A, A.T @ H @ A, A.T @ inverse(H) @ A, A.T @ diag(d) @ A, inverse(A.T @ H @ A), B.T @ B + lam * eye(m)]
DEFINITE += [R @ R.T, R @ diag(vector("e", m, positive=True)) @ R.T, O.T @ O]  # independent rows, and columns
NOT_DEFINITE = [B.T @ B, B.T @ H @ B, A.T @ S @ A, A.T @ B, A @ A.T, A @ A.T @ H, B.T @ B + scalar("mu") * eye(m)]
NOT_DEFINITE += [R.T @ R, O @ O.T]


@pytest.mark.parametrize("a", DEFINITE, ids=str)
def test_a_definite_matrix_between_independent_columns_is_definite(a):
    assert is_definite(a)


@pytest.mark.parametrize("a", NOT_DEFINITE, ids=str)
def test_what_may_be_singular_is_not_definite(a):
    assert not is_definite(a)


def test_schur_products_and_kronecker_products_of_semidefinite_matrices_are_semidefinite():
    assert is_definite(hadamard(H, H)) and is_semidefinite(hadamard(B.T @ B, A.T @ A))
    assert is_nonnegative(vector("u", m * m).T @ kron(eye(m), B).T @ kron(eye(m), B) @ vector("u", m * m))
    assert not is_semidefinite(hadamard(H, S)) and not is_definite(hadamard(B.T @ B, A.T @ A))


def test_determinants_and_diagonals_of_definite_matrices_are_positive():
    assert is_positive(det(H)) and is_positive(diagonal(H)) and is_nonnegative(diagonal(B.T @ B))
    assert not is_nonnegative(det(S)) and not is_positive(diagonal(B.T @ B)) and not is_nonnegative(diagonal(S))


def test_a_product_of_positive_entries_is_positive():
    assert is_positive(d.T @ d) and is_positive(d.T @ ones(n, m) @ vector("e", m, positive=True))
    assert not is_positive(d.T @ vector("e", n, nonnegative=True))


def test_equal_weights_are_a_distribution():
    assert is_simplex(ones(n) / n)
    assert not is_simplex(ones(n) / m)
    assert not is_simplex(ones(n, m) / n)


def test_distributions_are_made_of_distributions():
    """Of pairs: the sums of rows and of columns, and the pairs of independent draws; stacked, all are vectors."""
    P, q, A = matrix("P", n, m, simplex=True), vector("q", m, simplex=True), matrix("A", n, m, positive=True)
    for made in (P.T, vec(P), P @ ones(m), P.T @ ones(n), P @ ones(m) @ q.T, vec(P @ ones(m) @ (P.T @ ones(n)).T)):
        assert is_simplex(made)
    for other in (A @ ones(m), P @ P.T @ ones(n), P @ q, P @ ones(m, n), ones(n) @ q.T, 2 * q, q.T @ ones(m)):
        assert not is_simplex(other)


def test_entries_of_rows_and_stacks_have_the_signs_of_the_matrix():
    P = matrix("P", n, m, simplex=True)
    i = index("i", n)
    assert is_positive(vec(matrix("A", n, m, positive=True))) and is_nonnegative(row(P, i))
    assert not is_positive(row(P, i)) and not is_nonnegative(vec(matrix("A", n, m)))


def test_the_largest_entry_has_the_sign_of_the_entries():
    assert is_positive(maximum(d))
    assert is_nonnegative(maximum(vector("a", n, nonnegative=True)))
    assert not is_nonnegative(maximum(vector("x", n)))


def test_a_difference_has_the_sign_that_bounds_give_it():
    a = scalar("a")
    mu = scalar("mu", above=a)
    b = scalar("b", above=mu)
    x = random_scalar("X", space("S"), at_least=a, at_most=b)
    z = random_vector("Z", n, space("S"), at_least=a, at_most=mu)
    assert is_positive(mu - a) and is_positive(b - a) and is_positive(1 - scalar("q", below=1))
    assert is_nonnegative(x - a) and is_nonnegative(b - x) and is_positive(b - z[1])
    assert is_positive(b - mu + lam * (mu - a)) and is_positive(lam + b - a)
    for unknown in (a - mu, b + a, mu - 2 * a, x - mu, b - a - mu, b - a - a):
        assert not is_nonnegative(unknown), unknown
    assert not is_positive(x - a) and not is_positive(mu - z[1])


def test_one_less_a_number_that_is_at_most_one_is_not_negative():
    p, q = scalar("p", unit_interval=True), scalar("q", below=1)
    weights, choice = vector("v", n, simplex=True), vector("z", n, binary=True)
    i = index("i", n)
    for x in (1 - p, p * (1 - p), 1 - p**2, 1 - weights[i], ones(n) - choice, 1 - scalar("b", binary=True)):
        assert is_nonnegative(x) and not is_positive(x)
    assert is_positive(1 - q) and not is_nonnegative(1 - tanh(q)) and is_positive(1 - tanh(q) ** 2)
    for x in (1 - q**2, 1 - scalar("r", below=2), 2 - p, p - 1, 1 - scalar("t", above=0)):
        assert not is_nonnegative(x)


def test_the_table_says_which_functions_are_0_at_0():
    by_scipy = {
        "sigmoid": special.expit,
        "softplus": lambda t: np.logaddexp(0, t),
        "relu": lambda t: np.maximum(t, 0),
        "step": lambda t: np.heaviside(t, 0),
        "normal_density": stats.norm.pdf,
        "normal_cdf": stats.norm.cdf,
    }
    with np.errstate(divide="ignore"):
        at_0 = {name: by_scipy.get(name) or getattr(np, name) for name in FUNCTIONS}
        assert {name for name, f in at_0.items() if f(0.0) == 0} == {
            f.name for f in FUNCTIONS.values() if f.zero_at_zero
        }


PLACE, WEIGHTS = vector("place", n, one_hot=True), vector("weights", n, simplex=True)
FREE, MOVED = vector("free", n), vector("moved", n, nonzero=True)
LEAST, COUNTS = vector("least", n, nonnegative=True), vector("counts", n, nonnegative=True, nonzero=True)
t = scalar("t")
ABOVE_0 = [
    PLACE.T @ d,
    d.T @ WEIGHTS,
    COUNTS.T @ exp(FREE),
    MOVED.T @ H @ MOVED,
    MOVED.T @ MOVED,
    lam * MOVED.T @ H @ MOVED,
]
ABOVE_0 += [log(1 + exp(t)), log(exp(t) + 1), log(1 + lam + t**2), log(ones(n) + exp(FREE))]
NOT_ABOVE_0 = [
    PLACE.T @ FREE,
    LEAST.T @ d,
    WEIGHTS.T @ LEAST,
    FREE.T @ H @ FREE,
    MOVED.T @ S @ MOVED,
    MOVED.T @ B @ B.T @ MOVED,
]
NOT_ABOVE_0 += [t * (MOVED.T @ MOVED), MOVED.T @ H @ FREE, MOVED.T @ MOVED @ FREE.T @ FREE]
NOT_ABOVE_0 += [
    log(1 + t),
    log(exp(t)),
    log(2 * exp(t)),
    log(1 + t**2),
    log(1 - exp(t)),
    log(lam + exp(t)),
    log(1 + lam - t),
]


@pytest.mark.parametrize("x", ABOVE_0, ids=str)
def test_what_is_positive_by_form_and_facts(x):
    assert is_positive(x)


@pytest.mark.parametrize("x", NOT_ABOVE_0, ids=str)
def test_what_may_be_0_or_below(x):
    assert not is_positive(x)


def test_the_logarithm_of_one_and_more_is_not_negative():
    assert is_nonnegative(log(1 + t**2)) and is_nonnegative(log(ones(n) + LEAST))
    assert not is_nonnegative(log(1 + t)) and not is_nonnegative(log(t**2))
