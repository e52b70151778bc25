"""Planted errors: every step is changed in small ways; the checker must refuse each change or show it equivalent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from derivations.errors import DerivationError
from derivations.notation.core import times
from derivations.notation.relations import Equation, Relation
from derivations.proof.claim import Claim
from derivations.proof.display import numbers
from derivations.proof.step import Derivation, Step
from derivations.proof.theorem import Theorem

from .claims import check_claim
from .mutations import mutations
from .normal import prove_equal
from .obligations import expand, ratio

UNTOUCHED = ("admitted", "simulated")  # they claim nothing that the checker decides


@dataclass(frozen=True)
class Planted:
    """One changed step and what became of it: "refused", "equivalent" or "survived"."""

    step: int
    kind: str
    expr: str
    outcome: str
    by: str  # "shape", "value", "form": how it was refused


@dataclass(frozen=True)
class PlantedReport:
    """All planted errors of one theorem."""

    errors: tuple[Planted, ...]

    @property
    def tried(self) -> int:
        return len(self.errors)

    @property
    def refused(self) -> int:
        return sum(e.outcome == "refused" for e in self.errors)

    @property
    def equivalent(self) -> int:
        return sum(e.outcome == "equivalent" for e in self.errors)

    @property
    def survivors(self) -> tuple[Planted, ...]:
        return tuple(e for e in self.errors if e.outcome == "survived")

    def by_kind(self) -> dict[str, int]:
        return dict(sorted(Counter(e.kind for e in self.errors).items()))


def planted_errors(theorem: Theorem, sites: int = 2) -> PlantedReport:
    """Plant errors of every kind at up to `sites` places of every step of a theorem."""
    derivation, scope = theorem.run()
    symbols = tuple(scope.symbols.values())
    found = [
        error
        for number, step in zip(numbers(derivation), derivation.steps, strict=True)
        if step.claim is not None and step.claim.kind not in UNTOUCHED
        for error in _of_step(number, step, symbols, sites, _inductions(derivation, step))
    ]
    return PlantedReport(tuple(found))


def _inductions(derivation: Derivation, step: Step) -> tuple[Claim, ...]:
    """The inductions that a step is the base case or the induction step of."""
    claims = (other.claim for other in derivation.steps)
    return tuple(c for c in claims if c is not None and any(part is step for part in c.parts))


def _of_step(
    number: int, step: Step, symbols: tuple[Any, ...], sites: int, inductions: tuple[Claim, ...]
) -> Iterator[Planted]:
    claim = step.claim
    assert claim is not None
    for kind, changed in mutations(claim, symbols, sites):
        if isinstance(changed, DerivationError):
            yield Planted(number, kind, str(changed), "refused", "shape")
        else:
            outcome = _outcome(claim, changed)
            if outcome[0] == "survived" and _breaks(step, changed, inductions):
                outcome = "refused", "form"
            yield Planted(number, kind, str(changed.after), *outcome)


def _breaks(step: Step, changed: Claim, inductions: tuple[Claim, ...]) -> bool:
    """Whether the changed step is of no use to an induction: true perhaps, but about something else."""
    wrong = replace(step, expr=changed.after, claim=changed)
    swapped = (replace(c, parts=tuple(wrong if part is step else part for part in c.parts)) for c in inductions)
    return any(not check_claim(c, hunting=True).holds for c in swapped)


def _outcome(claim: Claim, changed: Claim) -> tuple[str, str]:
    verdict = check_claim(changed, hunting=True)
    if not verdict.holds:
        return "refused", "value" if verdict.counterexample else "form"
    return ("equivalent", "") if _same(claim, changed) else ("survived", "")


def _same(claim: Claim, changed: Claim) -> bool:
    """Whether the changed step says the same as the step, by normal form."""
    if claim.kind != changed.kind:
        return False
    lets = claim.context.lets
    given = tuple(expand(g, lets) for g in claim.context.given)
    a, b = expand(claim.after, lets), expand(changed.after, lets)
    if isinstance(a, Relation):
        if type(a) is not type(b):
            return False
        c = ratio(a.gap, b.gap, given)
        reversible = c != 0 and (c > 0 or isinstance(a, Equation))
        return bool(reversible) and prove_equal(a.gap, times(c, b.gap), given)
    return prove_equal(a, b, given)


__all__ = ["Planted", "PlantedReport", "planted_errors"]
