"""Logistic regression: the loss from the likelihood, its gradient, its Hessian, and why it is convex."""

import numpy as np

from derivations import (
    at_least,
    consider,
    d,
    definition,
    diag,
    differential,
    dims,
    equals,
    gradient,
    hadamard,
    hessian,
    index,
    inner,
    log,
    matrix,
    ones,
    part,
    result,
    row,
    select,
    sigmoid,
    softplus,
    sum_over,
    theorem,
    therefore,
    total,
    vector,
)
from derivations.calculus.rules import (
    adjoint,
    binary_choice,
    collect,
    diag_is_hadamard,
    entrywise,
    jacobian_from_differential,
    log_sigmoid,
    nonnegativity,
    riesz,
    sigmoid_reflection,
    softplus_tangent,
    sum_as_product,
)


@theorem(
    title="Logistic regression: gradient, Hessian and convexity",
    main="gradient",
    cites=("bishop: 4.3.2", "murphy: 10.2.3", "htf: 4.4.1"),
    synonyms=(
        "sigmoid",
        "derivative of the sigmoid",
        "logit",
        "binary cross-entropy",
        "log loss",
        "logistic loss",
        "binomial regression",
    ),
    in_short="The gradient weighs each example by “predicted minus observed”, as in least squares; only the prediction"
    " has changed.",
)
def logistic_gradient():
    """Let each label $y_i$ be 1 with probability $\\sigma(x_i^\\top w)$ and 0 otherwise. The negative log-likelihood of
    the weights is {loss}. Its gradient is {gradient} and its Hessian {hessian}. The Hessian is positive semidefinite,
    {curvature}, and the loss is convex: it lies above each of its tangents.
    """
    n, p = dims("n p")
    X = matrix("X", n, p, about="design matrix, one row an example")
    y = vector("y", n, about="labels", binary=True)
    w = vector("w", p, about="weights")
    v = vector("v", p, about="a change of the weights")
    i = index("i", n)
    x = row(X, i)
    z = X @ w
    s = sigmoid(z)
    loss = total(softplus(z)) - y.T @ X @ w
    grad = X.T @ (s - y)
    hess = X.T @ diag(hadamard(s, ones(n) - s)) @ X

    yield part("The loss, from the likelihood")
    yield consider(
        -sum_over(i, log(select(y[i], sigmoid(x.T @ w), 1 - sigmoid(x.T @ w)))),
        why="The examples are independent, so the logarithms of their probabilities add up.",
    )
    yield equals(
        -sum_over(i, y[i] * log(sigmoid(x.T @ w)) + (1 - y[i]) * log(1 - sigmoid(x.T @ w))),
        by=binary_choice(y),
        why="A label is 0 or 1, so exactly one of the two logarithms is kept.",
    )
    yield equals(
        -sum_over(i, y[i] * (x.T @ w - softplus(x.T @ w)) - (1 - y[i]) * softplus(x.T @ w)),
        by=log_sigmoid,
        why="log σ(t) = t − softplus(t) and log(1 − σ(t)) = −softplus(t): the two logarithms share one term.",
    )
    yield equals(
        sum_over(i, softplus(x.T @ w) - y[i] * x.T @ w),
        by=collect,
        why="The shared term no longer depends on the label.",
    )
    yield equals(loss, by=sum_as_product, why="Write the sums over the examples as products with X.")
    yield definition("loss", loss, label="L", why="This is the loss to make small.")

    yield part("The gradient")
    yield differential(loss, w)
    yield equals(
        total(hadamard(s, X @ d(w))) - y.T @ X @ d(w), by=entrywise, why="The slope of softplus is σ, entry by entry."
    )
    yield equals(inner(s - y, X @ d(w)), by=collect, why="Both terms are inner products with X dw.")
    yield equals(inner(grad, d(w)), by=adjoint, why="X moves to the other side as its transpose.")
    yield gradient(grad, wrt=w, by=riesz, why="What stands beside dw is the gradient.")

    yield part("The Hessian")
    yield differential(grad, w)
    yield equals(
        X.T @ hadamard(hadamard(s, ones(n) - s), X @ d(w)),
        by=entrywise,
        why="y is fixed, and the slope of σ is σ(1 − σ).",
    )
    yield equals(hess @ d(w), by=diag_is_hadamard, why="An entrywise factor is a diagonal matrix.")
    yield hessian(hess, wrt=w, by=jacobian_from_differential, why="What multiplies dw is the Hessian.")

    yield part("It curves upwards in every direction")
    yield consider(v.T @ hess @ v)
    yield equals(
        sum_over(i, sigmoid(x.T @ w) * (1 - sigmoid(x.T @ w)) * (x.T @ v) ** 2),
        by=sum_as_product,
        why="The quadratic form of a diagonal matrix is a weighted sum of squares.",
    )
    weighted = sum_over(i, sigmoid(x.T @ w) * sigmoid(-x.T @ w) * (x.T @ v) ** 2)
    yield equals(weighted, by=sigmoid_reflection, why="1 − σ(t) is σ(−t), which is positive.")
    yield at_least(0, by=nonnegativity(weighted), why="Positive weights times squares.")
    yield therefore(v.T @ hess @ v >= 0, why="The Hessian is positive semidefinite, whatever the data.")
    yield result("curvature")

    yield part("It is convex")
    ahead = total(softplus(X @ (w + v))) - y.T @ X @ (w + v)
    yield consider(ahead, why="Go from w to w + v.")
    yield at_least(
        sum_over(i, softplus(x.T @ w) + sigmoid(x.T @ w) * x.T @ v) - y.T @ X @ (w + v),
        by=softplus_tangent,
        using=softplus_tangent(x.T @ w, x.T @ v).summed(i),
        why="Each softplus lies above its tangent.",
    )
    yield equals(loss + inner(grad, v), by=collect, why="The terms with v are the gradient's inner product with v.")
    yield therefore(ahead >= loss + inner(grad, v), why="The loss lies above its tangent at every w, so it is convex.")
    yield result("convexity")


@logistic_gradient.reference("gradient")
def residuals_times_data(X, y, w):
    predicted = 1 / (1 + np.exp(-(X @ w)))
    return X.T @ (predicted - y)


@logistic_gradient.reference("hessian")
def weighted_gram_matrix(X, w):
    predicted = 1 / (1 + np.exp(-(X @ w)))
    return X.T @ ((predicted * (1 - predicted))[:, None] * X)
