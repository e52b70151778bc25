import numpy as np

from derivations.functions._runtime import checked as _checked, full_rank as _full_rank


def projection(X):
    """Projection (Orthogonal projection), X(XᵀX)⁻¹Xᵀ.

    Parameters
    ----------
    X : array, shape (n, p)   columns that span the subspace, of rank p

    Returns
    -------
    array, shape (n, n)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.orthogonal_projection
    """
    (X,) = _checked(X=(X, "n p rank=p"))
    q, r = np.linalg.qr(X)  # a Gram matrix would square the condition number
    _full_rank(r, "X")
    return q @ q.T


# kept: linear_algebra.orthogonal_projection: the result 'kept' is a statement, so there is nothing to compute: X(XᵀX)⁻¹XᵀXw = Xw


# idempotent: linear_algebra.orthogonal_projection: the result 'idempotent' is a statement, so there is nothing to compute: (X(XᵀX)⁻¹Xᵀ)² = X(XᵀX)⁻¹Xᵀ


# symmetric: linear_algebra.orthogonal_projection: the result 'symmetric' is a statement, so there is nothing to compute: (X(XᵀX)⁻¹Xᵀ)ᵀ = X(XᵀX)⁻¹Xᵀ


import numpy as np

from derivations.functions._runtime import checked as _checked, full_rank as _full_rank


def projected(X, y):
    """Projected (Orthogonal projection), X(XᵀX)⁻¹Xᵀy.

    Parameters
    ----------
    X : array, shape (n, p)   columns that span the subspace, of rank p
    y : array, shape (n,)     any vector

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.orthogonal_projection
    """
    X, y = _checked(X=(X, "n p rank=p"), y=(y, "n"))
    q, r = np.linalg.qr(X)  # a Gram matrix would square the condition number
    _full_rank(r, "X")
    return q @ (q.T @ y)


# perpendicular: linear_algebra.orthogonal_projection: the result 'perpendicular' is a statement, so there is nothing to compute: Xᵀ(y − X(XᵀX)⁻¹Xᵀy) = 0


# pythagoras: linear_algebra.orthogonal_projection: the result 'pythagoras' is a statement, so there is nothing to compute: ‖y‖² = ‖X(XᵀX)⁻¹Xᵀy‖² + ‖y − X(XᵀX)⁻¹Xᵀy‖²


# nearest: linear_algebra.orthogonal_projection: the result 'nearest' is a statement, so there is nothing to compute: ‖y − Xw‖² ≥ ‖y − X(XᵀX)⁻¹Xᵀy‖²


import numpy as np

from derivations.functions._runtime import checked as _checked, full_rank as _full_rank, solve as _solve


def coefficients(X, y):
    """Coefficients (Orthogonal projection), (XᵀX)⁻¹Xᵀy.

    Parameters
    ----------
    X : array, shape (n, p)   columns that span the subspace, of rank p
    y : array, shape (n,)     any vector

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.orthogonal_projection
    """
    X, y = _checked(X=(X, "n p rank=p"), y=(y, "n"))
    q, r = np.linalg.qr(X)  # a Gram matrix would square the condition number
    _full_rank(r, "X")
    return _solve(r, q.T @ y)


# dimension: linear_algebra.orthogonal_projection: the result 'dimension' is a statement, so there is nothing to compute: tr(X(XᵀX)⁻¹Xᵀ) = p
