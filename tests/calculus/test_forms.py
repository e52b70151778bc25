"""Answers read as a textbook has them: what their form shows is written out, and every rewriting is a checked step."""

import pytest

from derivations import differentiate


def answer(typed, wrt, order=1, **variables):
    found = differentiate(typed, wrt, variables, order)
    assert found.verdict == "symbolic"
    return found


@pytest.mark.parametrize(
    ("typed", "wrt", "order", "variables", "text"),
    [
        ("x'*diag(y)*x", "y", 1, {"x": "n", "y": "n"}, "x²"),
        ("x'*inv(diag(y))*x", "y", 1, {"x": "n", "y": "n positive"}, "−(y⁻²∘x²)"),
        ("(x'*diag(w)*x)^2", "w", 2, {"x": "n", "w": "n"}, "2x²(x²)ᵀ"),
        ("sum((diag(w)*x).^2)", "w", 2, {"x": "n", "w": "n"}, "2Diag(x²)"),
        ("det(diag(x))", "x", 1, {"x": "n"}, "det(Diag(x))x⁻¹"),
        ("det(diag(x))", "x", 2, {"x": "n"}, "det(Diag(x))(x⁻¹(x⁻¹)ᵀ − Diag(x⁻²))"),
        ("tr((A.*diag(u))^2)", "u", 1, {"A": "n n", "u": "n"}, "2(diag(A)²∘u)"),
        ("tr((A.*diag(u))^2)", "u", 2, {"A": "n n", "u": "n"}, "2Diag(diag(A)²)"),
        ("tr(diag(x)*A*diag(x))", "x", 1, {"A": "n n", "x": "n"}, "2(x∘diag(A))"),
        ("tr(A'*diag(x))", "x", 1, {"A": "n n", "x": "n"}, "diag(A)"),
    ],
)
def test_a_diagonal_is_written_out_where_its_matrix_shows_it(typed, wrt, order, variables, text):
    assert answer(typed, wrt, order, **variables).text == text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("log(x'*diag(w)*x)", "concave on every convex set where the conditions hold"),
        ("sqrt(x'*diag(w)*x)", "concave on every convex set where the conditions hold"),
        ("sigmoid(x'*diag(w)*x)", "not shown convex"),
        ("exp(-(x'*diag(exp(w))*x))", "not shown convex"),
        ("exp(x'*diag(w)*x)", "convex"),
    ],
)
def test_functions_of_a_weighted_square_have_a_hessian_in_the_weights(typed, words):
    assert answer(typed, "w", 2, x="n", w="n").convexity == words


@pytest.mark.parametrize(
    ("typed", "wrt", "order", "variables", "text"),
    [
        ("-log(sigmoid(x'*u - y'*u))", "u", 1, {"x": "n", "y": "n", "u": "n"}, "(σ(uᵀx − uᵀy) − 1)(x − y)"),
        ("sigmoid(x'*w)", "w", 2, {"x": "n", "w": "n"}, "σ(wᵀx)(1 − σ(wᵀx))(1 − 2σ(wᵀx))xxᵀ"),
        ("sum(q.^a)/(1-a)", "q", 2, {"q": "n positive", "a": "scalar"}, "−aDiag(q^(a − 2))"),
    ],
)
def test_a_factor_that_terms_share_up_to_sign_stands_once(typed, wrt, order, variables, text):
    assert answer(typed, wrt, order, **variables).text == text


def test_the_curvature_of_a_difference_is_shown():
    found = answer("-log(sigmoid(b*(x'*u - y'*u)))", "u", 2, x="n", y="n", u="n", b="scalar")
    assert found.text == "b²σ(b(uᵀx − uᵀy))(1 − σ(b(uᵀx − uᵀy)))(x − y)(x − y)ᵀ"
    assert found.convexity == "convex"
