"""What a line may name as its reason: a rule, a rule applied to something, a theorem, or what is known already."""

from __future__ import annotations

from typing import Any

from .lines import spelled
from .rule import Known, Rule, Use


def problem_with(by: Any, called: str = "") -> str:
    """Why this can't be a reason, or nothing; `called` is the name that a rule has where it is used."""
    from .theorem import Theorem

    if by is None:
        return ""
    if isinstance(by, str):
        return f"by={by!r} is text, expected a rule or a theorem; import it from derivations.calculus.rules"
    if not isinstance(by, Rule | Use | Known | Theorem):
        return f"by={spelled(by)}: expected a rule or a theorem"
    if isinstance(by, Rule) and by.conditions:
        asked = by.conditions[0].text.format(*by.conditions[0].names.split())
        applied = f"by={called or 'rule'}(…)"
        return f"rule '{by.name}' has a side condition ({asked}): name what it is applied to, {applied}"
    return ""
