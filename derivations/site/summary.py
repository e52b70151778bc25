"""What `derive build` prints at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from .page import planted_words

if TYPE_CHECKING:
    from rich.console import Console

    from .build import BuildReport

STYLES = {"symbolic": "green", "exact": "green", "enclosed": "green", "sampled": "yellow", "admitted": "magenta"}


def summary(
    console: Console, records: Sequence[dict[str, Any]], report: BuildReport, done: Mapping[str, Any], check: bool
) -> None:
    """A table of the theorems, what failed, what is out of date, and the totals."""
    table = Table("theorem", "steps", "evidence", "planted errors", "checked", header_style="bold", pad_edge=False)
    for r in records:
        one = next((d for name, d in done.items() if name == r["id"] or d.value is r), None)
        steps = str(sum(1 for line in r["lines"] if line["number"]))
        evidence = Text(r["verdict"], style=STYLES.get(r["verdict"], ""))
        when = f"{one.seconds:.1f} s" if one is not None else "earlier"
        table.add_row(Text(r["id"]), steps, evidence, Text(planted_words(r["planted"])), when)
    if records:
        console.print(table)
    for name, message in report.failed:
        console.print(Text.assemble(("failed ", "bold red"), f"{name}\n{message}"), soft_wrap=True)
    for name, how in report.drifted:
        console.print(Text.assemble((f"{how:<9}", "bold red"), name), soft_wrap=True)
    console.print(Text(totals(report, check)), soft_wrap=True)


def totals(report: BuildReport, check: bool) -> str:
    """One line: files written, unchanged, removed, failures, seconds."""
    if check:
        count = len(report.drifted)
        said = [f"{_files(report.unchanged)} up to date"]
        said += [f"{count} out of date; `{report.command}` renews them" if count else "none out of date"]
    else:
        said = [f"{_files(report.written)} written", f"{len(report.unchanged)} unchanged"]
        said += [f"{len(report.removed)} removed"] if report.removed else []
    if report.failed:
        said.append(f"{len(report.failed)} failed, whose pages were left as they were")
    return ", ".join(said) + f" ({report.seconds:.1f} s)."


def _files(names: Sequence[str]) -> str:
    return f"{len(names)} file{'s' * (len(names) != 1)}"
