"""How large an expression gets when it is multiplied out: its degree, its numbers, its products of matrices.

Every step is checked at exact values, so a short formula such as ((x^1000)^1000)^1000 may be more work than a long one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from derivations.errors import NotSupported
from derivations.notation import core, linear
from derivations.notation.printing import text
from derivations.notation.shapes import SCALAR, is_matrix, same_shape, shape_of

LARGEST_DEGREE = 2_000
LARGEST_NUMBER = 6_000  # bits
MOST_OFTEN = 8  # times that one variable stands in a product of matrices
MOST_FACTORS = 20  # of one product that have the variable
_SHOWN = 60  # characters of a part in a message
_SIDE = 80  # of one side of a step


def size(e: Any, counts: Callable[[Any], bool] = lambda part: True) -> int:
    """How many parts an expression has, of those that count."""
    seen: dict[Any, int] = {}

    def count(e: Any) -> int:
        if e not in seen:
            seen[e] = counts(e) + sum(count(a) for a in getattr(e, "args", ()))
        return seen[e]

    return count(e)


class Extent(NamedTuple):
    """Bounds on a term of what multiplying out gives: factors, bits of its coefficient, matrices with the variable."""

    degree: int = 0
    bits: int = 0
    matrices: int = 0

    def together(self, other: Extent) -> Extent:
        return Extent(self.degree + other.degree, self.bits + other.bits, max(self.matrices, other.matrices))

    def raised(self, n: int) -> Extent:
        return Extent(n * self.degree, n * self.bits, self.matrices)


def require_extent(f: Any, *variables: Any) -> None:
    """Refuse what is too large to be differentiated in these variables, and name the part that makes it so."""
    for x in variables:
        _extent(f, {x: Extent(1, matrices=1 if is_matrix(x) else 0)})
        _require_few_factors(f, x)


def _require_few_factors(f: Any, x: Any) -> None:
    """A derivative has a term for each factor, with all the others in it."""
    for product in f.atoms(core.Product, linear.Hadamard):
        moving = sum(x in a.free_symbols for a in product.args)
        if moving > MOST_FACTORS:
            what = f"{_short(product)} has {moving} factors with the variable"
            raise NotSupported(f"not supported yet: {what}; the limit is {MOST_FACTORS}")


def _extent(e: Any, seen: dict[Any, Extent]) -> Extent:
    found = seen.get(e)
    if found is None:
        found = seen[e] = _made(e, seen)
        _require(e, found)
    return found


def _require(e: Any, found: Extent) -> None:
    if found.degree > LARGEST_DEGREE:
        _refuse(f"{_short(e)} has the degree {found.degree}", LARGEST_DEGREE)
    if found.bits > LARGEST_NUMBER:  # it may be too long to be printed
        _refuse(f"a number of {found.bits} bits", LARGEST_NUMBER)
    if found.matrices > MOST_OFTEN:
        _refuse(f"{_short(e)} has the variable {found.matrices} times in one product", MOST_OFTEN)


def _refuse(what: str, limit: int) -> None:
    raise NotSupported(f"not supported yet: multiplied out, {what}; the limit is {limit}")


def _short(e: Any) -> str:
    shown = text(e)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


def shortened(said: str) -> str:
    """What is too long for a message, without its middle."""
    kept = _SIDE // 2
    return said if len(said) <= _SIDE else f"{said[:kept].rstrip()} … {said[-kept:].lstrip()}"


def _made(e: Any, seen: dict[Any, Extent]) -> Extent:
    if e.is_Number:
        return Extent(bits=max(e.p.bit_length(), e.q.bit_length()) - 1 if e.is_Rational else 0)
    if not e.args or e.is_Symbol or (is_matrix(e) and e.free_symbols == {e}):
        return Extent(1)
    inside = [_extent(a, seen) for a in e.args if hasattr(a, "is_Number")]
    rule = next((rule for kinds, rule in _RULES if isinstance(e, kinds)), _largest)
    return rule(e, inside)


def _largest(e: Any, inside: list[Extent]) -> Extent:
    return Extent(*map(max, zip(*inside, strict=True))) if inside else Extent(1)


def _together(e: Any, inside: list[Extent]) -> Extent:
    out = Extent()
    for x in inside:
        out = out.together(x)
    return out


def _chained(e: Any, inside: list[Extent]) -> Extent:
    return _together(e, inside)._replace(matrices=sum(x.matrices for x in inside))


def _product(e: Any, inside: list[Extent]) -> Extent:
    """A product of numbers, in which matrices stand that make one: each such chain ends where it is 1×1."""
    longest, chain, rows = 0, 0, None
    for factor, found in zip(e.args, inside, strict=True):
        if is_matrix(factor):
            rows, chain = rows or shape_of(factor)[0], chain + found.matrices
            longest = max(longest, chain)
            if same_shape((rows, shape_of(factor)[1]), SCALAR):
                chain, rows = 0, None
    together = _together(e, inside)
    return together._replace(matrices=max(together.matrices, longest))


def _power(e: Any, inside: list[Extent]) -> Extent:
    exponent = e.args[1]
    return inside[0].raised(-(-abs(exponent.p) // exponent.q)) if exponent.is_Rational else _largest(e, inside)


def _squared(e: Any, inside: list[Extent]) -> Extent:
    return inside[0].raised(2)


_FACTORS = (core.Quotient, core.MatQuotient, linear.Inner, linear.Hadamard, linear.Kron)
_RULES: tuple[tuple[Any, Callable[[Any, list[Extent]], Extent]], ...] = (
    ((core.Power, linear.HadamardPower), _power),
    (linear.SquaredNorm, _squared),
    (core.MatProduct, _chained),
    (core.Product, _product),
    (_FACTORS, _together),
)
