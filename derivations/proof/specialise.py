"""A statement that is proved for all values of its symbols, read for particular ones."""

from __future__ import annotations

from typing import Any

from sympy import preorder_traversal

from derivations.errors import MathError, ShapeError
from derivations.notation.differentials import (
    VARIABLES,
    Differential,
    Increment,
    MatDifferential,
    MatIncrement,
    moving_in,
)
from derivations.notation.instances import missing_fact, rests_on
from derivations.notation.linear import MatSumOver, SumOver
from derivations.notation.probability import RandomMatrix, RandomScalar, is_over_spaces, spaces_in
from derivations.notation.shapes import convert, is_matrix, same_shape, shape_of, show_shape
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol

_SYMBOLS = ScalarSymbol | MatrixAtom | RandomScalar | RandomMatrix


def specialise(owner: str, statement: Any, values: dict[Any, Any]) -> Any:
    """The statement with each symbol replaced by its value, all at once; each value must have the symbol's facts."""
    mapping: dict[Any, Any] = {}
    for symbol, value in values.items():
        value = convert(value)
        if not isinstance(symbol, _SYMBOLS):
            raise MathError(f"{owner}: {symbol} is no symbol, so nothing else can stand for it")
        if is_matrix(symbol) != is_matrix(value):
            shown = show_shape(shape_of(value)) if is_matrix(value) else "a scalar"
            raise ShapeError(f"{owner}: {symbol} can't stand for {value}, which is {shown}")
        for a, b in zip(shape_of(symbol), shape_of(value), strict=True):
            if isinstance(a, Dim) and mapping.setdefault(a, b) != b:
                raise ShapeError(f"{owner}: {a} would be both {mapping[a]} and {b}")
        mapping[symbol] = value
    for symbol, value in values.items():
        _require_shape(owner, symbol, value, mapping)
        _require_facts(owner, symbol, convert(value), mapping)
        _require_not_captured(owner, statement, symbol, convert(value))
        _require_not_fixed(owner, statement, symbol, convert(value), mapping)
    return statement.xreplace(mapping)


def _require_shape(owner: str, symbol: Any, value: Any, mapping: dict[Any, Any]) -> None:
    wanted = tuple(convert(n).xreplace(mapping) for n in shape_of(symbol))
    if not same_shape(wanted, shape_of(convert(value))):
        raise ShapeError(
            f"{owner}: {symbol} is {show_shape(wanted)}, but {value} is {show_shape(shape_of(convert(value)))}"
        )


def _require_facts(owner: str, symbol: Any, value: Any, mapping: dict[Any, Any]) -> None:
    missing = missing_fact(symbol, value, mapping)
    if missing:
        raise MathError(f"{owner} needs {symbol} {missing}, which is not declared of {value}")


def _require_not_captured(owner: str, statement: Any, symbol: Any, value: Any) -> None:
    """What a sum, an expectation or a differential of the statement binds must not occur free in the value."""
    nodes = list(preorder_traversal(statement))
    running = {x.args[1] for x in nodes if isinstance(x, SumOver | MatSumOver)}
    caught = running & value.atoms(Index)
    own = set(spaces_in(symbol))
    averaged = {s for x in nodes if is_over_spaces(x) for s in x.args[-1]} - own
    caught |= averaged & set(spaces_in(value))
    if caught:
        raise MathError(f"{owner}: {value} depends on {min(map(str, caught))}, which the statement runs over itself")
    for x in nodes:
        moving = moving_in(x) if isinstance(x, Differential | MatDifferential) else ()
        caught = next((v for v in moving if v != symbol and value.has(v)), None)
        if caught is not None:
            raise MathError(f"{owner}: {value} depends on {caught}, in which the statement takes a differential")


def _require_not_fixed(owner: str, statement: Any, symbol: Any, value: Any, mapping: dict[Any, Any]) -> None:
    """A symbol in terms of which another is declared must stay, and so must the variable of a differential."""
    if value == symbol:
        return
    fixed = rests_on(statement.xreplace({s: v for s, v in mapping.items() if s != symbol}), symbol)
    if fixed:
        raise MathError(f"{owner}: {fixed} is declared in terms of {symbol}, so {value} can't stand for {symbol} alone")
    moved = {node.args[0] for node in statement.atoms(Increment, MatIncrement)}
    moved |= {v for node in statement.atoms(Differential, MatDifferential) for v in moving_in(node)}
    if not isinstance(value, VARIABLES) and symbol in moved:
        raise MathError(f"{owner}: {symbol} is the variable of a differential, so {value} can't stand for it")
