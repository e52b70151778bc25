from derivations.functions._runtime import checked as _checked


def fraction(beta, k):
    """Fraction (Adam's bias correction), 1 − β^k.

    Parameters
    ----------
    beta : float   decay of the average, near 1
    k : int        number of steps so far, ≥ 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.adam_bias_correction
    """
    beta, k = _checked(beta=(beta, "scalar"), k=(k, "scalar nonnegative_integer"))
    return 1 - beta**k


from derivations.functions._runtime import checked as _checked


def biased(beta, k, g):
    """Biased (Adam's bias correction), (1 − β^k)g.

    Parameters
    ----------
    beta : float            decay of the average, near 1
    k : int                 number of steps so far, ≥ 0
    g : array, shape (n,)   mean of every gradient

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.adam_bias_correction
    """
    beta, k, g = _checked(beta=(beta, "scalar"), k=(k, "scalar nonnegative_integer"), g=(g, "n"))
    return (1 - beta**k) * g


# corrected: optimization.adam_bias_correction: the result 'corrected' is a statement, so there is nothing to compute: mₖ/(1 − β^k) = g
