"""What turns round at infinitely many places, as arcsin(sin x) does: no finite number of values sees all its pieces.

arctan(tan x) is x up to π/2, x − π up to 3π/2 and so on; √(1 − cos²x) is sin x, then −sin x. Such an expression is one
function where its argument is known to stay within one piece, or what stands under the root away from zero.
"""

from __future__ import annotations

from typing import Any

import sympy

from derivations.notation import core, functions
from derivations.notation.facts import is_nonnegative, is_positive
from derivations.notation.shapes import is_matrix

from .bounds import bounds
from .factors import POWERS, factored, factors
from .parts import nodes_of

_PERIODIC = ("sin", "cos", "tan")
_BRANCH = {  # where an inverse undoes its function
    ("arcsin", "sin"): (-sympy.pi / 2, sympy.pi / 2),
    ("arccos", "cos"): (sympy.Integer(0), sympy.pi),
    ("arctan", "tan"): (-sympy.pi / 2, sympy.pi / 2),
}


def name_of(x: Any) -> str:
    """The name of a function that is applied, of the notation or of SymPy."""
    return x.function.name if isinstance(x, functions.APPLIED) else type(x).__name__


def turns_everywhere(inverse: str, argument: Any) -> bool:
    """Whether an inverse function, or a root or logarithm, of this argument may have infinitely many pieces."""
    if not _is_periodic(argument):
        return False
    if inverse in ("arcsin", "arccos", "arctan"):
        return not stays_on_branch(inverse, argument)
    parts = (part for f in factors(argument) for part, power in factored(f) if power % 2 or inverse != "sqrt")
    turning = (part for part in parts if _is_periodic(part) and name_of(part) not in _PERIODIC)
    return any(not _is_positive(part) or _has_poles(part) for part in turning)


def _is_periodic(x: Any) -> bool:
    return any(name_of(f) in _PERIODIC and f.args[-1].free_symbols for f in nodes_of(x))


def stays_on_branch(inverse: str, argument: Any) -> bool:
    """Whether an inverse function of this argument is known to be one function wherever its argument goes."""
    return _is_on_its_branch(inverse, argument) or _stays_inside(inverse, argument)


def _is_on_its_branch(inverse: str, argument: Any) -> bool:
    branch = _BRANCH.get((inverse, name_of(argument)))
    if branch is None or is_matrix(argument):
        return False
    low, high = bounds(argument.args[-1])
    return bool(branch[0] <= low and high <= branch[1])


def _stays_inside(inverse: str, argument: Any) -> bool:
    """Whether the inverse has a derivative wherever its argument goes."""
    if inverse != "arctan":
        one = sympy.Integer(1)
        return not is_matrix(argument) and _is_positive(one - argument) and _is_positive(one + argument)
    return not _has_poles(argument)


def _has_poles(x: Any) -> bool:
    """Whether it is infinite now and then: a tangent, or what is divided by a sine."""
    nodes = list(nodes_of(x))
    below = (_below(e) for e in nodes if isinstance(e, (core.Quotient, core.MatQuotient, *POWERS)))
    return any(name_of(e) == "tan" for e in nodes) or any(_is_periodic(e) and not _is_positive(e) for e in below)


def _below(x: Any) -> Any:
    if isinstance(x, core.Quotient | core.MatQuotient):
        return x.args[1]
    return x.args[0] if not is_nonnegative(x.args[1]) else sympy.Integer(1)


def _is_positive(x: Any) -> bool:
    return is_positive(x) or (not is_matrix(x) and bool(bounds(x)[0] > 0))


__all__ = ["name_of", "stays_on_branch", "turns_everywhere"]
