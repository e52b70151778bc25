"""The statement of a theorem: its text with the derived formulas filled in.

`{name}` stands for a result, `$${name}$$` for one on a line of its own. `{=name}` also says its label, as in
H(Y) = −Σⱼ cⱼ log cⱼ, and from there on the label stands for the formula.
"""

from __future__ import annotations

import re
from typing import Any

from derivations.errors import TheoremError
from derivations.notation.labels import labelled
from derivations.notation.plain import plain

from .step import Derivation

_PIECE = re.compile(  # a formula that was derived, or one that the author typed: its braces are the author's own
    r"(?P<lines>\$\$)\{(?P<sets>=?)(?P<set>[A-Za-z_]\w*)\}\$\$"
    r"|\$\$(?P<display>[^$]*)\$\$|\$(?P<typed>[^$]*)\$"
    r"|\{(?P<says>=?)(?P<said>[A-Za-z_]\w*)\}"
)


def names_in(template: str) -> list[str]:
    """The results that a statement speaks of."""
    return [m["set"] or m["said"] for m in _PIECE.finditer(template) if m["set"] or m["said"]]


_ODD = re.compile(r"\{[^{}\n]*\}|\{[^\s{}]*|[^\s{}]*\}")  # a brace with what stands at it
_ESCAPED = re.compile(r"\\.", re.S)
_ONLY_A_NAME = re.compile(r"\s*\{\s*=?\s*\w*\s*\}\s*")


def odd_braces(template: str) -> str:
    """What is wrong with the braces of a statement, which would be printed as they stand; "" where nothing is."""
    between = 0
    for m in _PIECE.finditer(template):
        if odd := _ODD.search(template, between, m.start()):
            return _no_result(odd[0])
        between = m.end()
        formula = m["display"] or m["typed"] or ""
        if m["display"] is not None and _ONLY_A_NAME.fullmatch(formula):
            return _no_result(formula.strip())
        if not _match(formula):
            return f"the braces of {m[0]} don't match; write {{ and }} in pairs, and \\{{ for a brace that is to show"
    odd = _ODD.search(template, between)
    return _no_result(odd[0]) if odd else ""


def _no_result(odd: str) -> str:
    return (
        f"the statement has {odd!r}, which names no result; write {{name}} or {{=name}} for one that the steps name,"
        " and put other braces into a formula between dollar signs"
    )


def _match(formula: str) -> bool:
    depth = 0
    for sign in re.findall(r"[{}]", _ESCAPED.sub("", formula)):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def stated(template: str, derivation: Derivation, in_text: bool = False) -> str:
    """The statement in Markdown with LaTeX, or as Unicode text."""
    called: dict[Any, str] = {}

    def fill(m: re.Match[str]) -> str:
        name = m["set"] or m["said"]
        if not name:
            return plain(m["display"] or m["typed"]) if in_text else m[0]
        formula = labelled(derivation.results[name], called, in_text)
        if m["sets"] or m["says"]:
            label = _label(derivation, name)
            called[derivation.results[name]] = plain(label) if in_text else label
            formula = f"{called[derivation.results[name]]} = {formula}"
        mark = "" if in_text else m["lines"] or "$"
        return f"{mark}{formula}{mark}"

    return _PIECE.sub(fill, template)


def _label(derivation: Derivation, name: str) -> str:
    label = derivation.labels.get(name)
    if label is None:
        raise TheoremError(
            f"the statement calls {{={name}}} by its label, but only definitions and derivatives have one"
        )
    return label
