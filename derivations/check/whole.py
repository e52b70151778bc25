"""How many whole numbers may fit a false identity: a polynomial of degree m in k, or in 2ᵏ, vanishes at m of them.

So do sums of m + 1 terms that depend on k in different ways, as 2ᵏ, 3ᵏ, 5ᵏ or 1/k, 1/(k + 1), 1/(k + 2) with the right
coefficients. Fractions are counted over their common denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation import core, linear
from derivations.notation.core import minus
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol, facts_of

from .normal import normal_form
from .normal.form import Atom, Term
from .obligation import Identity

_PLACED = (linear.Entry, linear.Row, linear.SumOver, linear.MatSumOver)  # of which the first argument has the value
_LEAVES = (MatrixAtom, Member, ScalarMember, linear.Constant, linear.Unit)


def power_of_whole(part: Identity) -> int:
    """At how many values of a dimension, of a whole number or of an index the sides may agree and yet differ."""
    try:
        terms = normal_form(minus(part.lhs, part.rhs), part.given).terms
    except (DerivationError, RecursionError):
        return _degree(minus(part.lhs, part.rhs))
    found = dict.fromkeys(key for t in terms for atom, _, _ in t.factors for key in _wholes(atom))
    return max((_most_zeros(terms, whole) for whole in found), default=0)


def _most_zeros(terms: tuple[Term, ...], whole: str) -> int:
    """Of terms as functions of one whole number: by their number, and as a polynomial without common factors."""
    parts = [Counter[Atom](), *(_part(t, whole) for t in terms)]
    shared = {a: min(p[a] for p in parts[1:]) for p in parts for a in p}
    degrees = (sum((p[a] - least) * _degree_in(a, whole) for a, least in shared.items()) for p in parts[1:])
    different = {frozenset((a, p[a]) for a in shared if p[a]) for p in parts[1:]}
    return max(ceil(max(degrees)), len(different) - 1)


def _part(term: Term, whole: str) -> Counter[Atom]:
    """The powers in a term of what depends on the whole number."""
    out: Counter[Atom] = Counter()
    for atom, _, power in term.factors:
        if whole in _wholes(atom):
            out[atom] += power  # type: ignore[assignment]  # a Fraction counts too
    return out


def _degree_in(atom: Atom, whole: str) -> Fraction:
    """Of k it is 1, and of 2ᵏ or another function of k; of a polynomial in k its degree."""
    if atom.kind != "base" or atom.form is None:
        return Fraction(1)
    inside = (sum((p * _degree_in(a, whole) for a, p in _part(t, whole).items()), Fraction(0)) for t in atom.form.terms)
    return max(Fraction(1), *inside)


def _wholes(atom: Atom) -> Iterator[str]:
    """The whole numbers on which it depends."""
    if atom.kind == "dim" or (atom.kind == "scalar" and "integer" in facts_of(atom.symbol)):
        yield atom.key
    if atom.form is not None:
        yield from (key for t in atom.form.terms for a, _, _ in t.factors for key in _wholes(a))


def _degree(x: Any) -> int:
    """A bound for it, read off the form; powers of sizes are counted where they are chosen."""
    if isinstance(x, ScalarSymbol | Index):
        return int(_is_whole(x))
    if isinstance(x, _PLACED):
        return _degree(x.args[0])
    if isinstance(x, _LEAVES):
        return 0
    if isinstance(x, core.Power | linear.HadamardPower | sympy.Pow):
        base, exponent = _degree(x.args[0]), x.args[1].doit()
        return ceil(abs(exponent)) * base if exponent.is_Rational else base + _degree(exponent)
    parts = [_degree(a) for a in x.args if isinstance(a, sympy.Basic)]
    if not isinstance(x, core.Plus | core.MatPlus | sympy.Add):
        return sum(parts)
    different = {a for a in _summands(x) if _has_whole(a)}
    return max(*parts, len(different) - 1)


def _summands(x: Any) -> Iterator[Any]:
    if isinstance(x, core.Plus | core.MatPlus | sympy.Add | core.Negative | core.MatNegative):
        for a in x.args:
            yield from _summands(a)
    elif isinstance(x, linear.SumOver | linear.MatSumOver):
        yield from _summands(x.args[0])
    else:
        yield x


def _has_whole(x: Any) -> bool:
    """Whether a value depends on a whole number as a number, and not as a size or a place alone."""
    if _is_whole(x):
        return True
    inside = x.args[:1] if isinstance(x, _PLACED) else () if isinstance(x, _LEAVES) else x.args
    return any(_has_whole(a) for a in inside if isinstance(a, sympy.Basic))


def _is_whole(x: Any) -> bool:
    return isinstance(x, Dim | Index) or (isinstance(x, ScalarSymbol) and "integer" in facts_of(x))


__all__ = ["power_of_whole"]
