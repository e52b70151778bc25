"""Products of sums multiplied out, term by term, so that who counts can stop early."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from derivations.notation import linear
from derivations.notation.core import MatPlus, Plus

from .inner import entrywise
from .monomials import Monomial, taken_apart
from .products import bare, build, mul, turned


def has_sum(m: Monomial) -> bool:
    if any(isinstance(b, Plus) and e == 1 for b, e in m.scalars.items()):
        return True
    if any(isinstance(bare(f), MatPlus) for f in m.mats) and not _is_stacked(m):
        return True
    return (
        len(m.mats) == 1
        and isinstance(m.mats[0], linear.Hadamard)
        and any(isinstance(a, MatPlus) for a in m.mats[0].args)
    )


def terms_when_opened(m: Monomial) -> int:
    """How many terms a product has when all its sums are multiplied out, where nothing cancels."""
    sums = [b for b, e in m.scalars.items() if isinstance(b, Plus) and e == 1]
    sums += [] if _is_stacked(m) else [bare(f) for f in m.mats if isinstance(bare(f), MatPlus)]
    return prod(len(b.args) for b in sums)


def _is_stacked(m: Monomial) -> bool:
    """A matrix of stacked increments reads best as a product."""
    return len(m.mats) > 1 and any(f.has(linear.Kron) for f in m.mats)


def opened(m: Monomial, stacked: bool = False) -> Iterator[Monomial]:
    """One sum of the product multiplied out, and the others in turn."""
    for base, exponent in m.scalars.items():
        if isinstance(base, Plus) and exponent == 1:
            others = {b: e for b, e in m.scalars.items() if b != base}
            rest = build(Monomial(m.coef, others, m.mats))
            for a in base.args:
                yield from opened(taken_apart(mul(rest, a)), stacked)
            return
    for place, f in enumerate(m.mats):
        if isinstance(bare(f), MatPlus) and (stacked or not _is_stacked(m)):
            front = build(Monomial(m.coef, m.scalars))
            terms = f.args if f is bare(f) else map(turned, bare(f).args)
            for t in terms:
                yield from opened(taken_apart(mul(front, *m.mats[:place], t, *m.mats[place + 1 :])), stacked)
            return
    if len(m.mats) == 1 and isinstance(m.mats[0], linear.Hadamard):
        for place, a in enumerate(m.mats[0].args):
            if isinstance(a, MatPlus):
                others = [*m.mats[0].args[:place], *m.mats[0].args[place + 1 :]]
                front = build(Monomial(m.coef, m.scalars))
                for t in a.args:
                    yield from opened(taken_apart(mul(front, entrywise(*others[:place], t, *others[place:]))), stacked)
                return
    yield m
