"""What the checker says of one claim. Only `derivations.check` makes a Verdict that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EVIDENCE = ("symbolic", "exact", "enclosed", "sampled", "admitted")


@dataclass(frozen=True)
class Verdict:
    """The evidence found for a claim, or why it was refused.

    `evidence` is one of EVIDENCE, "" for a line that claims nothing (a definition, an assumption), or "refuted".
    """

    evidence: str
    how: str = ""
    counterexample: str = ""
    bound: str = ""

    @property
    def holds(self) -> bool:
        return self.evidence != "refuted"


NOTHING_CLAIMED = Verdict("", "nothing is claimed")


def weakest(evidence: Iterable[str]) -> str:
    """The weakest of several kinds of evidence; lines that claim nothing do not count."""
    ranked = [EVIDENCE.index(e) if e in EVIDENCE else len(EVIDENCE) for e in evidence if e]
    return ("refuted" if max(ranked) == len(EVIDENCE) else EVIDENCE[max(ranked)]) if ranked else "symbolic"
