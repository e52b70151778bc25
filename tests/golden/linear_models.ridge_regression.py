import numpy as np

from derivations.functions._runtime import checked as _checked, solve as _solve


def solution(X, y, lam):
    """Solution (Ridge regression), (XᵀX + λI)⁻¹Xᵀy.

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example; its columns may be dependent
    y : array, shape (n,)     observations
    lam : float               penalty on the squared length of the weights, > 0

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: linear_models.ridge_regression
    """
    X, y, lam = _checked(X=(X, "n p"), y=(y, "n"), lam=(lam, "scalar positive"))
    p = X.shape[1]
    return _solve(X.T @ X + lam * np.eye(p), X.T @ y)


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def loss(X, y, w, lam):
    """Loss (Ridge regression), ‖y − Xw‖² + λ‖w‖².

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example; its columns may be dependent
    y : array, shape (n,)     observations
    w : array, shape (p,)     weights
    lam : float               penalty on the squared length of the weights, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.ridge_regression
    """
    X, y, w, lam = _checked(X=(X, "n p"), y=(y, "n"), w=(w, "p"), lam=(lam, "scalar positive"))
    r = y - X @ w
    w2, lam, k = _near_one((w, 2), (lam, 1))  # with their powers in the result
    return r @ r + np.ldexp(lam * (w2 @ w2), k)


from derivations.functions._runtime import checked as _checked


def gradient(X, y, w, lam):
    """Gradient (Ridge regression), 2λw − 2Xᵀ(y − Xw).

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example; its columns may be dependent
    y : array, shape (n,)     observations
    w : array, shape (p,)     weights
    lam : float               penalty on the squared length of the weights, > 0

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.ridge_regression
    """
    X, y, w, lam = _checked(X=(X, "n p"), y=(y, "n"), w=(w, "p"), lam=(lam, "scalar positive"))
    return 2 * lam * w - 2 * (X.T @ (y - X @ w))


# normal_equations: linear_models.ridge_regression: the result 'normal_equations' is a statement, so there is nothing to compute: (XᵀX + λI)w = Xᵀy


import numpy as np

from derivations.functions._runtime import checked as _checked, solve as _solve


def coefficients(X, y, lam):
    """Coefficients (Ridge regression), (XXᵀ + λI)⁻¹y.

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example; its columns may be dependent
    y : array, shape (n,)     observations
    lam : float               penalty on the squared length of the weights, > 0

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: linear_models.ridge_regression
    """
    X, y, lam = _checked(X=(X, "n p"), y=(y, "n"), lam=(lam, "scalar positive"))
    n = X.shape[0]
    return _solve(X @ X.T + lam * np.eye(n), y)


# minimum: linear_models.ridge_regression: the result 'minimum' is a statement, so there is nothing to compute: ‖y − X(w + v)‖² + λ‖w + v‖² ≥ ‖y − Xw‖² + λ‖w‖² + λ‖v‖²


import numpy as np

from derivations.functions._runtime import checked as _checked, log_ratio as _log_ratio, near_one as _near_one


def log_joint(X, y, w, lam, sigma):
    """Log joint (Ridge regression), −(n log(σ√(2·π)) + p log((σ/√(λ))√(2·π))) − (‖y − Xw‖² + λ‖w‖²)/(2σ²).

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example; its columns may be dependent
    y : array, shape (n,)     observations
    w : array, shape (p,)     weights
    lam : float               penalty on the squared length of the weights, > 0
    sigma : float             standard deviation of the noise, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.ridge_regression
    """
    X, y, w, lam, sigma = _checked(
        X=(X, "n p"), y=(y, "n"), w=(w, "p"), lam=(lam, "scalar positive"), sigma=(sigma, "scalar positive")
    )
    n = X.shape[0]
    p = X.shape[1]
    a = sigma * np.sqrt(2 * np.pi)
    r = y - X @ w
    lam2, w2, k = _near_one((lam, 1), (w, 2))  # with their powers in the result
    a2 = r @ r + np.ldexp(lam2 * (w2 @ w2), k)
    sigma2, a3, k2 = _near_one((sigma, -2), (a2, 1))  # with their powers in the result
    return -n * np.log(a) - p * _log_ratio(a, np.sqrt(lam)) + np.ldexp(-a3 / (2 * sigma2**2), k2)
