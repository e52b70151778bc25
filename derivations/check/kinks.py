"""Functions in pieces: values say nothing of a piece on which none of them lies.

|u|, ReLU(u), sign(u), a maximum, an indicator and their like are one thing on one side of u = 0 and another on the
other. Values that all lie on one side agree with whatever holds there alone; so do values at none of which u is zero,
where a function jumps. An even root of a square is a |u| as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any, NamedTuple

import sympy

from derivations.errors import DerivationError
from derivations.notation import core, functions, linear, probability, sequences
from derivations.notation.core import negative
from derivations.notation.printing import text
from derivations.notation.relations import Relation
from derivations.notation.requirements import requirement
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import ScalarSymbol

from .bounds import bounds
from .domains import unmet
from .factored import factored
from .matrices import Matrix
from .point import Point

MOST_TOGETHER = 81  # as many combinations of sides are asked for, at most
_WORDS = {-1: "negative", 0: "zero", 1: "positive"}


class Kink(NamedTuple):
    """Where one piece meets another: at the zeros of `of`; where the function jumps, its value there is a third piece.

    Of a maximum it is the differences of the entries of `of`.
    """

    of: Any
    jumps: bool = False
    differences: bool = False


@lru_cache(maxsize=1 << 14)
def kinks_of(x: Any) -> tuple[Kink, ...]:
    """The kinks that one node has itself."""
    find = _KINKS.get(type(x))
    return tuple(part for kink in find(x) for part in _parts(kink)) if find else ()


def _parts(kink: Kink) -> Iterator[Kink]:
    """u and −u are zero together, and the sign of a product is that of its factors."""
    for factor in (kink.of,) if kink.differences else _factors(kink.of):
        if not factor.is_number:
            yield kink._replace(of=factor)


def _of_function(x: Any) -> tuple[Kink, ...]:
    if x.function.kink is not None:
        return (Kink(x.args[1], x.function.name in ("sign", "step")),)
    return _of_root(x.args[1]) if x.function.name == "sqrt" else ()


def _of_power(x: Any) -> tuple[Kink, ...]:
    exponent = x.args[1].doit()
    return _of_root(x.args[0]) if exponent.is_Rational and not exponent.is_Integer else ()


def _of_root(base: Any) -> tuple[Kink, ...]:
    """The factors of what stands under a root: where one changes its sign, so may what the root equals."""
    found = tuple(dict.fromkeys(part for f in _factors(base) for part in _factors_of_sum(f)))
    return tuple(Kink(f, _is_too_long(f)) for f in found) if found != (base,) or _is_too_long(base) else ()


_FLAT = (core.Product, core.Quotient, core.Negative, linear.Hadamard, core.MatQuotient, core.MatNegative, sympy.Mul)
_POWERS = (core.Power, linear.HadamardPower, sympy.Pow)


def _factors(x: Any) -> Iterator[Any]:
    if isinstance(x, _FLAT) and (isinstance(x, linear.Hadamard) or not all(map(is_matrix, x.args))):
        yield from (f for a in x.args for f in _factors(a))
    elif isinstance(x, _POWERS):
        yield from _factors(x.args[0])
    else:
        yield x


def _factors_of_sum(x: Any) -> Iterator[Any]:
    """Those of a polynomial, such as x + 1 of x² + 2x + 1."""
    found = _polynomial_factors(x)
    if found and (len(found) > 1 or any(power > 1 for _, power in found)):
        yield from (factor for factor, _ in found)
    else:
        yield x


@lru_cache(maxsize=1 << 10)
def _polynomial_factors(x: Any) -> tuple[tuple[Any, int], ...] | None:
    """With their powers; none of what is no polynomial in scalars, None of one that is too long."""
    plain = {s: sympy.Dummy() for s in x.atoms(ScalarSymbol)}
    if not plain or not isinstance(x, core.Plus | sympy.Add) or x.has(sympy.MatrixExpr):
        return ()
    back = {dummy: s for s, dummy in plain.items()}
    found = factored(x.xreplace(plain).doit())
    return None if found is None else tuple((factor.xreplace(back), power) for factor, power in found)


def _is_too_long(x: Any) -> bool:
    """Whether factors may hide in a sum: only where it is positive no root of it changes from one piece to another."""
    return _polynomial_factors(x) is None


def _of_norm(x: Any) -> tuple[Kink, ...]:
    factors = x.args[0].args if isinstance(x.args[0], core.MatProduct | core.MatQuotient) else ()
    return tuple(Kink(f) for a in factors if not is_matrix(a) for f in _factors(a) if not f.is_number)


_KINKS: dict[type, Any] = {
    **dict.fromkeys((functions.Apply, functions.MatApply), _of_function),
    **dict.fromkeys(_POWERS, _of_power),
    linear.Norm: _of_norm,
    linear.Norm1: lambda x: (Kink(x.args[0]),),
    linear.Maximum: lambda x: (Kink(x.args[0], differences=True),),
    **dict.fromkeys((probability.Indicator, probability.Probability), lambda x: (Kink(x.args[0].gap, True),)),
    sequences.Select: lambda x: (Kink(x.args[0], True),),
    sympy.Abs: lambda x: (Kink(x.args[0]),),
    sympy.sign: lambda x: (Kink(x.args[0], True),),
    sympy.Max: lambda x: tuple(Kink(a - b) for n, a in enumerate(x.args) for b in x.args[:n]),
}


def note_sides(ev: Any, x: Any) -> None:
    """Tell the point of an evaluator on which side of its kinks a node was evaluated."""
    for kink in kinks_of(x):
        with suppress(DerivationError):  # a sign that can't be told is none
            value = ev(kink.of)
            entries = value.entries() if isinstance(value, Matrix) else [value]
            if kink.differences:
                entries = [a - b for n, a in enumerate(entries) for b in entries[:n]]
            where = (*sorted((str(i), at) for i, at in ev.indices.items()), *map(id, ev.outcomes.values()))
            for n, entry in enumerate(entries):
                ev.point.sides.setdefault(kink._replace(jumps=False), {})[where, n] = ev.field.sign(entry)


class Pieces:
    """The kinks of a relation with its hypotheses, and the sides of each that values may lie on."""

    def __init__(self, relation: Relation, given: tuple[Any, ...], more: Iterable[Any] = ()) -> None:
        nodes = (x for e in (relation, *given, *more) for x in sympy.preorder_traversal(e))
        found: dict[Kink, bool] = {}
        for kink in (k for x in nodes for k in kinks_of(x)):
            place = kink._replace(jumps=False)
            found[place] = found.get(place, False) or kink.jumps
        sides = {kink: _possible(kink._replace(jumps=jumps), relation, given) for kink, jumps in found.items()}
        self.sides = {kink: possible for kink, possible in sides.items() if len(possible) > 1}

    def unseen(self, points: Iterable[Point]) -> str:
        """Why the values at these points are no evidence; empty where they lie on all sides, in every combination."""
        if not self.sides:
            return ""
        points = list(points)
        for kink, possible in self.sides.items():
            taken = {side for point in points for side in point.sides.get(kink, {}).values()}
            missing = set(possible) - taken
            if missing:
                said = "is zero at none" if missing == {0} else "keeps one sign at all"
                return f"values decide nothing where {_named(kink)} {said} of them"
        if prod(map(len, self.sides.values())) > MOST_TOGETHER:
            return "values decide nothing where so many signs may come together"
        seen = {together for point in points for together in self._together(point)}
        missing = next((c for c in product(*self.sides.values()) if c not in seen), None)
        if missing is None:
            return ""
        said = " and ".join(f"{_named(k)} {_WORDS[side]}" for k, side in zip(self.sides, missing, strict=True))
        return f"values decide nothing where {said} come together at none of them"

    def _together(self, point: Point) -> Iterable[tuple[int, ...]]:
        """The combinations of sides that are seen at a point; where two kinks have many, it is not known of which."""
        taken = [set(point.sides.get(kink, {}).values()) for kink in self.sides]
        return product(*taken) if sum(len(t) > 1 for t in taken) <= 1 else ()


def _named(kink: Kink) -> str:
    return f"a difference of entries of {text(kink.of)}" if kink.differences else text(kink.of)


def _possible(kink: Kink, relation: Relation, given: tuple[Any, ...]) -> tuple[int, ...]:
    """The sides that form, facts and hypotheses do not exclude; zero counts where the function jumps."""

    def shown(asks: str, of: Any) -> bool:
        return unmet((relation.lhs, relation.rhs), (requirement(asks, of),), given) is None

    out = {-1, 1} | ({0} if kink.jumps else set())
    if kink.differences:
        return tuple(sorted(out))
    for side, of in ((-1, kink.of), (1, negative(kink.of))):
        if (not is_matrix(of) and bounds(of)[0] > 0) or shown("positive", of):
            out -= {side, 0}
        elif shown("nonnegative", of):
            out -= {side}
    if 0 in out and shown("nonzero", kink.of):
        out -= {0}
    return tuple(sorted(out))
