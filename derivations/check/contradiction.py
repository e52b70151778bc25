"""Hypotheses and facts that no values fit: whatever follows from them would be true, and say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sympy import Basic

from derivations.errors import DerivationError
from derivations.notation.core import minus, negative
from derivations.notation.printing import text
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.relations import Equation, Relation
from derivations.notation.sequences import FunctionValue, GradientValue, HessianValue, Member, ScalarMember
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import Dim, MatrixAtom, ScalarSymbol
from derivations.proof.claim import Claim

from .declared import nothing_is
from .elimination import contradict
from .normal import normal_form
from .obligations import Refused, expanded
from .parts import named_in
from .unfit import in_numbers, is_above_zero, no_number_fits

_THINGS = (
    *(Dim, ScalarSymbol, MatrixAtom, RandomScalar, RandomMatrix),
    *(Member, ScalarMember, FunctionValue, GradientValue, HessianValue),
)


def contradiction(claim: Claim) -> str:
    """Why no values fit what is declared or supposed, where it is seen; "" says nothing."""
    stated = _stated(claim)
    if nothing := nothing_is(stated) or _of_two_things(stated):
        return nothing
    if not claim.context.given:
        return ""
    try:
        return _among(expanded(claim).context.given)
    except Refused:
        return ""  # what its abbreviations stand for can't be written out


def _stated(claim: Claim) -> tuple[Any, ...]:
    """All that a claim speaks of."""
    lets = (side for pair in claim.context.lets for side in pair)
    return claim.before, claim.after, claim.factor, claim.wrt, *claim.context.given, *lets


def _of_two_things(stated: tuple[Any, ...]) -> str:
    """That one name stands for two things: to the checker they would be one."""
    known: dict[str, Any] = {}
    for x in sorted({x for e in stated if isinstance(e, Basic) for x in named_in(e, *_THINGS)}, key=str):
        name, what = _name_and_thing(x)
        if known.setdefault(name, what) != what:
            return f"two things are called {name}, with different facts or shapes: give one of them another name"
    return ""


def _name_and_thing(x: Any) -> tuple[str, Any]:
    """Of a member of a sequence and of a value of a function the sequence and the function."""
    if isinstance(x, Member | ScalarMember | FunctionValue | GradientValue | HessianValue):
        name, _, *facts = x.args
        kind = "sequence" if isinstance(x, Member | ScalarMember) else "function"
        return str(name), (kind, facts[-1] if kind == "function" else tuple(facts))
    return str(x), x


@lru_cache(maxsize=256)
def _among(given: tuple[Any, ...]) -> str:
    stated = tuple(g for g in given if isinstance(g, Relation))
    for g in stated:
        if any(_is_negative(e) or no_number_fits(e) for e in in_numbers(g)):
            return f"no values fit what is supposed: {text(g)} never holds"
    relations = tuple(g for g in stated if not is_matrix(g.gap))
    for k, g in enumerate(relations):
        for h in relations[:k]:
            if _is_negative(g, (h,)) or _is_negative(h, (g,)):
                return f"no values fit what is supposed: {text(h)} and {text(g)} never hold together"
    if len(relations) > 2 and _contradict(relations):
        *some, last = map(text, _needed(relations))
        return f"no values fit what is supposed: {', '.join(some)} and {last} never hold together"
    return ""


def _contradict(relations: tuple[Relation, ...]) -> bool:
    """Whether sums of multiples of the gaps show that not all can hold."""
    equal = [f for g in relations if isinstance(g, Equation) for f in _forms(g.gap, ())]
    return contradict((f for g in relations if not isinstance(g, Equation) for f in _forms(g.gap, ())), equal)


def _needed(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Those that contradict each other, without the others."""
    for g in relations:
        others = tuple(h for h in relations if h is not g)
        if _contradict(others):
            return _needed(others)
    return relations


def _is_negative(g: Relation, others: tuple[Relation, ...] = ()) -> bool:
    """Whether the gap of a relation is negative wherever the others hold; of an equation, or positive."""
    gap = g.gap
    below = [negative(gap), *(minus(negative(gap), h.gap) for h in others if not isinstance(h, Equation))]
    either = [*below, gap] if isinstance(g, Equation) else below
    return any(f.is_positive for e in either for f in _forms(e, others)) or any(map(is_above_zero, either))


def _forms(expr: Any, given: tuple[Relation, ...]) -> Iterator[Any]:
    try:
        yield normal_form(expr, given)
    except (DerivationError, RecursionError):
        return
