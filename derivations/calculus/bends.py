"""Convexity at kinks: |u|, relu(u) and ‖u‖ turn upwards where u is 0, and with them what does not fall with them.

Along a line let the second derivative never be negative but at single points, and let the first derivative jump upwards
there. Then it never falls, so the function is convex; along lines that stay in a kink it is a limit of such functions.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from derivations.errors import DerivationError
from derivations.notation import functions, linear
from derivations.notation.facts import is_nonnegative
from derivations.notation.letters import function_letter
from derivations.notation.linear import inner
from derivations.notation.printing import latex, text
from derivations.notation.relations import at_least
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.notation.symbols import MatrixAtom, ScalarSymbol, pack_facts
from derivations.proof.derivation import run
from derivations.proof.lines import Line, consider, definition, differential, gradient, holds, part, suppose
from derivations.proof.rule import nonnegative

from .accumulate import GRADIENT, accumulated
from .compact import negated
from .engine import Motion
from .kinks import are_thin, jumps
from .rules.differentials import riesz
from .rules.positivity import nonnegativity

AT_KINKS = "At a kink"
CONCLUSION = {
    True: "Off the kinks the second derivative along it is ≥ 0. So the slope never falls: the function is convex.",
    False: "Off the kinks the second derivative along it is ≤ 0. So the slope never rises: the function is concave.",
}
_NAMES = ("a", "c", "q", "a_1", "a_2", "a_3", "a_4")
_TURNS = ("b", "h", "g", "b_1", "b_2", "b_3", "b_4")


@dataclass(frozen=True)
class Bends:
    """A function with symbols for its parts that have a kink, and its slope in each of them."""

    outer: Any
    symbols: tuple[tuple[Any, Any], ...]  # part, symbol
    slopes: tuple[Any, ...]

    def open(self, upwards: bool) -> bool:
        """Whether every kink opens the way that a convex function's do, or a concave one's."""
        return all(is_nonnegative(s if upwards else negated(s)) for s in self.slopes)


def supposed(r: Requirement) -> Line:
    return suppose(r, why="Where the function and what follows have a value.")


def bends_of(f: Any, motion: Motion, required: Sequence[Requirement], kinks: Sequence[Requirement]) -> Bends | None:
    """The bends of f, if it is smooth in its parts with a kink and in what else it is made of; else None."""
    if jumps(f) or not are_thin(kinks):
        return None
    parts = list(dict.fromkeys(_kinked(f, motion)))
    free = _free(_NAMES, f)
    if (
        len(parts) > len(free)
        or not _free(_TURNS, f)
        or any(not p.free_symbols <= f.free_symbols or _bends_inside(p, motion) for p in parts)
    ):
        return None
    symbols = {p: _symbol(name, p) for p, name in zip(parts, free, strict=False)}
    outer, back = f.xreplace(symbols), {a: p for p, a in symbols.items()}
    elsewhere = {(r.asks, r.of) for r in required if r not in kinks}
    slopes = []
    for x in (*motion.variables, *symbols.values()):
        slope, asked = _slope(outer, x)
        if slope is None or jumps(slope) or any((r.asks, r.of.xreplace(back)) not in elsewhere for r in asked):
            return None
        if x in back and any(r.of.has(*back) for r in asked):
            return None
        slopes.append(slope)
    return Bends(outer, tuple(symbols.items()), tuple(slopes[len(motion.variables) :]))


def _kinked(e: Any, motion: Motion) -> Iterator[Any]:
    """The outermost parts that have a kink."""
    if not motion.moves(e):
        return
    applied = isinstance(e, functions.APPLIED) and e.function.kink is not None
    if applied or isinstance(e, linear.Norm | linear.Norm1):
        yield e
        return
    for a in e.args:
        yield from _kinked(a, motion)


def _bends_inside(e: Any, motion: Motion) -> bool:
    return any(True for a in e.args for _ in _kinked(a, motion))


def _symbol(name: str, part: Any) -> Any:
    if is_matrix(part):
        return MatrixAtom(name, *shape_of(part), pack_facts({"nonnegative": True}))
    return ScalarSymbol(name, real=True, nonnegative=True)


def _slope(f: Any, x: Any) -> tuple[Any, tuple[Requirement, ...]]:
    """The derivative and what it asks for."""
    # the checker sits above; it knows nothing of the engine
    from derivations.check import requirements_of

    if not Motion(x).moves(f):
        return convert(0), ()
    try:
        made = run(_slope_lines(f, x), "bends")
    except DerivationError:
        return None, ()
    return made.results["slope"], requirements_of(made, f)


def _slope_lines(f: Any, x: Any) -> Generator[Line, Any, None]:
    yield consider(f)
    yield differential(f, x)
    g = yield from accumulated(f, Motion(x), GRADIENT)
    yield gradient(g, wrt=x, by=riesz, why=riesz.reason, name="slope")


def _partial_lines(bends: Bends, number: int, outer: str) -> Generator[Line, Any, None]:
    """The slope of the function, called `outer`, in one of its symbols, while all else stands still."""
    p, a = bends.symbols[number - 1]
    several, name = len(bends.symbols) > 1, latex(a)
    moves, slope = (rf"\mathrm{{d}}_{{{name}}} {outer}", rf"\nabla_{{{name}}} {outer}") if several else ("", "")
    why = f"Here {text(a)} moves, which stands for {text(p)}; all else stands still."
    yield differential(bends.outer, a, why=why, label=moves)
    g = yield from accumulated(bends.outer, Motion(a), GRADIENT)
    yield gradient(g, wrt=a, by=riesz, why=riesz.reason, name=f"slope_{number}", label=slope)


def lines_of(bends: Bends, upwards: bool, elsewhere: Sequence[Requirement]) -> Generator[Line, Any, None]:
    """That the function does not fall, or does not rise, with any of its parts that turn upwards at their kinks."""
    stands = ", ".join(f"{text(a)} for {text(p)}" for p, a in bends.symbols)
    turn = _free(_TURNS, bends.outer)[0]
    turning = [text(a) for _, a in bends.symbols if is_matrix(a)]
    gained = (
        f"; {turn}, with no negative entry, for what the slope of {' or of '.join(turning)} gains" if turning else ""
    )
    yield part(f"{AT_KINKS}: {stands}{gained}")
    for r in elsewhere:
        yield supposed(r)
    why = f"The function, with symbols for the parts that turn upwards at a kink: {stands}."
    outer = function_letter("F", bends.outer, *(p for p, _ in bends.symbols))
    yield definition("function_of_parts", bends.outer, label=outer, why=why)
    for number, ((_, a), slope) in enumerate(zip(bends.symbols, bends.slopes, strict=True), 1):
        yield from _partial_lines(bends, number, outer)
        jump = _jump(a, slope if upwards else negated(slope), turn)
        why = f"The slope along a line does not {'fall' if upwards else 'rise'} where {text(a)} turns upwards."
        if number == len(bends.symbols):
            why = f"{why} {CONCLUSION[upwards]}"
        yield holds(at_least(jump, convert(0)), using=nonnegative(jump), by=nonnegativity(jump), why=why)


def _jump(a: Any, slope: Any, name: str) -> Any:
    """What the slope along a line gains where the part turns upwards by b, entry by entry; of a scalar, by 1."""
    return inner(slope, _symbol(name, a)) if is_matrix(slope) else slope


def _free(names: tuple[str, ...], f: Any) -> list[str]:
    """Those of the names that neither f nor anything in it has."""
    taken = {getattr(s, "name", "") for s in f.free_symbols} | {function_letter("f", f)}
    return [n for n in names if n not in taken]
