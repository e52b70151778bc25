"""What a line rests on: rules and theorems, and statements that nobody has proven."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .lines import Line
from .rule import Known, Use
from .step import Step


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


def unproven(sources: Iterable[Any]) -> tuple[Unproven, ...]:
    """Those of the sources that nobody has proven."""
    return tuple(source for source in sources if isinstance(source, Unproven))
