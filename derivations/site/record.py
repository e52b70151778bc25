"""All that the pages say of one theorem, as plain data: made once by checking it, kept, and rendered without SymPy."""

from __future__ import annotations

import re
from typing import Any

from derivations.check import check_theorem, dropped_assumptions, planted_errors
from derivations.emit import theorem_module
from derivations.emit.latex import document_latex, rule_name, shape_latex, symbol_latex
from derivations.errors import NotSupported
from derivations.notation.printing import latex
from derivations.notation.relations import Equation
from derivations.notation.shapes import is_matrix, shape_of
from derivations.proof.display import Shown, badge, numbers, shown, source_of, tally
from derivations.proof.rule import Rule
from derivations.proof.step import Derivation
from derivations.proof.theorem import Theorem

from .books import citation
from .reading import MATRIX, SCALAR, VECTOR, reading
from .rules import rule_id

Record = dict[str, Any]
_STEP = re.compile(r"^step (\d+)")


def make_record(target: str) -> Record:
    """Check a theorem, given by id or file, and say all that its pages need. A step that does not follow raises."""
    from derivations.proof.catalogue import find, load

    theorem = load(target) if target.endswith(".py") else find(target)
    derivation = check_theorem(theorem)
    number = dict(enumerate(numbers(derivation), 1))  # the checker counts every line, a reader only those shown
    planted, assumptions = _planted(theorem, number), _assumptions(theorem, number)
    return {
        "id": theorem.id,
        "title": theorem.title,
        "topic": theorem.topic,
        "name": theorem.name,
        "in_short": theorem.in_short,
        "synonyms": list(theorem.synonyms),
        "statement": theorem.statement,
        "verdict": derivation.verdict,
        "tally": tally(derivation),
        "steps": [_step(step) for step in derivation.steps if step.kind != "part"],
        "lines": [line_record(line) for line in shown(derivation)],
        "symbols": _symbols(theorem),
        "results": _results(theorem, derivation),
        "references": _references(theorem),
        "planted": planted,
        "assumptions": assumptions,
        "uses": [_used(item) for item in theorem.uses],
        "cites": list(theorem.cites),
        "tex": document_latex(theorem, derivation, [citation(cite) for cite in theorem.cites]),
        "functions": theorem_module(theorem),
    }


def _step(step: Any) -> Record:
    rule = step.rule
    name = "" if rule is None else rule.id if isinstance(rule, Theorem) else str(rule)
    return {
        "latex": step.latex,
        "relation": step.relation,
        "rule": name,
        "why": step.why,
        "evidence": step.evidence,
        "how": step.found if step.evidence else "",
    }


def line_record(line: Shown) -> Record:
    step = line.step
    rule = step.rule
    return {
        "number": line.number,
        "heading": line.heading,
        "left": line.left,
        "sign": line.sign,
        "right": line.right,
        "opens": line.opens,
        "kind": step.kind,
        "word": rule_name(line),
        "rule": _used(rule) if isinstance(rule, Rule | Theorem) else None,
        "also": [_used(item) for item in step.sources if item is not rule and isinstance(item, Rule | Theorem)],
        "why": line.why,
        "names": list(line.names),
        "evidence": step.evidence,
        "badge": badge(step.verdict, source_of(step)),
        "how": " ".join(part for part in (step.found, step.verdict.bound) if part) if step.evidence else "",
        "source": source_of(step),
    }


def _used(item: Rule | Theorem) -> dict[str, str]:
    if isinstance(item, Theorem):
        return {"kind": "theorem", "id": item.id, "name": item.title}
    return {"kind": "rule", "id": rule_id(item), "name": item.name, "statement": item.statement, "source": item.source}


def _symbols(theorem: Theorem) -> list[Record]:
    about = theorem.run()[1].about
    return [
        {"name": name, "latex": symbol_latex(name, symbol), "shape": shape_latex(symbol), "about": about.get(name, "")}
        for name, symbol in theorem.symbols.items()
    ]


def _kinds(theorem: Theorem) -> dict[str, str]:
    kinds = {}
    for name, symbol in theorem.symbols.items():
        if hasattr(symbol, "free_symbols"):
            kinds[name] = SCALAR if not is_matrix(symbol) else VECTOR if shape_of(symbol)[1] == 1 else MATRIX
    return kinds


def _results(theorem: Theorem, derivation: Derivation) -> list[Record]:
    made = []
    for name, expr in theorem.results.items():
        source, reason = "", ""
        try:
            source = theorem.source(name)
        except NotSupported as problem:
            reason = str(problem)
        label = derivation.labels.get(name, "") or _solved_for(name, derivation)
        made.append({"name": name, "label": label, "latex": latex(expr), "source": source, "reason": reason})
    return made


def _solved_for(name: str, derivation: Derivation) -> str:
    """The left side w of the equation w = … whose right side is the result."""
    for line in shown(derivation):
        relation = line.step.expr
        if name in line.names and isinstance(relation, Equation) and relation.rhs == derivation.results[name]:
            return latex(relation.lhs)
    return ""


def _references(theorem: Theorem) -> list[Record]:
    main = next(iter(theorem.results), "")
    made = []
    for reference in theorem.references:
        read = reading(reference.source, _kinds(theorem))
        made.append(
            {
                "result": reference.result or main,
                "source": reference.source.rstrip(),
                "latex": read.latex,
                "reason": read.reason,
            }
        )
    return made


def _planted(theorem: Theorem, number: dict[int, int]) -> Record:
    report = planted_errors(theorem)
    kinds: dict[str, dict[str, int]] = {}
    for error in report.errors:
        counts = kinds.setdefault(error.kind, {"refused": 0, "equivalent": 0, "survived": 0})
        counts[error.outcome] += 1
    refused = [error.by for error in report.errors if error.outcome == "refused"]
    return {
        "tried": report.tried,
        "refused": report.refused,
        "equivalent": report.equivalent,
        "kinds": dict(sorted(kinds.items())),
        "by": {way: refused.count(way) for way in sorted(set(refused))},
        "harmless": [
            {"step": number[e.step], "kind": e.kind, "expr": e.expr, "outcome": e.outcome}
            for e in report.errors
            if e.outcome != "refused"
        ],
    }


def _assumptions(theorem: Theorem, number: dict[int, int]) -> list[Record]:
    return [
        {
            "symbol": report.assumption.symbol,
            "fact": str(report.assumption).partition(": ")[2],
            "assumption": str(report.assumption),
            "needed": report.needed,
            "counterexample": _STEP.sub(lambda m: f"step {number[int(m[1])]}", report.counterexample),
        }
        for report in dropped_assumptions(theorem)
    ]
