"""Identities that are decided as more general ones: with free symbols for what both sides share."""

import pytest

from derivations import (
    diag,
    dims,
    exp,
    expectation,
    matrix,
    ones,
    random_scalar,
    scalar,
    softmax,
    space,
    sqrt,
    squared_norm,
    total,
    vector,
)
from derivations.check import check_steps
from derivations.check.normal import prove_equal
from derivations.check.normal.general import (
    generalised,
    is_no_arithmetic,
    is_nothing,
    with_free_parts,
    with_free_values,
)
from derivations.notation.differentials import d, differential_of
from derivations.notation.linear import inner
from derivations.notation.symbols import MatrixAtom
from derivations.proof.derivation import run
from derivations.proof.lines import definition, differential, equals

n = dims("n")
W = matrix("W", n, n)
x, y = vector("x", n), vector("y", n)
s = total(x)
all_ones = ones(n)


def checked(f, *values, in_time=False):
    """The steps of a differential and what it is said to equal."""

    def lines():
        yield definition("f", f, label="f")
        yield differential(f, x)
        for value in values:
            yield equals(value)

    return check_steps(run(lines(), "test"), in_time=in_time).steps


def test_ones_and_the_identity_are_numbers_and_stay():
    slope = exp(s**8) * all_ones
    wider = with_free_values(slope * differential_of(s, [x]), slope * (all_ones.T @ d(x)))
    assert wider is not None
    assert all(side.has(type(all_ones)) and not side.has(type(exp(s))) for side in wider)


def test_where_the_sides_share_powers_the_sums_in_them_become_symbols():
    left, right = inner(s**7 * x, x) / sqrt(1 + s**8), inner(x, s**7 * x) / sqrt(1 + s**8) ** 3 * (1 + s**8)
    wider = with_free_values(left, right)
    assert wider is not None and not any(side.has(s) for side in wider)
    assert not any(map(is_no_arithmetic, (s**7, 1 + s**8, 1 / s, x @ x.T, -x)))
    assert is_no_arithmetic(s) and is_no_arithmetic(exp(s)) and not is_nothing(s)


def test_what_stands_under_a_root_is_the_square_of_the_symbol_for_it():
    u = 1 + squared_norm(x)
    root = sqrt(u)
    before, after = differential_of(1 / root, [x]), -differential_of(root, [x]) / u
    wider = generalised(before, after)
    assert wider is not None and not wider[1].has(x)


def test_a_row_and_its_column_have_one_symbol():
    p = softmax(W @ x)
    wider = with_free_parts(p @ (p.T @ d(x)), p @ p.T @ d(x), functions_alone=False)
    assert wider is not None
    assert {atom.shape for side in wider for atom in side.atoms(MatrixAtom)} == {p.shape}


def test_apart_the_jacobian_of_a_function_keeps_the_function_whose_differential_stands_beside_it():
    """d softmax(u) = (Diag(s) − ssᵀ)du needs to know that s is softmax(u)."""
    u = W @ x
    p = softmax(u)
    jacobian = diag(p) - p @ p.T
    before, after = (
        jacobian @ moved + differential_of(u, [x])
        for moved in (differential_of(p, [x]), jacobian @ differential_of(u, [x]))
    )
    wider, apart = generalised(before, after), generalised(before, after, apart=True)
    assert wider is not None and apart is not None
    assert not wider[1].has(type(p)) and apart[1].has(type(p))


def test_a_free_symbol_has_a_name_that_no_symbol_has():
    """With _1 for exp(t), exp(t) + _1 would be twice exp(t)."""
    t, named = scalar("t"), scalar("_1")
    wider = with_free_parts(exp(t) + named, 2 * exp(t), functions_alone=False)
    assert wider is not None and wider[0].has(named) and not wider[1].has(named)
    assert not prove_equal(exp(t) + named, 2 * exp(t))


def test_a_differential_in_a_differential_stays():
    """Of d(t² d eᵗ) the second differential of eᵗ is a part."""
    t, u = scalar("t"), scalar("u")
    before, after = differential_of(t**2 * differential_of(exp(t), t), t), differential_of(t**2, t) * d(t) * exp(t)
    mixed = differential_of(t * differential_of(t * u, u), t)
    assert generalised(before, after) is None and generalised(mixed, u * d(t) * d(t)) is None
    assert not prove_equal(before, after) and not prove_equal(mixed, u * d(t) * d(t))


def test_no_value_is_taken_out_of_an_expectation():
    f = random_scalar("f", space("data"))
    assert with_free_parts(expectation(f * f), expectation(f) ** 2, functions_alone=False) is None


@pytest.mark.parametrize("exponent", [7, 8])
def test_steps_with_many_sums_are_shown_or_refuted(exponent):
    """The chain rule of (1ᵀx)⁸: with 8(1ᵀx)⁷ it holds, with 8(1ᵀx)⁸ it does not."""
    f = exp(s**8)
    steps = checked(f, 8 * exp(s**8) * s**exponent * inner(all_ones, d(x)))
    assert steps[-1].verdict.holds == (exponent == 7)


def test_a_reader_who_waits_is_told_of_the_first_step_that_is_not_shown():
    wrong = 3 * inner(x, d(x))
    steps = checked(squared_norm(x), wrong, wrong + inner(y, d(x)), in_time=True)
    assert [step.verdict.holds for step in steps] == [True, True, False]
    assert len(checked(squared_norm(x), wrong, wrong + inner(y, d(x)))) == 4
