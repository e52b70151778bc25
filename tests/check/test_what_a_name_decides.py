"""What a symbol is called decides nothing: none is one that the checker uses, or a member of a sequence."""

import pytest
from sympy import Rational

from derivations import (
    StepError,
    consider,
    dims,
    equals,
    hadamard,
    ones,
    result,
    scalar,
    sequence,
    suppose,
    theorem,
    vector,
)
from derivations.check.theorem import check_theorem
from derivations.notation.requirements import positive, requirement

n = dims("n")
s, v = scalar("x"), vector("x", n)
t, w = scalar("x_free"), vector("x_free", n)
step = ones(n) * Rational(1, 8)


def checked(left, right, *given):
    def claim():
        for g in given:
            yield suppose(g, why="Let it be so.")
        yield consider(left)
        yield equals(right, why="This is the claim.")
        yield result("end", why="This was the claim.")

    return check_theorem(theorem(title="Made for a test")(claim))


@pytest.mark.parametrize(
    ("left", "given"),
    [
        ((s - Rational(1, 8) - t**2) * (s - t**2), positive(s)),
        ((s - t / (1 + t**2)) * (s - 2 * t / (1 + t**2)), requirement("(-1, 1)", s)),
        (hadamard(v - step - hadamard(w, w), v - hadamard(w, w)), positive(v)),
    ],
    ids=["positive", "between", "a vector"],
)
def test_values_that_fit_a_hypothesis_come_from_no_symbol_of_the_theorem(left, given):
    with pytest.raises(StepError, match="the two sides differ"):
        checked(left, 0 * left, given)


@pytest.mark.parametrize(
    ("member", "symbol"),
    [(sequence("a")[1], scalar("a[1]")), (sequence("a", n)[1], vector("a[1]", n))],
    ids=["numbers", "vectors"],
)
def test_a_member_of_a_sequence_is_no_symbol(member, symbol):
    with pytest.raises(StepError, match="the two sides differ"):
        checked(member, symbol)
