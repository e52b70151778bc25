"""A claim shown with its abbreviations left closed, so that a long chain of them costs no more than a short one.

What holds whatever z stands for holds for what it stands for. So z becomes a variable that may move in any way, and
d(e) becomes what e changes by when z and the variables move. An abbreviation is opened once, where a step is about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from derivations.notation.core import MatPlus, Plus
from derivations.notation.differentials import differential_of, differentials_in, moving_in
from derivations.notation.probability import Space
from derivations.notation.symbols import Index, MatrixAtom, ScalarSymbol
from derivations.proof.claim import Claim

from .asked import conditions
from .obligation import Defined, Obligation
from .obligations import Refused, obligations, require_no_increments
from .smooth import corners

_KINDS = ("equal", "gradient", "linear map")


def closed(claim: Claim) -> Iterator[list[Obligation]]:
    """What would show the claim, the easiest first, without writing its abbreviations out to the end."""
    lets = dict(claim.context.lets)
    if not lets or claim.kind not in _KINDS or claim.using is not None or claim.factor is not None:
        return
    if not all(isinstance(s, MatrixAtom | ScalarSymbol) and _is_one_value(v) for s, v in lets.items()):
        return  # a sum could bind what it stands for
    if len({d.args[1] for e in (claim.before, claim.after) for d in differentials_in(e)}) > 1:
        return  # what moves on one side stands still on the other
    try:
        require_no_increments(claim, set(lets))
    except Refused:
        return
    tried = set()
    for more in (False, True):
        opened = _opened(claim, lets, more)
        if (opened.before, opened.after) in tried:
            continue
        tried.add((opened.before, opened.after))
        try:
            found = obligations(opened)
        except Refused:
            continue
        yield [_with_conditions(part, claim, lets) if isinstance(part, Defined) else part for part in found]


def _opened(claim: Claim, lets: dict[Any, Any], more: bool) -> Claim:
    """The claim with the abbreviations opened, the last first, that it is about, and the others left free.

    It is about those that stand on one side only, and those that move on the left and no longer on the right; `more`
    opens whatever does not stand on both sides in the same way.
    """
    before, after = _without_common_terms(claim.before, claim.after)
    standing = before.free_symbols | after.free_symbols
    for symbol, value in reversed(lets.items()):
        if symbol not in standing:
            continue
        sides = [(e.has(symbol), _moves(e, symbol)) for e in (before, after)]
        whole = _is_differentiated(before, symbol) and not sides[1][1]
        if sides[0][0] != sides[1][0] or whole or (more and sides[0] != sides[1]):
            before, after = before.xreplace({symbol: value}), after.xreplace({symbol: value})
            standing |= value.free_symbols
    before, after = _free((before, after), lets)
    return replace(claim, before=before, after=after, context=replace(claim.context, lets=()))


def _without_common_terms(before: Any, after: Any) -> tuple[Any, Any]:
    """Both sides without the terms that stand in both as they are; one term is kept."""
    left, right = list(_terms(before)), list(_terms(after))
    for term in _terms(before):
        if term in right and len(left) > 1 and len(right) > 1:
            left.remove(term)
            right.remove(term)
    sides = zip((before, after), (left, right), strict=True)
    before, after = (t[0] if len(t) == 1 else side.func(*t) for side, t in sides)
    return before, after


def _terms(e: Any) -> tuple[Any, ...]:
    return e.args if isinstance(e, Plus | MatPlus) else (e,)


def _moves(e: Any, symbol: Any) -> bool:
    return any(d.args[0].has(symbol) for d in differentials_in(e))


def _is_differentiated(e: Any, symbol: Any) -> bool:
    return any(d.args[0] == symbol for d in differentials_in(e))


def _free(sides: tuple[Any, ...], lets: dict[Any, Any]) -> tuple[Any, ...]:
    """The sides where what is abbreviated moves as the variables do, by itself."""
    found = list(dict.fromkeys(d for e in sides for d in differentials_in(e)))
    standing = {s for d in found for s in d.args[0].free_symbols}
    own = [s for s in lets if s in standing]
    if not own:
        return sides
    moved = dict.fromkeys(v for d in found for v in moving_in(d) if v in standing)
    wider = {d: differential_of(d.args[0], (*moved, *own)) for d in found}
    return tuple(e.xreplace(wider) for e in sides)


def _with_conditions(part: Defined, claim: Claim, lets: dict[Any, Any]) -> Defined:
    """The same with what closed abbreviations ask for: those of the left side are stated, others must be shown."""
    known = _reached((claim.before, *part.stated), lets)
    stated = [lets[s] for s in known if _asks(lets[s])]
    inside = _reached([d.args[0] for d in differentials_in(claim.before)], lets)
    moved = dict.fromkeys(v for d in differentials_in(claim.before) for v in moving_in(d))
    bent = [lets[s] for s in inside if _has_corners(lets[s])]
    stated += [differential_of(value, (*moved, *known)) for value in bent]
    new, unknown = part.new, _reached(part.new, lets)
    for symbol, value in reversed(lets.items()):
        if symbol in unknown and symbol not in known:
            new = tuple(e.xreplace({symbol: value}) for e in new)
    return replace(part, stated=(*part.stated, *stated), new=new)


@lru_cache(maxsize=1 << 12)
def _is_one_value(e: Any) -> bool:
    """Whether nothing in an expression runs, so that no sum around it could bind it."""
    return not e.has(Index, Space)


@lru_cache(maxsize=1 << 12)
def _asks(e: Any) -> bool:
    return next(conditions(e), None) is not None


@lru_cache(maxsize=1 << 12)
def _has_corners(e: Any) -> bool:
    """Whether an expression may have no derivative somewhere, in whatever variable."""
    moving = e.free_symbols & e.atoms(MatrixAtom, ScalarSymbol)
    return bool(moving) and next(corners(differential_of(e, sorted(moving, key=str))), None) is not None


def _reached(expressions: Iterable[Any], lets: dict[Any, Any]) -> list[Any]:
    """The abbreviations in expressions, and those in what they stand for."""
    found: set[Any] = set()
    for e in expressions:
        found |= e.free_symbols & lets.keys()
    for symbol in reversed(lets):
        if symbol in found:
            found |= lets[symbol].free_symbols & lets.keys()
    return [s for s in lets if s in found]
