import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def covariance(X):
    """Covariance (Maximum likelihood of the multivariate normal distribution), (X − 1(Xᵀ·1/n)ᵀ)ᵀ(X − 1(Xᵀ·1/n)ᵀ)/n.

    Parameters
    ----------
    X : array, shape (n, p)   data, one row an observation

    Returns
    -------
    array, shape (p, p)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.gaussian_mle
    """
    (X,) = _checked(X=(X, "n p"))
    n = X.shape[0]
    X, k = _near_one((X, 2))  # with their powers in the result
    R = X - X.sum(axis=0) / n
    return np.ldexp(R.T @ R / n, k)


import numpy as np

from derivations.functions._runtime import checked as _checked, solve as _solve


def log_densities(X, mu, Sigma):
    """Log densities (Maximum likelihood of the multivariate normal distribution).

    Σᵢ log((2·π)^(−p/2)det(Σ)^(−1/2)exp((−(xᵢ − μ)ᵀΣ⁻¹(xᵢ − μ))/2))

    Parameters
    ----------
    X : array, shape (n, p)       data, one row an observation
    mu : array, shape (p,)        mean
    Sigma : array, shape (p, p)   covariance, symmetric positive definite

    Returns
    -------
    float

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: probability.gaussian_mle
    """
    X, mu, Sigma = _checked(X=(X, "n p"), mu=(mu, "p"), Sigma=(Sigma, "p p spd"))
    p = X.shape[1]
    L = np.linalg.cholesky(Sigma)
    Z = _solve(L, (X - mu).T)
    return (-0.5 * p * np.log(2 * np.pi) - np.log(np.diag(L)).sum() - 0.5 * (Z * Z).sum(axis=0)).sum()


import numpy as np

from derivations.functions._runtime import checked as _checked, solve as _solve


def log_likelihood(X, mu, Sigma):
    """Log likelihood (Maximum likelihood of the multivariate normal distribution).

    −(n·p/2)log(2·π) − (n/2)log det(Σ) − tr(Σ⁻¹(X − 1μᵀ)ᵀ(X − 1μᵀ))/2

    Parameters
    ----------
    X : array, shape (n, p)       data, one row an observation
    mu : array, shape (p,)        mean
    Sigma : array, shape (p, p)   covariance, symmetric positive definite

    Returns
    -------
    float

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: probability.gaussian_mle
    """
    X, mu, Sigma = _checked(X=(X, "n p"), mu=(mu, "p"), Sigma=(Sigma, "p p spd"))
    n = X.shape[0]
    p = X.shape[1]
    L = np.linalg.cholesky(Sigma)
    Z = _solve(L, (X - mu).T)
    return -0.5 * n * p * np.log(2 * np.pi) - n * np.log(np.diag(L)).sum() - 0.5 * (Z * Z).sum()


from derivations.functions._runtime import checked as _checked, solve as _solve


def mean_gradient(X, mu, Sigma):
    """Mean gradient (Maximum likelihood of the multivariate normal distribution), Σ⁻¹(X − 1μᵀ)ᵀ·1.

    Parameters
    ----------
    X : array, shape (n, p)       data, one row an observation
    mu : array, shape (p,)        mean
    Sigma : array, shape (p, p)   covariance, symmetric positive definite

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: probability.gaussian_mle
    """
    X, mu, Sigma = _checked(X=(X, "n p"), mu=(mu, "p"), Sigma=(Sigma, "p p spd"))
    return _solve(Sigma, (X - mu).sum(axis=0))


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def mean(X):
    """Mean (Maximum likelihood of the multivariate normal distribution), Xᵀ·1/n.

    Parameters
    ----------
    X : array, shape (n, p)   data, one row an observation

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.gaussian_mle
    """
    (X,) = _checked(X=(X, "n p"))
    n = X.shape[0]
    X, k = _near_one((X, 1))  # with their powers in the result
    return np.ldexp(X.sum(axis=0) / n, k)


import numpy as np

from derivations.functions._runtime import checked as _checked, solve as _solve


def covariance_gradient(X, mu, Sigma):
    """Covariance gradient (Maximum likelihood of the multivariate normal distribution).

    Σ⁻¹(X − 1μᵀ)ᵀ(X − 1μᵀ)Σ⁻¹/2 − (n/2)Σ⁻¹

    Parameters
    ----------
    X : array, shape (n, p)       data, one row an observation
    mu : array, shape (p,)        mean
    Sigma : array, shape (p, p)   covariance, symmetric positive definite

    Returns
    -------
    array, shape (p, p)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: probability.gaussian_mle
    """
    X, mu, Sigma = _checked(X=(X, "n p"), mu=(mu, "p"), Sigma=(Sigma, "p p spd"))
    n = X.shape[0]
    p = X.shape[1]
    A = _solve(Sigma, (X - mu).T)
    return 0.5 * (A @ A.T) - 0.5 * n * _solve(Sigma, np.eye(p))


import numpy as np

from derivations.functions._runtime import checked as _checked


def highest(S, n):
    """Highest (Maximum likelihood of the multivariate normal distribution), −(n·p/2)log(2·π) − (n/2)(log det(S) + p).

    Parameters
    ----------
    S : array, shape (p, p)   covariance of the data about their own mean, symmetric positive definite
    n : int                   ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: probability.gaussian_mle
    """
    S, n = _checked(S=(S, "p p spd"), n=(n, "dimension"))
    p = S.shape[0]
    return -0.5 * n * p * np.log(2 * np.pi) - 0.5 * n * (2 * np.log(np.diag(np.linalg.cholesky(S))).sum() + p)
