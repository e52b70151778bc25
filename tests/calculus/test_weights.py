"""The entries of a softmax sum to 1, which answers use; and what a step or a power of a power leaves short."""

import pytest

from derivations import differentiate

NN = {"A": "n n", "x": "n"}
PAIR = {"a": "scalar positive", "b": "scalar"}


@pytest.mark.parametrize(
    ("typed", "wrt", "order", "variables", "text"),
    [
        ("sum(softmax(x))", "x", 1, {"x": "n"}, "0"),
        ("sum(softmax(A*x))", "x", 1, {"A": "m n", "x": "n"}, "0"),
        ("softmax(x)'*(y+a*vector(1))", "x", 1, {"x": "n", "y": "n"}, "(Diag(softmax(x)) − softmax(x)softmax(x)ᵀ)y"),
        ("y'*softmax(x+a*vector(1))", "a", 1, {"x": "n", "y": "n"}, "0"),
        ("y'*softmax(x+a*vector(1))+a", "a", 1, {"x": "n", "y": "n"}, "1"),
        ("norm2(softmax(x+a*vector(1)))^2", "a", 1, {"x": "n"}, "0"),
        ("log(sum(exp(A)))", "A", 1, {"A": "n p"}, "mat(softmax(vec(A)))"),
        ("log(sum(exp(x')))", "x", 1, {"x": "n"}, "softmax(x)"),
        ("a^b/(1+a^b)", "a", 2, PAIR, "b(b − 1)a^(b − 2)/(1 + a^b)² − 2b²a^(2(b − 1))/(1 + a^b)³"),
        ("(a^b)^2", "a", 1, PAIR, "2ba^(2b − 1)"),
        ("exp(2*log(a))", "a", 1, {"a": "scalar"}, "2a"),
        ("sum(exp(log(x)/2))", "x", 1, {"x": "n positive"}, "(1/2)x^(−1/2)"),
        ("sum((A*x+x).*relu(A*x))", "x", 1, NN, "Aᵀ(2relu(Ax) + step(Ax)∘x) + relu(Ax)"),
    ],
)
def test_answers_are_as_short_as_what_is_known_lets_them_be(typed, wrt, order, variables, text):
    found = differentiate(typed, wrt, variables, order)
    assert (found.text, found.verdict) == (text, "symbolic")


def test_the_logarithm_of_a_sum_of_exponentials_over_a_matrix_is_convex():
    assert differentiate("log(sum(exp(A)))", "A", {"A": "n p"}, 2).convexity == "convex"


def test_entries_that_do_not_sum_to_1_are_left_alone():
    found = differentiate("(exp(x).*exp(x))'*vector(1)/sum(exp(x))", "x", {"x": "n"})
    assert found.text != "0"


@pytest.mark.parametrize(
    ("typed", "order", "text"),
    [
        ("relu(a)+softplus(-abs(a))+relu(-a)+softplus(-abs(a))", 2, "2σ(a)(1 − σ(a))"),  # one term stands in it twice
        ("sqrt((a^2+1)^6)", 1, "6a(a² + 1)²"),
        ("sqrt(softplus(a)^6)", 1, "3(softplus(a))²σ(a)"),
    ],
)
def test_what_has_no_kink_is_written_without_one(typed, order, text):
    assert differentiate(typed, "a", {"a": "scalar"}, order).text == text
