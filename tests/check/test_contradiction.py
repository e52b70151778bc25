"""What is supposed must be able to hold: from hypotheses that contradict each other everything follows."""

import pytest

from derivations import StepError, consider, dims, equals, equation, exp, scalar, squared_norm, suppose, theorem, vector
from derivations.calculus.rules import hypothesis
from derivations.check import check_theorem

n = dims("n")
x, y, z = scalar("x"), scalar("y"), scalar("z", positive=True)
u, v = scalar("u"), vector("v", n)


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
    ],
    ids=str,
)
def test_what_can_hold_is_supposed(supposed):
    check_theorem(made(supposed))
