"""From a claim to a Verdict: the strongest evidence that holds. Nothing here knows how a step was produced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from derivations.frames import in_one_chunk
from derivations.notation.core import MatPlus, Plus
from derivations.notation.requirements import BETWEEN
from derivations.notation.shapes import is_matrix
from derivations.proof.claim import Claim
from derivations.proof.rule import Rule
from derivations.proof.sources import Unproven, unproven
from derivations.proof.theorem import Theorem
from derivations.proof.verdict import EVIDENCE, Verdict, weakest

from .abbreviations import closed
from .apart import KINDS, told_apart
from .contradiction import contradiction
from .crossing import crosses_kinks
from .domains import unmet
from .limits import check_limit
from .normal import prove_equal
from .normal.general import generalised, is_no_arithmetic, is_nothing, with_free_arguments, with_free_values
from .numeric import NO_VALUES, Numeric, examine
from .obligation import Agreement, Certificate, Defined, Identity, Limit, NonNegative, Obligation, Shown
from .obligations import Refused, obligations
from .parts import nodes_of
from .places import PLACED, places
from .reach import FEWEST_SIZES
from .signs import why_nonnegative
from .simulate import simulate
from .smooth import ends_excluded, unsmooth
from .whole import power_of_whole

ONE_FORM = "both sides have one normal form, for all dimensions"
_WIDER = (
    generalised,
    partial(generalised, frees=is_no_arithmetic),
    partial(generalised, frees=is_nothing),
    with_free_values,
    with_free_arguments,
)


@in_one_chunk
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
        return _evidence(claim, degenerate, thorough, hunting)
    except RecursionError:
        return Verdict("refuted", "not shown: what it says is nested too deeply to be worked out")


def _evidence(claim: Claim, degenerate: bool, thorough: bool, hunting: bool) -> Verdict:
    if empty := contradiction(claim):
        return Verdict("refuted", empty)
    if not hunting and not degenerate and not thorough:
        for easier in closed(claim):
            if all(_check(part, degenerate, thorough, hunting).evidence == "symbolic" for part in easier):
                return Verdict("symbolic", ONE_FORM)
    try:
        parts = obligations(claim)
    except Refused as problem:
        return Verdict("refuted", str(problem), counterexample="" if hunting else told_apart(claim))
    verdicts = [_check(part, degenerate, thorough, hunting) for part in parts]
    failed = _that_says_most([(part, v) for part, v in zip(parts, verdicts, strict=True) if not v.holds])
    if failed is not None:
        return failed if hunting else _of_the_statements(claim, failed)
    made = next(filter(_is_made_by_an_author, _rules(claim)), None)
    if made is not None:
        return Verdict("admitted", f"rests on the rule '{made.name}', which the author made: nothing here proves it")
    verdicts += _premises(claim)
    evidence = weakest(v.evidence for v in verdicts)
    return next(v for v in verdicts if v.evidence == evidence)


def _that_says_most(failed: list[tuple[Obligation, Verdict]]) -> Verdict | None:
    """The first; but where no values fit, what has no value says why."""
    first = next((v for _, v in failed), None)
    without_value = (v for part, v in failed if isinstance(part, Defined))
    return next(without_value, first) if first is not None and NO_VALUES in first.how else first


def _of_the_statements(claim: Claim, verdict: Verdict) -> Verdict:
    """Where an identity shows that a statement follows, values at which the identity fails need not refute that."""
    if claim.kind not in KINDS or not verdict.counterexample:
        return verdict
    found = told_apart(claim)
    if found:
        return Verdict("refuted", "one statement holds without the other", counterexample=found)
    missing = "only one of them holds" if claim.kind == "iff" else "the first holds without the second"
    how = "not shown: the step does not turn one statement into the other"
    return Verdict("refuted", f"{how}, and no values were found at which {missing}")


def _premises(claim: Claim) -> Iterator[Verdict]:
    """How well that is known which the claim takes from earlier steps and theorems."""
    sources = [] if claim.using is None else [*claim.using.sources]
    for source in dict.fromkeys([*sources, *(s for part in claim.parts for s in part.sources)]):
        if isinstance(source, Unproven):
            yield Verdict(source.evidence, f"rests on a statement that {source.words}")
        elif isinstance(source, Theorem):
            proven = weakest(step.evidence for step in source.derivation if step.claim and not unproven(step.sources))
            yield Verdict(proven, f"rests on {source.id}, which is {proven}")


def _rules(claim: Claim) -> Iterator[Rule]:
    """The rules that a claim rests on, besides its identity."""
    if claim.rule is not None and (claim.rule.form or claim.rule.along):
        yield claim.rule
    if claim.using is not None:
        yield from (s for s in claim.using.sources if isinstance(s, Rule) and s.instance is not None)
    for part in claim.parts:
        yield from (s for s in part.sources if isinstance(s, Rule) and s.instance is not None)


def _is_made_by_an_author(rule: Rule) -> bool:
    """The tests hold the rules of the project against their laws; nobody does that for others."""
    made = rule.instance or rule.form or rule.along
    return not str(getattr(made, "__module__", "")).startswith("derivations.calculus.")


def _check(part: Obligation, degenerate: bool, thorough: bool, hunting: bool) -> Verdict:
    if isinstance(part, Limit):
        return check_limit(part)
    if isinstance(part, Certificate):
        return _check_certificate(part, degenerate, thorough, hunting)
    if isinstance(part, NonNegative):
        return _check_values(part, "the inequality fails", degenerate)
    if isinstance(part, Agreement):
        return _check_values(part.identity, "the two sides differ", degenerate)
    if isinstance(part, Defined):
        return _check_defined(part)
    if isinstance(part, Shown):
        how = why_nonnegative(part.gap)
        return Verdict("symbolic", how) if how else Verdict("refuted", f"not shown: {part.gap} ≥ 0")
    if part.lhs == part.rhs:
        return Verdict("symbolic", ONE_FORM)
    short = _without_common_terms(part)
    if hunting:
        numeric = examine(part, quick=True, degenerate=degenerate)
        if numeric.refuted:
            return _from_numeric(part, numeric)
    symbolic = prove_equal(short.lhs, short.rhs, part.given)
    numeric = examine(part, quick=symbolic and not thorough, degenerate=degenerate)
    if not symbolic and not numeric.evidence and not numeric.refuted and not numeric.void:
        numeric = _more_general(part) or numeric
    if symbolic and not numeric.refuted:
        return Verdict("symbolic", ONE_FORM)
    if numeric.evidence and power_of_whole(part) >= FEWEST_SIZES:
        return Verdict(
            "refuted", "not shown: the normal forms differ, and few sizes don't decide so high a power of one"
        )
    return _from_numeric(part, numeric)


def _more_general(part: Identity) -> Numeric | None:
    """Evidence for a more general identity, of which smaller sizes decide."""
    if part.samples or part.rules:
        return None
    for widen in _WIDER:
        sides = widen(part.lhs, part.rhs)
        wider = sides and Identity(*sides)
        numeric = wider and examine(wider, quick=False, degenerate=False)
        if wider and numeric and numeric.evidence and power_of_whole(wider) < FEWEST_SIZES:
            return numeric
    return None


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


def _check_values(part: Identity | NonNegative, wrong: str, degenerate: bool) -> Verdict:
    numeric = examine(part, quick=not degenerate, degenerate=degenerate)
    if numeric.refuted:
        return Verdict("refuted", wrong, counterexample=numeric.counterexample)
    return Verdict("symbolic", "no value that was tried contradicts it")


def _check_certificate(part: Certificate, degenerate: bool, thorough: bool, hunting: bool) -> Verdict:
    """Where the gaps differ, values at which the step itself fails, or in words that only its certificate does."""
    verdict = _check(part.gaps, degenerate, thorough, hunting)
    if not verdict.counterexample or (hunting and not degenerate):
        return verdict
    ordered = isinstance(part.step, NonNegative)
    for special in dict.fromkeys((degenerate, False)):
        numeric = examine(part.step, quick=False, degenerate=special)
        if numeric.refuted:
            wrong = "the inequality fails" if ordered else "the two sides differ"
            return Verdict("refuted", wrong, counterexample=numeric.counterexample)
    support = "its certificate" if ordered else "what it rests on"
    return Verdict("refuted", f"{support} shows something else: {verdict.counterexample}")


def _check_defined(part: Defined) -> Verdict:
    corner = next((x for e in part.stated if (x := unsmooth(e, part.given)) is not None), None)
    condition = unmet((*part.stated, *ends_excluded(part.stated)), part.new, part.given)
    if corner is not None and (condition is not None or not crosses_kinks(part)):
        return Verdict("refuted", str(corner))
    if condition is None:
        return Verdict("symbolic", "every part has a value")
    placed = (x for x in nodes_of(*part.new) if isinstance(x, PLACED))
    place = next((x for x in placed if condition.of in places(x)), None)
    aim = "the new line has a value" if place is None else f"{place} exists"
    asks = "between −1 and 1" if condition.asks in BETWEEN else condition.asks
    return Verdict("refuted", f"{condition.of} is not shown to be {asks}, so that {aim}")


__all__ = ["Identity", "check_claim"]
