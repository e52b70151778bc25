"""Expressions that random composition once found wrong, refused or slow."""

import pytest
from sympy import Rational

pytest.importorskip("jax")

from derivations import (
    arccos,
    arcsin,
    det,
    diagonal,
    differentiate,
    exp,
    eye,
    hadamard,
    inner,
    kron,
    log,
    logdet,
    logsumexp,
    norm,
    ones,
    sigmoid,
    sin,
    softplus,
    sqrt,
    tan,
    tanh,
    total,
    trace,
)

from .composed import A, P, Question, S, T, X, Z, b, n, s, t, u, w, x
from .test_composed import Tally, ask

pytestmark = pytest.mark.no_cover

squared = hadamard(P, P) / (1 + (b.T @ w) ** 2)
scaled = det(P + X @ X.T) * (P / (1 + s**2))
FOUND = {
    "entries of a symmetric matrix in a function": (diagonal(arcsin(Rational(1, 2) * sin(S))).T @ ones(n), S),
    "a symmetric matrix that has to be positive": (total(diagonal(sigmoid(S) + sqrt(exp(S)))), S),
    "a square below a fraction line": (logdet(P + squared @ squared.T), w),
    "a determinant in a determinant": (logdet(P + scaled @ scaled.T), X),
    "an exponent with a name": (softplus(t) ** s, t),
    "a root of twice a number": (sqrt(t + t), t),
    "a root of a product": (sqrt(2 * t * s), t),
    "a root of a product of sums": (sqrt(s**2 + s * (1 + x.T @ x)), s),
    "a root of a root": (total(sqrt(sqrt(sigmoid(x)))), x),
    "a root of a root of a root": (total(sqrt(sqrt(sqrt(softplus(A @ w))))), w),
    "a power of a power, both with names": ((softplus(t) ** s) ** s, s),
    "a power of a number to a name": ((2**t) ** s, t),
    "roots in roots": ((1 + ((1 + s**2) ** Rational(-3, 2) + total(exp(A))) ** 2) ** Rational(-3, 2), s),
    "tangents in tangents": (sigmoid(tan(Rational(1, 2) * tanh(tan(Rational(1, 2) * tanh(t))))), t),
    "an inverse cosine of a determinant": (arccos(Rational(1, 2) * tanh(logdet(P + S @ S.T))), S),
    "a trace of a Kronecker product": (trace(kron(Z, T)), Z),
    "a Kronecker product of columns": (norm(kron(x, w)), x),
    "a Kronecker product of a square": (trace(kron(Z @ Z.T, eye(n))), Z),
    "a stack against a Kronecker product": (u.T @ kron(x, w), w),
    "terms that cancel behind a common factor": (logsumexp(log(softplus(w))), w),
    "an inner product of scaled matrices": (inner(t * A + sigmoid(X), X), X),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_answered_as_jax_answers_it(name):
    f, x = FOUND[name]
    tally = Tally()
    ask(Question(f, x, frozenset()), tally)
    assert tally.counts["refused"] == 0, tally
    assert tally.counts["points"] == 3, tally


def test_a_hessian_whose_steps_write_values_in_other_forms_is_shown():
    """Once refused: values at a few sizes decide nothing where so many sums stand side by side."""
    f, x = FOUND["roots in roots"]
    assert differentiate(f, x, order=2).verdict == "symbolic"


@pytest.mark.parametrize(
    ("typed", "wrt"),
    [
        ("y'*softmax(A*softmax(B*x))", "x"),
        ("tr(inv(A + inv(B + inv(C + inv(D)))))", "D"),
    ],
)
def test_what_is_nested_this_deeply_has_a_hessian_that_its_form_shows(typed, wrt):
    shapes = dict.fromkeys("ABCD", "n n") if wrt == "D" else {}
    assert differentiate(typed, wrt, shapes, 2).verdict == "symbolic"


@pytest.mark.parametrize(
    ("f", "answer"),
    [
        ("sum(x*x')*y", "2yxᵀ·1·1ᵀ"),
        ("tr(A*x*x')*y", "yxᵀ(A + Aᵀ)"),
        ("det(x*x' + A)*y", "det(xxᵀ + A)yxᵀ((xxᵀ + A)⁻¹ + (xxᵀ + A)⁻ᵀ)"),
        ("sum(x*x')*x", "2xxᵀ·1·1ᵀ + (1ᵀxxᵀ 1)I"),
    ],
)
def test_a_stacked_row_and_a_stacked_column_are_added_as_columns(f, answer):
    """vec(x) and vec(xᵀ) have one shape; x and xᵀ, which have not, were added under one vec."""
    assert differentiate(f, "x").text == answer


def test_what_is_stacked_has_one_shape_where_it_is_added():
    r = differentiate("norm2(vec(X) + vec(Y'))^2", "X", {"X": "n p", "Y": "n p"})
    assert r.text == "mat(2(vec(X) + vec(Yᵀ)))"
