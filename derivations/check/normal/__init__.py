"""Normal forms: the checker's way to decide that two expressions are equal for all dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from derivations.errors import DerivationError
from derivations.notation import functions
from derivations.notation.core import minus
from derivations.notation.relations import Equation
from derivations.notation.shapes import convert, shape_of

from .build import Builder
from .exponents import with_logs
from .form import Form, Ix
from .general import generalised, is_large, is_no_arithmetic, with_free_parts, with_values
from .put_back import difference
from .reduce import hypothesis

__all__ = ["cleared", "is_zero", "normal_form", "prove_equal"]


_WAYS = ({}, {"spell_out": True}, {"by_jumps": True})  # in which an expression is built, one after the other


def normal_form(expr: Any, given: Iterable[Any] = (), spell_out: bool = False, by_jumps: bool = False) -> Form:
    """The normal form of an expression under hypotheses (equations, used as rewrites)."""
    builder = Builder(spell_out=spell_out, by_jumps=by_jumps)
    for relation in given:
        if isinstance(relation, Equation):
            rewrite = hypothesis(_form(builder, minus(relation.lhs, relation.rhs)), prefer=_form(builder, relation.lhs))
            if rewrite is not None:
                builder.rewrites.append(rewrite)
    return _form(builder, expr)


def _form(builder: Builder, expr: Any) -> Form:
    rows, cols = shape_of(expr)
    at: tuple[Ix, Ix] = (None if rows == 1 else -1, None if cols == 1 else -2)
    return builder.form(with_logs(builder, builder.simplify(builder.entry(expr, at, {}))))


def is_zero(expr: Any, given: Iterable[Any] = ()) -> bool:
    """Whether an expression is shown to be 0: as it stands, then with σ spelled out, then with u sign(u) for |u|.

    Each is tried as it is, and cleared of denominators.
    """
    given = tuple(g for g in given if isinstance(g, Equation))
    return any(_vanishes(expr, hypotheses, **way) for hypotheses in _hypotheses(given) for way in _WAYS)


def _hypotheses(given: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    """Without the hypotheses first: they are seldom needed, and their rewrites hide what the sides share."""
    return ((), given) if given else ((),)


def _vanishes(expr: Any, given: tuple[Any, ...], spell_out: bool = False, by_jumps: bool = False) -> bool:
    if (spell_out and not _can_be_spelled_out(expr, *given)) or (by_jumps and not _jumps(expr, *given)):
        return False
    builder = Builder(spell_out=spell_out, by_jumps=by_jumps)
    try:
        form = normal_form(expr, given, spell_out, by_jumps)
        return form.is_zero or cleared(builder, form).is_zero
    except (DerivationError, RecursionError):
        return False


def _can_be_spelled_out(*exprs: Any) -> bool:
    """Whether a function in them, or its derivative, can be written in exp, log and | |."""
    used = _used(exprs)
    return any(functions.FUNCTIONS[name].in_exp_log is not None or name == "normal_cdf" for name in used)


def _jumps(*exprs: Any) -> bool:
    """Whether |u| or relu(u) in them may meet a jump at the same place."""
    return not _used(exprs).isdisjoint(("abs", "relu"))


def _used(exprs: Iterable[Any]) -> set[str]:
    return {f.args[0].name for e in exprs for f in e.atoms(*functions.APPLIED)}


def cleared(builder: Builder, form: Form) -> Form:
    """The form times every denominator that stands outside all sums: zero exactly when the form is.

    Where the denominators are positive, it has the sign of the form too.
    """
    for _ in range(4):
        worst: dict[Any, Fraction] = {}
        for term in form.terms:
            for atom, at, power in term.factors:
                if atom.kind == "base" and power < 0 and not set(at) & set(term.bound):
                    worst[atom, at] = min(worst.get((atom, at), Fraction(0)), power)
        if not worst:
            return form
        parts = [list(form.terms)]
        for (atom, at), power in worst.items():
            parts.append(builder.atom(atom, at, -power))
        form = builder.form(builder.times(*parts))
    return form


def prove_equal(lhs: Any, rhs: Any, given: Iterable[Any] = ()) -> bool:
    """Both sides have one normal form, or two more general sides have."""
    given = tuple(g for g in given if isinstance(g, Equation))  # others are no rewrites
    if given:
        return is_zero(minus(lhs, rhs), given)
    sides = _sides(lhs, rhs)
    first = next(sides)
    if _vanishes(minus(*first), ()):
        return True  # as nearly all do
    attempts = [(minus(*s), way) for way, s in product(_WAYS, dict.fromkeys((first, *sides)))]
    return any(_vanishes(side, (), **way) for side, way in attempts[1:]) or _equal_with_values(lhs, rhs)


def _equal_with_values(lhs: Any, rhs: Any) -> bool:
    """Whether both sides are one with the values of what moves put back, and its differentials free."""
    if is_large(convert(lhs), convert(rhs)):
        return False  # of large ones values decide
    for frees in (lambda e: True, is_no_arithmetic):
        found = with_values(lhs, rhs, frees)
        if found is None or not found[-1]:
            return False
        builder = Builder()
        try:
            form = builder.form(with_logs(builder, difference(builder, *found)))
            if form.is_zero or cleared(builder, form).is_zero:
                return True
        except (DerivationError, RecursionError):
            continue
    return False


def _sides(lhs: Any, rhs: Any) -> Iterator[tuple[Any, Any]]:
    """The sides and more general ones, in the order in which they are compared."""
    plain = convert(lhs), convert(rhs)
    large = is_large(*plain)
    wider = generalised(*plain)
    if wider is not None:
        yield wider
        yield generalised(*plain, apart=True) or wider
        if not large:  # of large ones values decide
            yield plain
        return
    if not large:
        yield plain
    yield from (w for alone in (False, True) if (w := with_free_parts(*plain, functions_alone=alone)) is not None)
    if large:
        yield plain
