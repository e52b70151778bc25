"""Names of variables: checked identifiers, Greek letters spelled out, and nothing that could mean something else."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from . import limits
from .functions import FUNCTIONS

_GREEK = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi
omega
"""
GREEK = tuple(_GREEK.split())
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*\Z")
_NO_NUMBERS = ("nan", "inf", "infinity")
_SAME_IN_CODE = {"lambda": "lam"}


def _letters() -> dict[str, str]:
    """Each Greek letter with its name in Latin letters, capitals with a capital."""
    table = {"ϕ": "phi", "ϵ": "epsilon", "ϑ": "theta", "ς": "sigma", "µ": "mu"}  # the last is the sign for micro
    for word in GREEK:
        unicode = {"lambda": "LAMDA"}.get(word, word.upper())
        table[unicodedata.lookup(f"GREEK SMALL LETTER {unicode}")] = word
        table[unicodedata.lookup(f"GREEK CAPITAL LETTER {unicode}")] = word.capitalize()
    return table


LETTERS = _letters()
_SUBSCRIPTS = re.compile("[₀-₉]+")
_MOST_SPLITS = 16  # of a name into others
_HINTS = {"²": "; write ^2", "³": "; write ^3", "¹": "; write ^1"}


@lru_cache(maxsize=1024)
def spelled(name: str) -> str:
    """A name with its Greek letters in words: λ is lambda, σ_1 is sigma_1, Σ is Sigma; and x₁ is x_1."""
    if name.isascii():
        return name
    out = ""
    for c in _SUBSCRIPTS.sub(lambda run: f"_{unicodedata.normalize('NFKC', run[0])}", name):
        word = LETTERS.get(c, c)
        joined = out and word != c and out[-1] != "_"
        out += f"_{word}" if joined else word
    return out


def problem_with(name: str) -> str | None:
    """Why a name (spelled out) can't be that of a variable or a dimension, or None."""
    if len(name) > limits.NAME:
        return f"the name {name[:12]}… has {len(name)} characters; the limit is {limits.NAME}"
    for c in name:
        if not c.isascii():
            called = unicodedata.name(c, "").lower() or f"U+{ord(c):04X}"
            allowed = f"names have Latin and Greek letters, digits and _{_HINTS.get(c, '')}"
            return f'"{c}" ({called}) can\'t stand in a name: {allowed}'
    if not _NAME.match(name):
        return f'"{name}" can\'t be a name: expected a letter, then letters, digits and single _ between them'
    if name in FUNCTIONS:
        return f'"{name}" is a function of the language: give the variable another name'
    if name == "I":
        return '"I" would be printed as the identity is: write eye for that, and give a variable another name'
    if name.lower() in _NO_NUMBERS:
        return f'"{name}" can\'t be a name: it would be read as a value that is no number'
    if keyword.iskeyword(name) and name != "lambda":
        return f'"{name}" is a word of Python, which emitted code could not use: give the variable another name'
    return None


def clash(names: list[str]) -> tuple[str, str] | None:
    """Two different names that emitted code would spell alike."""
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(_SAME_IN_CODE.get(name, name), name)
        if first != name:
            return first, name
    return None


def is_greek(name: str) -> bool:
    """Whether a name (spelled out) begins with a Greek letter's name: theta, sigma_1, Sigma."""
    head = re.split(r"[_0-9]", name)[0]
    return head.lower() in GREEK and head in (head.lower(), head.capitalize())


def as_product(names: Iterable[str], known: Iterable[str], wanted: str) -> str:
    """How a message ends on a name that does not occur, where one of these names is it and others run together."""
    pieces = {*known, wanted}
    for name in names:
        for factors in _splits(name, {*pieces, "T"}) if not is_greek(name) else ():
            if wanted in factors and len(factors) > 1:
                return f"; {name} is one name, a product is written {_product(factors, pieces)}"
    return ""


def _product(factors: tuple[str, ...], pieces: set[str]) -> str:
    """The factors with * between them; T behind one of them is a transpose."""
    written: list[str] = []
    for f in factors:
        if f == "T" and f not in pieces and written:
            written[-1] += "'"
        else:
            written.append(f)
    return "*".join(written)


def _splits(name: str, pieces: set[str]) -> Iterator[tuple[str, ...]]:
    """The ways to cut a name into known ones, of which one may be a single letter that is not known."""
    found: list[list[tuple[str, ...]]] = [[()]]  # for each beginning of the name
    for end in range(1, len(name) + 1):
        ways = []
        for start in range(end):
            part = name[start:end]
            single = len(part) == 1 and part.isalpha()
            if part != name and (part in pieces or single):
                ways += [(*way, part) for way in found[start] if part in pieces or all(p in pieces for p in way)]
        found.append(ways[:_MOST_SPLITS])
    yield from found[-1]
