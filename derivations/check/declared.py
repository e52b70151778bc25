"""Declared facts that nothing has together: whatever is said of what there is not would be true, and say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Any

from sympy import Basic, Symbol

from derivations.errors import DerivationError, MathError
from derivations.notation.core import minus
from derivations.notation.printing import text
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import convert, is_matrix
from derivations.notation.symbols import SCALAR_FACTS, MatrixAtom, ScalarSymbol, facts_of, pack_facts

from .elimination import contradict
from .having import OF_FULL_RANK, ONE_HOT, is_one_hot
from .lawful import Found, law_found, points_of
from .normal import normal_form
from .parts import named_in
from .point import Point
from .violated import violated

_RANDOM = (RandomScalar, RandomMatrix)
_KINDS = (MatrixAtom, ScalarSymbol, Member, ScalarMember, *_RANDOM)
_OF_SIZES = ("orthonormal", "rank")  # facts that a shape may not allow
_READS = {  # the others read "is" and their name
    "integer": "is an integer",
    "nonnegative": "is not negative",
    "unit_interval": "is between 0 and 1",
    "unit": "has length 1",
    "one_hot": "is one-hot",
    "simplex": "is a distribution",
    "above": "is above {}",
    "below": "is below {}",
    "at_least": "is at least {}",
    "at_most": "is at most {}",
    "rank": "has rank {}",
    "orthonormal": "has orthonormal columns",
    "mean": "has mean {}",
    "variance": "has variance {}",
    "symmetric_law": "has a symmetric law",
}


def nothing_is(expressions: Iterable[Any]) -> str:
    """Why a symbol in these expressions can't be, with what is declared of it, in words; "" says nothing."""
    symbols = {_symbol(s) for x in expressions if isinstance(x, Basic) for s in named_in(x, *_KINDS) if facts_of(s)}
    for s in sorted(symbols, key=lambda s: s.name):
        if said := _why_not(s):
            return said
    return _no_sizes(frozenset(s for s in symbols if _sized(s)))


def _symbol(x: Any) -> Any:
    """Of the members of a sequence, one symbol of whose values as much is declared."""
    facts = facts_of(x)
    if isinstance(x, ScalarMember):
        known = {k: v if k in ("above", "below") else True for k, v in facts.items() if k in SCALAR_FACTS}
        return ScalarSymbol(x.name, real=True, **known)
    return MatrixAtom(x.name, *x.shape, pack_facts(facts)) if isinstance(x, Member) else x


@lru_cache(maxsize=4096)
def _why_not(symbol: Any) -> str:
    found, facts = _found(symbol), facts_of(symbol)
    if found == "some":
        return ""
    for count in range(1, len(facts) + 1):  # as few facts as contradict each other, or may do so
        for some in combinations(sorted(facts, key=_rank), count):
            if _found(_with(symbol, {k: facts[k] for k in some})) == found:
                is_what = f"{_kind(symbol)} {_listed(some, facts)}"
                if found == "none":
                    return f"nothing is {text(symbol)}: no {is_what}"
                return f"not supported yet: {text(symbol)}, for it is not known whether a {is_what}"
    return ""


def _found(symbol: Any) -> Found:
    if isinstance(symbol, _RANDOM):
        return law_found(symbol)
    return "none" if _cant_be(frozenset({symbol})) or not _can_be_drawn(symbol) else "some"


# --- sizes ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _no_sizes(symbols: frozenset[Any]) -> str:
    """Why the shapes of several matrices do not go together."""
    for count in range(2, len(symbols) + 1):
        for some in combinations(sorted(symbols, key=lambda s: s.name), count):
            if _cant_be(frozenset(some)):
                *first, last = (f"{text(s)}, which {_listed(_sized(s), facts_of(s))}" for s in some)
                return f"no sizes fit {', '.join(first)}, and {last}"
    return ""


def _sized(symbol: Any) -> list[str]:
    """The facts that not every shape allows."""
    facts = facts_of(symbol)
    names = [*_OF_SIZES, *OF_FULL_RANK] if "rank" in facts else [*_OF_SIZES]
    if "positive" in facts and is_one_hot(facts):  # all its entries are the one
        names += ["positive", *ONE_HOT]
    return sorted((fact for fact in names if fact in facts), key=_rank)


@lru_cache(maxsize=4096)
def _cant_be(symbols: frozenset[Any]) -> bool:
    """Whether no sizes give each a rank, or as many orthonormal columns, as its shape allows."""
    gaps = {gap for s in symbols for gap in _gaps(s)}
    try:
        return bool(gaps) and contradict([normal_form(gap) for gap in sorted(gaps, key=str)])
    except (DerivationError, RecursionError):
        return False


def _gaps(symbol: Any) -> Iterator[Any]:
    """What is not negative where the symbol has its rank, orthonormal columns, or one entry alone."""
    facts = facts_of(symbol)
    if not is_matrix(symbol) or not _sized(symbol):
        return
    rows, cols = symbol.shape
    yield from (minus(rows, 1), minus(cols, 1))
    if "orthonormal" in facts:
        yield minus(rows, cols)
    if "rank" in facts:
        yield from (facts["rank"], *(minus(side, facts["rank"]) for side in (rows, cols)))
        if facts.keys() & OF_FULL_RANK:
            yield minus(facts["rank"], rows)
    if "positive" in facts and is_one_hot(facts):
        yield minus(1, rows)


# --- values -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _can_be_drawn(symbol: Any) -> bool:
    """Whether a value with all facts is found at some point; where it is not told, there may be one."""
    try:
        return any(_is_met(symbol, point) for point in points_of(symbol))
    except DerivationError:
        return True


def _is_met(symbol: Any, point: Point) -> bool:
    try:
        point.drawn(symbol)
    except MathError:
        return False
    except DerivationError:
        return True
    told = (fact for fact in facts_of(symbol) if fact not in ("above", "below"))  # draws keep to those
    return not any(violated(symbol, symbol, fact, point) for fact in told)


# --- words ------------------------------------------------------------------------------------------------------------


def _with(symbol: Any, facts: Mapping[str, Any]) -> Any:
    """The symbol with these facts and no others."""
    if isinstance(symbol, ScalarSymbol):
        return ScalarSymbol(symbol.name, real=True, **facts)
    return symbol.func(*symbol.args[:-1], pack_facts(dict(facts)))


def _rank(fact: str) -> tuple[bool, bool, str]:
    """What it is before what it has, adjectives first."""
    return _READS.get(fact, "is").startswith("has"), fact in _READS, fact


def _kind(symbol: Any) -> str:
    if not is_matrix(symbol):
        return "number" if isinstance(symbol, Symbol) else "random number"
    random, (rows, cols) = "random " * isinstance(symbol, RandomMatrix), symbol.shape
    return f"{random}vector of {text(rows)} entries" if cols == 1 else f"{random}{_size(rows)}×{_size(cols)} matrix"


def _size(n: Any) -> str:
    return f"({text(n)})" if n.is_Add else text(n)


def _listed(names: Iterable[str], facts: Mapping[str, Any]) -> str:
    said: list[str] = []
    verb = ""
    for name in names:
        template = _READS.get(name, f"is {name.replace('_', ' ')}")
        words = template.format(text(convert(facts[name]))) if "{}" in template else template
        same, (verb, _, rest) = verb, words.partition(" ")
        said.append(rest if verb == same else words)
    *first, last = said
    return f"{', '.join(first)} and {last}" if first else last


__all__ = ["nothing_is"]
