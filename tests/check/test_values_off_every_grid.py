"""General values lie on no grid that a constant of the claim can name."""

import pytest
from sympy import Integer, pi

from derivations import (
    StepError,
    consider,
    cos,
    dims,
    equals,
    matrix,
    ones,
    relu,
    scalar,
    sequence,
    sin,
    squared_norm,
    tan,
    theorem,
    vector,
)
from derivations.check import check_theorem
from derivations.check.draws import Draws

n, p = dims("n p")
x, u, t = scalar("x"), vector("x", n), scalar("t", unit_interval=True)
X, k, a = matrix("X", n, p), scalar("k", integer=True, nonnegative=True), sequence("a")
MANY = Integer(10) ** 22


def refusal(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    with pytest.raises(StepError) as caught:
        check_theorem(theorem(title="Made for a test")(body))
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (sin(MANY * pi * x), Integer(0)),
        (tan(MANY * pi * x), Integer(0)),
        (x + sin(MANY * pi * x), x),
        (sin(400_002 * 100_001 * 12 * MANY * pi * t), Integer(0)),
        (sin(MANY * pi * a[k]), Integer(0)),
        (cos(2 * MANY * pi * u), ones(n)),
        (squared_norm(X) + sin(MANY * pi * squared_norm(X)), squared_norm(X)),
        (sin(MANY * pi * x) * relu(x - 100), Integer(0)),
    ],
    ids=str,
)
def test_a_sine_of_many_half_turns_is_not_zero(before, after):
    assert "the two sides differ" in refusal(before, after)


@pytest.mark.parametrize("mode", ["fine", "far"])
def test_fine_and_far_values_have_a_large_prime_below_the_line(mode):
    draws = Draws("a", mode)
    values = [draws.positive() for _ in range(20)] + [draws.fraction() for _ in range(20)]
    below = [value.denominator for value in values if value]
    common = draws._grid
    assert all(b % common == 0 for b in below) and common > 10**28
