from derivations.functions._runtime import checked as _checked, log_ratio as _log_ratio


def kl(p, q):
    """KL (Gibbs' inequality), Σᵢ pᵢ log(pᵢ/qᵢ).

    Parameters
    ----------
    p : array, shape (n,)   weights of the outcomes, entries > 0 with sum 1
    q : array, shape (n,)   weights of the same outcomes in another distribution, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.kl_nonnegative
    """
    p, q = _checked(p=(p, "n positive simplex"), q=(q, "n positive simplex"))
    return p @ _log_ratio(p, q)


# gibbs: information_theory.kl_nonnegative: the result 'gibbs' is a statement, so there is nothing to compute: Σᵢ pᵢ log(pᵢ/qᵢ) ≥ 0


# hellinger: information_theory.kl_nonnegative: the result 'hellinger' is a statement, so there is nothing to compute: Σᵢ pᵢ log(pᵢ/qᵢ) ≥ ‖√(p) − √(q)‖²


# with_zeros: information_theory.kl_nonnegative: the result 'with_zeros' is a statement, so there is nothing to compute: Σⱼ aⱼ log(aⱼ/bⱼ) ≥ s
