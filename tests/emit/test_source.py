"""Names, docstrings, modules and the package of functions."""

import inspect
import subprocess
import sys
import traceback
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import sympy

import derivations as dv
from derivations.emit.arguments import free_arguments
from derivations.emit.modules import compile_source, module_source, topic_source
from derivations.emit.names import Names, identifier, name_of
from derivations.emit.numpy import numpy_source
from derivations.emit.source import FunctionDocs

n, p = dv.dims("n p")
X, w = dv.matrix("X", n, p, rank=p), dv.vector("w", p)
lam = dv.scalar("lambda", positive=True)

NAMES = [
    ("theta", "theta"),
    ("θ", "theta"),
    ("lambda", "lam"),
    ("λ", "lam"),
    ("Λ", "Lam"),
    ("ϑ", "theta"),
    ("ς", "sigma"),
    ("Σ_x", "Sigma_x"),
    ("sigma_w", "sigma_w"),
    ("x_{k}", "x_k"),
    ("x₁", "x_1"),
    ("x'", "x_prime"),
    ("\\mu", "mu"),
    ("sum", "sum_"),
    ("in", "in_"),
    ("np", "np_"),
]


@pytest.mark.parametrize(("symbol", "name"), NAMES)
def test_identifier(symbol, name):
    assert identifier(symbol) == name


@pytest.mark.parametrize("symbol", ["sigma^2", "2x", "a b", "_x", "é", "x̂", "", "x);import os", "x\ny"])
def test_names_that_are_refused(symbol):
    with pytest.raises(dv.MathError) as caught:
        identifier(symbol)
    said = f"{symbol!r} can't name an argument of a function: expected a letter, then letters, digits and underscores"
    assert str(caught.value) == said


def test_names_of_members_and_increments():
    k = dv.index("k", n)
    x, a = dv.sequence("x", p), dv.sequence("a")
    assert [name_of(s) for s in (x[k], x[k + 1], x[0], a[k], dv.d(X), dv.d(lam))] == [
        "x_k",
        "x_k_plus_1",
        "x_0",
        "a_k",
        "dX",
        "dlam",
    ]


def test_names_in_use_get_numbers():
    names = Names(["e", "x1"])
    assert [names.take(w) for w in ("e", "e", "x1", "z", "sum")] == ["e2", "e3", "x1_2", "z", "sum2"]


def source(expr, arguments=None, docs=None, name="f"):
    arguments = free_arguments(expr) if arguments is None else arguments
    return numpy_source(expr, name=name, arguments=arguments, docs=docs or FunctionDocs("Title"))


def test_colliding_names():
    e, sigma, other = dv.vector("e", n), dv.scalar("sigma"), dv.scalar("σ")
    text = source(dv.sigmoid(sigma * e) + other * e)
    assert "def f(sigma, e, sigma2):" in text
    assert "e2 = np.exp(-np.abs(z))" in text


def test_a_size_and_an_argument_of_one_name():
    q = dv.vector("p", p)
    text = source(q / p)
    assert "p2 = len(p)\n    return p / p2" in text
    assert compile_source(text, "f")([2.0, 4.0]).tolist() == [1.0, 2.0]


FACTS = {
    "S": (dv.matrix("S", n, n, positive_definite=True), "n n spd", "symmetric positive definite"),
    "C": (dv.matrix("C", n, n, positive_semidefinite=True), "n n psd", "symmetric positive semidefinite"),
    "O": (dv.matrix("O", n, n, orthogonal=True), "n n orthogonal", "orthogonal"),
    "y": (dv.vector("y", n, about="labels", binary=True), "n binary", "labels, entries 0 or 1"),
    "q": (dv.vector("q", n, simplex=True), "n simplex", "entries ≥ 0 with sum 1"),
    "a": (dv.scalar("a", positive=True), "scalar positive", "> 0"),
    "b": (dv.scalar("b", above=2), "scalar above=2", "above 2"),
    "k": (dv.scalar("k", integer=True), "scalar integer", ""),
    "T": (dv.scalar("T", integer=True, positive=True), "scalar positive_integer", "> 0"),
    "t": (dv.scalar("t", integer=True, nonnegative=True), "scalar nonnegative_integer", "≥ 0"),
    "s": (sympy.Symbol("s", integer=True, positive=True), "scalar positive_integer", "> 0"),
    "c": (dv.scalar("c", below=lam), "scalar", ""),
    "u": (dv.vector("u", 3), "3", ""),
}


@pytest.mark.parametrize("name", FACTS)
def test_facts_are_told_and_checked(name):
    symbol, spec, words = FACTS[name]
    text = source(symbol, docs=FunctionDocs("Title", about={"y": "labels"}))
    assert f'({name},) = _checked({name}=({name}, "{spec}"))' in text
    line = next(line for line in text.splitlines() if line.startswith(f"    {name} : "))
    assert line.endswith(words)


def test_a_bound_that_is_no_argument_is_told_by_what_bounds_it():
    low = dv.scalar("low")
    mean = dv.scalar("mean", above=low)
    high = dv.scalar("high", above=mean)
    text = source(high - low)
    assert 'high=(high, "scalar above=low")' in text and "    high : float   above low\n" in text
    with pytest.raises(dv.MathError, match=r"f: high is 1\.0, expected a number > low, which is 2\.0"):
        compile_source(text, "f")(low=2, high=1)


def test_rank_is_asked_for_only_where_something_is_inverted():
    assert '"n p")' in source(X @ w)
    assert '"n p rank=p")' in source(dv.inverse(X.T @ X))


def test_families_and_single_members():
    i = dv.index("i", n)
    x, a = dv.sequence("x", p, about="examples"), dv.sequence("a")
    total = dv.sum_over(i, a[i] * x[i])
    text = source(total, [a, x])
    assert 'a, x = _checked(a=(a, "n"), x=(x, "n p"))\n    return x.T @ a' in text
    assert "    a : array, shape (n,)     entries a_1, …, a_n\n" in text
    assert "    x : array, shape (n, p)   rows x_1, …, x_n\n" in text
    k = dv.scalar("k")
    text = source(x[k + 1] - x[k], [x])
    assert "def f(x_k, x_k_plus_1):" in text and "return x_k_plus_1 - x_k" in text
    assert [str(s) for s in free_arguments(total + a[0] * w, [w, x])] == ["w", "x", "a"]


def test_sums_over_neighbours_are_not_supported():
    i = dv.index("i", n)
    x = dv.sequence("x", p)
    with pytest.raises(dv.NotSupported) as caught:
        source(dv.sum_over(i, x[i + 1] - x[i]), [x])
    assert str(caught.value) == "f: not supported yet: code for a sum over xᵢ₊₁, which is not the member at the index"


def test_dimensions_as_arguments():
    text = source(2 / n)
    assert "def f(n):" in text and "    n : int   ≥ 1\n" in text and '(n,) = _checked(n=(n, "dimension"))' in text
    assert compile_source(text, "f")(4) == 0.5


def test_long_signatures_and_long_lines_are_broken():
    many = [dv.matrix(f"A_{k}", n, n, about="a factor", symmetric=True) for k in range(12)]
    expr = sum((dv.exp(a @ b) for a, b in pairwise(many)), start=many[0])
    text = source(expr, many)
    assert max(map(len, text.splitlines())) <= 120
    assert "\n    ) = _checked(" not in text and "= _checked(\n" in text
    function = compile_source(text, "f")
    values = [np.full((2, 2), k / 50) for k in range(12)]
    expected = values[0] + sum(np.exp(a @ b) for a, b in pairwise(values))
    np.testing.assert_allclose(function(*values), expected)


def test_words_of_a_docstring_cannot_end_it():
    docs = FunctionDocs('A """ title \\ with\nlines.', 'an"""id', about={"w": 'x """ y'})
    function = compile_source(source(X @ w, docs=docs), "f")
    assert "A ''' title \\ with lines, Xw." in function.__doc__
    assert "x ''' y" in function.__doc__


@pytest.mark.parametrize("name", ["two words", "for", "1st"])
def test_function_names(name):
    with pytest.raises(dv.MathError) as caught:
        source(X @ w, name=name)
    assert str(caught.value) == f"{name!r} can't name a function: expected an identifier"


def test_compiled_functions_show_their_lines():
    text = source(dv.inverse(dv.matrix("H", n, n)) @ dv.vector("g", n))
    f = compile_source(text, "f")
    assert f.source == text == inspect.getsource(f)
    assert list(inspect.signature(f).parameters) == ["H", "g"]
    try:
        f(np.zeros((2, 2)), np.ones(2))
    except np.linalg.LinAlgError:
        assert "return _solve(H, g)" in traceback.format_exc()


PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
THEOREM = [("solution", "ols"), ("gradient", "gradient")]


@pytest.fixture
def module():
    y = dv.vector("y", n)
    solution = source(dv.inverse(X.T @ X) @ X.T @ y, [X, y], name="ols")
    gradient = source(-2 * X.T @ (y - X @ w), [X, y, w], name="gradient")
    return module_source("linear_models.ols", [("solution", solution), ("gradient", gradient)])


HEAD = '''\
"""Functions derived and checked in linear_models.ols; written by `derive build`."""

import numpy as np

from derivations.functions._runtime import (
    checked as _checked,
    full_rank as _full_rank,
    solve as _solve,
    with_results as _with_results,
)

__all__ = ["gradient", "ols"]


def ols(X, y):
'''


def test_many_long_names_of_functions_stand_one_a_line():
    long = [f"result_with_a_name_that_is_long_{k}" for k in range(3)]
    sources = [(name, f"def {name}():\n    return 1.0\n") for name in ["main", *long]]
    text = module_source("topic.main", sources)
    assert '__all__ = [\n    "main",\n    "result_with_a_name_that_is_long_0",\n' in text
    assert max(map(len, text.splitlines())) <= 120


def test_module(module):
    assert module.startswith(HEAD)
    assert module.endswith("\n\nols = _with_results(ols, solution=ols, gradient=gradient)\n")


@pytest.mark.parametrize("functions", [[], [("a", "def a():\n    return 1.0\n")]])
def test_a_module_needs_its_main_function(functions):
    with pytest.raises(dv.DerivationError) as caught:
        module_source("linear_models.ols", functions)
    got = "a" if functions else "none"
    assert str(caught.value) == f"linear_models.ols: expected one function called ols, got {got}"


def test_modules_are_formatted(module, tmp_path):
    file = tmp_path / "ols.py"
    file.write_text(module, encoding="utf-8")
    for command in (["format", "--check"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "--config", str(PYPROJECT), str(file)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


def test_package(module, tmp_path, monkeypatch):
    topic = tmp_path / "made_up_topic"
    topic.mkdir()
    (topic / "ols.py").write_text(module, encoding="utf-8")
    (topic / "__init__.py").write_text(topic_source(["ols"], "Functions: made up"), encoding="utf-8")
    monkeypatch.setattr(dv.functions, "__path__", [*dv.functions.__path__, str(tmp_path)])
    assert "made_up_topic" in dir(dv.functions)
    ols = dv.functions.made_up_topic.ols
    try:
        design, y = np.array([[1.0, 0], [1, 1], [1, 2]]), np.array([1.0, 3, 5])
        np.testing.assert_allclose(ols(design, y), [1, 2])
        np.testing.assert_allclose(ols.gradient(design, y, [1.0, 2.0]), 0, atol=1e-12)
        assert ols.solution is ols and ols.source.startswith("def ols(X, y):")
        with pytest.raises(dv.UnknownName) as caught:
            dv.functions.made_up_topics  # noqa: B018
        assert str(caught.value) == "there are no functions for the topic 'made_up_topics'; did you mean made_up_topic?"
        assert isinstance(caught.value, AttributeError)
    finally:
        for name in [name for name in sys.modules if "made_up_topic" in name]:
            del sys.modules[name]
        vars(dv.functions).pop("made_up_topic", None)


def test_private_names_of_the_package():
    with pytest.raises(AttributeError) as caught:
        dv.functions.__wrapped__  # noqa: B018
    assert str(caught.value) == "module 'derivations.functions' has no attribute '__wrapped__'"
    assert not isinstance(caught.value, dv.DerivationError)


def test_functions_need_no_sympy():
    code = "import sys; import derivations.functions._runtime; print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("theorem", "result", "arguments", "said"),
    [
        (
            "optimization.momentum",
            None,
            (1.0, 0.1, 3),
            "effective_step: 1 - beta is zero, expected a value other than 0",
        ),
        ("probability.central_limit", None, (-1.0, 1.0), "limit: V is -1.0, expected a number ≥ 0"),
        (
            "probability.central_limit",
            "upper_bound",
            (1.0, -2.0, 1.0, 5),
            "upper_bound: w is -2.0, expected a number > 0",
        ),
    ],
)
def test_a_function_asks_for_what_its_theorem_supposes(theorem, result, arguments, said):
    function = dv.theorem(theorem).function(result)
    with pytest.raises(dv.MathError) as refused:
        function(*arguments)
    assert str(refused.value) == said


def test_the_docstring_says_what_is_supposed_of_an_argument():
    assert "part of the last move that is kept, 1 − β ≠ 0\n" in dv.theorem("optimization.momentum").source()
