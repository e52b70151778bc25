"""Formulas in which some parts are called by their labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .printing import ATOM, Printer
from .styles import LATEX, TEXT, Style


class _Labelled(Printer):
    def __init__(self, style: Style, labels: Mapping[Any, str]):
        super().__init__(style)
        self.labels = labels

    def _render(self, x: Any) -> tuple[str, float]:
        return (self.labels[x], ATOM) if x in self.labels else super()._render(x)


def labelled(expr: Any, labels: Mapping[Any, str], in_text: bool = False) -> str:
    """LaTeX, or Unicode text, of an expression or relation, with a label for each part that has one."""
    return _Labelled(TEXT if in_text else LATEX, labels).show(expr)
