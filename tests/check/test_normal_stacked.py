"""vec, its inverse, the commutation matrix and ⊗ in index form: what is equal for all dimensions, and what is not."""

import pytest

from derivations import (
    commutation,
    diag,
    dims,
    exp,
    eye,
    hadamard,
    inverse,
    kron,
    log,
    matrix,
    norm,
    ones,
    sqrt,
    squared_norm,
    total,
    trace,
    unvec,
    vec,
    vector,
)
from derivations.check.normal import prove_equal
from derivations.notation.linear import logdet

m, n, p, q = dims("m n p q")
A, B, C, D = matrix("A", m, n), matrix("B", p, q), matrix("C", n, n), matrix("D", q, q)
X, Y, Z = matrix("X", n, p), matrix("Y", n, p), matrix("Z", p, n)
x, y, u = vector("x", n), vector("y", p), vector("u", n * p)
W = matrix("W", n, p, positive=True)
M, N = matrix("M", m, n), matrix("N", q, p)
S, T = matrix("S", n, n, positive_definite=True), matrix("T", p, p, positive_definite=True)


HOLDS = {
    "a stacked sum": (vec(X + 2 * Y), vec(X) + 2 * vec(Y)),
    "the commutation matrix transposes": (commutation(n, p) @ vec(X), vec(X.T)),
    "its transpose is that of the transposed shape": (commutation(n, p).T, commutation(p, n)),
    "and its inverse": (commutation(n, p) @ commutation(p, n), eye(n * p)),
    "vec of a product of three": (vec(A @ X @ B), kron(B.T, A) @ vec(X)),
    "vec of an outer product": (vec(x @ y.T), kron(y, x)),
    "the mixed product": (kron(A, B) @ kron(C, D), kron(A @ C, B @ D)),
    "a transposed Kronecker product": (kron(A, B).T, kron(A.T, B.T)),
    "factors swapped by commutation": (commutation(p, m) @ kron(A, B) @ commutation(n, q), kron(B, A)),
    "the identity": (kron(eye(n), eye(p)), eye(n * p)),
    "the inverse factor by factor": (inverse(kron(S, T)), kron(inverse(S), inverse(T))),
    "the trace of a Kronecker product": (trace(kron(C, D)), trace(C) * trace(D)),
    "its logarithmic determinant": (logdet(kron(S, T)), p * logdet(S) + n * logdet(T)),
    "an inner product of what is stacked": (vec(X).T @ vec(Y), trace(X.T @ Y)),
    "a norm": (norm(vec(X)), norm(X)),
    "a function of each entry": (exp(vec(X) - vec(Y)), vec(exp(X - Y))),
    "a function of each entry beside what is not stacked": (hadamard(exp(u), exp(vec(X))), exp(vec(X) + u)),
    "a function of each entry of ⊗": (exp(kron(A, ones(p, q)) + kron(ones(m, n), B)), kron(exp(A), exp(B))),
    "arranged as a matrix again": (unvec(vec(X), n, p), X),
    "and stacked again": (vec(unvec(u, n, p)), u),
    "a diagonal of what is stacked": (diag(vec(X)) @ vec(Y), vec(hadamard(X, Y))),
    "all ones": (kron(ones(n), ones(p)), ones(n * p)),
    "a total": (total(kron(A, B)), total(A) * total(B)),
    "three factors in any order": (kron(A, kron(B, x)), kron(kron(A, B), x)),
    "three factors times a stack": (
        kron(kron(T, S), D) @ kron(y, kron(x, ones(q))),
        kron(T @ y, kron(S @ x, D @ ones(q))),
    ),
    "the squared roots of a stack": (squared_norm(sqrt(vec(W @ W.T))), total(W @ W.T)),
    "the logarithms of a stacked product of sums": (
        log(vec(W @ ones(p) @ (W.T @ ones(n)).T)),
        vec(log(W @ ones(p)) @ ones(p).T + ones(n) @ log(W.T @ ones(n)).T),
    ),
    "a stack of a product of three sides": (vec(kron(x, X)), kron(kron(eye(p), x), eye(n)) @ vec(X)),
}


@pytest.mark.parametrize("name", HOLDS)
def test_one_normal_form(name):
    left, right = HOLDS[name]
    assert prove_equal(left, right)


NEAR_MISSES = {
    "the commutation matrix of the other shape": (commutation(p, n) @ vec(X), vec(X.T)),
    "vec of the transpose": (vec(X.T), vec(X)),
    "square, and still not symmetric": (vec(C.T), vec(C)),
    "⊗ does not commute": (kron(X, Y), kron(Y, X)),
    "nor with square factors": (kron(C, S), kron(S, C)),
    "vec of a product with the factors swapped": (vec(C @ X @ T), kron(C, T) @ commutation(n, p) @ vec(X)),
    "vec of a product without a transpose": (vec(S @ C @ C), kron(C, S) @ vec(C)),
    "vec of an outer product with the factors swapped": (vec(x @ x.T @ C), kron(x, C @ x)),
    "the mixed product with the factors swapped": (kron(C, S) @ kron(S, C), kron(S @ C, C @ S)),
    "the inverse without swapping back": (commutation(n, p) @ commutation(n, p), eye(n * p)),
    "arranged in the other shape": (unvec(vec(X), p, n), X.T),
    "a position taken apart in two ways": (vec(X).T @ vec(Z), trace(X @ Z)),
    "the exponents of a determinant swapped": (logdet(kron(S, T)), n * logdet(S) + p * logdet(T)),
    "a function of the trace": (exp(trace(kron(C, S))), exp(trace(C)) * exp(trace(S))),
    "three factors in another order": (kron(kron(x, y), x @ y.T), kron(kron(y, x), x @ y.T)),
    "a logarithm of a sum": (log(vec(W @ W.T)), vec(log(W) @ log(W).T)),
    "a diagonal against the whole": (diag(vec(C)), kron(C, eye(n))),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_are_not_proved(name):
    left, right = NEAR_MISSES[name]
    assert not prove_equal(left, right)
