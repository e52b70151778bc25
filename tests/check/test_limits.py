"""A limit in one variable, while everything else stays as it is; what is tied to the variable does not."""

import pytest
import sympy

from derivations import (
    StepError,
    absolute,
    arccos,
    arcsin,
    consider,
    cos,
    dims,
    exp,
    index,
    log,
    part,
    relu,
    scalar,
    sigmoid,
    sin,
    softplus,
    sqrt,
    squared_norm,
    suppose,
    tanh,
    tends,
    theorem,
    total,
    vector,
)
from derivations.check import check_steps, check_theorem
from derivations.notation.relations import equation
from derivations.notation.requirements import nonzero, positive

n, m = dims("n m")
i, x, v = index("i", n), vector("x", n), vector("v", m)
a, b = scalar("a"), scalar("b", positive=True)
t, k = scalar("t", positive=True), scalar("k", integer=True, nonnegative=True)
above = scalar("c", above=t)
further = scalar("f", above=above)
low, weight, bit = scalar("l", below=b), scalar("w", unit_interval=True), scalar("z", binary=True)


def made(*lines):
    def body():
        yield from (line for line in lines)

    return theorem(title="Made for a test")(body)


def refusal(*lines):
    with pytest.raises(StepError) as caught:
        check_theorem(made(*lines))
    return [line.strip() for line in str(caught.value).splitlines()[3:]]


@pytest.mark.parametrize(
    ("supposed", "said", "variable"),
    [
        (equation(a, t), "a = t", t),
        (a >= t, "a ≥ t", t),
        (t <= b, "t ≤ b", t),
        (equation(total(x), a), "1ᵀx = a", n),
        (a <= further, "a ≤ f", t),
    ],
    ids=str,
)
def test_a_limit_is_refused_where_a_hypothesis_ties_something_to_the_variable(supposed, said, variable):
    found = refusal(suppose(supposed), consider(a / variable), tends(0, variable))
    assert found == [f"{said} is supposed, so not everything else stays as it is while {variable} grows"]


def test_but_not_where_it_speaks_of_something_else_or_has_ended():
    check_theorem(made(suppose(equation(a, b)), consider(a / t), tends(0, t)))
    check_theorem(made(suppose(equation(a, t)), part("Another"), consider(a / t), tends(0, t)))


@pytest.mark.parametrize("tied", [above, further], ids=str)
def test_a_limit_is_refused_where_something_is_declared_in_terms_of_the_variable(tied):
    wanted = [f"{tied} is declared in terms of t, so it does not stay as it is while t grows"]
    assert refusal(consider(tied / t), tends(0, t)) == wanted


@pytest.mark.parametrize(("variable", "fact"), [(low, "below b"), (weight, "unit interval"), (bit, "binary")], ids=str)
def test_a_variable_that_is_bounded_does_not_grow(variable, fact):
    wanted = [f"{variable} is declared {fact}, so it does not grow without bound"]
    assert refusal(consider(1 / (1 + variable**2)), tends(0, variable)) == wanted


def test_one_that_is_bounded_below_does():
    check_theorem(made(consider(a / above), tends(0, above)))


@pytest.mark.parametrize(("variable", "shown"), [(i, "i"), (n + 1, "n + 1")], ids=str)
def test_an_index_and_an_expression_are_no_variables_of_limits(variable, shown):
    wanted = [f"a limit is taken in a dimension or a scalar, and {shown} is neither"]
    assert refusal(consider(1 / (1 + variable)), tends(0, variable)) == wanted


@pytest.mark.parametrize("value", [sympy.oo, -sympy.oo], ids=str)
def test_infinity_is_no_limit(value):
    wanted = ["a limit is a number: that an expression grows without bound is not supported yet"]
    assert refusal(consider(t - a), tends(value, t)) == wanted


@pytest.mark.parametrize(("sign", "shown"), [(1, "∞"), (-1, "−∞")])
def test_what_grows_without_bound_has_no_other_limit(sign, shown):
    found = refusal(consider(sign * t - a), tends(0, t))
    assert found == [f"the limit is {shown}", f"counterexample: the limit is {shown}, not 0"]


@pytest.mark.parametrize(
    ("expr", "said"),
    [
        (sin(t), "the limit is not shown: sin(t) keeps moving"),
        ((-1) ** k, "the limit is not shown: (−1)^k keeps moving"),
        (sin(a * t), "the limit is not shown: a part of it is only known to stay within bounds"),
        (exp(squared_norm(v) * t), "the limit is not shown without the sign of ‖v‖², which is not declared"),
        (1 / (1 + (a - 7) ** 2 * t), "the limit is not shown without the sign of a − 7, which is not declared"),
    ],
    ids=str,
)
def test_a_limit_that_is_not_taken_says_why(expr, said):
    variable = k if expr.has(k) else t
    assert refusal(consider(expr), tends(0, variable)) == [said]


def test_the_limits_of_powers_that_are_known_are_taken():
    check_theorem(made(consider((1 - 1 / t) ** t), tends(sympy.exp(-1), t)))
    check_theorem(made(consider((2 * m + 1) / (m + b)), tends(2, m)))


# Parameters: a, r are any numbers, b and d are positive, larger is above b, and so on.
d, r, s = scalar("d", positive=True), scalar("r"), scalar("s")
larger = scalar("B", above=b)
step_size = scalar("h", above=0, below=2 / larger)
rho, q = scalar("rho", above=0, below=1), scalar("q", above=-1, below=1)
z, j = scalar("z", nonnegative=True), scalar("j", integer=True)
unlike, beyond = scalar("y", nonzero=True), scalar("M", below=-1)
real = scalar("x")


@pytest.mark.parametrize(
    ("expr", "limit", "variable"),
    [
        (rho**k, 0, k),
        (q**k, 0, k),
        ((rho * q) ** k, 0, k),
        (k**2 * q**k, 0, k),
        (beyond ** (-k), 0, k),
        ((1 - b / larger) ** k, 0, k),
        ((1 - step_size * larger) ** k, 0, k),
        ((1 - q ** (k + 1)) / (1 - q), 1 / (1 - q), k),
        ((-1) ** k / (k + 1), 0, k),
        (1 / (1 + exp((larger - b) * n)), 0, n),
        (exp(larger * n) / (exp(b * n) + exp(larger * n)), 1, n),
        (log(exp(b * n) + exp(larger * n)) / n, larger, n),
        ((b**n + larger**n) ** (1 / n), larger, n),
        (n**b / n**larger, 0, n),
        (n**b * exp(-d * n), 0, n),
        (exp(-(1 + a**2) * n), 0, n),
        (b ** (1 / n), 1, n),
        ((1 + z) ** (1 / n), 1, n),
        ((1 + 1 / m) ** (-n), 0, n),
        ((1 + r / n) ** n, exp(r), n),
        (n * log((n + r) / (n + s)), r - s, n),
        (sqrt((n + r) * (n + s)) - n, (r + s) / 2, n),
        (n * sin(r / n), r, n),
        (n * unlike / (1 + absolute(unlike) * n), unlike / absolute(unlike), n),
        (tanh(b * real), 1, real),
        (sigmoid(-b * real), 0, real),
        (softplus(real) - real, 0, real),
        (relu(real - b) / real, 1, real),
        (sin(b * n) / n, 0, n),
    ],
    ids=str,
)
def test_a_limit_is_proven_with_the_facts_that_are_declared(expr, limit, variable):
    check_theorem(made(consider(expr), tends(limit, variable)))


@pytest.mark.parametrize(
    ("expr", "limit", "variable"),
    [
        ((z + 1 / n) ** (1 / n), 1, n),
        (absolute(r + 1 / n), absolute(r), n),
        (1 / (1 + b * n + r**2 * n**2), 0, n),
        (sqrt(z + 1 / n), sqrt(z), n),
    ],
    ids=str,
)
def test_where_a_sign_is_open_the_limit_is_proven_in_each_case(expr, limit, variable):
    verdict = check_steps(made(consider(expr), tends(limit, variable)).run()[0]).steps[-1].verdict
    assert (verdict.evidence, verdict.how) == (
        "symbolic",
        "the limit of a scalar expression, case by case read off its first terms",
    )


@pytest.mark.parametrize(
    ("expr", "limit", "variable", "another"),
    [
        (exp(b * n) / (exp(b * n) + exp(d * n)), 0, n, "1/2 at b = 1 and d = 1"),
        (exp(d * n) / (exp(b * n) + exp(d * n)), 1, n, "1/2 at b = 1 and d = 1"),
        (exp(b * n) / (exp(b * n) + exp(n)), 0, n, "1/2 at b = 1"),
        ((exp(b * n) + 2 * exp(d * n)) / (exp(b * n) + exp(d * n)), 2, n, "3/2 at b = 1 and d = 1"),
        (exp(-b * n) / (exp(-b * n) + exp(-d * n)), 0, n, "1/2 at b = 1 and d = 1"),
        (exp(b * n) / (exp(2 * d * n) + 1), 0, n, "1 at b = 2 and d = 1"),
        (exp(-r * n), 0, n, "1 at r = 0"),
        (weight**k, 0, k, "1 at w = 1"),
        (bit**k, 0, k, "1 at z = 1"),
        (b**n, 0, n, "1 at b = 1"),
        (m ** (-n), 0, n, "1 at m = 1"),
        (z ** (1 / n), 1, n, "0 at z = 0"),
        ((z * n) ** (1 / n), 1, n, "0 at z = 0"),
        (weight ** (1 / (k + 1)), 1, k, "0 at w = 0"),
        ((1 + a * a) ** (1 / n) * (a**2) ** (1 / n), 1, n, "0 at a = 0"),
        ((1 + z) ** (-n), 0, n, "1 at z = 0"),
        (tanh(r * real), 1, real, "0 at r = 0"),
        (n**b / n**d, 0, n, "1 at b = 1 and d = 1"),
        ((1 + real) ** b / (1 + real**d), 0, real, "1 at b = 1 and d = 1"),
        (exp(n**b) / exp(n), 0, n, "1 at b = 1"),
        (sqrt(unlike**2 * n**2 + n) - unlike * n, 1 / (2 * unlike), n, "∞ at y = −1"),
    ],
    ids=str,
)
def test_a_limit_is_refused_at_values_where_it_is_another(expr, limit, variable, another):
    assert refusal(consider(expr), tends(limit, variable))[0] == f"the limit is {another}"


def test_the_values_are_ones_at_which_the_stated_limit_is_another():
    expr, limit = log(exp(b * n) + exp(d * n)) / n, "the limit is 2 at b = 1 and d = 2"
    assert refusal(consider(expr), tends(b, n)) == [limit, f"counterexample: {limit}, not 1"]
    limit = "the limit is 2 at b = 2 and d = 1"
    assert refusal(consider(expr), tends(d, n)) == [limit, f"counterexample: {limit}, not 1"]


@pytest.mark.parametrize("limit", [b, log(exp(b) + exp(larger))], ids=str)
def test_a_limit_that_is_known_is_named(limit):
    said = refusal(consider(log(exp(b * n) + exp(larger * n)) / n), tends(limit, n))
    assert said[0] == "the limit is B"


@pytest.mark.parametrize(
    ("supposed", "limit"), [(positive(d - b), 0), (positive(b - d), 1), (nonzero(b - d), None), (d >= b, None)], ids=str
)
def test_what_is_supposed_decides_a_limit_too(supposed, limit):
    expr = exp(b * n) / (exp(b * n) + exp(d * n))
    for tried in (0, 1):
        lines = suppose(supposed), consider(expr), tends(tried, n)
        if tried == limit:
            check_theorem(made(*lines))
        else:
            refusal(*lines)


def test_a_multiple_of_pi_counts_where_the_variable_is_a_whole_number():
    check_theorem(made(consider(cos(2 * sympy.pi * n)), tends(1, n)))
    check_theorem(made(consider(sin(sympy.pi * j * k)), tends(0, k)))
    assert "keeps moving" in refusal(consider(cos(2 * sympy.pi * t)), tends(1, t))[0]
    assert "keeps moving" in refusal(consider(cos(sympy.pi * n)), tends(1, n))[0]


def test_powers_of_what_may_be_negative_need_whole_exponents():
    check_theorem(made(consider(q**k), tends(0, k)))
    wanted = ["the limit is not shown without the sign of q, which is not declared"]
    assert refusal(consider(q**t), tends(0, t)) == wanted


def test_what_is_proven_is_looked_at_again_at_numbers(monkeypatch):
    from derivations.check.limits import check

    monkeypatch.setattr(check, "limit_of", lambda expr, n, facts: sympy.Integer(1))
    said = "not shown: at n = 1000000, b = 1 it is 1 away from 1, and no nearer further on"
    assert refusal(consider(1 / (1 + b * n)), tends(1, n)) == [said]


@pytest.mark.parametrize(
    ("expr", "limit"),
    [
        (sqrt(1 - n) / n, 0),
        (sqrt(-1 / n), 0),
        (log(-n) / n, 0),
        ((1 - n) ** sympy.Rational(1, 3) / n, 0),
        (sqrt(-b * n) / n, 0),
        (sqrt(-b * n) * sqrt(-n) / n**2, 0),
        (log(-n) * log(-n) / n, 0),
        (sqrt(1 / (1 - n)) ** 2, 0),
        (arcsin(1 + 1 / n), sympy.pi / 2),
        (arccos(1 + 1 / n), 0),
    ],
    ids=str,
)
def test_what_has_no_value_has_no_limit(expr, limit):
    assert refusal(consider(expr), tends(limit, n)) == ["it has no value where n is large, so no limit"]


def test_what_has_one_further_out_or_for_some_parameters_does():
    for expr in (log(n - 10**30) / n, sqrt(a * n) / n):
        check_theorem(made(consider(expr), tends(0, n)))
    check_theorem(made(consider(arccos(1 - 1 / n)), tends(0, n)))
    check_theorem(made(consider(sqrt(b * n) * sqrt(n) / n**2), tends(0, n)))
    check_theorem(made(consider(log(1 + exp(-exp(n)))), tends(0, n)))


@pytest.mark.parametrize("size", [10**9, 10**30, 10**60])
def test_a_limit_that_is_near_only_for_large_numbers_is_one(size):
    check_theorem(made(consider(n / (n + size)), tends(1, n)))
    check_theorem(made(consider(size / (n + size)), tends(0, n)))
    assert refusal(consider(n / (n + size)), tends(0, n))[0] == "the limit is 1"


@pytest.mark.parametrize(
    ("expr", "moving"),
    [
        (1 / (1 + n * sin(n) ** 2), "sin(n)"),
        (1 / (1 + t * cos(t) ** 2), "cos(t)"),
        (cos(n) ** 2 + sin(n) ** 2, "sin(n)"),  # is 1, but SymPy knows no more than that it lies between 0 and 2
        (((-1) ** n + 1) / 2, "(−1)^n"),
    ],
    ids=str,
)
def test_a_limit_is_not_taken_over_places_where_what_moves_is_zero(expr, moving):
    assert refusal(consider(expr), tends(0, n if expr.has(n) else t)) == [
        f"the limit is not shown: {moving} keeps moving"
    ]


@pytest.mark.parametrize(
    ("expr", "limit"),
    [
        (log(t + b) / log(t), 1),
        (sin(t) / t, 0),
        (2 + (sin(t) + cos(t) ** 2) / t, 2),
        (t * sin(1 / t), 1),
        (cos(1 / t), 1),
    ],
    ids=str,
)
def test_what_moves_may_stand_in_a_term_that_vanishes(expr, limit):
    check_theorem(made(consider(expr), tends(limit, t)))
