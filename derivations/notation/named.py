"""Nodes that carry a name: what symbols, members of sequences, unspecified functions and spaces share."""

from __future__ import annotations

from typing import Any


class Named:
    """A node whose first argument is its name."""

    __slots__ = ()
    args: Any

    @property
    def name(self) -> str:
        return self.args[0].name


class Leaf(Named):
    """A named node that is a symbol of its own: it looks into none of its arguments."""

    __slots__ = ()

    @property
    def free_symbols(self) -> set[Any]:
        return {self}

    def doit(self, **_: Any) -> Any:
        return self
