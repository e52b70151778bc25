"""The largest entry of a vector that is scaled and shifted, for all dimensions."""

import pytest

from derivations import absolute, dims, exp, hadamard, maximum, ones, scalar, total, vector
from derivations.check.normal import prove_equal

n = dims("n")
x, v = scalar("x"), vector("v", n)
c, p = scalar("c", nonnegative=True), scalar("p", positive=True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (maximum(c * v), c * maximum(v)),
        (maximum(v / p), maximum(v) / p),
        (maximum(absolute(x) * v), absolute(x) * maximum(v)),
        (maximum(x**2 * v - x**2 * hadamard(v, v)), x**2 * maximum(v - hadamard(v, v))),
        (maximum(v + x * ones(n)), maximum(v) + x),
        (maximum(exp(x) * v - total(v) * ones(n)), exp(x) * maximum(v) - total(v)),
        (maximum(3 * ones(n)), 3),
        (maximum(-2 * v), 2 * maximum(-v)),
    ],
    ids=str,
)
def test_a_scale_that_is_not_negative_and_a_shift_come_out(left, right):
    assert prove_equal(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (maximum(x * v), x * maximum(v)),
        (maximum(-v), -maximum(v)),
        (maximum(total(v) * v), total(v) * maximum(v)),
        (maximum(hadamard(v, v)), maximum(v) ** 2),
        (maximum(c * v + v), c * maximum(v)),
        (maximum(v + hadamard(v, v)), maximum(v) + maximum(hadamard(v, v))),
        (maximum(x**3 * v), x**3 * maximum(v)),
    ],
    ids=str,
)
def test_what_may_be_negative_or_differs_between_entries_stays(left, right):
    assert not prove_equal(left, right)
