"""What holds for every value of a symbol holds for one: substitution that keeps declared facts and captures nothing."""

from __future__ import annotations

from typing import Any

from sympy import Basic, preorder_traversal
from sympy.core.symbol import Str

from derivations.errors import MathError

from .core import is_matrix
from .differentials import VARIABLES, Differential, Increment, MatDifferential, MatIncrement
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
from .linear import MatSumOver, SumOver, depends_on_index
from .probability import RandomMatrix, RandomScalar, _OverSpaces, spaces_in
from .sequences import Function, Member, ScalarMember, is_function_atom
from .shapes import same_shape, shape_of
from .symbols import MatrixAtom, ScalarSymbol, facts_of

_SHOWN = {
    "positive": is_positive,
    "nonnegative": is_nonnegative,
    "nonzero": is_nonzero,
    "symmetric": is_symmetric,
    "positive_definite": is_definite,
    "positive_semidefinite": is_semidefinite,
    "invertible": is_invertible,
}


def shows(value: Any, fact: str, wanted: Any) -> bool:
    """Whether a fact is declared of an expression, or can be read off its form."""
    if facts_of(value).get(fact) == wanted:
        return True
    if fact == "integer":
        return bool(value.doit().is_integer)
    if fact == "rank":
        return is_matrix(value) and shape_of(value)[1] == wanted and has_full_column_rank(value)
    return fact in _SHOWN and _SHOWN[fact](value)


def missing_fact(symbol: Any, value: Any, mapping: dict[Any, Any] | None = None) -> str:
    """The first declared fact of a symbol that a value is not shown to have, in words; "" where it has them all."""
    declared = {k.name: v for k, v in symbol.facts} if isinstance(symbol, Function) else facts_of(symbol)
    for fact, wanted in declared.items():
        wanted = wanted.xreplace(mapping or {}) if isinstance(wanted, Basic) else wanted
        found = value.fact(fact) == wanted if isinstance(symbol, Function) else shows(value, fact, wanted)
        if not found:
            words = fact.replace("_", " ")
            return words if wanted in (True, 1) else f"{words} {wanted}"
    return ""


def substitute(expr: Any, mapping: dict[Any, Any]) -> Any:
    """The expression with symbols, and unspecified functions, replaced by values, all at once."""
    for symbol, value in mapping.items():
        _require_same_kind(symbol, value)
        if isinstance(symbol, Basic):
            _require_free(expr, symbol, value)
    functions = {f.name: g for f, g in mapping.items() if isinstance(f, Function)}
    symbols = {s: v for s, v in mapping.items() if isinstance(s, Basic)}

    def walk(e: Any) -> Any:
        if e in symbols:
            return symbols[e]
        if not e.args:
            return e
        if is_function_atom(e) and e.name in functions:
            other = functions[e.name]
            return e.func(Str(other.name), walk(e.args[1]), other.facts)
        args = tuple(walk(a) if isinstance(a, Basic) else a for a in e.args)
        return e if args == e.args else e.func(*args)

    return walk(expr)


def rests_on(expr: Any, symbol: Any) -> str:
    """The name of something in an expression whose declared size or facts mention a symbol, or ""."""
    for part in preorder_traversal(expr):
        if any(declared.has(symbol) for declared in _declared(part)):
            return part.name
    return ""


def _declared(part: Any) -> tuple[Any, ...]:
    """Sizes and facts of something with a name; not the index of a member, nor the argument of a function."""
    if isinstance(part, ScalarSymbol):
        return tuple(part.bounds.values())
    if isinstance(part, MatrixAtom | RandomScalar | RandomMatrix):
        return part.args[1:]
    return part.args[2:] if isinstance(part, Member | ScalarMember) or is_function_atom(part) else ()


def _require_same_kind(symbol: Any, value: Any) -> None:
    if not isinstance(symbol, Basic | Function):
        raise MathError(f"{getattr(symbol, 'name', symbol)} is a sequence, which can't be replaced by {value}")
    if isinstance(symbol, Function) != isinstance(value, Function):
        raise MathError(f"{symbol} can't be replaced by {value}: one is a function, the other is not")
    if isinstance(symbol, Function):
        return
    if is_matrix(symbol) != is_matrix(value):
        raise MathError(f"{symbol} can't be replaced by {value}: one is a matrix or vector, the other a scalar")


def _require_free(expr: Any, symbol: Any, value: Any) -> None:
    """An index or a random outcome in a value must not fall under a sum or an expectation of the expression."""
    for node in expr.atoms(SumOver, MatSumOver):
        i = node.args[1]
        if depends_on_index(value, i) and node.has(symbol):
            raise MathError(f"{value} depends on {i}, over which {node} sums: name one of the two indices otherwise")
    spaces = set(spaces_in(value)) - set(spaces_in(symbol))
    for node in expr.atoms(_OverSpaces):
        if node.has(symbol) and spaces & set(node.args[-1]):
            raise MathError(f"{value} is random where {node} takes {symbol} to be fixed")
    moving = expr.atoms(Differential, MatDifferential, Increment, MatIncrement)
    if not isinstance(value, VARIABLES) and any(node.args[-1] == symbol for node in moving):
        raise MathError(f"{symbol} is a variable of a differential, so it can't be replaced by {value}")


def same_sizes(symbol: Any, value: Any, sizes: dict[Any, Any]) -> bool:
    """Whether a value has the shape of a symbol once dimensions are replaced."""
    rows, cols = (s.xreplace(sizes) for s in shape_of(symbol))
    return same_shape((rows, cols), shape_of(value))
