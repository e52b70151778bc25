"""Theorems that are false because something is taken to be positive that need not be; none of them may pass."""

import pytest
from sympy import Rational

from derivations import (
    StepError,
    TheoremError,
    absolute,
    consider,
    dims,
    equals,
    equation,
    exp,
    eye,
    iff,
    implies,
    index,
    inner,
    inverse,
    log,
    logsumexp,
    matrix,
    maximum,
    norm,
    norm1,
    ones,
    scalar,
    sign,
    softmax,
    sqrt,
    sum_over,
    suppose,
    theorem,
    total,
    trace,
    vector,
)
from derivations.check import check_theorem
from derivations.notation.facts import is_nonnegative, is_positive

n = dims("n")
a, b = scalar("a"), scalar("b")
above, below = scalar("c", above=a), scalar("l", below=a)
x = vector("x", n)
t = total(x)
y, p, q = vector("y", n), scalar("p", positive=True), scalar("q", nonnegative=True)


def checked(*lines):
    return check_theorem(theorem(title="Made for a test")(lambda: (line for line in lines)))


def refused(*lines):
    with pytest.raises((StepError, TheoremError)):
        checked(*lines)
    return True


TWICE = [a + a - a, t + t - t, above + above - a, a - below + a]


@pytest.mark.parametrize("twice", TWICE, ids=str)
def test_of_a_number_that_stands_twice_one_alone_is_taken_away(twice):
    assert not is_nonnegative(twice) and not is_positive(1 + twice)
    assert refused(suppose(b >= 0), implies(twice * b >= 0, factor=twice))
    assert refused(consider(b), equals(b + sqrt(twice) - sqrt(twice)))
    assert refused(consider(absolute(twice)), equals(twice))


def test_what_is_left_of_a_sum_of_differences_keeps_its_sign():
    assert is_positive(above - a) and is_positive(above - a + above - a) and is_nonnegative(a - a + a - a)
    assert is_positive(a - below) and is_positive(1 + a - a)


LENGTH = norm(x - y)
ROOTS = [LENGTH, sqrt(b - 7), sqrt(q), sqrt(q) * LENGTH, 2 * sqrt(absolute(b)), q ** Rational(3, 2), norm(x) / norm(y)]


@pytest.mark.parametrize("root", ROOTS, ids=str)
def test_a_root_or_a_norm_may_be_zero_and_then_its_sign_is(root):
    assert refused(consider(sign(root)), equals(1))
    assert refused(consider(root * sign(root) + sign(root)), equals(root + 1))
    assert refused(consider(sign(-root)), equals(-1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sign(2 * LENGTH), sign(LENGTH)),
        (-sign(-LENGTH), sign(LENGTH)),
        (sign(sqrt(p) * norm(x)), sign(norm(x))),
        (LENGTH * sign(LENGTH), LENGTH),
        (sqrt(q) * sign(sqrt(q)), sqrt(q)),
        (-sign(-sqrt(b - 7)) * sqrt(b - 7), sqrt(b - 7)),
        (sign(LENGTH) / LENGTH, 1 / LENGTH),
        (sign(sqrt(p)), 1),
        (sign(p * sqrt(exp(a))), 1),
        (sign(sqrt(1 + a**2)), 1),
    ],
    ids=str,
)
def test_what_is_true_of_signs_of_roots_is_shown(one, other):
    step = checked(consider(one), equals(other)).steps[-1]
    assert step.verdict.evidence == "symbolic"


FEWER, MORE = index("i", n - 1), index("j", n + 1)
EMPTY = {
    "a sum": sum_over(FEWER, p),
    "a total": total(ones(n - 1)),
    "a total of rows": total(ones(n, n - 1)),
    "a trace": trace(eye(n - 1)),
    "a chain": ones(n - 1).T @ ones(n - 1),
    "a norm": norm(vector("z", n - 1, positive=True)),
    "a sum of absolute values": norm1(vector("z", n - 1, positive=True)),
    "an inner product": inner(ones(n - 1), vector("z", n - 1, positive=True)),
    "a sum of exponentials": total(exp(vector("z", n - 1))),
}


@pytest.mark.parametrize("empty", EMPTY.values(), ids=EMPTY)
def test_a_sum_over_no_terms_is_zero_whatever_its_terms_are(empty):
    assert is_nonnegative(empty) and not is_positive(empty) and is_positive(p + empty)
    assert refused(suppose(equation(empty * a, 0)), iff(equation(a, 0), factor=empty))
    assert refused(consider(p), equals(p * empty / empty))
    assert refused(consider(p), equals(p + log(empty) - log(empty)))


def test_nor_does_a_product_through_no_columns_have_positive_entries():
    assert not is_positive(ones(n, n - 1) @ ones(n - 1, n)) and is_positive(ones(n, n + 1) @ ones(n + 1, n))


def test_a_sum_of_at_least_one_positive_term_is_positive():
    for filled in (
        sum_over(MORE, p),
        total(ones(n + 1)),
        trace(eye(n * n)),
        ones(2 * n).T @ ones(2 * n),
        norm(ones(n)),
    ):
        assert is_positive(filled)
        checked(suppose(equation(filled * a, 0)), iff(equation(a, 0), factor=filled))
    some = 1 + total(exp(vector("z", n - 1)))
    checked(consider(p), equals(p + log(some * p) - log(some) - log(p)))


@pytest.mark.parametrize("of", [maximum, logsumexp, lambda v: total(softmax(v))])
def test_of_no_entries_there_is_no_largest_and_no_distribution(of):
    fewer = of(vector("z", n - 1))
    assert refused(consider(a), equals(a + fewer - fewer))
    checked(consider(a + fewer), equals(a + 2 * fewer - fewer))


def test_what_a_sum_asks_of_its_terms_it_asks_only_where_it_has_some():
    """At n = 1 the sums have a value wherever a is."""
    fewer, more = (sum_over(k, log(100 - a)) for k in (FEWER, MORE))
    assert refused(consider(fewer), equals(fewer + sqrt(100 - a) - sqrt(100 - a)))
    checked(consider(more), equals(more + sqrt(100 - a) - sqrt(100 - a)))
    checked(consider(fewer), equals(fewer + sum_over(FEWER, sqrt(100 - a) - sqrt(100 - a))))


def test_a_matrix_without_rows_is_invertible_whatever_its_factors_are():
    fewer, same = (r @ inverse(a * matrix("M", k, k)) @ r.T for r, k in ((ones(1, n - 1), n - 1), (ones(1, n), n)))
    assert refused(consider(fewer), equals(fewer + a / a - 1))
    checked(consider(same), equals(same + a / a - 1))
