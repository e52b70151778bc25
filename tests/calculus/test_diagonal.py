"""Functions of a diagonal matrix, entry by entry: what is asked is asked of the diagonal, the zeros beside it stay."""

import re

import numpy as np
import pytest

from derivations import DerivationError, cos, diag, differentiate, dims, exp, sigmoid, softplus, total, vector
from derivations.check.normal import normal_form

DIAGONAL = {"D": "n, n diagonal"}
BENT = "; at 0 the subgradients of the absolute value are the interval [−1, 1], and sign(0) = 0 is used"
IN_X = {
    "sum(diag(x).^1.5)": lambda v: np.sum(v**1.5),
    "sum(sqrt(diag(x)))": lambda v: np.sum(np.sqrt(v)),
    "sum(abs(diag(x)).^1.5)": lambda v: np.sum(np.abs(v) ** 1.5),
    "sum(sqrt(2*diag(x) + eye))": lambda v: np.sum(np.sqrt(2 * v + 1)),
    "norm1(diag(x))": lambda v: np.sum(np.abs(v)),
    "sum(relu(-diag(x)*diag(x)*diag(x)))": lambda v: np.sum(np.maximum(-(v**3), 0)),
}
IN_D = {
    "sum(sqrt(D))": lambda v: np.sum(np.sqrt(v)),
    "sum(D.^0.5)": lambda v: np.sum(np.sqrt(v)),
    "sum(D.^1.5)": lambda v: np.sum(v**1.5),
    "sum(abs(D))": lambda v: np.sum(np.abs(v)),
    "sum(relu(D))": lambda v: np.sum(np.maximum(v, 0)),
    "norm1(D)": lambda v: np.sum(np.abs(v)),
}
POINT = np.array([1.0, 4.0, 0.3])


def slopes(f, v, h=1e-4):
    return np.array([(f(v + h * e) - f(v - h * e)) / (2 * h) for e in np.eye(len(v))])


def bends(f, v):
    return np.array([slopes(lambda w, i=i: slopes(f, w)[i], v) for i in range(len(v))])


@pytest.mark.parametrize("f", IN_X)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_derivatives_in_the_diagonal_are_those_of_its_entries(f, n):
    first, second = (differentiate(f, "x", {"x": "n"}, order).function("numpy") for order in (1, 2))
    v = POINT[:n]
    assert np.allclose(np.ravel(first(x=v)), slopes(IN_X[f], v), atol=1e-6)
    assert np.allclose(second(x=v) * np.ones((n, n)), bends(IN_X[f], v), atol=1e-4)


@pytest.mark.parametrize("f", IN_D)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_and_so_are_those_in_a_diagonal_matrix(f, n):
    first, second = (differentiate(f, "D", DIAGONAL, order).function("numpy") for order in (1, 2))
    v, places = POINT[:n], np.arange(n) * (n + 1)
    assert np.allclose(first(D=np.diag(v)), np.diag(slopes(IN_D[f], v)), atol=1e-6)
    found = second(D=np.diag(v)) * np.ones((n * n, n * n))
    assert np.allclose(found[np.ix_(places, places)], bends(IN_D[f], v), atol=1e-4)


@pytest.mark.parametrize(
    ("f", "x", "conditions"),
    [
        ("sum(diag(x).^1.5)", "x", ("where no entry of x is negative",)),
        ("sum(sqrt(diag(x)))", "x", ("where every entry of x is positive",)),
        ("norm1(diag(x))", "x", (f"where no entry of x is 0{BENT}",)),
        ("sum(sqrt(D))", "D", ("where every entry of diag(D) is positive",)),
        ("sum(abs(D))", "D", (f"where no entry of diag(D) is 0{BENT}",)),
        ("norm1(D)", "D", (f"where no entry of diag(D) is 0{BENT}",)),
        ("sqrt(diag(x))", "x", ("where every entry of x is positive",)),
    ],
)
def test_what_is_asked_is_asked_of_the_diagonal(f, x, conditions):
    shapes = DIAGONAL if x == "D" else {"x": "n"}
    assert differentiate(f, x, shapes).conditions == conditions
    assert differentiate(f, [x], shapes).conditions == conditions or f == "sqrt(diag(x))"


def test_the_step_to_the_diagonal_is_shown():
    steps = differentiate("sum(abs(D))", "D", DIAGONAL).steps
    step = next(s for s in steps if s.text == "= 1ᵀ|diag(D)|")
    assert step.rule.name == "function of a diagonal matrix" and step.evidence == "symbolic"


@pytest.mark.parametrize("g", [exp, cos, sigmoid, softplus])
def test_what_is_not_0_at_0_keeps_more_than_the_diagonal(g):
    x = vector("x", dims("n"))
    assert normal_form(total(g(diag(x)))) != normal_form(total(g(x)))


NOWHERE = "which holds for no diagonal matrix with more than one row"


@pytest.mark.parametrize(
    ("f", "words"),
    [
        ("sum(log(D))", f"1ᵀlog(D) 1 has no value: it asks that every entry of D is positive, {NOWHERE}"),
        ("sum(D.^(-1))", f"1ᵀD°⁻¹ 1 has no value: it asks that no entry of D is 0, {NOWHERE}"),
        ("sum(log(D.*A))", f"1ᵀlog(D∘A) 1 has no value: it asks that every entry of D∘A is positive, {NOWHERE}"),
        (
            "sum(D.^a)",
            f"not supported yet: the derivative of 1ᵀD°^a 1 asks that every entry of D is positive, {NOWHERE}",
        ),
    ],
)
@pytest.mark.parametrize("ask", ["D", ["D"]])
def test_what_no_diagonal_matrix_has_is_refused(f, words, ask):
    with pytest.raises(DerivationError, match=f"^{re.escape(words)}$"):
        differentiate(f, ask, {**DIAGONAL, "a": "scalar positive"} if "^a" in f else DIAGONAL)
