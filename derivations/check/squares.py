"""Squares that stand under a root and don't look like it: ‖1 − (21/n)1‖² is (n − 21)²/n.

Where the number that is squared changes its sign, the root goes on as another function. The normal form of what stands
under the root is a polynomial in its atoms and sums, of which the factors are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from math import lcm
from typing import Any

import sympy

from derivations.errors import DerivationError

from .factoring import factor_list
from .normal import normal_form
from .normal.build import Builder, Terms
from .normal.form import LOG_OF_BASE, Form, Term, canonical, parts

_UNKNOWN = (DerivationError, RecursionError, sympy.PolynomialError, NotImplementedError)


def squares_may_turn(radicand: Any, seen: Iterable[Any], given: tuple[Any, ...]) -> bool:
    """Whether a square is a factor of what stands under a root, of a number that may have either sign.

    `seen` are numbers of which the sign is known wherever the root is taken. A square that is not found here is left to
    `branches`.
    """
    variables = _Variables()
    try:
        found = variables.polynomial(normal_form(radicand, given))
        if not found.free_symbols:
            return False
        known = []
        for x in seen:
            with suppress(*_UNKNOWN):
                known.append(variables.polynomial(normal_form(x, given)))
        found, *known = variables.written_out([found, *known])
        reduced, *others = variables.without_roots([found, *known])
        squares = dict.fromkeys(p for x in (found, reduced) for p in _squared(x) if not variables.keeps_sign(p))
        return not all(any(_is_among(q, [*known, *others]) for q in (p, *variables.bases(p))) for p in squares)
    except _UNKNOWN:
        return False


def _squared(x: Any) -> Iterator[Any]:
    for part in sympy.fraction(sympy.together(x)):
        irrational = any(not c.is_Rational for c in part.atoms(sympy.Pow) if c.is_number)
        found = factor_list(part, irrational)
        yield from (part,) if found is None else (factor for factor, power in found if power > 1)


def _is_among(p: Any, known: list[Any]) -> bool:
    return any(q.free_symbols == p.free_symbols and sympy.cancel(q / p).is_number for q in known)


class _Variables:
    """The atoms and sums of normal forms as variables of polynomials."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._by_key: dict[Any, Any] = {}
        self._terms: dict[Any, Terms] = {}  # what each variable stands for
        self._roots: dict[Any, tuple[Form, Any]] = {}  # of a variable that is a sum in itself: the sum at its place
        self._sums: dict[Any, Any] = {}  # the same as a polynomial
        self._whole: dict[Any, Any] = {}  # of a variable of which there are roots: a power of the root
        self._parts: dict[Any, int] = {}  # the variable is this power of the one that stands in polynomials

    def polynomial(self, form: Form) -> Any:
        return sympy.Add(*map(self._product, form.terms))

    def _product(self, term: Term) -> Any:
        out = [sympy.Rational(term.coef.numerator, term.coef.denominator)]
        for atom, at, power in term.factors:
            exponent = sympy.Rational(power.numerator, power.denominator)
            if atom.kind == "number":
                out.append(sympy.Integer(atom.symbol) ** exponent)
            elif not set(at) & set(term.bound):
                x = self._variable((atom.key, at), [Term(Fraction(1), [(atom, at, Fraction(1))], {})])
                self._parts[x] = lcm(self._parts.get(x, 1), power.denominator)
                if atom.kind == "base" and atom.form is not None:
                    self._roots[x] = atom.form, at
                out.append(x**exponent)
        out += [self._variable(canonical(part)[0], [part]) for part in parts(term)]
        return sympy.Mul(*out)

    def _variable(self, key: Any, terms: Terms) -> Any:
        if key not in self._by_key:
            self._by_key[key] = sympy.Dummy(positive=True)
            self._terms[self._by_key[key]] = terms
        return self._by_key[key]

    def written_out(self, polynomials: list[Any]) -> list[Any]:
        """Sums below lines as such, and roots of sums as variables."""
        for x, at in list(self._roots.items()):
            self._sums[x] = self.polynomial(Form(tuple(self.builder.instance(*at)), ""))
        self._whole = {x: self._root(x, n) ** n for x, n in self._parts.items() if n > 1}
        below = {x: inside for x, inside in self._sums.items() if x not in self._whole}
        return [p.xreplace(self._whole).xreplace(below) for p in polynomials]

    def _root(self, x: Any, n: int) -> Any:
        atom, at, _ = self._terms[x][0].factors[0]
        return self._variable((atom.key, at, n), [Term(Fraction(1), [(atom, at, Fraction(1, n))], {})])

    def without_roots(self, polynomials: list[Any]) -> list[Any]:
        """What stands under a root by the powers of the root."""
        out = polynomials
        for x in (x for x in self._sums if x in self._whole):
            inside = self._sums[x].xreplace(self._whole)
            plain = [s for s in self._terms if inside.has(s) and inside.is_polynomial(s)]
            if plain:
                least = min(plain, key=lambda s: sympy.degree(inside, s))
                out = [self._reduced(p, inside - self._whole[x], least) for p in out]
        return out

    @staticmethod
    def _reduced(p: Any, relation: Any, variable: Any) -> Any:
        above, below = (sympy.rem(part, relation, variable) for part in sympy.fraction(sympy.together(p)))
        return above / below if below else p

    def bases(self, p: Any) -> Iterator[Any]:
        """x of a power xᵏ, whose sign is that of x or 1."""
        for term in self._terms.get(p, ()):
            for atom, at, _ in term.factors if len(term.factors) == 1 else ():
                if atom.kind == "exp" and atom.form is not None and len(atom.form.terms) == 1:
                    for inner, where, _ in self.builder.instance(atom.form, at)[0].factors:
                        if inner.kind == LOG_OF_BASE and inner.form is not None:
                            yield self.polynomial(Form(tuple(self.builder.instance(inner.form, where)), ""))

    def keeps_sign(self, p: Any) -> bool:
        """Whether its form shows a polynomial to be never negative, or never positive."""
        variables = [x for x in self._terms if p.has(x)]
        form: Terms = []
        for powers, coef in sympy.Poly(p, *variables).terms():
            if not coef.is_Rational:
                return False
            one = self.builder.number(Fraction(int(coef.p), int(coef.q)))
            factors = [self._terms[x] for x, power in zip(variables, powers, strict=True) for _ in range(power)]
            form += self.builder.times(one, *factors)
        negated = self.builder.scale(Fraction(-1), form)
        return any(self.builder.form(f).is_nonnegative for f in (form, negated))


__all__ = ["squares_may_turn"]
