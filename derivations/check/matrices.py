"""Small dense matrices over any field: products, inverse and determinant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import add, mul, neg, sub
from typing import Any

from .arithmetic import Field, Number, Singular, Undecided, Undefined

Rows = list[list[Number]]
_EXPANDED = 4  # up to this size a determinant is expanded by minors, which divides by nothing


class Matrix:
    """Rows of numbers. Immutable by convention. How many columns there are is told where there may be no rows."""

    __slots__ = ("columns", "rows")

    def __init__(self, rows: Rows, columns: int | None = None) -> None:
        self.rows = rows
        self.columns = len(rows[0]) if rows else columns

    @classmethod
    def filled(cls, n: int, m: int, entry: Callable[[int, int], Number]) -> Matrix:
        """The n×m matrix whose entry in row i and column j, from 0, is entry(i, j)."""
        return cls([[entry(i, j) for j in range(m)] for i in range(n)], m)

    @classmethod
    def column(cls, entries: Iterable[Number]) -> Matrix:
        return cls([[x] for x in entries], 1)

    @classmethod
    def diagonal_of(cls, entries: Sequence[Number], zero: Number) -> Matrix:
        n = len(entries)
        return cls([[entries[i] if i == j else zero for j in range(n)] for i in range(n)], n)

    @property
    def shape(self) -> tuple[int, int]:
        if self.columns is None:
            raise Undefined("a matrix without rows")
        return len(self.rows), self.columns

    def entries(self) -> list[Number]:
        """All entries, row by row."""
        return [x for row in self.rows for x in row]

    def map(self, function: Callable[[Number], Number]) -> Matrix:
        return Matrix([[function(x) for x in row] for row in self.rows], self.columns)

    def transposed(self) -> Matrix:
        rows = [list(column) for column in zip(*self.rows, strict=True)] if self.rows else [[]] * self.shape[1]
        return Matrix(rows, len(self.rows))

    def _with(self, other: Matrix, operation: Callable[[Number, Number], Number]) -> Matrix:
        """The operation on entries at the same place."""
        pairs = zip(self.rows, other.rows, strict=True)
        return Matrix([list(map(operation, a, b)) for a, b in pairs], self.columns)

    def __add__(self, other: Matrix) -> Matrix:
        return self._with(other, add)

    def __sub__(self, other: Matrix) -> Matrix:
        return self._with(other, sub)

    def __neg__(self) -> Matrix:
        return self.map(neg)

    def hadamard(self, other: Matrix) -> Matrix:
        return self._with(other, mul)

    def scaled(self, factor: Number) -> Matrix:
        return self.map(lambda x: factor * x)

    def __matmul__(self, other: Matrix) -> Matrix:
        if self.rows and not other.rows and other.columns:
            raise Undefined("a product of matrices over no entries")
        columns = list(zip(*other.rows, strict=True))
        return Matrix([[dot(row, column) for column in columns] for row in self.rows], other.columns)

    def kron(self, other: Matrix) -> Matrix:
        rows = [[x * y for x in a for y in b] for a in self.rows for b in other.rows]
        return Matrix(rows, None if rows else self.shape[1] * other.shape[1])

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Matrix) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Matrix({self.rows})"


def dot(a: Iterable[Number], b: Iterable[Number]) -> Number:
    """Σ aᵢ bᵢ of two sequences that are not empty."""
    products = map(mul, a, b)
    out = next(products)
    for x in products:
        out = out + x
    return out


def total(numbers: Iterable[Number], zero: Number) -> Number:
    out = None
    for x in numbers:
        out = x if out is None else out + x
    return zero if out is None else out


def identity(n: int, field: Field) -> Matrix:
    return Matrix.diagonal_of([field.one] * n, field.zero)


def inverse(a: Matrix, field: Field) -> Matrix:
    """A⁻¹ by Gauss–Jordan elimination; raises `Singular`, or `Undecided` where a ball hides a zero pivot."""
    n = len(a.rows)
    if n == 0:
        return a
    if n == 1:
        x = a.rows[0][0]
        if field.is_zero(x):
            raise Singular("the matrix is singular")
        return Matrix([[field.divide(field.one, x)]])
    work = [list(row) + list(unit) for row, unit in zip(a.rows, identity(n, field).rows, strict=True)]
    for k in range(n):
        place = k + field.pivot([row[k] for row in work[k:]])
        work[k], work[place] = work[place], work[k]
        scale = field.divide(field.one, work[k][k])
        pivot_row = work[k] = [field.one if j == k else x * scale if j > k else x for j, x in enumerate(work[k])]
        for i, row in enumerate(work):
            if i != k and not field.is_zero(row[k]):
                factor = row[k]
                work[i] = [x if j < k else x - factor * y for j, (x, y) in enumerate(zip(row, pivot_row, strict=True))]
    return Matrix([row[n:] for row in work])


def determinant(a: Matrix, field: Field) -> Number:
    """det A: expanded by minors when small, by elimination when large; the product of no numbers is 1."""
    n = len(a.rows)
    if n == 0:
        return field.one
    if n <= _EXPANDED:
        return _expanded(a.rows)
    try:
        return _eliminated(a, field)
    except (Singular, Undecided):
        if n > 10:
            raise
        return _expanded(a.rows)


def _expanded(rows: Rows) -> Number:
    """The determinant from the minors of the last rows, each computed once."""
    n = len(rows)
    if n == 1:
        return rows[0][0]
    minors: dict[tuple[int, ...], Number] = {(j,): x for j, x in enumerate(rows[-1])}
    for row in reversed(rows[:-1]):
        larger: dict[tuple[int, ...], Number] = {}
        for columns, minor in minors.items():
            for j, x in enumerate(row):
                if j in columns:
                    continue
                below = sum(c < j for c in columns)
                term = x * minor
                key = (*columns[:below], j, *columns[below:])
                old = larger.get(key)
                if old is None:
                    larger[key] = -term if below % 2 else term
                else:
                    larger[key] = old - term if below % 2 else old + term
        minors = larger
    return next(iter(minors.values()))


def _eliminated(a: Matrix, field: Field) -> Number:
    work = [list(row) for row in a.rows]
    out, n = field.one, len(work)
    for k in range(n):
        place = k + field.pivot([row[k] for row in work[k:]])
        if place != k:
            work[k], work[place] = work[place], work[k]
            out = -out
        out = out * work[k][k]
        for i in range(k + 1, n):
            factor = field.divide(work[i][k], work[k][k])
            work[i] = [x if j <= k else x - factor * y for j, (x, y) in enumerate(zip(work[i], work[k], strict=True))]
    return out


def rank(a: Matrix, field: Field) -> int:
    """The rank of a matrix over an exact field."""
    work, found = [list(row) for row in a.rows], 0
    for j in range(a.shape[1]):
        try:
            place = found + field.pivot([row[j] for row in work[found:]])
        except Singular:
            continue
        work[found], work[place] = work[place], work[found]
        pivot_row = work[found]
        for i in range(found + 1, len(work)):
            factor = field.divide(work[i][j], pivot_row[j])
            work[i] = [x - factor * y for x, y in zip(work[i], pivot_row, strict=True)]
        found += 1
    return found
