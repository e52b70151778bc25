"""Another value in the place of an atom, wherever it stands in some terms."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivations.errors import NotSupported

from .build import DELTA, Builder, Terms
from .exponents import log_of_base
from .form import LOG_OF_BASE, Atom, Ix, Term

_OPENED = ("exp", "log", "fn", "base", LOG_OF_BASE)
Value = Callable[[tuple[Ix, ...]], Terms]


def replaced(b: Builder, terms: Terms, target: Atom, value: Value) -> Terms:
    """The terms with `value(at)` for the atom at the places `at`; it looks into exp, log, named functions and sums."""
    out: Terms = []
    for term in terms:
        made = [Term(term.coef, [], {})]
        for atom, at, power in term.factors:
            if atom == target:
                made = b.times(made, b.power(value(at), power))
            elif mentions(atom, target):
                made = b.times(made, b.power(_rebuilt(b, atom, at, target, value), power))
            else:
                made = b.times(made, b.atom(atom, at, power))
        for t in made:
            t.bound |= term.bound
        out += b.simplify(made)
    return out


def mentions(atom: Atom, target: Atom) -> bool:
    if atom == target:
        return True
    return atom.form is not None and any(mentions(f[0], target) for t in atom.form.terms for f in t.factors)


def on_a_diagonal(b: Builder, term: Term) -> Terms | None:
    """f(δᵢⱼ u) at i = j is f(u)."""
    for position, (atom, at, power) in enumerate(term.factors):
        if len(set(at)) < len(at) and atom.kind in _OPENED and _meets(atom, at):
            others = [f for k, f in enumerate(term.factors) if k != position]
            opened = b.power(_rebuilt(b, atom, at, DELTA, lambda where: b.delta(*where)), power)
            made = b.times([Term(term.coef, others, {})], opened)
            for t in made:
                t.bound |= term.bound
            return made
    return None


def _meets(atom: Atom, at: tuple[Ix, ...]) -> bool:
    """Whether a δ inside stands at one place twice."""
    places: dict[Ix, Ix] = {-1 - k: i for k, i in enumerate(at)}
    for inner, slots, _ in (f for t in atom.form.terms for f in t.factors) if atom.form is not None else ():
        where = tuple(places.get(i, i) for i in slots)
        if (inner == DELTA and where[0] == where[1]) or (inner.kind in _OPENED and _meets(inner, where)):
            return True
    return False


def _rebuilt(b: Builder, atom: Atom, at: tuple[Ix, ...], target: Atom, value: Value) -> Terms:
    assert atom.form is not None
    if atom.kind == "f":
        inside = replaced(b, b.instance(atom.form, ("_row", *at)), target, value)
        form, slots = b.closed(inside, ("_row",))
        return b.atom(Atom("f", atom.name, form, symbol=atom.symbol), slots[1:])
    inside = replaced(b, b.instance(atom.form, at), target, value)
    if atom.kind == "base":
        return b.power(inside, Fraction(1))
    if atom.kind == LOG_OF_BASE:
        return log_of_base(b, inside, whole=False)
    if atom.kind in ("exp", "log", "fn"):
        return b.function(atom.name if atom.kind == "fn" else atom.kind, inside)
    if atom.kind == "indicator":
        form, slots = b.closed(inside)
        return b.atom(Atom("indicator", atom.name, form, idempotent=True), slots)
    raise NotSupported(f"not supported yet: another value inside {atom.kind}")
