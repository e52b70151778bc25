"""docs/nav.yml, the order of the site's pages, which mkdocs.yml inherits: read off the files that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .files import GENERATED, Place, read
from .page import TOPIC_TITLES, topic_title

Record = dict[str, Any]
_INDEXES = {"By symbol": "symbols", "By rule": "rules", "By source": "sources"}


def notes(place: Place) -> dict[str, str]:
    """Topic → the page of its note, seen from docs/."""
    folder = place.root / "docs" / "topics"
    return {file.stem: f"topics/{file.name}" for file in sorted(folder.glob("*.md")) if file.stem != "index"}


def told(place: Place) -> dict[str, str]:
    """Topic → what its note is about, as the list of the notes says."""
    listing = read(place.root / "docs" / "topics" / "index.md") or ""
    return dict(re.findall(r"^\| [^|]*\]\((\w+)\.md\) \| (.+?) \|$", listing, re.M))


def listed(place: Place) -> list[Path]:
    """The pages that somebody wrote, which the order takes up: a new one is a reason to build again."""
    folders = (place.root / "docs" / "topics", place.root / "docs" / "adr")
    found = [file for folder in folders for file in sorted(folder.glob("*.md"))]
    return [*found, *sorted((place.root / "notebooks").glob("*.ipynb"))]


def nav(place: Place, records: Sequence[Record], families: dict[str, str], *, cookbook: bool) -> str:
    """The text of the file: JSON, which is YAML."""
    docs = place.root / "docs"
    about = notes(place)
    topics: list[Any] = ["topics/index.md"] if "topics/index.md" in _below(docs, "topics") else []
    for topic in dict.fromkeys([*TOPIC_TITLES, *about, *(r["topic"] for r in records)]):
        pages = [about[topic]] if topic in about else []
        pages += _learned(place, topic, [f"theorems/{topic}/{r['name']}.md" for r in records if r["topic"] == topic])
        if pages:
            topics.append({topic_title(topic): pages})
    theorems: list[Any] = ["theorems/index.md", {"Graph": "graph.md"}]
    theorems += [{title: f"indexes/{name}.md"} for title, name in _INDEXES.items()]
    theorems += [{"The Matrix Cookbook": "cookbook.md"}] if cookbook else []
    order: list[Any] = [{"Home": "index.md"}, {"Topics": topics}, {"Theorems": theorems}]
    stories = sorted((place.root / "notebooks").glob("*.ipynb"))
    if stories:
        order.append({"Notebooks": [{_story(file): f"notebooks/{file.stem}.md"} for file in stories]})
    order.append({"Calculator": "calculator.md"})
    order.append({"Rules": ["rules/index.md", *({title: f"rules/{name}.md"} for name, title in families.items())]})
    order.append({"Trust": "trust.md"})
    decisions = [{"Decisions": _below(docs, "adr")}] if _below(docs, "adr") else []
    order.append({"Reference": [{"Python interface": "reference.md"}, *decisions]})
    return (
        f"# {GENERATED} from the pages that there are.\n"
        + json.dumps({"nav": order}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _learned(place: Place, topic: str, pages: list[str]) -> list[str]:
    """The theorems of a topic in the order in which its note names them; those it does not name come last."""
    note = read(place.root / "docs" / "topics" / f"{topic}.md") or ""
    named = list(dict.fromkeys(re.findall(r"\]\(\.\./(theorems/\w+/\w+\.md)", note)))
    return sorted(pages, key=lambda page: named.index(page) if page in named else len(named))


def _below(docs: Path, folder: str) -> list[str]:
    names = sorted((file.name for file in (docs / folder).glob("*.md")), key=lambda name: (name != "README.md", name))
    return [f"{folder}/{name}" for name in names]


def _story(file: Path) -> str:
    """The first heading of a notebook."""
    for cell in json.loads(read(file) or "{}").get("cells", ()):
        if cell["cell_type"] == "markdown" and (found := re.match(r"# (.+)", "".join(cell["source"]))):
            return found[1].strip()
    return file.stem
