"""Reference implementations as mathematics: what latexify prints rightly is shown, anything else is not."""

import pytest

from derivations.site.reading import Reading, reading

KINDS = {"X": "matrix", "S": "matrix", "w": "vector", "y": "vector", "s": "vector", "a": "scalar", "n": "scalar"}


def read(body):
    return reading(f'def f(X, y):\n    """What it does."""\n    {body}\n', KINDS)


@pytest.mark.parametrize(
    ("body", "latex"),
    [
        ("return X @ w - y", r"f(X, y) = X w - y"),
        ("return -2 * X.T @ (y - X @ w)", r"f(X, y) = -2 X^\top \cdot \left( y - X w \right)"),
        ("return np.exp(s) / np.sum(np.exp(s))", r"f(X, y) = \frac{\exp s}{\sum \exp s}"),
        ("return a * np.log(a)", r"f(X, y) = a \cdot \log a"),
        ("return np.sqrt(2 / n)", r"f(X, y) = \sqrt{ \frac{2}{n} }"),
        ("return -np.linalg.solve(S, y)", r"f(X, y) = -\mathrm{solve} \left( S, y \right)"),
        (
            "return np.diag(s) - np.outer(s, s)",
            r"f(X, y) = \mathrm{diag} \left( s \right) - \mathrm{outer} \left( s, s \right)",
        ),
        ("r = y - X @ w\n    return np.sum(r)", r"\begin{array}{l} r = y - X w \\ f(X, y) = \sum r \end{array}"),
        ("return np.transpose(X) @ y", r"f(X, y) = X^\top \cdot y"),
        ("return np.mean(y)", r"f(X, y) = \mathrm{mean} \left( y \right)"),
        ("return abs(a) ** 2", r"f(X, y) = \left| a \right|^{2}"),
    ],
)
def test_shown(body, latex):
    assert read(body) == Reading(latex=latex)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return y @ y", "`y @ y` would be read without the transpose that NumPy puts in"),
        ("return s * y", "`s * y` multiplies entry by entry, and would be read as a matrix product"),
        ("return s**2", "`s ** 2` works entry by entry, and would be read otherwise"),
        ("return y / s", "`y / s` works entry by entry, and would be read otherwise"),
        ("return y.sum()", "`y.sum()` is not among what it is known to read rightly"),
        ("return np.sum(X, axis=0)", "`np.sum(X, axis=0)` is not among what it is known to read rightly"),
        ("return (X + S).T @ y", "`(X + S).T` would lose its transpose"),
        ("return y.T @ y", "`y.T` would lose its transpose"),
        ("return np.transpose(y) @ y", "`np.transpose(y)` is not among what it is known to read rightly"),
        ("return np.sum(y) + a", "`np.sum(y) + a` would be read as if `sum` took all that follows"),
        ("return a * np.log(a) * a", "`a * np.log(a) * a` would be read as if `log` took all that follows"),
        ("return -np.log(a) * a", "`-np.log(a) * a` would be read as if `log` took all that follows"),
        ("return y[0]", "`y[0]` is not among what it is known to read rightly"),
        ("return a // n", "`a // n` is not among what it is known to read rightly"),
        ("return a / u", "`a / u` can be read in two ways: whether `u` is a number is not known"),
        ("return u**2", "`u ** 2` can be read in two ways: whether `u` is a number is not known"),
        ("return math.erf(a)", "`math.erf(a)` is not among what it is known to read rightly"),
        ("return unknown @ y", "`unknown @ y` would be read without the transpose that NumPy puts in"),
        ("a, n = y\n    return a", "it has a statement that is no assignment, `a, n = y`"),
        ("for i in y:\n        pass\n    return y", "it has a statement that is no assignment, `for i in y:`"),
        ("a = 2", "it does not end with `return`"),
    ],
)
def test_not_shown(body, reason):
    assert read(body) == Reading(reason=f"latexify, which turns code into formulas, might get it wrong: {reason}")


def test_not_a_function():
    assert reading("class A: pass\n", {}).reason == "it is not a plain function"


def test_without_latexify(monkeypatch):
    monkeypatch.setattr("derivations.site.reading.find_spec", lambda name: None)
    assert read("return y").reason == "latexify is not installed"
