"""What JAX writes down for a function or its derivative, run by NumPy: for small arrays compiling takes far longer.

`jax.make_jaxpr` does the differentiation; here each line of the program that it gives is carried out. An operation that
has no line below is left to JAX itself.
"""

from __future__ import annotations

import jax
import numpy as np
import scipy.linalg
from jax.extend.core import Literal
from scipy import special


def interpreted(function, *arguments):
    """The values of a function of arrays, one after the other; where there is none NaN without a warning."""
    with np.errstate(all="ignore"):
        return _run(jax.make_jaxpr(function)(*arguments), arguments)


def _run(program, arguments):
    jaxpr = program.jaxpr
    values = dict(zip(jaxpr.constvars, program.consts, strict=True))
    values |= dict(zip(jaxpr.invars, map(np.asarray, arguments), strict=True))

    def read(v):
        return np.asarray(v.val) if isinstance(v, Literal) else values[v]

    for line in jaxpr.eqns:
        found = _carried_out(line.primitive, line.params, [read(v) for v in line.invars])
        values.update(zip(line.outvars, found, strict=True))
    return [read(v) for v in jaxpr.outvars]


def _carried_out(primitive, about, arguments):
    name = primitive.name
    if name in INSIDE:
        return _run(INSIDE[name](about), arguments)
    if name == "custom_linear_solve":
        return _solved(about, arguments)
    if name in RULES:
        found = RULES[name](*arguments, **about)
        return [np.asarray(v) for v in (found if primitive.multiple_results else [found])]
    if name == "lu" and arguments[0].ndim == 2:
        return _decomposed(*arguments)
    found = primitive.bind(*arguments, **about)
    return [np.asarray(v) for v in (found if primitive.multiple_results else [found])]


def _solved(about, arguments):
    """A linear system, by the program that JAX gives for it."""
    counts, programs = about["const_lengths"], about["jaxprs"]
    matvec, vecmat = counts.matvec, counts.vecmat
    used = arguments[matvec + vecmat : matvec + vecmat + counts.solve]
    return _run(programs.solve, [*used, *arguments[sum(counts) :]])


def _decomposed(a):
    """L and U in one matrix, the exchanges of rows, and the order that they lead to."""
    packed, exchanges = scipy.linalg.lu_factor(a)
    order = np.arange(len(a))
    for i, j in enumerate(exchanges):
        order[[i, j]] = order[[j, i]]
    return packed, exchanges.astype(np.int32), order.astype(np.int32)


def _dot(a, b, dimension_numbers, **_):
    (of_a, of_b), (batch_a, batch_b) = dimension_numbers
    names = iter("abcdefghijklmnopqrstuvwxyz")
    left = [next(names) for _ in range(a.ndim)]
    right: list[str | None] = [None] * b.ndim
    for i, j in (*zip(of_a, of_b, strict=True), *zip(batch_a, batch_b, strict=True)):
        right[j] = left[i]
    right = [n or next(names) for n in right]
    free = [n for i, n in enumerate(left) if i not in (*of_a, *batch_a)]
    free += [n for i, n in enumerate(right) if i not in (*of_b, *batch_b)]
    out = "".join([*(left[i] for i in batch_a), *free])
    return np.einsum(f"{''.join(left)},{''.join(right)}->{out}", a, b)


def _spread(a, shape, broadcast_dimensions, **_):
    sizes = [1] * len(shape)
    for size, place in zip(a.shape, broadcast_dimensions, strict=True):
        sizes[place] = size
    return np.broadcast_to(a.reshape(sizes), shape)


def _select(which, *cases, **_):
    return np.where(which, cases[1], cases[0]) if len(cases) == 2 else np.choose(which, cases)


def _slice(a, start_indices, limit_indices, strides, **_):
    steps = strides or [1] * a.ndim
    return a[tuple(slice(*s) for s in zip(start_indices, limit_indices, steps, strict=True))]


def _iota(dtype, shape, dimension, **_):
    sizes = [1] * len(shape)
    sizes[dimension] = shape[dimension]
    return np.broadcast_to(np.arange(shape[dimension], dtype=dtype).reshape(sizes), shape)


def _padded(a, b, padding_config, **_):
    """With b around and between the entries; a negative number of them cuts entries off."""
    low, high, between = zip(*padding_config, strict=True)
    sizes = [n + max(n - 1, 0) * g for n, g in zip(a.shape, between, strict=True)]
    out = np.full([n + max(l, 0) + max(h, 0) for n, l, h in zip(sizes, low, high, strict=True)], b)
    out[tuple(slice(max(l, 0), max(l, 0) + n, g + 1) for l, n, g in zip(low, sizes, between, strict=True))] = a
    return out[tuple(slice(max(-l, 0), m - max(-h, 0)) for l, h, m in zip(low, high, out.shape, strict=True))]


def _split(a, sizes, axis, **_):
    return np.split(a, np.cumsum(sizes)[:-1], axis)


def _triangular(a, b, left_side, lower, transpose_a, unit_diagonal, **_):
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    a, b = np.broadcast_to(a, batch + a.shape[-2:]), np.broadcast_to(b, batch + b.shape[-2:])
    out = np.empty(b.shape)
    for at in np.ndindex(*batch):
        m = np.tril(a[at]) if lower else np.triu(a[at])
        m = m - np.diag(np.diag(m)) + np.eye(len(m)) if unit_diagonal else m
        m = m.T if transpose_a else m
        out[at] = np.linalg.solve(m, b[at]) if left_side else np.linalg.solve(m.T, b[at].T).T
    return out


def _function(f):
    return lambda *a, **_: f(*a)


def _over(f):
    return lambda a, axes, **_: f(a, axis=tuple(axes))


INSIDE = {
    "jit": lambda about: about["jaxpr"],
    "pjit": lambda about: about["jaxpr"],
    "custom_jvp_call": lambda about: about["call_jaxpr"],
}
RULES = {
    "dot_general": _dot,
    "broadcast_in_dim": _spread,
    "select_n": _select,
    "slice": _slice,
    "iota": _iota,
    "pad": _padded,
    "split": _split,
    "triangular_solve": _triangular,
    "reshape": lambda a, new_sizes, **_: a.reshape(new_sizes),
    "transpose": lambda a, permutation, **_: a.transpose(permutation),
    "squeeze": lambda a, dimensions, **_: a.squeeze(tuple(dimensions)),
    "concatenate": lambda *a, dimension, **_: np.concatenate(a, axis=dimension),
    "convert_element_type": lambda a, new_dtype, **_: a.astype(new_dtype),
    "integer_pow": lambda a, y, **_: a**y if y >= 0 else 1 / a**-y,
    "rev": lambda a, dimensions, **_: np.flip(a, dimensions),
    "reduce_sum": _over(np.sum),
    "reduce_prod": _over(np.prod),
    "reduce_max": _over(np.max),
    "reduce_min": _over(np.min),
    "reduce_or": _over(np.any),
    "reduce_and": _over(np.all),
    "asin": _function(np.arcsin),
    "acos": _function(np.arccos),
    "atan": _function(np.arctan),
    "asinh": _function(np.arcsinh),
    "acosh": _function(np.arccosh),
    "atanh": _function(np.arctanh),
    "logistic": _function(special.expit),
    "erf": _function(special.erf),
    "erfc": _function(special.erfc),
    "lgamma": _function(special.gammaln),
    "digamma": _function(special.digamma),
    "rsqrt": _function(lambda a: 1 / np.sqrt(a)),
    "square": _function(np.square),
    "add_any": _function(np.add),
    "rem": _function(np.fmod),
    "mul": _function(np.multiply),
    "sub": _function(np.subtract),
    "neg": _function(np.negative),
    "div": _function(lambda a, b: a / b if a.dtype.kind == "f" else a // b),
    "pow": _function(np.power),
    "max": _function(np.maximum),
    "min": _function(np.minimum),
    "eq": _function(np.equal),
    "ne": _function(np.not_equal),
    "lt": _function(np.less),
    "le": _function(np.less_equal),
    "gt": _function(np.greater),
    "ge": _function(np.greater_equal),
    "and": _function(np.bitwise_and),
    "or": _function(np.bitwise_or),
    "not": _function(np.invert),
    "is_finite": _function(np.isfinite),
    "stop_gradient": _function(lambda a: a),
    "copy": _function(lambda a: a),
    **{
        name: _function(getattr(np, name))
        for name in (
            *("abs", "add", "ceil", "cos", "cosh", "exp", "exp2", "expm1", "floor"),
            *("log", "log1p", "sign", "sin", "sinh", "sqrt", "tan", "tanh"),
        )
    },
}
