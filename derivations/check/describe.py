"""A point in words, for counterexamples: n = 2, p = 1, X = [[1], [0]], y = [1, 2]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import isfinite
from typing import Any

from derivations.errors import DerivationError
from derivations.notation.differentials import Increment, MatIncrement
from derivations.notation.numbers import is_long
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.sequences import FunctionValue, GradientValue, HessianValue, Member, ScalarMember
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol

from .arithmetic import Undecided, arithmetic
from .evaluate import evaluate
from .landscape import Landscape
from .matrices import Matrix
from .parts import named_in
from .point import Point

_KINDS = (Dim, Index, ScalarSymbol, MatrixAtom, Member, ScalarMember, RandomScalar, RandomMatrix)
_CHANGES = (Increment, MatIncrement)
_FUNCTIONS = (FunctionValue, GradientValue, HessianValue)
_UNDEFINED = "undefined"
_SHOWN_OUTCOMES = 4
_SHOWN_ROWS = 4


def describe(point: Point, symbols: Iterable[Any]) -> str:
    """The values at a point of symbols, or of all symbols in expressions, sizes first."""
    found: set[Any] = set()
    free: set[Any] = set()
    for x in symbols:
        found |= named_in(x, *_KINDS, *_CHANGES, *_FUNCTIONS)
        free |= point.given.varying(x)
    found = {x for x in found if not isinstance(x, Index) or x in free}
    dims = {dim for x in found if is_matrix(x) or isinstance(x, Index) for dim in named_in(x, Dim)}
    said: dict[str, str] = {str(dim): str(point.integer(dim)) for dim in sorted(found & dims | dims, key=str)}
    for x in sorted(found - dims, key=_order):
        for name, value in _said(point, x, x in free):
            said.setdefault(name, value)
    known = [f"{name} = {value}" for name, value in said.items() if value != _UNDEFINED]
    without = [name for name, value in said.items() if value == _UNDEFINED]
    return ", ".join([*known, f"{' and '.join(without)} without a value"] if without else known)


def _order(x: Any) -> tuple[int, str]:
    kinds = (Dim, Index, ScalarSymbol, MatrixAtom, (Member, ScalarMember), (RandomScalar, RandomMatrix), _CHANGES)
    rank = next((k for k, kind in enumerate(kinds) if isinstance(x, kind)), len(kinds))
    return rank, str(x)


def _said(point: Point, x: Any, is_free: bool) -> Iterable[tuple[str, str]]:
    if isinstance(x, _FUNCTIONS):
        yield from _function(x.name, point.landscape(x))
    elif isinstance(x, Member | ScalarMember):
        for key in point.members(x):
            yield f"{x.name}[{key[1]}]", _show(point.drawn(x, key), isinstance(x, Member) and x.shape[1] == 1)
    elif isinstance(x, RandomScalar | RandomMatrix) and x not in point.given.symbols:
        yield str(x), _law(point, x) + (f", here {_value(point, x)}" if is_free else "")
    else:
        yield str(x), _value(point, x)


def value_text(x: Any, point: Point) -> str:
    """The value of an expression at a point, exact where it is rational."""
    return _value(point, x)


def _value(point: Point, x: Any) -> str:
    flat = is_matrix(x) and x.shape[1] == 1
    try:
        return _show(evaluate(x, point, arithmetic("python").exact), flat)
    except DerivationError:
        return _show(_approximate(x, point), flat)


def _approximate(x: Any, point: Point) -> Any:
    """In the first balls that tell every number from zero, or in the finest."""
    said: Any = _UNDEFINED
    kinds: Any = arithmetic("auto")
    for field in (kinds.balls, *kinds.finer, kinds.last):
        try:
            value = evaluate(x, point, field)
        except Undecided:
            said = "undecided"
        except DerivationError:
            return _UNDEFINED
        else:
            numbers = value.entries() if isinstance(value, Matrix) else (value,)
            show = partial(_six_digits, tiny=field.tiny)
            said = value.map(show) if isinstance(value, Matrix) else show(value)
            if not any(map(_may_be_zero, numbers)):
                return said
    return said


def _may_be_zero(x: Any) -> bool:
    return not (x > 0 or x < 0 or x.is_zero())


def _six_digits(x: Any, tiny: Any) -> Any:
    """A ball as a float; as text where it is too small or too large for one, or where zero lies in it."""
    if _may_be_zero(x):
        return "0" if x.abs_upper() < tiny else "undecided"
    found = float(x)
    return found if isfinite(found) and (found or x.is_zero()) else x.str(6, radius=False)


def _law(point: Point, x: Any) -> str:
    law, flat = point.law(x), is_matrix(x) and x.shape[1] == 1
    chances: dict[str, Fraction] = {}
    for weight, outcome in point.outcomes(frozenset((x,))):
        value = _show(law.at(outcome), flat)
        chances[value] = chances.get(value, Fraction(0)) + weight
    if len(chances) == 1:
        return next(iter(chances))
    values, weights = list(chances), list(map(_show, chances.values()))
    if len(chances) <= _SHOWN_OUTCOMES:
        return f"{_alternatives(values)} with probability {_alternatives(weights)}"
    shown, rest = ", ".join(values[:_SHOWN_OUTCOMES]), ", ".join(weights[:_SHOWN_OUTCOMES])
    return f"{shown}, … with probability {rest}, …"


def _alternatives(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _function(name: str, f: Landscape) -> Iterable[tuple[str, str]]:
    terms = f"½xᵀAx + bᵀx{_added(f.height)}"
    if f.weight:
        s = f"(uᵀx{_added(-f.offset)})"
        powers = {"cube": "³", "fourth": "⁴", "ninth": "⁹", "tenth": "¹⁰"}
        bend = f"½max{s[:-1]}, 0)²" if f.bend == "hinge" else f"{s}{powers[f.bend]}"
        terms += f" + {bend}" if f.weight == 1 else f" + {_show(f.weight)}·{bend}"
    if f.ridges:
        terms += " + Σ γᵢ/(1 + (vᵢᵀx − βᵢ)²)"
    parts = [("A", _show(f.curvature)), ("b", _show(f.slope, True))] + (
        [("u", _show(f.direction, True))] * bool(f.weight)
    )
    if f.ridges:
        parts += [("v", f"[{_first([r.direction for r in f.ridges], flat=True)}]")]
        parts += [
            ("γ", f"[{_first([r.weight for r in f.ridges])}]"),
            ("β", f"[{_first([r.offset for r in f.ridges])}]"),
        ]
    yield f"{name}(x)", f"{terms} with " + ", ".join(f"{k} = {v}" for k, v in parts)


def _added(value: Fraction) -> str:
    """A number as a further term of a sum."""
    return f" {'−' if value < 0 else '+'} {_show(abs(value))}" if value else ""


def _first(parts: Sequence[Any], flat: bool = False) -> str:
    """The first few entries or rows: whoever follows a counterexample by hand needs no more of a large one."""
    shown = [*(_show(x, flat) for x in parts[:_SHOWN_ROWS]), *["…"] * (len(parts) > _SHOWN_ROWS)]
    return ", ".join(shown)


def _show(value: Any, flat: bool = False) -> str:
    if isinstance(value, Matrix):
        parts = [_show(row[0]) if flat else f"[{_first(row)}]" for row in value.rows]
        return f"[{_first(parts)}]"
    if isinstance(value, Fraction):
        if value.denominator <= 1000 and not is_long(value):
            return str(value)
        try:
            shown = float(value)
        except OverflowError:
            shown = 0.0
        return f"{shown or Decimal(value.numerator) / Decimal(value.denominator):.6g}"
    return value if isinstance(value, str) else f"{value:.6g}"
