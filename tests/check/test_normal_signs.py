"""Inequalities that a rule may state: shown for all values of their symbols, or refused."""

import pytest

from derivations import (
    absolute,
    dims,
    exp,
    expectation,
    index,
    indicator,
    log,
    logdet,
    matrix,
    random_scalar,
    scalar,
    space,
    sqrt,
    squared_norm,
    sum_over,
    total,
    vector,
)
from derivations.check import check_claim
from derivations.check.signs import why_nonnegative
from derivations.proof.claim import Claim

n = dims("n")
i = index("i", n)
t, a, b = scalar("t", positive=True), scalar("a", positive=True), scalar("b", positive=True)
s, c = scalar("s"), scalar("c")
v, u = vector("v", n, positive=True), vector("u", n)
x = random_scalar("X", space("S"), nonnegative=True)
y = random_scalar("Y", space("S"))

TRUE = {
    "a square": squared_norm(u) >= 0,
    "log below its tangent at 1": log(t) <= t - 1,
    "log below its tangent anywhere": log(b) <= log(a) + (b - a) / a,
    "exp above its tangent": exp(s) >= 1 + s,
    "exp above its tangent anywhere": exp(s) >= exp(c) + exp(c) * (s - c),
    "log(1 + exp) above its tangent": log(1 + exp(s)) >= log(1 + exp(c)) + (s - c) * exp(c) / (1 + exp(c)),
    "the arithmetic and the geometric mean": sqrt(a * b) <= (a + b) / 2,
    "log of every entry": sum_over(i, log(v[i])) <= total(v) - n,
    "an indicator": a * indicator(x >= a) <= x,
}
FALSE = {
    "a tangent from the other side": log(t) >= t - 1,
    "a wrong tangent": log(t) <= t - 2,
    "a tangent elsewhere": log(t) <= 2 * t - 1,
    "log(1 + exp) below its tangent": log(1 + exp(s)) <= log(1 + exp(c)) + (s - c) * exp(c) / (1 + exp(c)),
    "log(1 − exp) above its tangent": log(1 - exp(s)) >= log(1 - exp(c)) + (c - s) * exp(c) / (1 - exp(c)),
    "a square with a minus": -squared_norm(u) >= 0,
    "convex on either side of a pole only": s**-2 + 2 * s - 3 >= 0,
    "log of what may be negative": log(s) <= s - 1,
    "a kink": absolute(s) >= 1 + (s - 1),
    "an indicator of what may be negative": a * indicator(y >= a) <= y,
    "an indicator the wrong way": a * indicator(x <= a) <= x,
    "an indicator in an expectation": expectation(indicator(x >= a)) * (1 - expectation(indicator(x >= a))) <= 0,
    "a number": log(t) <= -1,
}


@pytest.mark.parametrize("relation", TRUE.values(), ids=TRUE)
def test_shown(relation):
    verdict = check_claim(Claim("law", None, relation))
    assert verdict.evidence == "symbolic", verdict


@pytest.mark.parametrize("relation", FALSE.values(), ids=FALSE)
def test_refused(relation):
    assert not why_nonnegative(relation.gap)
    assert not check_claim(Claim("law", None, relation)).holds


def test_only_a_law_may_show_an_inequality_so():
    refused = check_claim(Claim("holds", None, log(t) <= t - 1))
    assert "asks for a certificate" in refused.how


def test_says_where_the_minimum_is():
    assert why_nonnegative(t - 1 - log(t)) == "the gap is convex with its minimum 0 at t = 1"
    assert why_nonnegative(x - a * indicator(x >= a)) == "the gap is non-negative in each case of its indicators"


def test_a_determinant_is_not_looked_into():
    S = matrix("S", n, n, positive_definite=True)
    assert not why_nonnegative(logdet(S))
