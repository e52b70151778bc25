"""All that the page says of the Cookbook's equations, as plain data: made once, kept, and rendered without SymPy."""

from __future__ import annotations

from typing import Any

from derivations.errors import NotSupported
from derivations.notation.differentials import d
from derivations.notation.printing import latex, text
from derivations.notation.symbols import fact_in_words, facts_of
from derivations.proof.display import badge, shown
from derivations.proof.verdict import Verdict, weakest

from ..record import line_record
from .answers import Answer, Beside, answer
from .rows import Case, Equation, edition, equations, sections, sources

Record = dict[str, Any]
SAID = ("where", "definition", "left_out", "instance", "needs", "beyond", "remark", "erratum")


def cookbook_record() -> Record:
    """Every equation of the chapter, answered by the engine and compared by the checker."""
    return {
        "edition": edition(),
        "sources": sources(),
        "sections": sections(),
        "equations": [equation_record(e) for e in equations()],
    }


def equation_record(equation: Equation) -> Record:
    cases = [case_record(case) for case in equation.cases]
    return {
        "name": equation.name,
        "section": equation.section,
        "formula": equation.formula,
        "confirmed_by": equation.confirmed_by,
        "status": equation.status,
        **{name: getattr(equation, name) for name in SAID},
        "cases": cases,
        "evidence": weakest(case["evidence"] for case in cases) if cases else "",
    }


def case_record(case: Case) -> Record:
    """One thing that an equation says: the question, the book's answers with verdicts, and ours with its steps."""
    made: Record = {
        "question": question(case),
        "where": where(case),
        "legend": legend(case),
        "as_printed": case.holds,
        "ours": "",
        "refused": "",
        "book": [],
        "corrected": None,
        "given": [],
        "notes": [],
        "parts": [],
        "evidence": "refuted",  # until an answer is shown to hold
    }
    try:
        found = answer(case)
        book = [found.beside(case, text) for text in case.book]
        right = [found.beside(case, case.corrected)] if case.corrected else book
    except NotSupported as problem:
        return made | {"refused": str(problem), "book": [{"latex": _formula(case, case.answer(t))} for t in case.book]}
    return made | {
        "ours": _formula(case, found.expr),
        "book": [_beside(case, b, t) for b, t in zip(book, case.book, strict=True)],
        "corrected": _beside(case, right[0], case.corrected) if case.corrected else None,
        "given": list(dict.fromkeys(text(r) for b in (*book, *right) for r in b.given)),
        "notes": list(found.notes),
        "parts": _parts(case, found),
        "evidence": weakest([*(b.verdict.evidence for b in right), *(d.verdict for d in found.derivations)]),
    }


def _beside(case: Case, found: Beside, written: str) -> Record:
    v: Verdict = found.verdict
    return {
        "latex": _formula(case, case.answer(written)),
        "evidence": v.evidence,
        "badge": badge(v),
        "how": " ".join(part for part in (v.how, v.bound) if part),
        "counterexample": v.counterexample,
    }


def _formula(case: Case, expr: Any) -> str:
    """In LaTeX; dX, which is a name of its own in the calculator's language, as the differential that it stands for."""
    moved = {case.symbol(f"d{name}"): d(case.symbol(name)) for name in case.moving if f"d{name}" in case.variables}
    return latex(expr.xreplace(moved))


def _parts(case: Case, found: Answer) -> list[Record]:
    """The steps; of a differential in several variables, those of each variable."""
    several = len(found.derivations) > 1
    return [
        {"heading": f"{text(case.symbol(name))} moves" if several else "", "lines": [line_record(x) for x in shown(d)]}
        for name, d in zip(case.moving, found.derivations, strict=True)
    ]


def question(case: Case) -> str:
    """What is asked, in LaTeX: ∂/∂X of a function, its differential, or a relation between them."""
    f = latex(case.read(case.of))
    x = latex(case.symbol(case.moving[0]))
    if case.kind == "differential":
        return rf"\mathrm{{d}}\left({f}\right)"
    if case.kind == "relation":
        return latex(case.read(case.left))
    if case.kind == "hessian":
        vector = case.symbol(case.moving[0]).is_Matrix
        below = rf"\partial {x}\,\partial {x}^\top" if vector else rf"\partial {x}^2"
        return rf"\frac{{\partial^2}}{{{below}}} \left({f}\right)"
    if case.kind == "entry":
        x = rf"{x}_{{{''.join(name.removeprefix('e_') for name in case.at)}}}"
        stack = r"\operatorname{vec}" if case.read(case.of).is_Matrix else ""
        return rf"{stack}\frac{{\partial}}{{\partial {x}}} \left({f}\right)"
    return rf"\frac{{\partial}}{{\partial {x}}} \left({f}\right)"


def where(case: Case) -> str:
    """What a relation calls the gradient of which it speaks, in LaTeX: G = ∂/∂X of a function."""
    if case.kind != "relation":
        return ""
    f, x = latex(case.read(case.of)), latex(case.symbol(case.moving[0]))
    return rf"{latex(case.symbol(case.gradient))} = \frac{{\partial}}{{\partial {x}}} {f}"


def legend(case: Case) -> str:
    """The variables with their shapes and facts: `X: n×p, S: n×n positive definite`."""
    parsed, said = case.parsed(case.of), []
    for name, symbol in parsed.symbols.items():
        facts = (f"rank {text(v)}" if k == "rank" else fact_in_words(k) for k, v in facts_of(symbol).items())
        said.append(f"{text(symbol)}: {' '.join([parsed.shapes[name], *facts])}")
    return ", ".join(said)
