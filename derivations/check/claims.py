"""From a claim to a Verdict: the strongest evidence that holds. Nothing here knows how a step was produced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation.core import MatPlus, Plus
from derivations.notation.shapes import is_matrix
from derivations.proof.claim import Claim
from derivations.proof.verdict import EVIDENCE, Verdict, weakest

from .normal import is_zero, prove_equal
from .numeric import Numeric, examine
from .obligations import Identity, Limit, NonNegative, Obligation, Refused, Shown, obligations
from .signs import why_nonnegative
from .simulate import simulate


def check_claim(claim: Claim, degenerate: bool = False, thorough: bool = False, hunting: bool = False) -> Verdict:
    """The evidence for one claim.

    `degenerate` looks for counterexamples among special values too; `hunting` expects the claim to be false and tries
    values before the normal form; `thorough` tries all sizes and points even where the normal form decides.
    """
    if claim.kind == "admitted":
        return Verdict("admitted", f"not checked; see {claim.source}")
    if claim.kind == "simulated":
        return simulate(claim)
    try:
        parts = obligations(claim)
    except Refused as problem:
        return Verdict("refuted", str(problem))
    verdicts = [_check(part, degenerate, thorough, hunting) for part in parts]
    for verdict in verdicts:
        if not verdict.holds:
            return verdict
    evidence = weakest(v.evidence for v in verdicts)
    return next(v for v in verdicts if v.evidence == evidence)


def _check(part: Obligation, degenerate: bool, thorough: bool, hunting: bool) -> Verdict:
    if isinstance(part, Limit):
        return _check_limit(part)
    if isinstance(part, NonNegative):
        return _check_sign(part, degenerate)
    if isinstance(part, Shown):
        how = why_nonnegative(part.gap)
        return Verdict("symbolic", how) if how else Verdict("refuted", f"not shown: {part.gap} ≥ 0")
    part = _without_common_terms(part)
    if part.lhs == part.rhs:
        return Verdict("symbolic", "both sides are the same expression")
    if hunting:
        numeric = examine(part, quick=True, degenerate=degenerate)
        if numeric.refuted:
            return _from_numeric(part, numeric)
    symbolic = prove_equal(part.lhs, part.rhs, part.given)
    numeric = examine(part, quick=symbolic and not thorough, degenerate=degenerate)
    if symbolic and not numeric.refuted:
        return Verdict("symbolic", "both sides have one normal form, for all dimensions")
    return _from_numeric(part, numeric)


def _without_common_terms(part: Identity) -> Identity:
    """The identity without the terms that stand on both sides as they are."""
    left, right = list(_summands(part.lhs)), list(_summands(part.rhs))
    for term in _summands(part.lhs):
        if len(left) > 1 and len(right) > 1 and term in right:
            left.remove(term)
            right.remove(term)
    if len(right) == len(_summands(part.rhs)):
        return part
    kind = MatPlus if is_matrix(part.lhs) else Plus
    lhs, rhs = (terms[0] if len(terms) == 1 else kind(*terms) for terms in (left, right))
    return replace(part, lhs=lhs, rhs=rhs)


def _summands(x: Any) -> tuple[Any, ...]:
    return x.args if isinstance(x, Plus | MatPlus) else (x,)


def _from_numeric(part: Obligation, numeric: Numeric) -> Verdict:
    if numeric.refuted:
        return Verdict("refuted", "the two sides differ", counterexample=numeric.counterexample)
    if numeric.evidence in EVIDENCE:
        return Verdict(numeric.evidence, numeric.how, bound=numeric.bound)
    return Verdict("refuted", f"not shown: the normal forms differ, and {numeric.how}")


def _check_sign(part: NonNegative, degenerate: bool) -> Verdict:
    numeric = examine(part, quick=not degenerate, degenerate=degenerate)
    if numeric.refuted:
        return Verdict("refuted", "the inequality fails", counterexample=numeric.counterexample)
    return Verdict("symbolic", "no value that was tried contradicts it")


def _check_limit(part: Limit) -> Verdict:
    try:
        n = sympy.Symbol("n", positive=True)
        expr = sympy.sympify(part.expr.doit()).xreplace({part.variable: n})
        found = sympy.limit(expr, n, sympy.oo)
        holds = is_zero(_difference(found, part.value))
    except (DerivationError, NotImplementedError, ValueError, TypeError) as problem:
        return Verdict("refuted", f"the limit could not be taken: {problem}")
    if holds:
        return Verdict("symbolic", "the limit of a scalar expression, by SymPy")
    return Verdict("refuted", f"the limit is {found}", counterexample=f"the limit is {found}, not {part.value}")


def _difference(a: Any, b: Any) -> Any:
    return sympy.sympify(a) - sympy.sympify(b.doit())


__all__ = ["Identity", "check_claim"]
