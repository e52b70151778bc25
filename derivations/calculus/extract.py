"""The matrix of an expression that is linear in an increment: from J dx, written in any form, to J."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from derivations.errors import NotSupported
from derivations.notation import linear
from derivations.notation.core import MatPlus, Plus, Transposed
from derivations.notation.printing import text
from derivations.notation.shapes import is_matrix, shape_of

from .compact import add, compact, entrywise, mul, turned
from .compact.diagonals import diagonal_of
from .compact.monomials import Monomial, taken_apart
from .compact.products import build, is_one, is_zero


class Unread(NotSupported):
    """The form does not show the matrix, though there may be one: going backward may find it."""


def matrix_of(e: Any, step: Any) -> Any:
    """J with e = J · step, for a column (or scalar) e and a column step; refused where the form does not show it."""
    if e == step:
        return linear.eye(shape_of(step)[0])
    if is_zero(e):
        return linear.zeros(shape_of(e)[0] if is_matrix(e) else 1, shape_of(step)[0])
    if isinstance(e, Plus | MatPlus):
        return add(*(matrix_of(t, step) for t in e.args))
    if not is_matrix(e):
        return _of_scalar(taken_apart(e), step)
    if isinstance(e, linear.Hadamard):
        return _of_hadamard(e, step)
    if isinstance(e, linear.MatSumOver):
        return linear.sum_over(e.args[1], matrix_of(e.args[0], step))
    if isinstance(e, linear.Diagonal):
        return _of_diagonal(e.args[0], step)
    if isinstance(e, linear.Vec):
        return _of_stacked(e.args[0], step)
    m = taken_apart(e)
    moving = [b for b in m.scalars if b.has(step)]
    if moving:
        rest = Monomial(m.coef, {b: p for b, p in m.scalars.items() if b != moving[0]}, m.mats)
        return mul(build(rest), _of_scalar(Monomial(scalars={moving[0]: m.scalars[moving[0]]}), step))
    places = [i for i, f in enumerate(m.mats) if f.has(step)]
    if len(places) != 1 or len(m.mats) + len(m.scalars) + (m.coef != 1) == 1:
        raise Unread(f"not supported yet: the matrix of {text(e)} in {text(step)}")
    i, front = places[0], build(Monomial(m.coef, m.scalars))
    left, right = m.mats[:i], m.mats[i + 1 :]
    return mul(front, *left, _of_product(m.mats[i], right, step))


def _of_product(f: Any, right: list[Any] | tuple[Any, ...], step: Any) -> Any:
    """The matrix of f times the factors to its right, where the increment stands in f alone."""
    if not right:
        return matrix_of(f, step)
    column = mul(*right)
    inside = _beside(f, column, step)
    if isinstance(f, MatPlus) and f in taken_apart(inside).mats:  # the terms share the column, and were collected again
        return add(*(matrix_of(_beside(t, column, step), step) for t in f.args))
    return matrix_of(inside, step)


def _beside(f: Any, column: Any, step: Any) -> Any:
    """f · column as a column in which the increment stands last."""
    if isinstance(f, MatPlus):
        return add(*(mul(t, column) if not t.has(step) else _beside(t, column, step) for t in f.args))
    if isinstance(f, Transposed) and isinstance(f.args[0], MatPlus):
        return add(*(_beside(turned(t), column, step) for t in f.args[0].args))
    if isinstance(f, linear.Diag):
        return entrywise(f.args[0], column)
    if isinstance(f, linear.Hadamard) and any(isinstance(a, linear.Diag) for a in f.args):
        return entrywise(*map(diagonal_of, f.args), column)  # off the diagonal it is 0
    bare = f.args[0] if isinstance(f, Transposed) else f
    if isinstance(bare, linear.Hadamard):
        return _scaled_outer([turned(a) for a in bare.args] if bare is not f else bare.args, column, step)
    made = mul(f, column)
    if made == f or not made.has(step):
        raise Unread(f"not supported yet: the matrix of {text(f)} in {text(step)}")
    if taken_apart(made).mats[:1] == [f]:
        raise Unread(f"not supported yet: the matrix of {text(made)} in {text(step)}")
    return made


def _scaled_outer(factors: Sequence[Any], column: Any, step: Any) -> Any:
    """(M ∘ uvᵀ)w = u ∘ (M(v ∘ w)), term by term of a sum of outer products."""
    moving = [a for a in factors if a.has(step)]
    if len(moving) != 1:
        raise Unread(f"not supported yet: the matrix of {text(linear.Hadamard(*factors))} in {text(step)}")
    others = entrywise(*(a for a in factors if a is not moving[0]))
    out = []
    for m in _opened(moving[0], step):
        cut = next((k for k, a in enumerate(m.mats[:-1], 1) if is_one(shape_of(a)[1])), None)
        if cut is None:
            raise Unread(f"not supported yet: the matrix of {text(linear.Hadamard(*factors))} in {text(step)}")
        front = build(Monomial(m.coef, m.scalars))
        inside = mul(others, entrywise(turned(mul(*m.mats[cut:])), column))
        out.append(mul(front, entrywise(mul(*m.mats[:cut]), inside)))
    return add(*out)


def _opened(e: Any, step: Any) -> Iterator[Monomial]:
    """The terms of a sum, also of one inside a product, in which the increment stands."""
    if isinstance(e, MatPlus):
        for term in e.args:
            yield from _opened(term, step)
        return
    m = taken_apart(e)
    place = next((i for i, f in enumerate(m.mats) if isinstance(f, MatPlus) and f.has(step)), None)
    if place is None:
        yield m
        return
    for term in m.mats[place].args:
        inside = mul(build(Monomial(m.coef, m.scalars)), *m.mats[:place], term, *m.mats[place + 1 :])
        yield from _opened(inside, step)


def _of_scalar(m: Monomial, step: Any) -> Any:
    """A row, for a scalar linear in the increment."""
    moving = [b for b in m.scalars if b.has(step)]
    if len(moving) != 1 or m.scalars[moving[0]] != 1:
        raise Unread(f"not supported yet: the matrix of {text(build(m))} in {text(step)}")
    base = moving[0]
    front = build(Monomial(m.coef, {b: e for b, e in m.scalars.items() if b != base}))
    if isinstance(base, Plus):
        return mul(front, add(*(matrix_of(t, step) for t in base.args)))
    if isinstance(base, linear.Total):
        inside = matrix_of(base.args[0], step)
        return mul(front, turned(linear.ones(shape_of(inside)[0])), inside)
    if isinstance(base, linear.SumOver):
        return mul(front, linear.sum_over(base.args[1], matrix_of(base.args[0], step)))
    if isinstance(base, linear.Inner) and not base.args[0].has(step) and shape_of(base.args[1])[1] == 1:
        return mul(front, turned(base.args[0]), matrix_of(base.args[1], step))
    if isinstance(base, linear.Inner) and (on := _on_a_diagonal(base.args[0], base.args[1], step)) is not None:
        return mul(front, on)
    if not is_chain(base):
        raise Unread(f"not supported yet: the matrix of {text(base)} in {text(step)}")
    chain = list(base.args)
    places = [i for i, f in enumerate(chain) if f.has(step)]
    if len(places) != 1:
        raise Unread(f"not supported yet: the matrix of {text(base)} in {text(step)}")
    i = places[0]
    if i == 0:
        chain = [turned(f) for f in reversed(chain)]
        i = len(chain) - 1
    return mul(front, mul(*chain[:i]), _of_product(chain[i], chain[i + 1 :], step))


def _on_a_diagonal(a: Any, b: Any, step: Any) -> Any:
    """The row of ⟨A, Diag(u)⟩ = diag(A)ᵀu; None for other inner products."""
    for fixed, moving in ((a, b), (b, a)):
        if isinstance(moving, linear.Diag) and not fixed.has(step):
            return mul(turned(diagonal_of(fixed)), matrix_of(moving.args[0], step))
    return None


def _of_stacked(a: Any, step: Any) -> Any:
    """vec(A u B) = (Bᵀ ⊗ A)u for a column or a row u."""
    if isinstance(a, MatPlus):
        return add(*(_of_stacked(t, step) for t in a.args))
    m = taken_apart(a)
    places = [i for i, f in enumerate(m.mats) if f.has(step)]
    front = build(Monomial(m.coef, m.scalars))
    if len(places) != 1 or front.has(step) or not any(map(is_one, shape_of(m.mats[places[0]]))):
        raise Unread(f"not supported yet: the matrix of vec({text(a)}) in {text(step)}")
    i = places[0]
    moving, (rows, cols) = m.mats[i], shape_of(m.mats[i])
    left = mul(*m.mats[:i]) if i else linear.eye(rows)
    right = turned(mul(*m.mats[i + 1 :])) if m.mats[i + 1 :] else linear.eye(cols)
    inside = matrix_of(moving if is_one(cols) else turned(moving), step)
    return mul(front, compact(linear.Kron(right, left)), inside)


def is_chain(e: Any) -> bool:
    return bool(e.args) and all(map(is_matrix, e.args)) and shape_of(e.args[0])[0] == 1


def _of_hadamard(e: Any, step: Any) -> Any:
    moving = [f for f in e.args if f.has(step)]
    if len(moving) != 1:
        raise Unread(f"not supported yet: the matrix of {text(e)} in {text(step)}")
    others = [f for f in e.args if f is not moving[0]]
    return mul(compact(linear.Diag(entrywise(*others))), matrix_of(moving[0], step))


def _of_diagonal(a: Any, step: Any) -> Any:
    """diag(A Diag(u) B) = (A ∘ Bᵀ) u, and diag(u vᵀ) = u ∘ v."""
    if isinstance(a, MatPlus):
        return add(*(_of_diagonal(t, step) for t in a.args))
    m = taken_apart(a)
    places = [i for i, f in enumerate(m.mats) if f.has(step)]
    front = build(Monomial(m.coef, m.scalars))
    if len(places) != 1 or front.has(step):
        raise Unread(f"not supported yet: the matrix of diag({text(a)}) in {text(step)}")
    i, n = places[0], shape_of(a)[0]
    before, moving, after = m.mats[:i], m.mats[i], m.mats[i + 1 :]
    if isinstance(moving, linear.Diag):
        left, right = (mul(*part) if part else linear.eye(n) for part in (before, after))
        return mul(front, entrywise(left, turned(right)), matrix_of(moving.args[0], step))
    cut = next((k for k, f in enumerate(m.mats[:-1], 1) if is_one(shape_of(f)[1])), None)
    if cut is not None:
        return mul(front, matrix_of(entrywise(mul(*m.mats[:cut]), turned(mul(*m.mats[cut:]))), step))
    if isinstance(moving, MatPlus):
        return add(*(_of_diagonal(mul(front, *before, t, *after), step) for t in moving.args))
    raise Unread(f"not supported yet: the matrix of diag({text(a)}) in {text(step)}")
