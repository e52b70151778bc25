"""How many whole numbers may fit a false identity: a polynomial of degree m in k, or in 2ᵏ, vanishes at m of them.

So do sums of m + 1 terms that depend on k in different ways, as 2ᵏ, 3ᵏ, 5ᵏ or 1/k, 1/(k + 1), 1/(k + 2) with the right
coefficients. Fractions are counted over their common denominator. Other functions of whole numbers may vanish at as
many of them as they like: sin(60π/n) is 0 for all n up to 6. So may functions of counts, as of the ones among numbers
that are 0 or 1. What depends on whether a number is odd alone, as cos(πk), takes two values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation import core, functions, linear
from derivations.notation.core import minus
from derivations.notation.probability import Indicator, Space
from derivations.notation.relations import AtLeast, AtMost, Equation
from derivations.notation.sequences import Member, ScalarMember, is_function_atom
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol, facts_of

from .normal import normal_form
from .normal.form import Atom, Term
from .obligation import Identity
from .parts import nodes_of

_PLACED = (linear.Entry, linear.Row, linear.SumOver, linear.MatSumOver)  # of which the first argument has the value
_LEAVES = (MatrixAtom, Member, ScalarMember, linear.Constant, linear.Unit)
_SUMS = (linear.Total, linear.Inner, linear.SumOver, linear.Trace, linear.SquaredNorm, linear.Norm, linear.Norm1)
_OF_ALL_ENTRIES = (*_SUMS, linear.MatSumOver, core.MatProduct)
NO_BOUND = 10**9  # where no number of whole numbers is enough
_WITHOUT_BOUND = ("fn", "max", "leading", "f", "f grad", "f hess")  # kinds of atoms
_FEW_VALUES = ("step", "sign")


def power_of_whole(part: Identity) -> int:
    """At how many values of a dimension, of a whole number or of an index the sides may agree and yet differ."""
    if _free_numbers(part.lhs) or _free_numbers(part.rhs):
        return NO_BOUND  # few places are tried
    try:
        terms = normal_form(minus(part.lhs, part.rhs), part.given).terms
    except (DerivationError, RecursionError):
        return _degree(minus(part.lhs, part.rhs))
    found = dict.fromkeys(key for t in terms for atom, _, _ in t.factors for key in _wholes(atom))
    return max((_most_zeros(terms, whole) for whole in found), default=0)


@lru_cache(maxsize=1 << 10)
def sizes_in(expr: Any) -> frozenset[str]:
    """The dimensions of which a number comes into it, however written: n, of Σᵢ 1, or of E‖W‖² for unit variances."""
    if isinstance(expr, Equation | AtLeast | AtMost):
        return sizes_in(minus(expr.lhs, expr.rhs) if isinstance(expr, Equation) else expr.gap)
    try:
        return frozenset(name for t in normal_form(expr).terms for atom, _, _ in t.factors for name in _sizes(atom))
    except (DerivationError, RecursionError):
        values = (a for a in _with_its_value(expr) if isinstance(a, sympy.Expr | sympy.MatrixExpr))
        return frozenset().union(*map(sizes_in, values))


def _sizes(atom: Atom) -> Iterator[str]:
    if atom.kind == "dim":
        yield atom.name
    for term in atom.form.terms if atom.form is not None else ():
        yield from (name for a, _, _ in term.factors for name in _sizes(a))


def _most_zeros(terms: tuple[Term, ...], whole: str) -> int:
    """Of terms as functions of one whole number: by their number, and as a polynomial without common factors."""
    parts = [Counter[Atom](), *(_part(t, whole) for t in terms)]
    shared = {a: min(p[a] for p in parts[1:]) for p in parts for a in p}
    degrees = (sum((p[a] - least) * _degree_in(a, whole) for a, least in shared.items()) for p in parts[1:])
    if any(_degree_in(a, whole) >= NO_BOUND for a in shared):
        return NO_BOUND
    different = {frozenset((a, p[a]) for a in shared if p[a]) for p in parts[1:]}
    most = max(ceil(max(degrees)), len(different) - 1)
    return 2 * most if any(a.kind == "det" and least for a, least in shared.items()) else most  # 0 at each odd size


def _part(term: Term, whole: str) -> Counter[Atom]:
    """The powers in a term of what depends on the whole number."""
    out: Counter[Atom] = Counter()
    for atom, _, power in term.factors:
        if whole in _wholes(atom):
            out[atom] += Fraction(1) if _is_of_parity(atom) else power  # type: ignore[assignment]  # a Fraction too
    return out


def _degree_in(atom: Atom, whole: str) -> Fraction:
    """Of k it is 1, and of 2ᵏ; of a polynomial in k, and of its root, exponential or logarithm, the degree."""
    if _is_of_parity(atom):
        return Fraction(2)
    if atom.kind in _WITHOUT_BOUND and not _is_size_of_product(atom):
        return Fraction(NO_BOUND)
    if atom.form is None:
        return Fraction(1)
    return Fraction(max(1, _most_zeros(atom.form.terms, whole)))


def _wholes(atom: Atom) -> Iterator[str]:
    """The whole numbers on which it depends, and what it counts."""
    if _is_number(atom):
        yield atom.key
    if atom.kind in ("det", "logdet"):
        yield from (f"dim {dim.name}" for dim in atom.symbol.shape[0].atoms(Dim))
    for term in atom.form.terms if atom.form is not None else ():
        yield from (key for a, _, _ in term.factors for key in _wholes(a))
        yield from _counted(term)


def _is_number(atom: Atom) -> bool:
    return atom.kind == "dim" or (atom.kind == "scalar" and "integer" in facts_of(atom.symbol))


def _counted(term: Term) -> Iterator[str]:
    """What has few values and is summed over all entries."""
    summed = {i for i, dim in term.bound.items() if not isinstance(dim, Space)}
    inside = [a for a, at, _ in term.factors if summed.intersection(at)]
    if inside and all(a.idempotent or (a.kind == "fn" and a.name in _FEW_VALUES) for a in inside):
        yield from (a.key for a in inside)


def _is_size_of_product(atom: Atom) -> bool:
    """Whether it is |u| of a product, which is the product of the sizes, as |xᵏ| is |x|ᵏ."""
    single = atom.form is not None and len(atom.form.terms) == 1 and not atom.form.terms[0].bound
    return atom.kind == "fn" and atom.name == "abs" and single


def _is_of_parity(atom: Atom) -> bool:
    """Whether it is the sine or cosine of π times a whole number."""
    if atom.kind != "fn" or atom.name not in ("sin", "cos") or atom.form is None:
        return False
    return all(t.coef.denominator == 1 and not t.bound and _is_whole_times_pi(t) for t in atom.form.terms)


def _is_whole_times_pi(term: Term) -> bool:
    turns = [power for a, _, power in term.factors if a.symbol is sympy.pi]
    rest = [(a, power) for a, _, power in term.factors if a.symbol is not sympy.pi]
    return turns == [1] and all(_is_number(a) and power.denominator == 1 and power > 0 for a, power in rest)


@lru_cache(maxsize=1 << 14)
def _degree(x: Any) -> int:
    """A bound for it, read off the form; powers of sizes are counted where they are chosen."""
    if isinstance(x, ScalarSymbol | Index):
        return int(_is_whole(x))
    if isinstance(x, _PLACED):
        return _degree(x.args[0])
    if isinstance(x, _LEAVES):
        return 0
    if _is_phase(x):
        return 2
    if isinstance(x, core.Power) and _is_phase(x.args[0]) and x.args[1].is_Integer and x.args[1] > 0:
        return int(x.args[1]) * (1 if x.args[1] % 2 == 0 else 2)
    if _is_without_bound(x) and any(_has_whole(a) or has_count(a) for a in x.args):
        return NO_BOUND
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


@lru_cache(maxsize=1 << 14)
def _has_whole(x: Any) -> bool:
    """Whether a value depends on a whole number as a number, and not as a size or a place alone."""
    if _is_whole(x):
        return True
    return any(_has_whole(a) for a in _with_its_value(x) if isinstance(a, sympy.Basic))


@lru_cache(maxsize=1 << 14)
def _free_numbers(x: Any) -> frozenset[Any]:
    """The indices that no sum binds and that stand for a number, and not for a place alone."""
    if isinstance(x, Index):
        return frozenset({x})
    bound = {x.args[1]} if isinstance(x, linear.SumOver | linear.MatSumOver) else set()
    inside = (_free_numbers(a) for a in _with_its_value(x) if isinstance(a, sympy.Basic))
    return frozenset().union(*inside) - bound


def _with_its_value(x: Any) -> tuple[Any, ...]:
    """The parts on whose values that of x depends."""
    return x.args[:1] if isinstance(x, _PLACED) else () if isinstance(x, (*_LEAVES, Index)) else x.args


def _is_phase(x: Any) -> bool:
    """Whether it is a sine or cosine of tk for any number t: with tᵏ on the circle, a polynomial of degree 2."""
    if not isinstance(x, functions.Apply) or x.function not in (functions.sin, functions.cos):
        return False
    parts = x.args[1].args if isinstance(x.args[1], core.Product) else ()
    free = [a for a in parts if isinstance(a, ScalarSymbol) and not facts_of(a)]
    return len(parts) == 2 and len(free) == 1 and sum(map(_is_whole, parts)) == 1


def _is_without_bound(x: Any) -> bool:
    if isinstance(x, functions.APPLIED):
        return x.function not in (functions.exp, functions.log)
    return isinstance(x, linear.Maximum | linear.LeadingEigenvector) or is_function_atom(x)


def has_count(x: Any) -> bool:
    """Whether what has few values is summed over all entries in it."""
    return any(isinstance(part, _OF_ALL_ENTRIES) and _has_few_values(part) for part in nodes_of(x))


def _has_few_values(x: Any) -> bool:
    parts = list(nodes_of(x))
    found = (p.function.name in _FEW_VALUES for p in parts if isinstance(p, functions.APPLIED))
    return any(found) or any(isinstance(p, Indicator) or "binary" in facts_of(p) for p in parts)


def _is_whole(x: Any) -> bool:
    return isinstance(x, Dim | Index) or (isinstance(x, ScalarSymbol) and "integer" in facts_of(x))


__all__ = ["has_count", "power_of_whole"]
