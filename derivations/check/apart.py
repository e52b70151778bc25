"""Values at which one of two statements holds and the other does not: why they are not equivalent."""

from __future__ import annotations

from typing import Any

from derivations.notation.printing import text
from derivations.notation.relations import Equation, Relation
from derivations.proof.claim import Claim
from derivations.proof.lets import recursions

from .numeric import examine
from .obligation import Identity, NonNegative
from .obligations import Refused, expanded

KINDS = ("iff", "implies")


def apart(claim: Claim, strict: bool = False) -> str:
    """Values that tell the statements of an equivalence or of a consequence apart, "" where none are found.

    `strict` counts values at which a statement has no meaning, too.
    """
    found = _found(claim, strict)
    return found[1] if found else ""


def told_apart(claim: Claim) -> str:
    """The same, with which of the two statements fails there."""
    found = _found(claim, strict=False)
    if found is None:
        return ""
    (known, shown), values = found
    return f"{values} of {text(shown)}, while {text(known)} holds"


def _found(claim: Claim, strict: bool) -> tuple[tuple[Relation, Relation], str] | None:
    """The statement that holds, the one that does not, and where."""
    if claim.kind not in KINDS:
        return None
    try:
        claim = expanded(claim)
    except Refused:
        return None  # what its abbreviations stand for can't be written out
    before, after, context = claim.before, claim.after, claim.context
    if not isinstance(before, Relation) or not isinstance(after, Relation):
        return None
    # the values that an author chose are in the way of special ones
    chosen: dict[str, Any] = {} if strict else {"samples": context.samples, "rules": recursions(context.lets)}
    for known, shown in ((before, after), (after, before))[: 2 if claim.kind == "iff" else 1]:
        rests = {"given": (*context.given, known), **chosen}
        if isinstance(shown, Equation):
            part: Identity | NonNegative = Identity(shown.lhs, shown.rhs, **rests)
        else:
            part = NonNegative(shown.gap, **rests, inequality=shown)
        found = examine(part, quick=False, degenerate=strict)
        if found.refuted:
            return (known, shown), found.counterexample
    return None
