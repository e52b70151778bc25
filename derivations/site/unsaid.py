"""What a page of the catalogue tells its reader and a theorem does not say: reasons, rules, symbols, sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from derivations.proof.theorem import Theorem

SAY_IT_THEMSELVES = frozenset({"therefore", "result", "simulated", "admitted", "induction", "limit"})  # kinds of lines


def unsaid(theorem: Theorem) -> Iterator[str]:
    """One sentence each, with what to write."""
    file, (derivation, scope) = Path(theorem.file), theorem.run()
    claims = [step for step in derivation.steps if step.claim is not None]
    if theorem.body.__name__ != theorem.name:
        yield f"the function is named {theorem.body.__name__}, expected {theorem.name} as the file is"
    if not theorem.cites:
        yield 'nothing is cited; name a book and its section: @theorem(cites=("mml: 5.5",), …)'
    if nameless := [name for name, about in scope.about.items() if not about.strip()]:
        yield f'not said what {", ".join(nameless)} {_are(nameless)}; write about="…" where {_them(nameless)} declared'
    without_why = sorted({step.line for step in claims if not step.why.strip()})
    if without_why:
        yield f'no reason is given in {_lines(without_why)} of {file.name}; write why="…"'
    without_rule = sorted({step.line for step in claims if not step.sources and step.kind not in SAY_IT_THEMSELVES})
    if without_rule:
        yield f"no rule or theorem is named in {_lines(without_rule)} of {file.name}; write by=…"


def _lines(numbers: list[int]) -> str:
    return f"line{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _them(names: list[str]) -> str:
    return "it is" if len(names) == 1 else "they are"
