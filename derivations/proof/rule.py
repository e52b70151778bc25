"""Justifications are objects: a rule, a rule applied to something, and inequalities that are already known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from inspect import signature
from numbers import Number
from typing import Any, ClassVar, Literal

from derivations.errors import MathError
from derivations.notation.core import negative, plus, times
from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.functions import NamedFunction
from derivations.notation.linear import Entry, depends_on_index, maximum, squared_norm, sum_over
from derivations.notation.probability import expectation, spaces_in
from derivations.notation.relations import AtLeast, AtMost, Equation, Relation
from derivations.notation.shapes import SCALAR, convert, is_matrix, same_shape, shape_of


@dataclass(frozen=True)
class Condition:
    """A side condition of a rule: a test of its arguments, and what to declare where the test fails."""

    holds: Callable[..., bool]
    text: str  # "{0} has full column rank"
    declare: str  # 'matrix("{0}", …, rank=…)'
    names: str  # "X": what the rule's statement calls those arguments

    def missing(self, args: tuple[Any, ...]) -> tuple[str, str]:
        """What fails, and a hint what to declare; of a compound, only its parts can be declared."""
        shown = [str(a) for a in args]
        said, named = self.text.format(*shown), hasattr(args[0], "name")
        if getattr(args[0], "is_number", False):
            return f"{said}, and it is not", ""
        if "{0}" in self.declare and not named:
            return said, "; this is not shown. Declare it of its parts"
        return said, f"; this is not declared. Declare it: {self.declare.format(*shown)}"


@dataclass(frozen=True)
class Rule:
    """One reason a step may give.

    `law` makes instances of the rule from fresh symbols, which the checker proves; `instance` makes the relation for
    given arguments; `law_is` says so where that is not the statement itself but one example of it, or the ground that
    it stands on; `form` says what an equivalence with this rule has on its left side (see `iff`); `along` gives the
    equations that lead from a statement on every value of a variable to what follows from it, with the variable and
    the slope that a step gives as its factor. A rule that only restates the meaning of a declared fact is a
    `definition` and needs no proof.
    """

    name: str
    statement: str
    reason: str
    source: str = ""
    law: Callable[[], Any] | None = None
    law_is: Literal["statement", "example", "ground"] = "statement"
    instance: Callable[..., Relation] | None = None
    form: Callable[[Any, Relation], Any] | None = None
    along: Callable[[Any, Any, Relation, Relation], tuple[Equation, ...]] | None = None
    squeezes: bool = False  # its form is never above 0, so that "form ≥ 0" holds only where the equation does
    conditions: tuple[Condition, ...] = ()
    definition: bool = False
    id: str = field(default="", compare=False)

    def __call__(self, *args: Any) -> Use:
        """The rule applied to arguments; its side conditions are checked here."""
        args = tuple(convert(a) if isinstance(a, str | Number) else a for a in args)
        self._require_as_many(args)
        for condition in self.conditions:
            if not condition.holds(*args):
                finding, hint = condition.missing(args)
                raise MathError(f"rule '{self.name}' needs: {finding}", hint)
        relation = self.instance(*args) if self.instance else None
        return Use(self, args, relation)

    def _require_as_many(self, args: tuple[Any, ...]) -> None:
        """As many arguments as it is about: Python's own message would name a function inside."""
        inside = self.instance or (self.conditions[0].holds if self.conditions else None)
        if inside is None:
            return
        try:
            signature(inside).bind(*args)
        except TypeError as problem:
            raise MathError(f"rule '{self.name}' can't be applied to {len(args)} arguments: {problem}") from None

    def __str__(self) -> str:
        return self.name

    def __hash__(self) -> int:
        return hash((self.name, self.statement))


class Combinable:
    """Inequalities as things to calculate with; a rule's use and a proven step can be calculated with as well."""

    scales_itself: ClassVar[bool] = True  # an expression leaves `c * inequality` to the inequality

    def __add__(self, other: Any) -> Known:
        a, b = known(self), known(other)
        both = a.sources + b.sources, a.given + b.given
        return Known(plus(a.lo, b.lo), plus(a.hi, b.hi), *both, equal=a.equal and b.equal, steps=a.steps | b.steps)

    def __mul__(self, factor: Any) -> Known:
        """Both sides times a factor ≥ 0; of two inequalities, the product of the differences that they say are ≥ 0."""
        a = known(self)
        if getattr(factor, "scales_itself", False):
            b = known(factor)
            both = a.sources + b.sources, a.given + b.given
            return Known(convert(0), times(a.gap, b.gap), *both, steps=a.steps | b.steps)
        factor = convert(factor)
        if is_matrix(factor) or not (a.equal or is_nonnegative(factor)):
            raise MathError(
                f"an inequality can't be multiplied by {factor}: it is not shown to be ≥ 0",
                "; declare its sign or write it as a square",
            )
        return replace(a, lo=times(factor, a.lo), hi=times(factor, a.hi))

    __rmul__ = __mul__

    def summed(self, i: Any) -> Known:
        """Σᵢ of both sides."""
        a = _for_every(self, i)
        return replace(a, lo=sum_over(i, a.lo), hi=sum_over(i, a.hi))

    def greatest(self, i: Any) -> Known:
        """From xᵢ ≤ u for every i: max x ≤ u, for the maximum is the least number that no entry exceeds."""
        a = _for_every(self, i)
        if not isinstance(a.lo, Entry) or a.lo.args[1] != i or depends_on_index(a.lo.args[0], i):
            raise MathError(f"greatest({i}): {a.lo} is not entry {i} of a vector")
        if depends_on_index(a.hi, i):
            raise MathError(f"greatest({i}): {a.hi} depends on {i}, so it does not bound every entry")
        return replace(a, lo=maximum(a.lo.args[0]))

    def through(self, f: NamedFunction) -> Known:
        """f of both sides, for an increasing function f."""
        a = known(self)
        if not f.increasing:
            raise MathError(f"{f.name} is not increasing, so it does not keep an inequality")
        _require_domain(f, a)
        return replace(a, lo=f(a.lo), hi=f(a.hi))

    def expected(self, over: Any = None) -> Known:
        """E of both sides: expectation is monotone."""
        a = known(self)
        lo, hi = expectation(a.lo, over), expectation(a.hi, over)
        averaged = {*lo.args[-1], *hi.args[-1]}
        for given in a.given:
            if averaged & set(spaces_in(given)):
                raise MathError(f"this rests on {given}, so it is not known for every outcome")
        return replace(a, lo=lo, hi=hi)


@dataclass(frozen=True)
class Known(Combinable):
    """An inequality lo ≤ hi that may be used, what it rests on, and the hypotheses it needs; `equal` says lo = hi.

    `steps` are the places of the earlier steps of the derivation that it comes from.
    """

    lo: Any
    hi: Any
    sources: tuple[Any, ...] = ()
    given: tuple[Any, ...] = ()
    equal: bool = False
    steps: frozenset[int] = field(default=frozenset(), compare=False)

    @property
    def gap(self) -> Any:
        return plus(self.hi, negative(self.lo))


@dataclass(frozen=True)
class Use(Combinable):
    """A rule applied to arguments, with its side conditions already checked."""

    rule: Rule
    args: tuple[Any, ...]
    relation: Relation | None

    def __str__(self) -> str:
        return self.rule.name


def _require_domain(f: NamedFunction, a: Known) -> None:
    """Both sides lie in the domain of f; in a half-line the upper one does where the lower does."""
    if f.domain == "[-1, 1]":
        one = convert(1)
        low = is_nonnegative(a.lo) or is_nonnegative(plus(one, a.lo))
        if not low or not is_nonnegative(plus(one, negative(a.hi))):
            raise MathError(
                f"{f.name} needs {a.lo} and {a.hi} between −1 and 1, and this is not shown",
                "; declare the signs and bounds of their parts",
            )
    elif not {"real": True, "positive": is_positive(a.lo), "nonnegative": is_nonnegative(a.lo)}[f.domain]:
        raise MathError(f"{f.name} needs {a.lo} {f.domain}, and this is not shown", "; declare the signs of its parts")


def _for_every(inequality: Any, i: Any) -> Known:
    """The inequality where it is known for every i; a hypothesis about i alone does not hold for every i."""
    a = known(inequality)
    for given in a.given:
        if depends_on_index(given, i):
            raise MathError(f"this rests on {given}, so it is not known for every {i}")
    return a


def known(x: Any) -> Known:
    """The inequality that a rule's use, a proven step or another `Known` provides."""
    if isinstance(x, Known):
        return x
    if isinstance(x, Use):
        if x.relation is None:
            raise MathError(f"rule '{x.rule.name}' states no inequality, so it can't be used as one")
        return from_relation(x.relation, (x.rule,))
    given = getattr(x, "known", None)
    if isinstance(given, Known):
        return given
    raise MathError(f"{x} is not a known inequality: use a rule applied to arguments, a step or a square(…)")


def from_relation(relation: Relation, sources: tuple[Any, ...], given: tuple[Any, ...] = ()) -> Known:
    if isinstance(relation, AtLeast):
        return Known(relation.rhs, relation.lhs, sources, given)
    if isinstance(relation, AtMost | Equation):
        return Known(relation.lhs, relation.rhs, sources, given, equal=isinstance(relation, Equation))
    raise MathError(f"{relation} is not an inequality")


def square(u: Any) -> Known:
    """0 ≤ ‖u‖², the certificate that needs nothing else."""
    return Known(convert(0), squared_norm(u))


def nonnegative(expr: Any) -> Known:
    """0 ≤ expr where the form and the declared facts show it."""
    expr = convert(expr)
    if is_matrix(expr) and not same_shape(shape_of(expr), SCALAR):
        raise MathError(f"{expr} is a matrix, expected a scalar")
    if not is_nonnegative(expr):
        raise MathError(f"{expr} is not shown to be ≥ 0", ": declare the signs of its parts or write it as a square")
    return Known(convert(0), expr)
