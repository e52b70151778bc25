"""docs/trust.md: why a reader may believe the pages. Every figure on it is computed from the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .markdown import plain
from .page import assumed, badge_html, counted, header

Record = dict[str, Any]

MEANINGS = {
    "symbolic": "Holds for all dimensions: both sides have one normal form, or an inequality is non-negative as it is"
    " written.",
    "exact": "Holds exactly, in rational arithmetic, at several sizes and random points; the step says how many.",
    "enclosed": "Holds to 640 digits, in ball arithmetic, at several sizes and points; a number too small for that many"
    " digits decides nothing.",
    "sampled": "A statement on chance: it stands on every finite probability space that was tried, and an experiment of"
    " the author's agrees with it within a stated standard error.",
    "admitted": "Not checked; the step cites its source.",
}
MARKS = {"symbolic": "✔", "exact": "✔", "enclosed": "✔", "sampled": "●", "admitted": "◇"}
WAYS = {
    "shape": "the shapes do not fit, so the line can't even be written",
    "value": "values were found at which it is false",
    "form": "the checker could not show it, and a step that is not shown is refused",
}


def trust_page(records: Sequence[Record]) -> str:
    """The Markdown of the page."""
    parts = ["# Trust", "", header("the checks of every theorem"), "", _OPENING, ""]
    parts += [*_evidence(records), *_planted(records), *_assumptions(records)]
    return "\n".join(parts).rstrip() + "\n"


_OPENING = (
    "Nothing on the pages is believed because somebody typed it. The checker gets the two sides of every step, and"
    " never sees how the step was found. Below: what it can say of a step, how often it said which, and what it said"
    " when it was given steps that are wrong on purpose."
)


_WHAT_A_STEP_RESTS_ON = (
    "What is said of a step is said of it alone, given the lines before it; a step that uses another theorem"
    " is at most as strong as that. A derivation is as strong as its weakest step."
    " Where a result rests on a step with weaker evidence than its own line has, its page says on which."
)
_REASONS = (
    "Evidence is about what a step says: that this line follows from the one before. What the rule asks for is checked"
    " with it, and so is a rule that says why an inequality holds. That of all true rules this one leads from line to"
    " line is the author's word, like the sentence that says why."
)


def _evidence(records: Sequence[Record]) -> list[str]:
    total = sum(sum(r["tally"].values()) for r in records)
    out = ["## Evidence", "", "| evidence | what it means | steps | weakest of a theorem |", "|---|---|---|---|"]
    for kind, meaning in MEANINGS.items():
        steps = sum(r["tally"].get(kind, 0) for r in records)
        weakest = sum(r["verdict"] == kind for r in records)
        out.append(f"| {badge_html(kind, f'{MARKS[kind]} {kind}')} | {meaning} | {steps} | {weakest} |")
    said = f"{counted(total, 'step')} of {counted(len(records), 'theorem')} claim something."
    return [*out, "", f"{said} {_WHAT_A_STEP_RESTS_ON}", "", _REASONS, ""]


def _planted(records: Sequence[Record]) -> list[str]:
    kinds = sorted({kind for r in records for kind in r["planted"]["kinds"]})
    tried, refused, equivalent = (sum(r["planted"][k] for r in records) for k in ("tried", "refused", "equivalent"))
    left = tried - refused - equivalent
    said = f"{tried} planted errors of {counted(len(kinds), 'kind')}: **{refused} refused**"
    said += f", {equivalent} shown to be equivalent, " + (f"**{left} not refused**." if left else "none left over.")
    out = ["## Planted errors", "", _PLANTING, "", said, ""]
    out += ["| theorem | tried | refused | equivalent | not refused |", "|---|---|---|---|---|"]
    for r in records:
        p = r["planted"]
        rest = p["tried"] - p["refused"] - p["equivalent"]
        out.append(f"| {_link(r)} | {p['tried']} | {p['refused']} | {p['equivalent']} | {rest} |")
    out += [f"| **all** | **{tried}** | **{refused}** | **{equivalent}** | **{left}** |", ""]
    out += _ways(records)
    out += ["### By kind", "", _BY_KIND, "", "| theorem | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    for r in records:
        counts = (sum(r["planted"]["kinds"].get(kind, {}).values()) for kind in kinds)
        out.append(f"| {_short(r)} | " + " | ".join(str(n or "") for n in counts) + " |")
    totals = (sum(sum(r["planted"]["kinds"].get(kind, {}).values()) for r in records) for kind in kinds)
    out += ["| **all** | " + " | ".join(f"**{n}**" for n in totals) + " |", ""]
    return out + _harmless(records, left)


_PLANTING = (
    "A check that can't fail proves nothing. So every step of every theorem is changed in small ways: a sign flipped, a"
    " term, a factor or a transpose dropped, factors swapped, a coefficient, an exponent or a symbol changed, a"
    " relation reversed. The checker must refuse each change. Some changes say the same in other words (*2x = 0* for"
    " *x = 0*); then it must show, by normal form, that they do."
)


_BY_KIND = "How many errors of each kind were planted; not every line has a transpose to drop or an exponent to change."


def _ways(records: Sequence[Record]) -> list[str]:
    ways = sorted({way for r in records for way in r["planted"]["by"]})
    if not ways:
        return []
    out = ["How the refused ones were refused:", ""]
    for way in ways:
        out.append(f"- {sum(r['planted']['by'].get(way, 0) for r in records)}: {WAYS.get(way, way)};")
    out[-1] = out[-1][:-1] + "."
    return [*out, ""]


def _harmless(records: Sequence[Record], left: int) -> list[str]:
    rows = [(r, e) for r in records for e in r["planted"]["harmless"]]
    if not rows:
        return []
    named = "Changes that were shown to be equivalent" + (", and those that were not refused" if left else "")
    out = [f"### {named}", "", "| theorem | step | change | the changed line | outcome |", "|---|---|---|---|---|"]
    for r, e in sorted(rows, key=lambda row: row[1]["outcome"] != "survived"):
        outcome = "**not refused**" if e["outcome"] == "survived" else "equivalent"
        out.append(f"| {_short(r)} | {e['step']} | {e['kind']} | {plain(e['expr'])} | {outcome} |")
    return [*out, ""]


def _assumptions(records: Sequence[Record]) -> list[str]:
    out = ["## Assumptions", "", _DROPPING, "", "| theorem | assumption | needed | without it |", "|---|---|---|---|"]
    rows = [(r, a) for r in records for a in r["assumptions"]]
    refuted = sum(bool(a["counterexample"]) for _, a in rows)
    asked = sum(bool(a["asked"]) for _, a in rows)
    out.insert(4, f"{counted(len(rows), 'fact')}: {refuted} with a counterexample, {asked} asked for.\n")
    for r, a in rows:
        out.append(f"| {_short(r)} | {assumed(r, a)} | {_needed(a)} | {_without(a)} |")
    return out if rows else [*out[:2], "No theorem assumes anything of its symbols but their shapes."]


_DROPPING = (
    "Every declared fact is dropped in turn. Either a step is then false, and the table shows the values at which it"
    " is: the fact is needed. Or no such values were found, but a rule asks for the fact, or a step is not shown"
    " without it: the fact is *asked for*, and another proof might do without. Or nothing happens; then the fact goes."
    " That one random variable is independent of another is not dropped: it follows from the spaces on which they are,"
    " and a derivation is not tried with both on one."
)


def _needed(assumption: Record) -> str:
    return "asked for" if assumption["asked"] else "yes" if assumption["needed"] else "**no**"


def _without(assumption: Record) -> str:
    return plain(assumption["counterexample"] or assumption["asked"])


def _short(record: Record) -> str:
    return f"[{plain(record['name'])}](theorems/{record['topic']}/{record['name']}.md)"


def _link(record: Record) -> str:
    return f"[{plain(record['title'])}](theorems/{record['topic']}/{record['name']}.md)"
