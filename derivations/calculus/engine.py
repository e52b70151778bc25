"""What every way of differentiating shares: which parts move, how high they stand, and the row of a node."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from derivations.errors import MathError, NotSupported
from derivations.notation import core, functions, linear
from derivations.notation.differentials import VARIABLES, d, differential_of
from derivations.notation.printing import text
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import MatrixAtom, facts_of, pack_facts
from derivations.proof.rule import Rule

from .maps import Map
from .rules.called import Place, called
from .rules.nodes import NODES, Row

STEPWISE = {
    "binary": "0 and 1",
    "one_hot": "basis vectors",
    "integer": "whole numbers",
}  # with none between
_CURVED = {"orthogonal": ("invertible",), "unit": ("nonzero",), "simplex": ("nonnegative", "nonzero")}
_KEPT = {"orthogonal": "orthogonal", "unit": "of norm 1", "simplex": "without negative entries and of sum 1"}
LARGEST_QUESTION = 4_000  # parts of an expression
LARGEST_RESULT = 14_000  # parts of one line, beyond which nobody could read it, and the next would take too long
MOST_PARTS = 180_000  # of all steps together
MOST_MATRICES = 15_000  # among the parts of all steps together, beyond which checking them would take too long


class Motion:
    """Which parts of an expression move with some variables. Every part is looked at once, however often it occurs.

    `lets` are the abbreviations in the expression, in the order in which they are introduced.
    """

    def __init__(self, *variables: Any, lets: dict[Any, Any] | None = None) -> None:
        self.variables = variables
        self.lets = dict(lets or {})
        self._moves: dict[Any, bool] = dict.fromkeys(variables, True)
        self._heights: dict[Any, int] = dict.fromkeys(variables, 0)
        self._inside: dict[Any, bool] = {}
        self._wide: dict[Any, bool] = {}
        self._rules: dict[tuple[Any, Place], tuple[Rule, Rule]] = {}
        self.kinks: dict[Any, str] = {}  # what must not be 0 for a function with this name to have a derivative

    def differential(self, e: Any) -> Any:
        """de; the increment where e is a variable."""
        return d(e) if e in self.variables else differential_of(e, self.variables)

    def opened(self, e: Any) -> Any:
        """What an abbreviation stands for; else the part itself."""
        return self.lets.get(e, e)

    def moves(self, e: Any) -> bool:
        found = self._moves.get(e)
        if found is None and e in self.lets:
            found = self._moves[e] = self.moves(self.lets[e])
        if found is None:
            atom = not e.args or e.is_Symbol or (is_matrix(e) and e.free_symbols == {e})
            found = self._moves[e] = not atom and any(self.moves(a) for a in e.args)
        return found

    def height(self, e: Any) -> int:
        """A part stands lower than everything that contains it."""
        found = self._heights.get(e)
        if found is None:
            found = 1 + max((self.height(a) for a in self._inner(e) if self.moves(a)), default=0)
            self._heights[e] = found
        return found

    def _inner(self, e: Any) -> tuple[Any, ...]:
        return (self.lets[e],) if e in self.lets else e.args

    def contains(self, whole: Any, part: Any) -> bool:
        """Whether a moving part stands inside another."""
        if self.height(whole) <= self.height(part):
            return whole == part
        key = whole, part
        found = self._inside.get(key)
        if found is None:
            found = self._inside[key] = any(self.moves(a) and self.contains(a, part) for a in self._inner(whole))
        return found

    def has_matrices(self, e: Any) -> bool:
        """Whether a moving part is neither a scalar nor a vector."""
        if not self.moves(e):
            return False
        shape = e.shape if is_matrix(e) else (1, 1)
        if not any(n == 1 for n in shape):
            return True
        found = self._wide.get(e)
        if found is None:
            found = self._wide[e] = e not in self.variables and any(map(self.has_matrices, e.args))
        return found

    def row(self, e: Any) -> Row:
        e = self.opened(e)
        row = NODES.get(type(e))
        if row is None:
            raise NotSupported(f"not supported yet: the derivative of {type(e).__name__} in {text(e)}")
        return row

    def rule(self, e: Any) -> Rule:
        return self.row(e).rule(self.opened(e), self.moves)

    def rules(self, e: Any, place: Place) -> tuple[Rule, Rule]:
        """The rule that a node asks for, and what it is called where its differential stands."""
        found = self._rules.get((e, place))
        if found is None:
            rule, through = self.rule(e), [] if place == "across" else list(self.parts(e))
            found = self._rules[e, place] = rule, called(rule, self.opened(e), through, place)
        return found

    def parts(self, e: Any) -> Iterable[tuple[Any, Map]]:
        """The moving parts of a node, each with its linear map."""
        e = self.opened(e)
        self.note_kink(e)
        for part, through in self.row(e).parts(e):
            if self.moves(part):
                yield part, through

    def note_kink(self, e: Any) -> None:
        if isinstance(e, functions.APPLIED) and e.function.kink is not None:
            self._note(e.args[1], e.function.name)
        elif isinstance(e, linear.Norm1):
            self._note(e.args[0], "abs")
        elif isinstance(e, linear.Norm):
            self._note(e, "norm")

    def _note(self, of: Any, name: str) -> None:
        """What must not be 0, and its factors: of −x and 2x it is asked in x."""
        self.kinks[of] = name
        scaled = isinstance(of, core.MatProduct) and sum(map(is_matrix, of.args)) == 1
        if scaled or isinstance(of, core.Negative | core.MatNegative | core.Product | linear.Hadamard):
            for part in filter(self.moves, of.args):
                self._note(part, name)


def free_to_move(x: Any) -> tuple[Any, ...]:
    """The variable without facts that would not let it move in every direction, and a remark on that."""
    facts = facts_of(x)
    curved = [k for k in facts if k in _CURVED]
    if not curved or not isinstance(x, MatrixAtom):
        return (x,)
    kept = {k: v for k, v in facts.items() if k not in curved}
    if "positive" not in kept:  # which says more
        kept |= {fact: 1 for k in curved for fact in _CURVED[k]}
    remark = f"{text(x)} moves in every direction here, not only along those that keep it {_KEPT[curved[0]]}."
    return MatrixAtom(x.name, *x.shape, pack_facts(kept)), remark


def can_move(x: Any) -> bool:
    return not facts_of(x).keys() & STEPWISE.keys()


def require_variable(variable: Any) -> None:
    """A variable that can move a little in every direction."""
    if not isinstance(variable, VARIABLES):
        raise MathError(f"has no derivative: {text(variable)} is not a variable")
    facts = facts_of(variable)
    for fact, words in STEPWISE.items():
        if fact in facts:
            raise MathError(f"has no derivative: {text(variable)} takes no values but {words}")
