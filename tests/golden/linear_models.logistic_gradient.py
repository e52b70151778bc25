import numpy as np

from derivations.functions._runtime import checked as _checked, matmul as _matmul


def gradient(X, y, w):
    """Gradient (Logistic regression: gradient, Hessian and convexity), Xᵀ(σ(Xw) − y).

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example
    y : array, shape (n,)     labels, entries 0 or 1
    w : array, shape (p,)     weights

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.logistic_gradient
    """
    X, y, w = _checked(X=(X, "n p"), y=(y, "n binary"), w=(w, "p"))
    z = _matmul(X, w)
    e = np.exp(-np.abs(z))
    s = np.where(z >= 0, 1.0, e) / (1 + e)
    return X.T @ (s - y)


import numpy as np

from derivations.functions._runtime import checked as _checked, matmul as _matmul


def loss(X, y, w):
    """Loss (Logistic regression: gradient, Hessian and convexity), 1ᵀsoftplus(Xw) − yᵀXw.

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example
    y : array, shape (n,)     labels, entries 0 or 1
    w : array, shape (p,)     weights

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.logistic_gradient
    """
    X, y, w = _checked(X=(X, "n p"), y=(y, "n binary"), w=(w, "p"))
    z = (1 - 2 * y) * _matmul(X, w)
    return (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))).sum()


import numpy as np

from derivations.functions._runtime import checked as _checked, matmul as _matmul


def hessian(X, w):
    """Hessian (Logistic regression: gradient, Hessian and convexity), XᵀDiag(σ(Xw)∘(1 − σ(Xw)))X.

    Parameters
    ----------
    X : array, shape (n, p)   design matrix, one row an example
    w : array, shape (p,)     weights

    Returns
    -------
    array, shape (p, p)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.logistic_gradient
    """
    X, w = _checked(X=(X, "n p"), w=(w, "p"))
    e = np.exp(-np.abs(_matmul(X, w)))
    d = e / (1 + e) ** 2
    Z = X * np.sqrt(d)[:, None]
    return Z.T @ Z


# curvature: linear_models.logistic_gradient: the result 'curvature' is a statement, so there is nothing to compute: vᵀXᵀDiag(σ(Xw)∘(1 − σ(Xw)))Xv ≥ 0


# convexity: linear_models.logistic_gradient: the result 'convexity' is a statement, so there is nothing to compute: 1ᵀsoftplus(X(w + v)) − yᵀX(w + v) ≥ 1ᵀsoftplus(Xw) − yᵀXw + ⟨Xᵀ(σ(Xw) − y), v⟩
