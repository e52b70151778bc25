"""The parts of an expression, each once however often it stands there.

The named things are remembered for each part: a changed step shares most of them.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def nodes_of(*expressions: Any) -> Iterator[Any]:
    """Every different part, from the outside in."""
    seen: set[Any] = set()
    below = list(reversed(expressions))
    while below:
        part = below.pop()
        if part in seen:
            continue
        seen.add(part)
        yield part
        below.extend(a for a in reversed(part.args) if isinstance(a, Basic))


@lru_cache(maxsize=1 << 16)
def _parts(expr: Basic) -> frozenset[Any]:
    inside = frozenset().union(*(_parts(a) for a in expr.args if isinstance(a, Basic)))
    return inside | {expr} if isinstance(expr, _NAMED) else inside


def named_in(expr: Any, *kinds: type) -> set[Any]:
    """The symbols, members, function values and so on of these kinds that occur in an expression."""
    return {part for part in _parts(expr) if isinstance(part, kinds)}
