from derivations.functions._runtime import checked as _checked


def he_variance(n):
    """He variance (He and Xavier initialisation), 2/n.

    Parameters
    ----------
    n : int   ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.he_initialization
    """
    (n,) = _checked(n=(n, "dimension"))
    return float(2 / n)


# linear: deep_learning.he_initialization: the result 'linear' is a statement, so there is nothing to compute: E[‖Wx‖²]/m = nv(‖x‖²/n)


from derivations.functions._runtime import checked as _checked


def xavier_variance(n):
    """Xavier variance (He and Xavier initialisation), 1/n.

    Parameters
    ----------
    n : int   ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.he_initialization
    """
    (n,) = _checked(n=(n, "dimension"))
    return float(1 / n)


import numpy as np

from derivations.functions._runtime import checked as _checked


def tanh_slope(t):
    """Tanh slope (He and Xavier initialisation), 1 − (tanh(t))².

    Parameters
    ----------
    t : float   input of a single unit

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.he_initialization
    """
    (t,) = _checked(t=(t, "scalar"))
    e = np.exp(-np.abs(t)) ** 2
    return 4 * e / (1 + e) ** 2


# rectified: deep_learning.he_initialization: the result 'rectified' is a statement, so there is nothing to compute: E[‖relu(Wx)‖²]/m = (nv/2)(‖x‖²/n)


from derivations.functions._runtime import checked as _checked


def backward_variance(m):
    """Backward variance (He and Xavier initialisation), 1/m.

    Parameters
    ----------
    m : int   ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.he_initialization
    """
    (m,) = _checked(m=(m, "dimension"))
    return float(1 / m)


from derivations.functions._runtime import checked as _checked


def glorot_variance(m, n):
    """Glorot variance (He and Xavier initialisation), 2/(m + n).

    Parameters
    ----------
    m : int   ≥ 1
    n : int   ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.he_initialization
    """
    m, n = _checked(m=(m, "dimension"), n=(n, "dimension"))
    return float(2 / (m + n))


# rectified_back: deep_learning.he_initialization: the result 'rectified_back' is a statement, so there is nothing to compute: E[‖s∘(Wᵀg)‖²]/n = (mv/2)(‖g‖²/m)


from derivations.functions._runtime import checked as _checked


def he_backward_variance(m):
    """He backward variance (He and Xavier initialisation), 2/m.

    Parameters
    ----------
    m : int   ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.he_initialization
    """
    (m,) = _checked(m=(m, "dimension"))
    return float(2 / m)
