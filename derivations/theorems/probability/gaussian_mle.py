"""Maximum likelihood for the multivariate normal distribution, by matrix differentials."""

import numpy as np
import sympy

from derivations import (
    at_least,
    at_most,
    consider,
    d,
    definition,
    det,
    diag,
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
    sqrt,
    squared_norm,
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
    log_tangent,
    logdet_differential,
    logdet_tangent,
    nonnegativity,
    product,
    riesz,
    squeezed,
)


@theorem(
    title="Maximum likelihood of the multivariate normal distribution",
    main="covariance",
    cites=("bishop: 2.3.4", "murphy: 4.2.6", "magnus: 15.3"),
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
    has a log-likelihood above {highest}, which these two have, and no other mean or covariance has it.
    """
    n, p = dims("n p")
    i, j = index("i", n), index("j", p)
    X = matrix("X", n, p, about="data, one row an observation")
    mu = vector("mu", p, about="mean")
    Sigma = matrix("Sigma", p, p, about="covariance", positive_definite=True)
    S = matrix("S", p, p, about="covariance of the data about their own mean", positive_definite=True)
    B = matrix("B", p, p, about="common factor of Σ and S", invertible=True)
    lam = vector("lambda", p, about="by how much S exceeds Σ in each direction", positive=True)
    BB, BLB = B.T @ B, B.T @ diag(lam) @ B
    one = ones(n)
    C = X - one @ mu.T  # the data, centred at μ
    xbar = vector("xbar", p, about="mean of the data")
    centred = X - one @ xbar.T
    r = row(X, i) - mu
    density = (2 * sympy.pi) ** (-p / 2) * det(Sigma) ** sympy.Rational(-1, 2) * exp(-r.T @ inverse(Sigma) @ r / 2)
    constant = n * p / 2 * log(2 * sympy.pi)

    def lost(Sigma, S):  # from S to Σ, in units of n/2
        return logdet(Sigma) + trace(inverse(Sigma) @ S) - logdet(S) - p

    highest = -constant - n / 2 * (logdet(S) + p)
    cost = n / 2 * (xbar - mu).T @ inverse(Sigma) @ (xbar - mu)  # of another mean than x̄

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

    yield part("No other mean reaches it")
    yield suppose(
        equation(centred.T @ centred, n * S),
        sample={S: centred.T @ centred / n},
        why="Once more let S be the covariance of the data.",
    )
    reached = yield suppose(
        equation(log_likelihood(mu, Sigma), highest), why="Let some mean and some covariance be as likely as these."
    )
    yield implies(
        cost <= 0,
        using=n / 2 * logdet_tangent(Sigma, S) + reached,
        by=logdet_tangent(Sigma, S),
        why="The covariance gains nothing, so the mean must cost nothing.",
    )
    yield iff(
        equation(xbar, mu),
        factor=n / 2 * inverse(Sigma),
        by=squeezed,
        why="For a positive definite Σ⁻¹ only the zero vector costs nothing.",
    )

    yield part("… and no other covariance: it may lose nothing")
    yield suppose(
        equation(centred.T @ centred, n * S),
        sample={S: centred.T @ centred / n},
        why="Once more let S be the covariance of the data.",
    )
    reached = yield suppose(
        equation(log_likelihood(mu, Sigma), highest), why="Let some mean and some covariance be as likely as these."
    )
    yield implies(
        n / 2 * lost(Sigma, S) <= 0,
        using=nonnegative(cost) + reached,
        by=nonnegativity(cost),
        why="What the mean costs is never negative, so Σ must lose nothing to S.",
    )

    yield part("… yet loses a sum of squares")
    yield consider(
        lost(BB, BLB), why="Two positive definite matrices have a common form: Σ = BᵀB and S = Bᵀ Diag(λ) B."
    )
    yield equals(
        sum_over(j, lam[j] - 1 - log(lam[j])),
        by=expand,
        why="Each B meets its inverse; the trace is the sum of the λ, and the determinants differ by their product.",
    )
    yield at_least(
        squared_norm(sqrt(lam) - ones(p)),
        using=(2 * log_tangent(sqrt(lam[j]))).summed(j),
        by=log_tangent(sqrt(lam[j])),
        why="Twice the logarithm of √λ is at most 2√λ − 2, which leaves λ − 2√λ + 1 of each term.",
    )
    loss = yield therefore(
        lost(BB, BLB) >= squared_norm(sqrt(lam) - ones(p)), why="Σ loses to S at least a square for each λ."
    )

    yield part("… which is nothing only where the two are equal")
    nothing = yield suppose(lost(BB, BLB) <= 0, why="As was shown, Σ loses nothing.")
    yield implies(
        squared_norm(sqrt(lam) - ones(p)) <= 0,
        using=loss + nothing,
        by=hypothesis,
        why="So the squares add up to zero.",
    )
    yield iff(equation(sqrt(lam), ones(p)), by=squeezed, why="A norm is zero only of the zero vector.")
    yield implies(
        equation(lam, ones(p)),
        factor=diag(sqrt(lam) + ones(p)),
        by=expand,
        why="Multiply by √λ + 1, entry by entry: every λ is 1, so Bᵀ Diag(λ) B is BᵀB, and Σ is S.",
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
