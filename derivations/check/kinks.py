"""Functions in pieces: values say nothing of a piece on which none of them lies.

|u|, ReLU(u), sign(u), a maximum, an indicator and their like are one thing on one side of u = 0 and another on the
other. Values that all lie on one side agree with whatever holds there alone; so do values at none of which u is zero,
where a function jumps. An even root of a square is a |u| as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial, reduce
from itertools import combinations, product
from math import prod
from typing import Any, NamedTuple

import sympy

from derivations.errors import DerivationError
from derivations.notation import core, functions, linear, probability, sequences
from derivations.notation.core import minus, negative, plus
from derivations.notation.facts import is_nonnegative, says
from derivations.notation.printing import text
from derivations.notation.relations import Equation, Relation
from derivations.notation.requirements import requirement
from derivations.notation.shapes import is_matrix, shape_of

from .bounds import bounds
from .domains import unmet
from .factors import POWERS, factors, factors_of_sum, is_too_long, repeated_factors
from .matrices import Matrix
from .parts import nodes_of
from .periodic import name_of, turns_everywhere
from .point import Point
from .sides import Side, entries_apart, places_of, unseen_entry
from .squares import squares_may_turn

MOST_TOGETHER = 81  # as many combinations of sides are asked for, at most
MOST_SIDES = 243  # on which one entry of several kinks may lie, with those that exclude each other
WORDS = {-1: "negative", 0: "zero", 1: "positive"}


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
    for factor in (kink.of,) if kink.differences else factors(_oriented(kink.of)):
        if not factor.is_number:
            yield kink._replace(of=factor)


def _oriented(of: Any) -> Any:
    """The same of a − b and b − a, and a of a − 0."""
    if not isinstance(of, core.Plus | core.MatPlus):
        return of
    terms = [a for a in of.args if a != 0]
    leading = min(terms, key=_letters_first)
    if _is_negative(leading):
        terms = [leading.args[0], *(_negated(a) for a in terms if a is not leading)]
    return reduce(plus, terms) if tuple(terms) != of.args else of


def _letters_first(a: Any) -> tuple[bool, str]:
    shown = text(a.args[0] if _is_negative(a) else a)
    return not shown[0].isalpha(), shown


def _negated(a: Any) -> Any:
    return a.args[0] if _is_negative(a) else negative(a)


def _is_negative(a: Any) -> bool:
    return isinstance(a, core.Negative | core.MatNegative)


def _of_function(x: Any) -> tuple[Kink, ...]:
    if x.function.kink is not None:
        return (Kink(x.args[1], x.function.name in ("sign", "step")),)
    if x.function.name in ("arcsin", "arccos", "arctan"):
        return _of_arc(x)
    return _of_root(x.args[1]) if x.function.name in ("sqrt", "log") else ()


def _of_arc(x: Any) -> tuple[Kink, ...]:
    """An angle turns round where its sine or cosine comes to 1 and goes back, and its tangent passes through ∞."""
    argument = x.args[1]
    turns = () if x.function is functions.arctan else repeated_factors(functions.one_minus_square(argument))
    return tuple(map(Kink, dict.fromkeys((*turns, *below_lines(argument)))))


def below_lines(x: Any) -> Iterator[Any]:
    """What an expression divides by."""
    for part in nodes_of(x):
        if isinstance(part, core.Quotient | core.MatQuotient):
            yield part.args[1]
        elif isinstance(part, POWERS) and not is_nonnegative(part.args[1]):
            yield part.args[0]
        elif isinstance(part, linear.Inverse | sympy.Inverse):
            yield linear.Determinant(part.args[0])


def _of_power(x: Any) -> tuple[Kink, ...]:
    return () if says(x.args[1].doit(), "integer") else _of_root(x.args[0])


def _of_root(base: Any) -> tuple[Kink, ...]:
    """The factors of what stands under a root: where one changes its sign, so may what the root equals."""
    found = tuple(dict.fromkeys(part for f in factors(base) for part in factors_of_sum(f)))
    return tuple(Kink(f, is_too_long(f)) for f in found) if found != (base,) or is_too_long(base) else ()


def _of_norm(x: Any) -> tuple[Kink, ...]:
    parts = x.args[0].args if isinstance(x.args[0], core.MatProduct | core.MatQuotient) else ()
    return tuple(Kink(f) for a in parts if not is_matrix(a) for f in factors(a) if not f.is_number)


class _Branching(NamedTuple):
    """A root, a logarithm or an inverse function, which has several branches, and what it is taken of."""

    whole: Any
    name: str
    argument: Any

    @property
    def radicand(self) -> Any:
        """What must not be zero inside, where branches meet."""
        return functions.one_minus_square(self.argument) if self.name in ("arcsin", "arccos") else self.argument


def _branching(expr: Any) -> Iterator[_Branching]:
    for x in nodes_of(expr):
        if name_of(x) in ("sqrt", "log", "arcsin", "arccos", "arctan"):
            yield _Branching(x, name_of(x), x.args[-1])
        elif isinstance(x, POWERS) and not says(x.args[1].doit(), "integer"):
            yield _Branching(x, "power", x.args[0])
        elif isinstance(x, linear.Norm):
            yield _Branching(x, "norm", linear.SquaredNorm(x.args[0]))


_KINKS: dict[type, Any] = {
    **dict.fromkeys((functions.Apply, functions.MatApply), _of_function),
    **dict.fromkeys(POWERS, _of_power),
    linear.Norm: _of_norm,
    linear.Norm1: lambda x: (Kink(x.args[0]),),
    linear.Maximum: lambda x: (Kink(x.args[0], differences=True),),
    **dict.fromkeys((probability.Indicator, probability.Probability), lambda x: (Kink(x.args[0].gap, True),)),
    sequences.Select: lambda x: (Kink(x.args[0], True),),
    sympy.log: lambda x: _of_root(x.args[0]),
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
            sides = ev.point.sides.setdefault(kink._replace(jumps=False), {})
            for n, (place, entry) in enumerate(zip(places_of(ev, kink, value), entries, strict=True)):
                sides[where, n] = Side(ev.field.sign(entry), place, str(entry) if ev.field.exact else None)


class Pieces:
    """The kinks of a relation with its hypotheses, and the sides of each that values may lie on."""

    def __init__(self, relation: Relation, given: tuple[Any, ...], more: Iterable[Any] = ()) -> None:
        more = tuple(more)
        nodes = (x for x in nodes_of(relation, *given, *more))
        found: dict[Kink, bool] = {}
        for kink in (k for x in nodes for k in kinks_of(x)):
            place = kink._replace(jumps=False)
            found[place] = found.get(place, False) or kink.jumps
        sides = {kink: _possible(kink._replace(jumps=jumps), relation, given) for kink, jumps in found.items()}
        self._branching = tuple(dict.fromkeys(b for e in (relation, *given, *more) for b in _branching(e)))
        self.known = tuple(kink.of for kink in found if not kink.differences)
        self._given = tuple(g for g in given if isinstance(g, Equation))
        self.sides = {kink: possible for kink, possible in sides.items() if len(possible) > 1}
        self._apart = entries_apart((relation, *given, *more), self.sides)
        self.crossed = frozenset(kink.of for kink in self.sides if not kink.differences)
        self._relation, self._hypotheses = relation, given
        self._together_on: dict[Any, list[tuple[int, ...]] | None] = {}

    def are_apart(self, kinks: Iterable[Kink]) -> bool:
        """Whether something tells the entries of one of these apart."""
        return any(kink in self._apart for kink in kinks)

    def sides_of(self, kinks: tuple[Kink, ...], zeros: frozenset[Kink]) -> list[tuple[int, ...]] | None:
        """The sides on which one entry of each of these can lie at once; it is zero at those named alone.

        None where they are too many to go through.
        """
        if (kinks, zeros) not in self._together_on:
            self._together_on[kinks, zeros] = self._possible_together(kinks, zeros)
        return self._together_on[kinks, zeros]

    def _possible_together(self, kinks: tuple[Kink, ...], zeros: frozenset[Kink]) -> list[tuple[int, ...]] | None:
        sides = [[s for s in self.sides[kink] if s or kink in zeros] for kink in kinks]
        if prod(map(len, sides)) > MOST_SIDES:
            return None
        ways = ((a, b, *signs) for a, b in combinations(range(len(kinks)), 2) for signs in product((-1, 1), repeat=2))
        excluded = [way for way in ways if self._exclude(kinks, *way)]
        return [found for found in product(*sides) if all((found[a], found[b]) != (s, t) for a, b, s, t in excluded)]

    def _exclude(self, kinks: tuple[Kink, ...], a: int, b: int, side: int, other: int) -> bool:
        """Whether a kink can't be on a side while another one is on its own: their sum is shown not to be > 0."""
        if shape_of(kinks[a].of) != shape_of(kinks[b].of):
            return False
        less = minus(_towards(kinks[a], -side), _towards(kinks[b], other))
        return _is_shown(self._relation, self._hypotheses, "nonnegative", less)

    def unseen(self, points: Iterable[Point]) -> str:
        """Why the values at these points are no evidence; empty where they lie on all sides, in every combination."""
        for found in self._branching:
            if turns_everywhere(found.name, found.argument):
                return f"values decide nothing where {text(found.whole)} may turn round at ever more places"
            if found.name != "arctan" and squares_may_turn(found.radicand, self.known, self._given):
                return f"values decide nothing where {text(found.radicand)} has the square of what may have either sign"
        if not self.sides:
            return ""
        points = list(points)
        for kink, possible in self.sides.items():
            taken = {side.sign for point in points for side in point.sides.get(kink, {}).values()}
            missing = set(possible) - taken
            if missing:
                said = "is zero at none" if missing == {0} else "keeps one sign at all"
                return f"values decide nothing where {_named(kink)} {said} of them"
            if kink in self._apart and (said := unseen_entry(kink, possible, [p.sides.get(kink, {}) for p in points])):
                return f"values decide nothing where {said}"
        if prod(map(len, self.sides.values())) > MOST_TOGETHER:
            return "values decide nothing where so many signs may come together"
        seen = {together for point in points for together in self._together(point)}
        missing = next((c for c in product(*self.sides.values()) if c not in seen), None)
        if missing is None:
            return ""
        said = " and ".join(f"{_named(k)} {WORDS[side]}" for k, side in zip(self.sides, missing, strict=True))
        return f"values decide nothing where {said} come together at none of them"

    def _together(self, point: Point) -> Iterable[tuple[int, ...]]:
        """The combinations of sides that are seen at a point; where two kinks have many, it is not known of which."""
        taken = [{side.sign for side in point.sides.get(kink, {}).values()} for kink in self.sides]
        return product(*taken) if sum(len(t) > 1 for t in taken) <= 1 else ()


def _named(kink: Kink) -> str:
    return f"a difference of entries of {text(kink.of)}" if kink.differences else text(kink.of)


def _towards(kink: Kink, side: int) -> Any:
    return kink.of if side > 0 else negative(kink.of)


def _is_shown(relation: Relation, given: tuple[Any, ...], asks: str, of: Any) -> bool:
    return unmet((relation.lhs, relation.rhs), (requirement(asks, of),), given) is None


def _possible(kink: Kink, relation: Relation, given: tuple[Any, ...]) -> tuple[int, ...]:
    """The sides that form, facts and hypotheses do not exclude; zero counts where the function jumps."""
    shown = partial(_is_shown, relation, given)
    out = {-1, 1} | ({0} if kink.jumps else set())
    if kink.differences:
        return tuple(sorted(out))
    for side, of in ((-1, kink.of), (1, negative(kink.of))):
        least = bounds(of)[0] if not is_matrix(of) else -sympy.oo
        if least > 0 or shown("positive", of):
            out -= {side, 0}
        elif least == 0 or shown("nonnegative", of):
            out -= {side}
    if 0 in out and shown("nonzero", kink.of):
        out -= {0}
    return tuple(sorted(out))
