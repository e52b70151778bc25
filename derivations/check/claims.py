"""From a claim to a Verdict: the strongest evidence that holds. Nothing here knows how a step was produced."""

from __future__ import annotations

from typing import Any

import sympy

from derivations.errors import DerivationError, NotSupported
from derivations.notation.core import Kept
from derivations.notation.symbols import ScalarSymbol
from derivations.proof.claim import Claim
from derivations.proof.verdict import EVIDENCE, Verdict, weakest

from .normal import prove_equal
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
    if hunting:
        numeric = examine(part, quick=True, degenerate=degenerate)
        if numeric.refuted:
            return _from_numeric(part, numeric)
    symbolic = prove_equal(part.lhs, part.rhs, part.given)
    numeric = examine(part, quick=symbolic and not thorough, degenerate=degenerate)
    if symbolic and not numeric.refuted:
        return Verdict("symbolic", "both sides have one normal form, for all dimensions")
    return _from_numeric(part, numeric)


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
        n = sympy.Dummy("n", positive=True)
        found = sympy.limit(_plain(part.expr, {part.variable: n}, n), n, sympy.oo)
        holds = sympy.simplify(found - _plain(part.value, {}, n)) == 0
    except (DerivationError, NotImplementedError, ValueError, TypeError) as problem:
        return Verdict("refuted", f"the limit could not be taken: {problem}")
    if holds:
        return Verdict("symbolic", "the limit of a scalar expression, by SymPy")
    return Verdict("refuted", f"the limit is {found}", counterexample=f"the limit is {found}, not {part.value}")


def _plain(expr: Any, mapping: dict[Any, Any], n: Any) -> Any:
    """The expression over SymPy's own symbols and operations; refused where a part that depends on n has none."""
    for s in expr.atoms(ScalarSymbol) - mapping.keys():
        mapping[s] = sympy.Symbol(s.name, **(s.assumptions0 | {"commutative": True}))
    made = sympy.sympify(expr.xreplace(mapping).doit())
    for part in sympy.preorder_traversal(made):
        if isinstance(part, Kept) and n in part.atoms(sympy.Symbol):  # type: ignore[attr-defined] - a size may hold n
            raise NotSupported(f"not supported yet: the limit of {part}")
    return made


__all__ = ["Identity", "check_claim"]
