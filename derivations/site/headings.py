"""The topics, and the headings of theorems read off their files: nothing is imported, so listing is instant."""

from __future__ import annotations

import ast
import os
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
    """Id, title and topic of every theorem whose file can be read, sorted by id."""
    return read_headings(root)[0]


def read_headings(root: Path = ROOT) -> tuple[list[dict[str, str]], list[str]]:
    """The headings, and a message for every file that is no Python, with its line."""
    found, broken = [], []
    for file in sorted(f for f in root.glob("*/*.py") if not f.stem.startswith("_")):
        try:
            found.append({"id": f"{file.parent.name}.{file.stem}", "title": title_in(file), "topic": file.parent.name})
        except SyntaxError as problem:
            broken.append(f"{short(file)}:{problem.lineno or 1}: SyntaxError: {problem.msg}")
        except (OSError, ValueError, MemoryError, RecursionError) as problem:
            said = problem.strerror if isinstance(problem, OSError) else problem
            broken.append(f"{short(file)}: can't be read: {said or type(problem).__name__}")
    return sorted(found, key=lambda heading: heading["id"]), broken


def topics(root: Path = ROOT) -> tuple[str, ...]:
    """The topics of the project, and any other folder that has a theorem."""
    folders = sorted({file.parent.name for file in root.glob("*/*.py") if not file.stem.startswith("_")})
    return (*TOPICS, *(folder for folder in folders if folder not in TOPICS))


def short(file: Path | str) -> str:
    """A file below the working directory is named from there."""
    return os.path.relpath(file) if Path(file).is_relative_to(Path.cwd()) else str(file)


def title_in(file: Path) -> str:
    """The title given to `@theorem(title="…")` in a file, or "" where it is not plain text."""
    for node in ast.walk(ast.parse(text_in(file), str(file))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "theorem":
            for keyword in node.keywords:
                if keyword.arg == "title" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return ""


def text_in(file: Path) -> bytes:
    """What a Python file says, as bytes: it may name its own encoding. A null byte is refused with its line."""
    text = file.read_bytes()
    if b"\0" in text:
        line = text.count(b"\n", 0, text.index(b"\0")) + 1
        raise SyntaxError("there is a null byte in this line", (str(file), line, None, None))
    return text


def suggestion(name: str, known: Iterable[str]) -> str:
    """How a message about an unknown name ends."""
    known = tuple(known)
    if name and any(k.startswith(f"{name}.") for k in known):
        return f"; that is a topic: `derive list --topic {name}` shows its theorems"
    begun = [k for k in known if name and (k.startswith(name) or k.partition(".")[2].startswith(name))]
    near = begun[:1] or get_close_matches(name, known, n=1, cutoff=0.4) or [k for k in known if name and name in k][:1]
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
