import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def normalized(x, epsilon):
    """Normalized (Normalisation: scale and shift are forgotten), (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε).

    Parameters
    ----------
    x : array, shape (n,)   what comes in: a unit over a batch, or a layer for one example
    epsilon : float         a number that keeps the spread away from zero, or 0, ≥ 0

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.normalization
    """
    x, epsilon = _checked(x=(x, "n"), epsilon=(epsilon, "scalar nonnegative"))
    n = len(x)
    x2, k = _near_one((x, 2))  # with their powers in the result
    r = x2 - x2.sum() / n
    x3, a, k2 = _near_one((x, 1), (np.ldexp(r @ r / n, k) + epsilon, -0.5))  # with their powers in the result
    return np.ldexp((x3 - x3.sum() / n) / np.sqrt(a), k2)


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def mean(x):
    """Mean (Normalisation: scale and shift are forgotten), 1ᵀx/n.

    Parameters
    ----------
    x : array, shape (n,)   what comes in: a unit over a batch, or a layer for one example

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.normalization
    """
    (x,) = _checked(x=(x, "n"))
    n = len(x)
    x, k = _near_one((x, 1))  # with their powers in the result
    return np.ldexp(x.sum() / n, k)


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def spread(x, epsilon):
    """Spread (Normalisation: scale and shift are forgotten), √(‖x − (1ᵀx/n)·1‖²/n + ε).

    Parameters
    ----------
    x : array, shape (n,)   what comes in: a unit over a batch, or a layer for one example
    epsilon : float         a number that keeps the spread away from zero, or 0, ≥ 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.normalization
    """
    x, epsilon = _checked(x=(x, "n"), epsilon=(epsilon, "scalar nonnegative"))
    n = len(x)
    x, k = _near_one((x, 2))  # with their powers in the result
    r = x - x.sum() / n
    return np.sqrt(np.ldexp(r @ r / n, k) + epsilon)


# centred: deep_learning.normalization: the result 'centred' is a statement, so there is nothing to compute: 1ᵀ((x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε))/n = 0


# mean_square: deep_learning.normalization: the result 'mean_square' is a statement, so there is nothing to compute: ‖(x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)‖²/n = 1 − ε/√(‖x − (1ᵀx/n)·1‖²/n + ε)²


import numpy as np

from derivations.functions._runtime import checked as _checked, near_one as _near_one


def gradient(x, epsilon, g):
    """Gradient (Normalisation: scale and shift are forgotten).

    (g − (1ᵀg/n)·1 − (⟨g, (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)⟩/n)((x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n +
        ε)))/√(‖x − (1ᵀx/n)·1‖²/n + ε)

    Parameters
    ----------
    x : array, shape (n,)   what comes in: a unit over a batch, or a layer for one example
    epsilon : float         a number that keeps the spread away from zero, or 0, ≥ 0
    g : array, shape (n,)   gradient of the loss in what goes out

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: deep_learning.normalization
    """
    x, epsilon, g = _checked(x=(x, "n"), epsilon=(epsilon, "scalar nonnegative"), g=(g, "n"))
    n = len(x)
    g2, k = _near_one((g, 1))  # with their powers in the result
    x2, k2 = _near_one((x, 2))  # with their powers in the result
    r = x2 - x2.sum() / n
    a = np.ldexp(r @ r / n, k2) + epsilon
    g3, x3, a2, k3 = _near_one((g, 1), (x, 2), (a, -1))  # with their powers in the result
    r2 = x3 - x3.sum() / n
    a3 = np.sqrt(a2)
    return (g + np.ldexp(-g2.sum() / n, k) + np.ldexp(-(g3 @ r2 / (a3 * n * a3)) * r2, k3)) / np.sqrt(a)


# no_shift: deep_learning.normalization: the result 'no_shift' is a statement, so there is nothing to compute: 1ᵀ((g − (1ᵀg/n)·1 − (⟨g, (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)⟩/n)((x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)))/√(‖x − (1ᵀx/n)·1‖²/n + ε)) = 0


# along: deep_learning.normalization: the result 'along' is a statement, so there is nothing to compute: ⟨(g − (1ᵀg/n)·1 − (⟨g, (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)⟩/n)((x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)))/√(‖x − (1ᵀx/n)·1‖²/n + ε), (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)⟩ = ε⟨g, (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)⟩/√(‖x − (1ᵀx/n)·1‖²/n + ε)³


# moved_spread: deep_learning.normalization: the result 'moved_spread' is a statement, so there is nothing to compute: √(‖ax + b·1 − (1ᵀ(ax + b·1)/n)·1‖²/n + a²ε) = a√(‖x − (1ᵀx/n)·1‖²/n + ε)


# forgotten: deep_learning.normalization: the result 'forgotten' is a statement, so there is nothing to compute: (ax + b·1 − (1ᵀ(ax + b·1)/n)·1)/(a√(‖x − (1ᵀx/n)·1‖²/n + ε)) = (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)


# shrunk: deep_learning.normalization: the result 'shrunk' is a statement, so there is nothing to compute: (g − (1ᵀg/n)·1 − (⟨g, (ax + b·1 − (1ᵀ(ax + b·1)/n)·1)/(a√(‖x − (1ᵀx/n)·1‖²/n + ε))⟩/n)((ax + b·1 − (1ᵀ(ax + b·1)/n)·1)/(a√(‖x − (1ᵀx/n)·1‖²/n + ε))))/(a√(‖x − (1ᵀx/n)·1‖²/n + ε)) = ((g − (1ᵀg/n)·1 − (⟨g, (x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)⟩/n)((x − (1ᵀx/n)·1)/√(‖x − (1ᵀx/n)·1‖²/n + ε)))/√(‖x − (1ᵀx/n)·1‖²/n + ε))/a
