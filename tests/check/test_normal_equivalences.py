"""Equivalences: factors on both sides, products of invertible matrices, a norm squeezed to zero."""

from derivations import dims, equation, inverse, matrix, scalar, squared_norm, vector, zeros
from derivations.calculus.rules import definiteness, squeezed
from derivations.check import check_claim
from derivations.notation.core import negative
from derivations.notation.facts import is_invertible
from derivations.proof.claim import Claim

p = dims("p")
S = matrix("S", p, p, positive_definite=True)
A, B = matrix("A", p, p), matrix("B", p, p)
u, v = vector("u", p), vector("v", p)
t = scalar("t")


def verdict(kind, before, after, factor=None, rule=None):
    return check_claim(Claim(kind, before, after, factor=factor, rule=rule))


def test_factors_on_both_sides():
    from sympy import Tuple

    before = equation(inverse(S) @ A @ inverse(S) - inverse(S), zeros(p, p))
    pair = Tuple(negative(inverse(S)), inverse(S))
    assert verdict("iff", before, equation(S, A), factor=pair).evidence == "symbolic"
    assert not verdict("iff", before, equation(S, 2 * A), factor=pair).holds
    refused = verdict("iff", equation(A @ B @ A, A @ S @ A), equation(B, S), factor=Tuple(A, A))
    assert refused.how == "the factor A is not shown to be invertible; declare the fact that makes it so"
    assert "expected a pair" in verdict("iff", before, equation(S, A), factor=Tuple(S, S, S)).how


def test_products_and_multiples_of_invertible_matrices_are_invertible():
    assert is_invertible(negative(2 * inverse(S) @ S / 3))
    assert not is_invertible(t * S)
    assert not is_invertible(A @ S)
    assert not is_invertible(S @ u)


def test_a_norm_is_squeezed_to_zero():
    assert verdict("iff", squared_norm(u) <= 0, equation(u, zeros(p)), rule=squeezed).evidence == "symbolic"
    assert verdict("implies", squared_norm(u - v) <= 0, equation(u, v), rule=squeezed).evidence == "symbolic"


def test_a_norm_that_is_at_least_zero_says_nothing():
    assert not verdict("iff", squared_norm(u) >= 0, equation(u, zeros(p)), rule=squeezed).holds
    assert not verdict("iff", squared_norm(u) >= 0, equation(u, zeros(p)), rule=definiteness).holds
    assert not verdict("iff", squared_norm(u) <= 0, equation(u, zeros(p)), rule=definiteness).holds
    assert not verdict("implies", squared_norm(u) <= 1, equation(u, zeros(p)), rule=squeezed).holds
    assert not verdict("iff", squared_norm(u) <= 0, t**2 <= 0, rule=squeezed).holds
