"""Gradients in several variables at once, blocks of Hessians, and abbreviations that stay closed in a proof."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

pytest.importorskip("jax")

from derivations import (
    MathError,
    UnknownName,
    differentiate,
    dims,
    exp,
    hadamard,
    inverse,
    kron,
    log,
    logdet,
    logsumexp,
    matrix,
    norm,
    ones,
    relu,
    scalar,
    sigmoid,
    squared_norm,
    tanh,
    text,
    total,
    vector,
)
from derivations.check import check_steps
from derivations.check.claims import check_claim
from derivations.cli import app
from derivations.errors import TheoremError
from derivations.notation.differentials import d, differential_of
from derivations.notation.linear import inner
from derivations.proof.derivation import run
from derivations.proof.lines import definition, differential, equals, gradient, let

from .oracle import Values, autodiff, value
from .suite import SIZES
from .test_suite import assert_agrees, projection

n, p, q = dims("n p k")
X, A = matrix("X", n, p), matrix("A", n, p)
w, x, y = vector("w", p), vector("x", p), vector("y", n)
W1, W2 = matrix("W_1", q, p), matrix("W_2", n, q)
b1, b2 = vector("b_1", q), vector("b_2", n)
mu, z, S = vector("mu", n), vector("u", n), matrix("S", n, n, positive_definite=True)
b, s = scalar("b"), scalar("s", positive=True)
one = ones(n)
NETWORK = squared_norm(W2 @ tanh(W1 @ x + b1) + b2 - y)
SCORES = W2 @ sigmoid(W1 @ x + b1) + b2
U, V = matrix("U", n, q), matrix("V", p, q)

CASES = {
    "regression": (squared_norm(X @ w + b * one - y), [w, b]),
    "network": (NETWORK, [W1, b1, W2, b2]),
    "classifier": (logsumexp(SCORES) - y.T @ SCORES, [W1, b1, W2, b2]),
    "relu": (squared_norm(W2 @ relu(W1 @ x + b1) - y), [W1, W2]),
    "gaussian": ((z - mu).T @ inverse(S) @ (z - mu) / 2 + logdet(S) / 2, [mu, S]),
    "factors": (squared_norm(hadamard(A, U @ V.T - X)), [U, V]),
    "noise": (squared_norm(X @ w - y) / (2 * s**2) + log(s), [w, s]),
    "lengths": (norm(X @ w - y) + norm(w), [w, y]),
    "one path only": (squared_norm(W2 @ exp(W1 @ x)) + total(W1), [W1]),
    "constant in one": (w.T @ x, [w, mu]),
    "all pairs of entries": (logsumexp(kron(y, w)), [y, w]),
}


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_jax_and_with_one_variable_at_a_time(name):
    f, variables = CASES[name]
    found = differentiate(f, variables)
    assert list(found) == variables
    for x, r in found.items():
        for sizes in SIZES[:2]:
            assert_agrees(r, sizes)
        values = Values(SIZES[2], 1)
        np.testing.assert_allclose(value(r.expr, values), value(differentiate(f, x).expr, values), rtol=1e-9)


def test_intermediate_quantities_have_names_in_the_steps_and_are_written_out_in_the_results():
    r = differentiate(NETWORK, [W1, b1, W2, b2])
    assert r.verdict == "symbolic"
    assert str(r).splitlines() == [
        "z₁ = W₁x + b₁",
        "a₁ = tanh(z₁)",
        "r = W₂a₁ + b₂ − y",
        "δ₁ = 2((1 − a₁²)∘(W₂ᵀr))",
        "∇_W₁ f = δ₁xᵀ",
        "∇_b₁ f = δ₁",
        "∇_W₂ f = 2ra₁ᵀ",
        "∇_b₂ f = 2r",
    ]
    assert r["b_2"].text == "2(W₂ tanh(W₁x + b₁) + b₂ − y)"
    assert r[W2].expr.free_symbols == NETWORK.free_symbols
    assert not any(symbol in e.free_symbols for e in r["W_1"].results.values() for symbol in r.lets)


@pytest.mark.parametrize(
    ("f", "wrt", "given"),
    [
        ("sum(x.^y)", ["x", "y"], {"x": "n positive", "y": "n"}),
        ("norm2(y-W*tanh(V*(m+exp(s).*u)))^2", ["m", "s", "W", "V"], {"V": "k p", "W": "n k"}),
        ("sum(tanh(W*exp(x)).*sigmoid(V*exp(x)))", ["x", "W", "V"], {}),
        ("softmax(x)'*softmax(tanh(x))", ["x"], {}),
        ("sum(sqrt(exp(x.*y)+log(1+x)))", ["x", "y"], {"x": "n positive", "y": "n"}),
        ("norm2(softmax(W*x)-sigmoid(W*x))+norm2(x-y)", ["W", "x"], {}),
    ],
)
def test_a_name_is_given_once_and_stands_for_what_is_printed(f, wrt, given):
    r = differentiate(f, wrt, given)
    names = [line.split(" = ")[0] for line in str(r).splitlines() if " = " in line and "∇" not in line]
    assert len(set(names)) == len(names) == len(r.lets) > 1
    for x in wrt:
        alone = differentiate(f, x, given).expr
        for sizes in SIZES[:2]:
            values = Values(sizes, 1)
            np.testing.assert_allclose(value(_printed(r, x), values), value(alone, values), rtol=1e-9)


def _printed(r, name):
    """The short result with its names written out, one after the other."""
    e = next(e for x, e in r.short.items() if x.name == name)
    for symbol, stands_for in reversed(r.lets.items()):
        e = e.xreplace({symbol: stands_for})
    return e


def test_what_is_short_needs_no_names():
    r = differentiate(squared_norm(X @ w + b * one - y), [w, b])
    assert not r.lets
    assert str(r) == "∇_w f = 2Xᵀ(Xw + b·1 − y)\n∇_b f = 2·1ᵀ(Xw + b·1 − y)"


def test_a_name_that_is_taken_is_not_used():
    delta, taken = vector("delta", n), vector("z", p)
    r = differentiate(squared_norm(W2 @ tanh(W1 @ taken) - delta), [W1, W2])
    assert {"z_1", "delta_1"}.isdisjoint(symbol.name for symbol in r.lets)
    assert_agrees(r[W1], SIZES[0])


def test_shared_parts_are_differentiated_once():
    def steps(depth):
        weights = [matrix(f"W_{k}", n, n) for k in range(depth)]
        out = vector("x", n)
        for weight in weights:
            out = tanh(weight @ out)
        return len(differentiate(squared_norm(out - y), weights).steps)

    assert steps(6) - steps(5) == steps(5) - steps(4) == steps(4) - steps(3)


def test_conditions_speak_of_the_names_and_each_result_of_what_they_stand_for():
    r = differentiate(CASES["relu"][0], [W1, W2])
    assert r.conditions[0].startswith("where no entry of z₁ is 0; at 0 the subgradients of relu")
    assert r[W1].conditions[0].startswith("where no entry of W₁x + b₁ is 0")


def test_every_variable_of_a_text():
    r = differentiate("norm2(A*x - b)^2 + t*sum(x)", variables={"A": "m n"})
    assert [symbol.name for symbol in r] == ["A", "x", "b", "t"]
    assert r["t"].text == "1ᵀx"


def test_jacobians_in_several_variables():
    r = differentiate(tanh(A @ w), [A, w])
    assert r[w].text == "Diag(1 − tanh(Aw)²)A"
    assert str(r).splitlines()[1] == "∂f/∂w = Diag(1 − tanh(Aw)²)A"
    assert not hasattr(r, "blocks")
    with pytest.raises(UnknownName, match="there are no blocks of a Hessian here; ask for order=2 of a scalar"):
        r.blocks  # noqa: B018 - reading it raises


def test_jacobians_have_the_names_that_their_steps_give_them():
    r = differentiate("A*X*a", ["A", "a"])
    assert str(r).splitlines() == ["∂vec F/∂vec A = a(Xᵀ⊗I)", "∂F/∂a = AX"]
    shown = CliRunner().invoke(app, ["grad", "A*X*a"]).output
    assert shown.startswith("  F(A, X, a) = AXa ") and "∂vec F/∂vec X = a(I⊗A)" in shown


# --- blocks of the Hessian --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["regression", "noise", "factors", "gaussian", "network", "all pairs of entries"])
def test_blocks_agree_with_the_jacobians_of_the_gradients(name):
    f, variables = CASES[name]
    if name == "network":
        variables = [b1, b2]
    gradients, second = differentiate(f, variables), differentiate(f, variables, order=2)
    for (x, y), h in second.blocks.items():
        values = Values(SIZES[1], 3)
        ours = value(h.expr, values).reshape(np.size(values.of(x)), np.size(values.of(y)))
        theirs = autodiff(gradients[x].expr, y, values).reshape(ours.shape)
        along = projection(y, values)
        ours, theirs = (m if along is None else m @ along for m in (ours, theirs))
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


def test_blocks_are_found_by_the_names_of_their_variables_and_have_functions():
    r = differentiate("norm2(X*w-y)^2/s", ["w", "s"], {"s": "scalar positive"}, order=2)
    data = {"X": np.eye(2), "s": 2.0, "w": np.array([1.0, 2.0]), "y": np.zeros(2)}
    assert r.blocks["w", "s"].function("numpy")(**data).tolist() == [-0.5, -1.0]
    assert [b.source().partition("def ")[2].partition("(")[0] for b in r.blocks.values()] == [
        "hessian_w_w",
        "hessian_w_s",
        "hessian_s_w",
        "hessian_s_s",
    ]
    with pytest.raises(UnknownName, match=r"no block \('w', 'X'\) of the Hessian; there are \[w, w\], \[w, s\],"):
        r.blocks["w", "X"]


def test_gradients_in_several_variables_have_functions_with_names_of_their_own():
    r = differentiate("norm2(X*w-y)^2/s", ["w", "s"])
    assert [g.source().partition("def ")[2].partition("(")[0] for g in r.values()] == ["gradient_w", "gradient_s"]


def test_blocks_and_their_action():
    r = differentiate(squared_norm(X @ w + b * one - y), [w, b], order=2)
    assert [h.text for h in r.blocks.values()] == ["2XᵀX", "2Xᵀ·1", "2·1ᵀX", "2n"]
    v, c = vector("v", p), scalar("c")
    assert {x: text(e) for x, e in r.operator({w: v, b: c}).items()} == {w: "2Xᵀ(Xv + c·1)", b: "2·1ᵀ(Xv + c·1)"}
    with pytest.raises(MathError, match="expected a direction for each variable; there is none for b"):
        r.operator({w: v})


# --- what is shown, and what is refused -------------------------------------------------------------------------------


def claim_of(last, lets=()):
    def lines():
        for symbol, meaning in lets:
            yield let(symbol, meaning)
        yield definition("f", squared_norm(a), label="f")
        yield differential(squared_norm(a), [A, x])
        yield equals(last)

    return run(lines(), "test").steps[-1].claim


a, r = vector("a", n), vector("r", n)


@pytest.mark.parametrize(
    ("last", "holds"),
    [
        (inner(2 * a, differential_of(a, [A, x])), True),
        (inner(2 * a, d(A) @ x) + inner(2 * a, A @ d(x)), True),
        (inner(2 * a, d(A) @ x), False),
        (inner(a, differential_of(a, [A, x])), False),
        (inner(2 * a, differential_of(a, [x])), False),
        (inner(2 * a, d(A) @ x) - inner(2 * a, A @ d(x)), False),
    ],
    ids=str,
)
def test_an_abbreviation_may_stay_closed_or_be_opened(last, holds):
    assert check_claim(claim_of(last, [(a, A @ x)])).holds == holds


def test_a_closed_abbreviation_brings_in_no_condition():
    def lines(value):
        yield let(a, value)
        yield definition("f", squared_norm(A @ x), label="f")
        yield differential(squared_norm(A @ x), [A, x])
        yield equals(inner(2 * A @ x, differential_of(A @ x, [A, x])) + total(a) - total(a))

    assert check_steps(run(lines(A @ x), "test")).steps[-1].verdict.holds
    assert not check_steps(run(lines(log(A @ x)), "test")).steps[-1].verdict.holds


def test_a_corner_inside_an_abbreviation_is_seen():
    def lines():
        yield let(a, relu(A @ x))
        yield definition("f", squared_norm(a), label="f")
        yield differential(squared_norm(a), [A, x])
        yield equals(inner(2 * a, differential_of(a, [A, x])))

    found = check_steps(run(lines(), "test")).steps[-1].verdict
    assert not found.holds and "has no derivative where" in found.how


def test_a_gradient_asks_that_the_differential_tells_its_share():
    def lines(last):
        yield definition("f", y.T @ A @ x, label="f")
        yield differential(y.T @ A @ x, [A, x])
        yield equals(last)
        yield gradient(A.T @ y, wrt=x)

    steps = check_steps(run(lines(inner(y @ x.T, d(A)) + inner(A.T @ y, d(x))), "test")).steps
    assert steps[-1].text == "∇_x f = Aᵀy" and steps[-1].verdict.evidence == "symbolic"
    with pytest.raises(TheoremError, match=r"does not tell its share of x yet: .* still has a differential in it"):
        run(lines(inner(y, differential_of(A @ x, [A, x]))), "test")


def test_wrong_questions():
    with pytest.raises(MathError, match="expected wrt, the variable or a list of variables"):
        differentiate(w.T @ x)
    with pytest.raises(MathError, match="the list of variables is empty; expected at least one"):
        differentiate(w.T @ x, [])
    with pytest.raises(UnknownName, match="no derivative in y; there are those in w, x"):
        differentiate(w.T @ x, [w, x])["y"]
    with pytest.raises(MathError, match="in no variable: expected at least one"):
        differential_of(w.T @ x, [])


# --- its forms --------------------------------------------------------------------------------------------------------

LOSS = ["norm2(W_2*tanh(W_1*x) - y)^2", "--var", "W_1: q p", "--var", "W_2: n q"]


def derive_grad(*arguments):
    result = CliRunner().invoke(app, ["grad", *LOSS, *arguments], prog_name="derive")
    assert result.exit_code == 0, result.output
    return result.output


def test_on_the_command_line():
    shown = derive_grad("--wrt", "W_1", "--wrt", "x")
    assert "f(W₁, x) = ‖W₂ tanh(W₁x) − y‖²" in shown
    assert [line.strip() for line in shown.splitlines()][-3:] == [
        "∇_W₁ f = δ₁xᵀ",
        "∇_x f = W₁ᵀδ₁",
        "evidence: symbolic",
    ]
    assert "∇_y f = −2r" in derive_grad("--no-steps")


def test_as_json():
    answer = json.loads(derive_grad("--wrt", "W_1", "--wrt", "x", "--json", "--to", "numpy"))
    assert answer["wrt"] == ["W_1", "x"] and answer["verdict"] == "symbolic"
    assert list(answer["lets"]) == ["z_1", "a_1", "r", "delta_1"]
    assert answer["derivatives"]["x"]["short"]["text"] == "W₁ᵀδ₁"
    assert "def gradient" in answer["derivatives"]["x"]["source"]
    assert "blocks" in json.loads(derive_grad("--wrt", "x", "--wrt", "y", "--json", "--order", "2"))


def test_as_latex_and_in_jupyter():
    assert r"\nabla_{W_{1}} f &= \delta_{1} x^\top" in derive_grad("--wrt", "W_1", "--wrt", "x", "--latex")
    html = differentiate(NETWORK, [W1, b1])._repr_html_()
    assert html.startswith(r"<div>$\displaystyle \begin{aligned}") and "<table" in html
