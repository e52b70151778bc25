"""Convexity by the chain rule for second derivatives: what increases and bends upwards, of what bends upwards."""

import pytest

from derivations import differentiate

N = {"z": "n"}
PAIR = {"y": "n", "z": "n"}


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
