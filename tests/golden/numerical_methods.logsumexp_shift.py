import numpy as np

from derivations.functions._runtime import checked as _checked, shifted as _shifted


def logsumexp(x):
    """Logsumexp (Log-sum-exp: shift by the maximum), max(x) + log(1ᵀexp(x − max(x)·1)).

    Parameters
    ----------
    x : array, shape (n,)   scores

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: numerical_methods.logsumexp_shift
    """
    (x,) = _checked(x=(x, "n"))
    m = x.max()
    return m + np.log1p(np.exp(_shifted(np.delete(x, x.argmax()), m)).sum())


# shift: numerical_methods.logsumexp_shift: the result 'shift' is a statement, so there is nothing to compute: lse(x) = c + log(1ᵀexp(x − c·1))


import numpy as np

from derivations.functions._runtime import checked as _checked, shifted as _shifted


def softmax(x):
    """Softmax (Log-sum-exp: shift by the maximum), exp(x − max(x)·1)/(1ᵀexp(x − max(x)·1)).

    Parameters
    ----------
    x : array, shape (n,)   scores

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: numerical_methods.logsumexp_shift
    """
    (x,) = _checked(x=(x, "n"))
    e = np.exp(_shifted(x, x.max()))
    return e / e.sum()


# at_most_count: numerical_methods.logsumexp_shift: the result 'at_most_count' is a statement, so there is nothing to compute: 1ᵀexp(x − max(x)·1) ≤ n


# upper_bound: numerical_methods.logsumexp_shift: the result 'upper_bound' is a statement, so there is nothing to compute: lse(x) ≤ max(x) + log(n)


# lower_bound: numerical_methods.logsumexp_shift: the result 'lower_bound' is a statement, so there is nothing to compute: max(x) ≤ lse(x)


# at_least_one: numerical_methods.logsumexp_shift: the result 'at_least_one' is a statement, so there is nothing to compute: 1ᵀexp(x − max(x)·1) ≥ 1


# large: numerical_methods.logsumexp_shift: the result 'large' is a statement, so there is nothing to compute: max(x) ≥ t


# overflow: numerical_methods.logsumexp_shift: the result 'overflow' is a statement, so there is nothing to compute: 1ᵀexp(x) ≥ exp(t)
