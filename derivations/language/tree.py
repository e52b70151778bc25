"""The untyped tree of an expression: nodes with their places in the text, children before parents."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from .source import Source


@dataclass(slots=True, eq=False)
class Node:
    """A number, a name, an operator or a function with its arguments."""

    op: str  # "number", "name", "call", "sign", "'" or one of + - * / .* ./ ^ .^
    args: tuple[Node, ...]
    start: int  # of its text, parentheses around it included
    end: int
    at: int  # where a message points: the operator, or the first character
    name: str = ""
    value: Fraction | None = None  # of a subtree made of numbers alone
    index: int = -1
    depth: int = 1
    grouped: bool = False  # in parentheses


@dataclass
class Tree:
    """A parsed expression; `nodes` holds children before parents, the root last."""

    source: Source
    nodes: list[Node] = field(default_factory=list)

    @property
    def root(self) -> Node:
        return self.nodes[-1]

    def shown(self, node: Node) -> str:
        """A node as it was typed, without parentheses around it, shortened."""
        start, end = node.start, node.end
        if node.grouped:
            start, end = start + 1, end - 1
        return self.source.excerpt(start, end)

    def operand(self, node: Node) -> str:
        """A node as it was typed, as part of a longer expression."""
        return self.source.excerpt(node.start, node.end)
