"""How steps show themselves: the numbered lines that a reader sees, and their HTML for notebooks.

A line that only begins a chain (`consider`, `differential`) is read together with the line that goes on from it, so
that a reader sees `dL = …` rather than `dL` and `= …`; one that only names what was reached joins the line that did.
Pages, LaTeX and notebooks all number the lines made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from derivations.notation.printing import latex
from derivations.notation.relations import Relation

from .step import RELATION_LATEX, Derivation, Step
from .verdict import EVIDENCE, Verdict

if TYPE_CHECKING:
    from .theorem import Theorem

MARKS = {"symbolic": "✔", "exact": "✔", "enclosed": "✔", "sampled": "●", "admitted": "◇", "refuted": "✘"}
WORDS = {
    "definition": "definition",
    "let": "notation",
    "suppose": "assumption",
    "consider": "starting point",
    "differential": "differential",
    "therefore": "the chain as one statement",
    "result": "result",
    "induction": "induction",
    "limit": "limit",
    "admitted": "taken from the source",
    "simulated": "simulation",
}
_OPENERS = ("consider", "differential")
_CONTINUATIONS = ("equal", "at most", "at least", "limit")
_NAMING = ("definition", "gradient", "jacobian", "hessian", "result")
_STATEMENTS = ("iff", "implies")
_CONNECTIVES = {"⇔": r"\iff", "⇒": r"\implies"}
_GOES_ON = (*_CONTINUATIONS, *_STATEMENTS, "gradient", "jacobian", "hessian", "therefore", "result")


@dataclass(frozen=True)
class Shown:
    """One line as a reader sees it, in LaTeX; number 0 is the heading of a part."""

    number: int
    step: Step
    left: str
    sign: str
    right: str
    why: str
    opens: bool  # begins a chain: nothing is carried over from the line before
    names: tuple[str, ...] = ()  # results that this line reaches

    @property
    def heading(self) -> str:
        return self.step.name if self.step.kind == "part" else ""

    @property
    def latex(self) -> str:
        return " ".join(piece for piece in (self.left, self.sign, self.right) if piece)

    @property
    def word(self) -> str:
        """What the line does, where it names no rule: `definition`, `assumption`, …"""
        return WORDS.get(self.step.kind, "")


def shown(derivation: Iterable[Step]) -> tuple[Shown, ...]:
    """The lines of a derivation as a reader sees them, numbered from 1."""
    return tuple(_line(*line) for line in _grouped(derivation))


def _grouped(derivation: Iterable[Step]) -> list[tuple[int, list[Step]]]:
    """The steps that make up each line, with its number."""
    steps = tuple(derivation)
    lines: list[tuple[int, list[Step]]] = []
    for number, step in zip(numbers(steps), steps, strict=True):
        if number and lines and lines[-1][0] == number:
            lines[-1][1].append(step)
        else:
            lines.append((number, [step]))
    return lines


def numbers(derivation: Iterable[Step]) -> tuple[int, ...]:
    """For every step of a derivation, the number of the line in which a reader sees it; 0 for a heading."""
    found: list[int] = []
    last, opened = 0, False  # the last number given; whether that line only begins a chain so far
    before: Step | None = None
    for step in derivation:
        names_only = step.kind == "result" and step.claim is None and last > 0
        names_only = names_only or (before is not None and _says_again(before, step))
        if step.kind != "part" and not names_only and not (opened and step.kind in _CONTINUATIONS):
            last += 1
        found.append(0 if step.kind == "part" else last)
        opened, before = step.kind in _OPENERS, step
    return tuple(found)


def _says_again(before: Step, step: Step) -> bool:
    """Whether a letter is introduced for what was just defined under it, or a statement named that was just shown."""
    if before.kind == "definition" and step.kind == "let":
        return before.expr == step.expr and before.head_text == step.head_text
    return step.kind == "result" and isinstance(step.expr, Relation) and before.expr == step.expr


def written(derivation: Iterable[Step]) -> Iterator[tuple[int, str]]:
    """The same lines as text, each with its number."""
    for number, group in _grouped(derivation):
        begins = len(group) > 1 and group[0].kind in _OPENERS and group[1].kind in _CONTINUATIONS
        yield number, " ".join(step.text or step.name for step in group[: 2 if begins else 1])


def _line(number: int, group: list[Step]) -> Shown:
    """One line: a step, the opener that it goes on from, and what names the result."""
    opener = group[0] if len(group) > 1 and group[0].kind in _OPENERS and group[1].kind in _CONTINUATIONS else None
    step, *naming = group[1:] if opener is not None else group
    left, sign, right = _sides(step)
    opens = opener is not None or step.kind not in _GOES_ON
    names = ((step.name,) if step.kind in _NAMING else ()) + tuple(s.name for s in naming if s.name)
    why = step.why
    for more in naming:
        why = _joined(why, more.why)
    if opener is not None:
        left, why = " ".join(piece for piece in _sides(opener) if piece), _joined(opener.why, why)
    return Shown(number, step, left, sign, right, why, opens, names)


def _sides(step: Step) -> tuple[str, str, str]:
    if step.expr is None:
        return step.head, "", ""
    if isinstance(step.expr, Relation):
        lead = _CONNECTIVES.get(step.relation, "")
        left = latex(step.expr.lhs)
        return f"{lead} {left}" if lead else left, step.expr.latex_symbol, latex(step.expr.rhs)
    sign = RELATION_LATEX.get(step.relation, "")
    right = latex(step.expr)
    if step.kind == "limit":
        right += rf" \qquad ({latex(step.wrt)} \to \infty)"
    if step.head:
        return step.head, sign, right
    return ("", sign, right) if sign else (right, "", "")


def _joined(first: str, second: str) -> str:
    return " ".join(map(_sentence, (first, second))) if first and second else first or second


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else text + "."


def badge(verdict: Verdict, source: str = "") -> str:
    """The evidence of one line in words, e.g. `✔ exact at 6 sizes × 4 points`; "" where nothing is claimed."""
    if not verdict.evidence:
        return ""
    mark, how = MARKS[verdict.evidence], verdict.how
    if verdict.evidence == "symbolic" or not how:
        how = verdict.evidence
    elif verdict.evidence == "admitted":
        how = f"admitted ({source or how})"
    elif not how.startswith(verdict.evidence):
        how = f"{verdict.evidence}: {how}"
    return f"{mark} {how}"


def source_of(step: Step) -> str:
    """The citation of an admitted step."""
    return step.claim.source if step.claim is not None else ""


def tally(derivation: Iterable[Step]) -> dict[str, int]:
    """How many steps carry each kind of evidence, strongest first; kinds that do not occur are left out."""
    found = [step.evidence for step in derivation if step.claim is not None and step.evidence]
    return {kind: found.count(kind) for kind in (*EVIDENCE, "refuted") if kind in found}


# --- HTML for notebooks -----------------------------------------------------------------------------------------------

COLOURS = {
    "symbolic": "#1b7f4b",
    "exact": "#1f6f8b",
    "enclosed": "#3b6ea5",
    "sampled": "#a66a00",
    "admitted": "#7a4fa3",
    "refuted": "#b3261e",
}
_MATH = re.compile(r"(\$\$[^$]+\$\$|\$[^$]+\$)")
_CELL = 'style="text-align:left;vertical-align:top;padding:.25em .6em"'


def _prose(text: str) -> str:
    return escape(text, quote=False)


def _math(source: str) -> str:
    return f"$\\displaystyle {escape(source, quote=False)}$" if source else ""


def _badge_html(step: Step) -> str:
    words = badge(step.verdict, source_of(step))
    if not words:
        return ""
    style = f"color:{COLOURS[step.evidence]};white-space:nowrap"
    title = escape(" ".join(part for part in (step.found, step.verdict.bound) if part))
    return f'<span style="{style}" title="{title}">{_prose(words)}</span>'


def _reason_html(step: Step, why: str) -> str:
    rule = step.rule
    name = WORDS.get(step.kind, "") if rule is None else getattr(rule, "title", None) or str(rule)
    return ": ".join(part for part in (f"<em>{_prose(name)}</em>" if name else "", _prose(why)) if part)


def step_html(step: Step) -> str:
    """One step: its formula, the rule and the reason, and the evidence."""
    if step.kind == "part":
        return f"<strong>{_prose(step.name)}</strong>"
    pieces = (_math(step.latex), _reason_html(step, step.why), _badge_html(step))
    return "<div>" + " &emsp; ".join(piece for piece in pieces if piece) + "</div>"


def derivation_html(derivation: Derivation) -> str:
    """The numbered lines of a derivation as a table."""
    rows = []
    for line in shown(derivation):
        if line.heading:
            rows.append(f'<tr><th colspan="4" {_CELL}>{_prose(line.heading)}</th></tr>')
            continue
        cells = (str(line.number), _math(line.latex), _reason_html(line.step, line.why), _badge_html(line.step))
        rows.append("<tr>" + "".join(f"<td {_CELL}>{cell}</td>" for cell in cells) + "</tr>")
    return '<table class="derivation">' + "".join(rows) + "</table>"


def theorem_html(theorem: Theorem) -> str:
    """Title, statement and derivation, with the evidence if the theorem has been checked."""
    statement = "".join(_prose(piece) for piece in _MATH.split(theorem.statement))
    steps = theorem._checked or theorem.run()[0]
    unchecked = " · not checked in this session (.derivation checks it)"
    verdict = f" · weakest step: {steps.verdict}" if theorem._checked is not None else unchecked
    return (
        f"<div><strong>{_prose(theorem.title)}</strong> <code>{_prose(theorem.id)}</code>{_prose(verdict)}"
        f"<p>{statement}</p>{derivation_html(steps)}</div>"
    )
