"""Random expressions: each is answered as JAX answers it or refused in words, in time, and nothing crashes."""

import os
import time

import numpy as np
import pytest

pytest.importorskip("jax")

from hypothesis import HealthCheck, given, settings, strategies as st

from derivations import NotSupported, differentiate

from .composed import VARIABLES, expressions
from .oracle import Values, autodiff, column, value

SIZES = ({"n": 1, "p": 1}, {"n": 2, "p": 3}, {"n": 3, "p": 2})
ANSWER_IN = 10  # seconds
CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def hold(f, x):
    for order in (1, 2):
        begun = time.process_time()
        try:
            result = differentiate(f, x, order=order)
        except NotSupported as refused:
            assert str(refused).startswith("not supported")
            continue
        finally:
            assert time.process_time() - begun < ANSWER_IN
        for sizes in SIZES:
            agree(result, order, sizes)


def agree(result, order, sizes):
    values = Values(sizes)
    theirs = autodiff(result.f, result.wrt, values, order)
    if not np.isfinite(theirs).all() or np.abs(theirs).max() > 1e8:
        return
    ours = value(result.expr, values)
    ours = np.asarray(column(ours)).reshape(theirs.shape) if order == 1 else np.atleast_2d(np.asarray(ours))
    np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-9 * max(1.0, np.abs(theirs).max()))


@settings(max_examples=200, deadline=None, suppress_health_check=CHECKS, derandomize=True)
@given(expressions(depth=3), st.sampled_from(VARIABLES))
def test_gradient_and_hessian(f, x):
    hold(f, x)


@pytest.mark.slow
@pytest.mark.skipif("LONG" not in os.environ, reason="takes an hour: LONG=1 runs it")
@settings(max_examples=2000, deadline=None, suppress_health_check=CHECKS, derandomize=True)
@given(expressions(depth=5), st.sampled_from(VARIABLES))
def test_gradient_and_hessian_of_deep_expressions(f, x):
    hold(f, x)
