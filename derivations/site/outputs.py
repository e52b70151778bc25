"""All generated files, as texts by path: what a build writes, and what a check compares with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from derivations.errors import DerivationError

from .catalogue import catalogue
from .cookbook.page import cookbook_page
from .files import GENERATED, Place, page
from .graph import graph_page
from .home import home_page
from .indexes import indexes
from .nav import nav, notes, told
from .page import Around, index_page, theorem_page, topic_title
from .reference import reference_page
from .rules import family_name, rules_pages
from .trust import trust_page
from .work import COOKBOOK, RULES

Record = dict[str, Any]


def outputs(
    place: Place, records: Mapping[str, Record], wanted: Sequence[str], common: Mapping[str, Any] | None
) -> dict[str, str]:
    """The files of the wanted theorems; with the records of rules and Cookbook, also the pages that speak of all."""
    users, titles = _users(place, records)
    compared = _comparisons(place)
    texts: dict[str, str] = {}
    for id in wanted:
        r = records[id]
        used_by = tuple((user, titles[user]) for user in users.get(id, ()))
        around = Around(used_by, compared.get(id, ()), _digits(place, id))
        folder = f"docs/theorems/{r['topic']}/{r['name']}"
        texts[f"{folder}.md"] = theorem_page(r, around)
        texts[f"{folder}.tex"] = r["tex"]
        if r["functions"]:
            texts[f"derivations/functions/{r['topic']}/{r['name']}.py"] = _module(r)
    if common is not None:
        every = [records[id] for id in sorted(records)]
        texts["docs/theorems/index.md"] = index_page(every)
        texts["docs/theorems/catalogue.json"] = catalogue(every)
        texts["docs/trust.md"] = trust_page(every)
        rules = common[RULES]
        texts |= {f"docs/rules/{name}": text for name, text in rules_pages(rules, every).items()}
        families = {rule["family"]: family_name(rule["family"]) for rule in rules}
        texts |= {f"docs/indexes/{name}": text for name, text in indexes(every, rules, families).items()}
        texts["docs/graph.md"] = graph_page(every, families)
        texts["docs/index.md"] = home_page(every, notes(place), told(place), cookbook=COOKBOOK in common)
        texts["docs/nav.yml"] = nav(place, every, families, cookbook=COOKBOOK in common)
        texts["docs/reference.md"] = reference_page()
        texts |= _topics(every)
        if COOKBOOK in common:
            texts["docs/cookbook.md"] = cookbook_page(common[COOKBOOK])
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
    return f"# {GENERATED} from the theorem {record['id']}\n{record['functions']}"


def _topics(records: Sequence[Record]) -> dict[str, str]:
    """`derivations.functions.<topic>`: each theorem's main function under the theorem's name."""
    from derivations.emit.modules import topic_source

    names: dict[str, list[str]] = {}
    for r in records:
        if r["functions"]:
            names.setdefault(r["topic"], []).append(r["name"])
    first = f"# {GENERATED} from derivations/theorems/\n"
    return {
        f"derivations/functions/{topic}/__init__.py": first + topic_source(members, f"Functions: {topic_title(topic)}")
        for topic, members in names.items()
    }


def _users(place: Place, records: Mapping[str, Record]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """For every theorem those that use it, and all titles. What is not built now is taken from the last catalogue."""
    known = {id: entry for id, entry in _last_catalogue(place).items() if _file(place, id).is_file()}
    known |= records
    users: dict[str, list[str]] = {}
    for id in sorted(known):
        for used in known[id]["uses"]:
            if used["kind"] == "theorem":
                users.setdefault(used["id"], []).append(id)
    return users, {id: entry["title"] for id, entry in known.items()}


def _last_catalogue(place: Place) -> dict[str, Record]:
    """Title and uses of each theorem of the last catalogue; none where it can't be read and will be renewed."""
    try:
        entries = json.loads(page(place.root / "docs/theorems/catalogue.json") or "[]")
        return {
            str(entry["id"]): {
                "title": str(entry["title"]),
                "uses": [{"kind": used["kind"], "id": used["id"]} for used in entry["uses"]],
            }
            for entry in entries
        }
    except (ValueError, TypeError, KeyError):
        return {}


def _file(place: Place, id: str) -> Path:
    return place.theorems / f"{id.replace('.', '/')}.py"


def _recorded(place: Place, name: str) -> list[Record]:
    """What the tests recorded in a file."""
    file, line, found = place.theorems / name, 1, "no list of records"
    try:
        records = json.loads(page(file) or "[]")
        if isinstance(records, list) and all(isinstance(record, dict) for record in records):
            return records
    except json.JSONDecodeError as problem:
        line, found = problem.lineno, problem.msg
    where = f"{file.relative_to(place.root).as_posix()}:{line}"
    raise DerivationError(f"{where}: {found}, expected JSON as `make golden` writes it: restore the file")


def _digits(place: Place, id: str) -> tuple[Record, ...]:
    """How many digits of a result are right on reference data sets, where tests hold them."""
    if id != "linear_models.ols_normal_equations":
        return ()
    return tuple(_recorded(place, "nist.json"))


def _comparisons(place: Place) -> dict[str, tuple[Record, ...]]:
    """What the tests found on comparing results with other software, by theorem."""
    found: dict[str, list[Record]] = {}
    for record in _recorded(place, "comparisons.json"):
        found.setdefault(record["theorem"], []).append(record)
    return {id: tuple(sorted(rows, key=lambda r: (r["result"], r["oracle"]))) for id, rows in found.items()}
