"""Kinks and jumps that are none: |u|, relu(u) are u where u ≥ 0, and ‖u‖₁ is 1ᵀu; sign(u)u is |u|, step(u)u relu(u)."""

from __future__ import annotations

from typing import Any

from derivations.notation import core, functions, linear
from derivations.notation.facts import is_nonnegative

from .compact import entrywise, mul
from .reading import reader, with_parts_read

JUMPS = (functions.sign, functions.step)
_IDENTITIES = (functions.absolute, functions.relu)  # on what is not negative


def unbent(e: Any) -> Any:
    """The expression without kinks and jumps at which nothing happens, whatever its variables are."""
    if not e.has(linear.Norm1) and not any(a.function in (*JUMPS, *_IDENTITIES) for a in e.atoms(*functions.APPLIED)):
        return e
    return reader(lambda e, read: _plain(with_parts_read(e, read)))(e)


def _plain(e: Any) -> Any:
    if isinstance(e, functions.APPLIED) and e.function in _IDENTITIES and is_nonnegative(e.args[1]):
        return e.args[1]
    if isinstance(e, linear.Norm1) and is_nonnegative(e.args[0]):
        return linear.total(e.args[0])
    if isinstance(e, core.Product | linear.Hadamard) and any(_jumps(a) for a in e.args):
        settled = (entrywise if isinstance(e, linear.Hadamard) else mul)(*e.args)
        return settled if _jumping(settled) < _jumping(e) else e
    return e


def _jumps(e: Any) -> bool:
    return isinstance(e, functions.APPLIED) and e.function in JUMPS


def _jumping(e: Any) -> int:
    """How many functions in it jump."""
    return sum(map(_jumps, e.atoms(*functions.APPLIED)))
