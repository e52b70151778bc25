import numpy as np

from derivations.functions._runtime import checked as _checked


def component(S):
    """Component (The first principal component), q_max(S).

    Parameters
    ----------
    S : array, shape (p, p)   covariance matrix of the data, symmetric

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.pca_first_component
    """
    (S,) = _checked(S=(S, "p p symmetric"))
    u = np.linalg.eigh(S)[1][:, -1]
    return np.sign(u[np.abs(u).argmax()]) * u


from derivations.functions._runtime import checked as _checked


def variance(S, v):
    """Variance (The first principal component), vᵀSv.

    Parameters
    ----------
    S : array, shape (p, p)   covariance matrix of the data, symmetric
    v : array, shape (p,)     a direction

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.pca_first_component
    """
    S, v = _checked(S=(S, "p p symmetric"), v=(v, "p"))
    return v @ S @ v


from derivations.functions._runtime import checked as _checked


def objective_gradient(S, v):
    """Objective gradient (The first principal component), 2Sv.

    Parameters
    ----------
    S : array, shape (p, p)   covariance matrix of the data, symmetric
    v : array, shape (p,)     a direction

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.pca_first_component
    """
    S, v = _checked(S=(S, "p p symmetric"), v=(v, "p"))
    return 2 * (S @ v)


from derivations.functions._runtime import checked as _checked


def lagrangian(S, v, lam):
    """Lagrangian (The first principal component), vᵀSv − λ(vᵀv − 1).

    Parameters
    ----------
    S : array, shape (p, p)   covariance matrix of the data, symmetric
    v : array, shape (p,)     a direction
    lam : float               multiplier of the constraint

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.pca_first_component
    """
    S, v, lam = _checked(S=(S, "p p symmetric"), v=(v, "p"), lam=(lam, "scalar"))
    return v @ S @ v - lam * (v @ v - 1)


from derivations.functions._runtime import checked as _checked


def lagrangian_gradient(S, v, lam):
    """Lagrangian gradient (The first principal component), 2Sv − 2λv.

    Parameters
    ----------
    S : array, shape (p, p)   covariance matrix of the data, symmetric
    v : array, shape (p,)     a direction
    lam : float               multiplier of the constraint

    Returns
    -------
    array, shape (p,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.pca_first_component
    """
    S, v, lam = _checked(S=(S, "p p symmetric"), v=(v, "p"), lam=(lam, "scalar"))
    return 2 * (S @ v) - 2 * lam * v


# eigenvector_equation: linear_algebra.pca_first_component: the result 'eigenvector_equation' is a statement, so there is nothing to compute: Sv = λv


# value: linear_algebra.pca_first_component: the result 'value' is a statement, so there is nothing to compute: vᵀSv = λ


# largest: linear_algebra.pca_first_component: the result 'largest' is a statement, so there is nothing to compute: vᵀSv ≤ q_max(S)ᵀSq_max(S)
