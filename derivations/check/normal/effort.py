"""How much work normal forms may be: counted in terms looked at, so that the same question always ends the same way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from derivations.errors import NotSupported

FOR_ONE_FORM = 15_000
FOR_ONE_ANSWER = 100_000  # all steps of one derivation together; what is left undecided then, values decide

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


@contextmanager
def limited(terms: int = FOR_ONE_ANSWER) -> Iterator[None]:
    """Within this block all normal forms together look at so many terms at most."""
    token = _left.set([terms])
    try:
        yield
    finally:
        _left.reset(token)


def spend(terms: int) -> None:
    left = _left.get()
    if left is None:
        return
    left[0] -= terms
    if left[0] < 0:
        raise NotSupported("not supported yet: normal forms of steps that are as long and as many as these")
