"""Every derivative of the suite, and its code, against JAX and exact series at several sizes; its steps are checked."""

import os
import re
from functools import lru_cache

import numpy as np
import pytest

pytest.importorskip("jax")

from sympy import srepr

from derivations import NotSupported, differentiate
from derivations.calculus.result import Result
from derivations.language.functions import FUNCTIONS
from derivations.notation import arrangement, linear
from derivations.notation.symbols import facts_of

from .code import NO_CODE, assert_code_agrees
from .exact import agreements
from .oracle import Values, autodiff, column, gradient_and_hessian, value
from .suite import CASES, REFUSED, SIZES
from .typed import rows

pytestmark = pytest.mark.no_cover

SYMMETRIC = {"symmetric", "positive_definite", "positive_semidefinite"}


def projection(x, values):
    """The projection, on stacked entries, onto the directions in which the variable may move."""
    facts = facts_of(x)
    rows = values.size(x.shape[0]) if hasattr(x, "shape") and x.is_Matrix else 1
    cells = [(i, j) for j in range(rows) for i in range(rows)]
    if "diagonal" in facts:
        return np.diag([float(i == j) for i, j in cells])
    if facts.keys() & SYMMETRIC:
        return np.array([[((i, j) == c) / 2 + ((j, i) == c) / 2 for c in cells] for i, j in cells])
    return None


@lru_cache(maxsize=2 * len(SIZES))
def by_jax(f, x, values):
    return gradient_and_hessian(f, x, values)


@lru_cache(maxsize=len(SIZES))
def at(*sizes):
    return Values(dict(sizes))


def assert_agrees(result, sizes, both=False):
    """The answer and JAX's, at 1e-9 of the larger of 1 and the answer's size; both: the Hessian is asked for too."""
    values = at(*sizes.items())
    ours = np.atleast_2d(value(result.expr, values))
    if both:
        theirs = by_jax(result.f, result.wrt, values)[result.order - 1]
    else:
        theirs = autodiff(result.f, result.wrt, values, result.order)
    if result.kind in ("gradient", "derivative"):
        ours, theirs = np.asarray(column(ours))[:, None], theirs.reshape(-1, 1)
    along = projection(result.wrt, values)
    if along is not None:
        theirs = along @ theirs @ along if result.kind == "hessian" else along @ theirs
        ours = ours @ along if result.kind == "hessian" else ours
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(theirs).max(initial=0)))


def assert_code_agrees_or_is_refused(case, result):
    """The code at every size against the formula; or no code, where it is known that there is none."""
    if case.name in NO_CODE:
        with pytest.raises(NotSupported, match=r": not supported yet: code for the function normal_(cdf|density)$"):
            result.function()
        return
    for sizes in SIZES:
        values = at(*sizes.items())
        assert_code_agrees(result, value(result.expr, values), values)


def hold(case, order, both=False):
    """The answer, which agrees with JAX and exact series at every size, as its code does; None where none is known."""
    if (case.name, order) in REFUSED:
        with pytest.raises(NotSupported, match=r"^not supported yet: "):
            differentiate(case.f, case.wrt, order=order)
        return None
    result = differentiate(case.f, case.wrt, order=order)
    assert result.verdict in ("symbolic", "exact", "enclosed")
    for sizes in SIZES:
        assert_agrees(result, sizes, both)
    assert sum(agreements(result, sizes) for sizes in SIZES) >= len(SIZES)
    assert_code_agrees_or_is_refused(case, result)
    return result


def asked(result):
    """The conditions without what is said of where they fail, and as if what is not negative were positive."""
    plain = (condition.split(";")[0] for condition in result.conditions)
    return {condition.replace("nonnegative", "positive").replace("≥", ">") for condition in plain}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_agrees_with_jax_and_with_exact_series(case):
    first, *further = (hold(case, order, both=2 in case.orders) for order in case.orders)
    assert all(asked(first) <= asked(second) for second in further if first and second), "a Hessian asks for less"


@pytest.mark.slow
@pytest.mark.skipif("LONG" not in os.environ, reason="takes minutes: LONG=1 runs it")
@pytest.mark.parametrize("case", [case for case in CASES if case.later], ids=lambda case: case.name)
def test_further_hessians(case):
    for order in case.later:
        hold(case, order)


def test_almost_every_question_is_answered():
    asked = sum(len(case.orders) + len(case.later) for case in CASES)
    answered = asked - len(REFUSED)
    assert answered >= 0.98 * asked, f"{answered} of {asked} questions are answered"


def test_all_answers_have_code_but_those_with_the_normal_distribution():
    assert {case.name for case in CASES if "normal_cdf" in srepr(case.f)} == NO_CODE


@pytest.mark.parametrize(
    ("name", "order", "node"),
    [
        ("gram matrix", 1, arrangement.Commutation),
        ("layer on a stacked matrix", 1, arrangement.Unvec),
        ("frobenius norm", 2, linear.Vec),
        ("product in the matrix", 1, linear.Kron),
        ("product of two norms", 1, linear.Norm1),
    ],
)
def test_every_arrangement_of_entries_occurs_in_an_answer(name, order, node):
    case = next(case for case in CASES if case.name == name)
    assert order in case.orders
    answer = differentiate(case.f, case.wrt, order=order)
    assert isinstance(answer, Result) and answer.expr.has(node)


def test_there_are_many_expressions():
    assert len({case.f for case in CASES}) >= 260


def test_every_operator_of_the_language_occurs():
    typed = " ".join(text for _, text, _ in rows())
    assert [f for f in FUNCTIONS if not re.search(rf"\b{f}\b", typed)] == []
    assert [o for o in ("+", "-", "*", "/", "^", "'", ".*", "./", ".^", "^-1", "1e-3") if o not in typed] == []


def test_names_are_unique():
    assert len({case.name for case in CASES}) == len(CASES)
    assert {name for name, _ in REFUSED} <= {case.name for case in CASES}
