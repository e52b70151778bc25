"""A whole expression in compact form, from the inside out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from derivations.notation import arrangement, core, differentials, functions, linear
from derivations.notation.core import MatPlus
from derivations.notation.exact_values import exact_value
from derivations.notation.shapes import convert, is_matrix, shape_of

from .diagonals import diagonal_of, is_diagonal
from .inner import against, entrywise, power_of, total, trace_of
from .inverses import inverse_of
from .monomials import Monomial, taken_apart
from .products import SIZE, build, is_one, is_zero, mul, turned
from .sums import add, negated

_AS_THEY_ARE = (
    differentials.Differential | differentials.MatDifferential | differentials.Increment | differentials.MatIncrement
)
_seen: dict[Any, Any] = {}


def compact(e: Any) -> Any:
    """The same value with less to read: zeros and ones dropped, factors cancelled, common factors taken out."""
    found = _seen.get(e)
    if found is None:
        if len(_seen) > SIZE:
            _seen.clear()
        found = _seen[e] = _compact(e)
    return found


def _compact(e: Any) -> Any:
    if not e.args or e.is_Symbol or isinstance(e, linear.Constant | _AS_THEY_ARE):
        return e
    maker = _MAKERS.get(type(e))
    if maker is None:
        if not type(e).__module__.startswith("derivations."):
            return e
        return _with(e, [_inside(a) for a in e.args])
    return maker(*map(compact, e.args))


def _inside(a: Any) -> Any:
    return compact(a) if type(a).__module__.startswith("derivations.") and not isinstance(a, tuple) else a


def _with(e: Any, args: list[Any]) -> Any:
    return e if all(a is b for a, b in zip(args, e.args, strict=True)) else e.func(*args)


def hadamard_power(a: Any, exponent: Any) -> Any:
    if exponent == 0:
        return linear.Ones(*shape_of(a))
    return entrywise(linear.HadamardPower(a, exponent)) if exponent.is_Number else linear.HadamardPower(a, exponent)


def _squared_norm(a: Any) -> Any:
    return linear.SquaredNorm(a)


def diag_of(a: Any) -> Any:
    if isinstance(a, linear.Ones):
        return linear.Eye(shape_of(a)[0], shape_of(a)[0])
    if is_zero(a):
        return linear.zeros(shape_of(a)[0], shape_of(a)[0])
    if isinstance(a, linear.Diagonal) and is_diagonal(a.args[0]):
        return a.args[0]
    m = taken_apart(a)
    if m.coef == 1 and not m.scalars:
        return linear.Diag(a)
    return build(Monomial(m.coef, m.scalars, [diag_of(build(Monomial(mats=m.mats)))]))


def _vec(a: Any) -> Any:
    """vec A; a row is turned, and scalars stand before it, not inside."""
    if is_one(shape_of(a)[1]):
        return a
    if is_one(shape_of(a)[0]):
        return turned(a)
    m = taken_apart(a)
    if not m.mats or (m.coef == 1 and not m.scalars):
        return linear.Vec(a)
    return mul(build(Monomial(m.coef, m.scalars)), linear.Vec(build(Monomial(mats=m.mats))))


def _unvec(a: Any, rows: Any, cols: Any) -> Any:
    """mat(v), the matrix itself where v is a stacked one, or a sum of such."""
    if is_one(cols):
        return a
    terms = a.args if isinstance(a, MatPlus) else (a,)
    inside = [taken_apart(t) for t in terms]
    if not all(len(m.mats) == 1 and isinstance(m.mats[0], linear.Vec) for m in inside):
        return arrangement.Unvec(a, rows, cols)
    if any(shape_of(m.mats[0].args[0]) != (rows, cols) for m in inside):
        return arrangement.Unvec(a, rows, cols)
    return add(*(build(Monomial(m.coef, m.scalars, [m.mats[0].args[0]])) for m in inside))


def kron_of(a: Any, b: Any) -> Any:
    """A ⊗ B; of a row and a column their product."""
    if not is_matrix(a) or not is_matrix(b):
        return mul(a, b)
    for x, y in ((a, b), (b, a)):
        if is_one(shape_of(x)[0]) and is_one(shape_of(y)[1]):
            return mul(y, x)
    if isinstance(a, linear.Eye) and isinstance(b, linear.Eye):
        return linear.eye(a.args[0] * b.args[0])
    for x, y in ((a, b), (b, a)):
        if isinstance(x, linear.Eye) and x.args[0] == 1:
            return y
        if is_zero(x):
            return linear.zeros(*shape_of(linear.Kron(a, b)))
    m, k = taken_apart(a), taken_apart(b)
    if m.coef == k.coef == 1 and not m.scalars and not k.scalars:
        return linear.Kron(a, b)
    bare = linear.Kron(build(Monomial(mats=m.mats)), build(Monomial(mats=k.mats)))
    return mul(build(Monomial(m.coef, m.scalars)), build(Monomial(k.coef, k.scalars)), bare)


def _applied(name: Any, x: Any) -> Any:
    """A named function; at a number the value, if that is a simple one; log(exp(u)) is u."""
    if _undoes(name, x):
        return x.args[1]
    value = exact_value(name.name, x)
    return functions.Apply(name, x) if value is None else value


def _applied_to_each(name: Any, x: Any) -> Any:
    if _undoes(name, x):
        return x.args[1]
    number, rows = _in_every_entry(x), shape_of(x)
    value = None if number is None else exact_value(name.name, number)
    return functions.MatApply(name, x) if value is None else mul(value, linear.Ones(*rows))


def _undoes(name: Any, x: Any) -> bool:
    applied = isinstance(x, functions.APPLIED)
    return name.name == "log" and applied and x.function is functions.exp


def _in_every_entry(x: Any) -> Any:
    """The number that stands in each entry, or None."""
    if is_zero(x):
        return convert(0)
    m = taken_apart(x)
    plain = len(m.mats) == 1 and isinstance(m.mats[0], linear.Ones)
    return build(Monomial(m.coef, m.scalars)) if plain else None


_MAKERS: dict[type, Callable[..., Any]] = {
    core.Plus: add,
    core.MatPlus: add,
    core.Negative: negated,
    core.MatNegative: negated,
    core.Product: mul,
    core.MatProduct: mul,
    core.Quotient: lambda a, b: mul(a, power_of(b, -1)),
    core.MatQuotient: lambda a, b: mul(power_of(b, -1), a),
    core.Power: power_of,
    core.Transposed: turned,
    functions.Apply: _applied,
    functions.MatApply: _applied_to_each,
    linear.Inverse: inverse_of,
    linear.Trace: trace_of,
    linear.Inner: against,
    linear.Total: total,
    linear.Hadamard: entrywise,
    linear.HadamardPower: hadamard_power,
    linear.SquaredNorm: _squared_norm,
    linear.Diag: diag_of,
    linear.Diagonal: diagonal_of,
    linear.Vec: _vec,
    linear.Kron: kron_of,
    arrangement.Unvec: _unvec,
}
