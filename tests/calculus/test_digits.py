"""Answers that keep their digits: terms that nearly cancel stand in one bracket, factors of sums are cancelled."""

import mpmath as mp
import numpy as np
import pytest

from derivations import differentiate
from derivations.check import check_claim
from derivations.notation.functions import absolute, log, sign
from derivations.notation.linear import logsumexp, softmax
from derivations.notation.relations import equation
from derivations.notation.symbols import dims, scalar, vector
from derivations.proof.claim import Claim

A, X, AX = {"a": "scalar"}, {"x": "n"}, {"a": "scalar", "x": "n"}
AB = {"a": "scalar", "b": "scalar"}
ONE_HOT = {"z": "n", "y": "n one_hot"}


def answer(typed, wrt, order=1, **variables):
    found = differentiate(typed, wrt, variables, order)
    assert found.verdict == "symbolic"
    return found


def numbers(typed, wrt, variables, order, given):
    return np.asarray(answer(typed, wrt, order, **variables).function()(**given))


def exact(f, at, order):
    """A derivative of a function of one number, with 800 digits."""
    with mp.workdps(800):
        return float(mp.diff(f, mp.mpf(at), order, h=mp.mpf(10) ** -100))


def hessian(outer, inner, at):
    """The Hessian of log(exp(outer) + Σᵢ exp(u(xᵢ))), from u, u' and u'' at each place."""
    with mp.workdps(100):
        u, slopes, bends = zip(*(map(mp.mpf, inner(mp.mpf(float(t)))) for t in at), strict=True)
        top = max(outer, *u)
        whole = mp.exp(outer - top) + sum(mp.exp(v - top) for v in u)
        p = [mp.exp(v - top) / whole for v in u]
        met = [q * s for q, s in zip(p, slopes, strict=True)]
        found = -np.outer(met, met) + np.diag([q * (b + s**2) for q, b, s in zip(p, bends, slopes, strict=True)])
        return found.astype(float)


@pytest.mark.parametrize(
    ("typed", "inner", "at"),
    [
        ("log(1+sum(exp(exp(x))))", lambda t: (mp.exp(t), mp.exp(t), mp.exp(t)), [50.0, 1.0]),
        ("log(1+sum(exp(x.^3)))", lambda t: (t**3, 3 * t**2, 6 * t), [1e5, 1.0]),
        ("log(1+sum(exp(x.^2)))", lambda t: (t**2, 2 * t, 2), [1e9, 1.0]),
        ("log(1+sum(exp(x.^2)))", lambda t: (t**2, 2 * t, 2), [-1e9, 1e3]),
        ("log(1+sum(exp(sin(x))))", lambda t: (mp.sin(t), mp.cos(t), -mp.sin(t)), [0.3, -2.0]),
        ("log(1+sum(exp(x.^4)))", lambda t: (t**4, 4 * t**3, 12 * t**2), [1e4, -3.0]),
        ("log(exp(a)+sum(exp(x.^2)))", lambda t: (t**2, 2 * t, 2), [1e9, 1.0]),
        ("log(exp(a)+sum(exp(x.^2)))", lambda t: (t**2, 2 * t, 2), [0.7, -1.1]),
    ],
)
def test_what_bends_inside_is_not_lost_beside_what_cancels(typed, inner, at):
    known = {"a": 0.5} if "(a)" in typed else {}
    found = numbers(typed, "x", AX if known else X, 2, {**known, "x": np.array(at)})
    true = hessian(mp.mpf(0.5) if known else mp.mpf(0), inner, at)
    assert found == pytest.approx(true, rel=1e-11, abs=1e-11)


def test_what_cancels_stands_in_one_bracket():
    inside = "Diag(softmax(Bx²)) − σ(lse(Bx²) − a)softmax(Bx²)softmax(Bx²)ᵀ"
    found = answer("log(exp(a)+sum(exp(B*x.^2)))", "x", 2, a="scalar", x="n", B="m n")
    assert found.text == f"2σ(lse(Bx²) − a)(2Diag(x)Bᵀ({inside})B Diag(x) + Diag(Bᵀsoftmax(Bx²)))"


def _sigma(t):
    return 1 / (1 + mp.exp(-t))


@pytest.mark.parametrize(
    ("typed", "slope", "bend", "shown", "f"),
    [
        ("log(1+tanh(a))", "1 − tanh(a)", "(tanh(a))² − 1", "concave", lambda t: mp.log(1 + mp.tanh(t))),
        ("log((1-tanh(a))/2)", "−1 − tanh(a)", "(tanh(a))² − 1", "concave", lambda t: mp.log(1 - mp.tanh(t))),
        ("log((1+tanh(a))/(1-tanh(a)))", "2", "0", "affine", lambda t: 2 * t),
        (
            "1/(1+tanh(a))",
            "(tanh(a) − 1)/(1 + tanh(a))",
            "2(1 − tanh(a))/(1 + tanh(a))",
            "not shown convex",
            lambda t: 1 / (1 + mp.tanh(t)),
        ),
        (
            "log(1-sigmoid(a)^2)",
            "−(2(σ(a))²/(1 + σ(a)))",
            "σ(a)(1 − σ(a))(−4σ(a) − 2(σ(a))²)/(1 + σ(a))²",
            "concave",
            lambda t: mp.log(1 - _sigma(t) ** 2),
        ),
        (
            "log(sigmoid(a)-sigmoid(a)^2)",
            "−tanh((1/2)a)",
            "2σ(a)(σ(a) − 1)",
            "concave",
            lambda t: mp.log(_sigma(t) - _sigma(t) ** 2),
        ),
    ],
)
def test_a_sum_cancels_against_its_factors(typed, slope, bend, shown, f):
    first, second = answer(typed, "a", **A), answer(typed, "a", 2, **A)
    assert (first.text, second.text, second.convexity) == (slope, bend, shown)
    for t in (-100.0, -20.0, -1e-8, 0.0, 0.3, 2.0, 19.0, 40.0, 300.0):
        assert first.function()(a=t) == pytest.approx(exact(f, t, 1), rel=1e-12)
        assert second.function()(a=t) == pytest.approx(exact(f, t, 2), rel=1e-12, abs=1e-90)


@pytest.mark.parametrize(
    ("typed", "order", "text"),
    [
        ("sum(log(1+tanh(x)))", 1, "1 − tanh(x)"),
        ("sum(log(1+tanh(x)))", 2, "−Diag(1 − tanh(x)²)"),
        ("sum(sqrt(1+tanh(x)))", 1, "(1/2)((1 − tanh(x))∘√(1 + tanh(x)))"),
        ("sum(log(sigmoid(x)-sigmoid(x).^2))", 1, "−tanh((1/2)x)"),
    ],
)
def test_a_sum_cancels_against_its_factors_entry_by_entry(typed, order, text):
    assert answer(typed, "x", order, **X).text == text


def test_a_difference_of_squares_cancels_whatever_its_terms_are():
    assert answer("(a^2-b^2)/(a-b)*c", "c", a="scalar", b="scalar", c="scalar").text == "a + b"
    assert answer("sqrt(2+2*tanh(a))", "a", **A).text == "(1/2)√(2 + 2tanh(a))(1 − tanh(a))"


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "text", "where"),
    [
        ("a*log(exp(b))", "a", AB, "b", ()),
        ("sum(log(exp(x)).*y)", "y", {"x": "n", "y": "n"}, "x", ()),
        ("exp(b)^t", "t", {"b": "scalar", "t": "scalar"}, "b exp(b)^t", ()),
        ("sum(exp(x).^t)", "t", {"x": "n", "t": "scalar"}, "(exp(x)^t)ᵀx", ()),
        ("exp(log(a))", "a", A, "1", ("where a > 0",)),
        ("exp(log(a))", "a", {"a": "scalar positive"}, "1", ()),
        ("sum(exp(log(x)))", "x", X, "1", ("where every entry of x is positive",)),
        ("b*exp(log(a))", "b", AB, "a", ("where a > 0",)),
    ],
)
def test_functions_that_undo_each_other_are_gone(typed, wrt, variables, text, where):
    found = answer(typed, wrt, **variables)
    assert (found.text, found.conditions) == (text, where)


@pytest.mark.parametrize("kind", ["scalar positive", "scalar"])
def test_a_number_times_a_power_of_its_modulus_has_a_derivative(kind):
    first, second = (answer("a*abs(a)^t", "a", order, a="scalar", t=kind) for order in (1, 2))
    assert (first.text, second.text) == ("|a|^t(1 + t)", "sign(a)(1 + t)t|a|^(t − 1)")
    assert first.function()(a=-2.0, t=1.5) == pytest.approx(2.5 * 2**1.5, rel=1e-14)
    assert second.function()(a=-2.0, t=1.5) == pytest.approx(-2.5 * 1.5 * 2**0.5, rel=1e-14)


def verdict(left, right):
    return check_claim(Claim("law", None, equation(left, right))).evidence


def test_the_square_of_a_sign_is_1_beside_what_has_no_value_at_0():
    a, t = scalar("a"), scalar("t", positive=True)
    for left in (absolute(a) ** (t - 1) * sign(a) * a, sign(a) * a * absolute(a) ** (t - 1)):
        assert verdict(left, absolute(a) ** t) == "symbolic"
    assert verdict(absolute(a) ** (t - 2) * sign(a) * a, absolute(a) ** (t - 1)) == "symbolic"
    assert verdict(sign(a) ** 2 * absolute(a) ** (t - 1) * a, absolute(a) ** (t - 1) * a) == "symbolic"
    assert verdict(sign(a) ** 2, a / a) != "refuted"
    assert verdict(sign(a) ** 2, 1) == "refuted"
    assert verdict(absolute(a) ** (t - 1) * sign(a) * a, sign(a) * absolute(a) ** t) == "refuted"


@pytest.mark.parametrize(
    "typed",
    [
        "-log(y'*softmax(z))",
        "-log(sum(y.*softmax(z)))",
        "-log(y'*(exp(z)/sum(exp(z))))",
        "-log(y'*exp(z)/sum(exp(z)))",
    ],
)
def test_the_loss_of_the_true_class_is_called_by_its_name(typed):
    first, second = answer(typed, "z", **ONE_HOT), answer(typed, "z", 2, **ONE_HOT)
    assert first.text == "softmax(z) − y"
    assert second.text == "Diag(softmax(z)) − softmax(z)softmax(z)ᵀ"
    assert second.convexity.startswith("convex")
    given = {"z": np.array([800.0, 0.0, 1.0]), "y": np.array([0.0, 1.0, 0.0])}
    assert first.function()(**given) == pytest.approx([1, -1, 0])
    assert second.function()(**given) == pytest.approx(np.zeros((3, 3)))


def test_a_mean_of_a_softmax_is_a_difference_of_two_log_sum_exps():
    weighed = {"z": "n", "w": "n positive"}
    assert answer("log(w'*softmax(z))", "z", **weighed).text == "softmax(z + log(w)) − softmax(z)"
    assert answer("log(w'*softmax(z))", "w", **weighed).text == "softmax(z)/(softmax(z)ᵀw)"
    n = dims("n")
    w, z = vector("w", n, positive=True), vector("z", n)
    assert verdict(log(w.T @ softmax(z)), logsumexp(z + log(w)) - logsumexp(z)) == "symbolic"


@pytest.mark.parametrize("at", [1e-9, -1e-12, 0.3, 40.0, -700.0])
def test_one_less_twice_a_sigmoid_keeps_its_digits(at):
    code = differentiate("sigmoid(a)", "a", {"a": "scalar"}, 2).function()
    with mp.workdps(400):
        s = 1 / (1 + mp.exp(-mp.mpf(at)))
        exact = float(s * (1 - s) * (1 - 2 * s))
    assert np.isclose(code(at), exact, rtol=1e-13, atol=0)
