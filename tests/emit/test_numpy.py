"""Emitted NumPy functions: their text, and their values against the formulas that a person would write."""

import inspect

import numpy as np
import pytest
import scipy.special
import scipy.stats
import sympy
from numpy.testing import assert_allclose, assert_array_equal
from sympy import Rational, pi

import derivations as dv
from derivations.emit.arguments import free_arguments
from derivations.emit.modules import compile_source
from derivations.emit.numpy import numpy_source
from derivations.emit.source import FunctionDocs
from derivations.notation.arrangement import commutation, unvec

n, p, k = dv.dims("n p k")
X = dv.matrix("X", n, p, about="design matrix", rank=p)
Y = dv.matrix("Y", n, k)
A = dv.matrix("A", n, n)
S = dv.matrix("S", p, p, positive_definite=True)
H = dv.matrix("H", p, p, positive_definite=True)
w, g, v, mu = dv.vector("w", p), dv.vector("g", p), dv.vector("v", p), dv.vector("mu", p)
y, x, labels = dv.vector("y", n), dv.vector("x", n), dv.vector("y", n, binary=True)
weights = dv.vector("s", n, positive=True)
P, Q = dv.vector("p", n, simplex=True), dv.vector("q", n, positive=True)
lam, t, mean = dv.scalar("lambda", positive=True), dv.scalar("t"), dv.scalar("m")
i, j = dv.index("i", n), dv.index("j", n)
data, numbers = dv.sequence("x", p), dv.sequence("a")

VALUES = np.random.default_rng(7)
N, D, K = 7, 3, 2
ROOT = VALUES.normal(size=(D, D))
GIVEN = {
    "X": VALUES.normal(size=(N, D)),
    "Y": VALUES.normal(size=(N, K)),
    "A": VALUES.normal(size=(N, N)),
    "S": ROOT @ ROOT.T + np.eye(D),
    "H": ROOT.T @ ROOT + np.eye(D),
    "w": VALUES.normal(size=D),
    "g": VALUES.normal(size=D),
    "v": VALUES.normal(size=D),
    "mu": VALUES.normal(size=D),
    "y": VALUES.normal(size=N),
    "s": VALUES.random(N) + 0.1,
    "p": VALUES.dirichlet(np.ones(N)),
    "q": VALUES.random(N) + 0.1,
    "lam": 0.7,
    "t": -0.3,
    "m": 0.2,
    "a": VALUES.normal(size=N),
    "dX": VALUES.normal(size=(N, D)),
    "n": N,
}
LABELS = (VALUES.random(N) < 0.5).astype(float)


def source(expr, arguments=None, name="f"):
    arguments = free_arguments(expr) if arguments is None else arguments
    return numpy_source(expr, name=name, arguments=arguments, docs=FunctionDocs("Title"))


def code(expr, arguments=None):
    """The lines after the docstring, without the check of the arguments."""
    body = source(expr, arguments).split('"""')[2].strip("\n").splitlines()
    return "\n".join(line.removeprefix("    ") for line in body if "_checked(" not in line)


def value(expr, **given):
    function = compile_source(source(expr), "f")
    own = {"x": GIVEN["Y"][:, 0], **GIVEN, **given}
    return function(**{name: own[name] for name in inspect.signature(function).parameters})


def sigma(z):
    return 1 / (1 + np.exp(-z))


SOLUTION = '''\
def solution(X, y):
    """Least-squares solution, (XᵀX)⁻¹Xᵀy.

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, of rank p
    y : array, shape (n,)     observations

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.ols_normal_equations
    """
    X, y = _checked(X=(X, "n p rank=p"), y=(y, "n"))
    q, r = np.linalg.qr(X)  # a Gram matrix would square the condition number
    _full_rank(r, "X")
    return _solve(r, q.T @ y)
'''


def test_a_whole_function():
    docs = FunctionDocs(
        "Least-squares solution",
        "linear_models.ols_normal_equations",
        about={"X": "design matrix", "y": "observations"},
    )
    text = numpy_source(dv.inverse(X.T @ X) @ X.T @ y, name="solution", arguments=[X, y], docs=docs)
    assert text == SOLUTION


z = X @ w
SIGMOID = """\
z = _matmul(X, w)
e = np.exp(-np.abs(z))
s = np.where(z >= 0, 1.0, e) / (1 + e)
return X.T @ (s - y)"""
LOSS = """\
z = (1 - 2 * y) * _matmul(X, w)
return (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))).sum()"""
HESSIAN = """\
e = np.exp(-np.abs(_matmul(X, w)))
d = e / (1 + e) ** 2
Z = X * np.sqrt(d)[:, None]
return Z.T @ Z"""
JACOBIAN = """\
e = np.exp(_shifted(v, v.max()))
s = e / e.sum()
J = -np.outer(s, s)
np.fill_diagonal(J, 0.0)
np.fill_diagonal(J, -J.sum(axis=1))  # each row sums to 0; s - s**2 would cancel near 1
return J"""
LSE = """\
m = v.max()
return m + np.log1p(np.exp(_shifted(np.delete(v, v.argmax()), m)).sum())"""
LIKELIHOOD = """\
n = x.shape[0]
p = S.shape[0]
L = np.linalg.cholesky(S)
Z = _solve(L, (x - mu).T)
return -0.5 * n * p * np.log(2 * np.pi) - n * np.log(np.diag(L)).sum() - 0.5 * (Z * Z).sum()"""
DENSITY = """\
p = S.shape[0]
L = np.linalg.cholesky(S)
z = _solve(L, v - mu)
return -0.5 * (p * np.log(2 * np.pi) + 2 * np.log(np.diag(L)).sum() + z @ z)"""
COVARIANCE = """\
n = x.shape[0]
x, k = _near_one((x, 2))  # with their powers in the result
R = x - x.sum(axis=0) / n
return np.ldexp(R.T @ R / n, k)"""
CENTRED = """\
n = X.shape[0]
X, k = _near_one((X, 1))  # with their powers in the result
return np.ldexp(X - X.sum(axis=0) / n, k)"""
MEAN = """\
n = x.shape[0]
x, k = _near_one((x, 1))  # with their powers in the result
return np.ldexp(x.sum(axis=0) / n, k)"""
MEAN_SQUARE = """\
n = X.shape[0]
r, k = _near_one((y - X @ w, 2))  # with their powers in the result
return np.ldexp((r**2).sum() / n, k)"""
bernoulli = -(labels[i] * dv.log(dv.sigmoid(dv.row(X, i).T @ w)) + (1 - labels[i]) * dv.log(1 - dv.sigmoid(z[i])))
softmax = dv.softmax(v)
squares = (data[i] - mu).T @ dv.inverse(S) @ (data[i] - mu)
sample_mean = dv.sum_over(i, data[i]) / n
KL = "return p @ _log_ratio(p, q, weight=p)"

MEANT = "# K[p,n] v = v[order] and M K[n,p] = M[:, order]"
MEANT_TURNED = "# K[n,p] v = v[order] and M K[p,n] = M[:, order]"

SNAPSHOTS = {
    "OLS gradient": (-2 * X.T @ (y - X @ w), "return -2 * (X.T @ (y - X @ w))"),
    "OLS loss": (dv.squared_norm(y - z), "r = y - X @ w\nreturn r @ r"),
    "1-norm": (dv.norm1(y - z), "return np.abs(y - X @ w).sum()"),
    "ridge": (
        dv.inverse(X.T @ X + lam * dv.eye(p)) @ X.T @ y,
        "p = X.shape[1]\nreturn _solve(X.T @ X + lam * np.eye(p), X.T @ y)",
    ),
    "logistic loss": (dv.total(dv.softplus(z)) - dv.inner(labels, z), LOSS),
    "logistic loss, 1ᵀ": (dv.ones(n).T @ dv.softplus(z) - labels.T @ X @ w, LOSS),
    "logistic gradient": (X.T @ (dv.sigmoid(z) - labels), SIGMOID),
    "logistic Hessian": (X.T @ dv.diag(dv.hadamard(dv.sigmoid(z), dv.ones(n) - dv.sigmoid(z))) @ X, HESSIAN),
    "logistic Hessian, factored": (X.T @ dv.diag(dv.sigmoid(z)) @ (dv.eye(n) - dv.diag(dv.sigmoid(z))) @ X, HESSIAN),
    "Bernoulli likelihood": (
        dv.sum_over(i, bernoulli),
        "z = _matmul(X, w)\nu = np.log1p(np.exp(-np.abs(z)))\n"
        "return -(y * (np.minimum(z, 0) - u) + (1 - y) * (-np.maximum(z, 0) - u)).sum()",
    ),
    "softmax": (softmax, "e = np.exp(_shifted(v, v.max()))\nreturn e / e.sum()"),
    "softmax, spelled out": (dv.exp(v) / dv.total(dv.exp(v)), "e = np.exp(_shifted(v, v.max()))\nreturn e / e.sum()"),
    "softmax Jacobian": (dv.diag(softmax) - softmax @ softmax.T, JACOBIAN),
    "softmax Jacobian times a vector": (
        (dv.diag(softmax) - softmax @ softmax.T) @ g,
        "e = np.exp(_shifted(v, v.max()))\ns = e / e.sum()\nreturn s * g - (s @ g) * s",
    ),
    "logsumexp": (dv.logsumexp(v), LSE),
    "logsumexp, spelled out": (dv.log(dv.total(dv.exp(v))), LSE),
    "logsumexp, shifted": (
        dv.maximum(v) + dv.log(dv.total(dv.exp(v - dv.maximum(v) * dv.ones(p)))),
        LSE,
    ),
    "log softmax": (
        dv.log(softmax),
        "m = v.max()\nreturn v - m - np.log1p(np.exp(_shifted(np.delete(v, v.argmax()), m)).sum())",
    ),
    "Gaussian log-likelihood": (
        -Rational(1, 2) * n * p * dv.log(2 * pi)
        - Rational(1, 2) * n * dv.logdet(S)
        - Rational(1, 2) * dv.sum_over(i, squares),
        LIKELIHOOD,
    ),
    "Gaussian log-density": (
        -Rational(1, 2) * (p * dv.log(2 * pi) + dv.logdet(S) + (v - mu).T @ dv.inverse(S) @ (v - mu)),
        DENSITY,
    ),
    "mean": (sample_mean, MEAN),
    "covariance": (dv.sum_over(i, (data[i] - sample_mean) @ (data[i] - sample_mean).T) / n, COVARIANCE),
    "quadratic form": (x.T @ A @ x, "return x @ A @ x"),
    "its gradient": ((A + A.T) @ x, "return (A + A.T) @ x"),
    "its Hessian": (A + A.T, "return A + A.T"),
    "Newton step": (-dv.inverse(H) @ g, "return -_solve(H, g)"),
    "Newton decrement": (
        dv.sqrt(g.T @ dv.inverse(H) @ g),
        "return _norm(_solve(np.linalg.cholesky(H), g))",
    ),
    "inverse": (dv.inverse(H), "p = H.shape[0]\nreturn _solve(H, np.eye(p))"),
    "inverse from the right": (v.T @ dv.inverse(A[1, 1] * H), "return _solve(H, v) / A[0, 0]"),
    "hat matrix": (
        X @ dv.inverse(X.T @ X) @ X.T,
        'q, r = np.linalg.qr(X)  # a Gram matrix would square the condition number\n_full_rank(r, "X")\nreturn q @ q.T',
    ),
    "inverse Gram matrix": (
        dv.inverse(X.T @ X),
        "p = X.shape[1]\nr = np.linalg.qr(X).R  # a Gram matrix would square the condition number\n"
        '_full_rank(r, "X")\nr_inverse = _solve(r, np.eye(p))\nreturn r_inverse @ r_inverse.T',
    ),
    "weighted least squares": (
        dv.inverse(X.T @ dv.diag(weights) @ X) @ X.T @ dv.diag(weights) @ y,
        "u = np.sqrt(s)\nq, r = np.linalg.qr(X * u[:, None])  # a Gram matrix would square the condition number\n"
        '_full_rank(r, "X")\nreturn _solve(r, q.T @ (u * y))',
    ),
    "scaled rows": (X.T @ dv.diag(x) @ X, "return X.T @ (x[:, None] * X)"),
    "scaled columns": (X @ dv.diag(w), "return X * w"),
    "centred rows": ((dv.eye(n) - dv.ones(n) @ dv.ones(n).T / n) @ X, CENTRED),
    "factorisation": (2 * (Y @ Y.T @ Y), "return 2 * (Y @ (Y.T @ Y))"),
    "outer product with factors": (X @ w @ v.T @ S, "return np.outer(X @ w, v @ S)"),
    "trace of a product": (dv.trace(A @ A), "return (A * A.T).sum()"),
    "squared Frobenius norm": (dv.trace(X.T @ X), "return (X * X).sum()"),
    "trace of a solve": (dv.trace(dv.inverse(S) @ H), "return np.trace(_solve(S, H))"),
    "diagonal of a product": (dv.diagonal(X @ S @ X.T), "return ((X @ S) * X).sum(axis=1)"),
    "log determinant": (dv.logdet(A), 'return _log_det(A, "A")'),
    "log determinant of a Gram matrix": (
        dv.log(dv.det(X.T @ X)),
        "r = np.linalg.qr(X).R  # a Gram matrix would square the condition number\n"
        '_full_rank(r, "X")\nreturn 2 * np.log(np.abs(np.diag(r))).sum()',
    ),
    "KL": (dv.total(dv.hadamard(P, dv.log(dv.hadamard_quotient(P, Q)))), KL),
    "KL by index": (dv.sum_over(i, P[i] * dv.log(P[i] / Q[i])), KL),
    "KL in two logarithms": (
        dv.inner(P, dv.log(P) - dv.log(Q)),
        "return p @ (np.log(np.where(p > 0, p, 1.0)) - np.log(q))",
    ),
    "log1p and expm1": (dv.log(1 + lam) + dv.exp(t) - 1, "return np.log1p(lam) + np.expm1(t)"),
    "1 − tanh²": (
        dv.ones(n) - dv.hadamard(dv.tanh(x), dv.tanh(x)),
        "e = np.exp(-np.abs(x)) ** 2\nd = e / (1 + e) ** 2\nreturn 4 * d",
    ),
    "double sum": (dv.sum_over(i, dv.sum_over(j, x[i] * A[i, j] * x[j])), "return x @ A @ x"),
    "mean squared error by index": (
        dv.sum_over(i, (y[i] - dv.row(X, i).T @ w) ** 2) / n,
        MEAN_SQUARE,
    ),
    "its gradient by index": (
        dv.sum_over(i, -2 * (y[i] - dv.row(X, i).T @ w) * dv.row(X, i)),
        "return -2 * (X.T @ (y - X @ w))",
    ),
    "a sum that stays a loop": (
        dv.sum_over(i, dv.logsumexp(dv.row(X, i))),
        "n = X.shape[0]\ntotal = 0.0\nfor i in range(n):\n    m = X[i].max()\n"
        "    total += m + np.log1p(np.exp(_shifted(np.delete(X[i], X[i].argmax()), m)).sum())\nreturn total",
    ),
    "a short loop": (
        dv.sum_over(i, dv.norm(X - dv.row(X, i)[1] * X)),
        "n = X.shape[0]\nreturn float(sum(_norm(X - X[i][0] * X) for i in range(n)))",
    ),
    "increment": (X.T @ dv.d(X) @ w, "return X.T @ (dX @ w)"),
    "an argument by itself": (w, "return w.copy()"),
    "a number": (sympy.Integer(2), "return 2.0"),
    "a size": (2 / n, "return float(2 / n)"),
    "Hessian of the squared norm": (2 * dv.eye(p), "return 2 * np.eye(p)"),
    "stacked columns": (dv.vec(X), 'return X.flatten(order="F")'),
    "a matrix from stacked columns": (
        unvec(dv.exp(dv.vec(X)), n, p),
        'n = X.shape[0]\np = X.shape[1]\nreturn np.exp(X.flatten(order="F")).reshape((n, p), order="F")',
    ),
    "commutation matrix": (
        dv.kron(X.T, X) @ commutation(n, p),
        "p = X.shape[1]\nn = X.shape[0]\n"
        f"order = np.arange(p * n).reshape(n, p).T.ravel()  {MEANT}\nreturn np.kron(X.T, X)[:, order]",
    ),
    "commutation matrix, transposed, of a vector": (
        -commutation(n, p).T @ dv.vec(X.T),
        "p = X.shape[1]\nn = X.shape[0]\n"
        f'order = np.arange(p * n).reshape(n, p).T.ravel()  {MEANT}\nreturn -X.T.flatten(order="F")[order]',
    ),
    "commutation matrix, alone": (
        commutation(n, p) + dv.vec(X) @ dv.vec(X).T,
        "n = X.shape[0]\np = X.shape[1]\n"
        f"order = np.arange(n * p).reshape(p, n).T.ravel()  {MEANT_TURNED}\n"
        'z = X.flatten(order="F")\nreturn np.eye(n * p)[order] + np.outer(z, z)',
    ),
    "trace with a matrix of ones": (dv.trace(dv.ones(n, n) @ A), "return A.sum(axis=0).sum()"),
    "a sum inside a sum over the same index": (
        dv.sum_over(i, dv.norm(X - dv.row(X, i)[1] * X) * dv.sum_over(i, dv.norm(X - dv.row(X, i)[2] * X))),
        "n = X.shape[0]\na = sum(_norm(X - X[i2][1] * X) for i2 in range(n))\n"
        "return float(sum(_norm(X - X[i][0] * X) * a for i in range(n)))",
    ),
    "tangent and inverses": (
        dv.tan(P) + dv.arcsin(P) + dv.arccos(P) + dv.arctan(P),
        "return np.tan(p) + np.arcsin(p) + np.arccos(p) + np.arctan(p)",
    ),
    "fractions": (
        Rational(1, 3) * x + Rational(2, 3) * y - Rational(1, 2) * x / lam,
        "return x / 3 + 2 / 3 * y - x / (2 * lam)",
    ),
}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_text(name):
    expr, expected = SNAPSHOTS[name]
    assert code(expr) == expected


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_no_inverse_and_no_wide_line(name):
    text = source(SNAPSHOTS[name][0])
    assert "linalg.inv" not in text and "np.diag(s" not in text
    assert max(map(len, text.splitlines())) <= 120


Xv, yv, wv, Sv, vv, muv, qv, pv = (GIVEN[name] for name in ("X", "y", "w", "S", "v", "mu", "q", "p"))
xv, Av, gv, Hv = GIVEN["Y"][:, 0], GIVEN["A"], GIVEN["g"], GIVEN["H"]
zv = Xv @ wv
sv = sigma(zv)
log_p = np.log(sv) * LABELS + np.log(1 - sv) * (1 - LABELS)
soft = scipy.special.softmax(vv)
normal = scipy.stats.multivariate_normal(muv, Sv)
SWAP = np.zeros((N * D, N * D))  # K[n,p], which takes the entry (r, c) from vec(A) to vec(Aᵀ)
for r, c in np.ndindex(N, D):
    SWAP[r * D + c, c * N + r] = 1

VALUES_BY_NAME = {
    "OLS gradient": -2 * Xv.T @ (yv - zv),
    "OLS loss": np.sum((yv - zv) ** 2),
    "ridge": np.linalg.solve(Xv.T @ Xv + 0.7 * np.eye(D), Xv.T @ yv),
    "logistic loss": -log_p.sum(),
    "logistic loss, 1ᵀ": -log_p.sum(),
    "logistic gradient": Xv.T @ (sv - LABELS),
    "logistic Hessian": Xv.T @ np.diag(sv * (1 - sv)) @ Xv,
    "logistic Hessian, factored": Xv.T @ np.diag(sv * (1 - sv)) @ Xv,
    "Bernoulli likelihood": -log_p.sum(),
    "softmax": soft,
    "softmax, spelled out": soft,
    "softmax Jacobian": np.diag(soft) - np.outer(soft, soft),
    "softmax Jacobian times a vector": (np.diag(soft) - np.outer(soft, soft)) @ gv,
    "logsumexp": scipy.special.logsumexp(vv),
    "logsumexp, spelled out": scipy.special.logsumexp(vv),
    "logsumexp, shifted": scipy.special.logsumexp(vv),
    "log softmax": scipy.special.log_softmax(vv),
    "Gaussian log-likelihood": normal.logpdf(Xv).sum(),
    "Gaussian log-density": normal.logpdf(vv),
    "mean": Xv.mean(axis=0),
    "covariance": np.cov(Xv.T, bias=True),
    "quadratic form": xv @ Av @ xv,
    "its gradient": (Av + Av.T) @ xv,
    "its Hessian": Av + Av.T,
    "Newton step": -np.linalg.inv(Hv) @ gv,
    "Newton decrement": np.sqrt(gv @ np.linalg.inv(Hv) @ gv),
    "inverse": np.linalg.inv(Hv),
    "inverse from the right": np.linalg.inv(Av[0, 0] * Hv).T @ vv,
    "hat matrix": Xv @ np.linalg.pinv(Xv),
    "inverse Gram matrix": np.linalg.inv(Xv.T @ Xv),
    "weighted least squares": np.linalg.lstsq(Xv * np.sqrt(GIVEN["s"])[:, None], yv * np.sqrt(GIVEN["s"]), rcond=None)[
        0
    ],
    "scaled rows": Xv.T @ np.diag(xv) @ Xv,
    "scaled columns": Xv @ np.diag(wv),
    "centred rows": Xv - Xv.mean(axis=0),
    "factorisation": 2 * GIVEN["Y"] @ GIVEN["Y"].T @ GIVEN["Y"],
    "outer product with factors": (Xv @ wv)[:, None] @ (vv @ Sv)[None, :],
    "trace of a product": np.trace(Av @ Av),
    "squared Frobenius norm": np.linalg.norm(Xv) ** 2,
    "trace of a solve": np.trace(np.linalg.inv(Sv) @ Hv),
    "diagonal of a product": np.diag(Xv @ Sv @ Xv.T),
    "log determinant of a Gram matrix": np.log(np.linalg.det(Xv.T @ Xv)),
    "KL": scipy.special.rel_entr(pv, qv).sum(),
    "KL by index": scipy.special.rel_entr(pv, qv).sum(),
    "KL in two logarithms": scipy.special.rel_entr(pv, qv).sum(),
    "log1p and expm1": np.log(1.7) + np.exp(-0.3) - 1,
    "1 − tanh²": 1 - np.tanh(xv) ** 2,
    "double sum": xv @ Av @ xv,
    "mean squared error by index": np.mean((yv - zv) ** 2),
    "its gradient by index": -2 * Xv.T @ (yv - zv),
    "a sum that stays a loop": scipy.special.logsumexp(Xv, axis=1).sum(),
    "a short loop": sum(np.linalg.norm(Xv - Xv[k, 0] * Xv) for k in range(N)),
    "increment": Xv.T @ GIVEN["dX"] @ wv,
    "an argument by itself": wv,
    "a number": 2,
    "a size": 2 / N,
    "stacked columns": Xv.T.ravel(),
    "a matrix from stacked columns": np.exp(Xv),
    "commutation matrix": np.kron(Xv.T, Xv) @ SWAP,
    "commutation matrix, transposed, of a vector": -Xv.T.ravel(),
    "commutation matrix, alone": SWAP + np.outer(Xv.T.ravel(), Xv.T.ravel()),
    "trace with a matrix of ones": Av.sum(),
    "a sum inside a sum over the same index": np.prod(
        [sum(np.linalg.norm(Xv - Xv[k, column] * Xv) for k in range(N)) for column in (0, 1)]
    ),
    "tangent and inverses": np.tan(pv) + np.arcsin(pv) + np.arccos(pv) + np.arctan(pv),
    "fractions": xv / 3 + 2 * yv / 3 - xv / 1.4,
}
SUMMED = {"Gaussian log-likelihood", "mean", "covariance"}
LABELLED = {"logistic loss", "logistic loss, 1ᵀ", "logistic gradient", "Bernoulli likelihood"}


@pytest.mark.parametrize("name", VALUES_BY_NAME)
def test_value(name):
    given = {"x": Xv} if name in SUMMED else {"y": LABELS} if name in LABELLED else {}
    result = value(SNAPSHOTS[name][0], **given)
    assert_allclose(result, VALUES_BY_NAME[name], rtol=1e-12, atol=1e-13)
    assert isinstance(result, float) or result.ndim > 0
    assert isinstance(result, float) or result.dtype == np.float64


def test_log_determinant():
    assert value(dv.logdet(A), A=np.diag([2.0, 3.0, 4.0])) == pytest.approx(np.log(24))
    said = ", expected a positive determinant, for its logarithm is asked for"
    with pytest.raises(dv.MathError, match=f"^f: A has a negative determinant{said}$"):
        value(dv.logdet(A), A=np.diag([-2.0, 3.0]))
    with pytest.raises(dv.MathError, match=f"^f: A is singular{said}$"):
        value(dv.logdet(A), A=np.diag([0.0, 3.0]))


SMALL = {
    "relu": (dv.relu(x), lambda x: np.maximum(x, 0)),
    "step": (dv.step(x), lambda x: (x > 0).astype(float)),
    "sign": (dv.sign(x), np.sign),
    "abs": (dv.absolute(x), np.abs),
    "largest": (dv.maximum(x), np.max),
    "norm": (dv.norm(x), np.linalg.norm),
    "unit vector": (x / dv.norm(x), lambda x: x / np.linalg.norm(x)),
    "entry": (x[2], lambda x: x[1]),
    "last entry": (dv.entry(x, n), lambda x: x[-1]),
    "squares": (dv.hadamard_power(x, 2), lambda x: x**2),
    "centred": (x - dv.ones(n) * (dv.ones(n).T @ x) / n, lambda x: x - x.mean()),
    "sum of squares times itself": (x @ x.T @ x, lambda x: x @ x * x),
    "Gaussian kernel": (dv.exp(-dv.squared_norm(x) / 2), lambda x: np.exp(-x @ x / 2)),
    "counted": (dv.sum_over(i, i * x[i]), lambda x: np.arange(1, N + 1) @ x),
    "basis": (dv.sum_over(i, x[i] * dv.unit(i, n)), lambda x: x),
    "basis by number": (x.T @ dv.unit(2, n), lambda x: x[1]),
    "Kronecker of vectors": (dv.kron(x, x), np.kron),
    "outer by Kronecker": (dv.kron(x, x.T), np.outer),
    "identity less outer": ((dv.eye(n) - 2 * x @ x.T) @ x, lambda x: x - 2 * x * (x @ x)),
    "one-sided softplus": (dv.log(1 + dv.exp(x[1])), lambda x: np.log1p(np.exp(x[0]))),
    "sigmoid of a number": (1 / (1 + dv.exp(-x[1])), lambda x: sigma(x[0])),
    "zero": (dv.zeros(n) * x[1] + x, lambda x: x),
    "swish": (dv.hadamard(x, dv.sigmoid(x)), lambda x: x * sigma(x)),
    "stock SymPy": (sympy.exp(x[1]) * sympy.sqrt(2) + sympy.pi / n, lambda x: np.exp(x[0]) * 2**0.5 + np.pi / N),
    "softmax of an entry": (dv.exp(x[1]) / dv.sum_over(i, dv.exp(x[i])), lambda x: scipy.special.softmax(x)[0]),
    "log softmax of an entry": (dv.log(dv.softmax(x)[1]), lambda x: scipy.special.log_softmax(x)[0]),
    "exp of the log softmax": (dv.exp(x - dv.logsumexp(x) * dv.ones(n)), scipy.special.softmax),
    "choice": (
        dv.sum_over(i, dv.select(dv.step(x[i]), x[i], 2 * x[i])),
        lambda x: np.where(x > 0, x, 2 * x).sum(),
    ),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_value(name):
    expr, by_hand = SMALL[name]
    expected = by_hand(xv, xv) if name in ("Kronecker of vectors", "outer by Kronecker") else by_hand(xv)
    assert_allclose(value(expr, x=xv), expected, rtol=1e-13, atol=1e-14)


def test_stock_matrices():
    M, u = sympy.MatrixSymbol("M", n, n), sympy.MatrixSymbol("u", n, 1)
    form = dv.trace(u.T * (M + sympy.Identity(n)).I * u)
    assert code(form) == "n = M.shape[0]\nreturn u @ _solve(np.eye(n) + M, u)"
    assert_allclose(value(form, M=Av, u=xv), xv @ np.linalg.solve(Av + np.eye(N), xv))


def test_result_shares_no_memory_with_an_argument():
    for expr in (w, X.T, dv.row(X, 1), dv.diagonal(A), dv.vec(X)):
        given = GIVEN["A"] if expr == dv.diagonal(A) else Xv if expr != w else wv
        assert not np.shares_memory(value(expr), given)


def test_arguments_are_left_alone():
    before = Xv.copy()
    value(dv.diag(dv.softmax(X @ w)) - dv.softmax(X @ w) @ dv.softmax(X @ w).T)
    assert_array_equal(Xv, before)


REFUSED = [
    (lambda: source(dv.expectation(dv.random_scalar("Z", dv.space("Ω")))), "the expectation E[Z]"),
    (lambda: source(dv.random_scalar("Z", dv.space("Ω")) + t), "the random variable Z"),
    (lambda: source(dv.function("f", n)(x)), "the unspecified function f(x)"),
    (lambda: source(dv.differential_of(dv.squared_norm(x), x)), "the differential d(‖x‖²)"),
]


@pytest.mark.parametrize(("ask", "what"), REFUSED, ids=[what for _, what in REFUSED])
def test_not_supported(ask, what):
    with pytest.raises(dv.NotSupported) as caught:
        ask()
    assert str(caught.value) == f"f: not supported yet: code for {what}"


def test_missing_argument():
    with pytest.raises(dv.MathError) as caught:
        source(X @ w, [X])
    assert str(caught.value) == "f: the formula uses w, which is not among the arguments (X)"


def test_missing_size():
    with pytest.raises(dv.MathError) as caught:
        source(t / n, [t])
    assert str(caught.value) == "f: the dimension n is not the size of any argument: list it among the arguments"


def test_index_without_a_sum():
    with pytest.raises(dv.MathError) as caught:
        source(x[i], [x])
    assert str(caught.value) == "f: the formula uses the index i outside a sum over it"


def test_unused_arguments_stay_in_the_signature():
    assert source(2 * dv.eye(n), [x]).startswith("def f(x):")
    assert code(2 * dv.eye(n), [x]) == "n = len(x)\nreturn 2 * np.eye(n)"
