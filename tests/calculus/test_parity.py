"""Odd and even functions: tanh(−u) is −tanh(u), and cos(y − x) is cos(x − y) where that stands too."""

import mpmath
import pytest

from derivations import differentiate, scalar, vector
from derivations.calculus.rules import parity
from derivations.check.normal import prove_equal
from derivations.notation.functions import FUNCTIONS
from derivations.notation.symbols import dims

s, r = scalar("s"), scalar("r")
n = dims("n")
x, y = vector("x", n), vector("y", n)


VALUES = {
    "abs": abs,
    "sign": mpmath.sign,
    "relu": lambda t: max(t, 0),
    "step": lambda t: float(t > 0),
    "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)),
    "softplus": lambda t: mpmath.log1p(mpmath.exp(t)),
    "arcsin": mpmath.asin,
    "arccos": mpmath.acos,
    "arctan": mpmath.atan,
    "normal_density": mpmath.npdf,
    "normal_cdf": mpmath.ncdf,
} | {name: getattr(mpmath, name) for name in ("exp", "tanh", "sin", "cos", "tan")}


@pytest.mark.parametrize("f", [f for f in FUNCTIONS.values() if f.domain in ("real", "[-1, 1]")], ids=lambda f: f.name)
def test_the_table_says_which_functions_are_odd_and_even(f):
    below, above = VALUES[f.name](-0.25), VALUES[f.name](0.25)
    assert f.parity == {above: 1, -above: -1}.get(below, 0)


@pytest.mark.parametrize("f", [f for f in FUNCTIONS.values() if f.parity], ids=lambda f: f.name)
def test_normal_forms_know_it(f):
    assert prove_equal(f(-s), f.parity * f(s))
    assert prove_equal(f(x - y), f.parity * f(y - x))
    assert not prove_equal(f(-s), -f.parity * f(s))
    assert not prove_equal(f(s - r), f.parity * f(s + r))


@pytest.mark.parametrize("f", [f for f in FUNCTIONS.values() if not f.parity], ids=lambda f: f.name)
def test_and_of_no_other(f):
    assert not prove_equal(f(-s), f(s))
    assert not prove_equal(f(-s), -f(s))


@pytest.mark.parametrize(
    ("typed", "wrt", "text"),
    [
        ("tanh(-a)", "a", "(tanh(a))² − 1"),
        ("sum(tanh(-X*w))", "w", "Xᵀ(tanh(Xw)² − 1)"),
        ("sum(cos(x-y)+cos(y-x))", "x", "−2 sin(x − y)"),
        ("sum(arctan(x-y)+arctan(y-x))", "x", "0"),
        ("arcsin(-a)", "a", "−(1/(1 − a²)^(1/2))"),
        ("norm2(x-y)/norm2(y-x)", "x", "0"),
        ("norm1(x-y)+norm1(y-x)", "x", "2sign(x − y)"),
        ("tan(tanh(-a))", "a", "(1 + (tan(tanh(a)))²)((tanh(a))² − 1)"),
    ],
)
def test_answers_hold_one_of_two_opposite_arguments(typed, wrt, text):
    found = differentiate(typed, wrt)
    assert (found.text, found.verdict) == (text, "symbolic")
    assert parity in [step.by for step in found.steps]


@pytest.mark.parametrize("typed", ["norm2(y-x)", "norm2(y-X*w)^2", "norm2(y-w-x)", "sum(cos(y-x-w))", "tanh(a-b)"])
def test_what_stands_alone_stays_as_it_was_typed(typed):
    found = differentiate(typed, next(v for v in "wxa" if v in typed))
    assert parity not in [step.by for step in found.steps]
