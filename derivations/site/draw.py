"""A graph, written as Mermaid's flowcharts are, drawn by Graphviz as SVG that styles of the site can colour."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from xml.etree import ElementTree

from derivations.errors import DerivationError

_NODE = re.compile(r'(\w+)(?:\["|\(\[")(.*?)(?:"\]\)|"\]):::(\w+)')
_EDGE = re.compile(r"(\w+) --> (\w+)")
_CLICK = re.compile(r'click (\w+) "([^"]+)"')
_GROUP = re.compile(r'subgraph (\w+) \["(.*)"\]')
_XLINK = "{http://www.w3.org/1999/xlink}"
_KEPT = ("d", "points", "x", "y", "cx", "cy", "rx", "ry", "text-anchor", "transform", "viewBox", "class")
WIDE = 24  # characters in a line of a label


@dataclass
class Graph:
    """What the text of a flowchart says; only what derivations/site/graph.py writes is understood."""

    nodes: dict[str, tuple[str, str]] = field(default_factory=dict)  # label, class
    edges: list[tuple[str, str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    groups: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # title, members


def parse(text: str) -> Graph:
    """Read a flowchart; a line that is not understood is an error."""
    graph, group = Graph(), ""
    for number, line in enumerate(text.strip().splitlines(), 1):
        line = line.strip()
        if found := _NODE.fullmatch(line):
            graph.nodes[found[1]] = (found[2].replace("#quot;", '"'), found[3])
            if group:
                graph.groups[group][1].append(found[1])
        elif found := _EDGE.fullmatch(line):
            graph.edges.append((found[1], found[2]))
        elif found := _CLICK.fullmatch(line):
            graph.links[found[1]] = found[2]
        elif found := _GROUP.fullmatch(line):
            group = found[1]
            graph.groups[group] = (found[2], [])
        elif line == "end":
            group = ""
        elif line and not (number == 1 and line == "flowchart LR"):
            raise DerivationError(
                f'line {number} of a graph is {line!r}; what can be drawn is `flowchart LR`, `name["label"]:::class`,'
                ' `name --> name`, `click name "address"`, and `subgraph name ["title"]` … `end`'
            )
    return graph


def dot(graph: Graph) -> str:
    """The graph in Graphviz's language."""
    big = bool(graph.groups)
    size = "newrank=true; ranksep=1.6; nodesep=0.12" if big else "ranksep=0.7; nodesep=0.1"
    lines = [
        "digraph {",
        f"  rankdir=LR; {size}; fontname=Arial; fontsize=13;",
        '  node [fontname=Arial, fontsize=13, margin="0.12,0.06", height=0.3];',
        "  edge [arrowsize=0.6];",
    ]
    inside = {name for _, members in graph.groups.values() for name in members}
    for key, (title, members) in graph.groups.items():
        lines.append(f"  subgraph cluster_{key} {{ label={_quoted(title)}; labeljust=l; margin=8; class=topic;")
        lines += ["  " + _node(graph, name) for name in members]
        lines.append("  }")
    lines += [_node(graph, name) for name in graph.nodes if name not in inside]
    lines += [f"  {start} -> {end}{_edge(graph, end) if big else ''};" for start, end in graph.edges]
    return "\n".join([*lines, "}"])


def _node(graph: Graph, name: str) -> str:
    label, kind = graph.nodes[name]
    style = 'shape=box, style="rounded"' if kind == "rule" else "shape=box"
    url = f", URL={_quoted(graph.links[name])}" if name in graph.links else ""
    return f"  {name} [label={_quoted(chr(10).join(textwrap.wrap(label, WIDE)))}, class={kind}, {style}{url}];"


def _edge(graph: Graph, end: str) -> str:
    """Among many arrows, those between theorems are to be short, and seen first."""
    return " [class=to_rule]" if graph.nodes[end][1] == "rule" else " [class=to_theorem, weight=8]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def element(svg: str, name: str) -> ElementTree.Element:
    """Graphviz's SVG as an element of the page: classes in place of colours and fonts, links as HTML writes them."""
    root = ElementTree.fromstring(svg[svg.index("<svg") :])
    width = float((root.get("width") or "0").removesuffix("pt"))
    made = _clean(root)
    made.attrib |= {"role": "group", "aria-label": name, "style": f"--width: {width / 16:.2f}rem"}
    frame = ElementTree.Element("div", {"class": "graph"})
    frame.append(made)
    return frame


def _clean(node: ElementTree.Element) -> ElementTree.Element:
    tag = node.tag.rpartition("}")[2]
    made = ElementTree.Element(tag, {key: value for key, value in node.attrib.items() if key in _KEPT})
    title = node.findtext("{http://www.w3.org/2000/svg}title") or ""
    kind = (node.get("class") or "").partition(" ")[0]
    if kind == "node":
        made.set("data-node", title)
    elif kind == "edge":
        made.attrib |= dict(zip(("data-from", "data-to"), title.split("->"), strict=True))
    if address := node.get(f"{_XLINK}href"):
        made.set("href", address)
    if tag == "text":
        from markdown.util import AtomicString

        made.text = AtomicString(node.text or "")  # what Markdown is to leave as it is
    for child in node:
        name = str(child.tag).rpartition("}")[2]
        background = name == "polygon" and kind == "graph"
        if name != "title" and not background:
            made.append(_clean(child))
    return made
