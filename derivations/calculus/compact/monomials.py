"""A product taken apart: a number, scalar factors with exponents, and a chain of matrices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sympy
from sympy import Integer, Rational

from derivations.errors import NotSupported
from derivations.notation import core, linear
from derivations.notation.core import MatProduct, MatQuotient, Negative, Power, Product, Quotient, Transposed
from derivations.notation.facts import is_symmetric as by_facts
from derivations.notation.functions import Apply, MatApply, exp
from derivations.notation.numbers import stays_a_power
from derivations.notation.shapes import is_matrix, same_dim, shape_of

from .moduli import settled
from .squares import without_factors

ONE, ZERO = Integer(1), Integer(0)


@dataclass
class Monomial:
    """coef · Π baseᵉ · M₁ M₂ …"""

    coef: Any = ONE
    scalars: dict[Any, Any] = field(default_factory=dict)
    mats: list[Any] = field(default_factory=list)

    def scale(self, base: Any, exponent: Any) -> None:
        """Multiply by a scalar that is no product itself."""
        self._scale(base, exponent)
        for power in [b for b in self.scalars if _is_open_power(b)]:
            self._into_power(power)
        left = settled(self.scalars) or without_factors(self.scalars, base)
        if left is not None:
            _multiply(self, *left)

    def _scale(self, base: Any, exponent: Any) -> None:
        if base.is_Rational and exponent.is_Rational:
            self._scale_by_number(base, exponent)
            return
        under = under_root(base)
        if under is not None and under.is_Rational and exponent.is_Rational and any(map(_is_number, self.scalars)):
            self._scale_by_number(under, exponent / 2)
            return
        base, exponent = _of_power(base, exponent)
        if self._joins_power(base, exponent):
            return
        root = next((r for r in self.scalars if under_root(r) == base), None)
        if root is not None:
            base, exponent = root, 2 * exponent
        base, exponent = self._as_length(base, exponent)
        if isinstance(base, core.Plus) and exponent.is_Integer and (turned := self._negative(base)) is not None:
            base, self.coef = turned, self.coef * Integer(-1) ** exponent
        base, exponent = against_opposite(self.scalars, base, exponent)
        inside = under_root(base)
        if inside in self.scalars:
            exponent += 2 * self.scalars.pop(inside)
        total = self.scalars.get(base, ZERO) + exponent
        if total != 0 and (inside is None or total.is_odd):
            self.scalars[base] = total
            return
        self.scalars.pop(base, None)
        if total != 0:
            _multiply(self, inside, total / 2)

    def _scale_by_number(self, base: Any, exponent: Any) -> None:
        """Multiply by a power of a number: what is rational of it in front, roots as scalars as SymPy has them."""
        if exponent.is_Integer:
            self.coef *= _number(base, exponent)
            return
        if base.is_negative or stays_a_power(base, exponent):
            total = self.scalars.pop(base, ZERO) + exponent
            if total.is_Integer:
                self.coef *= _number(base, total)
            else:
                self.scalars[base] = total
            return
        whole = _number(base, exponent)
        for b in [b for b in self.scalars if _is_number(under_root(b) or b)]:
            inside, e = (b, self.scalars[b]) if _is_number(b) else (under_root(b), self.scalars[b] / 2)
            if not inside.is_negative and not stays_a_power(inside, e):
                whole *= inside**e
                del self.scalars[b]
        number, roots = whole.as_coeff_Mul()
        self.coef *= number
        self.scalars |= dict(f.as_base_exp() for f in sympy.Mul.make_args(roots) if f != 1)

    def _joins_power(self, base: Any, exponent: Any) -> bool:
        """Whether xᵃ, for a that is no number, met x or another such power of it, and became xᵃ⁺¹."""
        is_open = _is_open_power(base)
        of = base.args[0] if is_open else base
        others = (b for b in self.scalars if (is_open and b == of) or (_is_open_power(b) and b.args[0] == of))
        met = next((b for b in others if b != base), None)
        if met is None or not all(e.is_Integer for e in (exponent, self.scalars[met])):
            return False
        from .sums import add

        pairs = [(met, self.scalars.pop(met)), (base, exponent)]
        degrees = [e if b == of else e * b.args[1] for b, e in pairs]
        whole = add(*sorted(degrees, key=lambda d: bool(d.is_Number)))
        _multiply(self, Power(of, whole) if whole != 0 else ONE, ONE)
        return True

    def _into_power(self, power: Any) -> None:
        """a (a/b)ᶜ⁻¹/b as (a/b)ᶜ, where all factors of the base are there."""
        of, degree = power.args
        if self.scalars.get(power) != 1 or not isinstance(of, Product | Quotient):
            return
        m = taken_apart(of)
        if m.coef != 1 or m.mats or len(m.scalars) < 2:
            return
        times = [self.scalars.get(b, ZERO) / e for b, e in m.scalars.items()]
        if not all(k.is_Rational and abs(k) >= 1 and k * times[0] > 0 for k in times):
            return
        whole = int(min(times, key=abs))
        for b, e in m.scalars.items():
            left = self.scalars.pop(b) - whole * e
            self.scalars |= {b: left} if left != 0 else {}
        del self.scalars[power]
        from .sums import add

        _multiply(self, Power(of, add(degree, Integer(whole))), ONE)

    def _as_length(self, base: Any, exponent: Any) -> tuple[Any, Any]:
        """Powers of ‖u‖ and ‖u‖², where they meet, as powers of ‖u‖."""
        if isinstance(base, linear.SquaredNorm) and (length := linear.Norm(base.args[0])) in self.scalars:
            return length, 2 * exponent
        if isinstance(base, linear.Norm) and (square := linear.SquaredNorm(base.args[0])) in self.scalars:
            return base, exponent + 2 * self.scalars.pop(square)
        return base, exponent

    def _negative(self, base: Any) -> Any:
        """−base where the scalars have it and not base."""
        if base in self.scalars or not any(isinstance(b, core.Plus) for b in self.scalars):
            return None
        from .sums import negated

        other = negated(base)
        return other if self.scalars.get(other, Rational(1, 2)).is_Integer else None

    @property
    def key(self) -> Any:
        """What terms must share to be added up."""
        return frozenset(self.scalars.items()), tuple(self.mats)


def _is_number(e: Any) -> bool:
    return bool(e.is_Rational)


def _of_power(base: Any, exponent: Any) -> tuple[Any, Any]:
    """(xᵃ)² as x²ᵃ."""
    if not _is_open_power(base) or not exponent.is_Integer or abs(exponent) == 1:
        return base, exponent
    from .products import mul

    degree = mul(abs(exponent), base.args[1])
    return Power(base.args[0], degree), sympy.sign(exponent)


def _is_open_power(e: Any) -> bool:
    return isinstance(e, Power) and not e.args[1].is_Rational


def against_opposite(powers: dict[Any, Any], base: Any, exponent: Any) -> tuple[Any, Any]:
    """What is left of a power of eᵘ that meets one of e⁻ᵘ, which is taken from the powers."""
    if not isinstance(base, Apply | MatApply) or base.function is not exp:
        return base, exponent
    from .sums import negated

    other = exp(negated(base.args[1]))
    if other not in powers or not all(e.is_Rational for e in (exponent, powers[other])):
        return base, exponent
    exponent -= powers.pop(other)
    return (base, exponent) if exponent >= 0 else (other, -exponent)


def under_root(e: Any) -> Any:
    """The u of √u."""
    return e.args[1] if isinstance(e, Apply) and e.function.name == "sqrt" else None


def taken_apart(e: Any) -> Monomial:
    """The monomial of an expression."""
    found = _taken_apart(e)
    return Monomial(found.coef, dict(found.scalars), list(found.mats))


@lru_cache(maxsize=65536)
def _taken_apart(e: Any) -> Monomial:
    out = Monomial()
    _multiply(out, e, ONE)
    return out


def product_of(*factors: Any) -> Monomial:
    """The monomial of a product, factors from left to right."""
    out = Monomial()
    for f in factors:
        if f is not None:
            _multiply(out, f, ONE)
    return out


def _multiply(out: Monomial, e: Any, exponent: Any) -> None:
    """out · eᵉˣᵖᵒⁿᵉⁿᵗ; the exponent of a matrix is 1."""
    if e.is_Rational:
        out.coef *= _number(e, exponent)
    elif isinstance(e, Negative | core.MatNegative) and exponent.is_Integer:
        out.coef *= Integer(-1) ** exponent
        _multiply(out, e.args[0], exponent)
    elif isinstance(e, Quotient | MatQuotient) and (exponent == 1 or exponent.is_Integer):
        _multiply(out, e.args[0], exponent)
        _multiply(out, e.args[1], -exponent)
    elif _is_root_of_number(e) and exponent.is_Rational:
        out.scale(e.args[0], exponent * e.args[1])
    elif isinstance(e, Power) and e.args[1].is_Rational and (exponent * e.args[1]).is_Rational:
        if exponent.is_Integer:
            _multiply(out, e.args[0], exponent * e.args[1]) if e.args[1].is_Integer else out.scale(
                e.args[0], exponent * e.args[1]
            )
        else:
            out.scale(e, exponent)
    elif isinstance(e, Product) and exponent.is_Integer:
        _product(out, e, exponent)
    elif isinstance(e, MatProduct):
        _chained(out, e.args)
    elif getattr(e, "is_Mul", False) and not is_matrix(e) and exponent.is_Integer:
        for f in e.args:
            _multiply(out, sympy.sympify(f), exponent)
    elif is_matrix(e):
        out.mats.append(e)
    else:
        out.scale(e, exponent)


def _is_root_of_number(e: Any) -> bool:
    """Whether SymPy has a number such as 2^½."""
    return isinstance(e, sympy.Pow) and all(a.is_Rational for a in e.args)


def _number(base: Any, exponent: Any) -> Any:
    if base == 0 and exponent.is_negative:
        raise NotSupported("not supported yet: steps in which 0 is divided by")
    return base**exponent


def _chained(out: Monomial, factors: Any) -> None:
    """A product of matrices: a 1×1 chain in front of what it scales, as in (zᵀz)w, is a scalar."""
    chain: list[Any] = []
    for f in factors:
        if is_matrix(f) and chain and core.is_closed(tuple(chain), f):
            _scalar_chain(out, chain, ONE)
            chain = []
        if is_matrix(f):
            chain.append(f)
        else:
            _multiply(out, f, ONE)
    for f in chain:
        _multiply(out, f, ONE)


def _product(out: Monomial, e: Any, exponent: Any) -> None:
    """A scalar product: its scalars apart, each 1×1 chain one scalar."""
    chain: list[Any] = []
    for f in e.args:
        if not is_matrix(f):
            _multiply(out, f, exponent)
            continue
        chain.append(f)
        if is_one_by_one(chain):
            _scalar_chain(out, chain, exponent)
            chain = []


def is_one_by_one(chain: list[Any]) -> bool:
    return same_dim(shape_of(chain[0])[0], 1) and same_dim(shape_of(chain[-1])[1], 1)


def _scalar_chain(out: Monomial, chain: list[Any], exponent: Any) -> None:
    from .products import dot_of

    inner = Monomial()
    for f in chain:
        _multiply(inner, f, ONE)
    out.coef *= inner.coef**exponent
    for base, power in inner.scalars.items():
        out.scale(base, power * exponent)
    value = dot_of(inner.mats)
    if isinstance(value, Product) or not (value.is_Rational or isinstance(value, Quotient | Negative | Power)):
        out.scale(value, exponent)
    else:
        _multiply(out, value, exponent)


def is_symmetric(a: Any) -> bool:
    """Aᵀ = A by declaration or by form."""
    if by_facts(a):
        return True
    if isinstance(a, linear.Inverse):
        return is_symmetric(a.args[0])
    if isinstance(a, MatApply):
        return is_symmetric(a.args[1])
    if isinstance(a, linear.Ones):
        return same_dim(*shape_of(a))
    if isinstance(a, MatProduct):
        mats = [f for f in a.args if is_matrix(f)]
        return len(mats) > 1 and all(
            is_transpose(x, y) for x, y in zip(mats[: (len(mats) + 1) // 2], reversed(mats), strict=False)
        )
    if isinstance(a, core.MatPlus):
        terms = list(a.args)
        rest = [t for t in terms if not is_symmetric(t)]
        return all(any(is_transpose(t, u) for u in rest) for t in rest)
    if isinstance(a, core.MatNegative | MatQuotient):
        return is_symmetric(a.args[0])
    if isinstance(a, linear.Hadamard) and any(isinstance(t, linear.Diag | linear.Eye) for t in a.args):
        return True  # off the diagonal it is 0
    return isinstance(a, linear.Hadamard | linear.HadamardPower) and all(
        is_symmetric(t) for t in a.args if is_matrix(t)
    )


def is_transpose(a: Any, b: Any) -> bool:
    if isinstance(a, Transposed):
        return a.args[0] == b
    if isinstance(b, Transposed):
        return b.args[0] == a
    return a == b and is_symmetric(a)
