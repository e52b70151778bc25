"""The actual function that stands for an unspecified one is no special one."""

from fractions import Fraction
from math import comb

import pytest
from sympy import Integer

from derivations import (
    StepError,
    consider,
    det,
    dims,
    equals,
    function,
    scalar,
    squared_norm,
    tan,
    theorem,
    trace,
    vector,
)
from derivations.check import check_theorem
from derivations.check.arithmetic import arithmetic
from derivations.check.draws import Draws
from derivations.check.functions import drawn_function
from derivations.check.matrices import Matrix, determinant, dot

n = dims("n")
L = scalar("L", positive=True)
x, y, z, u, v = (vector(name, n) for name in "xyzuv")
FACTS = [{}, {"convex": True}, {"strongly_convex": L}, {"smooth": L}]
FIELD = arithmetic("python").exact


def refusal(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    with pytest.raises(StepError) as caught:
        check_theorem(theorem(title="Made for a test")(body))
    return str(caught.value)


def second(f, x, u):
    return f.grad(x + u) + f.grad(x - u) - 2 * f.grad(x)


@pytest.mark.parametrize("facts", FACTS, ids=str)
def test_hessians_differ_in_more_than_one_direction(facts):
    f = function("f", n, **facts)
    a, b = f.hess(x) - f.hess(y), f.hess(y) - f.hess(z)
    for before, after in [(a @ b, b @ a), (a @ a, trace(a) * a), (trace(a) ** 2, trace(a @ a))]:
        assert "the two sides differ" in refusal(before, after)


def test_hessians_of_a_function_of_three_numbers_differ_by_any_matrix():
    f, a, b = function("f", 3), vector("a", 3), vector("b", 3)
    assert "the two sides differ" in refusal(det(f.hess(a) - f.hess(b)), Integer(0))


def test_second_differences_of_gradients_are_not_parallel():
    f = function("f", n)
    g, h = second(f, x, u), second(f, y, v)
    assert "the two sides differ" in refusal((g.T @ h) ** 2, squared_norm(g) * squared_norm(h))


def test_a_smooth_function_has_more_than_two_curvatures():
    f = function("f", n, smooth=L)
    a, b, c = (trace(f.hess(s) - f.hess(t)) for s, t in ((x, y), (y, z), (z, x)))
    assert "the two sides differ" in refusal(a * b * c, Integer(0))


@pytest.mark.parametrize("order", [5, 10, 11])
@pytest.mark.parametrize("facts", FACTS[:2], ids=str)
def test_no_difference_of_values_is_zero(order, facts):
    f = function("f", n, **facts)
    values = [(-1) ** k * comb(order, k) * f(x + k * y) for k in range(order + 1)]
    assert "the two sides differ" in refusal(sum(values[1:], values[0]), Integer(0))


def test_an_identity_among_very_many_values_is_not_decided():
    f = function("f", n)
    a = sum((f(k * x) for k in range(2, 14)), f(x))
    said = refusal(tan(2 * a) * (1 - tan(a) ** 2), 2 * tan(a))
    assert said.endswith("but values decide nothing where f is taken at so many places")


@pytest.mark.parametrize("facts", [{"convex": 1}, {"strongly_convex": 1}, {"smooth": 3}, {"smooth": 3, "convex": 1}])
@pytest.mark.parametrize("mode", ["general", "fine", "small", "far"])
def test_a_drawn_function_is_as_bent_as_declared(facts, mode):
    values = {name: Fraction(value) for name, value in facts.items()}
    low = values.get("strongly_convex", Fraction(0) if "convex" in facts else -values.get("smooth", Fraction(0)))
    for number in range(4):
        draws = Draws(f"{number}", mode)
        f = drawn_function(2, values, draws)
        for _ in range(6):
            bent = f.hessian(draws.general(2, 1), FIELD)
            assert _is_semidefinite(bent, -low)
            if "smooth" in values:
                assert _is_semidefinite(-bent, values["smooth"])


def _is_semidefinite(a, more):
    """Whether A + cI is, for a 2×2 matrix."""
    b = Matrix([[x + more * (i == j) for j, x in enumerate(row)] for i, row in enumerate(a.rows)])
    return b.rows[0][0] >= 0 and b.rows[1][1] >= 0 and determinant(b, FIELD) >= 0


@pytest.mark.parametrize("mode", ["general", "small"])
def test_the_ridges_of_a_function_have_the_gradients_and_hessians_they_say(mode):
    draws = Draws("a", mode)
    f = drawn_function(3, {"convex": Fraction(1)}, draws)
    at, step = draws.general(3, 1), draws.general(3, 1).scaled(Fraction(1, 10**12))
    assert bool(f.ridges) == (mode == "general")
    gain = f.value(at + step, FIELD) - f.value(at - step, FIELD)
    assert abs(gain / 2 - dot(f.gradient(at, FIELD).entries(), step.entries())) < Fraction(1, 10**28)
    turned = (f.gradient(at + step, FIELD) - f.gradient(at - step, FIELD)).scaled(Fraction(1, 2))
    error = turned - f.hessian(at, FIELD) @ step
    assert all(abs(e) < Fraction(1, 10**28) for e in error.entries())
