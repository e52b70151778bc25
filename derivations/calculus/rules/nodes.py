"""One row a node: the rule that differentiates it, and the linear map that each of its parts goes through.

A row's function takes the node and yields (part, map); the engine leaves out the parts that do not move. The engine
knows no rule by name: what it can do is what stands in this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from derivations.calculus.compact import compact, entrywise, mul, power_of, turned
from derivations.calculus.compact.monomials import is_one_by_one
from derivations.calculus.maps import (
    Against,
    Between,
    EntryOf,
    Entrywise,
    FromDiagonal,
    KronWith,
    Map,
    RowOf,
    Same,
    Stacking,
    Times,
    ToDiagonal,
    Transposing,
    Unstacking,
)
from derivations.errors import NotSupported
from derivations.notation import arrangement, core, functions, linear, sequences
from derivations.notation.printing import text
from derivations.notation.shapes import convert, is_matrix, same_dim, shape_of
from derivations.notation.symbols import ScalarSymbol
from derivations.proof.rule import Rule

from . import algebra, differentials, exponentials, frobenius

Parts = Iterable[tuple[Any, Map]]
Moves = Callable[[Any], bool]


@dataclass(frozen=True)
class Row:
    """How one type of node is differentiated."""

    rule: Callable[[Any, Moves], Rule]
    parts: Callable[[Any], Parts]
    why: Callable[[Any], str] = lambda node: ""


def always(rule: Rule) -> Callable[[Any, Moves], Rule]:
    return lambda node, moves: rule


# --- sums and products ------------------------------------------------------------------------------------------------


def _sum(x: Any) -> Parts:
    return [(a, Same()) for a in x.args]


def _negative(x: Any) -> Parts:
    return [(x.args[0], Between(factor=convert(-1)))]


def pieces(x: Any) -> list[list[Any]]:
    """The factors of a product: scalars alone, matrices in chains, each but the last of them 1×1."""
    out: list[list[Any]] = []
    chain: list[Any] = []
    for f in x.args:
        if not is_matrix(f):
            out.append([f])
            continue
        chain.append(f)
        if is_one_by_one(chain):
            out.append(chain)
            chain = []
    return [*out, chain] if chain else out


def _product(x: Any) -> Iterator[tuple[Any, Map]]:
    """Each factor in turn: what stands left and right of it in its chain, times the other pieces."""
    split = pieces(x)
    body = split[-1] if is_matrix(x) else None
    for piece in split:
        others = [f for p in split if p is not piece and p is not body for f in p]
        if not is_matrix(piece[0]):
            rest = mul(*others) if others else convert(1)
            yield piece[0], Times(mul(rest, *body)) if body is not None else Between(factor=rest)
            continue
        for place, f in enumerate(piece):
            left = mul(*piece[:place]) if place else None
            right = mul(*piece[place + 1 :]) if place + 1 < len(piece) else None
            factor = mul(*others) if others else None
            if body is not None and piece is not body:
                yield f, _Outer(_inside(left, right, factor), mul(*body))
            else:
                yield f, Between(left, right, factor)


def _inside(left: Any, right: Any, factor: Any) -> Any:
    """M with factor · left step right = ⟨M, step⟩."""
    return mul(factor, None if left is None else turned(left), None if right is None else turned(right))


@dataclass(frozen=True)
class _Outer:
    """⟨M, step⟩ B: a 1×1 chain that scales a matrix."""

    by: Any
    body: Any

    def value(self, step: Any) -> Any:
        return mul(Against(self.by).value(step), self.body)

    def adjoint(self, g: Any) -> Any:
        return mul(Times(self.body).adjoint(g), self.by)

    def after(self, j: Any, part: Any) -> Any:
        return Against(self.by).after(Times(self.body).after(j, convert(1)), part)


def _product_rule(x: Any, moves: Moves) -> Rule:
    if not is_matrix(x) and not any(map(is_matrix, x.args)):
        return algebra_or_product(x, moves)
    moving = [f for f in x.args if moves(f)]
    if len(moving) > 1:
        return frobenius.product_under
    if moving and not is_matrix(moving[0]):
        return frobenius.scaling
    return algebra.adjoint if any(is_matrix(f) for f in x.args if not moves(f)) else differentials.linearity


def algebra_or_product(x: Any, moves: Moves) -> Rule:
    return differentials.product if sum(map(moves, x.args)) > 1 else differentials.linearity


def _quotient(x: Any) -> Parts:
    a, b = x.args
    down = power_of(b, -1)
    return [(a, Between(factor=down)), (b, Times(mul(convert(-1), a, down, down)))]


def _quotient_rule(x: Any, moves: Moves) -> Rule:
    return exponentials.quotient_rule if moves(x.args[1]) else differentials.linearity


def _power(x: Any) -> Iterator[tuple[Any, Map]]:
    base, exponent = x.args
    lower = compact(exponent - 1) if not exponent.is_Number else exponent - 1
    yield base, Times(mul(exponent, power_of(base, lower)))
    if not exponent.is_Number:
        yield exponent, Times(mul(functions.log(base), x))


def _power_rule(x: Any, moves: Moves) -> Rule:
    return frobenius.power_rule if moves(x.args[0]) else frobenius.exponential_rule


def _hadamard_power(x: Any) -> Iterator[tuple[Any, Map]]:
    base, exponent = x.args
    lower = compact(exponent - 1) if not exponent.is_Number else exponent - 1
    slope = compact(linear.HadamardPower(base, lower))
    yield base, Entrywise(mul(exponent, slope))
    if not exponent.is_Number:
        yield exponent, Times(entrywise(functions.log(base), x))


def _hadamard(x: Any) -> Iterator[tuple[Any, Map]]:
    for place, a in enumerate(x.args):
        others = [*x.args[:place], *x.args[place + 1 :]]
        yield a, Entrywise(entrywise(*others))


# --- functions of a matrix --------------------------------------------------------------------------------------------


def _inverse(x: Any) -> Parts:
    return [(x.args[0], Between(mul(convert(-1), x), x))]


def _det(x: Any) -> Parts:
    a = x.args[0]
    return [(a, Against(mul(x, turned(compact(linear.Inverse(a))))))]


def _logdet(x: Any) -> Parts:
    return [(x.args[0], Against(turned(compact(linear.Inverse(x.args[0])))))]


def _trace(x: Any) -> Parts:
    inside = x.args[0]
    if _is_kron_of_squares(inside):
        a, b = inside.args
        return [(p, Against(mul(linear.trace(q), linear.eye(shape_of(p)[0])))) for p, q in ((a, b), (b, a))]
    return [(inside, Against(linear.eye(shape_of(inside)[0])))]


def _is_kron_of_squares(a: Any) -> bool:
    """tr(A ⊗ B) = tr A · tr B where both are square; A ⊗ B may be square without."""
    return isinstance(a, linear.Kron) and all(same_dim(*shape_of(f)) for f in a.args)


def _trace_rule(x: Any, moves: Moves) -> Rule:
    return frobenius.trace_of_kronecker if _is_kron_of_squares(x.args[0]) else frobenius.trace_differential


def _inner(x: Any) -> Parts:
    a, b = x.args
    return [(a, Against(b)), (b, Against(a))]


def _norm(x: Any) -> Parts:
    return [(x.args[0], Against(mul(power_of(x, -1), x.args[0])))]


def _softmax(x: Any) -> Parts:
    return [(x.args[0], Between(compact(linear.Diag(x) - mul(x, turned(x)))))]


def _max(x: Any) -> Parts:
    raise NotSupported("not supported yet: the derivative of max; log-sum-exp is its smooth neighbour")


def _kron(x: Any) -> Parts:
    a, b = x.args
    return [(a, KronWith(b, True, shape_of(a))), (b, KronWith(a, False, shape_of(b)))]


# --- named functions --------------------------------------------------------------------------------------------------


def _apply(x: Any) -> Parts:
    f, z = x.function, x.args[1]
    if f.derivative is None:
        if f.kink is not None:
            return []  # constant on both sides of its jump
        raise NotSupported(f"not supported yet: the derivative of {f.name}")
    slope = compact(f.derivative(z))
    return [(z, Entrywise(slope) if is_matrix(x) else Between(factor=slope))]


def _apply_rule(x: Any, moves: Moves) -> Rule:
    if x.function.kink is not None:
        return frobenius.kink
    return differentials.entrywise


def _apply_why(x: Any) -> str:
    f = x.function
    if f.derivative is None:
        return f"{f.text} is constant on both sides of {f.kink}, so its slope there is 0."
    t = ScalarSymbol("t", real=True)
    place = f" where t ≠ {f.kink}" if f.kink is not None else ""
    return f"The slope of {text(f(t))} is {text(compact(f.derivative(t)))}{place}."


def _function_value(x: Any) -> Parts:
    name, argument, facts = x.args
    return [(argument, Against(sequences.GradientValue(name, argument, facts)))]


def _function_gradient(x: Any) -> Parts:
    name, argument, facts = x.args
    return [(argument, Between(sequences.HessianValue(name, argument, facts)))]


def _select(x: Any) -> Parts:
    choice, one, zero = x.args
    return [
        (one, Times(sequences.Select(choice, convert(1), convert(0)))),
        (zero, Times(sequences.Select(choice, convert(0), convert(1)))),
    ]


NODES: dict[type, Row] = {
    core.Plus: Row(always(differentials.linearity), _sum),
    core.MatPlus: Row(always(differentials.linearity), _sum),
    core.Negative: Row(always(differentials.linearity), _negative),
    core.MatNegative: Row(always(differentials.linearity), _negative),
    core.Product: Row(_product_rule, _product),
    core.MatProduct: Row(_product_rule, _product),
    core.Quotient: Row(_quotient_rule, _quotient),
    core.MatQuotient: Row(_quotient_rule, _quotient),
    core.Power: Row(_power_rule, _power),
    core.Transposed: Row(always(frobenius.transpose_under), lambda x: [(x.args[0], Transposing())]),
    linear.Inverse: Row(always(differentials.inverse_differential), _inverse),
    linear.Trace: Row(_trace_rule, _trace),
    linear.Determinant: Row(always(frobenius.det_differential), _det),
    linear.LogDet: Row(always(differentials.logdet_differential), _logdet),
    linear.Inner: Row(always(frobenius.inner_differential), _inner),
    linear.Norm: Row(always(frobenius.length_differential), _norm),
    linear.Norm1: Row(
        always(frobenius.norm1_differential), lambda x: [(x.args[0], Against(functions.sign(x.args[0])))]
    ),
    linear.SquaredNorm: Row(
        always(differentials.norm_differential), lambda x: [(x.args[0], Against(mul(convert(2), x.args[0])))]
    ),
    linear.Total: Row(
        always(frobenius.total_differential), lambda x: [(x.args[0], Against(linear.ones(*shape_of(x.args[0]))))]
    ),
    linear.Maximum: Row(always(frobenius.kink), _max),
    linear.LogSumExp: Row(
        always(frobenius.logsumexp_differential), lambda x: [(x.args[0], Against(linear.Softmax(x.args[0])))]
    ),
    linear.Softmax: Row(always(frobenius.softmax_differential), _softmax),
    linear.Hadamard: Row(always(frobenius.hadamard_under), _hadamard),
    linear.HadamardPower: Row(_power_rule, _hadamard_power),
    linear.Diag: Row(always(frobenius.diagonal_under), lambda x: [(x.args[0], ToDiagonal())]),
    linear.Diagonal: Row(always(frobenius.diagonal_under), lambda x: [(x.args[0], FromDiagonal())]),
    linear.Vec: Row(always(frobenius.stacking), lambda x: [(x.args[0], Stacking(*shape_of(x.args[0])))]),
    arrangement.Unvec: Row(always(frobenius.stacking), lambda x: [(x.args[0], Unstacking(*shape_of(x)))]),
    linear.Kron: Row(always(frobenius.kronecker), _kron),
    linear.Entry: Row(
        always(frobenius.places), lambda x: [(x.args[0], EntryOf(x.args[1], x.args[2], shape_of(x.args[0])))]
    ),
    linear.Row: Row(always(frobenius.places), lambda x: [(x.args[0], RowOf(x.args[1], shape_of(x.args[0])[0]))]),
    functions.Apply: Row(_apply_rule, _apply, _apply_why),
    functions.MatApply: Row(_apply_rule, _apply, _apply_why),
    sequences.FunctionValue: Row(always(frobenius.function_under), _function_value),
    sequences.GradientValue: Row(always(frobenius.function_under), _function_gradient),
    sequences.Select: Row(always(differentials.linearity), _select),
}
