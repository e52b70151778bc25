"""All generated files, as texts by path: what a build writes, and what a check compares with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .catalogue import catalogue
from .files import GENERATED, Place, read
from .page import Around, index_page, theorem_page
from .rules import rules_pages
from .trust import trust_page

Record = dict[str, Any]


def outputs(
    place: Place, records: Mapping[str, Record], wanted: Sequence[str], rules: list[Record] | None
) -> dict[str, str]:
    """The files of the wanted theorems; with the rules' records, also the pages that speak of all theorems."""
    users, titles = _users(place, records)
    compared = _comparisons(place)
    texts: dict[str, str] = {}
    for id in wanted:
        r = records[id]
        around = Around(tuple((user, titles[user]) for user in users.get(id, ())), compared.get(id, ()))
        folder = f"docs/theorems/{r['topic']}/{r['name']}"
        texts[f"{folder}.md"] = theorem_page(r, around)
        texts[f"{folder}.tex"] = r["tex"]
        if r["functions"]:
            texts[f"derivations/functions/{r['topic']}/{r['name']}.py"] = _module(r)
    if rules is not None:
        every = [records[id] for id in sorted(records)]
        texts["docs/theorems/index.md"] = index_page(every)
        texts["docs/theorems/catalogue.json"] = catalogue(every)
        texts["docs/trust.md"] = trust_page(every)
        texts |= {f"docs/rules/{name}": text for name, text in rules_pages(rules, every).items()}
        texts |= _packages(every)
    return texts


def standalone(records: Sequence[Record]) -> dict[str, str]:
    """Page, LaTeX and functions of theorems that stand by themselves."""
    texts: dict[str, str] = {}
    for r in records:
        base = r["id"].replace(".", "/")
        texts[f"{base}.md"] = theorem_page(r, Around(linked=False))
        texts[f"{base}.tex"] = r["tex"]
        if r["functions"]:
            texts[f"{base}.py"] = _module(r)
    return texts


def _module(record: Record) -> str:
    return f"# {GENERATED} from the theorem {record['id']}; edit that instead.\n{record['functions']}"


_FUNCTIONS = '''"""The functions of all theorems, by topic: `functions.linear_models.ols_normal_equations(X, y)`."""

import importlib
from typing import Any

TOPICS = ({})


def __getattr__(name: str) -> Any:
    if name not in TOPICS:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    return importlib.import_module(f"{{__name__}}.{{name}}")


def __dir__() -> list[str]:
    return sorted([*globals(), *TOPICS])
'''


def _packages(records: Sequence[Record]) -> dict[str, str]:
    """`derivations.functions` and its topics: each theorem's main function under the theorem's name."""
    first = f"# {GENERATED} from derivations/theorems/; edit that instead.\n"
    topics: dict[str, list[Record]] = {}
    for r in records:
        if r["functions"]:
            topics.setdefault(r["topic"], []).append(r)
    listed = "".join(f'"{topic}", ' for topic in sorted(topics)).rstrip(" ")
    texts = {"derivations/functions/__init__.py": first + _FUNCTIONS.format(listed)}
    for topic, members in topics.items():
        title = topic.replace("_", " ")
        body = [first + f'"""Functions of {title}: of every theorem the one that its main result gives."""\n']
        body += [f"from .{r['name']} import {r['name']} as {r['name']}" for r in members]
        texts[f"derivations/functions/{topic}/__init__.py"] = "\n".join(body) + "\n"
    return texts


def _users(place: Place, records: Mapping[str, Record]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """For every theorem those that use it, and all titles. What is not built now is taken from the last catalogue."""
    known = {entry["id"]: entry for entry in json.loads(read(place.root / "docs/theorems/catalogue.json") or "[]")}
    known |= records
    users: dict[str, list[str]] = {}
    for id in sorted(known):
        for used in known[id]["uses"]:
            if used["kind"] == "theorem":
                users.setdefault(used["id"], []).append(id)
    return users, {id: entry["title"] for id, entry in known.items()}


def _comparisons(place: Place) -> dict[str, tuple[Record, ...]]:
    """What the tests found on comparing results with other software, by theorem."""
    found: dict[str, list[Record]] = {}
    for record in json.loads(read(place.theorems / "comparisons.json") or "[]"):
        found.setdefault(record["theorem"], []).append(record)
    return {id: tuple(sorted(rows, key=lambda r: (r["result"], r["oracle"]))) for id, rows in found.items()}
