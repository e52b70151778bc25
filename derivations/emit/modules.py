"""Functions as modules of `derivations.functions`, and functions made in memory."""

from __future__ import annotations

import hashlib
import linecache
import re
from collections.abc import Callable, Sequence
from typing import Any

from derivations.errors import TheoremError

from .numpy import HELPERS, PREAMBLE

_DEF = re.compile(r"def ([A-Za-z_]\w*)\(")


def module_source(theorem_id: str, functions: Sequence[tuple[str, str]]) -> str:
    """The module `derivations/functions/<topic>/<name>.py`: one function a result.

    `functions` are pairs of a result's name and its source. Exactly one source defines a function with the theorem's
    own name, the last part of its id: that is the main result, and every result becomes an attribute of it.
    """
    name = theorem_id.rpartition(".")[2]
    defined = {result: _defined(source) for result, source in functions}
    if sorted(defined.values()).count(name) != 1:
        got = ", ".join(defined.values()) or "none"
        raise TheoremError(f"{theorem_id}: expected one function called {name}, got {got}")
    used = "\n\n".join(source for _, source in functions)
    imports = "\n".join(_imports(used, ["with_results"]))
    links = [f"{result}={function}" for result, function in defined.items() if result.isidentifier()]
    linked = _listed(f"{name} = _with_results(", [name, *links], ")")
    exported = _listed("__all__ = [", [f'"{f}"' for f in sorted(set(defined.values()))], "]")
    head = f'"""Functions derived and checked in {theorem_id}; written by `derive build`."""'
    bodies = "\n\n".join(source for _, source in functions)
    return f"{head}\n\n{imports}\n\n{exported}\n\n\n{bodies}\n\n{linked}\n"


def _listed(before: str, items: Sequence[str], after: str) -> str:
    """On one line if it fits, else one item a line."""
    line = f"{before}{', '.join(items)}{after}"
    return line if len(line) <= 120 else "\n".join([before, *(f"    {item}," for item in items), after])


def standing_alone(source: str) -> str:
    """The source of a function under what it imports, which runs wherever this package is installed."""
    imports = "\n".join(_imports(source)).strip()
    return f"{imports}\n\n\n{source}" if imports else source


def _imports(code: str, also: Sequence[str] = ()) -> list[str]:
    lines = ["import numpy as np", ""] if re.search(r"\bnp\.", code) else []
    used = [name for name in HELPERS if re.search(rf"\b_{name}\(", code)]
    names = [f"{name} as _{name}" for name in [*used, *also]]
    if not names:
        return lines
    line = f"from derivations.functions._runtime import {', '.join(names)}"
    return [*lines, line if len(line) <= 120 else _listed("from derivations.functions._runtime import (", names, ")")]


def _defined(source: str) -> str:
    found = _DEF.search(source)
    if found is None:
        raise TheoremError("expected the source of a function")
    return found[1]


def topic_source(names: Sequence[str], title: str = "") -> str:
    """`derivations/functions/<topic>/__init__.py`: each theorem's function by the theorem's name."""
    lines = [f"from .{name} import {name} as {name}" for name in sorted(names)]
    return "\n".join([f'"""{title or "Functions of this topic"}; written by `derive build`."""', "", *lines]) + "\n"


def compile_source(source: str, name: str) -> Callable[..., Any]:
    """The function that emitted source defines, with its text in `.source` and its lines in tracebacks."""
    digest = hashlib.sha256(source.encode()).hexdigest()[:12]
    filename = f"<derived {name} {digest}>"
    namespace: dict[str, Any] = {"__name__": f"derived.{name}"}
    exec(compile(PREAMBLE, "<preamble of derived functions>", "exec"), namespace)
    exec(compile(source, filename, "exec"), namespace)
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    function = namespace[name]
    function.source = source
    return function
