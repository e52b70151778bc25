"""Ridge regression: gradient, the equations with their one solution, why it is the minimum, and two other readings."""

import numpy as np
import sympy

from derivations import (
    at_least,
    at_most,
    consider,
    d,
    definition,
    differential,
    dims,
    equals,
    equation,
    exp,
    eye,
    gradient,
    iff,
    index,
    inverse,
    log,
    matrix,
    part,
    result,
    row,
    scalar,
    sqrt,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    earlier,
    expand,
    hypothesis,
    inverse_cancels,
    log_product,
    nonnegativity,
    product,
    riesz,
    scalar_transpose,
    sum_as_product,
)


@theorem(
    title="Ridge regression",
    main="solution",
    cites=("htf: 3.4.1", "bishop: 3.1.4", "mml: 9.2.4", "murphy: 11.3"),
    synonyms=(
        "ridge",
        "L2 regularisation",
        "Tikhonov regularization",
        "weight decay",
        "MAP estimate",
        "kernel ridge regression",
    ),
    in_short="A penalty on long weights makes XᵀX + λI invertible, whatever the data; a Gaussian prior says the same.",
)
def ridge_regression():
    r"""For a design matrix $X$, observations $y$ and a penalty $\lambda > 0$ the loss {loss} has the gradient
    {gradient}. It vanishes exactly where {normal_equations}. Whatever the rank of $X$, these equations have exactly one
    solution, $w =$ {solution}; any other weights $w + v$ have a larger loss, {minimum}. The solution is a combination
    $w = X^\top\alpha$ of the examples with the coefficients $\alpha =$ {coefficients}.

    Where the noise is normal with the variance $\sigma^2$, and the weights beforehand with the variance
    $\sigma^2/\lambda$, the logarithm of the likelihood times the prior is {log_joint}: the solution is also the
    most probable $w$ given the data.
    """
    n, p = dims("n p")
    i, j = index("i", n), index("j", p)
    X = matrix("X", n, p, about="design matrix, one row an example; its columns may be dependent")
    y = vector("y", n, about="observations")
    w = vector("w", p, about="weights")
    v = vector("v", p, about="a change of the weights")
    lam = scalar("lambda", about="penalty on the squared length of the weights", positive=True)
    alpha = vector("alpha", n, about="coefficients, one for each example")
    sigma = scalar("sigma", about="standard deviation of the noise", positive=True)
    r = y - X @ w
    dr = -X @ d(w)
    A = X.T @ X + lam * eye(p)
    K = X @ X.T + lam * eye(n)

    def loss(w):
        return squared_norm(y - X @ w) + lam * squared_norm(w)

    yield part("The gradient")
    yield definition("loss", loss(w), label="L")
    yield differential(loss(w), w)
    yield equals(
        dr.T @ r + r.T @ dr + lam * (d(w).T @ w + w.T @ d(w)),
        by=product,
        why="Both squared norms are products: residual with residual, and weights with weights.",
    )
    yield equals(
        (2 * lam * w.T - 2 * r.T @ X) @ d(w),
        by=scalar_transpose,
        why="The two terms of each product are 1×1 and transposes of each other.",
    )
    yield gradient(2 * lam * w - 2 * X.T @ r, wrt=w, by=riesz, why="What multiplies dw, transposed, is the gradient.")

    yield part("The equations")
    yield suppose(
        equation(2 * lam * w - 2 * X.T @ r, zeros(p)),
        why="At a minimum of a differentiable function the gradient is zero.",
    )
    yield iff(equation(A @ w, X.T @ y), by=expand, why="Divide by 2, move Xᵀy to the other side and collect w.")
    yield result("normal_equations")

    yield part("One solution, whatever the rank")
    yield consider(v.T @ A @ v)
    yield equals(
        squared_norm(X @ v) + lam * squared_norm(v), by=expand, why="The first matrix gives ‖Xv‖², the second λ‖v‖²."
    )
    yield at_least(
        lam * squared_norm(v), by=nonnegativity(squared_norm(X @ v)), why="A squared norm is never negative."
    )
    yield therefore(
        v.T @ A @ v >= lam * squared_norm(v),
        why="This is positive unless v = 0. So the matrix is positive definite, and no fact about X was used.",
    )
    yield suppose(equation(A @ w, X.T @ y), why="Hence the equations can be solved for w.")
    yield iff(
        equation(w, inverse(A) @ X.T @ y),
        factor=A,
        by=inverse_cancels,
        why="A positive definite matrix has an inverse.",
    )
    yield result("solution")

    yield part("The weights are a combination of the examples")
    yield suppose(equation(A @ w, X.T @ y), why="Let w satisfy the equations.")
    yield iff(
        equation(w, X.T @ (y - X @ w) / lam),
        factor=lam,
        by=expand,
        why="Solve for the w that stands with λ: it is Xᵀα, a combination of the rows of X.",
    )

    yield part("Its coefficients, from as many equations as examples")
    yield suppose(equation(w, X.T @ alpha), why="So the weights are Xᵀα …")
    yield suppose(
        equation(alpha, (y - X @ w) / lam),
        sample={w: X.T @ inverse(K) @ y, alpha: inverse(K) @ y},
        why="… with the coefficients α that stand there.",
    )
    yield iff(equation(K @ alpha, y), factor=1 / lam, by=hypothesis, why="Put Xᵀα for w and collect α.")
    yield iff(
        equation(alpha, inverse(K) @ y), factor=K, by=inverse_cancels, why="XXᵀ + λI is positive definite as well."
    )
    yield result("coefficients")

    yield part("How the loss changes from w to w + v")
    yield consider(loss(w + v))
    yield equals(
        loss(w) - 2 * v.T @ (X.T @ y - A @ w) + squared_norm(X @ v) + lam * squared_norm(v),
        by=expand,
        why="Expand both squares and collect what is linear in v.",
    )

    yield part("The solution is the minimum")
    yield suppose(
        equation(A @ w, X.T @ y),
        sample={w: inverse(A) @ X.T @ y},
        why="Let w satisfy the equations, and take any other weights w + v.",
    )
    yield consider(loss(w + v))
    yield equals(
        loss(w) + squared_norm(X @ v) + lam * squared_norm(v),
        by=hypothesis,
        why="The middle term of the expansion is zero by the equations.",
    )
    yield at_least(
        loss(w) + lam * squared_norm(v), by=nonnegativity(squared_norm(X @ v)), why="A squared norm is never negative."
    )
    minimum = yield therefore(
        loss(w + v) >= loss(w) + lam * squared_norm(v), why="Every change of the weights costs λ‖v‖² at least."
    )
    yield result("minimum")

    spread = sigma / sqrt(lam)
    constant = n * log(sigma * sqrt(2 * sympy.pi)) + p * log(spread * sqrt(2 * sympy.pi))

    def log_joint(w):
        likelihood = exp(-((y[i] - row(X, i).T @ w) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * sympy.pi))
        prior = exp(-(w[j] ** 2) / (2 * spread**2)) / (spread * sqrt(2 * sympy.pi))
        return sum_over(i, log(likelihood)) + sum_over(j, log(prior))

    yield part("The most probable weights")
    yield consider(
        log_joint(w),
        why="Observations and weights are independent normal numbers, so the logarithms of their densities add up.",
    )
    yield equals(
        -constant - sum_over(i, (y[i] - row(X, i).T @ w) ** 2) / (2 * sigma**2) - squared_norm(w) / (2 * spread**2),
        by=log_product,
        why="The logarithm undoes the exponentials, and what normalises them is a constant.",
    )
    yield equals(
        -constant - loss(w) / (2 * sigma**2),
        by=sum_as_product,
        why="The squares add up to ‖y − Xw‖²; the weights' own variance σ²/λ makes λ‖w‖² of the other term.",
    )
    yield result("log_joint")
    yield suppose(
        equation(A @ w, X.T @ y), sample={w: inverse(A) @ X.T @ y}, why="Let w satisfy the equations once more."
    )
    yield consider(log_joint(w + v))
    yield equals(
        -constant - loss(w + v) / (2 * sigma**2), by=sum_as_product, why="The same at other weights: a constant less …"
    )
    yield at_most(
        -constant - (loss(w) + lam * squared_norm(v)) / (2 * sigma**2),
        using=1 / (2 * sigma**2) * minimum,
        by=earlier,
        why="… the loss, which is larger than at w.",
    )
    yield equals(
        log_joint(w) - lam * squared_norm(v) / (2 * sigma**2),
        by=sum_as_product,
        why="Read backwards, this is the logarithm at w less something.",
    )
    yield therefore(
        log_joint(w + v) <= log_joint(w) - lam * squared_norm(v) / (2 * sigma**2),
        why="No other weights are as probable given the data: ridge regression gives the MAP estimate.",
    )


@ridge_regression.reference("solution")
def ridge(X, y, lam):
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)


@ridge_regression.reference("coefficients")
def coefficients(X, y, lam):
    return np.linalg.solve(X @ X.T + lam * np.eye(len(y)), y)
