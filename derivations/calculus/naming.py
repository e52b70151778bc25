"""Names for intermediate quantities, as textbooks write a network: z₁ = W₁x + b₁, a₁ = σ(z₁), δ₁ = ∂f/∂z₁."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Expr, MatrixExpr

from derivations.notation import core, functions, linear
from derivations.notation.facts import is_definite, is_positive, is_symmetric
from derivations.notation.printing import text
from derivations.notation.probability import Space
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import Index, MatrixAtom, ScalarSymbol, pack_facts

from .compact.products import is_one
from .engine import Motion

_CURVED = (functions.Apply, functions.MatApply, linear.Softmax, linear.LogSumExp, linear.Inverse, linear.LogDet)
_LENGTHS = (linear.SquaredNorm, linear.Norm, linear.Norm1)
_VALUES = (functions.MatApply, linear.Softmax)
_SHORT = 8  # characters that are as easy to read as a name
_PAIRED = ("inside", "value")  # a₁ is the value of a function of z₁: no other z or a may have the number
_LETTERS = {  # for a scalar or vector, and for a matrix, the first that is free
    "inside": (("z", "u", "q"), ("Z", "U", "Q")),
    "value": (("a", "h", "c"), ("A", "H", "C")),
    "difference": (("r", "e", "s"), ("R", "E", "S")),
    "met": (("delta", "gamma", "eta"), ("Delta", "Gamma", "Lambda")),
}


class Names:
    """The abbreviations of one expression, in the order in which they are introduced."""

    def __init__(self, f: Any, motion: Motion, wanted: bool = True) -> None:
        self.motion = motion
        self.lets: dict[Any, Any] = {}
        self._taken = {getattr(s, "name", "") for s in f.free_symbols}
        self._taken |= {name.split("_")[0] for name in self._taken}
        self._given: dict[tuple[str, int], str] = {}  # what has a letter with its number
        self._number: dict[Any, int] = {}  # of an abbreviation
        self._kind: dict[Any, str] = {}
        self._symbols: dict[Any, Any] = {}
        self._seen: dict[Any, Any] = {}
        self._wanted = self._to_name(f) if wanted else {}
        self.f = self._written(f)

    def _to_name(self, f: Any) -> dict[Any, str]:
        """The parts that get a name and what they are; none where functions do not stand inside one another."""
        if f.has(Index, Space):
            return {}  # a part that changes with a summed index is not one value
        wanted: dict[Any, str] = {}
        self._deepest: dict[Any, int] = {}
        if self._depth(f) < 2:
            return wanted
        for e in sorted((e for e in self._deepest if self.motion.moves(e)), key=self.motion.height):
            if not isinstance(e, _CURVED + _LENGTHS):
                continue
            inside = e.args[1] if isinstance(e, functions.APPLIED) else e.args[0]
            while isinstance(inside, core.MatNegative | core.Transposed):
                inside = inside.args[0]
            if self._is_long(inside):
                wanted[inside] = (
                    "difference" if isinstance(e, _LENGTHS) and isinstance(inside, core.MatPlus) else "inside"
                )
            if isinstance(e, _VALUES) and e is not f:
                wanted[e] = "value"
        return wanted

    def _depth(self, e: Any) -> int:
        """How many functions that curve stand inside one another."""
        if e not in self._deepest:
            inside = (a for a in e.args if isinstance(a, Expr | MatrixExpr) and self.motion.moves(a))
            self._deepest[e] = isinstance(e, _CURVED + _LENGTHS) + max(map(self._depth, inside), default=0)
        return self._deepest[e]

    def _is_long(self, e: Any) -> bool:
        if not self.motion.moves(e) or e in self.motion.variables:
            return False
        return is_matrix(e) or len(text(e)) > 2 * _SHORT

    def _written(self, e: Any) -> Any:
        """The expression with names for its parts; equal parts get one name."""
        if e in self._seen:
            return self._seen[e]
        made = e
        if self.motion.moves(e) and e not in self.motion.variables:
            args = [self._written(a) if isinstance(a, Expr | MatrixExpr) else a for a in e.args]
            if any(a is not b for a, b in zip(args, e.args, strict=True)):
                made = e.func(*args)
            if e in self._wanted:
                what = self._wanted[e]
                made = self._named(made, what, self._number.get(made.args[-1]) if what == "value" else None)
        self._seen[e] = made
        return made

    def _named(self, value: Any, what: str, number: int | None = None) -> Any:
        flat, wide = _LETTERS[what]
        narrow = not is_matrix(value) or any(map(is_one, shape_of(value)))
        letters = flat if narrow else wide
        letter = next((x for x in letters if x not in self._taken), letters[0] + "_")
        if number is None or (letter, number) in self._given:
            alike = _PAIRED if what in _PAIRED else (what,)
            number = 1 + max((n for (_, n), other in self._given.items() if other in alike), default=0)
        self._given[letter, number] = what
        alone = what == "difference" and list(self._wanted.values()).count(what) == 1
        symbol = _symbol_like(letter if alone else f"{letter}_{number}", value)
        self.lets[symbol] = value
        self._symbols[value] = symbol
        self._number[symbol], self._kind[symbol] = number, what
        return symbol

    def met(self, part: Any, g: Any) -> Iterator[tuple[Any, Any]]:
        """A name for what an abbreviated part meets, where it is long."""
        if self._kind.get(part) == "inside" and len(text(g)) > _SHORT:
            value = self.short(g)
            yield self._named(value, "met", self._number[part]), value

    def short(self, e: Any) -> Any:
        """The expression with every value that has a name called by it."""
        return e.xreplace(self._symbols)


def _symbol_like(name: str, value: Any) -> Any:
    """A symbol with the shape of a value and the facts that its form shows."""
    if not is_matrix(value):
        return ScalarSymbol(name, real=True, **({"positive": True} if is_positive(value) else {}))
    facts = {}
    if is_definite(value):
        facts["positive_definite"] = 1
    elif is_symmetric(value):
        facts["symmetric"] = 1
    elif is_positive(value) and is_one(shape_of(value)[1]):
        facts["positive"] = 1
    return MatrixAtom(name, *shape_of(value), pack_facts(facts))


def written_out(e: Any, lets: dict[Any, Any], seen: dict[Any, Any]) -> Any:
    """The expression with abbreviations written out; `seen` keeps parts, so that shared ones are made once."""
    if e in lets:
        e = lets[e]
    if e not in seen:
        made = e
        if isinstance(e, Expr | MatrixExpr) and not isinstance(e, MatrixAtom | ScalarSymbol):
            args = [written_out(a, lets, seen) for a in e.args]
            if any(a is not b for a, b in zip(args, e.args, strict=True)):
                made = e.func(*args)
        seen[e] = made
    return seen[e]
