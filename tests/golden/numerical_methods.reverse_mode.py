import numpy as np

from derivations.functions._runtime import checked as _checked


def weight_gradient(x, c):
    """Weight gradient (Reverse mode: a chain of Jacobians from its other end), cxᵀ.

    Parameters
    ----------
    x : array, shape (p,)   what comes into that layer
    c : array, shape (n,)   gradient of the loss in what goes out of it

    Returns
    -------
    array, shape (n, p)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: numerical_methods.reverse_mode
    """
    x, c = _checked(x=(x, "p"), c=(c, "n"))
    return np.outer(c, x)


# forward: numerical_methods.reverse_mode: the result 'forward' is a statement, so there is nothing to compute: Fᵢv₀ = vᵢ


# reverse: numerical_methods.reverse_mode: the result 'reverse' is a statement, so there is nothing to compute: Rₖᵀg = aₖ


# meeting: numerical_methods.reverse_mode: the result 'meeting' is a statement, so there is nothing to compute: ⟨g, RₖFᵢv₀⟩ = ⟨aₖ, vᵢ⟩


# one_layer: numerical_methods.reverse_mode: the result 'one_layer' is a statement, so there is nothing to compute: ⟨Kₖᵀaₖ, vᵢ⟩ = ⟨aₖ, Jᵢvᵢ⟩
