"""Answers read as a textbook has them: what their form shows is written out, and every rewriting is a checked step."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from derivations import differentiate
from derivations.calculus.compact.moduli import _settled


def answer(typed, wrt, order=1, **variables):
    found = differentiate(typed, wrt, variables, order)
    assert found.verdict == "symbolic"
    return found


@pytest.mark.parametrize(
    ("typed", "wrt", "order", "variables", "text"),
    [
        ("x'*diag(y)*x", "y", 1, {"x": "n", "y": "n"}, "x²"),
        ("x'*inv(diag(y))*x", "y", 1, {"x": "n", "y": "n positive"}, "−(y⁻²∘x²)"),
        ("(x'*diag(w)*x)^2", "w", 2, {"x": "n", "w": "n"}, "2x²(x²)ᵀ"),
        ("sum((diag(w)*x).^2)", "w", 2, {"x": "n", "w": "n"}, "2Diag(x²)"),
        ("det(diag(x))", "x", 1, {"x": "n"}, "det(Diag(x))x⁻¹"),
        ("det(diag(x))", "x", 2, {"x": "n"}, "det(Diag(x))(x⁻¹(x⁻¹)ᵀ − Diag(x⁻²))"),
        ("tr((A.*diag(u))^2)", "u", 1, {"A": "n n", "u": "n"}, "2(diag(A)²∘u)"),
        ("tr((A.*diag(u))^2)", "u", 2, {"A": "n n", "u": "n"}, "2Diag(diag(A)²)"),
        ("tr(diag(x)*A*diag(x))", "x", 1, {"A": "n n", "x": "n"}, "2(x∘diag(A))"),
        ("tr(A'*diag(x))", "x", 1, {"A": "n n", "x": "n"}, "diag(A)"),
    ],
)
def test_a_diagonal_is_written_out_where_its_matrix_shows_it(typed, wrt, order, variables, text):
    assert answer(typed, wrt, order, **variables).text == text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("log(x'*diag(w)*x)", "concave on every convex set where the conditions hold"),
        ("sqrt(x'*diag(w)*x)", "concave on every convex set where the conditions hold"),
        ("sigmoid(x'*diag(w)*x)", "not shown convex"),
        ("exp(-(x'*diag(exp(w))*x))", "not shown convex"),
        ("exp(x'*diag(w)*x)", "convex"),
    ],
)
def test_functions_of_a_weighted_square_have_a_hessian_in_the_weights(typed, words):
    assert answer(typed, "w", 2, x="n", w="n").convexity == words


@pytest.mark.parametrize(
    ("typed", "wrt", "order", "variables", "text"),
    [
        ("-log(sigmoid(x'*u - y'*u))", "u", 1, {"x": "n", "y": "n", "u": "n"}, "(σ(uᵀx − uᵀy) − 1)(x − y)"),
        ("sigmoid(x'*w)", "w", 2, {"x": "n", "w": "n"}, "σ(wᵀx)(1 − σ(wᵀx))(1 − 2σ(wᵀx))xxᵀ"),
        ("sum(q.^a)/(1-a)", "q", 2, {"q": "n positive", "a": "scalar"}, "−a Diag(q^(a − 2))"),
    ],
)
def test_a_factor_that_terms_share_up_to_sign_stands_once(typed, wrt, order, variables, text):
    assert answer(typed, wrt, order, **variables).text == text


def test_the_curvature_of_a_difference_is_shown():
    found = answer("-log(sigmoid(b*(x'*u - y'*u)))", "u", 2, x="n", y="n", u="n", b="scalar")
    assert found.text == "b²σ(b(uᵀx − uᵀy))(1 − σ(b(uᵀx − uᵀy)))(x − y)(x − y)ᵀ"
    assert found.convexity == "convex"


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "text"),
    [
        ("tr(A*inv(B)) - logdet(A*inv(B)) - n", "A", {"A": "n n spd", "B": "n n spd"}, "B⁻¹ − A⁻¹"),
        ("tr(A*inv(B)) - logdet(A*inv(B)) - n", "B", {"A": "n n spd", "B": "n n spd"}, "B⁻¹ − B⁻¹AB⁻¹"),
        ("logdet(a*A)", "a", {"a": "scalar positive", "A": "n n spd"}, "n/a"),
        ("logdet(a*A)", "A", {"a": "scalar positive", "A": "n n spd"}, "A⁻¹"),
        ("logdet(A*B)", "A", {"A": "n n", "B": "n n"}, "A⁻ᵀ"),
        ("tr(inv(A*B))", "A", {"A": "n n invertible", "B": "n n invertible"}, "−A⁻ᵀB⁻ᵀA⁻ᵀ"),
        ("log(abs(det(A)))", "A", {"A": "n n"}, "A⁻ᵀ"),
    ],
)
def test_inverses_of_products_come_apart_and_cancel(typed, wrt, variables, text):
    assert answer(typed, wrt, **variables).text == text


def test_a_power_takes_up_its_base():
    assert differentiate("det(A)^(1/n)", "A", {"A": "n n spd"}).text == "det(A)^(1/n)A⁻¹/n"


def test_a_gram_matrix_of_no_declared_rank_keeps_its_inverse_whole():
    found = answer("logdet(X'*X)", "X", X="n n")
    assert found.text == "2X(XᵀX)⁻¹" and found.conditions == ("where det(XᵀX) > 0",)


def test_taking_an_inverse_apart_asks_for_nothing_more():
    assert answer("logdet(a*A)", "A", a="scalar", A="n n").conditions == ("where det(aA) > 0",)


@pytest.mark.parametrize(
    ("typed", "order", "text"),
    [
        ("log(abs(t))", 1, "1/t"),
        ("log(abs(t))", 2, "−(1/t²)"),
        ("sign(t)/abs(t)", 1, "−(1/t²)"),
        ("abs(t)^3", 1, "3t|t|"),
        ("abs(t)^3", 2, "6|t|"),
        ("1/abs(t)", 2, "2/|t|³"),
        ("t*abs(t)", 2, "2sign(t)"),
    ],
)
def test_signs_go_where_a_modulus_takes_them_up(typed, order, text):
    assert answer(typed, "t", order, t="scalar").text == text


def test_signs_and_moduli_keep_the_value_of_a_product():
    for s, m, k, u in product(range(5), range(-4, 5), range(-4, 5), (Fraction(2), Fraction(-3), Fraction(0))):
        if u or min(m, k) >= 0:
            before, after = (value(u, *powers) for powers in ((s, m, k), _settled(s, m, k)))
            assert before == after, (s, m, k, u)


def value(u, s, m, k):
    return ((u > 0) - (u < 0)) ** s * abs(u) ** m * u**k


@pytest.mark.parametrize(
    ("typed", "order", "text"),
    [
        ("sum((x - sum(x)/n*vector(1)).^2)/n", 1, "2(x − (1ᵀx)·1/n)/n"),
        ("sum((x - sum(x)/n*vector(1)).^2)/n", 2, "2I/n − 2·1·1ᵀ/n²"),
        ("sum(x.^a)", 2, "a(a − 1)Diag(x^(a − 2))"),
    ],
)
def test_terms_that_cancel_are_found_inside_products_of_sums(typed, order, text):
    variables = {"x": "n positive"} | ({"a": "scalar"} if "a" in typed else {})
    assert answer(typed, "x", order, **variables).text == text


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "text"),
    [
        ("logdet(kron(A,B))", "A", {"A": "n n", "B": "p p"}, "pA⁻ᵀ"),
        ("logdet(kron(A,B))", "B", {"A": "n n spd", "B": "p p spd"}, "nB⁻¹"),
        ("norm2(kron(A,B))^2", "A", {"A": "n m", "B": "p q"}, "2‖B‖²A"),
        ("vec(X)'*kron(A,B)*vec(X)", "X", {"A": "n n", "B": "m m", "X": "m n"}, "BX Aᵀ + BᵀXA"),
    ],
)
def test_what_is_stacked_and_unstacked_is_itself(typed, wrt, variables, text):
    assert answer(typed, wrt, **variables).text == text


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "text"),
    [
        ("sum(B.*(x*z'-A).^2)", "z", {"A": "n m", "B": "n m", "x": "n", "z": "m"}, "2Diag(Bᵀx²)"),
        ("sum(exp(x*z'))", "z", {"x": "n", "z": "m"}, "Diag(exp(xzᵀ)ᵀx²)"),
        (
            "sum(A.*exp(x*vector(1)'+vector(1)*z'-C))",
            "z",
            {"A": "n m", "C": "n m", "x": "n", "z": "m"},
            "Diag((Aᵀ∘exp(x·1ᵀ + 1zᵀ − C)ᵀ)·1)",
        ),
        (
            "sum(tanh(x*x'))",
            "x",
            {"x": "n"},
            "2(1·1ᵀ − tanh(xxᵀ)°²) − 4(Diag((tanh(xxᵀ)∘(1·1ᵀ − tanh(xxᵀ)°²))x²)"
            " + Diag(x)(tanh(xxᵀ)∘(1·1ᵀ − tanh(xxᵀ)°²))Diag(x))",
        ),
        (
            "norm2(M.*(U*v*v'*U') - A)^2",
            "v",
            {"M": "n n symmetric", "U": "n m", "v": "m", "A": "n n symmetric"},
            "4Uᵀ(Diag(M°²(Uv)²) + Diag(Uv)M°² Diag(Uv) + M∘(M∘(Uv vᵀUᵀ) − A))U",
        ),
    ],
)
def test_entrywise_functions_of_outer_products_have_a_hessian(typed, wrt, variables, text):
    assert answer(typed, wrt, 2, **variables).text == text


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "words"),
    [
        ("sum(exp(A*X))", "X", {"A": "n m", "X": "m p"}, "convex"),
        ("x'*(A.*B)*x", "x", {"A": "n n spd", "B": "n n spd", "x": "n"}, "convex"),
        ("x'*(A.*B)*x", "x", {"A": "n n symmetric", "B": "n n spd", "x": "n"}, "not shown convex"),
        ("sum((x-sum(x)/n*vector(1)).^2)/n", "x", {"x": "n"}, "convex"),
        ("sum(x.^2)/n - (sum(x)/n)^2", "x", {"x": "n"}, "convex"),
        ("sum(x.^2)/n - 2*(sum(x)/n)^2", "x", {"x": "n"}, "not shown convex"),
        ("log(1+sum(exp(x)))", "x", {"x": "n"}, "convex"),
        ("log(1+sum(exp(X*w)))", "w", {"X": "n p", "w": "p"}, "convex"),
        ("log(c+sum(exp(x)))", "x", {"x": "n", "c": "scalar positive"}, "convex"),
        ("log(sum(exp(x))-1)", "x", {"x": "n"}, "not shown convex"),
        ("x'*diag(w)*x - (w'*x)^2", "x", {"x": "n", "w": "n simplex"}, "convex"),
        ("x'*diag(w)*x - 2*(w'*x)^2", "x", {"x": "n", "w": "n simplex"}, "not shown convex"),
        ("x'*diag(w)*x - (w'*x)^2", "x", {"x": "n", "w": "n positive"}, "not shown convex"),
        ("norm2(A*diag(x)-B)^2", "x", {"A": "m n", "B": "m n", "x": "n"}, "convex"),
        ("tr(inv(S)*B)", "S", {"S": "n n spd", "B": "n n spd"}, "convex"),
        ("y'*inv(S)*y", "S", {"S": "n n spd", "y": "n"}, "convex"),
        ("logdet(S) + tr(inv(S)*B)", "S", {"S": "n n spd", "B": "n n spd"}, "not shown convex"),
        ("sum(exp(x*z'))", "z", {"x": "n", "z": "m"}, "convex"),
        ("-log(det(S))", "S", {"S": "n n spd"}, "convex"),
        ("log(a'*x)", "x", {"a": "n positive", "x": "n positive"}, "concave"),
        ("1/t^2", "t", {"t": "scalar positive"}, "convex"),
        ("1/t^2", "t", {"t": "scalar nonzero"}, "convex on every convex set of values as declared"),
        ("t*log(t)", "t", {"t": "scalar"}, "convex on every convex set where the conditions hold"),
        ("x'*log(x)", "x", {"x": "n"}, "convex on every convex set where the conditions hold"),
        ("-x'*log(x)", "x", {"x": "n"}, "concave on every convex set where the conditions hold"),
        ("x'*log(x)-sum(x)*log(sum(x))", "x", {"x": "n"}, "convex on every convex set where the conditions hold"),
        ("x'*log(x)+(1-x)'*log(1-x)", "x", {"x": "n"}, "convex on every convex set where the conditions hold"),
        ("x'*log(x)-x'*x", "x", {"x": "n"}, "not shown convex"),
        ("sqrt(x'*x+1)", "x", {"x": "n"}, "convex"),
        ("sqrt(x'*x-1)", "x", {"x": "n"}, "not shown convex"),
        ("sqrt(x'*x+c)", "x", {"x": "n", "c": "scalar"}, "not shown convex"),
        ("x'*log(x)+sqrt(x'*x+1)", "x", {"x": "n"}, "convex on every convex set where the conditions hold"),
        ("lse(x)+sqrt(x'*x+1)", "x", {"x": "n"}, "convex"),
        ("lse(x)+sqrt(x'*x+1)-log(1+x'*x)", "x", {"x": "n"}, "not shown convex"),
        (
            "sum((A*x-b).*log(A*x-b)+(A*x-b).^2)",
            "x",
            {"x": "n"},
            "convex on every convex set where the conditions hold",
        ),
        ("log(x'*x+1)", "x", {"x": "n"}, "not shown convex"),
        ("sqrt(norm2(A*x-b)^2+c^2+1)", "x", {"A": "m n", "b": "m", "x": "n", "c": "scalar"}, "convex"),
        ("sqrt(x'*S*x+1)", "x", {"S": "n n spd", "x": "n"}, "convex"),
        ("sqrt(x'*S*x+1)", "x", {"S": "n n symmetric", "x": "n"}, "not shown convex"),
        ("norm2(S*x-y)^2", "S", {"S": "n n symmetric"}, "convex"),
        ("lse(S*x)", "S", {"S": "n n symmetric"}, "convex"),
        ("sum(exp(S*x))", "S", {"S": "n n symmetric"}, "convex"),
        ("sum(sin(S*x))", "S", {"S": "n n symmetric"}, "not shown convex"),
        ("log(x'*S*x)", "S", {"S": "n n spd"}, "concave on every convex set where the conditions hold"),
        ("sqrt(x'*S*x)", "S", {"S": "n n spd"}, "concave on every convex set where the conditions hold"),
        ("exp(x'*S*y)", "S", {"S": "n n"}, "convex"),
    ],
)
def test_convexity_is_shown_by_a_certificate_and_never_else(typed, wrt, variables, words):
    assert answer(typed, wrt, 2, **variables).convexity == words


@pytest.mark.parametrize(
    ("typed", "order", "text"),
    [
        ("sum(sqrt(1+(X*w-y).^2)-1)", 2, "XᵀDiag(√(1 + (Xw − y)²)⁻³)X"),
        ("sum(log(1+(X*w-y).^2))", 2, "2XᵀDiag((1 − (Xw − y)²)∘(1 + (Xw − y)²)⁻²)X"),
    ],
)
def test_fractions_whose_sum_is_shorter_are_added(typed, order, text):
    assert answer(typed, "w", order, X="n p", w="p", y="n").text == text


@pytest.mark.parametrize(
    ("typed", "order", "text"),
    [
        ("sum(w.*sqrt(w).*sqrt(sqrt(w)))", 1, "(7/4)√(√(w))³"),
        ("sum(sqrt(sqrt(sqrt(w))))", 2, "−(7/64)Diag(√(√(√(w)))⁻¹⁵)"),
    ],
)
def test_roots_of_roots_are_powers_of_the_outermost(typed, order, text):
    assert answer(typed, "w", order, w="p").text == text


def test_the_density_of_a_gaussian_has_a_hessian_in_its_covariance():
    found = differentiate("det(A)^(-1/2)*exp(-1/2*y'*inv(A)*y)", "A", {"A": "n n spd", "y": "n"}, 2)
    assert found.verdict in ("symbolic", "enclosed") and found.convexity == "not shown convex"


@pytest.mark.parametrize(
    ("typed", "wrt", "variables", "text", "words"),
    [
        ("exp(norm2(A*x-b)^2)", "x", {}, "2exp(‖Ax − b‖²)Aᵀ(2(Ax − b)(Ax − b)ᵀ + I)A", "convex"),
        ("sqrt(x'*A'*A*x+1)", "x", {}, "Aᵀ(I/√(xᵀAᵀAx + 1) − Ax xᵀAᵀ/√(xᵀAᵀAx + 1)³)A", "convex"),
        (
            "sqrt(norm2(A*X-B)^2+1)",
            "X",
            {},
            "(I⊗Aᵀ)(I/√(‖AX − B‖² + 1) − vec(B − AX)vec(B − AX)ᵀ/√(‖AX − B‖² + 1)³)(I⊗A)",
            "convex",
        ),
        ("sqrt(tr(X'*X)+1)", "X", {}, "I/√(tr(XᵀX) + 1) − vec(X)vec(X)ᵀ/√(tr(XᵀX) + 1)³", "convex"),
    ],
)
def test_what_a_sum_shares_with_the_factor_beside_it_stands_outside(typed, wrt, variables, text, words):
    found = answer(typed, wrt, 2, **variables)
    assert (found.text, found.convexity) == (text, words)


@pytest.mark.parametrize(
    ("typed", "variables", "words"),
    [
        (
            "-logdet(A'*diag(x)*A)",
            {"x": "n positive", "A": "n p"},
            "convex on every convex set where the conditions hold",
        ),
        ("-logdet(A'*diag(x)*A)", {"x": "n", "A": "n p"}, "not shown convex"),
        (
            "tr(inv(A'*diag(x)*A))",
            {"x": "n positive", "A": "n p"},
            "convex on every convex set where the conditions hold",
        ),
        ("x'*(S.^3)*x", {"x": "n", "S": "n n psd"}, "convex"),
        ("x'*(S.^3)*x", {"x": "n", "S": "n n symmetric"}, "not shown convex"),
    ],
)
def test_entrywise_powers_of_a_semidefinite_matrix_are_semidefinite(typed, variables, words):
    assert answer(typed, "x", 2, **variables).convexity == words


@pytest.mark.parametrize(
    ("typed", "facts", "words"),
    [
        ("-sum(y.*log(p) + (1 - y).*log(1 - p))", "binary", "convex"),
        ("-sum((1 - y).*log(A*p) + y.*log(1 - A*p))", "binary", "convex"),
        ("-sum((1 - y).*(1 - z).*log(p))", "binary", "convex"),
        ("sum((1 - y).*(z - 1).*log(p))", "binary", "convex"),
        ("sum((1 - y).*log(p))", "binary", "concave"),
        ("-sum(y.*log(p) + (1 - y).*log(1 - p))", "nonnegative", "not shown convex"),
        ("-sum((2*y - 1).*log(p))", "binary", "not shown convex"),
    ],
)
def test_one_less_a_number_up_to_one_is_a_weight(typed, facts, words):
    declared = {name: f"n {facts}" for name in "yz" if name in typed}
    assert (
        answer(typed, "p", 2, **declared).convexity.removesuffix(" on every convex set where the conditions hold")
        == words
    )


@pytest.mark.parametrize(
    ("typed", "order", "text"),
    [
        ("exp(t)*exp(-t)", 1, "0"),
        ("1/(exp(t)+exp(-t))", 1, "−exp(−t − softplus(−2t))tanh(t)"),
        ("(exp(t)-exp(-t))*(exp(t)+exp(-t))", 1, "2exp(t)² + 2exp(−t)²"),
    ],
)
def test_opposite_exponentials_cancel(typed, order, text):
    assert answer(typed, "t", order, t="scalar").text == text


def _sigmoid(t):
    return np.exp(-np.logaddexp(0, -t))


def _secant(t):
    return 2 * np.exp(-np.logaddexp(t, -t))


@pytest.mark.parametrize(
    ("f", "slope", "bend"),
    [
        ("log(2*exp(t)+2*exp(-t))", np.tanh, lambda t: 1 - np.tanh(t) ** 2),
        ("log(0.5*exp(t)+0.5*exp(-t))", np.tanh, lambda t: 1 - np.tanh(t) ** 2),
        ("log(2+2*exp(t))", _sigmoid, lambda t: _sigmoid(t) * _sigmoid(-t)),
        (
            "2/(2+2*exp(-t))",
            lambda t: _sigmoid(t) * _sigmoid(-t),
            lambda t: -np.tanh(t / 2) * _sigmoid(t) * _sigmoid(-t),
        ),
        ("(3*exp(t)-3*exp(-t))/(2*exp(t)+2*exp(-t))", lambda t: 1.5 * (1 - np.tanh(t) ** 2), None),
        ("t/(1+exp(-t))", lambda t: _sigmoid(t) * (1 + t * _sigmoid(-t)), None),
        ("t*exp(t)/(1+exp(t))", lambda t: _sigmoid(t) * (1 + t * _sigmoid(-t)), None),
        ("2/(exp(t)+exp(-t))", lambda t: -np.tanh(t) * _secant(t), lambda t: _secant(t) - 2 * _secant(t) ** 3),
    ],
)
def test_scaled_exponentials_have_names_too_and_their_code_does_not_overflow(f, slope, bend):
    first, second = (differentiate(f, "t", {"t": "scalar"}, order).function("numpy") for order in (1, 2))
    for t in (-800.0, -1.3, 0.0, 0.4, 800.0):
        assert np.isclose(first(t=t), slope(t), atol=1e-12)
        assert np.isclose(second(t=t), bend(t), atol=1e-12) if bend else np.isfinite(second(t=t))


@pytest.mark.parametrize(
    ("f", "order", "text"),
    [
        ("norm2(x)^2/norm2(x)", 1, "x/‖x‖"),
        ("norm2(x)^2*norm2(x)", 1, "3‖x‖x"),
        ("norm2(x)^4/norm2(x)^3", 2, "I/‖x‖ − xxᵀ/‖x‖³"),
        ("norm2(x)^3/norm2(x)", 1, "2x"),
        ("x'*x/norm2(x)", 1, "x/‖x‖"),
        ("norm2(x)^2/(x'*x)", 1, "0"),
        ("x'*x*norm2(x)^3/2", 2, "(15/2)‖x‖xxᵀ + (5/2)‖x‖³I"),
        ("(x'*x)^2+x'*x", 1, "2(2xᵀx + 1)x"),
    ],
)
def test_powers_of_one_norm_become_one(f, order, text):
    assert answer(f, "x", order, x="n").text == text


@pytest.mark.parametrize(
    ("f", "wrt", "text"),
    [
        ("sum(log(exp(x)+exp(-x)))", "x", "tanh(x)"),
        ("a*sum(log(exp(x/c)+exp(-x/c)))", "x", "a tanh(x/c)/c"),
        ("sum(log(exp(X*w-y)+exp(y-X*w)))", "w", "Xᵀtanh(Xw − y)"),
        ("log(exp(x)+exp(-x))", "x", "Diag(tanh(x))"),
        ("log(exp(a*b)+exp(-a*b))", "b", "a tanh(ab)"),
        ("sum(softplus(x))-sum(x)/2", "x", "(1/2)tanh((1/2)x)"),
        ("sum(sigmoid(x).*(1-sigmoid(x)))", "x", "σ(x)∘(1 − σ(x))∘(1 − 2σ(x))"),
    ],
)
def test_twice_a_sigmoid_less_one_is_a_tangent_where_no_sigmoid_is_left(f, wrt, text):
    assert answer(f, wrt).text == text


def test_a_tangent_keeps_its_digits_near_zero():
    slope = differentiate("log(exp(t)+exp(-t))", "t", {"t": "scalar"}).function("numpy")
    assert slope(t=1e-12) == pytest.approx(1e-12, rel=1e-14)


def test_gradients_in_several_variables_have_tangents_too():
    assert answer("sum(log(exp(X*w-y)+exp(y-X*w)))", ["w", "y"]).text == (
        "∇_w f = Xᵀtanh(Xw − y)\n∇_y f = tanh(y − Xw)"
    )


@pytest.mark.parametrize(
    ("typed", "variables", "text"),
    [
        ("norm2(Q*x)", {"Q": "n n orthogonal"}, "I/‖x‖ − xxᵀ/‖x‖³"),
        ("norm2(Q'*x/3)", {"Q": "n n orthogonal"}, "(1/3)(I/‖x‖ − xxᵀ/‖x‖³)"),
        ("norm2(Q*x - Q*y)", {"Q": "n n orthogonal"}, "I/‖x − y‖ − (y − x)(y − x)ᵀ/‖x − y‖³"),
        ("norm2(3*y - 3*x)", {"x": "n"}, "3I/‖y − x‖ − 3(y − x)(y − x)ᵀ/‖y − x‖³"),
        ("norm2(-2*t*x)", {"x": "n", "t": "scalar positive"}, "2t(I/‖x‖ − xxᵀ/‖x‖³)"),
    ],
)
def test_what_changes_all_lengths_alike_leaves_a_norm_which_is_then_seen_to_be_convex(typed, variables, text):
    found = answer(typed, "x", 2, **variables)
    assert (found.text, found.convexity) == (text, "convex")


def test_a_matrix_that_moves_is_free_to_change_lengths():
    assert answer("norm2(Q*x)", "Q", Q="n n orthogonal", x="n").text == "Qx xᵀ/‖Qx‖"
    both = differentiate("norm2(Q*x)", None, {"Q": "n n orthogonal", "x": "n"})
    assert both.text == "∇_Q f = Qx xᵀ/‖Qx‖\n∇_x f = QᵀQx/‖Qx‖"


@pytest.mark.parametrize("typed", ["sqrt((x - y)'*S*(x - y))", "sqrt((A*x - y)'*inv(S)*(A*x - y))"])
def test_a_distance_weighed_by_a_matrix_is_convex(typed):
    assert answer(typed, "x", 2, S="n n spd").convexity == "convex on every convex set where the conditions hold"


@pytest.mark.parametrize("typed", ["norm2(x - y) + norm2(x - z)", "2*norm2(x) + 3*norm2(A*x - y) + norm2(x - z)"])
def test_distances_to_several_points_add_up_to_a_convex_function(typed):
    assert answer(typed, "x", 2).convexity == "convex"


@pytest.mark.parametrize(
    "typed", ["exp(norm2(x))", "log(1 + exp(norm2(x)))", "softplus(norm2(A*x - y))", "exp(norm2(A*x - y))"]
)
def test_a_function_that_rises_and_bends_upwards_of_a_norm_is_convex(typed):
    assert answer(typed, "x", 2).convexity == "convex"


@pytest.mark.parametrize("typed", ["sigmoid(norm2(x))", "exp(-norm2(x))", "log(1 + norm2(x))"])
def test_other_functions_of_a_norm_are_not_shown_convex(typed):
    assert answer(typed, "x", 2).convexity == "not shown convex"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("sum(x.^a)", "convex"),
        ("a^2 + 3*exp(c)*sum((b*x).^a)", "convex"),
        ("-q'*x.^a", "concave"),
        ("y'*x.^a", "not shown convex"),
        ("lse(a*x)", "convex"),
        ("2*exp(c)*lse(a*x + y)", "convex"),
    ],
)
def test_powers_and_sums_of_exponentials_are_convex_in_a_number_too(typed, words):
    known = {"b": "scalar positive", "x": "n positive", "q": "n positive"}
    assert answer(typed, "a", 2, **{k: v for k, v in known.items() if k in typed.replace("exp", "")}).convexity == words


@pytest.mark.parametrize(
    ("typed", "wrt", "order", "text"),
    [
        ("(a/b)^c", "b", 1, "−(c(a/b)^c/b)"),
        ("(a/b)^c", "b", 2, "(a/b)^c(c² + c)/b²"),
        ("(x'*x/a)^c", "a", 2, "(xᵀx/a)^c(c² + c)/a²"),
        ("(a*b)^c", "a", 2, "b²c(c − 1)(ab)^(c − 2)"),
    ],
)
def test_a_power_of_a_quotient_takes_up_all_factors_of_it_that_stand_beside(typed, wrt, order, text):
    assert answer(typed, wrt, order).text == text


@pytest.mark.parametrize(
    ("typed", "text"), [("a^c*b*d", "a^c d"), ("a^c*b*x'*x", "a^c xᵀx"), ("a^(c + 1)*b*d", "a^(c + 1)d")]
)
def test_what_follows_an_exponent_stands_apart_from_it(typed, text):
    assert answer(typed, "b").text == text


@pytest.mark.parametrize(
    ("typed", "wrt", "order", "variables", "text"),
    [
        ("(a*b)^c", "c", 1, {}, "log(ab)(ab)^c"),
        ("(a/b)^c", "c", 2, {}, "(log(a/b))²(a/b)^c"),
        ("(a*b*c)^d", "d", 2, {}, "(log(abc))²(abc)^d"),
        ("sum((b*x).^a)", "a", 2, {"x": "n"}, "(log(bx)∘(bx)^a)ᵀlog(bx)"),
        ("lse((b*x).^a)", "a", 1, {"x": "n"}, "(log(bx)∘(bx)^a)ᵀsoftmax((bx)^a)"),
        ("sum((1 - p).^g)", "g", 1, {"p": "n simplex"}, "((1 − p)^g)ᵀlog(1 − p)"),
    ],
)
def test_a_power_has_a_derivative_in_its_exponent_where_its_base_is_positive_as_a_whole(
    typed, wrt, order, variables, text
):
    found = answer(typed, wrt, order, **variables)
    assert found.text == text
    assert any("positive" in c or "> 0" in c for c in found.conditions)


@pytest.mark.parametrize(("typed", "wrt"), [("(a*b)^c", "c"), ("(x'*y)^a", "a"), ("(a/b)^c", "c")])
def test_the_checker_refuses_another_logarithm(typed, wrt):
    from derivations.check.normal import prove_equal
    from derivations.language import parse
    from derivations.notation.differentials import d, differential_of
    from derivations.notation.functions import absolute, log

    parsed = parse(typed)
    power, x = parsed.expr, parsed.symbol(wrt)
    base = power.args[0]
    assert prove_equal(differential_of(power, x), log(base) * power * d(x))
    assert not prove_equal(differential_of(power, x), log(absolute(base)) * power * d(x))
    assert not prove_equal(differential_of(power, x), log(2 * base) * power * d(x))
