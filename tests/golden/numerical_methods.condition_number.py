from derivations.functions._runtime import checked as _checked


def condition_number(s):
    """Condition number (The condition number), max(s)max(s⁻¹).

    Parameters
    ----------
    s : array, shape (n,)   singular values of A, entries > 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: numerical_methods.condition_number
    """
    (s,) = _checked(s=(s, "n positive"))
    return s.max() * (1 / s).max()


# stretch: numerical_methods.condition_number: the result 'stretch' is a statement, so there is nothing to compute: ‖U Diag(s)Vᵀu‖ ≤ max(s)‖u‖


# relative: numerical_methods.condition_number: the result 'relative' is a statement, so there is nothing to compute: ‖δ‖/‖x‖ ≤ max(s)max(s⁻¹)(‖ε‖/‖b‖)


# at_least_one: numerical_methods.condition_number: the result 'at_least_one' is a statement, so there is nothing to compute: max(s)max(s⁻¹) ≥ 1
