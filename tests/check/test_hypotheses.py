"""What is supposed stays supposed: an equivalence does not rest on itself, and one index is not every index."""

from itertools import pairwise

import mpmath
import pytest

from derivations import (
    MathError,
    arcsin,
    consider,
    dims,
    equation,
    exp,
    holds,
    iff,
    implies,
    index,
    log,
    logsumexp,
    maximum,
    nonnegative,
    part,
    result,
    scalar,
    sin,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    vector,
)
from derivations.calculus.rules import expand, hypothesis
from derivations.check import check_steps
from derivations.notation.functions import FUNCTIONS
from derivations.notation.linear import depends_on_index
from derivations.notation.shapes import convert
from derivations.proof.derivation import run
from derivations.proof.rule import Known, known

n = dims("n")
x, y = vector("x", n), vector("y", n)
i, j = index("i", n), index("j", n)
a, b = scalar("a"), scalar("b")
positive = scalar("p", positive=True)


def checked(body):
    return check_steps(run(body(), "t")).steps


def test_an_equivalence_does_not_rest_on_its_own_hypothesis():
    def squared():
        yield suppose(equation(a, 1))
        yield iff(equation(a**2, 1), by=expand)

    *_, last = checked(squared)
    assert last.evidence == "refuted"
    assert last.verdict.counterexample


def test_nor_does_one_further_down_the_chain():
    def squared():
        yield suppose(equation(a, 1))
        yield iff(equation(2 * a, 2), by=expand)
        yield implies(equation(a**2, a), by=hypothesis)
        yield iff(equation(a**3, 1), by=expand)

    assert [s.evidence for s in checked(squared)] == ["", "symbolic", "symbolic", "refuted"]


def test_an_equivalence_may_rest_on_an_earlier_hypothesis():
    def with_b():
        yield suppose(equation(b, 2))
        yield suppose(equation(b * a, 4))
        yield iff(equation(2 * a, 4), by=hypothesis)

    assert checked(with_b)[-1].evidence == "symbolic"


def test_what_follows_from_an_equivalence_keeps_the_hypothesis():
    def chain():
        step = yield suppose(equation(a, 1))
        step = yield iff(equation(2 * a, 2), by=expand)
        assert known(step).given == (equation(a, 1),)

    checked(chain)


def test_a_named_relation_takes_its_hypotheses_along():
    @theorem(title="Equal squares", cites=("mml: 2",))
    def squares():
        """{squares}"""
        x, y = vector("x", n), vector("y", n)
        yield part("Equal vectors have equal norms")
        yield suppose(equation(x, y))
        yield consider(squared_norm(x))
        yield therefore(equation(squared_norm(x), squared_norm(x)))
        yield implies(equation(squared_norm(x), squared_norm(y)), by=hypothesis)
        yield result("squares")

    u, v = vector("u", n), vector("v", n)
    assert squares.known("squares", {"x": u, "y": v}).given == (equation(u, v),)


def test_a_definition_is_not_known():
    @theorem(title="Nothing", cites=("mml: 2",))
    def nothing():
        """{wrong}"""
        from derivations import definition, equals

        yield definition("wrong", equation(a, b))
        yield consider(a + b)
        yield equals(b + a, by=expand)

    with pytest.raises(MathError, match="a definition, which proves nothing"):
        nothing.known("wrong")


def test_a_hypothesis_about_one_index_does_not_hold_for_every_index():
    one = Known(x[i], a, given=(equation(x[i], a),))
    for every in (one.summed, one.greatest):
        with pytest.raises(MathError, match=r"this rests on xᵢ = a, so it is not known for every i"):
            every(i)
    assert one.summed(j).lo == sum_over(j, x[i])


def test_a_bound_index_is_not_free():
    assert depends_on_index(x[i], i)
    assert not depends_on_index(sum_over(i, x[i]), i)
    assert depends_on_index(sum_over(i, x[i]) * x[i], i)


def test_a_bound_of_every_entry_bounds_the_maximum():
    bound = Known(x[i], logsumexp(x)).greatest(i)
    assert (bound.lo, bound.hi) == (maximum(x), logsumexp(x))


@pytest.mark.parametrize("wrong", [Known(x[i], y[i]), Known(x[i] + 1, a), Known(x[j], a), Known(x[1], a)])
def test_but_nothing_else_does(wrong):
    with pytest.raises(MathError):
        wrong.greatest(i)


def test_increasing_functions_keep_inequalities():
    assert Known(a, b).through(exp) == Known(exp(a), exp(b))
    assert Known(positive, b).through(log) == Known(log(positive), log(b))
    with pytest.raises(MathError, match="sin is not increasing"):
        Known(a, b).through(sin)
    with pytest.raises(MathError, match="log needs a positive"):
        Known(a, b).through(log)


def test_an_angle_is_taken_of_what_lies_between_bounds_alone():
    share = scalar("q", positive=True, below=1)
    assert nonnegative(share).through(arcsin) == Known(arcsin(convert(0)), arcsin(share))
    assert Known(-share, share).through(arcsin).lo == arcsin(-share)
    for inequality in (nonnegative(positive), Known(a, share), Known(-share, b)):
        with pytest.raises(MathError) as caught:
            inequality.through(arcsin)
        assert str(caught.value) == (
            f"arcsin needs {inequality.lo} and {inequality.hi} between −1 and 1, and this is not shown;"
            " declare the signs and bounds of their parts"
        )


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_the_table_says_what_increases(name):
    f = FUNCTIONS[name]
    body = {
        "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)),
        "softplus": lambda t: mpmath.log(1 + mpmath.exp(t)),
        "abs": abs,
        "relu": lambda t: max(t, 0),
        "step": lambda t: int(t > 0),
        **{f"arc{f}": getattr(mpmath, f"a{f}") for f in ("sin", "cos", "tan")},
        "normal_cdf": mpmath.ncdf,
        "normal_density": mpmath.npdf,
    }.get(name) or getattr(mpmath, name)
    start, width = {"real": (-6, 9), "[-1, 1]": (-1, 2)}.get(f.domain, (0.01, 9))
    values = [body(start + width * k / 60) for k in range(60)]
    rises = all(u <= v for u, v in pairwise(values))
    assert rises or not f.increasing
    assert rises == f.increasing or f in (FUNCTIONS["step"], FUNCTIONS["sign"])


def test_a_step_gives_what_it_proved():
    def chain():
        step = yield holds(equation(a + b, b + a), by=expand)
        assert known(step).gap == (b + a) - (a + b)

    checked(chain)
