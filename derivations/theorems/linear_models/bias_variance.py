"""The expected error of a prediction: noise, squared bias and variance."""

from derivations import (
    consider,
    equals,
    equation,
    expectation,
    holds,
    part,
    random_scalar,
    result,
    scalar,
    space,
    theorem,
    therefore,
    variance,
)
from derivations.calculus.rules import (
    collect,
    declared_moments,
    expectation_is_linear,
    independence,
    nonnegativity,
    variance_as_mean,
)


@theorem(
    title="Bias and variance of a prediction",
    cites=("bishop: 3.2", "htf: 7.3", "murphy: 4.7.6"),
    synonyms=(
        "bias-variance decomposition",
        "bias-variance tradeoff",
        "expected prediction error",
        "generalisation error",
        "overfitting",
    ),
    in_short="Noise, bias and variance add up, because new noise knows nothing of the training data.",
)
def bias_variance():
    """A new observation is the true value $f$ plus noise $\\epsilon$ of mean zero and variance $\\sigma^2$. Its
    prediction $\\hat f$ depends on the training data, which are independent of that noise. The expected squared error
    is the sum of the noise, the squared bias and the variance of the prediction: {decomposition}. So no prediction has
    an expected error below the noise: {floor}.
    """
    noise, training = space("noise"), space("training")
    f = scalar("f", about="the true value at the new point")
    sigma = scalar("sigma", about="standard deviation of the noise")
    epsilon = random_scalar("epsilon", noise, about="noise of the new observation", mean=0, variance=sigma**2)
    fhat = random_scalar("fhat", training, about="prediction, different for other training data")
    bias = f - expectation(fhat)
    spread = expectation(fhat) - fhat
    error = expectation((f + epsilon - fhat) ** 2)
    squares = expectation(epsilon**2) + bias**2 + expectation(spread**2)

    yield part("Three sources of error")
    yield consider(error, why="The observation is f + ε, its prediction is f̂.")
    yield equals(
        expectation((epsilon + bias + spread) ** 2),
        by=collect,
        why="Add and subtract the mean prediction: the error is noise, a bias, and a distance from the mean.",
    )
    yield equals(
        squares + 2 * bias * expectation(epsilon) + 2 * bias * expectation(spread) + 2 * expectation(epsilon * spread),
        by=expectation_is_linear,
        why="Expand the square. The bias is a number and leaves the expectations.",
    )
    yield equals(
        squares
        + 2 * bias * expectation(epsilon)
        + 2 * bias * expectation(spread)
        + 2 * expectation(epsilon) * expectation(spread),
        by=independence,
        why="The noise of a new observation is independent of the training data.",
    )
    yield equals(
        squares + 2 * bias * expectation(epsilon),
        by=expectation_is_linear,
        why="The prediction is at its mean on average, so E[E f̂ − f̂] is zero.",
    )
    yield equals(squares, by=declared_moments, why="The noise has mean zero.")
    yield equals(
        sigma**2 + bias**2 + expectation(spread**2),
        by=declared_moments,
        why="With mean zero, the variance of the noise is the mean of its square.",
    )
    yield equals(
        sigma**2 + bias**2 + variance(fhat),
        by=variance_as_mean,
        why="The mean squared distance of f̂ from its mean is its variance.",
    )
    yield therefore(
        equation(error, sigma**2 + bias**2 + variance(fhat)),
        why="Noise, squared bias and variance add up to the error.",
    )
    yield result("decomposition")

    yield part("Nothing predicts noise")
    yield holds(
        error >= sigma**2,
        by=nonnegativity(bias**2 + variance(fhat)),
        why="A square and a variance are never negative. What they add to is the noise.",
    )
    yield result("floor")
