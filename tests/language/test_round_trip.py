"""What was understood, written in the language again, is understood as the same."""

import random
import re

import pytest

from derivations import differentiate
from derivations.calculus.result import Result
from derivations.check.normal import normal_form
from derivations.errors import DerivationError, NotSupported
from derivations.language import parse
from derivations.language.unparse import unparse
from derivations.notation.core import minus
from derivations.notation.symbols import dims, index, matrix, scalar, vector

from .texts import expression

FREE_SIZE = re.compile(r"matrix\(|kron|vec\(|eye")  # sizes that follow from use alone may follow otherwise


@pytest.mark.parametrize("seed", range(10))
def test_random_expressions(seed):
    r = random.Random(seed)
    tried = 0
    while tried < 30:
        text = expression(r, r.randint(1, 5))
        try:
            parsed = parse(text)
        except DerivationError:
            continue
        if not FREE_SIZE.search(text):
            tried += 1
            again = unparse(parsed.expr)
            assert parse(again, parsed.variables()).expr == parsed.expr, f"{text} became {again}"


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("norm2(X*w-y)^2 + λ*norm2(w)^2", "norm2(X*w - y)^2 + lambda*norm2(w)^2"),
        ("-x'*A*x", "-x'*A*x"),
        ("-(2*x)", "-(2*x)"),
        ("-2*x", "-2*x"),
        ("x.*y./z", "x.*y.*z.^-1"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a - b) - c", "a - b - c"),
        ("a/(b*c)/g", "a/(b*c)/g"),
        ("0.25*a", "(1/4)*a"),
        ("a^0.5", "a^(1/2)"),
        ("A^-1*x", "inv(A)*x"),
        ("A^3", "A^3"),
        ("y'*vector(2)", "y'*vector(2)"),
        ("vector(0) + x", "vector(0) + x"),
        ("kron(A, eye)*x", "kron(A, eye)*x"),
        ("2.^x", "exp(x*log(2))"),
        ("tr(diag(x)*A) + logdet(B)", "tr(diag(x)*A) + logdet(B)"),
        ("x'*x/n + log(2*pi)", "x'*x/n + log(2*pi)"),
    ],
)
def test_how_it_is_written_again(text, again):
    parsed = parse(text)
    assert unparse(parsed.expr) == again
    assert parse(again, parsed.variables()).expr == parsed.expr


@pytest.mark.parametrize(
    ("f", "variables", "again"),
    [
        ("X/sum(X)", {"X": "n p"}, "eye/sum(X) - vec(X)*vector(1)'/sum(X)^2"),
        ("tr(X)*X", {"X": "n n"}, "vec(X)*vec(eye)' + tr(X)*eye"),
        ("log(c)^g", {"c": "scalar"}, "g*log(c)^(g - 1)/c"),
        ("sum(relu(x))", {"x": "n"}, "step(x)"),
    ],
)
def test_an_answer_can_be_read_again(f, variables, again):
    found = differentiate(f, next(iter(variables)), variables)
    assert isinstance(found, Result)
    assert unparse(found.expr) == again
    read = parse(again, {k: v for k, v in parse(f, variables).variables().items() if k in again})
    assert normal_form(minus(found.expr, read.expr)).is_zero


def test_facts_and_sizes_are_said_again():
    said = {"S": "n n positive_definite", "X": "n p rank=p", "q": "n simplex", "a": "scalar positive", "v": "n*p"}
    assert parse("q'*S*X*X'*q + a*sum(v)", said).variables() == {
        "q": "n simplex",
        "S": "n n positive_definite",
        "X": "n p rank=p",
        "a": "scalar positive",
        "v": "n*p",
    }


def test_the_notation_goes_further_than_the_language():
    x = vector("x", dims("n"))
    with pytest.raises(NotSupported, match=r"^not supported: xᵢ has no form in the calculator's language$"):
        unparse(x[index("i", dims("n"))])


def test_the_notation_in_python_has_text_too():
    n, p = dims("n p")
    X, w, y = matrix("X", n, p), vector("w", p), vector("y", n)
    f = scalar("a") * (X @ w - y).T @ (X @ w - y)
    assert unparse(f) == "a*(X*w - y)'*(X*w - y)"
    assert parse(unparse(f), {"X": "n p"}).expr == f
