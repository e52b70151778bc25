"""How likely a false identity is to pass: degrees of rational expressions, and the bound of Schwartz and Zippel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

from sympy import Add, Mul, Pow, Symbol

from derivations.notation import core, differentials, linear
from derivations.notation.relations import Equation
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol, facts_of

from .draws import SET_SIZE
from .point import integer_at


@dataclass(frozen=True)
class Degree:
    """Bounds for N/δ: the degrees of the entries of N and of the common denominator δ in all drawn numbers."""

    top: int = 0
    bottom: int = 0

    def __mul__(self, other: Degree) -> Degree:
        return Degree(self.top + other.top, self.bottom + other.bottom)

    def __add__(self, other: Degree) -> Degree:
        return Degree(max(self.top + other.bottom, other.top + self.bottom), self.bottom + other.bottom)

    def times(self, n: int) -> Degree:
        return Degree(n * self.top, n * self.bottom)


CONSTANT, DRAWN = Degree(), Degree(1)


class NotRational(Exception):
    """The expression is not one rational function of the drawn numbers."""


class At(NamedTuple):
    """Sizes, and the symbols that hypotheses replace; names of sequences with hypotheses are there too."""

    sizes: dict[str, int]
    given: dict[Any, Any]


def degree(expr: Any, sizes: dict[str, int], given: Iterable[tuple[Any, Any]] = ()) -> Degree | None:
    """The degree of an expression, or of the difference of two sides; None where it is not a rational function.

    Conditions under which values are drawn again, such as a full rank, count among the denominators. `given` are
    hypotheses as for `Sampler.point`.
    """
    at = At(sizes, {getattr(a, "name", a) if isinstance(a, Member | ScalarMember) else a: b for a, b in given})
    try:
        found = _of(expr, at)
        return Degree(found.top, found.bottom + _conditions(expr, at))
    except NotRational:
        return None


def schwartz_zippel(found: Degree | None, points: int, set_size: int = SET_SIZE) -> Fraction | None:
    """A bound on the chance that an identity which is false at these sizes holds at so many random points."""
    if found is None or found.bottom >= set_size:
        return None
    return min(Fraction(1), Fraction(found.top, set_size - found.bottom)) ** points


def _of(x: Any, at: At) -> Degree:
    if x.is_number or isinstance(x, Dim | Index | linear.Constant | linear.Unit):
        return CONSTANT
    if x in at.given:
        return _of(at.given[x], at)
    handler = _HANDLERS.get(type(x))
    if handler is None or (isinstance(x, Member | ScalarMember) and x.name in at.given):
        raise NotRational
    return handler(x, at)


def _each(xs: Iterable[Any], at: At) -> list[Degree]:
    return [_of(a, at) for a in xs]


def _sum(x: Any, at: At) -> Degree:
    return reduce(Degree.__add__, _each(x.args, at))


def _product(x: Any, at: At) -> Degree:
    return reduce(Degree.__mul__, _each(x.args, at))


def _same(x: Any, at: At) -> Degree:
    return _of(x.args[0], at)


def _square(x: Any, at: At) -> Degree:
    return _same(x, at).times(2)


def _quotient(x: Any, at: At) -> Degree:
    a, b = _each(x.args, at)
    return a * Degree(b.bottom, b.top)


def _power(x: Any, at: At) -> Degree:
    return _raised(_same(x, at), _exponent(x.args[1]))


def _raised(base: Degree, n: int) -> Degree:
    return base.times(n) if n >= 0 else Degree(base.bottom, base.top).times(-n)


def _exponent(x: Any) -> int:
    if not x.is_Integer:
        raise NotRational
    return int(x)


def _hadamard_power(x: Any, at: At) -> Degree:
    base, n = _same(x, at), _exponent(x.args[1])
    rows, cols = (integer_at(s, at.sizes) for s in x.shape)
    if n >= 0:
        return base.times(n)
    return Degree(base.bottom + max(rows * cols - 1, 0) * base.top, rows * cols * base.top).times(-n)


def _inverse(x: Any, at: At) -> Degree:
    """δ adj N / det N."""
    a, n = _same(x, at), integer_at(x.shape[0], at.sizes)
    return Degree(a.bottom + max(n - 1, 0) * a.top, n * a.top)


def _determinant(x: Any, at: At) -> Degree:
    return _same(x, at).times(integer_at(x.args[0].shape[0], at.sizes))


def _sum_over(x: Any, at: At) -> Degree:
    a, n = _same(x, at), integer_at(x.args[1].count, at.sizes)
    return Degree(a.top + max(n - 1, 0) * a.bottom, n * a.bottom)


def _differential(x: Any, at: At) -> Degree:
    """(N′δ − Nδ′) / δ²."""
    a = _same(x, at)
    return Degree(a.top + a.bottom, 2 * a.bottom)


def _scalar(x: Any, at: At) -> Degree:
    facts = facts_of(x)
    if "binary" in facts or getattr(x, "is_integer", False):
        raise NotRational
    bounds = [_of(facts[k], at) for k in ("above", "below") if k in facts]
    return reduce(Degree.__add__, bounds, CONSTANT) * DRAWN if bounds else DRAWN


def _matrix(x: Any, at: At) -> Degree:
    facts = facts_of(x)
    n, m = (integer_at(s, at.sizes) for s in x.shape)
    if facts.keys() & {"binary", "one_hot"}:
        raise NotRational
    if facts.keys() & {"orthogonal", "orthonormal"}:
        return Degree(max(n, 2), max(n, 2))
    if "unit" in facts:
        return Degree(2, 2)
    if "simplex" in facts:
        return Degree(1, 1)
    low_rank = "rank" in facts and integer_at(facts["rank"], at.sizes) < min(n, m)
    if low_rank and "symmetric" in facts:
        return Degree(3)
    return Degree(2) if low_rank or facts.keys() & {"positive_definite", "positive_semidefinite"} else DRAWN


def _conditions(expr: Any, at: At) -> int:
    """The degree of what must not vanish for drawn values to be kept."""
    out = 0
    for symbol in expr.atoms(MatrixAtom, Member):
        facts = facts_of(symbol)
        if "rank" in facts:
            out += 3 * integer_at(facts["rank"], at.sizes)
        elif "invertible" in facts:
            out += 2 * integer_at(symbol.shape[0], at.sizes)
        elif facts.keys() & {"nonzero", "positive_semidefinite"}:
            out += 2 * integer_at(symbol.shape[0], at.sizes) if is_matrix(symbol) else 1
    return out


_SUMS = (core.Plus, core.MatPlus, Add, Equation)
_PRODUCTS = (core.Product, core.MatProduct, Mul, linear.Inner, linear.Hadamard, linear.Kron)
_SAME = (
    *(core.Negative, core.MatNegative, core.Transposed, linear.Trace, linear.Total, linear.Diag, linear.Diagonal),
    *(linear.Vec, linear.Entry, linear.Row),
)
_HANDLERS: dict[type, Callable[[Any, At], Degree]] = {
    **dict.fromkeys(_SUMS, _sum),
    **dict.fromkeys(_PRODUCTS, _product),
    **dict.fromkeys(_SAME, _same),
    **dict.fromkeys((core.Quotient, core.MatQuotient), _quotient),
    **dict.fromkeys((core.Power, Pow), _power),
    linear.SquaredNorm: _square,
    linear.HadamardPower: _hadamard_power,
    linear.Inverse: _inverse,
    linear.Determinant: _determinant,
    **dict.fromkeys((linear.SumOver, linear.MatSumOver), _sum_over),
    **dict.fromkeys((differentials.Differential, differentials.MatDifferential), _differential),
    **dict.fromkeys((differentials.Increment, differentials.MatIncrement), lambda x, at: DRAWN),
    **dict.fromkeys((Symbol, ScalarSymbol, ScalarMember), _scalar),
    **dict.fromkeys((MatrixAtom, Member), _matrix),
}
