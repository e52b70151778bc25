"""The engine's answers to the Cookbook's equations: the book's where it is right, not where it is wrong."""

from functools import cache

import pytest

from derivations.site.cookbook.record import cookbook_record
from derivations.site.cookbook.rows import equations

pytestmark = pytest.mark.no_cover


@cache
def record():
    """The record that the page is made from."""
    return cookbook_record()


CASES = [
    pytest.param(at, k, id=f"{e.name} {c.of} in {c.wrt}")
    for at, e in enumerate(equations())
    for k, c in enumerate(e.cases)
]
WRONG = [p for p in CASES if not equations()[p.values[0]].cases[p.values[1]].holds]


@pytest.mark.parametrize(("equation", "case"), CASES)
def test_the_engine_finds_what_holds(equation, case):
    row = record()["equations"][equation]["cases"][case]
    assert not row["refused"] and row["evidence"] in ("symbolic", "exact")
    for right in row["book"] if row["as_printed"] else [row["corrected"]]:
        assert right["evidence"] in ("symbolic", "exact")


@pytest.mark.parametrize(("equation", "case"), WRONG)
def test_the_checker_refutes_an_erratum_by_a_counterexample(equation, case):
    for wrong in record()["equations"][equation]["cases"][case]["book"]:
        assert wrong["evidence"] == "refuted" and " on the left, " in wrong["counterexample"]
