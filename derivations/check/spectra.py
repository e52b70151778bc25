"""The leading eigenvector where it is rational, as of S = Q Diag(λ) Qᵀ with an orthogonal Q; no value elsewhere.

Of u and −u it is the one whose entry of largest modulus is positive, as in emitted code. Where the largest eigenvalue
has several eigenvectors, it is one of them, and what is claimed of it must hold for any.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Poly, Rational, Symbol

from derivations.errors import NotSupported
from derivations.notation import linear

from .algebra import Handler, Value
from .arithmetic import NeedsBalls, Undefined, arithmetic
from .matrices import Matrix

_x = Symbol("x")


def _leading_eigenvector(ev: Any, x: linear.LeadingEigenvector) -> Value:
    exact = ev if ev.field.exact and ev.field.level == 0 else ev.still()
    try:
        a = exact.matrix(x.args[0])
        if not a.rows:
            raise Undefined(f"{x.args[0]} has no eigenvector: it has no entries")
        u = leading_eigenvector(a.map(exact.field.fraction))
    except NeedsBalls:
        u = None
    if u is None or ev.field.level:
        raise NotSupported(f"not supported yet: the numeric value of {x} where it is irrational, or moves")
    return ev.convert(Matrix.column(u))


def leading_eigenvector(a: Matrix) -> list[Fraction] | None:
    """A unit eigenvector of the largest eigenvalue of a symmetric matrix of fractions; None where it is irrational."""
    coefficients = _characteristic(a)
    roots = Poly([Rational(c.numerator, c.denominator) for c in coefficients], _x)
    largest = max(roots.real_roots(), default=None)
    if largest is None or not largest.is_Rational:
        return None
    n = a.shape[0]
    shift = Fraction(int(largest.p), int(largest.q))
    v = _kernel([[a.rows[i][j] - (shift if i == j else 0) for j in range(n)] for i in range(n)])
    try:
        length = arithmetic("python").exact.sqrt(sum((t * t for t in v), Fraction(0)))
    except NeedsBalls:
        return None
    sign = 1 if max(v, key=abs) > 0 else -1
    return [sign * t / length for t in v]


def _characteristic(a: Matrix) -> list[Fraction]:
    """The coefficients of det(xI − A), by Faddeev and LeVerrier."""
    n = a.shape[0]
    out, m = [Fraction(1)], Matrix.filled(n, n, lambda i, j: Fraction(i == j))
    for k in range(1, n + 1):
        am = a @ m
        out.append(-sum((am.rows[i][i] for i in range(n)), Fraction(0)) / k)
        m = Matrix.filled(n, n, lambda i, j, am=am: am.rows[i][j] + (out[-1] if i == j else 0))
    return out


def _kernel(rows: list[list[Fraction]]) -> list[Fraction]:
    """A vector that a singular matrix takes to zero, by elimination."""
    rows, n = [list(r) for r in rows], len(rows)
    pivots: list[int] = []
    for column in range(n):
        top = len(pivots)
        pivot = next((i for i in range(top, n) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        rows[top] = [x / rows[top][column] for x in rows[top]]
        for i in range(n):
            if i != top:
                rows[i] = [x - rows[i][column] * y for x, y in zip(rows[i], rows[top], strict=True)]
        pivots.append(column)
    free = next(c for c in range(n) if c not in pivots)
    out = [Fraction(c == free) for c in range(n)]
    for row, column in zip(rows, pivots, strict=False):
        out[column] = -row[free]
    return out


HANDLERS: dict[type, Handler] = {linear.LeadingEigenvector: _leading_eigenvector}
