"""Where a symbol, a rule or a book is found: three lists over all theorems, read off their records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .books import BOOKS, EDITIONS, place
from .markdown import cell, plain, with_formulas
from .page import header, target

Record = dict[str, Any]
UP = "../"


def indexes(records: Sequence[Record], rules: Sequence[Record], families: Mapping[str, str]) -> dict[str, str]:
    """File name → Markdown."""
    return {
        "symbols.md": _symbols(records),
        "rules.md": _rules(records, rules, families),
        "sources.md": _sources(records, rules),
    }


def _page(title: str, opening: str, body: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", header("derivations/theorems/"), "", opening, "", *body]).rstrip() + "\n"


def _theorem(record: Record) -> str:
    item = {"kind": "theorem", "id": record["id"]}
    return f"[{plain(record['title'])}]({target(item, UP)})"


def _symbols(records: Sequence[Record]) -> str:
    """One row for each symbol and meaning."""
    rows: dict[tuple[str, str], list[tuple[Record, Record]]] = {}
    for record in records:
        for symbol in record["symbols"]:
            rows.setdefault((symbol["latex"], symbol["about"]), []).append((symbol, record))
    body = ["| symbol | meaning | shape | theorem |", "|---|---|---|---|"]
    for latex, about in sorted(rows, key=lambda row: (_letters(row[0]).casefold(), _letters(row[0]), *row)):
        found = rows[latex, about]
        shapes = dict.fromkeys(with_formulas(symbol["shape"]).replace("|", r"\|") for symbol, _ in found)
        where = ", ".join(_theorem(record) for _, record in found)
        body.append(f"| {cell(latex)} | {plain(about)} | {', '.join(shapes)} | {where} |")
    return _page("Symbols", "Every symbol that a theorem declares, and what it stands for there.", body)


def _letters(latex: str) -> str:
    """`\\boldsymbol{\\theta}_{1}` is sorted as `theta1`, and `\\bar{x}` as `x`."""
    return re.sub(r"\\(?:mathbf|boldsymbol|mathrm|mathcal|bar|hat|tilde|dot|vec)\b|[^A-Za-z0-9]", "", latex)


def _rules(records: Sequence[Record], rules: Sequence[Record], families: Mapping[str, str]) -> str:
    users: dict[str, list[Record]] = {}
    for record in records:
        for used in record["uses"]:
            if used["kind"] == "rule":
                users.setdefault(used["id"], []).append(record)
    body, family = [], ""
    for rule in rules:
        if rule["id"] not in users:
            continue
        if rule["family"] != family:
            family = rule["family"]
            body += ["", f"## {families[family]}", "", "| rule | theorems |", "|---|---|"]
        link = f"[{plain(rule['name'])}]({target({'kind': 'rule', 'id': rule['id']}, UP)})"
        body.append(f"| {link} | {', '.join(_theorem(record) for record in users[rule['id']])} |")
    opening = "The rules that steps name, and the theorems that use each. Rules that no theorem uses yet stand on the"
    return _page("Theorems by rule", f"{opening} [rules' own pages](../rules/index.md).", body)


def _sources(records: Sequence[Record], rules: Sequence[Record]) -> str:
    """Book → place in it → theorems and rules."""
    books: dict[str, dict[str, list[str]]] = {}
    for record in records:
        for cite in record["cites"]:
            key, _, where = (part.strip() for part in cite.partition(":"))
            books.setdefault(key.lower(), {}).setdefault(where, []).append(_theorem(record))
    for rule in rules:
        key, _, where = rule["source"].partition(":")
        if key.lower() in BOOKS:
            link = f"*[{plain(rule['name'])}]({target({'kind': 'rule', 'id': rule['id']}, UP)})*"
            books.setdefault(key.lower(), {}).setdefault(where.strip(), []).append(link)
    body = []
    for key in sorted(books, key=lambda key: BOOKS[key].casefold()):
        edition = [f"{_capital(EDITIONS[key])}.", ""] if key in EDITIONS else []
        body += ["", f"## {BOOKS[key]}", "", *edition, "| place | theorems, and *rules* |", "|---|---|"]
        for where in sorted(books[key], key=_natural):
            body.append(
                f"| {plain(place(key, where)) or 'throughout'} | {', '.join(dict.fromkeys(books[key][where]))} |"
            )
    opening = (
        "Where in a book a theorem or a rule stands. Read beside a book, this is the way in. A number is that of a"
        " section, in the edition that is named; a number in parentheses is that of an equation."
    )
    return _page("By source", opening, body)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _natural(where: str) -> list[tuple[int, int, str]]:
    """9.2.1 comes before 10.1, and both before IX.6."""
    parts = re.findall(r"\d+|[^\d.]+", where)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
