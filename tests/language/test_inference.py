"""Shapes that nobody declared."""

import pytest

from derivations.language import parse

LEGENDS = [
    ("norm2(X*w - y)^2", {}, "X: n×p  w: p  y: n"),
    ("sum(softplus(X*w)) - y'*X*w", {"X": "n p"}, "X: n×p  w: p  y: n"),
    ("x'*A*x", {}, "x: n  A: n×n"),
    ("W*x + b", {}, "W: n×p  x: p  b: n"),
    ("sum(relu(W_2*tanh(W_1*x + b_1) + b_2))", {}, "W₂: n×p  W₁: p×m  x: m  b₁: p  b₂: n"),
    ("norm2(X*theta - y)^2 + lambda*norm2(theta)^2", {}, "X: n×p  θ: p  y: n  λ: scalar"),
    ("(x-mu)'*inv(Sigma)*(x-mu) + log(det(Sigma))", {}, "x: n  μ: n  Σ: n×n"),
    ("log(det(Sigma))", {"Sigma": "spd"}, "Σ: n×n positive definite"),
    ("exp(-gamma*norm2(x-z)^2)", {}, "γ: scalar  x: n  z: n"),
    ("norm2(X*w - y)^2/n", {}, "X: p×m  w: m  y: p  n: scalar"),
    ("norm2(X*w - y)^2/n", {"X": "n p"}, "X: n×p  w: p  y: n"),
    ("tr(A*X*B*X')", {}, "A: n×n  X: n×p  B: p×p"),
    ("norm2(T - U*V')^2", {}, "T: n×p  U: n×m  V: p×m"),
    ("kron(A, B)*x", {}, "A: n×p  B: m×k  x: p·k"),
    ("vec(A)'*x", {}, "A: n×p  x: n·p"),
    ("x/y", {}, "x: n  y: scalar"),
    ("lse(A*x + b)", {}, "A: n×p  x: p  b: n"),
    ("x*y'*z", {}, "x: n  y: p  z: p"),
    ("x'*y*z", {}, "x: n  y: n  z: p"),
    ("a*X + B", {}, "a: scalar  X: n×p  B: n×p"),
    ("A'*A + lambda*eye", {}, "A: n×p  λ: scalar"),
    ("y'*log(sigmoid(X*w)) + (vector(1)-y)'*log(vector(1)-sigmoid(X*w))", {}, "y: n  X: n×p  w: p"),
    ("A*x", {"A": "3 4"}, "A: 3×4  x: 4"),
    ("r*x", {"r": "1 n"}, "r: 1×n  x: n"),
    ("x + y", {"x": "n*p"}, "x: n·p  y: n·p"),
    ("q'*x", {"q": "simplex"}, "q: n simplex  x: n"),
    ("a*x", {"a": ("scalar", "positive")}, "a: scalar positive  x: n"),
    ("X*w", {"X": "n p rank=p"}, "X: n×p rank p  w: p"),
    ("theta'*x", {}, "θ: n  x: n"),
]


@pytest.mark.parametrize(("text", "variables", "legend"), LEGENDS)
def test_legend(text, variables, legend):
    assert parse(text, variables).legend() == legend


@pytest.mark.parametrize(("text", "variables"), [row[:2] for row in LEGENDS])
def test_what_was_inferred_can_be_declared(text, variables):
    parsed = parse(text, variables)
    again = parse(text, parsed.variables())
    assert (again.expr, again.symbols) == (parsed.expr, parsed.symbols)


def test_understood():
    parsed = parse("sum(softplus(X*w)) - y'*X*w", {"X": "n p"})
    assert parsed.understood("w") == "f(w) = 1ᵀsoftplus(Xw) − yᵀXw   X: n×p  w: p  y: n"
    assert parse("log(2*pi)").understood() == "f = log(2π)"


def test_declared_but_absent():
    assert str(parse("x", {"Z": "n p"}).symbol("Z")) == "Z"


def test_symbols_are_those_of_the_notation():
    from derivations.notation.symbols import dims, matrix

    n = dims("n")
    assert parse("S*x", {"S": "n n psd"}).symbols["S"] == matrix("S", n, n, positive_semidefinite=True)
