"""What a function is called beside its variables: f, or F where it is a matrix, unless a variable has that letter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from .plain import plain
from .printing import text

_NEXT = {"f": "fgh", "F": "FGH"}


def function_letter(letter: str, *parts: Any) -> str:
    """The first letter from `letter` on that nothing in these parts is printed as, nor as its differential."""
    taken = {text(s) for part in parts for s in part.free_symbols}
    return next(made for made in _letters(letter) if not {plain(made), f"d{plain(made)}"} & taken)


def _letters(letter: str) -> Iterator[str]:
    yield from _NEXT[letter]
    yield from (f"{letter}_{number}" for number in count(1))
