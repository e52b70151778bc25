"""log(yᵀa) as yᵀlog(a), where one entry of y is 1 and the others are 0: what is chosen has a logarithm with a name."""

from __future__ import annotations

from functools import partial
from typing import Any

from derivations.notation import core, functions, linear
from derivations.notation.facts import is_positive
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import facts_of

from .compact import add, mul, turned
from .compact.monomials import Monomial, taken_apart
from .compact.products import build
from .reading import Read, reader, with_parts_read


def one_hot_in(e: Any) -> list[Any]:
    """The symbols that are declared to have one entry 1 and no other, in the order of their names."""
    return sorted((y for y in e.free_symbols if "one_hot" in facts_of(y)), key=str)


def with_choice_outside(e: Any, y: Any) -> Any:
    """The expression with each logarithm of a positive number that y chooses as one that y chooses among logarithms."""
    return reader(partial(_plain, y))(e)


def _plain(y: Any, e: Any, read: Read) -> Any:
    e = with_parts_read(e, read)
    if not isinstance(e, functions.Apply) or e.function is not functions.log:
        return e
    m = taken_apart(e.args[1])
    for base, power in m.scalars.items() if not m.mats else ():
        others = build(Monomial(m.coef, {b: k for b, k in m.scalars.items() if b != base}))
        a = _chosen(base, y)
        if power == 1 and a is not None and is_positive(a) and is_positive(others):
            log = mul(turned(y), functions.log(a))
            return log if others == 1 else add(log, functions.log(others))
    return e


def _chosen(e: Any, y: Any) -> Any:
    """The column a of yᵀa, which may be written as 1ᵀ(y ∘ a); else None."""
    if isinstance(e, linear.Total) and isinstance(e.args[0], linear.Hadamard) and len(e.args[0].args) == 2:
        columns = e.args[0].args
    elif isinstance(e, core.Product) and len(e.args) == 2 and all(map(is_matrix, e.args)):
        columns = turned(e.args[0]), e.args[1]
    else:
        return None
    return columns[1 - columns.index(y)] if y in columns else None
