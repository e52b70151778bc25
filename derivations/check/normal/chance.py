"""Expectations in index form: a sum over the outcomes of each space, weighted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derivations.notation import core, functions, probability
from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.relations import AtLeast, AtMost, Relation
from derivations.notation.symbols import facts_of

from .build import ONE, Builder, Terms
from .form import Atom, Ix

ZERO = Fraction(0)
At = tuple[Ix, Ix]
Env = dict[Any, Ix]


def random(b: Builder, x: Any, at: At, env: Env) -> Terms:
    facts = facts_of(x)
    made = Atom("random", f"{x.name}:{x.space}", positive="positive" in facts, symbol=x)
    return b.atom(made, (*(i for i in at if i is not None), env.get(x.space, f"ω{x.space}")))


def expectation(b: Builder, x: Any, at: At, env: Env) -> Terms:
    body, spaces = x.args

    def over(rest: tuple[Any, ...], inside: Env) -> Terms:
        if not rest:
            return b.entry(body, at, inside)
        where = rest[0]
        return b.summed(
            where,
            lambda w: b.times(
                b.atom(Atom("weight", where.name, positive=True), (w,)), over(rest[1:], {**inside, where: w})
            ),
        )

    return over(tuple(spaces), env)


def variance(b: Builder, x: Any, at: At, env: Env) -> Terms:
    body, spaces = x.args
    mean = b.scalar(probability.Expectation(body, spaces), env)
    return b.scalar(probability.Expectation(core.Power(body, 2), spaces), env) + b.scale(-ONE, b.times(mean, mean))


def covariance(b: Builder, x: Any, at: At, env: Env) -> Terms:
    left, right, spaces = x.args
    both = b.scalar(probability.Expectation(core.Product(left, right), spaces), env)
    means = [b.scalar(probability.Expectation(a, spaces), env) for a in (left, right)]
    return both + b.scale(-ONE, b.times(*means))


def mat_covariance(b: Builder, x: Any, at: At, env: Env) -> Terms:
    body, spaces = x.args
    outer = probability.MatExpectation(core.MatProduct(body, core.Transposed(body)), spaces)
    means = [b.entry(probability.MatExpectation(body, spaces), (i, None), env) for i in at]
    return b.entry(outer, at, env) + b.scale(-ONE, b.times(*means))


def indicator(b: Builder, x: Any, at: At, env: Env) -> Terms:
    event: Relation = x.args[0]
    tails = _tails(event)
    if tails:
        return [term for tail in tails for term in indicator(b, probability.Indicator(tail), at, env)]
    terms = b.scalar(_logarithm(_squared(event)).gap, env)
    form, slots = b.closed(_without_positive_factors(b, terms))
    kind = "ge" if isinstance(event, AtLeast | AtMost) else "eq"
    return b.atom(Atom("indicator", kind, form, idempotent=True), slots)


def _tails(event: Relation) -> tuple[Relation, ...]:
    """|u| ≥ v, and u² ≥ v², as the two events u ≥ v and −u ≥ v, of which one at most happens where v > 0."""
    if not isinstance(event, AtLeast | AtMost):
        return ()
    large, small = event.args if isinstance(event, AtLeast) else event.args[::-1]
    if not is_positive(small):
        return ()
    if isinstance(large, functions.Apply) and large.function is functions.absolute:
        u, v = large.args[1], small
    elif isinstance(large, core.Power) and large.args[1] == 2:
        u, v = large.args[0], functions.sqrt(small)
    else:
        return ()
    return AtLeast(u, v), AtLeast(core.negative(u), v)


def _squared(event: Relation) -> Relation:
    """The same event without a modulus: |u| ≥ v says u² ≥ v² where v is not negative."""
    u, v = event.args
    if not isinstance(event, AtLeast | AtMost):
        return event
    if isinstance(u, functions.Apply) and u.function is functions.absolute and is_nonnegative(v):
        return type(event)(core.power(u.args[1], 2), core.power(v, 2))
    if isinstance(v, functions.Apply) and v.function is functions.absolute and is_nonnegative(u):
        return type(event)(core.power(u, 2), core.power(v.args[1], 2))
    return event


def _logarithm(event: Relation) -> Relation:
    """The same event without exponentials: exp(u) ≥ exp(v) says u ≥ v."""
    if all(isinstance(side, functions.Apply) and side.function is functions.exp for side in event.args):
        return type(event)(*(side.args[1] for side in event.args))
    return event


def _without_positive_factors(b: Builder, terms: Terms) -> Terms:
    """Terms of which the same is zero, or not negative: no positive number or scalar is a factor of all of them."""
    terms, powers = b.simplify(terms), {}
    for term in terms:
        for atom, at, power in term.factors:
            if atom.positive and not at:
                powers.setdefault(atom, []).append(power)
    for atom, found in powers.items():
        least = min(found if len(found) == len(terms) else [*found, ZERO])
        terms = b.times(terms, b.atom(atom, (), -least)) if least else terms
    terms = b.simplify(terms)
    size = max((abs(t.coef) for t in terms), default=ONE)
    return b.scale(1 / size, terms)


def probability_of(b: Builder, x: Any, at: At, env: Env) -> Terms:
    event, spaces = x.args
    return b.scalar(probability.Expectation(probability.Indicator(event), spaces), env)
