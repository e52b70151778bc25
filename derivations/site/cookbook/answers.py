"""The calculus engine's answer to a case, as an expression that the checker can put beside the book's."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from derivations.calculus.differentiate import differentiate_expression
from derivations.calculus.engine import Motion
from derivations.calculus.forward import written_out
from derivations.calculus.question import WHERE, verified
from derivations.check import check_claim, requirements_of
from derivations.notation.core import matmul, plus, transpose
from derivations.notation.differentials import d
from derivations.notation.linear import vec
from derivations.notation.requirements import Requirement
from derivations.proof.claim import Claim, Context
from derivations.proof.derivation import Derivation, run
from derivations.proof.lines import Line, definition, differential, result
from derivations.proof.verdict import Verdict

from .rows import Case


@dataclass(frozen=True)
class Answer:
    """What the engine says where the book has its answer, and the checked steps that led there."""

    expr: Any
    derivations: tuple[Derivation, ...]
    notes: tuple[str, ...] = ()

    def beside(self, case: Case, text: str) -> Beside:
        """Put beside an answer of the book, wherever both have values."""
        theirs = _vec_of_entry(case, case.answer(text))
        if case.kind == "same gradient":
            theirs = _differentiated(case, text).expr
        given = tuple({r: None for made in self.derivations for r in requirements_of(made, theirs)})
        return Beside(theirs, given, check_claim(Claim("equal", self.expr, theirs, Context(given=given))))


@dataclass(frozen=True)
class Beside:
    """An answer of the book, what is supposed, and the checker's verdict on: the engine's answer equals it."""

    expr: Any
    given: tuple[Requirement, ...]
    verdict: Verdict


def answer(case: Case) -> Answer:
    """What the engine finds; it may refuse with NotSupported."""
    if case.kind == "differential":
        return _differential(case)
    found = _differentiated(case, case.of)
    named = found.derivation.results
    expr = found.expr
    if case.kind in ("by entries", "entry"):  # of a symmetric variable the engine names the table, too
        expr = named.get("gradient_by_entries", expr)
    if case.kind == "relation":
        expr = case.read(case.left).xreplace({case.symbol(case.gradient): expr})
    if case.kind == "entry":
        row, col = map(case.symbol, case.at)
        if found.kind == "gradient":
            expr = matmul(matmul(transpose(row), expr), col)
        else:
            expr = matmul(expr, vec(case.read(case.direction)))
    return Answer(expr, (found.derivation,), found.notes)


def _differentiated(case: Case, text: str) -> Any:
    order = 2 if case.kind == "hessian" else 1
    return differentiate_expression(case.read(text), case.symbol(case.moving[0]), order)


def _vec_of_entry(case: Case, book: Any) -> Any:
    """The derivative of a matrix by one entry is a matrix; the engine's Jacobian gives it with its columns stacked."""
    f = case.read(case.of)
    return vec(book) if case.kind == "entry" and f.is_Matrix else book


def _differential(case: Case) -> Answer:
    """dF with every variable's increment in it: the sum over the variables, each moving alone."""
    f, found, parts = case.read(case.of), [], []
    for name in case.moving:
        x = case.symbol(name)
        found.append(verified(run(_lines(f, x), WHERE)))
        increment = {d(x): case.symbol(f"d{name}")} if f"d{name}" in case.variables else {}
        parts.append(found[-1].results["differential"].xreplace(increment))
    return Answer(reduce(plus, parts), tuple(found))


def _lines(f: Any, x: Any) -> Generator[Line, Any, None]:
    yield definition("function", f, label="F")
    yield differential(f, x)
    yield from written_out(f, Motion(x))
    yield result("differential")
