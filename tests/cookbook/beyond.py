"""Equations that the calculator's language cannot say in full, written out in JAX and held against autodiff.

Each function takes a generator of random numbers and a size, and yields the book's value, autodiff's value and, where
the book is wrong, what it should have said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

POWERS = range(1, 5)


class Pair(NamedTuple):
    """Two values that should be one; `corrected` is given where the book is wrong."""

    book: Any
    true: Any
    corrected: Any = None


Check = Callable[[np.random.Generator, int], Iterator[Pair]]
EQUATIONS: dict[str, Check] = {}


@cache
def pairs(name: str, n: int) -> tuple[Pair, ...]:
    """What an equation says at one random point of size n."""
    return tuple(EQUATIONS[name](np.random.default_rng(n), n))


def equation(name: str) -> Callable[[Check], Check]:
    return lambda check: EQUATIONS.setdefault(name, check)


def square(rng, n):
    return rng.normal(size=(n, n)) / 4 + np.eye(n)


def vectors(rng, n, count):
    return [rng.normal(size=(n, 1)) for _ in range(count)]


def power(x, k):
    """X^k by products alone; k may be negative. An array of NumPy stays one: JAX is for what is differentiated."""
    out = np.eye(len(x))
    base = x if k > 0 else np.linalg.inv(x) if isinstance(x, np.ndarray) else jnp.linalg.inv(x)
    for _ in range(abs(k)):
        out = out @ base
    return out


def total(terms):
    return sum(terms[1:], terms[0])


def det(x):
    """The determinant by its definition: differentiable at singular matrices, too."""
    n = len(x)
    signs = {s: (-1) ** sum(s[i] > s[j] for i in range(n) for j in range(i + 1, n)) for s in permutations(range(n))}
    entries = [[x[i, j] for j in range(n)] for i in range(n)]
    return sum(sign * math.prod(entries[i][s[i]] for i in range(n)) for s, sign in signs.items())


def without(x, row, col):
    """[X]_ij of the book: row i and column j left out, from 1."""
    return np.delete(np.delete(np.asarray(x), row - 1, 0), col - 1, 1)


@equation("(41)")
def adjugate(rng, n):
    for rank in range(max(0, n - 2), n + 1):
        x = jnp.asarray(rng.normal(size=(n, rank)) @ rng.normal(size=(rank, n)))
        dx = jnp.asarray(rng.normal(size=(n, n)))
        cofactors = [[(-1) ** (i + j) * _minor(x, i, j) for j in range(n)] for i in range(n)]
        yield Pair(jnp.trace(jnp.array(cofactors).T @ dx), jax.jvp(det, (x,), (dx,))[1])


def _minor(x, i, j):
    return det(jnp.asarray(without(x, i + 1, j + 1))) if len(x) > 1 else 1.0


@equation("(55)")
def log_det_of_gram(rng, n):
    x = rng.normal(size=(n + 1, n))
    yield Pair(2 * np.linalg.pinv(x).T, jax.grad(lambda x: jnp.log(det(x.T @ x)))(x))


@equation("(56)")
def log_det_of_gram_in_the_pseudoinverse(rng, n):
    x = rng.normal(size=(n + 1, n))
    plus = np.linalg.pinv(x)
    yield Pair(-2 * x.T, jax.grad(lambda p: -jnp.log(det(p @ p.T)))(plus))  # XᵀX is the inverse of X⁺X⁺ᵀ


@equation("(58)")
def det_of_a_power(rng, n):
    x = square(rng, n)
    for k in (-2, -1, *POWERS):
        yield Pair(k * det(power(x, k)) * np.linalg.inv(x).T, jax.grad(lambda x, k=k: det(power(x, k)))(x))


@equation("(65)")
def sum_of_eigenvalues(rng, n):
    x = square(rng, n)
    yield Pair(np.eye(n), jax.grad(lambda x: jnp.sum(jnp.linalg.eigvals(x)).real)(x))


@equation("(66)")
def product_of_eigenvalues(rng, n):
    x = square(rng, n)
    true = jax.grad(lambda x: jnp.prod(jnp.linalg.eigvals(x)).real)(x)
    yield Pair(np.linalg.det(x) * np.linalg.inv(x).T, true)


def _turning(rng, n):
    """A symmetric matrix along a curve with its eigenvalues and eigenvectors, known without computing any."""
    start = jnp.asarray(np.linalg.qr(rng.normal(size=(n, n)))[0])
    skew = jnp.asarray(rng.normal(size=(n, n)))
    skew = skew - skew.T
    speed, values = jnp.asarray(rng.normal(size=n)), jnp.arange(1.0, n + 1)

    def at(t):
        v = start @ (jnp.eye(n) + t * skew)  # orthogonal to first order in t
        return v @ jnp.diag(values + t * speed) @ v.T, values + t * speed, v

    return jax.tree.map(np.asarray, jax.jvp(at, (0.0,), (1.0,)))


@equation("(67)")
def eigenvalue(rng, n):
    (_, _, v), (da, dvalues, _) = _turning(rng, n)
    for i in range(n):
        yield Pair(v[:, i] @ da @ v[:, i], dvalues[i])


@equation("(68)")
def eigenvector(rng, n):
    (a, values, v), (da, _, dv) = _turning(rng, n)
    for i in range(n):
        yield Pair(np.linalg.pinv(values[i] * np.eye(n) - a, rcond=1e-10) @ da @ v[:, i], dv[:, i])


@equation("(90)")
def entry_of_a_power(rng, n):
    x = square(rng, n)
    k, l, i, j = (int(rng.integers(n)) for _ in range(4))
    unit = np.outer(np.eye(n)[i], np.eye(n)[j])
    for m in POWERS:
        book = total([power(x, r) @ unit @ power(x, m - 1 - r) for r in range(m)])[k, l]
        yield Pair(book, jax.grad(lambda x, m=m: power(x, m)[k, l])(x)[i, j])


@equation("(91)")
def form_in_a_power(rng, n):
    x, (a, b) = square(rng, n), vectors(rng, n, 2)
    for m in POWERS:
        book = sum(power(x, r).T @ a @ b.T @ power(x, m - 1 - r).T for r in range(m))
        yield Pair(book, jax.grad(lambda x, m=m: (a.T @ power(x, m) @ b)[0, 0])(x))


@equation("(92)")
def form_in_a_power_and_its_transpose(rng, n):
    x, (a, b) = square(rng, n), vectors(rng, n, 2)
    for m in POWERS:
        whole = power(x, m)
        first = [power(x, m - 1 - r) @ a @ b.T @ whole.T @ power(x, r) for r in range(m)]
        second = [power(x, r).T @ whole @ a @ b.T @ power(x, m - 1 - r).T for r in range(m)]
        true = jax.grad(lambda x, m=m: (a.T @ power(x, m).T @ power(x, m) @ b)[0, 0])(x)
        yield Pair(total(first) + total(second), true, total(first).T + total(second))


def series(x, coefficient, terms=30):
    """A matrix function by its power series."""
    out, term = 0 * x, np.eye(len(x))
    for k in range(terms):
        out = out + coefficient(k) * term
        term = term @ x / (k + 1)
    return out


def matrix_exp(x):
    return series(x, lambda k: 1.0)


def matrix_sin(x):
    return series(x, lambda k: (0.0, 1.0, 0.0, -1.0)[k % 4])


def matrix_cos(x):
    return series(x, lambda k: (1.0, 0.0, -1.0, 0.0)[k % 4])


@equation("after (98)")
def trace_of_a_matrix_function(rng, n):
    x = square(rng, n)
    yield Pair(matrix_exp(x).T, jax.grad(lambda x: jnp.trace(matrix_exp(x)))(x))
    yield Pair(3 * power(x, 2).T, jax.grad(lambda x: jnp.trace(power(x, 3)))(x))


@equation("(121)")
def trace_of_a_power(rng, n):
    x = square(rng, n)
    for k in POWERS:
        yield Pair(k * power(x, k - 1).T, jax.grad(lambda x, k=k: jnp.trace(power(x, k)))(x))


@equation("(122)")
def trace_of_a_product_with_a_power(rng, n):
    x, a = square(rng, n), square(rng, n)
    for k in POWERS:
        book = sum((power(x, r) @ a @ power(x, k - r - 1)).T for r in range(k))
        yield Pair(book, jax.grad(lambda x, k=k: jnp.trace(a @ power(x, k)))(x))


@equation("(128)")
def trace_of_the_sine(rng, n):
    x = square(rng, n)
    yield Pair(matrix_cos(x).T, jax.grad(lambda x: jnp.trace(matrix_sin(x)))(x))


def toeplitz(t, n):
    """The matrix with t[n − 1 + j − i] in row i and column j."""
    return jnp.stack([t[n - 1 - i : 2 * n - 1 - i] for i in range(n)])


def _by_diagonals(rng, n):
    a = jnp.asarray(rng.normal(size=(n, n)))
    t = jnp.asarray(rng.normal(size=2 * n - 1))
    return np.asarray(a), np.asarray(toeplitz(jax.grad(lambda t: jnp.trace(a @ toeplitz(t, n)))(t), n))


@equation("(143)")
def trace_with_a_toeplitz_matrix(rng, n):
    """What the book's matrix shows without dots: its diagonal, the two beside it, the corners, and the two beyond."""
    a, true = _by_diagonals(rng, n)
    yield Pair(np.trace(a), true[0, 0])
    if n > 1:
        yield Pair(np.trace(without(a.T, n, 1)), true[0, 1])
        yield Pair(np.trace(without(a.T, 1, n)), true[1, 0])
        yield Pair(a[n - 1, 0], true[0, n - 1])
        yield Pair(a[0, n - 1], true[n - 1, 0])
    if n > 3:  # below, the corners stand in their place; a submatrix keeps the numbers of its rows and columns
        yield Pair(_trace_without(a.T, (1, n - 1), (n, 2)), true[0, 2], _trace_without(a.T, (n, n - 1), (1, 2)))
        yield Pair(_trace_without(a.T, (1, 2), (n, n - 1)), true[2, 0])


def _trace_without(x, rows, cols):
    """Tr([[X]_ij]_kl) with i, k = rows and j, l = cols, all counted in X."""
    return np.trace(np.delete(np.delete(x, [r - 1 for r in rows], 0), [c - 1 for c in cols], 1))


@equation("(144)")
def trace_with_a_symmetric_toeplitz_matrix(rng, n):
    a, alpha = _by_diagonals(rng, n)

    def of(t):
        return jnp.trace(a @ toeplitz(jnp.concatenate([t[:0:-1], t]), n))

    t = np.asarray(jax.grad(of)(jnp.asarray(rng.normal(size=n))))
    true = toeplitz(np.concatenate([t[:0:-1], t]), n)
    yield Pair(alpha + alpha.T - alpha * np.eye(n), true)


# --- what names a function, for functions drawn at random -------------------------------------------------------------


def drawn(rng, argument, value=()):
    """A smooth function from arrays of one shape to arrays of another: a network with one hidden layer."""
    inner = rng.normal(size=(6, math.prod(argument))) / 2
    outer = rng.normal(size=(math.prod(value), 6))
    return lambda x: (outer @ jnp.tanh(inner @ jnp.ravel(x))).reshape(value)


@equation("after (64)")
def function_of_an_inverse(rng, n):
    a, of = square(rng, n), drawn(rng, (n, n))
    inverse = jnp.linalg.inv(a)
    yield Pair(-inverse.T @ jax.grad(of)(inverse) @ inverse.T, jax.grad(lambda a: of(jnp.linalg.inv(a)))(a))


@equation("(93)")
def form_in_two_functions(rng, n):
    a, x = rng.normal(size=(n + 1, n + 2)), rng.normal(size=n)
    s, r = drawn(rng, (n,), (n + 1,)), drawn(rng, (n,), (n + 2,))
    book = jax.jacobian(s)(x).T @ a @ r(x) + jax.jacobian(r)(x).T @ a.T @ s(x)
    yield Pair(book, jax.grad(lambda x: s(x) @ a @ r(x))(x))


def _structures(n):
    """Matrices made of the entries that determine them: symmetric, diagonal, and Toeplitz ones."""
    row, col = np.indices((n, n))
    yield "symmetric", lambda t: jnp.where(row <= col, t, t.T)
    yield "diagonal", lambda t: jnp.diag(jnp.diag(t))
    yield "Toeplitz", lambda t: jnp.where(row <= col, t[0, abs(col - row)], t[abs(row - col), 0])


@equation("(133)")
def function_of_a_structured_matrix(rng, n):
    f, t = drawn(rng, (n, n)), rng.normal(size=(n, n))
    for _, made in _structures(n):
        g, parts = jax.grad(f)(made(t)), jax.jacobian(made)(t)
        true = jax.grad(lambda t, made=made: f(made(t)))(t)
        yield Pair(jnp.einsum("kl,klij->ij", g, parts), true)
        traces = [[jnp.trace(g.T @ parts[:, :, i, j]) for j in range(n)] for i in range(n)]
        yield Pair(jnp.array(traces), true)


@equation("(138)")
def function_of_a_symmetric_matrix(rng, n):
    f, t = drawn(rng, (n, n)), rng.normal(size=(n, n))
    made = dict(_structures(n))["symmetric"]
    g = jax.grad(f)(made(t))
    true = jax.grad(lambda t: f(made(t)))(t)  # in the entries on and above the diagonal; below, their mirror images
    yield Pair(g + g.T - jnp.diag(jnp.diag(g)), true + jnp.triu(true, 1).T)


def _chained(rng, n):
    """The gradients of g(U) in U and of g(f(X)) in X, and the derivative of U in each entry of X."""
    f, g, x = drawn(rng, (n, n + 1), (n + 1, 2)), drawn(rng, (n + 1, 2)), rng.normal(size=(n, n + 1))
    return jax.grad(g)(f(x)), jax.jacobian(f)(x), jax.grad(lambda x: g(f(x)))(x)


@equation("(136)")
def chain_rule_as_a_sum(rng, n):
    g, parts, true = _chained(rng, n)
    yield Pair(jnp.einsum("kl,klij->ij", g, parts), true)


@equation("(137)")
def chain_rule_as_a_trace(rng, n):
    g, parts, true = _chained(rng, n)
    yield Pair(jnp.array([[jnp.trace(g.T @ parts[:, :, i, j]) for j in range(n + 1)] for i in range(n)]), true)
