"""The evidence lower bound: what a variational posterior loses, and the Gaussian term of a variational autoencoder."""

import numpy as np
import sympy

from derivations import (
    at_least,
    consider,
    definition,
    diag,
    dims,
    equals,
    equation,
    exp,
    expectation,
    hadamard,
    holds,
    iff,
    implies,
    index,
    log,
    part,
    random_vector,
    result,
    space,
    sqrt,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    total,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    declared_moments,
    expand,
    hypothesis,
    log_product,
    squeezed,
    weights_sum_to_one,
)
from derivations.theorems.information_theory.kl_nonnegative import kl_nonnegative


@theorem(
    title="The evidence lower bound",
    main="elbo",
    cites=("bishop: 10.1", "murphy: 4.6.8", "kingma: 2.2", "kingma: appendix B"),
    synonyms=(
        "ELBO",
        "variational lower bound",
        "variational inference",
        "variational autoencoder",
        "VAE",
        "Jensen's inequality for the logarithm",
    ),
    in_short="What the bound loses is exactly how far the approximate posterior is from the true one.",
)
def elbo():
    r"""Let $p_i = p(x, z = i)$ be the joint weights of an observed $x$ and a latent $z$ with $n$ values, so that the
    evidence is {evidence} and the posterior {posterior}. For every distribution $q$ over the values of $z$ the bound
    {elbo} satisfies {decomposition}. Hence {bound}, with equality where $q$ is the posterior, and only there.

    With prior weights $r_i = p(z = i)$ and likelihoods $\ell_i = p(x \mid z = i)$, so that $p_i = r_i \ell_i$, the
    bound is the mean log likelihood less the relative entropy of $q$ from the prior: {two_terms}. For a Gaussian with
    means $\mu$ and deviations $\sigma$ in independent coordinates, the relative entropy from the standard normal
    distribution, which is that second term when the latent variable is continuous and this its prior, is {gaussian_kl}.
    """
    n, k = dims("n k")
    i, j = index("i", n), index("j", k)
    p = vector("p", n, about="joint weights of the observation and each value of the latent variable", positive=True)
    q = vector("q", n, about="approximate posterior over those values", simplex=True, positive=True)
    r = vector("r", n, about="prior weights of the values of the latent variable", positive=True)
    ell = vector("ell", n, about="likelihoods of these values", positive=True)
    mu = vector("mu", k, about="means of the Gaussian")
    sigma = vector("sigma", k, about="its standard deviations", positive=True)
    z = random_vector(
        "z", k, space("q"), about="a draw of the latent variable", mean=mu, variance=hadamard(sigma, sigma)
    )
    posterior = p / total(p)
    bound = sum_over(i, q[i] * log(p[i] / q[i]))
    kl = sum_over(i, q[i] * log(q[i] / (p[i] / total(p))))
    apart = squared_norm(sqrt(q) - sqrt(posterior))

    yield part("The evidence splits in two")
    yield definition("evidence", total(p), label="p(x)")
    yield definition("posterior", posterior, label=r"p(z \mid x)")
    yield definition("elbo", bound, label=r"\operatorname{ELBO}(q)")
    yield consider(log(total(p)))
    yield equals(
        sum_over(i, q[i] * log(total(p))),
        by=weights_sum_to_one(q),
        why="The evidence does not depend on z, so averaging over q does not change it.",
    )
    yield equals(
        sum_over(i, q[i] * log((p[i] / q[i]) * (q[i] / (p[i] / total(p))))),
        by=expand,
        why="The evidence is the joint weight over the posterior, whatever the value of z; multiply and divide by q.",
    )
    yield equals(bound + kl, by=log_product, why="The logarithm of the product gives one sum for each ratio.")
    yield result(
        "decomposition",
        equation(log(total(p)), bound + kl),
        why="The log evidence is the bound and the relative entropy of q from the posterior.",
    )
    yield at_least(
        bound,
        using=kl_nonnegative.known("gibbs", {"p": q, "q": posterior}),
        by=kl_nonnegative,
        why="A relative entropy is never negative.",
    )
    yield therefore(log(total(p)) >= bound, why="The log evidence is at least the bound, whatever q is.")
    yield result("bound")

    yield part("Tight only at the posterior")
    yield suppose(equation(log(total(p)), bound), why="Suppose that the bound loses nothing.")
    yield iff(equation(kl, 0), by=log_product, why="The difference of the two is the relative entropy.")
    yield implies(
        apart <= 0,
        using=kl_nonnegative.known("hellinger", {"p": q, "q": posterior}),
        by=kl_nonnegative,
        why="The relative entropy is at least the squared distance of the roots.",
    )
    yield iff(equation(sqrt(q) - sqrt(posterior), zeros(n)), by=squeezed, why="A norm is zero only of the zero vector.")
    yield implies(
        equation(q, posterior),
        factor=diag(sqrt(q) + sqrt(posterior)),
        by=expand,
        why="Multiply by the sum of the roots, entry by entry: the approximation is the posterior.",
    )

    yield part("… and there it is tight")
    yield suppose(equation(q, posterior), why="Let q be the posterior.")
    yield holds(
        equation(log(total(p)), bound), by=hypothesis, why="Every ratio of a joint weight to q is then the evidence."
    )

    yield part("The bound in two terms")
    yield suppose(
        equation(p, hadamard(r, ell)),
        why="A joint weight p(x, z) is the prior weight p(z) times the likelihood p(x | z).",
    )
    yield consider(bound)
    yield equals(
        sum_over(i, q[i] * log(r[i] * ell[i] / q[i])), by=hypothesis, why="Put the product in for the joint weight."
    )
    yield equals(
        sum_over(i, q[i] * log(ell[i])) - sum_over(i, q[i] * log(q[i] / r[i])),
        by=log_product,
        why="The logarithm of the product gives a sum for the likelihood and one for the ratio of q to the prior.",
    )
    yield result(
        "two_terms",
        equation(bound, sum_over(i, q[i] * log(ell[i])) - sum_over(i, q[i] * log(q[i] / r[i]))),
        why="The mean log likelihood, less the relative entropy of q from the prior.",
    )

    yield part("A Gaussian against the standard normal distribution")
    density_q = exp(-((z[j] - mu[j]) ** 2) / (2 * sigma[j] ** 2)) / (sigma[j] * sqrt(2 * sympy.pi))
    density_p = exp(-(z[j] ** 2) / 2) / sqrt(2 * sympy.pi)
    yield consider(
        expectation(sum_over(j, log(density_q) - log(density_p))),
        why="The coordinates are independent, so the logarithms of the two densities are sums over them.",
    )
    yield equals(
        expectation(sum_over(j, z[j] ** 2 / 2 - (z[j] - mu[j]) ** 2 / (2 * sigma[j] ** 2) - log(sigma[j]))),
        by=log_product,
        why="The normalising √2π cancels; what is left is quadratic in z, so only mean and variance will matter.",
    )
    yield equals(
        sum_over(j, (sigma[j] ** 2 + mu[j] ** 2) / 2 - sigma[j] ** 2 / (2 * sigma[j] ** 2) - log(sigma[j])),
        by=declared_moments,
        why="The mean of z² is σ² + μ², that of (z − μ)² is σ².",
    )
    yield equals(
        (squared_norm(mu) + squared_norm(sigma) - k) / 2 - total(log(sigma)),
        by=expand,
        why="Collect the sums; the middle term is ½ in each of the k coordinates.",
    )
    yield result("gaussian_kl")


@elbo.reference("elbo")
def bound_on_evidence(p, q):
    return np.sum(q * (np.log(p) - np.log(q)))


@elbo.reference("gaussian_kl")
def divergence_from_standard_normal(mu, sigma):
    return np.sum(mu**2 + sigma**2 - 1 - 2 * np.log(sigma)) / 2
