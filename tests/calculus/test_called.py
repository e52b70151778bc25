"""The rule that a line names speaks of what stands in that line."""

import re
from itertools import pairwise

import pytest

from derivations import differentiate
from derivations.calculus import rules as r
from derivations.notation.linear import Inner

SHAPES = {"X": "n p", "A": "n p", "B": "p n", "C": "n k", "S": "n n", "x": "n", "a": "n", "y": "n", "w": "p", "b": "p"}
ACROSS = {r.product_under, r.transpose_under, r.diagonal_under, r.stacking, r.hadamard_under, r.adjoint, r.scaling}


def answer(typed, wrt, order=1, **shapes):
    return differentiate(
        typed, wrt, {k: v for k, v in (SHAPES | shapes).items() if k in re.findall(r"\w+", typed)}, order
    )


def rules_of(found):
    """The rules of the lines between the definition and the result."""
    return [step.rule for step in found.steps if step.rule not in (None, r.substitution)][:-1]


@pytest.mark.parametrize(
    ("typed", "wrt", "expected"),
    [
        ("S*X*B", "X", [r.vec_of_product]),
        ("X*w", "X", [r.vec_of_product]),
        ("x*b'", "x", [r.vec_of_product]),
        ("X*B*X", "X", [r.product_stacked]),
        ("X'*X", "X", [r.product_stacked, r.vec_of_transpose]),
        ("x*x'", "x", [r.product_stacked, r.moved_entries]),
        ("(X*B)'*C", "X", [r.vec_of_product, r.vec_of_transpose, r.vec_of_product]),
        ("vec(X')", "X", [r.moved_entries, r.vec_of_transpose]),
        ("diag(S*X*B)", "X", [r.vec_of_diagonal, r.vec_of_product]),
        ("diag(x)*A", "x", [r.vec_of_product, r.vec_of_diagonal]),
        ("kron(X,B)", "X", [r.vec_of_kronecker]),
        ("kron(x,a)", "x", [r.kronecker]),
        ("X.*A", "X", [r.vec_of_hadamard]),
        ("x.*a", "x", [r.diag_is_hadamard]),
        ("x.*exp(x)", "x", [r.product, r.entrywise]),
        ("exp(X)", "X", [r.entrywise]),
        ("inv(S)*A", "S", [r.vec_of_product, r.inverse_differential]),
        ("sum(X)*y", "X", [r.linearity, r.total_differential]),
        ("(a'*x)*x", "x", [r.product]),
        ("A'*x", "x", [r.linearity]),
        ("X-A", "X", [r.linearity]),
    ],
)
def test_a_jacobian_names_what_happens_under_vec(typed, wrt, expected):
    found = answer(typed, wrt, **({"B": "p m"} if typed.startswith("(X*B)'") else {}))
    assert found.verdict == "symbolic"
    assert rules_of(found) == expected


@pytest.mark.parametrize(
    ("typed", "wrt"), [("norm2(X*w-y)^2", ["w", "X"]), ("tr(X'*S*X)", "X"), ("tr(diag(x)*S)^2", "x"), ("tr(S^3)", "S")]
)
def test_a_rule_about_inner_products_is_named_only_where_one_stands(typed, wrt):
    steps = answer(typed, wrt, 2).steps
    named = [step for before, step in pairwise(steps) if step.rule in ACROSS]
    assert named
    for before, step in pairwise(steps):
        assert step.rule not in ACROSS or before.expr.has(Inner), f"{before.text} {step.text}"


def test_a_product_under_vec_is_called_so():
    step = answer("S*X*B", "X").steps[2]
    assert step.text == "= (Bᵀ⊗S)vec(dX)"
    assert step.rule.statement == "vec(AXB) = (Bᵀ ⊗ A)vec(X)"
