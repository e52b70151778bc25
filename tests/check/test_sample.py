"""Sampled values satisfy their declared facts, and are the same for the same seed."""

import os
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise, product

import pytest
import sympy

from derivations.check.arithmetic import arithmetic
from derivations.check.degree import Degree, degree, schwartz_zippel
from derivations.check.describe import describe, value_text
from derivations.check.draws import EXACT, SET_SIZE, Draws
from derivations.check.evaluate import directional, evaluate, holds, rational_value
from derivations.check.laws import four_squares
from derivations.check.matrices import Matrix, determinant, identity, rank
from derivations.check.sample import Sampler
from derivations.errors import MathError, NotSupported
from derivations.notation import functions as fn
from derivations.notation.differentials import d, differential_of
from derivations.notation.linear import (
    det,
    diag,
    eye,
    hadamard_power,
    inner,
    inverse,
    squared_norm,
    sum_over,
    trace,
)
from derivations.notation.probability import (
    covariance,
    expectation,
    probability,
    random_matrix,
    random_scalar,
    random_vector,
    space,
    variance,
)
from derivations.notation.relations import at_least, at_most, equation
from derivations.notation.sequences import function, sequence
from derivations.notation.symbols import dims, index, matrix, scalar, vector

pytestmark = pytest.mark.no_cover

n, p = dims("n p")
MODES = [{}, {"small": True}, {"degenerate": True}, {"far": True}]
FIELD = arithmetic("auto").exact


def points(sizes, **options):
    sampler = Sampler(11)
    for number, mode in product(range(4), MODES):
        yield sampler.point(sizes, number, **mode, **options)


def transposed(a):
    return Matrix([list(column) for column in zip(*a.rows, strict=True)])


def is_diagonal(a):
    return all(x == 0 for i, row in enumerate(a.rows) for j, x in enumerate(row) if i != j)


def leading_minors(a):
    return [determinant(Matrix([row[: k + 1] for row in a.rows[: k + 1]]), EXACT) for k in range(len(a.rows))]


def is_semidefinite(a):
    """All principal minors are ≥ 0."""
    size = len(a.rows)
    for mask in range(1, 2**size):
        kept = [k for k in range(size) if mask >> k & 1]
        if determinant(Matrix([[a.rows[i][j] for j in kept] for i in kept]), EXACT) < 0:
            return False
    return a == transposed(a)


MATRIX_FACTS = {
    "symmetric": lambda a: a == transposed(a),
    "positive_definite": lambda a: a == transposed(a) and all(m > 0 for m in leading_minors(a)),
    "positive_semidefinite": is_semidefinite,
    "orthogonal": lambda a: a @ transposed(a) == identity(len(a.rows), EXACT),
    "diagonal": is_diagonal,
    "invertible": lambda a: determinant(a, EXACT) != 0,
}
SETS = [(fact,) for fact in MATRIX_FACTS] + [
    ("symmetric", "invertible"),
    ("positive_definite", "diagonal"),
    ("positive_semidefinite", "diagonal"),
    ("positive_semidefinite", "diagonal", "invertible"),
    ("positive_semidefinite", "invertible"),
    ("orthogonal", "symmetric"),
    ("orthogonal", "diagonal"),
    ("orthogonal", "positive_definite"),
    ("diagonal", "invertible"),
]


@pytest.mark.parametrize("facts", SETS, ids=" ".join)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_matrices_have_their_facts(facts, size):
    a = matrix("A", n, n, **dict.fromkeys(facts, True))
    for point in points({"n": size}):
        value = point.drawn(a)
        assert value.shape == (size, size)
        assert all(MATRIX_FACTS[fact](value) for fact in facts)


@pytest.mark.parametrize("rows, cols, r", [(3, 2, 2), (2, 3, 2), (4, 4, 2), (3, 3, 0), (1, 1, 1)])
@pytest.mark.parametrize("more", [(), ("symmetric",), ("positive_semidefinite",), ("diagonal",)], ids=str)
def test_matrices_have_their_rank(rows, cols, r, more):
    if more and rows != cols:
        pytest.skip("a square fact")
    a = matrix("A", n, n if more else p, rank=r, **dict.fromkeys(more, True))
    for point in points({"n": rows, "p": cols}):
        assert rank(point.drawn(a), EXACT) == r
        assert all(MATRIX_FACTS[fact](point.drawn(a)) for fact in more)


OF_ANY_SHAPE = {
    "positive": lambda a: all(x > 0 for x in a.entries()),
    "simplex": lambda a: sum(a.entries()) == 1 and all(x >= 0 for x in a.entries()),
    "orthonormal": lambda a: transposed(a) @ a == identity(len(a.rows[0]), EXACT),
}


@pytest.mark.parametrize("facts", [*((f,) for f in OF_ANY_SHAPE), ("simplex", "positive")], ids=" ".join)
@pytest.mark.parametrize("rows, cols", [(1, 1), (3, 2), (3, 1), (2, 2)])
def test_matrices_of_any_shape_have_their_facts(facts, rows, cols):
    a = matrix("A", n, p, **dict.fromkeys(facts, True))
    for point in points({"n": rows, "p": cols}):
        assert point.drawn(a).shape == (rows, cols)
        assert all(OF_ANY_SHAPE[fact](point.drawn(a)) for fact in facts)


def test_no_more_columns_are_orthonormal_than_there_are_rows():
    V = matrix("V", n, p, orthonormal=True)
    assert all(sizes["p"] <= sizes["n"] for sizes in Sampler(1, [V]).sizes())
    with pytest.raises(MathError, match="the 2 columns of a 1×2 matrix are not orthonormal"):
        Sampler(1).point({"n": 1, "p": 2}).drawn(V)


@pytest.mark.parametrize(
    "facts, text",
    [
        (
            {"simplex": True, "symmetric": True},
            "a matrix that is both simplex and symmetric; declare one of the two of A",
        ),
        ({"positive": True, "rank": 1}, "a matrix that is both positive and rank; declare one of the two of A"),
        ({"orthonormal": True, "rank": 1}, "a matrix that is both orthonormal and rank; declare one of the two of A"),
    ],
)
def test_facts_for_which_no_values_are_drawn_together_are_refused(facts, text):
    with pytest.raises(NotSupported) as refused:
        matrix("A", n, n, **facts)
    assert str(refused.value) == f"not supported yet: {text}"


def test_orthogonal_matrices_have_both_determinants():
    q = matrix("Q", n, n, orthogonal=True)
    assert {determinant(point.drawn(q), EXACT) for point in points({"n": 3})} == {1, -1}


VECTOR_FACTS = {
    "positive": lambda v: all(x > 0 for x in v),
    "nonnegative": lambda v: all(x >= 0 for x in v),
    "nonzero": any,
    "simplex": lambda v: sum(v) == 1 and all(x >= 0 for x in v),
    "binary": lambda v: all(x in (0, 1) for x in v),
    "unit": lambda v: sum(x * x for x in v) == 1,
    "one_hot": lambda v: sorted(v) == [0] * (len(v) - 1) + [1],
}


@pytest.mark.parametrize("facts", [*((f,) for f in VECTOR_FACTS), ("unit", "positive"), ("binary", "nonzero")], ids=str)
@pytest.mark.parametrize("size", [1, 2, 4])
def test_vectors_have_their_facts(facts, size):
    v, members = vector("v", n, **dict.fromkeys(facts, True)), sequence("m", n, **dict.fromkeys(facts, True))
    for point in points({"n": size}):
        for value in (point.drawn(v), evaluate(members[2], point, EXACT)):
            assert value.shape == (size, 1)
            assert all(VECTOR_FACTS[fact](value.entries()) for fact in facts)


SCALAR_FACTS = {
    "positive": lambda x: x > 0,
    "nonnegative": lambda x: x >= 0,
    "nonzero": lambda x: x != 0,
    "binary": lambda x: x in (0, 1),
    "unit_interval": lambda x: 0 <= x <= 1,
}


@pytest.mark.parametrize("fact", SCALAR_FACTS)
def test_scalars_have_their_facts(fact):
    for point in points({}):
        assert SCALAR_FACTS[fact](point.drawn(scalar("s", **{fact: True})))
        assert SCALAR_FACTS[fact](evaluate(sequence("c", **{fact: True})[1], point, EXACT))


def test_bounds_may_be_expressions():
    low, x = scalar("low"), vector("x", n)
    above, between = scalar("u", above=low + 1), scalar("t", above=low, below=low + Fraction(1, 100))
    below, both = scalar("c", below=squared_norm(x)), scalar("e", positive=True, below=fn.exp(low / 10**6))
    balls = arithmetic("auto").finer[-1]
    beyond = scalar("h", above=fn.exp(low / 10**6))
    for point in points({"n": 2}):
        for relation in (low + 1 <= above, low <= between, between <= low + 1, below <= squared_norm(x)):
            assert holds(relation, point, FIELD)
        assert point.drawn(both) > 0 and holds(both <= fn.exp(low / 10**6), point, balls)
        assert holds(beyond >= fn.exp(low / 10**6), point, balls)


def test_bounds_that_contradict_are_refused():
    x = scalar("x", above=3, below=2)
    with pytest.raises(MathError, match="no number is above 3 and below 2"):
        Sampler(1).point({}).drawn(x)


def test_bounds_that_refer_to_themselves_are_refused():
    f, x = function("f", n, smooth=L, strongly_convex=scalar("low", below=2 * L)), vector("x", n)
    with pytest.raises(MathError, match="what is declared of L refers to itself"):
        evaluate(f(x), Sampler(1, [f(x)]).point({"n": 1}), FIELD)


def test_stock_symbols_keep_their_assumptions():
    k, t = sympy.Symbol("k", integer=True, positive=True), sympy.Symbol("t", nonnegative=True)
    for point in points({}):
        assert point.drawn(k).denominator == 1 and point.drawn(k) >= 1
        assert point.drawn(t) >= 0


def test_increments_fit_their_variable():
    s, c, x = matrix("S", n, n, positive_definite=True), matrix("C", n, n, diagonal=True), matrix("X", n, p)
    point = Sampler(1).point({"n": 3, "p": 2})
    step = evaluate(d(s), point, EXACT)
    assert step == transposed(step)
    assert is_diagonal(evaluate(d(c), point, EXACT))
    assert evaluate(d(x), point, EXACT).shape == (3, 2)


# --- random variables -------------------------------------------------------------------------------------------------

MU, SIGMA, V = scalar("mu"), scalar("sigma"), scalar("v")
GOOD = {
    "a mean": {"mean": MU},
    "mean and variance": {"mean": MU, "variance": V},
    "a variance that is a square": {"mean": 0, "variance": SIGMA**2},
    "a variance that is no square": {"variance": Fraction(7, 5)},
    "no variance": {"mean": MU, "variance": 0},
    "a symmetric law": {"symmetric_law": True, "variance": V},
    "a symmetric law without variance": {"symmetric_law": True},
}


@pytest.mark.parametrize("together", [{}, {"iid": True}, {"uncorrelated": True}], ids=str)
@pytest.mark.parametrize("case", GOOD)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_random_vectors_have_their_moments(case, together, size):
    facts = GOOD[case]
    if "symmetric_law" in facts and "uncorrelated" in together:
        pytest.skip("refused")
    e = random_vector("e", n, space("P"), **facts, **together)
    i, j = index("i", n), index("j", n)
    sampler = Sampler(5, [e])
    for point in (sampler.point({"n": size}, k, **mode) for k, mode in product(range(2), MODES)):
        mean = facts.get("mean", 0 if "symmetric_law" in facts else None)
        if mean is not None:
            assert holds(equation(expectation(e[i]), sympy.sympify(mean)), point, FIELD)
        if "variance" in facts:
            assert holds(equation(variance(e[i]), sympy.sympify(facts["variance"])), point, FIELD)
        if together:
            off = sum_over(i, sum_over(j, covariance(e[i], e[j]))) - sum_over(i, variance(e[i]))
            assert holds(equation(off, 0), point, FIELD)
        if "symmetric_law" in facts:
            assert holds(equation(expectation(fn.relu(e[i])), expectation(fn.relu(-e[i]))), point, FIELD)


def test_uncorrelated_is_weaker_than_independent():
    e = random_vector("e", n, space("P"), uncorrelated=True, mean=0, variance=SIGMA**2)
    u = random_vector("u", n, space("Q"), iid=True, mean=0, variance=SIGMA**2)
    product_rule = [
        equation(expectation(x[1] ** 2 * x[2] ** 2), expectation(x[1] ** 2) * expectation(x[2] ** 2)) for x in (e, u)
    ]
    point = Sampler(1).point({"n": 2})
    assert [holds(relation, point, FIELD) for relation in product_rule] == [False, True]


def test_iid_entries_have_one_law():
    u = random_matrix("W", n, p, space("Q"), iid=True)
    point = Sampler(1).point({"n": 2, "p": 2})
    assert holds(equation(expectation(u[1, 1] ** 3), expectation(u[2, 2] ** 3)), point, FIELD)
    assert holds(equation(expectation(u[1, 2] * u[2, 1]), expectation(u[1, 1]) ** 2), point, FIELD)


@pytest.mark.parametrize("fact", ["positive", "nonnegative"])
@pytest.mark.parametrize("more", [{}, {"mean": MU}, {"mean": MU, "variance": V}], ids=str)
def test_random_variables_keep_their_sign(fact, more):
    Z = random_scalar("Z", space("P"), **{fact: True}, **more)
    sampler = Sampler(5, [Z])
    for point in (sampler.point({}, k, **mode) for k, mode in product(range(4), MODES)):
        values = [point.law(Z).at(outcome) for _, outcome in point.outcomes(frozenset((Z,)))]
        assert all(v > 0 if fact == "positive" else v >= 0 for v in values)
        for name, found in (("mean", expectation(Z)), ("variance", variance(Z))):
            assert name not in more or holds(equation(found, more[name]), point, FIELD)
        markov = at_most(probability(at_least(Z, 2)), expectation(Z) / 2)
        assert holds(markov, point, FIELD)


@pytest.mark.parametrize("facts", [{}, {"mean": MU}, {"independent": True}, {"mean": MU, "iid": True}], ids=str)
def test_random_variables_stay_between_their_bounds_and_reach_them(facts):
    low, high = MU - 1, MU + SIGMA**2 + 1
    z = random_vector("Z", n, space("P"), at_least=low, at_most=high, **facts)
    sampler, reached = Sampler(5, [z]), set()
    for point in (sampler.point({"n": size}, k, **mode) for size, k, mode in product((1, 2, 3), range(4), MODES)):
        ends = [rational_value(end, point) for end in (low, high)]
        for _, outcome in point.outcomes(frozenset((z,))):
            values = point.law(z).at(outcome).entries()
            assert all(ends[0] <= value <= ends[1] for value in values)
            reached |= {ends.index(value) for value in values if value in ends}
        assert "mean" not in facts or holds(equation(expectation(z[1]), MU), point, FIELD)
    assert reached == {0, 1}


def test_a_bound_on_one_side_leaves_the_other_open():
    x, y = random_scalar("X", space("P"), at_least=2), random_scalar("Y", space("P"), at_most=2)
    for point in (Sampler(5, [x, y]).point({}, k) for k in range(4)):
        values = [[point.law(v).at(o) for _, o in point.outcomes(frozenset((v,)))] for v in (x, y)]
        assert min(values[0]) >= 2 >= max(values[1])


def test_independent_entries_need_not_have_one_law():
    u = random_vector("u", n, space("Q"), independent=True)
    point = Sampler(1, [u]).point({"n": 2})
    square_of_both = expectation(u[1] ** 2 * u[2] ** 2)
    assert holds(equation(square_of_both, expectation(u[1] ** 2) * expectation(u[2] ** 2)), point, FIELD)
    assert not holds(equation(expectation(u[1] ** 3), expectation(u[2] ** 3)), point, FIELD)


def test_bounds_that_cannot_be_met_are_refused():
    P = space("P")
    impossible = {
        "a random variable that is at least 2 can't have the mean 1": {"at_least": 2, "mean": 1},
        "a random variable that is at most 0 can't have the mean 1": {"at_most": 0, "mean": 1},
        "no number is at least 2 and at most 1": {"at_least": 2, "at_most": 1},
        "no positive number is at most 0": {"at_most": 0, "positive": True},
        "a random variable between 0 and 1 can't have the variance 1": {"at_least": 0, "at_most": 1, "variance": 1},
    }
    for message, facts in impossible.items():
        with pytest.raises(MathError, match=message):
            Sampler(1).point({}).law(random_scalar("Z", P, **facts))
    with pytest.raises(NotSupported, match="uncorrelated entries with bounds: declare them independent"):
        Sampler(1).point({"n": 2}).law(random_vector("z", n, P, uncorrelated=True, at_least=0))


def test_laws_that_cannot_be_are_refused():
    P = space("P")
    for facts in ({"variance": -1}, {"nonnegative": True, "mean": -1}, {"symmetric_law": True, "positive": True}):
        with pytest.raises(MathError):
            Sampler(1).point({}).law(random_scalar("Z", P, **facts))
    mixed = random_vector("z", n, P, iid=True, mean=vector("m", n))
    with pytest.raises(MathError, match="iid"):
        Sampler(1).point({"n": 2}).law(mixed)
    signed = random_vector("z", n, P, uncorrelated=True, positive=True)
    with pytest.raises(NotSupported, match="declare them iid"):
        Sampler(1).point({"n": 2}).law(signed)


def test_a_vector_of_means():
    m, e = vector("m", n), random_vector("e", n, space("P"), mean=vector("m", n), variance=V, uncorrelated=True)
    point = Sampler(1, [e]).point({"n": 3})
    assert holds(equation(expectation(e), m), point, FIELD)
    assert holds(equation(covariance(e), V * eye(n)), point, FIELD)


@pytest.mark.parametrize("mode", ["general", "small", "degenerate", "far"])
def test_a_symmetric_orthogonal_matrix_has_any_number_of_eigenvalues_minus_one(mode):
    drawn = [Draws(str(k), mode).matrix(3, 3, {"symmetric": True, "orthogonal": True}) for k in range(40)]
    assert all(q.rows == q.transposed().rows and (q @ q).rows == identity(3, EXACT).rows for q in drawn)
    assert {sum(q.rows[i][i] for i in range(3)) for q in drawn} == {-3, -1, 1, 3}


@pytest.mark.parametrize("value", [0, 1, 7, 15, 23, 310, 9999991, 10**9 + 7])
def test_four_squares(value):
    assert sum(x * x for x in four_squares(value)) == value


# --- functions --------------------------------------------------------------------------------------------------------

L, M = scalar("L"), scalar("m")


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"convex": True},
        {"smooth": L},
        {"convex": True, "smooth": L},
        {"strongly_convex": M},
        {"strongly_convex": M, "smooth": L},
        {"bounded_below": True},
        {"bounded_below": True, "smooth": L},
    ],
    ids=lambda facts: " ".join(facts) or "none",
)
@pytest.mark.parametrize("size", [1, 3])
def test_functions_have_their_facts(facts, size):
    f, x, z = function("f", n, **facts), vector("x", n), vector("z", n)
    tangent = f(x) + inner(f.grad(x), z - x)
    sampler = Sampler(5, [f(x)])
    for point in (sampler.point({"n": size}, k, **mode) for k, mode in product(range(4), MODES)):
        if "convex" in facts or ("strongly_convex" in facts and evaluate(M, point, FIELD) >= 0):
            assert holds(at_least(f(z), tangent), point, FIELD)
        if "strongly_convex" in facts:
            assert holds(at_least(f(z), tangent + M / 2 * squared_norm(z - x)), point, FIELD)
        if "smooth" in facts:
            assert holds(at_most(f(z), tangent + L / 2 * squared_norm(z - x)), point, FIELD)
            assert holds(at_least(f(z), tangent - L / 2 * squared_norm(z - x)), point, FIELD)
        slope = directional(f(x), x, point, FIELD)
        assert slope == evaluate(inner(f.grad(x), d(x)), point, FIELD)


def test_a_function_without_facts_is_neither_convex_nor_concave():
    f, x, z = function("f", n), vector("x", n), vector("z", n)
    gap = at_least(f(z), f(x) + inner(f.grad(x), z - x))
    found = {holds(gap, Sampler(2).point({"n": 2}, k), FIELD) for k in range(12)}
    assert found == {True, False}


def test_a_function_that_cannot_be_is_refused():
    f, x = function("f", n, smooth=1, strongly_convex=2), vector("x", n)
    with pytest.raises(MathError, match="no function has curvature at least 2 and at most 1"):
        evaluate(f(x), Sampler(1).point({"n": 2}), FIELD)


# --- sizes ------------------------------------------------------------------------------------------------------------


def test_sizes_are_square_and_rectangular_both_ways():
    x = matrix("X", n, p)
    sizes = Sampler(1, [x]).sizes()
    assert len(sizes) == 6 and sizes[0] == {"n": 1, "p": 1}
    assert {(s["n"] > s["p"]) - (s["n"] < s["p"]) for s in sizes[1:]} == {-1, 0, 1}
    assert all(1 <= k <= 4 for s in sizes for k in s.values())


def test_sizes_honour_ranks():
    x = matrix("X", n, p, rank=p)
    sizes = Sampler(1).sizes([squared_norm(x)])
    assert len(sizes) == 6 and all(s["n"] >= s["p"] for s in sizes)
    assert Sampler(1, [matrix("X", n, n, rank=2)]).sizes()[0]["n"] == 2


def test_sizes_of_one_dimension_and_of_many():
    assert [s["n"] for s in Sampler(1, [vector("x", n)]).sizes()] == [1, 2, 3, 4, 5, 6]
    many = dims("a b c e f g h")
    sizes = Sampler(1, [matrix("X", r, s) for r, s in pairwise(many)]).sizes()
    assert len(sizes) == 6 and set(sizes[0].values()) == {1}
    assert Sampler(1, [scalar("a")]).sizes() == [{}]


def test_sizes_keep_random_spaces_small_and_shapes_positive():
    P, Q = space("P"), space("Q")
    w, u = random_matrix("W", n, p, P, iid=True), random_vector("u", p, Q, iid=True)
    sizes = Sampler(1, [expectation(u.T @ w.T @ w @ u)]).sizes()
    assert sizes and all(s["n"] * s["p"] <= 4 for s in sizes)
    assert all(s["n"] >= 2 for s in Sampler(1, [vector("x", n - 1)]).sizes())


def test_dimensions_of_bounds_have_sizes():
    x = scalar("x", above=scalar("low", above=n))
    sampler = Sampler(1, [x**2])
    assert [s["n"] for s in sampler.sizes()] == [1, 2, 3, 4, 5, 6]
    assert holds(x >= n, sampler.point({"n": 6}), FIELD)


def test_sizes_that_cannot_be_are_refused():
    with pytest.raises(MathError, match="no sizes of n up to 6 fit"):
        Sampler(1, [matrix("X", n, 2, rank=n + 2)]).sizes()


# --- the same for the same seed ---------------------------------------------------------------------------------------


def test_values_depend_on_seed_sizes_number_and_name_alone():
    x, v, w = matrix("X", n, p, rank=p), vector("y", n), vector("w", n)
    sizes = {"n": 3, "p": 2}
    first, second = Sampler(3).point(sizes), Sampler(3, [squared_norm(w)]).point(sizes)
    first.drawn(v)
    assert first.drawn(x) == second.drawn(x) and first.drawn(v) == second.drawn(v)
    assert first.drawn(v) != first.drawn(w)
    others = [Sampler(4).point(sizes), Sampler(3).point(sizes, 1), Sampler(3).point(sizes, small=True)]
    assert all(other.drawn(x) != first.drawn(x) for other in others)


def test_values_do_not_depend_on_the_hash_seed():
    code = (
        "from derivations.notation.symbols import *; from derivations.notation.probability import *\n"
        "from derivations.notation.sequences import function\n"
        "from derivations.notation.linear import squared_norm\n"
        "from derivations.check.sample import Sampler; from derivations.check.describe import describe\n"
        "n, p = dims('n p'); X = matrix('X', n, p, rank=p); P = space('P'); L, m = scalar('L'), scalar('m')\n"
        "e = random_vector('e', n, P, uncorrelated=True, mean=0, variance=scalar('v'))\n"
        "u = random_vector('u', p, P, iid=True); f = function('f', p, smooth=L, strongly_convex=m)\n"
        "x = vector('x', p); s = Sampler(1, [squared_norm(X), squared_norm(e), squared_norm(u), f(x)])\n"
        "print(s.sizes()); print(describe(s.point(s.sizes()[2]), [X, e, u, f(x), L, m]))\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1 and "X = " in runs.pop()


def test_a_point_is_shared_by_all_who_ask_for_the_same():
    assert Sampler(3).point({"n": 2}) is Sampler(3).point({"n": 2})
    assert Sampler(3).point({"n": 2}) is not Sampler(3).point({"n": 2}, given=[(scalar("a"), 1)])


def test_general_values_come_from_a_large_set_and_small_ones_are_small_integers():
    draws, small = Draws("x"), Draws("x", "small")
    assert all(x.denominator in {2**k * 5**m for k in range(6) for m in range(6)} for x in (draws.number(),))
    assert SET_SIZE > 400_000
    assert {small.number() for _ in range(99)} == {Fraction(k) for k in range(-2, 3)}
    assert {small.positive() for _ in range(99)} == {1, 2}


def test_degenerate_matrices_lose_rank_and_have_zeros():
    x, v = matrix("X", n, p), vector("v", n)
    sampler = Sampler(1)
    found = [sampler.point({"n": 3, "p": 2}, k, degenerate=True) for k in range(20)]
    assert {rank(point.drawn(x), EXACT) for point in found} >= {0, 1}
    assert any(len(set(point.drawn(v).entries())) == 1 for point in found)


# --- how likely a false identity is to pass ---------------------------------------------------------------------------

X, S, y, w = matrix("X", n, p), matrix("S", p, p, positive_definite=True), vector("y", n), vector("w", p)
A = matrix("A", p, p)
a = scalar("a")
TRUE_DEGREES = {
    "polynomials": (y.T @ X @ w - a**2, Degree(3, 0)),
    "a definite matrix counts twice": (trace(S @ S), Degree(4, 0)),
    "an inverse of a 2×2 matrix": (inverse(A), Degree(1, 2)),
    "its determinant": (det(A), Degree(2, 0)),
    "a quotient": (a / (inner(w, w) + 1), Degree(1, 2)),
    "a sum of quotients": (1 / a + 1 / (a + 1), Degree(1, 2)),
    "an entrywise reciprocal": (hadamard_power(w, -1), Degree(1, 2)),
    "a negative power": (a**-3, Degree(0, 3)),
    "a differential of a quotient": (differential_of(1 / a, a), Degree(1, 2)),
    "an equation": (equation(squared_norm(X @ w), a), Degree(4, 0)),
    "a simplex": (vector("q", p, simplex=True), Degree(1, 1)),
    "a unit vector": (vector("q", p, unit=True), Degree(2, 2)),
    "a bounded number": (scalar("q", above=a**2), Degree(3, 0)),
    "constants": (diag(w) + 3 * eye(p), Degree(1, 0)),
    "a condition": (matrix("B", p, p, invertible=True), Degree(1, 4)),
}


@pytest.mark.parametrize("case", TRUE_DEGREES)
def test_degrees(case):
    expr, expected = TRUE_DEGREES[case]
    assert degree(expr, {"n": 3, "p": 2}) == expected


def test_a_degree_bounds_the_true_one():
    """(XᵀX)⁻¹ of a 3×2 matrix, entry by entry, against SymPy."""
    entries = sympy.Matrix(3, 2, sympy.symbols("x:6"))
    gram = (entries.T * entries).inv().applyfunc(sympy.cancel)
    found = degree(inverse(X.T @ X), {"n": 3, "p": 2})
    for entry in gram:
        top, bottom = sympy.fraction(entry)
        assert sympy.Poly(top).total_degree() <= found.top and sympy.Poly(bottom).total_degree() <= found.bottom


def test_what_is_no_rational_function_has_no_degree():
    bit, Z = scalar("bit", binary=True), random_scalar("Z", space("P"))
    for expr in (fn.exp(a), fn.relu(a), bit, expectation(Z), a**a, vector("h", p, one_hot=True)):
        assert degree(expr, {"p": 2}) is None
    u = sequence("u", p)
    assert degree(u[1], {"p": 2}, given=[(u[2], w)]) is None


def test_hypotheses_count_towards_the_degree():
    assert degree(a * w, {"p": 2}, given=[(a, squared_norm(w))]) == Degree(3, 0)


def test_the_bound_of_schwartz_and_zippel():
    assert schwartz_zippel(Degree(10, 1), 2, set_size=101) == Fraction(1, 100)
    assert schwartz_zippel(None, 2) is None
    assert schwartz_zippel(Degree(10, 500), 2, set_size=500) is None
    assert schwartz_zippel(Degree(1000, 0), 1, set_size=100) == 1


# --- descriptions -----------------------------------------------------------------------------------------------------


def test_a_point_describes_itself():
    point = Sampler(7).point({"n": 2, "p": 1}, small=True)
    said = describe(point, [X, y, a])
    assert said.startswith(f"n = 2, p = 1, a = {point.drawn(a)}, X = [[{point.drawn(X).rows[0][0]}], [")
    assert said.endswith(f"y = [{', '.join(map(str, point.drawn(y).entries()))}]")
    assert describe(point, [squared_norm(y - X @ w)]) == describe(point, [w, y, X])


def test_descriptions_of_laws_functions_members_and_hypotheses():
    Z, f, u = random_scalar("Z", space("P"), mean=0, variance=1), function("f", p), sequence("u", p)
    b = scalar("b")
    point = Sampler(7).point({"p": 2}, small=True, given=[(b, fn.exp(a)), (a, 2)])
    evaluate(inner(u[1], u[2]), point, FIELD)
    said = describe(point, [expectation(Z), f(u[1]), u[2], b, a, index("i", p), d(w)])
    assert "Z = " in said and " with probability " in said
    assert "f(x) = ½xᵀAx + bᵀx + " in said and "u[1] = [" in said and "u[2] = [" in said
    assert "b = 7.38906" in said and "a = 2" in said and "i = " in said and "dw = [" in said


def test_descriptions_leave_out_what_a_sum_or_an_expectation_binds():
    Z, i = random_scalar("Z", space("P")), index("i", p)
    point = Sampler(7).point({"p": 2}, small=True)
    assert "i = " not in describe(point, [sum_over(i, w[i])]) and "i = " in describe(point, [w[i]])
    assert ", here " not in describe(point, [expectation(Z)]) and ", here " in describe(point, [Z])


def test_values_show_in_a_few_characters():
    third = sympy.Rational(1, 3)
    point = Sampler(7).point({"p": 2}, small=True, given=[(a, third)])
    assert value_text(a, point) == "1/3" and value_text(a * eye(p), point) == "[[1/3, 0], [0, 1/3]]"
    assert value_text(fn.exp(a), point) == "1.39561"
    assert value_text(fn.log(-a), point) == "undefined"


def test_a_symbol_that_stands_for_nothing_at_a_point_is_said_to_have_no_value():
    b, c = scalar("b"), scalar("c")
    point = Sampler(7).point({}, small=True, given=[(a, -1), (b, fn.log(a)), (c, 1 / (a + 1))])
    assert describe(point, [a, b, c]) == "a = -1, b and c without a value"


def test_a_single_dimension_stays_below_the_largest_size_that_is_asked_for():
    n = dims("n")
    sampler = Sampler(1, [matrix("A", n, n)])
    assert [s["n"] for s in sampler.sizes()] == [1, 2, 3, 4, 5, 6]
    assert [s["n"] for s in sampler.sizes(most=2)] == [1, 2]
