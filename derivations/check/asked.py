"""What the divisions, inverses, roots, logarithms and powers of an expression ask for, and what that says of parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import sympy

from derivations.notation import core, facts, functions, linear, sequences
from derivations.notation.core import minus, negative, plus, times
from derivations.notation.probability import is_over_spaces, spaces_in
from derivations.notation.requirements import BETWEEN, Requirement
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.notation.symbols import Index

from .forms import is_same, normal_forms
from .places import PLACED, places


class Condition(NamedTuple):
    """What must hold of an argument for an operation on it to have a value."""

    asks: str  # one of the kinds of requirements; of a vector, for each of its entries
    of: Any
    every: frozenset[Any] = frozenset()  # the indices and spaces for all values of which it must hold
    where: frozenset[tuple[Any, int]] = frozenset()  # the choices, and how they must fall for it to be asked at all
    power: Any = None  # the exponent for which a base is asked to be positive or not 0: where it is, 0 may do too

    def about(self, part: Any, asks: str = "") -> Condition:
        return self._replace(asks=asks or self.asks, of=part, power=None)

    def part(self, part: Any) -> Condition:
        """The same of a factor: 0 will do in a product for the exponents for which it will do in one of its factors."""
        return self._replace(of=part) if self.asks in ("nonzero", "positive") else self.about(part)

    def says(self, other: Condition) -> bool:
        """Whether it asks at least as much, wherever that is asked; where xᵃ has a value x may be 0, for a may be 1."""
        enough = self.asks in (other.asks, _STRONGER.get(other.asks)) and self.covers(other)
        return enough and (self.power is None or (other.power is not None and _reaches(self.power, other.power)))

    def covers(self, other: Condition) -> bool:
        """Whether it holds wherever the other is asked: in a sum that may be empty nothing need hold.

        What doesn't change with an index or a space holds for all its values once it holds.
        """
        summed = (i for i in self.every - other.every if isinstance(i, Index))
        about = (other.of, *(choice for choice, _ in self.where), *([] if other.power is None else [other.power]))
        fixed = {over for over in other.every if not any(varies(part, over) for part in about)}
        known = other.every - fixed <= self.every and all(facts.is_positive(i.count) for i in summed)
        return known and self.where <= other.where


_STRONGER = {"nonzero": "positive", "nonnegative": "positive", "[-1, 1]": "(-1, 1)"}


def _reaches(power: Any, other: Any) -> bool:
    """Whether 0 has the other power if it has this one: other exponents are larger, or it times a positive number."""
    return _scales(power, other) or any(f.is_nonnegative for f in normal_forms(minus(other, power), ()))


def _scales(power: Any, other: Any) -> bool:
    ours, theirs = ([t.coef for f in normal_forms(e, ()) for t in f.terms[:1]] for e in (power, other))
    if not ours or not theirs or (ratio := theirs[0] / ours[0]) <= 0:
        return power == other
    return is_same(times(sympy.Rational(ratio.numerator, ratio.denominator), power), other, ())


def varies(x: Any, over: Any) -> bool:
    """Whether an expression changes with an index, or with an outcome; of a hypothesis, whether it is about one."""
    return linear.depends_on_index(x, over) if isinstance(over, Index) else over in spaces_in(x)


def conditions(expr: Any) -> Iterator[Condition]:
    """All that an expression asks for; what a requirement asks for is what it states."""
    yield from dict.fromkeys(c._replace(power=None) for c in by_power(expr))


def by_power(expr: Any) -> tuple[Condition, ...]:
    """The same, where exponents of any sign are told apart."""
    return (Condition(expr.asks, expr.of, expr.every),) if isinstance(expr, Requirement) else _all_conditions(expr)


@lru_cache(maxsize=1024)
def _all_conditions(expr: Any) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(_inside(expr, frozenset(), frozenset())))


def _inside(x: Any, every: frozenset[Any], where: frozenset[tuple[Any, int]]) -> Iterator[Condition]:
    every |= bound_by(x)
    for condition in _of_node(x):
        yield condition._replace(every=every, where=where)
    for i, part in enumerate(x.args):
        chosen = {(x.args[0], i)} if isinstance(x, sequences.Select) and i else set()
        yield from _inside(part, every, where | chosen)


def bound_by(x: Any) -> frozenset[Any]:
    """The index or the spaces for all values of which the parts of a node are asked."""
    if isinstance(x, linear.SumOver | linear.MatSumOver):
        return frozenset({x.args[1]})
    return frozenset(x.args[-1]) if is_over_spaces(x) else frozenset()


def _of_node(x: Any) -> Iterator[Condition]:
    if isinstance(x, core.Quotient | core.MatQuotient):
        yield Condition("nonzero", x.args[1])
    elif isinstance(x, linear.Inverse | sympy.Inverse):
        yield Condition("invertible", x.args[0])
    elif isinstance(x, linear.LogDet):
        yield Condition("positive", linear.Determinant(x.args[0]))
    elif isinstance(x, functions.APPLIED) and x.function.domain != "real":
        yield Condition(x.function.domain, x.args[1])
    elif isinstance(x, functions.APPLIED) and x.function is functions.tan:
        yield Condition("nonzero", functions.cos(x.args[1]))
    elif isinstance(x, core.Power | linear.HadamardPower) or (x.is_Pow and not is_matrix(x)):
        yield from _of_power(*x.args)
    elif isinstance(x, linear.Maximum | linear.LogSumExp | linear.Softmax | linear.LeadingEigenvector):
        yield Condition("positive", shape_of(x.args[0])[0])  # of n − 1 entries there may be none
    elif isinstance(x, sequences.Select):
        yield Condition("0 or 1", x.args[0])
    elif isinstance(x, PLACED):
        yield from (Condition("nonnegative", gap) for gap in places(x))


def _of_power(base: Any, exponent: Any) -> Iterator[Condition]:
    found = _in_sympy(exponent)
    if not facts.says(found, "integer"):
        signed = facts.is_positive(exponent) or facts.is_positive(found)
        yield Condition("nonnegative", base) if signed else _strictly_or_for("positive", base, exponent)
    elif not (facts.is_nonnegative(exponent) or facts.is_nonnegative(found)):
        yield _strictly_or_for("nonzero", base, exponent)


def _strictly_or_for(asks: str, base: Any, exponent: Any) -> Condition:
    """What is asked of the base, for this exponent if that may have either sign: no negative power of 0 has a value."""
    return Condition(asks, base, power=None if _is_negative(exponent) else exponent)


def _is_negative(exponent: Any) -> bool:
    if exponent.is_Number:
        return bool(exponent.is_negative)
    return any(f.is_positive for f in normal_forms(negative(exponent), ()))


def _in_sympy(x: Any) -> Any:
    """A sum, difference, product or quotient of numbers as SymPy's own, which knows whether it is whole."""
    if isinstance(x, core.Negative):
        return sympy.Mul(-1, _in_sympy(x.args[0]))
    if isinstance(x, core.Quotient):
        return sympy.Mul(_in_sympy(x.args[0]), sympy.Pow(_in_sympy(x.args[1]), -1))
    if isinstance(x, core.Plus | core.Product) and not any(map(is_matrix, x.args)):
        return (sympy.Add if isinstance(x, core.Plus) else sympy.Mul)(*map(_in_sympy, x.args))
    return x.doit()


def with_parts(condition: Condition) -> Iterator[Condition]:
    """The condition, and the same of each factor: a product that is not zero has no factor that is."""
    yield condition
    asks, x = condition[:2]
    if asks == "positive" and condition.power is not None:
        yield condition.about(x, "nonnegative")
    elif asks == "nonzero" and isinstance(x, core.Product) and not any(map(is_matrix, x.args)):
        yield from (part for a in x.args for part in with_parts(condition._replace(of=a)))
    elif asks in ("nonzero", "positive") and isinstance(x, core.Power) and x.args[1] != 0:
        yield from with_parts(of_base(condition, "nonzero"))
    elif asks in ("nonzero", "positive") and isinstance(x, functions.APPLIED) and x.function is functions.absolute:
        yield from with_parts(condition._replace(asks="nonzero", of=x.args[1]))
    elif condition.power is not None:
        return
    elif asks in ("nonzero", "positive") and isinstance(x, functions.APPLIED) and x.function is functions.sqrt:
        yield from with_parts(condition.about(x.args[1], "positive"))
    elif asks in ("nonzero", "positive") and isinstance(x, linear.Determinant):
        yield from with_parts(condition.about(x.args[0], "invertible"))
    elif asks == "invertible" and isinstance(x, core.MatProduct | core.MatQuotient | linear.Kron | core.Transposed):
        if all(not is_matrix(a) or same_dim(*shape_of(a)) for a in x.args):
            same = [a for a in x.args if is_matrix(a) and same_dim(shape_of(a)[0], shape_of(x)[0])]
            parts = x.args if facts.is_positive(shape_of(x)[0]) else same  # with no rows it is invertible as it is
            yield from (p for a in parts for p in with_parts(condition.about(a, "" if is_matrix(a) else "nonzero")))
    elif asks == "invertible" and isinstance(x, linear.Diag):
        yield from with_parts(condition.about(x.args[0], "nonzero"))
    elif asks in ("nonzero", "positive") and isinstance(x, linear.Norm):
        yield condition.about(linear.SquaredNorm(x.args[0]), "positive")
    elif asks in BETWEEN:
        yield condition.about(negative(x), asks)
        yield from gaps(condition)
        yield next(gaps(condition))._replace(of=functions.one_minus_square(x))


def of_base(condition: Condition, asks: str) -> Condition:
    """What a power that has a value asks of its base: if that is 0, the exponent p is not below 0.

    Then uᵖ is not 0 just where u⁻ᵖ has a value, and (uᵖ)ᶠ has one just where u to the power pf has.
    """
    base, p = condition.of.args
    if condition.power is not None:
        return condition._replace(asks=asks, of=base, power=times(p, condition.power))
    strictly = p.is_Rational or facts.is_positive(p)
    return condition._replace(asks=asks, of=base, power=None if strictly else negative(p))


def gaps(condition: Condition) -> Iterator[Condition]:
    """What is asked of 1 − u and 1 + u for u to be between −1 and 1."""
    u, asks = condition.of, "positive" if condition.asks == "(-1, 1)" else "nonnegative"
    one = linear.ones(*shape_of(u)) if is_matrix(u) else 1
    yield from (condition.about(gap, asks) for gap in (minus(one, u), plus(one, u)))
