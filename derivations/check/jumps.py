"""Values in general position at which a function jumps: at a = b for 1{a = b}, as well as off it.

Drawn at random no number is another, and small numbers that happen to be equal are special in other ways too: where
u = 2 among them, v is 1 or 2. So a symbol on which the place depends is there half the time, and else anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from derivations.notation import core, linear
from derivations.notation.core import minus, plus
from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.sequences import ScalarMember
from derivations.notation.shapes import convert, is_matrix, same_dim, shape_of
from derivations.notation.symbols import Index, MatrixAtom, ScalarSymbol, facts_of, pack_facts

from .fits import Fits, free_symbols
from .kinks import Kink
from .parts import named_in

_HOLDS: dict[str, Callable[[Any], bool]] = {"positive": is_positive, "nonnegative": is_nonnegative}


def at_jumps(kinks: Iterable[Kink], expressions: Iterable[Any], fits: Fits) -> dict[Kink, tuple[Any, Any]]:
    """For each of the places where it can be done, a symbol and its value there half the time."""
    free_of, fixed = free_symbols(expressions), {x for pair in fits for e in pair for x in _named(e)}
    found: dict[Kink, tuple[Any, Any]] = {}
    for kink in kinks:
        for symbol, root in _solved(kink.of):
            if symbol not in fixed and not named_in(root, RandomScalar, RandomMatrix):
                found[kink] = symbol, _there_or_free(symbol, root, free_of(symbol))
                fixed |= {symbol, *_named(root)}
                break
    return found


def _named(x: Any) -> set[Any]:
    return named_in(x, ScalarSymbol, MatrixAtom, ScalarMember)


def _solved(of: Any) -> Iterator[tuple[Any, Any]]:
    """Symbols that occur as a term by itself, times a number or not, and what they are where the sum is zero."""
    terms = list(of.args) if isinstance(of, core.Plus | core.MatPlus) else [of]
    for number, term in enumerate(terms):
        scale, x = _scaled(term)
        rest = [t for k, t in enumerate(terms) if k != number]
        root = convert(0) if not is_matrix(of) else linear.zeros(*shape_of(of))
        for t in rest:
            root = minus(root, t) if scale > 0 else plus(root, t)
        root = root / abs(scale) if rest and abs(scale) != 1 else root
        if isinstance(x, linear.Entry) and isinstance(x.args[0], MatrixAtom) and not named_in(root, Index):
            x, root = x.args[0], root * linear.ones(*shape_of(x.args[0]))
        if _may_be(x, root):
            yield x, root


def _scaled(term: Any) -> tuple[Any, Any]:
    if isinstance(term, core.Negative | core.MatNegative):
        scale, x = _scaled(term.args[0])
        return -scale, x
    if isinstance(term, core.Product | core.MatProduct) and len(term.args) == 2 and term.args[0].is_Rational:
        return term.args
    return convert(1), term


def _may_be(x: Any, root: Any) -> bool:
    """Whether the symbol may have that value by all that is declared of it."""
    if isinstance(x, MatrixAtom):
        known = same_dim(shape_of(x)[1], 1)
    else:
        known = isinstance(x, ScalarSymbol) or (isinstance(x, ScalarMember) and x.args[1].is_Integer)
    facts = facts_of(x)
    return known and not root.has(x) and facts.keys() <= _HOLDS.keys() and all(_HOLDS[fact](root) for fact in facts)


def _there_or_free(x: Any, root: Any, free: Any) -> Any:
    if not is_matrix(x):
        bit = ScalarSymbol(f"{free.name}_or_not", real=True, binary=True)
        return (1 - bit) * root + bit * free
    bits = MatrixAtom(f"{free.name}_or_not", *shape_of(x), pack_facts({"binary": True}))
    return linear.hadamard(linear.ones(*shape_of(x)) - bits, root) + linear.hadamard(bits, free)


__all__ = ["at_jumps"]
