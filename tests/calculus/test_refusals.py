"""What is no question is refused in words of whoever asks, and what prints is read one way only."""

import re
from dataclasses import replace

import pytest
import sympy as sp

from derivations import check, differentiate, dims, matrix, vector
from derivations.calculus.compact import turned
from derivations.errors import MathError, NotSupported, ShapeError, UnknownName
from derivations.language import parse
from derivations.notation.printing import latex, text
from derivations.proof.verdict import Verdict

t = sp.Symbol("t")
X = sp.MatrixSymbol("X", 3, 3)
column = sp.MatrixSymbol("x", sp.Symbol("n"), 1)
x_in_sympy = sp.MatrixSymbol("x", 3, 1)
NOWHERE = "there seem to be no values at which both sides are defined"


@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        (
            lambda: differentiate(sp.Function("f")(t), t),
            NotSupported,
            "not supported yet: the derivative of the unspecified function f(t)",
        ),
        (
            lambda: differentiate(t**sp.oo, t),
            MathError,
            "oo is no real number, and a derivative is one of real functions",
        ),
        (
            lambda: differentiate(sp.nan * t, t),
            MathError,
            "nan is no real number, and a derivative is one of real functions",
        ),
        (
            lambda: differentiate("norm2(X-X)", "X"),
            NotSupported,
            f"not supported yet: step 5, = 0, is not shown: {NOWHERE}",
        ),
        (
            lambda: differentiate("sqrt(t-t)", "t", {"t": "scalar"}),
            NotSupported,
            "not supported yet: steps in which 0 is divided by",
        ),
        (
            lambda: differentiate("det(X-X)", "X"),
            NotSupported,
            "not supported yet: the derivative of det(X − X) asks that 0 is invertible, which never holds",
        ),
        (
            lambda: differentiate("arcsin(2+a^2)", "a"),
            MathError,
            "arcsin(2 + a²) has no value: it asks that −1 ≤ 2 + a² ≤ 1, which never holds",
        ),
        (
            lambda: differentiate("sqrt(-a^2)", "a"),
            NotSupported,
            "not supported yet: the derivative of √(−a²) asks that −a² > 0, which never holds",
        ),
        (lambda: differentiate("x'*x", "x").function(3), UnknownName, "no target 3; available: numpy"),
        (
            lambda: differentiate(matrix("I", *dims("n n")) @ vector("x", dims("n")), vector("x", dims("n"))),
            MathError,
            "the variable I would be printed as the identity is: give it another name",
        ),
        (
            lambda: differentiate("x_1'*x1", "x1"),
            MathError,
            "the variables x1 and x_1 would be printed alike: rename one of them",
        ),
        (
            lambda: differentiate("Alpha*A*x", "x"),
            MathError,
            "the variables A and Alpha would be printed alike: rename one of them",
        ),
        (
            lambda: differentiate("Ax'*(A*x)", "x"),
            MathError,
            "the variable Ax would be printed as the product of A and x is: give it another name",
        ),
        (
            lambda: differentiate("dx'*x", "x", {"dx": "n"}),
            MathError,
            "the variable dx would be printed as the differential of x is: give it another name",
        ),
        (
            lambda: differentiate("diag(X*e_i)", "X"),
            MathError,
            "the variable e_i would be printed as a basis vector is: give it another name",
        ),
        (
            lambda: differentiate("i*diag(x)", "x", {"i": "scalar"}),
            MathError,
            "the variable i would be printed as the index of a sum is: give it another name",
        ),
        (
            lambda: differentiate("sigmoid(σ*x)", "x"),
            MathError,
            "the variable sigma would be printed as the sigmoid is: give it another name",
        ),
        (
            lambda: differentiate("log(1+exp(σ))", ["σ"]),
            MathError,
            "the variable sigma would be printed as the sigmoid is: give it another name",
        ),
        (
            lambda: differentiate("K*X'", "X"),
            MathError,
            "the variable K would be printed as the commutation matrix is: give it another name",
        ),
        (
            lambda: differentiate("K*X'", ["K", "X"]),
            MathError,
            "the variable K would be printed as the commutation matrix is: give it another name",
        ),
        (
            lambda: differentiate(sp.Symbol("") ** 2, sp.Symbol("")),
            MathError,
            "a symbol has an empty name, expected one that can be printed",
        ),
        (
            lambda: differentiate(sp.exp(X), X),
            NotSupported,
            "not supported yet: SymPy's exp of a matrix; of each entry it is X.applyfunc(exp)",
        ),
        (
            lambda: differentiate(sp.log(x_in_sympy.T * x_in_sympy), x_in_sympy),
            NotSupported,
            "not supported yet: SymPy's log of a matrix; of each entry it is (x.T*x).applyfunc(log)",
        ),
        (
            lambda: differentiate(sp.Symbol("a") ** 2, "b"),
            UnknownName,
            "b does not occur: a² has a",
        ),
        (
            lambda: differentiate(column.T * column, "n"),
            UnknownName,
            "n does not occur: xᵀx has x",
        ),
        (
            lambda: differentiate(sp.Symbol("a") ** 2, ""),
            UnknownName,
            "wrt is empty: expected a variable; a² has a",
        ),
        (
            lambda: differentiate(sp.Symbol("a") ** 2, {sp.Symbol("a")}),
            MathError,
            "differentiate: expected wrt, a variable or a list of variables such as [x, y]; got a set",
        ),
        (
            lambda: differentiate("x'*x", {"x": "n"}),
            MathError,
            "differentiate: expected wrt, a variable or a list of variables such as [x, y]; got a dict",
        ),
        (
            lambda: differentiate("x'*x", "x", order=2).operator(1),
            ShapeError,
            "operator: expected a direction of shape n×1, got 1×1",
        ),
        (
            lambda: differentiate("tr(X*X)", "X", order=2).operator(1),
            ShapeError,
            "operator: expected a direction of shape n×n, got 1×1",
        ),
    ],
)
def test_what_can_not_be_answered_is_refused_in_words(ask, error, said):
    with pytest.raises(error) as caught:
        ask()
    assert str(caught.value) == said


p, q = sp.symbols("p q", commutative=False)
plain, positive = sp.Symbol("a"), sp.Symbol("a", positive=True)
imaginary, whole = sp.Symbol("z", imaginary=True), sp.Symbol("k", integer=True)
NO_REAL = "z is no real number by its assumptions, and a derivative is one of real functions"
TWO = "two symbols are called a, with different assumptions or shapes: rename one of them"


@pytest.mark.parametrize(
    ("f", "wrt", "said"),
    [
        (q * p * q, q, "not supported yet: q, which does not commute; a matrix is a MatrixSymbol"),
        (t * p, t, "not supported yet: p, which does not commute; a matrix is a MatrixSymbol"),
        (sp.Abs(imaginary), imaginary, NO_REAL),
        (t * imaginary**2, t, NO_REAL),
        (sp.Symbol("z", infinite=True) * t, t, NO_REAL),
        (whole**2, whole, "has no derivative: k takes no values but whole numbers"),
        (
            sp.Symbol("k", even=True) * t,
            [t, sp.Symbol("k", even=True)],
            "has no derivative: k takes no values but whole numbers",
        ),
        (plain * positive, plain, TWO),
        (plain * positive, "a", TWO),
        (plain**2, positive, TWO),
        (sp.Symbol("a", real=True) * plain, plain, TWO),
        (plain * sp.Trace(sp.MatrixSymbol("a", 3, 3)), plain, TWO),
    ],
)
def test_what_sympy_is_told_of_a_symbol_is_not_dropped(f, wrt, said):
    with pytest.raises((MathError, NotSupported)) as caught:
        differentiate(f, wrt)
    assert str(caught.value) == said


def test_what_sympy_is_told_of_a_symbol_is_used():
    assert str(differentiate(sp.log(positive), positive)) == "∇f = 1/a"
    assert str(differentiate(plain**whole, plain)) == "∇f = ka^(k − 1)\n    where a ≠ 0"
    assert differentiate(sp.Symbol("a", real=True) ** 2, plain).text == "2a"


def test_the_hessian_of_a_vector_acts_on_a_direction():
    read = parse("x'*A*x + v'*x", {"A": "n n symmetric"})
    r = differentiate(read.expr, read.symbols["x"], order=2)
    assert text(r.operator(read.symbols["v"])) == "2Av"


def test_a_chain_with_a_number_inside_keeps_its_last_factor_when_transposed():
    whole = parse("A*(z'*z*w)", {"A": "n n", "z": "m"}).expr
    assert text(turned(whole)) == "(zᵀz)wᵀAᵀ"
    f = "norm1(u*diag(A)'*(A*(z'*z*w)))"
    asked = differentiate(f, "A", {"A": "n n", "u": "n", "w": "n", "z": "m"})
    assert asked.text == "(zᵀz)(sign((zᵀz)(diag(A)ᵀAw)u)ᵀu)(Diag(Aw) + diag(A)wᵀ)"


@pytest.mark.parametrize(
    ("f", "scalars", "shown", "typeset"),
    [
        ("n*log(σ)", "n σ", "n log(σ)", r"n \log\left(\sigma\right)"),
        ("s^2*tr(A)", "s", "s² tr(A)", r"s^{2} \operatorname{tr}\left(A\right)"),
        ("σ*(x-y)", "σ", "σ·(x − y)", r"\sigma \cdot \left(x - y\right)"),
        ("sigmoid(x-y)", "", "σ(x − y)", r"\sigma\left(x - y\right)"),
        ("σ*sigmoid(a)", "σ", "σ·σ(a)", r"\sigma \cdot \sigma\left(a\right)"),
        ("φ*(x-y)", "φ", "φ·(x − y)", r"\phi \cdot \left(x - y\right)"),
        ("2*d*x", "d", "2d·x", "2 d x"),
        ("rate*(x+y)", "rate", "rate·(x + y)", r"\mathrm{rate} \cdot \left(x + y\right)"),
        ("rate*x", "rate", "rate x", r"\mathrm{rate} \, x"),
        ("a*bc", "bc", "a bc", r"a \, \mathrm{bc}"),
        ("a*(b+c)", "", "a(b + c)", r"a \left(b + c\right)"),
        ("X'*sigmoid(X*w)", "", "Xᵀσ(Xw)", r"X^\top \sigma\left(X w\right)"),
    ],
)
def test_what_prints_is_read_one_way_only(f, scalars, shown, typeset):
    e = parse(f, dict.fromkeys(scalars.split(), "scalar")).expr
    assert (text(e), latex(e)) == (shown, typeset)


def test_a_quotient_in_a_product_is_printed_as_one():
    u = sp.Symbol("u", positive=True)
    r = differentiate(sp.log(u, 2), u)
    assert (text(r.f), r.text) == ("log(u)/log(2)", "1/(log(2)u)")
    assert differentiate(u / sp.log(2), u).text == "1/log(2)"
    assert differentiate(u**2 / sp.log(2), u).text == "2u/log(2)"


def test_a_step_that_is_not_shown_is_quoted_with_both_ends_of_each_side(monkeypatch):
    def refused(made, **_):
        verdict = Verdict("refuted", "not shown: the normal forms differ")
        return replace(made, steps=(*made.steps[:-1], replace(made.steps[-1], verdict=verdict)))

    monkeypatch.setattr(check, "check_steps", refused)
    long = " + ".join(f"a{i}*x" for i in range(1, 31))
    with pytest.raises(NotSupported) as caught:
        differentiate(long, "x", {"x": "scalar"})
    assert str(caught.value) == (
        "not supported yet: step 4, ∇f = a₁ + a₂ + a₃ + a₄ + a₅ + a₆ + a₇ + a₈ + … a₂₄ + a₂₅ + a₂₆ + a₂₇ + a₂₈ + a₂₉"
        " + a₃₀, is not shown: the normal forms differ"
    )


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("log(sin(a)-2)", "sin(a) − 2 > 0"),
        ("log(tanh(a)-1)", "tanh(a) − 1 > 0"),
        ("log(relu(-exp(a)))", "relu(−exp(a)) > 0"),
        ("log(-x'*S*x)", "−xᵀSx > 0"),
        ("sqrt(sigmoid(a)-2)", "σ(a) − 2 ≥ 0"),
    ],
)
def test_what_a_range_excludes_has_no_value(typed, asked):
    with pytest.raises(MathError, match=re.escape(f"has no value: it asks that {asked}, which never holds")):
        differentiate(typed, "x" if "S" in typed else "a", {"S": "n n spd"} if "S" in typed else {})


@pytest.mark.parametrize("typed", ["log(2+sin(a))", "1/(sin(a)-2)", "sqrt(3-2*tanh(a))"])
def test_what_a_range_grants_is_no_condition(typed):
    assert differentiate(typed, "a").conditions == ()
