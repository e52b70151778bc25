"""Powers whose exponent is a symbol, in normal form: nothing says that they are positive, unless their base is."""

import pytest
from sympy import Rational

from derivations import absolute, consider, det, dims, equals, exp, log, matrix, scalar, sign, sqrt, theorem
from derivations.calculus.rules import expand
from derivations.check import check_steps
from derivations.check.asked import Condition
from derivations.check.domains import unmet
from derivations.check.normal import normal_form, prove_equal
from derivations.notation.facts import is_nonnegative

n = dims("n")
k, m = (scalar(name, integer=True, nonnegative=True) for name in "km")
j = scalar("j", integer=True)
x, y = scalar("x"), scalar("y", nonzero=True)
t, a = scalar("t", positive=True), scalar("a")
A = matrix("A", n, n)
half = Rational(1, 2)

FALSE = {
    "the root of an even power": (sqrt(x ** (2 * k)), x**k),
    "the root of the square of a power": (sqrt((x**k) ** 2), x**k),
    "a fourth root": ((x ** (4 * k)) ** Rational(1, 4), x**k),
    "beside a positive factor": (sqrt(exp(x) * x ** (2 * k)), exp(x / 2) * x**k),
    "of a sum": (sqrt((1 - x * y) ** (2 * k)), (1 - x * y) ** k),
    "of a determinant": (sqrt(det(A) ** (2 * k)), det(A) ** k),
    "of two powers": (sqrt(x ** (2 * k) * y ** (2 * n)), x**k * y**n),
    "half the logarithm of an even power": (exp(log(y ** (2 * n)) / 2), y**n),
    "the logarithm of an even power": (log(y ** (2 * n)), 2 * log(y**n)),
    "of a product of them": (log(x ** (2 * n) * y ** (2 * n)), 2 * log(x**n) + 2 * log(y**n)),
    "the modulus of a power": (absolute(x**k), x**k),
    "a real power of an even one": ((x ** (2 * k)) ** a, x ** (2 * k * a)),
    "and of a square": ((x**2) ** a, x ** (2 * a)),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_fails_where_the_base_is_negative_is_not_shown(name):
    assert not prove_equal(*FALSE[name])


@pytest.mark.parametrize("name", FALSE)
def test_it_is_shown_where_the_base_is_positive(name):
    positive = {x: t, y: scalar("u", positive=True), det(A): scalar("v", positive=True)}
    small = {1 - x * y: t}
    assert prove_equal(*(e.xreplace(small).xreplace(positive) for e in FALSE[name]))


TRUE = {
    "exponents add": (x ** (k + 2) * x**m, x ** (k + m) * x**2),
    "and cancel": (x ** (k + 1) / x**k, x),
    "under a whole exponent a product comes apart": ((x * y) ** k, x**k * y**k),
    "with a number in it": ((2 * x) ** k, 2**k * x**k),
    "a power to a whole exponent": ((x**k) ** m, x ** (k * m)),
    "a square": ((x**2) ** k, x ** (2 * k)),
    "the square of a power": ((x**k) ** 2, x ** (2 * k)),
    "a quotient": ((x / y) ** k, x**k * y**-k),
    "a real power of a product with a positive factor": ((t * x) ** a, t**a * x**a),
    "a positive power to a real exponent": ((t**k) ** a, t ** (k * a)),
    "the logarithm of a positive power": (log(t**k), k * log(t)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_for_every_base_is_shown(name):
    assert prove_equal(*TRUE[name])


def test_an_odd_power_is_not_taken_for_positive():
    assert not normal_form(x**k).is_nonnegative
    assert normal_form(x ** (2 * k)).is_nonnegative
    assert normal_form(t**k).is_positive
    assert normal_form(exp(a * log(x))).is_positive


def test_an_even_power_is_not_negative_whatever_its_base():
    assert is_nonnegative(x ** (2 * k))
    assert not is_nonnegative(x**k)
    assert unmet((y,), (log(y ** (2 * k)),), ()) is None


def test_a_power_with_a_whole_exponent_of_any_sign_does_not_say_that_its_base_is_not_zero():
    assert unmet((x**j,), (1 / x,), ()) == Condition("nonzero", x)  # 0 to the power 1 has a value
    assert unmet((x ** (k - 2),), (x**k / x**2,), ()).of == x**2
    assert unmet((x**j,), (x * x ** (j - 1),), ()).of == x
    assert unmet((x**j,), (1 / x**-j,), ()).of == x
    assert unmet((x ** -(k + 1),), (1 / x,), ()) is None
    assert unmet((x**j,), (log(x),), ()).of == x
    assert unmet((y,), (y**j,), ()) is None


def test_it_says_that_larger_powers_multiples_and_powers_of_factors_have_a_value():
    for new in (x ** (2 * j), x ** (j + k + 1), (x**j) ** 2, (x**2) ** j, x**j * x**j):
        assert unmet((x**j,), (new,), ()) is None
    assert unmet(((x * y) ** j,), (x**j * y**j,), ()) is None
    assert unmet((x**j * a**j,), ((x * a) ** j,), ()) is None
    assert unmet((x ** (j + m),), (x**j * x**m,), ()).of == x


def test_a_power_is_not_zero_where_minus_its_exponent_makes_one():
    assert unmet((x**-k,), (1 / x**k,), ()) is None
    assert unmet((1 / x**k,), (x**-k,), ()) is None
    assert unmet((1 / x**j,), (x**j, x**-j), ()) is None
    assert unmet((1 / x**k,), (1 / x,), ()).of == x  # 0⁰ is 1
    assert unmet((1 / x ** (k + 1),), (1 / x,), ()) is None


def test_a_chain_true_but_where_the_base_is_zero_is_not_shown():
    def body():
        yield consider(sign(x) ** 2 + x**j - x**j)
        yield equals(sign(x) * x / absolute(x) + x**j - x**j)

    assert not check_steps(theorem(title="Made for a test")(body).run()[0]).steps[1].verdict.holds


def test_the_logarithm_of_a_power_asks_for_a_positive_power():
    def body():
        yield consider(log(y ** (2 * n)))
        yield equals(2 * log(y**n), by=expand, why="halves")

    verdict = check_steps(theorem(title="Made for a test")(body).run()[0]).steps[1].verdict
    assert verdict.how.endswith("values decide nothing where y negative comes at none of them for n = 1")
