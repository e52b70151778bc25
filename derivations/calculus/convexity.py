"""A certificate that a Hessian is positive semidefinite: its quadratic form as a sum of terms never negative."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from derivations.errors import DerivationError
from derivations.notation import linear
from derivations.notation.core import MatPlus, Plus, Product, Transposed
from derivations.notation.facts import is_nonnegative
from derivations.notation.relations import at_least
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.notation.symbols import MatrixAtom, facts_of
from derivations.proof.lines import Line, at_least as goes_on, consider, equals, holds, part
from derivations.proof.rule import nonnegative

from .compact import add, mul, negated, subtract, turned
from .compact.monomials import taken_apart
from .compact.products import build, is_zero
from .engine import Motion
from .rules.algebra import expand
from .rules.positivity import nonnegativity

UNSHOWN = "not shown convex"


def convexity_lines(f: Any, h: Any, x: Any, motion: Motion) -> Generator[Line, Any, str]:
    """Lines that show the sign of the Hessian, where its form does; in words what they show."""
    if motion.kinks:
        return f"{UNSHOWN}: the Hessian says nothing about what happens at a kink"
    where = " on every convex set where the conditions hold" if motion.limits(f) else ""
    if is_zero(h):
        return "affine" + where
    for word, signed in (("convex", h), ("concave", negated(h))):
        found = _squares(signed, x)
        if found is not None:
            yield part(f"The function is {word}{where}")
            yield from _shown(signed, found, x)
            return word + where
    return UNSHOWN


def _shown(h: Any, squares: Any, x: Any) -> Generator[Line, Any, None]:
    if not is_matrix(x):
        shown = nonnegative(h)
        yield holds(at_least(h, convert(0)), using=shown, by=nonnegativity(h), why="No part of it is negative.")
        return
    v = _direction(h, x)
    yield consider(mul(turned(v), h, v), why="The Hessian along any direction v.")
    yield equals(squares, by=expand, why="Each term is written so that its sign shows.")
    yield goes_on(
        convert(0), using=nonnegative(squares), by=nonnegativity(squares), why="Each term is non-negative by its form."
    )


def _direction(h: Any, x: Any) -> Any:
    taken = {getattr(s, "name", "") for s in h.free_symbols | x.free_symbols}
    name = next(n for n in ("v", "u", "z", "v_1") if n not in taken)
    return MatrixAtom(name, shape_of(h)[0], 1)


def _squares(h: Any, x: Any) -> Any:
    """vᵀHv with every term visibly non-negative, or None."""
    if not is_matrix(x):
        return h if is_nonnegative(h) else None
    v = _direction(h, x)
    terms = h.args if isinstance(h, MatPlus) and _covariance(h) is None else (h,)
    try:
        shown = [_square(t, v) for t in terms]
    except DerivationError:
        return None
    if any(s is None for s in shown):
        return None
    return shown[0] if len(shown) == 1 else Plus(*shown)


def _square(term: Any, v: Any) -> Any:
    """vᵀTv in a form whose sign shows."""
    m = taken_apart(term)
    front = build(type(m)(m.coef, m.scalars))
    plain = Product(*([] if front == 1 else [front]), Transposed(v), *m.mats, v)
    if is_nonnegative(plain):
        return plain
    middles = [i for i, f in enumerate(m.mats) if isinstance(f, MatPlus)]
    for i in middles:
        if len(m.mats) != 2 * i + 1:
            continue
        if i and turned(mul(*m.mats[:i])) != mul(*m.mats[i + 1 :]):
            continue
        u = mul(*m.mats[i + 1 :], v)
        opened = _opened(m.mats[i], u)
        if opened is not None and is_nonnegative(front):
            return opened if front == 1 else Product(front, opened)
    return None


def _opened(middle: Any, u: Any) -> Any:
    """uᵀ(…)u for a sum in the middle: centred where it is Diag(s) − ssᵀ, else term by term."""
    s = _covariance(middle)
    if s is not None:
        ones = linear.ones(*shape_of(u))
        centred = subtract(u, mul(turned(s), u, ones))
        return Product(Transposed(centred), linear.Diag(s), centred)
    shown = [mul(turned(u), t, u) for t in middle.args]
    return add(*shown) if all(map(is_nonnegative, shown)) else None


def _covariance(middle: Any) -> Any:
    """s where the sum is Diag(s) − ssᵀ and the entries of s sum to 1."""
    if len(middle.args) != 2 or not isinstance(middle.args[0], linear.Diag):
        return None
    s = middle.args[0].args[0]
    on_simplex = isinstance(s, linear.Softmax) or "simplex" in facts_of(s)
    return s if on_simplex and is_zero(add(middle.args[1], mul(s, turned(s)))) else None
