import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one, suppose as _suppose


def effective_step(beta, eta, k):
    """Effective step (Momentum: the effective step and the rate on a quadratic), η(1 − β^k)/(1 − β).

    Parameters
    ----------
    beta : float   part of the last move that is kept, 1 − β ≠ 0
    eta : float    step size
    k : int        number of steps so far, ≥ 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.momentum
    """
    beta, eta, k = _checked(beta=(beta, "scalar"), eta=(eta, "scalar"), k=(k, "scalar nonnegative_integer"))
    _suppose(1 - beta, "1 - beta", "nonzero")
    eta, a, a2, k2 = _near_one((eta, 1), (1 - beta**k, 1), (1 - beta, -1))  # with their powers in the result
    return np.ldexp(eta * a / a2, k2)


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one, suppose as _suppose


def velocity(beta, eta, k, g, v_0):
    """Velocity (Momentum: the effective step and the rate on a quadratic), β^k v₀ − (η(1 − β^k)/(1 − β))g.

    Parameters
    ----------
    beta : float              part of the last move that is kept, 1 − β ≠ 0
    eta : float               step size
    k : int                   number of steps so far, ≥ 0
    g : array, shape (n,)     a gradient that stays the same
    v_0 : array, shape (n,)   moves along it

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.momentum
    """
    beta, eta, k, g, v_0 = _checked(
        beta=(beta, "scalar"), eta=(eta, "scalar"), k=(k, "scalar nonnegative_integer"), g=(g, "n"), v_0=(v_0, "n")
    )
    _suppose(1 - beta, "1 - beta", "nonzero")
    a = beta**k
    eta, a2, a3, g, k2 = _near_one((eta, 1), (1 - a, 1), (1 - beta, -1), (g, 1))  # with their powers in the result
    return a * v_0 + np.ldexp(-eta * a2 / a3 * g, k2)


# recurrence: optimization.momentum: the result 'recurrence' is a statement, so there is nothing to compute: xₖ + (βuₖ − ηλxₖ) − (1 + β − ηλ)xₖ + β(xₖ − uₖ) = 0


# energy: optimization.momentum: the result 'energy' is a statement, so there is nothing to compute: ηλxₖ² + (1 − β − ηλ)xₖuₖ + βuₖ² = β^k ηλx₀²


# bound: optimization.momentum: the result 'bound' is a statement, so there is nothing to compute: (4β − (1 + β − ηλ)²)xₖ² ≤ 4ββ^k ηλx₀²


# discriminant: optimization.momentum: the result 'discriminant' is a statement, so there is nothing to compute: 4β − (1 + β − ηλ)² = (ηλ − (1 − r)²)((1 + r)² − ηλ)


import numpy as np

from derivations.functions._runtime import checked as _checked


def polyak_step(mu, L):
    """Polyak step (Momentum: the effective step and the rate on a quadratic), 4/(√(L) + √(μ))².

    Parameters
    ----------
    mu : float   least curvature, > 0
    L : float    largest curvature, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.momentum
    """
    mu, L = _checked(mu=(mu, "scalar positive"), L=(L, "scalar positive"))
    return 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2


import numpy as np

from derivations.functions._runtime import checked as _checked


def polyak_momentum(mu, L):
    """Polyak momentum (Momentum: the effective step and the rate on a quadratic), ((√(L) − √(μ))/(√(L) + √(μ)))².

    Parameters
    ----------
    mu : float   least curvature, > 0
    L : float    largest curvature, > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.momentum
    """
    mu, L = _checked(mu=(mu, "scalar positive"), L=(L, "scalar positive"))
    a = np.sqrt(L)
    a2 = np.sqrt(mu)
    return ((a - a2) / (a + a2)) ** 2


# rate: optimization.momentum: the result 'rate' is a statement, so there is nothing to compute: (λ − μ)(L − λ)xₖ² ≤ (√(L) + √(μ))²β^(k + 1)λx₀²


# ratio: optimization.momentum: the result 'ratio' is a statement, so there is nothing to compute: (√(L) − √(μ))/(√(L) + √(μ)) = 1 − 2/(√(L/μ) + 1)
