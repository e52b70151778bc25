"""`derive new`: a theorem file that has all the parts."""

from __future__ import annotations

import keyword
from pathlib import Path

from derivations.errors import DerivationError, UnknownName

from .headings import ROOT, TOPICS, suggestion

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
    root = _checkout()
    path = root / topic / f"{name}.py" if root else Path.cwd() / f"{name}.py"
    if path.exists():
        raise DerivationError(f"{path} exists; choose another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = TEMPLATE.read_text(encoding="utf-8").replace("NAME", name)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path, f"{topic}.{name}" if root else path.name


def _checkout() -> Path | None:
    """The folder of theorems of the checkout that the package runs from, if the working directory is inside it."""
    home = ROOT.parent.parent
    return ROOT if (home / "pyproject.toml").is_file() and Path.cwd().is_relative_to(home) else None
