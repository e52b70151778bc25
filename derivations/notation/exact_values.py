"""Named functions at numbers: sin π = 0, √4 = 2, sign 0 = 0, where the value is rational or a rational times π."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Integer, pi

from .functions import FUNCTIONS
from .shapes import is_matrix

_STOCK = {"abs": sympy.Abs, "arcsin": sympy.asin, "arccos": sympy.acos, "arctan": sympy.atan}
_OWN = {"step": lambda t: Integer(1 if t.is_positive else 0), "relu": lambda t: t if t.is_positive else Integer(0)}


def exact_value(name: str, x: Any) -> Any:
    """The value of a function at a number, or None where it is not that simple."""
    at = number_of(x)
    if at is None:
        return None
    f = FUNCTIONS[name]
    if name in _OWN:
        value = _OWN[name](at)
    elif f.in_exp_log is not None:
        value = sympy.sympify(f.in_exp_log(at).doit())
    else:
        stock = _STOCK.get(name) or getattr(sympy, name, None)
        value = None if stock is None else stock(at)
    return value if value is not None and is_simple(value) else None


def is_simple(value: Any) -> bool:
    """Whether a number is rational, or a rational times π."""
    return bool(value.is_Rational or (value / pi).is_Rational)


def number_of(x: Any) -> Any:
    """The number that an expression without symbols is, where it is a simple one."""
    if is_matrix(x) or x.free_symbols or not x.is_commutative:
        return None
    value = x.doit()
    return value if is_simple(value) else None
