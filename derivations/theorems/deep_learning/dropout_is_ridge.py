"""Dropout on the inputs of a linear layer: on average over the masks it is a ridge penalty."""

import numpy as np

from derivations import (
    consider,
    d,
    definition,
    diag,
    diagonal,
    differential,
    dims,
    equals,
    equation,
    expectation,
    eye,
    gradient,
    hadamard,
    iff,
    index,
    inverse,
    matrix,
    ones,
    part,
    random_matrix,
    random_scalar,
    result,
    scalar,
    space,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    variance,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    collect,
    declared_moments,
    expand,
    hypothesis,
    product,
    riesz,
    scalar_transpose,
    sum_as_product,
)
from derivations.theorems.linear_models.ridge_regression import ridge_regression


@theorem(
    title="Dropout is a ridge penalty",
    main="expected_loss",
    cites=("goodfellow: 7.12", "bishop: 3.1.4", "murphy: 13.5.4", "htf: 3.4.1"),
    synonyms=("dropout regularisation", "multiplicative noise", "noise injection", "adaptive ridge"),
    in_short="Noise of mean 1 on the inputs changes no prediction on average; what its variance adds is a penalty.",
)
def dropout_is_ridge():
    r"""Multiply every entry of the inputs $X$ of a linear layer by noise $R$ of mean 1 and variance $v$, uncorrelated
    from entry to entry. The expected squared error is that of the clean inputs and a penalty on the weights: {noisy}.
    For dropout, which keeps an entry with probability $q$ and divides it by $q$, the variance is {dropout_variance}.
    The expected error has the gradient {gradient}, which vanishes exactly where {normal_equations}. Where all columns
    of $X$ have the same squared length $c$, this is ridge regression with the penalty $vc$: $w =$ {solution}.
    """
    n, p = dims("n p")
    i, j = index("i", n), index("j", p)
    X = matrix("X", n, p, about="inputs, one row an example")
    y = vector("y", n, about="targets")
    w = vector("w", p, about="weights of the layer")
    v = scalar("v", about="variance of the noise", positive=True)
    R = random_matrix("R", n, p, space("noise"), about="noise on the inputs", mean=1, variance=v, uncorrelated=True)
    q = scalar("q", about="probability that dropout keeps an entry", positive=True)
    b = random_scalar(
        "b", space("mask"), about="what it multiplies with, but for 1/q: 1 or 0", mean=q, variance=q * (1 - q)
    )
    c = scalar("c", about="squared length of every column, where they have the same", positive=True)
    D = diag(diagonal(X.T @ X))
    noisy = expectation(squared_norm(y - hadamard(R, X) @ w))
    expected = squared_norm(y - X @ w) + v * w.T @ D @ w
    r = y - X @ w

    yield part("The expected error")
    yield consider(noisy)
    yield equals(
        expectation(squared_norm(r - hadamard(R - ones(n, p), X) @ w)),
        by=collect,
        why="The noise is 1 and a deviation from 1: the one gives the clean prediction.",
    )
    yield equals(
        squared_norm(r) + expectation(squared_norm(hadamard(R - ones(n, p), X) @ w)),
        by=declared_moments,
        why="Expand the square: the deviations have mean 0, so the mixed term is 0 on average.",
    )
    yield equals(
        squared_norm(r) + sum_over(i, sum_over(j, v * X[i, j] ** 2 * w[j] ** 2)),
        by=declared_moments,
        why="Deviations of different entries are uncorrelated, so of each square only the squares are left.",
    )
    yield equals(
        expected, by=sum_as_product, why="Sum over the examples first: the diagonal of XᵀX has the squared lengths."
    )
    yield therefore(equation(noisy, expected), why="Long columns of X are penalised the more.")
    yield result("noisy")
    yield definition("expected_loss", expected, label="L")

    yield part("The noise of dropout")
    yield consider(expectation(b / q))
    yield equals(1, by=declared_moments, why="The mask is 1 with probability q, so its mean is q, and b/q has mean 1.")
    yield consider(variance(b / q))
    yield equals(q * (1 - q) / q**2, by=declared_moments, why="The mask has variance q(1 − q); 1/q leaves as a square.")
    yield equals((1 - q) / q, by=collect, why="Cancel one q.")
    yield result("dropout_variance")

    yield part("The gradient")
    yield differential(expected, w)
    yield equals(
        (-X @ d(w)).T @ r + r.T @ (-X @ d(w)) + v * (d(w).T @ D @ w + w.T @ D @ d(w)),
        by=product,
        why="Both terms are quadratic in w: each of their two factors moves in turn.",
    )
    yield equals(
        (2 * v * w.T @ D - 2 * r.T @ X) @ d(w),
        by=scalar_transpose,
        why="Pairs of equal terms, for a diagonal matrix is symmetric.",
    )
    yield gradient(2 * v * D @ w - 2 * X.T @ r, wrt=w, by=riesz, why="What multiplies dw, transposed, is the gradient.")
    yield suppose(equation(2 * v * D @ w - 2 * X.T @ r, zeros(p)), why="At a minimum it is zero.")
    yield iff(equation((X.T @ X + v * D) @ w, X.T @ y), by=expand, why="Divide by 2 and collect w.")
    yield result("normal_equations")

    yield part("Ridge regression")
    yield suppose(
        equation(diagonal(X.T @ X), c * ones(p)), sample={X: ones(n, p), c: n}, why="Let all columns be equally long."
    )
    yield suppose(equation((X.T @ X + v * D) @ w, X.T @ y), why="The equations of the minimum …")
    yield iff(
        equation((X.T @ X + v * c * eye(p)) @ w, X.T @ y), by=hypothesis, why="… have c on the diagonal of the penalty."
    )
    yield iff(
        equation(w, inverse(X.T @ X + v * c * eye(p)) @ X.T @ y),
        factor=X.T @ X + v * c * eye(p),
        by=ridge_regression,
        why="These are the equations of ridge regression, with a positive penalty: they have one solution.",
    )
    yield result("solution")


@dropout_is_ridge.reference("expected_loss")
def expected_loss(X, y, w, v):
    return np.sum((y - X @ w) ** 2) + v * np.sum(X**2 @ w**2)
