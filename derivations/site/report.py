"""What `derive check` finds of a theorem: its steps, planted errors, dropped assumptions, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derivations.check import check_steps, describe_failure, dropped_assumptions, planted_errors
from derivations.proof.display import numbers
from derivations.proof.step import Derivation
from derivations.proof.theorem import Theorem


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
            return Report(theorem, derivation, nothing, [], (describe_failure(theorem.id, number, step),))
    planted, dropped = planted_errors(theorem), dropped_assumptions(theorem)
    survived = (
        f"{theorem.id}: step {error.step} holds with a planted error ({error.kind}): {error.expr}"
        for error in planted.survivors
    )
    idle = (f"{theorem.id}: the assumption {d.assumption} is not needed: drop it" for d in dropped if not d.needed)
    return Report(
        theorem,
        derivation,
        {"tried": planted.tried, "refused": planted.refused, "equivalent": planted.equivalent},
        [{"assumption": str(d.assumption), "needed": d.needed, "counterexample": d.counterexample} for d in dropped],
        (*survived, *idle),
    )


def name_of(rule: Any) -> str:
    """What a step's rule is called: a theorem by its id, a rule by its name."""
    return "" if rule is None else rule.id if isinstance(rule, Theorem) else str(rule)
