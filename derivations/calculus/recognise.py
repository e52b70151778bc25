"""Functions that have a name, seen in an expression that spells them out: log(1 + eᶻ) is softplus(z), and so on."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from itertools import permutations
from typing import Any

from sympy import Integer, Rational

from derivations.notation import core, functions, linear
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.proof.lines import Line, consider, equals

from .compact import add, mul, negated, subtract
from .compact.monomials import taken_apart
from .compact.products import cost, is_zero, zero_like
from .rules.exponentials import functions_with_names
from .rules.positivity import no_kink
from .unbent import unbent


def called_by_name(f: Any) -> Generator[Line, Any, Any]:
    """The function with every part that has a name called by it; a line says so, where one has."""
    named = _Reader().read(f)
    plain = unbent(named)
    if plain != f:
        yield consider(f)
    if named != f:
        yield equals(named, by=functions_with_names, why=functions_with_names.reason)
    if plain != named:
        yield equals(plain, by=no_kink, why=no_kink.reason)
    return plain


def recognised(e: Any) -> Any:
    """The expression with every function that has a name called by it."""
    return unbent(_Reader().read(e))


class _Reader:
    """Reads every part once, however often it occurs."""

    def __init__(self) -> None:
        self._read: dict[Any, Any] = {}

    def read(self, e: Any) -> Any:
        if not e.args or e.is_Symbol or (is_matrix(e) and e.free_symbols == {e}):
            return e
        found = self._read.get(e)
        if found is None:
            found = self._read[e] = self._named(e)
        return found

    def _named(self, e: Any) -> Any:
        for pattern in (_softplus, _sigmoid, _tanh, _logsumexp, _softmax, _norm):
            named = pattern(e)
            if named is not None:
                function, *arguments = named
                return function(*map(self.read, arguments))
        args = tuple(map(self.read, e.args))
        return e if args == e.args else e.func(*args)


Named = tuple[Any, ...] | None  # a function and its arguments


def _exponent(e: Any) -> Any:
    """z where the expression is exp(z), entry by entry."""
    return e.args[1] if isinstance(e, functions.Apply | functions.MatApply) and e.function is functions.exp else None


def _exponents(e: Any) -> list[Any]:
    """y and z where the expression is exp(y) + exp(z); 1 is exp(0)."""
    if not isinstance(e, core.Plus | core.MatPlus) or len(e.args) != 2:
        return []
    found = [zero_like(a) if a == 1 or isinstance(a, linear.Ones) else _exponent(a) for a in e.args]
    return [] if any(z is None for z in found) or all(map(is_zero, found)) else found


def _inside(e: Any, function: Any) -> Any:
    """The argument of a function with a name."""
    return e.args[1] if isinstance(e, functions.Apply | functions.MatApply) and e.function is function else None


def _softplus(e: Any) -> Named:
    inside = _inside(e, functions.log)
    if inside is None:
        return None
    m = taken_apart(inside)
    factors = [*m.mats, *(b for b, e in m.scalars.items() if e == 1)]
    exponents = _exponents(factors[0]) if len(factors) == len(m.mats) + len(m.scalars) == 1 else []
    if not exponents or m.coef <= 0:
        return None
    y, z = sorted(exponents, key=is_zero, reverse=True)
    return partial(_log_of_sum, m.coef), y, z


def _log_of_sum(number: Any, y: Any, z: Any) -> Any:
    """log(number · (eʸ + eᶻ))."""
    whole = add(y, functions.softplus(subtract(z, y)))
    if number == 1:
        return whole
    log = functions.log(number) if number > 1 else negated(functions.log(1 / number))
    return add(whole, mul(log, linear.Ones(*shape_of(z))) if is_matrix(z) else log)


def _sigmoid(e: Any) -> Named:
    above, below = _fraction(e)
    for y, z in permutations(_exponents(below), 2):
        if above == _power_of_e(y):
            return functions.sigmoid, subtract(y, z)
    return None


def _tanh(e: Any) -> Named:
    above, below = _fraction(e)
    for y, z in permutations(_exponents(below), 2):
        if above == subtract(_power_of_e(y), _power_of_e(z)):
            half = mul(Rational(1, 2), subtract(y, z))
            other = negated(half)
            return (functions.tanh, half) if cost(half) <= cost(other) else (_negative_tanh, other)
    return None


def _negative_tanh(z: Any) -> Any:
    return negated(functions.tanh(z))


def _power_of_e(z: Any) -> Any:
    if is_zero(z):
        return linear.Ones(*shape_of(z)) if is_matrix(z) else Integer(1)
    return functions.exp(z)


def _fraction(e: Any) -> tuple[Any, Any]:
    """What stands above and below the line, entry by entry of matrices; without a line, nothing."""
    if isinstance(e, core.Quotient):
        return e.args
    if isinstance(e, core.Power | linear.HadamardPower) and e.args[1] == -1:
        return _power_of_e(zero_like(e)), e.args[0]
    if isinstance(e, linear.Hadamard) and len(e.args) == 2:
        above, below = e.args
        if isinstance(below, linear.HadamardPower) and below.args[1] == -1:
            return above, below.args[0]
    return None, None


def _logsumexp(e: Any) -> Named:
    inside = _inside(e, functions.log)
    return (linear.logsumexp, z) if inside is not None and (z := _summed(inside)) is not None else None


def _summed(e: Any) -> Any:
    """z where the expression is the sum of the entries of exp(z), for a vector z."""
    z = _exponent(e.args[0]) if isinstance(e, linear.Total) else None
    return z if z is not None and same_dim(shape_of(z)[1], 1) else None


def _softmax(e: Any) -> Named:
    if not isinstance(e, core.MatQuotient):
        return None
    z = _summed(e.args[1])
    return (linear.softmax, z) if z is not None and _exponent(e.args[0]) == z else None


def _norm(e: Any) -> Named:
    inside = _inside(e, functions.sqrt)
    if inside is None and isinstance(e, core.Power) and e.args[1] == Rational(1, 2):
        inside = e.args[0]
    if isinstance(inside, linear.SquaredNorm):
        return linear.norm, inside.args[0]
    if isinstance(inside, linear.Total) and isinstance(inside.args[0], linear.HadamardPower):
        base, exponent = inside.args[0].args
        return (linear.norm, base) if exponent == 2 else None
    if isinstance(inside, core.Product) and len(inside.args) == 2 and is_matrix(inside.args[1]):
        left, right = inside.args
        return (linear.norm, right) if isinstance(left, core.Transposed) and left.args[0] == right else None
    return None
