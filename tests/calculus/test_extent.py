"""What is too large to be checked is refused before anything is worked out, and the limit is said."""

import pytest
from measuring import calls

from derivations import differentiate
from derivations.errors import NotSupported

SCALAR, MATRIX = {"x": "scalar"}, {"x": "n n"}


@pytest.mark.parametrize(
    ("f", "variables", "said"),
    [
        ("((x^1000)^1000)^1000", SCALAR, "(x¹⁰⁰⁰)¹⁰⁰⁰ has the degree 1000000; the limit is 2000"),
        ("(x^-1000)^1000", SCALAR, "(x⁻¹⁰⁰⁰)¹⁰⁰⁰ has the degree 1000000; the limit is 2000"),
        ("exp((x^900)^900)", SCALAR, "(x⁹⁰⁰)⁹⁰⁰ has the degree 810000; the limit is 2000"),
        ("sum((x.^1000).^1000)", {"x": "n"}, "(x¹⁰⁰⁰)¹⁰⁰⁰ has the degree 1000000; the limit is 2000"),
        ("sqrt(x^1000)^1000", SCALAR, "√(x¹⁰⁰⁰)¹⁰⁰⁰ has the degree 1000000; the limit is 2000"),
        ("((1+x)^900*(2+x)^900)^2", SCALAR, "((1 + x)⁹⁰⁰(2 + x)⁹⁰⁰)² has the degree 3600; the limit is 2000"),
        ("(1e400*x)^30", SCALAR, "a number of 39840 bits; the limit is 6000"),
        (
            "tr((x^8)^8)",
            MATRIX,
            "x⁸(x⁸)⁷ has the variable 64 times in one product; the limit is 8",
        ),
    ],
)
@pytest.mark.parametrize("wrt", ["x", ["x"]])
def test_powers_of_powers_have_a_limit(f, variables, said, wrt):
    with pytest.raises(NotSupported) as caught:
        differentiate(f, wrt, variables)
    assert str(caught.value) == f"not supported yet: multiplied out, {said}"


@pytest.mark.parametrize(
    ("f", "variables", "answer"),
    [
        ("(x^1000)^2", SCALAR, "2000x¹⁹⁹⁹"),
        ("(y^8)^8*x", {"x": "n", "y": "n n"}, "y⁶⁴"),
        ("x^100*tr(y)", {"x": "scalar", "y": "n n"}, "100x⁹⁹ tr(y)"),
        ("tr(x^8)", MATRIX, "8(xᵀ)⁷"),
    ],
)
def test_what_is_within_the_limits_is_answered(f, variables, answer):
    assert differentiate(f, "x", variables).text == answer


@pytest.mark.parametrize(
    ("f", "wrt", "said"),
    [
        (
            f"x'*{'A*' * 50}x",
            "A",
            "multiplied out, xᵀA⁵⁰x has the variable 50 times in one product; the limit is 8",
        ),
        (
            "*".join(f"sin({k}*a)" for k in range(2, 61)),
            "a",
            "sin(2a)sin(3a)sin(4a)sin(5a)sin(6a)sin(7a)sin(8a)sin(9a)sin… has 59 factors with the variable; "
            "the limit is 20",
        ),
    ],
)
def test_products_with_the_variable_everywhere_have_a_limit(f, wrt, said):
    with pytest.raises(NotSupported) as caught:
        differentiate(f, wrt)
    assert str(caught.value) == f"not supported yet: {said}"


def test_products_of_numbers_have_no_such_limit():
    assert differentiate("*".join(["(x'*y)"] * 12 + [f"sin({k}*t)" for k in range(30)]), "x", {"t": "scalar"})
    assert differentiate(f"x'*{'A*' * 12}x", "x").text == "(A¹² + (Aᵀ)¹²)x"


@pytest.mark.parametrize("name", ["exp", "sin"])
@pytest.mark.parametrize("typed", ["a", "x"])
def test_functions_nested_deeply_are_refused_before_their_second_derivative_is_made(name, typed):
    deep = f"{name}(" * 48 + typed + ")" * 48
    with calls() as made, pytest.raises(NotSupported, match=r"a result of \d+ parts; at most 14000 are written out"):
        differentiate(deep if typed == "a" else f"sum({deep})", typed, order=2)
    assert made.count < 9e6


def test_functions_nested_half_as_deeply_have_a_second_derivative_in_time():
    with calls() as made:
        r = differentiate("sin(" * 16 + "a" + ")" * 16, "a", order=2)
    assert r.convexity == "not shown convex"
    assert made.count < 30e6


def test_nothing_is_looked_for_in_a_hessian_that_nobody_reads():
    """That it has no sign took longer to be found than the Hessian."""
    with calls() as made:
        r = differentiate(f"sum({'sin(' * 14}x{')' * 14})", "x", order=2)
    assert r.convexity == "not shown convex"
    assert made.count < 30e6
