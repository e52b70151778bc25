"""What a line rests on: rules and theorems, and statements that nobody has proven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from derivations.notation.requirements import Requirement

from .lines import STEPS, Line
from .rule import Known, Use
from .step import Step

_GOES_ON = (*STEPS, "iff", "implies", "therefore", "result", "let")  # a let stands between the lines of a chain


@dataclass(frozen=True)
class Unproven:
    """A statement that a derivation takes as it is: from a book, or from a simulation."""

    evidence: str  # "admitted" or "sampled"
    words: str  # "is not checked; see Billingsley: 22.1"


def sources_of(line: Line) -> tuple[Any, ...]:
    """What one line appeals to, and what that rests on in turn."""
    found: list[Any] = []
    if line.kind == "admitted":
        found.append(Unproven("admitted", f"is not checked; see {line.source}"))
    if line.kind == "simulated":
        found.append(Unproven("sampled", "is a simulation"))
    for item in (line.by, line.using, *line.parts):
        if isinstance(item, Use):
            found.append(item.rule)
        elif isinstance(item, Known | Step):
            found.extend(item.sources)
        elif item is not None:
            found.append(item)
    return tuple(dict.fromkeys(found))


def rests_of(line: Line, steps: Sequence[Step]) -> frozenset[int]:
    """The places of the steps that a line names, and of the one that it goes on from."""
    found: set[int] = set()
    for item in (line.by, line.using, *line.parts):
        found |= item.steps if isinstance(item, Known) else {item.place} if isinstance(item, Step) else set()
    goes_on = line.kind in _GOES_ON or isinstance(line.expr, Requirement)
    if goes_on and steps and steps[-1].kind != "part":
        found.add(len(steps) - 1)
    if line.kind == "hessian":  # the derivative of what was shown to be a gradient
        found |= {s.place for s in steps if s.kind == "gradient"}
    return frozenset(found)


def unproven(sources: Iterable[Any]) -> tuple[Unproven, ...]:
    """Those of the sources that nobody has proven."""
    return tuple(source for source in sources if isinstance(source, Unproven))
