from derivations.functions._runtime import checked as _checked, solve as _solve


def step(g, H):
    """Step (The Newton step), −H⁻¹g.

    Parameters
    ----------
    g : array, shape (n,)     gradient there
    H : array, shape (n, n)   Hessian there, symmetric positive definite

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.newton_step
    """
    g, H = _checked(g=(g, "n"), H=(H, "n n spd"))
    return -_solve(H, g)


from derivations.functions._runtime import checked as _checked


def model(f, g, H, s):
    """Model (The Newton step), f + gᵀs + sᵀHs/2.

    Parameters
    ----------
    f : float                 value at the present point
    g : array, shape (n,)     gradient there
    H : array, shape (n, n)   Hessian there, symmetric positive definite
    s : array, shape (n,)     any step from there

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.newton_step
    """
    f, g, H, s = _checked(f=(f, "scalar"), g=(g, "n"), H=(H, "n n spd"), s=(s, "n"))
    return f + g @ s + 0.5 * (s @ H @ s)


from derivations.functions._runtime import checked as _checked


def model_gradient(g, H, s):
    """Model gradient (The Newton step), g + Hs.

    Parameters
    ----------
    g : array, shape (n,)     gradient there
    H : array, shape (n, n)   Hessian there, symmetric positive definite
    s : array, shape (n,)     any step from there

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.newton_step
    """
    g, H, s = _checked(g=(g, "n"), H=(H, "n n spd"), s=(s, "n"))
    return g + H @ s


# minimum: optimization.newton_step: the result 'minimum' is a statement, so there is nothing to compute: f + gᵀs + sᵀHs/2 ≥ f − gᵀH⁻¹g/2


import numpy as np

from derivations.functions._runtime import checked as _checked, norm as _norm, solve as _solve


def decrement(g, H):
    """Decrement (The Newton step), √(gᵀH⁻¹g).

    Parameters
    ----------
    g : array, shape (n,)     gradient there
    H : array, shape (n, n)   Hessian there, symmetric positive definite

    Returns
    -------
    float

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.newton_step
    """
    g, H = _checked(g=(g, "n"), H=(H, "n n spd"))
    return _norm(_solve(np.linalg.cholesky(H), g))


# descent: optimization.newton_step: the result 'descent' is a statement, so there is nothing to compute: gᵀ(−H⁻¹g) ≤ 0
