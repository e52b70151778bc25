"""Whether a value may stand for a symbol: the facts declared of the symbol, and what is declared in terms of it."""

from __future__ import annotations

from typing import Any

from sympy import preorder_traversal

from .distributions import is_simplex
from .facts import (
    has_full_column_rank,
    is_definite,
    is_invertible,
    is_nonnegative,
    is_nonzero,
    is_positive,
    is_semidefinite,
    is_symmetric,
)
from .probability import RandomMatrix, RandomScalar
from .sequences import Member, ScalarMember, is_function_atom
from .shapes import convert, is_matrix, shape_of
from .symbols import MatrixAtom, ScalarSymbol, fact_in_words, facts_of

_BY_FORM = {
    "positive": is_positive,
    "nonnegative": is_nonnegative,
    "nonzero": is_nonzero,
    "simplex": is_simplex,
    "symmetric": is_symmetric,
    "positive_definite": is_definite,
    "positive_semidefinite": is_semidefinite,
    "invertible": is_invertible,
}


def shows(value: Any, fact: str, wanted: Any) -> bool:
    """Whether a fact is declared of an expression, or can be read off its form."""
    have = facts_of(value)
    if fact in have and _fact_value(have[fact]) == wanted:
        return True
    if fact == "integer":
        return bool(value.doit().is_integer)
    if fact == "rank":
        return is_matrix(value) and shape_of(value)[1] == wanted and has_full_column_rank(value)
    return fact in _BY_FORM and _BY_FORM[fact](value)


def missing_fact(symbol: Any, value: Any, mapping: dict[Any, Any] | None = None) -> str:
    """The first declared fact of a symbol that a value is not shown to have, in words; "" where it has them all.

    Facts that mention other symbols are read with the values that `mapping` gives these.
    """
    for fact, wanted in facts_of(symbol).items():
        if not shows(value, fact, _fact_value(wanted).xreplace(mapping or {})):
            return fact_in_words(fact)
    return ""


def _fact_value(declared: Any) -> Any:
    """What was declared of a fact, an expression or that it holds, as an expression."""
    return convert(1 if declared is True else declared)


def rests_on(expr: Any, symbol: Any) -> str:
    """The name of something in an expression whose declared size or facts mention a symbol, or "".

    What they mention may itself be declared in terms of the symbol.
    """
    for part in preorder_traversal(expr):
        if part != symbol and any(declared.has(symbol) or rests_on(declared, symbol) for declared in _declared(part)):
            return part.name
    return ""


def _declared(part: Any) -> tuple[Any, ...]:
    """Sizes and facts of something with a name; not the index of a member, nor the argument of a function."""
    if isinstance(part, ScalarSymbol):
        return tuple(part.bounds.values())
    if isinstance(part, MatrixAtom | RandomScalar | RandomMatrix):
        return part.args[1:]
    return part.args[2:] if isinstance(part, Member | ScalarMember) or is_function_atom(part) else ()
