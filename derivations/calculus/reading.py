"""An expression rewritten part by part: every part is read once, however often it occurs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from derivations.notation.shapes import is_matrix

Read = Callable[[Any], Any]


def reader(rewrite: Callable[[Any, Read], Any], enters: Callable[[Any], bool] = lambda e: True) -> Read:
    """What rewrites an expression with a rule, which reads the parts itself; symbols and what is not entered stay."""
    seen: dict[Any, Any] = {}

    def read(e: Any) -> Any:
        if not e.args or e.is_Symbol or (is_matrix(e) and e.free_symbols == {e}) or not enters(e):
            return e
        if e not in seen:
            seen[e] = rewrite(e, read)
        return seen[e]

    return read


def with_parts_read(e: Any, read: Read) -> Any:
    args = tuple(map(read, e.args))
    return e if args == e.args else e.func(*args)
