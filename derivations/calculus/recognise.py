"""Functions that have a name, seen in an expression that spells them out: log(1 + eᶻ) is softplus(z), and so on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sympy import Rational

from derivations.notation import core, functions, linear
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.proof.lines import Line, consider, equals

from .compact import negated
from .rules.exponentials import functions_with_names


def called_by_name(f: Any) -> Generator[Line, Any, Any]:
    """The function with every part that has a name called by it; a line says so, where one has."""
    named = recognised(f)
    if named != f:
        yield consider(f)
        yield equals(named, by=functions_with_names, why=functions_with_names.reason)
    return named


def recognised(e: Any) -> Any:
    """The expression with every function that has a name called by it."""
    return _Reader().read(e)


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
        for pattern in (_softplus, _sigmoid, _logsumexp, _softmax, _norm):
            named = pattern(e)
            if named is not None:
                function, argument = named
                return function(self.read(argument))
        args = tuple(map(self.read, e.args))
        return e if args == e.args else e.func(*args)


Named = tuple[Any, Any] | None  # a function and its argument


def _exponent(e: Any) -> Any:
    """z where the expression is exp(z), entry by entry."""
    return e.args[1] if isinstance(e, functions.Apply | functions.MatApply) and e.function is functions.exp else None


def _one_more(e: Any) -> Any:
    """z where the expression is 1 + exp(z)."""
    if not isinstance(e, core.Plus | core.MatPlus) or len(e.args) != 2:
        return None
    ones = [a for a in e.args if a == 1 or isinstance(a, linear.Ones)]
    return _exponent(next(a for a in e.args if a is not ones[0])) if len(ones) == 1 else None


def _inside(e: Any, function: Any) -> Any:
    """The argument of a function with a name."""
    return e.args[1] if isinstance(e, functions.Apply | functions.MatApply) and e.function is function else None


def _softplus(e: Any) -> Named:
    inside = _inside(e, functions.log)
    z = None if inside is None else _one_more(inside)
    return None if z is None else (functions.softplus, z)


def _sigmoid(e: Any) -> Named:
    if isinstance(e, core.Quotient):
        above, z = e.args[0], _one_more(e.args[1])
    elif isinstance(e, core.Power | linear.HadamardPower) and e.args[1] == -1:
        above, z = 1, _one_more(e.args[0])
    elif isinstance(e, linear.Hadamard) and len(e.args) == 2:
        above, below = e.args
        reciprocal = isinstance(below, linear.HadamardPower) and below.args[1] == -1
        z = _one_more(below.args[0]) if reciprocal else None
    else:
        return None
    if z is None:
        return None
    if above == 1:
        return functions.sigmoid, negated(z)
    return (functions.sigmoid, z) if _exponent(above) == z else None


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
