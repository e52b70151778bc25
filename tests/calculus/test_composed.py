"""Random expressions: each is answered as JAX answers it or refused in words, in time, and nothing crashes."""

import os
from collections import Counter

import numpy as np
import pytest
from measuring import work

pytest.importorskip("jax")

from hypothesis import HealthCheck, Phase, given, settings

from derivations import MathError, NotSupported, differentiate
from derivations.language.functions import FUNCTIONS
from derivations.notation.requirements import Requirement
from derivations.notation.symbols import facts_of

from .code import assert_code_agrees
from .composed import NULLARY, OPERATORS, questions
from .oracle import Values, column, evaluate, evaluated_parts, gradient_and_hessian

pytestmark = pytest.mark.no_cover

SIZES = ({"n": 1, "p": 1}, {"n": 2, "p": 3}, {"n": 3, "p": 2})
ANSWER_IN = 10  # seconds of work; what an answer may cost is bounded by counted work, which this bounds from above
LARGEST = 1e6  # a derivative beyond it is near a singular point: rounding alone moves it by more than the tolerance
NEAR = 1e-3  # so close to the edge of its domain an expression is not asked
MOST_SKIPPED = 0.05  # of the points
MOST_REFUSED = 0.02
LONG = "LONG" in os.environ


class Tally:
    """What became of the questions and the points."""

    def __init__(self):
        self.counts = Counter()
        self.slowest = (0.0, "")
        self.refusals = Counter()

    def __str__(self):
        return (
            f"{dict(self.counts)}; slowest {self.slowest[0]:.1f} s: {self.slowest[1]}; refused: {dict(self.refusals)}"
        )


def ask(question, tally):
    try:
        results = [answered(question, order, tally) for order in (1, 2)]
    except MathError as refused:
        require_no_value(question, refused)
        tally.counts["without value"] += 1
        return
    answers = [r for r in results if r is not None]
    for sizes in SIZES if answers else ():
        values = Values(sizes)
        if not in_domain(answers, values):
            tally.counts["skipped"] += 1
            continue
        theirs = gradient_and_hessian(question.f, question.x, values)
        if not all(np.isfinite(a).all() and np.abs(a).max(initial=0) < LARGEST for a in theirs):
            tally.counts["skipped"] += 1
            continue
        tally.counts["points"] += 1
        for result, expected in zip(results, theirs, strict=True):
            if result is not None:
                agree(result, expected, values)
                require_code(result, values, tally)


def require_no_value(question, refused):
    """It is refused because it has no value anywhere: then a part has none in JAX too, where exp(log 0) itself is 0."""
    assert str(refused).endswith("which never holds")
    with np.errstate(all="ignore"):
        for values in map(Values, SIZES):
            assert not all(np.isfinite(part).all() for part in evaluated_parts(question.f, values))


def among_symmetric(a, order, side):
    """What JAX says of a matrix that moves freely, for one that stays symmetric: the part that steps dS = dSᵀ meet."""
    swap = np.eye(side**2).reshape(side, side, side, side).transpose(1, 0, 2, 3).reshape(side**2, side**2)
    half = (np.eye(side**2) + swap) / 2
    return half @ a if order == 1 else half @ a @ half


def answered(question, order, tally):
    result = None
    with work() as took:
        try:
            result = differentiate(question.f, question.x, order=order)
            tally.counts[result.verdict] += 1
        except NotSupported as refused:
            assert str(refused).startswith("not supported")
            tally.counts["refused"] += 1
            tally.refusals[str(refused)[:100]] += 1
    tally.slowest = max(tally.slowest, (took.seconds, f"{question.f}, order {order}"))
    assert took.seconds < ANSWER_IN
    return result


def in_domain(results, values):
    """Whether what the answers require is so at a point, and not only just."""
    required = {s.expr for r in results for s in r.steps if isinstance(s.expr, Requirement)}
    return all(_is_met(r, np.asarray(evaluate(r.of, values))) for r in required)


def _is_met(required, value):
    if required.asks == "invertible":
        return np.isfinite(value).all() and np.linalg.cond(np.atleast_2d(value)) < 1 / NEAR**2
    if required.asks == "(-1, 1)":
        return (np.abs(value) < 1 - NEAR).all()
    return ((value if required.asks in ("positive", "nonnegative") else np.abs(value)) > NEAR).all()


def agree(result, theirs, values):
    ours = np.asarray(evaluate(result.expr, values))
    ours = np.asarray(column(ours)) if result.order == 1 else np.atleast_2d(ours)
    if "symmetric" in facts_of(result.wrt):
        side = values.size(result.wrt.shape[0])
        theirs = among_symmetric(theirs, result.order, side)
        ours = ours if result.order == 1 else ours @ among_symmetric(np.eye(side**2), 1, side)
    scale = max(1.0, np.abs(theirs).max(initial=0))
    np.testing.assert_allclose(ours.reshape(theirs.shape), theirs, rtol=1e-9, atol=1e-9 * scale)
    if result.order == 2:
        require_midpoints(result, values)
        require_curvature(result.convexity.split()[0], np.linalg.eigvalsh((theirs + theirs.T) / 2), 1e-9 * scale)


def require_curvature(said, eigenvalues, rounding):
    """What is said to be convex has no direction in which JAX sees it curve down."""
    signed = {"convex": eigenvalues, "concave": -eigenvalues, "affine": -abs(eigenvalues)}
    assert (signed.get(said, np.zeros(1)) >= -rounding).all()


def require_midpoints(result, values):
    """What is said to be convex everywhere is so across its kinks, which no eigenvalue sees."""
    up = {"convex": 1, "concave": -1}.get(result.convexity)
    if up is None:
        return
    x, here = result.wrt, values.of(result.wrt)
    signed = facts_of(x).keys() & {"positive", "nonnegative", "positive_definite", "positive_semidefinite", "simplex"}
    for there in (Values(values.sizes, seed=1).of(x), *(() if signed else (-here,))):
        left, right, middle = (value_at(result.f, values, x, p) for p in (here, there, (here + there) / 2))
        if np.isfinite([left, right, middle]).all():
            assert up * middle <= up * (left + right) / 2 + 1e-9 * max(1.0, abs(left), abs(right))


def value_at(f, values, x, point):
    moved = Values(values.sizes)
    moved.given = {**values.given, x: point}
    return float(np.asarray(evaluate(f, moved)).squeeze())


def require_code(result, values, tally):
    """The code gives the values of the formula, where there is code for all functions in it."""
    try:
        result.source()
    except NotSupported:
        tally.counts["without code"] += 1
        return
    assert_code_agrees(result, np.asarray(evaluate(result.expr, values)), values)
    tally.counts["code"] += 1


def run(examples):
    tally, names = Tally(), Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=(Phase.generate, Phase.shrink),
    )
    @given(questions())
    def hold(question):
        names.update(question.names)
        ask(question, tally)

    hold()
    asked = sum(tally.counts[k] for k in ("symbolic", "exact", "enclosed", "refused"))
    assert tally.counts["refused"] <= MOST_REFUSED * asked, tally
    assert tally.counts["skipped"] <= MOST_SKIPPED * (tally.counts["points"] + tally.counts["skipped"]), tally
    return tally, names


def test_every_function_of_the_language_is_among_the_operators():
    written = {o.name for o in OPERATORS} | NULLARY
    assert {f for f in FUNCTIONS if f not in written} == set()
    assert {"+", "-", "unary -", "*", "/", "^", "'", ".*", "./", ".^", "numbers"} <= written


@pytest.mark.slow
def test_gradient_and_hessian():
    tally, _ = run(200)
    print(tally)


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="takes ten minutes: LONG=1 runs it")
def test_gradient_and_hessian_of_many():
    tally, names = run(2000)
    print(tally)
    assert {o.name for o in OPERATORS} == set(names)
