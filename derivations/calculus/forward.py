"""dF written out in the increment of the variable: for functions of one number, and for a Hessian as an operator."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from derivations.notation import linear
from derivations.notation.differentials import differentials_in
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.proof.lines import Line, equals
from derivations.proof.rule import Rule

from .accumulate import ITSELF
from .compact import add, compact
from .engine import Motion
from .rules.differentials import linearity
from .rules.frobenius import sum_under


def written_out(f: Any, motion: Motion) -> Generator[Line, Any, Any]:
    """The lines from dF to an expression in the increment; that expression is the generator's value."""
    if not motion.moves(f):
        zero = linear.zeros(*shape_of(f)) if is_matrix(f) else convert(0)
        yield equals(zero, by=linearity, why="Nothing here moves.")
        return zero
    state: Any = motion.differential(f)
    if f in motion.variables:
        yield equals(state, by=linearity, why=ITSELF)
    while True:
        parts = sorted(differentials_in(state), key=lambda e: motion.height(e.args[0]))
        if not parts:
            return state
        rules, whys, opened = _rules(parts[-1].args[0], motion), [], {}
        for part in reversed(parts):
            whole = part.args[0]
            above = any(p is not part and motion.contains(p.args[0], whole) for p in parts)
            if _rules(whole, motion) == rules and not above:
                opened[part] = _opened(whole, motion)
                if sum_under not in rules:
                    whys.append(motion.row(whole).why(whole))
        state = compact(state.xreplace(opened))
        yield equals(state, by=rules[1], why=" ".join(dict.fromkeys(filter(None, whys))) or rules[1].reason)


def _rules(whole: Any, motion: Motion) -> tuple[Rule, Rule]:
    if isinstance(whole, linear.SumOver | linear.MatSumOver):
        return sum_under, sum_under
    return motion.rules(whole, "alone")


def _opened(whole: Any, motion: Motion) -> Any:
    """d of a node as the sum of what its moving parts contribute."""
    if isinstance(whole, linear.SumOver | linear.MatSumOver):
        body, i = whole.args
        return linear.sum_over(i, motion.differential(body))
    terms = [through.value(motion.differential(part)) for part, through in motion.parts(whole)]
    if terms:
        return add(*terms)
    return linear.zeros(*shape_of(whole)) if is_matrix(whole) else convert(0)
