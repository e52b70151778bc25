"""What jumps or turns has no derivative there: only what is known to be smooth is differentiated everywhere."""

import importlib
import pkgutil

import pytest
from sympy import Rational

from derivations import (
    StepError,
    absolute,
    arcsin,
    d,
    differential,
    differential_of,
    dims,
    equals,
    equation,
    expectation,
    gradient,
    hadamard,
    indicator,
    leading_eigenvector,
    matrix,
    maximum,
    norm1,
    notation,
    ones,
    probability,
    random_scalar,
    scalar,
    select,
    sign,
    space,
    sqrt,
    squared_norm,
    suppose,
    theorem,
    total,
    unit,
    vector,
)
from derivations.check import check_theorem
from derivations.check.smooth import CORNERS, SMOOTH, corners, unsmooth
from derivations.notation import functions
from derivations.notation.core import MatrixNode, ScalarNode
from derivations.notation.requirements import requirement

n = dims("n")
x, y, b = scalar("x"), scalar("y"), scalar("b", binary=True)
above = scalar("q", positive=True)
v, S = vector("v", n), matrix("S", n, n, symmetric=True)
w = space("w")
Y, Z = random_scalar("Y", w), random_scalar("Z", w, nonnegative=True)


def pair(first, second):
    return maximum(first * unit(1, 2) + second * unit(2, 2))


def evidence(*lines):
    def body():
        yield from (line for line in lines)

    return check_theorem(theorem(title="Made for a test")(body)).steps[-1].evidence


def refusal(*lines):
    with pytest.raises(StepError) as caught:
        evidence(*lines)
    return str(caught.value).splitlines()[-1].strip()


@pytest.mark.parametrize(
    ("f", "change", "what"),
    [
        (x**2 + indicator(x >= 0), 2 * x * d(x), "1{x ≥ 0} has no derivative where x + 0 is zero"),
        (indicator(x >= 0) * x, indicator(x >= 0) * d(x), "1{x ≥ 0} has no derivative where x + 0 is zero"),
        (
            indicator(x >= y) * x + indicator(y >= x) * y,
            indicator(x >= y) * d(x),
            "1{x ≥ y} has no derivative where x − y is zero",
        ),
        (maximum(v + x * ones(n, 1)), d(x), "max(v + x·1) has no derivative where two entries are largest"),
        (sqrt(x**2), sign(x) * d(x), "√(x²) has no derivative where x² is zero"),
        ((x + sqrt(x**2)) / 2, (1 + sign(x)) * d(x) / 2, "√(x²) has no derivative where x² is zero"),
        (sqrt(x**2 * y**2), sign(x) * absolute(y) * d(x), "√(x²y²) has no derivative where x²y² is zero"),
        ((x**4) ** Rational(1, 4), sign(x) * d(x), "(x⁴)^(1/4) has no derivative where x⁴ is zero"),
        (
            total(sqrt(hadamard(x * v, x * v))),
            sign(x) * norm1(v) * d(x),
            "√((xv)∘(xv)) has no derivative where (xv)∘(xv) is zero",
        ),
        (
            squared_norm(leading_eigenvector(x * S + S)),
            0 * d(x),
            "q_max(xS + S) has no derivative where the largest eigenvalue is repeated",
        ),
    ],
    ids=["jump", "piece", "pieces", "maximum", "root", "relu", "product", "power", "entries", "eigenvector"],
)
def test_what_jumps_or_turns_has_no_derivative_there(f, change, what):
    assert refusal(differential(f, x), equals(change)) == what + ", and this is not excluded"


@pytest.mark.parametrize(
    ("f", "change", "where"),
    [
        (indicator(equation(x, y)) * x, 0 * d(x), "x − y zero comes at none of them"),
        (x**2 + probability(x >= Y), 2 * x * d(x), "Y − x is zero: none in general position lie there"),
        (
            expectation(indicator(x >= Y) * Y) * x,
            expectation(indicator(x >= Y) * Y) * d(x),
            "Y − x is zero: none in general position lie there",
        ),
    ],
    ids=["point", "probability", "expected jump"],
)
def test_values_off_a_jump_say_nothing_of_a_derivative(f, change, where):
    assert refusal(differential(f, x), equals(change)).endswith(f"values decide nothing where {where}")


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (indicator(above >= 0) * above, indicator(above >= 0)),
        (above + probability(-above >= Z), 1 + 0 * above),
    ],
    ids=["indicator", "probability"],
)
def test_away_from_its_jump_it_has_one(f, slope):
    assert evidence(differential(f, above), gradient(slope, wrt=above)) in ("symbolic", "exact")


def test_a_hypothesis_keeps_it_away():
    lines = [differential(indicator(x >= 1) * x, x), gradient(indicator(x >= 1), wrt=x)]
    assert evidence(suppose(x >= 2), *lines) in ("symbolic", "exact")
    assert "where x − 1 is zero" in refusal(suppose(x >= 1), *lines)


def test_a_hypothesis_about_one_outcome_does_not_speak_for_all():
    lines = [differential(expectation(indicator(x >= Y)) * x, x), equals(expectation(indicator(x >= Y)) * d(x))]
    assert "where x − Y is zero" in refusal(suppose(x >= Y + 1), *lines)


def test_a_maximum_that_turns_smoothly_holds_at_its_ties_too():
    assert evidence(differential(pair(x, 0) ** 2, x), gradient(2 * pair(x, 0), wrt=x)) in ("symbolic", "exact")


def test_what_stands_still_may_jump():
    f = expectation(indicator(y >= Y) * x**2) + maximum(v) * x
    assert evidence(differential(f, x), gradient(2 * x * probability(y >= Y) + maximum(v), wrt=x)) == "symbolic"
    chosen = differential(select(b, x**2, x), x), equals(select(b, 2 * x, 1) * d(x))
    assert evidence(*chosen) in ("symbolic", "exact")


def test_a_maximum_of_few_entries_is_kept_from_its_ties_two_at_a_time():
    (corner,) = corners(differential_of(expectation(pair(x, Y)), x))
    assert str(corner) == (
        "max(xe₁ + Ye₂) has no derivative where (xe₁ + Ye₂)₁ − (xe₁ + Ye₂)₂ is zero, and this is not excluded"
    )
    assert corner.away is not None and corner.away.every == {w}


def test_a_choice_that_moves_has_no_derivative():
    (corner,) = corners(differential_of(select(x, y, 1), x))
    assert str(corner).endswith("has no derivative where x changes, and this is not excluded")


def test_every_node_is_on_one_list_or_has_no_derivative():
    for module in pkgutil.iter_modules(notation.__path__):
        importlib.import_module(f"{notation.__name__}.{module.name}")
    nodes = {c for kind in (ScalarNode, MatrixNode) for c in _below(kind) if c.__module__.startswith(notation.__name__)}
    unlisted = {c.__name__ for c in nodes if not issubclass(c, SMOOTH) and c not in CORNERS}
    still = {"Commutation", "Constant", "Eye", "Ones", "Zeros", "Unit", "RandomScalar", "RandomMatrix"}
    assert unlisted == still | {"Increment", "MatIncrement", "HessianValue"}
    assert not any(issubclass(c, SMOOTH) for c in CORNERS)


def test_every_function_without_a_slope_somewhere_has_a_corner():
    moved = [next(corners(differential_of(f(x), x)), None) for f in functions.FUNCTIONS.values()]
    named = {f.name for f, corner in zip(functions.FUNCTIONS.values(), moved, strict=True) if corner is not None}
    assert named == {"abs", "sign", "relu", "step", "sqrt", "arcsin", "arccos"}


def test_an_arcsine_has_a_derivative_inside_its_domain_alone():
    slope = differential_of(arcsin(x), x)
    assert unsmooth(slope, (requirement("[-1, 1]", x),)).where == "x is −1 or 1"
    for given in (requirement("(-1, 1)", x), requirement("positive", 1 - x**2)):
        assert unsmooth(slope, (given,)) is None


def _below(kind):
    return {kind, *(c for sub in kind.__subclasses__() for c in _below(sub))} - {ScalarNode, MatrixNode}


def test_what_holds_nothing_that_moves_has_no_corner():
    assert [*corners(differential_of(x * expectation(Y) + maximum(v + ones(n, 1)), x))] == []
