"""Functions of numbers: their values where these are simple, and a refusal where they have none."""

import pytest

from derivations import differentiate
from derivations.errors import MathError

VALUES = {
    "sin(pi)*x": "0",
    "cos(0)*x": "I",
    "cos(pi/3)*x": "(1/2)I",
    "tan(pi/4)*x": "I",
    "exp(0)*x": "I",
    "log(1)*x": "0",
    "sqrt(4)*x": "2I",
    "sqrt(8)*x": "√(8)I",
    "log(2)*x": "log(2)I",
    "abs(-3)*x": "3I",
    "sign(0)*x": "0",
    "sign(-2)*x": "−I",
    "relu(-2)*x": "0",
    "sigmoid(0)*x": "(1/2)I",
    "tanh(0)*x": "0",
    "arctan(1)*x": "(1/4)πI",
    "arcsin(1/2)*x": "(1/6)πI",
    "arcsin(1)*x": "(1/2)πI",
    "sin(sin(pi))*x": "0",
    "x.*exp(vector(0))": "I",
    "x.*cos(vector(pi))": "−I",
}
NO_VALUES = {
    "tan(pi/2)*x": "tan(π/2)x has no value: it asks that cos(π/2) ≠ 0, which never holds",
    "x.*tan(vector(pi/2))": (
        "x∘tan((π/2)·1) has no value: it asks that no entry of cos((π/2)·1) is 0, which never holds"
    ),
    "x/sin(pi)": "x/sin(π) has no value: it asks that sin(π) ≠ 0, which never holds",
    "x/log(1)": "x/log(1) has no value: it asks that log(1) ≠ 0, which never holds",
    "log(cos(pi))*x": "log(cos(π))x has no value: it asks that cos(π) > 0, which never holds",
    "sqrt(cos(pi))*x": "√(cos(π))x has no value: it asks that cos(π) ≥ 0, which never holds",
    "arcsin(pi)*x": "arcsin(π)x has no value: it asks that −1 ≤ π ≤ 1, which never holds",
}


@pytest.mark.parametrize(("f", "answer"), VALUES.items())
def test_a_function_of_a_number_is_the_number_it_is(f, answer):
    found = differentiate(f, "x", {"x": "n"})
    assert (str(found), found.verdict) == (f"∂f/∂x = {answer}", "symbolic")


@pytest.mark.parametrize(("f", "message"), NO_VALUES.items())
def test_a_function_of_a_number_at_which_it_has_no_value(f, message):
    with pytest.raises(MathError) as caught:
        differentiate(f, "x", {"x": "n"})
    assert str(caught.value) == message


def test_a_tangent_has_no_value_where_the_cosine_is_zero():
    assert differentiate("sum(tan(x))", "x").conditions == ("where no entry of cos(x) is 0",)
    assert differentiate("tan(a)*x", "x").conditions == ("where cos(a) ≠ 0",)


@pytest.mark.parametrize(
    ("f", "wrt", "order", "answer"),
    [
        ("2^0.5*x'*x", "x", 1, "2√(2)x"),
        ("2^-0.5*a", "a", 1, "(1/2)√(2)"),
        ("0.5^1.5*a", "a", 1, "(1/4)√(2)"),
        ("exp(2^0.5*a)", "a", 2, "2exp(√(2)a)"),
        ("3^(1/3)/(x'*x)", "x", 1, "−(2·3^(1/3)x/(xᵀx)²)"),
        ("2^0.5*sqrt(2)*a", "a", 1, "2"),
        ("sqrt(2)*a*2^0.5*8^(1/3)", "a", 1, "4"),
        ("2^0.5*3^0.5*a^2 + 6^0.5*a^2", "a", 1, "4√(6)a"),
        ("(2^0.5*a + 2^0.5*b)^2", "a", 1, "4(a + b)"),
    ],
)
def test_roots_of_numbers_meet_and_what_is_rational_of_them_is_in_front(f, wrt, order, answer):
    found = differentiate(f, wrt, order=order)
    assert (found.text, found.verdict) == (answer, "symbolic")
