"""Gradients in a matrix that may move in some directions only: symmetric or diagonal variables, in both conventions."""

from sympy import Rational

from derivations.notation.arrangement import commutation
from derivations.notation.core import transpose
from derivations.notation.differentials import d
from derivations.notation.functions import absolute, relu, sqrt
from derivations.notation.linear import diag, diagonal, hadamard_power, inner, kron, norm1, sum_over, total, unit, vec
from derivations.notation.relations import equation
from derivations.notation.symbols import dims, index, matrix, vector
from derivations.proof.rule import Rule


def by_entries(g, x):
    """Each entry of S once, above the diagonal and on it: Σ_{i≤j} Sᵢⱼ dXᵢⱼ = ⟨G, dX⟩."""
    half = Rational(1, 2)
    s = g + transpose(g) - diag(diagonal(g))
    return equation(half * inner(s, d(x)) + half * inner(diagonal(s), diagonal(d(x))), inner(g, d(x)))


def _symmetric_part():
    n = dims("n")
    G, X = matrix("G", n, n), matrix("X", n, n, symmetric=True)
    return equation(inner(G, d(X)), inner(Rational(1, 2) * (G + G.T), d(X)))


def _by_entries():
    n = dims("n")
    return by_entries(matrix("G", n, n), matrix("X", n, n, symmetric=True))


def _diagonal_part():
    n = dims("n")
    G, X = matrix("G", n, n), matrix("X", n, n, diagonal=True)
    return equation(inner(G, d(X)), inner(diag(diagonal(G)), d(X)))


def _symmetric_map():
    n, m = dims("n m")
    J, X = matrix("J", m, n * n), matrix("X", n, n, symmetric=True)
    return equation(J @ vec(d(X)), Rational(1, 2) * (J + J @ commutation(n, n)) @ vec(d(X)))


def _diagonal_map():
    n, m = dims("n m")
    i = index("i", n)
    e = unit(i, n)
    L = sum_over(i, kron(e, e) @ e.T)
    J, X = matrix("J", m, n * n), matrix("X", n, n, diagonal=True)
    return equation(J @ vec(d(X)), J @ L @ L.T @ vec(d(X)))


def _function_of_diagonal():
    n = dims("n")
    v, x = vector("v", n, positive=True), vector("x", n)
    return (
        equation(sqrt(diag(v)), diag(sqrt(v))),
        equation(hadamard_power(diag(v), Rational(3, 2)), diag(hadamard_power(v, Rational(3, 2)))),
        equation(absolute(diag(x)), diag(absolute(x))),
        equation(relu(diag(x)), diag(relu(x))),
        equation(total(diag(x)), total(x)),
        equation(norm1(diag(x)), norm1(x)),
    )


symmetric_part = Rule(
    "symmetric part",
    "⟨G, dX⟩ = ⟨(G + Gᵀ)/2, dX⟩ for symmetric dX",
    "A symmetric increment meets only the symmetric part of a matrix.",
    law=_symmetric_part,
)
entries_once = Rule(
    "derivative by entries of a symmetric matrix",
    "⟨G, dX⟩ = Σᵢⱼ Sᵢⱼ dXᵢⱼ over i ≤ j, for symmetric dX,  with S = G + Gᵀ − Diag(diag G)",
    "Entries i ≠ j stand twice in a symmetric matrix, so moving one of them moves two: S has the derivative in each"
    " entry on the diagonal and above it, where G is the gradient without the symmetry.",
    "cookbook: 138",
    law=_by_entries,
)
diagonal_part = Rule(
    "diagonal part",
    "⟨G, dX⟩ = ⟨Diag(diag G), dX⟩ for diagonal dX",
    "A diagonal increment meets only the diagonal of a matrix.",
    "cookbook: 142",
    law=_diagonal_part,
)
symmetric_map = Rule(
    "symmetric part of a linear map",
    "J vec(dX) = ½(J + JK) vec(dX) for symmetric dX",
    "K swaps the entries i, j and j, i, which are equal in a symmetric increment; the mean of both ways to write the"
    " map is the one that is zero on all skew-symmetric matrices.",
    "magnus: 3.8",
    law=_symmetric_map,
)
diagonal_map = Rule(
    "diagonal part of a linear map",
    "J vec(dX) = JLLᵀ vec(dX) for diagonal dX",
    "L = Σᵢ (eᵢ⊗eᵢ)eᵢᵀ writes a vector on the diagonal, Lᵀ reads it there; a diagonal increment has nothing elsewhere.",
    law=_diagonal_map,
)
function_of_diagonal = Rule(
    "function of a diagonal matrix",
    "g(0) = 0  ⇒  g(Diag(v)) = Diag(g(v))",
    "Entry by entry, a function that is 0 at 0 keeps the zeros off the diagonal.",
    law=_function_of_diagonal,
    law_is="example",
)
