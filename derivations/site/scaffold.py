"""`derive new`: a theorem file that has all the parts."""

from __future__ import annotations

import ast
import keyword
from pathlib import Path

from derivations.errors import DerivationError, UnknownName

from .headings import ROOT, TOPICS, suggestion

LONGEST = 60  # letters of a name: it has to fit into a file's name and a table
TEMPLATE = Path(__file__).parent / "templates" / "theorem.txt"


def write_theorem(topic: str, name: str) -> tuple[Path, str]:
    """Write the file; its path, and what `derive check` takes for it.

    In a checkout of the project the theorem joins the catalogue; elsewhere the file goes into the working directory.
    """
    if topic not in TOPICS:
        raise UnknownName(f"no topic {topic!r}{suggestion(topic, TOPICS)}")
    if keyword.iskeyword(name):
        raise DerivationError(f"{name!r} can't name a theorem: it is a keyword of Python; choose another name")
    if not (name.isascii() and name.isidentifier()) or name != name.lower() or name.startswith("_"):
        raise DerivationError(
            f"{name!r} can't name a theorem: expected lower-case letters, digits and underscores, e.g. ridge_gradient"
        )
    if len(name) > LONGEST:
        raise DerivationError(
            f"{name[:20]}… can't name a theorem: it has {len(name)} letters, expected {LONGEST} at most"
        )
    text = TEMPLATE.read_text(encoding="utf-8").replace("NAME", name)
    if name in _names_taken(text):
        raise DerivationError(
            f"{name!r} can't name a theorem: the file takes that name for something else; choose another name"
        )
    root = _checkout()
    for file in root.glob(f"*/{name}.py") if root else ():
        if file.parent.name != topic:  # `uses` and links name a theorem without its topic
            raise DerivationError(f"{name!r} is the name of {file.parent.name}.{name} already; choose another name")
    path = root / topic / f"{name}.py" if root else Path.cwd() / f"{name}.py"
    if path.exists():
        raise DerivationError(f"{path} exists; choose another name")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        raise DerivationError(f"can't write {path}: {problem.strerror}") from problem
    return path, f"{topic}.{name}" if root else path.name


def _names_taken(text: str) -> set[str]:
    """What the file imports, and the function written by hand."""
    tree = ast.parse(text)
    imported = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return imported | set(functions[1:])  # the first is the theorem


def _checkout() -> Path | None:
    """The folder of theorems of the checkout that the package runs from, if the working directory is inside it."""
    home = ROOT.parent.parent
    return ROOT if (home / "pyproject.toml").is_file() and Path.cwd().is_relative_to(home) else None
