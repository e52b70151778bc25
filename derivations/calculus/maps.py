"""Linear maps between increments: what one node of an expression does to the increment of one of its parts.

Each map knows three things: its value, its adjoint, which moves it to the other side of an inner product, and its
matrix, which multiplies a Jacobian from the right once everything is stacked with vec.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from derivations.notation import arrangement, linear
from derivations.notation.shapes import is_matrix, shape_of

from .compact import against, compact, entrywise, mul, turned
from .compact.monomials import Monomial, taken_apart
from .compact.places import diagonal_places
from .compact.products import build, is_one


class Map(Protocol):
    """A linear map that takes the increment of a part to its share in the increment of the whole."""

    def value(self, step: Any) -> Any:
        """The image of an increment."""
        ...

    def adjoint(self, g: Any) -> Any:
        """h with ⟨g, value(step)⟩ = ⟨h, step⟩ for every step."""
        ...

    def after(self, j: Any, part: Any) -> Any:
        """The matrix of `j · vec(value(step))` in vec(step), for a step shaped as `part`."""
        ...


def stacked(a: Any) -> Any:
    """vec a; a column is its own vec, a row its transpose, a scalar itself."""
    if not is_matrix(a) or is_one(shape_of(a)[1]):
        return a
    return turned(a) if is_one(shape_of(a)[0]) else compact(linear.Vec(a))


def is_flat(a: Any) -> bool:
    return not is_matrix(a) or any(map(is_one, shape_of(a)))


@dataclass(frozen=True)
class Same:
    """step."""

    def value(self, step: Any) -> Any:
        return step

    def adjoint(self, g: Any) -> Any:
        return g

    def after(self, j: Any, part: Any) -> Any:
        return j


@dataclass(frozen=True)
class Between:
    """c · L step R; a side that is None is the identity, and the whole may be 1×1."""

    left: Any = None
    right: Any = None
    factor: Any = None

    def value(self, step: Any) -> Any:
        return mul(self.factor, self.left, step, self.right)

    def adjoint(self, g: Any) -> Any:
        left = None if self.left is None else turned(self.left)
        right = None if self.right is None else turned(self.right)
        if is_matrix(g):
            return mul(self.factor, left, g, right)
        return mul(g, self.factor, left, right)

    def after(self, j: Any, part: Any) -> Any:
        if not is_matrix(part):
            return mul(self.factor, j)
        if not self.needs_kronecker(part):
            return mul(self.factor, j, self.left, None if self.right is None else turned(self.right))
        rows, cols = shape_of(part)
        if self._is_number() and j.has(linear.Vec):  # (vᵀ ⊗ uᵀ)vec(X) = uᵀXv is ⟨uvᵀ, X⟩, beside another such
            return mul(self.factor, j, turned(linear.Vec(mul(turned(self.left), turned(self.right)))))
        left = linear.eye(rows) if self.left is None else self.left
        right = linear.eye(cols) if self.right is None else turned(self.right)
        return mul(self.factor, j, _kron(right, left))

    def needs_kronecker(self, part: Any) -> bool:
        """Whether its matrix is Bᵀ ⊗ A, and not one of its sides alone."""
        if not is_matrix(part) or (self.left is None and self.right is None):
            return False
        rows, cols = shape_of(part)
        return not (is_one(cols) and self.right is None) and not (is_one(rows) and self.left is None)

    def _is_number(self) -> bool:
        """Whether the product is uᵀXv."""
        both = self.left is not None and self.right is not None
        return both and is_one(shape_of(self.left)[0]) and is_one(shape_of(self.right)[1])


def _kron(a: Any, b: Any) -> Any:
    return compact(linear.Kron(a, b))


@dataclass(frozen=True)
class Transposing:
    """stepᵀ."""

    def value(self, step: Any) -> Any:
        return turned(step)

    def adjoint(self, g: Any) -> Any:
        return turned(g)

    def after(self, j: Any, part: Any) -> Any:
        return j if is_flat(part) else mul(j, arrangement.commutation(*shape_of(part)))


@dataclass(frozen=True)
class Entrywise:
    """F ∘ step."""

    by: Any

    def value(self, step: Any) -> Any:
        return entrywise(self.by, step)

    def adjoint(self, g: Any) -> Any:
        return entrywise(self.by, g)

    def after(self, j: Any, part: Any) -> Any:
        if not is_matrix(part):
            return mul(self.by, j)
        return mul(j, compact(linear.Diag(stacked(self.by))))


@dataclass(frozen=True)
class Times:
    """step · M for the increment of a scalar."""

    by: Any

    def value(self, step: Any) -> Any:
        return mul(step, self.by)

    def adjoint(self, g: Any) -> Any:
        return against(self.by, g)

    def after(self, j: Any, part: Any) -> Any:
        return mul(j, stacked(self.by))


@dataclass(frozen=True)
class Against:
    """⟨M, step⟩, a scalar."""

    by: Any

    def value(self, step: Any) -> Any:
        return against(self.by, step)

    def adjoint(self, g: Any) -> Any:
        return mul(g, self.by)

    def after(self, j: Any, part: Any) -> Any:
        return mul(j, turned(stacked(self.by)))


@dataclass(frozen=True)
class ToDiagonal:
    """Diag(step)."""

    def value(self, step: Any) -> Any:
        return linear.Diag(step)

    def adjoint(self, g: Any) -> Any:
        return compact(linear.Diagonal(g))

    def after(self, j: Any, part: Any) -> Any:
        return mul(j, diagonal_places(shape_of(part)[0]))


@dataclass(frozen=True)
class FromDiagonal:
    """diag(step), the diagonal of a matrix as a vector."""

    def value(self, step: Any) -> Any:
        return linear.Diagonal(step)

    def adjoint(self, g: Any) -> Any:
        return compact(linear.Diag(g))

    def after(self, j: Any, part: Any) -> Any:
        return mul(j, turned(diagonal_places(shape_of(part)[0])))


@dataclass(frozen=True)
class Stacking:
    """vec(step) of a matrix of that shape."""

    rows: Any
    cols: Any

    def value(self, step: Any) -> Any:
        return compact(linear.Vec(step))

    def adjoint(self, g: Any) -> Any:
        return compact(arrangement.Unvec(g, self.rows, self.cols))

    def after(self, j: Any, part: Any) -> Any:
        return j


@dataclass(frozen=True)
class Unstacking:
    """mat(step), which vec takes back."""

    rows: Any
    cols: Any

    def value(self, step: Any) -> Any:
        return compact(arrangement.Unvec(step, self.rows, self.cols))

    def adjoint(self, g: Any) -> Any:
        return compact(linear.Vec(g))

    def after(self, j: Any, part: Any) -> Any:
        return j


@dataclass(frozen=True)
class KronWith:
    """step ⊗ B, or B ⊗ step where `first` is False."""

    other: Any
    first: bool
    shape: Any  # of the step

    def value(self, step: Any) -> Any:
        return linear.Kron(step, self.other) if self.first else linear.Kron(self.other, step)

    def adjoint(self, g: Any) -> Any:
        """⟨D, B⟩ C for G = C ⊗ D; of others mat(Mᵀ vec(G)), what each entry of the step meets in its block of G."""
        m = taken_apart(g)
        if len(m.mats) == 1 and isinstance(m.mats[0], linear.Kron):
            beside, other = m.mats[0].args if self.first else m.mats[0].args[::-1]
            if shape_of(beside) == self.shape and shape_of(other) == shape_of(self.other):
                return mul(build(Monomial(m.coef, m.scalars)), against(other, self.other), beside)
        met = mul(turned(self.matrix(None)), stacked(g))
        rows, cols = self.shape
        if is_one(cols):
            return met
        return turned(met) if is_one(rows) else compact(arrangement.Unvec(met, rows, cols))

    def matrix(self, part: Any) -> Any:
        """M with vec(step ⊗ B) = M vec(step)."""
        (m, n), (p, q) = self.shape, shape_of(self.other)
        if not self.first:
            (m, n), (p, q) = (p, q), (m, n)
        swap = linear.Kron(linear.Kron(linear.eye(n), arrangement.commutation(q, m)), linear.eye(p))
        fixed = stacked(self.other)
        size = self.shape[0] * self.shape[1]
        inside = linear.Kron(linear.eye(size), fixed) if self.first else linear.Kron(fixed, linear.eye(size))
        return mul(compact(swap), compact(inside))

    def after(self, j: Any, part: Any) -> Any:
        return mul(j, self.matrix(part))


@dataclass(frozen=True)
class EntryOf:
    """The entry of step in a row and column, args as in `Entry`."""

    row: Any
    col: Any
    shape: Any

    def _place(self) -> Any:
        rows, cols = self.shape
        left = linear.unit(self.row, rows)
        return left if is_one(cols) else mul(left, turned(linear.unit(self.col, cols)))

    def value(self, step: Any) -> Any:
        return linear.Entry(step, self.row, self.col)

    def adjoint(self, g: Any) -> Any:
        return mul(g, self._place())

    def after(self, j: Any, part: Any) -> Any:
        return mul(j, turned(stacked(self._place())))


@dataclass(frozen=True)
class RowOf:
    """Row i of step as a column."""

    row: Any
    rows: Any

    def value(self, step: Any) -> Any:
        return linear.Row(step, self.row)

    def adjoint(self, g: Any) -> Any:
        return mul(linear.unit(self.row, self.rows), turned(g))

    def after(self, j: Any, part: Any) -> Any:
        cols = shape_of(part)[1]
        return mul(j, _kron(linear.eye(cols), turned(linear.unit(self.row, self.rows))))
