"""What a theorem's body declares while it runs: the symbols in order, and facts dropped on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from derivations.errors import MathError


@dataclass
class Scope:
    """Collects declared symbols; a dropped assumption is a pair (symbol name, fact name)."""

    dropped: frozenset[tuple[str, str]] = frozenset()
    symbols: dict[str, Any] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    facts: dict[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict)


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


@contextmanager
def scope(dropped: frozenset[tuple[str, str]] = frozenset()) -> Iterator[Scope]:
    """Record the declarations made inside the block, without the facts in `dropped`."""
    new = Scope(dropped)
    token = _current.set(new)
    try:
        yield new
    finally:
        _current.reset(token)


def require_name(name: Any) -> str:
    """What an author calls something: a text that is not blank."""
    if not isinstance(name, str) or not name.strip():
        raise MathError(f"{name!r} is no name, expected a text such as 'x'")
    return name


def keep_facts(name: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts given to a symbol, less those being dropped."""
    current = _current.get()
    require_name(name)
    given = {k: v for k, v in facts.items() if v is not None and v is not False}
    if current is None:
        return given
    current.facts[name] = tuple(given.items())
    return {k: v for k, v in given.items() if (name, k) not in current.dropped}


def declare(name: str, symbol: Any, about: str = "") -> Any:
    """Note a declared symbol, in order, and hand it back."""
    current = _current.get()
    if current is not None:
        if current.symbols.get(name, symbol) != symbol:
            raise MathError(f"{name} is declared twice, as different symbols: give one of them another name")
        current.symbols[name] = symbol
        current.about[name] = about
    return symbol
