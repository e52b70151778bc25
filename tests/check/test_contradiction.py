"""What is supposed must be able to hold: from hypotheses that contradict each other everything follows."""

import pytest
import sympy

from derivations import (
    StepError,
    consider,
    dims,
    equals,
    equation,
    exp,
    eye,
    log,
    matrix,
    scalar,
    sqrt,
    squared_norm,
    suppose,
    theorem,
    trace,
    vector,
)
from derivations.calculus.rules import hypothesis
from derivations.check import check_theorem
from derivations.notation.functions import sigmoid, sign, sin, tanh

n = dims("n")
x, y, z = scalar("x"), scalar("y"), scalar("z", positive=True)
u, v = scalar("u"), vector("v", n)
w, K = scalar("w", unit_interval=True), scalar("K", integer=True)
N, bit = scalar("N", integer=True, nonnegative=True), scalar("bit", binary=True)
e, f = vector("e", n, unit=True), vector("f", n, unit=True)
p, q = vector("p", n, simplex=True), vector("q", n, one_hot=True)
A, G, Q = matrix("A", n, n), matrix("G", n, n, invertible=True), matrix("Q", n, n, orthogonal=True)
P, S = matrix("P", n, n, positive_definite=True), matrix("S", n, n, symmetric=True)


def made(supposed, *lines):
    def body():
        for relation in supposed:
            yield suppose(relation)
        yield from (line for line in lines or (consider(x * y), equals(y * x)))

    return theorem(title="Made for a test")(body)


def refusal(*arguments):
    with pytest.raises(StepError) as caught:
        check_theorem(made(*arguments))
    return str(caught.value).splitlines()[-1].strip()


@pytest.mark.parametrize(
    ("supposed", "shown"),
    [
        (equation(x**2 + 1, 0), "x² + 1 = 0"),
        (equation(-1 - x**2 - y**4, 0), "−1 − x² − y⁴ = 0"),
        (x**2 <= -1, "x² ≤ −1"),
        (z <= -1, "z ≤ −1"),
        (squared_norm(v) <= -1, "‖v‖² ≤ −1"),
        (equation(exp(x), 0), "exp(x) = 0"),
    ],
    ids=str,
)
def test_a_hypothesis_that_never_holds_is_refused(supposed, shown):
    assert refusal([supposed]) == f"no values fit what is supposed: {shown} never holds"
    assert refusal([equation(y, 1), supposed]) == f"no values fit what is supposed: {shown} never holds"


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (equation(x, 1), equation(x, 2), "x = 1 and x = 2"),
        (equation(x, y), equation(y, x + 1), "x = y and y = x + 1"),
        (equation(x, 0), x >= 1, "x = 0 and x ≥ 1"),
        (x >= 1, equation(x, 0), "x ≥ 1 and x = 0"),
        (x <= y, y <= x - 1, "x ≤ y and y ≤ x − 1"),
        (n >= 3, n <= 2, "n ≥ 3 and n ≤ 2"),
    ],
    ids=str,
)
def test_so_are_two_that_never_hold_together(first, second, shown):
    assert refusal([first, second]) == f"no values fit what is supposed: {shown} never hold together"


@pytest.mark.parametrize(
    ("supposed", "shown"),
    [
        ((x >= y + 1, y >= u + 1, u >= x + 1), "x ≥ y + 1, y ≥ u + 1 and u ≥ x + 1"),
        ((x >= 0, y >= x, x**2 >= 3, x + y <= -1), "x ≥ 0, y ≥ x and x + y ≤ −1"),
        ((x + y >= 3, x <= 1, equation(y, 1)), "x + y ≥ 3, x ≤ 1 and y = 1"),
        ((x**2 + y <= 0, u >= 1, y >= u), "x² + y ≤ 0, u ≥ 1 and y ≥ u"),
        ((x + n <= 1, x >= y, y >= z), "x + n ≤ 1, x ≥ y and y ≥ z"),
        ((x >= y, y >= u, u >= x + z), "x ≥ y, y ≥ u and u ≥ x + z"),
    ],
    ids=str,
)
def test_so_are_more_of_which_a_sum_never_holds(supposed, shown):
    assert refusal(supposed) == f"no values fit what is supposed: {shown} never hold together"


@pytest.mark.parametrize(
    ("supposed", "shown"),
    [
        (equation(sigmoid(x), 1 + z), "σ(x) = 1 + z"),
        (sigmoid(x) >= 2, "σ(x) ≥ 2"),
        (equation(tanh(x), 1), "tanh(x) = 1"),
        (equation(sin(x) + sign(y), 3), "sin(x) + sign(y) = 3"),
        (equation(w, 1 + z), "w = 1 + z"),
        (w >= 2, "w ≥ 2"),
        (equation(2 * K, 1), "2K = 1"),
        (equation(K**2, 2), "K² = 2"),
        (equation(K, sympy.pi), "K = π"),
        (equation(2 * bit, sqrt(2)), "2bit = √(2)"),
        (equation(w, sympy.pi), "w = π"),
        (equation(N**2 + N, 0 * N - N), ""),
        (equation(bit, 2), "bit = 2"),
        (equation(z, 0), "z = 0"),
        (equation(z**2 - z, 2), ""),
        (equation(z**2 + 3 * z + 2, 0), "z² + 3z + 2 = 0"),
        (equation(trace(P), -z), "tr(P) = −z"),
        (equation(e, 2 * f), "e = 2f"),
        (equation(p, 2 * q), "p = 2q"),
        (equation(p, 0 * v), "p = 0v"),
        (equation(Q, 2 * eye(n)), "Q = 2I"),
        (equation(P, -eye(n)), "P = −I"),
        (equation(G, 0 * A), "G = 0A"),
    ],
    ids=str,
)
def test_a_hypothesis_is_held_against_facts_and_ranges(supposed, shown):
    if shown:
        assert refusal([supposed]) == f"no values fit what is supposed: {shown} never holds"
    else:
        check_theorem(made([supposed]))


def test_nothing_follows_from_what_never_holds():
    lines = consider(x**2 * y), equals(-y, by=hypothesis)
    assert refusal([equation(x**2 + 1, 0)], *lines) == "no values fit what is supposed: x² + 1 = 0 never holds"


@pytest.mark.parametrize(
    "supposed",
    [
        [equation(x**2, 1), equation(x, -1)],
        [x >= 1, x <= 1],
        [equation(x, 1), equation(y, 2)],
        [equation(v, 0 * v)],
        [equation(x**2, -y)],
        [x**2 <= 0],
        [n >= 3, n <= 3],
        [x >= y, y >= u, u >= x],
        [x + y >= 3, x <= 1, equation(y, 2)],
        [n <= 1, x >= n, x <= 1],
        [equation(w, 1)],
        [equation(sign(x), 1)],
        [equation(sigmoid(x), z)],
        [equation(2 * K, 4)],
        [equation(z, sympy.pi)],
        [equation(z, 1 / sqrt(2 * sympy.pi))],
        [equation(z**2, sympy.pi)],
        [equation(w, log(2))],
        [equation(trace(P), z)],
        [equation(e, 2 * f - q)],
        [equation(p, q)],
        [equation(Q, -eye(n))],
        [equation(S, A + A.T)],
        [equation(G, A)],
    ],
    ids=str,
)
def test_what_can_hold_is_supposed(supposed):
    check_theorem(made(supposed))
