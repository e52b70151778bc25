"""The two number systems and the two backends that compute them."""

import builtins
from contextlib import suppress
from fractions import Fraction

import mpmath
import pytest
from measuring import work

from derivations.check.arithmetic import NeedsBalls, Undecided, Undefined, arithmetic
from derivations.check.roots import exact_root
from derivations.errors import NotSupported

BACKENDS = ["flint", "python"]
POINTS = [Fraction(7, 3), Fraction(-5, 4), Fraction(1, 10**6), Fraction(40), Fraction(-40)]
SMOOTH = {
    "exp": mpmath.exp,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tanh": mpmath.tanh,
    "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)),
    "softplus": lambda t: mpmath.log(1 + mpmath.exp(t)),
    "relu": lambda t: max(t, 0),
    "abs": abs,
    "sign": mpmath.sign,
    "step": lambda t: mpmath.mpf(t > 0),
}


@pytest.fixture(params=BACKENDS)
def kinds(request):
    return arithmetic(request.param)


def high(value):
    return mpmath.mpf(value.numerator) / value.denominator


def told(kinds, value):
    """A value in the balls of the fewest digits that tell it from zero, and they."""
    for field in (kinds.balls, *kinds.finer):
        with field.working(), suppress(Undecided):
            return field, value(field)
    raise AssertionError("no balls tell it from zero")


def encloses(field, ball, truth):
    """Whether the ball holds a number known to 110 digits and is narrow."""
    with field.working():
        return field.vanishes(ball - field.number(Fraction(*mpmath.libmp.to_rational(mpmath.mpf(truth)._mpf_))))


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("t", POINTS)
def test_a_ball_holds_the_true_value(kinds, name, t):
    field, ball = told(kinds, lambda field: field.apply(name, field.number(t)))
    with mpmath.workdps(3 * field.digits):
        assert encloses(field, ball, SMOOTH[name](high(t)))


@pytest.mark.parametrize("t", [Fraction(7, 3), Fraction(1, 10**6), Fraction(10**6)])
@pytest.mark.parametrize("name", ["log", "sqrt"])
def test_log_and_root_of_positive_numbers(kinds, name, t):
    field = kinds.balls
    with mpmath.workdps(110), field.working():
        assert encloses(field, field.apply(name, field.number(t)), getattr(mpmath, name)(high(t)))


def test_pi(kinds):
    field = kinds.balls
    with mpmath.workdps(110), field.working():
        assert encloses(field, field.pi(), +mpmath.pi)


@pytest.mark.parametrize("exponent", [Fraction(3), Fraction(-2), Fraction(1, 3), Fraction(-3, 2), Fraction(0)])
def test_powers_in_balls(kinds, exponent):
    field = kinds.balls
    with mpmath.workdps(110), field.working():
        x = field.power(field.number(Fraction(7, 3)), exponent)
        assert encloses(field, x, mpmath.power(high(Fraction(7, 3)), high(exponent)))


def test_exact_powers_and_roots(kinds):
    field = kinds.exact
    assert field.power(field.number(Fraction(8, 27)), Fraction(-2, 3)) == field.number(Fraction(9, 4))
    assert field.sqrt(field.number(Fraction(9, 4))) == field.number(Fraction(3, 2))
    assert field.power(field.zero, Fraction(0)) == 1
    with pytest.raises(NeedsBalls):
        field.sqrt(field.number(2))
    with pytest.raises(Undefined):
        field.sqrt(field.number(-1))
    with pytest.raises(Undefined):
        field.power(field.zero, Fraction(-1))


def test_powers_with_too_many_digits_are_left_to_balls(kinds):
    """A rational to the power 10⁸ would fill the memory; in a ball it takes no time."""
    far = Fraction(10**8)
    with pytest.raises(NeedsBalls, match=r"^a power is too long to write out$"):
        kinds.exact.power(kinds.exact.number(Fraction(9, 7)), far)
    assert kinds.exact.power(kinds.exact.number(-1), far) == 1
    with kinds.last.working():
        assert kinds.last.sign(kinds.last.power(kinds.last.number(Fraction(9, 7)), far)) == 1


@pytest.mark.parametrize(
    "name, at, value", [("exp", 0, 1), ("log", 1, 0), ("sin", 0, 0), ("cos", 0, 1), ("tanh", 0, 0)]
)
def test_functions_over_the_rationals_are_exact_where_they_are_rational(kinds, name, at, value):
    field = kinds.exact
    assert field.apply(name, field.number(at)) == value
    with pytest.raises(NeedsBalls):
        field.apply(name, field.number(2))


def test_sigmoid_of_zero_is_one_half(kinds):
    assert kinds.exact.fraction(kinds.exact.apply("sigmoid", kinds.exact.zero)) == Fraction(1, 2)


@pytest.mark.parametrize("t", [Fraction(-2, 3), Fraction(0), Fraction(5, 7)])
def test_functions_by_cases_are_exact(kinds, t):
    field = kinds.exact
    x = field.number(t)
    assert field.fraction(field.apply("relu", x)) == max(t, 0)
    assert field.fraction(field.apply("step", x)) == (t > 0)
    assert field.fraction(field.apply("sign", x)) == (t > 0) - (t < 0)
    assert field.fraction(field.apply("abs", x)) == abs(t)
    assert field.fraction(field.maximum(x, field.one)) == max(t, 1)


def test_a_ball_around_zero_has_no_sign(kinds):
    field = kinds.balls
    with field.working():
        third = field.number(Fraction(1, 3))
        zero = third * field.number(3) - field.one
        assert field.vanishes(zero) and not field.is_zero(zero)
        for question in (field.sign, field.log, field.sqrt, lambda x: field.divide(field.one, x)):
            with pytest.raises(Undecided):
                question(zero)
        assert field.vanishes(field.relu(zero))  # continuous at zero, so no sign is needed
        assert field.sign(field.zero) == 0


def test_a_wide_ball_around_zero_is_undecided(kinds):
    field = kinds.balls
    with field.working():
        large = field.number(10**20)
        wide = (field.one - field.number(Fraction(1, 3)) * field.number(3)) * large * large * large
        with pytest.raises(Undecided):
            field.vanishes(wide)


@pytest.mark.parametrize(
    "make",
    [
        lambda f: f.number(Fraction(1, 10**30)),
        lambda f: f.number(Fraction(1, 10**60)),
        lambda f: f.exp(f.number(-138)),
        lambda f: f.power(f.number(Fraction(1, 10)), Fraction(60)),
    ],
)
def test_a_number_that_would_count_as_zero_asks_for_more_digits(kinds, make):
    coarse, finer = kinds.balls, kinds.finer[0]
    with coarse.working(), pytest.raises(Undecided) as caught:
        make(coarse)
    assert str(caught.value) == "the square of a number smaller than 10^-20 can't be told from zero"
    with finer.working():
        assert not finer.vanishes(make(finer))


@pytest.mark.parametrize(
    "make",
    [
        lambda f: f.number(10**30),
        lambda f: f.exp(f.number(138)),
        lambda f: f.divide(f.one, f.exp(f.number(-40)) * f.exp(f.number(-40))),
        lambda f: f.power(f.number(10), Fraction(60)),
    ],
)
def test_a_number_that_would_hide_what_is_added_asks_for_more_digits(kinds, make):
    coarse, finer = kinds.balls, kinds.finer[0]
    with coarse.working(), pytest.raises(Undecided) as caught:
        make(coarse)
    assert str(caught.value) == "a number larger than 10^20 hides what is added to it"
    with finer.working():
        large = make(finer)
        assert not finer.vanishes(finer.log(finer.one + large) - finer.log(large))


def test_a_stated_number_of_many_digits_asks_for_more(kinds):
    coarse, finer = kinds.balls, kinds.finer[0]
    long = Fraction(10**60 + 1, 10**60)
    with coarse.working(), pytest.raises(Undecided) as caught:
        coarse.stated(long)
    assert str(caught.value) == "a number of more than 40 digits may be near another one"
    with finer.working():
        assert not finer.vanishes(finer.stated(long) - finer.one)


@pytest.mark.parametrize("which", ["exact", "balls"])
def test_what_has_no_value_is_undefined(kinds, which):
    field = getattr(kinds, which)
    with field.working():
        for question in (lambda: field.divide(field.one, field.zero), lambda: field.log(field.zero)):
            with pytest.raises(Undefined):
                question()
        with pytest.raises(Undefined):
            field.log(-field.one)
        with pytest.raises(Undefined):
            field.sqrt(-field.one)


def test_infinite_balls_decide_nothing(kinds):
    field = kinds.last
    with field.working():
        huge = field.exp(field.exp(field.number(100)))
        with pytest.raises(Undecided):
            field.vanishes(huge - huge)


def test_an_unknown_function_is_not_supported(kinds):
    with pytest.raises(NotSupported, match="erf"):
        kinds.exact.apply("erf", kinds.exact.one)


def test_the_precision_of_flint_is_restored():
    import flint

    before = flint.ctx.prec
    with arithmetic("flint").balls.working():
        assert flint.ctx.prec == 256
    assert flint.ctx.prec == before


def test_the_backend_is_chosen_by_what_can_be_imported(monkeypatch):
    assert arithmetic("auto").backend == "flint"
    stock = builtins.__import__

    def without_flint(name, *args, **kwargs):
        if name.partition(".")[0] == "flint":
            raise ImportError(name)
        return stock(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_flint)
    assert arithmetic.__wrapped__("auto").backend == "python"
    with pytest.raises(ImportError):
        arithmetic.__wrapped__("flint")


@pytest.mark.parametrize("root, degree", [(12, 2), (10**30 + 7, 3), (3, 40), (1, 5), (0, 2)])
def test_exact_roots(root, degree):
    assert exact_root(root**degree, degree) == root
    assert root < 2 or exact_root(root**degree + 1, degree) is None


def test_roots_of_a_high_degree_take_no_time():
    """Newton's steps from a power of two are as many as the degree, each with all the digits."""
    with work() as took:
        assert exact_root(7**20_000, 20_000) == 7
        assert exact_root(7**20_000 + 1, 20_000) is None
        assert exact_root(7**20_000, 60_000) is None
    assert took.seconds < 5
