"""Expressions of the field and of the Matrix Cookbook: what each of them is called, the function and its variable.

The tests differentiate each one, to order 1 and, where it is scalar, to order 2, and hold the answers against JAX.
"""

from dataclasses import dataclass
from typing import Any

from sympy import Rational, pi

from derivations import (
    absolute,
    arccos,
    arcsin,
    arctan,
    cos,
    det,
    diag,
    diagonal,
    dims,
    entry,
    exp,
    eye,
    hadamard,
    hadamard_power,
    hadamard_quotient,
    index,
    inner,
    inverse,
    kron,
    log,
    logdet,
    logsumexp,
    matrix,
    norm,
    norm1,
    normal_cdf,
    ones,
    relu,
    row,
    scalar,
    sigmoid,
    sign,
    sin,
    softmax,
    softplus,
    sqrt,
    squared_norm,
    sum_over,
    tan,
    tanh,
    total,
    trace,
    transpose,
    vec,
    vector,
)
from derivations.notation.shapes import is_matrix

from .typed import typed


@dataclass(frozen=True)
class Case:
    name: str
    f: Any
    wrt: Any
    orders: tuple[int, ...] = (1, 2)
    later: tuple[int, ...] = ()  # orders that the long tests ask for: further Hessians of one expression


n, p, m, k = dims("n p m k")
half = Rational(1, 2)
A, B = matrix("A", n, p), matrix("B", p, m)
X, Y, M = matrix("X", n, p), matrix("Y", n, p), matrix("M", n, p)
C, E = matrix("C", m, k), matrix("E", k, n)
Z, G = matrix("Z", n, n), matrix("G", n, n)  # square, well away from singular
S, T = matrix("S", n, n, symmetric=True), matrix("T", p, p, symmetric=True)
P, Sigma = matrix("P", n, n, positive_definite=True), matrix("Sigma", n, n, positive_definite=True)
Q, D = matrix("Q", n, n, orthogonal=True), matrix("D", n, n, diagonal=True)
Delta = matrix("Delta", n, n, diagonal=True, positive_definite=True)
W1, W2, W3 = matrix("W_1", m, p), matrix("W_2", k, m), matrix("W_3", n, k)
U, V = matrix("U", n, k), matrix("V", p, k)
a, b, c, x, u = (vector(name, n) for name in ("a", "b", "c", "x", "u"))
w, v, h = (vector(name, p) for name in ("w", "v", "h"))
y, z = vector("y", n), vector("z", m)
q, r = vector("q", n, positive=True), vector("r", n, positive=True)
s, t = scalar("s"), scalar("t", positive=True)
lam, tau = scalar("lambda", positive=True), scalar("tau", positive=True)
i, j = index("i", n), index("j", p)
one = ones(n)


def scalars():
    yield "polynomial", t**3 + 2 * t**2 - t, t
    yield "rational function", (s**2 + 1) / (t + 1), t
    yield "power", t**s, t
    yield "exponential", t**s, s
    yield "logarithm of a quotient", log(t / (1 + t)), t
    yield "sine of a square", sin(s**2), s
    yield "cosine of a product", cos(s * t), s
    yield "tangent", tan(s), s
    yield "arcsine", arcsin(s), s
    yield "arccosine", arccos(s), s
    yield "arctangent", arctan(2 * s), s
    yield "hyperbolic tangent", tanh(s) * s, s
    yield "sigmoid", sigmoid(3 * s), s
    yield "softplus", softplus(s - 1), s
    yield "square root", sqrt(t**2 + 1), t
    yield "gaussian density", exp(-half * s**2) / sqrt(2 * pi), s
    yield "normal distribution", normal_cdf(s), s
    yield "log of the normal distribution", log(normal_cdf(s)), s
    yield "absolute value", absolute(s), s
    yield "relu", relu(s), s
    yield "sign", sign(s) * s, s
    yield "nested", exp(sin(log(t))), t
    yield "bernoulli log-likelihood", s * log(t) + (1 - s) * log(1 - t), t
    yield "constant", s**2 + 1, t


def vectors():
    yield "linear", a.T @ x, x
    yield "linear, the other way round", x.T @ a, x
    yield "affine in a matrix", a.T @ X @ w, w
    yield "quadratic", x.T @ Z @ x, x
    yield "quadratic, symmetric", x.T @ S @ x, x
    yield "quadratic with a linear part", half * (x.T @ S @ x) - b.T @ x, x
    yield "bilinear", x.T @ Z @ a, x
    yield "squared norm", squared_norm(x), x
    yield "squared distance", squared_norm(x - a), x
    yield "norm", norm(x), x
    yield "distance", norm(x - a), x
    yield "1-norm", norm1(x), x
    yield "product of two norms", norm1(x) * norm(x), x
    yield "1-norm of a residual", norm1(X @ w - y), w
    yield "sum", total(x), x
    yield "sum of exponentials", total(exp(x)), x
    yield "sum of logs", total(log(q)), q
    yield "entropy", -q.T @ log(q), q
    yield "cross entropy", -a.T @ log(q), q
    yield "relative entropy", q.T @ log(hadamard_quotient(q, r)), q
    yield "log-sum-exp", logsumexp(x), x
    yield "log-sum-exp, affine", logsumexp(X @ w + b), w
    yield "log-sum-exp with temperature", tau * logsumexp(x / tau), x
    yield "softmax against a vector", a.T @ softmax(x), x
    yield "softmax squared", squared_norm(softmax(x)), x
    yield "cross entropy of softmax", -a.T @ log(softmax(x)), x
    yield "least squares", squared_norm(X @ w - y), w
    yield "least squares, half", half * squared_norm(y - X @ w), w
    yield "ridge", squared_norm(X @ w - y) + lam * squared_norm(w), w
    yield "weighted least squares", (y - X @ w).T @ diag(q) @ (y - X @ w), w
    yield "generalised least squares", (y - X @ w).T @ inverse(P) @ (y - X @ w), w
    yield "lasso", half * squared_norm(X @ w - y) + lam * norm1(w), w
    yield "elastic net", squared_norm(X @ w - y) + lam * norm1(w) + tau * squared_norm(w), w
    yield "logistic", total(softplus(X @ w)) - y.T @ X @ w, w
    yield "logistic from the likelihood", -y.T @ log(sigmoid(X @ w)) - (one - y).T @ log(one - sigmoid(X @ w)), w
    yield "logistic with signs", total(softplus(-hadamard(y, X @ w))), w
    yield "ridge logistic", total(softplus(X @ w)) - y.T @ X @ w + half * lam * squared_norm(w), w
    yield "poisson", total(exp(X @ w)) - y.T @ X @ w, w
    yield "probit", -y.T @ log(normal_cdf(X @ w)) - (one - y).T @ log(one - normal_cdf(X @ w)), w
    yield "hinge", total(relu(one - hadamard(y, X @ w))), w
    yield "squared hinge", squared_norm(relu(one - hadamard(y, X @ w))), w
    yield "smooth absolute value", total(sqrt(one + hadamard_power(X @ w - y, 2))), w
    yield "huber, as a smooth form", total(hadamard_power(one + hadamard_power((X @ w - y) / tau, 2), half)), w
    yield "log-cosh", total(log(exp(X @ w - y) + exp(y - X @ w))), w
    yield "cauchy loss", total(log(one + hadamard_power(X @ w - y, 2))), w
    yield "exponential loss", total(exp(-hadamard(y, X @ w))), w
    yield "rayleigh quotient", (x.T @ S @ x) / (x.T @ x), x
    yield "generalised rayleigh quotient", (x.T @ Z @ x) / (x.T @ P @ x), x
    yield "cosine similarity", (a.T @ x) / (norm(a) * norm(x)), x
    yield "gaussian kernel", exp(-squared_norm(x - a) / (2 * tau**2)), x
    yield "inverse multiquadric", 1 / sqrt(1 + squared_norm(x - a)), x
    yield "gaussian log-density in the mean", -half * (x - u).T @ inverse(P) @ (x - u), u
    yield "log of a quadratic", log(1 + x.T @ P @ x), x
    yield "barrier", -total(log(q)) + a.T @ q, q
    yield "barrier of a polyhedron", -total(log(2 * one - hadamard_power(tanh(X @ w), 2))), w
    yield "product of two linear forms", (a.T @ x) * (b.T @ x), x
    yield "exponential of a quadratic", exp(x.T @ Z @ x), x
    yield "outer product", a.T @ x @ x.T @ b, x
    yield "fourth power of the norm", squared_norm(x) ** 2, x
    yield "entrywise cube", total(hadamard_power(x, 3)), x
    yield "entrywise product", a.T @ hadamard(x, sin(x)), x
    yield "diagonal in the middle", a.T @ diag(x) @ b, x
    yield "diagonal squared", trace(diag(x) @ Z @ diag(x)), x
    yield "determinant of a rank-one change", det(eye(n) + x @ a.T), x
    yield "log det of a rank-one change", logdet(P + x @ x.T), x
    yield "inverse of a rank-one change", a.T @ inverse(P + x @ x.T) @ a, x
    yield "trigonometric", total(hadamard(sin(x), cos(x))), x
    yield "tangent and arctangent", total(arctan(x)) + total(tan(x)), x
    yield "arcsine and arccosine", total(arcsin(x)) + total(hadamard(x, arccos(x))), x
    yield "one entry", entry(x, 1) ** 2 + entry(x, 1), x
    yield "sum over an index", sum_over(i, log(1 + (row(X, i).T @ w) ** 2)), w
    yield "sum over an index with data", sum_over(i, y[i] * softplus(row(X, i).T @ w)), w
    yield "double sum", sum_over(i, sum_over(j, y[i] * X[i, j] * sigmoid(w[j]))), w
    yield (
        "factorisation machine",
        half * (squared_norm(V.T @ w) - hadamard_power(w, 2).T @ hadamard_power(V, 2) @ ones(k)),
        w,
    )
    yield "attention score", exp(u.T @ Z @ x / sqrt(tau)), x
    yield "contrastive loss", -(a.T @ x) / tau + logsumexp(X @ X.T @ x / tau), x
    yield "variational bound in the mean", -half * squared_norm(u) - half * squared_norm(x - Z @ u), u
    yield "no dependence", squared_norm(a), x


def matrices():
    yield "trace", trace(Z), Z
    yield "trace of a product", trace(A.T @ X), X
    yield "trace of a product, square", trace(Z @ G), Z
    yield "trace of a transpose", trace(Z.T @ G), Z
    yield "trace of a square", trace(Z @ Z), Z
    yield "trace of a cube", trace(Z @ Z @ Z), Z
    yield "trace of XᵀX", trace(X.T @ X), X
    yield "trace of XTXᵀ", trace(X @ T @ X.T), X
    yield "trace of ZXBC…", trace(E @ X @ B @ C), X
    yield "bilinear form", a.T @ X @ w, X
    yield "bilinear form of the transpose", w.T @ X.T @ a, X
    yield "quadratic in the matrix", w.T @ X.T @ X @ w, X
    yield "quadratic with weights", w.T @ X.T @ Z @ X @ v, X
    yield "residual in the matrix", (X @ w + a).T @ Z @ (X @ w + a), X
    yield "inverse in a form", a.T @ inverse(Z) @ b, Z
    yield "trace of an inverse", trace(inverse(Z) @ G), Z
    yield "trace of A Z⁻¹ B", trace(G @ inverse(Z) @ S), Z
    yield "determinant", det(Z), Z
    yield "determinant of a product", det(G @ Z @ G), Z
    yield "determinant squared", det(Z) ** 2, Z
    yield "log det", logdet(Z), Z
    yield "log det of a definite matrix", logdet(P), P
    yield "log det of a gram matrix", logdet(P + X @ X.T), X
    yield "frobenius norm", norm(X), X
    yield "squared frobenius norm", squared_norm(X), X
    yield "frobenius distance", squared_norm(X - Y), X
    yield "masked distance", squared_norm(hadamard(M, X - Y)), X
    yield "inner product", inner(X, Y), X
    yield "inner product with itself and a weight", inner(X, Z @ X), X
    yield "sum of entries", total(X), X
    yield "sum of exp", total(exp(X)), X
    yield "sum of an entrywise product", total(hadamard(X, sin(X))), X
    yield "1-norm of a matrix", norm1(X), X
    yield "relu of a product", total(relu(X @ B)), X
    yield "matrix factorisation in U", squared_norm(X - U @ V.T), U
    yield "matrix factorisation in V", squared_norm(X - U @ V.T), V
    yield "masked factorisation", squared_norm(hadamard(M, X - U @ V.T)), U
    yield "regularised factorisation", squared_norm(X - U @ V.T) + lam * (squared_norm(U) + squared_norm(V)), V
    yield "symmetric factorisation", squared_norm(S - U @ U.T), U
    yield "two-layer network, first weights", squared_norm(W2 @ tanh(W1 @ w) - vector("g", k)), W1
    yield "two-layer network, second weights", squared_norm(W2 @ tanh(W1 @ w) - vector("g", k)), W2
    yield "two-layer network, sigmoid", total(sigmoid(W2 @ sigmoid(W1 @ w))), W1
    yield "three-layer network, first weights", half * squared_norm(W3 @ tanh(W2 @ tanh(W1 @ w)) - y), W1
    yield "three-layer network, second weights", half * squared_norm(W3 @ tanh(W2 @ relu(W1 @ w)) - y), W2
    yield "softmax classifier", logsumexp(W1 @ w) - z.T @ W1 @ w, W1
    yield "gaussian likelihood in the covariance", -half * logdet(Sigma) - half * trace(inverse(Sigma) @ S), Sigma
    yield "gaussian likelihood in the precision", half * logdet(P) - half * (x - u).T @ P @ (x - u), P
    yield (
        "gaussian log-density in the covariance",
        -half * logdet(Sigma) - half * (x - u).T @ inverse(Sigma) @ (x - u),
        Sigma,
    )
    yield "linear in a symmetric matrix", trace(S @ Z), S
    yield "square of a symmetric matrix", trace(S @ S @ G), S
    yield "diagonal matrix", trace(D @ Z) + trace(D @ D), D
    yield "likelihood of independent errors", half * logdet(Delta) + half * (x - u).T @ inverse(Delta) @ (x - u), Delta
    yield "factor analysis in the noise", logdet(X @ X.T + Delta), Delta
    yield "orthogonal matrix", trace(Q.T @ Z), Q
    yield "whitening", squared_norm(Q.T @ Q - eye(n)), Q
    yield "diagonal of a matrix", a.T @ diagonal(Z), Z
    yield "diagonal of a square", squared_norm(diagonal(Z @ Z)), Z
    yield "vec", squared_norm(vec(X) - vec(Y)), X
    yield "layer on a stacked matrix", total(exp(matrix("J", m, n * p) @ vec(X))), X
    yield "entry of a product", entry(X @ B, 1, 1), X
    yield "condition surrogate", trace(Z.T @ Z) * trace(inverse(Z.T @ Z)), Z
    yield "log of condition surrogate", n * log(trace(P) / n) - logdet(P), P
    yield "rayleigh trace", trace(inverse(U.T @ P @ U + eye(k)) @ U.T @ S @ U), U
    yield "kl of gaussians in the covariance", half * (trace(inverse(P) @ Sigma) - logdet(Sigma) + logdet(P)), Sigma
    yield "graph laplacian", trace(X.T @ S @ X), X
    yield "metric learning", (x - u).T @ X @ X.T @ (x - u), X
    yield "attention in the weights", total(softmax(X @ w)), X
    yield "log-sum-exp in the matrix", logsumexp(X @ w + b), X
    yield "exp of a trace", exp(trace(Z @ G)), Z
    yield "det times trace", det(Z) * trace(Z), Z
    yield "hadamard square", total(hadamard(X, hadamard(X, Y))), X
    yield "gram determinant", det(X.T @ P @ X + eye(p)), X
    yield "rows", sum_over(i, log(1 + squared_norm(row(X, i)))), X


def parameters():
    yield "length scale", exp(-squared_norm(x - a) / (2 * tau**2)), tau
    yield "ridge parameter", y.T @ inverse(X @ X.T + lam * eye(n)) @ y, lam
    yield (
        "marginal likelihood in the noise",
        (
            -half * y.T @ inverse(S @ S + tau * eye(n)) @ y
            - half * logdet(S @ S + tau * eye(n))
            - half * n * log(2 * pi)
        ),
        tau,
    )
    yield "temperature", tau * logsumexp(x / tau), tau
    yield "step along a direction", squared_norm(X @ (w - t * v) - y), t
    yield "scale of a covariance", logdet(t * P) + trace(inverse(t * P) @ S), t


def jacobians():
    yield "affine map", X @ w + b, w
    yield "sigmoid layer", sigmoid(X @ w + b), w
    yield "softmax map", softmax(x), x
    yield "softmax layer", softmax(X @ w), w
    yield "unit vector", x / norm(x), x
    yield "entrywise square", hadamard(x, x), x
    yield "log-softmax", log(softmax(x)), x
    yield "linear solve", inverse(Z) @ x, x
    yield "outer product times vector", x @ x.T @ a, x
    yield "row vector", x.T @ Z, x
    yield "two layers", tanh(W2 @ tanh(W1 @ w)), w
    yield "product in the matrix", X @ B, X
    yield "product on both sides", A.T @ Z @ A, Z
    yield "gram matrix", X.T @ X, X
    yield "outer gram matrix", X @ X.T, X
    yield "inverse", inverse(Z), Z
    yield "square", Z @ Z, Z
    yield "transpose", transpose(X), X
    yield "entrywise exp", exp(X), X
    yield "hadamard with a constant", hadamard(X, Y), X
    yield "matrix times vector in the matrix", X @ w, X
    yield "kronecker product", kron(X, matrix("H", 2, 2)), X
    yield "kronecker product, right", kron(matrix("H", 2, 2), X), X
    yield "vector into a matrix", x @ a.T, x
    yield "scalar times matrix", (a.T @ x) * Z, x
    yield "inverse along a line", inverse(P + t * Z), t
    yield "exp along a line", exp(t * X), t
    yield "scaled inverse", t * inverse(P) @ x, t


def more():
    """What the calculator's language has no words for: rows, entries, Φ, facts of the entries of a matrix."""
    yield "gelu", total(hadamard(x, normal_cdf(x))), x
    yield "gelu network", squared_norm(W2 @ hadamard(W1 @ w, normal_cdf(W1 @ w)) - vector("g", k)), W1
    yield "ordinal probit", -log(normal_cdf(s - a.T @ x) - normal_cdf(s - 1 - a.T @ x)), x
    yield "censored regression", -total(log(normal_cdf((X @ w - y) / tau))), w
    nonnegative = exp(U) @ exp(V).T
    yield "factorisation, relative entropy", total(nonnegative) - inner(X, log(nonnegative)), U
    yield "factorisation, itakura-saito", total(hadamard_quotient(X, nonnegative)) + total(log(nonnegative)), V
    yield "softmax classifier over a batch", sum_over(i, logsumexp(W1 @ row(X, i))) - inner(M @ W1.T, X @ W1.T), W1
    yield "attention over a sequence", sum_over(i, row(Y, i).T @ X.T @ softmax(M @ row(X, i))), M
    yield "attention over a sequence, in the queries", sum_over(i, logsumexp(M @ T @ row(X, i))), T
    yield (
        "contrastive over a batch, in the map",
        sum_over(i, logsumexp(Y @ T @ row(X, i)) - row(Y, i).T @ T @ row(X, i)),
        T,
    )
    yield "neighbours", sum_over(i, exp(-squared_norm(row(X, i) - w))), w
    yield "mixture with shared centre", sum_over(i, log(1 + exp(-squared_norm(row(X, i) - w)))), w
    yield "smooth ranking", sum_over(i, q[i] * sigmoid(row(X, i).T @ w)) / total(q), w
    yield "one pixel", (entry(X @ B, 1, 1) - 1) ** 2, X


# Questions, by name and order, that the engine refuses; each must be refused, so that the list is honest.
REFUSED: frozenset[tuple[str, int]] = frozenset()


def _cases():
    for family in (scalars, vectors, matrices, parameters, more):
        yield from (Case(name, f, wrt) for name, f, wrt in family())
    yield from (Case(name, f, wrt, (1,)) for name, f, wrt in jacobians())
    for name, f, wrt, first in typed():
        scalar = not is_matrix(f)
        yield Case(name, f, wrt, (1, 2) if scalar and first else (1,), (2,) if scalar and not first else ())


CASES = tuple(_cases())
SIZES = (
    {"n": 1, "p": 1, "m": 1, "k": 1},
    {"n": 2, "p": 3, "m": 2, "k": 1},
    {"n": 4, "p": 2, "m": 3, "k": 2},
    {"n": 3, "p": 4, "m": 1, "k": 3},
)
