"""The graph of theorems and rules in Graphviz's language, read off what the steps name."""

from __future__ import annotations

from collections.abc import Iterable

from derivations.proof.rule import Rule
from derivations.proof.theorem import Theorem


def dot(theorems: Iterable[Theorem]) -> str:
    """A directed graph: an arrow from each theorem to what it uses; theorems are boxes, rules are ovals."""
    theorems = tuple(theorems)
    uses = {t: t.uses for t in theorems}
    rules = {u for used in uses.values() for u in used if isinstance(u, Rule)}
    lines = ["digraph derivations {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    lines += [f"  {_quoted(t.id)} [label={_quoted(t.title)}, shape=box];" for t in theorems]
    lines += sorted(f"  {_quoted(node(r))} [label={_quoted(r.name)}, shape=oval];" for r in rules)
    lines += [f"  {_quoted(t.id)} -> {_quoted(node(used))};" for t in theorems for used in uses[t]]
    return "\n".join([*lines, "}"])


def node(used: Rule | Theorem) -> str:
    return used.id if isinstance(used, Theorem) else f"rule: {used.name}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
