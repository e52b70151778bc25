"""The lasso with orthonormal columns: each weight of least squares moves towards 0 and stops there."""

import numpy as np

from derivations import (
    absolute,
    at_least,
    consider,
    definition,
    dims,
    equals,
    equation,
    iff,
    implies,
    index,
    let,
    matrix,
    norm1,
    ones,
    part,
    relu,
    result,
    scalar,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import earlier, expand, orthonormal_columns, squeezed, triangle
from derivations.proof.rule import nonnegative


@theorem(
    title="The lasso with orthonormal columns",
    main="solution",
    cites=("htf: 3.4.2", "htf: 3.4.3", "murphy: 11.4.3"),
    synonyms=("lasso", "soft thresholding", "shrinkage", "sparsity", "L1 penalty", "proximal operator of the 1-norm"),
    in_short="Each weight has a problem of its own; the kink of |w| at 0 holds it there until the data pull enough.",
)
def lasso_threshold():
    r"""Where the columns of $X$ are orthonormal, the loss of the lasso, {loss}, is a problem of its own for each
    weight: with $z = X^\top y$, the weights of least squares, {split}. Its minimum is at {solution}, called $s$: each
    weight of least squares moves towards 0 by $\lambda/2$ and stops there, so that those of absolute value at most
    $\lambda/2$ become exactly 0. For any weights $w$, {optimal}, so all others are worse.
    """
    n, p = dims("n p")
    i = index("i", p)
    X = matrix("X", n, p, about="inputs, one example a row", orthonormal=True)
    y = vector("y", n, about="observations")
    w = vector("w", p, about="weights")
    lam = scalar("lambda", about="weight of the penalty", nonnegative=True)
    z = vector("z", p, about="the weights of least squares")
    s = vector("s", p, about="the weights of the lasso")
    h = lam / 2
    up, down = relu(z - h * ones(p)), relu(-z - h * ones(p))
    apart = squared_norm(y) - squared_norm(z) + squared_norm(w - z) + lam * norm1(w)

    def loss(v):
        return squared_norm(y - X @ v) + lam * norm1(v)

    yield part("One problem for each weight")
    yield let(z, X.T @ y, why="For orthonormal columns the normal equations XᵀXw = Xᵀy read w = Xᵀy.")
    yield definition("loss", loss(w), label="L(w)")
    yield equals(
        apart,
        by=orthonormal_columns(X),
        why="Expand the square: Xw is as long as w, and yᵀXw is zᵀw. What is left adds up over the weights.",
    )
    yield result("split", equation(loss(w), apart), why="Only the last two terms depend on w.")

    yield part("The threshold")
    yield definition(
        "solution",
        up - down,
        label="s",
        why="Where zᵢ is above λ/2 this is zᵢ − λ/2, where it is below −λ/2 it is zᵢ + λ/2, and in between it is 0.",
    )
    yield let(s, up - down, why="One letter for it from here on.")

    yield part("No other weights are as good")
    yield consider(loss(w))
    pull = z[i] - s[i]
    yield equals(
        loss(s)
        + squared_norm(w - s)
        + sum_over(i, lam * absolute(w[i]) - 2 * pull * w[i] - (lam * absolute(s[i]) - 2 * pull * s[i])),
        by=expand,
        why="Expand around s. The sum has, for each weight, what the penalty takes less what the pull zᵢ − sᵢ wins.",
    )
    yield at_least(
        loss(s) + squared_norm(w - s),
        using=(
            relu(w[i]) * triangle(z[i] - h, -lam)
            + relu(-w[i]) * triangle(z[i] + h, lam)
            + lam * triangle(up[i], down[i])
            + nonnegative(4 * up[i] * down[i])
        ).summed(i),
        by=triangle,
        why="The pull is between −λ/2 and λ/2, so it never wins more than the penalty takes, and at sᵢ just as much.",
    )
    best = yield therefore(
        loss(w) >= loss(s) + squared_norm(w - s), why="Other weights lose, by their distance at least."
    )
    yield result("optimal")
    same = yield suppose(equation(loss(w), loss(s)), why="Let some weights be as good.", sample={w: up - down})
    yield implies(
        squared_norm(w - s) <= 0, using=best + same, by=earlier, why="Then they lose nothing by their distance."
    )
    yield iff(equation(w - s, zeros(p)), by=squeezed, why="A norm is zero only of the zero vector.")


@lasso_threshold.reference("loss")
def penalised_squares(X, y, w, lam):
    return np.sum((y - X @ w) ** 2) + lam * np.sum(np.abs(w))


@lasso_threshold.reference("solution")
def soft_threshold(X, y, lam):
    z = X.T @ y
    return np.sign(z) * np.maximum(np.abs(z) - lam / 2, 0)
