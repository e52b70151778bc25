"""An entry, a row or a basis vector by number exists where the size allows; a step does not take it for granted."""

import pytest

from derivations import (
    StepError,
    at_least,
    consider,
    dims,
    equals,
    index,
    matrix,
    row,
    scalar,
    sum_over,
    suppose,
    theorem,
    total,
    unit,
    vector,
)
from derivations.calculus.rules import one_term
from derivations.check import check_theorem

n = dims("n")
i, j = index("i", n), index("j", n - 1)
x, longer = vector("x", n, nonnegative=True), vector("y", n + 2, nonnegative=True)
X = matrix("X", n, 3)
a = scalar("a")
k, q = scalar("k", integer=True), scalar("q", integer=True, positive=True)
NOTHING = consider(a * 0)


def made(*lines):
    def body():
        yield from (line for line in lines)

    return theorem(title="Made for a test")(body)


def refusal(*lines):
    with pytest.raises(StepError) as caught:
        check_theorem(made(*lines))
    return str(caught.value).splitlines()[-1].strip()


def bound_below(vector, place):
    return consider(total(vector)), at_least(vector[place], by=one_term(vector, place))


def test_an_entry_that_may_not_exist_is_no_lower_bound():
    assert refusal(*bound_below(x, 3)) == "n − 3 is not shown to be nonnegative, so that x₃ exists"
    assert refusal(*bound_below(longer, 4)) == "n + 2 − 4 is not shown to be nonnegative, so that y₄ exists"


def test_one_that_exists_for_every_size_is():
    check_theorem(made(*bound_below(x, 1)))
    check_theorem(made(*bound_below(longer, 3)))


@pytest.mark.parametrize("least", [3, 4])
def test_so_is_one_that_exists_by_hypothesis(least):
    check_theorem(made(suppose(n >= least), *bound_below(x, 3)))


def test_a_hypothesis_that_asks_for_less_does_not_do():
    assert refusal(suppose(n >= 2), *bound_below(x, 3)) == "n − 3 is not shown to be nonnegative, so that x₃ exists"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (x[3], "n − 3 is not shown to be nonnegative, so that x₃ exists"),
        (X[2 * i, 3], "n − 2i is not shown to be nonnegative, so that X₂ᵢ₃ exists"),
        (sum_over(i, x[i + 1]), "n − (i + 1) is not shown to be nonnegative, so that xᵢ₊₁ exists"),
        (sum_over(i, x[i - 1]), "i − 1 − 1 is not shown to be nonnegative, so that xᵢ₋₁ exists"),
        (x[k], "k − 1 is not shown to be nonnegative, so that xₖ exists"),
        (x[q], "n − q is not shown to be nonnegative, so that x_q exists"),
        (x.T @ unit(3, n), "n − 3 is not shown to be nonnegative, so that e₃ exists"),
        (row(X, 3).T @ row(X, 1), "n − 3 is not shown to be nonnegative, so that x₃ exists"),
    ],
    ids=str,
)
def test_a_step_brings_in_no_place_that_may_not_exist(new, said):
    assert refusal(NOTHING, equals(0 * new)) == said


@pytest.mark.parametrize(
    "new",
    [
        x[n],
        X[i, 3],
        sum_over(i, x[n + 1 - i]),
        sum_over(j, x[j + 1]),
        x.T @ unit(i, n),
        row(X, i).T @ row(X, 1),
    ],
    ids=str,
)
def test_and_may_bring_in_one_that_does(new):
    check_theorem(made(NOTHING, equals(0 * new)))


def test_what_is_stated_already_exists_in_what_follows():
    check_theorem(made(consider(x[3] * a), equals(a * x[3])))


def test_a_number_between_the_ends_is_a_place_by_hypothesis():
    check_theorem(made(suppose(k >= 1), suppose(k <= n), NOTHING, equals(0 * x[k])))
