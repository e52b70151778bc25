"""What emitted functions say to arguments that do not fit, to the letter."""

import numpy as np
import pytest

from derivations import DerivationError, MathError, ShapeError
from derivations.functions._runtime import checked, full_rank, solve, with_results


def gradient(**arguments):
    return checked(**arguments)


ok = np.ones((4, 2))
SHAPES = [
    (
        {"X": (ok, "n p"), "y": ([1, 2, 3], "n")},
        "gradient: y has shape (3,), expected (n,) with n = 4 from X",
    ),
    ({"X": ([1.0, 2.0], "n p")}, "gradient: X has shape (2,), expected (n, p)"),
    (
        {"w": ([1, 2, 3], "p"), "y": ([1], "n"), "X": (ok, "n p")},
        "gradient: X has shape (4, 2), expected (n, p) with n = 1 from y, p = 3 from w",
    ),
    (
        {"y": ([[1], [2]], "n")},
        "gradient: y has shape (2, 1), expected (n,); a vector is a 1-D array: pass y.ravel()",
    ),
    ({"lam": ([1, 2], "scalar")}, "gradient: lam has shape (2,), expected a scalar"),
    ({"A": (ok, "n n")}, "gradient: A has shape (4, 2), expected (n, n)"),
    ({"x": ([1, 2], "3")}, "gradient: x has shape (2,), expected (3,)"),
    (
        {"X": (ok, "n p"), "v": (np.ones(7), "n*p")},
        "gradient: v has shape (7,), expected (n*p,)",
    ),
    (
        {"x": ([1.0, 2.0], "n"), "z": ([1.0, 2.0], "n+1")},
        "gradient: z has shape (2,), expected (n+1,)",
    ),
    ({"X": (np.ones((0, 2)), "n p")}, "gradient: X has shape (0, 2), expected n to be at least 1"),
]
ENTRIES = [
    (
        {"X": ([[1, 2], [3, 4], [np.nan, 5]], "n p")},
        "gradient: X has 1 non-finite entry, first at [2, 0]: nan",
    ),
    ({"y": ([np.inf, 1, -np.inf], "n")}, "gradient: y has 2 non-finite entries, first at [0]: inf"),
    ({"lam": (np.nan, "scalar")}, "gradient: lam is nan, expected a finite number"),
    ({"y": (["a", "b"], "n")}, "gradient: y has the entry 'a', expected numbers"),
    (
        {"t": ({}, "scalar")},
        "gradient: t can't be read as an array of numbers: float() argument must be a string or a real number,"
        " not 'dict'",
    ),
    ({"y": (np.array(["2020-01-01"], "M8[D]"), "n")}, "gradient: y has dates or times, expected numbers"),
    ({"y": ([1j, 2], "n")}, "gradient: y has complex entries, expected real numbers"),
    (
        {"y": (np.ma.masked_invalid([1.0, np.nan]), "n")},
        "gradient: y has masked entries, expected a number in each",
    ),
    ({"y": ([0, 2, 1], "n binary")}, "gradient: y has the entry 2.0 at [1], expected 0 or 1"),
    ({"q": ([1, 0], "n positive")}, "gradient: q has the entry 0.0 at [1], expected a number > 0"),
    ({"lam": (-1, "scalar positive")}, "gradient: lam is -1.0, expected a number > 0"),
    ({"X": ([[1, -2]], "n p nonnegative")}, "gradient: X has the entry -2.0 at [0, 1], expected a number ≥ 0"),
    ({"t": (2, "scalar unit_interval")}, "gradient: t is 2.0, expected a number from 0 to 1"),
    ({"t": (2, "scalar above=2")}, "gradient: t is 2.0, expected a number > 2"),
    ({"t": (2, "scalar below=0.5")}, "gradient: t is 2.0, expected a number < 0.5"),
    ({"k": (-2.5, "scalar integer")}, "gradient: k is -2.5, expected an integer"),
    ({"T": (2.5, "scalar positive_integer")}, "gradient: T is 2.5, expected a positive integer"),
    ({"T": (0, "scalar positive_integer")}, "gradient: T is 0.0, expected a positive integer"),
    ({"k": (2.5, "scalar nonnegative_integer")}, "gradient: k is 2.5, expected an integer ≥ 0"),
    ({"k": (-1, "scalar nonnegative_integer")}, "gradient: k is -1.0, expected an integer ≥ 0"),
    (
        {"b": (0, "scalar above=a"), "a": (1, "scalar")},
        "gradient: b is 0.0, expected a number > a, which is 1.0",
    ),
    ({"a": (0, "scalar nonzero")}, "gradient: a is zero, expected a value other than 0"),
    ({"v": ([0, 0], "n nonzero")}, "gradient: v is zero"),
    ({"p": ([0.5, 0.6], "n simplex")}, "gradient: p has the sum 1.1, expected 1"),
    ({"p": ([1.5, -0.5], "n simplex")}, "gradient: p has the entry -0.5 at [1], expected entries ≥ 0 with sum 1"),
    ({"u": ([3, 4], "n unit")}, "gradient: u has the norm 5, expected 1"),
    ({"y": ([1, 1, 0], "n one_hot")}, "gradient: y is not one-hot, expected one entry 1 and the others 0"),
    (
        {"S": ([[1, 2], [3, 4]], "n n symmetric")},
        "gradient: S is not symmetric: the entry at [0, 1] is 2.0, at [1, 0] it is 3.0",
    ),
    (
        {"S": ([[1, 2], [3, 4]], "n n spd")},
        "gradient: S is not symmetric: the entry at [0, 1] is 2.0, at [1, 0] it is 3.0",
    ),
    ({"S": ([[1, 0], [0, 0]], "n n spd")}, "gradient: S is not positive definite: the entry at [1, 1] is 0.0"),
    (
        {"S": ([[1, 0], [0, -1]], "n n psd")},
        "gradient: S is not positive semidefinite: the entry at [1, 1] is -1.0",
    ),
    ({"D": ([[1, 2], [0, 1]], "n n diagonal")}, "gradient: D is not diagonal: the entry at [0, 1] is 2.0"),
    (
        {"X": (ok, "n p orthonormal")},
        "gradient: X has columns that are not orthonormal: column 0 has the norm 2, expected 1",
    ),
    (
        {"Q": ([[1, 0.6], [0, 0.8]], "n n orthogonal")},
        "gradient: Q has columns that are not orthonormal: columns 0 and 1 have the inner product 0.6, expected 0",
    ),
    (
        {"Q": ([[1e200, 1e200], [1e200, -1e200]], "n n orthogonal")},
        "gradient: Q has columns that are not orthonormal: column 0 has the norm 1.41421356e+200, expected 1",
    ),
    ({"p": (np.float32([0.5, 0.5001]), "n simplex")}, "gradient: p has the sum 1.00010002, expected 1"),
    (
        {"X": (ok.T, "n p rank=p")},
        "gradient: X has shape (2, 4), so its rank is at most 2, expected 4",
    ),
    (
        {"A": ([[0.1, 0.3], [0.2, 0.6], [0.3, 0.9]], "n p rank=p independent")},
        "gradient: A has linearly dependent columns: column 1 is a combination of the columns before it",
    ),
    (
        {"A": (np.ones((2, 3)), "n p rank=n independent")},
        "gradient: A has linearly dependent rows: row 1 is a combination of the rows before it",
    ),
    ({"n": (2.5, "dimension")}, "gradient: n is 2.5, expected a positive integer"),
    ({"n": (0, "dimension")}, "gradient: n is 0, expected a positive integer"),
    ({"n": (True, "dimension")}, "gradient: n is True, a truth value, expected a positive integer"),
    ({"n": (np.True_, "dimension")}, "gradient: n is True, a truth value, expected a positive integer"),
    (
        {"n": (10**400, "dimension")},
        "gradient: n is beyond the largest float, expected a positive integer up to 1.8e+308",
    ),
    ({"n": (None, "dimension")}, "gradient: n is None, expected a positive integer"),
    ({"n": ({}, "dimension")}, "gradient: n is {}, expected a positive integer"),
    ({"n": ("3", "dimension")}, "gradient: n is '3', expected a positive integer"),
    ({"t": (None, "scalar")}, "gradient: t is None, expected a number"),
    ({"t": ("1", "scalar")}, "gradient: t is '1', expected a number"),
    ({"y": ([1, None], "n")}, "gradient: y has the entry None, expected numbers"),
    ({"y": (["1", "2"], "n")}, "gradient: y has the entry '1', expected numbers"),
    ({"t": (True, "scalar")}, "gradient: t is True, a truth value, expected a number"),
    ({"t": (10**400, "scalar")}, "gradient: t is beyond the largest float, expected at most 1.8e+308 in size"),
    (
        {"y": ([1, -(10**400)], "n")},
        "gradient: y has an entry beyond the largest float, expected at most 1.8e+308 in size",
    ),
    ({"u": ([3e200, 4e200], "n unit")}, "gradient: u has the norm 5e+200, expected 1"),
]


@pytest.mark.parametrize(("arguments", "message"), SHAPES, ids=[m for _, m in SHAPES])
def test_shape(arguments, message):
    with pytest.raises(ShapeError) as caught:
        gradient(**arguments)
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, DerivationError)


@pytest.mark.parametrize(("arguments", "message"), ENTRIES, ids=[m for _, m in ENTRIES])
def test_entries(arguments, message):
    with pytest.raises(MathError) as caught:
        gradient(**arguments)
    assert str(caught.value) == message


def test_what_fits_comes_back_as_floats():
    X, y = gradient(X=([[1, 2], [3, 4]], "n p"), y=((True, False), "n binary"))
    lam, n = gradient(lam=(2, "scalar"), n=(2, "dimension"))
    assert X.dtype == y.dtype == np.float64
    assert isinstance(lam, np.float64) and lam == 2
    assert isinstance(n, int) and n == 2
    given = np.ones(3)
    assert gradient(x=(given, "n"))[0] is given


FINE = [
    ([0, 1], "n binary"),
    ([1e-300], "n positive"),
    ([0.1] * 10, "n simplex"),
    ([0.6, 0.8], "n unit"),
    ([0, 1, 0], "n one_hot"),
    ([[1, 2], [2, 5]], "n n spd"),
    ([[1, 1], [1, 1]], "n n psd"),
    ([[1, 0], [0, 2]], "n n diagonal"),
    ([[1, 1e-13], [0, 1]], "n n symmetric"),
    ([[0.6, -0.8], [0.8, 0.6]], "n n orthogonal"),
    ([0.6, 0.8], "n orthonormal"),
    (-1.0, "scalar orthogonal"),
    (np.float32([0.1] * 3 + [0.7]), "n simplex"),
    (np.float32([0.6, 0.8]), "n unit"),
    (np.float32([[1, 0.1], [np.nextafter(np.float32(0.1), np.float32(1)), 1]]), "n n spd"),
    (3, "scalar above=2 below=4"),
    (-3, "scalar integer"),
    (1, "scalar positive_integer"),
    (0, "scalar nonnegative_integer"),
]


@pytest.mark.parametrize(("given", "spec"), FINE, ids=[spec for _, spec in FINE])
def test_facts_that_hold(given, spec):
    np.testing.assert_array_equal(gradient(x=(given, spec))[0], given)


def solution(X):
    q, r = np.linalg.qr(X)
    full_rank(r, "X")
    return q


def test_dependent_columns():
    with pytest.raises(MathError) as caught:
        solution(np.array([[1.0, 2, 3], [4, 5, 9], [7, 8, 15], [1, 1, 2]]))
    said = "solution: the columns of X are linearly dependent: column 2 is a combination of the columns before it"
    assert str(caught.value) == said
    with pytest.raises(MathError) as caught:
        solution(np.array([[0.0, 2], [0, 5], [0, 1]]))
    assert str(caught.value) == "solution: the columns of X are linearly dependent: column 0 is zero"
    with pytest.raises(MathError) as caught:
        solution(np.ones((2, 3)))
    assert str(caught.value) == "solution: the columns of X are linearly dependent: 3 columns with 2 entries each"


def test_hard_but_independent_columns_pass():
    powers = np.linspace(-9, -3, 82)[:, None] ** np.arange(11)  # as hard as NIST's Filip
    assert solution(powers).shape == (82, 11)
    assert solution(np.array([[1e-200, 0], [0, 1e200]])).shape == (2, 2)


GRADED = [  # matrices whose entries differ so much that elimination leaves the floats
    (np.diag([1, 1e-320]), [1, 2], [1, np.inf]),
    (np.diag([2.0**-1060, 4, 1]), [[1, 0], [4, 4], [0, 1]], [[np.inf, 0], [1, 1], [0, 1]]),
    ([[1, 2.0**-540], [2.0**-540, 2.0**-1070]], [1, -1], [2.0**530 / (1 - 2.0**-10), -np.inf]),
    ([[0, 2.0**-1060], [3, 1]], [2.0**-1060, 4], [1, 1]),
]


@pytest.mark.parametrize(("a", "b", "x"), GRADED)
def test_an_entry_beyond_the_largest_float_leaves_the_others_as_they_are(a, b, x):
    np.testing.assert_allclose(solve(np.array(a, float), np.array(b, float)), x, rtol=1e-12)


def test_an_ordinary_system_is_solved_as_ever():
    rng = np.random.default_rng(2)
    for shape in ((4,), (4, 2)):
        a, b = rng.normal(size=(4, 4)), rng.normal(size=shape)
        np.testing.assert_array_equal(solve(a, b), np.linalg.solve(a, b))


def test_results_become_attributes():
    def other():
        return 1

    assert with_results(solution, solution=solution, other=other) is solution
    assert solution.other() == 1
    assert solution.source.startswith("def solution(X):") and other.source.startswith("    def other():")
