"""What is written means what a reader takes it to mean."""

import pytest
from sympy import Rational, pi

from derivations.language import parse
from derivations.language.functions import ENTRYWISE, FUNCTIONS
from derivations.language.parser import parse_tree
from derivations.notation import functions, linear
from derivations.notation.symbols import dims, matrix, scalar, vector

n, p = dims("n p")
X, A = matrix("X", n, p), matrix("A", n, n)
w, x, y = vector("w", p), vector("x", n), vector("y", n)
a, b = scalar("a"), scalar("b")
GIVEN = {"X": "n p", "A": "n n", "w": "p", "x": "n", "y": "n", "a": "scalar", "b": "scalar"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X*w - y", X @ w - y),
        ("-x'*y", -(x.T @ y)),
        ("a - b + a", a - b + a),
        ("a/b*a", a / b * a),
        ("-a^2", -(a**2)),
        ("a^-1", a**-1),
        ("a*-b", a * -b),
        ("A'*x", A.T @ x),
        ("(A*x)'", (A @ x).T),
        ("A^2'", (A @ A).T),
        ("A^-1", linear.inverse(A)),
        ("A^-2", linear.inverse(A) @ linear.inverse(A)),
        ("x.*y", linear.hadamard(x, y)),
        ("A*x.*y", linear.hadamard(A @ x, y)),
        ("x./y", linear.hadamard_quotient(x, y)),
        ("x.^2", linear.hadamard_power(x, 2)),
        ("a.*x", a * x),
        ("x./a", x / a),
        ("1./x", linear.hadamard_power(x, -1)),
        ("2./x", 2 * linear.hadamard_power(x, -1)),
        ("2.*x", 2 * x),
        ("a.^b", a**b),
        ("a.^x", functions.exp(x * functions.log(a))),
        ("x.^y", functions.exp(linear.hadamard(y, functions.log(x)))),
        ("0.1*a", Rational(1, 10) * a),
        ("1e-3*a", Rational(1, 1000) * a),
        ("1/2*a", Rational(1, 2) * a),
        (".5*a + 2.*a", Rational(1, 2) * a + 2 * a),
        ("a^(1+1)", a**2),
        ("pi*a", pi * a),
        ("a/n", a / n),
        ("norm2(x)^2", linear.squared_norm(x)),
        ("norm2(x)^3", linear.norm(x) ** 3),
        ("norm2(a) + norm1(a)", functions.absolute(a) + functions.absolute(a)),
        ("norm1(X)", linear.norm1(X)),
        ("sum(X)", linear.total(X)),
        ("tr(A) + det(A) + logdet(A)", linear.trace(A) + linear.det(A) + linear.logdet(A)),
        ("tr(x'*A*x)", x.T @ A @ x),
        ("logdet(a)", functions.log(a)),
        ("inv(a)", 1 / a),
        ("diag(x)", linear.diag(x)),
        ("diag(A)", linear.diagonal(A)),
        ("lse(x) + sum(softmax(y))", linear.logsumexp(x) + linear.total(linear.softmax(y))),
        ("vec(X)", linear.vec(X)),
        ("kron(x, A)", linear.kron(x, A)),
        ("A + a*eye", A + a * linear.eye(n)),
        ("x + vector(1)", x + linear.ones(n)),
        ("x + vector(a)", x + a * linear.ones(n)),
        ("X + matrix(0)", X + linear.zeros(n, p)),
        ("x − y", x - y),
        ("a·x", a * x),
        ("a×x", a * x),
        ("x′×y", x.T @ y),
        ("xᵀ*y", x.T @ y),
        ("x’*y", x.T @ y),
        ("x.'*y", x.T @ y),
        ("x ∘ y", linear.hadamard(x, y)),
        ("  x\n + y ", x + y),
        ("((x))", x),
        ("+x", x),
    ],
)
def test_meaning(text, expected):
    assert parse(text, GIVEN).expr == expected


@pytest.mark.parametrize("name", sorted(ENTRYWISE))
def test_entrywise_functions(name):
    assert parse(f"{name}(X)", GIVEN).expr == functions.FUNCTIONS[name](X)
    assert parse(f"{name}(a)", GIVEN).expr == functions.FUNCTIONS[name](a)


def test_every_function_says_what_it_is():
    assert all(f.about and f.kinds for f in FUNCTIONS.values())
    assert FUNCTIONS.keys() >= ENTRYWISE


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [("λ", "lambda", "λ"), ("sigma_1", "sigma_1", "σ₁"), ("Σ", "Sigma", "Σ"), ("ϕ", "phi", "φ")],
)
def test_greek(text, name, shown):
    parsed = parse(text)
    assert list(parsed.symbols) == [name]
    assert str(parsed.expr) == shown
    assert parsed.symbol(text) is parsed.symbol(name) is parsed.symbols[name]


def test_names_that_are_words_of_python_reach_code_as_others():
    assert list(parse("lambda*x + lambda*len").symbols) == ["lambda", "x", "len"]


def test_tree_keeps_places():
    tree = parse_tree("norm2(X*w - y)^2")
    assert tree.root.op == "^"
    assert [tree.operand(node) for node in tree.nodes if node.op in "*-"] == ["X*w", "X*w - y"]
    assert all(child.index < node.index for node in tree.nodes for child in node.args)


def test_pi_can_be_declared():
    assert parse("pi'*x", {"pi": "n simplex"}).shapes == {"pi": "n", "x": "n"}
