"""What a derivation and a report look like in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from derivations.proof.display import Shown, badge, shown, source_of
from derivations.proof.stated import stated
from derivations.proof.step import Derivation, Step

if TYPE_CHECKING:
    from derivations.proof.theorem import Theorem

    from .report import Report

STYLES = {
    "symbolic": "green",
    "exact": "green",
    "enclosed": "green",
    "sampled": "yellow",
    "admitted": "magenta",
    "refuted": "bold red",
}
_OPENERS = ("consider", "differential")


def statement(theorem: Theorem) -> str:
    """The statement with its derived formulas as text."""
    readable = stated(theorem.template, theorem.run()[0], in_text=True)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in readable.split("\n\n"))


def derivation_table(derivation: Derivation) -> Table:
    """One row a line, numbered as on the page: the formula, its rule and reason, the evidence."""
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column("", justify="right")
    for column in ("step", "rule", "why", "evidence"):
        table.add_column(column)
    before = {id(step): previous for previous, step in zip((None, *derivation), derivation, strict=False)}
    for line in shown(derivation):
        if line.heading:
            table.add_section()
            table.add_row("", Text(line.heading, style="bold"))
            continue
        step = line.step
        evidence = Text(badge(step.verdict, source_of(step)), style=STYLES.get(step.evidence, ""))
        rule = line.word if step.rule is None else getattr(step.rule, "title", str(step.rule))
        table.add_row(str(line.number), Text(_formula(line, before[id(step)])), Text(rule), Text(line.why), evidence)
    return table


def _formula(line: Shown, previous: Step | None) -> str:
    """The step's text, after the expression that its chain begins with."""
    opener = previous is not None and previous.kind in _OPENERS and line.opens and line.step.kind not in _OPENERS
    return f"{previous.text} {line.step.text}" if opener and previous is not None else line.step.text


def report_line(report: Report) -> Text:
    """One line for one theorem checked."""
    counts, verdict = report.planted, report.derivation.verdict
    needed = sum(a["needed"] for a in report.assumptions)
    mark = Text("✘ ", style="bold red") if report.complaints else Text("✔ ", style="green")
    said = [
        f"{report.theorem.id}: {verdict}",
        f"{sum(s.claim is not None for s in report.derivation.steps)} steps checked",
        f"{counts['tried']} planted errors, {counts['refused']} refused, {counts['equivalent']} equivalent",
        f"{needed} of {len(report.assumptions)} assumptions needed",
    ]
    return mark + Text("; ".join(said if verdict != "refuted" else said[:2]))
