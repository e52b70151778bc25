"""A statement that is proved for all values of its symbols, read for particular ones."""

from __future__ import annotations

from typing import Any

from sympy import preorder_traversal

from derivations.errors import MathError, ShapeError
from derivations.notation.facts import is_nonnegative, is_positive, is_simplex
from derivations.notation.linear import MatSumOver, SumOver
from derivations.notation.probability import is_over_spaces, spaces_in
from derivations.notation.shapes import convert, is_matrix, same_shape, shape_of, show_shape
from derivations.notation.symbols import Dim, Index, facts_of

_BY_FORM = {"positive": is_positive, "nonnegative": is_nonnegative, "simplex": is_simplex}


def specialise(owner: str, statement: Any, values: dict[Any, Any]) -> Any:
    """The statement with each symbol replaced by its value, all at once; each value must have the symbol's facts."""
    mapping: dict[Any, Any] = {}
    for symbol, value in values.items():
        value = convert(value)
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
    return statement.xreplace(mapping)


def _require_shape(owner: str, symbol: Any, value: Any, mapping: dict[Any, Any]) -> None:
    wanted = tuple(convert(n).xreplace(mapping) for n in shape_of(symbol))
    if not same_shape(wanted, shape_of(convert(value))):
        raise ShapeError(
            f"{owner}: {symbol} is {show_shape(wanted)}, but {value} is {show_shape(shape_of(convert(value)))}"
        )


def _require_facts(owner: str, symbol: Any, value: Any, mapping: dict[Any, Any]) -> None:
    have = facts_of(value)
    for fact, wanted in facts_of(symbol).items():
        by_form = _BY_FORM.get(fact)
        if by_form is not None and by_form(value):
            continue
        if fact not in have or convert(have[fact]) != convert(wanted).xreplace(mapping):
            raise MathError(f"{owner} needs {symbol} {fact.replace('_', ' ')}, which is not declared of {value}")


def _require_not_captured(owner: str, statement: Any, symbol: Any, value: Any) -> None:
    """What a sum or an expectation of the statement binds must not occur free in the value."""
    nodes = list(preorder_traversal(statement))
    running = {x.args[1] for x in nodes if isinstance(x, SumOver | MatSumOver)}
    caught = running & value.atoms(Index)
    own = set(spaces_in(symbol))
    averaged = {s for x in nodes if is_over_spaces(x) for s in x.args[-1]} - own
    caught |= averaged & set(spaces_in(value))
    if caught:
        raise MathError(f"{owner}: {value} depends on {min(map(str, caught))}, which the statement runs over itself")
