"""Least squares: gradient, normal equations, uniqueness, the minimiser and why it is a minimum."""

import numpy as np

from derivations import (
    at_least,
    consider,
    d,
    definition,
    differential,
    dims,
    equals,
    equation,
    gradient,
    iff,
    implies,
    inverse,
    matrix,
    part,
    result,
    squared_norm,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    definiteness,
    expand,
    full_rank,
    hypothesis,
    nonnegativity,
    norm_as_product,
    product,
    riesz,
    scalar_transpose,
)


@theorem(
    title="Ordinary least squares: the normal equations",
    main="solution",
    cites=("mml: 9.2.1", "bishop: 3.1.1", "htf: 3.2"),
    synonyms=("OLS", "linear regression", "least squares", "normal equations"),
    in_short="At the minimum the residual is orthogonal to every column of the design matrix.",
)
def ols_normal_equations():
    """For a design matrix $X$ and observations $y$ the squared error {loss} has the gradient {gradient}.
    It vanishes exactly where {normal_equations}. These equations have one solution if and only if the columns of $X$
    are linearly independent; it is then $w =$ {solution}, and no other weights have a smaller error.
    """
    n, p = dims("n p")
    X = matrix("X", n, p, about="design matrix, one row an example", rank=p)
    Z = matrix("Z", n, p, about="design matrix of any rank")
    y = vector("y", n, about="observations")
    w = vector("w", p, about="weights")
    v = vector("v", p, about="a change of the weights")
    r = y - X @ w
    dr = -X @ d(w)
    loss = squared_norm(y - X @ w)

    yield part("The gradient")
    yield definition("loss", loss, label="L")
    yield equals(r.T @ r, by=norm_as_product, why="The squared norm of the residual is its product with itself.")
    yield differential(loss, w)
    yield equals(dr.T @ r + r.T @ dr, by=product, why="Only the residual depends on w, and d(y − Xw) = −X dw.")
    yield equals(-2 * r.T @ X @ d(w), by=scalar_transpose, why="The two terms are 1×1 and transposes of each other.")
    yield gradient(-2 * X.T @ r, wrt=w, by=riesz, why="What multiplies dw, transposed, is the gradient.")

    yield part("The normal equations")
    yield suppose(
        equation(-2 * X.T @ r, zeros(p)), why="At a minimum of a differentiable function the gradient is zero."
    )
    yield iff(equation(X.T @ X @ w, X.T @ y), by=expand, why="Divide by 2 and move Xᵀy to the other side.")
    yield result("normal_equations")

    yield part("Uniqueness: one solution if the columns are independent")
    yield suppose(equation(X.T @ X @ v, zeros(p)), why="Subtract the equations of two solutions w and w + v.")
    yield implies(
        equation(squared_norm(X @ v), 0), factor=v.T, by=norm_as_product, why="Multiply by vᵀ: vᵀXᵀXv = ‖Xv‖²."
    )
    yield iff(equation(X @ v, zeros(n)), by=definiteness, why="A vector of norm zero is zero.")
    yield implies(
        equation(v, zeros(p)),
        factor=inverse(X.T @ X) @ X.T,
        by=full_rank(X),
        why="Independent columns: only v = 0 combines them to zero. So the two solutions are the same.",
    )

    yield part("… and only then")
    yield suppose(
        equation(Z @ v, zeros(n)),
        why="Let the columns of a design matrix Z be dependent: some combination v ≠ 0 of them is zero.",
    )
    yield suppose(
        equation(Z.T @ Z @ w, Z.T @ y),
        why="Let w be a solution of its normal equations.",
    )
    yield implies(
        equation(Z.T @ Z @ (w + v), Z.T @ y),
        by=hypothesis,
        why="Then w + v is one too, and another than w, for v is not zero.",
    )

    yield part("The solution")
    yield suppose(equation(X.T @ X @ w, X.T @ y), why="Let w satisfy the normal equations.")
    yield iff(
        equation(w, inverse(X.T @ X) @ X.T @ y),
        factor=X.T @ X,
        by=full_rank(X),
        why="XᵀX is invertible because the columns of X are independent.",
    )
    yield result("solution")

    yield part("How the error changes from w to w + v")
    yield consider(squared_norm(y - X @ (w + v)))
    yield equals(
        squared_norm(r) - 2 * v.T @ (X.T @ y - X.T @ X @ w) + squared_norm(X @ v),
        by=expand,
        why="Expand the square of the new residual, (y − Xw) − Xv.",
    )

    yield part("The solution is a minimum")
    yield suppose(
        equation(X.T @ X @ w, X.T @ y),
        sample={y: X @ w + (y - X @ inverse(X.T @ X) @ X.T @ y)},
        why="Let w satisfy the normal equations, and take any other weights w + v.",
    )
    yield consider(squared_norm(y - X @ (w + v)))
    yield equals(
        squared_norm(r) + squared_norm(X @ v),
        by=hypothesis,
        why="The middle term of the expansion is zero by the normal equations.",
    )
    yield at_least(loss, by=nonnegativity(squared_norm(X @ v)), why="A squared norm is never negative.")
    yield therefore(squared_norm(y - X @ (w + v)) >= loss, why="No other weights make the error smaller.")


@ols_normal_equations.reference("solution")
def least_squares(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)
