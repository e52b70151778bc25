"""The best approximation of low rank: what k directions leave of a matrix, and that the leading ones leave least."""

import numpy as np

from derivations import (
    at_least,
    at_most,
    consider,
    definition,
    diag,
    dims,
    equals,
    equation,
    eye,
    hadamard,
    iff,
    index,
    matrix,
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
    total,
    trace,
    unit,
    vector,
)
from derivations.calculus.rules import (
    binary_square,
    definiteness,
    earlier,
    expand,
    hypothesis,
    nonnegativity,
    norm_as_product,
    orthonormal_columns,
    sum_as_product,
)


@theorem(
    title="The best approximation of low rank",
    main="projection",
    cites=("mml: 4.6", "trefethen: lecture 5", "horn: 7.4", "htf: 14.5.1", "bishop: 12.1.2"),
    synonyms=(
        "Eckart–Young–Mirsky theorem",
        "truncated SVD",
        "singular value decomposition",
        "Frobenius norm",
        "Ky Fan's inequality",
        "PCA",
        "reconstruction error",
    ),
    in_short="What is left of a matrix is least where k directions catch most of it: the leading singular vectors.",
)
def low_rank():
    r"""Rows of $X$ are approximated by combinations of $k$ orthonormal directions, the columns of $V$. Distances are
    measured in the Frobenius norm: $\lVert A\rVert^2$ is the sum of the squares of all entries of $A$. Of all matrices
    $ZV^\top$ the projection {=projection} is nearest to $X$, {nearest}, and what it leaves is what the directions do
    not catch: {split}.

    Let $\mu$ be the eigenvalues of $X^\top X$, the squares of the singular values of $X$, with the eigenvectors in $Q$,
    and let $c$ mark $k$ of the largest. No matrix of rank $k$ leaves less than the eigenvalues that $c$ leaves out,
    {least}, for the rows of such a matrix lie in the span of $k$ orthonormal directions. And {=best}, the projection of
    the rows on the eigenvectors that $c$ marks, leaves no more: {reached}.
    """
    n, p, k = dims("n p k")
    i, j = index("i", k), index("j", p)
    X = matrix("X", n, p, about="any matrix, for instance data with one example a row")
    V = matrix("V", p, k, about="directions, one a column", orthonormal=True)
    Z = matrix("Z", n, k, about="coefficients of any combinations of the directions, one row for each row of X")
    Q = matrix("Q", p, p, about="eigenvectors of XᵀX, one a column", orthogonal=True)
    mu = vector("mu", p, about="eigenvalues of XᵀX, the squared singular values of X")
    c = vector("c", p, about="1 for each eigenvalue that is kept, 0 for the others", binary=True)
    t = scalar("t", about="a threshold: at most what is kept, at least what is left out")
    q = Q @ unit(j, p)
    rest = X - X @ V @ V.T
    above = relu(mu - t * ones(p))
    left_out = sum_over(j, (1 - c[j]) * mu[j])
    truncated = X @ Q @ diag(c) @ Q.T
    direction = Q @ unit(1, p)
    first = sum_over(i, unit(i, p)) + 0 * V @ ones(k)  # V counts for nothing, but k is at most p where it is
    rank_one = {X: X @ unit(1, p) @ direction.T, mu: squared_norm(X @ direction) * unit(1, p)}

    yield part("What the directions leave")
    yield definition("projection", X @ V @ V.T, label=r"\hat X", why="Each row projected on the directions.")
    yield definition("captured", squared_norm(X @ V), label="C(V)", why="The squares of all coefficients.")
    yield definition("error", squared_norm(rest), label="E(V)", why="The squares of all that is left.")
    yield equals(
        trace(X.T @ X) - 2 * trace(X.T @ X @ V @ V.T) + trace(V @ V.T @ X.T @ X @ V @ V.T),
        by=expand,
        why="The squared norm of a matrix A is tr AᵀA; expand the product.",
    )
    yield equals(
        trace(X.T @ X) - trace(V.T @ X.T @ X @ V),
        by=orthonormal_columns(V),
        why="Rotated, the last trace has VᵀV = I in it, and is the one before it once more.",
    )
    yield equals(squared_norm(X) - squared_norm(X @ V), by=norm_as_product, why="Both traces are squared norms again.")
    yield result(
        "split",
        equation(squared_norm(rest), squared_norm(X) - squared_norm(X @ V)),
        why="What is not caught is left, so the least error and the most captured go together.",
    )

    yield part("The nearest combination")
    yield consider(squared_norm(X - Z @ V.T))
    yield equals(
        squared_norm(rest) + squared_norm(X @ V - Z),
        by=orthonormal_columns(V),
        why="The residual is orthogonal to the directions: Pythagoras, row by row.",
    )
    yield at_least(
        squared_norm(rest), by=nonnegativity(squared_norm(X @ V - Z)), why="A squared norm is never negative."
    )
    near = yield therefore(squared_norm(X - Z @ V.T) >= squared_norm(rest), why="The projection is nearest.")
    yield result("nearest")
    yield suppose(
        equation(squared_norm(X - Z @ V.T), squared_norm(rest)), why="Let some ZVᵀ be as near.", sample={Z: X @ V}
    )
    yield iff(equation(X @ V, Z), by=definiteness, why="Then the other part is zero: the coefficients are XV.")

    yield part("How much k directions can catch")
    yield suppose(
        equation(X.T @ X, Q @ diag(mu) @ Q.T),
        why="The spectral theorem gives the symmetric matrix XᵀX this form.",
        sample=rank_one,
    )
    yield consider(squared_norm(X @ V))
    yield equals(
        sum_over(j, mu[j] * squared_norm(V.T @ q)),
        by=hypothesis,
        why="Each eigenvalue counts by as much of its eigenvector Qeⱼ as lies in the span of the directions.",
    )
    yield equals(
        k * t + sum_over(j, (mu[j] - t) * squared_norm(V.T @ q)),
        by=orthonormal_columns(V),
        why="These shares add up to ‖V‖² = k, so t may be taken from each eigenvalue and given back k times.",
    )
    yield at_most(
        k * t + sum_over(j, relu(mu[j] - t) * squared_norm(V.T @ q)),
        by=nonnegativity(sum_over(j, relu(t - mu[j]) * squared_norm(V.T @ q))),
        why="Leave out the terms below zero: s + relu(−s) is relu(s).",
    )
    yield at_most(
        k * t + total(above),
        by=nonnegativity(sum_over(j, relu(mu[j] - t) * squared_norm(q - V @ V.T @ q))),
        why="No share is above 1: the eigenvector has length 1, and what the directions leave of it makes up for it.",
    )
    most = yield therefore(squared_norm(X @ V) <= k * t + total(above), why="Whatever the directions and t are.")
    yield result("bound")

    yield part("No matrix of rank k is nearer")
    yield suppose(
        equation(X.T @ X, Q @ diag(mu) @ Q.T), why="Let the eigenvalues and eigenvectors be these.", sample=rank_one
    )
    yield suppose(
        equation(above, hadamard(c, mu - t * ones(p))),
        why="Let none that is kept be below t, and none that is left out above …",
        sample={t: 0},
    )
    yield suppose(equation(total(c), k), why="… and k be kept.", sample={c: first})
    yield consider(
        squared_norm(X - Z @ V.T),
        why="Every matrix of rank k is such a product: V is an orthonormal basis of the span of its rows.",
    )
    yield at_least(squared_norm(rest), using=near, by=earlier, why="The projection is nearest.")
    yield equals(squared_norm(X) - squared_norm(X @ V), by=orthonormal_columns(V), why="What is not caught is left.")
    yield at_least(
        squared_norm(X) - k * t - total(above), using=most, by=earlier, why="And k directions catch no more than that."
    )
    yield equals(
        total(mu) - k * t - total(above),
        by=hypothesis,
        why="The squared norm is the trace, the sum of the eigenvalues.",
    )
    yield equals(
        total(mu) - c.T @ mu,
        by=hypothesis,
        why="The k that are kept are at or above t: k times t and what they exceed it by add up to their sum.",
    )
    yield equals(left_out, by=sum_as_product, why="The sum of all less those that are kept.")
    yield therefore(squared_norm(X - Z @ V.T) >= left_out, why="No matrix of rank k leaves less.")
    yield result("least")

    yield part("The leading singular vectors reach it")
    yield suppose(
        equation(X.T @ X, Q @ diag(mu) @ Q.T), why="Let the eigenvalues and eigenvectors be these.", sample=rank_one
    )
    yield definition(
        "best", truncated, label="X_k", why="The rows projected on the eigenvectors that are kept: of rank k at most."
    )
    yield consider(squared_norm(X - truncated))
    yield equals(
        trace(Q @ (eye(p) - diag(c)) @ Q.T @ X.T @ X @ Q @ (eye(p) - diag(c)) @ Q.T),
        by=norm_as_product,
        why="X less its projection is X times the projection on the other eigenvectors.",
    )
    yield equals(
        trace((eye(p) - diag(c)) @ diag(mu) @ (eye(p) - diag(c))),
        by=hypothesis,
        why="Between Q and Qᵀ the matrix XᵀX is diagonal; the outer two meet in the trace.",
    )
    yield equals(left_out, by=binary_square(c), why="(1 − cⱼ)² is 1 − cⱼ, for both are 0 or 1.")
    yield result(
        "reached", equation(squared_norm(X - truncated), left_out), why="Nothing but the eigenvalues left out is lost."
    )


@low_rank.reference("projection")
def projection(X, V):
    return (X @ V) @ V.T


@low_rank.reference("error")
def residual_sum_of_squares(X, V):
    return np.sum(X**2) - np.sum((X @ V) ** 2)


@low_rank.reference("best")
def truncated_svd(X, Q, c):
    kept = Q[:, c == 1]
    return X @ kept @ kept.T
