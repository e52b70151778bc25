import numpy as np

from derivations.functions._runtime import checked as _checked


def solution(X, y, lam):
    """Solution (The lasso with orthonormal columns), relu(Xᵀy − (λ/2)·1) − relu(−Xᵀy − (λ/2)·1).

    Parameters
    ----------
    X : array, shape (n, p)   inputs, one example a row, with orthonormal columns
    y : array, shape (n,)     observations
    lam : float               weight of the penalty, ≥ 0

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.lasso_threshold
    """
    X, y, lam = _checked(X=(X, "n p orthonormal"), y=(y, "n"), lam=(lam, "scalar nonnegative"))
    v = X.T @ y
    a = -0.5 * lam
    return np.maximum(v + a, 0) - np.maximum(a - v, 0)


import numpy as np

from derivations.functions._runtime import checked as _checked


def loss(X, y, w, lam):
    """Loss (The lasso with orthonormal columns), ‖y − Xw‖² + λ‖w‖₁.

    Parameters
    ----------
    X : array, shape (n, p)   inputs, one example a row, with orthonormal columns
    y : array, shape (n,)     observations
    w : array, shape (p,)     weights
    lam : float               weight of the penalty, ≥ 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.lasso_threshold
    """
    X, y, w, lam = _checked(X=(X, "n p orthonormal"), y=(y, "n"), w=(w, "p"), lam=(lam, "scalar nonnegative"))
    r = y - X @ w
    return r @ r + lam * np.abs(w).sum()


# split: linear_models.lasso_threshold: the result 'split' is a statement, so there is nothing to compute: ‖y − Xw‖² + λ‖w‖₁ = ‖y‖² − ‖Xᵀy‖² + ‖w − Xᵀy‖² + λ‖w‖₁


# optimal: linear_models.lasso_threshold: the result 'optimal' is a statement, so there is nothing to compute: ‖y − Xw‖² + λ‖w‖₁ ≥ ‖y − X(relu(Xᵀy − (λ/2)·1) − relu(−Xᵀy − (λ/2)·1))‖² + λ‖relu(Xᵀy − (λ/2)·1) − relu(−Xᵀy − (λ/2)·1)‖₁ + ‖w − (relu(Xᵀy − (λ/2)·1) − relu(−Xᵀy − (λ/2)·1))‖²
