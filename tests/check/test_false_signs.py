"""Theorems that are false because something is taken to be positive that need not be; none of them may pass."""

import pytest
from sympy import Rational

from derivations import (
    StepError,
    TheoremError,
    absolute,
    consider,
    dims,
    equals,
    exp,
    implies,
    norm,
    scalar,
    sign,
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
y, p, q = vector("y", n), scalar("p", positive=True), scalar("q", nonnegative=True)


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


LENGTH = norm(x - y)
ROOTS = [LENGTH, sqrt(b - 7), sqrt(q), sqrt(q) * LENGTH, 2 * sqrt(absolute(b)), q ** Rational(3, 2), norm(x) / norm(y)]


@pytest.mark.parametrize("root", ROOTS, ids=str)
def test_a_root_or_a_norm_may_be_zero_and_then_its_sign_is(root):
    assert refused(consider(sign(root)), equals(1))
    assert refused(consider(root * sign(root) + sign(root)), equals(root + 1))
    assert refused(consider(sign(-root)), equals(-1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sign(2 * LENGTH), sign(LENGTH)),
        (-sign(-LENGTH), sign(LENGTH)),
        (sign(sqrt(p) * norm(x)), sign(norm(x))),
        (LENGTH * sign(LENGTH), LENGTH),
        (sqrt(q) * sign(sqrt(q)), sqrt(q)),
        (-sign(-sqrt(b - 7)) * sqrt(b - 7), sqrt(b - 7)),
        (sign(LENGTH) / LENGTH, 1 / LENGTH),
        (sign(sqrt(p)), 1),
        (sign(p * sqrt(exp(a))), 1),
        (sign(sqrt(1 + a**2)), 1),
    ],
    ids=str,
)
def test_what_is_true_of_signs_of_roots_is_shown(one, other):
    step = checked(consider(one), equals(other)).steps[-1]
    assert step.verdict.evidence == "symbolic"
