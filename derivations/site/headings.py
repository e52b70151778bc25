"""The topics, and the headings of theorems read off their files: nothing is imported, so listing is instant."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

ROOT = Path(__file__).parent.parent / "theorems"
TOPICS = (
    "linear_algebra",
    "optimization",
    "probability",
    "linear_models",
    "information_theory",
    "deep_learning",
    "numerical_methods",
)


def headings(root: Path = ROOT) -> list[dict[str, str]]:
    """Id, title and topic of every theorem, sorted by id."""
    files = sorted(f for f in root.glob("*/*.py") if not f.stem.startswith("_"))
    found = [{"id": f"{f.parent.name}.{f.stem}", "title": title_in(f), "topic": f.parent.name} for f in files]
    return sorted(found, key=lambda heading: heading["id"])


def title_in(file: Path) -> str:
    """The title given to `@theorem(title="…")` in a file, or "" where it is not plain text."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "theorem":
            for keyword in node.keywords:
                if keyword.arg == "title" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return ""


def suggestion(name: str, known: Iterable[str]) -> str:
    """How a message about an unknown name ends."""
    known = tuple(known)
    begun = [k for k in known if name and (k.startswith(name) or k.partition(".")[2].startswith(name))]
    near = begun[:1] or get_close_matches(name, known, n=1, cutoff=0.4) or [k for k in known if name and name in k][:1]
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
