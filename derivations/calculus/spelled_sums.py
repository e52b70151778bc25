"""Functions of sums of exponentials, in their spelled-out form: logarithms, and fractions with such a sum below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sympy import Integer, Rational

from derivations.notation import core, functions, linear
from derivations.notation.facts import is_positive
from derivations.notation.shapes import is_matrix, shape_of

from .compact import add, entrywise, mul, negated, power_of, subtract
from .compact.monomials import Monomial, taken_apart
from .compact.products import build, cost, is_one, zero_like
from .exponential_sums import (
    ExponentialSum,
    Moves,
    exponent_of,
    ones_or_one,
    scaled_exponent,
    sum_of_exponentials,
    summed,
    without_exponentials,
)

Named = tuple[Any, ...] | None  # a function and its arguments


def spelled_out_sum(e: Any, moves: Moves) -> Named:
    """The function with a name that an expression is, where it spells out one of a sum of exponentials."""
    for pattern in (_softplus, _tanh, _sigmoid, _secant, _logsumexp, _log_of_mean, _softmax):
        if (named := pattern(e, moves)) is not None:
            return named
    return None


def inside_of(e: Any, function: Any) -> Any:
    """The argument of a function with a name."""
    return e.args[1] if isinstance(e, functions.APPLIED) and e.function is function else None


def _of_exponents(found: ExponentialSum, named: Callable[[ExponentialSum], Any]) -> tuple[Any, ...]:
    """What a sum is called, once its exponents are read."""
    return lambda *read: named(found.with_exponents(read)), *(t.exponent for t in found.terms)


def _softplus(e: Any, moves: Moves) -> Named:
    """log(Σᵢ cᵢ exp(yᵢ)), times a number."""
    inside = inside_of(e, functions.log)
    if inside is None:
        return None
    m = taken_apart(inside)
    factors = [*m.mats, *(b for b, e in m.scalars.items() if e == 1)]
    found = sum_of_exponentials(factors[0], moves) if len(factors) == len(m.mats) + len(m.scalars) == 1 else None
    return None if found is None or m.coef <= 0 else _of_exponents(found, lambda s: s.log(m.coef))


def _sigmoid(e: Any, moves: Moves) -> Named:
    """a exp(Σⱼ yⱼ)/(Σᵢ cᵢ exp(yᵢ))ᵏ, with k exponents above, is a times k shares σ(yⱼ − …)."""
    above, below, power = _fraction(e)
    found = sum_of_exponentials(below, moves) if below is not None else None
    if found is None or (power > 1 and len(found.terms) > 2):  # which would be longer than what it names
        return None
    rest, exponent = without_exponentials(above)
    above_line = zero_like(e) if exponent is None else exponent
    places = found.factored(above_line, power)
    if places is None or _exponential_in(rest):
        return None
    return _of_exponents(found, lambda s: _times(mul(1 / s.number(places), rest), *s.shares(places)))


def _times(*factors: Any) -> Any:
    return entrywise(*factors) if is_matrix(factors[-1]) else mul(*factors)


def _tanh(e: Any, moves: Moves) -> Named:
    """b (eʸ − eᶻ)/(c (eʸ + eᶻ)) is b/c tanh((y − z)/2)."""
    above, below, power = _fraction(e)
    found = sum_of_exponentials(below, moves) if power == 1 else None
    if found is None or not isinstance(above, core.Plus | core.MatPlus) or len(above.args) != 2:
        return None
    (b, y), (other, z) = map(scaled_exponent, above.args)
    if b != -other or y is None or z is None or {y, z} != {t.exponent for t in found.terms}:
        return None
    (c, other) = (t.number for t in found.terms) if len(found.terms) == 2 else (1, 0)
    if other != c:
        return None
    half = mul(Rational(1, 2), subtract(y, z))
    turned = negated(half)
    scale, half = (b / c, half) if cost(half) <= cost(turned) else (-b / c, turned)
    return (functions.tanh if scale == 1 else partial(_times_tanh, scale)), half


def _times_tanh(scale: Any, z: Any) -> Any:
    return mul(scale, functions.tanh(z))


def _secant(e: Any, moves: Moves) -> Named:
    """a/(b exp(y) + c exp(z)) is a exp(−log(b exp(y) + c exp(z)))."""
    above, below, power = _fraction(e)
    found = sum_of_exponentials(below, moves) if below is not None else None
    if found is None or power > 1 or len(found.terms) > 2 or not taken_apart(above).coef or _exponential_in(above):
        return None
    return _of_exponents(found, lambda s: _times(above, functions.exp(negated(s.log(Integer(1))))))


def _exponential_in(e: Any) -> bool:
    return any(a.function is functions.exp for a in e.atoms(functions.Apply, functions.MatApply))


def _fraction(e: Any) -> tuple[Any, Any, int]:
    """What stands above and below the line, and the power of the latter, entry by entry of matrices."""
    if isinstance(e, core.Quotient):
        below, k = _power(e.args[1])
        return e.args[0], below, k
    base, k = _power(e)
    if k < 0:
        return ones_or_one(e), base, -k
    if isinstance(e, linear.Hadamard):
        lines = [f for f in e.args if _power(f)[1] < 0]
        if len(lines) == 1:
            base, k = _power(lines[0])
            rest = [f for f in e.args if f is not lines[0]]
            return rest[0] if len(rest) == 1 else linear.Hadamard(*rest), base, -k
    return None, None, 1


def _power(e: Any) -> tuple[Any, int]:
    if isinstance(e, core.Power | linear.HadamardPower) and e.args[1].is_Integer:
        base, k = _power(e.args[0])
        return base, k * int(e.args[1])
    return e, 1


def _logsumexp(e: Any, moves: Moves) -> Named:
    """log(a (Σᵢ exp(zᵢ))ᵏ) is k lse(z) + log(a); and where y > 0 does not move, log(yᵀexp(z)) is lse(z + log(y))."""
    inside = inside_of(e, functions.log)
    if inside is None or is_matrix(inside):
        return None
    m = taken_apart(inside)
    sums = ((b, k, _log_of_sum(b, moves)) for b, k in m.scalars.items() if k.is_Integer)
    base, power, named = next((found for found in sums if found[2] is not None), (None, 0, None))
    if named is None:
        return None
    others = {b: k for b, k in m.scalars.items() if b != base}
    a, exponent = without_exponentials(build(Monomial(m.coef, others, m.mats)))
    if not is_positive(a) or (power == -1 and a == 1 and exponent is not None):  # the logarithm of a share
        return None
    function, *arguments = named
    beside = [_log(a)] if exponent is None else [exponent, _log(a)]
    return lambda *read: add(*read[: len(beside)], mul(power, function(*read[len(beside) :]))), *beside, *arguments


def _log_of_mean(e: Any, moves: Moves) -> Named:
    """log(yᵀsoftmax(z)) is lse(z + log(y)) − lse(z), where y > 0 does not move."""
    inside = inside_of(e, functions.log)
    factors = _dotted(inside) if inside is not None and not is_matrix(inside) else ()
    scores = [f.args[0] for f in factors if isinstance(f, linear.Softmax)]
    weights = [f for f in factors if not isinstance(f, linear.Softmax)]
    if len(scores) != 1 or not weights or any(moves(y) or not is_positive(y) for y in weights):
        return None
    weighed = add(*scores, *map(functions.log, weights))
    return lambda y, z: subtract(linear.logsumexp(y), linear.logsumexp(z)), weighed, *scores


def _log(a: Any) -> Any:
    over = mul(1, power_of(a, -1))
    return negated(functions.log(over)) if cost(over) < cost(a) else Integer(0) if a == 1 else functions.log(a)


def _log_of_sum(e: Any, moves: Moves) -> Named:
    found = sum_of_exponentials(e, moves)
    if found is not None:
        return _of_exponents(found, lambda s: s.log(Integer(1)))
    z = _weighed(e, moves)
    return None if z is None else (linear.logsumexp, z)


def _weighed(e: Any, moves: Moves) -> Any:
    """z where the expression is Σᵢ exp(zᵢ); with weights y > 0 that do not move, z + log(y)."""
    if (z := summed(e)) is not None:
        return z
    exponents = [z for f in _dotted(e) if (z := exponent_of(f)) is not None]
    weights = [f for f in _dotted(e) if exponent_of(f) is None]
    if not exponents or any(moves(y) or not is_positive(y) for y in weights):
        return None
    return add(*exponents, *map(functions.log, weights))


def _dotted(e: Any) -> tuple[Any, ...]:
    """The columns whose products, entry by entry, a scalar sums up: y and z of yᵀz and of 1ᵀ(y ∘ z)."""
    if isinstance(e, linear.Total) and is_one(shape_of(e.args[0])[1]):
        return e.args[0].args if isinstance(e.args[0], linear.Hadamard) else e.args
    if isinstance(e, core.Product) and len(e.args) == 2 and is_matrix(e.args[0]) and is_one(shape_of(e.args[1])[1]):
        return core.transpose(e.args[0]), e.args[1]
    return ()


def _softmax(e: Any, moves: Moves) -> Named:
    """What is linear in exp(z), over Σᵢ exp(zᵢ) + …, is that of softmax(z), times the share of Σᵢ exp(zᵢ)."""
    if not isinstance(e, core.MatQuotient | core.Quotient):
        return None
    above, below = e.args
    m = taken_apart(below)
    for base, k in m.scalars.items() if not m.mats else ():
        rest = mul(1 / m.coef, *(b**-j for b, j in m.scalars.items() if b != base))
        for z, number, found, place in _shared_with(base, moves) if k == 1 else ():
            over = _linear(above, functions.exp(z), linear.softmax(z))
            if over is None:
                continue
            if found is None:
                return mul if rest != 1 else _itself, *([rest] if rest != 1 else []), over
            share = _of_exponents(found, lambda s, i=place: functions.sigmoid(s.share(i)))
            return lambda front, over, *ys, s=share: mul(front, s[0](*ys), over), rest / number, over, *share[1:]
    return None


def _itself(e: Any) -> Any:
    return e


def _shared_with(below: Any, moves: Moves) -> Iterator[tuple[Any, Any, ExponentialSum | None, int]]:
    """z where Σᵢ exp(zᵢ) is all of what stands below a line, or a term of it."""
    if (z := summed(below)) is not None:
        yield z, Integer(1), None, 0
    found = sum_of_exponentials(below, moves)
    for i, t in enumerate(found.terms if found is not None else ()):
        if isinstance(t.exponent, linear.LogSumExp):
            yield t.exponent.args[0], t.number, found, i


_LINEAR = (core.Negative, core.MatNegative, core.Transposed, linear.Total, linear.Diag, linear.Trace)


def _linear(e: Any, old: Any, new: Any) -> Any:
    """An expression that is linear in a part, with another in its place; else None."""
    if e == old:
        return new
    args = [_linear(a, old, new) for a in e.args] if e.has(old) else []
    changed = [i for i, a in enumerate(args) if a is not None]
    fits = (
        len(changed) == len(args)
        if isinstance(e, (core.Plus, core.MatPlus, *_LINEAR))
        else len(changed) == 1 and isinstance(e, core.Product | core.MatProduct | linear.Hadamard)
    )
    if not changed or not fits:
        return None
    return e.func(*(args[i] if i in changed else a for i, a in enumerate(e.args)))
