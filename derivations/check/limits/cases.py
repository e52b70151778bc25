"""A limit that turns on a sign that is not declared may be the stated one whatever the sign is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy

from .expand import limit_of
from .series import Unshown, is_zero
from .signs import NONZERO, POSITIVE, Facts, Undecided, product_of_logarithms

_DEPTH = 3  # of cases within cases


@dataclass(frozen=True)
class Asked:
    """expr → value as n grows, in SymPy's symbols, with what is known of the parameters."""

    expr: Any
    value: Any
    n: Any
    facts: Facts


def holds_in_all_cases(asked: Asked, of: Any, depth: int = _DEPTH) -> bool:
    """Whether the limit is proven where the expression is positive, where it is zero, and where it is negative."""
    x = decisive(of, asked.facts)
    return all(case is not None and _holds(case, depth - 1) for case in _cases(asked, x))


def _holds(asked: Asked, depth: int) -> bool:
    try:
        found = limit_of(asked.expr, asked.n, asked.facts)
    except Undecided as problem:
        return depth > 0 and holds_in_all_cases(asked, problem.of, depth)
    except Unshown:
        return False
    return bool(found.is_finite) and is_zero(found - asked.value)


def _cases(asked: Asked, x: Any) -> Iterator[Asked | None]:
    """One for each sign that x can have; None for one that can't be put into the expression."""
    t = sympy.Dummy("t", positive=True)
    s = next((s for s in sorted(x.free_symbols, key=str) if (slope := x.diff(s)).is_number and slope != 0), None)
    for sign in sorted(asked.facts.signs(x)):
        if s is not None:  # written in terms of how far x is from zero
            yield _put(asked, s, sympy.expand(s + (sign * t - x) / x.diff(s)))
        elif sign == 0:
            yield None
        else:
            known = ((x, frozenset({sign})), *asked.facts.known)
            yield Asked(asked.expr, asked.value, asked.n, Facts(asked.facts.ways, known))


def _put(asked: Asked, s: Any, value: Any) -> Asked:
    put = {s: value}
    ways = ({k: v.xreplace(put) for k, v in way.items() if k != s} for way in asked.facts.ways)
    known = [(gap.xreplace(put), signs) for gap, signs in asked.facts.known]
    known.append((value, asked.facts.signs(s)))
    facts = Facts(ways, ((gap, signs) for gap, signs in known if not gap.is_number))
    return Asked(asked.expr.xreplace(put), asked.value.xreplace(put), asked.n, facts)


def decisive(x: Any, facts: Facts) -> Any:
    """The part of an expression on which its sign turns: a − b for log(a/b), r for 2·r²."""
    whole = product_of_logarithms(x)
    if whole is not None:
        x = whole - 1
    x = sympy.factor_terms(sympy.factor(sympy.together(x)))
    unknown = (f for f in sympy.Mul.make_args(x) if not f.is_number and not facts.signs(f) <= POSITIVE)
    part = next((f for f in unknown if not facts.signs(f) <= NONZERO or f == x), x)
    part = part.base if part.is_Pow and part.exp.is_Integer else part
    part = sympy.factor_terms(part).as_coeff_Mul()[1]
    return -part if part.could_extract_minus_sign() else part
