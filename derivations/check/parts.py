"""The named things in an expression, remembered for each of its parts: a changed step shares most of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Basic

from derivations.notation.differentials import Increment, MatIncrement
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.sequences import FunctionValue, GradientValue, HessianValue, Member, ScalarMember
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol

_NAMED = (
    *(Dim, Index, ScalarSymbol, MatrixAtom, Member, ScalarMember, RandomScalar, RandomMatrix),
    *(FunctionValue, GradientValue, HessianValue, Increment, MatIncrement),
)


@lru_cache(maxsize=1 << 16)
def _parts(expr: Basic) -> frozenset[Any]:
    inside = frozenset().union(*(_parts(a) for a in expr.args if isinstance(a, Basic)))
    return inside | {expr} if isinstance(expr, _NAMED) else inside


def named_in(expr: Any, *kinds: type) -> set[Any]:
    """The symbols, members, function values and so on of these kinds that occur in an expression."""
    return {part for part in _parts(expr) if isinstance(part, kinds)}
