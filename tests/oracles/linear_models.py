"""Least squares, logistic regression and softmax against NumPy, SciPy, scikit-learn, statsmodels and JAX."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm
from scipy import linalg, special
from sklearn.linear_model import LinearRegression
from sklearn.metrics import log_loss, mean_squared_error

from . import autodiff, oracle, shape

OLS = "linear_models.ols_normal_equations"
LOGISTIC = "linear_models.logistic_gradient"
SOFTMAX = "linear_models.softmax_jacobian"
NEGATIVE_LOG_LIKELIHOOD = "np.sum(np.logaddexp(0.0, X @ w)) - y @ (X @ w)"


def regression(rng):
    n, p = shape(rng)
    return {"X": rng.normal(size=(n, p)), "y": rng.normal(size=n)}


def labelled(rng):
    n, p = shape(rng)
    labels = rng.permuted(np.arange(n) % 2).astype(float)
    return {"X": rng.normal(size=(n, p)), "y": labels, "w": rng.normal(size=p)}


def weighted(rng):
    given = regression(rng)
    return given | {"w": rng.normal(size=given["X"].shape[1])}


@oracle(OLS, "loss", "scikit-learn mean_squared_error", inputs=60)
def _(rng):
    given = weighted(rng)
    return given, len(given["y"]) * mean_squared_error(given["y"], given["X"] @ given["w"])


@oracle(OLS, "gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = weighted(rng)
    return given, autodiff.grad("np.sum((X @ w - y) ** 2)", "w", **given)


@oracle(OLS, "solution", "numpy.linalg.lstsq", inputs=60)
def _(rng):
    given = regression(rng)
    return given, np.linalg.lstsq(given["X"], given["y"])[0]


@oracle(OLS, "solution", "scipy.linalg.lstsq", inputs=60)
def _(rng):
    given = regression(rng)
    return given, linalg.lstsq(given["X"], given["y"])[0]


@oracle(OLS, "solution", "scikit-learn LinearRegression", inputs=60)
def _(rng):
    given = regression(rng)
    return given, LinearRegression(fit_intercept=False).fit(given["X"], given["y"]).coef_


@oracle(OLS, "solution", "statsmodels OLS", inputs=60)
def _(rng):
    given = regression(rng)
    return given, sm.OLS(given["y"], given["X"]).fit().params


@oracle(LOGISTIC, "loss", "scikit-learn log_loss", inputs=60)
def _(rng):
    given = labelled(rng)
    chance = special.expit(given["X"] @ given["w"])
    return given, log_loss(given["y"], chance, normalize=False, labels=[0, 1])


@oracle(LOGISTIC, "loss", "statsmodels Logit.loglike", inputs=60)
def _(rng):
    given = labelled(rng)
    return given, -sm.Logit(given["y"], given["X"]).loglike(given["w"])


@oracle(LOGISTIC, "gradient", "statsmodels Logit.score", inputs=60)
def _(rng):
    given = labelled(rng)
    return given, -sm.Logit(given["y"], given["X"]).score(given["w"])


@oracle(LOGISTIC, "gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = labelled(rng)
    return given, autodiff.grad(NEGATIVE_LOG_LIKELIHOOD, "w", **given)


@oracle(LOGISTIC, "hessian", "statsmodels Logit.hessian", inputs=60)
def _(rng):
    given = labelled(rng)
    hessian = -sm.Logit(given["y"], given["X"]).hessian(given["w"])
    given.pop("y")
    return given, hessian


@oracle(LOGISTIC, "hessian", "JAX autodiff", inputs=60)
def _(rng):
    given = labelled(rng)
    hessian = autodiff.hessian(NEGATIVE_LOG_LIKELIHOOD, "w", **given)
    given.pop("y")
    return given, hessian


def scores(rng):
    return rng.normal(scale=3.0, size=shape(rng)[0])


@oracle(SOFTMAX, "softmax", "scipy.special.softmax", inputs=60)
def _(rng):
    z = scores(rng)
    return {"z": z}, special.softmax(z)


@oracle(SOFTMAX, "jacobian", "JAX autodiff", inputs=60)
def _(rng):
    z = scores(rng)
    return {"z": z}, autodiff.jacobian("jax.nn.softmax(z)", "z", z=z)


def classified(rng):
    z = scores(rng)
    return {"z": z, "y": np.eye(len(z))[rng.integers(len(z))]}


@oracle(SOFTMAX, "cross_entropy", "scipy.special.log_softmax", inputs=60)
def _(rng):
    given = classified(rng)
    return given, -given["y"] @ special.log_softmax(given["z"])


@oracle(SOFTMAX, "cross_entropy", "scipy.special.logsumexp", inputs=60)
def _(rng):
    given = classified(rng)
    return given, special.logsumexp(given["z"]) - given["y"] @ given["z"]


@oracle(SOFTMAX, "cross_entropy_gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = classified(rng)
    return given, autodiff.grad("-y @ jax.nn.log_softmax(z)", "z", **given)
