"""From df down to the increment of the variable, the outermost part first, each distinct part once.

The state is a sum over parts E that still move: Σ ⟨G, dE⟩ for the gradient of a scalar, Σ J vec(dE) for a
Jacobian. A step takes the highest E, applies the one rule that its node names, and hands G or J on to the parts of E
through their linear maps. Equal parts are merged, so what is shared is differentiated once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from derivations.notation import linear
from derivations.notation.core import matmul, plus, times
from derivations.notation.linear import depends_on_index, inner, sum_over
from derivations.notation.printing import text
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.proof.lines import Line, equals, let
from derivations.proof.rule import Rule

from .compact import add, compact, mul
from .compact.monomials import Monomial, taken_apart
from .compact.products import build, is_one, is_zero
from .engine import Motion
from .maps import Map
from .rules.called import Place
from .rules.differentials import linearity
from .rules.frobenius import sum_under

ITSELF = "It is the variable itself."
Indices = tuple[Any, ...]
Key = tuple[Indices, Any]
Terms = dict[Key, Any]  # (indices summed over, part) → what its increment meets


@dataclass(frozen=True)
class Mode:
    """How what a part meets goes on to the parts inside it, and how the two read together."""

    push: Callable[[Map, Any, Any], Any]
    term: Callable[[Any, Any], Any]
    start: Callable[[Any], Any]
    nothing: Callable[[Any], Any]
    place: Place  # what stands around an increment


def _against(g: Any, step: Any) -> Any:
    if g == 1:
        return step
    return inner(g, step) if is_matrix(step) else times(g, step)


def applied(j: Any, step: Any) -> Any:
    """J vec(dX), without an identity in it."""
    m = taken_apart(j)
    if len(m.mats) == 1 and isinstance(m.mats[0], linear.Eye):
        front = build(Monomial(m.coef, m.scalars))
        return stacked_step(step) if front == 1 else times(front, stacked_step(step))
    if not is_matrix(step):
        return step if j == 1 else times(j, step)
    return matmul(j, stacked_step(step)) if is_matrix(j) else times(j, stacked_step(step))


def stacked_step(step: Any) -> Any:
    """vec of an increment; of a column itself, of a row its transpose."""
    if not is_matrix(step) or is_one(shape_of(step)[1]):
        return step
    return step.T if is_one(shape_of(step)[0]) else linear.vec(step)


def _entries(f: Any) -> Any:
    rows, cols = shape_of(f)
    return rows * cols


class Namer(Protocol):
    """Gives names to what is long."""

    def short(self, e: Any) -> Any:
        """The expression with what has a name called by it."""
        ...

    def met(self, part: Any, g: Any) -> Iterator[tuple[Any, Any]]:
        """A name for what a part meets, and what it stands for; nothing where it is short."""
        ...


GRADIENT = Mode(
    lambda through, g, part: through.adjoint(g), _against, lambda f: convert(1), lambda f: convert(0), place="across"
)
JACOBIAN = Mode(
    lambda through, j, part: through.after(j, part),
    applied,
    lambda f: linear.eye(_entries(f)) if is_matrix(f) else convert(1),
    lambda f: linear.zeros(_entries(f)) if is_matrix(f) else convert(0),
    place="stacked",
)


def accumulated(f: Any, motion: Motion, mode: Mode) -> Generator[Line, Any, Any]:
    """The lines from df to the increment of the variable; what it meets in the end is the generator's value.

    For the Jacobian of a matrix F the chain has to start at d vec(F).
    """
    met = yield from all_accumulated(f, motion, mode)
    return met.get(motion.variables[0])


def all_accumulated(
    f: Any, motion: Motion, mode: Mode, names: Namer | None = None
) -> Generator[Line, Any, dict[Any, Any]]:
    """The same for several variables that move at once; what the increment of each meets.

    `names` may give a name to what a part meets once nothing more is added to it.
    """
    terms: Terms = {((), f): mode.start(f)} if motion.moves(f) else {}
    if not terms:
        yield equals(mode.nothing(f), by=linearity, why="Nothing here moves.")
    elif f in motion.variables:
        yield equals(shown(terms, motion, mode), by=linearity, why=ITSELF)
    while any(part not in motion.variables for _, part in terms):
        terms, rule, why = _step(terms, motion, mode)
        if all(part in motion.variables for _, part in terms):  # parts as written and parts made compact meet here
            terms = {key: compact(met) for key, met in terms.items()}
        if names is not None:
            yield from _named(terms, motion, names)
        yield equals(shown(terms, motion, mode) if terms else mode.nothing(f), by=rule, why=why)
    return {part: g for (_, part), g in terms.items()}


def _named(terms: Terms, motion: Motion, names: Namer) -> Generator[Line, Any, None]:
    """Terms with every value that has a name called by it, and new names for what is long."""
    for key, g in terms.items():
        terms[key] = g = names.short(g)
        if key[0] or not _is_ready(key[1], terms, motion):
            continue
        for symbol, value in names.met(key[1], g):
            yield let(symbol, value, why=f"What {text(motion.differential(key[1]))} meets.")
            terms[key] = symbol


def _step(terms: Terms, motion: Motion, mode: Mode) -> tuple[Terms, Rule, str]:
    """One rule, applied to the highest part and to every other that asks for the same rule and is ready for it."""
    first = max((k for k in terms if k[1] not in motion.variables), key=lambda k: motion.height(k[1]))
    rules, whys = _rules(first[1], motion, mode), []
    key: Key | None = first
    while key is not None:
        if not isinstance(key[1], linear.SumOver | linear.MatSumOver):
            whys.append(motion.row(key[1]).why(motion.opened(key[1])))
        terms = _opened(terms, key, motion, mode)
        key = next((k for k in terms if _is_ready(k[1], terms, motion) and _rules(k[1], motion, mode) == rules), None)
    return terms, rules[1], " ".join(dict.fromkeys(filter(None, whys))) or rules[1].reason


def _is_ready(part: Any, terms: Terms, motion: Motion) -> bool:
    """No other part that is still to be opened contains it, so nothing more will be added to it."""
    if part in motion.variables:
        return False
    return not any(other != part and motion.contains(other, part) for _, other in terms)


def _rules(part: Any, motion: Motion, mode: Mode) -> tuple[Rule, Rule]:
    if isinstance(part, linear.SumOver | linear.MatSumOver):
        return sum_under, sum_under
    return motion.rules(part, mode.place)


def _opened(terms: Terms, key: Key, motion: Motion, mode: Mode) -> Terms:
    """The term of E as terms of the parts of E, in its place."""
    indices, whole = key
    g = terms[key]
    if isinstance(whole, linear.SumOver | linear.MatSumOver):
        found = [((*indices, whole.args[1]), whole.args[0], g)] if motion.moves(whole.args[0]) else []
    else:
        found = [(indices, part, mode.push(through, g, part)) for part, through in motion.parts(whole)]
    out: dict[Key, list[Any]] = {}
    for k, v in terms.items():
        if k != key:
            out.setdefault(k, []).append(v)
            continue
        for over, part, meets in found:
            left, moved = _summed(over, part, meets)
            out.setdefault((left, part), []).append(moved)
    met = {k: v[0] if len(v) == 1 else add(*v) for k, v in out.items()}
    return {k: g for k, g in met.items() if not is_zero(g)}


def _summed(indices: Indices, part: Any, g: Any) -> tuple[Indices, Any]:
    """Sums that the part does not depend on go over to what it meets."""
    left: list[Any] = []
    for i in reversed(indices):
        if depends_on_index(part, i):
            left.insert(0, i)
        else:
            g = sum_over(i, g) if depends_on_index(g, i) else mul(i.count, g)
    return tuple(left), g


def shown(terms: Terms, motion: Motion, mode: Mode) -> Any:
    """The state as an expression."""
    out = None
    for (indices, part), g in terms.items():
        term = mode.term(g, motion.differential(part))
        for i in reversed(indices):
            term = sum_over(i, term)
        out = term if out is None else plus(out, term)
    return out
