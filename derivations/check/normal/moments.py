"""Expectations of random variables of which moments are declared, or a law that X and −X share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derivations.errors import NotSupported
from derivations.notation import probability
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.notation.symbols import facts_of

from .build import ONE, Builder, Terms
from .form import Atom, Ix, Term, canonical, multiplied
from .replace import replaced


def moments(b: Builder, term: Term) -> Terms | None:
    for i, dim in term.bound.items():
        if not isinstance(dim, probability.Space):
            continue
        here = [f for f in term.factors if i in f[1]]
        randoms = [f for f in here if f[0].kind == "random"]
        if len(here) != len(randoms) + 1 or any(f[0].kind not in ("weight", "random") for f in here):
            continue
        if len({f[0] for f in randoms}) != 1 or any(f[2].denominator != 1 or f[2] < 0 for f in randoms):
            continue
        if sum(f[2] for f in randoms) > 2:
            continue  # a mean and a variance say nothing of it
        facts = facts_of(randoms[0][0].symbol)
        places = [at[:-1] for _, at, power in randoms for _ in range(int(power))]
        moment = _moment(b, facts, randoms[0][0].symbol, places)
        if moment is None:
            continue
        rest = [f for f in term.factors if i not in f[1]]
        left = Term(term.coef, rest, {k: d for k, d in term.bound.items() if k != i})
        return multiplied(left, moment)
    return None


def _moment(b: Builder, facts: dict[str, Any], symbol: Any, places: list[tuple[Ix, ...]]) -> Terms | None:
    mean = facts.get("mean", 0 if "symmetric_law" in facts else None)
    if mean is None:
        return None
    means = [_declared(b, mean, symbol, at) for at in places]
    if len(places) == 1:
        return means[0]
    if "variance" not in facts:
        return None
    same = b.number(1)
    if places[0]:
        if places[0] != places[1] and not facts.keys() & {"uncorrelated", "independent", "iid"}:
            return None
        for x, y in zip(*places, strict=True):
            same = b.times(same, b.delta(x, y))
    return b.times(same, _declared(b, facts["variance"], symbol, places[0])) + b.times(*means)


def _declared(b: Builder, value: Any, symbol: Any, at: tuple[Ix, ...]) -> Terms:
    """A declared mean or variance: one number for all entries, or a vector or matrix with one for each."""
    value = convert(value)
    if not is_matrix(value):
        return b.scalar(value, {})
    left = list(at)
    row, col = (None if n == 1 else left.pop(0) for n in shape_of(symbol))
    return b.entry(value, (row, col), {})


def mirrored(b: Builder, term: Term) -> Terms | None:
    """X and −X have one law: of E f(X) and E f(−X) the one with the lesser key stays, and an odd f has mean 0."""
    for i, dim in term.bound.items():
        if not isinstance(dim, probability.Space):
            continue
        found = {a for atom, at, _ in term.factors if i in at for a in _randoms(atom) if a.symbol.space == dim}
        if len(found) != 1 or not _is_symmetric(atom := found.pop()):
            continue
        key, _ = canonical(term)
        turn = lambda at, i=i, atom=atom: b.scale(-ONE if at[-1] == i else ONE, b.atom(atom, at))  # noqa: E731
        try:
            turned = replaced(b, [Term(term.coef, list(term.factors), {})], atom, turn)
        except NotSupported:
            continue
        if len(turned) != 1:
            continue
        turned[0].bound |= term.bound
        other, _ = canonical(turned[0])
        if other == key and turned[0].coef == -term.coef:
            return []
        if other < key:
            return turned
    return None


def _randoms(atom: Atom) -> Iterator[Atom]:
    if atom.kind == "random":
        yield atom
    if atom.form is not None:
        for term in atom.form.terms:
            for inner, _, _ in term.factors:
                yield from _randoms(inner)


def _is_symmetric(atom: Atom) -> bool:
    facts = facts_of(atom.symbol)
    joint = not is_matrix(atom.symbol) or bool(facts.keys() & {"independent", "iid"})
    return "symmetric_law" in facts and joint and facts.get("mean", 0) == 0
