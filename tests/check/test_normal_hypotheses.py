"""Nothing follows from more than was shown or supposed: false conclusions, each refused with one clear message."""

import pytest

import derivations as dv
from derivations import (
    MathError,
    at_least,
    consider,
    dims,
    equation,
    holds,
    iff,
    implies,
    matrix,
    nonnegative,
    scalar,
    square,
    squared_norm,
    suppose,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import definiteness
from derivations.check import check_steps
from derivations.proof.rule import known

n, p = dims("n p")


def checked(body):
    """The steps of a theorem made from a generator of lines."""
    return check_steps(dv.theorem(title="Made for a test")(body).run()[0]).steps


def last(body):
    return checked(body)[-1].verdict


def test_an_inequality_gives_no_equation():
    u = vector("u", n)

    def body():
        yield holds(equation(squared_norm(u), 0), using=square(u))

    assert last(body).how == "an inequality does not give an equation: 0 ≤ ‖u‖²"


def test_a_chain_of_inequalities_is_no_equation():
    a, b = scalar("a"), scalar("b")

    def body():
        yield consider(a + b**2)
        yield at_least(a, using=square(b))
        yield therefore(equation(a + b**2, a))

    assert last(body).how == "an inequality does not give an equation: a ≤ a + b²"


def test_a_chain_of_equations_is_one():
    a, b = scalar("a"), scalar("b")

    def body():
        yield consider((a + b) ** 2 - 2 * a * b)
        yield dv.equals(a**2 + b**2)
        yield therefore(equation((a + b) ** 2 - 2 * a * b, a**2 + b**2))

    assert last(body).evidence == "symbolic"


def test_an_equation_may_be_multiplied_by_anything():
    a, b, c = scalar("a"), scalar("b"), scalar("c")

    def body():
        equal = yield suppose(equation(a, b))
        yield holds(equation(c * a, c * b), using=c * equal)

    assert last(body).evidence == "symbolic"


def test_the_product_of_two_inequalities():
    a, b, c = scalar("a"), scalar("b"), scalar("c")

    def body():
        first = yield suppose(a <= b)
        second = yield suppose(c >= 0)
        yield holds(c * a <= c * b, using=first * second)

    assert last(body).evidence == "symbolic"


def test_an_inequality_is_not_multiplied_by_an_unknown_sign():
    a, b, c = scalar("a"), scalar("b"), scalar("c")
    with pytest.raises(MathError, match=r"^an inequality can't be multiplied by c: it is not shown to be ≥ 0"):
        c * known(square(a - b))


@pytest.mark.parametrize("before", [lambda u: squared_norm(u) >= 0, lambda u: squared_norm(u) <= 1])
def test_definiteness_asks_for_an_equation(before):
    u = vector("u", n)

    def body():
        yield suppose(before(u))
        yield iff(equation(u, zeros(n)), by=definiteness)

    assert last(body).how.startswith("an equation and an inequality are not equivalent")


def test_definiteness_gives_an_equation():
    u = scalar("u")

    def body():
        yield suppose(u**2 <= 0)
        yield iff(u <= 0, by=definiteness)

    assert last(body).how == "rule 'only the zero vector has norm zero' does not apply: u ≤ 0 is not an equation"


def test_a_product_of_vectors_may_be_zero():
    v, w, a = vector("v", n, positive=True), vector("w", n, nonzero=True), scalar("a")

    def body():
        yield suppose(equation(v.T @ w * a, 0))
        yield iff(equation(a, 0), factor=v.T @ w)

    assert last(body).how == "the factor vᵀw is not shown to be nonzero; declare it so"


def test_two_symbols_need_two_names():
    def body():
        v = matrix("v", n, n)
        yield suppose(equation(v, matrix("v", n, n, symmetric=True)))
        yield implies(equation(v, v.T))

    with pytest.raises(MathError, match=r"^v is declared twice, as different symbols: give one of them another name$"):
        checked(body)


def test_nonnegative_is_still_a_certificate():
    a = scalar("a", nonnegative=True)

    def body():
        yield holds(2 * a >= a, using=nonnegative(a))

    assert last(body).evidence == "symbolic"


# --- numbers are evidence only where they are general -----------------------------------------------------------------


def test_chosen_values_prove_nothing():
    a, b = scalar("a"), scalar("b")

    def body():
        yield suppose(equation(a * b, 0), sample={a: 0})
        yield implies(equation(a, 0))

    verdict = last(body)
    assert not verdict.holds
    assert verdict.how.endswith("but the values that sample={…} chooses need not be all that fit the hypotheses")


def test_but_they_find_counterexamples():
    a, b = scalar("a"), scalar("b")

    def body():
        yield suppose(equation(a * b, 1), sample={b: 1 / a})
        yield implies(equation(a, 1))

    assert last(body).counterexample


def test_values_that_fit_by_chance_prove_nothing():
    a, b = scalar("a", integer=True), scalar("b", integer=True)

    def body():
        yield suppose(equation(a * a, a))
        yield suppose(equation(b, 1))
        yield implies(equation(dv.absolute(a) + b, a + 1))

    assert not last(body).holds


def test_a_variable_that_is_solved_for_is_general():
    a, b = scalar("a"), scalar("b")

    def body():
        yield suppose(equation(a, dv.absolute(b)))
        yield implies(equation(dv.absolute(a * b), a**2))

    assert last(body).holds


def test_one_member_is_not_every_member():
    s, c = dv.sequence("s"), scalar("c")
    i, j = dv.index("i", n), dv.index("j", n)

    def body(claimed):
        yield suppose(equation(s[i], c))
        yield implies(claimed)

    assert last(lambda: body(equation(2 * s[i], 2 * c))).evidence == "symbolic"
    for claimed in (equation(s[j], c), equation(s[1], c), equation(dv.sum_over(i, s[i]), n * c)):
        assert not last(lambda claimed=claimed: body(claimed)).holds
