"""What a theorem on a sequence concludes, after one step of the sequence: there it can be held against values.

After many steps it rests on induction, and values of x_T for an unknown T would have to follow the recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sympy import Integer, Symbol

from derivations.errors import DerivationError
from derivations.notation.printing import text
from derivations.notation.relations import Relation
from derivations.notation.sequences import Member, ScalarMember
from derivations.proof.lets import expand
from derivations.proof.theorem import Theorem

from .arithmetic import arithmetic
from .describe import describe, value_text
from .evaluate import holds
from .point import Point
from .sample import Sampler

_POINTS = 100
_SEED = 2026


def counters(x: Any) -> set[Any]:
    """The symbols that count the members of sequences in an expression."""
    members = () if x is None else x.atoms(Member, ScalarMember)
    return {s for m in members for s in m.args[1].atoms(Symbol)}


def fails_after_one_step(theorem: Theorem, forget: Callable[[Any], Any], counts: Callable[[Point], bool]) -> str:
    """Values that count at which a conclusion fails after one step once a fact is forgotten, or ""."""
    for name, when, claim in _after_one_step(theorem):
        weaker = forget(claim)
        if weaker != claim:
            found = _counterexample(weaker, counts)
            if found and not _counterexample(claim):
                return f"{name.replace('_', ' ')} fails for {when}: {found}"
    return ""


def _after_one_step(theorem: Theorem) -> Iterator[tuple[str, str, Relation]]:
    claims = [s.claim for s in theorem.run()[0].steps if s.claim is not None]
    rules = [(a, b) for a, b in claims[-1].context.lets if counters(a)] if claims else []
    if rules:
        start = {c: Integer(0) for pair in rules for side in pair for c in counters(side)}
        first = tuple((a.xreplace(start), b.xreplace(start)) for a, b in rules)
        for name, result in theorem.results.items():
            if isinstance(result, Relation) and counters(result):
                counted = sorted(counters(result), key=str)
                claim = expand(result.xreplace(dict.fromkeys(counted, Integer(1))), first)
                yield name, ", ".join(f"{text(c)} = 1" for c in counted), claim


def _counterexample(claim: Relation, counts: Callable[[Point], bool] = lambda _: True) -> str:
    sampler = Sampler(_SEED, (claim,))
    field, sizes = arithmetic("auto").exact, sampler.sizes()[0]
    for number in range(_POINTS):
        point = sampler.point(sizes, number, small=True)
        try:
            if not holds(claim, point, field) and counts(point):
                sides = f"{value_text(claim.lhs, point)} on the left, {value_text(claim.rhs, point)} on the right"
                return f"{describe(point, (claim,))}: {sides}"
        except DerivationError:
            continue
    return ""
