"""The Gaussian's likelihood and its maximum against NumPy, SciPy and scikit-learn."""

from __future__ import annotations

import numpy as np
from scipy import stats
from sklearn.covariance import EmpiricalCovariance

from . import definite, oracle

MLE = "probability.gaussian_mle"


def sample(rng):
    p = int(rng.integers(1, 5))
    return rng.normal(size=(p + int(rng.integers(2, 30)), p))


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


@oracle(MLE, "log_likelihood", "scipy.stats.multivariate_normal.logpdf", inputs=60)
def _(rng):
    X = sample(rng)
    p = X.shape[1]
    mu, Sigma = rng.normal(size=p), definite(rng, p)
    return {"X": X, "mu": mu, "Sigma": Sigma}, np.sum(stats.multivariate_normal(mu, Sigma).logpdf(X))
