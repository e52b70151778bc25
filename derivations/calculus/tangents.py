"""2σ(z) − 1 as tanh(z/2), which keeps its digits where z is near 0."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from sympy import Rational

from derivations.notation import core, functions, linear
from derivations.proof.lines import Line, equals

from .compact import add, compact, mul, negated
from .compact.monomials import Monomial, taken_apart
from .compact.products import cost
from .reading import Read, reader, with_parts_read
from .rules.exponentials import functions_with_names


def by_tangents(e: Any, within: Callable[[Any], Any]) -> Generator[Line, Any, Any]:
    """The expression with its tangents; a line says so of what it stands within, where it has one."""
    named = with_tangents(e)
    if named != e:
        yield equals(within(named), by=functions_with_names, why="2σ(z) − 1 = tanh(z/2).")
    return named


def with_tangents(e: Any) -> Any:
    """The expression with its differences of a sigmoid and 1/2 by name, where no sigmoid is left beside them."""
    named = reader(_named)(e)
    return e if named == e or _sigmoids(named) else compact(named)


def _sigmoids(e: Any) -> bool:
    return any(a.function is functions.sigmoid for a in e.atoms(functions.Apply, functions.MatApply))


def _named(e: Any, read: Read) -> Any:
    e = with_parts_read(e, read)
    if not isinstance(e, core.Plus | core.MatPlus):
        return e
    terms = list(e.args)
    for term in e.args:
        m = taken_apart(term)
        z = _score(m)
        half = None if z is None else next((t for t in terms if _halves(taken_apart(t), m, z)), None)
        if half is not None:
            terms.remove(term)
            terms.remove(half)
            terms.append(_tangent(m, z))
    return e if len(terms) == len(e.args) else add(*terms)


def _score(m: Monomial) -> Any:
    """z where the term is a number, scalars and σ(z), or the matrix of such entries, or the diagonal matrix."""
    if m.mats:
        inside = m.mats[0].args[0] if isinstance(m.mats[0], linear.Diag) else m.mats[0]
        return inside.args[1] if len(m.mats) == 1 and _is_sigmoid(inside) else None
    found = [b for b, k in m.scalars.items() if k == 1 and _is_sigmoid(b)]
    return found[0].args[1] if len(found) == 1 else None


def _is_sigmoid(e: Any) -> bool:
    return isinstance(e, functions.APPLIED) and e.function is functions.sigmoid


def _beside(m: Monomial, z: Any) -> dict[Any, Any]:
    return m.scalars if m.mats else {b: k for b, k in m.scalars.items() if b != functions.sigmoid(z)}


def _halves(other: Monomial, m: Monomial, z: Any) -> bool:
    """Whether a term is −1/2 of another without its σ(z)."""
    ones = [linear.Ones(*z.shape) if _is_sigmoid(a) else linear.eye(z.shape[0]) for a in m.mats]
    return other.coef == -m.coef / 2 and other.mats == ones and other.scalars == _beside(m, z)


def _tangent(m: Monomial, z: Any) -> Any:
    """The one of tanh(z/2) and −tanh(−z/2) that is shorter, or the one without a sign."""
    half = mul(Rational(1, 2), z)
    c, half = min((m.coef / 2, half), (-m.coef / 2, negated(half)), key=_reading)
    named = functions.tanh(half)
    on_diagonal = any(isinstance(a, linear.Diag) for a in m.mats)
    return mul(c, *(b**k for b, k in _beside(m, z).items()), linear.Diag(named) if on_diagonal else named)


def _reading(way: tuple[Any, Any]) -> tuple[int, bool]:
    scale, half = way
    return cost(half), bool(scale < 0)
