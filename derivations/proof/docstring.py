"""The docstring of a theorem as it was typed: Python reads \\nu as a new line and a u, and an f-string as none."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def docstring_problem(function: Callable[..., Any]) -> str:
    """What keeps the docstring of a function from being the statement of a theorem; "" where nothing does."""
    try:
        source = textwrap.dedent(inspect.getsource(function))
        first = ast.parse(source).body[0].body[0]  # type: ignore[attr-defined]
    except (OSError, SyntaxError, TypeError):  # what is typed at a prompt has no source
        first, source = None, ""
    if not (function.__doc__ or "").strip():
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.JoinedStr):
            return "the docstring is the statement, and an f-string is none: leave out the f; {name} is a result's name"
        return f"the docstring is the statement, and there is none; write one below def {function.__name__}()"
    typed = ast.get_source_segment(source, first.value) if isinstance(first, ast.Expr) else None
    if typed and not typed.lower().startswith("r") and "\\" in typed.replace("\\\\", ""):
        return f"the docstring has backslashes, and Python reads some as other characters: begin it with r{typed[:3]}"
    return ""


__all__ = ["docstring_problem"]
