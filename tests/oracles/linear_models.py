"""Least squares, ridge, logistic regression and softmax against NumPy, SciPy, scikit-learn, statsmodels and JAX."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm
from scipy import linalg, special, stats
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.metrics import log_loss, mean_squared_error

from . import autodiff, oracle, shape

LASSO = "linear_models.lasso_threshold"
OLS = "linear_models.ols_normal_equations"
RIDGE = "linear_models.ridge_regression"
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


def penalised(rng):
    """A regression with a penalty, half of the time with more weights than examples."""
    n, p = rng.permuted(shape(rng))
    return {"X": rng.normal(size=(n, p)), "y": rng.normal(size=n), "lam": float(rng.uniform(0.1, 3.0))}


def penalised_weights(rng):
    given = penalised(rng)
    return given | {"w": rng.normal(size=given["X"].shape[1])}


@oracle(RIDGE, "loss", "statsmodels OLS.loglike", inputs=60)
def _(rng):
    """With the noise of variance 1/2 the logarithm of the likelihood is minus the squared error, and a constant."""
    given = penalised_weights(rng)
    X, y, w, penalty = given["X"], given["y"], given["w"], given["lam"]
    error = -sm.OLS(y, X).loglike(w, scale=0.5) - len(y) / 2 * np.log(np.pi)
    return given, error + penalty * linalg.norm(w) ** 2


@oracle(RIDGE, "gradient", "JAX autodiff", inputs=60)
def _(rng):
    given = penalised_weights(rng)
    return given, autodiff.grad("np.sum((y - X @ w) ** 2) + lam * w @ w", "w", **given)


@oracle(RIDGE, "solution", "scikit-learn Ridge", inputs=60)
def _(rng):
    given = penalised(rng)
    ridge = Ridge(alpha=given["lam"], fit_intercept=False)
    return given, ridge.fit(given["X"], given["y"]).coef_


@oracle(RIDGE, "solution", "numpy.linalg.lstsq", inputs=60)
def _(rng):
    """Least squares with one more example for each weight, which says that it is zero."""
    given = penalised(rng)
    p = given["X"].shape[1]
    X = np.vstack([given["X"], np.sqrt(given["lam"]) * np.eye(p)])
    return given, np.linalg.lstsq(X, np.append(given["y"], np.zeros(p)))[0]


@oracle(RIDGE, "coefficients", "scikit-learn KernelRidge", inputs=60)
def _(rng):
    given = penalised(rng)
    return given, KernelRidge(alpha=given["lam"]).fit(given["X"], given["y"]).dual_coef_


@oracle(RIDGE, "log_joint", "scipy.stats.norm.logpdf", inputs=60)
def _(rng):
    given = penalised_weights(rng)
    sigma = float(rng.uniform(0.3, 2.0))
    likelihood = stats.norm(given["X"] @ given["w"], sigma).logpdf(given["y"])
    prior = stats.norm(0, sigma / np.sqrt(given["lam"])).logpdf(given["w"])
    return given | {"sigma": sigma}, np.sum(likelihood) + np.sum(prior)


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


def orthonormal_columns(rng):
    n, p = shape(rng)
    return {"X": np.linalg.qr(rng.normal(size=(n, p)))[0], "y": 2 * rng.normal(size=n), "lam": rng.uniform(0.1, 3.0)}


@oracle(LASSO, "solution", "scikit-learn Lasso", inputs=60)
def _(rng):
    given = orthonormal_columns(rng)
    model = Lasso(alpha=given["lam"] / 2 / len(given["y"]), fit_intercept=False, tol=1e-14)
    return given, model.fit(given["X"], given["y"]).coef_


@oracle(LASSO, "loss", "JAX", inputs=60)
def _(rng):
    given = orthonormal_columns(rng)
    given |= {"w": rng.normal(size=given["X"].shape[1])}
    return given, autodiff.value("np.sum((y - X @ w) ** 2) + lam * np.sum(np.abs(w))", **given)
