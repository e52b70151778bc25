"""Random well-shaped expressions of every operator of the language, for Hypothesis to compose."""

from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st
from sympy import Rational

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
    exp,
    eye,
    hadamard,
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
    scalar,
    sigmoid,
    sign,
    sin,
    softmax,
    softplus,
    sqrt,
    squared_norm,
    step,
    tan,
    tanh,
    total,
    trace,
    transpose,
    vec,
    vector,
)
from derivations.notation.linear import hadamard_power, hadamard_quotient

DEPTH = 6
n, p = dims("n p")
x, a = vector("x", n), vector("a", n)
w, b = vector("w", p), vector("b", p, positive=True)
X, A = matrix("X", n, p), matrix("A", n, p)
Z, P = matrix("Z", n, n), matrix("P", n, n, positive_definite=True)
S = matrix("S", n, n, symmetric=True)
T = matrix("T", p, p)
u, v = vector("u", n * p), vector("v", n * p)
t, s = scalar("t"), scalar("s", positive=True)
VARIABLES = (x, w, X, Z, S, t, s, u)
LEAVES = {
    "s": (t, s),
    "n": (x, a, ones(n)),
    "p": (w, b, ones(p)),
    "np": (X, A, ones(n, p)),
    "nn": (Z, P, S, eye(n)),
    "pp": (T, eye(p)),
    "n·p": (u, v),
    "n·p square": (eye(n * p),),
}
ENTRYWISE = {
    f.name: f for f in (sin, cos, exp, tanh, sigmoid, softplus, arctan, normal_cdf, absolute, relu, sign, step)
}
CONSTANTS = (2, -1, Rational(1, 2), 3)


class Operator(NamedTuple):
    """What it is called in the language, the kind of its value and of its arguments, and how it is written."""

    name: str
    kind: str
    of: tuple[str, ...]
    make: Callable[..., Any]


def _for_every(kind: str) -> list[Operator]:
    out = [
        Operator("+", kind, (kind, kind), lambda e, f: e + f),
        Operator("-", kind, (kind, kind), lambda e, f: e - f),
        Operator("unary -", kind, (kind,), lambda e: -e),
        Operator("numbers", kind, ("number", kind), lambda c, e: c * e),
        Operator("/", kind, (kind, "s"), lambda e, c: e / (1 + c**2)),
        Operator("/", kind, (kind, "s"), lambda e, c: e / c),
        *(Operator(name, kind, (kind,), f) for name, f in ENTRYWISE.items()),
        # the functions that do not take every number: where they do, and wherever the argument happens to lie
        Operator("tan", kind, (kind,), lambda e: tan(Rational(1, 2) * tanh(e))),
        Operator("arcsin", kind, (kind,), lambda e: arcsin(Rational(1, 2) * sin(e))),
        Operator("arccos", kind, (kind,), lambda e: arccos(Rational(1, 2) * tanh(e))),
        Operator("log", kind, (kind,), lambda e: log(softplus(e))),
        Operator("log", kind, (kind,), log),
        Operator("sqrt", kind, (kind,), lambda e: sqrt(sigmoid(e))),
        Operator("sqrt", kind, (kind,), sqrt),
    ]
    if kind == "s":
        return [*out, Operator("*", "s", ("s", "s"), lambda e, f: e * f)]
    return [
        *out,
        Operator("*", kind, ("s", kind), lambda c, e: c * e),
        Operator(".*", kind, (kind, kind), hadamard),
        Operator("./", kind, (kind, kind), lambda e, f: hadamard_quotient(e, exp(f))),
        Operator(".^", kind, (kind,), lambda e: hadamard_power(e, 2)),
        Operator(".^", kind, (kind,), lambda e: hadamard_power(softplus(e), Rational(-1, 2))),
    ]


OPERATORS = [
    *(o for kind in ("s", "n", "p", "np", "nn", "n·p") for o in _for_every(kind)),
    Operator("*", "s", ("n", "n"), lambda e, f: e.T @ f),
    Operator("*", "s", ("p", "p"), lambda e, f: e.T @ f),
    Operator("*", "s", ("n", "np", "p"), lambda e, m, f: e.T @ m @ f),
    Operator("*", "s", ("n·p", "n·p square", "n·p"), lambda e, m, f: e.T @ m @ f),
    Operator("^", "s", ("s",), lambda e: e**3),
    Operator("^", "s", ("s",), lambda e: (1 + e**2) ** Rational(-3, 2)),
    Operator("^", "s", ("s",), lambda e: softplus(e) ** s),
    Operator("sum", "s", ("n",), total),
    Operator("sum", "s", ("np",), total),
    Operator("norm1", "s", ("p",), norm1),
    Operator("norm1", "s", ("np",), norm1),
    Operator("norm2", "s", ("n",), norm),
    Operator("norm2", "s", ("np",), squared_norm),
    Operator("lse", "s", ("p",), logsumexp),
    Operator("tr", "s", ("nn",), trace),
    Operator("tr", "s", ("n·p square",), trace),
    Operator("inner", "s", ("np", "np"), inner),
    Operator("logdet", "s", ("nn",), lambda m: logdet(P + m @ m.T)),
    Operator("logdet", "s", ("np",), lambda m: logdet(eye(p) + m.T @ m)),
    Operator("det", "s", ("nn",), det),
    Operator("det", "s", ("np",), lambda m: det(P + m @ m.T)),
    Operator("*", "n", ("np", "p"), lambda m, e: m @ e),
    Operator("*", "n", ("nn", "n"), lambda m, e: m @ e),
    Operator("inv", "n", ("n",), lambda e: inverse(P) @ e),
    Operator("softmax", "n", ("n",), softmax),
    Operator("diag", "n", ("nn",), diagonal),
    Operator("*", "p", ("np", "n"), lambda m, e: m.T @ e),
    Operator("softmax", "p", ("p",), softmax),
    Operator("*", "np", ("nn", "np"), lambda m, k: m @ k),
    Operator("*", "np", ("n", "p"), lambda e, f: e @ f.T),
    Operator("*", "np", ("np", "pp"), lambda m, k: m @ k),
    Operator("*", "nn", ("np", "np"), lambda m, k: m @ k.T),
    Operator("*", "nn", ("nn", "nn"), lambda m, k: m @ k),
    Operator("'", "nn", ("nn",), transpose),
    Operator("diag", "nn", ("n",), diag),
    Operator("inv", "nn", ("nn",), lambda m: inverse(P + m @ m.T)),
    Operator("inv", "nn", ("nn",), inverse),
    Operator("*", "pp", ("np", "np"), lambda m, k: m.T @ k),
    Operator("diag", "pp", ("p",), diag),
    Operator("'", "pp", ("pp",), transpose),
    Operator("vec", "n·p", ("np",), vec),
    Operator("kron", "n·p", ("n", "p"), kron),
    Operator("kron", "n·p", ("p", "n"), kron),
    Operator("*", "n·p", ("n·p square", "n·p"), lambda m, e: m @ e),
    Operator("kron", "n·p square", ("nn", "pp"), kron),
    Operator("kron", "n·p square", ("pp", "nn"), kron),
    Operator("*", "n·p square", ("n·p", "n·p"), lambda e, f: e @ f.T),
]
NULLARY = {"vector", "matrix", "eye"}  # among the leaves
BY_KIND = {kind: [o for o in OPERATORS if o.kind == kind] for kind in LEAVES}


class Question(NamedTuple):
    """A scalar, one of the variables in it, and the names of the operators it is made of."""

    f: Any
    x: Any
    names: frozenset[str]


@st.composite
def questions(draw):
    f, names = _composed(draw, "s", draw(st.integers(1, DEPTH)))
    inside = [x for x in VARIABLES if f.has(x)]
    return Question(f, draw(st.sampled_from(inside or VARIABLES)), frozenset(names))


def _composed(draw, kind, depth):
    if kind == "number":
        return draw(st.sampled_from(CONSTANTS)), {"numbers"}
    if depth == 0:
        return draw(st.sampled_from(LEAVES[kind])), set()
    operator = draw(st.sampled_from(BY_KIND[kind]))
    parts = [_composed(draw, of, max(0, depth - draw(st.integers(1, 3)))) for of in operator.of]
    return operator.make(*(e for e, _ in parts)), {operator.name}.union(*(names for _, names in parts))
