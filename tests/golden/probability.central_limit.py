import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def limit(V, t):
    """Limit (The central limit theorem), t²V/2.

    Parameters
    ----------
    V : float   mean of their variances, ≥ 0
    t : float   argument of the moment generating function of their mean, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.central_limit
    """
    V, t = _checked(V=(V, "scalar nonnegative"), t=(t, "scalar positive"))
    t, V, k = _near_one((t, 2), (V, 1))  # with their powers in the result
    return np.ldexp(0.5 * t**2 * V, k)


# log_mgf: probability.central_limit: the result 'log_mgf' is a statement, so there is nothing to compute: log(E[exp(t((1ᵀZ − nμ)/√(n)))]) = Σᵢ log(E[exp((t/√(n))(Zᵢ − μ))])


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def upper_bound(V, w, t, n):
    """Upper bound (The central limit theorem), t²V/2 + (√(n)tw/3)(exp(t²w²/(8·n)) − 1).

    Parameters
    ----------
    V : float   mean of their variances, ≥ 0
    w : float   length b − a of the interval, > 0
    t : float   argument of the moment generating function of their mean, > 0
    n : int     ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.central_limit
    """
    V, w, t, n = _checked(
        V=(V, "scalar nonnegative"), w=(w, "scalar positive"), t=(t, "scalar positive"), n=(n, "dimension")
    )
    t2, V, k = _near_one((t, 2), (V, 1))  # with their powers in the result
    t3, w2, k2 = _near_one((t, 2), (w, 2))  # with their powers in the result
    return np.ldexp(0.5 * t2**2 * V, k) + np.sqrt(n) * t * w * np.expm1(np.ldexp(t3**2 * w2**2 / (8 * n), k2)) / 3


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def lower_bound(V, w, t, n):
    """Lower bound (The central limit theorem), (t²V/2)(1 − tw/(3√(n)))/exp(t²w²/(8·n)).

    Parameters
    ----------
    V : float   mean of their variances, ≥ 0
    w : float   length b − a of the interval, > 0
    t : float   argument of the moment generating function of their mean, > 0
    n : int     ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.central_limit
    """
    V, w, t, n = _checked(
        V=(V, "scalar nonnegative"), w=(w, "scalar positive"), t=(t, "scalar positive"), n=(n, "dimension")
    )
    a = 1 - t * w / (3 * np.sqrt(n))
    t2, w2, k = _near_one((t, 2), (w, 2))  # with their powers in the result
    a2 = np.ldexp(t2**2 * w2**2 / (8 * n), k)
    a3 = np.exp(a2)
    t3, V, a4, a5, k2 = _near_one((t, 2), (V, 1), (a, 1), (a3, -1))  # with their powers in the result
    return np.ldexp(t3**2 * V * a4 / (2 * a5), k2)
