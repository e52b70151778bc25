"""The functions of answers: they take the symbols of the question, and refuse by name what has no value."""

import numpy as np
import pytest

from derivations import differentiate
from derivations.errors import MathError, NotSupported

A, x = np.arange(9.0).reshape(3, 3), np.arange(3.0)


@pytest.mark.parametrize(
    ("f", "wrt", "order", "given", "value"),
    [
        ("tr(A)", "A", 1, {"A": A}, np.eye(3)),
        ("sum(x)", "x", 1, {"x": x}, np.ones(3)),
        ("norm2(w-y)^2", "w", 2, {"w": x, "y": x}, 2 * np.eye(3)),
        ("tr(A*A)", "x", 1, {"x": x, "A": A}, np.zeros(3)),
        ("tr(X'*X*A)", "A", 2, {"A": A, "X": A[:2]}, np.zeros((9, 9))),
        ("sum(X)*norm2(w)", "X", 1, {"X": A[:2], "w": np.array([3.0, 4.0])}, np.full((2, 3), 5.0)),
        ("λ + y", "y", 1, {"lam": 2.0, "y": 1.0}, 1.0),
    ],
)
def test_a_size_is_taken_from_the_symbols_of_the_question(f, wrt, order, given, value):
    declared = {"x": "n"} if wrt == "x" else {"y": "scalar"} if wrt == "y" else {}
    function = differentiate(f, wrt, declared, order=order).function("numpy")
    np.testing.assert_array_equal(function(**given), value)


@pytest.mark.parametrize(
    ("f", "given", "value"),
    [
        ("x'*log(x/sum(x))", {}, np.log([1 / 4, 3 / 4])),
        ("sum(log(x/t).^2)", {"t": 2.0}, 2 * np.log([1 / 2, 3 / 2]) / [1, 3]),
        ("t*sum(x.*log(t./x))", {"t": 2.0}, 2 * np.log([2, 2 / 3]) - 2),
    ],
)
def test_the_logarithm_of_a_vector_over_a_scalar(f, given, value):
    gradient = differentiate(f, "x", {"x": "n positive", "t": "scalar positive"} if given else {"x": "n positive"})
    np.testing.assert_allclose(gradient.function()(x=np.array([1.0, 3.0]), **given), value, rtol=1e-12)


def test_the_source_has_the_symbol_that_gives_the_size():
    assert differentiate("sum(x)", "x").source("numpy").endswith("    n = len(x)\n    return np.ones(n)\n")


def test_a_singular_matrix_is_refused_as_other_arguments_are():
    function = differentiate("logdet(A)", "A").function("numpy")
    with pytest.raises(MathError) as caught:
        function(A=np.ones((2, 2)))
    assert str(caught.value) == "gradient: a matrix to be inverted is singular, or not positive definite"
    assert isinstance(caught.value, np.linalg.LinAlgError)


def test_a_column_times_its_transpose_is_no_gram_matrix_of_full_rank():
    function = differentiate("det(x*x')", "x").function("numpy")
    with pytest.raises(MathError, match="singular"):
        function(x=np.array([1.0, 2.0]))
    np.testing.assert_allclose(function(x=np.array([3.0])), [6.0])


@pytest.mark.parametrize(("f", "number"), [("1e400*x^2", "2.00E+400"), ("x^2/10^1000", "5.00E+999")])
def test_a_number_beyond_the_floats_has_no_code(f, number):
    found = differentiate(f, "x", {"x": "scalar"})
    with pytest.raises(NotSupported) as caught:
        found.function("numpy")
    said = f"gradient: not supported: code with the number {number}, which is beyond the range of floats"
    assert str(caught.value) == said


@pytest.mark.parametrize("f", ["norm2(X*w-y)^2", "norm2(X*w-y)", "lse(X*w)", "logdet(diag(exp(w)))", "sum(w)^2"])
def test_the_source_runs_by_itself(f):
    answer = differentiate(f, "w", {"w": "p"})
    alone = {}
    exec(answer.source(), alone)
    data = {"X": np.arange(6.0).reshape(3, 2), "w": np.array([0.5, -2.0]), "y": np.ones(3)}
    given = {str(s): data[str(s)] for s in answer.f.free_symbols if str(s) in data}
    np.testing.assert_array_equal(alone["gradient"](**given), answer.function()(**given))


def test_the_source_says_where_the_formula_holds():
    notes = """
    Notes
    -----
    Holds where a > 0.
    Holds where no entry of w is 0; at 0 the subgradients of the absolute value are the interval [−1, 1], and
        sign(0) = 0 is used.
    \"\"\"
"""
    assert notes in differentiate("log(a)*norm1(w)", "w").source()
    assert "Notes" not in differentiate("sum(w)^2", "w").source()
