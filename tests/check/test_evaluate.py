"""Values of expressions against NumPy, SciPy and JAX, on the values of the same point."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from derivations.check.arithmetic import NeedsBalls, Undecided, Undefined, arithmetic
from derivations.check.evaluate import directional, evaluate, holds
from derivations.check.matrices import Matrix
from derivations.check.sample import Sampler
from derivations.errors import MathError, NotSupported
from derivations.notation import functions as fn
from derivations.notation.core import ScalarNode, power
from derivations.notation.differentials import d, differential_of
from derivations.notation.linear import (
    det,
    diag,
    diagonal,
    entry,
    eye,
    hadamard,
    hadamard_power,
    hadamard_quotient,
    inner,
    inverse,
    kron,
    logdet,
    logsumexp,
    maximum,
    norm,
    ones,
    row,
    softmax,
    squared_norm,
    sum_over,
    total,
    trace,
    unit,
    vec,
    zeros,
)
from derivations.notation.probability import (
    covariance,
    expectation,
    indicator,
    probability,
    random_scalar,
    random_vector,
    space,
    variance,
)
from derivations.notation.relations import at_least, at_most, equation
from derivations.notation.sequences import function, select, sequence
from derivations.notation.symbols import dims, index, matrix, scalar, vector

n, p = dims("n p")
i, j = index("i", n), index("j", p)
X, Y, S = matrix("X", n, p), matrix("Y", n, p), matrix("S", p, p, positive_definite=True)
y, w, z = vector("y", n), vector("w", p), vector("z", n, positive=True)
a, b = scalar("a", positive=True), scalar("b")
HALF = sympy.Rational(1, 2)

SIZES = [{"n": 1, "p": 1}, {"n": 3, "p": 2}, {"n": 2, "p": 3}, {"n": 2, "p": 2}]


@pytest.fixture(params=["flint", "python"])
def kinds(request):
    return arithmetic(request.param)


def array(value):
    """A drawn value or a value of a field as a NumPy array."""
    if isinstance(value, Matrix):
        return np.array([[float(x) if not hasattr(x, "p") else int(x.p) / int(x.q) for x in row] for row in value.rows])
    return float(value) if not hasattr(value, "p") else int(value.p) / int(value.q)


def at(sizes, number=0, **options):
    return Sampler(7).point(sizes, number, **options)


def number(value, field):
    return field.fraction(value)


def softmax_of(v):
    e = np.exp(v - v.max())
    return e / e.sum()


ALGEBRA = {
    "a sum": (X + Y - 2 * X, lambda v: v.Y - v.X),
    "a product folds from the left": (y.T @ X @ w * y, lambda v: (v.y.T @ v.X @ v.w).item() * v.y),
    "scalars scale": (-a * X / b, lambda v: -v.a * v.X / v.b),
    "an outer product": (y @ w.T, lambda v: v.y @ v.w.T),
    "a transpose": ((X @ S).T, lambda v: (v.X @ v.S).T),
    "an inverse": (inverse(S) @ w, lambda v: np.linalg.solve(v.S, v.w)),
    "a trace": (trace(X @ Y.T), lambda v: np.trace(v.X @ v.Y.T)),
    "a determinant": (det(S), lambda v: np.linalg.det(v.S)),
    "an inner product": (inner(X, Y), lambda v: (v.X * v.Y).sum()),
    "a squared norm": (squared_norm(X), lambda v: (v.X**2).sum()),
    "the sum of entries": (total(X), lambda v: v.X.sum()),
    "the maximum": (maximum(y), lambda v: v.y.max()),
    "a Hadamard product": (hadamard(X, Y), lambda v: v.X * v.Y),
    "a Hadamard power": (hadamard_power(z, 3), lambda v: v.z**3),
    "a Hadamard quotient": (hadamard_quotient(y, z), lambda v: v.y / v.z),
    "a diagonal matrix": (diag(y), lambda v: np.diag(v.y[:, 0])),
    "a diagonal": (diagonal(S), lambda v: np.diag(v.S)[:, None]),
    "vec stacks columns": (vec(X), lambda v: v.X.T.reshape(-1, 1)),
    "a Kronecker product": (kron(X, S), lambda v: np.kron(v.X, v.S)),
    "vec of a product": (kron(S.T, X) @ vec(S), lambda v: (v.X @ v.S @ v.S).T.reshape(-1, 1)),
    "the identity": (eye(n) @ X, lambda v: v.X),
    "ones and zeros": (ones(n, p) + zeros(n, p), lambda v: np.ones_like(v.X)),
    "a sum over entries": (sum_over(i, y[i] ** 2 * i), lambda v: sum((k + 1) * t**2 for k, t in enumerate(v.y[:, 0]))),
    "a sum of rows": (sum_over(i, row(X, i) * y[i]), lambda v: v.X.T @ v.y),
    "a double sum": (sum_over(i, sum_over(j, X[i, j] * w[j])), lambda v: (v.X @ v.w).sum()),
    "unit vectors": (sum_over(i, unit(i, n) * y[i]), lambda v: v.y),
    "an entry": (entry(S, 1, 1), lambda v: v.S[0, 0]),
    "a power": (a**3 / (b**2 + 1) ** 2, lambda v: v.a**3 / (v.b**2 + 1) ** 2),
    "a dimension": (X / n, lambda v: v.X / v.X.shape[0]),
    "relu": (fn.relu(y), lambda v: np.maximum(v.y, 0)),
    "step and sign": (fn.step(y) + fn.sign(y), lambda v: (v.y > 0) + np.sign(v.y)),
    "an absolute value": (fn.absolute(b), lambda v: abs(v.b)),
}

ANALYSIS = {
    "a norm": (norm(X), lambda v: np.linalg.norm(v.X)),
    "a log determinant": (logdet(S), lambda v: np.linalg.slogdet(v.S)[1]),
    "log-sum-exp": (logsumexp(y), lambda v: np.log(np.exp(v.y).sum())),
    "softmax": (softmax(y), lambda v: softmax_of(v.y)),
    "sigmoid": (fn.sigmoid(X @ w), lambda v: 1 / (1 + np.exp(-v.X @ v.w))),
    "softplus": (fn.softplus(b), lambda v: np.log1p(np.exp(v.b))),
    "tanh": (fn.tanh(y), lambda v: np.tanh(v.y)),
    "sine and cosine": (fn.sin(y) + fn.cos(y), lambda v: np.sin(v.y) + np.cos(v.y)),
    "exp and log": (fn.exp(b) * fn.log(a), lambda v: np.exp(v.b) * np.log(v.a)),
    "a square root": (fn.sqrt(z), lambda v: np.sqrt(v.z)),
    "a real power": (power(a, b), lambda v: v.a**v.b),
    "a half power": (hadamard_power(z, -HALF), lambda v: v.z**-0.5),
    "stock functions": (sympy.exp(b) + sympy.pi * sympy.log(a), lambda v: np.exp(v.b) + np.pi * np.log(v.a)),
    "stock numbers": (sympy.E * b - sympy.pi, lambda v: np.e * v.b - np.pi),
}


class Drawn:
    def __init__(self, point):
        for symbol in (X, Y, S, y, w, z, a, b):
            setattr(self, symbol.name, array(point.drawn(symbol)))


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("case", ALGEBRA)
def test_algebra_is_exact_and_agrees_with_numpy(kinds, case, sizes):
    expr, truth = ALGEBRA[case]
    point = at(sizes)
    expected = truth(Drawn(point))
    assert np.allclose(array(evaluate(expr, point, kinds.exact)), expected, rtol=1e-11, atol=1e-11)
    assert np.allclose(array(evaluate(expr, point, kinds.balls)), expected, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("sizes", SIZES[1:], ids=str)
@pytest.mark.parametrize("case", ANALYSIS)
def test_irrational_values_are_enclosed_and_agree_with_numpy(kinds, case, sizes):
    expr, truth = ANALYSIS[case]
    point = at(sizes)
    with pytest.raises(NeedsBalls):
        evaluate(expr, point, kinds.exact)
    assert np.allclose(array(evaluate(expr, point, kinds.balls)), truth(Drawn(point)), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("case", ALGEBRA)
def test_sympys_canonical_form_has_the_same_value(kinds, case):
    expr, _ = ALGEBRA[case]
    point = at(SIZES[1])
    try:
        canonical = expr.doit()
    except (NotImplementedError, TypeError, ValueError, AttributeError):
        pytest.skip("SymPy has no canonical form for it")
    found, expected = evaluate(canonical, point, kinds.exact), evaluate(expr, point, kinds.exact)
    if isinstance(found, Matrix) and not isinstance(expected, Matrix):
        found = found.rows[0][0]
    assert found == expected


def test_both_backends_give_the_same_rationals():
    for expr, _ in ALGEBRA.values():
        values = [array(evaluate(expr, at(SIZES[1]), arithmetic(backend).exact)) for backend in ("flint", "python")]
        assert np.array_equal(*values)


# --- what has no value ------------------------------------------------------------------------------------------------


def test_the_inverse_of_a_singular_matrix_is_undefined(kinds):
    point = at({"n": 1, "p": 2})
    with pytest.raises(Undefined, match=r"^XᵀX is singular$"):
        evaluate(inverse(X.T @ X), point, kinds.exact)


def test_logarithms_and_divisors_out_of_their_domain_are_undefined(kinds):
    point = at(SIZES[1])
    for field in (kinds.exact, kinds.balls):
        for expr in (
            fn.log(-a),
            1 / (b - b),
            fn.sqrt(-a),
            logdet(S - S),
            power(-a, sympy.Rational(1, 2)),
            sympy.oo * a,
        ):
            with pytest.raises((Undefined, Undecided)):
                evaluate(expr, point, field)
        with pytest.raises(Undefined):
            evaluate(fn.log(-a), point, field)


def test_indices_out_of_range_are_undefined(kinds):
    point, k = at({"n": 2, "p": 3}), index("k", p)
    for expr in (entry(y, i + 5), row(X, 3), unit(k, n) * 0 + sum_over(k, unit(k, n))):
        with pytest.raises(Undefined):
            evaluate(expr, point, kinds.exact)


def test_floats_and_unknown_nodes_are_refused(kinds):
    with pytest.raises(NotSupported, match="float"):
        evaluate(sympy.Float(0.5) + sympy.Symbol("q"), at({}), kinds.exact)

    class Strange(ScalarNode):
        pass

    with pytest.raises(NotSupported, match="Strange"):
        evaluate(Strange(1), at({}), kinds.exact)


def test_a_missing_size_is_named(kinds):
    with pytest.raises(MathError, match="dimension p"):
        evaluate(X, at({"n": 2}), kinds.exact)


def test_select_needs_a_bit(kinds):
    bit, point = scalar("bit", binary=True), at({})
    assert number(evaluate(select(1, a, fn.log(0 * a)), point, kinds.exact), kinds.exact) == point.drawn(a)
    assert evaluate(select(bit, a, b), point, kinds.exact) == evaluate(bit * a + (1 - bit) * b, point, kinds.exact)
    with pytest.raises(Undefined, match="neither 0 nor 1"):
        evaluate(select(a + 1, a, b), point, kinds.exact)


# --- relations --------------------------------------------------------------------------------------------------------


def test_relations_have_truth_values(kinds):
    point = at(SIZES[1])
    for field in (kinds.exact, kinds.balls):
        assert holds(equation(X + Y, Y + X), point, field)
        assert not holds(equation(X @ S, X), point, field)
        assert holds(at_most(-a, a), point, field) and not holds(at_least(-a, a), point, field)
    assert holds(at_most(b, b), point, kinds.exact)
    with pytest.raises(Undecided):
        holds(at_most(fn.exp(b) * fn.exp(-b), 1), point, kinds.balls)


def test_balls_prove_transcendental_identities_and_refute_false_ones(kinds):
    point = at(SIZES[1])
    assert holds(equation(fn.exp(a + b), fn.exp(a) * fn.exp(b)), point, kinds.balls)
    assert holds(equation(total(softmax(y)), 1), point, kinds.balls)
    assert not holds(equation(fn.softplus(b), fn.relu(b)), point, kinds.balls)
    assert holds(at_most(maximum(y), logsumexp(y)), point, kinds.balls)


# --- sequences, functions, free indices -------------------------------------------------------------------------------


def test_members_are_told_apart_by_the_value_of_their_index(kinds):
    u, c, m = sequence("u", p), sequence("c"), dims("m")
    k, point = index("k", m), at({"m": 3, "p": 2})
    assert holds(equation(sum_over(k, c[k]), c[1] + c[2] + c[3]), point, kinds.exact)
    assert holds(equation(sum_over(k, u[k]), u[1] + u[2] + u[3]), point, kinds.exact)
    assert holds(equation(sum_over(k, c[k] - c[k - 1]), c[m] - c[0]), point, kinds.exact)
    assert not holds(equation(c[1], c[2]), point, kinds.exact)
    t = scalar("t")
    assert holds(equation(c[t + 1], c[t + 1]), point, kinds.exact)
    assert not holds(equation(c[t + 1], c[t]), point, kinds.exact)


def test_a_hypothesis_about_a_sequence_holds_at_every_index(kinds):
    """Gradient descent on a quadratic, three steps."""
    u, m, eta = sequence("u", p), dims("m"), scalar("eta")
    k = index("k", m)
    step = (u[k + 1], u[k] - eta * S @ u[k])
    point = at({"m": 3, "p": 2}, given=[step])
    shrink = eye(p) - eta * S
    assert holds(equation(u[4], shrink @ shrink @ shrink @ u[1]), point, kinds.exact)
    assert holds(equation(*step), point, kinds.exact)
    assert not holds(equation(u[1], shrink @ u[0]), point, kinds.exact)


def test_a_recurrence_may_be_random(kinds):
    """Stochastic gradient steps: the noise is in every later iterate."""
    P = space("P")
    u, e, m = sequence("u", p), random_vector("e", p, P, mean=0), dims("m")
    k = index("k", m)
    point = at({"m": 3, "p": 2}, given=[(u[k + 1], u[k] + e)])
    assert holds(equation(u[4], u[1] + 3 * e), point, kinds.exact)
    assert holds(equation(expectation(u[4], P), u[1]), point, kinds.exact)
    assert holds(equation(covariance(u[3], over=P), 4 * covariance(e)), point, kinds.exact)


def test_hypotheses_replace_sampled_values(kinds):
    r = vector("r", n)
    point = at(SIZES[1], given=[(r, y - X @ w), (b, squared_norm(r))])
    assert holds(equation(b, squared_norm(y) - 2 * inner(y, X @ w) + squared_norm(X @ w)), point, kinds.exact)
    with pytest.raises(MathError, match="refers to itself"):
        evaluate(a, at({}, given=[(a, b + 1), (b, a)]), kinds.exact)


def test_a_hypothesis_may_be_irrational(kinds):
    point = at({}, given=[(b, fn.log(a))])
    with pytest.raises(NeedsBalls):
        evaluate(b, point, kinds.exact)
    assert holds(equation(fn.exp(b), a), point, kinds.balls)


def test_a_free_index_has_one_value(kinds):
    point = at({"n": 4, "p": 2})
    assert holds(equation(y[i], unit(i, n).T @ y), point, kinds.exact)
    assert 1 <= point.place(i) <= 4


def test_unspecified_functions_have_consistent_derivatives(kinds):
    f, point = function("f", p), at(SIZES[1])
    assert holds(equation(differential_of(f(w), w), inner(f.grad(w), d(w))), point, kinds.exact)
    assert holds(equation(differential_of(f.grad(w), w), f.hess(w) @ d(w)), point, kinds.exact)
    v = vector("v", p)
    taylor = f(w) + inner(f.grad(w), v) + inner(v, f.hess(w) @ v) / 2
    assert not holds(equation(f(w + v), taylor), point, kinds.exact)


def test_hypotheses_about_functions_are_met(kinds):
    L = scalar("L")
    f, star = function("f", p, convex=True, smooth=L), vector("w_star", p)
    sampler = Sampler(3, [f(w)])
    point = sampler.point(SIZES[1], given=[(f.grad(star), zeros(p)), (f(star), b)])
    assert holds(equation(f.grad(star), zeros(p)), point, kinds.exact)
    assert holds(equation(f(star), b), point, kinds.exact)
    assert holds(at_least(f(w), b), point, kinds.exact)


# --- differentials ----------------------------------------------------------------------------------------------------


def test_differentials_are_exact_coefficients(kinds):
    point = at(SIZES[1])
    for left, right in (
        (differential_of(squared_norm(y - X @ w), w), -2 * inner(X.T @ (y - X @ w), d(w))),
        (differential_of(inverse(S), S), -inverse(S) @ d(S) @ inverse(S)),
        (differential_of(logdet(S), S), trace(inverse(S) @ d(S))),
        (differential_of(X @ w, b), zeros(n)),
        (differential_of(1 / b, b), -d(b) / b**2),
        (differential_of(fn.relu(y), y), hadamard(fn.step(y), d(y))),
    ):
        assert holds(equation(left, right), point, kinds.exact)


def test_second_differentials_hold_the_first_increment_constant(kinds):
    point = at(SIZES[1])
    f = squared_norm(y - X @ w)
    assert holds(equation(differential_of(differential_of(f, w), w), 2 * squared_norm(X @ d(w))), point, kinds.exact)
    mixed = differential_of(differential_of(f, w), y)
    assert holds(equation(mixed, -2 * inner(X @ d(w), d(y))), point, kinds.exact)
    second = differential_of(differential_of(logdet(S), S), S)
    step = inverse(S) @ d(S)
    assert holds(equation(second, -trace(step @ step)), point, kinds.exact)


def test_an_increment_of_a_symmetric_matrix_is_symmetric(kinds):
    point = at({"n": 2, "p": 3})
    assert holds(equation(d(S), d(S).T), point, kinds.exact)
    assert not holds(equation(d(X) @ S, X @ S), point, kinds.exact)


def test_members_of_sequences_have_differentials(kinds):
    u, point = sequence("u", p), at(SIZES[1])
    f = inner(u[1], S @ u[1]) + inner(u[1], u[2])
    assert holds(equation(differential_of(f, u[1]), inner(2 * S @ u[1] + u[2], d(u[1]))), point, kinds.exact)


def test_a_differential_inside_an_expectation(kinds):
    Z = random_vector("Z", p, space("P"))
    point = at(SIZES[1])
    f = expectation(squared_norm(Z - w))
    assert holds(equation(differential_of(f, w), 2 * inner(w - expectation(Z), d(w))), point, kinds.exact)


def test_higher_coefficients(kinds):
    point = at(SIZES[1])
    second = directional(fn.exp(b), b, point, kinds.balls, order=2)
    expected = evaluate(fn.exp(b) * d(b) ** 2 / 2, point, kinds.balls)
    with kinds.balls.working():
        assert kinds.balls.vanishes(second - expected)
    along = directional(squared_norm(X @ w), w, point, kinds.exact, order=2, direction=w)
    assert along == evaluate(squared_norm(X @ w), point, kinds.exact)


def test_directional_derivatives_agree_with_jax(kinds):
    jax = pytest.importorskip("jax")
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    point, field = at({"n": 3, "p": 3}), kinds.balls
    v, step = Drawn(point), {s: array(evaluate(d(s), point, arithmetic("python").exact)) for s in (S, w, X)}
    cases = (
        (logdet(S), S, lambda s: jnp.linalg.slogdet(s)[1]),
        (inverse(S), S, jnp.linalg.inv),
        (det(X.T @ X), X, lambda x: jnp.linalg.det(x.T @ x)),
        (softmax(w), w, lambda x: jax.nn.softmax(x, axis=0)),
        (logsumexp(w), w, lambda x: jax.nn.logsumexp(x)),
        (fn.sigmoid(X @ w), w, lambda x: jax.nn.sigmoid(v.X @ x)),
        (fn.tanh(X @ w), X, lambda x: jnp.tanh(x @ v.w)),
        (norm(X), X, jnp.linalg.norm),
        (inner(w, S @ w) / squared_norm(w), w, lambda x: (x.T @ v.S @ x).sum() / (x.T @ x).sum()),
        (total(fn.softplus(X @ w)), w, lambda x: jnp.logaddexp(0, v.X @ x).sum()),
    )
    for expr, variable, f in cases:
        _, expected = jax.jvp(f, (jnp.asarray(array(point.drawn(variable))),), (jnp.asarray(step[variable]),))
        found = array(directional(expr, variable, point, field))
        assert np.allclose(found, np.asarray(expected), rtol=1e-10, atol=1e-10), expr


# --- probability ------------------------------------------------------------------------------------------------------


def enumerate_law(point, variable):
    """Values and weights of one variable, as floats."""
    return [(float(weight), array(point.law(variable).at(o))) for weight, o in point.outcomes(frozenset((variable,)))]


def test_expectations_are_sums_over_outcomes(kinds):
    P, Q = space("P"), space("Q")
    Z, V, e = random_scalar("Z", P), random_scalar("V", Q), random_vector("e", n, P)
    point = at({"n": 2, "p": 1})
    law, other = enumerate_law(point, Z), enumerate_law(point, V)
    mean = sum(q * v for q, v in law)
    field = kinds.exact

    def value(expr):
        return array(evaluate(expr, point, field))

    assert np.isclose(sum(q for q, _ in law), 1)
    assert np.isclose(value(expectation(Z)), mean)
    assert np.isclose(value(variance(Z)), sum(q * (v - mean) ** 2 for q, v in law))
    assert np.isclose(value(expectation(Z**2 * V)), sum(q * r * v * v * u for q, v in law for r, u in other))
    assert np.isclose(value(probability(at_least(Z, b))), sum(q for q, v in law if v >= float(point.drawn(b))))
    assert np.isclose(value(expectation(indicator(at_least(Z, b)))), value(probability(at_least(Z, b))))
    vectors = enumerate_law(point, e)
    centre = sum(q * v for q, v in vectors)
    spread = sum(q * (v - centre) @ (v - centre).T for q, v in vectors)
    assert np.allclose(value(covariance(e)), spread)
    assert holds(equation(covariance(e[1], e[2]), entry(covariance(e), 1, 2)), point, field)


def test_expectations_nest_and_condition(kinds):
    P, Q = space("P"), space("Q")
    Z, V = random_scalar("Z", P), random_scalar("V", Q)
    point, field = at({}), kinds.exact
    assert holds(equation(expectation(expectation(Z * V, P), Q), expectation(Z) * expectation(V)), point, field)
    inside = expectation((Z - expectation(Z, P)) ** 2, P)
    assert holds(equation(inside, variance(Z)), point, field)
    total_variance = expectation(variance(Z * V + Z, P), Q) + variance(expectation(Z * V + Z, P), Q)
    assert holds(equation(variance(Z * V + Z), total_variance), point, field)
    # given V: holds at the current outcome of Q, which is the same everywhere
    assert holds(equation(expectation(Z * V, P), V * expectation(Z)), point, field)
    assert not holds(equation(expectation(Z * V, P), expectation(Z) * expectation(V)), point, field)


def test_variables_on_one_space_depend_on_each_other(kinds):
    P = space("P")
    Z, V = random_scalar("Z", P), random_scalar("V", P)
    point = at({})
    assert not holds(equation(expectation(Z * V), expectation(Z) * expectation(V)), point, kinds.exact)
    assert holds(equation(covariance(Z, V), expectation(Z * V) - expectation(Z) * expectation(V)), point, kinds.exact)


def test_a_random_variable_may_be_given_by_others(kinds):
    P = space("P")
    e, obs = random_vector("e", n, P, mean=0), random_vector("obs", n, P)
    point = at(SIZES[1], given=[(obs, X @ w + e)])
    assert holds(equation(expectation(obs), X @ w), point, kinds.exact)
    assert holds(equation(covariance(obs), covariance(e)), point, kinds.exact)


def test_an_index_inside_an_expectation_inside_a_sum(kinds):
    e = random_vector("e", n, space("P"))
    point = at({"n": 3, "p": 1})
    left = sum_over(i, expectation(e[i] * i))
    assert holds(equation(left, expectation(sum_over(i, i * e[i]))), point, kinds.exact)
    assert not holds(equation(left, expectation(total(e))), point, kinds.exact)


def test_powers_with_exponents_that_are_dimensions(kinds):
    point = at({"n": 3, "p": 1})
    for field in (kinds.exact, kinds.balls):
        assert holds(equation(power(b, n), b * b * b), point, field)
        assert holds(equation(power(b, n - 3), 1), point, field)
    assert Fraction(array(evaluate(n * p, point, kinds.exact))) == 3
