"""The terms of a sum in one order: 1 + a² and a² + 1 are one expression, in which common factors are seen."""

from __future__ import annotations

from collections import Counter
from typing import Any

from derivations.notation.core import MatPlus, Plus

from .reading import Read, reader, with_parts_read


def with_one_order(e: Any) -> Any:
    """The expression with sums of the same terms written as the first of them is."""
    first: dict[frozenset[tuple[Any, int]], Any] = {}

    def ordered(e: Any, read: Read) -> Any:
        e = with_parts_read(e, read)
        return first.setdefault(frozenset(Counter(e.args).items()), e) if isinstance(e, Plus | MatPlus) else e

    return reader(ordered)(e)
