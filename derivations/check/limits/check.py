"""Whether an expression tends to a value: proven from its first terms, and looked at again at numbers.

Where parameters occur, SymPy's own limit is no proof: it takes one branch where the limit depends on their order.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation.instances import rests_on
from derivations.notation.printing import text
from derivations.notation.symbols import Dim, ScalarSymbol, facts_of
from derivations.proof.verdict import Verdict

from ..obligation import Limit
from .cases import Asked, decisive, holds_in_all_cases
from .expand import limit_of
from .numbers import disagreement, is_nowhere
from .oscillating import oscillating, vanish
from .parameters import Values, at, points, read
from .series import Unshown, is_zero
from .signs import Facts, Undecided

_BOUNDED = ("below", "unit_interval", "binary")
_NOT_TAKEN = "the limit could not be taken"
_INFINITE = {sympy.oo: "∞", -sympy.oo: "−∞"}
_NO_NUMBERS = (*_INFINITE, sympy.zoo, sympy.nan)
_FAILURES = (NotImplementedError, ValueError, TypeError, RecursionError)  # of SymPy, where it finds no limit
_MOST_BITS = 4  # parameters that are 0 or 1, each of which doubles the cases
_SIMPLEST = 12  # values to look at first: most often one of them is a counterexample


def check_limit(part: Limit) -> Verdict:
    """Whether the stated limit is that of an expression in which nothing moves but the variable."""
    found = _check(part)
    return found if found.holds or found.counterexample else _where_0_and_1(part) or found


def _where_0_and_1(part: Limit, most: int = _MOST_BITS) -> Verdict | None:
    """What is proven where a binary parameter is 0, and where it is 1."""
    symbols = {s for e in (part.expr, part.value) for s in e.atoms(ScalarSymbol) - {part.variable}}
    bit = min((s for s in symbols if "binary" in facts_of(s)), key=str, default=None)
    if bit is None or not most:
        return None
    for value in (sympy.Integer(0), sympy.Integer(1)):
        put = {bit: value}
        try:
            expr, stated = part.expr.xreplace(put), part.value.xreplace(put)
            case = Limit(expr, part.variable, stated, tuple(g.xreplace(put) for g in part.given))
            if not _check(case).holds and _where_0_and_1(case, most - 1) is None:
                return None
        except (DerivationError, ZeroDivisionError, *_FAILURES):
            return None
    return Verdict("symbolic", "the limit of a scalar expression, case by case read off its first terms")


def _check(part: Limit) -> Verdict:
    tied = _tied(part)
    if tied:
        return Verdict("refuted", tied)
    if part.value.has(*_NO_NUMBERS):
        return Verdict("refuted", "a limit is a number: that an expression grows without bound is not supported yet")
    try:
        asked, names = read(part)
    except DerivationError as problem:
        return Verdict("refuted", f"the limit could not be taken: {problem}")
    try:
        return _compared(part, asked, names, limit_of(asked.expr, asked.n, asked.facts))
    except Undecided as problem:
        if (found := _counterexample(part, _SIMPLEST)) is not None:
            return found
        if holds_in_all_cases(asked, problem.of):
            return _confirmed(part, "case by case read off its first terms")
        sign = text(decisive(problem.of, asked.facts).xreplace(names))
        why = f"the limit is not shown without the sign of {sign}, which is not declared"
    except (Unshown, DerivationError, *_FAILURES) as problem:
        if asked.expr.free_symbols <= {asked.n}:
            return _by_sympy(part, asked, names)
        why = f"the limit is not shown: {problem}"
    return _counterexample(part) or Verdict("refuted", why)


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


def _compared(part: Limit, asked: Asked, names: dict[Any, Any], found: Any) -> Verdict:
    """What is found against what is stated."""
    if found not in _INFINITE and is_zero(found - asked.value):
        return _confirmed(part, "read off its first terms")
    said = f"the limit is {_INFINITE.get(found) or text(found.xreplace(names))}"
    if found in _INFINITE or _counterexample(part) is not None:
        return Verdict("refuted", said, counterexample=f"{said}, not {text(part.value)}")
    return Verdict("refuted", f"{said}, and it is not shown that this is {text(part.value)}")


def _confirmed(part: Limit, how: str) -> Verdict:
    """What is proven, unless no numbers speak for it."""
    if is_nowhere(part):
        return Verdict("refuted", f"it has no value where {text(part.variable)} is large, so no limit")
    numbers = disagreement(part)
    if numbers:
        return Verdict("refuted", f"not shown: {numbers}, and no nearer further on")
    return Verdict("symbolic", f"the limit of a scalar expression, {how}")


def _by_sympy(part: Limit, asked: Asked, names: dict[Any, Any]) -> Verdict:
    """SymPy's limit of an expression without parameters; its bounds for what keeps moving need not be reached."""
    moving = oscillating(asked.expr, asked.n)
    unshown = f"the limit is not shown: {text(moving[0].xreplace(names))} keeps moving" if moving else _NOT_TAKEN
    try:
        found = sympy.limit(asked.expr, asked.n, sympy.oo)
    except _FAILURES:
        return Verdict("refuted", unshown)
    if found.has(asked.n, sympy.Limit, sympy.AccumBounds) or not (found in _INFINITE or found.is_real):
        return Verdict("refuted", unshown)
    if moving and not vanish(asked.expr, moving, asked.n):
        return Verdict("refuted", unshown)
    if found not in _INFINITE and is_zero(found - asked.value):
        return _confirmed(part, "by SymPy")
    said = f"the limit is {_INFINITE.get(found) or text(found)}"
    return Verdict("refuted", said, counterexample=f"{said}, not {text(part.value)}")


def _counterexample(part: Limit, most: int | None = None) -> Verdict | None:
    """Values of the parameters at which the limit is another."""
    for values in islice(points(part), most):
        found = _another_at(part, values)
        if found is not None:
            return found
    return None


def _another_at(part: Limit, values: Values) -> Verdict | None:
    try:
        expr, value, n = at(part, values)
        if not (value.is_number and value.is_finite) or not expr.free_symbols <= {n} or expr.has(*_NO_NUMBERS):
            return None
        found = limit_of(expr, n, Facts())
    except (DerivationError, Unshown, Undecided, *_FAILURES):
        return None
    if found not in _INFINITE and not (found.is_number and is_away(found - value)):
        return None
    where = " and ".join(f"{text(s)} = {text(x)}" for s, x in values.items())
    said = f"the limit is {_INFINITE.get(found) or text(found)}" + (f" at {where}" if where else "")
    return Verdict("refuted", said, counterexample=f"{said}, not {text(value)}")


def is_away(x: Any) -> bool:
    """A number that is not zero, nor so near to it that it may be."""
    return bool(abs(sympy.N(x, 30)) > sympy.Float("1e-20"))
