"""What is declared must be able to be: of what there is not everything would hold."""

import pytest
from sympy import Rational

from derivations import (
    StepError,
    consider,
    dims,
    equals,
    exp,
    matrix,
    random_scalar,
    random_vector,
    scalar,
    sequence,
    space,
    suppose,
    theorem,
    vector,
)
from derivations.check import check_theorem
from derivations.notation.linear import total, trace
from derivations.notation.probability import expectation
from derivations.notation.shapes import is_matrix

n, m = dims("n m")
S = space("S")
a, b = scalar("a"), scalar("b")
half = Rational(1, 2)
v = scalar("v", positive=True)


def made(*lines):
    def body():
        yield from (line for line in lines)

    return theorem(title="Made for a test")(body)


def refusal(*lines):
    with pytest.raises(StepError) as caught:
        check_theorem(made(*lines))
    return str(caught.value).splitlines()[-1].strip()


def about(x):
    """A step that holds of everything, and speaks of x."""
    y = expectation(x) if "random" in type(x).__name__.lower() else x
    if is_matrix(y):
        y = total(y)
    return consider(a + y), equals(y + a)


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (matrix("Z", 2, 3, orthonormal=True), "Z: no 2×3 matrix has orthonormal columns"),
        (matrix("Z", n, n + 1, orthonormal=True), "Z: no n×(n + 1) matrix has orthonormal columns"),
        (matrix("F", 2, 3, rank=3), "F: no 2×3 matrix has rank 3"),
        (matrix("F", n, n, rank=n + 1), "F: no n×n matrix has rank n + 1"),
        (
            matrix("M", 2, 2, rank=1, diagonal=True, positive_definite=True),
            "M: no 2×2 matrix is positive definite and has rank 1",
        ),
        (matrix("M", 2, 2, rank=1, invertible=True), "M: no 2×2 matrix is invertible and has rank 1"),
        (vector("x", 3, positive=True, one_hot=True), "x: no vector of 3 entries is positive and one-hot"),
        (scalar("h", positive=True, below=0), "h: no number is positive and below 0"),
        (scalar("h", integer=True, above=0, below=1), "h: no number is above 0, below 1 and an integer"),
        (scalar("h", unit_interval=True, above=2), "h: no number is above 2 and between 0 and 1"),
        (scalar("h", above=v, below=scalar("w", below=v)), "h: no number is above v and below w"),
        (random_scalar("X", S, positive=True, mean=-1), "X: no random number is positive and has mean −1"),
        (random_scalar("X", S, positive=True, mean=0), "X: no random number is positive and has mean 0"),
        (random_scalar("X", S, variance=-1), "X: no random number has variance −1"),
        (
            random_scalar("X", S, nonnegative=True, mean=0, variance=v),
            "X: no random number is not negative, has mean 0 and variance v",
        ),
        (random_scalar("X", S, at_least=0, at_most=1, mean=5), "X: no random number is at most 1 and has mean 5"),
        (
            random_scalar("X", S, at_least=0, at_most=1, variance=3),
            "X: no random number is at least 0, at most 1 and has variance 3",
        ),
        (
            random_scalar("X", S, symmetric_law=True, positive=True),
            "X: no random number is positive and has a symmetric law",
        ),
        (
            random_vector("X", n, S, iid=True, positive=True, mean=-1),
            "X: no random vector of n entries is positive and has mean −1",
        ),
        (
            random_scalar("X", S, symmetric_law=True, at_least=v),
            "X: no random number is at least v and has a symmetric law",
        ),
        (
            random_scalar("X", S, symmetric_law=True, at_most=-1),
            "X: no random number is at most −1 and has a symmetric law",
        ),
        (random_scalar("X", S, symmetric_law=True, mean=1), "X: no random number has mean 1 and a symmetric law"),
        (
            random_scalar("X", S, symmetric_law=True, nonnegative=True, variance=1),
            "X: no random number is not negative, has a symmetric law and variance 1",
        ),
        (
            random_scalar("X", S, symmetric_law=True, at_least=-1, variance=2),
            "X: no random number is at least −1, has a symmetric law and variance 2",
        ),
        (random_scalar("X", S, at_least=v, at_most=-v), "X: no random number is at least v and at most −v"),
        (
            random_vector("X", n, S, uncorrelated=True, symmetric_law=True, at_least=1),
            "X: no random vector of n entries is at least 1 and has a symmetric law",
        ),
        (
            random_vector("X", 9, S, iid=True, at_least=1, at_most=-1),
            "X: no random vector of 9 entries is at least 1 and at most −1",
        ),
        (vector("x", n + 1, positive=True, one_hot=True), "x: no vector of n + 1 entries is positive and one-hot"),
        (
            matrix("M", n + 2, n + 2, rank=2, invertible=True),
            "M: no (n + 2)×(n + 2) matrix is invertible and has rank 2",
        ),
        (matrix("M", n, n, rank=-1), "M: no n×n matrix has rank −1"),
        (
            random_vector("X", n - 9, S, positive=True, mean=-1),
            "X: no random vector of n − 9 entries is positive and has mean −1",
        ),
        (scalar("s", binary=True, positive=True, below=1), "s: no number is binary, positive and below 1"),
        (scalar("s", binary=True, nonzero=True, below=1), "s: no number is binary, nonzero and below 1"),
        (scalar("s", binary=True, above=1), "s: no number is binary and above 1"),
        (scalar("s", binary=True, below=0), "s: no number is binary and below 0"),
        (scalar("s", binary=True, above=0, below=half), "s: no number is binary, above 0 and below 1/2"),
        (scalar("s", binary=True, above=half, below=1), "s: no number is binary, above 1/2 and below 1"),
        (
            vector("x", 3, positive=True, unit=True, simplex=True),
            "x: no vector of 3 entries is positive, a distribution and has length 1",
        ),
    ],
    ids=str,
)
def test_a_claim_about_what_can_not_be_is_refused(x, said):
    assert refusal(*about(x)) == f"nothing is {said}"


@pytest.mark.parametrize(
    "x",
    [
        matrix("Z", n, m, orthonormal=True),
        matrix("F", 3, 2, rank=2),
        matrix("F", n, n, rank=1, positive_semidefinite=True),
        vector("x", n - 9, unit=True),
        scalar("h", above=a, below=b),
        scalar("h", above=v + 7, below=b),
        scalar("h", positive=True, binary=True),
        random_vector("X", 10, S, iid=True, mean=0, variance=1),
        random_vector("X", n, S, uncorrelated=True, nonnegative=True),
        random_scalar("X", S, at_least=0, at_most=1, variance=v),
        random_scalar("X", S, at_least=v, at_most=b, mean=a, variance=scalar("w", positive=True)),
        random_scalar("X", S, at_least=exp(a), mean=exp(a)),
        random_scalar("X", S, nonnegative=True, at_most=b),
        random_scalar("X", S, positive=True, at_most=2, variance=half),
        random_scalar("X", S, symmetric_law=True, nonnegative=True),
        random_scalar("X", S, symmetric_law=True, at_most=1, variance=1),
        random_vector("X", n, S, uncorrelated=True, symmetric_law=True, at_most=b),
        scalar("s", binary=True, above=a, below=a + half),
        matrix("M", n, n, rank=2, invertible=True),
        matrix("M", n, n, rank=n - 9, symmetric=True),
        vector("x", n - 9, one_hot=True, positive=True),
        random_vector("X", n + 4, S, independent=True, mean=vector("m", n + 4)),
        random_vector("X", n - 9, S, uncorrelated=True, mean=vector("m", n - 9), variance=1),
    ],
    ids=str,
)
def test_what_is_hard_to_find_is_not_refused(x):
    check_theorem(made(*about(x)))


def test_what_follows_from_facts_that_contradict_is_not_accepted():
    R = random_scalar("R", S, symmetric_law=True, at_least=v)
    for line in (expectation(R) / v, 0), (expectation(R**2), v**2):
        assert refusal(consider(line[0]), equals(line[1])).startswith("nothing is R")


def test_where_it_is_not_told_nothing_is_decided():
    X = random_scalar("X", S, at_least=exp(a), symmetric_law=True)
    assert refusal(*about(X)) == (
        "not supported yet: X, for it is not known whether a random number is at least exp(a) and has a symmetric law"
    )


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (sequence("s", binary=True, above=1)[1], "s: no number is binary and above 1"),
        (sequence("x", 3, positive=True, one_hot=True)[2], "x: no vector of 3 entries is positive and one-hot"),
    ],
)
def test_members_of_a_sequence_must_be_able_to_be_too(x, said):
    assert refusal(*about(x)) == f"nothing is {said}"


def test_shapes_must_go_together():
    one, other = matrix("U", n, m, orthonormal=True), matrix("V", m, n + 1, orthonormal=True)
    lines = consider(trace(one @ one.T) * trace(other @ other.T)), equals(trace(other @ other.T) * trace(one @ one.T))
    assert refusal(*lines) == "no sizes fit U, which has orthonormal columns, and V, which has orthonormal columns"


def test_so_must_what_has_one_entry_alone():
    x, F = vector("x", n, one_hot=True, positive=True), matrix("F", n, n, rank=2)
    lines = consider(total(x) * trace(F)), equals(trace(F) * total(x))
    assert refusal(*lines) == "no sizes fit F, which has rank 2, and x, which is positive and one-hot"


def test_what_is_supposed_must_be_about_something():
    assert refusal(suppose(scalar("h", positive=True, below=0) >= a), *about(b)) == (
        "nothing is h: no number is positive and below 0"
    )
