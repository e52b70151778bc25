"""docs/theorems/catalogue.json: every theorem for programs, with the same keys as `derive check --json` and more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

CHECKED = ("id", "title", "topic", "verdict", "steps", "assumptions")
KEYS = (*CHECKED, "in_short", "synonyms", "statement", "symbols", "cites")


def catalogue(records: Iterable[dict[str, Any]]) -> str:
    """The text of the file; keys are sorted, theorems come by id."""
    return json.dumps([_entry(r) for r in records], ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _entry(record: dict[str, Any]) -> dict[str, Any]:
    planted = record["planted"]
    return {
        **{key: record[key] for key in KEYS},
        "planted": {key: planted[key] for key in ("tried", "refused", "equivalent")},
        "results": {result["name"]: result["latex"] for result in record["results"]},
        "uses": [{"kind": item["kind"], "id": item["id"], "name": item["name"]} for item in record["uses"]],
    }
