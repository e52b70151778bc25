"""Sums over an index, and corners of the notation, against the sums a person would write in a loop."""

import inspect

import numpy as np
import pytest

import derivations as dv
from derivations.emit.arguments import free_arguments
from derivations.emit.modules import compile_source
from derivations.emit.numpy import numpy_source
from derivations.emit.source import FunctionDocs

n, p = dv.dims("n p")
X, B = dv.matrix("X", n, p), dv.matrix("B", p, p)
A, S = dv.matrix("A", n, n), dv.matrix("S", p, p, positive_definite=True)
x, y, w, v = dv.vector("x", n), dv.vector("y", n, positive=True), dv.vector("w", p), dv.vector("v", p)
q = dv.vector("q", n, nonnegative=True)
t, c = dv.scalar("t"), dv.scalar("c", nonnegative=True)
i, j = dv.index("i", n), dv.index("j", p)
f, a = dv.sequence("f", p), dv.sequence("a")
xi = dv.row(X, i)

N, P = 5, 3
draw = np.random.default_rng(3)
GIVEN = {
    "X": draw.normal(size=(N, P)),
    "B": draw.normal(size=(P, P)),
    "A": draw.normal(size=(N, N)),
    "x": draw.normal(size=N),
    "y": draw.random(N) + 0.1,
    "q": np.array([0.0, 0.3, 0.0, 0.5, 0.2]),
    "w": draw.normal(size=P),
    "v": draw.normal(size=P),
    "f": draw.normal(size=(N, P)),
    "a": draw.normal(size=N),
    "t": 0.4,
    "c": 0.0,
    "n": N,
    "p": P,
}
Xv, Bv, Av, xv, yv, qv, wv, vv, fv, av = (GIVEN[name] for name in ("X", "B", "A", "x", "y", "q", "w", "v", "f", "a"))
R = range(N)


def build(expr):
    text = numpy_source(expr, name="f", arguments=free_arguments(expr), docs=FunctionDocs("Title"))
    return compile_source(text, "f")


def total(terms):
    return sum(terms[1:], terms[0])


FORMULAS = {
    "weighted outer products": (
        dv.sum_over(i, x[i] * xi @ f[i].T / y[i]),
        lambda: total([xv[k] * np.outer(Xv[k], fv[k]) / yv[k] for k in R]),
    ),
    "between constants": (dv.sum_over(i, B @ xi @ xi.T @ B.T), lambda: total([Bv @ np.outer(r, r) @ Bv.T for r in Xv])),
    "minus": (dv.sum_over(i, -(xi @ xi.T)), lambda: -Xv.T @ Xv),
    "of a sum": (dv.sum_over(i, xi @ w.T + B), lambda: np.outer(Xv.sum(axis=0), wv) + N * Bv),
    "transposed": (dv.sum_over(i, (x[i] * B).T), lambda: xv.sum() * Bv.T),
    "of numbers times a matrix": (dv.sum_over(i, x[i] ** 2 * B), lambda: xv @ xv * Bv),
    "rows": (dv.sum_over(i, xi.T @ B), lambda: Xv.sum(axis=0) @ Bv),
    "of quotients": (dv.sum_over(i, x[i] / y[i]) / 2, lambda: (xv / yv).sum() / 2),
    "of squared norms": (dv.sum_over(i, dv.squared_norm(f[i] - w)), lambda: ((fv - wv) ** 2).sum()),
    "of norms": (dv.sum_over(i, dv.norm(f[i] - w)), lambda: np.linalg.norm(fv - wv, axis=1).sum()),
    "of negatives": (dv.sum_over(i, -a[i] * t), lambda: -0.4 * av.sum()),
    "of numbers in a vector": (
        dv.sum_over(i, (xi.T @ w) * v / y[i]),
        lambda: (Xv @ wv / yv).sum() * vv,
    ),
    "of totals": (dv.sum_over(i, dv.total(xi) ** 2), lambda: (Xv.sum(axis=1) ** 2).sum()),
    "of bilinear forms": (dv.sum_over(i, xi.T @ B @ f[i]), lambda: np.trace(Xv @ Bv @ fv.T)),
    "of products of numbers": (
        dv.sum_over(i, w.T @ xi @ f[i].T @ v),
        lambda: total([(wv @ Xv[k]) * (fv[k] @ vv) for k in R]),
    ),
    "of functions of vectors": (
        dv.sum_over(i, dv.hadamard(dv.tanh(xi), w)),
        lambda: total([np.tanh(r) * wv for r in Xv]),
    ),
    "of entries of a matrix": (dv.sum_over(i, A[i, 2] * A[3, i] + A[i, i]), lambda: Av[:, 1] @ Av[2] + np.trace(Av)),
    "of entries of vectors": (dv.sum_over(i, f[i][2] * a[i]), lambda: fv[:, 1] @ av),
    "of powers": (dv.sum_over(i, dv.hadamard_power(xi, 3)), lambda: (Xv**3).sum(axis=0)),
    "of a power by index": (dv.sum_over(i, t**i), lambda: total([0.4 ** (k + 1) for k in R])),
    "with the index in an exponent": (dv.sum_over(i, y[i] ** i), lambda: total([yv[k] ** (k + 1) for k in R])),
    "of softmaxes": (
        dv.sum_over(i, dv.softmax(xi) * x[i]),
        lambda: total([xv[k] * np.exp(Xv[k]) / np.exp(Xv[k]).sum() for k in R]),
    ),
    "of matrices in the middle": (
        dv.sum_over(i, w.T @ dv.diag(xi) @ v),
        lambda: total([wv @ np.diag(r) @ vv for r in Xv]),
    ),
    "of diagonal matrices": (dv.sum_over(i, x[i] * dv.diag(xi)), lambda: np.diag(xv @ Xv)),
    "of sums within": (dv.sum_over(i, dv.sum_over(j, xi[j]) ** 2), lambda: (Xv.sum(axis=1) ** 2).sum()),
    "of whole matrices": (
        dv.sum_over(i, dv.inverse(dv.eye(p) + xi @ xi.T)),
        lambda: total([np.linalg.inv(np.eye(P) + np.outer(r, r)) for r in Xv]),
    ),
    "of choices": (
        dv.sum_over(i, dv.select(dv.step(x[i]), t, y[i])),
        lambda: np.where(xv > 0, 0.4, yv).sum(),
    ),
    "in the dimension": (dv.sum_over(i, i) / n, lambda: (N + 1) / 2),
    "of basis vectors": (dv.sum_over(i, A @ dv.unit(i, n)), lambda: Av.sum(axis=1)),
    "p log p of numbers": (c * dv.log(c) + c * dv.log(c / y[1]), lambda: 0.0),
    "p log p of a vector": (
        dv.sum_over(i, q[i] * dv.log(q[i])),
        lambda: sum(s * np.log(s) for s in qv if s > 0),
    ),
    "p log q of a vector": (dv.total(dv.hadamard(q, dv.log(y))), lambda: qv @ np.log(yv)),
    "Kronecker with a column": (dv.kron(B, w), lambda: np.kron(Bv, wv[:, None])),
    "Kronecker with a row": (dv.kron(w.T, B), lambda: np.kron(wv[None, :], Bv)),
    "Kronecker, inner first": (dv.kron(w.T, v), lambda: np.outer(vv, wv)),
    "two triangles": (
        dv.inverse(X.T @ dv.diag(y) @ X) @ w,
        lambda: np.linalg.solve(Xv.T @ np.diag(yv) @ Xv, wv),
    ),
    "weighted hat matrix": (
        dv.diag(y) @ X @ dv.inverse(X.T @ dv.diag(y) @ X) @ w,
        lambda: np.diag(yv) @ Xv @ np.linalg.solve(Xv.T @ np.diag(yv) @ Xv, wv),
    ),
    "all ones": (dv.ones(n, p) @ w + A @ dv.ones(n), lambda: np.full(N, wv.sum()) + Av.sum(axis=1)),
    "counting ones": (dv.ones(n).T @ dv.ones(n) * t, lambda: 0.4 * N),
    "ones between": (dv.ones(n, p) @ B, lambda: np.ones((N, P)) @ Bv),
    "columns plus rows": (
        x @ dv.ones(p).T + dv.ones(n) @ w.T,
        lambda: xv[:, None] + wv,
    ),
    "only constants": (2 * dv.ones(n) - t * dv.ones(n), lambda: np.full(N, 1.6)),
    "constants entrywise": (dv.hadamard(2 * dv.ones(n), dv.ones(n)), lambda: np.full(N, 2.0)),
    "zero matrix in a product": (dv.zeros(p, p) @ w + v, lambda: vv),
    "nothing but zeros": (0 * (x @ w.T), lambda: np.zeros((N, P))),
    "inverse of a transpose": (dv.inverse(A).T @ x, lambda: np.linalg.solve(Av.T, xv)),
    "trace of a sum": (dv.trace(X.T @ X + B), lambda: np.trace(Xv.T @ Xv + Bv)),
    "trace of a diagonal": (dv.trace(dv.diag(x)), lambda: xv.sum()),
    "diagonal of a diagonal": (dv.diagonal(dv.diag(x) @ dv.diag(y)), lambda: xv * yv),
    "diagonal of an outer product": (dv.diagonal(w @ v.T), lambda: wv * vv),
    "trace of one": (dv.trace(dv.eye(n)), lambda: float(N)),
    "log det of an inverse": (
        dv.logdet(dv.inverse(S)),
        lambda: -np.log(np.linalg.det(Bv @ Bv.T + np.eye(P))),
    ),
    "a Cholesky factor used twice": (
        dv.logdet(S) + w.T @ dv.inverse(S) @ v,
        lambda: np.log(np.linalg.det(GIVEN["S"])) + wv @ np.linalg.solve(GIVEN["S"], vv),
    ),
    "zeros times zeros": (t * dv.zeros(p, p) @ dv.zeros(p, n), lambda: np.zeros((P, N))),
    "minus a sum": (-(x + y) + x, lambda: -yv),
    "weights on both sides": (
        dv.diag(y) @ X @ dv.inverse(X.T @ dv.diag(y) @ X) @ X.T @ dv.diag(y),
        lambda: np.diag(yv) @ Xv @ np.linalg.solve(Xv.T @ np.diag(yv) @ Xv, Xv.T @ np.diag(yv)),
    ),
    "determinant": (dv.det(B), lambda: np.linalg.det(Bv)),
    "negative powers": (t**-2 + 1 / (2 * t) - t ** (dv.scalar("t") * 0), lambda: 0.4**-2 + 1.25 - 1),
    "exp of a log softmax": (
        dv.exp(dv.log(dv.softmax(w))),
        lambda: np.exp(wv) / np.exp(wv).sum(),
    ),
    "logistic by exponentials": (t * dv.exp(x[1]) / (1 + dv.exp(x[1])), lambda: 0.4 / (1 + np.exp(-xv[0]))),
}
GIVEN["S"] = Bv @ Bv.T + np.eye(P)


@pytest.mark.parametrize("name", FORMULAS)
def test_formula(name):
    expr, by_hand = FORMULAS[name]
    function = build(expr)
    result = function(**{argument: GIVEN[argument] for argument in inspect.signature(function).parameters})
    np.testing.assert_allclose(result, by_hand(), rtol=1e-12, atol=1e-13)
    assert "linalg.inv" not in function.source


LOOPED = {
    "with the index in an exponent",
    "of a power by index",
    "of softmaxes",
    "of whole matrices",
    "of matrices in the middle",
}


@pytest.mark.parametrize("name", FORMULAS)
def test_loops_are_left_only_where_nothing_gathers(name):
    assert (" in range(" in build(FORMULAS[name][0]).source) == (name in LOOPED)


def test_what_does_not_change_in_a_loop_is_worked_out_before_it():
    f = build(dv.sum_over(i, dv.logsumexp(dv.inverse(X.T @ X) @ xi)))
    before, _, loop = f.source.partition("for i in range(n):")
    assert "np.linalg.qr" in before and "np.linalg.qr" not in loop
    inverse = np.linalg.inv(Xv.T @ Xv)
    assert f(X=Xv) == pytest.approx(sum(np.log(np.exp(inverse @ r).sum()) for r in Xv))
