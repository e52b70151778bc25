"""Entries arranged anew: the commutation matrix, and the matrix that a stacked vector came from."""

from __future__ import annotations

from typing import Any

from derivations.errors import ShapeError

from .core import MatrixNode
from .linear import eye
from .shapes import Shape, convert, named, require_vector, same_dim, shape_of, with_article


class Commutation(MatrixNode):
    """K with K vec(A) = vec(Aᵀ) for A of shape (rows, cols), args (rows, cols)."""

    @property
    def shape(self) -> Shape:
        n = self.args[0] * self.args[1]
        return n, n


def commutation(rows: Any, cols: Any) -> Any:
    """The commutation matrix of matrices with so many rows and columns: it takes vec(A) to vec(Aᵀ)."""
    return eye(rows * cols) if rows == 1 or cols == 1 else Commutation(rows, cols)


class Unvec(MatrixNode):
    """The matrix whose columns, stacked, are the vector: args (vector, rows, cols)."""

    @property
    def shape(self) -> Shape:
        return self.args[1], self.args[2]


def unvec(a: Any, rows: Any, cols: Any) -> Any:
    """The matrix M of that shape with vec(M) = a."""
    a, rows, cols = convert(a), convert(rows), convert(cols)
    require_vector("matrix", a)
    if not same_dim(shape_of(a)[0], rows * cols):
        raise ShapeError(f"cannot arrange {named(a)} as {with_article(f'{rows}×{cols}')} matrix")
    return Unvec(a, rows, cols)
