"""The Cookbook's equations: complete, confirmed, and true or with an erratum, by autodiff alone.

Nothing here asks the calculus engine: what the book says is held against JAX.
"""

import numpy as np
import pytest

pytest.importorskip("jax")

from derivations.site.cookbook.rows import equations, sources

from .beyond import EQUATIONS as BEYOND, pairs
from .numeric import agree, comparisons

pytestmark = pytest.mark.no_cover

CASES = [
    pytest.param(e, c, id=f"{e.name} {c.of} in {c.wrt if isinstance(c.wrt, str) else ', '.join(c.wrt)}")
    for e in equations()
    for c in e.cases
]


def test_every_number_is_there_once_and_in_order():
    assert [e.number for e in equations() if e.number] == list(range(33, 145))


def test_every_number_has_two_sources_or_more():
    for e in equations():
        assert len(e.confirmed_by) >= 2 and set(e.confirmed_by) <= sources().keys(), e.name


def test_what_is_not_checked_says_why():
    for e in equations():
        checked = bool(e.cases) or e.beyond
        assert checked or e.definition or e.left_out, e.name
        assert not (checked and e.left_out), e.name


def test_what_the_language_cannot_say_is_named():
    for e in equations():
        assert e.beyond == (e.name in BEYOND), e.name
        assert bool(e.needs) == e.beyond and (e.beyond or not e.instance), e.name


@pytest.mark.parametrize(("equation", "case"), CASES)
def test_agrees_with_autodiff(equation, case):
    found = list(comparisons(case))
    assert len({tuple(c.sizes.items()) for c in found}) >= 4
    assert any(np.abs(c.true).max(initial=0.0) > 1e-3 for c in found) or case.of == "A"  # a constant: its differential
    if case.holds:
        assert [c for c in found if not c.agrees] == []
    else:
        assert equation.erratum
        for answer in case.book:
            assert not all(c.agrees for c in found if c.answer == answer)
        assert [c for c in comparisons(case, [case.corrected]) if not c.agrees] == []


@pytest.mark.parametrize("name", BEYOND)
def test_agrees_with_autodiff_as_the_book_states_it(name):
    equation = next(e for e in equations() if e.name == name)
    wrong = 0
    for n in range(1, 5):
        for pair in pairs(name, n):
            if pair.corrected is None:
                assert agree(pair.book, pair.true), n
            else:
                wrong += not agree(pair.book, pair.true)
                assert agree(pair.corrected, pair.true), n
    assert not wrong or equation.erratum


def test_an_erratum_is_shown_by_a_number():
    shown = {e.name for e in equations() if any(not c.holds for c in e.cases)}
    for name in BEYOND:
        if any(not agree(pair.book, pair.true) for n in range(1, 5) for pair in pairs(name, n)):
            shown.add(name)
    assert shown == {e.name for e in equations() if e.erratum}
