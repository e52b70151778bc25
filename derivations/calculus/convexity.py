"""A certificate that a Hessian is positive semidefinite: its quadratic form as a sum of terms never negative."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from derivations.errors import DerivationError
from derivations.notation import linear
from derivations.notation.core import MatPlus, Plus, Product, Transposed
from derivations.notation.facts import is_nonnegative, is_simplex
from derivations.notation.relations import at_least
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.notation.symbols import MatrixAtom, facts_of
from derivations.proof.lines import Line, at_least as goes_on, consider, equals, holds, part
from derivations.proof.rule import nonnegative

from .compact import add, compact, mul, negated, power_of, subtract, turned
from .compact.monomials import Monomial, taken_apart
from .compact.products import build, is_zero
from .compact.sums import multiplied_out
from .engine import Motion
from .rules.algebra import expand
from .rules.positivity import nonnegativity

UNSHOWN = "not shown convex"
WHERE = " on every convex set where the conditions hold"
_GAPS = {"nonzero", "invertible", "rank", "unit", "orthogonal", "orthonormal"}


def convexity_lines(
    h: Any, x: Any, motion: Motion, required: tuple[Requirement, ...], bent: bool
) -> Generator[Line, Any, str]:
    """Lines that show the sign of the Hessian, where its form does; in words what they show.

    `bent` is whether the gradient may jump at a kink; where it does not, a Hessian with a sign almost everywhere does.
    """
    if bent:
        return f"{UNSHOWN}: the Hessian says nothing about what happens at a kink"
    limited = any(motion.moves(r.of) for r in required)
    if is_zero(h):
        return "affine" + (WHERE if limited else "")
    where = WHERE if limited or _has_gaps(x) else ""
    for word, signed in (("convex", h), ("concave", negated(h))):
        found = _squares(signed, x)
        if found is not None:
            yield part(f"The function is {word}{where}")
            yield from _shown(signed, found, x)
            return word + where
    return UNSHOWN


def _has_gaps(x: Any) -> bool:
    """Whether facts keep x from some values between others."""
    return bool(facts_of(x).keys() & _GAPS) if is_matrix(x) else bool(x.is_nonzero and not x.is_positive)


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
    try:
        shown = _of_terms(h, v) or _of_terms(multiplied_out(h), v)
    except DerivationError:
        return None
    return shown


def _of_terms(h: Any, v: Any) -> Any:
    terms = h.args if isinstance(h, MatPlus) and _centred(h, v) is None else (h,)
    shown = [_square(t, v) for t in terms]
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
    centred = _centred(middle, u)
    if centred is not None:
        return centred
    shown = [mul(turned(u), t, u) for t in middle.args]
    return add(*shown) if all(map(is_nonnegative, shown)) else None


def _centred(middle: Any, u: Any) -> Any:
    """uᵀ(p Diag(e) − q eeᵀ)u as p times the squares of u less its mean m, weighted by e, and what is left of m².

    With a = q/p and m = a eᵀu that is p((u − m1)ᵀDiag(e)(u − m1) + (1/a − 1ᵀe)m²), which shows its sign where the
    weights a e sum to at most 1.
    """
    if len(middle.args) != 2:
        return None
    first, second = map(taken_apart, middle.args)
    if len(first.mats) != 1 or not isinstance(first.mats[0], linear.Diag | linear.Eye):
        return None
    n = shape_of(u)[0]
    weights = first.mats[0]
    e = weights.args[0] if isinstance(weights, linear.Diag) else linear.ones(n)
    if mul(*second.mats) != mul(e, turned(e)):
        return None
    p, q = (build(Monomial(t.coef, t.scalars)) for t in (first, second))
    a = negated(mul(q, power_of(p, -1)))
    left = subtract(power_of(a, -1), convert(1) if is_simplex(e) else compact(linear.total(e)))
    m = mul(a, turned(e), u)
    centred = subtract(u, mul(m, linear.ones(n)))
    squares = mul(turned(centred), centred) if isinstance(weights, linear.Eye) else None
    spread = squares or Product(Transposed(centred), weights, centred)
    terms = [spread] if is_zero(left) else [spread, mul(left, power_of(m, 2))]
    shown = [t if p == 1 else Product(p, t) for t in terms]
    if not all(map(is_nonnegative, shown)):
        return None
    return shown[0] if len(shown) == 1 else Plus(*shown)
