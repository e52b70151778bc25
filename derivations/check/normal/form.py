"""Normal forms: sums of products of atoms with indices, canonical up to the names of summed indices.

`XᵀXw` at row s is Σ_b Σ_c X[b, s] X[b, c] w[c]: transposes, traces, Hadamard and outer products, diagonals and inner
products are all such sums, so one form covers them. Index numbers ≥ 0 are summed, −1, −2, … are the slots of the form
(its rows and columns), strings are indices bound further out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from itertools import permutations
from sys import intern
from typing import Any

from sympy import Integer, Rational, pi

from derivations.errors import NotSupported
from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.functions import FUNCTIONS
from derivations.notation.probability import Space

from .numbers import written

Ix = int | str | None
LOG_OF_BASE = "log of base"  # the kind of what an exponent multiplies where the base may be negative, see `exponents`
LONGEST_KEY = 1_000_000  # characters: where functions stand inside each other, their keys may double with each


@dataclass(frozen=True, eq=False)
class Atom:
    """Something the normal form does not look into further, or an operation over normal forms."""

    kind: str
    name: str = ""
    form: Form | None = None
    symmetric: bool = False  # its two slots may be swapped
    positive: bool = False
    idempotent: bool = False  # equal to its own square: 0/1 numbers and indicators
    symbol: Any = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        inner = f"<{self.form.key}>" if self.form is not None else ""
        object.__setattr__(self, "key", intern(f"{self.kind} {self.name}{inner}"))  # equal ones are compared often

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and self.key is other.key

    def __hash__(self) -> int:
        return hash(self.key)


Factor = tuple[Atom, tuple[Ix, ...], Fraction]


@dataclass
class Term:
    """coefficient · Σ over `bound` of a product of factors; `bound` maps each summed index to its dimension."""

    coef: Fraction
    factors: list[Factor]
    bound: dict[int, Any]

    def copy(self) -> Term:
        return Term(self.coef, list(self.factors), dict(self.bound))

    def indices(self) -> set[Ix]:
        return {i for _, at, _ in self.factors for i in at}


def number_in(terms: Sequence[Term]) -> Any:
    """The number that terms are, where it is rational or a rational times π."""
    if not terms:
        return Integer(0)
    only = terms[0]
    if len(terms) > 1 or only.bound or len(only.factors) > 1:
        return None
    number = Rational(only.coef.numerator, only.coef.denominator)
    if not only.factors:
        return number
    atom, _, power = only.factors[0]
    return number * pi if atom.symbol is pi and power == 1 else None


@dataclass(frozen=True, eq=False)
class Form:
    """A canonical sum of terms. Two forms are equal exactly when their keys are."""

    terms: tuple[Term, ...]
    key: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def is_zero(self) -> bool:
        return not self.terms

    @property
    def is_positive(self) -> bool:
        """No term is negative, and one is positive: x² + 1."""
        return self.is_nonnegative and any(map(_is_positive, self.terms))

    @property
    def is_nonnegative(self) -> bool:
        """Every term has a positive coefficient and factors that are not negative: by a fact, squared, or 0/1."""
        return all(t.coef > 0 and all(is_nonnegative_power(a, p) for a, _, p in t.factors) for t in self.terms)

    @cached_property
    def negated(self) -> Form:
        return collect([Term(-t.coef, list(t.factors), dict(t.bound)) for t in self.terms])


def _is_positive(term: Term) -> bool:
    """Whether the factors are positive, and the sum of their products is not empty: n − 1 may be 0."""
    filled = all(isinstance(dim, Space) or is_positive(dim) for dim in term.bound.values())
    return filled and all(a.positive for a, _, _ in term.factors)


def is_nonnegative_power(atom: Atom, power: Fraction) -> bool:
    """Whether a factor is not negative: by a fact, as a square, or as 0 or 1."""
    even = power.denominator % 2 == 0 or (power.denominator == 1 and power % 2 == 0)  # a root, or a square
    if atom.positive or atom.idempotent or even:
        return True
    if atom.kind == "fn":
        return power > 0 and FUNCTIONS[atom.name].nonnegative
    return power > 0 and atom.kind in ("scalar", "matrix", "random") and is_nonnegative(atom.symbol)


def multiplied(left: Term, right: Iterable[Term]) -> list[Term]:
    """left · right, where right may mention indices bound in left."""
    return [Term(left.coef * r.coef, merge([*left.factors, *r.factors]), {**left.bound, **r.bound}) for r in right]


def merge(factors: Iterable[Factor]) -> list[Factor]:
    """Multiply factors: equal atoms at equal places add their powers; idempotent ones stay themselves."""
    met: dict[tuple[str, tuple[Ix, ...]], Factor] = {}
    for atom, at, power in factors:
        where = tuple(sorted(at, key=str)) if atom.symmetric else at
        key = atom.key, where  # a string is hashed faster than the atom
        found = met.get(key)
        met[key] = (atom, where, power if found is None else found[2] + power)
    return [(a, at, Fraction(1) if a.idempotent and p > 0 else p) for a, at, p in met.values() if p]


def rename(term: Term, mapping: dict[Ix, Ix]) -> Term:
    """Replace indices everywhere in a term; bound ones that are mapped away stop being bound."""
    factors = [(a, tuple(mapping.get(i, i) for i in at), p) for a, at, p in term.factors]
    bound = {i: dim for i, dim in term.bound.items() if i not in mapping}
    for old, new in mapping.items():
        if isinstance(old, int) and old in term.bound and isinstance(new, int) and new >= 0:
            bound[new] = term.bound[old]
    return Term(term.coef, factors, bound)


def canonical(term: Term) -> tuple[str, Term]:
    """The term with its summed indices renamed 0, 1, 2, … in canonical order, and its key."""
    order = _order(term)
    mapping: dict[Ix, Ix] = {old: new for new, old in enumerate(order)}
    renamed = rename(term, mapping)
    factors: list[Factor] = [(a, tuple(sorted(at, key=_ix)) if a.symmetric else at, p) for a, at, p in renamed.factors]
    factors.sort(key=_factor_key)
    bound = {new: term.bound[old] for new, old in enumerate(order)}
    key = "·".join(map(_factor_key, factors)) + "|" + ",".join(_dim(bound[i]) for i in sorted(bound))
    return key, Term(term.coef, factors, bound)


@cache
def _dim(dim: Any) -> str:
    """A dimension as text; printing is slow, and there are few."""
    return str(dim)


def _ix(i: Ix) -> str:
    return f"b{i:03}" if isinstance(i, int) and i >= 0 else f"s{-i}" if isinstance(i, int) else f"o{i}"


def _factor_key(factor: Factor) -> str:
    atom, at, power = factor
    places = ",".join(sorted(map(_ix, at)) if atom.symmetric else map(_ix, at))
    return f"{atom.key}[{places}]" + (f"^{power}" if power != 1 else "")


def _order(term: Term) -> list[int]:
    """Summed indices in an order that does not depend on their names."""
    if not term.bound:
        return []
    found = [_part_order(part) for part in parts(term)]
    found.sort(key=lambda one: one[0])
    return [i for _, order in found for i in order]


def parts(term: Term) -> list[Term]:
    """The term taken apart into products that share no summed index: (xᵀx)² is twice xᵀx."""
    group = {i: i for i in term.bound}

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    touching: list[tuple[Factor, int]] = []
    for factor in term.factors:
        bound = [i for i in factor[1] if i in group]
        if bound:
            for i in bound[1:]:
                group[root(i)] = root(bound[0])
            touching.append((factor, bound[0]))
    made: dict[int, Term] = {}
    for i, dim in term.bound.items():
        made.setdefault(root(i), Term(Fraction(1), [], {})).bound[i] = dim
    for factor, i in touching:
        made[root(i)].factors.append(factor)
    return list(made.values())


def _part_order(part: Term) -> tuple[str, list[int]]:
    """The summed indices of one part in order, and a key that is the same for equal parts."""
    one = len(part.bound) == 1
    order = list(part.bound) if one else _search(part, {i: (_dim(dim),) for i, dim in part.bound.items()})
    mapping: dict[Ix, Ix] = {old: new for new, old in enumerate(order)}
    shown = sorted(map(_factor_key, rename(part, mapping).factors))
    return "·".join(shown) + "|" + ",".join(_dim(part.bound[i]) for i in order), order


def _refine(term: Term, colours: dict[int, Any]) -> dict[int, int]:
    ranks = _rank(colours)
    while True:
        signs: dict[int, list[Any]] = {i: [] for i in term.bound}
        for atom, at, power in term.factors:
            shown = [f"c{ranks[i]:03}" if i in ranks else _ix(i) for i in at]
            for position, i in enumerate(at):
                if i in signs:
                    others = (sorted(shown), -1) if atom.symmetric else (shown, position)
                    signs[i].append((atom.key, str(power), *others))
        new = _rank({i: (ranks[i], sorted(signs[i])) for i in term.bound})
        if len(set(new.values())) == len(set(ranks.values())):
            return new
        ranks = new


def _rank(colours: dict[int, Any]) -> dict[int, int]:
    place = {c: r for r, c in enumerate(sorted({repr(c) for c in colours.values()}))}
    return {i: place[repr(c)] for i, c in colours.items()}


def _search(term: Term, colours: dict[int, Any]) -> list[int]:
    ranks = _refine(term, colours)
    classes: dict[int, list[int]] = {}
    for i, r in ranks.items():
        classes.setdefault(r, []).append(i)
    tied = next((c for _, c in sorted(classes.items()) if len(c) > 1), None)
    if tied is None:
        return sorted(ranks, key=lambda i: ranks[i])
    candidates = []
    for chosen in _apart(term, tied)[:6]:
        split = {i: (r, 0 if i == chosen else 1) for i, r in ranks.items()}
        order = _search(term, split)
        mapping: dict[Ix, Ix] = {old: new for new, old in enumerate(order)}
        shown = sorted(map(_factor_key, rename(term, mapping).factors))
        candidates.append((shown, order))
    return min(candidates, key=lambda c: c[0])[1]


def _apart(term: Term, tied: list[int]) -> list[int]:
    """Of indices that change nothing when they change places, the first: the others lead to the same."""
    whole, kept = sorted(map(_factor_key, term.factors)), list[int]()
    for i in tied:
        swapped = (rename(term, {i: k, k: i}).factors for k in kept)
        if not any(sorted(map(_factor_key, factors)) == whole for factors in swapped):
            kept.append(i)
    return kept


def collect(terms: Iterable[Term]) -> Form:
    """Add terms that are equal up to the names of summed indices."""
    total: dict[str, Term] = {}
    for term in terms:
        key, made = canonical(term)
        if key in total:
            total[key].coef += made.coef
        else:
            total[key] = made
    kept = [(k, total[k]) for k in sorted(total) if total[k].coef != 0]
    if sum(map(len, total)) > LONGEST_KEY:
        raise NotSupported("not supported yet: a normal form as long as this one")
    return Form(tuple(t for _, t in kept), " + ".join(f"{written(t.coef)}·{k}" for k, t in kept))


def _used_slots(form: Form) -> set[Ix]:
    return {i for t in form.terms for i in t.indices() if isinstance(i, int) and i < 0}


def close(terms: Sequence[Term], first: Sequence[Ix] = ()) -> tuple[Form, tuple[Ix, ...]]:
    """A form over slots, from terms over actual indices, and the indices that the slots stand for.

    `first` are the indices that must take the first slots in this order; the others are put in the order that makes
    the key least, so that the same expression gives the same form wherever it occurs.
    """
    open_: list[Ix] = []
    for term in terms:
        for i in sorted(term.indices() - set(term.bound), key=str):
            if i is not None and i not in first and i not in open_:
                open_.append(i)
    used = _used_slots(collect(rename(t, {i: -1 - n for n, i in enumerate(open_)}) for t in terms))
    open_ = [i for n, i in enumerate(open_) if -1 - n in used]  # an index that cancels is no slot
    best: tuple[Form, tuple[Ix, ...]] | None = None
    for order in permutations(open_) if len(open_) <= 4 else [tuple(open_)]:
        slots = (*first, *order)
        mapping: dict[Ix, Ix] = {i: -1 - n for n, i in enumerate(slots) if i is not None}
        form = collect(rename(t, mapping) for t in terms)
        if best is None or form.key < best[0].key:
            best = form, slots
    assert best is not None
    return best
