import numpy as np

from derivations.functions._runtime import checked as _checked, shifted as _shifted


def jacobian(z):
    """Jacobian (The softmax: Jacobian and cross-entropy gradient), Diag(softmax(z)) − softmax(z)softmax(z)ᵀ.

    Parameters
    ----------
    z : array, shape (n,)   scores, one a class

    Returns
    -------
    array, shape (n, n)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.softmax_jacobian
    """
    (z,) = _checked(z=(z, "n"))
    e = np.exp(_shifted(z, z.max()))
    s = e / e.sum()
    J = -np.outer(s, s)
    np.fill_diagonal(J, 0.0)
    np.fill_diagonal(J, -J.sum(axis=1))  # each row sums to 0; s - s**2 would cancel near 1
    return J


import numpy as np

from derivations.functions._runtime import checked as _checked, shifted as _shifted


def softmax(z):
    """Softmax (The softmax: Jacobian and cross-entropy gradient), exp(z)/(1ᵀexp(z)).

    Parameters
    ----------
    z : array, shape (n,)   scores, one a class

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.softmax_jacobian
    """
    (z,) = _checked(z=(z, "n"))
    e = np.exp(_shifted(z, z.max()))
    return e / e.sum()


# shift: linear_models.softmax_jacobian: the result 'shift' is a statement, so there is nothing to compute: softmax(z + c·1) = softmax(z)


import numpy as np

from derivations.functions._runtime import checked as _checked, shifted as _shifted


def cross_entropy(z, y):
    """Cross entropy (The softmax: Jacobian and cross-entropy gradient), lse(z) − yᵀz.

    Parameters
    ----------
    z : array, shape (n,)   scores, one a class
    y : array, shape (n,)   the true class: 1 there and 0 elsewhere, one entry 1, the others 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.softmax_jacobian
    """
    z, y = _checked(z=(z, "n"), y=(y, "n one_hot"))
    m = z.max()
    return m - y @ z + np.log1p(np.exp(_shifted(np.delete(z, z.argmax()), m)).sum())


import numpy as np

from derivations.functions._runtime import checked as _checked, shifted as _shifted


def cross_entropy_gradient(z, y):
    """Cross entropy gradient (The softmax: Jacobian and cross-entropy gradient), softmax(z) − y.

    Parameters
    ----------
    z : array, shape (n,)   scores, one a class
    y : array, shape (n,)   the true class: 1 there and 0 elsewhere, one entry 1, the others 0

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_models.softmax_jacobian
    """
    z, y = _checked(z=(z, "n"), y=(y, "n one_hot"))
    e = np.exp(_shifted(z, z.max()))
    return e / e.sum() - y
