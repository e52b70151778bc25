"""The largest entry of a vector in index form: max(cu + d) is c·max(u) + d for numbers c ≥ 0 and d."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import Any

from .build import Builder, Terms
from .form import Atom, Ix, Term, is_nonnegative_power, merge

At = tuple[Ix, Ix]
Env = dict[Any, Ix]
_PLACE = "_row"  # the index over which the maximum is taken


def maximum(b: Builder, x: Any, at: At, env: Env) -> Terms:
    terms = b.entry(x.args[0], (_PLACE, None), env)
    same = [t for t in terms if _PLACE not in t.indices()]
    changing = [t for t in terms if _PLACE in t.indices()]
    if not changing:
        return same
    scale, left = _scaled(changing)
    form, slots = b.closed(left, (_PLACE,))
    return same + b.times([scale], b.atom(Atom("max", form=form), slots[1:]))


def _scaled(terms: Terms) -> tuple[Term, Terms]:
    """The number ≥ 0, the same for all entries, that divides every term, and what is left of the terms."""
    common = Fraction(gcd(*(t.coef.numerator for t in terms)), lcm(*(t.coef.denominator for t in terms)))
    powers = [
        {(a, i): p for a, i, p in t.factors if _PLACE not in i and not any(k in t.bound for k in i)} for t in terms
    ]
    shared = {key: min(p[key] for p in powers) for key in powers[0] if all(key in p for p in powers)}
    factors = [(a, i, p) for (a, i), p in shared.items() if is_nonnegative_power(a, p)]
    inverse = [(a, i, -p) for a, i, p in factors]
    left = [Term(t.coef / common, merge([*t.factors, *inverse]), dict(t.bound)) for t in terms]
    return Term(common, factors, {}), left
