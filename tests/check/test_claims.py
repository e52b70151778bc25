"""Claims of every kind: the true ones are shown, and what is not shown is refused with a reason."""

import pytest

from derivations import (
    absolute,
    at_most,
    consider,
    differential_of,
    dims,
    equation,
    exp,
    expectation,
    eye,
    index,
    inverse,
    log,
    matrix,
    nonnegative,
    ones,
    probability,
    random_scalar,
    relu,
    scalar,
    sigmoid,
    space,
    square,
    squared_norm,
    step,
    sum_over,
    vector,
)
from derivations.calculus.rules import indicator_bound, log_tangent
from derivations.check import check_claim
from derivations.notation.relations import AtLeast
from derivations.notation.shapes import convert
from derivations.proof.claim import Claim, Context
from derivations.proof.rule import Known, known

n, p = dims("n p")
X, A = matrix("X", n, p, rank=p), matrix("A", p, p)
S = matrix("S", p, p, positive_definite=True)
w, v, b = vector("w", p), vector("v", p), vector("b", p)
lam, t, k = scalar("lambda", positive=True), scalar("t"), scalar("k")


def verdict(kind, before, after, **options):
    return check_claim(Claim(kind, before, after, **options))


def test_a_gradient_is_held_against_the_differential():
    f = w.T @ A @ w
    assert verdict("gradient", differential_of(f, w), (A + A.T) @ w, wrt=w).evidence == "symbolic"
    refused = verdict("gradient", differential_of(f, w), 2 * A @ w, wrt=w)
    assert refused.evidence == "refuted"
    assert "on the left" in refused.counterexample


def test_a_jacobian_is_held_against_the_differential():
    assert verdict("linear map", differential_of(A @ w, w), A, wrt=w).evidence == "symbolic"
    assert not verdict("linear map", differential_of(A @ w, w), A.T, wrt=w).holds


def test_an_inequality_is_the_gap_of_its_certificate():
    lo = squared_norm(w)
    hi = squared_norm(w) + 2 * w.T @ v + squared_norm(v) + squared_norm(w - v)
    assert not verdict("at most", lo, hi, using=square(w + v)).holds
    good = verdict("at most", lo, squared_norm(w) + squared_norm(v), using=square(v))
    assert good.evidence == "symbolic"
    assert "asks for a certificate" in verdict("at most", lo, squared_norm(w) + squared_norm(v)).how


def test_certificates_add_up_with_nonnegative_coefficients():
    combined = lam * square(w) + square(v)
    assert verdict("holds", None, AtLeast(lam * w.T @ w + v.T @ v, 0), using=combined).holds
    assert verdict("holds", None, AtLeast(lam * squared_norm(w), 0), using=nonnegative(lam * squared_norm(w))).holds


def test_a_refuted_inequality_shows_its_own_sides():
    above = verdict("at most", log(lam), (lam - 1) / 2, using=known(log_tangent(lam)))
    assert above.how == "the inequality fails"
    assert above.counterexample == "λ = 2: 0.693147 on the left, 1/2 on the right"
    below = verdict("at least", (lam - 1) / 2, log(lam), using=known(log_tangent(lam)))
    assert below.counterexample == "λ = 2: 1/2 on the left, 0.693147 on the right"
    stated = verdict("holds", None, AtLeast((lam - 1) / 2, log(lam)), using=known(log_tangent(lam)))
    assert stated.counterexample == below.counterexample


def test_it_shows_values_at_which_it_fails_though_its_certificate_fails_at_others():
    x = random_scalar("X", space("S"), nonnegative=True)
    markov = 1 / (2 * lam) * indicator_bound(x, lam).expected()
    refused = verdict("at most", probability(x >= lam), expectation(x) / (2 * lam), using=markov)
    values = "λ = 2, X = 0 or 3 with probability 1/3 or 2/3"
    assert refused.counterexample == f"{values}: 2/3 on the left, 1/2 on the right"


def test_where_it_holds_all_the_same_the_message_says_that_the_certificate_is_another():
    refused = verdict("at most", t, t + 2 * k**2, using=square(k))
    assert not refused.counterexample
    values = "k = 1, t = 2: the gap of the step is 2, that of its certificate 1"
    assert refused.how == f"its certificate shows something else: {values}"


def test_so_does_the_message_on_an_equation_that_does_not_follow_from_the_one_it_uses():
    other = Known(t, k, equal=True)
    assert verdict("holds", None, equation(2 * t, 3 * k), using=other).counterexample == (
        "k = 0, t = 1: 2 on the left, 0 on the right"
    )
    refused = verdict("holds", None, equation(2 * t, t + t), using=other)
    values = "k = 0, t = 1: the sides of the step differ by 0, those of what it rests on by 1"
    assert refused.how == f"what it rests on shows something else: {values}"


def test_an_equivalence_needs_a_reversible_factor():
    before = equation(2 * S @ w - 2 * b, 0 * ones(p))
    assert verdict("iff", before, equation(S @ w, b)).evidence == "symbolic"
    assert verdict("iff", equation(S @ w, b), equation(w, inverse(S) @ b), factor=S).evidence == "symbolic"
    refused = verdict("iff", equation(A @ w, b), equation(w, inverse(A) @ b), factor=A)
    assert refused.how == "the factor A is not shown to be invertible; declare the fact that makes it so"
    assert not verdict("iff", equation(t * w, t * b), equation(w, b), factor=t).holds


def test_an_inequality_is_turned_by_no_factor_of_unknown_sign():
    refused = verdict("iff", t * k >= t, k >= 1, factor=t)
    assert refused.how == "the factor t is not shown to be positive, so the inequality may turn"
    assert refused.counterexample == "k = 0, t = -1: 0 on the left, 1 on the right of k ≥ 1, while tk ≥ t holds"


@pytest.mark.parametrize(
    ("before", "after", "values"),
    [
        (equation(t, k), equation(t**2, k**2), "k = 1, t = -1: -1 on the left, 1 on the right of t = k, while t² = k²"),
        (
            equation(w, v),
            equation(A @ w, A @ v),
            "p = 1, A = [[0]], v = [1], w = [-2]: [-2] on the left, [1] on the right of w = v, while Aw = Av",
        ),
        (t <= k, t**2 <= k**2, "k = 0, t = -1: 1 on the left, 0 on the right of t² ≤ k², while t ≤ k"),
    ],
    ids=str,
)
def test_an_equivalence_is_refuted_where_one_side_holds_and_the_other_does_not(before, after, values):
    refused = verdict("iff", before, after)
    assert refused.evidence == "refuted"
    assert refused.how == "one statement holds without the other"
    assert refused.counterexample == f"{values} holds"


def test_a_factor_that_may_vanish_is_refused_with_values_at_which_one_side_holds_alone():
    refused = verdict("iff", equation(w, v), equation(A @ w, A @ v), factor=A)
    assert "not shown to be invertible" in refused.how
    assert refused.counterexample.endswith("of w = v, while Aw = Av holds")


def test_a_consequence_is_refuted_only_where_what_it_follows_from_holds():
    refused = verdict("implies", equation(t**2, k**2), equation(t, k), factor=1)
    assert refused.counterexample == "k = 1, t = -1: -1 on the left, 1 on the right of t = k, while t² = k² holds"
    assert not verdict("implies", equation(t, k), equation(t**2, k**2), factor=1).counterexample


def test_an_equivalence_that_holds_is_not_shown_by_a_wrong_factor_and_has_no_counterexample():
    refused = verdict("iff", equation(exp(t), exp(k)), equation(t, k))
    assert not refused.holds
    assert refused.counterexample == ""
    assert refused.how == (
        "not shown: the step does not turn one statement into the other, and no values were found at which only one"
        " of them holds"
    )


def test_a_consequence_may_lose_something_but_not_gain():
    assert verdict("implies", equation(A @ w, b), equation(w.T @ A @ w, w.T @ b), factor=w.T).holds
    assert verdict("implies", equation(A @ w, b), equation(A @ A @ w, A @ b)).holds
    assert not verdict("implies", equation(A @ A @ w, A @ b), equation(A @ w, b)).holds


def test_what_the_normal_form_can_not_decide_is_decided_by_values_and_says_so():
    lhs = 1 / (1 + t**2) * (1 / (2 + t**2))
    rhs = 1 / (1 + t**2) - 1 / (2 + t**2)
    found = verdict("equal", lhs, rhs)
    assert found.evidence in ("symbolic", "exact")
    clipped = verdict("equal", sigmoid(t) + sigmoid(-t), 1 + 0 * t)
    assert clipped.evidence == "symbolic"


def test_values_that_fit_the_hypotheses_are_used():
    given = equation(S @ w, lam * w)
    chosen = Context(given=(given,), samples=((S, lam * eye(p)),))
    assert verdict("equal", S @ S @ w, lam**2 * w, context=chosen).evidence == "symbolic"
    wrong = verdict("equal", S @ S @ w, lam * w, context=chosen)
    assert wrong.counterexample


def test_an_inequality_that_is_known_only_under_a_hypothesis_is_not_known_elsewhere():
    bound = Known(squared_norm(w), lam, given=(squared_norm(w) <= lam,))
    assert (bound + square(v)).given == bound.given
    assert (lam * bound).given == bound.given


@pytest.mark.parametrize("line", [consider, at_most])
def test_lines_say_where_they_stand(line):
    made = line(squared_norm(w))
    assert made.file == __file__
    assert made.line > 0


def test_values_at_one_size_out_of_many_are_no_evidence():
    """A distribution on one outcome equals every other one there, and nowhere else."""
    q, r = vector("q", n, simplex=True), vector("r", n, simplex=True)
    found = verdict("equal", q[1], r[1], context=Context(given=(equation(squared_norm(q - r), 0 * q[1]),)))
    assert "at 1 of 6 sizes only" in found.how


def test_limits_of_scalar_expressions():
    assert verdict("limit", lam**2 / (n * (1 + t**2)), convert(0), wrt=n).evidence == "symbolic"
    assert verdict("limit", (2 * n + t) / n, convert(2), wrt=n).evidence == "symbolic"
    assert verdict("limit", k * (1 - lam / (n + 1)), k, wrt=n).evidence == "symbolic"
    refused = verdict("limit", (2 * n + t) / n, convert(1), wrt=n)
    assert refused.counterexample == "the limit is 2, not 1"
    assert not verdict("limit", lam * n, lam, wrt=n).holds


def test_no_limit_is_taken_of_what_sympy_does_not_know():
    i = index("i", n)
    refused = verdict("limit", sum_over(i, 1 + 0 * t) / n, convert(1), wrt=n)
    assert "not supported yet: the limit of" in refused.how
    assert not verdict("limit", squared_norm(X), squared_norm(X), wrt=n).holds


@pytest.mark.parametrize("kind", ["at most", "at least"])
def test_an_inequality_with_a_matrix_on_one_side_is_refused(kind):
    refused = verdict(kind, squared_norm(w), S, using=square(w))
    assert (refused.evidence, refused.how) == ("refuted", "an inequality needs scalars: ‖w‖² and S")


def test_what_is_nested_too_deeply_is_refused():
    deep = t
    for _ in range(400):
        deep = sigmoid(deep)
    found = verdict("equal", deep, deep + 1)
    assert (found.evidence, found.how) == ("refuted", "not shown: what it says is nested too deeply to be worked out")


def test_the_points_and_sizes_that_agree_are_counted_in_good_english():
    assert verdict("equal", step(t) * absolute(t), relu(t)).how.endswith("at 29 points of 1 size (seed 2026)")
    several = verdict("equal", sum_over(index("i", n), step(t) * absolute(t)), n * relu(t))
    assert several.how.endswith(" points of 6 sizes (seed 2026)")
