"""Every derivative of the suite against JAX at several sizes; the checker has shown each step before."""

import numpy as np
import pytest

pytest.importorskip("jax")

from derivations import differentiate
from derivations.notation.symbols import facts_of

from .oracle import Values, autodiff, column, value
from .suite import CASES, SIZES

SYMMETRIC = {"symmetric", "positive_definite", "positive_semidefinite"}


def projection(x, values):
    """The projection, on stacked entries, onto the directions in which the variable may move."""
    facts = facts_of(x)
    rows = values.size(x.shape[0]) if hasattr(x, "shape") and x.is_Matrix else 1
    cells = [(i, j) for j in range(rows) for i in range(rows)]
    if facts.keys() & SYMMETRIC:
        return np.array([[((i, j) == c) / 2 + ((j, i) == c) / 2 for c in cells] for i, j in cells])
    if "diagonal" in facts:
        return np.diag([float(i == j) for i, j in cells])
    return None


def assert_agrees(result, sizes, seed=0):
    """The answer and JAX's, at 1e-9 of the larger of 1 and the answer's size."""
    values = Values(sizes, seed)
    ours = np.atleast_2d(value(result.expr, values))
    theirs = autodiff(result.f, result.wrt, values, result.order)
    if result.kind in ("gradient", "derivative"):
        ours, theirs = np.asarray(column(ours))[:, None], theirs.reshape(-1, 1)
    along = projection(result.wrt, values)
    if along is not None:
        theirs = (
            along @ theirs @ (along if result.kind == "hessian" else 1) if result.kind == "hessian" else along @ theirs
        )
        ours = ours @ along if result.kind == "hessian" else ours
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(theirs).max(initial=0)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_agrees_with_jax(case):
    for order in case.orders:
        result = differentiate(case.f, case.wrt, order=order)
        assert result.verdict in ("symbolic", "exact", "enclosed")
        for sizes in SIZES:
            assert_agrees(result, sizes)


def test_names_are_unique():
    assert len({case.name for case in CASES}) == len(CASES)
