"""Values that satisfy hypotheses: as the author says, from `variable = expression`, or from what a requirement asks.

Where they start from anything at all, that is a symbol with a name that nothing else has: named like a symbol of the
theorem it would be that symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from sympy import Basic, Rational

from derivations.notation.differentials import VARIABLES
from derivations.notation.linear import hadamard, hadamard_quotient, ones
from derivations.notation.relations import Equation, Relation
from derivations.notation.requirements import BETWEEN, Requirement
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import shape_of
from derivations.notation.symbols import Index, MatrixAtom, ScalarSymbol, facts_of

from .obligation import Identity, NonNegative
from .parts import named_in

Fits = tuple[tuple[Any, Any], ...]
_MOST = Rational(15, 8)  # twice how near to 1 a number comes that is between −1 and 1
Inside = Callable[[str, Any], Any]  # values that fit a requirement of this kind, from one that is free


def fits_of(part: Identity | NonNegative, inside: Inside) -> Fits:
    """How to choose values that satisfy the hypotheses; `inside` says which ones fit a requirement."""
    free_of = free_symbols((part.relation, *part.given, *(e for pair in (*part.samples, *part.rules) for e in pair)))
    named = {symbol for symbol, _ in part.samples}
    stated = tuple((symbol, _from_free(symbol, value, free_of)) for symbol, value in part.samples)
    solved = [(g.lhs, g.rhs) for g in part.given if is_solved(g) and g.lhs not in named]
    named |= {symbol for symbol, _ in solved}
    asked = [g for g in part.given if _is_asked(g) and g.of not in named]
    return (*stated, *part.rules, *solved, *((g.of, inside(g.asks, free_of(g.of))) for g in asked))


def is_solved(given: Relation) -> bool:
    """Whether a hypothesis reads variable = expression; a member with an index is one member, not all of them."""
    if not isinstance(given, Equation) or not isinstance(given.lhs, VARIABLES) or given.rhs.has(given.lhs):
        return False
    return not (isinstance(given.lhs, Member | ScalarMember) and given.lhs.args[1].atoms(Index))


def _is_asked(given: Any) -> bool:
    """Whether a hypothesis asks that a symbol is positive, not negative, or between −1 and 1."""
    return (
        isinstance(given, Requirement)
        and isinstance(given.of, MatrixAtom | ScalarSymbol)
        and given.asks in ("positive", "nonnegative", *BETWEEN)
    )


def inside(asks: str, free: Any) -> Any:
    """A value that is positive, or between −1 and 1."""
    if not isinstance(free, MatrixAtom):
        return Rational(1, 8) + free**2 if asks not in BETWEEN else _MOST * free / (1 + free**2)
    above = Rational(1, 8) * ones(*shape_of(free)) + hadamard(free, free)
    if asks not in BETWEEN:
        return above
    return hadamard_quotient(_MOST * free, Rational(7, 8) * ones(*shape_of(free)) + above)


def up_to_the_bounds(asks: str, free: Any) -> Any:
    """The same, as near to 0, or to −1 and 1, as may be; where it is one of them, the requirement is not met."""
    if not isinstance(free, MatrixAtom):
        return free**2 if asks not in BETWEEN else 2 * free / (1 + free**2)
    square = hadamard(free, free)
    return square if asks not in BETWEEN else hadamard_quotient(2 * free, ones(*shape_of(free)) + square)


def _from_free(symbol: Any, value: Any, free_of: Callable[[Any], Any]) -> Any:
    """A value that mentions its own symbol, such as y − Py, starts from any vector of that shape."""
    if not isinstance(symbol, MatrixAtom) or not value.has(symbol):
        return value
    return value.xreplace({symbol: free_of(symbol)})


def free_symbols(expressions: Iterable[Any]) -> Callable[[Any], Any]:
    """For a symbol one of its shape, with the facts of a matrix or the sign of a number, and a name that none has."""
    taken = {named.name for e in expressions if isinstance(e, Basic) for named in named_in(e, MatrixAtom, ScalarSymbol)}

    def free_of(symbol: Any) -> Any:
        names = (f"{symbol.name}_free{'' if k == 0 else k}" for k in count())
        name = next(name for name in names if name not in taken)
        if isinstance(symbol, MatrixAtom):
            return MatrixAtom(name, *symbol.args[1:])
        sign = {fact: True for fact in ("positive", "nonnegative") if fact in facts_of(symbol)}
        return ScalarSymbol(name, real=True, **sign)

    return free_of
