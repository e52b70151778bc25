"""Several random variables on one space: nothing between them is independent unless that is declared."""

from fractions import Fraction

import pytest

from derivations import (
    StepError,
    consider,
    covariance,
    dims,
    equals,
    equation,
    expectation,
    random_matrix,
    random_scalar,
    random_vector,
    result,
    space,
    sum_over,
    theorem,
    total,
    variance,
)
from derivations.check.draws import EXACT
from derivations.check.evaluate import holds
from derivations.check.laws import Law, Shuffle, Step, outcomes_of
from derivations.check.sample import Sampler
from derivations.check.theorem import check_theorem
from derivations.notation.symbols import index

n, p = dims("n p")
O = space("O")
X, Z = (random_vector(name, n, O, iid=True) for name in "XZ")
two, W = random_vector("U", 2, O, iid=True, mean=0), random_vector("W", 2, O, independent=True)
three = random_vector("V", 3, O, independent=True, mean=0)
M = random_matrix("M", n, p, O, iid=True, mean=0)
y, Y = random_vector("y", n, O), random_scalar("Y", O)
i = index("i", n)


def checked(left, right):
    def claim():
        yield consider(left)
        yield equals(right, why="This is the claim.")
        yield result("end", why="This was the claim.")

    return check_theorem(theorem(title="Made for a test")(claim))


FALSE = {
    "a sum and one entry": (covariance(total(X), Y), covariance(X[1], Y)),
    "the variance of a sum": (variance(total(X) + Y), n * variance(X[1]) + variance(Y) + 2 * covariance(X[1], Y)),
    "an entry and a number": (expectation(two[2] * Y), 0 * expectation(Y)),
    "entries of two vectors": (covariance(two[1], W[2]), 0 * expectation(Y)),
    "sums of two vectors": (covariance(total(X), total(Z)), sum_over(i, covariance(X[i], Z[i]))),
    "two entries and one": (expectation(two[1] * two[2] * W[1]), 0 * expectation(Y)),
    "all entries and a number": (expectation(three[1] * three[2] * three[3] * Y), 0 * expectation(Y)),
    "a matrix and a vector": (expectation(M.T @ y)[1], expectation(M[1, 1] * y[1])),
}


@pytest.mark.parametrize("sides", FALSE.values(), ids=FALSE)
def test_what_is_not_declared_independent_may_depend(sides):
    with pytest.raises(StepError, match="the two sides differ"):
        checked(*sides)


def test_what_follows_from_the_facts_is_accepted():
    checked(covariance(total(X), Y), sum_over(i, covariance(X[i], Y)))


@pytest.mark.parametrize("mode", ["general", "small", "far"])
@pytest.mark.parametrize("number", range(6))
def test_a_vector_keeps_its_law_beside_another(mode, number):
    A, B = (random_vector(name, 3, O, iid=True) for name in "AB")
    sampler = Sampler(0, (A, B, Y))
    point = sampler.point({}, number, **({} if mode == "general" else {mode: True}))
    for law in (A, B):
        assert holds(equation(expectation(law[1] * law[2] * law[3]), expectation(law[1]) ** 3), point, EXACT)
        assert holds(equation(variance(total(law)), 3 * variance(law[2])), point, EXACT)


def test_outcomes_with_the_same_values_are_one():
    half = Fraction(1, 2)
    coin = Step([(half, Fraction(0)), (half, Fraction(1))])
    seen = Shuffle({0: half}, {(False,): (1, 0), (True,): (0, 1)})
    found = outcomes_of([Law([[(0, coin)]], True, seen)])
    assert sorted(weight for weight, _ in found) == [half, half]
