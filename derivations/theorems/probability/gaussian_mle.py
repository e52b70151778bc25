"""Maximum likelihood for the multivariate normal distribution, by matrix differentials."""

import numpy as np
import sympy

from derivations import (
    at_most,
    consider,
    d,
    definition,
    det,
    differential,
    differential_of,
    dims,
    equals,
    equation,
    exp,
    gradient,
    iff,
    implies,
    index,
    inverse,
    let,
    log,
    logdet,
    matrix,
    nonnegative,
    ones,
    part,
    result,
    row,
    sum_over,
    suppose,
    theorem,
    therefore,
    trace,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    cyclic_trace,
    expand,
    hypothesis,
    inverse_cancels,
    inverse_differential,
    linearity,
    log_product,
    logdet_differential,
    logdet_tangent,
    nonnegativity,
    product,
    riesz,
)


@theorem(
    title="Maximum likelihood of the multivariate normal distribution",
    main="covariance",
    cites=("bishop: 2.3.4", "murphy: 4.2.6", "magnus: 15.2", "mml: 8.3.1"),
    synonyms=(
        "Gaussian MLE",
        "sample mean and covariance",
        "multivariate Gaussian",
        "maximum likelihood",
        "gradient of log det",
    ),
    in_short="The most likely normal distribution has the mean and the covariance that the data have.",
)
def gaussian_mle():
    r"""For $n$ observations in $p$ dimensions, the rows of $X$, the log-likelihood of the normal distribution with the
    mean $\mu$ and the covariance $\Sigma$ is {log_likelihood}. It is stationary in both exactly where $\mu =$ {mean},
    the mean $\bar x$ of the data, and $\Sigma =$ {covariance}. If this covariance $S$ is positive definite, no choice
    has a log-likelihood above {highest}, which these two have.
    """
    n, p = dims("n p")
    i = index("i", n)
    X = matrix("X", n, p, about="data, one row an observation")
    mu = vector("mu", p, about="mean")
    Sigma = matrix("Sigma", p, p, about="covariance", positive_definite=True)
    S = matrix("S", p, p, about="covariance of the data about their own mean", positive_definite=True)
    one = ones(n)
    C = X - one @ mu.T  # the data, centred at μ
    xbar = vector("xbar", p, about="mean of the data")
    centred = X - one @ xbar.T
    r = row(X, i) - mu
    density = (2 * sympy.pi) ** (-p / 2) * det(Sigma) ** sympy.Rational(-1, 2) * exp(-r.T @ inverse(Sigma) @ r / 2)
    constant = n * p / 2 * log(2 * sympy.pi)

    def log_likelihood(mu, Sigma):
        C = X - one @ mu.T
        return -constant - n / 2 * logdet(Sigma) - trace(inverse(Sigma) @ C.T @ C) / 2

    yield part("The log-likelihood")
    yield definition("log_densities", sum_over(i, log(density)), label=r"\ell(\mu, \Sigma)")
    yield equals(
        -constant - n / 2 * logdet(Sigma) - sum_over(i, r.T @ inverse(Sigma) @ r) / 2,
        by=log_product,
        why="The observations are independent, so the logarithms of their densities add up.",
    )
    yield equals(
        log_likelihood(mu, Sigma),
        by=cyclic_trace,
        why="A number is its own trace, rotate it: rᵀΣ⁻¹r = tr(Σ⁻¹rrᵀ), and the rrᵀ add up to CᵀC with C = X − 1μᵀ.",
    )
    yield result("log_likelihood")

    yield part("Stationary in the mean")
    yield differential(log_likelihood(mu, Sigma), mu)
    yield equals(
        trace(inverse(Sigma) @ C.T @ one @ d(mu).T),
        by=product,
        why="Only C depends on μ, dC = −1 dμᵀ, and the two factors of the product CᵀC contribute alike.",
    )
    yield gradient(
        inverse(Sigma) @ C.T @ one,
        wrt=mu,
        by=riesz,
        name="mean_gradient",
        why="A trace of a·dμᵀ is aᵀdμ: a is the gradient.",
    )
    yield suppose(equation(inverse(Sigma) @ C.T @ one, zeros(p)), why="At a stationary point the gradient is zero.")
    yield iff(
        equation(X.T @ one, n * mu), factor=inverse(Sigma), by=inverse_cancels, why="Multiply by Σ from the left."
    )
    yield iff(
        equation(mu, X.T @ one / n), factor=-n, by=expand, why="Divide by n: the mean of the data, whatever Σ is."
    )
    yield result("mean")
    yield let(xbar, X.T @ one / n, why="Call it x̄.")

    yield part("Stationary in the covariance")
    yield differential(log_likelihood(mu, Sigma), Sigma)
    yield equals(
        -(n / 2 * differential_of(logdet(Sigma), Sigma)) - trace(differential_of(inverse(Sigma), Sigma) @ C.T @ C) / 2,
        by=linearity,
        why="Two terms depend on Σ.",
    )
    yield equals(
        -(n / 2 * trace(inverse(Sigma) @ d(Sigma))) - trace(differential_of(inverse(Sigma), Sigma) @ C.T @ C) / 2,
        by=logdet_differential,
        why="The differential of log det Σ is tr(Σ⁻¹dΣ).",
    )
    yield equals(
        -(n / 2 * trace(inverse(Sigma) @ d(Sigma))) + trace(inverse(Sigma) @ d(Sigma) @ inverse(Sigma) @ C.T @ C) / 2,
        by=inverse_differential,
        why="The differential of Σ⁻¹ is −Σ⁻¹dΣΣ⁻¹.",
    )
    slope = inverse(Sigma) @ C.T @ C @ inverse(Sigma) / 2 - n / 2 * inverse(Sigma)
    yield gradient(
        slope,
        wrt=Sigma,
        by=riesz,
        name="covariance_gradient",
        why="Rotate dΣ to the end of both traces: ⟨G, dΣ⟩ = tr(GᵀdΣ).",
    )
    yield suppose(equation(mu, xbar), why="Let the likelihood be stationary in the mean.")
    yield suppose(equation(slope, zeros(p, p)), why="Let it be stationary in the covariance too.")
    yield iff(
        equation(Sigma, C.T @ C / n),
        factor=(-n / 2 * inverse(Sigma), inverse(Sigma)),
        by=inverse_cancels,
        why="Multiply by Σ from both sides, and by 2/n.",
    )
    yield implies(equation(Sigma, centred.T @ centred / n), by=hypothesis, why="Put in the mean of the data for μ.")
    yield result("covariance")

    yield part("It is the maximum")
    yield suppose(
        equation(centred.T @ centred, n * S),
        sample={S: centred.T @ centred / n},
        why="Call the covariance of the data S.",
    )
    yield consider(log_likelihood(mu, Sigma))
    yield equals(
        -constant
        - n / 2 * (logdet(Sigma) + trace(inverse(Sigma) @ S))
        - n / 2 * (xbar - mu).T @ inverse(Sigma) @ (xbar - mu),
        by=expand,
        why="Measure every deviation from the mean of the data; the mixed terms add up to zero.",
    )
    yield at_most(
        -constant - n / 2 * (logdet(Sigma) + trace(inverse(Sigma) @ S)),
        using=nonnegative(n / 2 * (xbar - mu).T @ inverse(Sigma) @ (xbar - mu)),
        by=nonnegativity(n / 2 * (xbar - mu).T @ inverse(Sigma) @ (xbar - mu)),
        why="What the mean costs is never negative, for Σ⁻¹ is positive definite.",
    )
    yield at_most(
        -constant - n / 2 * (logdet(S) + p),
        using=n / 2 * logdet_tangent(Sigma, S),
        by=logdet_tangent(Sigma, S),
        why="The logarithm of the determinant of S lies below its tangent at Σ.",
    )
    yield result("highest")
    yield equals(
        log_likelihood(xbar, S), by=hypothesis, why="This is the log-likelihood at the mean and S: tr(S⁻¹S) = p."
    )
    yield therefore(
        log_likelihood(mu, Sigma) <= log_likelihood(xbar, S), why="No mean and no covariance is more likely than these."
    )


@gaussian_mle.reference("mean")
def sample_mean(X):
    return X.mean(axis=0)


@gaussian_mle.reference("covariance")
def sample_covariance(X):
    centred = X - X.mean(axis=0)
    return centred.T @ centred / len(X)


@gaussian_mle.reference("log_likelihood")
def gaussian_log_likelihood(X, mu, Sigma):
    n, p = X.shape
    r = X - mu
    squares = np.sum(r.T * np.linalg.solve(Sigma, r.T))
    return -(n * p * np.log(2 * np.pi) + n * np.linalg.slogdet(Sigma)[1] + squares) / 2
