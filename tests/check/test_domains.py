"""A step brings in no division, inverse, root or logarithm that may have no value."""

import pytest
import sympy
from sympy import Rational

from derivations import (
    absolute,
    arccos,
    arcsin,
    at_most,
    consider,
    differential,
    dims,
    equals,
    equation,
    exp,
    expectation,
    gradient,
    holds,
    iff,
    implies,
    index,
    indicator,
    inverse,
    log,
    logdet,
    matrix,
    nonnegative,
    norm,
    ones,
    random_scalar,
    scalar,
    select,
    sigmoid,
    sign,
    sin,
    space,
    sqrt,
    step,
    sum_over,
    suppose,
    theorem,
    therefore,
    variance,
    vector,
    zeros,
)
from derivations.calculus.rules import hypothesis
from derivations.check import check_steps
from derivations.check.domains import unmet
from derivations.notation.linear import hadamard, hadamard_power
from derivations.notation.requirements import positive, requirement

n = dims("n")
a, b, c, t = (scalar(name) for name in "abct")
p, k = scalar("p", positive=True), scalar("k", integer=True, nonnegative=True)
whole = scalar("z", integer=True)
q, half = scalar("q", nonnegative=True), Rational(1, 2)
A, B, x = matrix("A", n, n), matrix("B", n, n), vector("x", n)
i = index("i", n)
S = space("S")
E = random_scalar("E", S)
bit, hot = scalar("bit", binary=True), vector("hot", n, one_hot=True)


def checked(body):
    return check_steps(theorem(title="Made for a test")(body).run()[0]).steps


def refused(body, step):
    verdicts = [s.verdict for s in checked(body)]
    assert [v.holds for v in verdicts[: step - 1]] == [True] * (step - 1)
    assert not verdicts[step - 1].holds
    return verdicts[step - 1].how


def test_a_factor_that_may_be_zero_is_not_cancelled():
    def body():
        yield suppose(equation(a * b, a * c))
        yield implies(equation(b, c), factor=1 / a)

    assert refused(body, 2) == "a is not shown to be nonzero, so that the new line has a value"


def test_nor_is_a_matrix_that_may_be_singular():
    def body():
        yield suppose(equation(A @ x, zeros(n)))
        yield consider(x)
        yield equals(inverse(A) @ A @ x)
        yield equals(zeros(n), by=hypothesis)
        yield therefore(equation(x, zeros(n)))

    assert refused(body, 3) == "A is not shown to be invertible, so that the new line has a value"


def test_the_factors_of_a_product_that_has_an_inverse_have_one():
    def body():
        yield consider(inverse(a * A @ B) @ x)
        yield equals(inverse(B) @ inverse(A) @ x / a)

    assert [s.verdict.holds for s in checked(body)] == [True, True]


def test_a_product_that_may_be_singular_shows_nothing_of_its_factors():
    def body():
        yield consider(A @ B @ x)
        yield equals(A @ B @ inverse(B) @ B @ x)

    assert refused(body, 2) == "B is not shown to be invertible, so that the new line has a value"


def test_entrywise_products_and_powers_of_what_has_an_inverse_may_be_singular():
    """[[1, 1], [1, −1]] has an inverse, and the squares of its entries are all 1."""
    for new in (hadamard(A, B), hadamard_power(A, 2)):
        found = unmet((inverse(A), inverse(B)), (inverse(new),), ())
        assert (found.asks, found.of) == ("invertible", new)


def test_a_power_of_any_sign_does_not_say_that_its_base_is_positive():
    def body():
        yield consider(sign(q**t))  # 0 where q = 0 and t = 1
        yield equals(sign(exp(t * log(q))))
        yield equals(1)

    assert refused(body, 2) == "q is not shown to be positive, so that the new line has a value"
    assert unmet((q ** (a + b),), (q**a * q**b,), ()).of == q
    assert unmet((q**t,), (log(q**t),), ()).of == q**t
    assert unmet((1 - q**t,), (sqrt(q),), ()) is None


def test_it_says_that_the_same_power_and_those_of_its_multiples_have_a_value():
    for new in (t**a + 0 * t, t ** (a / 2) * t ** (a / 2), t ** (2 * a), t ** (a + a - a)):
        assert unmet((t**a,), (new,), ()) is None
    assert unmet((t ** (a + b),), (t ** (b + a),), ()) is None
    assert unmet((t**a,), (t ** (-a),), ()).of == t
    assert unmet((t**a,), (t**b,), ()).of == t
    assert unmet((t**a, log(t)), (t**b,), ()) is None


def test_powers_together_say_that_the_power_of_their_sum_has_a_value():
    for before, after in (
        (t**a * t**b, t ** (a + b)),
        (t**a / t, t ** (a - 1)),
        (t**a / t**b, t ** (a - b)),
        (1 / t**a, t ** (-a)),
        (t**a * t**b, t ** (a + b + p)),
    ):
        assert unmet((before,), (after,), ()) is None, after
    for before, after in (
        (t ** (a + b), t**a * t**b),
        (t**a * t**b, t ** (a - b)),
        (t**a * t**b, t ** (a + b - 1)),
        (t**a * c**b, t ** (a + b)),
        (t**a / t**b, log(t)),
        (t ** (-a), 1 / t**a),
    ):
        assert unmet((before,), (after,), ()).of == t, after


def test_what_is_not_negative_and_not_0_is_positive():
    for before in (sqrt(t) / t, 1 / sqrt(t), t**a + 1 / t, log(t**2) + sqrt(t)):
        assert unmet((before,), (log(t),), ()) is None, before
    assert unmet((1 / q,), (log(q), q ** (-half)), ()) is None
    for before in (sqrt(t) + 1 / a, 1 / t, sqrt(t), sqrt(t) + t ** (-k)):
        assert unmet((before,), (log(t),), ()).of == t, before


def test_a_power_of_a_product_has_a_value_where_those_of_its_factors_have():
    assert unmet((t**a * c**a,), ((t * c) ** a,), ()) is None
    assert unmet(((t * c) ** a,), (t**a * c**a,), ()).of == t
    assert unmet((t**a * c**b,), ((t * c) ** a,), ()).of == t * c


def test_a_modulus_is_not_0_where_what_it_is_taken_of_is_not():
    assert unmet((1 / absolute(t),), (1 / t,), ()) is None
    assert unmet((absolute(t) ** whole,), (t**whole,), ()) is None
    assert unmet((absolute(t) ** whole,), (1 / t,), ()).of == t


def test_a_power_for_one_index_says_nothing_of_the_others():
    assert unmet((t ** x[i],), (sum_over(i, t ** x[i]),), ()).of == t
    assert unmet((sum_over(i, t ** x[i]),), (t ** x[i],), ()) is None


def test_a_power_below_0_says_that_its_base_is_positive():
    assert unmet((t ** Rational(-1, 2),), (log(t), t**a), ()) is None
    assert unmet((t**-p,), (log(t),), ()) is None


@pytest.mark.parametrize(
    ("supposed", "root"),
    [(t >= 1, sqrt(t)), (t <= -1, sqrt(-t)), (t**2 <= half, sqrt(1 - t**2)), (a**2 + b**2 >= 1, sqrt(a**2 + b**2))],
    ids=str,
)
def test_a_root_is_not_zero_where_what_it_is_taken_of_is_not(supposed, root):
    assert unmet((root,), (1 / (2 * root),), (supposed,)) is None
    assert unmet((root,), (1 / (2 * root), log(root)), ()).of == 2 * root


def test_a_root_of_what_may_be_zero_may_be():
    assert unmet((sqrt(t - 1),), (1 / sqrt(t - 1),), (t >= 1,)).of == sqrt(t - 1)


def test_a_sum_that_is_not_negative_is_positive_with_one_of_its_terms():
    for new in (1 / (a**2 + b**2), log(t**2 + b**2), 1 / (a**4 + b**2 + absolute(t))):
        assert unmet((1 / b,), (new,), ()) is None
        assert unmet((1 / c,), (new,), ()) is not None
    assert unmet((1 / b,), (1 / (a + b**2),), ()).of == a + b**2
    assert unmet((1 / b,), (1 / (b**2 - a**2),), ()) is not None
    assert unmet((1 / a, 1 / b), (1 / (a + b),), ()) is not None


def test_minus_a_whole_number_is_one():
    assert unmet((1 / t,), (t ** (-k), t ** (1 - k)), ()) is None
    assert unmet((), (t ** (-k),), ()).asks == "nonzero"


def test_a_number_is_no_exponential_of_its_logarithm():
    def body():
        yield consider(t)
        yield equals(exp(log(t)))
        yield equals(absolute(t))

    assert refused(body, 2) == "t is not shown to be positive, so that the new line has a value"


def test_nor_is_a_positive_number_the_sine_of_its_arcsine():
    def body():
        yield consider(p)
        yield equals(sin(arcsin(p)))

    assert refused(body, 2) == "p is not shown to be between −1 and 1, so that the new line has a value"


def test_what_has_an_arcsine_has_one_with_the_other_sign():
    def body():
        yield consider(arcsin(a - b))
        yield equals(-arcsin(b - a))
        yield equals(-arcsin(b - a) + arcsin(b + a) - arcsin(b + a))

    assert refused(body, 3).startswith("b + a is not shown to be between −1 and 1")


def test_an_arcsine_has_a_value_at_the_ends_too_and_grants_no_more():
    def body():
        yield consider(sign(1 - t**2) + arcsin(t))
        yield equals((1 - t**2) / absolute(1 - t**2) + arcsin(t))  # at t = 1 the one is π/2, the other has no value

    assert not checked(body)[1].verdict.holds
    assert unmet((arcsin(t),), (sqrt(1 - t**2), sqrt(1 - t), sqrt(1 + t), arccos(-t)), ()) is None
    assert unmet((arcsin(t),), (log(1 - t**2),), ()).of == 1 - t**2
    assert unmet((arcsin(x),), (hadamard_power(ones(n) - x, -1),), ()).of == ones(n) - x


def test_it_may_be_shown_by_bounds_on_both_sides():
    assert unmet((), (arcsin(t),), (t <= 1, t >= -1)) is None
    assert unmet((), (arccos(t),), (t <= 1,)).of == t
    assert unmet((), (arcsin(scalar("u", unit_interval=True)),), ()) is None


def test_what_is_granted_of_the_base_of_a_power_is_granted_in_other_words():
    def body():
        yield suppose(positive(1 - (2 * t) ** 2))
        yield consider(a)
        yield equals(a * (1 - 4 * t**2) ** Rational(1, 2) / (1 - 4 * t**2) ** Rational(1, 2))

    assert [s.verdict.holds for s in checked(body)] == [True, True, True]


@pytest.mark.parametrize(
    ("exponent", "shown"), [(Rational(-6), True), (Rational(6), True), (0, False), (k, False)], ids=str
)
def test_a_power_that_is_not_zero_has_a_base_that_is_not_but_for_the_power_0(exponent, shown):
    verdicts = [v for v in (unmet((log(t**exponent),), (1 / t,), ()), unmet((1 / t**exponent,), (1 / t,), ()))]
    assert [v is None for v in verdicts] == [shown, shown]


def test_a_certificate_brings_in_no_condition_either():
    def body():
        first = yield holds(equation(t, exp(log(t))))
        second = yield holds(exp(log(t)) >= 0, using=nonnegative(exp(log(t))))
        yield holds(t >= 0, using=first.known * -1 + second.known)

    assert "t is not shown to be positive" in refused(body, 3)


def test_the_gradient_of_a_norm_needs_a_vector_that_is_not_zero():
    def body():
        yield differential(norm(x), x)
        yield gradient(x / norm(x), wrt=x)

    assert refused(body, 2) == "‖x‖ has no derivative where ‖x‖ is zero, and this is not excluded"


def test_a_logarithm_of_a_determinant_is_not_split_into_two_that_have_no_value():
    def body():
        yield consider(logdet(A @ B))
        yield equals(logdet(A) + logdet(B))

    assert refused(body, 2) == "det(A) is not shown to be positive, so that the new line has a value"


def test_a_mean_of_unknown_sign_is_no_factor():
    def body():
        yield suppose(equation(a * expectation(E), 0))
        yield iff(equation(a, 0), factor=expectation(E))

    assert refused(body, 2) == "the factor E[E] is not shown to be nonzero; declare it so"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (a / b, 2 * a / (2 * b)),
        (a / (b * c), a / b / c),
        (a / (b + c), a / (c + b)),
        (a, a * p / p),
        (a, a * (p + 1) / (p + 1)),
        (log(1 - sigmoid(t)) - log(p), log((1 - sigmoid(t)) / p)),
        (p * t, sqrt(p**2) * t),
        (t * t**k, t ** (k + 1)),
        (sqrt(t) * sqrt(t), t),
        (log(t), 2 * log(sqrt(t))),
        (inverse(A) @ inverse(B) @ x, inverse(B @ A) @ x),
    ],
    ids=str,
)
def test_what_has_a_value_already_may_be_written_anew(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    assert all(s.verdict.holds for s in checked(body))


def test_a_hypothesis_may_show_that_a_number_is_positive():
    def body():
        yield suppose(t >= 1)
        yield consider(t)
        yield equals(exp(log(t)))

    def without():
        yield suppose(t >= -1)
        yield consider(t)
        yield equals(exp(log(t)))

    assert all(s.verdict.holds for s in checked(body))
    refused(without, 3)


@pytest.mark.parametrize(
    "one",
    [lambda: suppose(x[i] >= 1), lambda: suppose(equation(x[i], 1)), lambda: suppose(equation(1 / x[i], b))],
)
def test_what_one_entry_is_shown_to_be_the_others_need_not_be(one):
    def body():
        yield one()
        yield consider(n * b)
        yield equals(sum_over(i, b * x[i] / x[i]))

    assert "is not shown to be nonzero" in refused(body, 3)


def test_a_root_of_a_product_with_a_square_shows_nothing_of_the_other_factor():
    def body():
        yield consider(sqrt(a**2 * t))
        yield equals(absolute(a) * sqrt(t))

    assert refused(body, 2) == "t is not shown to be nonnegative, so that the new line has a value"


few = index("j", n - 1)
chosen = vector("z", n, binary=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (n * log(b), sum_over(i, log(b))),
        (expectation(E) / b, expectation(E / b)),
        (variance(E) / b**2, variance(E / b)),
        (expectation(E) * x[i] / b, expectation(E * x[i] / b)),
        (expectation(E) * sum_over(i, 1 / x[i]), sum_over(i, expectation(E / x[i]))),
        (inverse(A) @ x * expectation(E), expectation(E * (inverse(A) @ x))),
        ((n - 1) / b, sum_over(few, 1 / b)),
        (sum_over(i, 1 / b), n / b),
        (expectation(E / b), expectation(E) / b),
    ],
    ids=str,
)
def test_what_does_not_change_with_an_index_or_an_outcome_is_asked_once(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    assert all(s.verdict.holds for s in checked(body))


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        (sum_over(few, 1 / b), (n - 1) / b, "b is not shown to be nonzero"),
        (b + 1 / x[i], b / n * sum_over(i, x[i] / x[i]) + 1 / x[i], "xᵢ is not shown to be nonzero"),
        (b + 1 / E, b * expectation(E / E) + 1 / E, "E is not shown to be nonzero"),
        (
            expectation(E) + 1 / expectation(E),
            expectation(E * E / E) + 1 / expectation(E),
            "E is not shown to be nonzero",
        ),
        (
            n * b + select(chosen[i], 1 / b, b),
            sum_over(i, select(chosen[i], b * b / b, b)) + select(chosen[i], 1 / b, b),
            "b is not shown to be nonzero",
        ),
    ],
    ids=str,
)
def test_but_not_of_a_sum_over_nothing_nor_of_one_value_for_all(before, after, asks):
    def body():
        yield consider(before)
        yield equals(after)

    assert refused(body, 2) == f"{asks}, so that the new line has a value"


def test_an_inequality_may_go_on_from_a_logarithm():
    def body():
        yield consider(log(p))
        yield at_most(log(p) + t**2 / p, using=nonnegative(t**2 / p))

    assert all(s.verdict.holds for s in checked(body))


def test_a_choice_is_between_two_only_where_it_is_0_or_1():
    def body():
        yield consider(k)
        yield equals(k + 0 * select(k, 1, 1))
        yield equals(k**2 + 0 * select(k, 1, 1))
        yield equals(k**2)

    assert refused(body, 2) == "k is not shown to be 0 or 1, so that the new line has a value"


@pytest.mark.parametrize(
    ("choice", "given"),
    [(bit, ()), (1 - bit, ()), (bit * hot[1], ()), (k, (equation(k, 1),)), (k, (requirement("0 or 1", k),))],
    ids=str,
)
def test_and_is_made_where_it_is(choice, given):
    def body():
        yield from (suppose(g) for g in given)
        yield consider(t)
        yield equals(select(choice, t, t))

    assert all(s.verdict.holds for s in checked(body))


def test_steps_and_indicators_are_0_or_1():
    assert unmet((), (select(step(t), a, b), select(indicator(E <= 1), a, b)), ()) is None


def test_a_choice_on_the_line_before_may_be_made_again():
    def body():
        yield consider(select(k, a, b) + c)
        yield equals(c + select(k, a, b))
        yield equals(c + select(k, b + a - b, b))

    assert all(s.verdict.holds for s in checked(body))


def test_what_is_0_or_1_is_said_in_words_and_signs():
    assert str(requirement("0 or 1", a)) == "a ∈ {0, 1}"
    assert str(requirement("0 or 1", x)) == "every entry of x is 0 or 1"
    assert sympy.latex(requirement("0 or 1", a)) == r"a \in \{0, 1\}"


def test_what_is_between_minus_1_and_1_is_said_in_words_and_signs():
    assert str(requirement("[-1, 1]", a)) == "−1 ≤ a ≤ 1"
    assert str(requirement("[-1, 1]", x)) == "every entry of x is at most 1 in size"
    assert sympy.latex(requirement("[-1, 1]", a)) == r"-1 \le a \le 1"
