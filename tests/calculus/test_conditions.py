"""The conditions of an answer: each is needed, none is said twice, and what is said of a kink is true there."""

import pytest

from derivations import differentiate


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("log(a^2)", "a", ("where a ≠ 0",)),
        ("sqrt(a^2)", "a", ("where a ≠ 0",)),
        ("log((x'*y)^2)", "x", ("where xᵀy ≠ 0",)),
        ("log(det(A)^2)", "A", ("where A is invertible",)),
        ("sum(log(x.^2))", "x", ("where no entry of x is 0",)),
        ("log(norm2(x)^2)", "x", ("where ‖x‖ ≠ 0",)),
        ("log(a^3)", "a", ("where a > 0",)),
    ],
)
def test_an_even_power_is_positive_wherever_its_base_is_not_0(f, x, conditions):
    assert differentiate(f, x).conditions == conditions


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("1/norm2(x)", "x", ("where ‖x‖ ≠ 0",)),
        ("log(norm2(x))", "x", ("where ‖x‖ ≠ 0",)),
        ("sum(log(abs(x)))", "x", ("where no entry of x is 0",)),
        ("log(abs(det(A)))", "A", ("where A is invertible",)),
    ],
)
def test_nothing_is_said_of_subgradients_where_the_function_has_no_value(f, x, conditions):
    assert differentiate(f, x).conditions == conditions


def test_nor_with_several_variables():
    found = differentiate("norm2(y)/norm2(x)", ["x", "y"])
    assert found["x"].conditions[0] == "where ‖x‖ ≠ 0"
    assert found["x"].conditions[1].startswith("where ‖y‖ ≠ 0; at 0 the subgradients")


NORM = "; at 0 the subgradients of the norm are the vectors of length at most 1"
ABS = "; at 0 the subgradients of the absolute value are the interval [−1, 1]"


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("norm2(A*x)", "x", (f"where ‖Ax‖ ≠ 0{NORM}",)),
        ("-norm2(x)", "x", (f"where ‖x‖ ≠ 0{NORM}",)),
        ("norm2(x)^3", "x", (f"where ‖x‖ ≠ 0{NORM}",)),
        ("norm2(A)", "A", ("where ‖A‖ ≠ 0; at 0 the subgradients of the norm are the matrices of norm at most 1",)),
        ("abs(a)", "a", (f"where a ≠ 0{ABS}, and sign(0) = 0 is used",)),
        ("sqrt(abs(a))", "a", (f"where a ≠ 0{ABS}",)),
        ("sign(a)*a", "a", ("where a ≠ 0; at 0 sign jumps and has no derivative",)),
    ],
)
def test_what_is_said_of_a_kink_is_said_of_the_function_that_has_it(f, x, conditions):
    found = differentiate(f, x).conditions
    assert found == conditions
    assert differentiate(f, [x])[x].conditions == found


def test_terms_that_share_a_column_have_their_hessian():
    r = differentiate("log(x'*S*x) - log(x'*K*x)", "x", {"S": "n n spd", "K": "n n spd"}, order=2)
    assert r.text == "4(Kx xᵀK/(xᵀKx)² − Sx xᵀS/(xᵀSx)²) + 2(S/(xᵀSx) − K/(xᵀKx))"
