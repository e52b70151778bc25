"""Products, transposes, entrywise and inner products in their compact form."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Integer

from derivations.notation import arrangement, core, linear
from derivations.notation.core import (
    MatNegative,
    MatPlus,
    MatProduct,
    MatQuotient,
    Negative,
    Power,
    Product,
    Quotient,
    Transposed,
)
from derivations.notation.facts import is_nonnegative
from derivations.notation.functions import Apply, MatApply
from derivations.notation.printing import text
from derivations.notation.shapes import convert, is_matrix, shape_of

from . import inner, neighbours
from .monomials import ONE, Monomial, is_symmetric, is_transpose, product_of, taken_apart

SIZE = 65536


def is_one(dim: Any) -> bool:
    return bool(dim.is_Integer and dim == 1)


def zero_like(e: Any) -> Any:
    return linear.Zeros(*shape_of(e)) if is_matrix(e) else Integer(0)


def is_zero(e: Any) -> bool:
    return isinstance(e, linear.Zeros) or bool(e.is_Number and e == 0)


@lru_cache(maxsize=SIZE)
def label(e: Any) -> str:
    """A name that orders expressions the same way in every run."""
    return text(e)


@lru_cache(maxsize=SIZE)
def cost(e: Any) -> int:
    """How much there is to read."""
    if not e.args or e.is_Symbol or isinstance(e, linear.Constant):
        return 1
    if isinstance(e, linear.HadamardPower | Power) and e.args[1].is_Number:
        return 1 + cost(e.args[0])
    return 1 + sum(cost(a) for a in e.args if not isinstance(e, Apply | MatApply) or a is not e.args[0])


def mul(*factors: Any) -> Any:
    """The product of the factors from left to right; scalars and matrices mixed."""
    return _multiplied(tuple(convert(f) for f in factors if f is not None))


@lru_cache(maxsize=SIZE)
def _multiplied(factors: tuple[Any, ...]) -> Any:
    return build(product_of(*factors))


def build(m: Monomial) -> Any:
    """The expression of a monomial."""
    rows, cols = (shape_of(m.mats[0])[0], shape_of(m.mats[-1])[1]) if m.mats else (ONE, ONE)
    scalar = is_one(rows) and is_one(cols)
    m = _arranged(m)
    if m.coef == 0 or any(isinstance(f, linear.Zeros) for f in m.mats):
        return Integer(0) if scalar else linear.Zeros(rows, cols)
    if _may_cancel(m):
        from .sums import cancelled

        shorter = cancelled(m)
        if shorter is not None:
            return shorter
    from .mirrored import mirror

    if (lifted := _without_fractions_below(m)) is not None:
        return build(lifted)
    _flip_differences(m)
    _against_fraction(m)
    mirror(m)
    return written(m)


def _against_fraction(m: Monomial) -> None:
    """½(2a + 2b) is a + b, and (2A + 2B)C is 2(A + B)C."""
    if m.coef.q == 1 and len(m.mats) < 2:
        return
    from .sums import without_number

    for place, f in enumerate(m.mats):
        if isinstance(f, MatPlus):
            common, m.mats[place] = without_number(f)
            m.coef *= common
    for base, exponent in tuple(m.scalars.items()):
        if isinstance(base, core.Plus) and exponent == 1:
            common, rest = without_number(base)
            if rest not in m.scalars:
                m.coef, m.scalars = m.coef * common, {rest if b == base else b: e for b, e in m.scalars.items()}


def _without_fractions_below(m: Monomial) -> Monomial | None:
    """1/(b + a²/b) as b/(b² + a²): what every term has leaves a sum below a line, where no term is negative then."""
    for base, exponent in m.scalars.items():
        if not isinstance(base, core.Plus) or not (exponent.is_Integer and exponent < 0):
            continue
        terms = [taken_apart(t).scalars for t in base.args]
        least = {b: min(t[b] for t in terms) for b in terms[0] if all(b in t and t[b].is_Integer for t in terms)}
        below = {b: -k for b, k in least.items() if k < 0}
        whole = _multiplied_into(base, Monomial(scalars=below)) if below else base
        if below and is_nonnegative(whole):  # so that nothing more is asked for
            rest = Monomial(m.coef, {b: e for b, e in m.scalars.items() if b != base}, m.mats)
            above = Monomial(scalars={b: -k * exponent for b, k in below.items()})
            return product_of(inner.power_of(whole, exponent), written(above), written(rest))
    return None


def _multiplied_into(base: Any, m: Monomial) -> Any:
    from .sums import add

    return add(*(mul(t, written(m)) for t in base.args))


def _may_cancel(m: Monomial) -> bool:
    if len(m.scalars) > 1 and any(isinstance(b, core.Plus) for b in m.scalars):
        return True
    return len(m.mats) == 1 and isinstance(m.mats[0], linear.Hadamard)


def written(m: Monomial) -> Any:
    powers = sorted(m.scalars.items(), key=lambda p: not p[0].is_Rational)
    top = [_raised(b, e) for b, e in powers if not (e.is_Rational and e < 0)]
    bottom = [_raised(b, -e) for b, e in powers if e.is_Rational and e < 0]
    negative = m.coef < 0
    size = -m.coef if negative else m.coef
    if bottom and size.q != 1:
        bottom, size = [Integer(size.q), *bottom], Integer(size.p)
    front: list[Any] = [] if size == 1 else [size]
    top.sort(key=_is_chain)  # numbers and symbols before 1×1 products of matrices
    if not m.mats and len(top) > 0 and _is_chain(top[-1]) and not (len(top) > 1 and _is_chain(top[-2])):
        top[-1:] = top[-1].args if front or len(top) > 1 else top[-1:]
    upper = [*front, *top, *m.mats]
    cls = (MatProduct, MatQuotient, MatNegative) if m.mats else (Product, Quotient, Negative)
    out = ONE if not upper else upper[0] if len(upper) == 1 else cls[0](*upper)
    if bottom:
        out = cls[1](out, bottom[0] if len(bottom) == 1 else Product(*bottom))
    if not negative:
        return out
    if isinstance(out, Product | MatProduct) and front and front[0].is_Integer:
        return cls[0](-size, *upper[1:])
    return -out if out.is_Number else cls[2](out)


def _is_chain(e: Any) -> bool:
    return isinstance(e, Product) and any(map(is_matrix, e.args))


def _raised(base: Any, exponent: Any) -> Any:
    return base if exponent == 1 else core.power(base, exponent) if base.is_Rational else Power(base, exponent)


def _flip_differences(m: Monomial) -> None:
    """−A(b − c) is A(c − b), but −(b − c)(b − c)ᵀ stays, and (b − c)(c − b)ᵀ becomes that."""
    insides = [_inside(f) for f in m.mats]
    if sum(isinstance(f, MatPlus) for f in insides) > 1:
        from .sums import negated

        for place, f in enumerate(insides):
            if isinstance(f, MatPlus) and (flipped := negated(f)) in insides[:place]:
                m.coef, insides[place] = -m.coef, flipped
                m.mats[place] = _around(flipped, m.mats[place])
    if m.coef >= 0:
        return
    sums = [f for f in m.mats if isinstance(bare(f), MatPlus)]
    for place, f in enumerate(m.mats):
        if isinstance(f, MatPlus) and any(map(_is_negative, f.args)) and list(map(bare, sums)).count(f) < 2:
            from .sums import negated

            flipped = negated(f)
            if cost(flipped) <= cost(f):
                m.coef, m.mats[place] = -m.coef, flipped
                return
    for base, exponent in m.scalars.items():
        if exponent == 1 and isinstance(base, core.Plus) and any(_is_negative(a) for a in base.args):
            from .sums import negated

            flipped = negated(base)
            if isinstance(flipped, core.Plus) and flipped not in m.scalars and cost(flipped) <= cost(base) + 1:
                m.coef = -m.coef
                m.scalars = {flipped if b == base else b: e for b, e in m.scalars.items()}
                return


def bare(e: Any) -> Any:
    return e.args[0] if isinstance(e, Transposed) else e


def _inside(e: Any) -> Any:
    """The A of A, Aᵀ, vec(A) and vec(A)ᵀ."""
    return _inside(e.args[0]) if isinstance(e, Transposed | linear.Vec) else e


def _around(new: Any, e: Any) -> Any:
    """As e is, with another inside."""
    if isinstance(e, Transposed):
        return turned(_around(new, e.args[0]))
    return linear.vec(_around(new, e.args[0])) if isinstance(e, linear.Vec) else new


def _is_negative(e: Any) -> bool:
    return bool(
        isinstance(e, Negative | MatNegative)
        or (e.is_Number and e < 0)
        or (isinstance(e, Product | MatProduct) and e.args[0].is_Number and e.args[0] < 0)
    )


# --- the chain of matrices --------------------------------------------------------------------------------------------


def _arranged(m: Monomial) -> Monomial:
    """Rewrites inside the chain; 1×1 parts become scalars."""
    out = Monomial(m.coef, dict(m.scalars), [])
    if not m.mats:
        return out
    whole = shape_of(m.mats[0])[0], shape_of(m.mats[-1])[1]
    segments: list[list[Any]] = [[]]
    for f in m.mats:
        segments[-1].append(f)
        if is_one(shape_of(f)[1]):
            segments.append([])
    for segment in filter(None, segments):
        if is_one(shape_of(segment[0])[0]) and is_one(shape_of(segment[-1])[1]):
            _absorb(out, product_of(dot_of(segment)))
            continue
        _absorb(out, _shortened(segment))
    if not out.mats and not (is_one(whole[0]) and is_one(whole[1])):
        out.mats = [linear.Eye(*whole)]
    return out


def _absorb(out: Monomial, more: Monomial) -> None:
    out.coef *= more.coef
    for base, exponent in more.scalars.items():
        out.scale(base, exponent)
    out.mats += more.mats


def _shortened(chain: list[Any]) -> Monomial:
    """Neighbours that cancel or merge, until none do; then diagonal matrices next to vectors."""
    rows, cols = shape_of(chain[0])[0], shape_of(chain[-1])[1]
    out = Monomial(mats=list(chain))
    place = 0
    while place < len(out.mats):
        if isinstance(out.mats[place], linear.Eye) and len(out.mats) > 1:
            del out.mats[place]
            place = max(place - 1, 0)
            continue
        met = neighbours.meeting(out.mats, place)
        if met is None:
            place += 1
            continue
        width, new = met
        tail = product_of(new) if new is not None else Monomial()
        out.mats[place : place + width] = tail.mats
        out.coef *= tail.coef
        for base, exponent in tail.scalars.items():
            out.scale(base, exponent)
        place = max(place - 1, 0)
    if not out.mats:
        out.mats = [linear.Eye(rows, cols)]
    return _beside_vectors(out)


def _beside_vectors(m: Monomial) -> Monomial:
    """Diag(s)v is s ∘ v, and vᵀDiag(s) its transpose."""
    mats = m.mats
    places = [i for i, f in enumerate(mats) if isinstance(f, linear.Diag)]
    if places and len(mats) > 1 and is_one(shape_of(mats[-1])[1]):
        i = places[-1]
        if i == len(mats) - 1:
            return m
        tail = product_of(inner.entrywise(mats[i].args[0], mul(*mats[i + 1 :])))
    elif places and len(mats) > 1 and is_one(shape_of(mats[0])[0]):
        i = places[0]
        tail = product_of(turned(inner.entrywise(mats[i].args[0], turned(mul(*mats[:i])))))
        tail.mats += mats[i + 1 :]
        i = 0
    else:
        return m
    out = Monomial(m.coef, dict(m.scalars), mats[:i])
    _absorb(out, tail)
    return _arranged(out) if len(out.mats) < len(mats) else out


def dot_of(chain: list[Any]) -> Any:
    """A 1×1 chain as a scalar, written from the end that asks for fewer transposes."""
    return _dot_of(tuple(chain))


@lru_cache(maxsize=SIZE)
def _dot_of(chain: tuple[Any, ...]) -> Any:
    short = _shortened(list(chain))
    mats, front = short.mats, Monomial(short.coef, short.scalars)
    if not mats:
        return written(front)
    if any(isinstance(f, linear.Zeros) for f in mats):  # of two neighbours that vanish together
        return Integer(0)
    if len(mats) == 1:
        value = linear.Trace(mats[0]) if not isinstance(mats[0], linear.Ones | linear.Eye) else ONE
    elif is_ones(mats[0]) or is_ones(mats[-1]):
        rest = mats[1:] if is_ones(mats[0]) else [turned(f) for f in reversed(mats[:-1])]
        return mul(written(front), inner.total(mul(*rest)))
    elif len(mats) == 2 and neighbours.cancels(turned(mats[0]), mats[1]):
        return mul(written(front), inner.total(inner.entrywise(turned(mats[0]), mats[1])))
    else:
        back = [turned(f) for f in reversed(mats)]
        value = Product(*min(mats, back, key=lambda c: (sum(isinstance(f, Transposed) for f in c), _labels(c))))
    return value if not front.scalars and front.coef == 1 else mul(written(front), value)


def _labels(chain: list[Any]) -> str:
    return " ".join(map(label, chain))


def is_ones(e: Any) -> bool:
    return isinstance(e, linear.Ones) or (isinstance(e, Transposed) and isinstance(e.args[0], linear.Ones))


# --- transposes -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=SIZE)
def turned(e: Any) -> Any:
    """eᵀ."""
    if not is_matrix(e):
        return e
    if isinstance(e, Transposed):
        return e.args[0]
    if is_symmetric(e):
        return e
    if isinstance(e, MatProduct | MatQuotient | MatNegative):
        m = taken_apart(e)
        return build(Monomial(m.coef, m.scalars, [turned(f) for f in reversed(m.mats)]))
    if isinstance(e, MatPlus):
        from .sums import add

        inside = add(*map(turned, e.args))
        return inside if cost(inside) < cost(e) + 1 else Transposed(e)
    if isinstance(e, linear.Zeros) or (isinstance(e, linear.Ones) and not is_one(shape_of(e)[1])):
        return e.func(*reversed(e.args))
    if isinstance(e, linear.Hadamard) and all(isinstance(a, Transposed) for a in e.args):
        return linear.Hadamard(*(a.args[0] for a in e.args))
    if isinstance(e, MatApply) and isinstance(e.args[1], Transposed):
        return MatApply(e.args[0], e.args[1].args[0])
    if isinstance(e, linear.HadamardPower) and isinstance(e.args[0], Transposed):
        return linear.HadamardPower(e.args[0].args[0], e.args[1])
    if isinstance(e, linear.Inverse) and isinstance(e.args[0], Transposed):
        return linear.Inverse(e.args[0].args[0])
    if isinstance(e, linear.Kron):
        return linear.Kron(*map(turned, e.args))
    if isinstance(e, arrangement.Commutation):
        return arrangement.Commutation(*reversed(e.args))
    return Transposed(e)


__all__ = ["build", "cost", "is_transpose", "is_zero", "mul", "turned"]
