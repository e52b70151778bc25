"""Planted errors are made at every place, refused or shown equivalent, and never survive."""

import textwrap

from derivations import random_scalar, scalar, space, theorem
from derivations.check import dropped_assumptions, planted_errors
from derivations.check.assumptions import strip
from derivations.proof.catalogue import load

FILE = '''
from derivations import *
from derivations.calculus.rules import *


@theorem(title="A quadratic")
def t():
    """The function {f} has the gradient {gradient} and the minimiser {solution}."""
    p = dims("p")
    A = matrix("A", p, p, positive_definite=True)
    b, x = vector("b", p), vector("x", p)
    yield definition("f", x.T @ A @ x - 2 * b.T @ x, label="f")
    yield differential(x.T @ A @ x - 2 * b.T @ x, x)
    yield equals(2 * (A @ x - b).T @ d(x), by=product, why="A is symmetric.")
    yield gradient(2 * (A @ x - b), wrt=x, by=riesz, why="What multiplies dx.")
    yield suppose(equation(2 * (A @ x - b), zeros(p)), why="A stationary point.")
    yield iff(equation(x, inverse(A) @ b), factor=2 * A, by=inverse_cancels, why="A is invertible.")
    yield result("solution")
'''


def quadratic(tmp_path):
    path = tmp_path / "quadratic.py"
    path.write_text(textwrap.dedent(FILE))
    return load(path)


def test_every_planted_error_is_refused_or_equivalent(tmp_path):
    report = planted_errors(quadratic(tmp_path))
    assert report.tried == report.refused + report.equivalent
    assert report.tried > 30
    assert not report.survivors
    assert {"sign flipped", "transpose dropped", "coefficient changed", "term dropped"} <= report.by_kind().keys()


def test_planted_errors_are_refused_by_values_by_form_and_by_shape(tmp_path):
    ways = {e.by for e in planted_errors(quadratic(tmp_path)).errors}
    assert {"value", "shape"} <= ways


def test_equivalent_changes_are_named_as_such(tmp_path):
    equivalent = [e.expr for e in planted_errors(quadratic(tmp_path)).errors if e.outcome == "equivalent"]
    assert all("A" in e or "b" in e for e in equivalent)


def test_a_dropped_assumption_breaks_the_derivation_with_a_counterexample(tmp_path):
    (report,) = dropped_assumptions(quadratic(tmp_path))
    assert str(report.assumption) == "A: positive definite"
    assert report.needed
    assert "A = " in report.counterexample


def test_without_convexity_or_smoothness_a_rate_of_convergence_fails_after_one_step():
    found = {str(r.assumption): r for r in dropped_assumptions(theorem("optimization.gradient_descent_rate"))}
    assert "μ = -" in found["mu: nonnegative"].counterexample
    for fact in ("mu: nonnegative", "f: strongly convex μ"):
        assert found[fact].needed
        assert found[fact].counterexample.startswith("sublinear rate fails for T = 1: n = 1, L = ")
        assert found[fact].counterexample.endswith(" on the right")
    assert found["f: smooth L"].counterexample.startswith("descent fails for k = 1: n = 1, L = ")
    counted = "stands for a member of a sequence, which are counted 0, 1, 2, …"
    for name, member in (("k", "xₖ₊₁"), ("T", "x_T")):
        assert found[f"{name}: integer"].needed
        assert not found[f"{name}: integer"].counterexample
        assert found[f"{name}: integer"].asked == (
            f"there is nothing to test: {member} {counted}; for {name} = 1/2 there is none, and so no claim"
        )


def test_a_dropped_fact_is_dropped_in_the_facts_of_other_symbols_too():
    s, here = scalar("s", positive=True), space("S")
    x, t = random_scalar("x", here, mean=s, variance=s**2), scalar("t", above=s)
    bare = scalar("s")
    assert strip(x, "s", "positive") == random_scalar("x", here, mean=bare, variance=bare**2)
    assert strip(t + s, "s", "positive") == scalar("t", above=bare) + bare
    assert strip(t, "t", "positive") == t


def test_an_assumption_that_is_not_needed_is_found_out(tmp_path):
    path = tmp_path / "idle.py"
    path.write_text(FILE.replace('vector("b", p)', 'vector("b", p, positive=True)'))
    reports = {r.assumption.symbol: r for r in dropped_assumptions(load(path))}
    assert not reports["b"].needed
    assert reports["A"].needed


def test_a_fact_without_a_counterexample_is_asked_for_by_a_rule_or_a_step_and_no_hint_to_authors_is_given():
    found = {str(r.assumption): r for r in dropped_assumptions(theorem("information_theory.kl_nonnegative"))}
    assert found["p: simplex"].counterexample.startswith("step 5 fails: n = 1, p = [") and not found["p: simplex"].asked
    assert not found["a: simplex"].counterexample and not found["a: positive"].counterexample
    assert found["a: simplex"].asked == (
        "the derivation can't be written: rule 'weights that sum to one' needs: a sums to one"
    )
    assert found["a: positive"].asked == "step 20 is not shown"


def test_why_a_step_is_not_shown_is_said_where_it_says_more_than_that():
    reports = [r for r in dropped_assumptions(theorem("numerical_methods.condition_number")) if r.asked]
    assert [r.asked for r in reports] == [  # b is Ax, so neither is 0 where the other is not
        f"step 18 is not shown: ‖{x}‖ is not shown to be nonzero, so that the new line has a value" for x in "xb"
    ]
