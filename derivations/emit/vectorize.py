"""Sums over an index as matrix products: Σᵢ aᵢbᵢ is aᵀb, Σᵢ xᵢxᵢᵀ is XᵀX.

`rows(x, i)` gathers the values that x takes for i = 1 … n: numbers into a vector, vectors into the rows of a matrix. A
sum with a part that can't be gathered stays a sum, and becomes a loop in the code.
"""

from __future__ import annotations

from typing import Any

from sympy import Tuple

from derivations.errors import NotSupported
from derivations.notation import core, functions, linear, sequences
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.notation.symbols import Index, MatrixAtom

from .factors import Factors, factors_of, flipped, is_column, is_row, product_of
from .forms import LEAVES, Choice, Counting, rebuilt


class Stuck(Exception):
    """A body whose values can't be gathered into one array."""


def vectorized(x: Any) -> Any:
    """The expression with every sum over an index written without it, innermost first, where that is possible."""
    if isinstance(x, LEAVES):
        return x
    x = rebuilt(x, vectorized)
    if not isinstance(x, linear.SumOver | linear.MatSumOver):
        return x
    body, i = x.args
    try:
        return summed(body, i)
    except Stuck:
        return x


def family(x: Any, count: Any) -> Any:
    """All members x₁ … x_n of a sequence as one array: numbers as a vector, vectors as the rows of a matrix."""
    if isinstance(x, sequences.ScalarMember):
        return MatrixAtom(x.name, count, 1, x.args[2])
    if not is_column(x):
        raise NotSupported(f"not supported yet: code for a sum over {x}, a matrix")
    return MatrixAtom(x.name, count, shape_of(x)[0], x.args[3])


def depends(x: Any, i: Any) -> bool:
    return bool(x == i or any(depends(a, i) for a in x.args))


# --- sums -------------------------------------------------------------------------------------------------------------


def summed(body: Any, i: Any) -> Any:
    """Σᵢ body without the index."""
    if not depends(body, i):
        return core.times(i.count, body)
    if is_matrix(body) and not is_column(body) and not is_row(body):
        return _sum_of_matrices(body, i)
    gathered = rows(body, i)
    if not is_matrix(body):
        return _entries_summed(gathered)
    column = core.MatProduct(flipped(gathered), linear.Ones(i.count, 1))
    return column if is_column(body) else core.transpose(column)


def _entries_summed(v: Any) -> Any:
    if isinstance(v, linear.Hadamard) and len(v.args) == 2:
        return linear.Inner(*v.args)
    if isinstance(v, linear.Diagonal):
        return linear.Trace(v.args[0])
    if isinstance(v, core.MatNegative):
        return core.negative(_entries_summed(v.args[0]))
    if isinstance(v, core.MatQuotient):
        return core.divide(_entries_summed(v.args[0]), v.args[1])
    if isinstance(v, core.MatProduct) and not is_matrix(v.args[0]):
        rest = v.args[1] if len(v.args) == 2 else core.MatProduct(*v.args[1:])
        return core.Product(v.args[0], _entries_summed(rest))
    return linear.Total(v)


def _sum_of_matrices(body: Any, i: Any) -> Any:
    if isinstance(body, core.MatPlus):
        return core.MatPlus(*(summed(t, i) for t in body.args))
    if isinstance(body, core.MatNegative):
        return core.negative(summed(body.args[0], i))
    if isinstance(body, core.Transposed):
        return core.transpose(summed(body.args[0], i))
    parts = factors_of(body)
    fixed = Factors(parts.sign, _without(parts.scalars, i), _without(parts.below, i), _without(parts.closed, i))
    weights = Factors(1, _with(parts.scalars, i), _with(parts.below, i), _with(parts.closed, i))
    run = list(parts.last)
    before, after = [], []
    while run and not depends(run[0], i):
        before.append(run.pop(0))
    while run and not depends(run[-1], i):
        after.insert(0, run.pop())
    weighted = bool(weights.scalars or weights.below or weights.closed)
    fixed.last = [*before, *_weighted_sum(run, product_of(weights) if weighted else None, i), *after]
    return product_of(fixed)


def _weighted_sum(run: list[Any], weight: Any, i: Any) -> list[Any]:
    """Σᵢ sᵢ uᵢvᵢᵀ = Uᵀ Diag(s) V, as factors."""
    if not run:
        return [linear.Total(rows(weight, i))]
    weights = linear.Ones(i.count, 1) if weight is None else rows(weight, i)
    whole = product_of(Factors(last=run))
    if is_column(whole):
        return [flipped(rows(whole, i)), weights]
    if is_row(whole):
        return [flipped(weights), rows(whole, i)]
    if len(run) == 1 and isinstance(run[0], linear.Diag):
        return [linear.Diag(core.MatProduct(flipped(rows(run[0].args[0], i)), weights))]
    cut = next((k for k in range(1, len(run)) if is_column(run[k - 1])), None)
    if cut is None or any(map(is_column, run[cut:-1])):
        raise Stuck
    left = rows(product_of(Factors(last=run[:cut])), i)
    right = rows(product_of(Factors(last=run[cut:])), i)
    middle = [] if weight is None else [linear.Diag(rows(weight, i))]
    return [flipped(left), *middle, right]


def _with(items: list[Any], i: Any) -> list[Any]:
    return [x for x in items if _uses(x, i)]


def _without(items: list[Any], i: Any) -> list[Any]:
    return [x for x in items if not _uses(x, i)]


def _uses(x: Any, i: Any) -> bool:
    return any(depends(f, i) for f in x) if isinstance(x, tuple) else depends(x, i)


# --- gathering --------------------------------------------------------------------------------------------------------


def rows(x: Any, i: Any) -> Any:
    """The values of x for i = 1 … count: a vector of numbers, or a matrix whose rows are the vectors."""
    if not depends(x, i):
        ones = linear.Ones(i.count, 1)
        if not is_matrix(x):
            return ones if x == 1 else core.MatProduct(x, ones)
        if not is_column(x) and not is_row(x):
            raise Stuck
        return core.MatProduct(ones, core.transpose(x) if is_column(x) else x)
    if x == i:
        return Counting(i.count)
    if isinstance(x, core.Product | core.MatProduct | core.Quotient | core.MatQuotient) or _is_inner(x):
        return _rows_of_product(x, i)
    for cls in type(x).__mro__:
        handler = _ROWS.get(cls)
        if handler is not None:
            return handler(x, i)
    raise Stuck


def _is_inner(x: Any) -> bool:
    return isinstance(x, linear.Inner) and is_column(x.args[0])


def _rows_of_product(x: Any, i: Any) -> Any:
    parts = factors_of(x)
    numbers = [s for s in parts.scalars if not depends(s, i)]
    vectors = [rows(s, i) for s in parts.scalars if depends(s, i)]
    below = [b for b in parts.below if not depends(b, i)]
    vectors += [linear.HadamardPower(rows(b, i), -1) for b in parts.below if depends(b, i)]
    for run in parts.closed:
        if _uses(run, i):
            vectors += _rows_of_run(run, i)
        else:
            numbers.append(product_of(Factors(closed=[run])))
    if is_matrix(x):
        *inner, vector_run = _split_at_numbers(parts.last)
        if is_column(vector_run[-1]) and inner:  # c (wᵢᵀd): the vector is the first piece, the rest are numbers
            vector_run, inner = inner[0], [*inner[1:], vector_run]
        for piece in inner:
            vectors += _rows_of_run(piece, i)
        gathered = _rows_of_vector(vector_run, i)
        if vectors:
            gathered = core.MatProduct(linear.Diag(_entrywise(vectors)), gathered)
    else:
        gathered = _entrywise(vectors)
    return product_of(Factors(parts.sign, numbers, below, [], [gathered]))


def _entrywise(vectors: list[Any]) -> Any:
    return vectors[0] if len(vectors) == 1 else linear.Hadamard(*vectors)


def _split_at_numbers(run: Any) -> list[list[Any]]:
    """A run cut where the inner dimension is 1."""
    pieces: list[list[Any]] = [[]]
    for f in run:
        pieces[-1].append(f)
        if is_column(f):
            pieces.append([])
    return [p for p in pieces if p]


def _rows_of_run(run: Any, i: Any) -> list[Any]:
    """The values of a 1×1 run aᵀ…b, as entrywise factors."""
    out = []
    for piece in _split_at_numbers(run):
        where = [k for k, f in enumerate(piece) if depends(f, i)]
        if where and where[0] == 0 and len(where) == 1:
            out.append(_times([rows(piece[0], i), *piece[1:]]))
        elif where == [len(piece) - 1]:
            out.append(_times([rows(piece[-1], i), *(flipped(f) for f in reversed(piece[:-1]))]))
        elif where == [0, len(piece) - 1]:
            first, last = rows(piece[0], i), rows(piece[-1], i)
            out.append(linear.Diagonal(_times([first, *piece[1:-1], flipped(last)])))
        elif not where:
            out.append(core.MatProduct(product_of(Factors(closed=[tuple(piece)])), linear.Ones(i.count, 1)))
        else:
            raise Stuck
    return out


def _rows_of_vector(run: list[Any], i: Any) -> Any:
    """The vectors A…vᵢ (or their transposes) as rows."""
    if is_row(run[0]) and not is_column(run[-1]):
        run = [flipped(f) for f in reversed(run)]
    where = [k for k, f in enumerate(run) if depends(f, i)]
    if not where:
        return rows(product_of(Factors(last=run)), i)
    if where != [len(run) - 1]:
        raise Stuck
    return _times([rows(run[-1], i), *(flipped(f) for f in reversed(run[:-1]))])


def _times(factors: list[Any]) -> Any:
    return factors[0] if len(factors) == 1 else core.MatProduct(*factors)


def _entry(x: Any, i: Any) -> Any:
    a, row, col = x.args
    if not depends(a, i):
        if row == i and col == i:
            return linear.Diagonal(a)
        if row == i and not depends(col, i):
            return a if is_column(a) else linear.Row(core.transpose(a), col)
        if col == i and not depends(row, i):
            return linear.Row(a, row)
        raise Stuck
    if not is_column(a) or depends(row, i):
        raise Stuck
    return linear.Row(core.transpose(rows(a, i)), row)


def _row(x: Any, i: Any) -> Any:
    a, at = x.args
    if at != i or depends(a, i):
        raise Stuck
    return a


def _member(x: Any, i: Any) -> Any:
    if x.args[1] != i:
        raise Stuck
    return family(x, i.count)


def _unit(x: Any, i: Any) -> Any:
    if x.args[0] != i or not same_dim(x.args[1], i.count):
        raise Stuck
    return linear.Eye(i.count, i.count)


def _sum(x: Any, i: Any) -> Any:
    return core.MatPlus(*(rows(a, i) for a in x.args))


def _power(x: Any, i: Any) -> Any:
    base, exponent = x.args
    if depends(exponent, i):
        raise Stuck
    return linear.HadamardPower(rows(base, i), exponent)


def _squares(x: Any, i: Any) -> Any:
    v = x.args[0]
    if not is_column(v) and not is_row(v):
        raise Stuck
    gathered = rows(v, i)
    return linear.Diagonal(core.MatProduct(gathered, flipped(gathered)))


def _total(x: Any, i: Any) -> Any:
    v = x.args[0]
    if not is_column(v):
        raise Stuck
    return core.MatProduct(rows(v, i), linear.Ones(shape_of(v)[0], 1))


_ROWS: dict[type, Any] = {
    linear.Entry: _entry,
    linear.Row: _row,
    sequences.Member: _member,
    sequences.ScalarMember: _member,
    linear.Unit: _unit,
    core.Plus: _sum,
    core.MatPlus: _sum,
    core.Negative: lambda x, i: core.negative(rows(x.args[0], i)),
    core.MatNegative: lambda x, i: core.negative(rows(x.args[0], i)),
    core.Transposed: lambda x, i: rows(x.args[0], i),
    core.Power: _power,
    linear.HadamardPower: _power,
    linear.Hadamard: lambda x, i: linear.Hadamard(*(rows(a, i) for a in x.args)),
    functions.Apply: lambda x, i: functions.MatApply(x.args[0], rows(x.args[1], i)),
    functions.MatApply: lambda x, i: functions.MatApply(x.args[0], rows(x.args[1], i)),
    linear.SquaredNorm: _squares,
    linear.Norm: lambda x, i: functions.sqrt(_squares(x, i)),
    linear.Total: _total,
    sequences.Select: lambda x, i: Choice(*(rows(a, i) for a in x.args)),
}


def sequence_arguments(x: Any) -> dict[str, Any]:
    """The families that sums run over, by name: the array that takes each one's place."""
    found: dict[str, Any] = {}

    def visit(node: Any) -> None:
        if isinstance(node, sequences.Member | sequences.ScalarMember):
            at = node.args[1]
            if isinstance(at, Index):
                found[node.name] = family(node, at.count)
            elif not isinstance(at, Tuple) and any(isinstance(s, Index) for s in at.free_symbols):
                why = f"{node}, which is not the member at the index"
                raise NotSupported(f"not supported yet: code for a sum over {why}")
        for a in getattr(node, "args", ()):
            visit(a)

    visit(x)
    return found
