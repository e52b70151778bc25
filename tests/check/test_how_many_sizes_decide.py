"""What holds at as many sizes as are tried, and fails at the next one."""

import pytest
import sympy
from sympy import Integer, Rational, pi

from derivations import (
    StepError,
    consider,
    cos,
    det,
    dims,
    entry,
    equals,
    expectation,
    eye,
    index,
    matrix,
    ones,
    random_scalar,
    relu,
    scalar,
    sin,
    space,
    step,
    sum_over,
    theorem,
    total,
    unit,
    vector,
)
from derivations.check import check_theorem

n, m = dims("n m")
x, Z = scalar("x"), random_scalar("Z", space("Ω"))
i = index("i", n)
v = vector("v", n)
k = scalar("k", integer=True, positive=True)
bits = vector("b", n, binary=True)
FEW = "not shown: the normal forms differ, and few sizes don't decide so high a power of one"


def stepped(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    return theorem(title="Made for a test")(body)


def refusal(before, after=0):
    with pytest.raises(StepError) as caught:
        check_theorem(stepped(before, after))
    return str(caught.value)


def vanishing(functions):
    """The sum of these functions of k with coefficients for which it is 0 at k = 1, …, as often as that is possible."""
    rows = [[f(sympy.Integer(k)) for f in functions] for k in range(1, len(functions))]
    (found,) = sympy.Matrix(rows).nullspace()
    coefficients = found * sympy.ilcm(*(c.q for c in found))
    return lambda k: sum(c * f(k) for c, f in zip(coefficients, functions, strict=True))


FRACTIONS = vanishing([lambda k, j=j: Integer(1) / (k + j) for j in range(9)])
POWERS = vanishing([lambda k, b=b: Integer(b) ** k for b in (1, 2, 3, 5, 7, 11, 13, 17, 19)])
POLYNOMIAL = vanishing([lambda k, p=p: k**p if p else Integer(1) for p in range(9)])


@pytest.mark.parametrize("made", [FRACTIONS, POWERS, POLYNOMIAL], ids=["fractions", "powers", "polynomial"])
def test_what_is_built_to_vanish_at_the_first_eight_does_not_vanish_at_the_ninth(made):
    assert [made(Integer(k)) != 0 for k in range(1, 10)] == [False] * 8 + [True]


@pytest.mark.parametrize("made", [FRACTIONS, POWERS], ids=["fractions", "powers"])
def test_sums_of_many_functions_of_a_dimension_are_not_decided_by_few_sizes(made):
    assert refusal(x * made(n)).endswith(FEW)


def test_nor_are_powers_of_an_index():
    assert refusal(POLYNOMIAL(i)).endswith(FEW)
    assert refusal(sum_over(i, POLYNOMIAL(i) * entry(v, i))).endswith(FEW)
    assert refusal(sum_over(i, POWERS(i) * entry(v, i))).endswith(FEW)


def test_a_few_functions_of_a_dimension_or_an_index_are_decided():
    thirds = Integer(1) / (n * (n + 1) * (n + 2))
    apart = (Integer(1) / n - 2 / (n + 1) + 1 / (n + 2)) / 2
    assert check_theorem(stepped(x * thirds, x * apart)).verdict in ("exact", "symbolic")
    assert check_theorem(stepped(sum_over(i, i * entry(v, i)), sum_over(i, entry(v, i) * i))).verdict == "exact"


@pytest.mark.parametrize("G", [matrix("X", n, 5), matrix("X", n, m) @ matrix("W", m, 5)], ids=["one", "a product"])
def test_a_determinant_of_known_size_is_a_product_of_as_many_entries(G):
    """det(GᵀG) is 0 at the sizes that leave it short of full rank; here it stands as a sum over det(kI + GᵀG)."""
    places = range(1, 7)
    weights = [sympy.prod(Rational(b, b - a) for b in places if b != a) for a in places]
    whole = sum(w * det(k * eye(5) + G.T @ G) for k, w in zip(places, weights, strict=True))
    assert "n = 5" in refusal(whole).partition("counterexample: ")[2]


def test_and_so_is_one_of_expectations():
    powers = sum(((Z**k - 1) * unit(k + 1, 5) for k in range(1, 5)), ones(5, 1))
    said = refusal(det(expectation(powers @ powers.T)))
    assert "counterexample" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (sin(840 * pi / n), 0),
        (x * cos(840 * pi / n), x),
        (sin(sympy.ilcm(*range(1, 100)) * pi / k), 0),
        (sin(840 * pi / (1 + total(step(v)))), 0),
        (sin(840 * pi / (1 + total(bits))), 0),
        (x * relu(n - 5) * (n - 6), 0),
        (sum_over(i, sin(840 * pi / i) * v[i]), 0),
    ],
    ids=str,
)
def test_functions_of_whole_numbers_and_of_counts_may_vanish_at_as_many_as_they_like(before, after):
    assert refusal(before, after).endswith(FEW)


@pytest.mark.parametrize("of", [k, n, 3 * k - n], ids=str)
def test_whether_a_number_is_odd_is_decided_by_few(of):
    assert check_theorem(stepped(x * cos(pi * of) ** 2, x)).verdict == "enclosed"
    assert check_theorem(stepped(x * sin(pi * of), 0 * x)).verdict == "enclosed"
    assert refusal(x * (1 + cos(pi * k)) * (k - 2) * (k - 4), 0 * x)


def test_functions_of_what_stands_beside_a_whole_number_are_decided():
    before, after = (sum_over(i, i * f) for f in (sin(v[i]) ** 2, 1 - cos(v[i]) ** 2))
    assert check_theorem(stepped(before, after)).verdict == "enclosed"


def test_sines_and_cosines_of_multiples_of_a_free_number_have_few_zeros():
    assert (
        check_theorem(stepped(sum_over(i, v[i] * (sin(x * i) ** 2 + cos(x * i) ** 2)), total(v))).verdict == "enclosed"
    )
    assert refusal(sum_over(i, v[i] * sin(x * i) * cos(x * i)), sum_over(i, v[i] * sin(2 * x * i) / 2)).endswith(FEW)
