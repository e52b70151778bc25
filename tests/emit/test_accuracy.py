"""Emitted functions keep their digits where the usual forms lose all: against many-digit arithmetic.

Inputs go from −1000 to 1000, with ties and numbers as small as 1e-20.
"""

import itertools

import mpmath as mp
import numpy as np
import pytest
from sympy import pi

import derivations as dv
from derivations.emit.arguments import free_arguments
from derivations.emit.modules import compile_source
from derivations.emit.numpy import numpy_source
from derivations.emit.source import FunctionDocs

n, p = dv.dims("n p")
z, x = dv.vector("z", n), dv.vector("x", n)
y = dv.vector("y", n, binary=True)
X, w = dv.matrix("X", n, p, rank=p), dv.vector("w", p)
i = dv.index("i", n)
one = dv.ones(n)
POINTS = [s * v for s in (1, -1) for v in (1e-20, 1e-8, 0.5, 1.0, 17.0, 36.0, 37.5, 40.0, 100.0, 700.0, 1000.0)] + [0.0]
VECTORS = [
    [0.0, -40.0],
    [5.0, -35.0, -36.0],
    [1000.0, -1000.0],
    [-1000.0, -1000.0],
    [1000.0, 1000.0, 999.0],
    [3.0, 3.0, 3.0],
    [1e-20, 0.0, -1e-20],
    [0.0, 0.0, 36.5],
    [-745.0, 0.0, 12.0],
    [2.0],
]
EPS = 2.0**-52


def emitted(expr):
    return compile_source(numpy_source(expr, name="f", arguments=free_arguments(expr), docs=FunctionDocs("Title")), "f")


def worst(result, exact):
    """The largest error in units of the last place; what is too small for a float must be 0."""
    errors = []
    for got, want in zip(np.ravel(result), exact, strict=True):
        if abs(want) < mp.mpf("2.3e-308"):
            assert abs(got) < 2.3e-308
        else:
            errors.append(abs((mp.mpf(float(got)) - want) / want) / EPS)
    return float(max(errors, default=0))


@pytest.fixture(autouse=True)
def _many_digits():
    with mp.workdps(1200):
        yield


def sigma(t):
    return 1 / (1 + mp.exp(-t))


def softmax(v):
    total = mp.fsum(map(mp.exp, v))
    return [mp.exp(t) / total for t in v]


ENTRYWISE = {
    "σ": (dv.sigmoid(z), sigma),
    "σ spelled out": (dv.hadamard_quotient(one, one + dv.exp(-z)), sigma),
    "1 − σ": (one - dv.sigmoid(z), lambda t: sigma(-t)),
    "σ(1 − σ)": (dv.hadamard(dv.sigmoid(z), one - dv.sigmoid(z)), lambda t: sigma(t) * sigma(-t)),
    "σ − σ²": (dv.sigmoid(z) - dv.hadamard_power(dv.sigmoid(z), 2), lambda t: sigma(t) * sigma(-t)),
    "softplus": (dv.softplus(z), lambda t: mp.log(1 + mp.exp(t))),
    "log(1 + exp)": (dv.log(one + dv.exp(z)), lambda t: mp.log(1 + mp.exp(t))),
    "log σ": (dv.log(dv.sigmoid(z)), lambda t: mp.log(sigma(t))),
    "log(1 − σ)": (dv.log(one - dv.sigmoid(z)), lambda t: mp.log(sigma(-t))),
    "tanh": (dv.tanh(z), mp.tanh),
    "1 + tanh": (one + dv.tanh(z), lambda t: 2 * sigma(2 * t)),
    "1 − tanh": (one - dv.tanh(z), lambda t: 2 * sigma(-2 * t)),
    "tanh − 1": (dv.tanh(z) - one, lambda t: -2 * sigma(-2 * t)),
    "1 − tanh²": (one - dv.hadamard(dv.tanh(z), dv.tanh(z)), lambda t: 4 * sigma(2 * t) * sigma(-2 * t)),
}


@pytest.mark.parametrize("name", ENTRYWISE)
def test_entrywise(name):
    expr, exact = ENTRYWISE[name]
    assert worst(emitted(expr)(POINTS), [exact(mp.mpf(t)) for t in POINTS]) <= 4


@pytest.mark.parametrize(
    ("expr", "exact"),
    [
        (dv.exp(z[1]) - 1, lambda t: mp.exp(t) - 1),
        (1 - dv.exp(z[1]), lambda t: 1 - mp.exp(t)),
        (dv.log(1 + z[1]), lambda t: mp.log(1 + t)),
        (dv.log(1 - z[1]), lambda t: mp.log(1 - t)),
    ],
    ids=["exp(t) − 1", "1 − exp(t)", "log(1 + t)", "log(1 − t)"],
)
def test_near_zero(expr, exact):
    points = [1e-20, -1e-20, 1e-9, -1e-9, 0.3, -0.3]
    f = emitted(expr)
    assert worst([f([t]) for t in points], [exact(mp.mpf(t)) for t in points]) <= 2


LOSSES = {
    "softplus": dv.total(dv.softplus(z)) - dv.inner(y, z),
    "products": one.T @ dv.softplus(z) - y.T @ z,
    "likelihood": -dv.sum_over(i, y[i] * dv.log(dv.sigmoid(z[i])) + (1 - y[i]) * dv.log(1 - dv.sigmoid(z[i]))),
    "choice": -dv.sum_over(i, dv.select(y[i], dv.log(dv.sigmoid(z[i])), dv.log(1 - dv.sigmoid(z[i])))),
}


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_logistic_loss(name, label):
    f = emitted(LOSSES[name])
    exact = [mp.log(1 + mp.exp(-mp.mpf(t) if label else mp.mpf(t))) for t in POINTS]
    assert worst([f(z=[t], y=[label]) for t in POINTS], exact) <= 4


def test_cross_entropy_of_a_sure_answer():
    f = emitted(dv.logsumexp(z) - x.T @ z)
    exact = mp.log(1 + mp.exp(-40))
    assert worst([f(z=[0.0, -40.0], x=[1.0, 0.0])], [exact]) <= 2


@pytest.mark.parametrize("v", VECTORS, ids=str)
def test_softmax_family(v):
    exact = [mp.mpf(t) for t in v]
    s = softmax(exact)
    assert worst(emitted(dv.softmax(z))(v), s) <= 4
    assert worst(emitted(dv.logsumexp(z))(v), [mp.log(mp.fsum(map(mp.exp, exact)))]) <= 8
    for form in (dv.log(dv.softmax(z)), z - dv.logsumexp(z) * one):
        assert worst(emitted(form)(v), [mp.log(t) for t in s]) <= 8
    jacobian = [s[a] * ((1 if a == b else 0) - s[b]) for a, b in itertools.product(range(len(v)), repeat=2)]
    result = emitted(dv.diag(dv.softmax(z)) - dv.softmax(z) @ dv.softmax(z).T)(v)
    if len(v) == 1:
        assert result == [[0.0]]
    else:
        assert worst(result, jacobian) <= 8


def test_kl_with_zeros():
    P, Q = dv.vector("p", n, simplex=True), dv.vector("q", n, simplex=True)
    a, b = [0.5, 0.0, 0.5, 0.0], [0.25, 0.5, 0.25, 0.0]
    forms = (
        dv.inner(P, dv.log(P) - dv.log(Q)),
        dv.total(dv.hadamard(P, dv.log(dv.hadamard_quotient(P, Q)))),
        dv.sum_over(i, P[i] * dv.log(P[i] / Q[i])),
    )
    for form in forms:
        assert emitted(form)(a, b) == pytest.approx(np.log(2), rel=1e-15)
    assert emitted(-dv.sum_over(i, P[i] * dv.log(P[i])))(a) == pytest.approx(np.log(2), rel=1e-15)
    with np.errstate(divide="ignore"):
        assert emitted(forms[0])([0.5, 0.5], [1.0, 0.0]) == np.inf


def test_mutual_information_of_rare_values():
    """Two weights of 1e-200 have no product in floats."""
    joint = np.array([[1e-200, 1e-200, 1e-200], [1e-200, 0.3, 0.1], [1e-200, 0.1, 0.5]])
    exact = [[mp.mpf(float(t)) for t in row] for row in joint]
    rows, columns = ([mp.fsum(line) for line in lines] for lines in (exact, zip(*exact, strict=True)))
    terms = [t * mp.log(t / (rows[a] * columns[b])) for a, row in enumerate(exact) for b, t in enumerate(row)]
    assert worst([dv.functions.information_theory.mutual_information(joint)], [mp.fsum(terms)]) <= 8


def test_least_squares_with_nearly_dependent_columns():
    """Condition number 1e7: the normal equations would keep one or two digits, the QR decomposition keeps nine."""
    t = np.linspace(0, 1, 20)
    design = np.column_stack([np.ones(20), t, t + 1e-7 * t**2])
    exact = np.array([1.0, 2.0, 3.0])
    found = emitted(dv.inverse(X.T @ X) @ X.T @ x)(X=design, x=design @ exact)
    by_index = dv.inverse(dv.sum_over(i, dv.row(X, i) @ dv.row(X, i).T)) @ dv.sum_over(i, x[i] * dv.row(X, i))
    for result in (found, emitted(by_index)(X=design, x=design @ exact)):
        assert np.abs(result - exact).max() < 1e-7
    normal = np.linalg.solve(design.T @ design, design.T @ (design @ exact))
    assert np.abs(normal - exact).max() > 1e-4


def test_determinants_that_leave_the_floats():
    S, M = dv.matrix("S", n, n, positive_definite=True), dv.matrix("M", n, n)
    for scale in (1e-5, 1e5):
        given = scale * np.eye(100)
        for f in (emitted(dv.logdet(S)), emitted(dv.log(dv.det(S))), emitted(dv.logdet(M))):
            assert f(given) == pytest.approx(100 * np.log(scale), rel=1e-14)


v, m = dv.scalar("v", positive=True), dv.scalar("m")
s, mu = dv.vector("s", n, positive=True), dv.vector("mu", n)
DIVERGENCES = {
    "deviations": ((dv.squared_norm(mu) + dv.squared_norm(s) - n) / 2 - dv.total(dv.log(s)), 2),
    "squares as products": ((s.T @ s - n + mu.T @ mu) / 2 - dv.ones(n).T @ dv.log(s), 2),
    "variances": ((mu.T @ mu + dv.total(s) - n - dv.total(dv.log(s))) / 2, 1),
}


@pytest.mark.parametrize("name", DIVERGENCES)
@pytest.mark.parametrize("spread", [1 + 2**-30, 1 - 2**-40, 1.0, 0.7, 1e-20, 1e-300, 1e3])
def test_divergence_between_gaussians(name, spread):
    expr, power = DIVERGENCES[name]
    exact = (mp.mpf(spread) ** power - 1 - power * mp.log(spread) + mp.mpf(1e-20) ** 2) / 2
    assert worst([emitted(expr)(mu=[1e-20], s=[spread])], [exact]) <= 8


def test_divergence_of_one_variance():
    f = emitted((v + m**2 - 1 - dv.log(v)) / 2)
    for spread in (1 + 2**-30, 1 - 2**-40, 0.3, 1e-300, 1e3):
        assert worst([f(v=spread, m=0)], [(mp.mpf(spread) - 1 - mp.log(spread)) / 2]) <= 4
    g = emitted(v**2 - 1 - 2 * dv.log(v))
    assert worst([g(1 + 2**-30)], [mp.mpf(1 + 2**-30) ** 2 - 1 - 2 * mp.log(1 + mp.mpf(2) ** -30)]) <= 4


first, second = dv.vector("a", n), dv.vector("b", n)
GAPS = {
    "norms": (dv.squared_norm(first) * dv.squared_norm(second) - (first.T @ second) ** 2, 1),
    "products": ((first.T @ first) * (second.T @ second) - (first.T @ second) * (second.T @ first), 1),
    "turned, with a factor": (
        (second.T @ first) ** 2 / 3 - dv.norm(first) ** 2 * dv.norm(second) ** 2 / 3,
        -mp.mpf(1) / 3,
    ),
}
PARALLEL = {
    "one unit apart": ([1.0, 1 + EPS], [1 + EPS, 1 + 2 * EPS]),
    "almost": ([1e8, 1.0], [1e8, 1.0000001]),
    "opposite": ([3.0, 0.1, 0.7], [-9.0, -0.3, -2.1]),
    "of two sizes": ([1e200, 1.0], [1.0, 0.0]),
    "with tiny entries": ([1e150, 1e-160], [1e150, 1.1e-160]),
    "multiples": ([0.1, 0.7, -3.0], [0.2, 1.4, -6.0]),
    "crossing": ([1.0, 2.0, 3.0], [-3.0, 0.5, 2.0]),
    "with zero": ([0.0, 0.0], [1.0, 2.0]),
    "numbers": ([0.1], [0.3]),
}


@pytest.mark.parametrize("name", GAPS)
@pytest.mark.parametrize("at", PARALLEL)
def test_gap_of_nearly_parallel_vectors(name, at):
    (expr, factor), (a, b) = GAPS[name], PARALLEL[at]
    crossed = itertools.combinations(zip(map(mp.mpf, a), map(mp.mpf, b), strict=True), 2)
    exact = mp.fsum((t * v - u * s) ** 2 for (t, u), (s, v) in crossed)
    assert worst([emitted(expr)(a=a, b=b)], [factor * exact]) <= 8


def test_gap_of_matrices_and_of_what_is_worked_out():
    M, N = dv.matrix("M", n, p), dv.matrix("N", n, p)
    f = emitted(dv.squared_norm(M) * dv.squared_norm(N) - dv.inner(M, N) ** 2)
    assert f(M=[[1e8, 1.0]], N=[[1e8, 1 + 2**-20]]) == pytest.approx((1e8 * 2**-20) ** 2, rel=1e-15)
    g = emitted(dv.squared_norm(z) * dv.squared_norm(X @ w) - (z.T @ X @ w) ** 2)
    assert g(z=[1e8, 1.0], X=[[1e8], [1 + 2**-20]], w=[1.0]) == pytest.approx((1e8 * 2**-20) ** 2, rel=1e-15)


def test_only_a_gap_of_two_vectors_is_taken_for_one():
    other = dv.squared_norm(first) * dv.squared_norm(second) - (first.T @ z) ** 2
    assert emitted(other)(a=[1.0, 2.0], b=[3.0, 4.0], z=[1.0, 1.0]) == 5 * 25 - 9
    twice = 2 * dv.squared_norm(first) * dv.squared_norm(second) - (first.T @ second) ** 2
    assert emitted(twice)(a=[1.0, 2.0], b=[3.0, 4.0]) == 2 * 5 * 25 - 121


def test_probability_of_the_true_class():
    chosen = dv.vector("c", n, one_hot=True)
    for form in (-dv.log(chosen.T @ dv.softmax(z)), -dv.log(dv.inner(dv.softmax(z), chosen))):
        f = emitted(form)
        assert f(c=[0, 1], z=[0.0, -1000.0]) == 1000.0
        assert worst([f(c=[1, 0], z=[0.0, -40.0])], [mp.log(1 + mp.exp(-40))]) <= 2


def test_density_that_underflows():
    """log of the normal density as written: exp(−q/2) is 0 from q = 1491 on, and det S leaves the floats."""
    S, mean = dv.matrix("S", n, n, positive_definite=True), dv.vector("mu", n)
    quadratic = (x - mean).T @ dv.inverse(S) @ (x - mean)
    density = (2 * pi) ** (-n / 2) / dv.sqrt(dv.det(S)) * dv.exp(-quadratic / 2)
    for scale, at in ((1.0, 100.0), (1e-5, 0.0), (1e5, 1e4)):
        exact = -100 * (mp.log(2 * mp.pi) + mp.log(mp.mpf(scale)) + mp.mpf(at) ** 2 / mp.mpf(scale)) / 2
        result = emitted(dv.log(density))(x=np.full(100, at), mu=np.zeros(100), S=scale * np.eye(100))
        assert result == pytest.approx(float(exact), rel=1e-13)
    by_row = dv.sum_over(i, dv.log(dv.exp(-((x[i] - mean[i]) ** 2) / 2) / dv.sqrt(2 * pi)))
    exact = -3 * (mp.log(2 * mp.pi) + 10**6) / 2
    assert worst([emitted(by_row)(x=np.full(3, 1000.0), mu=np.zeros(3))], [exact]) <= 4


def test_products_of_unknown_sign_keep_their_logarithm():
    signed = dv.vector("a", n)
    f = emitted(dv.log(signed[1] * dv.exp(z[1])))
    assert f(a=[2.0], z=[1.0]) == pytest.approx(np.log(2) + 1)
    with np.errstate(invalid="ignore"):
        assert np.isnan(f(a=[-2.0], z=[1.0]))
