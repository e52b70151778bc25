"""Why an expression is never negative: read off its form, case by case, or as a convex function with minimum zero.

Only laws of rules rest on this. A step that says ≤ or ≥ names the inequality that it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from derivations.errors import DerivationError
from derivations.notation import functions, probability
from derivations.notation.core import minus
from derivations.notation.differentials import differential_of
from derivations.notation.facts import is_nonnegative
from derivations.notation.linear import MatSumOver, SumOver
from derivations.notation.relations import Equation
from derivations.notation.shapes import convert, same_shape, shape_of
from derivations.notation.symbols import MatrixAtom, ScalarSymbol, facts_of

from .normal import cleared, normal_form
from .normal.build import Builder
from .normal.form import Atom, Form
from .normal.replace import replaced
from .parts import nodes_of

_CONVEX_DOMAINS = {"positive", "nonnegative"}
_SMOOTH = {"scalar", "matrix", "dim", "exp", "log", "base", "fn", "number", "log number", "delta", "d"}


def why_nonnegative(gap: Any) -> str:
    """How gap ≥ 0 is shown for all values of its symbols, or "" where it is not."""
    if _by_form(gap):
        return "the gap is non-negative as it is written"
    if _by_cases(gap, ()):
        return "the gap is non-negative in each case of its indicators"
    at = _by_convexity(gap)
    return f"the gap is convex with its minimum 0 at {at}" if at else ""


def _by_form(gap: Any) -> bool:
    if is_nonnegative(gap):
        return True
    try:
        return normal_form(gap).is_nonnegative
    except (DerivationError, RecursionError):
        return False


# --- cases ------------------------------------------------------------------------------------------------------------


def _by_cases(gap: Any, known: tuple[Any, ...]) -> bool:
    """Each indicator is 1, where its relation holds, or 0, where the relation fails."""
    nodes = list(nodes_of(gap))
    if any(isinstance(x, SumOver | MatSumOver) or probability.is_over_spaces(x) for x in nodes):
        return False  # one case need not hold for all terms of a sum, or for all outcomes
    found = next((x for x in nodes if isinstance(x, probability.Indicator)), None)
    if found is None:
        return bool(known) and any(_by_form(_less(gap, chosen)) for chosen in _subsets(known))
    event = found.args[0]
    fails = () if isinstance(event, Equation) else (-event.gap,)
    cases = ((1, (event.gap,)), (0, fails))
    return all(_by_cases(gap.xreplace({found: convert(value)}), (*known, *more)) for value, more in cases)


def _subsets(items: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for size in range(len(items) + 1):
        yield from combinations(items, size)


def _less(gap: Any, known: Iterable[Any]) -> Any:
    for part in known:
        gap = minus(gap, part)
    return gap


# --- convexity --------------------------------------------------------------------------------------------------------


def _by_convexity(gap: Any) -> str:
    """A point where gap and its differential vanish, if the second differential is ≥ 0 on a convex domain."""
    try:
        symbols = sorted(gap.atoms(ScalarSymbol, MatrixAtom), key=lambda s: s.name)
        for x in symbols:
            if set(facts_of(x)) <= _CONVEX_DOMAINS and _is_convex(gap, x):
                for name, point in _points(x, symbols):
                    if _vanishes(gap, x, point) and _vanishes(differential_of(gap, x), x, point):
                        return f"{x} = {name}"
    except (DerivationError, RecursionError):
        return ""
    return ""


def _is_convex(gap: Any, x: Any) -> bool:
    """Twice differentiable wherever the facts allow, with a second differential that is ≥ 0 by form."""
    if not _is_smooth(normal_form(gap)):
        return False
    second = normal_form(differential_of(differential_of(gap, x), x))
    return second.is_nonnegative or (_is_smooth(second) and cleared(Builder(), second).is_nonnegative)


def _is_smooth(form: Form) -> bool:
    """Smooth at every value: no kink, no division by what may vanish, no logarithm of what may not be positive."""
    for term in form.terms:
        for atom, _, power in term.factors:
            if atom.kind not in _SMOOTH or (not atom.positive and (power.denominator != 1 or power < 0)):
                return False
            if atom.kind == "fn" and functions.FUNCTIONS[atom.name].kink is not None:
                return False
            if atom.form is not None and not _is_smooth(atom.form):
                return False
            if atom.kind == "log" and not (atom.form is not None and atom.form.is_positive):
                return False
    return True


def _points(x: Any, symbols: list[Any]) -> Iterator[tuple[str, Any]]:
    """Where the minimum may be: at 1, at 0, or at another symbol with the same facts."""
    yield "1", 1
    if "positive" not in facts_of(x):
        yield "0", 0
    for other in symbols:
        alike = type(other) is type(x) and same_shape(shape_of(other), shape_of(x)) and facts_of(other) == facts_of(x)
        if alike and other != x:
            yield other.name, other


def _vanishes(expr: Any, x: Any, point: Any) -> bool:
    b = Builder()
    target = _atom_of(b, x)
    value = lambda at: b.number(point) if isinstance(point, int) else b.atom(_atom_of(b, point), at)  # noqa: E731
    return b.form(replaced(b, b.scalar(expr, {}), target, value)).is_zero


def _atom_of(b: Builder, x: Any) -> Atom:
    rows, cols = shape_of(x)
    place = (None if rows == 1 else "r", None if cols == 1 else "c")
    return b.entry(x, place, {})[0].factors[0][0]
