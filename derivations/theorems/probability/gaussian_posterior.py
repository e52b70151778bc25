"""The posterior of a normal mean: precisions add up, and the posterior mean is weighted by them."""

import numpy as np
import sympy

from derivations import (
    at_most,
    consider,
    d,
    definition,
    differential,
    dims,
    equals,
    equation,
    exp,
    gradient,
    iff,
    index,
    let,
    log,
    part,
    result,
    scalar,
    sqrt,
    sum_over,
    suppose,
    tends,
    theorem,
    therefore,
    total,
    vector,
)
from derivations.calculus.rules import chain, collect, expand, log_product, nonnegativity, riesz


@theorem(
    title="The posterior of a normal mean",
    main="posterior_mean",
    cites=("bishop: 2.3.6", "murphy: 4.6.4", "mml: 6.6.1", "wasserman: 11.2"),
    synonyms=("Bayesian inference", "conjugate prior", "MAP and MLE", "posterior mean", "precision", "evidence"),
    in_short="Information adds up: the posterior precision is the sum of the precisions, the mean is weighted by them.",
)
def gaussian_posterior():
    r"""Let $n$ observations $x_i$ be independent and normal with an unknown mean $\mu$ and the known precision $b$ (one
    over the variance), and let $\mu$ beforehand be normal with the mean $m$ and the precision $a$. Given the data $\mu$
    is again normal, with the precision {posterior_precision} and the mean {posterior_mean}, where $\bar x$ is the mean
    of the data: {bayes}. What follows the posterior there does not depend on $\mu$: it is the logarithm of the
    evidence.

    The posterior mean is the most probable $\mu$ given the data; without the prior the most likely one is {mle}. The
    former lies between the latter and $m$, {shrinkage}, and the weight of $m$ tends to 0 as $n$ grows.
    """
    n = dims("n")
    i = index("i", n)
    x = vector("x", n, about="observations")
    mu = scalar("mu", about="their unknown mean")
    m = scalar("m", about="mean of the prior: what was expected of μ beforehand")
    a = scalar("a", about="precision of the prior", positive=True)
    b = scalar("b", about="precision of an observation", positive=True)
    xbar = scalar("xbar", about="mean of the data")

    def log_normal(t, mean, precision):
        return log(sqrt(precision / (2 * sympy.pi)) * exp(-precision / 2 * (t - mean) ** 2))

    def log_likelihood(mu):
        return sum_over(i, log_normal(x[i], mu, b))

    def log_joint(mu):
        return log_likelihood(mu) + log_normal(mu, m, a)

    precision = a + n * b
    mean = (a * m + n * b * xbar) / (a + n * b)
    scatter = sum_over(i, (x[i] - xbar) ** 2)
    gap = a * n * b / (a + n * b) * (xbar - m) ** 2
    rest = (n * log(b / (2 * sympy.pi)) + log(a / (a + n * b)) - b * scatter - gap) / 2
    constant = (n * log(b / (2 * sympy.pi)) + log(a / (2 * sympy.pi))) / 2

    yield part("Likelihood times prior")
    yield let(xbar, total(x) / n, why="The mean of the data.")
    yield consider(log_joint(mu), why="The observations are independent, so the logarithms of their densities add up.")
    yield equals(
        constant - b / 2 * sum_over(i, (x[i] - mu) ** 2) - a / 2 * (mu - m) ** 2,
        by=log_product,
        why="The logarithm of a normal density is a constant less a square.",
    )
    yield equals(
        constant - b / 2 * scatter - n * b / 2 * (xbar - mu) ** 2 - a / 2 * (mu - m) ** 2,
        by=expand,
        why="Measure the observations from their own mean; the mixed terms add up to zero.",
    )

    yield part("Two squares make one")
    yield definition("posterior_precision", precision, label="c")
    yield definition("posterior_mean", mean, label="m_n")
    yield consider(n * b * (xbar - mu) ** 2 + a * (mu - m) ** 2)
    yield equals(
        precision * (mu - mean) ** 2 + gap,
        by=expand,
        why="Complete the square: the coefficients of μ² add up, and what is linear in μ fixes the middle.",
    )
    yield consider(log_joint(mu))
    yield equals(
        constant - b / 2 * scatter - (precision * (mu - mean) ** 2 + gap) / 2,
        by=expand,
        why="Put this into the logarithm of likelihood times prior.",
    )
    yield equals(
        log_normal(mu, mean, precision) + rest,
        by=log_product,
        why="The square belongs to a normal density with this mean and precision; the rest does not depend on μ.",
    )
    yield therefore(
        equation(log_joint(mu), log_normal(mu, mean, precision) + rest),
        why="A density integrates to 1: so the rest is the log evidence, and by Bayes' rule the first the posterior.",
    )
    yield result("bayes")
    yield consider(log_joint(mu) - log_normal(mu, mean, precision))
    yield equals(rest, by=log_product, why="Take the posterior away from both sides.")
    yield result("log_evidence")

    yield part("The most likely mean")
    yield differential(log_likelihood(mu), mu)
    yield equals(
        sum_over(i, b * (x[i] - mu) * d(mu)), by=chain, why="Only the squares depend on μ, and d(x − μ)² = −2(x − μ)dμ."
    )
    yield gradient(
        n * b * (xbar - mu), wrt=mu, by=riesz, name="likelihood_slope", why="The deviations add up to n(x̄ − μ)."
    )
    yield suppose(equation(n * b * (xbar - mu), 0), why="At a maximum the slope is zero.")
    yield iff(equation(mu, xbar), factor=-n * b, by=collect, why="Divide by −nb: the likelihood alone asks for x̄.")
    yield result("mle")

    yield consider(log_likelihood(mu))
    yield equals(
        log_likelihood(xbar) - n * b / 2 * (xbar - mu) ** 2,
        by=expand,
        why="Measured from x̄, as above: the scatter belongs to the likelihood of x̄.",
    )
    yield at_most(
        log_likelihood(xbar), by=nonnegativity(n * b / 2 * (xbar - mu) ** 2), why="A square is never negative."
    )
    yield therefore(log_likelihood(mu) <= log_likelihood(xbar), why="So this is where the likelihood is largest.")

    yield part("The most probable mean")
    yield consider(log_joint(mu))
    yield equals(log_normal(mu, mean, precision) + rest, by=log_product, why="This is Bayes' rule as derived above.")
    yield at_most(
        log(sqrt(precision / (2 * sympy.pi))) + rest,
        by=nonnegativity(precision / 2 * (mu - mean) ** 2),
        why="A normal density is nowhere above its value at its mean, for a square is never negative.",
    )
    yield therefore(
        log_joint(mu) <= log(sqrt(precision / (2 * sympy.pi))) + rest,
        why="The posterior mean reaches the bound, and no other μ does: it is the MAP estimate as well.",
    )

    yield part("Between prior and data")
    yield consider(mean)
    yield equals(
        xbar + a / (a + n * b) * (m - xbar), by=collect, why="The two weights, a and nb over their sum, add up to 1."
    )
    yield therefore(
        equation(mean, xbar + a / (a + n * b) * (m - xbar)), why="The data's mean is drawn towards the prior's."
    )
    yield result("shrinkage")
    yield consider(a / (a + n * b))
    yield tends(0, n, by=expand, why="With more and more observations the prior is outweighed.")


@gaussian_posterior.reference("posterior_mean")
def posterior_mean(x, m, a, b):
    return np.average(np.append(x, m), weights=np.append(np.full(len(x), b), a))


@gaussian_posterior.reference("log_evidence")
def log_evidence(x, m, a, b):
    c = a + len(x) * b
    scatter = len(x) * np.var(x) + a / c * len(x) * (np.mean(x) - m) ** 2
    return (len(x) * np.log(b / (2 * np.pi)) + np.log(a / c) - b * scatter) / 2
