"""Values of several pieces, as 0 and 1 or rotations and reflections: an identity is tried on all of them together."""

from functools import reduce
from math import prod
from operator import mul

import pytest
from sympy import pi

from derivations import (
    StepError,
    consider,
    cos,
    det,
    diag,
    dims,
    entry,
    equals,
    eye,
    matrix,
    relu,
    scalar,
    theorem,
    total,
    trace,
    vector,
)
from derivations.check import check_theorem
from derivations.check.components import components, in_pieces

n = dims("n")
a = scalar("a")
D = matrix("D", n, n, diagonal=True, orthogonal=True)
H = matrix("H", n, n, symmetric=True, orthogonal=True)
D8 = matrix("D", 8, 8, diagonal=True, orthogonal=True)
bits = vector("b", n, binary=True)
b8 = vector("b", 8, binary=True)
MANY = "values decide nothing where so many numbers take few values"


def stepped(before, after):
    def body():
        yield consider(before)
        yield equals(after)

    return theorem(title="Made for a test")(body)


def multiplied(factors):
    return reduce(mul, factors)


def several(k, **facts):
    return [scalar(f"z_{q}", **facts) for q in range(1, k + 1)]


def rotations(k, size):
    return [matrix(f"Q_{q}", size, size, orthogonal=True) for q in range(1, k + 1)]


ZERO_ALMOST_EVERYWHERE = {
    "five bits": multiplied(several(5, binary=True)),
    "the entries of a vector of bits": multiplied(entry(b8, q) for q in range(1, 9)),
    "a count": multiplied(total(b8) - q for q in range(1, 8)),
    "signs on a diagonal": a * multiplied(1 + entry(D8, q, q) for q in range(1, 9)),
    "the trace of signs": multiplied(trace(D8) - q for q in range(-6, 7, 2)),
    "the trace of a reflection": multiplied(trace(H) - n + 2 * q for q in range(7)),
    "the trace of a diagonal reflection": multiplied(trace(D) - n + 2 * q for q in range(7)),
    "rotations of a plane": multiplied(1 - det(Q) for Q in rotations(6, 2)),
    "rotations of a line": multiplied(1 + trace(Q) for Q in rotations(6, 1)),
    "vectors on a line": multiplied(1 + entry(vector(f"u_{q}", 1, unit=True), 1) for q in range(1, 9)),
    "odd numbers": multiplied(cos(pi * k) - 1 for k in several(6, integer=True)),
    "one and two": multiplied(k - 1 for k in several(6, integer=True, above=0, below=3)),
    "bits beside a kink": relu(a) * multiplied(several(5, binary=True)),
    "signs beside a size": det(eye(n) + D) * (n - 1) * (n - 2) * (n - 3),
    "bits, signs and a size": det(diag(bits)) * det(eye(n) - D) * (n - 1) * (n - 2),
}


@pytest.mark.parametrize("name", ZERO_ALMOST_EVERYWHERE)
def test_what_is_zero_on_all_pieces_but_one_is_not_zero(name):
    with pytest.raises(StepError):
        check_theorem(stepped(ZERO_ALMOST_EVERYWHERE[name], 0))


def test_what_facts_together_leave_of_the_pieces_is_what_is_gone_through():
    x = vector("x", 3, unit=True, simplex=True)
    zero = multiplied(1 - entry(x, q) for q in (1, 2, 3))
    assert check_theorem(stepped(zero, 0)).steps[-1].evidence == "exact"
    for z, value in ((several(1, binary=True, positive=True)[0], 1), (several(1, binary=True, below=1)[0], 0)):
        assert check_theorem(stepped(z, value)).steps[-1].evidence == "exact"
        with pytest.raises(StepError, match=f"z₁ = {value}: {value} on the left, {1 - value} on the right"):
            check_theorem(stepped(z, 1 - value))


def test_a_counterexample_lies_on_the_piece_that_differs():
    with pytest.raises(StepError) as caught:
        check_theorem(stepped(multiplied(several(5, binary=True)), 0))
    assert "counterexample: z₁ = 1, z₂ = 1, z₃ = 1, z₄ = 1, z₅ = 1: 1 on the left, 0 on the right" in str(caught.value)


def test_more_pieces_than_are_gone_through_decide_nothing():
    factors = [z if q % 2 else 1 - z for q, z in enumerate(several(12, binary=True))]
    with pytest.raises(StepError, match=MANY):
        check_theorem(stepped(multiplied(factors), 0))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (prod(several(3, binary=True)) ** 2 - a, prod(several(3, binary=True)) - a),
        (det(D @ D), 1),
        (trace(H @ H), n),
        (cos(pi * several(1, integer=True)[0]) ** 2, 1),
    ],
)
def test_what_holds_on_every_piece_is_accepted(before, after):
    assert check_theorem(stepped(before, after)).steps[-1].evidence in ("symbolic", "exact", "enclosed")


@pytest.mark.parametrize(
    ("symbol", "pieces"),
    [
        (several(1, binary=True)[0], {0, 1}),
        (several(1, binary=True, below=1)[0], {0}),
        (several(1, binary=True, above=0)[0], {1}),
        (several(1, binary=True, above=a)[0], {0, 1}),
        (several(1, binary=True, below=n, nonzero=True)[0], {1}),
        (several(1, integer=True)[0], {0, 1}),
        (several(1, integer=True, above=-2, below=3, nonzero=True)[0], {-1, 1, 2}),
        (several(1, integer=True, nonnegative=True, below=n)[0], {0, 1}),
        (vector("u", n, unit=True), {None}),
        (vector("b", n, one_hot=True), {(1, 0), (0, 1)}),
        (vector("b", n, binary=True, nonzero=True), {(1, 0), (0, 1), (1, 1)}),
        (vector("b", n, unit=True, simplex=True), {(1, 0), (0, 1)}),
        (vector("b", n, binary=True, unit=True), {(1, 0), (0, 1)}),
        (vector("b", n, binary=True, positive=True), {(1, 1)}),
        (D, {(1, 1), (1, -1), (-1, 1), (-1, -1)}),
        (H, {-2, 0, 2}),
        (matrix("Q", n, n, orthogonal=True), {1, -1}),
        (matrix("Q", n, n, orthogonal=True, positive_definite=True), {2}),
        (matrix("V", n, 1, orthonormal=True), {None}),
    ],
)
def test_the_pieces_of_a_symbol_at_size_two(symbol, pieces):
    assert set(components(symbol, {"n": 2})) == pieces


def test_what_a_hypothesis_chooses_has_the_pieces_that_it_has():
    first, second = several(2, binary=True)
    assert in_pieces([first * second], [first]) == (second,)
