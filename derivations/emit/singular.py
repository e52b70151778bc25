"""The refusal of a matrix without an inverse, which is an error of this package and of NumPy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from derivations.errors import MathError


class SingularMatrix(MathError, np.linalg.LinAlgError):
    """A matrix to be inverted has no inverse, or is not positive definite."""


def refusing_singular(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function; where NumPy says that a matrix is singular, it says so as it does of other arguments."""

    @wraps(function)
    def called(*args: Any, **named: Any) -> Any:
        try:
            return function(*args, **named)
        except np.linalg.LinAlgError:
            what = "a matrix to be inverted is singular, or not positive definite"
            raise SingularMatrix(f"{function.__name__}: {what}") from None

    return called
