"""Entrywise and inner products, sums of entries, traces and powers in their compact form."""

from __future__ import annotations

from typing import Any

from sympy import Integer

from derivations.notation import linear
from derivations.notation.core import MatPlus, Negative, Power, Product, Quotient, Transposed
from derivations.notation.distributions import is_simplex
from derivations.notation.functions import MatApply, sqrt
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.notation.symbols import MatrixAtom, facts_of

from . import products
from .moduli import settled
from .monomials import ONE, Monomial, against_opposite, taken_apart
from .squares import without_factors


def total(e: Any) -> Any:
    """The sum of all entries."""
    m = taken_apart(e)
    if not m.mats:
        return e
    if len(m.mats) == 1 and (m.coef != 1 or m.scalars):
        return products.mul(products.written(Monomial(m.coef, m.scalars)), total(m.mats[0]))
    if isinstance(e, MatPlus):
        from .sums import add

        opened = add(*map(total, e.args))
        return opened if products.cost(opened) < products.cost(e) else linear.Total(e)
    if isinstance(e, linear.Ones):
        return products.mul(*shape_of(e))
    if isinstance(e, linear.Zeros):
        return Integer(0)
    if isinstance(e, linear.Eye):
        return convert(shape_of(e)[0])
    if isinstance(e, linear.Hadamard) and len(e.args) == 2 and products.is_one(shape_of(e)[1]):
        return products.mul(products.turned(e.args[0]), e.args[1])
    if isinstance(e, linear.Diag | Transposed):
        return total(e.args[0])
    if isinstance(e, linear.Unit) or is_simplex(e) or "one_hot" in facts_of(e):
        return ONE
    return linear.Total(e)


def entrywise(*factors: Any) -> Any:
    """A ∘ B ∘ …; of scalars, their product."""
    if not any(map(is_matrix, factors)):
        return products.mul(*factors)
    front, powers = Monomial(), {}
    for f in factors:
        m = taken_apart(f)
        front.coef *= m.coef
        for base, exponent in m.scalars.items():
            front.scale(base, exponent)
        rest = products.build(Monomial(mats=m.mats))
        for part in rest.args if isinstance(rest, linear.Hadamard) else (rest,):
            if isinstance(part, linear.Zeros):
                return part
            for base, exponent in _powers(part, front):
                base, exponent = against_opposite(powers, base, exponent)
                powers[base] = _added(powers[base], exponent) if base in powers else exponent
    powers = _without_roots(powers)
    while (left := settled(powers) or without_factors(powers)) is not None:
        for base, exponent in _powers(linear.HadamardPower(*left), front) if left[1] != 0 else ():
            powers[base] = _added(powers[base], exponent) if base in powers else exponent
    kept = [b if e == 1 else linear.HadamardPower(b, e) for b, e in powers.items() if e != 0]
    shape = next(shape_of(f) for f in factors if is_matrix(f))
    if len(kept) > 1 and any(isinstance(k, linear.Diag | linear.Eye) for k in kept) and all(map(_shows_diagonal, kept)):
        return products.mul(products.build(Monomial(front.coef, front.scalars)), _on_the_diagonal(kept))
    front.mats = [linear.Ones(*shape) if not kept else kept[0] if len(kept) == 1 else linear.Hadamard(*kept)]
    return products.build(front)


def _without_roots(powers: dict[Any, Any]) -> dict[Any, Any]:
    """√u² = u, and √u beside u as one power of √u; of √(√u), √u and u as one power of the outermost root."""
    for root in sorted(powers, key=_roots, reverse=True):
        if root not in powers or not _roots(root):
            continue
        total, inside, times = powers.pop(root), root, 1
        while _roots(inside):
            inside, times = inside.args[1], 2 * times
            if inside in powers and total.is_Integer and powers[inside].is_Integer:
                total += times * powers.pop(inside)
        while _roots(root) and total.is_even:
            root, total = root.args[1], total / 2
        powers[root] = _added(powers[root], total) if root in powers else total
    return powers


def _roots(a: Any) -> int:
    """How many square roots stand around it: 2 of √(√u)."""
    count = 0
    while isinstance(a, MatApply) and a.function is sqrt:
        a, count = a.args[1], count + 1
    return count


def _added(a: Any, b: Any) -> Any:
    from .sums import add

    return add(a, b)


def _shows_diagonal(a: Any) -> bool:
    """Whether there is nothing to read in diag(A) besides A itself."""
    from .diagonals import opened_diagonal

    inside = a
    while isinstance(inside, Transposed | linear.HadamardPower):
        inside = inside.args[0]
    return isinstance(inside, MatrixAtom) or opened_diagonal(a) is not None


def _on_the_diagonal(factors: list[Any]) -> Any:
    """A ∘ Diag(u) is Diag(diag(A) ∘ u): off the diagonal one factor is 0."""
    from .diagonals import diagonal_of
    from .rebuild import diag_of

    return diag_of(entrywise(*map(diagonal_of, factors)))


def _powers(part: Any, front: Monomial) -> list[tuple[Any, Any]]:
    """The entrywise factors of a part and their exponents; numbers go in front."""
    if isinstance(part, linear.Ones):
        return []
    if not isinstance(part, linear.HadamardPower):
        return [(part, ONE)]
    base, exponent = part.args
    if not exponent.is_Integer:
        return [(base, exponent)]
    m = taken_apart(base)
    front.coef *= m.coef**exponent
    for b, e in m.scalars.items():
        front.scale(b, e * exponent)
    inside = products.build(Monomial(mats=m.mats))
    parts = inside.args if isinstance(inside, linear.Hadamard) else (inside,)
    return [(b, e * exponent) for q in parts for b, e in _powers(q, front)]


def against(a: Any, b: Any) -> Any:
    """⟨A, B⟩, the sum of the products of corresponding entries."""
    if not is_matrix(a):
        return products.mul(a, b)
    rows, cols = shape_of(a)
    if products.is_one(cols):
        return products.mul(products.turned(a), b)
    if products.is_one(rows):
        return products.mul(a, products.turned(b))
    m, k = taken_apart(a), taken_apart(b)
    front = Monomial(m.coef * k.coef, m.scalars)
    for base, exponent in k.scalars.items():
        front.scale(base, exponent)
    left, right = products.build(Monomial(mats=m.mats)), products.build(Monomial(mats=k.mats))
    return products.mul(products.written(front), _plain_inner(left, right))


def _plain_inner(a: Any, b: Any) -> Any:
    from .diagonals import opened_diagonal

    for x, y in ((a, b), (b, a)):
        if products.is_zero(x):
            return Integer(0)
        if isinstance(x, linear.Ones):
            return total(y)
        if isinstance(x, linear.Eye):
            return trace_of(y)
        if isinstance(x, linear.Diag) and (diagonal := opened_diagonal(y)) is not None:
            return products.mul(products.turned(x.args[0]), diagonal)
        m = taken_apart(x)
        if len(m.mats) > 1 and any(products.is_one(shape_of(f)[1]) for f in m.mats[:-1]):
            cut = next(i for i, f in enumerate(m.mats) if products.is_one(shape_of(f)[1])) + 1
            return products.mul(
                products.turned(products.mul(*m.mats[:cut])), y, products.turned(products.mul(*m.mats[cut:]))
            )
    if _has_inverse(a) or _has_inverse(b):
        met = products.mul(products.turned(a), b)
        if len(taken_apart(met).mats) < len(taken_apart(a).mats) + len(taken_apart(b).mats) - 1 or products.cost(
            met
        ) < min(map(products.cost, (a, b))):
            return trace_of(met)
    if a == b:
        return linear.SquaredNorm(a)
    return linear.Inner(a, b)


def _has_inverse(e: Any) -> bool:
    return any(isinstance(products.bare(f), linear.Inverse) for f in taken_apart(e).mats)


def trace_of(e: Any) -> Any:
    m = taken_apart(e)
    if len(m.mats) > 1 and any(products.is_one(shape_of(f)[1]) for f in m.mats[:-1]):
        cut = next(i for i, f in enumerate(m.mats) if products.is_one(shape_of(f)[1])) + 1
        return products.mul(products.written(Monomial(m.coef, m.scalars)), products.mul(*m.mats[cut:], *m.mats[:cut]))
    if m.coef != 1 or m.scalars:
        return products.mul(
            products.written(Monomial(m.coef, m.scalars)), trace_of(products.build(Monomial(mats=m.mats)))
        )
    if isinstance(e, linear.Eye):
        return convert(shape_of(e)[0])
    if isinstance(e, linear.Diag):
        return total(e.args[0])
    if len(m.mats) > 1 and isinstance(products.mul(m.mats[-1], m.mats[0]), linear.Eye):
        return trace_of(products.mul(*m.mats[1:-1])) if len(m.mats) > 2 else convert(shape_of(e)[0])
    return linear.Trace(e.args[0] if isinstance(e, Transposed) else e)


def power_of(base: Any, exponent: Any) -> Any:
    """A scalar to a power."""
    base, exponent = convert(base), convert(exponent)
    if exponent.is_Integer:
        m = taken_apart(base)
        if m.coef == 0 and exponent < 0:
            return Power(base, exponent)
        return products.build(Monomial(m.coef**exponent, {b: e * exponent for b, e in m.scalars.items()}))
    if exponent.is_Rational and not base.is_Number and not isinstance(base, Product | Quotient | Negative | Power):
        return products.build(Monomial(scalars={base: exponent}))
    return base**exponent if base.is_Number and exponent.is_Number else Power(base, exponent)
