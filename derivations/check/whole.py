"""How many whole numbers may fit a false identity: a polynomial of degree m in k, or in 2ᵏ, vanishes at m of them."""

from __future__ import annotations

from math import ceil
from typing import Any

import sympy

from derivations.errors import DerivationError
from derivations.notation import core, linear
from derivations.notation.core import minus
from derivations.notation.symbols import ScalarSymbol, facts_of

from .normal import normal_form
from .normal.form import Atom
from .obligation import Identity


def power_of_whole(part: Identity) -> int:
    """The highest power of a dimension, of a whole number, or of a power of either in the difference of the sides."""
    try:
        terms = normal_form(minus(part.lhs, part.rhs), part.given).terms
    except (DerivationError, RecursionError):
        return max(_degree(part.lhs), _degree(part.rhs))
    powers = (abs(p) for t in terms for atom, _, p in t.factors if _is_whole(atom))
    return int(max(powers, default=0))


def _is_whole(atom: Atom) -> bool:
    if atom.kind == "dim" or (atom.kind == "scalar" and "integer" in facts_of(atom.symbol)):
        return True
    return atom.kind == "exp" and atom.form is not None and any(_is_whole(f[0]) for f in atom.form.terms[0].factors)


def _degree(x: Any) -> int:
    """A bound for it, read off the form; sizes are counted where they are chosen."""
    if isinstance(x, ScalarSymbol):
        return int("integer" in facts_of(x))
    if isinstance(x, core.Power | linear.HadamardPower | sympy.Pow):
        base, exponent = _degree(x.args[0]), x.args[1].doit()
        return ceil(abs(exponent)) * base if exponent.is_Rational else base + _degree(exponent)
    parts = [_degree(a) for a in x.args if isinstance(a, sympy.Basic)]
    return max(parts, default=0) if isinstance(x, core.Plus | core.MatPlus | sympy.Add) else sum(parts)


__all__ = ["power_of_whole"]
