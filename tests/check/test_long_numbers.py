"""Numbers and powers that are too long to write out: an answer or a refusal comes at once all the same."""

from fractions import Fraction

import pytest
import sympy
from sympy import Integer, Rational, symbols

from derivations import (
    NotSupported,
    StepError,
    absolute,
    consider,
    differential,
    equals,
    exp,
    gradient,
    log,
    scalar,
    sigmoid,
    sqrt,
    theorem,
)
from derivations.check import check_theorem
from derivations.check.arithmetic import NeedsBalls, arithmetic
from derivations.check.factoring import factor_list
from derivations.check.normal.numbers import prime_factors
from derivations.check.roots import exact_root
from derivations.notation.core import Power, power
from derivations.notation.shapes import convert

x, a = scalar("x"), scalar("a")
p = scalar("p", positive=True)
LARGE = 10**100 + 1


def evidence(*lines):
    def body():
        yield from (line for line in lines)  # a generator, for the steps come back to it

    return check_theorem(theorem(title="Made for a test")(body)).steps[-1].evidence


def refusal(*lines):
    with pytest.raises(StepError) as caught:
        evidence(*lines)
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (log(LARGE * p), log(p) + log(Integer(LARGE))),
        (sqrt(Rational(LARGE, LARGE + 2)) * x, x * sqrt(Rational(LARGE, LARGE + 2))),
        (p ** (10**10), p * p ** (10**10 - 1)),
        (sqrt(p ** (10**10)), p ** (5 * 10**9)),
    ],
    ids=str,
)
def test_large_numbers_and_exponents_have_normal_forms(before, after):
    assert evidence(consider(before), equals(after)) == "symbolic"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (log(Integer(LARGE)) + x, x + log(Integer(LARGE + 1)), "x = 0: 230.259 on both sides, but the difference is"),
        ((2 * x) ** (10**10), 2 * x ** (10**10), "x = 1: 4.36327e+3010299956 on the left, 2 on the right"),
        (power(3, 10_000) * x, x * power(3, 10_000) + 1, "x = 0: 0 on the left, 1 on the right"),
        (x ** (10**100), x ** (10**100 + 1), "x = -1: 1 on the left, -1 on the right"),
        (((p**900 + 1) ** 900 + 1) ** 900, p ** (900**3), "p = 1: 1.97919e+243834 on the left, 1 on the right"),
        (p ** Rational(1, 10**12), p ** Rational(1, 10**13), "but the difference is 6.23832e-13"),
        (exp(x) + Rational(1, 10**1400), exp(x), "x = 0: 1 on both sides, but the difference is 1e-1400"),
        (exp(x), exp(x) + Rational(3, 10**900), "x = 0: 1 on both sides, but the difference is -3e-900"),
    ],
    ids=["logarithm", "product", "number", "exponent", "nested", "root", "beyond floats", "with a sign"],
)
def test_values_tell_them_apart(before, after, said):
    assert said in refusal(consider(before), equals(after))


def test_a_power_whose_exponent_may_be_anything_is_looked_at_at_any_scale():
    assert "x is not shown to be positive" in refusal(consider((x**2) ** a), equals(x ** (2 * a)))


def test_the_derivative_of_a_high_power():
    made = differential((2 * x + 1) ** (10**10), x)
    assert "counterexample: x = 0" in refusal(made, gradient(10**10 * (2 * x + 1) ** (10**10 - 1), wrt=x))


def test_a_long_sum_under_a_root_is_not_taken_apart_and_decides_nothing():
    c = exp(1000)
    said = refusal(consider(sqrt(exp(x) ** 2 - 2 * c * exp(x) + c**2)), equals(c - exp(x)))
    assert "the two sides differ" in said
    said = refusal(consider(sqrt(x**50 - 2 * x**25 + 1)), equals(absolute(1 - x**25)))
    assert "values decide nothing where x⁵⁰ − 2x²⁵ + 1 zero and x²⁵ − 1 negative come together" in said


def test_polynomials_are_factored_where_that_takes_no_time():
    s, t = symbols("s t")
    assert factor_list(s**2 + 2 * s * t + t**2) == ((s + t, 2),)
    assert factor_list(sympy.exp(2 * s) - 2 * sympy.exp(s) + 1) == ((sympy.exp(s) - 1, 2),)
    assert factor_list(sympy.sin(s) + sympy.Abs(t)) is not None
    for long in ((s + t + 1) ** 24 - 1, sympy.exp(s / 1000) - sympy.exp(s), s**41 - 1, sympy.exp(1000) * s - 1):
        assert factor_list(long) is None


def test_a_number_that_nobody_reads_is_refused():
    with pytest.raises(NotSupported) as caught:
        3**10_000 * x
    assert str(caught.value) == "not supported: a number of more than 3000 digits; give it a name, as a symbol"
    with pytest.raises(NotSupported):
        convert(Fraction(1, 3**10_000))
    with pytest.raises(NotSupported):
        convert(Integer(3) ** 10_000)


def test_a_power_that_is_too_long_stays_a_power():
    assert power(2, 10**10) == Power(2, 10**10) and power(2, 10) == 1024 and power(-1, 10**10) == 1
    assert isinstance(power(3**4000, Rational(1, 2)), Power)
    assert isinstance(((10 * x) ** (10**10)).doit(), Power)
    assert str(((10 * x) ** 3).doit()) == "1000*x**3"


@pytest.mark.parametrize("backend", ["flint", "python"])
def test_exact_values_ask_for_balls_where_a_power_is_too_long(backend):
    exact = arithmetic(backend).exact
    assert exact.power(exact.one, Fraction(10**100)) == 1
    with pytest.raises(NeedsBalls):
        exact.power(exact.number(Fraction(3, 2)), Fraction(10**9))
    assert exact_root(2**30, 10**12) is None and exact_root(1, 10**12) == 1 and exact_root(2**30, 30) == 2


def test_small_primes_are_taken_out_of_large_numbers_and_the_rest_counts_as_one():
    assert prime_factors(360) == {2: 3, 3: 2, 5: 1}
    assert prime_factors(4294967291 * 4294967279) == {4294967291: 1, 4294967279: 1}
    assert list(prime_factors(LARGE))[:3] == [73, 137, 401]
    assert prime_factors((10**30 + 57) ** 2) == {10**30 + 57: 2}
    assert prime_factors(6**2000) == {6**2000: 1}


def test_functions_inside_each_other_whose_forms_double_are_left_to_values():
    deep = x
    for _ in range(60):
        deep = sigmoid(deep)
    assert evidence(consider(deep / 3 + deep / 6), equals(deep / 2)) in ("symbolic", "enclosed")
    assert "the two sides differ" in refusal(consider(deep / 3 + deep / 6), equals(deep))
