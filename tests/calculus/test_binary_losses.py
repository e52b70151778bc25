"""The logistic loss has many spellings and one gradient; what is gained in its form loses no digits of its code."""

import mpmath
import numpy as np
import pytest

from derivations import differentiate
from derivations.calculus.rules import sigmoid_reflection, softplus_in_parts

SHAPES = {"X": "n p", "w": "p", "y": "n"}
SPELLINGS = [
    "-(y'*log(sigmoid(X*w)) + (1-y)'*log(1-sigmoid(X*w)))",
    "-(y'*log(sigmoid(X*w)) + (1-y)'*log(sigmoid(-X*w)))",
    "-y'*log(sigmoid(X*w)) - (1-y)'*log(sigmoid(-(X*w)))",
    "sum(y.*log(1+exp(-X*w)) + (1-y).*log(1+exp(X*w)))",
    "y'*softplus(-X*w) + (1-y)'*softplus(X*w)",
    "sum(relu(X*w) - (X*w).*y + log(1+exp(-abs(X*w))))",
    "sum(softplus(X*w)) - y'*X*w",
]


@pytest.mark.parametrize("loss", SPELLINGS)
def test_every_spelling_of_the_logistic_loss_has_its_gradient_and_is_convex(loss):
    gradient = differentiate(loss, "w", SHAPES)
    assert (gradient.text, gradient.verdict, gradient.conditions) == ("Xᵀ(σ(Xw) − y)", "symbolic", ())
    hessian = differentiate(loss, "w", SHAPES, 2)
    assert (hessian.text, hessian.verdict) == ("XᵀDiag(σ(Xw)∘(1 − σ(Xw)))X", "symbolic")
    assert hessian.convexity == "convex"


def rules_of(typed, wrt, variables):
    return [step.by for step in differentiate(typed, wrt, variables).steps]


def test_each_rewriting_is_a_step_with_its_rule():
    assert sigmoid_reflection in rules_of(SPELLINGS[1], "w", SHAPES)
    assert softplus_in_parts in rules_of(SPELLINGS[5], "w", SHAPES)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("sigmoid(a-b)*sigmoid(b-a)", "(1 − 2σ(a − b))σ(a − b)(1 − σ(a − b))"),
        ("-log(sigmoid(a-b))-3*log(sigmoid(b-a))", "4σ(a − b) − 1"),
        ("sigmoid(a)+sigmoid(-a)", "0"),
        ("softplus(a)-softplus(-a)", "1"),
        ("relu(a)+softplus(-abs(a))", "σ(a)"),
        ("relu(a-b)+softplus(-abs(b-a))", "σ(a − b)"),
        ("relu(-a)+softplus(-abs(a))+a", "1 − σ(−a)"),
    ],
)
def test_opposite_scores_share_one_sigmoid(typed, text):
    found = differentiate(typed, "a", {v: "scalar" for v in "ab" if v in typed.replace("abs", "")})
    assert (found.text, found.verdict, found.conditions) == (text, "symbolic", ())


@pytest.mark.parametrize(
    "typed",
    [
        "relu(a)+softplus(-abs(b))",
        "relu(a)+2*softplus(-abs(a))",
        "relu(a)-softplus(-abs(a))",
        "relu(a)+softplus(abs(a))",
    ],
)
def test_what_only_looks_like_softplus_keeps_its_kink(typed):
    assert differentiate(typed, "a", {v: "scalar" for v in "ab" if v in typed.replace("abs", "")}).conditions


@pytest.mark.parametrize("score", [-60.0, -1.0, 0.0, 1.0, 60.0, 700.0])
@pytest.mark.parametrize(
    "typed", ["log(softplus(-a))+softplus(a)", "softplus(a)/softplus(-a)", "softplus(a)*softplus(-a)"]
)
def test_softplus_of_the_opposite_keeps_its_digits(typed, score):
    code = differentiate(typed, "a", {"a": "scalar"}).function()
    with mpmath.workdps(800):
        a = mpmath.mpf(score)
        up, down = mpmath.log1p(mpmath.exp(a)), mpmath.log1p(mpmath.exp(-a))
        s, r = 1 / (1 + mpmath.exp(-a)), 1 / (1 + mpmath.exp(a))
        exact = {
            "log(softplus(-a))+softplus(a)": s - r / down,
            "softplus(a)/softplus(-a)": (s * down + up * r) / down**2,
            "softplus(a)*softplus(-a)": s * down - up * r,
        }[typed]
    rounding = 1e-15 if typed.startswith("log") or score == 0 else 0  # terms of size 1 that nearly cancel
    assert np.isclose(code(score), float(exact), rtol=1e-11, atol=rounding)
