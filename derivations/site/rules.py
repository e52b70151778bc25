"""The rules that steps name, and their pages: one a family, with the evidence for each rule's law."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .books import source
from .files import PACKAGE
from .markdown import display, plain
from .supposed import supposed

if TYPE_CHECKING:
    from derivations.proof.rule import Rule

FOLDER = PACKAGE / "calculus" / "rules"


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its id, `family.name`, in the order of the files; a rule that is only imported is left out."""
    from derivations.calculus import rules
    from derivations.proof.rule import Rule

    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(rules.__path__):
        loaded = importlib.import_module(f"{rules.__name__}.{module.name}")
        made = _assigned(Path(str(loaded.__file__)))
        values = ((name, getattr(loaded, name, None)) for name in made)
        found |= {f"{module.name}.{name}": value for name, value in values if isinstance(value, Rule)}
    return found


def _assigned(file: Path) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    targets = (target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets)
    return [target.id for target in targets if isinstance(target, ast.Name)]


def rule_id(rule: Rule) -> str:
    """`family.name` of a rule of the catalogue; "" for one that a theorem's file makes for itself."""
    return next((id for id, known in all_rules().items() if known is rule), "")


def rule_records() -> list[dict[str, Any]]:
    """What the pages say of every rule: the checker proves its law here."""
    from derivations.check import check_claim
    from derivations.notation.printing import latex
    from derivations.proof.claim import Claim
    from derivations.proof.display import badge

    records = []
    for id, rule in all_rules().items():
        made = rule.law() if rule.law is not None else ()
        laws = []
        for relation in made if isinstance(made, tuple) else (made,):
            verdict = check_claim(Claim("law", None, relation))
            laws.append(
                {
                    "latex": latex(relation),
                    "supposed": supposed(relation),
                    "evidence": verdict.evidence,
                    "badge": badge(verdict),
                }
            )
        records.append(
            {
                "id": id,
                "family": id.partition(".")[0],
                "name": rule.name,
                "statement": rule.statement,
                "reason": rule.reason,
                "source": rule.source,
                "definition": _unproved(rule),
                "law_is": rule.law_is,
                "conditions": [c.text.format(*c.names.split()) for c in rule.conditions],
                "laws": laws,
            }
        )
    return records


def family_titles() -> dict[str, str]:
    """Family → what its module says of itself."""
    titles = {}
    for file in sorted(FOLDER.glob("[!_]*.py")):
        titles[file.stem] = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
    return titles


# --- pages ------------------------------------------------------------------------------------------------------------


def anchor(id: str) -> str:
    """Where a rule stands: `algebra.expand` → `algebra.md#expand`."""
    family, _, name = id.partition(".")
    return f"{family}.md#{name}"


def rules_pages(records: Iterable[dict[str, Any]], theorems: Iterable[dict[str, Any]]) -> dict[str, str]:
    """File name → Markdown of the page of every family, and of the list of families."""
    from .page import badge_html, header

    users: dict[str, list[dict[str, Any]]] = {}
    for theorem in theorems:
        for used in theorem["uses"]:
            if used["kind"] == "rule":
                users.setdefault(used["id"], []).append(theorem)
    families: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        families.setdefault(record["family"], []).append(record)
    titles, pages = family_titles(), {}
    index = ["# Rules", "", header("derivations/calculus/rules/"), "", _INTRODUCTION]
    for family, members in families.items():
        name = family_name(family)
        made_from = header(f"derivations/calculus/rules/{family}.py")
        lines = [f"# Rules: {name.lower()}", "", made_from, "", titles[family], ""]
        for record in members:
            lines += _section(record, users.get(record["id"], []), badge_html)
        pages[f"{family}.md"] = "\n".join(lines).rstrip() + "\n"
        listed = ", ".join(f"[{plain(r['name'])}]({anchor(r['id'])})" for r in members)
        index += ["", f"- **[{name}]({family}.md)**: {listed}"]
    pages["index.md"] = "\n".join(index) + "\n"
    return pages


_INTRODUCTION = (
    "A step of a derivation names the rule it uses. A rule says where it stands in a book, unless it is too elementary"
    " to be looked up. Most have a law: the rule at work on fresh symbols, which the checker proves like any step."
    " Where the law is one example of what the rule says, or what it rests on, its page says so; where there is none,"
    " for the rule restates a definition or is a way to reason, it says that. What a rule asks of its arguments is"
    " checked wherever it is used, and so is every line that uses it."
)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def family_name(family: str) -> str:
    """A family as a heading."""
    return family.replace("_", " ").capitalize()


def _unproved(rule: Rule) -> str:
    """Why there is no law to prove; empty where there is one."""
    if not rule.definition:
        return ""
    if rule.instance is None and rule.form is None:
        return "This is a way to reason, not a law: each line that uses it is checked by itself."
    return "This restates a definition, so there is nothing to prove."


_OTHER_LAWS = {
    "example": "What is checked here is an example: the rule speaks of more than the checker can be shown at once.",
    "ground": "What is checked here is what the rule rests on.",
}


def _section(record: dict[str, Any], users: list[dict[str, Any]], badge_html: Any) -> list[str]:
    lines = [f'<a id="{record["id"].partition(".")[2]}"></a>', "", f"## {plain(_capital(record['name']))}", ""]
    lines += [f"**{plain(record['statement'])}**  ", plain(record["reason"]), ""]
    if record["conditions"]:
        lines += [f"*Asks that* {plain('; '.join(record['conditions']))}.", ""]
    if record["definition"] and not record["laws"]:
        lines += [record["definition"], ""]
    if record["laws"] and record["law_is"] in _OTHER_LAWS:
        lines += [_OTHER_LAWS[record["law_is"]], ""]
    for law in record["laws"]:
        where = f"where {law['supposed']}" if law["supposed"] else ""
        mark = badge_html(law["evidence"], law["badge"])
        lines += [display(law["latex"]), "", " ".join(part for part in (where, mark) if part), ""]
    used = ", ".join(f"[{plain(t['title'])}](../theorems/{t['topic']}/{t['name']}.md)" for t in users)
    found = f"*Source:* {source(record['source'])}. " if record["source"] else ""
    lines += [f"{found}*Used by:* {used or 'no theorem yet'}.", ""]
    return lines
