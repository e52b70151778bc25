"""Which vectors and matrices are distributions: no entry is negative, and their sum is 1."""

from __future__ import annotations

from typing import Any

from .core import MatProduct, MatQuotient, Transposed
from .facts import is_positive
from .linear import Ones, Softmax, Total, Vec
from .shapes import is_matrix, same_dim, same_shape, shape_of
from .symbols import facts_of


def is_simplex(a: Any) -> bool:
    """Entries that are not negative and sum to 1, by declaration or form: a / 1ᵀa, n times 1/n, or made of such."""
    if "simplex" in facts_of(a) or isinstance(a, Softmax):
        return True
    if isinstance(a, Transposed | Vec):
        return is_simplex(a.args[0])
    if isinstance(a, MatProduct):
        return any(_is_simplex_product(a.args[:k], a.args[k:]) for k in range(1, len(a.args)))
    if not isinstance(a, MatQuotient):
        return False
    part, whole = a.args
    if isinstance(part, Ones) and same_shape(shape_of(part), (whole, 1)):
        return True
    return whole == Total(part) and is_positive(part)


def _is_simplex_product(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    """P1, the sums of the rows of a distribution P on pairs; pqᵀ, the distribution of two independent draws."""
    a, b = (factors[0] if len(factors) == 1 else MatProduct(*factors) for factors in (left, right))
    if not (is_matrix(a) and is_matrix(b) and is_simplex(a)):
        return False
    if same_dim(shape_of(a)[1], 1):
        return is_simplex(b)
    return isinstance(b, Ones) and same_dim(shape_of(b)[1], 1)
