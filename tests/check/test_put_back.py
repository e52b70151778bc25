"""Steps in which a value stands in another form than in its differential: values are put back, differentials free."""

import pytest

from derivations import det, differentiate, dims, hadamard, inverse, logdet, matrix, norm, scalar, total, vector
from derivations.check.normal import prove_equal
from derivations.check.normal.general import is_no_arithmetic, with_values
from derivations.notation.core import power, transpose
from derivations.notation.differentials import d, differential_of
from derivations.notation.linear import inner

n = dims("n")
x, y, b = vector("x", n), vector("y", n), scalar("b")
A = matrix("A", n, n)
u = 1 + power(norm(x - y), 4)
a = 4 * power(norm(x - y), 2) * (y - x)
square = power(u, 2)
minus_a = 4 * power(norm(x - y), 2) * (x - y)


def by_quotient_rule(factor, f=a, g=square):
    """d(f/g) with that factor of dg."""
    return differential_of(f / g, x), (1 / g) * differential_of(f, x) + factor * differential_of(g, x)


def test_the_factor_of_a_differential_may_be_written_in_another_form():
    assert prove_equal(*by_quotient_rule(minus_a / power(u, 4)))


@pytest.mark.parametrize("factor", [a / power(u, 4), minus_a / power(u, 3), minus_a / power(u, 4) + x, 2 * minus_a / u])
def test_another_factor_is_refused(factor):
    assert not prove_equal(*by_quotient_rule(factor))


def test_another_differential_is_refused():
    """d(f/g) has df/g and dg, whatever f is: what is equal at f alone does not take their places."""
    before, after = by_quotient_rule(minus_a / power(u, 4))
    assert not prove_equal(before, after + differential_of(b * total(x), x) * x)
    assert not prove_equal(before, 2 * after)


def test_what_the_values_share_with_the_sides_is_free():
    left, right, values = with_values(*by_quotient_rule(minus_a / power(u, 4)), lambda e: True)
    assert not any(e.has(type(norm(x))) for e in (left, right, *values.values()))
    assert [str(v).count("_") > 0 for v in values.values()] == [True, True]
    assert with_values(x + y, y + x, is_no_arithmetic) is None


@pytest.mark.parametrize(
    ("typed", "wrt", "order"),
    [
        ("1/(1+norm2(x-y)^4)", "x", 2),
        ("sum(x)/(1+norm2(x-y)^4)", "x", 2),
        ("norm1(x)^2/(1+sum(x)^2*(x'*y+b)^2)", "x", 2),
        ("det(A^2-A.*A)", "A", 1),
    ],
)
def test_quotients_and_determinants_are_shown_for_all_sizes(typed, wrt, order):
    shapes = {"b": "scalar"} if "b" in typed else {}
    assert differentiate(typed, wrt, shapes, order).verdict == "symbolic"


@pytest.mark.parametrize("of", [det, logdet])
def test_the_differential_of_a_determinant_takes_the_inverse_and_not_its_transpose(of):
    """A determinant is read from the matrix or from its transpose, and its differential from the same one."""
    M = A @ A - hadamard(A, A)
    moved = d(A) @ A + A @ d(A) - 2 * hadamard(A, d(A))
    front = det(M) if of is det else 1
    for N, change in ((M, moved), (transpose(M), transpose(moved))):
        before = differential_of(of(N), A)
        assert prove_equal(before, front * inner(transpose(inverse(N)), change))
        assert not prove_equal(before, front * inner(inverse(N), change))
