"""Simplification of terms: Kronecker deltas, empty sums, declared facts, inverses meeting what they invert."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

from derivations.notation.symbols import facts_of

from .build import DELTA, ONE, Builder, Terms
from .form import Atom, Factor, Form, Ix, Term, canonical, merge, multiplied, rename
from .match import Amounts, match, needs, offers, suffices
from .moduli import moduli
from .moments import mirrored, moments
from .numbers import raised
from .replace import on_a_diagonal
from .splits import joined


@dataclass(frozen=True)
class Rewrite:
    """`pattern` → `rest`, both over slots; the pattern's summed indices must occur nowhere else."""

    pattern: Term
    rest: tuple[Term, ...]

    @cached_property
    def needs(self) -> Amounts:
        """What the pattern takes: it stands nowhere without that."""
        return needs(self.pattern)


def simplify(b: Builder, terms: Terms) -> Terms:
    """Apply every rewrite until none applies."""
    done: Terms = []
    work = list(terms)
    while work:
        term = work.pop()
        b.spend(1 + len(term.factors) // 8)  # a long term is long to look through
        if term.coef == 0:
            continue
        term.factors = merge(term.factors)
        for rule in _RULES:
            replaced = rule(b, term)
            if replaced is not None:
                work.extend(replaced)
                break
        else:
            done.append(term)
    return done


# deltas and empty sums


def _delta(b: Builder, term: Term) -> Terms | None:
    for position, (atom, at, _) in enumerate(term.factors):
        if atom != DELTA:
            continue
        i, j = at
        others = [f for k, f in enumerate(term.factors) if k != position]
        if i == j:
            return [Term(term.coef, others, term.bound)]
        for old, new in ((i, j), (j, i)):
            if old in term.bound:
                moved = rename(Term(term.coef, others, {}), {old: new})
                return [Term(term.coef, moved.factors, {k: d for k, d in term.bound.items() if k != old})]
        low, high = sorted(at, key=str)
        if any(high in f[1] for f in others):
            moved = rename(Term(term.coef, others, {}), {high: low})
            return [Term(term.coef, [*moved.factors, (DELTA, (low, high), ONE)], term.bound)]
    return None


def _unused(b: Builder, term: Term) -> Terms | None:
    at: dict[Ix, list[Factor]] = {}
    for f in term.factors:
        for i in {i for i in f[1] if i in term.bound}:
            at.setdefault(i, []).append(f)
    for i, dim in term.bound.items():
        at_i = at.get(i, [])
        if len(at_i) > 1 or (at_i and at_i[0][0].kind != "weight"):
            continue
        rest = {k: d for k, d in term.bound.items() if k != i}
        if not at_i:
            return b.times([Term(term.coef, term.factors, rest)], b.dimension(dim))
        return [Term(term.coef, [f for f in term.factors if i not in f[1]], rest)]
    return None


# powers


def _whole_powers(b: Builder, term: Term) -> Terms | None:
    for position, (atom, at, power) in enumerate(term.factors):
        if atom.kind == "base" and power >= 1 and atom.form is not None:
            whole = power.numerator // power.denominator
            others = [f for k, f in enumerate(term.factors) if k != position]
            if power != whole:
                others.append((atom, at, power - whole))
            opened = b.power(b.instance(atom.form, at), Fraction(whole))
            return multiplied(Term(term.coef, others, term.bound), opened)
        if atom.kind == "fn" and atom.name == "abs" and power >= 2 and atom.form is not None:
            others = [f for k, f in enumerate(term.factors) if k != position]
            if power > 2:
                others.append((atom, at, power - 2))
            return multiplied(Term(term.coef, others, term.bound), b.power(b.instance(atom.form, at), Fraction(2)))
        if atom.kind == "number" and not 0 < power < 1:  # what is left of 2^(−3/2) = ½·2^½ is the same in 2^(3/2)
            others = [f for k, f in enumerate(term.factors) if k != position]
            if power % 1:
                others.append((atom, at, power % 1))
            return [Term(term.coef * raised(Fraction(atom.symbol), floor(power)), others, term.bound)]
    return None


def _opposite(b: Builder, term: Term) -> Terms | None:
    """(−u)^k beside a root of u is (−1)^k u^k: whole powers alone choose a sign, roots can't."""
    wholes = [(k, f) for k, f in enumerate(term.factors) if f[0].kind == "base" and f[2].denominator == 1]
    if not wholes:
        return None
    for root, at, power in term.factors:
        if root.kind != "base" or root.form is None or power.denominator == 1:
            continue
        turned = root.form.negated
        for position, (atom, where, whole) in wholes:
            if atom.form == turned and where == at:
                return _turned(term, position, (root, at, whole))
    for position, (atom, at, whole) in wholes:  # what was under a root that is gone
        if atom.form is not None and atom.form.terms[0].coef < 0:
            opposite = b.over("base", "", b.scale(-ONE, b.instance(atom.form, at)), whole)
            if opposite[0] != atom:  # uᵢ − uⱼ is its own opposite, at other places
                return _turned(term, position, opposite)
    return None


def _turned(term: Term, position: int, opposite: Factor) -> Terms:
    """The term with (−u)^k in the place of u^k."""
    others = [f for k, f in enumerate(term.factors) if k != position]
    return [Term(-term.coef if opposite[2] % 2 else term.coef, [*others, opposite], term.bound)]


def _below_root(b: Builder, term: Term) -> Terms | None:
    """1/√u as √u/u for a product u, and 1/(√u)² as 1/u: what is divided by then meets what else is."""
    for position, (root, at, power) in enumerate(term.factors):
        if root.kind != "base" or root.form is None or power > 0 or len(root.form.terms) != 1:
            continue
        (inside,) = b.instance(root.form, at)
        if abs(inside.coef) != 1 or inside.bound or any(f[0] == DELTA for f in inside.factors):
            continue
        others = [f for k, f in enumerate(term.factors) if k != position]
        whole = floor(power)
        taken = [(atom, where, whole * p) for atom, where, p in inside.factors]
        made = merge([*others, *taken, (root, at, power - whole)])
        return [Term(term.coef * inside.coef**whole, made, term.bound)]
    return None


# patterns


def _rewrites(b: Builder, term: Term) -> Terms | None:
    atoms = {f[0] for f in term.factors if f[0].kind != "matrix" or f[0].symbol not in b.moving}
    rewrites = [r for a in sorted(atoms, key=lambda a: a.key) for r in _of_atom(b, a)]
    rewrites += [] if b.moving else b.rewrites
    there = offers(term) if rewrites else {}
    for rewrite in rewrites:
        replaced = apply(b, rewrite, term) if suffices(there, rewrite.needs) else None
        if replaced is not None:
            return replaced
    return None


def _of_atom(b: Builder, atom: Atom) -> list[Rewrite]:
    if atom not in b.atom_rewrites:
        b.atom_rewrites[atom] = []  # so that building the rewrites can't ask for them again
        b.atom_rewrites[atom] = list(_made(b, atom))
    return b.atom_rewrites[atom]


def _made(b: Builder, atom: Atom) -> Iterator[Rewrite]:
    form = atom.form
    if form is not None and form.is_zero:
        return  # it has no inverse
    if atom.kind == "inv" and form is not None:
        yield from _inverse_rewrites(b, atom, form)
    elif atom.kind == "base" and form is not None:
        slots: tuple[Ix, ...] = tuple(sorted(_slots(form), reverse=True))
        lead, rest = leading(form)
        if not any(f[0].kind == "delta" for f in lead.factors):
            pattern = Term(ONE, [(atom, slots, -ONE), *lead.factors], dict(lead.bound))
            body = [Term(ONE / lead.coef, [], {})]
            body += [Term(-t.coef / lead.coef, [(atom, slots, -ONE), *t.factors], dict(t.bound)) for t in rest]
            yield Rewrite(pattern, tuple(body))
    elif atom.kind == "leading" and form is not None and _slots(form) <= {-1, -2}:
        yield _product_is(atom, (0, None), (0, None))
    elif atom.kind == "matrix":
        facts = facts_of(atom.symbol)
        if "simplex" in facts or "one_hot" in facts:
            yield _sum_is_one(atom)
        if "unit" in facts:
            yield _product_is(atom, (0, None), (0, None))
        if facts.keys() & {"orthogonal", "orthonormal"}:
            yield _product_is(atom, (0, -1), (0, -2))
        if "orthogonal" in facts:
            yield _product_is(atom, (-1, 0), (-2, 0))


def _product_is(atom: Atom, left: tuple[Ix, Ix], right: tuple[Ix, Ix]) -> Rewrite:
    """Σ of the atom at two places is 1 where its free indices are equal, or 0; an axis of size 1 has no index."""
    places = [tuple(i for i, n in zip(at, atom.symbol.shape, strict=True) if n != 1) for at in (left, right)]
    rest = Term(ONE, [(DELTA, (-1, -2), ONE)] if places[0] != places[1] else [], {})
    bound = {0: atom.symbol.shape[left.index(0)]} if 0 in places[0] else {}
    return Rewrite(Term(ONE, merge((atom, at, ONE) for at in places), bound), (rest,))


def _sum_is_one(atom: Atom) -> Rewrite:
    """Over all entries, of a vector or of a matrix."""
    bound = dict(enumerate(n for n in atom.symbol.shape if n != 1))
    return Rewrite(Term(ONE, [(atom, tuple(bound), ONE)], bound), (Term(ONE, [], {}),))


def _slots(form: Form) -> set[int]:
    return {i for t in form.terms for _, at, _ in t.factors for i in at if isinstance(i, int) and i < 0}


def leading(form: Form) -> tuple[Term, list[Term]]:
    """The largest term of a sum, in an order that does not depend on names of summed indices, and the others."""
    ranked = sorted(
        form.terms,
        key=lambda t: (
            all(f[0].kind != "delta" for f in t.factors),
            sum(abs(f[2]) for f in t.factors),
            canonical(t)[0],
        ),
    )
    return ranked[-1], ranked[:-1]


def _inverse_rewrites(b: Builder, atom: Atom, form: Form) -> Iterator[Rewrite]:
    """A⁻¹ times the leading term of A is I less A⁻¹ times the other terms, from either side."""
    lead, rest = leading(form)
    if any(f[0].kind == "delta" for f in lead.factors):
        return
    dim = atom.symbol.shape[0]
    outer: tuple[Ix, ...] = tuple(s for s in sorted(_slots(form), reverse=True) if s < -2)
    k = 1000  # the index summed between the inverse and the term

    def beside(t: Term, left: bool) -> Term:
        moved = rename(t, {-1: k} if left else {-2: k})
        at: tuple[Ix, ...] = ((-1, k) if left else (k, -2)) + outer
        return Term(t.coef, [(atom, at, ONE), *moved.factors], {**moved.bound, k: dim})

    for left in (True, False):
        pattern = beside(lead, left)
        body = [Term(ONE / lead.coef, [(DELTA, (-1, -2), ONE)], {})]
        for t in rest:
            other = beside(t, left)
            body.append(Term(-t.coef / lead.coef, other.factors, other.bound))
        yield Rewrite(Term(ONE, pattern.factors, pattern.bound), tuple(body))


def hypothesis(form: Form, prefer: Form | None = None) -> Rewrite | None:
    """The rewrite that a hypothesis `form = 0` gives: its leading term, or the term preferred, becomes the others."""
    if form.is_zero:
        return None
    lead, rest = leading(form)
    if prefer is not None and len(prefer.terms) == 1:
        wanted = canonical(prefer.terms[0])[0]
        for t in form.terms:
            if canonical(t)[0] == wanted:
                lead, rest = t, [o for o in form.terms if o is not t]
    if not lead.factors:
        return None
    return Rewrite(
        Term(ONE, list(lead.factors), dict(lead.bound)),
        tuple(Term(-t.coef / lead.coef, list(t.factors), dict(t.bound)) for t in rest),
    )


def apply(b: Builder, rewrite: Rewrite, term: Term) -> Terms | None:
    """The term with one occurrence of the pattern replaced, or None."""
    found = match(rewrite.pattern, term)
    if found is None:
        return None
    mapping, left = found
    gone = {mapping[i] for i in rewrite.pattern.bound}
    kept = Term(term.coef, merge(left), {i: d for i, d in term.bound.items() if i not in gone})
    out = []
    for r in rewrite.rest:
        fresh: dict[Ix, Ix] = {i: b.fresh() for i in r.bound}
        slots: dict[Ix, Ix] = {i: j for i, j in mapping.items() if not (isinstance(i, int) and i >= 0)}
        made = rename(r, {**slots, **fresh})
        made.bound = {fresh[i]: d for i, d in r.bound.items()}  # type: ignore[misc]
        out.extend(multiplied(kept, [made]))
    return out


_POWERS = (_opposite, _below_root, _whole_powers, moduli)
_RULES = (_delta, on_a_diagonal, joined, _unused, *_POWERS, moments, mirrored, _rewrites)
