"""What stands between two factors of a printed product, so that they can't be read as something else."""

from __future__ import annotations

import re
from typing import Any

from .core import MatNegative, MatProduct, Negative, Product, Transposed
from .linear import Ones
from .shapes import is_matrix, same_dim, shape_of
from .styles import Style, is_word
from .symbols import MatrixAtom, ScalarSymbol

_FUNCTIONS = ("σ", "φ", "Φ", "d", "f", r"\sigma", r"\phi", r"\varphi", r"\Phi")  # letters that are functions, too
_CALL = re.compile(r"(log det|[A-Za-z]{2,})\(")
_EXPONENT = re.compile(r"\^[^\W\d]+$")
_CLOSING = ")]|‖⟩}ᵀ"  # signs after which the name of a function stands apart by itself
_ATOMS = (MatrixAtom, ScalarSymbol)


def reads_as_call(style: Style, factor: Any, following: str) -> bool:
    """Whether a symbol would be read as a function of what follows it: σ·(x − y), max·(a + b), d·x."""
    while isinstance(factor, Product | MatProduct | Negative | MatNegative):
        factor = factor.args[-1]
    if not isinstance(factor, _ATOMS):
        return False
    name, opened = style.symbol(factor.name), style.tokens["open"]
    if following.startswith(opened):
        return name in _FUNCTIONS or _is_named(style, factor)
    increment = style.name == "text" and name == "d" and following[0].isalpha()
    return increment or following.startswith(name + opened)


def runs(factors: tuple[Any, ...]) -> list[tuple[int, int]]:
    """Where each factor stands and how often it follows itself, if it is a square matrix: AAA is A³."""
    found: list[tuple[int, int]] = []
    for position, factor in enumerate(factors):
        square = is_matrix(factor) and same_dim(*shape_of(factor))
        if found and square and factor == factors[position - 1]:
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((position, 1))
    return found


def gap(style: Style, left: str, right: str, before: Any, after: Any) -> str:
    """A space where two factors would run together to one word: n log(σ), ab cd, 1 ones."""
    apart = _run_together(style, before, after)
    if style.name == "latex":
        return r" \, " if apart else " "
    if _EXPONENT.search(left) and right[0].isalpha():  # a^c d, which is not a^(cd)
        return " "
    if _CALL.match(right):
        return "" if left.isdigit() or left[-1] in _CLOSING else " "
    if isinstance(after, _ATOMS) and is_word(right):
        return " " if apart or left[-1].isalpha() else ""
    word = is_word(left[-2:]) and (len(right) > 1 or (isinstance(before, _ATOMS) and _is_named(style, before)))
    return " " if (apart or word) and right[0].isalpha() else ""


def _run_together(style: Style, before: Any, after: Any) -> bool:
    """Whether two names, or ones and a name, stand beside each other and one of the names has several letters."""
    after = after.args[0] if isinstance(after, Transposed) else after
    if not isinstance(after, _ATOMS) or not isinstance(before, (*_ATOMS, Ones)):
        return False
    return _is_named(style, after) or _is_named(style, before)


def _is_named(style: Style, symbol: Any) -> bool:
    """Whether a symbol has a name of several letters."""
    if not isinstance(symbol, _ATOMS):
        return False
    return style.symbol(symbol.name).startswith(r"\mathrm") or is_word(style.symbol(symbol.name))
