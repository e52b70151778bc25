"""A certificate that a Hessian is positive semidefinite: its quadratic form as a sum of terms never negative."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import cache
from itertools import chain, islice
from typing import Any

from derivations.errors import DerivationError
from derivations.notation import linear
from derivations.notation.core import (
    MatPlus,
    MatProduct,
    MatQuotient,
    Plus,
    Power,
    Product,
    Quotient,
    Transposed,
)
from derivations.notation.distributions import is_simplex
from derivations.notation.facts import is_nonnegative, is_semidefinite
from derivations.notation.functions import sqrt
from derivations.notation.linear import Diag, Hadamard, HadamardPower
from derivations.notation.printing import text
from derivations.notation.relations import at_least
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.notation.symbols import MatrixAtom, facts_of
from derivations.proof.lines import Line, at_least as goes_on, consider, equals, holds, part
from derivations.proof.rule import nonnegative

from .bends import Bends, lines_of
from .compact import add, compact, entrywise, mul, negated, power_of, subtract, turned
from .compact.monomials import Monomial, taken_apart
from .compact.products import build, is_one, is_zero
from .compact.sums import multiplied_out
from .composed import curvature_by_form, written
from .engine import Motion
from .rules.positivity import nonnegativity
from .shown_by import rule_between

CERTIFICATE = "The function is"
UNSHOWN = "not shown convex"
WHERE = " on every convex set where the conditions hold"
DECLARED = " on every convex set of values as declared"
MOST_TERMS = 12  # among which pairs are looked for
MOST_PIECES = 40  # that a Hessian is cut into where its signs are kept
_SIGNED_BY_PARTS = (Plus, MatPlus, Quotient, MatQuotient, Diag, Hadamard)
_GAPS = {"nonzero", "invertible", "rank", "unit", "orthogonal", "orthonormal"}


def convexity_lines(
    f: Any,
    h: Any,
    x: Any,
    motion: Motion,
    required: tuple[Requirement, ...],
    kinks: list[Requirement],
    bends: Bends | None,
) -> Generator[Line, Any, str]:
    """Lines that show the sign of the Hessian h of f, where its form does; in words what they show.

    `kinks` are those at which the gradient may jump, and `bends` what of the function turns there; where the gradient
    does not jump, a Hessian with a sign almost everywhere is enough.
    """
    elsewhere = [r for r in required if r not in kinks]
    limited = any(motion.moves(r.of) for r in elsewhere)
    if is_zero(h) and not kinks:
        return "affine" + (WHERE if limited else "")
    where = WHERE if limited else DECLARED if _has_gaps(x) else ""
    given = tuple(r.of for r in required if r.asks in ("positive", "nonnegative"))
    by_form = cache(lambda: curvature_by_form(f, x, _direction(h, x) if is_matrix(x) else convert(1), motion))
    words = [w for w in ("convex", "concave") if not kinks or (bends is not None and bends.open(w == "convex"))]
    for word in words:
        signed = h if word == "convex" else negated(h)
        found = signed if is_zero(h) else _squares(signed, x, given)
        if found is None:
            found = _by_form(by_form(), word == "convex", given)
        if found is not None:
            if not is_zero(h):
                yield part(f"{CERTIFICATE} {word}{where}")
                yield from _shown(signed, found, x)
            if bends:
                yield from lines_of(bends, word == "convex", elsewhere)
            return word + where
    return UNSHOWN if words else f"{UNSHOWN}: the Hessian says nothing about what happens at a kink"


def said_in(found: str, x: Any) -> str:
    """What was found, with the variable behind the word: convex in x on every convex set …"""
    word = next(w for w in (UNSHOWN, "convex", "concave", "affine") if found.startswith(w))
    return f"{word} in {text(x)}{found.removeprefix(word)}"


def _has_gaps(x: Any) -> bool:
    """Whether facts keep x from some values between others."""
    return bool(facts_of(x).keys() & _GAPS) if is_matrix(x) else bool(x.is_nonzero and not x.is_positive)


def _shown(h: Any, squares: Any, x: Any) -> Generator[Line, Any, None]:
    if squares == h:
        shown = nonnegative(h)
        yield holds(at_least(h, convert(0)), using=shown, by=nonnegativity(h), why="No part of it is negative.")
        return
    v = _direction(h, x) if is_matrix(x) else None
    form = h if v is None else mul(turned(v), h, v)
    same = text(form) == text(squares)  # then it shows its sign as it stands, and no step is needed
    why = "The second derivative." if v is None else "The Hessian along any direction v."
    yield consider(squares if same else form, why=why)
    if not same:
        yield equals(squares, by=rule_between(form, squares), why="Each term is written so that its sign shows.")
    yield goes_on(
        convert(0), using=nonnegative(squares), by=nonnegativity(squares), why="Each term is non-negative by its form."
    )


def _direction(h: Any, x: Any) -> Any:
    taken = {getattr(s, "name", "") for s in h.free_symbols | x.free_symbols}
    name = next(n for n in ("v", "u", "z", "v_1") if n not in taken)
    return MatrixAtom(name, shape_of(h)[0], 1)


def _squares(h: Any, x: Any, given: tuple[Any, ...]) -> Any:
    """vᵀHv with every term visibly non-negative, or None; `given` is required not to be negative."""
    if not is_matrix(x):
        return _signed(h, given) or _signed(_by_entries(h), given) or _mirrored(h, given)
    v = _direction(h, x)
    try:
        opened = multiplied_out(h)
        whole = _of_terms(h, v, given) or _of_terms(opened, v, given)
        pieces = list(islice(_pieces(h), MOST_PIECES + 1))
        whole = whole or _each_shown(_apart(opened), v, given)
        return whole or (_each_shown(pieces, v, given) if len(pieces) <= MOST_PIECES else None)
    except DerivationError:
        return None


def _by_entries(e: Any) -> Any:
    """uᵀv as the sum of the entries of u ∘ v, in which what u and v share is squared."""
    if isinstance(e, Plus):
        return Plus(*map(_by_entries, e.args))
    front, chained = _with_a_chain(e)
    if len(chained) != 2:
        return e
    summed = linear.Total(entrywise(turned(chained[0]), chained[1]))
    return summed if front == 1 else Product(front, summed)


def _mirrored(e: Any, given: tuple[Any, ...]) -> Any:
    """uᵀHu as squares."""
    front, chained = _with_a_chain(e)
    if len(chained) < 3 or turned(chained[0]) != chained[-1]:
        return None
    sign, inside = _signed(front, given), _of_terms(mul(*chained[1:-1]), chained[-1], given)
    return None if sign is None or inside is None else inside if front == 1 else Product(sign, inside)


def _with_a_chain(e: Any) -> tuple[Any, tuple[Any, ...]]:
    """What stands in front of the one product of matrices in a term, and its factors."""
    m = taken_apart(e)
    chained = [b for b in m.scalars if isinstance(b, Product) and all(map(is_matrix, b.args))]
    if len(chained) != 1 or m.scalars[chained[0]] != 1:
        return e, ()
    return build(Monomial(m.coef, {b: p for b, p in m.scalars.items() if b != chained[0]})), chained[0].args


def _by_form(parts: dict[Any, Any], convex: bool, given: tuple[Any, ...]) -> Any:
    """The curvature as the chain rule gives it, if every part of it shows its sign."""
    terms = (written(front if convex else negated(front), square) for square, front in parts.items())
    shown = [_signed(t, given) for t in terms]
    if not shown or any(s is None for s in shown):
        return None
    return shown[0] if len(shown) == 1 else Plus(*shown)


def _signed(e: Any, given: tuple[Any, ...]) -> Any:
    """An expression in a form whose sign shows, if need be with (√u)² for what is required not to be negative."""
    if is_nonnegative(e):
        return e
    rooted = _with_roots(e, given)
    return rooted if rooted != e and is_nonnegative(rooted) else None


def _with_roots(e: Any, given: tuple[Any, ...]) -> Any:
    raised = HadamardPower if is_matrix(e) else Power
    if e in given:
        return raised(sqrt(e), convert(2))
    if isinstance(e, Power | HadamardPower) and e.args[0] in given:
        return raised(sqrt(e.args[0]), 2 * e.args[1])
    if isinstance(e, Product | MatProduct):  # of vᵀDiag(u)v the sign is in the middle
        return e.func(*(_with_roots(f, given) if isinstance(f, Diag) or not is_matrix(f) else f for f in e.args))
    return e.func(*(_with_roots(a, given) for a in e.args)) if isinstance(e, _SIGNED_BY_PARTS) else e


def _of_terms(h: Any, v: Any, given: tuple[Any, ...]) -> Any:
    """Term by term; a term without a sign needs another that outweighs it."""
    whole = _between(h, v, given)
    return _each_shown(list(h.args if isinstance(h, MatPlus) else (h,)), v, given) if whole is None else whole


def _apart(h: Any) -> list[Any]:
    """The terms of a sum, of diagonal matrices too: Diag(s + t) as Diag(s) and Diag(t)."""
    return [t for m in map(taken_apart, h.args if isinstance(h, MatPlus) else (h,)) for t in _diagonals_apart(m)]


def _pieces(h: Any) -> Iterator[Any]:
    """The terms of a sum, multiplied out where that hides no sign: (s + t)BᵀB is, but neither 1 − σ nor x − y."""
    for m in map(taken_apart, h.args if isinstance(h, MatPlus) else (h,)):
        parts = _multiplied_out(m)
        yield from _diagonals_apart(m) if parts is None else chain.from_iterable(map(_pieces, parts))


def _multiplied_out(m: Monomial) -> list[Any] | None:
    """The terms of one factor of a product, each with the other factors; None where no factor is to be opened."""
    front = build(Monomial(m.coef, m.scalars))
    for i, f in enumerate(m.mats):
        if isinstance(f, MatPlus) and not any(map(is_one, shape_of(f))):
            return [mul(front, *m.mats[:i], t, *m.mats[i + 1 :]) for t in f.args]
    for base, exponent in m.scalars.items():
        if isinstance(base, Plus) and exponent == 1 and is_nonnegative(base) == all(map(is_nonnegative, base.args)):
            rest = build(Monomial(m.coef, {b: e for b, e in m.scalars.items() if b != base}, m.mats))
            return [mul(t, rest) for t in base.args]
    return None


def _diagonals_apart(m: Monomial) -> list[Any]:
    for i, f in enumerate(m.mats):
        if isinstance(f, Diag) and isinstance(f.args[0], MatPlus):
            parts = ([*m.mats[:i], compact(Diag(t)), *m.mats[i + 1 :]] for t in f.args[0].args)
            return [build(Monomial(m.coef, dict(m.scalars), mats)) for mats in parts]
    return [build(m)]


def _each_shown(terms: list[Any], v: Any, given: tuple[Any, ...]) -> Any:
    signed = {t: s for t in terms if (s := _square(t, v, given)) is not None}
    if len(signed) < len(terms) > MOST_TERMS:
        return None
    shown = []
    for term in [t for t in terms if t not in signed]:
        for other in signed:
            both = add(other, term)
            pair = _between(both, v, given) or _square(both, v, given)
            if pair is not None:
                shown.append(pair)
                del signed[other]
                break
        else:
            return None
    shown += signed.values()
    return shown[0] if len(shown) == 1 else Plus(*shown)


def _between(h: Any, v: Any, given: tuple[Any, ...]) -> Any:
    """vᵀHv for BᵀB − BᵀccᵀB and its like, whose terms share what stands outside."""
    terms = _split(h)
    while terms and all(len(m.mats) >= 2 and turned(m.mats[0]) == m.mats[-1] for m in terms):
        outer = terms[0].mats[-1]
        if any(m.mats[-1] != outer for m in terms):
            break
        if all(len(m.mats) == 2 for m in terms):
            return None
        v, terms = mul(outer, v), [Monomial(m.coef, m.scalars, m.mats[1:-1]) for m in terms]
    for m in terms:
        m.mats = m.mats or [linear.eye(shape_of(v)[0])]
    return _centred([*terms], v, given) if len(terms) == 2 else None


def _split(h: Any) -> list[Monomial]:
    """The terms of a sum, also of one that is the first or the last factor of a product."""
    if isinstance(h, MatPlus):
        return [taken_apart(t) for t in h.args]
    m = taken_apart(h)
    sums = [i for i, f in enumerate(m.mats) if isinstance(f, MatPlus)]
    if sums not in ([0], [len(m.mats) - 1]):
        return []
    (i,), front = sums, build(Monomial(m.coef, m.scalars))
    return [taken_apart(mul(front, *m.mats[:i], t, *m.mats[i + 1 :])) for t in m.mats[i].args]


def _square(term: Any, v: Any, given: tuple[Any, ...]) -> Any:
    """vᵀTv in a form whose sign shows."""
    m = _turned_up(taken_apart(term))
    front = build(type(m)(m.coef, m.scalars))
    plain = _signed(Product(*([] if front == 1 else [front]), Transposed(v), *m.mats, v), given)
    if plain is not None:
        return plain
    middle, u = _peeled(m.mats, v)
    if len(middle) == 1 and isinstance(middle[0], MatPlus):
        inside = _opened(middle[0], u, given)
    elif u != v and len(middle) < 2:
        inside = _signed(Product(Transposed(u), *middle, u) if middle else linear.squared_norm(u), given)
    else:
        return None
    sign = _signed(front, given)
    return None if inside is None or sign is None else inside if front == 1 else Product(sign, inside)


def _turned_up(m: Monomial) -> Monomial:
    """−Diag((y − 1) ∘ u) as Diag((1 − y) ∘ u), where 1 − y is what is never negative."""
    turns, mats = 0, []
    for f in m.mats:
        factors = list(f.args[0].args if isinstance(f.args[0], Hadamard) else f.args) if isinstance(f, Diag) else []
        below = [i for i, a in enumerate(factors) if isinstance(a, MatPlus) and _is_below(a)]
        for i in below:
            factors[i] = negated(factors[i])
        turns += len(below)
        mats.append(Diag(entrywise(*factors)) if below else f)
    return Monomial(m.coef * (-1) ** turns, m.scalars, mats)


def _is_below(a: Any) -> bool:
    return not is_nonnegative(a) and is_nonnegative(negated(a))


def _peeled(mats: list[Any], u: Any) -> tuple[list[Any], Any]:
    """D and Bu for BᵀDB and u, as often as it goes."""
    while len(mats) > 1 and _are_mirrored(mats[0], mats[-1]):
        u, mats = mul(mats[-1], u), mats[1:-1]
    return mats, u


def _are_mirrored(a: Any, b: Any) -> bool:
    """Whether one is the other's transpose; sums are compared term by term."""
    if isinstance(a, MatPlus) and isinstance(b, MatPlus):
        return {*map(turned, a.args)} == {*b.args}
    return turned(a) == b


def _opened(middle: Any, u: Any, given: tuple[Any, ...]) -> Any:
    """uᵀ(…)u for a sum in the middle: centred where it is Diag(s) − ssᵀ, else term by term."""
    centred = _centred([taken_apart(t) for t in middle.args], u, given)
    if centred is not None:
        return centred
    shown = [_signed(mul(turned(u), t, u), given) for t in middle.args]
    return None if any(s is None for s in shown) else Plus(*shown)


def _centred(terms: list[Monomial], u: Any, given: tuple[Any, ...]) -> Any:
    """uᵀ(pW − q WccᵀW)u as squares, for a W that is positive semidefinite.

    With a = q/p and m = a cᵀWu that is p((u − mc)ᵀW(u − mc) + (1/a − cᵀWc)m²), which shows its sign where cᵀWc is at
    most 1/a: for Diag(s) − ssᵀ, where c = 1, if the s sum to at most 1, and for I − ccᵀ if c is no longer than 1.
    """
    for first, second in (terms, terms[::-1]) if len(terms) == 2 else ():
        weighed = _weighed(first, second)
        if weighed is None:
            continue
        weights, c, e = weighed
        p, q = (build(Monomial(t.coef, t.scalars)) for t in (first, second))
        a = negated(mul(q, power_of(p, -1)))
        m = mul(a, turned(e), u)
        rest = subtract(u, mul(m, c))
        eye = isinstance(weights, linear.Eye)
        spread = mul(turned(rest), rest) if eye else Product(Transposed(rest), weights, rest)
        for whole in _lengths(c, e):
            left = subtract(power_of(a, -1), whole)
            squares = [spread] if is_zero(left) else [spread, mul(left, power_of(m, 2))]
            shown = [_signed(t if p == 1 else Product(p, t), given) for t in squares]
            if all(s is not None for s in shown):
                return shown[0] if len(shown) == 1 else Plus(*shown)
    return None


def _weighed(first: Monomial, second: Monomial) -> tuple[Any, Any, Any] | None:
    """W, c and e = Wc, where the terms are W and eeᵀ."""
    half = len(second.mats) // 2
    if len(first.mats) != 1 or not half:
        return None
    weights, e = first.mats[0], mul(*second.mats[:half])
    if mul(*second.mats) != mul(e, turned(e)) or not is_one(shape_of(e)[1]):
        return None
    if isinstance(weights, linear.Eye):
        return weights, e, e
    if isinstance(weights, Diag):
        return weights, entrywise(e, compact(HadamardPower(weights.args[0], convert(-1)))), e
    if is_semidefinite(weights) and half > 1 and second.mats[0] == weights:
        return weights, mul(*second.mats[1:half]), e
    return None


def _lengths(c: Any, e: Any) -> Iterator[Any]:
    """cᵀWc as it may be written."""
    if "unit" in facts_of(c):
        yield convert(1)
    if isinstance(c, linear.Ones):
        yield convert(1) if is_simplex(e) else compact(linear.total(e))
    yield mul(turned(c), e)
    yield mul(turned(negated(c)), negated(e))
    if c == e:
        whole = c.args[0] if isinstance(c, linear.Vec) else c
        for b in (whole, negated(whole)):
            yield compact(linear.squared_norm(b))
            yield power_of(compact(linear.norm(b)), 2)
        if whole != c:
            yield compact(linear.trace(mul(turned(whole), whole)))
