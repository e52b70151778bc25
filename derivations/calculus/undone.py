"""log(exp(u)) is u, and so is exp(log(u)), which has a value only where u is positive."""

from __future__ import annotations

from typing import Any

from derivations.notation import functions

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
    return inside.args[1] if isinstance(inside, functions.APPLIED) and inside.function is _UNDOES[e.function] else e
