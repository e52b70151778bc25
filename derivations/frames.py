"""Memory for the frames of deep calls, asked for once.

CPython keeps frames in chunks of 16 KiB. Where one is full, the next call asks the system for another, and its return
gives that back: a loop that stands at such a depth does so at every turn. The same question took 4.5 or 12.7 s, by how
deep the caller stood. A frame that declares a large stack makes one chunk with room for all that it calls.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SLOTS = 2**16 + 64  # a little more than half a MiB, so that the chunk is one MiB and half of it is left


def in_one_chunk(function: Callable[P, T]) -> Callable[P, T]:
    """The function, whose calls and theirs have their frames in one piece of memory."""
    if sys.implementation.name != "cpython":
        return function

    def called(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    called.__code__ = called.__code__.replace(co_stacksize=SLOTS)
    return wraps(function)(called)
