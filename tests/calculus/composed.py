"""Random well-shaped expressions of every operator, for Hypothesis to compose."""

from hypothesis import strategies as st
from sympy import Rational

from derivations import (
    absolute,
    arctan,
    cos,
    det,
    diag,
    diagonal,
    dims,
    exp,
    hadamard,
    inner,
    inverse,
    log,
    logdet,
    logsumexp,
    matrix,
    norm,
    norm1,
    normal_cdf,
    ones,
    relu,
    scalar,
    sigmoid,
    sin,
    softmax,
    softplus,
    sqrt,
    squared_norm,
    tanh,
    total,
    trace,
    transpose,
    vector,
)

n, p = dims("n p")
x, a = vector("x", n), vector("a", n)
w, b = vector("w", p), vector("b", p)
X, A = matrix("X", n, p), matrix("A", n, p)
Z, P = matrix("Z", n, n), matrix("P", n, n, positive_definite=True)
t, s = scalar("t"), scalar("s", positive=True)
VARIABLES = (x, w, X, Z, t)
LEAVES = {"s": (t, s), "n": (x, a), "p": (w, b), "np": (X, A), "nn": (Z, P)}
SMOOTH = (sin, cos, tanh, sigmoid, softplus, arctan, normal_cdf)
KINKED = (absolute, relu)


def expressions(kind="s", depth=4):
    """Expressions of a kind: "s" scalar, "n" and "p" vectors, "np" and "nn" matrices."""
    leaf = st.sampled_from(LEAVES[kind])
    if depth == 0:
        return leaf

    def of(other):
        return expressions(other, depth - 1)

    same, factor = of(kind), st.sampled_from((2, -1, Rational(1, 2), 3))
    options = [leaf, st.builds(lambda u, v: u + v, same, same), st.builds(lambda u, v: u - v, same, same)]
    options += [st.builds(lambda c, u: c * u, factor, same), st.builds(lambda u: -u, same)]
    options += [st.builds(lambda f, u: f(u), st.sampled_from(SMOOTH + KINKED), same)]
    if kind != "s":
        options += [st.builds(hadamard, same, same), st.builds(lambda c, u: c * u, of("s"), same)]
        options += [st.builds(lambda u, c: u / (1 + c**2), same, of("s"))]
    options += _special(kind, of)
    return st.one_of(options)


def _special(kind, of):
    if kind == "s":
        return [
            st.builds(lambda u, v: u.T @ v, of("n"), of("n")),
            st.builds(lambda u, v: u.T @ v, of("p"), of("p")),
            st.builds(lambda u, m, v: u.T @ m @ v, of("n"), of("np"), of("p")),
            st.builds(inner, of("np"), of("np")),
            st.builds(squared_norm, st.one_of(of("n"), of("np"))),
            st.builds(norm1, of("p")),
            st.builds(lambda u: norm(u + 3 * ones(n)), of("n")),
            st.builds(total, st.one_of(of("n"), of("np"))),
            st.builds(logsumexp, of("p")),
            st.builds(trace, of("nn")),
            st.builds(lambda m: logdet(P + m @ m.T), of("nn")),
            st.builds(lambda m: det(P + m @ m.T), of("np")),
            st.builds(lambda u: log(1 + u**2), of("s")),
            st.builds(lambda u: sqrt(1 + u**2), of("s")),
            st.builds(lambda u: exp(tanh(u)), of("s")),
            st.builds(lambda u, v: u / (1 + v**2), of("s"), of("s")),
            st.builds(lambda u, v: u * v, of("s"), of("s")),
            st.builds(lambda u: u**3, of("s")),
        ]
    if kind == "n":
        return [
            st.builds(lambda m, u: m @ u, of("np"), of("p")),
            st.builds(lambda m, u: m @ u, of("nn"), of("n")),
            st.builds(lambda u: inverse(P) @ u, of("n")),
            st.builds(softmax, of("n")),
            st.builds(diagonal, of("nn")),
        ]
    if kind == "p":
        return [st.builds(lambda m, u: m.T @ u, of("np"), of("n")), st.builds(softmax, of("p"))]
    if kind == "np":
        return [
            st.builds(lambda m, k: m @ k, of("nn"), of("np")),
            st.builds(lambda u, v: u @ v.T, of("n"), of("p")),
        ]
    return [
        st.builds(lambda m, k: m @ k.T, of("np"), of("np")),
        st.builds(lambda m, k: m @ k, of("nn"), of("nn")),
        st.builds(transpose, of("nn")),
        st.builds(diag, of("n")),
        st.builds(lambda m: inverse(P + m @ m.T), of("nn")),
    ]
