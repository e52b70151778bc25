"""A sum with a number too large to show what is added to it decides nothing."""

import mpmath
import pytest
from sympy import Integer, Rational, pi

from derivations import (
    StepError,
    arctan,
    consider,
    dims,
    equals,
    exp,
    expectation,
    eye,
    log,
    logdet,
    logsumexp,
    matrix,
    random_scalar,
    scalar,
    softplus,
    space,
    sqrt,
    theorem,
    unit,
)
from derivations.check import check_theorem

n = dims("n")
x, far, farther = scalar("x"), scalar("a", above=5000), scalar("b", above=10**1300)
k = scalar("k", integer=True, positive=True)
P = matrix("P", n, n, positive_definite=True)
X = random_scalar("X", space("O"), nonnegative=True)
MANY = Integer(10) ** 1300


def evidence(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    return check_theorem(theorem(title="Made for a test")(body)).steps[-1].evidence


def cut_off(value):
    """The first 1400 digits of a number."""
    with mpmath.workdps(1500):
        return Rational(int(mpmath.floor(value() * mpmath.mpf(10) ** 1400)), 10**1400)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (log(1 + exp(far)), far),
        (softplus(5000 + exp(x)), 5000 + exp(x)),
        (log(1 + exp(5000 * k)), 5000 * k),
        (log(1 + exp(5000 * n)), 5000 * n),
        (expectation(softplus(5000 + X)), 5000 + expectation(X)),
        (logsumexp(5000 * (1 + x**2) * unit(2, 2)), 5000 * (1 + x**2)),
        (exp(far) / (exp(far) + 1), Integer(1)),
        (logdet(MANY * P + eye(n)), logdet(MANY * P)),
        (farther / sqrt(1 + farther**2), Integer(1)),
        (arctan(MANY * (1 + x**2)), pi / 2),
        (pi * x, cut_off(lambda: +mpmath.pi) * x),
        (sqrt(Integer(2)) * x, cut_off(lambda: mpmath.sqrt(2)) * x),
    ],
    ids=lambda side: str(side)[:40],
)
def test_what_is_lost_in_a_sum_is_not_decided(before, after):
    with pytest.raises(StepError) as caught:
        evidence(before, after)
    assert str(caught.value).endswith("no values could be told apart with 640 digits")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (log(1 + exp(x)), x + log(1 + exp(-x))),
        (softplus(x) - softplus(-x), x),
        (log(exp(100 + x) + exp(x)), x + log(exp(100) + 1)),
        (logsumexp(x * unit(2, 2)), softplus(x)),
    ],
    ids=str,
)
def test_a_sum_of_ordinary_numbers_is_decided(before, after):
    assert evidence(before, after) in ("symbolic", "enclosed")
