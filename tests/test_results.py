"""Results as source and as functions: which one, with which arguments, and what is said where it can't be had."""

import inspect
import re

import numpy as np
import pytest

import derivations as dv
from derivations import emit
from derivations.proof.catalogue import load

OLS = "linear_models.ols_normal_equations"


@pytest.fixture
def ols():
    return dv.theorem(OLS)


def test_main_result_by_default(ols):
    assert ols.function().__name__ == ols.function("solution").__name__ == "solution"
    assert ols.source() == ols.source("solution") == ols.function().source


def test_arguments_stand_in_the_order_of_declaration(ols):
    assert list(inspect.signature(ols.function("gradient")).parameters) == ["X", "y", "w"]
    assert list(inspect.signature(ols.function("solution")).parameters) == ["X", "y"]


def test_docstring_tells_meaning_shape_and_origin(ols):
    assert ols.derivation.verdict == "symbolic"
    told = inspect.cleandoc(ols.function("gradient").__doc__)
    assert told.splitlines()[0] == f"Gradient ({ols.title}), −2Xᵀ(y − Xw)."
    assert re.search(r"^X : array, shape \(n, p\) +design matrix, one row an example", told, re.M)
    assert told.endswith(f"Derived and checked: {OLS}")


def test_called_by_position_and_by_name(ols):
    X, y = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), [1.0, 3.0, 5.0]
    solve = ols.function("solution")
    np.testing.assert_allclose(solve(X, y), [1.0, 2.0])
    np.testing.assert_array_equal(solve(y=y, X=X), solve(X, y))


def test_module_of_all_functions(ols):
    text = emit.theorem_module(ols)
    assert re.findall(r"^def (\w+)", text, re.M) == ["ols_normal_equations", "loss", "gradient"]
    assert '__all__ = ["gradient", "loss", "ols_normal_equations"]' in text


WRONG_USE = [
    (("solutoin",), dv.UnknownName, f"{OLS} has no result 'solutoin'; did you mean 'solution'?"),
    (("zzz",), dv.UnknownName, f"{OLS} has no result 'zzz'; it has solution, loss, gradient, normal_equations"),
    (("loss", "numpi"), dv.UnknownName, "no target 'numpi'; did you mean 'numpy'?"),
    (("loss", "zzz"), dv.UnknownName, "no target 'zzz'; available: numpy"),
    *(
        (("loss", target), dv.NotSupported, f"not supported yet: target '{target}'; available: numpy")
        for target in ("array_api", "jax", "torch", "r", "julia", "matlab")
    ),
    (
        ("normal_equations",),
        dv.NotSupported,
        f"{OLS}: the result 'normal_equations' is a statement, so there is nothing to compute: XᵀXw = Xᵀy",
    ),
]


@pytest.mark.parametrize(
    ("asked", "kind", "message"), WRONG_USE, ids=lambda x: ",".join(x) if type(x) is tuple else None
)
@pytest.mark.parametrize("what", ["source", "function"])
def test_wrong_use(ols, what, asked, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        getattr(ols, what)(*asked)


def test_missing_extra(ols, monkeypatch):
    monkeypatch.setitem(emit.TARGETS, "jax", "jax")
    monkeypatch.setattr(emit, "find_spec", lambda package: None)
    said = "target 'jax' needs jax, which is not installed: pip install 'mathematics-for-ml[jax]'"
    with pytest.raises(dv.MissingExtra, match=f"^{re.escape(said)}$"):
        ols.source("loss", target="jax")


def test_a_theorem_without_results(tmp_path):
    (tmp_path / "bare.py").write_text(
        "from derivations import equation, holds, scalar, theorem\n"
        "from derivations.calculus.rules import expand\n\n\n"
        '@theorem(title="Bare")\n'
        "def bare():\n"
        '    """A sum."""\n'
        '    a = scalar("a")\n'
        '    yield holds(equation(a + a, 2 * a), by=expand, why="Twice the same.")\n',
        encoding="utf-8",
    )
    bare = load(tmp_path / "bare.py")
    for ask in (bare.source, bare.function):
        with pytest.raises(dv.UnknownName, match=r"^bare names no results$"):
            ask()
    assert emit.theorem_module(bare) == ""


def test_wrong_arguments(ols):
    solve = ols.function("solution")
    said = r"^solution: y has shape \(2,\), expected \(n,\) with n = 3 from X$"
    with pytest.raises(dv.ShapeError, match=said):
        solve(np.ones((3, 2)), np.ones(2))
    with pytest.raises(dv.MathError, match=r"^solution: X has 1 non-finite entry, first at \[0, 1\]: nan$"):
        solve(np.array([[1.0, np.nan], [1.0, 2.0]]), np.ones(2))
    with pytest.raises(dv.MathError, match=r"^solution: the columns of X are linearly dependent: "):
        solve(np.ones((3, 2)), np.ones(3))


@pytest.mark.parametrize("result", ["step", "decrement"])
@pytest.mark.parametrize(
    "hessian", [[[1.0, 2.0], [2.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]], ids=["indefinite", "singular"]
)
def test_a_matrix_that_is_not_positive_definite_is_refused(result, hessian):
    function = dv.theorem("optimization.newton_step").function(result)
    with pytest.raises(dv.MathError) as caught:
        function(g=[1.0, 0.0], H=hessian)
    assert str(caught.value) == f"{result}: H is not positive definite: it has no Cholesky decomposition"
