"""Where calls stand deep, their frames do not go back to the system one by one."""

import sys

import pytest

from derivations.calculus import differentiate
from derivations.check import claims
from derivations.frames import in_one_chunk

resource = pytest.importorskip("resource")
TURNS, DEPTHS = 1000, 300


def leaf():
    return None


def down(depth):
    """A loop of calls at each of so many depths; a page that is given back and asked for again is a fault of memory."""
    for _ in range(TURNS):
        leaf()
    return down(depth - 1) if depth else None


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="other Pythons keep frames elsewhere")
def test_no_depth_asks_the_system_for_memory_at_every_call():
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    in_one_chunk(down)(DEPTHS)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - begun < TURNS


def test_it_keeps_what_a_function_says_of_itself():
    assert claims.check_claim.__doc__.startswith("The evidence for one claim.")
    assert differentiate.differentiate_expression.__name__ == "differentiate_expression"


def test_answers_and_arguments_go_through():
    assert in_one_chunk(divmod)(7, 2) == (3, 1) and in_one_chunk(sorted)([1, 2], reverse=True) == [2, 1]
