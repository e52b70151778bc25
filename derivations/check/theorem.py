"""All steps of a theorem checked, and the message for a step that does not follow."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from derivations.errors import StepError
from derivations.notation.printing import text
from derivations.notation.relations import Relation
from derivations.proof.display import numbers
from derivations.proof.step import Derivation, Step
from derivations.proof.theorem import Theorem

from .claims import check_claim
from .normal.effort import limited


def check_steps(
    derivation: Derivation, degenerate: bool = False, thorough: bool = False, in_time: bool = False
) -> Derivation:
    """The same derivation with a verdict on every step; refuted steps are kept.

    `in_time` is for a reader who waits: it bounds the work on normal forms, beyond which steps are decided by values,
    and the steps end with the first that is not shown.
    """
    begun = time.perf_counter()
    steps: list[Step] = []
    with limited() if in_time else nullcontext():
        for step in derivation.steps:
            if step.claim is not None:
                step = replace(step, verdict=check_claim(step.claim, degenerate, thorough))
            steps.append(step)
            if in_time and not step.verdict.holds:
                break
    return replace(derivation, steps=tuple(steps), seconds=time.perf_counter() - begun)


def check_theorem(theorem: Theorem, thorough: bool = False) -> Derivation:
    """Check a theorem; the first step that does not follow raises StepError."""
    checked = check_steps(theorem.run()[0], thorough=thorough)
    for number, step in zip(numbers(checked), checked.steps, strict=True):
        if not step.verdict.holds:
            raise StepError(describe_failure(theorem.id, number, step))
    return checked


def describe_failure(theorem: str, number: int, step: Step) -> str:
    """File, line, rule, both sides and a counterexample of a step that does not follow."""
    assert step.claim is not None
    rule = f"by '{step.rule}'" if step.rule is not None else "(no rule named)"
    lines = [f"{_short(step.file)}:{step.line}: {theorem}: step {number} does not follow {rule}"]
    if (step.claim.before is not None and not isinstance(step.claim.after, Relation)) or isinstance(
        step.claim.before, Relation
    ):
        lines += [f"  from   {text(step.claim.before)}"]
    lines += [f"  {_sign(step)}  {text(step.claim.after)}", f"  {step.verdict.how}"]
    if step.verdict.counterexample:
        lines += [f"  counterexample: {step.verdict.counterexample}"]
    return "\n".join(lines)


def _sign(step: Step) -> str:
    return (step.relation or "claim").ljust(5)


def _short(file: str) -> str:
    path = Path(file)
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
