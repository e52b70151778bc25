"""Roots, logarithms and angles have branches: values on one of them say nothing of the others."""

import pytest
from sympy import Integer, Rational, oo, pi

from derivations import (
    StepError,
    absolute,
    arccos,
    arcsin,
    arctan,
    consider,
    cos,
    det,
    dims,
    equals,
    equation,
    exp,
    eye,
    hadamard,
    index,
    inner,
    log,
    matrix,
    norm,
    ones,
    scalar,
    sequence,
    sin,
    sqrt,
    squared_norm,
    sum_over,
    suppose,
    tan,
    theorem,
    trace,
    vector,
)
from derivations.check import check_theorem
from derivations.check.bounds import bounds

n = dims("n")
x, b = scalar("x"), scalar("b", positive=True)
k = scalar("k", integer=True, nonnegative=True)
t = scalar("t", unit_interval=True)
i = index("i", n)
v, w = vector("v", n), vector("w", n)
q = vector("q", n, simplex=True)
A, one, a = matrix("A", n, n), ones(n), sequence("a")
c = 10**12
u = 2 + x / c


def made(before, after, *given):
    def body():
        yield from (suppose(g) for g in given)
        yield consider(before)
        yield equals(after)

    return theorem(title="Made for a test")(body)


def refusal(before, after, *given):
    """Why one step from `before` to `after` is refused."""
    with pytest.raises(StepError) as caught:
        check_theorem(made(before, after, *given))
    return str(caught.value)


def square(u):
    """(u − c)², multiplied out."""
    return u**2 - 2 * c * u + c**2


@pytest.mark.parametrize(
    "before, after, turns",
    [
        (sqrt(n**2 - 40 * n + 400), 20 - n, "n − 20"),
        (sum_over(i, sqrt(i**2 - 40 * i + 400) * v[i]), sum_over(i, (20 - i) * v[i]), "i − 20"),
        (sqrt(square(trace(A))), c - trace(A), f"tr(A) − {c}"),
        (sqrt(square(v[1])), c - v[1], f"v₁ − {c}"),
        (sqrt(square(a[k])), c - a[k], f"aₖ − {c}"),
        (sqrt(square(norm(v))), c - norm(v), f"‖v‖ − {c}"),
        (sqrt(squared_norm(v) - 2 * c * norm(v) + c**2), c - norm(v), f"‖v‖ − {c}"),
        (sqrt(inner(v, w) ** 2 - 2 * c**2 * inner(v, w) + c**4), c**2 - inner(v, w), f"⟨v, w⟩ − {c**2}"),
        (sqrt(norm(q) ** 2 - norm(q) / 500 + Rational(1, 10**6)), norm(q) - Rational(1, 1000), "1000‖q‖ − 1"),
        (sqrt(hadamard(v, v) - 2 * c * v + c**2 * one), c * one - v, f"v − {c}·1"),
        (exp(log(square(b)) / 2), c - b, f"b − {c}"),
        (((x - c) ** 2) ** (k / 2), (c - x) ** k, f"x − {c}"),
        (arctan(1 / (x - c)), -pi / 2 - arctan(x - c), f"x − {c}"),
        (arccos(2 * (1 - x**2 / c**2) ** 2 - 1), 2 * arccos(1 - x**2 / c**2), f"x − {c}"),
    ],
    ids=str,
)
def test_a_square_under_a_root_is_found_whatever_it_is_the_square_of(before, after, turns):
    assert refusal(before, after).endswith(f"values decide nothing where {turns} keeps one sign at all of them")


@pytest.mark.parametrize(
    "before, after",
    [
        (norm(one - one * 21 / n), (21 - n) / sqrt(n)),
        (norm(n * eye(n) - 30 * eye(n)), (30 - n) * sqrt(n)),
        (sqrt(trace(eye(n)) ** 2 - 40 * n + 400), 20 - n),
        (sqrt(v.T @ one @ one.T @ v - 2 * c * (one.T @ v) + c**2), c - one.T @ v),
        (sqrt(x**2 - 2 * c * sqrt(Integer(2)) * x + 2 * c**2), c * sqrt(Integer(2)) - x),
        (sqrt(1 + b - 2 * c * sqrt(1 + b) + c**2), c - sqrt(1 + b)),
        (arccos((1 - u**2) / (1 + u**2)), 2 * arctan(u)),
        (arcsin(2 * u / (1 + u**2)), pi - 2 * arctan(u)),
        (sqrt(1 + x**2 - 2 * c * sqrt(1 + x**2) + c**2), c - sqrt(1 + x**2)),
    ],
    ids=str,
)
def test_a_square_that_shows_in_the_normal_form_only_is_found_too(before, after):
    assert refusal(before, after).endswith("has the square of what may have either sign")


def test_a_square_that_a_hypothesis_hides_is_found():
    y = scalar("y")
    said = refusal(sqrt(y), c - x, equation(y, square(x)))
    assert said.endswith("values decide nothing where y has the square of what may have either sign")


@pytest.mark.parametrize(
    "before, after",
    [
        (sqrt(n**2 - 2 * n + 1), n - 1),
        (sqrt(trace(A) ** 2 - 2 * trace(A) + 1), absolute(trace(A) - 1)),
        (sqrt(hadamard(v, v) - 2 * v + one), absolute(v - one)),
        (sqrt(squared_norm(v) + 2 * norm(v) + 1), norm(v) + 1),
        (sqrt(v.T @ one @ one.T @ v), absolute(one.T @ v)),
        (sqrt(det(A) ** 2), absolute(det(A))),
        (sqrt(x ** (2 * k)), absolute(x**k)),
        (sqrt(cos(x) ** 2), absolute(cos(x))),
        (arcsin(sin(t)), t),
        (arcsin(sin(t / 2)), t / 2),
        (2 * arctan(x) + arctan(-x), arctan(x)),
    ],
    ids=str,
)
def test_what_holds_on_every_branch_is_shown(before, after):
    assert check_theorem(made(before, after)).verdict in ("symbolic", "exact", "enclosed")


@pytest.mark.parametrize(
    "before, after, whole",
    [
        (arctan(tan(x / c)), x / c, f"arctan(tan(x/{c}))"),
        (arctan(tan(k / 70)), k / 70, "arctan(tan(k/70))"),
        (arctan(tan(n / 20)), n / 20, "arctan(tan(n/20))"),
        (arccos(cos(k / 40)), k / 40, "arccos(cos(k/40))"),
        (arcsin(sin(x / c)), x / c, f"arcsin(sin(x/{c}))"),
        (arctan(sin(x / c) / cos(x / c)), x / c, f"arctan(sin(x/{c})/cos(x/{c}))"),
        (sqrt(1 - cos(1 + x / c) ** 2), sin(1 + x / c), f"√(1 − (cos(1 + x/{c}))²)"),
        (exp(log(1 - cos(1 + x / c) ** 2) / 2), sin(1 + x / c), f"log(1 − (cos(1 + x/{c}))²)"),
        (1 / sqrt(1 + tan(x / c) ** 2), cos(x / c), f"√(1 + (tan(x/{c}))²)"),
        (sqrt(sqrt((1 - cos(1 + x / c) ** 2) ** 2)), sin(1 + x / c), f"√(√((1 − (cos(1 + x/{c}))²)²))"),
    ],
    ids=str,
)
def test_an_angle_that_goes_round_has_more_branches_than_values_see(before, after, whole):
    assert refusal(before, after).endswith(f"values decide nothing where {whole} may turn round at ever more places")


def test_an_angle_that_leaves_its_branch_is_refuted():
    assert "counterexample: t = " in refusal(arcsin(sin(2 * t)), 2 * t)


def test_sizes_and_declared_ends_are_bounds():
    h = scalar("h", above=-1, below=3)
    assert bounds(n - 1) == (0, oo)
    assert bounds(t / 2) == (0, Rational(1, 2))
    assert bounds(h) == (-1, 3)
