"""docs/index.md, the first page: what this is, a derivation to step through, the ways from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .markdown import plain
from .page import TOPIC_TITLES, Around, counted, header, lines_of, topic_title
from .trust import MARKS, MEANINGS, badge_html

Record = dict[str, Any]
SHOWN = "linear_models.ols_normal_equations"  # short, known to everybody, and it ends in a formula that people look up


def home_page(records: Sequence[Record], notes: Mapping[str, str], told: Mapping[str, str], *, cookbook: bool) -> str:
    """The Markdown of the page; `notes` leads from a topic to the page of its note, `told` to what that is about."""
    shown = next((r for r in records if r["id"] == SHOWN), records[0])
    steps = sum(1 for r in records for line in r["lines"] if line["number"])
    claims = sum(sum(r["tally"].values()) for r in records)
    parts = [
        "---\nhide: [navigation, toc]\n---",
        "# Mathematics for Machine Learning",
        header("derivations/theorems/"),
        '<div class="home" markdown="1">\n<div markdown="1">',
        _WHAT,
        f"{counted(len(records), 'theorem')}, {counted(steps, 'step')}: {claims} claim something and were checked, the"
        f" others define or suppose. {_planted(records)}. [Why believe a page?](trust.md)",
        "[Read the theorems](theorems/index.md){ .md-button .md-button--primary }"
        " [Differentiate a formula of yours](calculator.md){ .md-button }",
        '</div>\n<div class="home-steps" markdown="1">',
        f"**Try it:** [{plain(shown['title'])}](theorems/{shown['id'].replace('.', '/')}.md), its first part.",
        _first_part(shown),
        "</div>\n</div>",
        "## Seven topics",
        _topics(records, notes, told),
        "## Ways in",
        _WAYS.replace("\n", f"\n{_COOKBOOK}\n", 1) if cookbook else _WAYS,
        "## How to read a badge",
        "\n".join(
            ["| badge | what it means |", "|---|---|"]
            + [f"| {badge_html(kind, f'{MARKS[kind]} {kind}')} | {meaning} |" for kind, meaning in MEANINGS.items()]
        ),
        "A derivation is as strong as its weakest step.",
    ]
    return "\n\n".join(parts) + "\n"


def _planted(records: Sequence[Record]) -> str:
    """What became of the changes made on purpose: a change that says the same in other words is no error."""
    tried, refused, equivalent = (sum(r["planted"][key] for r in records) for key in ("tried", "refused", "equivalent"))
    said = f"{tried} changes were planted in them as errors: {refused} were refused"
    said += f", {equivalent} shown to say the same" if equivalent else ""
    left = tried - refused - equivalent
    return f"{said}, " + (f"{left} wrongly believed" if left else "none was left over")


_WHAT = """\
**Derivations you can follow, check and run.** Theorems of machine learning, line by line. Every line names its rule,
says why, and carries the evidence that a machine found for it. The same derivation gives the formula, a NumPy function,
and the tests that hold it against other software."""

_WAYS = """\
- [The graph](graph.md): which theorem rests on which, and on which rules.
- By [symbol](indexes/symbols.md), by [rule](indexes/rules.md), or by [book and section](indexes/sources.md).
- [The calculator](calculator.md): type a formula of your own, get its derivative with every step.
- [Trust](trust.md): how a step is checked, and what happened when errors were planted in every one.
- [Reference](reference.md): the Python interface. [Decisions](adr/README.md): why the software is as it is."""

_COOKBOOK = (
    "- [The Matrix Cookbook, checked](cookbook.md): every equation of its chapter on derivatives, with our steps, and"
    " its errata."
)


def _first_part(record: Record) -> str:
    """The steps up to the second heading, as they stand on the theorem's own page."""
    lines, headings = [], 0
    for line in lines_of(record, Around()):
        headings += bool(line["heading"])
        if headings > 1:
            break
        if not line["heading"]:
            badge = f" {line['badge']}" if line["badge"] else ""
            said = line["said"].replace("](../../", "](")
            lines.append(
                f'{line["marker"]}<a id="step-{line["number"]}"></a> {line["formula"]}{badge} <br>\n    {said}'
            )
    return "\n".join(lines)


def _topics(records: Sequence[Record], notes: Mapping[str, str], told: Mapping[str, str]) -> str:
    counts = {topic: sum(r["topic"] == topic for r in records) for topic in TOPIC_TITLES}
    counts |= {r["topic"]: sum(o["topic"] == r["topic"] for o in records) for r in records}
    lines = []
    for topic, count in counts.items():
        heading = f"theorems/index.md#{topic}"
        where = notes.get(topic) or (heading if count else "")
        title = plain(topic_title(topic))
        name = f"[{title}]({where})" if where else title
        theorems = f"[{counted(count, 'theorem')}]({heading})" if count else "no theorem yet"
        about = f" <small>{plain(told[topic])}</small>" if topic in told else ""
        lines.append(f"- **{name}**{about} {theorems}")
    return '<div class="topics" markdown="1">\n\n' + "\n".join(lines) + "\n\n</div>"
