"""The Hessian in a symmetric or diagonal matrix is one among such matrices, and the transpose of its mirror."""

import inspect

import numpy as np
import pytest

pytest.importorskip("jax")

import jax

from derivations import differentiate
from derivations.check.normal import is_zero
from derivations.notation.core import transpose

N = 3
rng = np.random.default_rng(5)
x, y, A, B = rng.normal(size=N), rng.normal(size=N), rng.normal(size=(N, N)), rng.normal(size=(N, N))
swap = np.eye(N * N).reshape(N, N, N, N).transpose(1, 0, 2, 3).reshape(N * N, N * N)
ONTO = {"symmetric": (np.eye(N * N) + swap) / 2, "diagonal": np.diag(np.eye(N).ravel())}
spd = A @ A.T + np.eye(N)
DIAGONALS = ("diagonal", "diagonal spd", "diagonal symmetric")
AT = {"symmetric": spd, "spd": spd} | dict.fromkeys(DIAGONALS, np.diag([1.0, 2.0, 0.5]))
jnp = jax.numpy
jax.config.update("jax_enable_x64", True)
SYMMETRIC = {
    "tr(S*A)^2": (lambda S: jnp.trace(S @ A) ** 2, "convex"),
    "(x'*S*y)^2": (lambda S: (x @ S @ y) ** 2, ""),
    "lse(S*x)": (lambda S: jax.nn.logsumexp(S @ x), ""),
    "norm2(S*x)": (lambda S: jnp.sqrt((S @ x) @ (S @ x)), ""),
    "tr(S*A*S*B)": (lambda S: jnp.trace(S @ A @ S @ B), ""),
    "exp(x'*inv(S)*y)": (lambda S: jnp.exp(x @ jnp.linalg.inv(S) @ y), ""),
    "x'*inv(S)*x": (lambda S: x @ jnp.linalg.inv(S) @ x, ""),
}
DIAGONAL = {
    "tr(S*A*S*B)": (lambda S: jnp.trace(S @ A @ S @ B), ""),
    "tr(S*A)^2": (lambda S: jnp.trace(S @ A) ** 2, "convex"),
    "norm2(S*x)^2": (lambda S: (S @ x) @ (S @ x), "convex"),
    "tr(inv(S)*A)": (lambda S: jnp.trace(jnp.linalg.inv(S) @ A), ""),
    "lse(S*x)": (lambda S: jax.nn.logsumexp(S @ x), ""),
    "tr(S^3)": (lambda S: jnp.trace(S @ S @ S), ""),
    "exp(tr(S))": (lambda S: jnp.exp(jnp.trace(S)), "convex"),
    "x'*inv(S)*x": (lambda S: x @ jnp.linalg.inv(S) @ x, ""),
    "tr(S*A)-logdet(S)": (lambda S: jnp.trace(S @ A) - jnp.linalg.slogdet(S)[1], ""),
}
CASES = [(f, fact, *v) for f, v in SYMMETRIC.items() for fact in ("symmetric", "spd")]
CASES += [(f, fact, *v) for f, v in DIAGONAL.items() for fact in DIAGONALS]


def value(answer, S):
    function = answer.function("numpy")
    known = {"x": x, "y": y, "A": A, "B": B, "S": S}
    return function(**{k: known[k] for k in inspect.signature(function).parameters})


@pytest.mark.parametrize(("f", "fact", "by_jax", "convexity"), CASES)
def test_the_hessian_is_symmetric_and_agrees_with_that_of_jax_on_the_space(f, fact, by_jax, convexity):
    if fact == "symmetric" and "inv" in f:
        pytest.skip("asks for a matrix with an inverse")
    answer = differentiate(f, "S", {"S": f"n n {fact}"}, order=2)
    H = value(answer, AT[fact])
    onto = ONTO["diagonal" if fact in DIAGONALS else "symmetric"]
    expected = onto @ np.asarray(jax.hessian(by_jax)(AT[fact])).reshape(N * N, N * N) @ onto
    np.testing.assert_allclose(H, H.T, atol=1e-12)
    np.testing.assert_allclose(onto @ H @ onto, expected, rtol=1e-9, atol=1e-9)
    if convexity:
        assert answer.convexity == convexity


@pytest.mark.parametrize("fact", ["spd", *DIAGONALS])
def test_blocks_are_transposes_of_each_other(fact):
    f = "tr(S*A)*(x'*m) + m'*S*S*m"
    answer = differentiate(f, ["m", "S"], {"S": f"n n {fact}"}, order=2)
    m, S = answer
    assert is_zero(transpose(answer.blocks[m, S].expr) - answer.blocks[S, m].expr)


@pytest.mark.parametrize("fact", ["symmetric", "spd", *DIAGONALS])
def test_a_gradient_is_said_to_be_the_only_one_among_matrices_of_its_kind(fact):
    kind = "diagonal" if fact in DIAGONALS else "symmetric"
    why = f"A linear function of {kind} dX is the inner product with exactly one {kind} matrix, the gradient."
    shapes = {"S": f"n n {fact}"}
    for answer in (differentiate("tr(S*A)", "S", shapes), differentiate("tr(S*A)", ["S", "A"], shapes)):
        assert why in [s.why for s in answer.steps]


@pytest.mark.parametrize("fact", ["symmetric", "spd", *DIAGONALS])
def test_a_jacobian_is_said_not_to_be_the_only_one(fact):
    kind = "diagonal" if fact in DIAGONALS else "symmetric"
    answer = differentiate("S*y", "S", {"S": f"n n {fact}"})
    assert answer.notes == (f"The Jacobian is meant for {kind} increments, on which other matrices act alike.",)
    assert answer.steps[-1].why == f"What multiplies vec(dX); on {kind} dX others act alike."


def test_nothing_of_the_kind_is_said_where_a_matrix_moves_in_every_direction():
    answer = differentiate("S*y", "S", {"S": "n n"})
    assert answer.notes == ()
    assert "exactly one matrix" in answer.steps[-1].why


def test_a_diagonal_matrix_that_is_positive_definite_too_has_both_facts():
    f = "x'*inv(S)*x-logdet(S)"
    answer = differentiate(f, "S", {"S": "n n diagonal spd"})
    assert str(answer) == "∇f = Diag(−(S⁻¹x)² − diag(S⁻¹))"
    assert differentiate("x'*inv(S)*x", "S", {"S": "n n diagonal spd"}, order=2).convexity == "convex"
    assert differentiate("x'*inv(S)*x", "S", {"S": "n n diagonal"}, order=2).convexity == "not shown convex"
