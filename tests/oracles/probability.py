"""Likelihood, maximum and posterior of normal distributions against NumPy, SciPy, scikit-learn and statsmodels."""

from __future__ import annotations

import numpy as np
from scipy import special, stats
from sklearn.covariance import EmpiricalCovariance
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel
from statsmodels.stats.weightstats import DescrStatsW

from . import autodiff, definite, oracle

CHEBYSHEV = "probability.chebyshev"
CENTRAL_LIMIT = "probability.central_limit"
HOEFFDING = "probability.hoeffding"
POSTERIOR = "probability.gaussian_posterior"
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


def coin(rng):
    """Log odds of a coin, and of one that is tilted by h."""
    c, h = rng.normal(scale=3.0, size=2)
    return {"c": float(c), "h": float(h)}


@oracle(HOEFFDING, "growth", "scipy.special.logsumexp", inputs=60)
def _(rng):
    given = coin(rng)
    c, h = given.values()
    return given, special.logsumexp([0, h + c]) - special.logsumexp([0, c]) - h * special.expit(c)


@oracle(HOEFFDING, "slope", "JAX autodiff", inputs=60)
def _(rng):
    given = coin(rng)
    return given, autodiff.grad("np.logaddexp(0, h + c) - np.logaddexp(0, c) - h / (1 + np.exp(-c))", "h", **given)


@oracle(HOEFFDING, "curvature", "scipy.stats.bernoulli", inputs=60)
def _(rng):
    given = coin(rng)
    return given, stats.bernoulli(special.expit(given["h"] + given["c"])).var()


def interval(rng):
    a = float(rng.normal())
    return {"a": a, "b": a + float(rng.uniform(0.2, 3.0)), "epsilon": float(rng.uniform(0.02, 0.5))}


@oracle(HOEFFDING, "exponent_slope", "JAX autodiff", inputs=60)
def _(rng):
    given = interval(rng) | {"t": float(rng.uniform(0.1, 5.0))}
    return given, autodiff.grad("t**2 * (b - a) ** 2 / 8 - t * epsilon", "t", **given)


@oracle(HOEFFDING, "best_factor", "numpy.polynomial", inputs=60)
def _(rng):
    given = interval(rng)
    exponent = np.polynomial.Polynomial([0, -given["epsilon"], (given["b"] - given["a"]) ** 2 / 8])
    return given, exponent.deriv().roots()[0]


def bell(rng):
    """The height of a normal density at ε over that at 0: the bound is that of the largest variance, (b − a)²/4."""
    given = interval(rng) | {"n": int(rng.integers(1, 60))}
    normal = stats.norm(scale=(given["b"] - given["a"]) / 2 / np.sqrt(given["n"]))
    return given, np.exp(normal.logpdf(given["epsilon"]) - normal.logpdf(0))


@oracle(HOEFFDING, "bound", "scipy.stats.norm.logpdf", inputs=60)
def _(rng):
    return bell(rng)


@oracle(HOEFFDING, "two_sided", "scipy.stats.norm.logpdf", inputs=60)
def _(rng):
    given, height = bell(rng)
    return given, 2 * height


@oracle(CENTRAL_LIMIT, "limit", "numpy.polynomial", inputs=60)
def _(rng):
    V, t = rng.uniform(0.1, 2.0, size=2)
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    mean = weights @ np.exp(t * np.sqrt(V) * points) / weights.sum()  # of exp(tX) for a normal X of variance V
    return {"V": float(V), "t": float(t)}, np.log(mean)


def deviations(rng):
    w = float(rng.uniform(0.2, 3.0))
    V = float(rng.uniform(0, w**2 / 4))
    return {"V": V, "n": int(rng.integers(1, 500)), "t": float(rng.uniform(0.1, 3.0)), "w": w}


@oracle(CENTRAL_LIMIT, "upper_bound", "scipy.special.expm1", inputs=60)
def _(rng):
    given = deviations(rng)
    V, n, t, w = given.values()
    return given, t**2 * V / 2 + np.sqrt(n) * t * w / 3 * special.expm1(t**2 * w**2 / (8 * n))


@oracle(CENTRAL_LIMIT, "lower_bound", "scipy.stats.norm.logpdf", inputs=60)
def _(rng):
    given = deviations(rng)
    V, n, t, w = given.values()
    bell = stats.norm(scale=2 * np.sqrt(n) / w)
    return given, t**2 * V / 2 * (1 - t * w / 3 / np.sqrt(n)) * np.exp(bell.logpdf(t) - bell.logpdf(0))


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


def with_prior(rng):
    x = rng.normal(rng.normal(scale=3.0), 1.0, size=int(rng.integers(1, 30)))
    a, b = rng.uniform(0.2, 4.0, size=2)
    return {"x": x, "m": float(rng.normal()), "a": float(a), "b": float(b)}


def constant_process(given):
    """A Gaussian process whose functions are constants: its value is the unknown mean, less the prior's."""
    process = GaussianProcessRegressor(ConstantKernel(1 / given["a"]), alpha=1 / given["b"], optimizer=None)
    return process.fit(np.zeros((len(given["x"]), 1)), given["x"] - given["m"])


@oracle(POSTERIOR, "posterior_mean", "scikit-learn GaussianProcessRegressor", inputs=60)
def _(rng):
    given = with_prior(rng)
    return given, given["m"] + constant_process(given).predict([[0.0]])[0]


@oracle(POSTERIOR, "posterior_mean", "statsmodels DescrStatsW", inputs=60)
def _(rng):
    given = with_prior(rng)
    weights = np.append(np.full(len(given["x"]), given["b"]), given["a"])
    return given, DescrStatsW(np.append(given["x"], given["m"]), weights).mean


@oracle(POSTERIOR, "posterior_precision", "scikit-learn GaussianProcessRegressor", inputs=60)
def _(rng):
    given = with_prior(rng)
    spread = constant_process(given).predict([[0.0]], return_std=True)[1][0]
    return {"a": given["a"], "b": given["b"], "n": len(given["x"])}, spread**-2


@oracle(POSTERIOR, "log_evidence", "scipy.stats.multivariate_normal.logpdf", inputs=60)
def _(rng):
    given = with_prior(rng)
    n = len(given["x"])
    covariance = np.eye(n) / given["b"] + np.ones((n, n)) / given["a"]
    return given, stats.multivariate_normal(np.full(n, given["m"]), covariance).logpdf(given["x"])


@oracle(POSTERIOR, "log_evidence", "scikit-learn GaussianProcessRegressor", inputs=60)
def _(rng):
    given = with_prior(rng)
    return given, constant_process(given).log_marginal_likelihood_value_


@oracle(POSTERIOR, "likelihood_slope", "JAX autodiff", inputs=60)
def _(rng):
    given = with_prior(rng)
    given = {"x": given["x"], "b": given["b"], "mu": float(rng.normal())}
    return given, autodiff.grad("np.sum(jax.scipy.stats.norm.logpdf(x, mu, b**-0.5))", "mu", **given)


@oracle(POSTERIOR, "mle", "scipy.stats.norm.fit", inputs=60)
def _(rng):
    x = with_prior(rng)["x"]
    return {"x": x}, stats.norm.fit(x)[0]
