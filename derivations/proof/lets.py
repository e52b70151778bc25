"""Abbreviations and recursions that `let` introduces, and what holds for any value of a symbol taken at one value."""

from __future__ import annotations

from typing import Any

from sympy import preorder_traversal

from derivations.notation.differentials import VARIABLES, Differential, MatDifferential, moving_in
from derivations.notation.instances import missing_fact
from derivations.notation.linear import MatSumOver, SumOver, depends_on_index
from derivations.notation.probability import is_over_spaces, spaces_in
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import convert, is_matrix, same_shape, shape_of, show_shape
from derivations.notation.symbols import Index, ScalarSymbol, facts_of

Lets = tuple[tuple[Any, Any], ...]
_MANY = 10**6  # steps of a recursion, more than anyone takes


def expand(expr: Any, lets: Lets) -> Any:
    """Write out the quantities introduced by `let`, the last one first."""
    if not hasattr(expr, "xreplace"):
        return expr
    for symbol, value in reversed(lets):
        expr = expr.xreplace({symbol: value})
    return expr


def captured(expr: Any, lets: Lets, moving: bool = False) -> str:
    """Why an expression says another thing once it is written out; "" where it does not.

    A sum or a mean that runs over what the value of a symbol depends on would bind it; so would, where `moving` says
    that the expression was stated of the symbol alone, a differential.
    """
    if not hasattr(expr, "xreplace"):
        return ""
    meanings = [(symbol, expand(value, lets)) for symbol, value in lets]
    for x in preorder_traversal(expr):
        for symbol, value in meanings:
            if _binds(x, value, moving) and x.args[0].has(symbol):
                return f"{symbol} stands for {value}, which {x} would bind"
    return ""


def _binds(x: Any, value: Any, moving: bool) -> bool:
    """Whether a node runs over something on which the value depends."""
    if isinstance(x, SumOver | MatSumOver):
        return depends_on_index(value, x.args[1])
    if is_over_spaces(x):
        return bool(set(x.args[-1]) & set(spaces_in(value)))
    return moving and isinstance(x, Differential | MatDifferential) and value.has(*moving_in(x))


def is_counter(k: Any) -> bool:
    """Whether a symbol runs over 0, 1, 2, …: nothing more is known of it than that it is such a number."""
    return isinstance(k, ScalarSymbol) and set(facts_of(k)) == {"integer", "nonnegative"}


def recursions(lets: Lets) -> Lets:
    """The rules of sequences, x[i] in terms of x[i − 1] with an index i that runs from 1, and their starts."""
    found = []
    for symbol, value in lets:
        if not isinstance(symbol, Member | ScalarMember):
            continue
        written = expand(value, tuple(pair for pair in lets if pair[0] != symbol))
        for k in symbol.args[1].free_symbols:
            i = Index(k.name, _MANY)
            before = {k: i - 1}
            symbol, written = symbol.func(symbol.args[0], i, *symbol.args[2:]), written.xreplace(before)
        found.append((symbol, written))
    return tuple(found)


def let_problem(symbol: Any, value: Any, lets: Lets) -> str:
    """Why `symbol` can't stand for `value` after the abbreviations so far; "" where it can."""
    if not isinstance(symbol, VARIABLES):
        return f"{symbol} is not a declared symbol"
    if is_matrix(symbol) != is_matrix(value) or not same_shape(shape_of(symbol), shape_of(value)):
        sizes = show_shape(shape_of(symbol)), show_shape(shape_of(value))
        return f"{symbol} has shape {sizes[0]}, its value {value} has {sizes[1]}"
    if value.has(symbol):
        return f"{symbol} occurs in its own value {value}"
    for other, meaning in lets:
        if other == symbol:
            return f"{symbol} already stands for {meaning}"
        if meaning.has(symbol):
            return f"{symbol} occurs in {meaning}, which {other} stands for"
    missing = missing_fact(symbol, value)
    if missing:
        return f"{symbol} is declared {missing}, which is not shown of {value}"
    return _recursion_problem(symbol, value, lets) if isinstance(symbol, Member | ScalarMember) else ""


def _recursion_problem(symbol: Any, value: Any, lets: Lets) -> str:
    """A sequence is defined by its start x[0] and by x[k + 1] in terms of members that come before it."""
    ruled = {s.name for s, _ in lets if isinstance(s, Member | ScalarMember)} | {symbol.name}
    at = [s.args[1] for s, _ in lets if isinstance(s, Member | ScalarMember) and s.name == symbol.name]
    index = symbol.args[1]
    if index == 0:
        before: set[Any] = set()
    else:
        counters = [s for s in index.free_symbols if is_counter(s)]
        if len(counters) != 1 or index != (counters[0] + 1).doit():
            return _no_rule(symbol, index)
        if any(i != 0 for i in at):
            return f"there is a rule for {symbol.name} already"
        before = {counters[0], convert(0)}
    begun = {s for s, _ in lets}
    for m in sorted(value.atoms(Member, ScalarMember), key=str):
        if m.name in ruled and m.args[1] not in before and m not in begun:
            return f"{m} in the value of {symbol} does not come before it"
    return ""


def _no_rule(symbol: Any, index: Any) -> str:
    """Why x[index] neither begins a sequence nor says how it goes on."""
    free = sorted(index.free_symbols, key=str)
    if len(free) == 1 and index == (free[0] + 1).doit():
        return (
            f"{symbol} is the next member of a sequence only where {free[0]} is one of 0, 1, 2, …; this is not declared"
        )
    name = symbol.name
    return f"{symbol} is neither {name}[0], where a sequence begins, nor {name}[k + 1] with k = 0, 1, 2, …"
