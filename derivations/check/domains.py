"""Where an expression has a value: what its divisions, inverses, roots and logarithms ask for, and whether it is so.

A step may not bring in a condition. If it could, t = exp(log t) and A⁻¹Ax = x would hold for every t and A, and the
next step could use that t is positive or that A is invertible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import sympy

from derivations.errors import DerivationError
from derivations.notation import core, facts, functions, linear, sequences
from derivations.notation.core import minus, negative, plus, times
from derivations.notation.probability import is_over_spaces, spaces_in
from derivations.notation.relations import AtLeast, AtMost, Equation
from derivations.notation.requirements import BETWEEN, Requirement
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.notation.symbols import Index, facts_of

from .normal import cleared, normal_form
from .normal.build import Builder
from .normal.form import Form
from .places import PLACED, places


class Condition(NamedTuple):
    """What must hold of an argument for an operation on it to have a value."""

    asks: str  # "positive", "nonnegative", "nonzero", "0 or 1" or "invertible"; of a vector, for each of its entries
    of: Any
    every: frozenset[Any] = frozenset()  # the indices and spaces for all values of which it must hold
    where: frozenset[tuple[Any, int]] = frozenset()  # the choices, and how they must fall for it to be asked at all
    power: Any = None  # the exponent for which a base is asked to be positive or not 0: where it is, 0 may do too

    def about(self, part: Any, asks: str = "") -> Condition:
        return self._replace(asks=asks or self.asks, of=part, power=None)

    def part(self, part: Any) -> Condition:
        """The same of a factor: 0 will do in a product for the exponents for which it will do in one of its factors."""
        return self._replace(of=part) if self.asks == "nonzero" else self.about(part)

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
        fixed = {over for over in other.every if not any(_varies(part, over) for part in about)}
        known = other.every - fixed <= self.every and all(facts.is_positive(i.count) for i in summed)
        return known and self.where <= other.where


Granted = dict[Condition, None]  # in the order of what was stated, so that the work on them is the same in every run
EASY_POWER = 4
_SIGNS = ("positive", "nonnegative")
_STRONGER = {"nonzero": "positive", "nonnegative": "positive", "[-1, 1]": "(-1, 1)"}


def conditions(expr: Any) -> Iterator[Condition]:
    """All that an expression asks for; what a requirement asks for is what it states."""
    yield from dict.fromkeys(c._replace(power=None) for c in _by_power(expr))


def _by_power(expr: Any) -> tuple[Condition, ...]:
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
    return any(f.is_positive for f in _normal_forms(negative(exponent), ()))


def _in_sympy(x: Any) -> Any:
    """A sum, difference, product or quotient of numbers as SymPy's own, which knows whether it is whole."""
    if isinstance(x, core.Negative):
        return sympy.Mul(-1, _in_sympy(x.args[0]))
    if isinstance(x, core.Quotient):
        return sympy.Mul(_in_sympy(x.args[0]), sympy.Pow(_in_sympy(x.args[1]), -1))
    if isinstance(x, core.Plus | core.Product) and not any(map(is_matrix, x.args)):
        return (sympy.Add if isinstance(x, core.Plus) else sympy.Mul)(*map(_in_sympy, x.args))
    return x.doit()


def without_value(expr: Any) -> Condition | None:
    """A condition of an expression that never holds, as that of 1/(x − x) or log(−‖x‖), if its form shows one."""
    inside_first = [c for c in conditions(expr) if not c.where][::-1]
    return next((c for c in inside_first if _never_holds(c)), None)


def _never_holds(condition: Condition) -> bool:
    decided = _of_number(condition)
    if decided is not None:
        return not decided
    strict = [part for part in _with_parts(condition) if part.power is None]
    parts = [part.of for part in strict if part.asks in ("positive", "nonzero", "invertible")]
    if any(map(_is_too_narrow, parts)):
        return True
    if any(form.is_zero for part in parts for form in _normal_forms(part, ())):
        return True
    if is_matrix(condition.of):
        return False
    below = [(part.asks, f) for part in strict for f in _normal_forms(negative(part.of), ())]
    return any(f.is_positive or (sign == "positive" and f.is_nonnegative) for sign, f in below if sign in _SIGNS)


def _of_number(condition: Condition) -> bool | None:
    """Whether a number is as is asked, or None where it is no number or can't be told."""
    asks, x = condition[:2]
    if asks == "invertible" or is_matrix(x) or x.free_symbols or any(map(is_matrix, sympy.preorder_traversal(x))):
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
        for condition in _by_power(expr):
            if _is_shown(condition, {}):
                continue
            if granted is None:
                granted = _granted((*stated, *given))
            if not _is_shown(condition, granted) and not _follows_in_parts(condition, granted, given):
                return condition
    return None


def _granted(stated: Iterable[Any]) -> Granted:
    return dict.fromkeys(part for e in stated for c in _by_power(e) for part in _with_parts(c))


def _follows_in_parts(condition: Condition, granted: Granted, given: tuple[Any, ...]) -> bool:
    """Each factor of a product, the base of a power, what stands in a modulus; or as it stands."""
    x = condition.of
    if condition.asks in BETWEEN:
        parts = [*_gaps(condition)]
    elif condition.asks == "0 or 1":
        parts = []
    elif isinstance(x, core.Power | linear.HadamardPower):
        parts = [_of_base(condition, "nonzero") if condition.asks == "nonzero" else condition.about(x.args[0])]
    elif isinstance(x, core.Product | core.Quotient | linear.Hadamard) and is_matrix(x) == any(map(is_matrix, x.args)):
        parts = [condition.part(a) for a in x.args]
    elif isinstance(x, functions.APPLIED) and x.function is functions.absolute:
        parts = [condition.about(x.args[1], "nonzero")] if condition.asks in ("positive", "nonzero") else []
    else:
        parts = []
    if parts and all(_is_shown(p, granted) or _follows_in_parts(p, granted, given) for p in parts):
        return True
    return _follows(condition, granted, given)


def _of_base(condition: Condition, asks: str) -> Condition:
    """What a power that has a value asks of its base: if that is 0, the exponent p is not below 0.

    Then uᵖ is not 0 just where u⁻ᵖ has a value, and (uᵖ)ᶠ has one just where u to the power pf has.
    """
    base, p = condition.of.args
    if condition.power is not None:
        return condition._replace(asks=asks, of=base, power=times(p, condition.power))
    strictly = p.is_Rational or facts.is_positive(p)
    return condition._replace(asks=asks, of=base, power=None if strictly else negative(p))


def _with_parts(condition: Condition) -> Iterator[Condition]:
    """The condition, and the same of each factor: a product that is not zero has no factor that is."""
    yield condition
    asks, x = condition[:2]
    if asks == "positive" and condition.power is not None:
        yield condition.about(x, "nonnegative")
    elif asks == "nonzero" and isinstance(x, core.Product) and not any(map(is_matrix, x.args)):
        yield from (part for a in x.args for part in _with_parts(condition._replace(of=a)))
    elif asks in ("nonzero", "positive") and isinstance(x, core.Power) and x.args[1] != 0:
        yield from _with_parts(_of_base(condition, "nonzero"))
    elif condition.power is not None:
        return
    elif asks in ("nonzero", "positive") and isinstance(x, linear.Determinant):
        yield from _with_parts(condition.about(x.args[0], "invertible"))
    elif asks == "invertible" and isinstance(x, core.MatProduct | core.MatQuotient | linear.Kron | core.Transposed):
        if all(not is_matrix(a) or same_dim(*shape_of(a)) for a in x.args):
            same = [a for a in x.args if is_matrix(a) and same_dim(shape_of(a)[0], shape_of(x)[0])]
            parts = x.args if facts.is_positive(shape_of(x)[0]) else same  # with no rows it is invertible as it is
            yield from (p for a in parts for p in _with_parts(condition.about(a, "" if is_matrix(a) else "nonzero")))
    elif asks == "invertible" and isinstance(x, linear.Diag):
        yield from _with_parts(condition.about(x.args[0], "nonzero"))
    elif asks in ("nonzero", "positive") and isinstance(x, linear.Norm):
        yield condition.about(linear.SquaredNorm(x.args[0]), "positive")
    elif asks in BETWEEN:
        yield condition.about(negative(x), asks)
        yield from _gaps(condition)
        yield next(_gaps(condition))._replace(of=functions.one_minus_square(x))


def _gaps(condition: Condition) -> Iterator[Condition]:
    """What is asked of 1 − u and 1 + u for u to be between −1 and 1."""
    u, asks = condition.of, "positive" if condition.asks == "(-1, 1)" else "nonnegative"
    one = linear.ones(*shape_of(u)) if is_matrix(u) else 1
    yield from (condition.about(gap, asks) for gap in (minus(one, u), plus(one, u)))


def _is_shown(condition: Condition, granted: Granted) -> bool:
    """By form and facts, by what is granted, or part by part."""
    asks, x = condition[:2]
    if any(c.of == x and c.says(condition) for c in granted):
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
    return _is_shown_by_parts(condition, granted)


def _is_0_or_1(x: Any, given: tuple[Any, ...]) -> bool:
    """Whether it is an indicator, or its own square."""
    if isinstance(x, functions.Apply) and x.function is functions.step:
        return True
    return any(form.is_zero for part in (x, minus(x, 1), minus(times(x, x), x)) for form in _forms(part, given))


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
        return _is_shown(_of_base(condition, "nonzero") if not_0 else condition.about(x.args[0]), granted)
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
        return any(_is_same(part, c.of, given) for c in same if _alike(c.of, x) for part in signed)
    given = tuple(g for g in given if not any(_varies(g, over) for over in condition.every))
    if asks == "0 or 1" and _is_0_or_1(x, given):
        return True
    above = [g.gap for g in given if isinstance(g, AtMost | AtLeast)]
    shown_by_sign = (x, *(minus(x, gap) for gap in above), *([negative(x)] if asks == "nonzero" else []))
    for part in shown_by_sign if asks in ("positive", "nonnegative", "nonzero") else ():
        if any(f.is_positive or (asks == "nonnegative" and f.is_nonnegative) for f in _forms(part, given)):
            return True
    signed = (x, negative(x)) if asks == "nonzero" else (x,)
    return any(_is_same(part, c.of, given) for part in signed for c in same if not is_matrix(c.of))


def _reaches(power: Any, other: Any) -> bool:
    """Whether 0 has the other power if it has this one: other exponents are larger, or it times a positive number."""
    return _scales(power, other) or any(f.is_nonnegative for f in _normal_forms(minus(other, power), ()))


def _scales(power: Any, other: Any) -> bool:
    ours, theirs = ([t.coef for f in _normal_forms(e, ()) for t in f.terms[:1]] for e in (power, other))
    if not ours or not theirs or (ratio := theirs[0] / ours[0]) <= 0:
        return power == other
    return _is_same(times(sympy.Rational(ratio.numerator, ratio.denominator), power), other, ())


def _is_high_power(x: Any) -> bool:
    """A power that is long when it is multiplied out; its base is granted too."""
    return isinstance(x, core.Power) and x.args[1].is_Integer and abs(x.args[1]) > EASY_POWER


def _varies(x: Any, over: Any) -> bool:
    """Whether an expression changes with an index, or with an outcome; of a hypothesis, whether it is about one."""
    return linear.depends_on_index(x, over) if isinstance(over, Index) else over in spaces_in(x)


def _alike(a: Any, b: Any) -> bool:
    return is_matrix(a) and a.shape == b.shape


def _normal_forms(expr: Any, given: tuple[Any, ...], spell_out: bool = False) -> Iterator[Form]:
    try:
        yield _normal_form(expr, tuple(g for g in given if isinstance(g, Equation)), spell_out)
    except (DerivationError, RecursionError):
        return


@lru_cache(maxsize=512)  # much is asked again while requirements are found one by one
def _normal_form(expr: Any, given: tuple[Any, ...], spell_out: bool) -> Form:
    return normal_form(expr, given, spell_out)


def _forms(expr: Any, given: tuple[Any, ...]) -> Iterator[Form]:
    """Its normal form, and the same with σ and its like spelled out, over positive denominators."""
    yield from _normal_forms(expr, given)
    for form in _normal_forms(expr, given, spell_out=True):
        if all(a.positive for t in form.terms for a, _, power in t.factors if power < 0):
            yield from _cleared(form)


def _cleared(form: Form) -> Iterator[Form]:
    try:
        yield cleared(Builder(), form)
    except (DerivationError, RecursionError):
        return


def _is_same(a: Any, b: Any, given: tuple[Any, ...]) -> bool:
    """By the normal form of each, which is made once; by that of the difference only where denominators may cancel."""
    for spell_out in (False, True):
        ours, theirs = ([*_normal_forms(e, given, spell_out)] for e in (a, b))
        if ours and ours == theirs:
            return True
        if not any(power < 0 for form in (*ours, *theirs) for t in form.terms for _, _, power in t.factors):
            continue
        if any(form.is_zero for form in _forms(minus(a, b), given)):
            return True
    return False
