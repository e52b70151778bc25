"""Sums without terms at the sizes that come first, and indices that no sum binds, of which some must agree there."""

from itertools import combinations

import pytest
import sympy

from derivations import (
    StepError,
    absolute,
    consider,
    dims,
    equals,
    index,
    matrix,
    norm,
    relu,
    scalar,
    sequence,
    sqrt,
    squared_norm,
    step,
    sum_over,
    theorem,
    total,
    vector,
)
from derivations.check import check_theorem

n, p = dims("n p")
x, v, w, X = scalar("x"), vector("v", n), vector("w", n), matrix("X", n, p)
i, j, k = (index(name, n) for name in "ijk")
before_last, late = index("t", n - 1), index("s", n - 7)
bits, five = vector("b", n, binary=True), vector("u", 5)
a, c = sequence("a"), sequence("c")
SIDE_BY_SIDE = "few sizes decide nothing where so many sums stand side by side"


def stepped(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    return theorem(title="Made for a test")(body)


def refusal(before, after):
    with pytest.raises(StepError) as caught:
        check_theorem(stepped(before, after))
    return str(caught.value)


def all_differ(values):
    return sympy.prod(s - t for s, t in combinations(values, 2))


@pytest.mark.parametrize(
    ("before", "size"),
    [
        (sum_over(late, x), "n = 8"),
        (sum_over(late, x**2 * late), "n = 8"),
        (sum_over(index("r", n - 4), squared_norm(X)), "n = 5, p = 2"),
        (sum_over(index("q", 2 * n - 9), x), "n = 5"),
    ],
    ids=str,
)
def test_a_sum_without_terms_at_small_sizes_has_some_at_larger_ones(before, size):
    assert f"counterexample: {size}" in refusal(before, 0 * x)


def test_a_sum_whose_terms_begin_beyond_all_sizes_is_not_decided():
    assert refusal(sum_over(index("r", n - 20), x), 0 * x).endswith(SIDE_BY_SIDE)


@pytest.mark.parametrize(
    "before",
    [all_differ([v[index(f"i{m}", n)] for m in range(count)]) for count in (4, 7)]
    + [total(X) * all_differ([X[index(f"i{m}", n), 1] for m in range(5)])],
    ids=["four", "seven", "five beside a sum"],
)
def test_free_indices_take_places_of_their_own(before):
    assert "counterexample: n = " in refusal(before, 0 * x)


def test_more_ways_to_agree_than_can_be_tried_are_not_decided():
    seven = sum(v[index(f"i{m}", n)] ** 2 for m in range(7))
    said = refusal(sqrt(seven**2 + 2 * seven + 1), seven + 1)
    assert said.endswith("values decide nothing where so many indices may agree")


@pytest.mark.parametrize("count", [total(bits), total(step(v))], ids=str)
def test_many_numbers_that_are_0_or_1_are_not_decided_by_few_draws(count):
    assert refusal(sympy.prod(count - m for m in range(8)), 0 * x).endswith(SIDE_BY_SIDE)


def test_nor_are_many_ways_to_choose_one():
    hot = [vector(f"h{m}", n, one_hot=True) for m in range(5)]
    assert refusal(total(X) * sympy.prod(norm(s - t) for s, t in combinations(hot, 2)), 0 * x).endswith(SIDE_BY_SIDE)


@pytest.mark.parametrize(
    "of",
    [
        v[i] * v[j],
        v[i] ** 2 + v[j] * v[k] + v[k],
        v[i] * v[1],
        X[i, 1] * v[j],
        n * v[i] * v[j],
        five[index("r", 5)],
        sum_over(before_last, v[before_last + 1]),
        sum_over(before_last, v[before_last + 1]) * sum_over(i, v[i]),
    ],
    ids=str,
)
def test_few_indices_and_sums_are_decided(of):
    assert check_theorem(stepped(sqrt(of**2 + 1 + 2 * absolute(of)), 1 + absolute(of))).verdict == "exact"


def covariance(of, bound, count):
    left, right = of
    return count * sum_over(bound, left * right) - sum_over(bound, left) * sum_over(bound, right)


@pytest.mark.parametrize(
    "gap",
    [
        covariance((v[before_last + 1], w[before_last + 1]), before_last, n - 1),
        covariance((a[i + 1], c[i + 1]), i, n),
    ],
    ids=["entries", "members"],
)
def test_what_stands_one_place_further_moves_with_the_index_of_a_sum(gap):
    assert "counterexample: " in refusal(relu(gap - 10**9), 0 * x)


def test_sums_over_places_further_on_are_decided():
    before, after = (sum_over(before_last, m * v[before_last + 1]) for m in (2, sympy.Integer(2)))
    assert check_theorem(stepped(before + x, x + after)).verdict in ("symbolic", "exact")
    assert check_theorem(stepped(2 * sum_over(i, a[i + 1]), sum_over(i, a[i + 1] + a[i + 1]))).verdict == "exact"
