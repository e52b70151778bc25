import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def euclidean(x):
    """Euclidean (How the norms of a vector compare), √(Σᵢ xᵢ²).

    Parameters
    ----------
    x : array, shape (n,)   any vector

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.norms
    """
    (x,) = _checked(x=(x, "n"))
    x, k = _near_one((x, 1))  # with their powers in the result
    return np.ldexp(np.sqrt((x**2).sum()), k)


import numpy as np

from derivations.functions._runtime import checked as _checked


def max_norm(x):
    """Max norm (How the norms of a vector compare), max(|x|).

    Parameters
    ----------
    x : array, shape (n,)   any vector

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.norms
    """
    (x,) = _checked(x=(x, "n"))
    return np.abs(x).max()


import numpy as np

from derivations.functions._runtime import checked as _checked


def one_norm(x):
    """One norm (How the norms of a vector compare), Σᵢ |xᵢ|.

    Parameters
    ----------
    x : array, shape (n,)   any vector

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.norms
    """
    (x,) = _checked(x=(x, "n"))
    return np.abs(x).sum()


# max_below_euclidean: linear_algebra.norms: the result 'max_below_euclidean' is a statement, so there is nothing to compute: max(|x|) ≤ ‖x‖


# euclidean_below_one: linear_algebra.norms: the result 'euclidean_below_one' is a statement, so there is nothing to compute: ‖x‖ ≤ ‖x‖₁


# one_below_root: linear_algebra.norms: the result 'one_below_root' is a statement, so there is nothing to compute: ‖x‖₁ ≤ √(n)‖x‖


# euclidean_below_max: linear_algebra.norms: the result 'euclidean_below_max' is a statement, so there is nothing to compute: ‖x‖ ≤ √(n)max(|x|)
