"""Identifiers for symbols: θ becomes theta, λ becomes lam, x_{k} becomes x_k; what can't be a name is refused."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from derivations.errors import MathError
from derivations.notation.differentials import Increment, MatIncrement
from derivations.notation.sequences import Member, ScalarMember

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_TAKEN = set(keyword.kwlist) | set(dir(builtins)) | {"np"}
_RENAMED = {"lambda": "lam", "lamda": "lam"}  # the customary way round Python's keyword; Unicode spells it lamda


def identifier(name: str) -> str:
    """A Python identifier for the name of a symbol; one that has none is refused."""
    plain = re.sub(r"_\{([^{}]*)\}", r"_\1", name.strip().replace("\\", ""))
    plain = "".join(_spelled(c) for c in plain).replace("'", "_prime")
    plain = _RENAMED.get(plain, plain)
    if not _IDENTIFIER.match(plain):
        raise MathError(
            f"{name!r} can't name an argument of a function: expected a letter, then letters, digits and underscores"
        )
    return plain + "_" if plain in _TAKEN else plain


def _spelled(character: str) -> str:
    """A Greek letter in words, a subscript digit as _digit; anything else as it is."""
    if character.isascii():
        return character
    words = unicodedata.name(character, "").split()
    if words[:1] == ["GREEK"] and "WITH" not in words:
        letter = [w for w in words[1:] if w not in ("SMALL", "CAPITAL", "LETTER", "FINAL", "LUNATE", "SYMBOL")]
        spelled = _RENAMED.get(letter[0].lower(), letter[0].lower())
        return spelled.capitalize() if "CAPITAL" in words else spelled
    if "SUBSCRIPT" in words and unicodedata.decimal(unicodedata.normalize("NFKC", character), None) is not None:
        return "_" + unicodedata.normalize("NFKC", character)
    return character


def name_of(symbol: Any) -> str:
    """The identifier of anything that can be an argument: a symbol, an increment dX, a member x_k."""
    if isinstance(symbol, Increment | MatIncrement):
        return "d" + name_of(symbol.args[0])
    if isinstance(symbol, Member | ScalarMember):
        at = str(symbol.args[1]).replace(" ", "").replace("+", "_plus_").replace("-", "_minus_")
        return identifier(f"{symbol.name}_{at}")
    return identifier(symbol.name)


class Names:
    """Identifiers in use inside one function; a second use of a name gets a number."""

    def __init__(self, reserved: Iterable[str] = ()):
        self._used = set(reserved)

    def take(self, wanted: str) -> str:
        """`wanted`, or the first of wanted2, wanted3, … that is free; from then on in use."""
        name, count = wanted, 1
        while name in self._used or name in _TAKEN:
            count += 1
            name = f"{wanted}{count}" if not wanted[-1].isdigit() else f"{wanted}_{count}"
        self._used.add(name)
        return name

    def copy(self) -> Names:
        return Names(self._used)
