"""Positions in a stack of blocks: vec, unvec, the commutation matrix and ⊗ in index form.

Where a dimension is a product, a position I in it is a pair: the block, and the place in the block. The atom
⟨p, n⟩[I, j, i] is 1 where I = j·n + i and 0 elsewhere, so that vec(A)[I] = Σⱼ Σᵢ ⟨p, n⟩[I, j, i] A[i, j] for A of
n rows and p columns. A position taken apart in two ways, p blocks of n and n blocks of p, stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from sympy import sympify

from derivations.notation.shapes import shape_of

from .build import DELTA, ONE, Builder, Terms
from .form import Atom, Factor, Ix, Term, rename

At = tuple[Ix, Ix]
Env = dict[Any, Ix]


def _split(blocks: Any, size: Any) -> Atom:
    return Atom("split", f"{blocks},{size}", idempotent=True, symbol=(blocks, size))


def _pairs(b: Builder, whole: Ix, blocks: Any, size: Any, body: Callable[[Ix, Ix], Terms]) -> Terms:
    """The body at the block and the place that a position stands for; None for either where there is only one."""
    if blocks == 1:
        return body(None, None if size == 1 else whole)
    if size == 1:
        return body(whole, None)
    part = _split(blocks, size)
    return b.summed(blocks, lambda j: b.summed(size, lambda i: b.times(b.atom(part, (whole, j, i)), body(j, i))))


# nodes


def vec(b: Builder, x: Any, at: At, env: Env) -> Terms:
    a = x.args[0]
    rows, cols = shape_of(a)
    return _pairs(b, at[0], cols, rows, lambda j, i: b.entry(a, (i, j), env))


def unvec(b: Builder, x: Any, at: At, env: Env) -> Terms:
    a, rows, cols = x.args
    if rows == 1 or cols == 1:
        return b.entry(a, (at[1] if rows == 1 else at[0], None), env)
    part = _split(cols, rows)
    return b.summed(rows * cols, lambda k: b.times(b.atom(part, (k, at[1], at[0])), b.entry(a, (k, None), env)))


def commutation(b: Builder, x: Any, at: At, env: Env) -> Terms:
    """K vec(A) = vec(Aᵀ): block i, place j of a row is block j, place i of a column."""
    rows, cols = x.args
    if rows == 1 or cols == 1:
        return b.delta(*at)
    left, right = _split(rows, cols), _split(cols, rows)
    return b.summed(
        rows,
        lambda i: b.summed(cols, lambda j: b.times(b.atom(left, (at[0], i, j)), b.atom(right, (at[1], j, i)))),
    )


def kron(b: Builder, x: Any, at: At, env: Env) -> Terms:
    left, right = x.args
    (m, n), (p, q) = shape_of(left), shape_of(right)

    def entries(i: Ix, k: Ix) -> Terms:
        return _pairs(b, at[1], n, q, lambda j, l: b.times(b.entry(left, (i, j), env), b.entry(right, (k, l), env)))

    return _pairs(b, at[0], m, p, entries)


# rules


def joined(b: Builder, term: Term) -> Terms | None:
    """One position is one pair, and one pair is one position; summed over, there is exactly one."""
    parts = [(k, f) for k, f in enumerate(term.factors) if f[0].kind == "split"]
    if not parts:
        return None
    for n, (k, (atom, (whole, *pair), _)) in enumerate(parts):
        for _, (other, (whole_2, *pair_2), _) in parts[n + 1 :]:
            if atom == other and whole == whole_2:
                return [_without(term, k, list(zip(pair, pair_2, strict=True)))]
            if atom == other and pair == pair_2:
                return [_without(term, k, [(whole, whole_2)])]
    uses = Counter(i for _, at, _ in term.factors for i in at)
    nested = _nested(b, term, parts, uses)
    if nested is not None:
        return [nested]
    for k, (_, (whole, *pair), _) in parts:
        for summed in ([whole], pair):
            if all(i in term.bound and uses[i] == 1 for i in summed):
                left = _without(term, k, [])
                return [Term(left.coef, left.factors, {i: d for i, d in left.bound.items() if i not in summed})]
    return None


def _nested(b: Builder, term: Term, parts: list[tuple[int, Factor]], uses: Counter[Ix]) -> Term | None:
    """Blocks of blocks are read from the left, (i, (j, k)) for ((i, j), k), so that ⊗ is associative."""
    for k, (outer, (whole, block, place), _) in parts:
        blocks, size = outer.symbol
        for n, (inner, at, _) in parts:
            if at[0] == block and block in term.bound and uses[block] == 2:
                first, second = inner.symbol
                rest = b.fresh()
                made: list[Factor] = [
                    (_split(first, second * size), (whole, at[1], rest), ONE),
                    (_split(second, size), (rest, at[2], place), ONE),
                ]
                others = [f for m, f in enumerate(term.factors) if m not in (k, n)]
                bound = {i: d for i, d in term.bound.items() if i != block}
                return Term(term.coef, [*others, *made], {**bound, rest: second * size})
            if n != k and at[0] == whole and (middle := _ratio(blocks, inner.symbol[0])) is not None:
                j = b.fresh()  # I = (i, (j, k)): `inner` gives i and the rest, `outer` gives (i, j) and k
                made = [
                    (_split(inner.symbol[0], middle), (block, at[1], j), ONE),
                    (_split(middle, size), (at[2], j, place), ONE),
                ]
                others = [f for m, f in enumerate(term.factors) if m != k]
                return Term(term.coef, [*others, *made], {**term.bound, j: middle})
    return None


@cache
def _ratio(blocks: Any, fewer: Any) -> Any:
    """How many of the first kind of blocks make one of the other, where one divides the other by its form."""
    ratio = sympify(blocks) / sympify(fewer)
    numerator, denominator = ratio.as_numer_denom()
    return numerator if denominator == 1 and numerator != 1 and not numerator.is_Add else None


def _without(term: Term, position: int, equal: list[tuple[Ix, Ix]]) -> Term:
    """The term less one factor, and with indices that are equal."""
    others: list[Factor] = [f for k, f in enumerate(term.factors) if k != position]
    return Term(term.coef, [*others, *((DELTA, (i, j), ONE) for i, j in equal)], dict(term.bound))


def by_pairs(b: Builder, terms: Terms, function: Callable[[Terms], Terms]) -> Terms | None:
    """f of what stands at a position is f at its pair: f(Σ ⟨p, n⟩[I, j, i] t) = Σ ⟨p, n⟩[I, j, i] f(t)."""
    found = min(
        ((atom, at[0]) for t in terms for atom, at, _ in t.factors if _opens(atom, at, t)),
        key=lambda f: (f[0].key, str(f[1])),
        default=None,
    )
    if found is None:
        return None
    part, whole = found

    def at_pair(j: int, i: int) -> Terms:
        inside = []
        for term in terms:
            k = next(
                (k for k, (a, at, _) in enumerate(term.factors) if _opens(a, at, term) and (a, at[0]) == found), None
            )
            if k is None:
                inside.append(term.copy())
                continue
            _, block, place = term.factors[k][1]
            others = Term(term.coef, [f for n, f in enumerate(term.factors) if n != k], dict(term.bound))
            inside.append(rename(others, {block: j, place: i}))
            for old in (block, place):
                inside[-1].bound.pop(old, None)
            for new in (j, i):
                inside[-1].bound.pop(new, None)
        return b.times(b.atom(part, (whole, j, i)), function(inside))

    blocks, size = part.symbol
    return b.summed(blocks, lambda j: b.summed(size, lambda i: at_pair(j, i)))


def _opens(atom: Atom, at: tuple[Ix, ...], term: Term) -> bool:
    return (
        atom.kind == "split"
        and at[0] not in term.bound
        and at[1] in term.bound
        and at[2] in term.bound
        and at[1] != at[2]
    )
