"""Derivatives at kinks: what is continuous there holds there too, and nothing else does."""

import pytest

from derivations import (
    StepError,
    absolute,
    consider,
    d,
    differential,
    differential_of,
    dims,
    equals,
    equation,
    gradient,
    hadamard,
    jacobian,
    matrix,
    norm,
    ones,
    relu,
    scalar,
    sign,
    squared_norm,
    step,
    suppose,
    tan,
    theorem,
    vector,
)
from derivations.check import check_theorem
from derivations.check.crossing import crosses_kinks
from derivations.check.obligation import Defined
from derivations.notation.probability import expectation, random_scalar, space

n, p = dims("n p")
x, c = scalar("x"), scalar("c")
above, least = scalar("q", positive=True), scalar("r", nonnegative=True)
X, y, w = matrix("X", n, p), vector("y", n), vector("w", p)


def evidence(*lines):
    def body():
        yield from (line for line in lines)  # a generator, for the steps come back to it

    return check_theorem(theorem(title="Made for a test")(body)).steps[-1].evidence


def refusal(*lines):
    with pytest.raises(StepError) as caught:
        evidence(*lines)
    return str(caught.value)


margin = ones(n) - hadamard(y, X @ w)


@pytest.mark.parametrize(
    ("f", "slope", "variable"),
    [
        (relu(x) ** 2, 2 * relu(x), x),
        (x * absolute(x), 2 * absolute(x), x),
        (absolute(c * x - 1) ** 3, 3 * c * (c * x - 1) * absolute(c * x - 1), x),
        (norm(w) ** 3, 3 * norm(w) * w, w),
        (absolute(norm(w)) ** 2, 2 * w, w),
        (squared_norm(relu(margin)), -2 * X.T @ hadamard(y, relu(margin)), w),
        (relu(above - 1) ** 2, 2 * relu(above - 1), above),
    ],
    ids=str,
)
def test_a_gradient_that_is_continuous_holds_at_the_kinks(f, slope, variable):
    assert evidence(differential(f, variable), gradient(slope, wrt=variable)) in ("symbolic", "exact")


def test_so_do_a_jacobian_and_a_differential():
    f = hadamard(w, relu(w))
    assert evidence(differential(f, w), equals(2 * hadamard(relu(w), d(w)))) in ("symbolic", "exact")
    assert evidence(differential(relu(x) ** 3, x), jacobian(3 * relu(x) ** 2, wrt=x)) in ("symbolic", "exact")


NONE = "has no derivative where {} is zero, and this is not excluded"


@pytest.mark.parametrize(
    ("f", "slope", "variable", "zero"),
    [
        (absolute(x), sign(x), x, "x"),
        (relu(x), step(x), x, "x"),
        (relu(x) ** 2 + relu(x), 2 * relu(x) + step(x), x, "x"),
        (x * sign(x) * x, 2 * absolute(x), x, "x"),
        (absolute(relu(x)) ** 2, 2 * relu(x), x, "relu(x)"),
        (absolute(absolute(x) - x) ** 2, 2 * (absolute(x) - x) * (sign(x) - 1), x, "|x| − x"),
        (relu(least), 1, least, "r"),
        (relu(x) ** 2, 2 * relu(x) + 0 * tan(x), x, "x"),
    ],
    ids=["modulus", "relu", "sum", "jump", "nested", "half a line", "boundary", "tangent"],
)
def test_where_the_formula_jumps_or_the_kink_is_not_thin_it_does_not(f, slope, variable, zero):
    assert refusal(differential(f, variable), gradient(slope, wrt=variable)).endswith(NONE.format(zero))


@pytest.mark.parametrize(
    ("f", "slope"),
    [(absolute(x), 1), (absolute(x), x), (relu(x) ** 2, 2 * x), (x * absolute(x), 2 * x), (absolute(x) ** 3, 3 * x**2)],
    ids=str,
)
def test_a_continuous_slope_that_is_wrong_off_the_kink_is_refused(f, slope):
    assert "the two sides differ" in refusal(differential(f, x), gradient(slope, wrt=x))


def test_a_hypothesis_on_what_moves_may_leave_no_room_beside_the_kink():
    lines = [suppose(equation(c, 2 * x)), differential(x * absolute(x), x), gradient(2 * absolute(x), wrt=x)]
    assert refusal(*lines).endswith(NONE.format("x"))
    lines = [suppose(equation(x, 0)), differential(absolute(x), x), gradient(0, wrt=x)]
    assert "step 3 does not follow" in refusal(*lines)


def test_a_hypothesis_on_the_rest_leaves_room():
    lines = [suppose(equation(c, 2)), differential(c * x * absolute(x), x), gradient(4 * absolute(x), wrt=x)]
    assert evidence(*lines) in ("symbolic", "exact")


def test_what_is_no_equation_says_nothing_at_a_kink():
    moved = differential_of(x * absolute(x), x), 2 * absolute(x) * d(x)
    assert crosses_kinks(Defined(moved[:1], moved[1:], equal=True))
    assert not crosses_kinks(Defined(moved[:1], moved[1:]))


def test_a_differential_of_a_part_has_no_value_at_a_kink():
    lines = [differential(relu(x) ** 2, x), equals(2 * relu(x) * differential_of(relu(x), x))]
    assert refusal(*lines).endswith(NONE.format("x"))


def test_a_part_of_a_line_that_is_a_differential_has_no_value_at_a_kink():
    lines = [consider(x * differential_of(absolute(x), x)), equals(absolute(x) * d(x))]
    assert refusal(*lines).endswith(NONE.format("x"))


A, B = random_scalar("A", space("S")), random_scalar("B", space("S"), positive=True, mean=2)


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (relu(x - A) ** 2, 2 * relu(x - A)),
        (relu(x - B) ** 2, 2 * relu(x - B)),
        (relu(x * A) ** 2, 2 * A * relu(x * A)),
        (absolute(x - A) ** 3, 3 * absolute(x - A) * (x - A)),
    ],
    ids=str,
)
def test_an_expectation_has_the_derivative_that_its_outcomes_have(f, slope):
    lines = differential(expectation(f), x), gradient(expectation(slope), wrt=x)
    assert evidence(*lines) in ("symbolic", "exact", "enclosed")


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (relu(x - A), step(x - A)),
        (absolute(x - A), sign(x - A)),
        (relu(random_scalar("D", space("S"), mean=x)) ** 2, 0 * x),
    ],
    ids=str,
)
def test_where_it_jumps_or_the_law_moves_it_has_none(f, slope):
    assert "has no derivative where" in refusal(differential(expectation(f), x), gradient(expectation(slope), wrt=x))
