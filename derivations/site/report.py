"""What `derive check` finds of a theorem: its steps, planted errors, dropped assumptions, and what is wrong."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derivations.check import check_steps, describe_failure, dropped_assumptions, planted_errors
from derivations.errors import StepError, TheoremError
from derivations.proof.display import numbers
from derivations.proof.step import Derivation
from derivations.proof.theorem import Theorem

from . import by_hand
from .books import citation
from .unsaid import unsaid


class Unfinished(StepError):
    """A theorem that no page can be written of yet, though its steps follow."""


@dataclass(frozen=True)
class Report:
    """One theorem checked; `complaints` is empty when all holds."""

    theorem: Theorem
    derivation: Derivation
    planted: dict[str, int]
    assumptions: list[dict[str, Any]]
    complaints: tuple[str, ...]

    @property
    def as_json(self) -> dict[str, Any]:
        theorem = self.theorem
        steps = [
            {
                "latex": s.latex,
                "relation": s.relation,
                "rule": name_of(s.rule),
                "why": s.why,
                "evidence": s.evidence,
                "number": number,
            }
            for number, s in zip(numbers(self.derivation), self.derivation.steps, strict=True)
            if s.kind != "part"
        ]
        return {
            "id": theorem.id,
            "title": theorem.title,
            "topic": theorem.topic,
            "verdict": self.derivation.verdict,
            "steps": steps,
            "planted": self.planted,
            "assumptions": self.assumptions,
        }


def report(theorem: Theorem, thorough: bool = False) -> Report:
    """Check a theorem. Where a step does not follow, no errors are planted and no assumption is dropped."""
    derivation = check_steps(theorem.run()[0], thorough=thorough)
    for number, step in zip(numbers(derivation), derivation.steps, strict=True):
        if not step.verdict.holds:
            nothing = {"tried": 0, "refused": 0, "equivalent": 0}
            failure = describe_failure(theorem.id, number, step)
            return Report(theorem, derivation, nothing, [], (failure, *unfinished(theorem)))
    planted, dropped = planted_errors(theorem), dropped_assumptions(theorem)
    return Report(
        theorem,
        derivation,
        {"tried": planted.tried, "refused": planted.refused, "equivalent": planted.equivalent},
        [
            {
                "assumption": str(d.assumption),
                "needed": d.needed,
                "counterexample": d.counterexample,
                "asked": d.asked,
            }
            for d in dropped
        ],
        complaints(theorem, planted, dropped),
    )


def complaints(theorem: Theorem, planted: Any, dropped: Iterable[Any]) -> tuple[str, ...]:
    """What is wrong with a theorem whose steps follow."""
    survived = (
        f"{theorem.id}: step {error.step} holds with a planted error ({error.kind}): {error.expr}"
        for error in planted.survivors
    )
    idle = (f"{theorem.id}: the assumption {d.assumption} is not needed: drop it" for d in dropped if not d.needed)
    return (*survived, *idle, *by_hand.complaints(theorem), *unfinished(theorem))


def unfinished(theorem: Theorem) -> Iterator[str]:
    """What no page can be written with: sources that name no book, and places that the author has yet to fill."""
    for cite in theorem.cites:
        try:
            citation(cite)
        except TheoremError as problem:
            yield f"{theorem.id}: {problem}"
    path = Path(theorem.file)
    lines = _lines(path) if path.is_file() else []
    left = [str(number) for number, line in enumerate(lines, 1) if re.search(r"\bTODO\b", line)]
    if left:
        yield f"{theorem.id}: a TODO is left in line{'s' * (len(left) > 1)} {', '.join(left)} of {path.name}"
    if theorem.topic:  # one of the catalogue, whose page is for everybody
        yield from (f"{theorem.id}: {said}" for said in unsaid(theorem))


def _lines(path: Path) -> list[str]:
    with tokenize.open(path) as file:  # in the encoding that it names
        return file.read().splitlines()


def name_of(rule: Any) -> str:
    """What a step's rule is called: a theorem by its id, a rule by its name."""
    return "" if rule is None else rule.id if isinstance(rule, Theorem) else str(rule)
