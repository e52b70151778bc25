"""Limits of scalar expressions, by SymPy, where the variable grows without bound and everything else stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from derivations.errors import DerivationError, NotSupported
from derivations.notation.core import Kept
from derivations.notation.facts import is_nonnegative
from derivations.notation.instances import rests_on
from derivations.notation.printing import text
from derivations.notation.symbols import Dim, ScalarSymbol, facts_of
from derivations.proof.verdict import Verdict

from .obligation import Limit

_BOUNDED = ("below", "unit_interval", "binary")
_INFINITE = {sympy.oo: "∞", -sympy.oo: "−∞", sympy.zoo: "infinite", sympy.nan: "undefined"}


def check_limit(part: Limit) -> Verdict:
    """Whether SymPy finds the stated limit, of an expression in which nothing moves but the variable."""
    tied = _tied(part)
    if tied:
        return Verdict("refuted", tied)
    if part.value in _INFINITE:
        return Verdict("refuted", "a limit is a number: that an expression grows without bound is not supported yet")
    n = sympy.Dummy("n", positive=True)
    try:
        expr, value = _plain(part.expr, {part.variable: n}, n), _plain(part.value, {}, n)
    except DerivationError as problem:
        return Verdict("refuted", f"the limit could not be taken: {problem}")
    try:
        found = sympy.limit(expr, n, sympy.oo)
        holds = sympy.simplify(found - value) == 0
    except NotImplementedError as problem:
        return Verdict("refuted", f"the limit could not be taken: {_why_not(problem, expr, n, part.variable)}")
    except (ValueError, TypeError) as problem:
        return Verdict("refuted", f"the limit could not be taken: {problem}")
    if not holds:
        return _another(found, part)
    factor = next(_may_vanish(expr, n), None)
    if factor is not None:
        return Verdict("refuted", f"the limit may be another where {factor} is zero; declare that it is not")
    return Verdict("symbolic", "the limit of a scalar expression, by SymPy")


def _tied(part: Limit) -> str:
    """Why the variable can't grow without bound while everything else stays as it is; "" where it can."""
    n = part.variable
    if not isinstance(n, Dim | ScalarSymbol):
        return f"a limit is taken in a dimension or a scalar, and {text(n)} is neither"
    bounded = next((fact for fact in _BOUNDED if fact in facts_of(n)), None)
    if bounded is not None:
        value = facts_of(n)[bounded]
        fact = f"below {text(value)}" if bounded == "below" else bounded.replace("_", " ")
        return f"{n} is declared {fact}, so it does not grow without bound"
    for given in part.given:
        if given.has(n) or rests_on(given, n):
            return f"{text(given)} is supposed, so not everything else stays as it is while {n} grows"
    moved = next((name for e in (part.expr, part.value) if (name := rests_on(e, n))), "")
    if moved:
        return f"{moved} is declared in terms of {n}, so it does not stay as it is while {n} grows"
    return ""


def _another(found: Any, part: Limit) -> Verdict:
    if isinstance(found, sympy.AccumBounds):
        between = f"{text(found.min)} and {text(found.max)}"
        return Verdict("refuted", f"there is no limit: {text(part.expr)} keeps moving between {between}")
    if found not in _INFINITE and found.has(*_INFINITE):
        return Verdict("refuted", "the limit could not be taken: it depends on signs that are not declared")
    said = f"the limit is {_INFINITE.get(found) or text(found)}"
    return Verdict("refuted", said, counterexample=f"{said}, not {text(part.value)}")


def _why_not(problem: NotImplementedError, expr: Any, n: Any, variable: Any) -> str:
    """SymPy reads (−1)ⁿ as a complex power, and what it says of that is of no use to a reader."""
    for part in expr.atoms(sympy.Pow):
        if part.exp.has(n) and not part.base.is_nonnegative:
            return (
                f"the powers {text(part.xreplace({n: variable}))} of what is not shown to be ≥ 0 are not supported yet"
            )
    return str(problem)


def _may_vanish(expr: Any, n: Any) -> Iterator[Any]:
    """Factors of n in sums and exponents that are not shown to be nonzero: SymPy takes it for granted that they are."""
    for part in sympy.preorder_traversal(expr):
        grown = [part] if part.is_Add else list(part.args[-1:]) if part.is_Pow or isinstance(part, sympy.exp) else []
        for x in grown:
            factors: dict[Any, Any] = {}
            for term in sympy.Add.make_args(sympy.expand(x)):
                factor, moving = term.as_independent(n, as_Add=False)
                if moving != 1 or part.is_Pow:
                    factors[moving] = factors.get(moving, 0) + factor
            yield from (f for f in map(sympy.factor, factors.values()) if not f.is_nonzero)


def _plain(expr: Any, mapping: dict[Any, Any], n: Any) -> Any:
    """The expression over SymPy's own symbols and operations; refused where a part that depends on n has none."""
    for s in expr.atoms(ScalarSymbol) - mapping.keys():
        signed = {"nonnegative": True} if is_nonnegative(s) else {}  # a declared interval tells SymPy nothing
        mapping[s] = sympy.Symbol(s.name, **(s.assumptions0 | signed | {"commutative": True}))
    made = sympy.sympify(expr.xreplace(mapping).doit())
    for part in sympy.preorder_traversal(made):
        if isinstance(part, Kept) and n in part.atoms(sympy.Symbol):  # type: ignore[attr-defined] - a size may hold n
            raise NotSupported(f"not supported yet: the limit of {part}")
    return made
