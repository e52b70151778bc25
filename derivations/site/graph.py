"""The graph of theorems and rules, as Markdown that GitHub draws (Mermaid), from records alone.

The site draws the same text with Graphviz: see derivations/site/draw.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .markdown import plain
from .page import header, target, topic_title

Record = dict[str, Any]


def _node(item: Record) -> str:
    return f"{item['kind']}_{item['id'].replace('.', '__')}"


def _box(item: Record, mark: str = "") -> str:
    """A theorem is a box, a rule is rounded; the class says which, and which one the page is about."""
    left, right = ('["', '"]') if item["kind"] == "theorem" else ('(["', '"])')
    label = item["name"].replace('"', "#quot;")
    return f"{_node(item)}{left}{label}{right}:::{mark or item['kind']}"


def _fence(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", "flowchart LR", *(f"  {line}" for line in lines), "```"])


def _link(item: Record, up: str) -> str:
    return f'click {_node(item)} "{target(item, up)}"'


def neighbourhood(record: Record, used_by: Sequence[tuple[str, str]]) -> str:
    """A theorem between those that use it and what it uses; "" where there is neither."""
    here = {"kind": "theorem", "id": record["id"], "name": record["title"]}
    before = [{"kind": "theorem", "id": id, "name": title} for id, title in used_by]
    after = [item for item in record["uses"] if item["id"]]  # a rule of the theorem's own file has no page
    if not before and not after:
        return ""
    lines = [_box(here, "here"), *map(_box, before), *map(_box, after)]
    lines += [f"{_node(item)} --> {_node(here)}" for item in before]
    lines += [f"{_node(here)} --> {_node(item)}" for item in after]
    return _fence([*lines, *(_link(item, "../../") for item in (*before, *after))])


def graph_page(records: Sequence[Record], families: Mapping[str, str]) -> str:
    """docs/graph.md: every theorem, the theorems it uses, and the families of rules that it uses."""
    out = [
        "---\nhide: [toc]\n---\n\n# The graph of theorems and rules",
        "",
        header("derivations/theorems/"),
        "",
        _OPENING,
        "",
    ]
    titles = {r["id"]: r["title"] for r in records}
    lines, links = [], []
    used: dict[str, None] = {}
    edges: list[str] = []
    topics: dict[str, list[Record]] = {}
    for r in records:
        topics.setdefault(r["topic"], []).append(r)
    for topic, members in topics.items():
        lines.append(f'subgraph {topic} ["{topic_title(topic)}"]')
        for r in members:
            here = {"kind": "theorem", "id": r["id"], "name": r["title"]}
            lines.append("  " + _box(here))
            links.append(_link(here, ""))
            to = dict.fromkeys(_end(item) for item in r["uses"] if item["id"])
            used |= {end: None for end in to if end not in titles}
            edges += [f"{_node(here)} --> {_node(_item(end, titles, families))}" for end in to]
        lines.append("end")
    for family in sorted(used):
        item = _item(family, titles, families)
        lines.append(_box(item))
        links.append(f'click {_node(item)} "rules/{family}.md"')
    out += [_fence([*lines, *edges, *links]), "", "## In words", "", "| theorem | theorems it uses | rules it uses |"]
    out.append("|---|---|---|")
    for r in records:
        theorems = [item for item in r["uses"] if item["kind"] == "theorem"]
        rules = [item for item in r["uses"] if item["kind"] == "rule"]
        cells = (", ".join(_named(item) for item in some) or "none" for some in (theorems, rules))
        out.append(f"| {_named({'kind': 'theorem', 'id': r['id'], 'name': r['title']})} | " + " | ".join(cells) + " |")
    return "\n".join(out) + "\n"


_OPENING = (
    "An arrow leads from a theorem to what its steps name: another theorem, in a box, or a family of rules, rounded. A"
    " click opens the page. Each theorem's page shows its own neighbourhood, rule by rule."
)


def _end(item: Record) -> str:
    return item["id"] if item["kind"] == "theorem" else item["id"].partition(".")[0]


def _item(end: str, titles: Mapping[str, str], families: Mapping[str, str]) -> Record:
    if end in titles:
        return {"kind": "theorem", "id": end, "name": titles[end]}
    return {"kind": "rule", "id": end, "name": families[end]}


def _named(item: Record) -> str:
    return f"[{plain(item['name'])}]({target(item, '')})" if item["id"] else plain(item["name"])
