"""Theorems that are not true, each by another way to make a checker say yes; none of them may pass."""

import re

import pytest
import sympy
from sympy import Rational, pi

from derivations import (
    MathError,
    Rule,
    StepError,
    TheoremError,
    absolute,
    admitted,
    arccos,
    arctan,
    at_most,
    consider,
    cos,
    d,
    det,
    diag,
    diagonal,
    differential,
    differential_of,
    dims,
    entry,
    equals,
    equation,
    exp,
    expectation,
    eye,
    gradient,
    holds,
    implies,
    index,
    induction,
    inverse,
    let,
    log,
    matrix,
    nonnegative,
    norm,
    normal_cdf,
    ones,
    part,
    probability,
    random_scalar,
    random_vector,
    relu,
    result,
    scalar,
    select,
    sequence,
    sigmoid,
    sign,
    simulated,
    sin,
    softplus,
    space,
    sqrt,
    squared_norm,
    step,
    sum_over,
    suppose,
    tanh,
    tends,
    theorem,
    therefore,
    trace,
    vector,
)
from derivations.calculus.rules import hypothesis
from derivations.check import check_steps, check_theorem
from derivations.check.arithmetic import arithmetic
from derivations.proof.rule import Known

n = dims("n")
i = index("i", n)
a, b = scalar("a"), scalar("b")
bit = scalar("z", binary=True)
UNTOLD, DIFFERS = "no values could be told apart with 640 digits", "on both sides, but the difference is"
k, m = scalar("k", integer=True, nonnegative=True), scalar("m", integer=True)
e, q = scalar("e", positive=True), scalar("q", positive=True)
x, y, c = vector("x", n), vector("y", n), sequence("c")
A, B, D = matrix("A", n, n, symmetric=True), matrix("B", n, n), matrix("D", n, n, diagonal=True)


def made(*lines):
    def body():
        yield from (line for line in lines)  # a generator, for the steps come back to it

    return theorem(title="Made for a test")(body)


def refusal(*lines):
    with pytest.raises((StepError, TheoremError)) as caught:
        check_theorem(made(*lines))
    return str(caught.value)


def test_a_limit_is_not_a_value():
    said = refusal(consider(1 / n), tends(0, n), therefore(equation(1 / n, 0)))
    assert "step 2 does not follow" in said and "counterexample" in said


@pytest.mark.parametrize("wrong", [equation(a, a + 1), a**2 <= -1], ids=str)
def test_a_statement_is_not_a_number(wrong):
    assert f"equal: {wrong} is a statement, expected an expression" in refusal(consider(a - a), equals(wrong))


def test_nor_is_it_a_term_of_a_sum():
    said = refusal(consider(a - a), equals(sum_over(i, x[i] ** 2 <= -1)))
    assert "equal: xᵢ² ≤ −1 is a statement, expected an expression" in said


@pytest.mark.parametrize(
    ("supposed", "sample", "before", "after"),
    [
        (a >= 0, {b: 0}, b, 0),
        (a >= b, {b: a - 1}, b, a - 1),
        (equation(a + b, 0), {a: 0, b: 0}, a, 0),
    ],
)
def test_values_that_were_chosen_prove_nothing(supposed, sample, before, after):
    said = refusal(suppose(supposed, sample=sample), consider(before), equals(after))
    assert "need not be all that fit the hypotheses" in said


def test_values_that_are_all_that_fit_do():
    lines = suppose(equation(a + b, 0), sample={a: -b}), consider(absolute(a)), equals(absolute(b))
    assert check_steps(made(*lines).run()[0]).steps[-1].verdict.holds


@pytest.mark.parametrize(
    ("symbol", "of", "after"), [(e, a, absolute(a)), (e, a - b, absolute(b - a)), (bit, a, a**2), (A, B, B.T)], ids=str
)
def test_a_hypothesis_gives_no_symbol_a_value_that_its_facts_exclude(symbol, of, after):
    assert "counterexample" not in refusal(suppose(equation(symbol, of)), consider(of), equals(after))


@pytest.mark.parametrize("name", "abcefghpqrstuvwz")
def test_a_hypothesis_that_holds_by_chance_proves_nothing(name):
    here, other = scalar(name), scalar("k")
    refusal(suppose(equation(here * other, 0)), consider(here), equals(0))
    refusal(suppose(here >= other), consider(absolute(here)), equals(here))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((n - 1) * (n - 2) * (n - 3) * (n - 4) * (n - 5) * (n - 6), 0),
        ((n - 1) * (n - 2) * (n - 3) * (n - 4) * (n - 5) * (n - 6) * absolute(a), 0),
        (k * (k - 1) * (k - 2) * (k - 3), 0),
        (absolute(m), m),
        (sign(a) ** 2, 1),
    ],
    ids=str,
)
def test_what_holds_at_the_values_tried_need_not_hold_at_others(before, after):
    refusal(consider(before), equals(after))


def test_what_is_supposed_of_one_member_is_not_supposed_of_all():
    refusal(suppose(equation(c[i], 0)), consider(sum_over(i, c[i])), equals(0, by=hypothesis))


@pytest.mark.parametrize(
    ("expr", "limit", "why"),
    [
        (1 / (1 + a**2 * n), 0, "the limit is 1 at a = 0, not 0"),
        (a * n / (a * n + 1), 1, "the limit is 0 at a = 0, not 1"),
        (1 / (1 + (e - q) * n), 0, "the limit is 1 at e = 1 and q = 1, not 0"),
    ],
    ids=str,
)
def test_a_limit_is_refused_where_a_factor_may_be_zero(expr, limit, why):
    assert why in refusal(consider(expr), tends(limit, n))


@pytest.mark.parametrize(
    ("expr", "limit"),
    [
        (e**2 / (n * q), 0),
        ((2 * n + 1) / (n + 3), 2),
        (a / n, 0),
        (a + 1 / n, a),
        (1 / (1 + e * n), 0),
        (exp(-e * n), 0),
        ((1 + e / n) ** n, exp(e)),
    ],
    ids=str,
)
def test_and_taken_where_none_is(expr, limit):
    check_theorem(made(consider(expr), tends(limit, n)))


def test_a_gradient_in_a_symmetric_matrix_is_symmetric():
    check_theorem(made(differential(trace(A), A), gradient(eye(n), wrt=A)))
    refusal(differential(trace(A), A), gradient(eye(n) + B - B.T, wrt=A))


def test_a_gradient_in_a_diagonal_matrix_is_diagonal():
    check_theorem(made(differential(trace(D), D), gradient(eye(n), wrt=D)))
    refusal(differential(trace(D), D), gradient(eye(n) + B - diag(diagonal(B)), wrt=D))


def test_a_rule_that_an_author_made_is_admitted_not_proven():
    magic = Rule("magic", "x ≤ 1000", "It is known.", instance=lambda x: x <= 1000)
    steps = check_steps(made(consider(a), at_most(1000, by=magic(a))).run()[0]).steps
    assert steps[-1].evidence == "admitted"
    assert steps[-1].found == "rests on the rule 'magic', which the author made: nothing here proves it"


@pytest.mark.parametrize(("f", "slope"), [(absolute, sign), (relu, step)], ids=["abs", "relu"])
def test_a_corner_has_no_gradient(f, slope):
    said = refusal(differential(f(a), a), gradient(slope(a), wrt=a))
    assert f"{f(a)} has no derivative where a is zero, and this is not excluded" in said
    check_theorem(made(differential(f(e), e), gradient(slope(e), wrt=e)))


def test_a_number_of_separate_values_has_no_differential():
    with pytest.raises(MathError, match="the differential of k² in k, which takes separate values only"):
        differential_of(k**2, k)


def test_what_is_supposed_of_one_outcome_is_not_supposed_of_all():
    u = random_scalar("U", space("S"))
    with pytest.raises(MathError, match="this rests on U ≤ 1, so it is not known for every outcome"):
        Known(u, a, given=(u <= 1,)).expected()
    assert Known(u, a, given=(b <= 1,)).expected().lo == expectation(u)


def test_a_sum_does_not_bind_what_an_abbreviation_stands_for():
    def body(of, meaning, before, after, wrong):
        step = yield holds(equation(before, after))
        yield let(of, meaning)
        yield holds(wrong, using=step)

    u = random_scalar("U", space("S"))
    moves = differential_of(x.T @ y, x), d(x).T @ y
    for lines, said in (
        ((b, x[i], sum_over(i, b), n * b, equation(sum_over(i, x[i]), n * x[i])), "Σᵢ b"),
        ((b, u, expectation(b, over=u.space), b, equation(expectation(u), u)), "E_S[b]"),
        ((y, 2 * x, *moves, equation(differential_of(2 * x.T @ x, x), 2 * d(x).T @ x)), "d(xᵀy)"),
    ):
        with pytest.raises(StepError, match=re.escape(f"which {said} would bind")):
            check_theorem(theorem(title="Made for a test")(lambda lines=lines: body(*lines)))


def test_nor_a_chain_that_was_begun_before_it():
    lines = consider(sum_over(i, b)), equals(n * b), let(b, x[i]), therefore(equation(sum_over(i, x[i]), n * x[i]))
    assert "b stands for xᵢ, which Σᵢ b would bind" in refusal(*lines)


def test_an_abbreviation_moves_with_what_it_stands_for():
    check_theorem(made(let(y, 2 * x), differential(x.T @ y, x), gradient(4 * x, wrt=x)))


def test_a_statement_about_what_stands_still_is_not_one_about_what_moves():
    def body():
        step = yield holds(equation(differential_of(x.T @ y, x), d(x).T @ y))
        yield holds(equation(differential_of(2 * x.T @ x, x), 2 * d(x).T @ x), using=step.where({y: 2 * x}))

    with pytest.raises(MathError, match="2x depends on x, in which the statement takes a differential"):
        check_theorem(theorem(title="Made for a test")(body))


def test_an_equation_from_what_is_known_is_held_against_values_too():
    said = refusal(holds(equation(a, a + 1), using=Known(a, a + 1, equal=True)))
    assert "counterexample: a = " in said


def test_implications_have_one_direction():
    refusal(suppose(equation(a**2, b**2)), implies(equation(a, b)))
    refusal(holds(equation(a, a)), implies(equation(a, b)))


@pytest.fixture(params=["flint", "python"])
def _backend(request, monkeypatch):
    monkeypatch.setattr("derivations.check.numeric.arithmetic", lambda: arithmetic(request.param))


@pytest.mark.usefixtures("_backend")
@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        (equation(1 + exp(-1000), 1), "1 on both sides, but the difference is 5.07596e-435"),
        (equation(1 - tanh(400), 0), "7.33575e-348 on the left, 0 on the right"),
        (
            equation(sqrt(e + 1) + Rational(1, 10**50), sqrt(e + 1)),
            "e = 1: 1.41421 on both sides, but the difference is 1e-50",
        ),
    ],
    ids=str,
)
def test_what_differs_beyond_forty_digits_is_refused(wrong, values):
    assert refusal(holds(wrong)).endswith(f"the two sides differ\n  counterexample: {values}")


def test_a_difference_is_shown_with_as_many_digits_as_tell_it_from_zero():
    far = 2 * arctan(10**100)
    assert refusal(consider(far), equals(sympy.pi)).endswith(
        "counterexample: 3.14159 on both sides, but the difference is -2e-100"
    )
    assert refusal(consider(far - sympy.pi), equals(0)).endswith("counterexample: -2e-100 on the left, 0 on the right")


@pytest.mark.usefixtures("_backend")
def test_what_no_digits_tell_apart_is_not_shown():
    said = refusal(holds(equation(sqrt(e) + exp(-10000), sqrt(e))))
    assert said.endswith("not shown: the normal forms differ, and no values could be told apart with 640 digits")


@pytest.mark.usefixtures("_backend")
def test_what_is_equal_in_balls_of_all_digits_is_enclosed():
    (step,) = check_theorem(made(holds(equation(sqrt(e + 1 + 2 * sqrt(e)), 1 + sqrt(e)))))
    assert step.evidence == "enclosed" and step.found.startswith("equal to 640 digits in ball arithmetic at ")


def test_a_counterexample_shows_a_few_numbers_of_many():
    w = random_vector("W", 6, space("S"), iid=True)
    said = refusal(holds(equation(expectation(squared_norm(w)), 1)))
    assert re.search(r"W = (\[[^]]*, …\], ){4}… with probability ([^ ]+, ){4}…: ", said)


def evidence_of_last(body):
    return check_theorem(theorem(title="Made for a test")(body)).steps[-1].verdict


def admitted_or_simulated(kind, relation):
    if kind == "admitted":
        return admitted(relation, source="Billingsley: 22.1")
    return simulated(relation, lambda rng: [("mean", 0.0, 1.0, 0.0)])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("admitted", "rests on a statement that is not checked; see Billingsley: 22.1"),
        ("sampled", "rests on a statement that is a simulation"),
    ],
)
def test_what_rests_on_an_unproven_statement_is_no_more_certain(kind, words):
    w = random_scalar("W", space("S"))
    a, b = expectation(w) ** 2, expectation(w**2)
    start = a - b

    def chained():
        bound = yield admitted_or_simulated(kind, a <= b)
        yield consider(a)
        yield at_most(b, using=bound)
        yield therefore(a <= b)

    def implied():
        yield admitted_or_simulated(kind, a <= b)
        bound = yield implies(2 * a <= 2 * b, factor=2)
        yield holds(2 * a <= 2 * b, using=bound)

    def by_induction():
        base = yield admitted_or_simulated(kind, start <= 0)
        yield part("Step")
        so_far = yield suppose(start - k <= 0)
        next_one = yield holds(start - (k + 1) <= 0, using=so_far + nonnegative(1))
        yield part("For every k")
        yield induction(start - k <= 0, over=k, base=base, step=next_one)

    for body in (chained, implied, by_induction):
        verdict = evidence_of_last(body)
        assert (verdict.evidence, verdict.how) == (kind, words)


def test_what_rests_on_another_theorem_is_no_more_certain():
    def lemma():
        t, u, v = scalar("t", positive=True), scalar("u"), scalar("v")
        yield holds(equation(sqrt(t + 1 + 2 * sqrt(t)), 1 + sqrt(t)))
        yield result("root")
        yield admitted(u <= v, source="Billingsley: 22.1")
        yield result("bound")

    lemma = theorem(title="A lemma")(lemma)
    lemma.id = "lemma"

    def by(name, relation):
        def body():
            yield holds(relation, using=lemma.known(name, {"t": e} if name == "root" else {"u": a, "v": b}))

        return evidence_of_last(body).evidence

    assert by("root", equation(sqrt(e + 1 + 2 * sqrt(e)), 1 + sqrt(e))) == "enclosed"
    assert by("bound", a <= b) == "admitted"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "the experiment gave no rows"),
        ([("mean", float("nan"), 0.1, 1.0)], "mean: estimate nan ± 0.1000, bound 1.0000"),
        ([("mean", 1.0, float("inf"), 0.5)], "mean: estimate 1.0000 ± inf, bound 0.5000"),
        ([("mean", 1.0, 0.1, 0.5)], "mean: estimate 1.0000 ± 0.1000, above the bound 0.5000"),
    ],
)
def test_an_experiment_must_give_numbers_within_its_bounds(rows, words):
    w = random_scalar("W", space("S"))
    assert words in refusal(simulated(expectation(w) ** 2 <= expectation(w**2), lambda rng: rows))


def test_an_experiment_proves_nothing_of_a_statement_that_is_false_on_a_finite_space():
    w = random_scalar("W", space("S"))
    said = refusal(simulated(expectation(w) <= expectation(w) - 1, lambda rng: [("mean", 0.0, 0.1, 1.0)]))
    assert "the statement is false on a finite probability space" in said and re.search(
        "counterexample: W = .* on the right", said
    )


def test_only_a_statement_on_chance_can_be_simulated():
    with pytest.raises(TheoremError) as caught:
        simulated(a**2 >= 0, lambda rng: [])
    assert str(caught.value) == (
        "simulated(a² ≥ 0): expected a statement on chance, with an expectation, a variance or a probability"
    )


def test_an_experiment_tests_no_bound_that_is_never_approached():
    w = random_scalar("W", space("S"))
    experiment = lambda rng: [("mean", 0.1, 0.01, 0.2)]  # noqa: E731
    said = refusal(simulated(probability(absolute(w) >= 10**30) <= 0, experiment))
    nowhere = "on the finite probability spaces tried Pr[|W| ≥ 1{}] is nowhere more than 1/1000 of 0".format("0" * 30)
    assert said.splitlines()[2].strip() == f"{nowhere}, so no experiment tests the statement"
    bounded = random_scalar("V", space("S"), mean=0, variance=1)
    for statement in (
        expectation(bounded**4) <= 10**60,
        expectation(w**2) + 10**60 >= expectation(w**2 * 0 + 1),
        equation(probability(absolute(w) >= 10**30), 0),
    ):
        assert refusal(simulated(statement, experiment)).endswith("so no experiment tests the statement")


t = scalar("t")
u = t / 10**9
far = 1 - u  # one sign wherever values are tried, and none at 10⁹
one_in_two = sigmoid(1) + sigmoid(-1)
plus_far, minus_far = softplus(far), softplus(-far)
hidden = u**2 - 2 * u + one_in_two


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (sqrt(hidden), far),
        (sqrt(n**2 - 40 * n + 400 * (sin(1) ** 2 + cos(1) ** 2)), 20 - n),
        (sqrt(det(far * eye(2))), far),
        (sqrt(1 - 4 * sigmoid(-far) * sigmoid(far)), 1 - 2 * sigmoid(-far)),
        (sqrt(1 - 4 * exp(2 * far) / (1 + exp(2 * far)) ** 2), tanh(far)),
        (sqrt(2 * plus_far**2 - 2 * plus_far * minus_far - 2 * plus_far * far + far**2), far),
        (sqrt(u**2 - 2 * u + normal_cdf(t) + normal_cdf(-t)), far),
        (hidden ** Rational(3, 2), far**3),
        (exp(log(hidden) / 2), far),
        (norm(hidden * x) / sqrt(hidden), far * norm(x)),
        (sum_over(i, sqrt(hidden + 0 * i)) ** 2 * sqrt(hidden), n**2 * far**3),
        (arccos((one_in_two - far**2) / (1 + far**2)), 2 * arctan(far)),
        (arctan(far) + arctan(entry(inverse(far * eye(2)), 1, 1)), pi / 2),
        (arctan(far) + arctan(far * entry(inverse(far * far * eye(2)), 1, 1)), pi / 2),
        (arctan(far) + arctan(far * n / squared_norm(far * ones(n, 1))), pi / 2),
    ],
    ids=str,
)
def test_a_root_or_an_angle_that_turns_where_no_value_is_tried_is_not_what_it_is_elsewhere(before, after):
    assert "but values decide nothing where " in refusal(consider(before), equals(after))


def test_roots_that_turn_together_are_equal():
    lines = consider(sqrt(1 + t**2) * sqrt(hidden)), equals(sqrt(hidden * (1 + t**2)))
    assert check_steps(made(*lines).run()[0]).steps[-1].verdict.holds


@pytest.mark.parametrize(
    ("whole", "less", "why"),
    [
        (cos(a) + exp(-1000) * exp(-1000) * exp(-1000) * exp(-1000), cos(a), UNTOLD),
        (cos(a) + (exp(-1000) * a) * (exp(-1000) * a), cos(a), DIFFERS),
        (cos(exp(-1000)) + exp(a), 1 + exp(a), DIFFERS),
        (squared_norm(exp(-1000) * vector("v", 3) + 0 * ones(3)) + cos(a), cos(a), DIFFERS),
    ],
)
def test_what_is_tiny_is_not_nothing(whole, less, why):
    assert why in refusal(consider(whole), equals(less))


def test_a_value_that_is_not_asked_for_grants_nothing():
    """log t asks for t > 0 where b is 1; where it is 0, t may be negative."""
    either = select(bit, log(100 - a), 100 - a)
    said = refusal(consider(either), equals(select(bit, log(100 - a), sqrt(100 - a) ** 2)))
    assert "100 − a is not shown to be nonnegative" in said
    check_steps(made(consider(either), equals(select(bit, log(sqrt(100 - a) ** 2), 100 - a))).run()[0])
