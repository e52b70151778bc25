import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def expected_loss(X, y, w, v):
    """Expected loss (Dropout is a ridge penalty), ‖y − Xw‖² + vwᵀDiag(diag(XᵀX))w.

    Parameters
    ----------
    X : array, shape (n, p)   inputs, one row an example
    y : array, shape (n,)     targets
    w : array, shape (p,)     weights of the layer
    v : float                 variance of the noise, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.dropout_is_ridge
    """
    X, y, w, v = _checked(X=(X, "n p"), y=(y, "n"), w=(w, "p"), v=(v, "scalar positive"))
    r = y - X @ w
    X2, w2, v, k = _near_one((X, 2), (w, 2), (v, 1))  # with their powers in the result
    z = w2 * np.sqrt((X2 * X2).sum(axis=0))
    return r @ r + np.ldexp(v * (z @ z), k)


# noisy: deep_learning.dropout_is_ridge: the result 'noisy' is a statement, so there is nothing to compute: E[‖y − (R∘X)w‖²] = ‖y − Xw‖² + vwᵀDiag(diag(XᵀX))w


from derivations.functions._runtime import checked as _checked


def dropout_variance(q):
    """Dropout variance (Dropout is a ridge penalty), (1 − q)/q.

    Parameters
    ----------
    q : float   probability that dropout keeps an entry, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.dropout_is_ridge
    """
    (q,) = _checked(q=(q, "scalar positive"))
    return (1 - q) / q


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def gradient(X, y, w, v):
    """Gradient (Dropout is a ridge penalty), 2v Diag(diag(XᵀX))w − 2Xᵀ(y − Xw).

    Parameters
    ----------
    X : array, shape (n, p)   inputs, one row an example
    y : array, shape (n,)     targets
    w : array, shape (p,)     weights of the layer
    v : float                 variance of the noise, > 0

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.dropout_is_ridge
    """
    X, y, w, v = _checked(X=(X, "n p"), y=(y, "n"), w=(w, "p"), v=(v, "scalar positive"))
    v, X2, w2, k = _near_one((v, 1), (X, 2), (w, 1))  # with their powers in the result
    return np.ldexp(2 * v * (X2 * X2).sum(axis=0) * w2, k) - 2 * (X.T @ (y - X @ w))


# normal_equations: deep_learning.dropout_is_ridge: the result 'normal_equations' is a statement, so there is nothing to compute: (XᵀX + v Diag(diag(XᵀX)))w = Xᵀy


import numpy as np

from derivations.functions._runtime import checked as _checked, solve as _solve


def solution(X, y, v, c):
    """Solution (Dropout is a ridge penalty), (XᵀX + vcI)⁻¹Xᵀy.

    Parameters
    ----------
    X : array, shape (n, p)   inputs, one row an example
    y : array, shape (n,)     targets
    v : float                 variance of the noise, > 0
    c : float                 squared length of every column, where they have the same, > 0

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: deep_learning.dropout_is_ridge
    """
    X, y, v, c = _checked(X=(X, "n p"), y=(y, "n"), v=(v, "scalar positive"), c=(c, "scalar positive"))
    p = X.shape[1]
    return _solve(X.T @ X + v * c * np.eye(p), X.T @ y)
