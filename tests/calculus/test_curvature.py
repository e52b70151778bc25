"""Convexity by the chain rule for second derivatives: what increases and bends upwards, of what bends upwards."""

import pytest

from derivations import differentiate

N = {"z": "n"}
PAIR = {"y": "n", "z": "n"}


def certificate(typed, variables, x="z"):
    """The lines below the Hessian, and the rules that they name."""
    steps = list(differentiate(typed, x, variables, 2).steps)
    begins = next(n for n, s in enumerate(steps) if s.kind == "part" and s.name.startswith("The function is"))
    return [(s.text, s.rule and s.rule.name) for s in steps[begins + 1 :]]


def test_a_quadratic_form_that_shows_its_sign_is_not_set_equal_to_itself():
    lines = certificate("norm2(A*z-b)^2", {"A": "m n", "b": "m", "z": "n"})
    assert lines == [("2vᵀAᵀAv", None), ("≥ 0", "non-negative by form")]


@pytest.mark.parametrize(
    ("typed", "variables", "rule"),
    [
        ("lse(z)", N, "completing the square"),
        ("sqrt(z'*z+1)", N, "completing the square"),
        ("sum(softplus(z))", N, "diagonal matrix"),
        ("exp(z'*y)", PAIR, "a scalar is its own transpose"),
        ("lse(z)+norm2(z)^2", N, "completing the square"),
        ("sum(softplus(X*z))+c*norm2(z)^2", {"X": "m n", "c": "scalar positive"}, "distributive law"),
    ],
)
def test_the_sum_of_squares_names_the_rule_that_leads_to_it(typed, variables, rule):
    assert certificate(typed, variables)[1][1] == rule


def test_the_heading_of_a_kink_says_what_its_letters_stand_for():
    declared = {"X": "n p", "y": "n", "w": "p", "c": "scalar positive"}
    found = differentiate("c*norm1(w)+sum(relu(1-y.*(X*w)))", "w", declared, 2)
    (heading,) = (s.name for s in found.steps if s.kind == "part" and s.name.startswith("At a kink"))
    assert heading == (
        "At a kink: a for ‖w‖₁, q for relu(1 − y∘(Xw)); b, with no negative entry, for what the slope of q gains"
    )


@pytest.mark.parametrize(
    ("typed", "variables", "words"),
    [
        ("softplus(lse(z))", N, "convex"),
        ("softplus(lse(z)-a)+a", N | {"a": "scalar"}, "convex"),
        ("softplus(lse(A*z)-y'*z)", {"A": "m n", "y": "n", "z": "n"}, "convex"),
        ("y'*z+softplus(lse(z)-y'*z)+sum(softplus(z))+norm2(z)^2", PAIR, "convex"),
        ("c*softplus(lse(z))/2", N | {"c": "scalar positive"}, "convex"),
        ("sum(softplus(z+softplus(-2*z)))", N, "convex"),
        ("lse(softplus(z))", N, "convex"),
        ("exp(softplus(lse(z)))", N, "convex"),
        ("-softplus(lse(z))", N, "concave"),
        ("log(sigmoid(y'*z-lse(z)))", PAIR, "concave"),
        ("norm2(y.*z)", PAIR, "convex"),
        ("norm2(z.^2)", N, "convex"),
        ("norm2(z.^2-y)", PAIR, "not shown convex"),
        ("norm2(sin(z))", N, "not shown convex"),
        ("lse(z)-2*softplus(lse(z))", N, "not shown convex"),
        ("softplus(-lse(z))", N, "not shown convex"),
        ("exp(z'*y)-softplus(z'*y)", PAIR, "not shown convex"),
        ("c*softplus(lse(z))", N | {"c": "scalar"}, "not shown convex"),
        ("lse(-softplus(z))", N, "not shown convex"),
    ],
)
def test_what_is_convex_in_something_convex_is_shown_convex_and_nothing_else(typed, variables, words):
    found = differentiate(typed, "z", variables, 2)
    assert found.verdict == "symbolic"
    assert found.convexity == words
