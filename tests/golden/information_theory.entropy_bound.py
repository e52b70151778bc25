import numpy as np

from derivations.functions._runtime import checked as _checked


def entropy(p):
    """Entropy (The largest entropy), −Σᵢ pᵢ log(pᵢ).

    Parameters
    ----------
    p : array, shape (n,)   weights of the outcomes, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.entropy_bound
    """
    (p,) = _checked(p=(p, "n positive simplex"))
    return -(p @ np.log(p))


# gap: information_theory.entropy_bound: the result 'gap' is a statement, so there is nothing to compute: −Σᵢ pᵢ log(pᵢ) = log(n) − (Σᵢ pᵢ log(npᵢ))


# bound: information_theory.entropy_bound: the result 'bound' is a statement, so there is nothing to compute: −Σᵢ pᵢ log(pᵢ) ≤ log(n)


import numpy as np

from derivations.functions._runtime import checked as _checked, matmul as _matmul


def perplexity(p):
    """Perplexity (The largest entropy), exp(−Σᵢ pᵢ log(pᵢ)).

    Parameters
    ----------
    p : array, shape (n,)   weights of the outcomes, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.entropy_bound
    """
    (p,) = _checked(p=(p, "n positive simplex"))
    return np.exp(-_matmul(p, np.log(p)))


# perplexity_bound: information_theory.entropy_bound: the result 'perplexity_bound' is a statement, so there is nothing to compute: exp(−Σᵢ pᵢ log(pᵢ)) ≤ n


from derivations.functions._runtime import checked as _checked


def gini(p):
    """Gini (The largest entropy), 1 − ‖p‖².

    Parameters
    ----------
    p : array, shape (n,)   weights of the outcomes, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.entropy_bound
    """
    (p,) = _checked(p=(p, "n positive simplex"))
    return 1 - p @ p


# lower: information_theory.entropy_bound: the result 'lower' is a statement, so there is nothing to compute: −Σᵢ pᵢ log(pᵢ) ≥ 1 − ‖p‖²
