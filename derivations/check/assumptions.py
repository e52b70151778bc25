"""Each declared assumption dropped in turn: the derivation must fail, and the values at which it fails are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sympy
from sympy import Tuple

from derivations.errors import DerivationError, MathError
from derivations.notation import probability, sequences, symbols
from derivations.notation.printing import text
from derivations.proof.claim import Claim
from derivations.proof.display import numbers
from derivations.proof.theorem import Assumption, Theorem

from .apart import apart
from .claims import check_claim
from .conclusions import counters, fails_after_one_step
from .numeric import failing_only_where
from .point import Point
from .violated import violated


@dataclass(frozen=True)
class AssumptionReport:
    """Whether an assumption is needed; where it is, a counterexample without it, or else what asks for it.

    Both are for readers: they hold no hint on what to write in a theorem's file.
    """

    assumption: Assumption
    needed: bool
    counterexample: str
    asked: str = ""  # "step 20 is not shown": what becomes of the derivation, where nothing was refuted


def dropped_assumptions(theorem: Theorem) -> tuple[AssumptionReport, ...]:
    """What becomes of a theorem without each of its declared facts."""
    return tuple(_without(theorem, a) for a in theorem.assumptions)


def _without(theorem: Theorem, assumption: Assumption) -> AssumptionReport:
    name, fact = assumption.symbol, assumption.fact
    declared = theorem.run()[1].symbols[name]
    bare = strip(declared, name, fact)

    def counts(point: Point) -> bool:
        return violated(declared, bare, fact, point)

    member = _member_at(theorem, assumption)
    wrong = fails_after_one_step(theorem, lambda x: strip(x, name, fact), counts) if not member else ""
    if wrong:
        return AssumptionReport(assumption, True, wrong)
    with failing_only_where(counts):
        return _first_to_fail(theorem, assumption, member)


def _first_to_fail(theorem: Theorem, assumption: Assumption, member: Any) -> AssumptionReport:
    """The first step that fails without an assumption, else the first that is not shown or can't be written."""
    refused = ""
    derivation = theorem.run()[0]
    for number, step in zip(numbers(derivation), derivation.steps, strict=True):
        if step.claim is None or member is not None:
            continue
        claim = _strip_claim(step.claim, assumption)
        if claim == step.claim:
            continue  # the step does not speak of it
        verdict = check_claim(claim, degenerate=True, hunting=True)
        found = verdict.counterexample or ("" if verdict.holds else apart(claim, strict=True))
        if found:
            return AssumptionReport(assumption, True, f"step {number} fails: {found}")
        if not verdict.holds and not refused:
            refused = f"step {number} is not shown{_plainly(verdict.how)}"
    try:
        theorem.run(frozenset({(assumption.symbol, assumption.fact)}))
    except DerivationError as problem:
        if member is not None:
            return AssumptionReport(assumption, True, "", _no_such_member(member))
        said = problem.finding if isinstance(problem, MathError) else str(problem)
        said = said.rpartition(f": {theorem.id}: ")[2].removeprefix("let: ")
        return AssumptionReport(assumption, True, "", f"the derivation can't be written: {said}")
    return AssumptionReport(assumption, bool(refused), "", refused)


def _plainly(how: str) -> str:
    """Why a step is not shown, for a reader; that forms differ and values could not be tried says no more than that."""
    why = how.partition("; give sample=")[0].partition("; declare ")[0]
    return "" if why.startswith("not shown: ") else f": {why}"


def _member_at(theorem: Theorem, assumption: Assumption) -> Any:
    """A member of a sequence whose number is an integer by this assumption alone; there are no values without it."""
    if assumption.fact != "integer":
        return None
    sides = [s for step in theorem.run()[0].steps if step.claim for s in (step.claim.before, step.claim.after)]
    members = [m for s in sides if s is not None for m in s.atoms(sequences.Member, sequences.ScalarMember)]
    return next((m for m in members if any(s.name == assumption.symbol for s in counters(m))), None)


def _no_such_member(member: Any) -> str:
    number = next(iter(counters(member)))
    claim = f"there is nothing to test: {text(member)} stands for a member of a sequence, which are counted 0, 1, 2, …"
    return f"{claim}; for {text(number)} = 1/2 there is none, and so no claim"


def _strip_claim(claim: Claim, assumption: Assumption) -> Claim:
    def bare(x: Any) -> Any:
        return strip(x, assumption.symbol, assumption.fact)

    using = claim.using and replace(claim.using, lo=bare(claim.using.lo), hi=bare(claim.using.hi))
    context = replace(
        claim.context,
        given=tuple(map(bare, claim.context.given)),
        lets=tuple((bare(a), bare(b)) for a, b in claim.context.lets),
        samples=tuple((bare(a), bare(b)) for a, b in claim.context.samples),
    )
    return replace(
        claim,
        before=bare(claim.before),
        after=bare(claim.after),
        factor=bare(claim.factor),
        wrt=bare(claim.wrt),
        using=using,
        context=context,
        parts=tuple(replace(s, expr=bare(s.expr), given=tuple(map(bare, s.given))) for s in claim.parts),
    )


_CARRIERS = (
    symbols.MatrixAtom,
    probability.RandomScalar,
    probability.RandomMatrix,
    sequences.Member,
    sequences.ScalarMember,
    sequences.FunctionValue,
    sequences.GradientValue,
    sequences.HessianValue,
)


@lru_cache(maxsize=1 << 14)
def strip(expr: Any, name: str, fact: str) -> Any:
    """The expression with one fact of one symbol forgotten."""
    if not isinstance(expr, sympy.Basic):
        return expr
    if isinstance(expr, symbols.ScalarSymbol):
        facts = symbols.facts_of(expr)
        kept = {k: v for k, v in facts.items() if expr.name != name or k != fact}
        kept |= {k: strip(v, name, fact) for k, v in kept.items() if isinstance(v, sympy.Basic)}  # bounds, and not True
        return expr if kept == facts else symbols.ScalarSymbol(expr.name, real=True, **kept)
    if isinstance(expr, _CARRIERS):
        args = [strip(a, name, fact) for a in expr.args[:-1]]
        kept = [pair for pair in expr.args[-1] if expr.name != name or pair[0].name != fact]
        return expr.func(*args, Tuple(*(Tuple(key, strip(value, name, fact)) for key, value in kept)))
    if not expr.args:
        return expr
    return expr.func(*(strip(a, name, fact) for a in expr.args))
