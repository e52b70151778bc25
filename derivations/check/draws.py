"""Rational values that satisfy declared facts.

Entries in general position come from sets of `SET_SIZE` numbers, so that the chance of missing a false identity has a
bound. `fine` values are in general position too, but over a large prime: whatever holds on the grid of the others, such
as sin(10⁵πx) = 0, fails there. `wide` values are fine ones of all sizes from 10⁻¹¹ to 10⁸, now and
then of one size or on one side together. `small` values are integers
that a reader can follow; `degenerate` ones have zeros and repeated rows, to find where a fact that was dropped is
needed. `far` ones are as wide, and lie on the boundary of what is declared too: zero where nothing excludes it, ends of
an interval, corners of the simplex, matrices of any condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil, floor
from random import Random
from typing import Any, Literal

from sympy import nextprime

from derivations.errors import MathError
from derivations.notation.shapes import with_article

from .arithmetic import arithmetic
from .having import OF_FULL_RANK, is_one_hot, number_has_all
from .matrices import Matrix, dot, identity, inverse, rank

Mode = Literal["general", "fine", "wide", "small", "degenerate", "far"]
Facts = Mapping[str, Any]

SET_SIZE = 400_001  # every general entry is drawn from at least this many values
_GRID = 100_000  # their common denominator: they lie in [−2, 2], or in (0, 4] where they must be positive
_BITS, _PRIMES = 96, 256  # bits and number of the primes that take its place
_TRIES = 200
_SMALLEST, _LARGEST = -6, 8  # powers of ten that scale far values
_DEFINITE = frozenset({"positive_definite", "positive_semidefinite"})
_FAR_INTEGER = 99  # integers are exponents and numbers of members: no larger ones can be worked with

EXACT = arithmetic("python").exact
ZERO, ONE = Fraction(0), Fraction(1)


@lru_cache(maxsize=_PRIMES)
def _prime(number: int) -> int:
    return int(nextprime(Random(f"prime {number}").getrandbits(_BITS) | 1 << _BITS))


class Draws:
    """A stream of values for one name."""

    def __init__(self, seed: str, mode: Mode = "general") -> None:
        self.random, self.mode = Random(seed), "general" if mode in ("fine", "wide") else mode
        self._over_prime, self._wide = mode in ("fine", "wide", "far"), mode == "wide"
        self._scale: int | None = None  # what all numbers of this stream share, now and then
        self._side: int | None = None
        if self._wide and self.bit():
            self._scale = self.random.randint(_SMALLEST, _LARGEST)
        if self._wide and self.bit():
            self._side = self.sign()
        self._generic = mode in ("fine", "wide")  # with the largest rank that is declared possible

    @cached_property
    def _grid(self) -> int:
        """The common denominator of the values: a prime that no constant has as a factor, or one easy to read."""
        return _prime(self.random.randrange(_PRIMES)) if self._over_prime else _GRID

    # numbers

    def number(self) -> Fraction:
        if self._wide:
            return self.positive() * (self._side or self.sign())
        if self.mode == "general":
            return Fraction(self.random.randint(-2 * self._grid, 2 * self._grid), self._grid)
        if self.mode == "far":
            return self.nonnegative() * self.sign()
        return Fraction(self.random.choice((0, 0, 1, -1)) if self.mode == "degenerate" else self.random.randint(-2, 2))

    def positive(self) -> Fraction:
        if self._wide:
            return self._scaled(_LARGEST)
        if self.mode == "general":
            return Fraction(self.random.randint(1, 4 * self._grid + 1), self._grid)
        if self.mode == "far":
            return self._scaled(_LARGEST)
        return Fraction(self.random.randint(1, 2))

    def nonnegative(self) -> Fraction:
        if self._wide:
            return self.positive()
        if self.mode == "general":
            return Fraction(self.random.randint(0, 4 * self._grid + 1), self._grid)
        if self.mode == "far":
            return ZERO if self.now_and_then() else self.positive()
        return Fraction(self.random.randint(0, 2))

    def nonzero(self) -> Fraction:
        return self.positive() * self.sign()

    def fraction(self) -> Fraction:
        """Strictly between 0 and 1."""
        if self.mode == "general" and not self._wide:
            below = self._grid if self._over_prime else SET_SIZE + 1
            return Fraction(self.random.randint(1, below - 1), below)
        if self.mode == "far" or self._wide:
            near = self._scaled(0)
            return near if self.bit() else 1 - near
        return Fraction(1, self.random.choice((2, 3, 4)))

    def _scaled(self, largest: int) -> Fraction:
        """At least 10⁻⁵ and less than 1, times a power of ten."""
        part = Fraction(self.random.randint(self._grid // _GRID + 1, self._grid - 1), self._grid)
        if self._scale is not None and self._scale <= largest:
            return part * Fraction(10) ** self._scale
        return part * Fraction(10) ** self.random.randint(_SMALLEST, largest)

    def now_and_then(self) -> bool:
        """Whether a far value is to lie on the boundary."""
        return self.mode == "far" and self.random.random() < 0.25

    def sign(self) -> int:
        return self.random.choice((-1, 1))

    def bit(self) -> Fraction:
        return Fraction(self.random.randint(0, 1))

    def shuffled(self, items: list[Any]) -> list[Any]:
        self.random.shuffle(items)
        return items

    # scalars

    def scalar(self, facts: Facts) -> Fraction:
        """A number with all these facts; bounds are given as values under `above` and `below`."""
        if facts.get("binary"):
            return self._bit_with(facts)
        for _ in range(_TRIES):
            found = self._number(facts)
            if number_has_all(facts, found):
                return found
        raise MathError("no number found that has all facts that are declared")

    def _bit_with(self, facts: Facts) -> Fraction:
        fit = [k for k in (ZERO, ONE) if number_has_all(facts, k)]
        if not fit:
            raise MathError("neither 0 nor 1 has all facts that are declared")
        return self.bit() if len(fit) > 1 else fit[0]

    def _number(self, facts: Facts) -> Fraction:
        """One that has most of them: zero may lie between its bounds."""
        bounded = "above" in facts or "below" in facts or facts.get("unit_interval")
        if facts.get("integer"):
            return self._integer_between(facts) if bounded else self._integer(facts)
        if bounded:
            return self._between(facts)
        return self._entry(facts)()

    def _integer(self, facts: Facts) -> Fraction:
        most = self._most_integer()
        if self.now_and_then() and not facts.get("positive") and not facts.get("nonzero"):
            return ZERO
        if facts.get("positive") or facts.get("nonnegative"):
            return Fraction(self.random.randint(int(bool(facts.get("positive") or facts.get("nonzero"))), most))
        return Fraction(
            self.random.randint(1, most) * self.sign() if facts.get("nonzero") else self.random.randint(-most, most)
        )

    def _most_integer(self) -> int:
        return 9 if self.mode == "general" else self.random.choice((9, _FAR_INTEGER)) if self.mode == "far" else 3

    def _integer_between(self, facts: Facts) -> Fraction:
        """One near either end, where there are two."""
        lows = [floor(facts["above"]) + 1] if "above" in facts else []
        highs = [ceil(facts["below"]) - 1] if "below" in facts else []
        if facts.get("positive") or facts.get("nonnegative") or facts.get("unit_interval"):
            lows.append(int(bool(facts.get("positive"))))
        if facts.get("unit_interval"):
            highs.append(1)
        low, high, most = max(lows, default=None), min(highs, default=None), self._most_integer()
        near_low = range(0) if low is None else range(low, low + most + 1)
        near_high = range(0) if high is None else range(high - most, high + 1)
        inside = {
            k
            for k in {*near_low, *near_high}
            if (low is None or k >= low) and (high is None or k <= high) and (k or not facts.get("nonzero"))
        }
        if not inside:
            said = [f"{k} {facts[k]}" for k in ("above", "below") if k in facts]
            raise MathError(f"no integer is {' and '.join(said)}")
        return Fraction(self.random.choice(sorted(inside)))

    def _entry(self, facts: Facts) -> Callable[[], Fraction]:
        if facts.get("positive") or (facts.get("nonnegative") and facts.get("nonzero")):
            return self.positive
        if facts.get("nonnegative"):
            return self.nonnegative
        return self.nonzero if facts.get("nonzero") else self.number

    def _between(self, facts: Facts) -> Fraction:
        lows = [facts["above"]] if "above" in facts else []
        highs = [facts["below"]] if "below" in facts else []
        if facts.get("unit_interval"):
            lows, highs = [*lows, ZERO], [*highs, ONE]
        if facts.get("positive") or facts.get("nonnegative"):
            lows.append(ZERO)
        if self.now_and_then() and (ends := self._ends(lows, highs, facts)):
            return self.random.choice(ends)
        if not highs:
            return max(lows) + self.positive()
        if not lows:
            return min(highs) - self.positive()
        low, high = max(lows), min(highs)
        if low >= high:
            raise MathError(f"no number is above {low} and below {high}")
        return low + (high - low) * self.fraction()

    def _ends(self, lows: list[Fraction], highs: list[Fraction], facts: Facts) -> list[Fraction]:
        """The ends that belong to the interval; those that `above` and `below` name do not."""
        open_ends = [facts[k] for k in ("above", "below") if k in facts]
        if facts.get("positive") or facts.get("nonzero"):
            open_ends.append(ZERO)
        inside = (end for end in {*lows, *highs} if max([end, *lows]) == end == min([end, *highs]))
        return sorted(end for end in inside if end not in open_ends)

    # vectors

    def vector(self, n: int, facts: Facts) -> Matrix:
        if is_one_hot([fact for fact in facts if facts[fact]]):
            if facts.get("positive") and n > 1:
                raise MathError(f"no vector of {n} entries is positive and one-hot")
            place = self.random.randrange(n)
            return Matrix.column(Fraction(int(i == place)) for i in range(n))
        if facts.get("binary"):
            if facts.get("positive"):
                return Matrix.column([ONE] * n)
            return self._until(lambda: [self.bit() for _ in range(n)], facts)
        if facts.get("simplex"):
            # a distribution may have zeros, unless it is declared to have none
            zeros = self.mode in ("degenerate", "far") and not facts.get("positive")
            weights = [Fraction(0) if zeros and k and self.random.random() < 0.4 else self.positive() for k in range(n)]
            self.random.shuffle(weights)
            return Matrix.column(w / sum(weights) for w in weights)
        if facts.get("unit"):
            return self.unit(n, bool(facts.get("positive")), bool(facts.get("nonnegative")))
        if self.mode == "degenerate" and self.random.random() < 0.5:
            same = self._entry({k: v for k, v in facts.items() if k != "nonzero"})()
            if same or not facts.get("nonzero"):
                return Matrix.column([same] * n)
        entry = self._entry({k: v for k, v in facts.items() if k != "nonzero"})
        return self._until(lambda: [entry() for _ in range(n)], facts)

    def _until(self, make: Callable[[], list[Fraction]], facts: Facts) -> Matrix:
        for _ in range(_TRIES):
            entries = make()
            if any(entries) or not facts.get("nonzero"):
                return Matrix.column(entries)
        raise MathError("no vector found that is not zero")

    def unit(self, n: int, positive: bool = False, nonnegative: bool = False) -> Matrix:
        """A rational vector of length 1, by stereographic projection."""
        if n == 1:
            return Matrix([[ONE if positive or nonnegative else Fraction(self.sign())]])
        for _ in range(_TRIES):
            start = [self.nonzero() if positive else self.number() for _ in range(n - 1)]
            size = dot(start, start)
            entries = [2 * x / (size + 1) for x in start] + [(size - 1) / (size + 1)]
            entries = [x * self.sign() for x in self.shuffled(entries)]
            if not positive or all(entries):
                return Matrix.column(abs(x) if positive or nonnegative else x for x in entries)
        raise MathError(f"no unit vector with {n} positive entries found")

    # matrices

    def entries(self, n: int, m: int) -> Matrix:
        """Without facts; a degenerate one has a zero or repeated row or column, or nothing but zeros."""
        out = Matrix.filled(n, m, lambda i, j: self.number())
        if self.mode != "degenerate":
            return out
        kind = self.random.randrange(5)
        if kind == 0:
            return out.map(lambda x: ZERO)
        if kind <= 2 and m > 1:
            return Matrix([[row[0], row[0] * (kind - 1), *row[2:]] for row in out.rows])
        if kind == 3 and n > 1:
            return Matrix([out.rows[0], list(out.rows[0]), *out.rows[2:]])
        return out

    def matrix(self, n: int, m: int, facts: Facts) -> Matrix:
        """A matrix with these facts; the rank is given as a number."""
        wanted = facts.keys() - {"rank", "symmetric", "invertible"}
        if wanted & {"positive", "simplex"}:
            stacked = self.vector(n * m, facts).entries()
            return Matrix([stacked[i * m : (i + 1) * m] for i in range(n)])
        r = facts.get("rank")
        if r is not None and not 0 <= r <= min(n, m):
            raise MathError(f"no {n}×{m} matrix has rank {r}")
        if r not in (None, n) and (full := [fact for fact in OF_FULL_RANK if fact in facts]):
            raise MathError(f"no {n}×{m} matrix of rank {r} is {full[0].replace('_', ' ')}")
        if "orthonormal" in wanted:
            if m > n:
                raise MathError(f"the {m} columns of {with_article(f'{n}×{m}')} matrix are not orthonormal")
            return Matrix([row[:m] for row in self.orthogonal(n).rows])
        if "orthogonal" in wanted:
            return self._orthogonal(n, facts)
        if "diagonal" in wanted:
            return self._diagonal(n, facts)
        if "positive_definite" in wanted:
            b = self.general(n, n)
            if self.mode != "far":
                return b @ b.transposed() + identity(n, EXACT)
            out = (b @ b.transposed() + identity(n, EXACT).scaled(self.positive())).scaled(self.positive())
            return inverse(out, EXACT) if self.bit() else out
        if "positive_semidefinite" in wanted:
            if "invertible" in facts:
                return self._of_rank(n, n, n, definite=True)
            fewest = n if self._generic else 0 if self.mode in ("degenerate", "far") else max(1, n - 1)
            low = self.random.randint(fewest, n)
            return self._of_rank(n, n, low if r is None else r, definite=True)
        if "symmetric" in facts:
            return self._symmetric(n, n if "invertible" in facts else r)
        if "invertible" in facts:
            r = n
        return self.entries(n, m) if r is None else self._of_rank(n, m, r)

    def general(self, n: int, m: int) -> Matrix:
        return Matrix.filled(n, m, lambda i, j: self.number())

    def _of_rank(self, n: int, m: int, r: int, definite: bool = False) -> Matrix:
        """A matrix of rank r; if definite, BBᵀ."""
        for _ in range(_TRIES):
            if r == 0:
                return Matrix.filled(n, m, lambda i, j: ZERO)
            left = self.general(n, r)
            if definite:
                out = left @ left.transposed()
            else:
                out = left if r == m else self.general(n, m) if r == n else left @ self.general(r, m)
            if rank(out, EXACT) == r:
                return out
        raise MathError(f"no {n}×{m} matrix of rank {r} found")

    def _symmetric(self, n: int, r: int | None) -> Matrix:
        for _ in range(_TRIES):
            if r is None or r == n:
                half = self.entries(n, n).rows
                out = Matrix.filled(n, n, lambda i, j: half[min(i, j)][max(i, j)])  # noqa: B023
            elif r == 0:
                return Matrix.filled(n, n, lambda i, j: ZERO)
            else:
                b = self.general(n, r)
                out = b @ self._symmetric(r, None) @ b.transposed()
            if r is None or rank(out, EXACT) == r:
                return out
        raise MathError(f"no symmetric {n}×{n} matrix of rank {r} found")

    def _orthogonal(self, n: int, facts: Facts) -> Matrix:
        if "positive_definite" in facts or "positive_semidefinite" in facts:
            return identity(n, EXACT)
        if "diagonal" in facts:
            return Matrix.diagonal_of([Fraction(self.sign()) for _ in range(n)], ZERO)
        if "symmetric" in facts:  # with each number of eigenvalues −1 as often as any other
            turn, negative = self.orthogonal(n), self.random.randint(0, n)
            signs = [-ONE if k < negative else ONE for k in range(n)]
            return turn @ Matrix.diagonal_of(signs, ZERO) @ turn.transposed()
        return self.orthogonal(n)

    def orthogonal(self, n: int) -> Matrix:
        """Cayley's (I − K)(I + K)⁻¹ with K skew, its columns with signs."""
        upper = self.general(n, n).rows
        skew = Matrix.filled(n, n, lambda i, j: ZERO if i == j else upper[i][j] if i < j else -upper[j][i])
        one = identity(n, EXACT)
        turned = (one - skew) @ inverse(one + skew, EXACT)
        signs = [self.sign() for _ in range(n)]
        return Matrix([[x * s for x, s in zip(row, signs, strict=True)] for row in turned.rows])

    def _diagonal(self, n: int, facts: Facts) -> Matrix:
        entry = self.number
        if "positive_definite" in facts:
            entry = self.positive
        elif "positive_semidefinite" in facts:
            entry = self.positive if "invertible" in facts else self.nonnegative
        elif "invertible" in facts:
            entry = self.nonzero
        r = facts.get("rank")
        if r == n:
            entry = self.positive if facts.keys() & _DEFINITE else self.nonzero
        elif r is not None:
            some = self.positive if "positive_semidefinite" in facts else self.nonzero
            entries = self.shuffled([some() for _ in range(r)] + [ZERO] * (n - r))
            return Matrix.diagonal_of(entries, ZERO)
        return Matrix.diagonal_of([entry() for _ in range(n)], ZERO)
