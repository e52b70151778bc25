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

from .compact import add, entrywise, mul, negated, subtract
from .compact.monomials import taken_apart
from .compact.products import cost, is_zero, zero_like
from .lengths import with_plain_lengths
from .reading import Read, reader, with_parts_read
from .rules.exponentials import functions_with_names
from .rules.positivity import kept_lengths, no_kink
from .unbent import unbent


def called_by_name(f: Any) -> Generator[Line, Any, Any]:
    """The function with every part that has a name called by it; a line says so, where one has."""
    begun = False
    for rewritten, rule in _FORMS:
        other = rewritten(f)
        if other != f:
            if not begun:
                yield consider(f)
            yield equals(other, by=rule, why=rule.reason)
            f, begun = other, True
    return f


def recognised(e: Any) -> Any:
    """The expression with every function that has a name called by it."""
    for rewritten, _ in _FORMS:
        e = rewritten(e)
    return e


def _called_by_name(e: Any) -> Any:
    named = reader(_named)(e)
    lengths = {length.args[0] for length in named.atoms(linear.Norm, linear.SquaredNorm)}
    return reader(partial(_measured, lengths))(named) if lengths else named


_FORMS = ((_called_by_name, functions_with_names), (unbent, no_kink), (with_plain_lengths, kept_lengths))


def _measured(lengths: set[Any], e: Any, read: Read) -> Any:
    """uᵀu as ‖u‖², where ‖u‖ occurs."""
    e = with_parts_read(e, read)
    chain = [a for a in e.args if is_matrix(a)] if isinstance(e, core.Product) else []
    if len(chain) != 2 or chain[1] not in lengths or chain[0] != core.transpose(chain[1]):
        return e
    return mul(*(a for a in e.args if not is_matrix(a)), linear.squared_norm(chain[1]))


def _named(e: Any, read: Read) -> Any:
    for pattern in (_softplus, _tanh, _sigmoid, _secant, _logsumexp, _softmax, _norm):
        named = pattern(e)
        if named is not None:
            function, *arguments = named
            return function(*map(read, arguments))
    return with_parts_read(e, read)


Named = tuple[Any, ...] | None  # a function and its arguments


def _exponent(e: Any) -> Any:
    """z where the expression is exp(z), entry by entry."""
    return e.args[1] if isinstance(e, functions.Apply | functions.MatApply) and e.function is functions.exp else None


def _exponents(e: Any) -> tuple[Any, list[Any]]:
    """c, and y and z, where the expression is c (exp(y) + exp(z)) with c > 0; 1 is exp(0)."""
    nothing: tuple[Any, list[Any]] = Integer(1), []
    if not isinstance(e, core.Plus | core.MatPlus) or len(e.args) != 2:
        return nothing
    (c, y), (other, z) = map(_scaled_exponent, e.args)
    if c != other or c <= 0 or y is None or z is None or (is_zero(y) and is_zero(z)):
        return nothing
    return c, [y, z]


def _scaled_exponent(e: Any) -> tuple[Any, Any]:
    """c and z where the expression is c exp(z) with a number c."""
    m = taken_apart(e)
    if not m.scalars and not m.mats:
        return m.coef, Integer(0)
    if len(m.scalars) + len(m.mats) != 1 or any(k != 1 for k in m.scalars.values()):
        return m.coef, None
    (inside,) = (*m.scalars, *m.mats)
    return m.coef, zero_like(inside) if isinstance(inside, linear.Ones) else _exponent(inside)


def _inside(e: Any, function: Any) -> Any:
    """The argument of a function with a name."""
    return e.args[1] if isinstance(e, functions.Apply | functions.MatApply) and e.function is function else None


def _softplus(e: Any) -> Named:
    inside = _inside(e, functions.log)
    if inside is None:
        return None
    m = taken_apart(inside)
    factors = [*m.mats, *(b for b, e in m.scalars.items() if e == 1)]
    c, exponents = _exponents(factors[0]) if len(factors) == len(m.mats) + len(m.scalars) == 1 else (1, [])
    if not exponents or m.coef <= 0:
        return None
    y, z = sorted(exponents, key=is_zero, reverse=True)
    return partial(_log_of_sum, m.coef * c), y, z


def _log_of_sum(number: Any, y: Any, z: Any) -> Any:
    """log(number · (eʸ + eᶻ))."""
    whole = add(y, functions.softplus(subtract(z, y)))
    if number == 1:
        return whole
    log = functions.log(number) if number > 1 else negated(functions.log(1 / number))
    return add(whole, mul(log, linear.Ones(*shape_of(z))) if is_matrix(z) else log)


def _sigmoid(e: Any) -> Named:
    """a eʸ/(eʸ + eᶻ) is aσ(y − z)."""
    above, below = _fraction(e)
    c, exponents = _exponents(below)
    for y, z in sorted(permutations(exponents, 2), key=lambda pair: is_zero(pair[0])):
        rest = _without(above, y)
        if rest is not None and not _exponential_in(rest):
            return partial(_times_sigmoid, mul(1 / c, rest)), subtract(y, z)
    return None


def _without(above: Any, y: Any) -> Any:
    """a where the expression is a eʸ, entry by entry of matrices; else None."""
    if is_zero(y):
        return above
    power = _power_of_e(y)
    if above == power:
        return _power_of_e(zero_like(y))
    if not isinstance(above, linear.Hadamard if is_matrix(y) else core.Product) or power not in above.args:
        return None
    rest = list(above.args)
    rest.remove(power)
    return (entrywise if is_matrix(y) else mul)(*rest)


def _times_sigmoid(a: Any, z: Any) -> Any:
    return entrywise(a, functions.sigmoid(z)) if is_matrix(z) else mul(a, functions.sigmoid(z))


def _tanh(e: Any) -> Named:
    """b (eʸ − eᶻ)/(c (eʸ + eᶻ)) is b/c tanh((y − z)/2)."""
    above, below = _fraction(e)
    c, exponents = _exponents(below)
    if not exponents or not isinstance(above, core.Plus | core.MatPlus) or len(above.args) != 2:
        return None
    (b, y), (other, z) = map(_scaled_exponent, above.args)
    if b != -other or y is None or z is None or {y, z} != set(exponents):
        return None
    half = mul(Rational(1, 2), subtract(y, z))
    turned = negated(half)
    scale, half = (b / c, half) if cost(half) <= cost(turned) else (-b / c, turned)
    return (functions.tanh if scale == 1 else partial(_times_tanh, scale)), half


def _times_tanh(scale: Any, z: Any) -> Any:
    return mul(scale, functions.tanh(z))


def _secant(e: Any) -> Named:
    """a/(eʸ + eᶻ) is a exp(−y − softplus(z − y))."""
    above, below = _fraction(e)
    c, exponents = _exponents(below)
    if not exponents or not taken_apart(above).coef or _exponential_in(above):
        return None
    y, z = exponents
    return partial(_over_sum, mul(1 / c, above)), y, z


def _exponential_in(e: Any) -> bool:
    return any(a.function is functions.exp for a in e.atoms(functions.Apply, functions.MatApply))


def _over_sum(a: Any, y: Any, z: Any) -> Any:
    power = functions.exp(negated(_log_of_sum(Integer(1), y, z)))
    return entrywise(a, power) if is_matrix(z) else mul(a, power)


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
