"""Dropping a fact that only reverses a step is noticed, with values at which the two statements part."""

from derivations import (
    consider,
    dims,
    equals,
    equation,
    expectation,
    iff,
    part,
    random_scalar,
    scalar,
    space,
    sqrt,
    squared_norm,
    suppose,
    theorem,
    vector,
    zeros,
)
from derivations.calculus.rules import declared_moments, definiteness, expand
from derivations.check import dropped_assumptions

n = dims("n")


def test_an_equivalence_that_a_zero_undoes():
    @theorem(title="Cancelling a factor")
    def cancelled():
        a, b = scalar("a", nonzero=True), scalar("b")
        yield suppose(equation(a * b, 0))
        yield iff(equation(b, 0), factor=a, by=expand)

    (report,) = dropped_assumptions(cancelled)
    assert report.needed
    assert report.counterexample == "step 2 fails: a = 0, b = 1: 1 on the left, 0 on the right"


def test_a_fact_that_only_another_step_needs():
    @theorem(title="Two ways")
    def two():
        x, t = vector("x", n), scalar("t", positive=True)
        yield part("One")
        yield suppose(equation(t * squared_norm(x), 0))
        yield iff(equation(x, zeros(n)), factor=t, by=definiteness)

    (report,) = dropped_assumptions(two)
    assert report.needed
    assert report.counterexample.startswith("step 2 fails: n = 1, t = 0, x = [")


def test_a_fact_that_nothing_needs():
    @theorem(title="Idle")
    def idle():
        a, b = scalar("a", nonzero=True), scalar("b")
        yield suppose(equation(2 * b, a))
        yield iff(equation(b, a / 2), factor=2, by=expand)

    (report,) = dropped_assumptions(idle)
    assert not report.needed


def test_where_a_dropped_fact_holds_nothing_counts_against_it():
    @theorem(title="A root and what it is the root of")
    def root():
        t = scalar("t", nonnegative=True)
        yield consider(sqrt(t) * sqrt(t) / t)
        yield equals(t / t, by=expand)

    (report,) = dropped_assumptions(root)
    assert report.needed
    assert report.counterexample == "step 1 fails: t = -1: a root of the negative number -1"


def test_a_mean_may_be_dropped_where_the_variance_is_not_negative_at_every_point():
    """Values at which q(1 − q) is negative belong to no random variable, so the others are looked at."""

    @theorem(title="A mask")
    def mask():
        q = scalar("q", positive=True)
        b = random_scalar("b", space("mask"), mean=q, variance=q * (1 - q))
        yield consider(expectation(b / q))
        yield equals(1, by=declared_moments)

    report = next(r for r in dropped_assumptions(mask) if r.assumption.fact == "mean")
    assert report.counterexample == "step 1 fails: q = 1, b = 0: 0 on the left, 1 on the right"
