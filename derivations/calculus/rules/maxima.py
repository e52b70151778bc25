"""The largest entry of a vector, and what keeps an inequality."""

from derivations.notation.facts import is_nonnegative
from derivations.notation.functions import exp, log
from derivations.notation.linear import hadamard, maximum, ones, total, unit
from derivations.notation.relations import at_least, at_most, equation
from derivations.notation.symbols import dims, index, scalar, vector
from derivations.proof.rule import Condition, Rule


def _one_term():
    n = dims("n")
    a, i = vector("a", n, nonnegative=True), index("i", n)
    return equation(total(a) - a[i], total(hadamard(ones(n) - unit(i, n), a)))


def _add_up():
    n = dims("n")
    a, b = vector("a", n), vector("b", n, nonnegative=True)
    return at_most(total(a), total(a + b))


def _increasing():
    s, t = scalar("s"), scalar("t")
    u, v = scalar("u", positive=True), scalar("v", positive=True)
    return at_least(exp(t) - exp(s), exp(s) * (t - s)), at_least(log(v) - log(u), (v - u) / v)


entry_at_most_maximum = Rule(
    "no entry exceeds the maximum",
    "xᵢ ≤ max x",
    "The maximum is the largest of the entries.",
    instance=lambda x, i: at_most(x[i], maximum(x)),
    definition=True,
)
least_upper_bound = Rule(
    "the maximum is the least upper bound",
    "xᵢ ≤ u for every i  ⇒  max x ≤ u",
    "The maximum is one of the entries, so what no entry exceeds it does not exceed either.",
    definition=True,
)
one_term = Rule(
    "one term of a sum",
    "a ≥ 0  ⇒  aᵢ ≤ Σⱼ aⱼ",
    "The other terms of the sum only add to it.",
    law=_one_term,
    law_is="ground",
    instance=lambda a, i: at_most(a[i], total(a)),
    conditions=(Condition(lambda a, i: is_nonnegative(a), "{0} has no negative entry", "nonnegative=True", "a"),),
)
add_up = Rule(
    "inequalities add up",
    "aᵢ ≤ bᵢ for every i  ⇒  Σᵢ aᵢ ≤ Σᵢ bᵢ",
    "A sum grows with each of its terms.",
    law=_add_up,
)
increasing = Rule(
    "increasing function",
    "s ≤ t  ⇒  f(s) ≤ f(t) for increasing f",
    "An increasing function keeps an inequality; exp and log are increasing.",
    law=_increasing,
    law_is="example",
)
