from derivations.functions._runtime import checked as _checked, gap as _gap


def gap(x, y):
    """Gap (The Cauchy–Schwarz inequality), ‖x‖²‖y‖² − (xᵀy)².

    Parameters
    ----------
    x : array, shape (n,)   any vector
    y : array, shape (n,)   any vector

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.cauchy_schwarz
    """
    x, y = _checked(x=(x, "n"), y=(y, "n"))
    return _gap(x, y)


# inequality: linear_algebra.cauchy_schwarz: the result 'inequality' is a statement, so there is nothing to compute: (xᵀy)² ≤ ‖x‖²‖y‖²


# lengths: linear_algebra.cauchy_schwarz: the result 'lengths' is a statement, so there is nothing to compute: |xᵀy| ≤ ‖x‖‖y‖


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def projection(x, u):
    """Projection (The Cauchy–Schwarz inequality), (xᵀu/‖u‖²)u.

    Parameters
    ----------
    x : array, shape (n,)   any vector
    u : array, shape (n,)   any vector but zero, not zero

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.cauchy_schwarz
    """
    x, u = _checked(x=(x, "n"), u=(u, "n nonzero"))
    x, u, k = _near_one((x, 1), (u, 0))  # with their powers in the result
    return np.ldexp((x @ u / (u @ u)) * u, k)
