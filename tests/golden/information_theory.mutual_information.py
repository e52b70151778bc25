import numpy as np

from derivations.functions._runtime import checked as _checked


def mutual_information(P):
    """Mutual information (Mutual information), Σᵢ (Σⱼ Pᵢⱼ log(Pᵢⱼ/((P·1)ᵢ(Pᵀ·1)ⱼ))).

    Parameters
    ----------
    P : array, shape (n, m)   weights of the pairs of values, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.mutual_information
    """
    (P,) = _checked(P=(P, "n m positive simplex"))
    return (P * (np.log((1 / P.sum(axis=1))[:, None] * P) - np.log(P.sum(axis=0)))).sum()


import numpy as np

from derivations.functions._runtime import checked as _checked


def entropy(P):
    """Entropy (Mutual information), −Σⱼ (Pᵀ·1)ⱼ log((Pᵀ·1)ⱼ).

    Parameters
    ----------
    P : array, shape (n, m)   weights of the pairs of values, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.mutual_information
    """
    (P,) = _checked(P=(P, "n m positive simplex"))
    sums = P.sum(axis=0)
    return -(sums @ np.log(sums))


import numpy as np

from derivations.functions._runtime import checked as _checked


def conditional_entropy(P):
    """Conditional entropy (Mutual information), −Σᵢ (Σⱼ Pᵢⱼ log(Pᵢⱼ/(P·1)ᵢ)).

    Parameters
    ----------
    P : array, shape (n, m)   weights of the pairs of values, entries > 0 with sum 1

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: information_theory.mutual_information
    """
    (P,) = _checked(P=(P, "n m positive simplex"))
    return -(P * np.log((1 / P.sum(axis=1))[:, None] * P)).sum()


# gain: information_theory.mutual_information: the result 'gain' is a statement, so there is nothing to compute: Σᵢ (Σⱼ Pᵢⱼ log(Pᵢⱼ/((P·1)ᵢ(Pᵀ·1)ⱼ))) = −Σⱼ (Pᵀ·1)ⱼ log((Pᵀ·1)ⱼ) − (−Σᵢ (Σⱼ Pᵢⱼ log(Pᵢⱼ/(P·1)ᵢ)))


# nonnegative: information_theory.mutual_information: the result 'nonnegative' is a statement, so there is nothing to compute: Σᵢ (Σⱼ Pᵢⱼ log(Pᵢⱼ/((P·1)ᵢ(Pᵀ·1)ⱼ))) ≥ 0


# conditioning: information_theory.mutual_information: the result 'conditioning' is a statement, so there is nothing to compute: −Σᵢ (Σⱼ Pᵢⱼ log(Pᵢⱼ/(P·1)ᵢ)) ≤ −Σⱼ (Pᵀ·1)ⱼ log((Pᵀ·1)ⱼ)


# bound: information_theory.mutual_information: the result 'bound' is a statement, so there is nothing to compute: Σᵢ (Σⱼ Pᵢⱼ log(Pᵢⱼ/((P·1)ᵢ(Pᵀ·1)ⱼ))) ≤ −Σⱼ (Pᵀ·1)ⱼ log((Pᵀ·1)ⱼ)


# independent: information_theory.mutual_information: the result 'independent' is a statement, so there is nothing to compute: Pᵢⱼ = (P·1)ᵢ(Pᵀ·1)ⱼ
