"""Where n − 1 is a size, n = 1 leaves nothing: no entries, no terms, no value of an index."""

import pytest

from derivations import (
    cos,
    det,
    dims,
    equation,
    eye,
    function,
    index,
    inner,
    inverse,
    leading_eigenvector,
    logdet,
    logsumexp,
    maximum,
    norm,
    norm1,
    ones,
    scalar,
    sequence,
    sign,
    sin,
    softmax,
    squared_norm,
    total,
    trace,
    unit,
    vec,
    zeros,
)
from derivations.check import check_claim
from derivations.check.arithmetic import Undefined, arithmetic
from derivations.check.degree import Degree, degree
from derivations.check.evaluate import evaluate
from derivations.check.matrices import Matrix
from derivations.check.sample import Sampler
from derivations.notation.linear import hadamard_power
from derivations.proof.claim import Claim, Context

n, m = dims("n m")
i, p = index("i", n - 1), scalar("p")
a = sequence("a")
AT = {"n": 1, "m": 3}
FIELDS = ["exact", "balls"]
no_entries, no_rows, no_columns = ones(n - 1, 1), ones(n - 1, m), ones(m, n - 1)

VALUES = {
    "a determinant is an empty product": (det(2 * eye(n - 1)), 1),
    "its logarithm": (logdet(2 * eye(n - 1)), 0),
    "a trace": (trace(inverse(2 * eye(n - 1))), 0),
    "a norm": (norm(no_entries), 0),
    "a norm of a matrix": (norm(no_columns), 0),
    "a squared norm": (squared_norm(no_entries), 0),
    "a sum of absolute values": (norm1(no_entries), 0),
    "an inner product": (inner(no_entries, no_entries), 0),
    "a total of a transpose": (total(no_rows.T + no_columns), 0),
    "a total of what is stacked": (total(vec(no_rows)), 0),
    "a product with rows that there are not": (total(no_rows @ ones(m, 2)), 0),
    "a product of no rows with no columns": (det(no_rows @ no_columns + eye(n - 1)), 1),
}
WITHOUT = {
    "a largest entry": maximum(no_entries),
    "a log-sum-exp": logsumexp(no_entries),
    "a softmax": softmax(no_entries),
    "an eigenvector": leading_eigenvector(eye(n - 1)),
    "a basis vector": unit(1, n - 1),
    "an index": i,
    "a function": function("f", n - 1)(zeros(n - 1, 1)),
}


def verdict(before, after, *given):
    return check_claim(Claim("equal", before, after, Context(given)))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("expr", "value"), VALUES.values(), ids=VALUES)
def test_sums_and_products_of_nothing_have_values(expr, value, field):
    assert evaluate(expr, Sampler(1).point(AT), getattr(arithmetic(), field)) == value


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("expr", WITHOUT.values(), ids=WITHOUT)
def test_nothing_else_has_one(expr, field):
    with pytest.raises(Undefined):
        evaluate(expr, Sampler(1).point(AT), getattr(arithmetic(), field))


def test_a_matrix_without_rows_has_columns():
    empty = Matrix.filled(0, 3, lambda i, j: 1)
    assert empty.shape == (0, 3) and empty.transposed().shape == (3, 0) and empty.transposed().transposed() == empty
    assert empty.kron(empty.transposed()).shape == (0, 0)


def test_a_step_that_holds_for_no_rows_too_is_shown():
    assert verdict(det(2 * eye(n - 1)), 2 ** (n - 1)).evidence == "exact"
    assert verdict(norm(zeros(n - 1, 1)) * 1, 0).evidence == "symbolic"


def test_a_step_that_fails_for_no_rows_alone_is_refused():
    assert verdict(det(0 * eye(n - 1)), 0).counterexample == "n = 1: 1 on the left, 0 on the right"
    assert verdict(norm(no_entries) * 0 + sign(n - 1), 1).counterexample == "n = 1: 0 on the left, 1 on the right"


def test_what_is_said_of_an_index_without_a_value_is_not_asked():
    assert verdict(sin(p * a[i]) ** 2 + cos(a[i] * p) ** 2, 1).holds
    assert "n = 2, i = 1" in verdict(sin(p * i) ** 2 + cos(i * p) ** 2, 1 + sign(n - 1)).counterexample


def test_a_hypothesis_about_an_index_without_a_value_says_nothing():
    assert "n = 1, p = 1, i without a value" in verdict(p, 0, equation(i * p, 0)).counterexample
    assert "n = 1" in verdict(a[1] * a[2], a[1] ** 2, equation(a[i + 1], a[i])).counterexample


@pytest.mark.parametrize("expr", [inverse(p * eye(n - 1)), hadamard_power(p * no_entries, -1)], ids=["A⁻¹", "xᵏ"])
def test_the_degree_of_nothing_is_not_negative(expr):
    assert degree(expr, AT) == Degree(0)


def test_of_a_size_that_is_no_dimension_it_is_said_what_it_depends_on():
    k, x = scalar("k", integer=True, positive=True), scalar("x")
    said = check_claim(Claim("equal", total(x * ones(k - 5)), 0 * x, Context(()))).how
    assert said.endswith("no values could be tried: the size k − 5 depends on k, which is no dimension")
