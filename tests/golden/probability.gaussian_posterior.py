import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def posterior_mean(x, m, a, b):
    """Posterior mean (The posterior of a normal mean), (am + nb(1ᵀx/n))/(a + nb).

    Parameters
    ----------
    x : array, shape (n,)   observations
    m : float               mean of the prior: what was expected of μ beforehand
    a : float               precision of the prior, > 0
    b : float               precision of an observation, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.gaussian_posterior
    """
    x, m, a, b = _checked(x=(x, "n"), m=(m, "scalar"), a=(a, "scalar positive"), b=(b, "scalar positive"))
    n = len(x)
    b2, x, k = _near_one((b, 1), (x, 1))  # with their powers in the result
    return (a * m + np.ldexp(n * b2 * x.sum() / n, k)) / (a + n * b)


from derivations.functions._runtime import checked as _checked


def posterior_precision(a, b, n):
    """Posterior precision (The posterior of a normal mean), a + nb.

    Parameters
    ----------
    a : float   precision of the prior, > 0
    b : float   precision of an observation, > 0
    n : int     ≥ 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.gaussian_posterior
    """
    a, b, n = _checked(a=(a, "scalar positive"), b=(b, "scalar positive"), n=(n, "dimension"))
    return a + n * b


# bayes: probability.gaussian_posterior: the result 'bayes' is a statement, so there is nothing to compute: Σᵢ log(√(b/(2·π))exp(((−b)/2)(xᵢ − μ)²)) + log(√(a/(2·π))exp(((−a)/2)(μ − m)²)) = log(√((a + nb)/(2·π))exp(((−(a + nb))/2)(μ − (am + nb(1ᵀx/n))/(a + nb))²)) + (n log(b/(2·π)) + log(a/(a + nb)) − b(Σᵢ (xᵢ − 1ᵀx/n)²) − (anb/(a + nb))(1ᵀx/n − m)²)/2


import numpy as np

from derivations.functions._runtime import checked as _checked, log_ratio as _log_ratio, near_one as _near_one


def log_evidence(x, m, a, b):
    """Log evidence (The posterior of a normal mean).

    (n log(b/(2·π)) + log(a/(a + nb)) − b(Σᵢ (xᵢ − 1ᵀx/n)²) − (anb/(a + nb))(1ᵀx/n − m)²)/2

    Parameters
    ----------
    x : array, shape (n,)   observations
    m : float               mean of the prior: what was expected of μ beforehand
    a : float               precision of the prior, > 0
    b : float               precision of an observation, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.gaussian_posterior
    """
    x, m, a, b = _checked(x=(x, "n"), m=(m, "scalar"), a=(a, "scalar positive"), b=(b, "scalar positive"))
    n = len(x)
    a2 = a + n * b
    b2, x2, k = _near_one((b, 1), (x, 2))  # with their powers in the result
    a3 = np.ldexp(-b2 * ((x2 - x2.sum() / n) ** 2).sum(), k)
    x3, k2 = _near_one((x, 1))  # with their powers in the result
    a4 = np.ldexp(x3.sum() / n, k2) - m
    b3, a5, a6, a7, k3 = _near_one((b, 1), (a, 1), (a2, -1), (a4, 2))  # with their powers in the result
    return 0.5 * (n * _log_ratio(b, 2 * np.pi) + _log_ratio(a, a2) + a3 + np.ldexp(-a5 * n * b3 * a7**2 / a6, k3))


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def likelihood_slope(x, mu, b):
    """Likelihood slope (The posterior of a normal mean), nb(1ᵀx/n − μ).

    Parameters
    ----------
    x : array, shape (n,)   observations
    mu : float              their unknown mean
    b : float               precision of an observation, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.gaussian_posterior
    """
    x, mu, b = _checked(x=(x, "n"), mu=(mu, "scalar"), b=(b, "scalar positive"))
    n = len(x)
    x, k = _near_one((x, 1))  # with their powers in the result
    return n * b * (np.ldexp(x.sum() / n, k) - mu)


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def mle(x):
    """MLE (The posterior of a normal mean), 1ᵀx/n.

    Parameters
    ----------
    x : array, shape (n,)   observations

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: probability.gaussian_posterior
    """
    (x,) = _checked(x=(x, "n"))
    n = len(x)
    x, k = _near_one((x, 1))  # with their powers in the result
    return np.ldexp(x.sum() / n, k)


# shrinkage: probability.gaussian_posterior: the result 'shrinkage' is a statement, so there is nothing to compute: (am + nb(1ᵀx/n))/(a + nb) = 1ᵀx/n + (a/(a + nb))(m − 1ᵀx/n)
