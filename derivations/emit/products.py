"""Products of matrices, in the order that costs least."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from derivations.notation import core, linear
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.notation.symbols import Dim

from . import ops
from .factors import Run, factors_of, flipped_run, is_column, is_row, product_of
from .forms import SimplexCovariance, adopted, sum_of, terms_of
from .ops import Op, call
from .pieces import Piece, gram_half, half_of, half_value, pieces_of, r_of

if TYPE_CHECKING:
    from .lowering import Lowering


PRODUCTS = (
    core.Product,
    core.MatProduct,
    core.Negative,
    core.MatNegative,
    core.Quotient,
    core.MatQuotient,
    core.Transposed,
    linear.Inner,
)


class Sizes:
    """Guesses at the sizes of dimensions, to compare the orders of a product: matrices are taken to be tall."""

    def __init__(self, symbols: Iterable[Any]):
        self._below: dict[Any, set[Any]] = {}
        for rows, cols in (shape_of(s) for s in symbols if is_matrix(s)):
            if isinstance(rows, Dim) and isinstance(cols, Dim) and rows != cols:
                self._below.setdefault(rows, set()).add(cols)

    def _height(self, dim: Any, path: tuple[Any, ...] = ()) -> int:
        """How many dimensions are known to be smaller, one below the other; a circle counts once."""
        smaller = self._below.get(dim, set()) - set(path)
        return max((1 + self._height(s, (*path, dim)) for s in smaller), default=0)

    def __call__(self, size: Any) -> int:
        if isinstance(size, Dim):
            return int(100 * 4 ** self._height(size))
        guess = size.subs({s: self(s) for s in size.free_symbols if isinstance(s, Dim)})
        return int(guess) if guess.is_Integer else 100


def runs_in(x: Any) -> set[Run]:
    """The products of matrices that an expression needs as a whole."""
    found: set[Run] = set()

    def visit(node: Any) -> None:
        inside = getattr(node, "args", ())
        if isinstance(node, PRODUCTS):
            parts = factors_of(node)
            runs = [*parts.closed, tuple(parts.last)]
            found.update(run for run in runs if len(run) > 1)
            factors = [*parts.scalars, *parts.below, *(f for run in runs for f in run)]
            inside = [a for f in factors for a in (f.args if isinstance(f, PRODUCTS) else (f,))]
        for a in inside:
            visit(a)

    visit(x)
    return found


def run_value(ctx: Lowering, run: Run) -> Op:
    """The product of a run of matrices."""
    first, last = run[0], run[-1]
    if any(isinstance(f, linear.Zeros) for f in run):
        return ctx.lower(linear.Zeros(shape_of(first)[0], shape_of(last)[1]))
    if len(run) > 1 and is_row(first) and not is_column(last):
        run = flipped_run(run)  # a row vector is worked out as the column it is the transpose of
    opened = _opened(run)
    if opened is not None:
        return ctx.lower(sum_of(opened))
    half = half_of(ctx, run)
    if half is not None:
        z = half_value(ctx, half)
        return ops.outer(z, z) if is_row(half[0]) and not is_row(first) else ops.matmul(ops.transposed(z), z)
    half = gram_half(first.args[0]) if len(run) == 1 and isinstance(first, linear.Inverse) else None
    if half is not None:
        size = ctx.lower(adopted(shape_of(first)[0]))
        inverse = ops.solve(r_of(ctx, half), call("eye", size, rank=2))
        ctx.hint(inverse, "r_inverse")
        return ops.matmul(inverse, ops.transposed(inverse))
    return Chain(ctx, pieces_of(ctx, run)).value()


def _opened(run: Run) -> list[Any] | None:
    """(D + uvᵀ)x as Dx + u(vᵀx): the terms, where one factor is a sum that is cheaper term by term."""
    if len(run) < 2:
        return None
    narrow = is_column(run[-1]) or is_row(run[0])
    for position, f in enumerate(run):
        if isinstance(f, SimplexCovariance) and narrow:
            s = f.args[0]
            terms = [linear.Diag(s), core.MatNegative(core.MatProduct(s, core.transpose(s)))]
        elif isinstance(f, core.MatPlus) and not is_column(f) and not is_row(f):
            terms = terms_of(f)
        else:
            continue
        cheap = [_is_cheap(t) for t in terms]
        if all(cheap) or (narrow and (any(cheap) or any(len(factors_of(t).last) > 1 for t in terms))):
            return [_replaced(run, position, t) for t in terms]
    return None


def _replaced(run: Run, position: int, term: Any) -> Any:
    parts = factors_of(term)
    parts.last = [*run[:position], *parts.last, *run[position + 1 :]]
    parts.close()
    return product_of(parts)


def _is_cheap(term: Any) -> bool:
    """A multiple of I, a diagonal matrix, or an outer product."""
    run = factors_of(term).last
    return any(isinstance(f, linear.Diag | linear.Eye) for f in run) or any(is_column(f) for f in run[:-1])


class Chain:
    """The cheapest way to multiply some pieces: the textbook's matrix-chain order, with solves and scalings priced."""

    def __init__(self, ctx: Lowering, pieces: list[Piece]):
        self.ctx = ctx
        self.pieces = pieces
        self.dims = [pieces[0].rows, *(p.cols for p in pieces)]
        self.sizes = [ctx.sizes(d) for d in self.dims]
        self._best: dict[tuple[int, int], tuple[float, int]] = {}

    def value(self) -> Op:
        return self._materialized(self._build(0, len(self.pieces) - 1))

    def cost(self) -> float:
        return self._best_split(0, len(self.pieces) - 1)[0]

    def _best_split(self, i: int, j: int) -> tuple[float, int]:
        """The cost of pieces i … j, and after which one to split; of equal splits the last, which needs no brackets."""
        if i == j:
            return 0.0, i
        if (i, j) not in self._best:
            price, split = min((self._split_cost(i, k, j), -k) for k in range(i, j))
            self._best[i, j] = (price if self._known(i, j) is None else 0.0), -split
        return self._best[i, j]

    def _split_cost(self, i: int, k: int, j: int) -> float:
        return self._best_split(i, k)[0] + self._best_split(k + 1, j)[0] + self._join_cost(i, k, j)

    def _known(self, i: int, j: int) -> Run | None:
        """The factors of a proper part, or their transpose, if the formula needs that product anyway."""
        run = tuple(p.source for p in self.pieces[i : j + 1])
        if None in run or len(run) == len(self.pieces):
            return None
        turned = flipped_run(run)
        return run if run in self.ctx.known else turned if turned in self.ctx.known else None

    def _kind(self, i: int, j: int) -> str:
        if i == j:
            return self.pieces[i].kind
        return "diag" if all(p.kind == "diag" for p in self.pieces[i : j + 1]) else "full"

    def _join_cost(self, i: int, k: int, j: int) -> float:
        a, b, c = self.sizes[i], self.sizes[k + 1], self.sizes[j + 1]
        left, right = self._kind(i, k), self._kind(k + 1, j)
        if left == "inverse":
            return b**3 / 3 + b * b * c
        if right == "inverse":
            return (b**3 / 3 + b * b * a) * 1.01  # the same from the other side, but it reads worse
        if "order" in (left, right):
            return a * c
        if right == "diag" and left != "diag":
            return a * c * 1.01  # Xᵀ(DX) rather than (XᵀD)X
        return a * c if left == "diag" else a * b * c

    def _build(self, i: int, j: int) -> Piece:
        if i == j:
            return self.pieces[i]
        known = self._known(i, j)
        if known is not None:
            run = tuple(p.source for p in self.pieces[i : j + 1])
            op = self.ctx.run(known)
            return Piece("full", op if known == run else ops.transposed(op), self.dims[i], self.dims[j + 1])
        k = self._best_split(i, j)[1]
        return self._join(self._build(i, k), self._build(k + 1, j))

    def _join(self, a: Piece, b: Piece) -> Piece:
        """The product of two pieces."""
        if a.kind == b.kind == "diag":
            return Piece("diag", ops.multiply(a.value, b.value), a.rows, b.cols)
        if a.kind == "ones" and b.kind in ("full", "diag", "ones") and same_dim(a.rows, 1):
            op = self._dimension(a.cols) if b.kind == "ones" else _summed(b, 0)
        elif b.kind == "ones" and a.kind in ("full", "diag") and same_dim(b.cols, 1):
            op = _summed(a, 1)
        elif a.kind == "inverse":
            op = ops.solve(a.value, self._materialized(b))
        elif b.kind == "inverse":
            assert b.turned is not None, "an inverse knows the transpose of its array"
            op = ops.transposed(ops.solve(b.turned, ops.transposed(self._materialized(a))))
        elif a.kind == "diag":
            right = self._materialized(b)
            op = ops.multiply(ops.column(a.value) if right.rank == 2 else a.value, right)
        elif b.kind == "diag":
            op = ops.multiply(self._materialized(a), b.value)
        elif a.kind == "order":
            op = ops.taken(self._materialized(b), a.value)
        elif b.kind == "order":
            assert b.turned is not None, "a permutation knows its transpose"
            op = ops.taken(self._materialized(a), b.turned, axis=1)
        else:
            left, right = self._materialized(a), self._materialized(b)
            op = _times(left, right, same_dim(a.cols, 1))
        return Piece("full", op, a.rows, b.cols)

    def _dimension(self, size: Any) -> Op:
        return self.ctx.lower(adopted(size))

    def _materialized(self, p: Piece) -> Op:
        if p.kind == "diag":
            return call("diag", p.value, rank=2)
        if p.kind == "inverse":
            return ops.solve(p.value, call("eye", self._dimension(p.rows), rank=2))
        if p.kind == "order":
            return ops.taken(call("eye", self._dimension(p.rows), rank=2), p.value)
        return p.value if p.kind == "full" else self.ctx.lower(linear.Ones(p.rows, p.cols))


def _times(left: Op, right: Op, through_one: bool) -> Op:
    if left.rank == 0 or right.rank == 0:
        return ops.multiply(left, right)
    return ops.outer(left, right) if through_one and left.rank == right.rank == 1 else ops.matmul(left, right)


def _summed(p: Piece, axis: int) -> Op:
    if p.kind == "diag":
        return p.value
    return ops.total(p.value, axis if p.value.rank == 2 else None)
