"""How large the sizes must be at which an identity is tried, so that it can't hold there for want of room.

With k summed indices a polynomial identity may hold wherever a dimension is below k and fail from there on: the fifth
elementary symmetric function of four numbers is zero. At sizes of at least k, sums over different patterns of indices
are independent. A determinant of p rows has p such sums for each that stands in an entry: with fewer indices to sum
over it is zero, so that everything may be said of it. What is a number at each size, as n or tr I or a determinant,
counts like a sum; a polynomial in it of degree k is zero when it vanishes at k + 1 sizes. An expectation is a sum
too, over the values of what is random: products of k expectations tell a law of k values from one of fewer, so as
many must be drawn. A sum up to n − 7 has terms from n = 8 on. An index that no sum binds needs a place of its own.
Numbers that are 0 or 1 say little each: of many side by side no few draws show all that they may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from math import ceil, prod
from typing import Any, NamedTuple

import sympy

from derivations.notation import core, differentials, functions, linear
from derivations.notation.differentials import Increment, MatIncrement
from derivations.notation.probability import (
    Covariance,
    Expectation,
    MatCovariance,
    MatExpectation,
    Probability,
    RandomMatrix,
    RandomScalar,
    Space,
    Variance,
)
from derivations.notation.relations import AtLeast, AtMost, Equation, Relation
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import Dim, Index, MatrixAtom, facts_of

from .parts import named_in, nodes_of
from .point import integer_at
from .randomness import values_taken
from .seats import seats
from .whole import has_count, sizes_in

LARGEST = 14  # the largest size that is tried for this
MOST = 64  # sizes that are tried for this
FEWEST_SIZES = 4  # of what a number is of: a polynomial of lesser degree that vanishes at all of them is zero
MOST_OF_FEW_VALUES = 3  # sums side by side, of what is 0 or 1

Sizes = dict[str, int]


class Sums(NamedTuple):
    """At most so many summed indices of each dimension in one term, and so many more once it is differentiated."""

    now: Counter[Any]
    more: Counter[Any]


class Each(NamedTuple):
    """A summed index of which there is one for each of so many rows, as in a determinant."""

    of: Any
    rows: tuple[Any, ...]

    def times(self, sizes: Sizes) -> int:
        """How many that are at these sizes; rows that the sums themselves run over are enough as they are."""
        return prod(integer_at(r, sizes) for r in self.rows if r != self.of)


class Wanted(NamedTuple):
    """Sizes to try: as large as these, and no larger where a number depends on them."""

    sizes: Sizes
    exact: frozenset[str]
    room: tuple[tuple[Any, int], ...]  # of what is no dimension by itself, as n − 7

    def met_by(self, sizes: Sizes) -> bool:
        met = all(sizes[d] == k if d in self.exact else sizes[d] >= k for d, k in self.sizes.items())
        return met and all(integer_at(count, sizes) >= k for count, k in self.room)


_NONE: Counter[Any] = Counter()


def needed(relation: Relation, given: Iterable[tuple[Any, Any]], names: Iterable[str]) -> list[Wanted] | None:
    """The sizes of these dimensions at which values decide an identity; None where they are too large or too many."""
    given = tuple(given)
    counter = _Counter(dict(given))
    expressions = (relation, *(value for _, value in given))
    choices = {x for e in expressions for x in named_in(e, MatrixAtom) if "one_hot" in facts_of(x)}
    found = counter.of(relation).now + _over(*(i.count for i in seats(relation, given).indices))
    found += _over(*(shape_of(x)[0] for x in choices))
    random = {x for e in expressions for x in named_in(e, RandomScalar, RandomMatrix)}
    if any(found[x.space] * _copies(x) > values_taken(_entries(x), facts_of(x)) for x in random):
        return None
    each = {key: k for key, k in found.items() if k and isinstance(key, Each)}
    if any(isinstance(key.of, Space) for key in each):
        return None
    sums = {dim: k for dim, k in found.items() if k and not isinstance(dim, Space | Each)}
    if (each or (sums and max(sums.values()) > MOST_OF_FEW_VALUES)) and any(map(has_count, expressions)):
        return None
    summed = {dim.name: k for dim, k in sums.items() if isinstance(dim, Dim)}
    most = dict.fromkeys(names, 1) | summed
    counted = {dim.name for dim in counter.numbers}.union(*map(sizes_in, expressions))
    exact = frozenset(counted & most.keys())
    most = {name: k if name in exact or name not in summed else max(k, 2) for name, k in most.items()}
    largest = {name: max(k + 1, FEWEST_SIZES) if name in exact else k for name, k in most.items()}
    many = {key: k * key.times(largest) for key, k in each.items()}
    rooms = _added([Counter({key.of: k}) for key, k in many.items()] + [Counter(sums)])
    rooms = [(count, k) for count, k in rooms.items() if not isinstance(count, Dim)]
    if not all(_make_room(most, count, k) for count, k in rooms):
        return None
    room = tuple((count, k) for count, k in rooms if not exact & {dim.name for dim in count.atoms(Dim)})
    upto = _added([Counter(most), *(Counter({key.of.name: k}) for key, k in many.items() if isinstance(key.of, Dim))])
    ranges = [range(1, max(upto[name] + 1, FEWEST_SIZES) + 1) if name in exact else (most[name],) for name in most]
    if any(upto[name] + (name in exact) > LARGEST for name in most) or prod(map(len, ranges)) > MOST:
        return None
    inside = {key: k for key, k in each.items() if isinstance(key.of, Dim) and key.of.name not in exact}
    return [Wanted(_with(dict(zip(most, sizes, strict=True)), inside), exact, room) for sizes in product(*ranges)]


def _with(sizes: Sizes, inside: dict[Each, int]) -> Sizes:
    """The sizes, with as many as the rows of determinants ask for at these."""
    more = _added(Counter({key.of.name: k * key.times(sizes)}) for key, k in inside.items())
    return {name: k + more[name] for name, k in sizes.items()}


def _make_room(sizes: Sizes, count: Any, k: int) -> bool:
    """Make the sizes so large that the count is at least k, if that can be."""
    while (here := integer_at(count, sizes)) < k:
        names = [dim.name for dim in count.atoms(Dim)]
        grow = [name for name in names if integer_at(count, {**sizes, name: sizes[name] + 1}) > here]
        if not grow or max(sizes[name] for name in grow) >= LARGEST:
            return False
        sizes.update({name: sizes[name] + 1 for name in grow})
    return True


def _entries(x: Any) -> int | None:
    rows, columns = shape_of(x) if is_matrix(x) else (1, 1)
    return int(rows * columns) if sympy.sympify(rows * columns).is_Integer else None


def _copies(x: Any) -> int:
    """An expectation over a few entries of one law is a sum over the values of each."""
    return (_entries(x) or 1) if "iid" in facts_of(x) else 1


_LEAVES = (MatrixAtom, Index, Member, ScalarMember, RandomScalar, RandomMatrix, Increment, MatIncrement, sympy.Tuple)


class _Counter:
    """Counts summed indices; collects the dimensions of which there are numbers such as n, 2ⁿ or tr I."""

    def __init__(self, given: dict[Any, Any]) -> None:
        self.given = given
        self.numbers: set[Any] = set()
        self._known: dict[Any, Sums] = {}

    def of(self, x: Any) -> Sums:
        if x not in self._known:
            self._known[x] = Sums(_NONE, _NONE)  # what refers to itself counts once
            self._known[x] = self._find(x)
        return self._known[x]

    def _find(self, x: Any) -> Sums:
        if x in self.given:
            return self.of(self.given[x])
        if isinstance(x, Dim):
            self.numbers.add(x)
            return Sums(Counter({x: 1}), _NONE)
        if isinstance(x, linear.Constant | linear.Unit):
            self.numbers |= set() if isinstance(x, linear.Zeros) else _dims(x)
            return Sums(_NONE, _NONE)
        if isinstance(x, _LEAVES) or not x.args or not isinstance(x, sympy.Basic):
            return Sums(_NONE, _NONE)
        return _RULES.get(type(x), _other)(self, x)

    def each(self, x: Any) -> list[Sums]:
        return [self.of(a) for a in x.args]


def _dims(*sizes: Any) -> set[Any]:
    return {dim for size in sizes for dim in sympy.sympify(size).atoms(Dim)}


def _over(*sizes: Any) -> Counter[Any]:
    """One index for each of these dimensions, and for a number of places that is none itself, as n − 7."""
    counts = list(map(sympy.sympify, sizes))
    mixed = Counter(c for c in counts if not isinstance(c, Dim) and c.atoms(Dim) and c.atoms(Dim) == c.free_symbols)
    return sum((Counter(c.atoms(Dim)) for c in counts), mixed)


def _most(counters: Iterable[Counter[Any]]) -> Counter[Any]:
    out: Counter[Any] = Counter()
    for one in counters:
        out |= one
    return out


def _added(counters: Iterable[Counter[Any]]) -> Counter[Any]:
    return sum(counters, Counter())


def _times(n: int, counter: Counter[Any]) -> Counter[Any]:
    return Counter({dim: n * k for dim, k in counter.items()})


def _sum(c: _Counter, x: Any) -> Sums:
    """The longest term, over the common denominator."""
    parts, below = c.each(x), dict.fromkeys(b for a in x.args for b in _denominators(a))
    common = _added(c.of(b).now for b in below) if len(below) > 1 else _NONE
    return Sums(_most(p.now for p in parts) + common, _most(p.more for p in parts) + common)


def _denominators(x: Any) -> Iterator[Any]:
    """What is divided by, factor by factor and without powers."""
    for part in nodes_of(x):
        if isinstance(part, core.Quotient | core.MatQuotient):
            yield from _bases(part.args[1])
        elif isinstance(part, core.Power | linear.HadamardPower) and part.args[1].is_negative:
            yield from _bases(part.args[0])


def _bases(x: Any) -> Iterator[Any]:
    if isinstance(x, core.Product | core.Power | linear.HadamardPower | core.Negative):
        yield from (b for a in x.args for b in _bases(a))
    elif not x.is_Number:
        yield x


def _other(c: _Counter, x: Any) -> Sums:
    """Entry by entry, or one factor times another."""
    parts = c.each(x)
    return Sums(_added(p.now for p in parts), _most(p.more for p in parts))


def _product(c: _Counter, x: Any) -> Sums:
    mats = [a for a in x.args if is_matrix(a)]
    inner = _added(_over(shape_of(a)[1]) for a in mats[:-1])
    found = _other(c, x)
    return Sums(found.now + inner, found.more)


def _quotient(c: _Counter, x: Any) -> Sums:
    above, below = c.each(x)
    return Sums(above.now + below.now, above.more | (below.now + below.more))


def _power(c: _Counter, x: Any) -> Sums:
    base, exponent = c.of(x.args[0]), x.args[1].doit()
    if exponent.is_Rational:
        return Sums(_times(ceil(abs(exponent)), base.now), base.more + (base.now if not exponent > 0 else _NONE))
    raised = c.of(exponent)
    return Sums(base.now + raised.now, base.now + base.more + raised.now + raised.more)


def _closed(c: _Counter, x: Any) -> Sums:
    """One sum over all entries."""
    inside = c.of(x.args[0])
    return Sums(inside.now + _over(*shape_of(x.args[0])), inside.more)


def _trace(c: _Counter, x: Any) -> Sums:
    inside = c.of(x.args[0])
    return Sums(inside.now + _over(shape_of(x.args[0])[0]), inside.more)


def _determinant(c: _Counter, x: Any) -> Sums:
    """A product of as many entries as there are rows; of a size that is a dimension, a number with powers in it."""
    rows, inside = shape_of(x.args[0])[0], c.of(x.args[0])
    now, over = _for_each(rows, inside.now), _over(rows)
    c.numbers |= _dims(rows)
    return Sums(now + over, now + _times(2, over) + _for_each(rows, inside.more))


def _inverse(c: _Counter, x: Any) -> Sums:
    """Minors over the determinant."""
    rows, inside = shape_of(x)[0], c.of(x.args[0])
    now, more = (_for_each(rows, part) for part in inside)
    return Sums(now, _times(2, now + _over(rows)) + more)


def _for_each(rows: Any, counter: Counter[Any]) -> Counter[Any]:
    """As many sums for each of the rows."""
    if rows.is_Integer:
        return _times(int(rows), counter)
    keys = {key: Each(key.of, (*key.rows, rows)) if isinstance(key, Each) else Each(key, (rows,)) for key in counter}
    return Counter({keys[key]: k for key, k in counter.items()})


def _inner(c: _Counter, x: Any) -> Sums:
    parts = c.each(x)
    return Sums(_added(p.now for p in parts) + _over(*shape_of(x.args[0])), _most(p.more for p in parts))


def _square(c: _Counter, x: Any) -> Sums:
    inside = c.of(x.args[0])
    now = _times(2, inside.now) + _over(*shape_of(x.args[0]))
    return Sums(now, inside.more + (now if isinstance(x, linear.Norm) else _NONE))


def _exponentials(c: _Counter, x: Any) -> Sums:
    """A sum of all entries below or under the logarithm."""
    inside = c.of(x.args[0])
    whole = inside.now + _over(*shape_of(x.args[0]))
    return Sums(inside.now + whole, whole + inside.more)


def _applied(c: _Counter, x: Any) -> Sums:
    inside = c.of(x.args[1])
    return Sums(inside.now, inside.now + inside.more)


def _sum_over(c: _Counter, x: Any) -> Sums:
    inside = c.of(x.args[0])
    return Sums(inside.now + _over(x.args[1].count), inside.more)


def _differential(c: _Counter, x: Any) -> Sums:
    inside = c.of(x.args[0])
    return Sums(inside.now + inside.more, _times(2, inside.more))


def _expectation(c: _Counter, x: Any) -> Sums:
    inside = c.of(x.args[0])
    return Sums(inside.now + Counter(x.args[-1]), inside.more)


def _variance(c: _Counter, x: Any) -> Sums:
    """E[XY] − E[X]E[Y]."""
    parts = c.each(x)
    own = parts if isinstance(x, Covariance) else parts * 2
    spaces = Counter(x.args[-1])
    return Sums(_added(p.now for p in own) + spaces + spaces, _most(p.more for p in parts))


def _first(c: _Counter, x: Any) -> Sums:
    return c.of(x.args[0])


_RULES: dict[type, Callable[[_Counter, Any], Sums]] = {
    **dict.fromkeys((core.Plus, core.MatPlus, sympy.Add, sympy.MatAdd, Equation, AtLeast, AtMost), _sum),
    **dict.fromkeys((core.Product, core.MatProduct, sympy.MatMul), _product),
    **dict.fromkeys((core.Quotient, core.MatQuotient), _quotient),
    **dict.fromkeys((core.Power, linear.HadamardPower, sympy.Pow), _power),
    **dict.fromkeys((linear.Total, linear.Norm1, linear.Maximum), _closed),
    **dict.fromkeys((linear.LogSumExp, linear.Softmax), _exponentials),
    **dict.fromkeys((linear.Trace, sympy.Trace), _trace),
    **dict.fromkeys((linear.Determinant, linear.LogDet, sympy.Determinant), _determinant),
    **dict.fromkeys((linear.Inverse, sympy.Inverse), _inverse),
    linear.Inner: _inner,
    **dict.fromkeys((linear.SquaredNorm, linear.Norm), _square),
    **dict.fromkeys((functions.Apply, functions.MatApply), _applied),
    **dict.fromkeys((linear.SumOver, linear.MatSumOver), _sum_over),
    **dict.fromkeys((differentials.Differential, differentials.MatDifferential), _differential),
    **dict.fromkeys((linear.Entry, linear.Row), _first),
    **dict.fromkeys((Expectation, MatExpectation, Probability), _expectation),
    **dict.fromkeys((Variance, Covariance, MatCovariance), _variance),
}
