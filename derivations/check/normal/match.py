"""Where a pattern stands in a product: what its indices are there, and the factors it leaves over."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from .form import Atom, Factor, Ix, Term, merge

MAX_TRIES = 500  # places looked at in one product; a pattern not found by then counts as absent, which is never wrong

Mapping = dict[Ix, Ix]
Stock = dict[Atom, dict[tuple[Ix, ...], Fraction]]  # the powers of each atom, by the indices where they stand


Amounts = dict[tuple[str, bool], Fraction]  # of an atom, and whether its power is positive


def needs(pattern: Term) -> Amounts:
    """How much of each atom a pattern takes."""
    out: Amounts = {}
    for atom, _, power in pattern.factors:
        key = atom.key, power.numerator > 0
        out[key] = out.get(key, Fraction(0)) + abs(power)
    return out


def offers(term: Term) -> Amounts:
    """How much of each atom may be taken out of a product; of u^(−1/2) that is one u⁻¹, which leaves u^(1/2)."""
    out: Amounts = {}
    for atom, _, power in term.factors:
        up = power.numerator > 0
        out[atom.key, up] = out.get((atom.key, up), Fraction(0)) + (power if up else ceil(-power))
    return out


def suffices(there: Amounts, wanted: Amounts) -> bool:
    return all(there.get(key, 0) >= amount for key, amount in wanted.items())


def match(pattern: Term, term: Term) -> tuple[Mapping, list[Factor]] | None:
    """Indices of the pattern as indices of the term, and the factors left over; None where it is not found.

    The pattern's summed indices go to different summed indices of the term, which occur nowhere else.
    """
    stock: Stock = {}
    for atom, at, power in merge(term.factors):
        stock.setdefault(atom, {})[at] = power
    return _Search(pattern, term).go(pattern.factors, stock, {})


class _Search:
    def __init__(self, pattern: Term, term: Term) -> None:
        self.pattern, self.term, self.tries = pattern, term, 0

    def go(self, wanted: list[Factor], stock: Stock, mapping: Mapping) -> tuple[Mapping, list[Factor]] | None:
        """The factor with the fewest places left is placed first, so that a dead end shows early."""
        if not wanted:
            left = [(a, at, p) for a, places in stock.items() for at, p in places.items()]
            return (mapping, left) if self._is_free(mapping, left) else None
        self.tries += 1
        if self.tries > MAX_TRIES:
            return None
        fewest: list[tuple[tuple[Ix, ...], Mapping]] | None = None
        chosen = 0
        for position, factor in enumerate(wanted):
            found = _places(factor, stock, mapping)
            if fewest is None or len(found) < len(fewest):
                fewest, chosen = found, position
            if len(fewest) < 2:
                break
        atom, _, power = wanted[chosen]
        for where, extended in fewest or ():
            kept = dict(stock[atom])
            kept[where] -= power
            if not kept[where]:
                del kept[where]
            done = self.go(wanted[:chosen] + wanted[chosen + 1 :], {**stock, atom: kept}, extended)
            if done is not None:
                return done
        return None

    def _is_free(self, mapping: Mapping, left: list[Factor]) -> bool:
        bound = self.pattern.bound
        images = [mapping[i] for i in bound]
        if len(set(images)) != len(images) or any(i not in self.term.bound for i in images):
            return False
        used = {i for _, at, _ in left for i in at} | {mapping[i] for i in mapping if i not in bound}
        return not used & set(images)


def _places(factor: Factor, stock: Stock, mapping: Mapping) -> list[tuple[tuple[Ix, ...], Mapping]]:
    """Where a factor of the pattern can stand, each with the indices that this fixes."""
    atom, at, power = factor
    out: list[tuple[tuple[Ix, ...], Mapping]] = []
    for where, there in stock.get(atom, {}).items():
        if not _takes(there, power):
            continue
        for places in {where, where[::-1]} if atom.symmetric and len(where) == 2 else (where,):
            extended = _extend(mapping, at, places)
            if extended is not None:
                out.append((where, extended))
    return out


def _takes(there: Fraction, power: Fraction) -> bool:
    """Whether a factor to this power can be taken out: u^(−1/2) is u⁻¹·u^(1/2), and of u⁻² one u⁻¹ can be taken."""
    if there == power:
        return True
    if power.denominator != 1 or (there.numerator > 0) != (power.numerator > 0):
        return False
    return abs(there) >= abs(power) or (power < 0 and there.denominator != 1)


def _extend(mapping: Mapping, at: tuple[Ix, ...], where: tuple[Ix, ...]) -> Mapping | None:
    out = dict(mapping)
    for i, j in zip(at, where, strict=True):
        if isinstance(i, str):
            if i != j:
                return None
        elif out.setdefault(i, j) != j:
            return None
    return out
