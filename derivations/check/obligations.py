"""What has to be shown for a claim: identities between expressions, and side conditions read off the notation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation.core import matmul, minus, times, transpose
from derivations.notation.differentials import (
    Differential,
    Increment,
    MatDifferential,
    MatIncrement,
    d,
    differential_of,
    moving_in,
)
from derivations.notation.facts import is_invertible, is_nonnegative, is_nonzero, is_positive, is_symmetric
from derivations.notation.instances import rests_on
from derivations.notation.linear import diag, diagonal, inner, vec
from derivations.notation.relations import AtLeast, AtMost, Equation, Relation
from derivations.notation.shapes import convert, is_matrix, same_dim, same_shape, shape_of
from derivations.notation.symbols import ScalarSymbol, facts_of
from derivations.proof.claim import Claim
from derivations.proof.lets import captured, expand, recursions
from derivations.proof.rule import Rule
from derivations.proof.step import Step

from .obligation import (
    DIFFERENCES,
    GAPS,
    Agreement,
    Certificate,
    Defined,
    Identity,
    Limit,
    NonNegative,
    Obligation,
    Shown,
)


class Refused(DerivationError):
    """A claim that can't hold as stated; the message says why."""


_DIFFERENTIALS = (Differential, MatDifferential)
_INCREMENTS = (Increment, MatIncrement)


def obligations(claim: Claim) -> list[Obligation]:
    """The obligations of a claim, with abbreviations written out."""
    claim = expanded(claim)
    return [*_KINDS[claim.kind](claim), *_defined(claim)]


def _defined(claim: Claim) -> list[Obligation]:
    """A step brings in no condition; a statement that begins a chain says itself where it has a meaning."""
    if claim.kind not in _ON_GOING and claim.using is None:
        return []
    certificate = () if claim.using is None else (claim.using.lo, claim.using.hi)
    if claim.kind in _ON_GOING:
        stated, new = (claim.before,), (claim.after, claim.factor, *certificate)
    else:
        stated, new = (claim.after,), certificate
    new = tuple(x for x in new if isinstance(x, sympy.Basic))
    return [Defined(stated, new, claim.context.given, equal=claim.kind in _THE_SAME)]


def expanded(claim: Claim) -> Claim:
    """The claim with its abbreviations written out."""
    lets = claim.context.lets
    if not lets:
        return claim
    require_no_increments(claim, {symbol for symbol, _ in lets})
    write_out: Callable[[Any], Any] = lambda e: expand(e, lets)  # noqa: E731
    for e in (claim.before, claim.after, *claim.context.given):
        _require_not_bound(captured(e, lets))
    for e in (claim.using.lo, claim.using.hi) if claim.using is not None else ():
        _require_not_bound(captured(e, lets, moving=True))
    using = claim.using and replace(claim.using, lo=write_out(claim.using.lo), hi=write_out(claim.using.hi))
    context = replace(
        claim.context,
        given=tuple(map(write_out, claim.context.given)),
        samples=tuple((s, write_out(v)) for s, v in claim.context.samples),
    )
    return replace(
        claim,
        before=write_out(claim.before),
        after=write_out(claim.after),
        factor=write_out(claim.factor),
        using=using,
        context=context,
    )


def _require_not_bound(problem: str) -> None:
    if problem:
        raise Refused(problem)


def require_no_increments(claim: Claim, defined: set[Any]) -> None:
    """What stands for something else does not move by itself."""
    sides = [e for e in (claim.before, claim.after, claim.factor) if hasattr(e, "atoms")]
    moved = {v for e in sides for node in e.atoms(*_DIFFERENTIALS) for v in moving_in(node)} | {claim.wrt}
    moved |= {node.args[0] for e in sides for node in e.atoms(*_INCREMENTS)}
    for symbol in sorted(moved & defined, key=str):
        raise Refused(f"{symbol} stands for something else: take the differential in the variables it is made of")


def _identity(claim: Claim, lhs: Any, rhs: Any, more: tuple[Any, ...] = ()) -> Identity:
    lhs, rhs = convert(lhs), convert(rhs)
    if is_matrix(lhs) != is_matrix(rhs) or not same_shape(shape_of(lhs), shape_of(rhs)):
        raise Refused(f"the shapes differ: {lhs} and {rhs}")
    return Identity(lhs, rhs, claim.context.given + more, claim.context.samples, recursions(claim.context.lets))


def _equal(claim: Claim) -> list[Obligation]:
    return [_identity(claim, claim.before, claim.after)]


def _gradient(claim: Claim) -> list[Obligation]:
    out: list[Obligation] = [_identity(claim, claim.before, inner(claim.after, d(claim.wrt)))]
    if is_matrix(claim.wrt):  # where not every change dX can be, ⟨G, dX⟩ does not tell all of G
        if "diagonal" in facts_of(claim.wrt):
            out.append(_identity(claim, claim.after, diag(diagonal(claim.after))))
        elif is_symmetric(claim.wrt):
            out.append(_identity(claim, claim.after, transpose(claim.after)))
    return out


def _linear_map(claim: Claim) -> list[Obligation]:
    step = d(claim.wrt)
    if is_matrix(step) and not same_dim(shape_of(step)[1], 1):
        step = vec(step)
    image = times(claim.after, step) if not is_matrix(step) else matmul(claim.after, step)
    return [_identity(claim, claim.before, image)]


def _ordered(claim: Claim, inequality: Relation, more: tuple[Any, ...] = ()) -> list[Obligation]:
    if claim.using is None:
        raise Refused(
            "an inequality asks for a certificate: using=square(u), nonnegative(expr), a rule applied to arguments"
            " or an earlier step"
        )
    inequality = inequality.func(*map(convert, inequality.args))
    if any(map(is_matrix, inequality.args)):
        raise Refused(f"an inequality needs scalars: {inequality.lhs} and {inequality.rhs}")
    gap = inequality.gap
    same = replace(_identity(claim, gap, claim.using.gap, more), words=GAPS)
    step = NonNegative(gap, same.given, same.samples, same.rules, inequality)
    return [Certificate(same, step), step]


def _at_most(claim: Claim) -> list[Obligation]:
    return _ordered(claim, AtMost(claim.before, claim.after))


def _at_least(claim: Claim) -> list[Obligation]:
    return _ordered(claim, AtLeast(claim.before, claim.after))


def _stated(relation: Any) -> Relation:
    if not isinstance(relation, Relation):
        raise Refused(f"{relation} is not a relation")
    return relation


def _gap(relation: Any) -> Any:
    return _stated(relation).gap


def _holds(claim: Claim) -> list[Obligation]:
    if isinstance(claim.after, Equation):
        if claim.using is None:
            return [_identity(claim, claim.after.lhs, claim.after.rhs)]
        if not claim.using.equal:
            raise Refused(f"an inequality does not give an equation: {claim.using.lo} ≤ {claim.using.hi}")
        same = replace(_identity(claim, claim.after.gap, minus(claim.using.lo, claim.using.hi)), words=DIFFERENCES)
        step = _identity(claim, claim.after.lhs, claim.after.rhs)
        return [Certificate(same, step), Agreement(step)]
    return _ordered(claim, _stated(claim.after))


def _law(claim: Claim) -> list[Obligation]:
    """What a rule says of fresh symbols."""
    if isinstance(claim.after, Equation):
        return _holds(claim)
    return [Shown(_gap(claim.after)), NonNegative(_gap(claim.after), inequality=claim.after)]


def _iff(claim: Claim) -> list[Obligation]:
    before, after, factor = claim.before, claim.after, claim.factor
    if isinstance(before, Equation) != isinstance(after, Equation) and not _squeezes(claim):
        raise Refused(f"an equation and an inequality are not equivalent: {before} and {after}")
    if claim.rule is not None and claim.rule.form is not None:
        return [_by_form(claim, claim.rule)]
    if factor is None:
        factor = ratio(_gap(before), _gap(after), claim.context.given)
    _require_reversible(factor, ordered=not isinstance(before, Equation))
    return [_identity(claim, _gap(before), _scaled(factor, _gap(after)))]


def _squeezes(claim: Claim) -> bool:
    """Whether the rule says where an inequality leaves nothing but equality: ‖u‖² ≤ 0 only where u = 0."""
    return claim.rule is not None and claim.rule.squeezes and isinstance(claim.after, Equation)


def _by_form(claim: Claim, rule: Rule) -> Identity:
    """What the rule says must stand on the left of a statement for the one on the right to follow."""
    assert rule.form is not None
    try:
        return _identity(claim, _gap(claim.before), rule.form(claim.factor, claim.after))
    except ValueError as problem:
        raise Refused(f"rule '{rule.name}' does not apply: {problem}") from problem


def _along(claim: Claim, rule: Rule) -> list[Obligation]:
    """What holds at every value of a variable, summed up along it from 0; all must be smooth on the way."""
    assert rule.along is not None
    before, after = _stated(claim.before), _stated(claim.after)
    if not isinstance(claim.factor, sympy.Tuple) or len(claim.factor) != 2:
        raise Refused(f"rule '{rule.name}' asks for a variable and the slope of the gap in it: factor=(h, slope)")
    h, slope = claim.factor
    if not isinstance(h, ScalarSymbol) or facts_of(h):
        raise Refused(f"rule '{rule.name}': {h} does not run over all numbers; it must be a scalar without facts")
    if isinstance(before, Equation) or isinstance(after, Equation):
        raise Refused(f"rule '{rule.name}' leads from an inequality to an inequality: {before} and {after}")
    for g in claim.context.given:
        if g.has(h):
            raise Refused(f"rule '{rule.name}': {g} is supposed, so {before} is not known for every {h}")
    for e in (before, after):
        if rests_on(e, h):
            raise Refused(f"rule '{rule.name}': {rests_on(e, h)} is declared in terms of {h}, so it is not fixed")
    equations = [_identity(claim, *e.args) for e in rule.along(h, slope, before, after)]
    moving = tuple(differential_of(e, h) for e in (*after.args, slope))
    same = equations[0]
    return [
        *equations,
        Defined(moving, (), claim.context.given),
        Defined((), (*before.args, *after.args, slope), claim.context.given),
        NonNegative(after.gap, same.given, same.samples, same.rules, after),
    ]


def _scaled(factor: Any, gap: Any) -> Any:
    """factor · gap, or left · gap · right for a pair of factors."""
    if isinstance(factor, sympy.Tuple):
        if len(factor) != 2 or not all(map(is_matrix, factor)):
            raise Refused(f"the factors {factor}: expected a pair of matrices, (left, right)")
        factor, right = factor
        return transpose(_scaled(transpose(right), transpose(_scaled(factor, gap))))
    if is_matrix(factor):
        try:
            return matmul(factor, gap)
        except DerivationError as problem:
            raise Refused(str(problem)) from problem
    return times(factor, gap)


def _require_reversible(factor: Any, ordered: bool) -> None:
    if ordered:
        if not is_positive(factor):
            raise Refused(f"the factor {factor} is not shown to be positive, so the inequality may turn")
    elif isinstance(factor, sympy.Tuple):
        for side in factor:
            _require_reversible(side, ordered)
    elif is_matrix(factor):
        if not is_invertible(factor):
            raise Refused(f"the factor {factor} is not shown to be invertible; declare the fact that makes it so")
    elif not is_nonzero(factor):
        raise Refused(f"the factor {factor} is not shown to be nonzero; declare it so")


def ratio(before: Any, after: Any, given: tuple[Any, ...]) -> Any:
    """The rational number c with before = c · after, found from the normal forms; 1 where there is none."""
    from .normal import normal_form

    try:
        a, b = normal_form(before, given), normal_form(after, given)
    except (DerivationError, RecursionError):
        return convert(1)
    if a.terms and b.terms and len(a.terms) == len(b.terms):
        c = a.terms[0].coef / b.terms[0].coef
        return sympy.Rational(c.numerator, c.denominator)
    return convert(1)


def _implies(claim: Claim) -> list[Obligation]:
    before, after, factor = claim.before, claim.after, claim.factor
    if claim.rule is not None and claim.rule.form is not None:
        if isinstance(before, Equation) != isinstance(after, Equation) and not _squeezes(claim):
            raise Refused(f"rule '{claim.rule.name}' is not about an equation and an inequality: {before} and {after}")
        return [_by_form(claim, claim.rule)]
    if claim.rule is not None and claim.rule.along is not None:
        return _along(claim, claim.rule)
    if factor is not None:
        gap = _scaled(factor, _gap(before))
        if isinstance(after, Equation):
            if not isinstance(before, Equation):
                raise Refused(f"an inequality does not give an equation: {before} and {after}")
            return [_identity(claim, _gap(after), gap)]
        if not is_nonnegative(factor) and not isinstance(before, Equation):
            raise Refused(f"the factor {factor} is not shown to be ≥ 0")
        return [_identity(claim, _gap(after), gap)]
    more = (before,)
    if isinstance(after, Equation):
        return [_identity(claim, after.lhs, after.rhs, more)]
    if claim.using is None and isinstance(before, AtMost | AtLeast):
        return [_identity(claim, _gap(after), _gap(before))]
    return _ordered(claim, _stated(after), more)


def _limit(claim: Claim) -> list[Obligation]:
    return [Limit(claim.before, claim.wrt, claim.after, claim.context.given)]


def _induction(claim: Claim) -> list[Obligation]:
    """Base case: the relation at 0. Step: the relation at k + 1, proved from the relation at k alone."""
    relation, k, here = claim.after, claim.wrt, claim.context.given
    write_out: Callable[[Any], Any] = lambda e: expand(e, claim.context.lets)  # noqa: E731
    for g in here:
        if g.has(k):
            raise Refused(f"induction: {g} is still supposed; begin a new part before the conclusion for every {k}")
    wanted = {
        "base case": write_out(relation.xreplace({k: convert(0)})),
        "induction step": write_out(relation.xreplace({k: sympy.Add(k, 1)})),
    }
    out: list[Obligation] = []
    for (name, instance), found in zip(wanted.items(), claim.parts, strict=True):
        if not isinstance(found, Step) or found.claim is None:
            raise Refused(f"induction: the {name} is not a proven step")
        proved = write_out(found.expr)
        if type(proved) is not type(relation):
            raise Refused(f"induction: the {name} proves {found.expr}, expected a relation like {relation}")
        for g in map(write_out, found.given):
            if g.has(k) and not (name == "induction step" and g == relation):
                raise Refused(f"induction: the {name} rests on {g}, which is not the induction hypothesis")
            if not g.has(k) and g not in here:
                raise Refused(f"induction: the {name} rests on {g}, which is not supposed here")
        for e in (relation, proved):
            if rests_on(e, k):
                raise Refused(f"induction: {rests_on(e, k)} is declared in terms of {k}, so it is not the same for all")
        out.append(_identity(claim, instance.gap, proved.gap))
    return out


def _nothing(claim: Claim) -> list[Obligation]:
    return []


_THE_SAME = {"equal", "gradient", "linear map"}
_ON_GOING = {"equal", "gradient", "linear map", "at most", "at least", "iff", "implies", "limit"}
_KINDS: dict[str, Callable[[Claim], list[Obligation]]] = {
    "equal": _equal,
    "gradient": _gradient,
    "linear map": _linear_map,
    "at most": _at_most,
    "at least": _at_least,
    "holds": _holds,
    "law": _law,
    "therefore": _holds,
    "iff": _iff,
    "implies": _implies,
    "limit": _limit,
    "induction": _induction,
    "admitted": _nothing,
    "simulated": _nothing,
}
__all__ = [
    "Defined",
    "Identity",
    "Limit",
    "NonNegative",
    "Obligation",
    "Refused",
    "Shown",
    "expand",
    "obligations",
    "ratio",
]
