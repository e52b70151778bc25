"""A drawn value has all facts that are declared of it, and where none is drawn there is none."""

from fractions import Fraction
from itertools import combinations, product

import pytest

from derivations.check.draws import Draws
from derivations.check.entry import Entry
from derivations.check.matrices import Matrix
from derivations.check.randomness import draw_law
from derivations.check.sample import Sampler
from derivations.check.violated import violated
from derivations.errors import MathError
from derivations.notation.probability import random_scalar, space
from derivations.notation.symbols import VECTOR_FACTS, dims, matrix, scalar, vector

n = dims("n")
HALF = Fraction(1, 2)
MODES = ("general", "fine", "wide", "small", "degenerate", "far")
NUMBERS = {
    "positive": lambda x: x > 0,
    "nonnegative": lambda x: x >= 0,
    "nonzero": lambda x: x != 0,
    "integer": lambda x: x.denominator == 1,
    "binary": lambda x: x in (0, 1),
    "unit_interval": lambda x: 0 <= x <= 1,
}
VECTORS = {
    "positive": lambda v: min(v) > 0,
    "nonnegative": lambda v: min(v) >= 0,
    "nonzero": any,
    "simplex": lambda v: sum(v) == 1 and min(v) >= 0,
    "binary": lambda v: all(x in (0, 1) for x in v),
    "unit": lambda v: sum(x * x for x in v) == 1,
    "one_hot": lambda v: sorted(v) == [0] * (len(v) - 1) + [1],
}


def subsets(names, most):
    return [set(some) for count in range(most + 1) for some in combinations(sorted(names), count)]


def draws(times=3):
    return (Draws(f"{k}", mode) for mode, k in product(MODES, range(times)))


# --- numbers and vectors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("low", [None, -1, 0, HALF, 1])
@pytest.mark.parametrize("high", [None, 0, HALF, 1, 2])
def test_numbers_have_all_their_facts(low, high):
    bounds = {k: Fraction(v) for k, v in (("above", low), ("below", high)) if v is not None}
    candidates = [Fraction(k, 8) for k in range(-24, 25)]
    for names in subsets(NUMBERS, 3):

        def fits(x, names=names):
            inside = (low is None or x > low) and (high is None or x < high)
            return inside and all(NUMBERS[fact](x) for fact in names)

        facts = dict.fromkeys(names, True) | bounds
        for source in draws():
            if any(map(fits, candidates)):
                assert fits(source.scalar(facts)), (facts, source.mode)
            else:
                with pytest.raises(MathError):
                    source.scalar(facts)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_vectors_have_all_their_facts(size):
    for names in subsets(VECTOR_FACTS, len(VECTOR_FACTS)):
        pinned = "one_hot" in names or len(names & {"simplex", "binary", "unit"}) > 1
        for source in draws():
            if pinned and "positive" in names and size > 1:
                with pytest.raises(MathError, match=f"no vector of {size} entries is positive and one-hot"):
                    source.vector(size, dict.fromkeys(names, True))
                continue
            drawn = source.vector(size, dict.fromkeys(names, True)).entries()
            assert len(drawn) == size and all(VECTORS[fact](drawn) for fact in names), (names, source.mode)


def test_one_hot_vectors_are_drawn_with_the_one_at_every_place():
    for facts in ({"simplex", "unit"}, {"simplex", "binary"}, {"unit", "binary"}):
        drawn = [Draws(str(k)).vector(3, dict.fromkeys(facts, True)).entries() for k in range(30)]
        assert {entries.index(1) for entries in drawn} == {0, 1, 2}


def test_sizes_are_those_at_which_values_have_the_facts():
    x, M = vector("x", n, positive=True, one_hot=True), matrix("M", n, n, rank=2, invertible=True)
    assert [s["n"] for s in Sampler(1, [x]).sizes()] == [1]
    assert [s["n"] for s in Sampler(1, [M]).sizes()] == [2]


@pytest.mark.parametrize("fact", ["orthogonal", "positive_definite", "invertible"])
def test_a_matrix_of_full_rank_has_no_other(fact):
    with pytest.raises(MathError, match=f"no 3×3 matrix of rank 2 is {fact.replace('_', ' ')}"):
        Draws("a").matrix(3, 3, {"rank": 2, fact: True})


def test_a_diagonal_matrix_of_lesser_rank_has_entries_of_both_signs():
    drawn = [Draws(str(k)).matrix(3, 3, {"rank": 2, "diagonal": True}) for k in range(10)]
    assert {x > 0 for d in drawn for x in d.entries() if x} == {True, False}
    definite = Draws("a").matrix(3, 3, {"rank": 2, "diagonal": True, "positive_semidefinite": True})
    assert isinstance(definite, Matrix) and min(definite.entries()) == 0


def test_bounds_and_zero_are_kept_together():
    s = scalar("s", nonzero=True, above=-1, below=1)
    points = [Sampler(3, [s]).point({}, k, small=True) for k in range(40)]
    assert not any(violated(s, s, "nonzero", point) for point in points)


# --- laws -------------------------------------------------------------------------------------------------------------

ENDS = (None, -1, 0, 1)
MOMENTS = {"mean": (None, -1, 0, HALF), "variance": (None, 0, Fraction(1, 4), 1, 2)}


def has_law(facts, entry):
    """Whether there is a law, said once more: of all with one mean, that at the ends alone has the largest variance."""
    low = entry.low
    if facts & {"positive", "nonnegative"}:
        low = max(low or 0, 0)
    high, mean = entry.high, entry.mean
    if "symmetric_law" in facts:
        if mean or "positive" in facts:
            return False
        ends = [x for x in (None if low is None else -low, high) if x is not None]
        low, high, mean = (-min(ends), min(ends), 0) if ends else (None, None, 0)
    if low is not None and high is not None and mean is None:
        mean = Fraction(low + high) / 2
    is_open = "positive" in facts and low == 0
    if low is not None and high is not None and (low > high or (is_open and high == 0)):
        return False
    if mean is None:
        return True
    if (low is not None and (mean < low or (is_open and mean == low))) or (high is not None and mean > high):
        return False
    if not entry.variance or (mean not in (low, high) and None in (low, high)):
        return True
    most = 0 if None in (low, high) else (high - mean) * (mean - low)
    return entry.variance < most or (entry.variance == most and not is_open)


@pytest.mark.parametrize("sign", [None, "positive", "nonnegative"])
@pytest.mark.parametrize("law", [None, "symmetric_law"])
@pytest.mark.parametrize("low", ENDS)
def test_laws_have_all_their_facts(sign, law, low):
    facts = frozenset({sign, law} - {None})
    for high, mean, variance in product((*ENDS, 2), *MOMENTS.values()):
        entry = Entry(*(None if x is None else Fraction(x) for x in (mean, variance, low, high)))
        for source in draws(times=2):
            if not has_law(facts, entry):
                with pytest.raises(MathError):
                    draw_law([entry], facts, source)
                continue
            ((_, step),) = draw_law([entry], facts, source)
            _holds(facts, entry, step.pieces)


def _holds(facts, entry, pieces):
    values = [x for _, x in pieces]
    mean = sum(weight * x for weight, x in pieces)
    assert sum(weight for weight, _ in pieces) == 1
    assert entry.mean is None or mean == entry.mean
    assert entry.variance is None or sum(weight * (x - mean) ** 2 for weight, x in pieces) == entry.variance
    assert entry.low is None or min(values) >= entry.low
    assert entry.high is None or max(values) <= entry.high
    assert "positive" not in facts or min(values) > 0
    assert "nonnegative" not in facts or min(values) >= 0
    if "symmetric_law" in facts:
        weights = {x: sum(w for w, y in pieces if y == x) for x in values}
        assert all(weights.get(-x) == weight for x, weight in weights.items())


def test_laws_between_ends_have_as_many_variances_as_parts():
    entry = Entry(None, Fraction(1, 10), Fraction(0), Fraction(1))
    for k in range(10):
        ((_, step),) = draw_law([entry], frozenset(), Draws(str(k)))
        assert len({x for _, x in step.pieces}) > 3


def test_what_is_never_random_need_not_be_zero():
    X = random_scalar("X", space("S"), variance=0)
    assert len({Sampler(k, [X]).point({}).law(X).entries[0][0][1].pieces[0][1] for k in range(5)}) > 1
