"""Markov's and Chebyshev's inequalities, and the weak law of large numbers that follows from them."""

import numpy as np

from derivations import (
    absolute,
    at_most,
    consider,
    dims,
    equals,
    expectation,
    index,
    indicator,
    part,
    probability,
    random_scalar,
    random_vector,
    result,
    scalar,
    simulated,
    space,
    sum_over,
    tends,
    theorem,
    therefore,
    total,
    variance,
)
from derivations.calculus.rules import (
    declared_moments,
    expectation_is_linear,
    indicator_bound,
    probability_as_mean,
    squared_event,
    uncorrelated_sum,
    variance_as_mean,
)


@theorem(
    title="Markov, Chebyshev and the weak law of large numbers",
    main="bound",
    cites=("billingsley: 5", "billingsley: 6", "wasserman: 4.1", "wasserman: 5.3", "feller1: IX.6"),
    synonyms=("Markov's inequality", "Chebyshev's inequality", "weak law of large numbers", "concentration"),
    in_short="A mean of n uncorrelated numbers has 1/n of their variance, so it is seldom far from what it estimates.",
)
def chebyshev():
    r"""A random variable $X$ that is never negative satisfies {markov} for every $a > 0$ (Markov). Hence any random
    variable $Y$ satisfies {chebyshev} for every $\epsilon > 0$ (Chebyshev). Hence the mean of $n$ uncorrelated numbers
    $Z_i$ of mean $\mu$ and variance $\sigma^2$ has the variance {variance_of_mean}, and satisfies {weak_law} for every
    $\epsilon > 0$; the bound tends to 0 as $n$ grows (the weak law of large numbers).
    """
    n = dims("n")
    i = index("i", n)
    here = space("S")
    a = scalar("a", about="a level to exceed", positive=True)
    eps = scalar("epsilon", about="a distance from the mean", positive=True)
    mu, sigma = scalar("mu", about="common mean"), scalar("sigma", about="common standard deviation")
    x = random_scalar("X", here, about="a random variable that is never negative", nonnegative=True)
    y = random_scalar("Y", here, about="any random variable")
    z = random_vector("Z", n, here, about="uncorrelated random numbers", mean=mu, variance=sigma**2, uncorrelated=True)
    average = total(z) / n

    yield part("Markov: bound the indicator")
    yield consider(probability(x >= a))
    yield equals(
        expectation(indicator(x >= a)),
        by=probability_as_mean,
        why="A probability is the mean of the event's indicator.",
    )
    yield at_most(
        expectation(x) / a,
        using=1 / a * indicator_bound(x, a).expected(),
        by=indicator_bound(x, a),
        why="The indicator is at most X/a: on the event X/a is at least 1, elsewhere it is not negative.",
    )
    markov = yield therefore(probability(x >= a) <= expectation(x) / a, why="A large value can't be common.")
    yield result("markov")

    yield part("Chebyshev: Markov for the squared distance from the mean")
    yield consider(probability(absolute(y - expectation(y)) >= eps))
    yield equals(
        probability((y - expectation(y)) ** 2 >= eps**2),
        by=squared_event,
        why="Both sides of the event can be squared, for ε is positive.",
    )
    yield at_most(
        expectation((y - expectation(y)) ** 2) / eps**2,
        using=markov.where({x: (y - expectation(y)) ** 2, a: eps**2}),
        why="Markov's inequality with (Y − E Y)² for X and ε² for a.",
    )
    yield equals(variance(y) / eps**2, by=variance_as_mean, why="The mean squared distance is the variance.")
    bound = yield therefore(
        probability(absolute(y - expectation(y)) >= eps) <= variance(y) / eps**2,
        why="Far from its mean a variable can only be as often as its variance allows.",
    )
    yield result("chebyshev")

    yield part("The variance of a mean")
    yield consider(variance(average))
    yield equals(variance(total(z)) / n**2, by=variance_as_mean, why="A factor leaves a variance as its square.")
    yield equals(
        sum_over(i, variance(z[i])) / n**2, by=uncorrelated_sum(z), why="Uncorrelated: the covariances are all zero."
    )
    yield equals(n * sigma**2 / n**2, by=declared_moments, why="Each of the n variances is σ².")
    yield result("variance_of_mean", sigma**2 / n, why="Cancel one n.")

    yield part("The weak law")
    yield consider(probability(absolute(average - mu) >= eps))
    yield equals(
        probability(absolute(average - expectation(average)) >= eps),
        by=expectation_is_linear,
        why="The mean of the average is the average of the means, μ.",
    )
    yield at_most(
        variance(average) / eps**2, using=bound.where({y: average}), why="Chebyshev's inequality for the average."
    )
    yield equals(sigma**2 / (n * eps**2), by=declared_moments, why="The variance of the average is σ²/n, as shown.")
    yield result("bound")
    yield therefore(
        probability(absolute(average - mu) >= eps) <= sigma**2 / (n * eps**2),
        why="A mean of many numbers is seldom far from μ.",
    )
    yield result("weak_law")
    yield consider(sigma**2 / (n * eps**2))
    yield tends(0, n, why="The bound falls like 1/n, so the probability, which is never above it, goes to 0.")
    yield simulated(
        probability(absolute(average - mu) >= eps) <= sigma**2 / (n * eps**2),
        means_of_uniform_numbers,
        why="The same once more in an experiment: means of uniform random numbers stray less than the bound allows.",
    )


def means_of_uniform_numbers(rng):
    """How often the mean of n numbers, uniform on [0, 1], is 1/10 or more away from 1/2."""
    for size in (10, 100, 1000):
        far = abs(rng.random((2000, size)).mean(axis=1) - 0.5) >= 0.1
        yield f"n = {size}", far.mean(), far.std() / np.sqrt(far.size), 1 / 12 / (size * 0.1**2)


@chebyshev.reference("bound")
def bound_of_weak_law(n, epsilon, sigma):
    return (sigma / epsilon) ** 2 / n
