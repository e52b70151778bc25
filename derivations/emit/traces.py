"""Traces, inner products of matrices and diagonals of products, without the product where that is cheaper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from derivations.notation import linear

from . import ops
from .factors import Factors, Run, flipped_run, is_column, is_row, product_of
from .ops import Op, call
from .pieces import half_of, half_value, pieces_of
from .products import Chain

if TYPE_CHECKING:
    from .lowering import Lowering

Split = tuple[float, Chain, Chain | None]


def trace_value(ctx: Lowering, *many: Factors) -> Op:
    """tr of a product: a scalar or a sum of squares where a rotation makes it one, else the sum of P ∘ Qᵀ."""
    whole = Factors()
    for parts in many:
        whole.absorb(parts)
    factor = _coefficient(ctx, whole)
    return ops.multiply(factor, _trace(ctx, _without_eye(_split_ones(whole.last)))) if whole.last else factor


def diagonal_value(ctx: Lowering, parts: Factors) -> Op:
    """The diagonal of a product: row sums of P ∘ Qᵀ, without the product."""
    run = _without_eye(parts.last)
    half = half_of(ctx, run)
    if half is not None and not is_row(half[0]):
        z = half_value(ctx, half)
        out = ops.total(ops.multiply(z, z), 0)
    else:
        out = _entry_sums(_cheapest_split(ctx, run), 1)
    return ops.multiply(_coefficient(ctx, parts), out)


def _coefficient(ctx: Lowering, parts: Factors) -> Op:
    return ctx.lower(product_of(Factors(parts.sign, parts.scalars, parts.below, parts.closed)))


def _split_ones(run: list[Any]) -> list[Any]:
    """A matrix of ones as 1·1ᵀ, so that a trace with it is a sum of entries."""
    column_and_row = {f: [linear.Ones(f.args[0], 1), linear.Ones(1, f.args[1])] for f in run if _is_full_of_ones(f)}
    return [part for f in run for part in column_and_row.get(f, [f])]


def _is_full_of_ones(f: Any) -> bool:
    return isinstance(f, linear.Ones) and not is_column(f) and not is_row(f)


def _without_eye(run: list[Any]) -> Run:
    return tuple(f for f in run if not isinstance(f, linear.Eye)) or tuple(run[:1])


def _trace(ctx: Lowering, run: Run) -> Op:
    rotations = [run[k:] + run[:k] for k in range(len(run))]
    for turn in rotations:
        if is_row(turn[0]):
            return ctx.run(turn)
    for turn in rotations:
        half = half_of(ctx, turn)
        if half is not None:
            z = half_value(ctx, half)
            return ops.total(ops.multiply(z, z))
    return _entry_sums(min((_cheapest_split(ctx, turn) for turn in rotations), key=lambda split: split[0]), None)


def _cheapest_split(ctx: Lowering, run: Run) -> Split:
    """A run as P·Q, or as P alone where that is cheaper."""
    pieces = pieces_of(ctx, run)
    whole = Chain(ctx, pieces)
    options: list[Split] = []
    if len(pieces) == 1 or any(p.kind == "inverse" for p in pieces):
        options.append((whole.cost() + whole.sizes[0], whole, None))
    for k in range(len(pieces) - 1, 0, -1):
        p, q = Chain(ctx, pieces[:k]), Chain(ctx, pieces[k:])
        options.append((p.cost() + _alone(p) + q.cost() + _alone(q) + p.sizes[0] * p.sizes[-1], p, q))
    return min(options, key=lambda split: split[0])


def _alone(c: Chain) -> float:
    """What it costs to write out an inverse that multiplies nothing."""
    return c.sizes[0] ** 3 * 4 / 3 if len(c.pieces) == 1 and c.pieces[0].kind == "inverse" else 0.0


def _turned(c: Chain) -> Op:
    """The transpose of a product, which is the product itself where it reads the same backwards."""
    run = tuple(p.source for p in c.pieces)
    return c.value() if None not in run and flipped_run(run) == run else ops.transposed(c.value())


def _entry_sums(split: Split, axis: int | None) -> Op:
    _, first, second = split
    if second is None and len(first.pieces) == 1 and first.pieces[0].kind == "diag":
        weights = first.pieces[0].value
        return weights if axis else ops.total(weights)
    p = first.value()
    if second is None:
        return call("diag", p, rank=1) if axis else call("trace", p, rank=0)
    q = _turned(second)
    if q.rank == 1:  # the diagonal of an outer product
        diagonal = ops.multiply(p, q)
        return diagonal if axis else ops.total(diagonal)
    if p.kind == "transpose" and axis is None:
        p, q = ops.transposed(p), ops.transposed(q)
    return ops.total(ops.multiply(p, q), axis)
