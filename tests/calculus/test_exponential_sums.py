"""Sums of exponentials that are spelled out: short answers, code that does not overflow, and convexity that shows."""

import numpy as np
import pytest

from derivations import differentiate

INFO = {"q": "p", "k": "p", "N": "m p", "t": "scalar"}
INFO_NCE = (
    "-q'*k/t+log(exp(q'*k/t)+sum(exp(N*q/t)))",
    "-log(exp(q'*k/t)/(exp(q'*k/t)+sum(exp(N*q/t))))",
)
A, AB = {"a": "scalar"}, {"a": "scalar", "b": "scalar"}
ABC = AB | {"c": "scalar"}


def answer(typed, wrt, order=1, **variables):
    found = differentiate(typed, wrt, variables, order)
    assert found.verdict == "symbolic"
    return found


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "text"),
    [
        ("log(1+sum(exp(z)))", "z", {"z": "n"}, "σ(lse(z))softmax(z)"),
        ("log(sum(exp(z))+1)", "z", {"z": "n"}, "σ(lse(z))softmax(z)"),
        ("log(exp(a)+sum(exp(z)))", "z", {"a": "scalar", "z": "n"}, "σ(lse(z) − a)softmax(z)"),
        ("log(exp(a)+sum(exp(z)))", "a", {"a": "scalar", "z": "n"}, "σ(a − lse(z))"),
        ("log(exp(a)+exp(b)+exp(c))", "a", ABC, "σ(a − b − softplus(c − b))"),
        ("log(2*exp(a)+3*exp(b))", "a", AB, "σ(a − log(3/2) − b)"),
        ("log(1+exp(a)+2)", "a", A, "σ(a − log(3))"),
        ("log(exp(a)*(1+exp(b)))", "b", AB, "σ(b)"),
        ("log(sum(exp(z))/c)", "z", {"z": "n", "c": "scalar positive"}, "softmax(z)"),
        ("log(y'*exp(z))", "z", {"y": "n positive", "z": "n"}, "softmax(z + log(y))"),
        ("log(sum(y.*exp(z)))", "z", {"y": "n positive", "z": "n"}, "softmax(z + log(y))"),
        ("log(y'*exp(z))", "y", {"y": "n positive", "z": "n"}, "exp(z)/(exp(z)ᵀy)"),
        ("sum(log(exp(x)+exp(y)+exp(z)))", "x", {v: "n" for v in "xyz"}, "σ(x − y − softplus(z − y))"),
        (INFO_NCE[0], "q", INFO, "σ(lse(Nq/t) − kᵀq/t)(Nᵀsoftmax(Nq/t) − k)/t"),
        (INFO_NCE[1], "q", INFO, "(σ(kᵀq/t − lse(Nq/t)) − 1)(k − Nᵀsoftmax(Nq/t))/t"),
    ],
)
def test_logarithms_of_sums_of_exponentials_have_names(typed, wrt, variables, text):
    assert answer(typed, wrt, **variables).text == text


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "text"),
    [
        ("y'*exp(x)/sum(exp(x))", "x", {"x": "n", "y": "n"}, "(Diag(softmax(x)) − softmax(x)softmax(x)ᵀ)y"),
        ("A*exp(x)/sum(exp(x))", "x", {"x": "n", "A": "m n"}, "A(Diag(softmax(x)) − softmax(x)softmax(x)ᵀ)"),
        (
            "sum(x.*exp(x))/sum(exp(x))",
            "x",
            {"x": "n"},
            "softmax(x) + (Diag(softmax(x)) − softmax(x)softmax(x)ᵀ)x",
        ),
        (
            "exp(z)/(1+sum(exp(z)))",
            "z",
            {"z": "n"},
            "σ(lse(z))Diag(softmax(z)) − (σ(lse(z)))² softmax(z)softmax(z)ᵀ",
        ),
        ("sum(exp(z))/(1+sum(exp(z)))", "z", {"z": "n"}, "σ(lse(z))(1 − σ(lse(z)))softmax(z)"),
        ("exp(a)/(1+exp(a))^2", "a", A, "(1 − 2σ(a))σ(a)(1 − σ(a))"),
        ("1/(1+exp(a))^2", "a", A, "2(σ(−a))²(σ(−a) − 1)"),
        ("exp(2*a)/(1+exp(a))^2", "a", A, "2(σ(a))²(1 − σ(a))"),
        ("exp(a)/(exp(a)+exp(b)+exp(c))", "a", ABC, "σ(a − b − softplus(c − b))(1 − σ(a − b − softplus(c − b)))"),
        ("sum(exp(x)./(1+exp(x)).^2)", "x", {"x": "n"}, "σ(x)∘(1 − σ(x))∘(1 − 2σ(x))"),
    ],
)
def test_fractions_of_sums_of_exponentials_have_names(typed, wrt, variables, text):
    assert answer(typed, wrt, **variables).text == text


@pytest.mark.parametrize(
    ("typed", "wrt", "variables"),
    [
        ("log(1+sum(exp(z)))", "z", {"z": "n"}),
        ("log(exp(a)+sum(exp(z)))", "z", {"a": "scalar", "z": "n"}),
        ("log(exp(x'*a)+exp(x'*b)+exp(x'*c))", "x", {v: "n" for v in "abcx"}),
        ("log(1+exp(t)+exp(-t))", "t", {"t": "scalar"}),
        ("sum(log(2*vector(1)+exp(2*x)+exp(x)))", "x", {"x": "n"}),
        ("log(y'*exp(z))", "z", {"y": "n positive", "z": "n"}),
        (INFO_NCE[0], "q", INFO),
        (INFO_NCE[1], "q", INFO),
        (INFO_NCE[0] + "+norm2(q)^2", "q", INFO),
    ],
)
def test_logarithms_of_sums_of_exponentials_are_shown_convex(typed, wrt, variables):
    assert answer(typed, wrt, 2, **variables).convexity == "convex"


def _code(typed, wrt, variables, order=1):
    return answer(typed, wrt, order, **variables).function("numpy")


@pytest.mark.filterwarnings("error")
def test_large_scores_do_not_overflow_where_a_log_sum_exp_stands_in_a_sum():
    z = np.array([0.0, 800.0])
    assert np.allclose(_code("log(1+sum(exp(z)))", "z", {"z": "n"})(z=z), [0, 1])
    assert np.allclose(_code("log(1+sum(exp(z)))", "z", {"z": "n"}, 2)(z=z), 0)
    assert np.allclose(_code("exp(z)/(1+sum(exp(z)))", "z", {"z": "n"})(z=z), 0)
    slope = _code("log(exp(a)+exp(b)+exp(c))", "a", ABC)
    assert np.isclose(slope(a=800.0, b=-800.0, c=801.0), 1 / (1 + np.e))
    weighed = _code("log(y'*exp(z))", "z", {"y": "n positive", "z": "n"})
    assert np.allclose(weighed(y=np.array([1.0, 3.0]), z=z[[1, 1]]), [0.25, 0.75])
    mean = _code("y'*exp(z)/sum(exp(z))", "z", {"y": "n", "z": "n"})
    assert np.allclose(mean(y=np.array([1.0, 3.0]), z=z[[1, 1]]), [-0.5, 0.5])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("typed", INFO_NCE)
def test_a_contrastive_loss_has_code_that_does_not_overflow(typed):
    q, k, N = np.array([30.0, 40.0]), np.array([1.0, 2.0]), np.array([[1.0, 2.0], [2.0, 1.5], [-3.0, 1.0]])
    given = {"q": q, "k": k, "N": N, "t": 0.01}  # scores up to 12 000; the second of the others has the largest
    assert np.allclose(_code(typed, "q", INFO)(**given), (N[1] - k) / 0.01)
    assert np.allclose(_code(typed, "q", INFO, 2)(**given), 0)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("t", [-800.0, -0.7, 0.4, 800.0])
def test_powers_of_sums_below_a_line_do_not_overflow(t):
    small, other = np.exp(-np.logaddexp(0, t)), np.exp(-np.logaddexp(0, -t))  # σ(−t) and σ(t)
    assert np.isclose(_code("exp(a)/(1+exp(a))^2", "a", A)(a=t), small * other * (small - other))
    assert np.isclose(_code("1/(1+exp(a))^2", "a", A)(a=t), -2 * small**2 * other)
    assert np.isclose(_code("1/(1+exp(-a))^3", "a", A)(a=t), 3 * other**3 * small)
    three = _code("log(1+exp(a)+exp(-a))", "a", A, 2)
    u = np.exp(-abs(t))
    assert np.isclose(three(a=t), (u + 4 * u**2 + u**3) / (1 + u + u**2) ** 2, atol=1e-12)
