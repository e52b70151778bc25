import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def bound(epsilon, sigma, n):
    """Bound (Markov, Chebyshev and the weak law of large numbers), σ²/(nε²).

    Parameters
    ----------
    epsilon : float   a distance from the mean, > 0
    sigma : float     common standard deviation
    n : int           ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.chebyshev
    """
    epsilon, sigma, n = _checked(epsilon=(epsilon, "scalar positive"), sigma=(sigma, "scalar"), n=(n, "dimension"))
    sigma, epsilon, k = _near_one((sigma, 2), (epsilon, -2))  # with their powers in the result
    return np.ldexp(sigma**2 / (n * epsilon**2), k)


# markov: probability.chebyshev: the result 'markov' is a statement, so there is nothing to compute: Pr[X ≥ a] ≤ E[X]/a


# chebyshev: probability.chebyshev: the result 'chebyshev' is a statement, so there is nothing to compute: Pr[|Y − E[Y]| ≥ ε] ≤ Var[Y]/ε²


from derivations.functions._runtime import checked as _checked


def variance_of_mean(sigma, n):
    """Variance of mean (Markov, Chebyshev and the weak law of large numbers), σ²/n.

    Parameters
    ----------
    sigma : float   common standard deviation
    n : int         ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.chebyshev
    """
    sigma, n = _checked(sigma=(sigma, "scalar"), n=(n, "dimension"))
    return sigma**2 / n


# weak_law: probability.chebyshev: the result 'weak_law' is a statement, so there is nothing to compute: Pr[|1ᵀZ/n − μ| ≥ ε] ≤ σ²/(nε²)
