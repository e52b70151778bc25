"""What small sizes hide: determinants that vanish for want of indices to sum over, and sums that are numbers."""

from math import comb

import pytest

from derivations import (
    absolute,
    consider,
    det,
    dims,
    equals,
    exp,
    expectation,
    eye,
    index,
    log,
    matrix,
    random_matrix,
    random_scalar,
    relu,
    scalar,
    sequence,
    space,
    sqrt,
    squared_norm,
    step,
    sum_over,
    theorem,
    total,
    vector,
)
from derivations.check import check_steps

n, m, p = dims("n m p")
X, Y, W = matrix("X", n, m), matrix("Y", m, p), matrix("W", p, n)
A, B = matrix("A", n, n), matrix("B", n, n)
D, R = matrix("D", n, n, diagonal=True), matrix("R", n, m, orthonormal=True)
G = Y.T @ X.T @ X @ Y
a, s, w = scalar("a"), scalar("s"), scalar("w")
x, i = vector("x", n), index("i", n)
data = space("data")
Z = random_matrix("Z", n, m, data, mean=0, variance=1, iid=True)
some, other = random_scalar("U", data), random_scalar("U", data, nonnegative=True)
q, r = sequence("q"), sequence("q", nonnegative=True)
k = scalar("k", integer=True, nonnegative=True)


def verdict(before, after):
    def lines():
        yield consider(before)
        yield equals(after)

    return check_steps(theorem(title="Made for a test")(lines).run()[0]).steps[-1].verdict


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (det(X @ Y @ W), n * det(X @ Y @ W)),
        (det(2 * (X @ Y @ W)), 2 * n * det(X @ Y @ W)),
        (det(-(X @ Y @ W)), (2 * n - 3) * det(X @ Y @ W)),
        (det(2 * G), 2 * p * det(G)),
        (det(3 * G), (6 * p - 3) * det(G)),
        (det(a * G), a * (1 + (p - 1) * (a - 1)) * det(G)),
        (det(2 * X.T @ X) * det(Y @ Y.T), 2 * m * det(X.T @ X) * det(Y @ Y.T)),
        (det(X @ Y @ W @ D), n * det(X @ Y @ W) * det(D)),
        (det(X @ Y @ Y.T @ X.T), n * det(X @ Y @ Y.T @ X.T)),
        (det(G) * (p - 1) * (p - 2) * (p - 3), 0),
        (relu(1 - w) * relu(s - 2) * det(a * X.T @ X), relu(1 - w) * relu(s - 2) * a * det(X.T @ X)),
    ],
    ids=lambda e: str(e)[:40],
)
def test_a_determinant_with_too_few_indices_inside_decides_nothing(before, after):
    assert not verdict(before, after).holds


def doubled(count):
    """2ⁿ − 2n is 0 for n = 1 and n = 2, and not from there on."""
    return 2**count - 2 * count


def differences(of, terms):
    """The difference of so high an order is 0 for polynomials of a lower degree in k, as det(kA) is for few rows."""
    return sum(((-1) ** j * comb(terms, j) * of(j + 1) for j in range(1, terms + 1)), of(1))


rarely = relu(w - 1) * relu(s - 1) * relu(scalar("u") - 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (doubled(n) * doubled(m) * doubled(p), 0),
        (doubled(n) * doubled(m) * doubled(p) * a, 0),
        (doubled(i) * x[i], 0),
        (relu(w) * (i - 1) * (i - 2) * (i - 3) * X[i, 1], 0),
        (rarely * 2**n, rarely * (n**2 - n + 2)),
        (rarely * log(n), rarely * (n - 1) * log(2)),
        (rarely * det(2 * eye(n)), rarely * 2 * n),
        (rarely * sum_over(i, 2**i), rarely * (4 * n - 2)),
        (differences(lambda k: det(A + k * B), 7), 0),
        (differences(lambda k: det(k * X.T @ X), 5), 0),
        (sqrt(1 + differences(lambda k: (a + k) ** n, 7) ** 2), 1),
        (det(A - A.T) * (n - 2) * (n - 4) * (n - 6), 0),
        ((det(A) - det(-A)) * (n - 1) * (n - 3) * (n - 5), 0),
    ],
    ids=lambda e: str(e)[:40],
)
def test_what_holds_at_some_sizes_and_places_holds_at_four(before, after):
    assert not verdict(before, after).holds


@pytest.mark.parametrize("of", [X.T @ X, X @ Y @ W], ids=str)
def test_true_statements_about_them_are_still_shown(of):
    assert verdict(det(-of) * det(-of), det(of) * det(of)).holds


@pytest.mark.parametrize(
    ("of", "wrong"),
    [
        (expectation(squared_norm(Z)), n),
        (expectation(squared_norm(Z.T @ x)), squared_norm(x)),
        (squared_norm(R), 1),
        (sum_over(i, 1), 1),
        (total(exp(0 * x)), 1),
    ],
    ids=str,
)
@pytest.mark.parametrize("only", [relu(w - 2), step(w - 100), relu(w - 3) * relu(s - 3) * relu(a - 3)], ids=str)
def test_a_sum_that_is_a_number_is_one_in_every_case(of, wrong, only):
    assert not verdict(only * of, only * wrong).holds


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        (expectation(some), expectation(absolute(other)), "U"),
        (absolute(q[k]), r[k], "q"),
        (absolute(a), scalar("a", positive=True), "a"),
        (squared_norm(x), squared_norm(vector("x", m)), "x"),
    ],
    ids=str,
)
def test_one_name_is_one_thing(before, after, name):
    said = f"two things are called {name}, with different facts or shapes: give one of them another name"
    assert verdict(relu(w - 100) * before, relu(w - 100) * after).how == said
