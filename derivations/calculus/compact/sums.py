"""Sums in their compact form: like terms added, common factors taken out, nothing expanded unless that is shorter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from math import gcd, lcm
from typing import Any

from sympy import Integer, Rational

from derivations.notation import core, linear
from derivations.notation.core import MatPlus, Plus, Transposed
from derivations.notation.functions import Apply, MatApply
from derivations.notation.shapes import convert, is_matrix, same_shape, shape_of

from .drawn import brackets, drawn_out, mixes
from .expansion import has_sum, opened, terms_when_opened
from .inner import entrywise
from .monomials import Monomial, taken_apart
from .products import SIZE, bare, build, cost, is_one, is_zero, label, mul, turned, zero_like
from .squares import other_factor

Terms = list[Monomial]
MOST_OPENED = 40  # terms of a sum that is still read with its products multiplied out
HOPELESS = 400  # terms at most, of which so many cancel that it is
MOST_TRIES = 2  # of other forms inside one another, as each of them doubles the work


def add(*terms: Any) -> Any:
    """The sum of the terms."""
    return _added(tuple(convert(t) for t in terms), 0)


@lru_cache(maxsize=SIZE)
def _added(terms: tuple[Any, ...], tries: int) -> Any:
    """The sum of terms that come from so many tries of other forms already."""
    monomials = _merged([m for t in terms for m in _terms(t)])
    return _unless_shorter(_gathered(monomials, zero_like(terms[0]), tries), monomials, tries)


def _gathered(monomials: Terms, zero: Any, tries: int) -> Any:
    """The sum with common factors taken out; what they leave in brackets may show that the terms cancel."""
    factored = _factored(monomials, tries)
    return _sum(factored) if factored else zero


def subtract(a: Any, b: Any) -> Any:
    return add(a, negated(b))


@lru_cache(maxsize=SIZE)
def negated(a: Any) -> Any:
    """−a, with the sign inside a difference."""
    if isinstance(a, Plus | MatPlus):
        return _sum([Monomial(-m.coef, m.scalars, m.mats) for t in a.args for m in _terms(t)])
    return mul(Integer(-1), a)


def _terms(t: Any) -> Terms:
    """The monomials of an expression, sums taken apart."""
    if is_zero(t):
        return []
    if isinstance(t, Plus | MatPlus):
        return [m for a in t.args for m in _terms(a)]
    if getattr(t, "is_Add", False) and not is_matrix(t):
        return [m for a in t.args for m in _terms(a)]
    if isinstance(t, core.Negative | core.MatNegative) and isinstance(t.args[0], Plus | MatPlus):
        return [Monomial(-m.coef, m.scalars, m.mats) for m in _terms(t.args[0])]
    m = taken_apart(t)
    alone = [b for b, e in m.scalars.items() if isinstance(b, Plus) and e == 1]
    if not m.mats and len(m.scalars) == 1 and alone and m.coef in (1, -1):
        return [Monomial(m.coef * k.coef, k.scalars, k.mats) for k in _terms(alone[0])]
    return [m]


def _merged(monomials: Terms) -> Terms:
    """Like terms added; diagonal matrices under one Diag, stacked ones under one vec."""
    found: dict[Any, Monomial] = {}
    for m in monomials:
        if m.key in found:
            old = found[m.key]
            found[m.key] = Monomial(old.coef + m.coef, old.scalars, old.mats)
        else:
            found[m.key] = m
    kept = [m for m in found.values() if m.coef != 0]
    for wrap, row in ((linear.Diag, False), (linear.Vec, False), (linear.Vec, True)):
        kept = _together(kept, wrap, row)
    return kept


def _together(monomials: Terms, wrap: Any, row: bool) -> Terms:
    """Diag(x) + Diag(y) as Diag(x + y); likewise vec, as a column and as a row."""
    alone = [m for m in monomials if len(m.mats) == 1 and isinstance(bare(m.mats[0]), wrap)]
    alone = [m for m in alone if isinstance(m.mats[0], Transposed) == row]
    shapes = [shape_of(bare(m.mats[0]).args[0]) for m in alone]  # vec(x) and vec(xᵀ) have one shape, x and xᵀ have not
    alone = [m for m, shape in zip(alone, shapes, strict=True) if same_shape(shape, shapes[0])]
    if len(alone) < 2:
        return monomials
    inside = add(*(build(Monomial(m.coef, m.scalars, [bare(m.mats[0]).args[0]])) for m in alone))
    rest = [m for m in monomials if not any(m is d for d in alone)]
    made = turned(wrap(inside)) if row else wrap(inside)
    return rest if is_zero(inside) else [Monomial(mats=[made]), *rest]


def _sum(monomials: Terms) -> Any:
    """The terms side by side, one without a minus first."""
    if len(monomials) > 1 and monomials[0].coef < 0:
        first = next((i for i, m in enumerate(monomials) if m.coef > 0), 0)
        monomials = [monomials[first], *monomials[:first], *monomials[first + 1 :]]
    built = [build(m) for m in monomials]
    built = [b for b in built if not is_zero(b)] or built[:1]
    if isinstance(built[0], Transposed) and built[0].args[0] in built:
        built = [*built[1:], built[0]]
    if len(built) == 1:
        return built[0]
    if all(isinstance(b, Transposed) for b in built):
        return Transposed(MatPlus(*(b.args[0] for b in built)))
    if not is_matrix(built[0]):
        return Plus(*built)
    return _as_column(MatPlus(*built))


def _as_column(a: Any) -> Any:
    """A row such as xᵀ − yᵀ as (x − y)ᵀ."""
    if not is_one(shape_of(a)[0]) or not all(map(_is_turned, a.args)):
        return a
    return Transposed(MatPlus(*map(turned, a.args)))


def _is_turned(term: Any) -> bool:
    """Whether a term is a transpose, of no sum, times scalars."""
    mats = taken_apart(term).mats
    return len(mats) == 1 and isinstance(mats[0], Transposed) and not isinstance(mats[0].args[0], MatPlus)


# --- common factors ---------------------------------------------------------------------------------------------------


def _factored(monomials: Terms, tries: int) -> Terms:
    """Common factors taken out whole, on the left, on the right and entrywise, where several terms share one."""
    monomials = _aligned(monomials)
    for end in (_whole, _both, _left, _right, _hadamard):
        groups: dict[Any, Terms] = {}
        for m in monomials:
            for key in end(m):
                groups.setdefault(key, []).append(m)
        for key, group in groups.items():
            if len(group) < 2:
                continue
            made = _TAKE[end](key, group, tries)
            rest = [m for m in monomials if not any(m is g for g in group)]
            where = next(i for i, m in enumerate(monomials) if any(m is g for g in group))
            if is_zero(made):
                return _factored(rest, tries)
            return _factored(_merged([*rest[:where], taken_apart(made), *rest[where:]]), tries)
    return _scaled(monomials)


def _aligned(monomials: Terms) -> Terms:
    """b − a as −(a − b) where another term has a − b, so that the two are seen to share it."""
    seen: set[Any] = set()
    return [_as_seen(m, seen) for m in monomials]


def _as_seen(m: Monomial, seen: set[Any]) -> Monomial:
    coef = m.coef

    def known(e: Any, odd: bool) -> Any:
        nonlocal coef
        if not isinstance(e, Plus | MatPlus):
            return e
        if e not in seen and (other := negated(e)) in seen:
            coef = -coef if odd else coef
            return other
        seen.add(e)
        return e

    scalars = {known(b, bool(e.is_odd)) if e.is_Integer else b: e for b, e in m.scalars.items()}
    mats = [Transposed(known(f.args[0], True)) if isinstance(f, Transposed) else known(f, True) for f in m.mats]
    return Monomial(coef, scalars, mats)


def _whole(m: Monomial) -> list[Any]:
    return [tuple(m.mats)] if len(m.mats) == 1 else []


def _both(m: Monomial) -> list[Any]:
    """The B of BᵀMB and of BᵀB."""
    last = m.mats[-1] if len(m.mats) > 1 else None
    return [last] if last is not None and not is_one(shape_of(last)[0]) and m.mats[0] == turned(last) else []


def _left(m: Monomial) -> list[Any]:
    return [m.mats[0]] if len(m.mats) > 1 else []


def _right(m: Monomial) -> list[Any]:
    return [m.mats[-1]] if len(m.mats) > 1 else []


def _hadamard(m: Monomial) -> list[Any]:
    if len(m.mats) != 1 or not isinstance(m.mats[0], linear.Hadamard):
        return []
    return list(dict.fromkeys(m.mats[0].args))


def _take_whole(key: Any, group: Terms, tries: int) -> Any:
    coef, scalars, rest = _content(group)
    inside = _added(tuple(build(Monomial(m.coef, m.scalars)) for m in rest), tries)
    return mul(build(Monomial(coef, scalars)), inside, *key)


def _take_both(key: Any, group: Terms, tries: int) -> Any:
    coef, scalars, rest = _content(group)
    middles = [m.mats[1:-1] or [linear.eye(shape_of(key)[0])] for m in rest]
    inside = _added(
        tuple(build(Monomial(m.coef, m.scalars, mats)) for m, mats in zip(rest, middles, strict=True)), tries
    )
    return mul(build(Monomial(coef, scalars)), turned(key), inside, key)


def _take_left(key: Any, group: Terms, tries: int) -> Any:
    coef, scalars, rest = _content(group)
    inside = _added(tuple(build(Monomial(m.coef, m.scalars, m.mats[1:])) for m in rest), tries)
    return mul(build(Monomial(coef, scalars)), key, inside)


def _take_right(key: Any, group: Terms, tries: int) -> Any:
    coef, scalars, rest = _content(group)
    inside = _added(tuple(build(Monomial(m.coef, m.scalars, m.mats[:-1])) for m in rest), tries)
    return mul(build(Monomial(coef, scalars)), inside, key)


def _take_hadamard(key: Any, group: Terms, tries: int) -> Any:
    coef, scalars, rest = _content(group)

    def without(m: Monomial) -> Any:
        args = list(m.mats[0].args)
        args.remove(key)
        return build(Monomial(m.coef, m.scalars, [args[0] if len(args) == 1 else linear.Hadamard(*args)]))

    return mul(build(Monomial(coef, scalars)), entrywise(key, _added(tuple(map(without, rest)), tries)))


_TAKE: dict[Any, Callable[[Any, Terms, int], Any]] = {
    _whole: _take_whole,
    _both: _take_both,
    _left: _take_left,
    _right: _take_right,
    _hadamard: _take_hadamard,
}


def _content(group: Terms) -> tuple[Any, dict[Any, Any], Terms]:
    """The number and the scalars that all terms share, and what is left of each."""
    coefs = [m.coef for m in group]
    common = Rational(gcd(*(int(c.p) for c in coefs)), lcm(*(int(c.q) for c in coefs)))
    if all(c < 0 for c in coefs):
        common = -common
    scalars = dict(group[0].scalars)
    for m in group[1:]:
        scalars = {b: e for b, e in scalars.items() if m.scalars.get(b) == e}
    left = [Monomial(m.coef / common, {b: e for b, e in m.scalars.items() if b not in scalars}, m.mats) for m in group]
    return common, scalars, left


def _scaled(monomials: Terms) -> Terms:
    """Scalars that all terms share taken out, where there is a factor besides a number."""
    if len(monomials) < 2:
        return monomials
    coef, scalars, rest = _content(monomials)
    alike = len({abs(m.coef) for m in monomials}) == 1 and coef.q != 1
    if not scalars and not alike:
        return monomials
    inside = _sum(rest)
    if is_matrix(inside):
        return [Monomial(coef, scalars, [inside])]
    out = Monomial(coef, scalars)
    out.scale(inside, Integer(1))
    return [out]


# --- expansion where it is shorter ------------------------------------------------------------------------------------


def _unless_shorter(out: Any, monomials: Terms, tries: int) -> Any:
    """The sum in another form, if that has less to read.

    These are: products of sums multiplied out, all over one fraction line, and diagonal matrices drawn out.
    """
    if tries == MOST_TRIES or not 0 < len(monomials) <= 12:
        return out
    drawn = (_gathered(terms, zero_like(out), tries + 1) for terms in drawn_out(monomials))
    for other in (*drawn, _multiplied_out(monomials), *_over_one_line(monomials, tries)):
        if other is None or cost(other) >= cost(out) or len(label(other)) > len(label(out)):
            continue
        if not (brackets(out) and mixes(other) and not brackets(other)):
            out = other
    return out


def _multiplied_out(monomials: Terms) -> Any:
    if not any(map(has_sum, monomials)):
        return None
    if sum(map(terms_when_opened, monomials)) > HOPELESS:
        return None
    found = list(islice((m for k in monomials for m in opened(k)), MOST_OPENED + 1))
    if len(found) > MOST_OPENED:
        return None
    return _gathered(_merged(found), zero_like(build(monomials[0])), MOST_TRIES)


def _over_one_line(monomials: Terms, tries: int) -> Iterator[Any]:
    """1/(1 + t²) − 2t²/(1 + t²)² as (1 − t²)/(1 + t²)², where what stood below the line merges with what is above.

    What stands above may be brought over another line, and so on.
    """
    below = [_below(m) for m in monomials]
    for base in below[0]:
        powers = [other[base] for other in below if base in other]
        if len(powers) < len(below) or len(set(powers)) == 1:
            continue
        lowest = min(powers)
        up, down = (_raised(base, e) for e in (-lowest, lowest))
        times = entrywise if is_matrix(base) else mul
        inside = _added(tuple(times(build(m), up) for m in monomials), tries + 1)
        if not inside.has(base) and not (isinstance(base, Apply | MatApply) and inside.has(base.args[1])):
            yield times(inside, down)


def _raised(base: Any, exponent: Any) -> Any:
    return (linear.HadamardPower if is_matrix(base) else core.Power)(base, exponent)


def _below(m: Monomial) -> dict[Any, Any]:
    """What a term is divided by, and the powers of it, which are negative."""
    found = {b: e for b, e in m.scalars.items() if e.is_Rational and e < 0}
    parts = m.mats[0].args if len(m.mats) == 1 and isinstance(m.mats[0], linear.Hadamard) else m.mats[:1]
    if len(m.mats) == 1:
        found |= {f.args[0]: f.args[1] for f in parts if isinstance(f, linear.HadamardPower) and f.args[1].is_negative}
    return found


def without_number(e: Any) -> tuple[Any, Any]:
    """The whole number that all terms of a sum share, and the sum without it."""
    coefs = [taken_apart(t).coef for t in e.args]
    common = Integer(gcd(*(int(c.p) for c in coefs))) if all(c.is_Integer for c in coefs) else Integer(1)
    return (common, e) if common == 1 else (common, e.func(*(mul(t, 1 / common) for t in e.args)))


def multiplied_out(e: Any) -> Any:
    """Every product of sums as a sum of products; the expression itself where these are more than anybody reads."""
    found = list(islice((k for m in _terms(e) for k in opened(m, stacked=True)), HOPELESS + 1))
    if len(found) > HOPELESS:
        return e
    merged = _merged(found)
    return _sum(merged) if merged else zero_like(e)


def cancelled(m: Monomial) -> Any:
    """The product multiplied out where a term of a sum cancels against a factor beside it, or None."""
    beside = {b for b, e in m.scalars.items() if e.is_Rational and e > 0}
    for base, exponent in m.scalars.items():
        if isinstance(base, Plus) and exponent == 1 and any(_divides(taken_apart(t), beside) for t in base.args):
            rest = build(Monomial(m.coef, {b: e for b, e in m.scalars.items() if b != base}, m.mats))
            return add(*(mul(rest, t) for t in base.args))
    if len(m.mats) == 1 and isinstance(m.mats[0], linear.Hadamard):
        args = m.mats[0].args
        for place, a in enumerate(args):
            if isinstance(a, MatPlus) and any(_divides_entrywise(t, args) for t in a.args):
                front = build(Monomial(m.coef, m.scalars))
                return add(*(mul(front, entrywise(*args[:place], t, *args[place + 1 :])) for t in a.args))
    return None


def _divides(term: Monomial, beside: set[Any]) -> bool:
    return any(e.is_Rational and e < 0 and _has_factor(beside, b) for b, e in term.scalars.items())


def _divides_entrywise(term: Any, beside: tuple[Any, ...]) -> bool:
    m = taken_apart(term)
    if len(m.mats) != 1:
        return False
    parts = m.mats[0].args if isinstance(m.mats[0], linear.Hadamard) else m.mats
    below = [p.args[0] for p in parts if isinstance(p, linear.HadamardPower) and p.args[1].is_negative]
    return any(_has_factor(beside, b) for b in below)


def _has_factor(beside: Iterable[Any], b: Any) -> bool:
    return any(a == b or other_factor(a, b) is not None for a in beside)
