"""Messages on LaTeX, which is not read: how its commands are written here."""

from __future__ import annotations

import re

from .functions import meant
from .names import is_greek

_WRITTEN = {
    **dict.fromkeys(("frac", "dfrac", "tfrac"), r"\frac{a}{b} is written a/b"),
    "sqrt": r"\sqrt{x} is written sqrt(x)",
    **dict.fromkeys(("cdot", "times", "ast"), "a product is written *"),
    **dict.fromkeys(("odot", "circ"), "a product of each entry is written .*"),
    "otimes": "a Kronecker product is written kron(A, B)",
    "oslash": "a quotient of each entry is written ./",
    **dict.fromkeys(("top", "intercal", "prime"), "a transpose is written X'"),
    **dict.fromkeys(("mathbf", "boldsymbol", "bm", "vec", "mathrm", "hat", "bar", "tilde"), "a name is written alone"),
    **dict.fromkeys(("left", "right", "big", "Big", "bigl", "bigr"), "parentheses are ( and ) alone"),
    **dict.fromkeys(("lVert", "rVert", "Vert", "|"), "a norm is written norm2(x)"),
    **dict.fromkeys(("lvert", "rvert", "vert"), "an absolute value is written abs(x)"),
}
_COMMAND = re.compile(r"\\([A-Za-z]+|\|)")
_NAMED = re.compile(r"\\(?:operatorname\*?|mathrm|text)\s*\{\s*([A-Za-z]+)\s*\}")
_SHORTEST = 2  # letters of a command; A\b is a quotient elsewhere


def on_command(text: str, at: int) -> str:
    """How a message on the backslash there ends; empty where no command begins."""
    command = _COMMAND.match(text, at)
    if command is None:
        return ""
    name = command[1]
    if is_greek(name):
        return f"a Greek letter is written {name}"
    named = _NAMED.match(text, at)
    hint = (meant(named[1]) if named else "") or meant(name)
    written = f"; {_WRITTEN[name]}" if name in _WRITTEN and not hint else hint
    behind_a_value = re.search(r"[\w)'ᵀ]\s*\Z", text[:at])
    if written or (len(name) >= _SHORTEST and not behind_a_value):
        return f"LaTeX is not read{written}"
    return ""
