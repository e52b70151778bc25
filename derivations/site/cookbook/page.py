"""docs/cookbook.md from its record. Every figure on it is counted from the rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from derivations.proof.verdict import EVIDENCE

from ..markdown import inline, plain
from ..page import Around, badge_html, counted, environment, header, lines_of

Record = dict[str, Any]
AROUND = Around(up="")
STATUS = {
    "holds": "hold as printed",
    "erratum": "have an erratum",
    "outside": "agree numerically with automatic differentiation; the language can't say them in full",
    "definition": "are definitions",
    "left out": "are left out",
}


def cookbook_page(record: Record) -> str:
    """The Markdown of the page."""
    return environment().get_template("cookbook.md.j2").render(
        header=header("tests/cookbook/equations.toml"),
        edition=record["edition"],
        total=len(record["equations"]),
        summary=summary(record["equations"]),
        chapters=_chapters(record),
        sources=_sources(record),
    )  # fmt: skip


def anchor(name: str) -> str:
    """(49) is eq-49; the formula after (64) is eq-after-64."""
    return "eq-" + name.replace("(", "").replace(")", "").replace(" ", "-")


def link(e: Record) -> str:
    return f"[{e['name']}](#{anchor(e['name'])})"


def summary(rows: list[Record]) -> list[Record]:
    """How many there are of each status, and which; those that hold by their evidence."""
    out = []
    for status, words in STATUS.items():
        here = [e for e in rows if e["status"] == status]
        if status != "holds":
            out.append({"count": len(here), "words": words, "which": _which(here, status)})
            continue
        for evidence in (*EVIDENCE, "refuted"):
            same = [e for e in here if e["evidence"] == evidence]
            if not same:
                continue
            said = badge_html(evidence, evidence)
            if evidence == "refuted":
                out.append({"count": len(same), "words": "not answered by the engine", "which": _which(same, "")})
            else:
                few = len(same) < len(here) / 2
                which = "all the others of the list below" if not few else _which(same, "")
                out.append({"count": len(same), "words": f"{words}: {said}", "which": which})
    return [row for row in out if row["count"]]


def _which(rows: Iterable[Record], status: str) -> str:
    links = ", ".join(map(link, rows))
    return f"complex: {links}" if status == "left out" else links


def _chapters(record: Record) -> list[Record]:
    """The rows by section, a section's title before its subsections."""
    out: list[Record] = []
    seen: set[str] = set()
    for e in record["equations"]:
        pieces = e["section"].split(".")
        for depth in range(1, len(pieces) + 1):
            number = ".".join(pieces[:depth])
            if number not in seen:
                seen.add(number)
                title = f"{'#' * (depth if depth > 1 else 2)} {number} {record['sections'][number]}"
                out.append({"title": title, "rows": []})
        out[-1]["rows"].append(_row(e))
    return out


def _row(e: Record) -> Record:
    return {
        **e,
        "anchor": anchor(e["name"]),
        "verdict": _verdict(e),
        "cases": [_case(c) for c in e["cases"]],
        "checked": _checked(e),
    }


def _verdict(e: Record) -> str:
    words = "agrees numerically" if e["status"] == "outside" else e["status"]
    kind: str = "refuted" if e["status"] == "erratum" else e["evidence"] if e["status"] == "holds" else ""
    if e["status"] == "holds" and e["evidence"] == "refuted":
        return "**not answered**"
    if kind:
        return badge_html(kind, f"{words}, {kind}" if e["status"] == "holds" else words)
    return f"**{words}**"


def _checked(e: Record) -> str:
    """What was checked of an equation that says more than the language can."""
    if not e["needs"]:
        return ""
    said = [f"The language lacks {plain(e['needs'])}."]
    if e["instance"]:
        said.append(f"What follows is an instance: {plain(e['instance'])}.")
    if not e["erratum"]:
        functions = ", for functions drawn at random" if e["instance"] else ""
        said.append(
            f"As the book states it, it agrees numerically with automatic differentiation at sizes 1 to 4{functions}."
        )
    else:
        said.append(
            "The book's statement was compared with automatic differentiation at sizes 1 to 4: it disagrees as said"
            " above, and agrees when corrected."
        )
    return " ".join(said)


def _case(c: Record) -> Record:
    return {
        **c,
        "question": inline(rf"\displaystyle {c['question']}"),
        "legend": plain(c["legend"]),
        "given": "; ".join(map(plain, c["given"])),
        "notes": " ".join(map(plain, c["notes"])),
        "answer": f"{c['question']} = {c['ours']}" + _where(c),
        "book": [_answer(a) for a in c["book"]],
        "corrected": c["corrected"] and _answer(c["corrected"]),
        "steps": counted(sum(1 for part in c["parts"] for line in part["lines"] if line["number"]), "step"),
        "parts": [{"heading": p["heading"], "lines": lines_of(p, AROUND)} for p in c["parts"]],
    }


def _where(c: Record) -> str:
    return rf", \quad \text{{where }} {c['where']}" if c["where"] else ""


def _answer(a: Record) -> Record:
    badge = badge_html(a["evidence"], a["badge"], a["how"]) if a.get("evidence") else ""
    return {**a, "latex": inline(rf"\displaystyle {a['latex']}"), "badge": badge}


def _sources(record: Record) -> list[Record]:
    return [
        {"about": plain(about), "count": sum(name in e["confirmed_by"] for e in record["equations"])}
        for name, about in record["sources"].items()
    ]
