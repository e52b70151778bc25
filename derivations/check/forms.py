"""Normal forms under hypotheses, of what may have none: also with σ and its like spelled out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from derivations.errors import DerivationError
from derivations.notation.core import minus
from derivations.notation.relations import Equation

from .normal import cleared, normal_form
from .normal.build import Builder
from .normal.form import Form


def normal_forms(expr: Any, given: tuple[Any, ...], spell_out: bool = False) -> Iterator[Form]:
    try:
        yield _normal_form(expr, tuple(g for g in given if isinstance(g, Equation)), spell_out)
    except (DerivationError, RecursionError):
        return


@lru_cache(maxsize=512)  # much is asked again while requirements are found one by one
def _normal_form(expr: Any, given: tuple[Any, ...], spell_out: bool) -> Form:
    return normal_form(expr, given, spell_out)


def forms(expr: Any, given: tuple[Any, ...]) -> Iterator[Form]:
    """Its normal form, and the same with σ and its like spelled out, over positive denominators."""
    yield from normal_forms(expr, given)
    for form in normal_forms(expr, given, spell_out=True):
        if all(a.positive for t in form.terms for a, _, power in t.factors if power < 0):
            yield from _cleared(form)


def _cleared(form: Form) -> Iterator[Form]:
    try:
        yield cleared(Builder(), form)
    except (DerivationError, RecursionError):
        return


def is_same(a: Any, b: Any, given: tuple[Any, ...]) -> bool:
    """By the normal form of each, which is made once; by that of the difference only where denominators may cancel."""
    for spell_out in (False, True):
        ours, theirs = ([*normal_forms(e, given, spell_out)] for e in (a, b))
        if ours and ours == theirs:
            return True
        if not any(power < 0 for form in (*ours, *theirs) for t in form.terms for _, _, power in t.factors):
            continue
        if any(form.is_zero for form in forms(minus(a, b), given)):
            return True
    return False
