"""relu(u) + log(1 + exp(−|u|)), which programs compute since it does not overflow, is softplus(u) and has no kink."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from derivations.notation import core, functions

from .compact import add, compact, negated
from .reading import Read, reader, with_parts_read
from .spelled_sums import inside_of


def with_whole_softplus(e: Any) -> Any:
    """The expression with softplus(u) for every sum of its two parts."""
    return reader(_whole)(e) if any(a.function is functions.softplus for a in e.atoms(*functions.APPLIED)) else e


def _whole(e: Any, read: Read) -> Any:
    e = with_parts_read(e, read)
    if not isinstance(e, core.Plus | core.MatPlus):
        return e
    for i, j in permutations(range(len(e.args)), 2):
        u = inside_of(e.args[i], functions.relu)
        if u is not None and _is_beside(e.args[j], u):
            rest = [a for k, a in enumerate(e.args) if k not in (i, j)]  # a term may stand in it twice
            return _whole(add(functions.softplus(u), *rest), lambda part: part)
    return e


def _is_beside(e: Any, u: Any) -> bool:
    """Whether it is softplus(−|u|)."""
    inside = inside_of(e, functions.softplus)
    modulus = None if inside is None else inside_of(compact(negated(inside)), functions.absolute)
    return modulus is not None and compact(modulus) in (compact(u), compact(negated(u)))
