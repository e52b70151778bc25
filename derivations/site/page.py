"""The page of one theorem, rendered from its record: plain data in, Markdown out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .books import citation
from .files import GENERATED
from .markdown import cell, display, inline, plain, with_formulas

if TYPE_CHECKING:
    from jinja2 import Environment

Record = dict[str, Any]
TEMPLATES = Path(__file__).parent / "templates"
TOPIC_TITLES = {
    "linear_algebra": "Linear algebra",
    "optimization": "Optimisation",
    "probability": "Probability",
    "linear_models": "Linear and generalised linear models",
    "information_theory": "Information theory",
    "deep_learning": "Deep learning",
    "numerical_methods": "Numerical methods",
}
SHORT = 36  # a badge of up to this many characters stands on the line of its formula
WIDE = 28  # a left side up to this many characters leaves its space open in the lines below it


@dataclass(frozen=True)
class Around:
    """What a page says that is not the theorem's own: who uses it, what it was compared with, where links lead."""

    used_by: tuple[tuple[str, str], ...] = ()  # id, title
    comparisons: tuple[Record, ...] = ()
    digits: tuple[Record, ...] = ()  # right digits on reference data sets
    linked: bool = True  # False for a page that stands by itself, outside of the site
    up: str = "../../"  # from the page to docs/


def theorem_page(record: Record, around: Around) -> str:
    """The Markdown of one theorem's page."""
    facts: dict[str, list[str]] = {}
    for assumption in record["assumptions"]:
        facts.setdefault(assumption["symbol"], []).append(assumption["fact"])
    return environment().get_template("theorem.md.j2").render(
        r=record,
        header=header(_file_of(record, around)),
        topic=topic_title(record["topic"]),
        steps=counted(sum(1 for line in record["lines"] if line["number"]), "step"),
        evidence=evidence_words(record),
        planted=planted_words(record["planted"]),
        facts=lambda symbol: ", ".join([*map(plain, facts.get(symbol["name"], ())), *_independent(symbol)]),
        assumed=lambda a: assumed(record, a),
        without=without,
        statement=_statement(record["statement"]),
        lines=lines_of(record, around),
        results=_results(record),
        callable=_callable(record, around),
        comparisons=around.comparisons,
        digits=around.digits,
        bound=_bound,
        condition=lambda value: _power_of_ten(f"{value:.1e}"),
        uses=_uses(record, around),
        used_by=_used_by(record, around),
        graph=_graph(record, around),
        cites=[citation(cite) for cite in record["cites"]],
    )  # fmt: skip


@cache
def environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"inline": inline, "cell": cell, "display": display, "plain": plain, "formulas": with_formulas}
    return made


def header(made_from: str) -> str:
    """What a generated Markdown file says below its title; GitHub and the site do not show it."""
    return f"<!-- {GENERATED} from {made_from}. -->"


def topic_title(topic: str) -> str:
    return TOPIC_TITLES.get(topic, topic.replace("_", " ").capitalize())


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def evidence_words(record: Record) -> str:
    """`**symbolic**`, or the weakest evidence with how many steps have which."""
    if len(record["tally"]) <= 1:
        return f"**{record['verdict']}**"
    counts = ", ".join(f"{number} {kind}" for kind, number in record["tally"].items())
    return f"**{record['verdict']}** in the weakest step ({counts})"


def planted_words(planted: Record) -> str:
    tried, survivors = planted["tried"], planted["tried"] - planted["refused"] - planted["equivalent"]
    if not tried:
        return "no planted errors"
    said = counted(tried, "planted error")
    if planted["refused"] == tried:
        return f"{said}, all refused"
    rest = [f"{planted['refused']} refused", f"{planted['equivalent']} shown to be equivalent"]
    return f"{said}: " + ", ".join([*rest, f"{survivors} not refused"] if survivors else rest)


def assumed(record: Record, assumption: Record) -> str:
    """An assumption with its symbol as a formula."""
    symbol = next((s["latex"] for s in record["symbols"] if s["name"] == assumption["symbol"]), "")
    return f"{cell(symbol)}: *{plain(assumption['fact'])}*" if symbol else plain(assumption["assumption"])


def _independent(symbol: Record) -> list[str]:
    others = " and ".join(map(cell, symbol["independent_of"]))
    return [f"independent of {others}"] if others else []


def without(assumption: Record) -> str:
    """What becomes of the derivation without a fact; of one that is only asked for, that nothing was refuted."""
    if assumption["counterexample"]:
        return f"Needed. Without it: {plain(assumption['counterexample'])}"
    if assumption["asked"]:
        return f"Asked for; no counterexample was found. Without it {plain(assumption['asked'])}"
    return "Needed" if assumption["needed"] else "Not needed"


def _statement(text: str) -> str:
    """The statement; a formula with sums or fractions stands as large as on a line of its own."""
    large = re.sub(r"(?<!\$)\$(?![$`])([^$]*\\(?:sum|frac)[^$]*)\$(?!\$)", r"$\\displaystyle \1$", text)
    return with_formulas(large).strip()


def badge_html(evidence: str, text: str, title: str = "") -> str:
    """The evidence of a step: a coloured badge on the site, plain words where styles are stripped."""
    if not evidence:
        return ""
    hint = f' title="{escape(title)}"' if title else ""
    return f'<span class="evidence {evidence}"{hint}>{escape(text, quote=False)}</span>'


# --- lines ------------------------------------------------------------------------------------------------------------


def lines_of(record: Record, around: Around) -> list[Record]:
    made, left = [], ""
    for line in record["lines"]:
        if line["heading"]:
            made.append({"heading": line["heading"]})
            continue
        left = line["left"] if line["left"] or line["opens"] else left
        formula = f"{line['sign']} {line['right']}".strip()
        if line["left"]:
            formula = f"{line['left']} {formula}".strip()
        elif left:
            formula = rf"\phantom{{{left}}} {formula}" if _is_short(left) else rf"\qquad {formula}"
        badge, found = _split_badge(line["badge"], line["evidence"])
        made.append(
            {
                "heading": "",
                "number": line["number"],
                "marker": f"{line['number']}.".ljust(4),
                "formula": inline(rf"\displaystyle {formula}"),
                "badge": badge_html(line["evidence"], badge, line["how"]),
                "said": _said(line, around) + (f" *Evidence*: {plain(found)}." if found else ""),
            }
        )
    return made


def _split_badge(badge: str, evidence: str) -> tuple[str, str]:
    """A badge that fits on the line of its formula, and the rest of it for the text below."""
    mark, _, words = badge.partition(" ")
    if len(words) <= SHORT:
        return badge, ""
    rest = words.removeprefix(evidence).lstrip(" :")
    return f"{mark} {evidence}", rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest


def _is_short(latex: str) -> bool:
    return len(re.sub(r"\\[a-zA-Z]+|[{}^_ ]", "x", latex)) <= WIDE and "\\begin" not in latex


def _said(line: Record, around: Around) -> str:
    """Rule and reason: `*[product rule](…)*: why.`"""
    word = _link(line["rule"], around) if line["rule"] else plain(line["word"])
    also = [_link(item, around) for item in line["also"]]
    name = ", ".join(f"*{part}*" for part in (word, *also) if part)
    why = plain(line["why"])
    if line["kind"] == "definition":
        name += f" of `{line['names'][0]}`"
    said = ": ".join(part for part in (name, why) if part)
    if line["names"] and line["kind"] != "definition":
        names = " and ".join(f"`{name}`" for name in line["names"])
        said += "." if why and why[-1] not in ".!?:" else ""
        said = f"{said} This is {names}{', a supposition' if line['kind'] == 'suppose' else ''}.".lstrip()
    return said


def _link(item: Record, around: Around) -> str:
    name = plain(item["name"])
    if not around.linked or not item["id"]:
        return name
    return f"[{name}]({target(item, around.up)})"


def target(item: Record, up: str = "../../") -> str:
    """Where a rule or theorem stands, seen from a theorem's page (`up` leads from there to docs/)."""
    if item["kind"] == "theorem":
        return f"{up}theorems/{item['id'].replace('.', '/')}.md"
    family, _, name = item["id"].partition(".")
    return f"{up}rules/{family}.md#{name}"


# --- results, uses ----------------------------------------------------------------------------------------------------


def _results(record: Record) -> list[Record]:
    made = []
    for result in record["results"]:
        label = result["label"]
        bare = not label or _is_statement(result["latex"])
        formula = result["latex"] if bare else f"{label} {result['sign']} {result['latex']}"
        references = [r for r in record["references"] if r["result"] == result["name"]]
        made.append({**result, "formula": formula, "references": references, "standing": _standing(result)})
    return made


STANDINGS = {
    "suppose": "This is supposed, not derived.",
    "admitted": "This is taken from its source, not derived.",
    "simulated": "This is held against a simulation, not derived.",
}


def _standing(result: Record) -> str:
    """Why a result does not hold as it stands, where it does not; and the weakest step under it."""
    given = ", ".join(map(inline, result["given"]))
    weakest = result["rests_on"]
    said = (
        STANDINGS.get(result["standing"], ""),
        f"Supposed here: {given}." if given else "",
        f"It rests on [step {weakest['number']}](#step-{weakest['number']}), which is {weakest['evidence']}."
        if weakest
        else "",
    )
    return " ".join(part for part in said if part)


def _is_statement(latex: str) -> bool:
    return any(sign in latex for sign in (r" \le ", r" \ge ", " = ", r" \iff ", r" \implies "))


def _callable(record: Record, around: Around) -> str:
    if not record["functions"]:
        return ""
    if not around.linked:
        return f"The functions stand in `{record['name']}.py`."
    others = [f"`.{r['name']}`" for r in record["results"] if r["source"]]
    rest = f", with the results as attributes: {', '.join(others)}" if len(others) > 1 else ""
    return f"Importable as `derivations.functions.{record['id']}`{rest}."


def _uses(record: Record, around: Around) -> str:
    if not record["uses"]:
        return "Nothing beyond the definitions."
    if around.linked:
        return " · ".join(_link(item, around) for item in record["uses"])
    return "\n".join(f"- **{plain(i['name'])}**" + _stated(i) for i in record["uses"])


def _stated(item: Record) -> str:
    return f": {plain(item['statement'])}" if item.get("statement") else ""


def _used_by(record: Record, around: Around) -> str:
    if not around.used_by:
        return "no other theorem yet."
    items = ({"kind": "theorem", "id": id, "name": title} for id, title in around.used_by)
    return " · ".join(_link(item, around) for item in items)


def _graph(record: Record, around: Around) -> str:
    from .graph import neighbourhood

    return neighbourhood(record, around.used_by) if around.linked else ""


def _bound(value: float) -> str:
    return _power_of_ten(f"{value:.0e}") if value else "0, exactly"


def _power_of_ten(text: str) -> str:
    """1e-14, 8.6e2: no padding of the exponent."""
    number, _, exponent = text.partition("e")
    return f"{number}e{int(exponent)}"


def _file_of(record: Record, around: Around) -> str:
    return f"derivations/theorems/{record['id'].replace('.', '/')}.py" if around.linked else f"{record['name']}.py"


def index_page(records: Iterable[Record]) -> str:
    """docs/theorems/index.md: every theorem by topic, with its evidence."""
    topics: dict[str, list[Record]] = {topic: [] for topic in TOPIC_TITLES}
    for record in records:
        topics.setdefault(record["topic"], []).append(record)
    out = ["# Theorems", "", header("derivations/theorems/"), ""]
    out.append(
        "A page has the statement, every step with its rule, reason and evidence, the functions and the sources."
    )
    for topic, members in topics.items():
        if not members:
            continue
        out += ["", f'<a id="{topic}"></a>', "", f"## {topic_title(topic)}"]
        out += ["", "| theorem | in one line | steps | evidence |", "|---|---|---|---|"]
        for r in members:
            steps = sum(1 for line in r["lines"] if line["number"])
            badge = badge_html(r["verdict"], r["verdict"])
            short = with_formulas(r["in_short"]).replace("|", r"\|")
            out.append(f"| [{plain(r['title'])}]({topic}/{r['name']}.md) | {short} | {steps} | {badge} |")
    return "\n".join(out) + "\n"
