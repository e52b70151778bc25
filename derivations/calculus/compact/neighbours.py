"""Factors of a chain of matrices that stand side by side, and what they make of each other."""

from __future__ import annotations

from typing import Any

from derivations.notation import arrangement, linear
from derivations.notation.core import MatPlus, MatProduct, Transposed
from derivations.notation.shapes import is_matrix, shape_of
from derivations.notation.symbols import facts_of

from . import inner, places, products
from .monomials import taken_apart


def meeting(mats: list[Any], i: int) -> tuple[int, Any] | None:
    """How many factors from place i on become what; None for the identity, which drops out."""
    a = mats[i]
    for inside, others in ((a, mats[i + 1 :]),):
        factors = _inverted(inside)
        if factors and others[: len(factors)] == factors:
            return 1 + len(factors), None
    for width in (1, 2, 3):
        if i + width < len(mats):
            factors = _inverted(mats[i + width])
            if factors and mats[i : i + width] == factors:
                return 1 + width, None
    if i + 1 >= len(mats):
        return None
    b = mats[i + 1]
    if i + 2 < len(mats) and (met := places.between(a, b, mats[i + 2])) is not None:
        return 3, met
    if i + 2 < len(mats) and (met := _commuted(a, b, mats[i + 2])) is not None:
        return 3, met
    if isinstance(a, linear.Diag) and isinstance(b, linear.Diag):
        from .rebuild import diag_of

        return 2, diag_of(inner.entrywise(a.args[0], b.args[0]))
    if (met := _cancelling(a, b)) is not None or (met := _without_ones(a, b)) is not None:
        return 2, met
    for x, y, turn in ((a, b, False), (b, a, True)):
        inside = y.args[0] if isinstance(y, linear.Diag) else None if turn and not isinstance(y, linear.Diag) else y
        if (
            inside is not None
            and isinstance(x, MatPlus)
            and any(isinstance(t, linear.Diag) and cancels(t.args[0], inside) for t in x.args)
        ):
            from .sums import add

            return 2, add(*(products.mul(y, t) if turn else products.mul(t, y) for t in x.args))
    if _is_orthogonal_pair(a, b):
        return 2, None
    if isinstance(a, linear.Kron) and isinstance(b, linear.Kron):
        (p, q), (r, s) = a.args, b.args
        if shape_of(p)[1] == shape_of(r)[0] and shape_of(q)[1] == shape_of(s)[0]:
            from .rebuild import kron_of

            return 2, kron_of(products.mul(p, r), products.mul(q, s))
    return _arranged(a, b)


def _arranged(a: Any, b: Any) -> tuple[int, Any] | None:
    """What vec, ⊗ and K make of each other."""
    if isinstance(b, linear.Vec) and (met := _stacked(a, b.args[0])) is not None:
        return 2, met
    if isinstance(a, Transposed) and isinstance(a.args[0], linear.Vec):
        met = _stacked(products.turned(b), a.args[0].args[0])
        if met is not None:
            return 2, Transposed(met)
    if isinstance(a, arrangement.Commutation) and isinstance(b, arrangement.Commutation) and a.args == b.args[::-1]:
        return 2, None
    if (met := places.spread(a, b)) is not None:
        return 2, met
    for kron, swap, side in ((a, b, 1), (b, a, 0)):  # (x⊗B)K = B⊗x for a row x, K(x⊗B) = B⊗x for a column
        if isinstance(kron, linear.Kron) and isinstance(swap, arrangement.Commutation):
            p, q = kron.args
            fits = swap.args == ((shape_of(p)[1], shape_of(q)[1]) if side else (shape_of(q)[0], shape_of(p)[0]))
            if fits and any(products.is_one(shape_of(f)[1 - side]) for f in (p, q)):
                return 2, linear.Kron(q, p)
    return None


def _commuted(a: Any, kron: Any, b: Any) -> Any:
    """K(A⊗B)K = B⊗A."""
    if not isinstance(kron, linear.Kron) or not all(isinstance(k, arrangement.Commutation) for k in (a, b)):
        return None
    (rows, cols), (more_rows, more_cols) = map(shape_of, kron.args)
    fits = a.args == (more_rows, rows) and b.args == (cols, more_cols)
    return linear.Kron(*kron.args[::-1]) if fits else None


def _stacked(a: Any, x: Any) -> Any:
    """a vec(x): K vec(X) = vec(Xᵀ), (A⊗B) vec(X) = vec(BXAᵀ)."""
    if isinstance(a, arrangement.Commutation):
        return linear.Vec(products.turned(x))
    if isinstance(a, linear.Kron) and shape_of(a.args[0])[1] == shape_of(x)[1]:
        return linear.Vec(products.mul(a.args[1], x, products.turned(a.args[0])))
    return None


def _cancelling(a: Any, b: Any) -> Any:
    """(B − A)B⁻¹ = I − AB⁻¹ and (I − u1ᵀ)Diag(u) = Diag(u) − uuᵀ, a sum multiplied out where a term gets shorter."""
    for x, y, left in ((a, b, False), (b, a, True)):
        if not isinstance(x, MatPlus) or isinstance(y, MatPlus) or any(products.is_one(n) for n in shape_of(y)):
            continue
        beside = [taken_apart(t).mats[0 if left else -1] for t in x.args]
        by_ones = isinstance(y, linear.Diag) and any(map(products.is_ones, beside))
        if by_ones or any(_inverted(f) == [y] or _inverted(y) == [f] for f in beside):
            from .sums import add

            out = add(*(products.mul(y, t) if left else products.mul(t, y) for t in x.args))
            if by_ones or products.cost(out) < products.cost(MatProduct(a, b)):
                return out
    return None


def _without_ones(a: Any, b: Any) -> Any:
    """(Diag(s) − ssᵀ)(v + c1) = (Diag(s) − ssᵀ)v where the entries of s sum to 1, and the same from the left."""
    for x, y, left in ((a, b, False), (b, a, True)):
        if not _rows_sum_to_0(x):
            continue
        terms = y.args if isinstance(y, MatPlus) else (y,)
        kept = [t for t in terms if not _is_multiple_of_ones(t)]
        if len(kept) < len(terms):
            from .sums import add

            if not kept:
                return products.zero_like(y)
            return products.mul(add(*kept), x) if left else products.mul(x, add(*kept))
    return None


def _rows_sum_to_0(a: Any) -> bool:
    """Whether it is Diag(s) − ssᵀ, or its negative, for entries of s that sum to 1."""
    terms = [taken_apart(t) for t in a.args] if isinstance(a, MatPlus) and len(a.args) == 2 else []
    for m, other in (terms, terms[::-1]) if terms else ():
        if len(m.mats) == 1 and isinstance(m.mats[0], linear.Diag):
            s = m.mats[0].args[0]
            one = isinstance(s, linear.Softmax) or "simplex" in facts_of(s)
            return one and m.coef == -other.coef and m.scalars == other.scalars and other.mats == [s, Transposed(s)]
    return False


def _is_multiple_of_ones(a: Any) -> bool:
    return all(map(products.is_ones, taken_apart(a).mats))


def _inverted(a: Any) -> list[Any] | None:
    """The factors of A where a = A⁻¹ or its transpose."""
    if isinstance(a, linear.Inverse):
        inside = a.args[0]
    elif isinstance(a, Transposed) and isinstance(a.args[0], linear.Inverse):
        inside = products.turned(a.args[0].args[0])
    else:
        return None
    if isinstance(inside, MatProduct):
        return list(inside.args) if all(map(is_matrix, inside.args)) else None
    return [inside]


def _is_orthogonal_pair(a: Any, b: Any) -> bool:
    q = a.args[0] if isinstance(a, Transposed) else a
    other = b.args[0] if isinstance(b, Transposed) else b
    return q == other and "orthogonal" in facts_of(q) and isinstance(a, Transposed) != isinstance(b, Transposed)


def cancels(a: Any, b: Any) -> bool:
    """Whether an entrywise product of the two is shorter than either: one divides by the other."""
    for x, y in ((a, b), (b, a)):
        parts = y.args if isinstance(y, linear.Hadamard) else (y,)
        if any(isinstance(q, linear.HadamardPower) and q.args[0] == x and q.args[1].is_negative for q in parts):
            return True
    return False
