from derivations.functions._runtime import checked as _checked, log_ratio as _log_ratio


def elbo(p, q):
    """ELBO (The evidence lower bound), Σᵢ qᵢ log(pᵢ/qᵢ).

    Parameters
    ----------
    p : array, shape (n,)   joint weights of the observation and each value of the latent variable, entries > 0
    q : array, shape (n,)   approximate posterior over those values, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.elbo
    """
    p, q = _checked(p=(p, "n positive"), q=(q, "n positive simplex"))
    return q @ _log_ratio(p, q)


from derivations.functions._runtime import checked as _checked


def evidence(p):
    """Evidence (The evidence lower bound), 1ᵀp.

    Parameters
    ----------
    p : array, shape (n,)   joint weights of the observation and each value of the latent variable, entries > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.elbo
    """
    (p,) = _checked(p=(p, "n positive"))
    return p.sum()


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def posterior(p):
    """Posterior (The evidence lower bound), p/(1ᵀp).

    Parameters
    ----------
    p : array, shape (n,)   joint weights of the observation and each value of the latent variable, entries > 0

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.elbo
    """
    (p,) = _checked(p=(p, "n positive"))
    p, k = _near_one((p, 0))  # with their powers in the result
    return np.ldexp(p / p.sum(), k)


# decomposition: information_theory.elbo: the result 'decomposition' is a statement, so there is nothing to compute: log(1ᵀp) = Σᵢ qᵢ log(pᵢ/qᵢ) + Σᵢ qᵢ log(qᵢ/(pᵢ/(1ᵀp)))


# bound: information_theory.elbo: the result 'bound' is a statement, so there is nothing to compute: log(1ᵀp) ≥ Σᵢ qᵢ log(pᵢ/qᵢ)


# two_terms: information_theory.elbo: the result 'two_terms' is a statement, so there is nothing to compute: Σᵢ qᵢ log(pᵢ/qᵢ) = Σᵢ qᵢ log(ellᵢ) − (Σᵢ qᵢ log(qᵢ/rᵢ))


from derivations.functions._runtime import checked as _checked, excess as _excess


def gaussian_kl(mu, sigma):
    """Gaussian KL (The evidence lower bound), (‖μ‖² + ‖σ‖² − k)/2 − 1ᵀlog(σ).

    Parameters
    ----------
    mu : array, shape (k,)      means of the Gaussian
    sigma : array, shape (k,)   its standard deviations, entries > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.elbo
    """
    mu, sigma = _checked(mu=(mu, "k"), sigma=(sigma, "k positive"))
    return 0.5 * (mu @ mu) + 0.5 * ((sigma - 1) ** 2 + 2 * _excess(sigma)).sum()
