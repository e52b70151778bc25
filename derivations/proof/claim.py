"""What one step asserts, as plain data: the only thing that the checker sees of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from derivations.notation.relations import Relation

from .rule import Known, Rule

KINDS = (
    "equal",  # before = after
    "gradient",  # before = ⟨after, d wrt⟩
    "linear map",  # before = after · d wrt   (Jacobian, Hessian)
    "at most",  # before ≤ after
    "at least",  # before ≥ after
    "holds",  # the relation `after` holds
    "law",  # the same, where an inequality may be shown without one that is known already
    "iff",  # before ⇔ after, both relations
    "implies",  # before ⇒ after
    "limit",  # before → after as wrt → ∞
    "induction",  # `after` for every value of `wrt`, from a base case and a step
    "admitted",
    "simulated",
)


@dataclass(frozen=True)
class Context:
    """What may be taken for granted: hypotheses, named quantities, and how to choose values that fit the hypotheses."""

    given: tuple[Any, ...] = ()
    lets: tuple[tuple[Any, Any], ...] = ()
    samples: tuple[tuple[Any, Any], ...] = ()

    def ties(self, variable: Any) -> Relation | None:
        """What is supposed of a variable that a derivative moves; a requirement holds all around where it holds."""
        return next((r for r in self.given if isinstance(r, Relation) and variable in r.free_symbols), None)

    def without(self, supposed: Any, samples: int) -> Context:
        """Before a relation was supposed, with so many samples: an equivalence must hold whether it does or not."""
        given = tuple(g for g in self.given if g != supposed)
        return replace(self, given=given, samples=self.samples[: len(self.samples) - samples])


@dataclass(frozen=True)
class Claim:
    """One assertion. `after` is what the author wrote; planted errors replace it and nothing else."""

    kind: str
    before: Any
    after: Any
    context: Context = Context()
    wrt: Any = None
    factor: Any = None
    rule: Rule | None = None
    using: Known | None = None
    parts: tuple[Any, ...] = ()  # base case and step of an induction
    experiment: Any = None
    source: str = ""
