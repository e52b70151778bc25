"""A limit in one variable, while everything else stays as it is; what is tied to the variable does not."""

import pytest
import sympy

from derivations import StepError, consider, dims, index, part, scalar, sin, suppose, tends, theorem, total, vector
from derivations.check import check_theorem
from derivations.notation.relations import equation

n, m = dims("n m")
i, x = index("i", n), vector("x", n)
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
        (sin(t), "there is no limit: sin(t) keeps moving between −1 and 1"),
        (
            (-1) ** k / (k + 1),
            "the limit could not be taken: the powers (-1)^k of what is not shown to be ≥ 0 are not supported yet",
        ),
        (a**k, "the limit could not be taken: it depends on signs that are not declared"),
        (weight**k, "the limit could not be taken: it depends on signs that are not declared"),
    ],
    ids=str,
)
def test_a_limit_that_is_not_taken_says_why(expr, said):
    variable = k if expr.has(k) else t
    assert refusal(consider(expr), tends(0, variable)) == [said]


def test_the_limits_of_powers_that_are_known_are_taken():
    check_theorem(made(consider((1 - 1 / t) ** t), tends(sympy.exp(-1), t)))
    check_theorem(made(consider((2 * m + 1) / (m + b)), tends(2, m)))
