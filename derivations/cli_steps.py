"""The steps of `derive grad` as a table that fits the terminal: words stay whole, and a formula keeps its indent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from derivations.proof.display import badge, shown, source_of
from derivations.site.terminal import STYLES

if TYPE_CHECKING:
    from derivations.calculus.result import Result
    from derivations.calculus.several import Derivatives

_PADDING = 2  # beside each column
_AFTER_FACTOR = re.compile(r"(?<=[)ᵀ])(?=(?!ᵀ)[\w(])")  # where a product may be broken that does not fit on a line
_LEAST = 40  # characters: a formula with less room stands above its rule


@dataclass(frozen=True)
class _Row:
    """One line of the derivation; `indent` is where the relation stands, of a heading it is -1."""

    number: str
    formula: str
    indent: int
    rule: str = ""
    evidence: Text = field(default_factory=Text)


def steps_table(result: Result | Derivatives, width: int) -> Table:
    """One row a line: number, formula, rule, evidence; in a narrow terminal the last two stand below the formula."""
    rows = list(_rows(result))
    sides = [max(cell_len(cell) for cell in column) for column in zip(*(_beside(r) for r in rows), strict=True)]
    room = width - sum(sides) - 4 * _PADDING
    longest = max(cell_len(r.formula) for r in rows if r.rule)
    return _wide(rows, room) if room >= min(longest, _LEAST) else _narrow(rows, width - sides[0] - 2 * _PADDING)


def _beside(row: _Row) -> tuple[str, str, str]:
    return row.number, row.rule, row.evidence.plain


def _wide(rows: list[_Row], room: int) -> Table:
    table = _table(4)
    for r in rows:
        table.add_row(r.number, _formula(r, room), Text(r.rule), r.evidence)
    return table


def _narrow(rows: list[_Row], room: int) -> Table:
    table = _table(2)
    for r in rows:
        table.add_row(r.number, _formula(r, room))
        if r.rule:
            below = Text("  ").append(r.rule).append("  ").append_text(r.evidence)
            table.add_row("", below if cell_len(below.plain.rstrip()) <= room else _below(r, room))
    return table


def _below(r: _Row, room: int) -> Text:
    """Rule and evidence, one below the other."""
    rule = _broken(f"  {r.rule}", 2, room)
    return Text(rule).append("\n  ").append_text(r.evidence) if r.evidence.plain else Text(rule)


def _table(columns: int) -> Table:
    table = Table(box=None, show_header=False, pad_edge=True, padding=(0, _PADDING // 2))
    table.add_column(justify="right", no_wrap=True)
    for _ in range(columns - 1):
        table.add_column(overflow="fold")
    return table


def _formula(r: _Row, room: int) -> Text:
    if r.indent < 0:
        return Text(_broken(r.formula, 0, room), style="italic")
    return Text(_broken(r.formula, r.indent + 2, room))


def _broken(text: str, indent: int, room: int) -> str:
    """The text in lines that fit, broken at spaces; those after the first are indented, but never past a third."""
    most = room // 3
    begins = len(text) - len(text.lstrip())
    words = (w if len(w) <= room - most else _AFTER_FACTOR.sub(" ", w) for w in text.split(" "))
    lines = wrap(
        " ".join(words).lstrip(),
        max(room, 1),
        initial_indent=" " * min(begins, most),
        subsequent_indent=" " * min(indent, most),
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def _rows(result: Result | Derivatives) -> Iterator[_Row]:
    indent = 0  # of the lines that go on from the one above, so that the relations stand below each other
    before = {id(s): p for p, s in zip((None, *result.steps), result.steps, strict=False)}
    for line in shown(result.derivation):
        if line.heading:
            yield _Row("", line.heading, -1)
            continue
        step, previous = line.step, before[id(line.step)]
        opened = previous is not None and previous.kind in ("consider", "differential") and step.kind != previous.kind
        opened = opened and not step.head_text
        formula = f"{previous.text} {step.text}" if opened and previous is not None else step.text
        if line.opens or opened:
            indent = formula.find(f" {step.relation} ") + 1 if step.relation else 0
        elif not step.head_text:
            formula = " " * indent + formula
        rule = line.word if step.rule is None else getattr(step.rule, "title", str(step.rule))
        evidence = Text(badge(step.verdict, source_of(step)), style=STYLES.get(step.evidence, ""))
        yield _Row(str(line.number), formula, indent, rule, evidence)
