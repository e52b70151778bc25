"""All that the pages say of one theorem, as plain data: made once by checking it, kept, and rendered without SymPy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from derivations.check import AssumptionReport, PlantedReport, dropped_assumptions, planted_errors
from derivations.emit import theorem_module
from derivations.emit.latex import document_latex, rule_name, shape_latex, symbol_latex
from derivations.errors import NotSupported
from derivations.notation.linear import Norm, SquaredNorm
from derivations.notation.printing import latex
from derivations.notation.relations import Equation, Relation
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.notation.symbols import Dim
from derivations.proof.display import Shown, badge, numbers, shown, source_of, tally
from derivations.proof.rule import Rule
from derivations.proof.step import Derivation
from derivations.proof.theorem import Theorem

from .books import citation
from .reading import MATRIX, SCALAR, VECTOR, reading
from .report import Unfinished, complaints
from .rules import rule_id

Record = dict[str, Any]


def make_record(target: str) -> Record:
    """Check a theorem, given by id or file, and say all that its pages need. A step that does not follow raises."""
    from derivations.proof.catalogue import find, load

    theorem = load(target) if target.endswith(".py") else find(target)
    derivation = theorem.derivation  # checks the steps, so that the source below may say so
    planted, dropped = planted_errors(theorem), dropped_assumptions(theorem)
    if wrong := complaints(theorem, planted, dropped):
        raise Unfinished("\n".join(wrong))
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
        "steps": [_step(*pair) for pair in zip(numbers(derivation), derivation.steps, strict=True) if pair[0]],
        "lines": [line_record(line) for line in shown(derivation)],
        "symbols": _symbols(theorem),
        "has_matrix_norms": _has_matrix_norms(derivation),
        "results": _results(theorem, derivation),
        "references": _references(theorem),
        "planted": _planted(planted),
        "assumptions": _assumptions(dropped),
        "uses": [_used(item) for item in theorem.uses],
        "cites": list(theorem.cites),
        "tex": document_latex(theorem, derivation, [citation(cite) for cite in theorem.cites]),
        "functions": theorem_module(theorem),
    }


def _has_matrix_norms(derivation: Derivation) -> bool:
    """Whether ‖A‖ stands somewhere for a matrix A that is no vector: there the page says which norm is meant."""
    said = [x for step in derivation.steps for x in (step.expr, *step.given) if hasattr(x, "atoms")]
    norms = (n for x in said for n in x.atoms(Norm, SquaredNorm))
    return any(is_matrix(n.args[0]) and not any(same_dim(size, 1) for size in shape_of(n.args[0])) for n in norms)


def _step(number: int, step: Any) -> Record:
    rule = step.rule
    name = "" if rule is None else rule.id if isinstance(rule, Theorem) else str(rule)
    return {
        "latex": step.latex,
        "relation": step.relation,
        "rule": name,
        "why": step.why,
        "evidence": step.evidence,
        "how": step.found if step.evidence else "",
        "number": number,
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
    about, made = theorem.run()[1].about, []
    for name, symbol in theorem.symbols.items():
        made.append(
            {
                "name": name,
                "latex": symbol_latex(name, symbol),
                "shape": shape_latex(symbol),
                "about": about.get(name, ""),
                "independent_of": _independent_of(name, theorem.symbols),
            }
        )
    return made


def _independent_of(name: str, symbols: dict[str, Any]) -> list[str]:
    """The random symbols declared before this one on another space; those on different spaces are independent."""
    here = getattr(symbols[name], "space", None)
    before = takewhile(lambda other: other != name, symbols)
    spaces = {other: getattr(symbols[other], "space", None) for other in before}
    return [symbol_latex(o, symbols[o]) for o, space in spaces.items() if here and space and space != here]


def _kinds(theorem: Theorem) -> dict[str, str]:
    kinds = {}
    for name, symbol in theorem.symbols.items():
        if hasattr(symbol, "free_symbols"):
            kinds[name] = SCALAR if not is_matrix(symbol) else VECTOR if shape_of(symbol)[1] == 1 else MATRIX
    sizes = {dim.name for result in theorem.results.values() for dim in result.atoms(Dim)}
    return dict.fromkeys(sizes, SCALAR) | kinds


def _results(theorem: Theorem, derivation: Derivation) -> list[Record]:
    made = []
    for name, expr in theorem.results.items():
        source, reason = "", ""
        try:
            source = theorem.source(name)
        except NotSupported as problem:
            reason = str(problem)
        left, sign = _left_side(name, derivation)
        made.append(
            {
                "name": name,
                "label": derivation.labels.get(name, "") or left,
                "sign": sign,
                "latex": latex(expr),
                "rests_on": _weakest_under(name, derivation),
                "source": source,
                "reason": reason,
                **_standing(name, theorem, derivation),
            }
        )
    return made


def _left_side(name: str, derivation: Derivation) -> tuple[str, str]:
    """What a result is the right side of: w in w = …, or what its chain begins with, and how that relates to it."""
    start, signs = "", set[str]()
    for line in shown(derivation):
        if line.left or line.opens:
            start, signs = line.left, set()
        signs.add(line.sign)
        if name not in line.names:
            continue
        statement = line.step.expr
        if isinstance(statement, Equation) and statement.rhs == derivation.results[name]:
            return latex(statement.lhs), "="
        orders = signs - {"", "=", ":="}
        if isinstance(statement, Relation) or name in derivation.labels or not orders <= {r"\le", r"\ge"}:
            break
        return start, orders.pop() if orders else "="
    return "", "="


def _standing(name: str, theorem: Theorem, derivation: Derivation) -> Record:
    """Of a result that is not simply derived: the kind of its line, and what is supposed there."""
    line = next(line.step for line in shown(derivation) if name in line.names)
    given = [g for g in line.given if line.kind != "suppose" or g != line.expr]
    standing = line.kind if line.kind in ("suppose", "admitted", "simulated") else ""
    return {"standing": standing, "given": [latex(theorem.expand(g)) for g in given]}


def _weakest_under(name: str, derivation: Derivation) -> Record:
    """The step that a result rests on with the weakest evidence, where that is weaker than its own line's."""
    line = next(line for line in shown(derivation) if name in line.names)
    least = derivation.weakest_under(line.step)
    if line.step.claim is None or least.evidence == line.step.evidence:
        return {}
    return {"number": numbers(derivation)[least.place], "evidence": least.evidence}


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


def _planted(report: PlantedReport) -> Record:
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
        "steps": list(dict.fromkeys(error.step for error in report.errors)),
        "harmless": [
            {"step": e.step, "kind": e.kind, "expr": e.expr, "outcome": e.outcome}
            for e in report.errors
            if e.outcome != "refused"
        ],
    }


def _assumptions(dropped: Sequence[AssumptionReport]) -> list[Record]:
    return [
        {
            "symbol": report.assumption.symbol,
            "fact": str(report.assumption).partition(": ")[2],
            "assumption": str(report.assumption),
            "needed": report.needed,
            "counterexample": report.counterexample,
            "asked": report.asked,
        }
        for report in dropped
    ]
