"""Random formulas: the emitted function against a plain reading of the formula, node by node, with 2-D arrays."""

import inspect
import random

import numpy as np
import pytest
import sympy
from sympy import Integer, Rational

import derivations as dv
from derivations.emit.arguments import free_arguments
from derivations.emit.modules import compile_source
from derivations.emit.numpy import numpy_source
from derivations.emit.source import FunctionDocs
from derivations.notation import core, functions, linear, sequences
from derivations.notation.shapes import is_matrix, same_dim, shape_of

pytestmark = pytest.mark.no_cover

n, p, k = dims = dv.dims("n p k")
X, Y, B = dv.matrix("X", n, p, rank=p), dv.matrix("Y", n, k), dv.matrix("B", p, k)
A, Q = dv.matrix("A", n, n), dv.matrix("Q", n, n, symmetric=True)
S = dv.matrix("S", p, p, positive_definite=True)
x, y, q = dv.vector("x", n), dv.vector("y", n, positive=True), dv.vector("q", n, simplex=True)
w, u = dv.vector("w", p), dv.vector("u", k)
a, b = dv.scalar("a"), dv.scalar("b", positive=True)
rows, numbers = dv.sequence("f", p), dv.sequence("c")
i, j = dv.index("i", n), dv.index("j", p)
ONE = Integer(1)

SIZES = {"n": 5, "p": 3, "k": 2}
DRAW = np.random.default_rng(0)


def _given():
    draw = DRAW.normal
    out = {s.name: draw(size=[SIZES[str(m)] for m in s.shape if m != 1]) for s in (X, Y, B, A, x, w, u)}
    root = draw(size=(3, 3))
    out |= {"S": root @ root.T + np.eye(3), "Q": out["A"] + out["A"].T, "a": 0.7, "b": 1.3}
    return out | {"y": DRAW.random(5) + 0.1, "q": DRAW.dirichlet(np.ones(5)), "f": draw(size=(5, 3)), "c": draw(size=5)}


GIVEN = _given()

# --- a plain reading --------------------------------------------------------------------------------------------------

ENTRYWISE = {
    "exp": np.exp,
    "tanh": np.tanh,
    "sqrt": np.sqrt,
    "sigmoid": lambda t: 1 / (1 + np.exp(-t)),
    "softplus": lambda t: np.log(1 + np.exp(t)),
    "relu": lambda t: np.maximum(t, 0),
}


def product(*factors):
    out = factors[0]
    for f in factors[1:]:
        out = out * f if (1, 1) in (out.shape, f.shape) else out @ f
    return out


def scalar(value):
    return np.reshape(value, (1, 1))


def softmax(v):
    return np.exp(v) / np.exp(v).sum()


PLAIN = {
    (core.Plus, core.MatPlus, sympy.Add): lambda *t: sum(t[1:], t[0]),
    (core.Negative, core.MatNegative): lambda t: -t,
    (core.Product, core.MatProduct, sympy.Mul): product,
    (core.Quotient, core.MatQuotient): lambda s, t: s / t,
    (core.Power, linear.HadamardPower, sympy.Pow): lambda s, t: s**t,
    (core.Transposed,): lambda t: t.T,
    (linear.Inverse,): np.linalg.inv,
    (linear.Trace,): lambda t: scalar(np.trace(t)),
    (linear.Inner,): lambda s, t: scalar((s * t).sum()),
    (linear.Norm,): lambda t: scalar(np.sqrt((t * t).sum())),
    (linear.SquaredNorm,): lambda t: scalar((t * t).sum()),
    (linear.Total,): lambda t: scalar(t.sum()),
    (linear.LogSumExp,): lambda t: scalar(np.log(np.exp(t).sum())),
    (linear.Softmax,): softmax,
    (linear.Hadamard,): lambda *t: np.prod(np.broadcast_arrays(*t), axis=0),
    (linear.Diag,): lambda t: np.diag(t[:, 0]),
    (linear.Diagonal,): lambda t: np.diag(t)[:, None],
    (linear.Eye,): lambda r, c: np.eye(int(r[0, 0])),
    (linear.Ones,): lambda r, c: np.ones((int(r[0, 0]), int(c[0, 0]))),
    (linear.Entry,): lambda t, r, c: scalar(t[int(r[0, 0]) - 1, int(c[0, 0]) - 1]),
    (linear.Row,): lambda t, r: t[int(r[0, 0]) - 1][:, None],
}
READ = {cls: function for classes, function in PLAIN.items() for cls in classes}


def plain(e, bound=()):
    """The value of a formula as a 2-D array."""
    at = dict(bound)
    if e in at or e in dims:
        return scalar(float(at[e] if e in at else SIZES[str(e)]))
    if isinstance(e, sympy.Rational):
        return scalar(float(e))
    if isinstance(e, sequences.Member | sequences.ScalarMember):
        return np.reshape(GIVEN[e.name][at[e.args[1]] - 1], (-1, 1))
    if isinstance(e, linear.SumOver | linear.MatSumOver):
        body, index = e.args
        return sum(plain(body, (*bound, (index, m))) for m in range(1, SIZES[str(index.count)] + 1))
    if isinstance(e, functions.Apply | functions.MatApply):
        return ENTRYWISE[e.args[0].name](plain(e.args[1], bound))
    if not e.args or getattr(e, "name", None) in GIVEN:
        value = np.asarray(GIVEN[e.name], dtype=float)
        return value[:, None] if value.ndim == 1 else np.atleast_2d(value)
    return READ[type(e)](*(plain(t, bound) for t in e.args))


# --- random formulas --------------------------------------------------------------------------------------------------


class Formulas:
    """Draws formulas of a given shape and depth; `open` are the indices that may occur."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def any(self, shape, depth, open=()):
        if depth > 0 and self.random.random() < 0.4:
            return self.common(shape, depth - 1, open)
        kinds = {(True, True): self.number, (False, True): self.column, (True, False): self.row}
        make = kinds.get((shape[0] == 1, shape[1] == 1), self.grid)
        return make(shape, depth - 1, open)

    def common(self, shape, depth, open):
        first = self.any(shape, depth, open)
        pick = self.random.randrange(7)
        if pick < 2:
            second = self.any(shape, depth, open)
            return first + second if pick else first - second
        if pick == 2:
            return self.any((ONE, ONE), depth, open) * first
        if pick == 3:
            return first / b
        if pick == 4:
            return dv.transpose(self.any(shape[::-1], depth, open))
        if pick == 5 and i not in open:
            return dv.sum_over(i, self.any(shape, depth, (*open, i)))
        return self.random.choice([dv.sigmoid, dv.tanh, dv.softplus])(first)

    def number(self, shape, depth, open):
        choose, m = self.random.choice, self.random.choice(dims)
        if depth < 0:
            by_index = [x[i], y[i], numbers[i]] * 2 if i in open else []
            both = [X[i, j]] * 3 if {i, j} <= {*open} else []
            return choose([a, b, n, Rational(1, 2), Integer(2), *by_index, *both, *([w[j]] if j in open else [])])
        column = (m, ONE)
        makers = [
            lambda: dv.inner(self.any(column, depth, open), self.any(column, depth, open)),
            lambda: self.any(column, depth, open).T @ self.any(column, depth, open),
            lambda: self.any((ONE, m), depth, open) @ self.any(column, depth, open),
            lambda: dv.trace(self.any((m, m), depth, open)),
            lambda: dv.total(self.any((m, p), depth, open)),
            lambda: dv.squared_norm(self.any((m, k), depth, open)),
            lambda: dv.inner(self.any((m, p), depth, open), self.any((m, p), depth, open)),
            lambda: dv.logsumexp(self.any(column, depth, open)),
            lambda: 1 / (1 + dv.exp(self.any(shape, depth - 1, open))),
            lambda: self.any(shape, depth, open) * self.any(shape, depth, open),
            lambda: dv.sum_over(j, self.any(shape, depth, (*open, j))) if j not in open else w[1],
        ]
        return choose(makers)()

    def column(self, shape, depth, open):
        choose, (rows_, _), m = self.random.choice, shape, self.random.choice(dims)
        if depth < 0:
            by_index = [rows[i], dv.row(X, i)] * 2 if i in open and rows_ == p else []
            return choose({n: [x, y, q, dv.ones(n)], p: [w, *by_index], k: [u]}[rows_])
        makers = [
            lambda: self.any((rows_, m), depth, open) @ self.any((m, ONE), depth, open),
            lambda: dv.hadamard(self.any(shape, depth, open), self.any(shape, depth, open)),
            lambda: dv.softmax(self.any(shape, depth, open)),
            lambda: dv.diagonal(self.any((rows_, rows_), depth, open)),
            lambda: dv.ones(rows_) - dv.sigmoid(self.any(shape, depth, open)),
            lambda: dv.inverse(S) @ self.any((p, ONE), depth, open),
            lambda: dv.inverse(X.T @ X) @ X.T @ self.any((n, ONE), depth, open),
        ]
        return choose(makers if rows_ == p else makers[:-2])()

    def row(self, shape, depth, open):
        return dv.transpose(self.any(shape[::-1], depth, open))

    def grid(self, shape, depth, open):
        choose, (r, c), m = self.random.choice, shape, self.random.choice(dims)
        if depth < 0:
            known = {(n, p): [X], (n, k): [Y], (p, k): [B], (n, n): [A, Q, dv.eye(n)], (p, p): [S, dv.eye(p)]}
            return choose(known.get(shape) or [t.T for t in known.get((c, r), [dv.eye(k)])])
        makers = [
            lambda: self.any((r, m), depth, open) @ self.any((m, c), depth, open),
            lambda: dv.hadamard(self.any(shape, depth, open), self.any(shape, depth, open)),
            lambda: dv.diag(self.any((r, ONE), depth, open)) @ self.any(shape, depth, open),
            lambda: self.any(shape, depth, open) @ dv.diag(self.any((c, ONE), depth, open)),
            lambda: self.any((r, ONE), depth, open) @ self.any((c, ONE), depth, open).T,
            lambda: self.gram(self.any((m, r), depth, open), depth, open) if r == c else self.any(shape, depth, open),
        ]
        return choose(makers)()

    def gram(self, half, depth, open):
        return half.T @ dv.diag(dv.sigmoid(self.any((shape_of(half)[0], ONE), depth, open))) @ half


SHAPES = [(ONE, ONE), (n, ONE), (p, ONE), (ONE, p), (n, p), (p, p), (n, n), (p, k)]


@pytest.mark.parametrize("seed", range(400))
def test_formula(seed):
    formulas = Formulas(seed)
    shape = formulas.random.choice(SHAPES)
    expr = formulas.any(shape, formulas.random.randrange(1, 6))
    text = numpy_source(expr, name="f", arguments=free_arguments(expr), docs=FunctionDocs("Title"))
    function = compile_source(text, "f")
    given = {name: GIVEN.get(name, SIZES.get(name)) for name in inspect.signature(function).parameters}
    with np.errstate(over="ignore", invalid="ignore"):
        expected, result = plain(expr), function(**given)
    rank = 0 if not is_matrix(expr) else sum(not same_dim(size, 1) for size in shape_of(expr))
    assert np.ndim(result) == rank and (rank or isinstance(result, float))
    assert ".inv(" not in text and max(map(len, text.splitlines())) <= 120
    if np.isfinite(expected).all() and np.abs(expected).max() < 1e12:
        scale = max(1.0, np.abs(expected).max())
        np.testing.assert_allclose(np.ravel(result), np.ravel(expected), rtol=0, atol=1e-8 * scale)
