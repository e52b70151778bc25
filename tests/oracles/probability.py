"""The Gaussian's likelihood and its maximum against NumPy, SciPy and scikit-learn."""

from __future__ import annotations

import numpy as np
from scipy import stats
from sklearn.covariance import EmpiricalCovariance

from . import autodiff, definite, oracle

CHEBYSHEV = "probability.chebyshev"
MLE = "probability.gaussian_mle"
LOG_LIKELIHOOD = "np.sum(jax.scipy.stats.multivariate_normal.logpdf(X, mu, Sigma))"


def sample(rng):
    p = int(rng.integers(1, 5))
    return rng.normal(size=(p + int(rng.integers(2, 30)), p))


def spread(rng):
    data = rng.normal(scale=rng.uniform(0.1, 3.0), size=int(rng.integers(2, 40)))
    return data, {"sigma": float(np.std(data)), "n": len(data)}


@oracle(CHEBYSHEV, "variance_of_mean", "scipy.stats.sem", inputs=60)
def _(rng):
    data, given = spread(rng)
    return given, stats.sem(data, ddof=0) ** 2


@oracle(CHEBYSHEV, "bound", "scipy.stats.sem", inputs=60)
def _(rng):
    data, given = spread(rng)
    epsilon = float(rng.uniform(0.2, 3.0))
    return given | {"epsilon": epsilon}, (stats.sem(data, ddof=0) / epsilon) ** 2


@oracle(MLE, "mean", "numpy.mean", inputs=60)
def _(rng):
    X = sample(rng)
    return {"X": X}, np.mean(X, axis=0)


@oracle(MLE, "covariance", "numpy.cov", inputs=60)
def _(rng):
    X = sample(rng)
    return {"X": X}, np.atleast_2d(np.cov(X, rowvar=False, bias=True))


@oracle(MLE, "covariance", "scikit-learn EmpiricalCovariance", inputs=60)
def _(rng):
    X = sample(rng)
    return {"X": X}, EmpiricalCovariance().fit(X).covariance_


def parameters(rng):
    n, p = ((1, 1), (9, 2), (20, 3), (30, 4))[rng.integers(4)]
    return {"X": rng.normal(size=(n, p)), "mu": rng.normal(size=p), "Sigma": definite(rng, p)}


@oracle(MLE, "log_likelihood", "scipy.stats.multivariate_normal.logpdf", inputs=60)
@oracle(MLE, "log_densities", "scipy.stats.multivariate_normal.logpdf", inputs=60)
def _(rng):
    given = parameters(rng)
    return given, np.sum(stats.multivariate_normal(given["mu"], given["Sigma"]).logpdf(given["X"]))


@oracle(MLE, "mean_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = parameters(rng)
    return given, autodiff.grad(LOG_LIKELIHOOD, "mu", **given)


@oracle(MLE, "covariance_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = parameters(rng)
    return given, autodiff.grad(LOG_LIKELIHOOD, "Sigma", **given)


@oracle(MLE, "highest", "scipy.stats.multivariate_normal.entropy", inputs=60)
def _(rng):
    S, n = definite(rng, int(rng.integers(1, 6))), int(rng.integers(1, 50))
    return {"S": S, "n": n}, -n * stats.multivariate_normal(cov=S).entropy()
