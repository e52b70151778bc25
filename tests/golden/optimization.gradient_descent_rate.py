import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def bound(L, T, x_0, x_star):
    """Bound (Gradient descent: rates of convergence), L‖x₀ − x⋆‖²/(2T).

    Parameters
    ----------
    L : float                    curvature that f has at most, > 0
    T : int                      number of all steps, > 0
    x_0 : array, shape (n,)      the iterates, from any start
    x_star : array, shape (n,)   a minimiser, or any other point to compare with

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.gradient_descent_rate
    """
    L, T, x_0, x_star = _checked(
        L=(L, "scalar positive"), T=(T, "scalar positive_integer"), x_0=(x_0, "n"), x_star=(x_star, "n")
    )
    L, r, T, k = _near_one((L, 1), (x_0 - x_star, 2), (T, -1))  # with their powers in the result
    return np.ldexp(L * (r @ r) / (2 * T), k)


# descent: optimization.gradient_descent_rate: the result 'descent' is a statement, so there is nothing to compute: f(xₖ − (1/L)∇f(xₖ)) ≤ f(xₖ) − ‖∇f(xₖ)‖²/(2L)


# sublinear_rate: optimization.gradient_descent_rate: the result 'sublinear_rate' is a statement, so there is nothing to compute: f(x_T) − f(x⋆) ≤ L‖x₀ − x⋆‖²/(2T)


# linear_rate: optimization.gradient_descent_rate: the result 'linear_rate' is a statement, so there is nothing to compute: f(xₖ) − f(x⋆) ≤ (1 − μ/L)^k(f(x₀) − f(x⋆))
