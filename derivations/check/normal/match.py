"""Where a pattern stands in a product: what its indices are there, and the factors it leaves over."""

from __future__ import annotations

from fractions import Fraction

from .form import Atom, Factor, Ix, Term, merge

MAX_TRIES = 500  # places looked at in one product; a pattern not found by then counts as absent, which is never wrong

Mapping = dict[Ix, Ix]
Stock = dict[tuple[Atom, tuple[Ix, ...]], Fraction]


def needs(term: Term) -> frozenset[tuple[str, bool]]:
    """The atoms of a product, each with whether its power is positive."""
    return frozenset((atom.key, power.numerator > 0) for atom, _, power in term.factors)


def match(pattern: Term, term: Term) -> tuple[Mapping, list[Factor]] | None:
    """Indices of the pattern as indices of the term, and the factors left over; None where it is not found.

    The pattern's summed indices go to different summed indices of the term, which occur nowhere else.
    """
    stock: Stock = {(atom, at): power for atom, at, power in merge(term.factors)}
    return _Search(pattern, term).go(pattern.factors, stock, {})


class _Search:
    def __init__(self, pattern: Term, term: Term) -> None:
        self.pattern, self.term, self.tries = pattern, term, 0

    def go(self, wanted: list[Factor], stock: Stock, mapping: Mapping) -> tuple[Mapping, list[Factor]] | None:
        """The factor with the fewest places left is placed first, so that a dead end shows early."""
        if not wanted:
            return (mapping, [(a, at, p) for (a, at), p in stock.items()]) if self._is_free(mapping, stock) else None
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
            left = dict(stock)
            left[atom, where] -= power
            if not left[atom, where]:
                del left[atom, where]
            done = self.go(wanted[:chosen] + wanted[chosen + 1 :], left, extended)
            if done is not None:
                return done
        return None

    def _is_free(self, mapping: Mapping, stock: Stock) -> bool:
        bound = self.pattern.bound
        images = [mapping[i] for i in bound]
        if len(set(images)) != len(images) or any(i not in self.term.bound for i in images):
            return False
        used = {i for _, at in stock for i in at} | {mapping[i] for i in mapping if i not in bound}
        return not used & set(images)


def _places(factor: Factor, stock: Stock, mapping: Mapping) -> list[tuple[tuple[Ix, ...], Mapping]]:
    """Where a factor of the pattern can stand, each with the indices that this fixes."""
    atom, at, power = factor
    out: list[tuple[tuple[Ix, ...], Mapping]] = []
    for (a, where), there in stock.items():
        if a != atom or not _takes(there, power):
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
