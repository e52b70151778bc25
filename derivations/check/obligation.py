"""One thing that has to be shown for a claim, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derivations.notation.relations import AtLeast, Equation, Relation
from derivations.notation.shapes import convert

SIDES = "{} on the left, {} on the right"
GAPS = "the gap of the step is {}, that of its certificate {}"
DIFFERENCES = "the sides of the step differ by {}, those of what it rests on by {}"


@dataclass(frozen=True)
class Identity:
    """lhs = rhs under the hypotheses, for all values of the symbols that fit their facts."""

    lhs: Any
    rhs: Any
    given: tuple[Any, ...] = ()
    samples: tuple[tuple[Any, Any], ...] = ()  # values that the author chose to fit the hypotheses
    rules: tuple[tuple[Any, Any], ...] = ()  # values that recursions give
    words: str = SIDES  # for the values of the two sides

    @property
    def relation(self) -> Relation:
        return Equation(self.lhs, self.rhs)


@dataclass(frozen=True)
class NonNegative:
    """gap ≥ 0 at all values tried: a second look at an inequality whose certificate is checked as an identity."""

    gap: Any
    given: tuple[Any, ...] = ()
    samples: tuple[tuple[Any, Any], ...] = ()
    rules: tuple[tuple[Any, Any], ...] = ()
    inequality: Relation | None = None  # as the author wrote it: whoever reads a counterexample looks at its sides
    words: str = SIDES

    @property
    def relation(self) -> Relation:
        return AtLeast(self.gap, convert(0)) if self.inequality is None else self.inequality


@dataclass(frozen=True)
class Certificate:
    """The gap of a step is that of what it rests on. Where it is not, the step itself may hold all the same."""

    gaps: Identity
    step: Identity | NonNegative


@dataclass(frozen=True)
class Agreement:
    """lhs = rhs at all values tried: a second look at an equation that rests on what is known already."""

    identity: Identity


@dataclass(frozen=True)
class Shown:
    """gap ≥ 0, to be shown from the expression alone."""

    gap: Any


@dataclass(frozen=True)
class Limit:
    """expr → value as variable → ∞."""

    expr: Any
    variable: Any
    value: Any
    given: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Defined:
    """The new expressions have a value wherever what is stated has one."""

    stated: tuple[Any, ...]
    new: tuple[Any, ...]
    given: tuple[Any, ...] = ()
    equal: bool = False  # the new line is what is stated: the same, or its gradient or Jacobian


Obligation = Identity | NonNegative | Certificate | Agreement | Shown | Limit | Defined
