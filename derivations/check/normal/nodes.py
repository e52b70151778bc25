"""The meaning of each node in index form: one function a node."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import sympy

from derivations.errors import NotSupported
from derivations.notation import (
    arrangement,
    core,
    differentials,
    functions,
    linear,
    probability,
    sequences,
    shapes,
    symbols,
)
from derivations.notation.facts import is_nonnegative, is_symmetric, says
from derivations.notation.shapes import fold_shape, is_matrix, same_shape, shape_of
from derivations.notation.symbols import facts_of

from . import chance, determinants, exponents, splits
from .build import DELTA, ONE, Builder, Terms
from .families import function_value, member, position
from .form import Atom, Factor, Ix, Term
from .inverses import inverse
from .maxima import maximum

At = tuple[Ix, Ix]
Env = dict[Any, Ix]


def _plus(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return [t for a in x.args for t in b.entry(a, at, env)]


def _negative(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.scale(-ONE, b.entry(x.args[0], at, env))


def _product(b: Builder, x: Any, at: At, env: Env) -> Terms:
    """Split the chain where it becomes 1×1, then sum over the inner indices of each piece."""
    pieces: list[list[Any]] = [[]]
    scalars: list[Any] = []
    for f in x.args:
        if not is_matrix(f):
            scalars.append(f)
            continue
        if pieces[-1] and same_shape(fold_shape(tuple(pieces[-1])), shapes.SCALAR):
            pieces.append([])
        pieces[-1].append(f)
    parts = [b.scalar(s, env) for s in scalars]
    for piece in pieces:
        if piece:
            shape = fold_shape(tuple(piece))
            parts.append(_chain(b, piece, at if not same_shape(shape, shapes.SCALAR) else (None, None), env))
    return b.times(*parts)


def _chain(b: Builder, mats: list[Any], at: At, env: Env) -> Terms:
    if len(mats) == 1:
        return b.entry(mats[0], at, env)
    inner = shape_of(mats[0])[1]
    if inner == 1:
        return b.times(b.entry(mats[0], (at[0], None), env), _chain(b, mats[1:], (None, at[1]), env))
    return b.summed(inner, lambda k: b.times(b.entry(mats[0], (at[0], k), env), _chain(b, mats[1:], (k, at[1]), env)))


def _quotient(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.times(b.entry(x.args[0], at, env), _raised(b, x.args[1], (None, None), env, -ONE))


def _raised(b: Builder, x: Any, at: At, env: Env, exponent: Fraction) -> Terms:
    """x to a power; under a negative whole one products and powers stay apart: (uv²)⁻¹ is u⁻¹v⁻²."""
    if exponent.denominator == 1 and exponent < 0:
        if isinstance(x, core.Product | linear.Hadamard) and all(is_matrix(a) == is_matrix(x) for a in x.args):
            return b.times(*(_raised(b, a, at, env, exponent) for a in x.args))
        if isinstance(x, core.Quotient):
            return b.times(*(_raised(b, a, at, env, k * exponent) for a, k in zip(x.args, (ONE, -ONE), strict=True)))
        if isinstance(x, core.Power | linear.HadamardPower):
            inner = sympy.sympify(x.args[1]).doit()
            if inner.is_Rational:
                return _raised(b, x.args[0], at, env, Fraction(int(inner.p), int(inner.q)) * exponent)
    return b.power(b.entry(x, at, env), exponent)


def _power(b: Builder, x: Any, at: At, env: Env) -> Terms:
    base, exponent = x.args[0], sympy.sympify(x.args[1]).doit()
    if exponent.is_Rational:
        raised = Fraction(int(exponent.p), int(exponent.q))
        if raised.denominator != 1 and raised > 0:
            return _beside_zeros(b, b.entry(base, at, env), at, lambda inside: b.power(inside, raised))
        return _raised(b, base, at, env, raised)
    return exponents.raised(b, b.entry(base, at, env), b.scalar(x.args[1], env), says(exponent, "integer"))


def _apply(b: Builder, x: Any, at: At, env: Env) -> Terms:
    name, argument = x.args[0].name, x.args[1]
    if name == "log" and isinstance(argument, sequences.Select) and _is_binary(argument.args[0]):
        return b.scalar(
            sequences.select(argument.args[0], functions.log(argument.args[1]), functions.log(argument.args[2])), env
        )
    if name == "abs" and b.spell_out:
        signed = argument.args[0] if isinstance(argument, core.Negative | core.MatNegative) else argument
        if is_nonnegative(signed):  # by its form, which is lost once relu in it is spelled out
            return b.entry(signed, at, env)
    inside = b.entry(argument, at, env)
    if x.function.zero_at_zero:
        return _beside_zeros(b, inside, at, lambda inside: b.function(name, inside))
    return b.function(name, inside)


def _beside_zeros(b: Builder, inside: Terms, at: At, of: Callable[[Terms], Terms]) -> Terms:
    """f(δᵢⱼ u) as δᵢⱼ f(u), for a function that is 0 at 0."""
    if None in at or at[0] == at[1] or not inside or not all(any(_is_delta(f, at) for f in t.factors) for t in inside):
        return of(inside)
    rest = [Term(t.coef, [f for f in t.factors if not _is_delta(f, at)], t.bound) for t in inside]
    return b.times(of(rest), b.delta(*at))


def _is_delta(f: Factor, at: At) -> bool:
    return f[0] == DELTA and set(f[1]) == set(at)


def _is_binary(choice: Any) -> bool:
    symbol = choice.args[0] if isinstance(choice, linear.Entry) else choice
    return bool(facts_of(symbol).keys() & {"binary", "one_hot"})


def _select(b: Builder, x: Any, at: At, env: Env) -> Terms:
    choice, one, zero = x.args
    if not _is_binary(choice):
        raise NotSupported(f"{choice} is not declared to be 0 or 1")
    y = b.scalar(choice, env)
    return b.times(y, b.scalar(one, env)) + b.times(b.number(1) + b.scale(-ONE, y), b.scalar(zero, env))


def _transposed(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.entry(x.args[0], (at[1], at[0]), env)


def _entrywise_product(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.times(*(b.entry(a, at, env) for a in x.args))


def _diag(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.times(b.entry(x.args[0], (at[0], None), env), b.delta(at[0], at[1]))


def _diagonal(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.entry(x.args[0], (at[0], at[0]), env)


def _trace(b: Builder, x: Any, at: At, env: Env) -> Terms:
    n = shape_of(x.args[0])[0]
    if n == 1:
        return b.scalar(x.args[0], env)
    return b.summed(n, lambda i: b.entry(x.args[0], (i, i), env))


def _over_entries(b: Builder, a: Any, body: Callable[[At], Terms]) -> Terms:
    rows, cols = shape_of(a)
    if rows == 1 and cols == 1:
        return body((None, None))
    if cols == 1:
        return b.summed(rows, lambda i: body((i, None)))
    if rows == 1:
        return b.summed(cols, lambda j: body((None, j)))
    return b.summed(rows, lambda i: b.summed(cols, lambda j: body((i, j))))


def _total(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return _over_entries(b, x.args[0], lambda k: b.entry(x.args[0], k, env))


def _inner(b: Builder, x: Any, at: At, env: Env) -> Terms:
    left, right = x.args
    return _over_entries(b, left, lambda k: b.times(b.entry(left, k, env), b.entry(right, k, env)))


def _squared_norm(b: Builder, x: Any, at: At, env: Env) -> Terms:
    a = x.args[0]
    return _over_entries(b, a, lambda k: b.power(b.entry(a, k, env), Fraction(2)))


def _norm1(b: Builder, x: Any, at: At, env: Env) -> Terms:
    a = x.args[0]
    return _over_entries(b, a, lambda k: _beside_zeros(b, b.entry(a, k, env), k, partial(b.function, "abs")))


def _norm(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.power(_squared_norm(b, x, at, env), Fraction(1, 2))


def _leading_eigenvector(b: Builder, x: Any, at: At, env: Env) -> Terms:
    form, outer = b.closed_matrix(x.args[0], env)
    return b.atom(Atom("leading", form=form, symbol=x), (at[0], *outer))


def _logsumexp(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.log(_sum_of_exps(b, x.args[0], env))


def _sum_of_exps(b: Builder, a: Any, env: Env) -> Terms:
    return b.summed(shape_of(a)[0], lambda i: b.exp(b.entry(a, (i, None), env)))


def _softmax(b: Builder, x: Any, at: At, env: Env) -> Terms:
    a = x.args[0]
    return b.times(b.exp(b.entry(a, at, env)), b.power(_sum_of_exps(b, a, env), -ONE))


def _eye(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.delta(at[0], at[1])


def _unit(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.delta(at[0], position(x.args[0], env))


def _entry(b: Builder, x: Any, at: At, env: Env) -> Terms:
    a, i, j = x.args
    row, col = position(i, env), position(j, env)
    rows, cols = shape_of(a)
    return b.entry(a, (None if rows == 1 else row, None if cols == 1 else col), env)


def _row(b: Builder, x: Any, at: At, env: Env) -> Terms:
    return b.entry(x.args[0], (position(x.args[1], env), at[0]), env)


def _sum_over(b: Builder, x: Any, at: At, env: Env) -> Terms:
    body, i = x.args
    return b.summed(i.count, lambda k: b.entry(body, at, {**env, i: k}))


# atoms


def _matrix_atom(b: Builder, x: Any, at: At, env: Env) -> Terms:
    facts = facts_of(x)
    made = Atom(
        "matrix",
        f"{x.name}:{x.shape[0]}×{x.shape[1]}",
        symmetric=bool(facts.keys() & {"symmetric", "positive_definite", "positive_semidefinite", "diagonal"}),
        positive="positive" in facts,
        idempotent=bool(facts.keys() & {"binary", "one_hot"}),
        symbol=x,
    )
    if "diagonal" in facts and at[0] != at[1]:
        return b.times(b.atom(Atom("diagonal of", made.name, symbol=x), (at[0],)), b.delta(at[0], at[1]))
    if "diagonal" in facts:
        return b.atom(Atom("diagonal of", made.name, symbol=x), (at[0],))
    return b.atom(made, at)


def _scalar_symbol(b: Builder, x: Any, at: At, env: Env) -> Terms:
    if x in b.bindings:
        return b.bindings[x]()
    made = Atom("scalar", x.name, positive=bool(x.is_positive), idempotent="binary" in facts_of(x), symbol=x)
    return b.atom(made)


def _increment(b: Builder, x: Any, at: At, env: Env) -> Terms:
    base = x.args[0]
    if is_matrix(base) and "diagonal" in facts_of(base):
        return b.times(b.atom(Atom("d", str(base), symbol=x), (at[0],)), b.delta(at[0], at[1]))
    return b.atom(Atom("d", str(base), symmetric=is_matrix(base) and is_symmetric(base), symbol=x), at)


# differentials


def _differential(b: Builder, x: Any, at: At, env: Env) -> Terms:
    from .series import first_order

    body, variables = x.args[0], differentials.moving_in(x)
    for variable in variables:
        if facts_of(variable).keys() & {"binary", "one_hot", "integer"}:
            raise NotSupported(f"not supported: a differential in {variable}, which takes separate values only")
    outer, b.moving = b.moving, b.moving | set(variables)
    try:
        return [t for v in variables for t in first_order(b, b.entry(body, at, env), v)]
    finally:
        b.moving = outer


# stock SymPy


def stock(b: Builder, x: Any, at: At, env: Env) -> Terms:
    """Plain SymPy scalars: numbers, symbols, sums, products, powers, exp, log."""
    if x in b.bindings:
        return b.bindings[x]()
    if x.is_Rational:
        return b.number(Fraction(int(x.p), int(x.q)))
    if isinstance(x, symbols.Dim):
        return b.atom(Atom("dim", x.name, positive=True, symbol=x))
    if x.is_Symbol:
        return _scalar_symbol(b, x, at, env)
    if x.is_Add:
        return _plus(b, x, at, env)
    if x.is_Mul and not is_matrix(x):
        return b.times(*(b.scalar(a, env) for a in x.args))
    if x.is_Pow and not is_matrix(x):
        return _power(b, x, at, env)
    if x is sympy.pi:
        return b.atom(Atom("scalar", "π", positive=True, symbol=x))
    if x is sympy.E:
        return b.exp(b.number(1))
    if isinstance(x, sympy.exp | sympy.log):
        return b.function(x.func.__name__, b.scalar(x.args[0], env))
    raise NotSupported(f"not supported yet: a normal form of {type(x).__name__}")


NODES: dict[type, Callable[[Builder, Any, At, Env], Terms]] = {
    core.Plus: _plus,
    core.MatPlus: _plus,
    core.Negative: _negative,
    core.MatNegative: _negative,
    core.Product: _product,
    core.MatProduct: _product,
    core.Quotient: _quotient,
    core.MatQuotient: _quotient,
    core.Power: _power,
    core.Transposed: _transposed,
    functions.Apply: _apply,
    functions.MatApply: _apply,
    linear.Inverse: inverse,
    linear.Trace: _trace,
    linear.Determinant: determinants.determinant,
    linear.LogDet: determinants.log_determinant,
    linear.Inner: _inner,
    linear.Norm: _norm,
    linear.Norm1: _norm1,
    linear.SquaredNorm: _squared_norm,
    linear.Total: _total,
    linear.Maximum: maximum,
    linear.LeadingEigenvector: _leading_eigenvector,
    linear.LogSumExp: _logsumexp,
    linear.Softmax: _softmax,
    linear.Hadamard: _entrywise_product,
    linear.HadamardPower: _power,
    linear.Diag: _diag,
    linear.Diagonal: _diagonal,
    linear.Eye: _eye,
    linear.Ones: lambda b, x, at, env: b.number(1),
    linear.Zeros: lambda b, x, at, env: [],
    linear.Unit: _unit,
    linear.Vec: splits.vec,
    linear.Kron: splits.kron,
    arrangement.Unvec: splits.unvec,
    arrangement.Commutation: splits.commutation,
    linear.Entry: _entry,
    linear.Row: _row,
    linear.SumOver: _sum_over,
    linear.MatSumOver: _sum_over,
    symbols.MatrixAtom: _matrix_atom,
    symbols.ScalarSymbol: _scalar_symbol,
    sequences.Member: member,
    sequences.ScalarMember: member,
    sequences.FunctionValue: function_value("f"),
    sequences.GradientValue: function_value("f grad"),
    sequences.HessianValue: function_value("f hess"),
    sequences.Select: _select,
    probability.RandomScalar: chance.random,
    probability.RandomMatrix: chance.random,
    probability.Expectation: chance.expectation,
    probability.MatExpectation: chance.expectation,
    probability.Variance: chance.variance,
    probability.Covariance: chance.covariance,
    probability.MatCovariance: chance.mat_covariance,
    probability.Indicator: chance.indicator,
    probability.Probability: chance.probability_of,
    differentials.Increment: _increment,
    differentials.MatIncrement: _increment,
    differentials.Differential: _differential,
    differentials.MatDifferential: _differential,
}
