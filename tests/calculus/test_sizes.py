"""Dimensions that are numbers: large ones are answered for every size, and stand as numbers in the answer."""

from typing import Any

import pytest
from measuring import calls

from derivations import differentiate, dims, entry, index, sum_over, vector
from derivations.calculus.sizes import answered
from derivations.errors import MathError, NotSupported

LARGE = [
    ("norm2(X*w-y)^2", "w", {"X": "5000 300"}, 1, "2Xᵀ(Xw − y)"),
    ("x'*x", "x", {"x": "999999"}, 1, "2x"),
    ("sum(exp(x))", "x", {"x": "999999"}, 1, "exp(x)"),
    ("tr(X'*A*X)", "X", {"X": "100 100"}, 2, "I⊗(A + Aᵀ)"),
    ("logdet(S)", "S", {"S": "50 50 spd"}, 2, "−(S⁻¹⊗S⁻¹)"),
    ("norm2(vec(A)-w)^2", "A", {"A": "100 100", "w": "10000"}, 1, "mat(2(vec(A) − w))"),
    ("norm2(vec(A)-w)^2", "A", {"A": "3 5000", "w": "15000"}, 1, "mat(2(vec(A) − w))"),
    ("tr(kron(A,B)*C)", "C", {"A": "20 30", "B": "30 20", "C": "600 600"}, 1, "Aᵀ⊗Bᵀ"),
    ("det(X'*X)", "X", {"X": "5000 30 rank=30"}, 1, "2det(XᵀX)X(XᵀX)⁻¹"),
]


CALLS = 1_000_000  # of functions in a question; an entry looked at by itself is a call, and there are 1,500,000 of them


@pytest.mark.parametrize(("f", "wrt", "variables", "order", "answer"), LARGE)
def test_a_large_number_is_no_reason_to_wait(f, wrt, variables, order, answer):
    with calls() as made:
        found = differentiate(f, wrt, variables, order)
    assert (found.text, found.verdict) == (answer, "symbolic")
    assert made.count < CALLS


def test_everything_in_the_answer_has_the_numbers():
    found: Any = differentiate("norm2(X*w-y)^2", ["w", "X"], {"X": "5000 300"}, order=2)
    assert {n for h in found.blocks.values() for n in h.expr.shape} == {300, 1_500_000}
    assert found["X"].wrt.shape == (5000, 300)
    assert "2(I⊗(Xw − y)ᵀ) + 2Xᵀ(wᵀ⊗I)" in found.text
    assert all(s.claim is None or not s.claim.after.atoms(type(dims("n"))) for s in found.steps)


@pytest.mark.parametrize(
    ("f", "answer"),
    [
        ("norm2(vector(c)+x)^2", "10000"),
        ("norm2(vector(c)+x)^2/5000", "2"),
        ("norm2(vector(c)+x)^2/4000", "5/2"),
        ("a*norm2(vector(c)+x)^2/(2*5000)", "a"),
        ("-norm2(vector(c)+x)^2", "−10000"),
        ("norm2(vector(c)+x)^2 + c^2", "10002"),
    ],
)
def test_a_number_of_entries_is_a_number_in_the_answer(f, answer):
    assert differentiate(f, "c", {"x": "5000", "c": "scalar"}, order=2).text == answer


def test_a_coefficient_is_not_a_dimension():
    assert differentiate("5000*sum(x) + 5000*x'*x", "x", {"x": "5000"}).text == "5000·1 + 10000x"


def test_what_needs_the_numbers_is_refused_as_before():
    for shape in ("3 2", "300 200"):
        with pytest.raises(MathError) as caught:
            differentiate("logdet(X*X')", "X", {"X": shape})
        assert str(caught.value) == "log det(XXᵀ) has no value: it asks that det(XXᵀ) > 0, which never holds"
    assert differentiate("logdet(X'*X)", "X", {"X": "300 200"}).conditions == ("where det(XᵀX) > 0",)


def test_numbers_that_fit_only_as_they_are():
    f, shapes = "tr((kron(A,B) + kron(G,H))*C)", {"A": "20 30", "B": "30 20", "G": "40 15", "H": "15 40"}
    with pytest.raises(NotSupported) as caught:
        differentiate(f, "C", shapes)
    assert str(caught.value) == (
        "not supported yet: dimensions that fit only as the numbers that they are; at most 36 would be tried as a"
        " number, and 600 occurs"
    )
    small = {"A": "2 3", "B": "6 4", "G": "4 3", "H": "3 4"}
    assert differentiate(f, "C", small).text == "(A⊗B + G⊗H)ᵀ"


def test_an_index_runs_as_far_as_its_vector_is_long():
    x, i = vector("x", 5000), index("i", 5000)
    found: Any = differentiate(sum_over(i, entry(x, i) ** 2), x)
    assert found.expr.shape == (5000, 1)


def test_what_is_not_shown_for_every_size_is_tried_at_small_numbers_alone():
    def refuses_letters(f, variables):
        if not f.shape[0].is_Integer:
            raise NotSupported("not supported yet: this")
        return f

    assert answered(refuses_letters, vector("x", 36), ()) == vector("x", 36)
    with pytest.raises(NotSupported) as caught:
        answered(refuses_letters, vector("x", 37), ())
    assert str(caught.value) == "not supported yet: this; at most 36 would be tried as a number, and 37 occurs"
