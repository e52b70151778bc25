"""Symmetric matrices by their eigenvalues and eigenvectors."""

from derivations.notation.linear import diag, eye, leading_eigenvector, maximum, squared_norm
from derivations.notation.relations import equation
from derivations.notation.symbols import dims, facts_of, matrix, vector
from derivations.proof.rule import Condition, Rule


def _is_orthogonal(Q, *_):
    return "orthogonal" in facts_of(Q)


def _eigenvector(Q, values):
    S = Q @ diag(values) @ Q.T
    return equation(S @ leading_eigenvector(S), maximum(values) * leading_eigenvector(S))


def _length():
    n = dims("n")
    Q, v = matrix("Q", n, n, orthogonal=True), vector("v", n)
    return equation(squared_norm(Q.T @ v), squared_norm(v)), equation(squared_norm(Q @ v), squared_norm(v))


def _columns():
    n, k = dims("n k")
    V = matrix("V", n, k, orthonormal=True)
    return equation(V.T @ V, eye(k))


leading = Rule(
    "leading eigenvector",
    "Su = λu and ‖u‖ = 1 for the largest eigenvalue λ of S = Q Diag(λ₁, …, λₙ) Qᵀ",
    "The eigenvalues stand on the diagonal between Q and Qᵀ; u is a unit eigenvector of the largest of them.",
    "mml: 4.2",
    instance=_eigenvector,
    conditions=(
        Condition(
            lambda Q, values: _is_orthogonal(Q), "{0} is orthogonal", 'matrix("{0}", n, n, orthogonal=True)', "Q"
        ),
    ),
    definition=True,
)
orthogonal_length = Rule(
    "an orthogonal matrix keeps lengths",
    "‖Qᵀv‖ = ‖v‖",
    "Rotations and reflections move vectors without stretching them: QQᵀ = I.",
    "mml: 3.4",
    law=_length,
    conditions=(Condition(_is_orthogonal, "{0} is orthogonal", 'matrix("{0}", n, n, orthogonal=True)', "Q"),),
)
orthonormal_columns = Rule(
    "orthonormal columns",
    "VᵀV = I",
    "Each column has length 1 and is orthogonal to the others.",
    "mml: 3.5",
    law=_columns,
    conditions=(
        Condition(
            lambda V: bool(facts_of(V).keys() & {"orthonormal", "orthogonal"}),
            "{0} has orthonormal columns",
            'matrix("{0}", n, k, orthonormal=True)',
            "V",
        ),
    ),
)
