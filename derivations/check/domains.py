"""Where an expression has a value: what its divisions, inverses, roots and logarithms ask for, and whether it is so.

A step may not bring in a condition. If it could, t = exp(log t) and A⁻¹Ax = x would hold for every t and A, and the
next step could use that t is positive or that A is invertible.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from derivations.notation import core, facts, functions, linear
from derivations.notation.core import minus, negative, plus, times
from derivations.notation.relations import AtLeast, AtMost
from derivations.notation.requirements import BETWEEN
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import facts_of

from .asked import Condition, by_power, conditions, gaps, of_base, varies, with_parts
from .bounds import bounds
from .forms import forms, is_same, normal_forms
from .parts import nodes_of

Granted = dict[Condition, None]  # in the order of what was stated, so that the work on them is the same in every run
EASY_POWER = 4
_SIGNS = ("positive", "nonnegative")
_ZERO_AT_0 = {functions.absolute: "nonzero", functions.sqrt: "positive"}  # and what is asked for them not to be 0


def without_value(expr: Any) -> Condition | None:
    """A condition of an expression that never holds, as that of 1/(x − x) or log(−‖x‖), if its form shows one."""
    inside_first = [c for c in conditions(expr) if not c.where][::-1]
    return next((c for c in inside_first if _never_holds(c)), None)


def _never_holds(condition: Condition) -> bool:
    decided = _of_number(condition)
    if decided is not None:
        return not decided
    strict = [part for part in with_parts(condition) if part.power is None]
    parts = [part.of for part in strict if part.asks in ("positive", "nonzero", "invertible")]
    if any(map(_is_too_narrow, parts)):
        return True
    if any(form.is_zero for part in parts for form in normal_forms(part, ())):
        return True
    if any(_is_beyond_its_bounds(part) for part in strict):
        return True
    if is_matrix(condition.of):
        return False
    below = [(part.asks, f) for part in strict for f in normal_forms(negative(part.of), ())]
    return any(f.is_positive or (sign == "positive" and f.is_nonnegative) for sign, f in below if sign in _SIGNS)


def _is_beyond_its_bounds(condition: Condition) -> bool:
    """Whether a number is never positive, or always below 0, as sin(a) − 2 is."""
    if condition.asks not in _SIGNS or is_matrix(condition.of):
        return False
    _, high = bounds(condition.of)
    return bool(high <= 0 if condition.asks == "positive" else high < 0)


def _is_within_bounds(asks: str, low: Any, high: Any) -> bool:
    if asks == "nonzero":
        return bool(low > 0 or high < 0)
    return bool(low > 0 if asks == "positive" else low >= 0)


def _of_number(condition: Condition) -> bool | None:
    """Whether a number is as is asked, or None where it is no number or can't be told."""
    asks, x = condition[:2]
    if asks == "invertible" or is_matrix(x) or x.free_symbols or any(map(is_matrix, nodes_of(x))):
        return None
    value = x.doit()
    if asks in BETWEEN:
        return (1 - value**2).is_positive if asks == "(-1, 1)" else (1 - value**2).is_nonnegative
    if asks == "0 or 1":
        return (value * (value - 1)).is_zero
    return {"positive": value.is_positive, "nonnegative": value.is_nonnegative, "nonzero": value.is_nonzero}[asks]


def _is_too_narrow(x: Any) -> bool:
    """A product through fewer dimensions than it has rows, as XXᵀ for X of 3 rows and 2 columns, has no inverse."""
    inside = [n for f in x.args if is_matrix(f) for n in shape_of(f)] if isinstance(x, core.MatProduct) else []
    rows = shape_of(x)[0]
    return bool(inside) and all(n.is_Integer for n in (rows, *inside)) and min(inside) < rows == shape_of(x)[1]


def is_excluded(condition: Condition, given: tuple[Any, ...]) -> bool:
    """Whether a condition that no line states is shown, or follows from what is given."""
    granted = _granted(given)
    return _is_shown(condition, granted) or _follows(condition, granted, given)


def unmet(stated: Iterable[Any], new: Iterable[Any], given: tuple[Any, ...]) -> Condition | None:
    """The first condition of the new expressions that is neither shown nor a condition of what is stated already."""
    granted: Granted | None = None
    for expr in new:
        for condition in by_power(expr):
            if _is_shown(condition, {}):
                continue
            if granted is None:
                granted = _granted((*stated, *given))
            if not _is_shown(condition, granted) and not _follows_in_parts(condition, granted, given):
                return condition
    return None


def _granted(stated: Iterable[Any]) -> Granted:
    return dict.fromkeys(part for e in stated for c in by_power(e) for part in with_parts(c))


def _follows_in_parts(condition: Condition, granted: Granted, given: tuple[Any, ...]) -> bool:
    """Each factor of a product, the base of a power, what stands in a modulus or in a root; or as it stands."""
    x = condition.of
    if condition.asks in BETWEEN:
        parts = [*gaps(condition)]
    elif condition.asks in ("0 or 1", "invertible"):  # A∘B may be singular where A and B are not
        parts = []
    elif isinstance(x, core.Power | linear.HadamardPower):
        parts = [of_base(condition, "nonzero") if condition.asks == "nonzero" else condition.about(x.args[0])]
    elif isinstance(x, core.Product | core.Quotient | linear.Hadamard) and is_matrix(x) == any(map(is_matrix, x.args)):
        parts = [condition.part(a) for a in x.args]
    elif isinstance(x, functions.APPLIED) and x.function in _ZERO_AT_0 and condition.asks in ("positive", "nonzero"):
        parts = [condition.about(x.args[1], _ZERO_AT_0[x.function])]
    else:
        parts = []
    if parts and all(_is_shown(p, granted) or _follows_in_parts(p, granted, given) for p in parts):
        return True
    return _follows(condition, granted, given)


def _is_shown(condition: Condition, granted: Granted) -> bool:
    """By form and facts, by what is granted, or part by part."""
    asks, x = condition[:2]
    if _is_granted(condition, granted):
        return True
    if _of_number(condition):
        return True
    if asks == "invertible":
        return facts.is_invertible(x) or _is_invertible_by_parts(condition, granted)
    if asks in BETWEEN:  # no sign shows it
        return (inside := same_size_as_1(x)) is not None and _is_shown(condition.about(inside), granted)
    if asks == "0 or 1":
        return _is_0_or_1(x, ())
    if facts.is_positive(x) or (asks == "nonnegative" and facts.is_nonnegative(x)):
        return True
    if asks == "nonzero" and not is_matrix(x) and facts.is_nonzero(x):
        return True
    if not is_matrix(x) and _is_within_bounds(asks, *bounds(x)):
        return True
    return _is_shown_by_parts(condition, granted)


def _is_granted(condition: Condition, granted: Granted) -> bool:
    """By one condition; or that a number is positive by two, that it is not negative and that it is not 0."""
    asks, x = condition[:2]
    about = [c for c in granted if c.of == x]
    if any(c.says(condition) for c in about):
        return True
    if asks == "positive" and about and not is_matrix(x):
        not_negative = facts.is_nonnegative(x) or any(c.says(condition.about(x, "nonnegative")) for c in about)
        return not_negative and _is_granted(condition._replace(asks="nonzero"), granted)
    return asks == "nonzero" and condition.power is not None and _is_by_powers(condition, about)


def _is_by_powers(condition: Condition, about: list[Condition]) -> bool:
    """Whether 0 has this power where it has two others: none of them is below 0, nor is then their sum."""
    known = [c for c in about if c.power is not None and c._replace(power=None).says(condition)]
    return any(a._replace(power=plus(a.power, b.power)).says(condition) for a, b in combinations(known, 2))


def _is_0_or_1(x: Any, given: tuple[Any, ...]) -> bool:
    """Whether it is an indicator, or its own square."""
    if isinstance(x, functions.Apply) and x.function is functions.step:
        return True
    return any(form.is_zero for part in (x, minus(x, 1), minus(times(x, x), x)) for form in forms(part, given))


def same_size_as_1(x: Any) -> Any:
    """What is below 1 in size just where x is and has a value: of −u, |u|, √u and uᵖ with p > 0 it is u; else None."""
    if isinstance(x, core.Negative | core.MatNegative):
        return x.args[0]
    if isinstance(x, functions.APPLIED) and x.function in (functions.sqrt, functions.absolute):
        return x.args[1]
    power = isinstance(x, core.Power | linear.HadamardPower) and x.args[1].is_Rational and x.args[1] > 0
    return x.args[0] if power else None


def diagonal_of_diagonal(x: Any) -> Any:
    """The diagonal of what is 0 beside it by its form or by a fact; else None."""
    if isinstance(x, linear.Diag):
        return x.args[0]
    return linear.Diagonal(x) if is_matrix(x) and "diagonal" in facts_of(x) else None


def _is_invertible_by_parts(condition: Condition, granted: Granted) -> bool:
    x = condition.of
    if isinstance(x, core.Transposed | linear.Inverse | core.MatNegative):
        return _is_shown(condition.about(x.args[0], "invertible"), granted)
    if isinstance(x, linear.Diag):
        return _is_shown(condition.about(x.args[0], "nonzero"), granted)
    if isinstance(x, core.MatProduct | core.MatQuotient):
        return all(_is_shown(condition.about(a, "invertible" if is_matrix(a) else "nonzero"), granted) for a in x.args)
    return False


def _is_shown_by_parts(condition: Condition, granted: Granted) -> bool:
    asks, x = condition[:2]
    if isinstance(x, core.Plus | core.MatPlus):  # of what is not negative one term is enough
        one = asks == "nonnegative" or any(_is_shown(condition.about(a, "positive"), granted) for a in x.args)
        return one and all(_is_shown(condition.about(a, "nonnegative"), granted) for a in x.args)
    if isinstance(x, core.Product) and any(map(is_matrix, x.args)):
        return False
    if isinstance(x, core.Product | core.Quotient | linear.Hadamard | core.MatQuotient):
        return all(_is_shown(condition.part(a), granted) for a in x.args)
    if isinstance(x, core.MatProduct) and sum(map(is_matrix, x.args)) == 1:
        return all(_is_shown(condition.about(a), granted) for a in x.args)
    root = isinstance(x, functions.APPLIED) and x.function is functions.sqrt
    if root and asks != "nonnegative":
        return _is_shown(condition.about(x.args[1], "positive"), granted)
    if isinstance(x, functions.APPLIED) and x.function is functions.absolute:
        return asks in ("positive", "nonzero") and _is_shown(condition.about(x.args[1], "nonzero"), granted)
    if isinstance(x, functions.APPLIED) and x.function is functions.relu:
        return asks in ("positive", "nonzero") and _is_shown(condition.about(x.args[1], "positive"), granted)
    if isinstance(x, core.Power | linear.HadamardPower):
        not_0 = asks == "nonzero" or (asks == "positive" and facts.says(x.args[1].doit(), "even"))
        return _is_shown(of_base(condition, "nonzero") if not_0 else condition.about(x.args[0]), granted)
    if isinstance(x, linear.Entry):
        return _is_shown(condition.about(x.args[0]), granted)
    if asks == "nonnegative" and (v := diagonal_of_diagonal(x)) is not None:
        return _is_shown(condition.about(v), granted)
    if isinstance(x, linear.Determinant):
        if asks == "nonzero":
            return _is_shown(condition.about(x.args[0], "invertible"), granted)
        if isinstance(x.args[0], linear.Diag) and _is_shown(condition.about(x.args[0].args[0]), granted):
            return True
        return facts.is_definite(x.args[0])
    if asks == "positive" and isinstance(x, linear.Norm):
        return _is_shown(condition.about(x, "nonzero"), granted)
    if asks == "nonzero" and isinstance(x, core.Negative | core.MatNegative | linear.Norm):
        inner = linear.SquaredNorm(x.args[0]) if isinstance(x, linear.Norm) else x.args[0]
        return _is_shown(condition.part(inner), granted)
    return False


def _follows(condition: Condition, granted: Granted, given: tuple[Any, ...]) -> bool:
    """By its normal form under the hypotheses, or as what is granted in other words."""
    asks, x = condition[:2]
    same = [c for c in granted if c.says(condition)]
    same = [c for c in same if c.asks != "nonzero" or not _is_high_power(c.of)]
    if is_matrix(x):
        signed = (x, negative(x)) if asks == "nonzero" else (x,)
        return any(is_same(part, c.of, given) for c in same if _alike(c.of, x) for part in signed)
    given = tuple(g for g in given if not any(varies(g, over) for over in condition.every))
    if asks == "0 or 1" and _is_0_or_1(x, given):
        return True
    above = [g.gap for g in given if isinstance(g, AtMost | AtLeast)]
    shown_by_sign = (x, *(minus(x, gap) for gap in above), *([negative(x)] if asks == "nonzero" else []))
    for part in shown_by_sign if asks in ("positive", "nonnegative", "nonzero") else ():
        if any(f.is_positive or (asks == "nonnegative" and f.is_nonnegative) for f in forms(part, given)):
            return True
    signed = (x, negative(x)) if asks == "nonzero" else (x,)
    return any(is_same(part, c.of, given) for part in signed for c in same if not is_matrix(c.of))


def _is_high_power(x: Any) -> bool:
    """A power that is long when it is multiplied out; its base is granted too."""
    return isinstance(x, core.Power) and x.args[1].is_Integer and abs(x.args[1]) > EASY_POWER


def _alike(a: Any, b: Any) -> bool:
    return is_matrix(a) and a.shape == b.shape
