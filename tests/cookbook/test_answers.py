"""The engine's answers to the Cookbook's equations: the book's where it is right, not where it is wrong."""

import pytest

from derivations import NotSupported

from .answers import beside
from .rows import equations

REFUSED = {"(105)": "tr(kron(A, X))", "(120)": "tr(kron(X, X))"}
CASES = [pytest.param(e, c, id=f"{e.name} {c.of} in {c.wrt}") for e in equations() for c in e.cases]


@pytest.mark.parametrize(("equation", "case"), CASES)
def test_the_engine_finds_what_holds(equation, case):
    if REFUSED.get(equation.name) == case.of:
        with pytest.raises(NotSupported, match="the gradient through a Kronecker product"):
            beside(case, case.book[0])
        return
    for right in case.book if case.holds else [case.corrected]:
        assert beside(case, right).evidence in ("symbolic", "exact")


WRONG = [pytest.param(e, c, id=f"{e.name} {c.of}") for e in equations() for c in e.cases if not c.holds]


@pytest.mark.parametrize(("equation", "case"), WRONG)
def test_the_checker_refutes_an_erratum_by_a_counterexample(equation, case):
    for wrong in case.book:
        verdict = beside(case, wrong)
        assert verdict.evidence == "refuted" and verdict.counterexample
