"""Limits of functions that level out, of steps, and with what is no scalar as a parameter."""

import pytest
import sympy

from derivations import (
    StepError,
    consider,
    det,
    dims,
    exp,
    eye,
    inverse,
    matrix,
    scalar,
    sigmoid,
    squared_norm,
    tanh,
    tends,
    theorem,
    trace,
    vector,
)
from derivations.check import check_theorem
from derivations.notation.functions import arccos, arcsin, arctan, normal_cdf, sign, step
from derivations.notation.probability import expectation, random_scalar, space

n = dims("n")
a, b = scalar("a"), scalar("b")
u, v = scalar("u", positive=True), scalar("v", positive=True)
w, N = scalar("w", unit_interval=True), scalar("N", integer=True, nonnegative=True)
one, other = scalar("p", binary=True), scalar("q", binary=True)
y = vector("y", 3)
P = matrix("P", 2, 2, positive_definite=True)
pi = sympy.pi


def refusal(*lines):
    with pytest.raises(StepError) as caught:
        check_theorem(made(*lines))
    return str(caught.value).splitlines()[3].strip()


def made(*lines):
    def body():
        yield from (line for line in lines)

    return theorem(title="Made for a test")(body)


@pytest.mark.parametrize(
    ("expr", "limit"),
    [
        (arctan(n), pi / 2),
        (arctan(-u * n), -pi / 2),
        (arctan(n**u), pi / 2),
        (arctan(n) * arctan(b * n), pi**2 / 4 * sign(b)),
        (n * (pi / 2 - arctan(n)), 1),
        (arctan(a) + 1 / n, arctan(a)),
        (arcsin(1 / (n + 1)), 0),
        (arccos(1 / (n + 1)), pi / 2),
        (normal_cdf(n), 1),
        (normal_cdf(-n), 0),
        (normal_cdf(u * n + a), 1),
        (normal_cdf(a + 1 / n), normal_cdf(a)),
        (n * (1 - normal_cdf(n)), 0),
        (exp(n**2 / 4) * (1 - normal_cdf(n)), 0),
        (step(1 / n), 1),
        (step(a * n), step(a)),
        (step(a - 1 / n), step(a)),
        (one**n, one),
        (one**n * other**n + 1 / n, one * other),
        (expectation(random_scalar("X", space("S"))) / n, 0),
        (squared_norm(y) * n / (1 + n), squared_norm(y)),
        (tanh(N / (v + 1) + v / (w + n**2)), tanh(N / (v + 1))),
        (tanh(a / (v + 1) + v / (w + n**2)) * sigmoid(a + b / n), tanh(a / (v + 1)) * sigmoid(a)),
    ],
    ids=str,
)
def test_a_limit_is_proven(expr, limit):
    check_theorem(made(consider(expr), tends(limit, n)))


@pytest.mark.parametrize(
    ("expr", "limit", "said"),
    [
        (n**a / (1 + n**a), step(a), "the limit is 1/2 at a = 0"),
        (1 / n, step(a), "the limit is 0"),
        (1 / n, normal_cdf(a), "the limit is 0"),
        (arctan(a * n), pi / 2, "the limit is 0 at a = 0"),
        (arctan(n**a), pi / 2, "the limit is π/4 at a = 0"),
        (normal_cdf(a * n), 1, "the limit is 1/2 at a = 0"),
        (normal_cdf(1 / n), 0, "the limit is 1/2"),
        (step(1 / n), 0, "the limit is 1"),
        (step(a + 1 / n), step(a), "the limit is 1 at a = 0"),
        (one**n, 1 - one, "the limit is 1 at p = 1"),
        (tanh(N / (v + 1) + v / (w + n**2)), 0, "the limit is tanh(N/(v + 1))"),
        (
            trace(inverse(P + eye(2) / n)),
            trace(inverse(P)),
            "the limit could not be taken: not supported yet: the limit of tr((P + I/n)⁻¹)",
        ),
        (det(P + eye(2) / n), det(P), "the limit could not be taken: not supported yet: the limit of det(P + I/n)"),
    ],
    ids=str,
)
def test_a_limit_that_is_another_or_is_not_known_is_refused(expr, limit, said):
    assert refusal(consider(expr), tends(limit, n)) == said
