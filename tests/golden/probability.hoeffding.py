import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def two_sided(a, b, epsilon, n):
    """Two sided (Hoeffding's inequality), 2exp(−(2·nε²/(b − a)²)).

    Parameters
    ----------
    a : float         least value that the numbers can take
    b : float         largest value that they can take, above a
    epsilon : float   a distance from the mean, > 0
    n : int           ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.hoeffding
    """
    a, b, epsilon, n = _checked(
        a=(a, "scalar"), b=(b, "scalar above=a"), epsilon=(epsilon, "scalar positive"), n=(n, "dimension")
    )
    epsilon, a2, k = _near_one((epsilon, 2), (b - a, -2))  # with their powers in the result
    return 2 * np.exp(np.ldexp(-2 * n * epsilon**2 / a2**2, k))


import numpy as np

from derivations.functions._runtime import checked as _checked


def growth(h, c):
    """Growth (Hoeffding's inequality), softplus(h + c) − softplus(c) − hσ(c).

    Parameters
    ----------
    h : float   the same factor, times the length of the interval
    c : float   log odds of a coin

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.hoeffding
    """
    h, c = _checked(h=(h, "scalar"), c=(c, "scalar"))
    z = h + c
    e = np.exp(-np.abs(c))
    a = h * np.where(c >= 0, 1.0, e) / (1 + e)
    return np.maximum(z, 0) - np.maximum(c, 0) - a + np.log1p(np.exp(-np.abs(z))) - np.log1p(e)


import numpy as np

from derivations.functions._runtime import checked as _checked


def slope(h, c):
    """Slope (Hoeffding's inequality), σ(h + c) − σ(c).

    Parameters
    ----------
    h : float   the same factor, times the length of the interval
    c : float   log odds of a coin

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.hoeffding
    """
    h, c = _checked(h=(h, "scalar"), c=(c, "scalar"))
    z = h + c
    e = np.exp(-np.abs(z))
    e2 = np.exp(-np.abs(c))
    return np.where(z >= 0, 1.0, e) / (1 + e) - np.where(c >= 0, 1.0, e2) / (1 + e2)


import numpy as np

from derivations.functions._runtime import checked as _checked


def curvature(h, c):
    """Curvature (Hoeffding's inequality), σ(h + c)(1 − σ(h + c)).

    Parameters
    ----------
    h : float   the same factor, times the length of the interval
    c : float   log odds of a coin

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.hoeffding
    """
    h, c = _checked(h=(h, "scalar"), c=(c, "scalar"))
    e = np.exp(-np.abs(h + c))
    return e / (1 + e) ** 2


# lemma: probability.hoeffding: the result 'lemma' is a statement, so there is nothing to compute: E[exp(s(Zᵢ − μ))] ≤ exp(s²(b − a)²/8)


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def exponent_slope(a, b, epsilon, t):
    """Exponent slope (Hoeffding's inequality), t(b − a)²/4 − ε.

    Parameters
    ----------
    a : float         least value that the numbers can take
    b : float         largest value that they can take, above a
    epsilon : float   a distance from the mean, > 0
    t : float         factor in the exponent, to be chosen, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.hoeffding
    """
    a, b, epsilon, t = _checked(
        a=(a, "scalar"), b=(b, "scalar above=a"), epsilon=(epsilon, "scalar positive"), t=(t, "scalar positive")
    )
    t, a2, k = _near_one((t, 1), (b - a, 2))  # with their powers in the result
    return np.ldexp(0.25 * t * a2**2, k) - epsilon


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def best_factor(a, b, epsilon):
    """Best factor (Hoeffding's inequality), 4ε/(b − a)².

    Parameters
    ----------
    a : float         least value that the numbers can take
    b : float         largest value that they can take, above a
    epsilon : float   a distance from the mean, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.hoeffding
    """
    a, b, epsilon = _checked(a=(a, "scalar"), b=(b, "scalar above=a"), epsilon=(epsilon, "scalar positive"))
    epsilon, a2, k = _near_one((epsilon, 1), (b - a, -2))  # with their powers in the result
    return np.ldexp(4 * epsilon / a2**2, k)


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def bound(a, b, epsilon, n):
    """Bound (Hoeffding's inequality), exp(−(2·nε²/(b − a)²)).

    Parameters
    ----------
    a : float         least value that the numbers can take
    b : float         largest value that they can take, above a
    epsilon : float   a distance from the mean, > 0
    n : int           ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.hoeffding
    """
    a, b, epsilon, n = _checked(
        a=(a, "scalar"), b=(b, "scalar above=a"), epsilon=(epsilon, "scalar positive"), n=(n, "dimension")
    )
    epsilon, a2, k = _near_one((epsilon, 2), (b - a, -2))  # with their powers in the result
    return np.exp(np.ldexp(-2 * n * epsilon**2 / a2**2, k))


# one_sided: probability.hoeffding: the result 'one_sided' is a statement, so there is nothing to compute: Pr[1ᵀZ/n − μ ≥ ε] ≤ exp(−(2·nε²/(b − a)²))


# below: probability.hoeffding: the result 'below' is a statement, so there is nothing to compute: Pr[μ − 1ᵀZ/n ≥ ε] ≤ exp(−(2·nε²/(b − a)²))


# concentration: probability.hoeffding: the result 'concentration' is a statement, so there is nothing to compute: Pr[|1ᵀZ/n − μ| ≥ ε] ≤ 2exp(−(2·nε²/(b − a)²))
