"""Steps and derivations: plain data once made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Tuple

from derivations.errors import MathError
from derivations.notation.printing import latex, text
from derivations.notation.relations import Relation
from derivations.notation.requirements import Requirement

from .claim import Claim
from .lets import expand
from .rule import Combinable, Known, Use, from_relation
from .specialise import specialise
from .verdict import NOTHING_CLAIMED, Verdict, weakest


@dataclass(frozen=True)
class Step(Combinable):
    """One line of a derivation: what it says, by which rule, why, and the evidence found for it."""

    kind: str
    relation: str
    head: str  # LaTeX of the left side where the line shows one, else ""
    head_text: str
    expr: Any
    by: Any
    why: str
    name: str
    label: str
    claim: Claim | None
    file: str
    line: int
    wrt: Any = None
    verdict: Verdict = NOTHING_CLAIMED
    sources: tuple[Any, ...] = field(default=())
    given: tuple[Any, ...] = field(default=())  # the hypotheses in force
    lets: tuple[tuple[Any, Any], ...] = field(default=())  # the abbreviations in force
    place: int = field(default=-1, compare=False)  # among the steps of its derivation
    rests: frozenset[int] = field(default=frozenset(), compare=False)  # the places of those that it goes on from

    @property
    def rule(self) -> Any:
        """The Rule or Theorem the step names, or None; what is known is named by what it rests on first."""
        if isinstance(self.by, Known):
            from .sources import Unproven

            return next((source for source in self.by.sources if not isinstance(source, Unproven)), None)
        return self.by.rule if isinstance(self.by, Use) else self.by

    @property
    def evidence(self) -> str:
        return self.verdict.evidence

    @property
    def found(self) -> str:
        """How the evidence was found, in words."""
        return self.verdict.how

    @property
    def latex(self) -> str:
        return _join(
            self.head, RELATION_LATEX.get(self.relation, self.relation), "" if self.expr is None else latex(self.expr)
        )

    @property
    def text(self) -> str:
        return _join(self.head_text, self.relation, "" if self.expr is None else text(self.expr))

    @property
    def known(self) -> Known | None:
        """The inequality or equation that this step establishes or supposes, for use in later steps."""
        found = self._known
        return found and replace(found, steps=frozenset({self.place}))

    @property
    def _known(self) -> Known | None:
        if isinstance(self.expr, Requirement):
            return None
        if self.kind == "suppose":
            return from_relation(self.expr, self.sources, (self.expr,))
        if self.claim is None:
            return None
        given = self.given
        if isinstance(self.expr, Relation):
            return from_relation(self.expr, self.sources, given)
        if self.kind == "at least":
            return Known(self.expr, self.claim.before, self.sources, given)
        if self.kind in ("at most", "equal"):
            return Known(self.claim.before, self.expr, self.sources, given, equal=self.kind == "equal")
        return None

    def where(self, values: dict[Any, Any]) -> Known:
        """What this step says for other values of its symbols, which must have the facts declared of them."""
        found = self.known
        if found is None or self.claim is None or self.claim.kind in ("admitted", "simulated"):
            raise MathError(f"{self.text} is no relation that has been shown")
        owner = f"step '{self.text}'"
        lo, hi, *given = (expand(e, self.lets) for e in (found.lo, found.hi, *found.given))
        defined = [s for s in values if s in dict(self.lets)]
        if defined:
            raise MathError(f"{owner}: {defined[0]} stands for {dict(self.lets)[defined[0]]}, so it has its value")
        lo, hi, *given = specialise(owner, Tuple(lo, hi, *given), values)
        return replace(found, lo=lo, hi=hi, given=tuple(given))

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"

    def _repr_html_(self) -> str:
        from .display import step_html

        return step_html(self)

    def __str__(self) -> str:
        return self.text


SIGNS = {  # how each kind of line relates to the one before
    "equal": "=",
    "gradient": "=",
    "jacobian": "=",
    "hessian": "=",
    "at most": "≤",
    "at least": "≥",
    "iff": "⇔",
    "implies": "⇒",
    "limit": "→",
    "definition": ":=",
    "let": ":=",
}
RELATION_LATEX = {
    "=": "=",
    "≤": r"\le",
    "≥": r"\ge",
    "⇔": r"\iff",
    "⇒": r"\implies",
    "→": r"\to",
    ":=": r":=",
}


def _join(*parts: str) -> str:
    return " ".join(p for p in parts if p)


@dataclass(frozen=True)
class Derivation:
    """All steps of a theorem, the quantities they name, and the weakest evidence among them."""

    steps: tuple[Step, ...]
    results: dict[str, Any]
    labels: dict[str, str]
    seconds: float = field(default=0.0, compare=False)

    @property
    def verdict(self) -> str:
        return weakest(s.evidence for s in self.steps if s.claim is not None)

    def weakest_under(self, step: Step) -> Step:
        """The step with the weakest evidence among this one and all that it rests on, the first of several."""
        places, new = set[int](), {step.place}
        while new:
            places |= new
            new = {p for place in new for p in self.steps[place].rests} - places
        claims = [self.steps[p] for p in sorted(places) if self.steps[p].claim is not None]
        least = weakest(s.evidence for s in claims)
        return next((s for s in claims if s.evidence == least), step)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        from .display import written

        return "\n".join(f"{number or '':>3}  {line}" for number, line in written(self))

    def _repr_html_(self) -> str:
        from .display import derivation_html

        return derivation_html(self)
