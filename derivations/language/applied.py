"""Messages on a function that is applied as mathematics writes it: exp x, log det A, sin²(x), sin^2(x)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from .functions import ENTRYWISE, FUNCTIONS
from .source import Source

_RAISED = re.compile(r"([A-Za-z]\w*?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\Z")
_GOES_ON = ("*", "/", ".", "^", "'")  # behind exp x, where it is open what exp is of


def without_parentheses(source: Source, before: list[Any], token: Any) -> tuple[str, int] | None:
    """What is said, and where, if a value follows a function or its power at once; `before` are the tokens so far."""
    *rest, last = before
    if str(last) in FUNCTIONS and FUNCTIONS[str(last)].arity == 1:
        return f"a function has parentheses: write {last}({_argument(source, token)})", last.start_pos
    sign = "-" if rest and str(rest[-1]) in ("-", "−", "–") else ""
    *_, function, operator = [None, None, *(rest[:-1] if sign else rest)]
    if str(operator) in ("^", ".^") and str(function) in FUNCTIONS:
        return _behind(str(function), f"{sign}{last}", _argument(source, token)), function.start_pos
    return None


def raised_by_name(name: str, inside: str) -> str:
    """What is said of sin²(x), where the power is part of the name; empty where it is not."""
    found = _RAISED.match(name)
    if found is None or found[1] not in FUNCTIONS:
        return ""
    return _behind(found[1], unicodedata.normalize("NFKC", found[2]), inside)


def _behind(function: str, exponent: str, inside: str) -> str:
    """sin(x)^2, and for each entry sin(x).^2."""
    written = f"{function}({inside})"
    each = f", of each entry {written}.^{exponent}" if function in ENTRYWISE else ""
    inverse = f"; the inverse function is arc{function}({inside})" if f"arc{function}" in FUNCTIONS else ""
    said = f"the power of a function stands behind its parentheses: write {written}^{exponent}{each}"
    return said + (inverse if exponent == "-1" else "")


def _argument(source: Source, token: Any) -> str:
    """What a function without parentheses is of: what is in the next ones, or a single name that ends there."""
    rest = source.text[token.start_pos :]
    if token.type == "LPAR":
        return inside_parentheses(rest)
    behind = rest[len(token) :].lstrip()
    return "…" if behind.startswith(("(", *_GOES_ON)) or behind[:1].isalnum() else str(token)


def inside_parentheses(text: str) -> str:
    """What stands between the first parenthesis and the one that closes it, if it is short."""
    depth = 0
    for at, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if not depth:
            inside = " ".join(text[1:at].split())
            return inside if len(inside) <= 20 else "…"
    return "…"
