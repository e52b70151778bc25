"""A statement proved for all values of its symbols, read for particular ones: what may stand for what."""

import pytest

from derivations import (
    MathError,
    ShapeError,
    TheoremError,
    consider,
    dims,
    equation,
    expectation,
    index,
    let,
    matrix,
    ones,
    probability,
    random_scalar,
    scalar,
    space,
    squared_norm,
    sum_over,
    suppose,
    total,
    vector,
)
from derivations.notation.relations import AtMost
from derivations.proof.derivation import run
from derivations.proof.lines import at_most, equals, holds
from derivations.proof.rule import square
from derivations.proof.specialise import specialise

n, m = dims("n m")
here, there = space("S"), space("T")
a, b, t = scalar("a", positive=True), scalar("b", positive=True), scalar("t")
x, y = random_scalar("X", here, nonnegative=True), random_scalar("Y", here)
u, v, w = vector("u", n), vector("v", n), vector("w", m)
p, q = vector("p", n, simplex=True, positive=True), vector("q", m, positive=True)
i, j = index("i", n), index("j", m)
markov = a * probability(x >= a) <= expectation(x)


def read(statement, values):
    return specialise("rule", statement, values)


def test_values_go_in_all_at_once():
    assert read(u.T @ v <= a, {u: v, v: u}) == (v.T @ u <= a)
    assert read(markov, {x: (y - expectation(y)) ** 2, a: b**2}) == (
        b**2 * probability((y - expectation(y)) ** 2 >= b**2) <= expectation((y - expectation(y)) ** 2)
    )


def test_dimensions_follow():
    assert read(sum_over(i, u[i]) <= 1, {u: w}) == (sum_over(index("i", m), w[index("i", m)]) <= 1)
    with pytest.raises(ShapeError, match="n would be both m and n"):
        read(u.T @ v <= 1, {u: w, v: v})
    with pytest.raises(ShapeError, match="u can't stand for t, which is a scalar"):
        read(u.T @ v <= 1, {u: t})


def test_declared_facts_are_required():
    assert read(sum_over(i, p[i]) <= 1, {p: q / total(q)}) is not None
    assert read(sum_over(i, p[i]) <= 1, {p: ones(m) / m}) is not None
    with pytest.raises(MathError, match="rule needs p simplex, which is not declared of q"):
        read(sum_over(i, p[i]) <= 1, {p: q})
    with pytest.raises(MathError, match="rule needs p simplex, which is not declared of 1/n"):
        read(sum_over(i, p[i]) <= 1, {p: ones(m) / n})
    with pytest.raises(MathError, match="rule needs a positive, which is not declared of t"):
        read(markov, {a: t})
    with pytest.raises(MathError, match="needs X nonnegative"):
        read(markov, {x: y})


def test_facts_with_another_value_are_not_the_same_facts():
    one, two = random_scalar("Z", here, mean=0), random_scalar("W", here, mean=1)
    with pytest.raises(MathError, match="needs Z mean, which is not declared of W"):
        read(equation(expectation(one), 0), {one: two})
    tall, square_ = matrix("A", n, n, rank=n), matrix("B", m, m, rank=m)
    assert read(equation(tall, tall.T), {tall: square_}) == equation(square_, square_.T)


def test_nothing_is_captured():
    with pytest.raises(MathError, match="depends on i, which the statement runs over itself"):
        read(sum_over(i, a) <= a * n, {a: p[i]})
    with pytest.raises(MathError, match="depends on S"):
        read(markov, {a: x + 1})
    assert read(markov, {x: squared_norm(u) * x}) is not None


def steps(*lines):
    def body():
        rest = iter(lines)
        while (line := next(rest, None)) is not None:
            yield line

    return run(body(), "here").steps


def test_a_step_is_read_for_other_values():
    (_, step) = steps(consider(-(t**2)), at_most(0, using=square(t)))
    assert step.where({t: a - b}).lo == -((a - b) ** 2)
    with pytest.raises(MathError, match="is no relation"):
        steps(consider(t), equals(t))[0].where({t: a})


def test_abbreviations_are_written_out():
    s = scalar("s")
    (_, _, step) = steps(let(s, t**2), consider(-s), at_most(0, using=square(t)))
    assert step.where({t: a}).lo == -(a**2)


def test_hypotheses_come_along():
    (_, step) = steps(suppose(t <= 1), holds(-(t**2) <= 0, using=square(t)))
    assert step.where({t: a}).given == (AtMost(a, step.given[0].rhs),)


def test_only_what_was_supposed_here_may_be_used():
    (_, step) = steps(suppose(t <= 1), holds(-(t**2) <= 0, using=square(t)))
    with pytest.raises(TheoremError, match="rests on"):
        steps(consider(-(a**2)), at_most(0, using=step.where({t: a})))


def test_a_symbol_may_stand_for_itself_whatever_is_declared_in_terms_of_it():
    low = scalar("l")
    z = random_scalar("Z", here, at_least=low)
    assert read(low <= expectation(z), {low: low}) == (low <= expectation(z))
    with pytest.raises(MathError, match="rule: Z is declared in terms of l, so t can't stand for l alone"):
        read(low <= expectation(z), {low: t})
