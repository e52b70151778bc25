"""Numeric values of expectations, variances and probabilities: exact sums over the outcomes of finite spaces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from derivations.notation import probability
from derivations.notation.probability import Space

from .algebra import Handler, Value, times
from .arithmetic import Number
from .laws import Outcome
from .matrices import Matrix, dot


def _outcomes(ev: Any, bodies: Any, spaces: Any) -> list[tuple[Number, dict[Space, Outcome]]]:
    """The joint outcomes of the spaces, as far as the bodies tell them apart, with their weights."""
    variables = frozenset().union(*map(ev.point.given.varying, bodies))
    parts = []
    for where in spaces:
        here = frozenset(v for v in variables if getattr(v, "space", None) == where)
        if here:
            parts.append([(ev.field.number(weight), where, outcome) for weight, outcome in ev.point.outcomes(here)])
    out = []
    for choice in product(*parts):
        weight = ev.field.one
        for w, _, _ in choice:
            weight = w if weight is ev.field.one else weight * w
        out.append((weight, {where: outcome for _, where, outcome in choice}))
    return out


@contextmanager
def _at(ev: Any, outcome: dict[Space, Outcome]) -> Iterator[None]:
    before = ev.outcomes
    ev.outcomes = before | outcome
    try:
        yield
    finally:
        ev.outcomes = before


def _values(ev: Any, bodies: Any, spaces: Any) -> list[tuple[Number, list[Value]]]:
    """The values of several expressions at each outcome, with the weights."""
    out = []
    for weight, outcome in _outcomes(ev, bodies, spaces):
        with _at(ev, outcome):
            out.append((weight, [ev(body) for body in bodies]))
    return out


def _mean(values: list[tuple[Number, Value]]) -> Value:
    out = None
    for weight, value in values:
        term = times(weight, value)
        out = term if out is None else out + term
    return out


def _expectation(ev: Any, x: Any) -> Value:
    return _mean([(weight, value) for weight, (value,) in _values(ev, x.args[:1], x.args[-1])])


def _covariance(ev: Any, x: Any) -> Number:
    values = _values(ev, x.args[:-1], x.args[-1])
    a, b = (_mean([(weight, pair[k]) for weight, pair in values]) for k in (0, -1))
    return dot((weight for weight, _ in values), ((pair[0] - a) * (pair[-1] - b) for _, pair in values))


def _covariance_matrix(ev: Any, x: Any) -> Matrix:
    values = [(weight, value) for weight, (value,) in _values(ev, x.args[:1], x.args[-1])]
    centre = _mean(values)
    return _mean([(weight, (value - centre) @ (value - centre).transposed()) for weight, value in values])


def _probability(ev: Any, x: Any) -> Number:
    out = ev.field.zero
    for weight, (holds,) in _values(ev, x.args[:1], x.args[-1]):
        if holds:
            out = out + weight
    return out


def _indicator(ev: Any, x: Any) -> Number:
    return ev.field.one if ev(x.args[0]) else ev.field.zero


def _random(ev: Any, x: Any) -> Value:
    outcome = ev.outcomes.get(x.space) or ev.point.current(x.space)
    return ev.convert(ev.point.law(x).at(outcome))


HANDLERS: dict[type, Handler] = {
    probability.Expectation: _expectation,
    probability.MatExpectation: _expectation,
    probability.Variance: _covariance,
    probability.Covariance: _covariance,
    probability.MatCovariance: _covariance_matrix,
    probability.Probability: _probability,
    probability.Indicator: _indicator,
    probability.RandomScalar: _random,
    probability.RandomMatrix: _random,
}
