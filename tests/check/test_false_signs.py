"""Theorems that are false because something is taken to be positive that need not be; none of them may pass."""

import pytest

from derivations import (
    StepError,
    TheoremError,
    absolute,
    consider,
    dims,
    equals,
    implies,
    scalar,
    sqrt,
    suppose,
    theorem,
    total,
    vector,
)
from derivations.check import check_theorem
from derivations.notation.facts import is_nonnegative, is_positive

n = dims("n")
a, b = scalar("a"), scalar("b")
above, below = scalar("c", above=a), scalar("l", below=a)
x = vector("x", n)
t = total(x)


def checked(*lines):
    return check_theorem(theorem(title="Made for a test")(lambda: (line for line in lines)))


def refused(*lines):
    with pytest.raises((StepError, TheoremError)):
        checked(*lines)
    return True


TWICE = [a + a - a, t + t - t, above + above - a, a - below + a]


@pytest.mark.parametrize("twice", TWICE, ids=str)
def test_of_a_number_that_stands_twice_one_alone_is_taken_away(twice):
    assert not is_nonnegative(twice) and not is_positive(1 + twice)
    assert refused(suppose(b >= 0), implies(twice * b >= 0, factor=twice))
    assert refused(consider(b), equals(b + sqrt(twice) - sqrt(twice)))
    assert refused(consider(absolute(twice)), equals(twice))


def test_what_is_left_of_a_sum_of_differences_keeps_its_sign():
    assert is_positive(above - a) and is_positive(above - a + above - a) and is_nonnegative(a - a + a - a)
    assert is_positive(a - below) and is_positive(1 + a - a)
