import numpy as np

from derivations.functions._runtime import checked as _checked, full_rank as _full_rank, solve as _solve


def solution(X, y):
    """Solution (Ordinary least squares: the normal equations), (XᵀX)⁻¹Xᵀy.

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example, of rank p
    y : array, shape (n,)     observations

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.ols_normal_equations
    """
    X, y = _checked(X=(X, "n p rank=p"), y=(y, "n"))
    q, r = np.linalg.qr(X)  # a Gram matrix would square the condition number
    _full_rank(r, "X")
    return _solve(r, q.T @ y)


from derivations.functions._runtime import checked as _checked


def loss(X, y, w):
    """Loss (Ordinary least squares: the normal equations), ‖y − Xw‖².

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example
    y : array, shape (n,)     observations
    w : array, shape (p,)     weights

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.ols_normal_equations
    """
    X, y, w = _checked(X=(X, "n p"), y=(y, "n"), w=(w, "p"))
    r = y - X @ w
    return r @ r


from derivations.functions._runtime import checked as _checked


def gradient(X, y, w):
    """Gradient (Ordinary least squares: the normal equations), −2Xᵀ(y − Xw).

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example
    y : array, shape (n,)     observations
    w : array, shape (p,)     weights

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.ols_normal_equations
    """
    X, y, w = _checked(X=(X, "n p"), y=(y, "n"), w=(w, "p"))
    return -2 * (X.T @ (y - X @ w))


# normal_equations: linear_models.ols_normal_equations: the result 'normal_equations' is a statement, so there is nothing to compute: XᵀXw = Xᵀy
