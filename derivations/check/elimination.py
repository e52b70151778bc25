"""Whether inequalities that are linear in some quantities can hold together, by Fourier's and Motzkin's elimination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from .normal.form import Form, canonical

MOST = 300  # inequalities at a time; where there are more, it is not told


@dataclass(frozen=True)
class Row:
    """Σ coefficient · quantity + constant ≥ 0, or > 0."""

    coefs: tuple[tuple[str, Fraction], ...]
    constant: Fraction
    strict: bool = False

    def of(self, quantity: str) -> Fraction:
        return dict(self.coefs).get(quantity, Fraction(0))

    def plus(self, other: Row, times: Fraction) -> Row:
        coefs = dict(self.coefs)
        for q, c in other.coefs:
            coefs[q] = coefs.get(q, Fraction(0)) + times * c
        kept = tuple(sorted((q, c) for q, c in coefs.items() if c))
        return Row(kept, self.constant + times * other.constant, self.strict or other.strict)

    @property
    def fails(self) -> bool:
        return not self.coefs and (self.constant < 0 or (self.strict and self.constant == 0))


def contradict(nonnegative: Iterable[Form], zero: Iterable[Form] = ()) -> bool:
    """Whether some forms can't all be ≥ 0 while others are zero, as far as sums of multiples of them show it."""
    nonnegative, zero = list(nonnegative), list(zero)
    rows = {_row(f, 1) for f in nonnegative} | {_row(f, s) for f in zero for s in (1, -1)}
    rows |= {row for f in (*nonnegative, *zero) for row in _signs(f)}
    while not any(r.fails for r in rows):
        quantities = {q for r in rows for q, _ in r.coefs}
        if not quantities:
            return False
        rows = _without(min(quantities, key=lambda q: (_cost(rows, q), q)), rows)
        if len(rows) > MOST:
            return False
    return True


def _cost(rows: set[Row], quantity: str) -> int:
    signs = [r.of(quantity) > 0 for r in rows if r.of(quantity)]
    return sum(signs) * (len(signs) - sum(signs))


def _without(quantity: str, rows: set[Row]) -> set[Row]:
    above = [r for r in rows if r.of(quantity) > 0]
    below = [r for r in rows if r.of(quantity) < 0]
    rest = {r for r in rows if not r.of(quantity)}
    return rest | {a.plus(b, a.of(quantity) / -b.of(quantity)) for a in above for b in below}


def _row(form: Form, sign: int) -> Row:
    found = {canonical(t)[0]: sign * t.coef for t in form.terms if t.factors or t.bound}
    constant = sum((sign * t.coef for t in form.terms if not (t.factors or t.bound)), Fraction(0))
    return Row(tuple(sorted(found.items())), constant)


def _signs(form: Form) -> Iterator[Row]:
    """What is known of the quantities themselves: x² is not negative, n is at least 1."""
    for term in form.terms:
        if not (term.factors or term.bound):
            continue
        one = term.copy()
        one.coef = Fraction(1)
        alone = Form((one,), "")
        key = ((canonical(one)[0], Fraction(1)),)
        if len(one.factors) == 1 and one.factors[0][0].kind == "dim" and one.factors[0][2] > 0:
            yield Row(key, Fraction(-1))
        elif alone.is_nonnegative:
            yield Row(key, Fraction(0), strict=not one.bound and alone.is_positive)


__all__ = ["contradict"]
