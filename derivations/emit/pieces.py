"""Factors ready to be multiplied: a Gram matrix by its QR decomposition, a diagonal matrix by its vector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sympy

from derivations.notation import arrangement, core, linear
from derivations.notation.facts import is_definite
from derivations.notation.printing import text
from derivations.notation.shapes import convert, shape_of

from . import ops
from .factors import Factors, Run, factors_of, flipped_run, is_column, is_row, is_symmetric, product_of
from .forms import RootInverse, adopted, shown_nonnegative
from .ops import Op, call

if TYPE_CHECKING:
    from .lowering import Lowering


# --- Gram matrices ----------------------------------------------------------------------------------------------------


def gram_half(a: Any) -> Run | None:
    """The factors of B where A = BᵀB has a QR decomposition of B to offer: not of a row, for xxᵀ has rank 1.

    B may start with the square root of a diagonal matrix.
    """
    parts = factors_of(a)
    half = half_of(None, parts.last) if parts.bare_runs and not parts.closed else None
    return None if half is None or is_row(half[0]) else half


def half_of(ctx: Lowering | None, run: Any) -> Run | None:
    """The factors of B where the run reads BᵀB, BᵀDB with D ≥ 0, or BᵀS⁻¹B with a Cholesky factor of S at hand."""
    run = tuple(run)
    middle = len(run) // 2
    if len(run) < 2 or flipped_run(run) != run:
        return None
    if len(run) % 2 == 0:
        return run[middle:]
    center = run[middle]
    if isinstance(center, linear.Diag) and shown_nonnegative(center.args[0]):
        return (linear.Diag(linear.HadamardPower(center.args[0], sympy.Rational(1, 2))), *run[middle + 1 :])
    if ctx is not None and _by_cholesky(ctx, center):
        return (RootInverse(center.args[0]), *run[middle + 1 :])
    return None


def _by_cholesky(ctx: Lowering, f: Any) -> bool:
    """Whether f is an inverse whose Cholesky factor the log determinant needs anyway."""
    return isinstance(f, linear.Inverse) and f.args[0] in ctx.determinants and is_definite(f.args[0])


def half_value(ctx: Lowering, half: Run) -> Op:
    """B as an array; rows scaled by the square root of a weight in one pass."""
    if _is_root(half[0]) and len(half) > 1:
        rest = ctx.run(half[1:])
        scale = ctx.lower(half[0].args[0])
        out = ops.multiply(rest, ops.column(scale) if rest.rank == 2 else scale)
    else:
        out = ctx.run(half)
    if out.kind not in ("name", "add"):
        ctx.hint(out, "Z" if out.rank == 2 else "z")
    return out


def r_of(ctx: Lowering, half: Run) -> Op:
    """The triangular factor R of B = QR, so that BᵀB = RᵀR; dependent columns are refused."""
    return ops.part(_qr(ctx, half), 1, 2)


def q_of(ctx: Lowering, half: Run) -> Op:
    return ops.part(_qr(ctx, half), 0, 2)


def _qr(ctx: Lowering, half: Run) -> Op:
    whose = text(product_of(Factors(last=[f for f in half if not _is_root(f)])))
    both = Op("qr", (half_value(ctx, half),), 0, whose)
    ctx.hint(both, "q, r")
    return both


def _is_root(f: Any) -> bool:
    return isinstance(f, linear.Diag) and isinstance(f.args[0], linear.HadamardPower)


def cholesky_of(ctx: Lowering, a: Any) -> Op:
    """The lower triangular L with A = LLᵀ."""
    out = call("cholesky", ctx.lower(a), rank=2)
    ctx.hint(out, "L")
    return out


# --- pieces -----------------------------------------------------------------------------------------------------------


@dataclass
class Piece:
    """A factor: a full array, a diagonal matrix by its vector, an inverse, a permutation, or a vector of ones."""

    kind: str  # "full", "diag", "inverse", "order" (the order in which it puts the rows), "ones"
    op: Op | None
    rows: Any
    cols: Any
    source: Any = None  # the factor it stands for, where it is one
    turned: Op | None = None  # the same of the transpose, where the piece is an inverse or a permutation

    @property
    def value(self) -> Op:
        assert self.op is not None, "a vector of ones has no array of its own"
        return self.op


def pieces_of(ctx: Lowering, run: Run) -> list[Piece]:
    """The factors of a product, with (BᵀB)⁻¹ worked out from the QR decomposition of B."""
    out: list[Piece] = []
    position = 0
    while position < len(run):
        f = run[position]
        position += 1
        half = gram_half(f.args[0]) if isinstance(f, linear.Inverse) else None
        if half is not None:
            position += _gram_inverse(ctx, out, half, run[position:])
        elif _by_cholesky(ctx, f):
            root = RootInverse(f.args[0])
            out += [*_pieces(ctx, core.Transposed(root)), *_pieces(ctx, root)]
        elif not isinstance(f, linear.Eye):
            out += _pieces(ctx, f)
    return out or _pieces(ctx, run[0])


def _gram_inverse(ctx: Lowering, out: list[Piece], half: Run, following: Run) -> int:
    """Append (BᵀB)⁻¹ = R⁻¹R⁻ᵀ, or with what stands beside it B(BᵀB)⁻¹ = QR⁻ᵀ and (BᵀB)⁻¹Bᵀ = R⁻¹Qᵀ.

    Never by way of BᵀB, whose condition number is the square of that of B.
    """
    n, k = shape_of(half[0])[0], shape_of(half[-1])[1]
    root = half[0] if _is_root(half[0]) else None
    left = half if root is None else (linear.Diag(root.args[0].args[0]), *half[1:])
    scale = [] if root is None else _pieces(ctx, root)
    r = r_of(ctx, half)
    if [p.source for p in out[-len(left) :]] == list(left):
        del out[-len(left) :]
        out += [*scale, Piece("full", q_of(ctx, half), n, k)]
    else:
        out.append(Piece("inverse", r, k, k, turned=ops.transposed(r)))
    if tuple(following[: len(left)]) == flipped_run(left):
        out += [Piece("full", ops.transposed(q_of(ctx, half)), k, n), *scale]
        return len(left)
    out.append(Piece("inverse", ops.transposed(r), k, k, turned=r))
    return 0


def _pieces(ctx: Lowering, f: Any) -> list[Piece]:
    rows, cols = shape_of(f)
    if isinstance(f, linear.Ones):
        if is_column(f) or is_row(f):
            return [Piece("ones", None, rows, cols, f)]
        return [Piece("ones", None, rows, convert(1)), Piece("ones", None, convert(1), cols)]
    if isinstance(f, linear.Diag):
        return [Piece("diag", ctx.lower(f.args[0]), rows, cols, f)]
    if isinstance(f, linear.Inverse):
        op = ctx.lower(f.args[0])
        return [Piece("inverse", op, rows, cols, f, op if is_symmetric(f.args[0]) else ops.transposed(op))]
    if isinstance(f, arrangement.Commutation):
        by_rows, by_columns = _order_of(ctx, *f.args), _order_of(ctx, *reversed(f.args))
        return [Piece("order", by_rows, rows, cols, f, by_columns)]
    if isinstance(f, RootInverse):
        op = cholesky_of(ctx, f.args[0])
        return [Piece("inverse", op, rows, cols, f, ops.transposed(op))]
    if isinstance(f, core.Transposed):
        (piece,) = _pieces(ctx, f.args[0])
        if piece.kind == "inverse":
            return [Piece("inverse", piece.turned, cols, rows, f, piece.op)]
        return [Piece("full", ops.transposed(piece.value), rows, cols, f)]
    return [Piece("full", ctx.lower(f), rows, cols, f)]


def _order_of(ctx: Lowering, rows: Any, cols: Any) -> Op:
    """Where the entries of vec(Aᵀ) stand in vec(A), for A of that shape: K[rows,cols] as a permutation."""
    out = ops.order_of_transpose(*(ctx.lower(adopted(n)) for n in (rows, cols)))
    ctx.hint(out, "order", force=True)
    return out
