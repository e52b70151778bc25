import numpy as np

from derivations.functions._runtime import checked as _checked, full_rank as _full_rank, solve as _solve


def solution(X, y):
    """Solution (The shortest weights that fit), Xᵀ(XXᵀ)⁻¹y.

    Parameters
    ----------
    X : array, shape (n, p)   inputs, one example a row, of rank n
    y : array, shape (n,)     targets

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.least_norm
    """
    X, y = _checked(X=(X, "n p rank=n"), y=(y, "n"))
    q, r = np.linalg.qr(X.T)  # a Gram matrix would square the condition number
    _full_rank(r, "Xᵀ")
    return q @ _solve(r.T, y)


# fits: deep_learning.least_norm: the result 'fits' is a statement, so there is nothing to compute: XXᵀ(XXᵀ)⁻¹y = y


# pythagoras: deep_learning.least_norm: the result 'pythagoras' is a statement, so there is nothing to compute: ‖w‖² = ‖Xᵀ(XXᵀ)⁻¹y‖² + ‖w − Xᵀ(XXᵀ)⁻¹y‖²


# shortest: deep_learning.least_norm: the result 'shortest' is a statement, so there is nothing to compute: ‖w‖² ≥ ‖Xᵀ(XXᵀ)⁻¹y‖²


# span: deep_learning.least_norm: the result 'span' is a statement, so there is nothing to compute: vₖ = Xᵀaₖ


import numpy as np

from derivations.functions._runtime import checked as _checked, full_rank as _full_rank, solve as _solve


def coefficients(X, y):
    """Coefficients (The shortest weights that fit), (XXᵀ)⁻¹y.

    Parameters
    ----------
    X : array, shape (n, p)   inputs, one example a row, of rank n
    y : array, shape (n,)     targets

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.least_norm
    """
    X, y = _checked(X=(X, "n p rank=n"), y=(y, "n"))
    r = np.linalg.qr(X.T).R  # a Gram matrix would square the condition number
    _full_rank(r, "Xᵀ")
    return _solve(r, _solve(r.T, y))


# distance: deep_learning.least_norm: the result 'distance' is a statement, so there is nothing to compute: Xᵀ(XXᵀ)⁻¹y − vₖ = Xᵀ(XXᵀ)⁻¹(y − Xvₖ)


from derivations.functions._runtime import checked as _checked


def residual(y, eta, k, U, s):
    """Residual (The shortest weights that fit), U Diag((1 − η(s∘s))^k)Uᵀy.

    Parameters
    ----------
    y : array, shape (n,)     targets
    eta : float               step size
    k : int                   number of steps so far, ≥ 0
    U : array, shape (n, n)   left singular vectors of X, one a column, orthogonal
    s : array, shape (n,)     singular values of X

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.least_norm
    """
    y, eta, k, U, s = _checked(
        y=(y, "n"), eta=(eta, "scalar"), k=(k, "scalar nonnegative_integer"), U=(U, "n n orthogonal"), s=(s, "n")
    )
    return U @ ((1 - eta * s * s) ** k * (U.T @ y))


# shrinks: deep_learning.least_norm: the result 'shrinks' is a statement, so there is nothing to compute: y − Xvₖ = U Diag((1 − η(s∘s))^k)Uᵀy


# close: deep_learning.least_norm: the result 'close' is a statement, so there is nothing to compute: ‖Xᵀ(XXᵀ)⁻¹y − Xᵀu‖² ≤ λ²‖Xᵀ(XXᵀ)⁻²y‖²
