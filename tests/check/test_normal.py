"""The normal form proves what is true for all dimensions, and nothing that is false."""

import pytest
import sympy

from derivations import (
    covariance,
    det,
    diag,
    diagonal,
    differential_of,
    dims,
    equation,
    exp,
    expectation,
    eye,
    function,
    hadamard,
    index,
    inner,
    inverse,
    log,
    logdet,
    logsumexp,
    matrix,
    norm,
    ones,
    random_scalar,
    random_vector,
    row,
    scalar,
    select,
    sequence,
    sigmoid,
    softmax,
    softplus,
    space,
    sqrt,
    squared_norm,
    sum_over,
    tanh,
    total,
    trace,
    transpose,
    unit,
    variance,
    vector,
)
from derivations.check.normal import normal_form, prove_equal
from derivations.notation.differentials import d

n, p, m = dims("n p m")
X = matrix("X", n, p, rank=p)
A, B = matrix("A", p, p), matrix("B", p, p)
M = matrix("M", n, n)
S = matrix("S", p, p, positive_definite=True)
Q = matrix("Q", p, p, orthogonal=True)
V = matrix("V", n, p, orthonormal=True)
joint = matrix("joint", n, p, simplex=True, positive=True)
y, z = vector("y", n), vector("z", n)
w, u, v, x = (vector(name, p) for name in "wuvx")
q = vector("q", p, simplex=True, positive=True)
r = vector("r", p, simplex=True, positive=True)
h, g = vector("h", p, one_hot=True), vector("g", p, one_hot=True)
lam = scalar("lambda", positive=True)
t, c = scalar("t"), scalar("c")
i, j, k = index("i", n), index("j", p), index("k", p)
noise, data = space("noise"), space("data")
eps = random_scalar("epsilon", noise, mean=0, variance=lam**2)
fhat = random_scalar("f", data)
xi = random_vector("xi", n, noise, mean=c, variance=lam**2, uncorrelated=True)
F = function("F", p)
residual = y - X @ w
s = sigmoid(X @ w)

TRUE = {
    "a transpose reverses a product": ((y - X @ w).T @ X @ v, v.T @ X.T @ y - v.T @ X.T @ X @ w),
    "a trace rotates": (trace(A @ B @ S), trace(S @ A @ B)),
    "tr AᵀB is the sum of the entries of A∘B": (trace(A.T @ B), total(hadamard(A, B))),
    "inner product with a matrix": (inner(y, X @ w), inner(X.T @ y, w)),
    "a diagonal matrix scales entries": (diag(u) @ v, hadamard(u, v)),
    "the diagonal of an outer product": (diagonal(u @ v.T), hadamard(u, v)),
    "an inverse cancels from the left": (inverse(X.T @ X) @ X.T @ X @ w, w),
    "an inverse of a sum cancels": ((X.T @ X + lam * eye(p)) @ inverse(X.T @ X + lam * eye(p)) @ w, w),
    "the push-through identity": (
        inverse(X.T @ X + lam * eye(p)) @ X.T @ X @ w,
        w - lam * inverse(X.T @ X + lam * eye(p)) @ w,
    ),
    "an inverse of a product": (inverse(A @ B) @ u, inverse(B) @ inverse(A) @ u),
    "a transpose inside an inverse": (inverse(X.T @ M.T @ X) @ u, inverse(X.T @ M @ X).T @ u),
    "a transposed sum inside an inverse": (inverse(A.T + B) @ u, inverse(B.T + A).T @ u),
    "the inverse of a symmetric sum": (inverse(A.T + A + S).T @ u, inverse(A + S + A.T) @ u),
    "orthogonal matrices keep inner products": ((Q @ u).T @ (Q @ v), u.T @ v),
    "orthonormal columns keep lengths": (squared_norm(V @ u), squared_norm(u)),
    "a projection on orthonormal columns": (V @ V.T @ V @ u, V @ u),
    "weights of pairs sum to one": (total(joint), 1),
    "and so do the sums of their rows": (total(joint @ ones(p)), 1),
    "a product of sums below a line": (
        1 / sum_over(i, sum_over(j, y[i] ** 2 * w[j] ** 2)),
        1 / squared_norm(y) / squared_norm(w),
    ),
    "orthogonal matrices keep traces": (trace(Q.T @ A @ Q), trace(A)),
    "log det of an inverse": (logdet(inverse(S)), -logdet(S)),
    "det of a product": (det(A @ B), det(A) * det(B)),
    "the trace of the identity is the dimension": (trace(eye(p)), p),
    "1ᵀ1 is the dimension": (total(ones(n)), n),
    "rows build the Gram matrix": (sum_over(i, row(X, i) @ row(X, i).T) @ u, X.T @ X @ u),
    "basis vectors pick entries": (unit(j, p).T @ u, u[j]),
    "log of a product of positive numbers": (log(lam * exp(t)), log(lam) + t),
    "log of what a one-hot vector chooses": (log(h.T @ q), h.T @ log(q)),
    "log of what two one-hot vectors choose": (
        log(h.T @ exp(A) @ g),
        h.T @ A @ g,
    ),
    "log σ": (log(sigmoid(t)), t - softplus(t)),
    "log(1 − σ)": (log(1 - sigmoid(t)), -softplus(t)),
    "σ(t) + σ(−t) = 1": (sigmoid(t) + sigmoid(-t), 1),
    "tanh through σ": (tanh(t), 2 * sigmoid(2 * t) - 1),
    "a softmax sums to one": (total(softmax(u)), 1),
    "log-sum-exp shifts": (logsumexp(u), c + logsumexp(u - c * ones(p))),
    "the softmax does not feel a shift": (softmax(u), softmax(u + c * ones(p))),
    "fractions over a common denominator": (lam / (lam + u.T @ u) + (u.T @ u) / (lam + u.T @ u), 1),
    "a norm squared": (norm(u) ** 2, u.T @ u),
    "Lagrange's identity": (
        sum_over(j, sum_over(k, (u[j] * v[k] - u[k] * v[j]) ** 2)),
        2 * (squared_norm(u) * squared_norm(v) - (u.T @ v) ** 2),
    ),
    "Gibbs: the gap of the logarithm": (
        sum_over(j, q[j] * (r[j] / q[j] - 1 - log(r[j] / q[j]))),
        sum_over(j, q[j] * log(q[j] / r[j])),
    ),
    "noise and data are independent": (
        expectation((c + eps - fhat) ** 2),
        lam**2 + (c - expectation(fhat)) ** 2 + variance(fhat),
    ),
    "the variance of a mean": (variance(xi.T @ ones(n) / n), lam**2 / n),
    "covariance of independent variables": (covariance(eps, fhat), 0),
    "d of a squared norm": (differential_of(squared_norm(residual), w), -2 * residual.T @ X @ d(w)),
    "d of the logistic gradient": (
        differential_of(X.T @ (s - y), w),
        X.T @ diag(hadamard(s, ones(n) - s)) @ X @ d(w),
    ),
    "d of the softmax": (differential_of(softmax(x), x), (diag(softmax(x)) - softmax(x) @ softmax(x).T) @ d(x)),
    "d of log det": (differential_of(logdet(S), S), trace(inverse(S) @ d(S))),
    "d of a quadratic in the inverse": (
        differential_of(x.T @ inverse(S) @ x, S),
        -trace(inverse(S) @ x @ x.T @ inverse(S) @ d(S)),
    ),
    "d of a determinant": (differential_of(det(A), A), det(A) * trace(inverse(A) @ d(A))),
    "d of an unspecified function": (differential_of(F(x + t * u), t), F.grad(x + t * u).T @ u * d(t)),
    "SymPy's own expressions": (sympy.Symbol("a") ** 2 - 1, (sympy.Symbol("a") - 1) * (sympy.Symbol("a") + 1)),
}

FALSE = {
    "orthonormal columns are no basis": (V @ V.T @ y, y),
    "weights of pairs in one row": (joint @ ones(p), ones(n)),
    "a root of a product of sums with signs": (sqrt(total(A) * total(B)), sqrt(total(A)) * sqrt(total(B))),
    "a dropped transpose": (A.T @ u, A @ u),
    "a swapped product": (A @ B @ u, B @ A @ u),
    "a wrong sign": (squared_norm(y - X @ w), squared_norm(y) + squared_norm(X @ w)),
    "a trace of three reversed": (trace(A @ B @ S), trace(B @ A @ S)),
    "an inverse that meets another matrix": (inverse(A) @ B @ u, u),
    "the transpose of an inverse": (inverse(X.T @ M @ X).T @ u, inverse(X.T @ M @ X) @ u),
    "the transpose of an inverse, read from its transpose": (
        inverse(X.T @ M.T @ X) @ u,
        inverse(X.T @ M @ X) @ u,
    ),
    "the transpose of the inverse of a transposed sum": (inverse(A.T + B).T @ u, inverse(A.T + B) @ u),
    "a transpose inside one of two": (inverse(A.T + B) @ u, inverse(A + B).T @ u),
    "log of a sum": (log(lam + 1), log(lam)),
    "log of a mean": (log(r.T @ q), r.T @ log(q)),
    "log of what a one-hot vector does not choose alone": (log(h.T @ q + lam), h.T @ log(q) + log(lam)),
    "the square of a choice": (log(h.T @ q), (h.T @ log(q)) ** 2),
    "sums over different dimensions": (total(ones(n)), total(ones(p))),
    "a wrong index": (sum_over(j, u[j] * v[j]), sum_over(j, sum_over(k, u[j] * v[k]))),
    "correlated as if not": (expectation(fhat * fhat), expectation(fhat) ** 2),
    "a square root of a square": (norm(u) * norm(v), u.T @ v),
    "the differential of another function": (differential_of(logdet(S), S), trace(S @ d(S))),
    "a softmax Jacobian without its outer product": (differential_of(softmax(x), x), diag(softmax(x)) @ d(x)),
    "√(c²) as c": (sympy.sqrt(1) * ((c**2) ** sympy.Rational(1, 2)), c),
}


@pytest.mark.parametrize("name", TRUE)
def test_it_proves(name):
    lhs, rhs = TRUE[name]
    assert prove_equal(lhs, rhs)


@pytest.mark.parametrize("name", FALSE)
def test_it_does_not_prove(name):
    lhs, rhs = FALSE[name]
    assert not prove_equal(lhs, rhs)


def test_zero_has_no_inverse_that_anything_meets():
    """Such forms are met on the way to other refusals; nothing may fail there."""
    assert not normal_form(M @ inverse(M - M)).is_zero
    assert not prove_equal(t / (c - c), t)


def test_hypotheses_are_rewrites():
    eigen = equation(S @ u, lam * u)
    unit_length = equation(u.T @ u, 1)
    assert prove_equal(S @ S @ u, lam**2 * u, [eigen])
    assert prove_equal(u.T @ S @ u, lam, [eigen, unit_length])
    assert not prove_equal(u.T @ S @ u, lam, [eigen])


def test_a_binary_choice_is_a_mixture_and_an_undeclared_one_is_not():
    b, free = scalar("b", binary=True), scalar("b2")
    assert prove_equal(log(select(b, sigmoid(t), 1 - sigmoid(t))), b * t - softplus(t))
    assert not prove_equal(log(select(free, sigmoid(t), 1 - sigmoid(t))), free * t - softplus(t))


def test_summed_indices_have_no_names():
    a, b = index("a", p), index("b", p)
    assert normal_form(sum_over(a, u[a] * v[a])) == normal_form(sum_over(b, v[b] * u[b]))


def test_members_at_different_iterations_are_different():
    it = sequence("x", p)
    step = sympy.Symbol("k", integer=True, nonnegative=True)
    assert prove_equal(it[step + 1] - it[step], it[1 + step] - it[step])
    assert not prove_equal(it[step + 1], it[step])


def test_the_transpose_of_a_scalar_is_itself():
    assert transpose(u.T @ v) == u.T @ v
