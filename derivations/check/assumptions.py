"""Each declared assumption dropped in turn: the derivation must fail, and the values at which it fails are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sympy
from sympy import Tuple

from derivations.errors import DerivationError
from derivations.notation import probability, sequences, symbols
from derivations.proof.claim import Claim
from derivations.proof.theorem import Assumption, Theorem

from .claims import check_claim


@dataclass(frozen=True)
class AssumptionReport:
    """Whether an assumption is needed; where it is, a counterexample without it, or the rule that asks for it."""

    assumption: Assumption
    needed: bool
    counterexample: str


def dropped_assumptions(theorem: Theorem) -> tuple[AssumptionReport, ...]:
    """What becomes of a theorem without each of its declared facts."""
    return tuple(_without(theorem, a) for a in theorem.assumptions)


def _without(theorem: Theorem, assumption: Assumption) -> AssumptionReport:
    for number, step in enumerate(theorem.run()[0].steps, 1):
        if step.claim is None:
            continue
        verdict = check_claim(_strip_claim(step.claim, assumption), degenerate=True, hunting=True)
        if verdict.counterexample:
            return AssumptionReport(assumption, True, f"step {number} fails: {verdict.counterexample}")
    try:
        theorem.run(frozenset({(assumption.symbol, assumption.fact)}))
    except DerivationError as problem:
        return AssumptionReport(assumption, True, str(problem))
    return AssumptionReport(assumption, False, "")


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


def strip(expr: Any, name: str, fact: str) -> Any:
    """The expression with one fact of one symbol forgotten."""
    if not isinstance(expr, sympy.Basic):
        return expr
    if isinstance(expr, symbols.ScalarSymbol):
        if expr.name != name:
            return expr
        kept = {k: v for k, v in symbols.facts_of(expr).items() if k != fact}
        return symbols.ScalarSymbol(name, real=True, **kept)
    if isinstance(expr, _CARRIERS):
        args = [strip(a, name, fact) for a in expr.args[:-1]]
        facts = expr.args[-1]
        if expr.name == name:
            facts = Tuple(*(pair for pair in facts if pair[0].name != fact))
        return expr.func(*args, facts)
    if not expr.args:
        return expr
    return expr.func(*(strip(a, name, fact) for a in expr.args))
