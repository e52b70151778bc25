"""log(exp(u)) is u, and so is exp(log(u)), which has a value only where u is positive; exp(c log(u)) is uᶜ."""

from __future__ import annotations

from typing import Any

from derivations.notation import functions, linear
from derivations.notation.shapes import is_matrix

from .compact import power_of
from .compact.monomials import taken_apart
from .reading import Read, reader, with_parts_read

_UNDOES = {functions.log: functions.exp, functions.exp: functions.log}


def without_inverse_functions(e: Any) -> Any:
    """The expression without functions that undo each other, entry by entry of matrices."""
    return reader(_plain)(e) if any(a.function is functions.log for a in e.atoms(*functions.APPLIED)) else e


def _plain(e: Any, read: Read) -> Any:
    e = with_parts_read(e, read)
    if not isinstance(e, functions.APPLIED) or e.function not in _UNDOES:
        return e
    inside = e.args[1]
    if e.function is functions.exp and (power := _power(inside)) is not None:
        return power
    return inside.args[1] if isinstance(inside, functions.APPLIED) and inside.function is _UNDOES[e.function] else e


def _power(e: Any) -> Any:
    """uᶜ of the c log(u) that an expression is, for a number c."""
    m = taken_apart(e)
    logs = [*m.mats, *m.scalars]
    log = logs[0] if len(logs) == 1 and m.scalars in ({}, {logs[0]: 1}) else None
    if m.coef == 1 or not isinstance(log, functions.APPLIED) or log.function is not functions.log:
        return None
    u = log.args[1]
    return linear.hadamard_power(u, m.coef) if is_matrix(u) else power_of(u, m.coef)
