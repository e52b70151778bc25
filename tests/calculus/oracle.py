"""Expressions of the notation evaluated by JAX in float64 and differentiated by it: a second opinion."""

from __future__ import annotations

import math
import zlib

import jax
import jax.numpy as jnp
import numpy as np
import sympy
from jax.scipy import stats

from derivations.notation import arrangement, core, functions, linear, symbols
from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol, facts_of

from .interpreted import interpreted

jax.config.update("jax_enable_x64", True)

NAMED = {
    "exp": jnp.exp,
    "log": jnp.log,
    "sigmoid": jax.nn.sigmoid,
    "softplus": jax.nn.softplus,
    "tanh": jnp.tanh,
    "sqrt": jnp.sqrt,
    "sin": jnp.sin,
    "cos": jnp.cos,
    "tan": jnp.tan,
    "arcsin": jnp.arcsin,
    "arccos": jnp.arccos,
    "arctan": jnp.arctan,
    "abs": jnp.abs,
    "sign": jnp.sign,
    "relu": lambda t: jnp.maximum(t, 0.0),
    "step": lambda t: jnp.where(t > 0, 1.0, 0.0),
    "normal_cdf": stats.norm.cdf,
    "normal_density": stats.norm.pdf,
}


class Values:
    """Arrays for the symbols at given sizes; matrices are 2-D, vectors n×1, scalars 0-D."""

    def __init__(self, sizes, seed=0):
        self.sizes, self.seed = sizes, seed
        self.given = {}

    def size(self, dim):
        if isinstance(dim, Dim):
            return self.sizes[dim.name]
        return int(dim.xreplace({s: sympy.Integer(self.sizes[s.name]) for s in dim.free_symbols}))

    def of(self, symbol):
        if symbol not in self.given:
            self.given[symbol] = self._drawn(symbol)
        return self.given[symbol]

    def _drawn(self, symbol):
        rng = np.random.default_rng([self.seed, zlib.crc32(symbol.name.encode())])
        facts = facts_of(symbol)
        if isinstance(symbol, ScalarSymbol):
            value = rng.uniform(0.2, 0.9)
            return value if facts.keys() & {"positive", "unit_interval"} else rng.choice([-1, 1]) * value
        rows, cols = map(self.size, symbol.shape)
        value = rng.uniform(0.15, 0.85, (rows, cols)) * rng.choice([-1, 1], (rows, cols))
        if facts.keys() & {"positive", "nonnegative"}:
            return abs(value)
        if "binary" in facts:
            return rng.integers(0, 2, (rows, cols)).astype(float)
        if "simplex" in facts:
            return abs(value) / abs(value).sum()
        if "diagonal" in facts:
            definite = facts.keys() & {"positive_definite", "positive_semidefinite"}
            return np.diag(np.diag(abs(value) if definite else value))
        if facts.keys() & {"positive_definite", "positive_semidefinite"}:
            return value @ value.T + 0.5 * np.eye(rows)
        if "symmetric" in facts:
            return value + value.T + 2 * np.eye(rows)
        if "orthogonal" in facts:
            return np.linalg.qr(value + 2 * np.eye(rows))[0]
        if "invertible" in facts or (rows == cols and cols > 1):
            return value + 2 * np.eye(rows)
        return value


def evaluate(e, values):
    """The value of an expression; 1×1 results are 0-D."""
    return _Evaluation(values)(e)


def evaluated_parts(e, values):
    """The values of an expression and of all that it is made of."""
    evaluation = _Evaluation(values)
    evaluation(e)
    return list(evaluation.seen.values())


def value(e, values):
    """The same as an array of NumPy."""
    return interpreted(lambda: evaluate(e, values))[0]


class _Evaluation:
    def __init__(self, values):
        self.values, self.seen, self.index = values, {}, {}

    def __call__(self, e):
        if self.index:
            return self._value(e)
        if e not in self.seen:
            self.seen[e] = self._value(e)
        return self.seen[e]

    def _value(self, e):
        if isinstance(e, MatrixAtom | ScalarSymbol):
            return self.values.of(e)
        if isinstance(e, symbols.Index):
            return self.index[e]
        if e.is_Number or e.is_NumberSymbol:
            return jnp.asarray(float(e))
        if isinstance(e, Dim):
            return jnp.asarray(float(self.values.size(e)))
        if isinstance(e, linear.SumOver | linear.MatSumOver):
            body, i = e.args
            total, outside = 0.0, dict(self.index)
            for k in range(self.values.size(i.count)):
                self.index[i] = k
                total = total + self._value(body)
            self.index = outside
            return total
        if isinstance(e, linear.Entry):
            a, at = jnp.atleast_2d(self(e.args[0])), [self._place(i) for i in e.args[1:]]
            return a[at[0], at[1]]
        if isinstance(e, linear.Row):
            return self(e.args[0])[self._place(e.args[1])][:, None]
        if isinstance(e, linear.Unit):
            return jnp.eye(self.values.size(e.args[1]))[:, self._place(e.args[0])][:, None]
        if isinstance(e, linear.Constant | arrangement.Commutation | arrangement.Unvec):
            return self._arranged(e)
        if isinstance(e, functions.Apply | functions.MatApply):
            return NAMED[e.args[0].name](self(e.args[1]))
        maker = next(m for c, m in RULES.items() if isinstance(e, c))
        return maker(*map(self, e.args))

    def _place(self, i):
        return self.index[i] if i in self.index else int(i) - 1

    def _arranged(self, e):
        if isinstance(e, arrangement.Unvec):
            n, m = map(self.values.size, e.args[1:])
            return self(e.args[0]).reshape(m, n).T
        n, m = map(self.values.size, e.args)
        if isinstance(e, arrangement.Commutation):
            out = np.zeros((n * m, n * m))
            for i in range(n):
                for j in range(m):
                    out[i * m + j, j * n + i] = 1
            return jnp.asarray(out)
        return {linear.Eye: jnp.eye(n), linear.Ones: jnp.ones((n, m)), linear.Zeros: jnp.zeros((n, m))}[type(e)]


def times(*factors):
    out = factors[0]
    for f in factors[1:]:
        out = out * f if jnp.ndim(out) == 0 or jnp.ndim(f) == 0 else out @ f
        out = out[0, 0] if jnp.shape(out) == (1, 1) else out
    return out


def scalar(a):
    return a[0, 0] if jnp.shape(a) == (1, 1) else a


def total(*terms):
    return (
        sum(map(scalar, terms[1:]), scalar(terms[0]))
        if any(jnp.ndim(t) == 0 for t in terms)
        else sum(terms[1:], terms[0])
    )


RULES = {
    core.Plus | core.MatPlus | sympy.Add: total,
    core.Negative | core.MatNegative: lambda a: -a,
    core.Product | core.MatProduct | sympy.Mul: times,
    core.Quotient | core.MatQuotient: lambda a, b: a / scalar(b),
    core.Power | sympy.Pow: lambda a, k: scalar(a) ** k,
    core.Transposed: lambda a: a if jnp.ndim(a) == 0 else a.T,
    linear.Inverse: lambda a: jnp.linalg.inv(jnp.atleast_2d(a)),
    linear.Trace: lambda a: jnp.trace(jnp.atleast_2d(a)),
    linear.Determinant: lambda a: jnp.linalg.det(jnp.atleast_2d(a)),
    linear.LogDet: lambda a: jnp.linalg.slogdet(jnp.atleast_2d(a))[1],
    linear.Inner: lambda a, b: jnp.sum(a * b),
    linear.Norm: lambda a: jnp.sqrt(jnp.sum(a * a)),
    linear.Norm1: lambda a: jnp.sum(jnp.abs(a)),
    linear.SquaredNorm: lambda a: jnp.sum(a * a),
    linear.Total: jnp.sum,
    linear.LogSumExp: lambda a: jax.scipy.special.logsumexp(a),
    linear.Softmax: lambda a: jnp.exp(a - jax.scipy.special.logsumexp(a)),
    linear.Hadamard: lambda *a: math.prod(a[1:], start=a[0]),
    linear.HadamardPower: lambda a, k: a**k,
    linear.Diag: lambda a: jnp.diag(jnp.ravel(a)),
    linear.Diagonal: lambda a: jnp.diag(jnp.atleast_2d(a))[:, None],
    linear.Vec: lambda a: jnp.atleast_2d(a).T.reshape(-1, 1),
    linear.Kron: lambda a, b: jnp.kron(jnp.atleast_2d(a), jnp.atleast_2d(b)),
}


def column(a):
    """The entries stacked, columns of a matrix one below the other."""
    return jnp.ravel(jnp.atleast_2d(a).T) if jnp.ndim(a) else jnp.reshape(a, (1,))


def autodiff(f, x, values, order=1):
    """JAX's derivative: the gradient shaped as x, else (outputs, inputs) with everything stacked by columns."""
    if order == 2:
        return gradient_and_hessian(f, x, values)[1]
    return interpreted(jax.jacfwd(_stacked(f, x, values)), column(values.of(x)))[0]


def gradient_and_hessian(f, x, values):
    """Both at once, which takes half as long."""
    function = _stacked(f, x, values)

    def gradient(v):
        found = jax.grad(lambda v: function(v)[0])(v)
        return found, found

    hessian, found = interpreted(jax.jacfwd(gradient, has_aux=True), column(values.of(x)))
    return found, hessian


def _stacked(f, x, values):
    """The function of the stacked entries of x."""
    shape = jnp.shape(values.of(x))

    def function(v):
        moved = v.reshape(shape[::-1]).T if shape else v[0]
        inside = Values(values.sizes, values.seed)
        inside.given = {**values.given, x: moved}
        return column(evaluate(f, inside))

    return function
