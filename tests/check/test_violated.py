"""A declared fact is told from its absence at the values that are drawn."""

from typing import Any

import pytest

from derivations import dims, matrix, random_scalar, scalar, space, vector
from derivations.check.sample import Sampler
from derivations.check.violated import violated
from derivations.notation.symbols import MATRIX_FACTS, SCALAR_FACTS, VECTOR_FACTS

n = dims("n")
BOUNDS = {"above": 1, "below": 1, "rank": 1}
FACTS = [
    *((scalar, (), fact) for fact in SCALAR_FACTS),
    *((vector, (n,), fact) for fact in VECTOR_FACTS),
    *((matrix, (n, n), fact) for fact in MATRIX_FACTS),
]


def points(symbol):
    modes: tuple[Any, ...] = ({}, {"small": True}, {"degenerate": True})
    return [Sampler(1, (symbol,)).point({"n": 3}, number, **mode) for mode in modes for number in range(20)]


@pytest.mark.parametrize(("make", "shape", "fact"), FACTS, ids=lambda x: getattr(x, "__name__", str(x)))
def test_a_fact_is_never_violated_where_it_is_declared_and_somewhere_where_it_is_not(make, shape, fact):
    declared, bare = make("q", *shape, **{fact: BOUNDS.get(fact, True)}), make("q", *shape)
    assert not any(violated(declared, declared, fact, point) for point in points(declared))
    assert any(violated(declared, bare, fact, point) for point in points(bare))


def test_what_holds_of_a_law_is_not_told_at_one_point():
    x = random_scalar("x", space("S"), mean=0)
    assert violated(x, x, "mean", Sampler(1, (x,)).point({}, 0))
