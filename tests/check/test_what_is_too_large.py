"""What takes without end to evaluate is refused by name, with the limit."""

import pytest
from sympy import Integer, Rational

from derivations import (
    StepError,
    absolute,
    consider,
    equals,
    exp,
    expectation,
    index,
    norm1,
    random_scalar,
    random_vector,
    result,
    scalar,
    space,
    sum_over,
    theorem,
    total,
    vector,
)
from derivations.check.theorem import check_theorem

s, i = scalar("s"), index("i", 10**9)
v, X = vector("v", 10**6), random_scalar("X", space("O"))
Z = random_vector("Z", 12, space("O"), iid=True)


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (exp(s) ** Rational(10**30 + 1, 10**30), exp(s), "not supported: a root of a degree above 1000000000000000000"),
        (sum_over(i, s * i), s, "not supported: values of 1000000000 terms of a sum, at most 3000"),
        (total(v), norm1(v), "not supported: values of a 1000000×1 matrix, at most 10000 entries"),
        (
            expectation(absolute(Z.T @ Z)),
            expectation(absolute(Z.T @ Z)) + expectation(Z[1]) - expectation(Z[2]),
            "not supported: values of 531441 outcomes of a space, at most 20000",
        ),
        (expectation(X ** Integer(10**9)), expectation(X), "the two sides differ"),
    ],
    ids=["a root", "a sum", "a vector", "outcomes", "a moment"],
)
def test_what_takes_without_end_is_refused(left, right, said):
    def claim():
        yield consider(left)
        yield equals(right, why="This is the claim.")
        yield result("end", why="This was the claim.")

    with pytest.raises(StepError, match=said):
        check_theorem(theorem(title="Made for a test")(claim))
