"""Orthogonal projection on the span of independent columns: what it is, Pythagoras, and the nearest point."""

import numpy as np

from derivations import (
    at_least,
    consider,
    definition,
    dims,
    equals,
    equation,
    iff,
    implies,
    inverse,
    let,
    matrix,
    part,
    result,
    squared_norm,
    suppose,
    theorem,
    therefore,
    trace,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    cyclic_trace,
    definiteness,
    expand,
    full_rank,
    inverse_cancels,
    nonnegativity,
    substitution,
    transpose_of_product,
)


@theorem(
    title="Orthogonal projection",
    main="projection",
    cites=("mml: 3.8.2", "strang: 4.2", "trefethen: lecture 6"),
    synonyms=("projection matrix", "hat matrix", "Pythagoras", "best approximation", "residual", "column space"),
    in_short="The nearest point of a subspace is the foot of the perpendicular, and a matrix takes every vector there.",
)
def orthogonal_projection():
    r"""For independent columns of $X$ the matrix $P =$ {projection} projects on their span: it leaves every $Xw$ where
    it is, {kept}, is symmetric, {symmetric}, and projecting twice does no more than once, {idempotent}. What is left of
    $y$ is orthogonal to every column, {perpendicular}, so the squares add up: {pythagoras}. No point of
    the span is nearer to $y$, {nearest}, and only $Py$ itself is as near: there $w =$ {coefficients}, as in least
    squares. The dimension of the span is the trace: {dimension}.
    """
    n, p = dims("n p")
    X = matrix("X", n, p, about="columns that span the subspace", rank=p)
    y = vector("y", n, about="any vector")
    w = vector("w", p, about="coefficients of any point Xw of the subspace")
    P = matrix("P", n, n, about="the projection on the span")

    yield part("What a projection does")
    yield definition("projection", X @ inverse(X.T @ X) @ X.T, label="P")
    yield let(P, X @ inverse(X.T @ X) @ X.T, why="One letter for it from here on.")
    yield consider(P @ X @ w)
    yield equals(X @ inverse(X.T @ X) @ X.T @ X @ w, by=substitution, why="Write P out.")
    yield equals(X @ w, by=inverse_cancels, why="XᵀX meets its inverse; it has one, for the columns are independent.")
    yield therefore(equation(P @ X @ w, X @ w), why="What is in the span stays.")
    yield result("kept")
    yield consider(P @ P)
    yield equals(P @ X @ inverse(X.T @ X) @ X.T, by=substitution, why="Write the second P out: its first factor is X.")
    yield equals(P, by=inverse_cancels, why="And PX is X, so what is left is P.")
    yield therefore(equation(P @ P, P), why="Twice is once.")
    yield result("idempotent")
    yield consider(P.T)
    yield equals(X @ inverse(X.T @ X).T @ X.T, by=transpose_of_product, why="The factors in reverse, each transposed.")
    yield equals(P, by=transpose_of_product, why="XᵀX is symmetric, and so is its inverse.")
    yield therefore(equation(P.T, P), why="P is symmetric.")
    yield result("symmetric")

    yield part("The residual is perpendicular")
    yield definition("projected", P @ y, label=r"\hat y")
    yield consider(X.T @ (y - P @ y))
    yield equals(X.T @ y - X.T @ X @ inverse(X.T @ X) @ X.T @ y, by=expand, why="Write P out and distribute.")
    yield equals(zeros(p), by=inverse_cancels, why="What is left of the second term is the first.")
    yield therefore(equation(X.T @ (y - P @ y), zeros(p)), why="Every column of X has the product 0 with it.")
    yield result("perpendicular")

    yield part("Pythagoras")
    yield consider(squared_norm(y))
    yield equals(
        squared_norm(P @ y) + 2 * (P @ y).T @ (y - P @ y) + squared_norm(y - P @ y),
        by=expand,
        why="y is its projection and the residual; expand the square of the sum.",
    )
    yield equals(
        squared_norm(P @ y) + squared_norm(y - P @ y),
        by=inverse_cancels,
        why="The projection is in the span, and the residual is orthogonal to that.",
    )
    yield therefore(
        equation(squared_norm(y), squared_norm(P @ y) + squared_norm(y - P @ y)), why="The triangle has a right angle."
    )
    yield result("pythagoras")

    yield part("The nearest point")
    yield consider(squared_norm(y - X @ w))
    yield equals(
        squared_norm(y - P @ y) + squared_norm(P @ y - X @ w),
        by=inverse_cancels,
        why="A right-angled triangle again: Py − Xw is in the span, the residual orthogonal to it.",
    )
    yield at_least(
        squared_norm(y - P @ y), by=nonnegativity(squared_norm(P @ y - X @ w)), why="A squared norm is never negative."
    )
    yield therefore(squared_norm(y - X @ w) >= squared_norm(y - P @ y), why="Every other point is farther away.")
    yield result("nearest")
    yield suppose(equation(squared_norm(y - X @ w), squared_norm(y - P @ y)), why="Let some point be as near.")
    yield iff(equation(P @ y, X @ w), by=definiteness, why="Then the other side of the triangle has length 0.")
    yield implies(
        equation(w, inverse(X.T @ X) @ X.T @ y),
        factor=-inverse(X.T @ X) @ X.T,
        by=full_rank(X),
        why="Independent columns make a point in one way only: here with the coefficients of least squares.",
    )
    yield result("coefficients")

    yield part("The dimension")
    yield consider(trace(P))
    yield equals(trace(inverse(X.T @ X) @ X.T @ X), by=cyclic_trace, why="Rotate the first factor to the end.")
    yield therefore(
        equation(trace(P), p), why="XᵀX meets its inverse, and the identity that is left has p ones on its diagonal."
    )
    yield result("dimension")


@orthogonal_projection.reference("projection")
def projection(X):
    Q, _ = np.linalg.qr(X)
    return Q @ Q.T


@orthogonal_projection.reference("projected")
def projected(X, y):
    return X @ np.linalg.lstsq(X, y)[0]
