"""What keeps moving while a variable grows, as sin n and (−1)ⁿ: SymPy's limits may pass over the places where it is 0.

1/(1 + n sin²n) is 1 where sin n is 0. Only where what moves is a factor in a term that vanishes does it not matter.
"""

from __future__ import annotations

from typing import Any

import sympy

_FAILURES = (NotImplementedError, ValueError, TypeError, RecursionError, sympy.PolynomialError)


def oscillating(expr: Any, n: Any) -> list[Any]:
    """Its sines and cosines of what is not known to settle, and powers of negative numbers."""
    waves = (a for a in expr.atoms(sympy.sin, sympy.cos, sympy.tan) if a.has(n) and not _settles(a.args[0], n))
    powers = (a for a in expr.atoms(sympy.Pow) if a.exp.has(n) and not a.base.is_nonnegative)
    return sorted((*waves, *powers), key=sympy.default_sort_key)


def _settles(x: Any, n: Any) -> bool:
    try:
        return bool(sympy.limit(x, n, sympy.oo).is_finite)
    except _FAILURES:
        return False


def vanish(expr: Any, moving: list[Any], n: Any) -> bool:
    """Whether an expression is a polynomial in what moves, which is bounded, and whose coefficients there tend to 0."""
    if not all(map(_is_bounded, moving)):
        return False
    names = {a: sympy.Dummy() for a in moving}
    try:
        found = sympy.Poly(expr.xreplace(names), *names.values()).terms()
        return all(sympy.limit(c, n, sympy.oo) == 0 for powers, c in found if any(powers))
    except _FAILURES:
        return False


def _is_bounded(x: Any) -> bool:
    return isinstance(x, sympy.sin | sympy.cos) or (isinstance(x, sympy.Pow) and x.base == -1)
