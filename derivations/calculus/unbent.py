"""Kinks and jumps that are none: |u|, relu(u) are u where u ≥ 0, and ‖u‖₁ is 1ᵀu; sign(u)u is |u|, step(u)u relu(u).

|u|² is u², and √(u²), which hides its kink, is |u|.
"""

from __future__ import annotations

from typing import Any

from derivations.notation import core, functions, linear
from derivations.notation.facts import is_nonnegative
from derivations.notation.shapes import is_matrix

from .compact import entrywise, mul, power_of
from .reading import reader, with_parts_read

JUMPS = (functions.sign, functions.step)
_IDENTITIES = (functions.absolute, functions.relu)  # on what is not negative


def unbent(e: Any) -> Any:
    """The expression without kinks and jumps at which nothing happens, whatever its variables are."""
    applied = {a.function for a in e.atoms(*functions.APPLIED)}
    if not e.has(linear.Norm1) and not applied & {*JUMPS, *_IDENTITIES, functions.sqrt}:
        return e
    return reader(lambda e, read: _plain(with_parts_read(e, read)))(e)


def _plain(e: Any) -> Any:
    if isinstance(e, functions.APPLIED) and e.function in _IDENTITIES and is_nonnegative(e.args[1]):
        return e.args[1]
    if isinstance(e, functions.APPLIED) and e.function is functions.sqrt and (k := _even(e.args[1])) is not None:
        u = e.args[1].args[0]
        return _plain(_raised(_plain(functions.absolute(u)) if k % 4 else u, k // 2))
    if _even(e) is not None and isinstance(e.args[0], functions.APPLIED) and e.args[0].function is functions.absolute:
        return _raised(e.args[0].args[1], e.args[1])
    if isinstance(e, linear.Norm1) and is_nonnegative(e.args[0]):
        return linear.total(e.args[0])
    if isinstance(e, core.Product | linear.Hadamard) and any(_jumps(a) for a in e.args):
        settled = (entrywise if isinstance(e, linear.Hadamard) else mul)(*e.args)
        return settled if _jumping(settled) < _jumping(e) else e
    return e


def _even(e: Any) -> Any:
    """The exponent of a power of a number, or entry by entry, that is even and positive; else None."""
    power = isinstance(e, core.Power | linear.HadamardPower) and e.args[1].is_Integer
    return e.args[1] if power and e.args[1] > 0 and e.args[1] % 2 == 0 else None


def _raised(u: Any, k: Any) -> Any:
    return u if k == 1 else linear.hadamard_power(u, k) if is_matrix(u) else power_of(u, k)


def _jumps(e: Any) -> bool:
    return isinstance(e, functions.APPLIED) and e.function in JUMPS


def _jumping(e: Any) -> int:
    """How many functions in it jump."""
    return sum(map(_jumps, e.atoms(*functions.APPLIED)))
