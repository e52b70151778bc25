"""Both sides of an obligation at many values of its symbols: exact over ℚ where that is possible, else in balls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count, islice, product
from math import log10
from typing import Any

from derivations.errors import DerivationError
from derivations.notation.printing import text
from derivations.notation.relations import Equation, Relation

from .arithmetic import DIGITS, Field, NeedsBalls, NoLaw, NoPlace, Undecided, Undefined, arithmetic
from .branches import turning_with_branches
from .cases import Sought, cases_of
from .degree import degree, schwartz_zippel
from .describe import describe, value_text
from .evaluate import holds
from .fits import Fits, fits_of, inside, is_solved, up_to_the_bounds
from .functions import taken_too_often
from .jumps import at_jumps
from .kinks import Kink, Pieces, kinks_of
from .obligation import Identity, NonNegative
from .parts import nodes_of
from .point import Point, integer_at, require_small
from .reach import Wanted, needed
from .sample import Sampler
from .small import is_small, largest_size, shapes_in
from .violated import has_what_is_declared

SEED = 2026
SIZES, POINTS = 6, 4
NO_VALUES = "no values fit the hypotheses"
FOR_PLACES, FOR_CASES = 300, 120  # points at one size at which all cases are to be seen, or more where they are many
FEWEST_TRIES = 48  # for them, and more as they fit the hypotheses
READABLE = 60  # more points among which the counterexample that is easiest to follow is sought
Jumps = dict[Kink, tuple[Any, Any]]  # a symbol, and its value at the zeros of what jumps half the time
_counts: ContextVar[Callable[[Point], bool] | None] = ContextVar("counts", default=None)


@contextmanager
def failing_only_where(counts: Callable[[Point], bool]) -> Iterator[None]:
    """Within this block a relation fails only at points that count; elsewhere it may do as it likes."""
    token = _counts.set(counts)
    try:
        yield
    finally:
        _counts.reset(token)


@dataclass(frozen=True)
class Numeric:
    """What the values said: evidence "exact" or "enclosed", a counterexample, or nothing.

    `void` where there are hardly any values: then the identity says nothing, though a more general one may hold.
    """

    evidence: str = ""
    how: str = "no values could be tried"
    refuted: bool = False
    counterexample: str = ""
    bound: str = ""
    void: bool = False


@dataclass(frozen=True)
class _Trial:
    """What one point said: whether the relation held, exactly or in balls, and the point."""

    holds: bool
    exact: bool
    point: Point
    problem: str = ""
    general: bool = False  # in general position: small and special values may fit for another reason
    undecided: bool = False  # not even the finest balls could tell


def examine(part: Identity | NonNegative, quick: bool, degenerate: bool) -> Numeric:
    """Evaluate an obligation at sizes × points; `quick` tries a few small values, `degenerate` special ones too."""
    relation = part.relation
    stated = fits_of(part, inside)
    jumps = {} if quick or degenerate else _jumps(part, stated)
    fits = (*stated, *jumps.values())
    sampler = Sampler(SEED, (relation, *part.given, *(e for pair in fits for e in pair)))
    held: list[_Trial] = []
    undecided = 0
    try:
        for rows, cols in shapes_in(relation):  # a product may have more entries than all that is drawn
            require_small(*(integer_at(size, dict.fromkeys(sampler.names(), 1)) for size in (rows, cols)))
        trials = _trials(relation, part.given, fits, sampler, quick, degenerate)
        if not quick and not degenerate:
            trials = chain(trials, _far(relation, part, sampler), _roomy(part, stated, jumps, sampler, held))
        for trial in trials:
            if trial.undecided:
                undecided += 1
                continue
            if not trial.holds:
                others = [trial, *_smaller(relation, part, fits, sampler, quick)]
                if degenerate:  # asked for by a reader
                    others += [t for t in islice(trials, READABLE) if not t.holds and not t.undecided]
                said = [_say(relation, part, t) for t in others]
                return Numeric(refuted=True, counterexample=min(said, key=lambda text: (len(text), text)))
            held.append(trial)
        planned = len(sampler.sizes(count=SIZES))
    except DerivationError as problem:
        return Numeric(how=f"no values could be tried: {problem}")
    if undecided and not held:
        return Numeric(how=f"no values could be told apart with {DIGITS[-1]} digits")
    found = _summary(relation, fits, held, planned, quick)
    doubt = _doubt(part, stated, jumps, held, sampler) if found.evidence else ""
    return Numeric(how=f"it is {found.how}, but {doubt}") if doubt else found


def _doubt(part: Identity | NonNegative, fits: Fits, jumps: Jumps, held: list[_Trial], sampler: Sampler) -> str:
    """Why the values tried may be special among all that fit the hypotheses; they still serve as counterexamples."""
    relation = part.relation
    if doubt := _special(part):
        return doubt
    if not any(t.general and t.point.is_fine for t in held):
        return "only values of few digits fit the hypotheses"
    wanted, pieces = needed(relation, fits, sampler.names()), _pieces(part, fits)
    if wanted is None or not all(any(w.met_by(t.point.sizes) for t in held) for w in wanted):
        return "few sizes decide nothing where so many sums stand side by side"
    if doubt := taken_too_often(relation) or pieces.unseen(t.point for t in held):
        return doubt
    cases = cases_of(relation, fits, pieces, jumps)
    if doubt := cases.unreached():
        return doubt
    if doubt := next(filter(None, (cases.unseen(_generic_at(w, held)) for w in wanted)), ""):
        return doubt
    turning = turning_with_branches(relation, part.given, [t.point for t in held if t.general], pieces)
    return "" if turning is None else f"values decide nothing where {text(turning)} may turn round"


def _special(part: Identity | NonNegative) -> str:
    """Why whatever values fit the hypotheses are special ones."""
    if part.samples:
        return "the values that sample={…} chooses need not be all that fit the hypotheses"
    equations = {g for g in part.given if isinstance(g, Equation)}
    if not all(map(is_solved, equations)) or len({g.lhs for g in equations}) < len(equations):
        return "values that fit hypotheses by chance are special ones"
    return ""


def _pieces(part: Identity | NonNegative, fits: Fits) -> Pieces:
    return Pieces(part.relation, part.given, (value for _, value in fits))


def _jumps(part: Identity | NonNegative, fits: Fits) -> Jumps:
    """Values at which something jumps."""
    expressions = (part.relation, *part.given, *(value for _, value in fits))
    if not any(kink.jumps for x in nodes_of(*expressions) for kink in kinks_of(x)):
        return {}
    pieces = _pieces(part, fits)
    places = [kink for kink, sides in pieces.sides.items() if 0 in sides and not kink.differences]
    return at_jumps(places, (part.relation, *part.given, *(e for pair in fits for e in pair)), fits)


def _generic_at(wanted: Wanted, held: list[_Trial]) -> list[Point]:
    """The points in general position at sizes that decide."""
    return [t.point for t in held if t.general and t.point.is_fine and wanted.met_by(t.point.sizes)]


def _trials(
    relation: Relation,
    given: tuple[Any, ...],
    fits: Fits,
    sampler: Sampler,
    quick: bool,
    degenerate: bool,
) -> Iterator[_Trial]:
    sizes = sorted(sampler.sizes(count=SIZES, most=largest_size(relation)), key=lambda s: sum(s.values()))
    tries = _tries(len(sizes))
    plan: list[tuple[Any, int, dict[str, bool]]] = []
    if degenerate:
        plan += [(s, k, {"degenerate": True}) for k in range(tries) for s in sizes]
        plan += [(s, k, {"small": True}) for k in range(2) for s in sizes]
    elif quick:
        plan += [(s, 0, {"small": True}) for s in sizes[:3]] + [(sizes[-1], 0, {})]
    else:
        plan += [(s, k, {"small": True}) for k in range(tries // POINTS) for s in sizes]
        plan += [(s, k, {"degenerate": True}) for k in range(tries // 2) for s in sizes]
    for size, number, mode in plan:
        point = sampler.point(size, number, given=fits, **mode)
        trial = _at(relation, given, point, strict=degenerate, finely=not quick)
        if trial is not None:
            yield trial
    if not quick and not degenerate:
        for size in sizes:
            yield from _general(relation, given, fits, sampler, size, tries)


def _far(relation: Relation, part: Identity | NonNegative, sampler: Sampler) -> Iterator[_Trial]:
    """Points of every scale and on the boundary of the facts; those at which no value can be drawn are left out."""
    fits = fits_of(part, up_to_the_bounds)
    sizes = sampler.sizes(count=SIZES, most=largest_size(relation))
    for size, number in product(sizes, range(_tries(len(sizes)))):
        with suppress(DerivationError, RecursionError):  # the ninetieth member of a sequence is far down
            trial = _at(relation, part.given, sampler.point(size, number, given=fits, far=True), strict=False)
            if trial is not None:
                yield trial


def _tries(sizes: int) -> int:
    """How many points at each size: where there are few sizes, as many in all as at six."""
    return max(POINTS, SIZES * POINTS // sizes)


def _general(
    relation: Relation,
    given: tuple[Any, ...],
    fits: Fits,
    sampler: Sampler,
    size: Any,
    tries: int,
) -> Iterator[_Trial]:
    """So many points of one size that fit the hypotheses; four times as many are tried."""
    found = 0
    for number in range(4 * tries):
        trial = _at(relation, given, sampler.point(size, number, given=fits), strict=False)
        if trial is not None:
            yield replace(trial, general=True)
            found += not trial.undecided
        if found == tries:
            return


def _roomy(
    part: Identity | NonNegative, stated: Fits, jumps: Jumps, sampler: Sampler, held: list[_Trial]
) -> Iterator[_Trial]:
    """Points at each of the sizes that decide, until all cases are seen there."""
    relation, fits = part.relation, (*stated, *jumps.values())
    sizes = needed(relation, stated, sampler.names()) or ()
    shapes, cases = shapes_in(relation), cases_of(relation, stated, _pieces(part, stated), jumps) if sizes else None
    for wanted in sizes:
        if cases is None or not cases.unseen(_generic_at(wanted, held)):
            continue
        larger = ({d: k if d in wanted.exact else k + more for d, k in wanted.sizes.items()} for more in range(3))
        size = next((s for s in larger if wanted.met_by(s) and sampler.allows(s) and is_small(shapes, s)), None)
        if size is None:
            continue
        if not held or _special(part):  # they decide nothing, but one may refute
            yield from islice(_more_generic(relation, part.given, fits, sampler, size, POINTS), 1)
            continue
        sought = Sought(cases, FOR_PLACES if cases.seats.indices else FOR_CASES)
        for trial in _more_generic(relation, part.given, fits, sampler, size, FEWEST_TRIES):
            yield trial
            sought.draw(None if trial.undecided else trial.point)
            if sought.is_over:
                break


def _more_generic(
    relation: Relation, given: tuple[Any, ...], fits: Fits, sampler: Sampler, size: Any, tries: int
) -> Iterator[_Trial]:
    """Points of one size in general position, of ordinary and of all sizes in turn, that fit the hypotheses.

    So many are tried, and more as they fit.
    """
    found = 0
    for number in count():
        if number >= tries + 8 * found:  # hypotheses that hardly any values fit
            return
        with suppress(DerivationError, RecursionError):
            point = sampler.point(size, number, given=fits, fine=number % 2 == 0, wide=number % 2 == 1)
            trial = _at(relation, given, point, strict=False)
            if trial is not None:
                found += 1
                yield replace(trial, general=True)


def _smaller(
    relation: Relation, part: Identity | NonNegative, fits: Fits, sampler: Sampler, quick: bool
) -> Iterator[_Trial]:
    """Other failures at the smallest sizes, for a counterexample that can be followed by hand."""
    if quick:
        return
    for size in sorted(sampler.sizes(count=SIZES), key=lambda s: sum(s.values()))[:2]:
        for number in range(8):
            trial = _at(relation, part.given, sampler.point(size, number, given=fits, small=True), strict=False)
            if trial is not None and not trial.holds and not trial.undecided:
                yield trial


def _at(relation: Relation, given: tuple[Any, ...], point: Point, strict: bool, finely: bool = True) -> _Trial | None:
    """The relation at one point, or None where the hypotheses fail or a side has no value."""
    found, counts = _tried(relation, given, point, strict, finely), _counts.get()
    if found is None or found.holds or counts is None or counts(point):
        return found
    return replace(found, holds=True, problem="", undecided=False)


def _tried(relation: Relation, given: tuple[Any, ...], point: Point, strict: bool, finely: bool) -> _Trial | None:
    """The same, whether or not a failure counts there.

    What is equal in balls may differ by less than they tell, so `finely` asks all of them.
    """
    kinds = arithmetic()
    found = None
    for field in (kinds.exact, kinds.balls, *kinds.finer):
        try:
            if not all(_is_met(g, point, field) for g in given):
                return None
            if not all(has_what_is_declared(symbol, point) for symbol in point.given.symbols):
                return None
            found = _Trial(holds(relation, point, field), field.exact, point)
        except NeedsBalls:
            continue
        except Undecided:
            found = _Trial(False, False, point, undecided=True)
            continue
        except (NoPlace, NoLaw):
            return None
        except Undefined as problem:
            return _Trial(False, field.exact, point, str(problem)) if strict else None
        if field.exact or not found.holds or not finely:
            return found
    return replace(found, undecided=False) if found and found.undecided and _differs(relation, given, point) else found


def _differs(relation: Relation, given: tuple[Any, ...], point: Point) -> bool:
    """Whether it fails where tiny numbers are taken as they are; that it holds there would say nothing."""
    with suppress(DerivationError):
        return all(_is_met(g, point, arithmetic().finer[-1]) for g in given) and not holds(
            relation, point, arithmetic().last
        )
    return False


def _is_met(given: Relation, point: Point, field: Field) -> bool:
    """Whether a hypothesis holds; one about an index that has no value asks for nothing."""
    try:
        return holds(given, point, field)
    except NoPlace:
        return True


def _say(relation: Relation, part: Identity | NonNegative, trial: _Trial) -> str:
    where = describe(trial.point, (relation, *part.given))
    where = f"{where}: " if where else ""
    if trial.problem:
        return f"{where}{trial.problem}"
    left, right = value_text(relation.lhs, trial.point), value_text(relation.rhs, trial.point)
    if left == right and (gap := value_text(relation.gap, trial.point)) != left:
        return f"{where}{left} on both sides, but the difference is {gap}"
    return where + part.words.format(left, right)


def _summary(relation: Relation, fits: Fits, held: list[_Trial], planned: int, quick: bool) -> Numeric:
    if not held:
        return Numeric(how=f"{NO_VALUES}; give sample={{…}} with the hypothesis", void=True)
    if quick:
        return Numeric(how=f"no contradiction at {_counted(len(held), 'point')}")
    held = [t for t in held if t.general]
    if not held:
        return Numeric(how="only special values fit the hypotheses; give sample={…} with the hypothesis", void=True)
    counts = Counter(tuple(sorted(t.point.sizes.items())) for t in held)
    sizes = [dict(size) for size, count in counts.items() if 2 * count >= _tries(planned)]
    if 2 * len(sizes) <= planned:  # at one size, or at few points, a hypothesis may hold for another reason
        return Numeric(
            how=f"values fit the hypotheses at {len(sizes)} of {planned} sizes only; give sample={{…}}", void=True
        )
    count = f"at {_counted(len(held), 'point')} of {_counted(len(counts), 'size')} (seed {SEED})"
    if all(t.exact for t in held):
        chances = [schwartz_zippel(degree(relation, size, fits), POINTS) for size in sizes]
        bound = max((c for c in chances if c is not None), default=None) if None not in chances else None
        return Numeric("exact", f"equal in rational arithmetic {count}", bound=_power_of_ten(bound))
    return Numeric("enclosed", f"equal to {DIGITS[-1]} digits in ball arithmetic {count}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _power_of_ten(bound: Fraction | None) -> str:
    """A bound on the chance that a false identity passes at one size, rounded up."""
    return f"1e-{int(-log10(bound))}" if bound else ""


__all__ = ["Numeric", "examine"]
