"""Names that would be printed as something else is: x_1 and x1, Alpha and A, Ax beside A and x, dx beside x.

So are σ, K and e_i beside a sigmoid, a commutation matrix and a basis vector; where none occurs, they are fine names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sympy import Basic, preorder_traversal

from derivations.errors import MathError
from derivations.notation.arrangement import Commutation
from derivations.notation.functions import APPLIED
from derivations.notation.linear import Unit
from derivations.notation.printing import text
from derivations.notation.symbols import Index, MatrixAtom, ScalarSymbol

_BUILT_IN = {
    "σ": "the sigmoid",
    "φ": "the density of the normal distribution",
    "Φ": "the normal distribution function",
    "K": "the commutation matrix",
}
_AS_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")  # Greek letters on the left, Latin ones on the right


def require_names(symbols: Iterable[Any]) -> None:
    """Refuse what a reader of the answer could not tell apart."""
    printed: dict[str, str] = {}
    variables = {s for s in symbols if isinstance(s, MatrixAtom | ScalarSymbol)}
    require_one_symbol_a_name(variables)
    for name, shown in sorted({(s.name, text(s)) for s in variables}):
        if shown == "I":
            raise _printed_as(name, "the identity")
        first = printed.setdefault(shown.translate(_AS_LATIN), name)
        if first != name:
            raise MathError(f"the variables {first} and {name} would be printed alike: rename one of them")
    for shown, name in printed.items():
        if shown[0] == "d" and shown[1:] in printed:
            raise _printed_as(name, f"the differential of {printed[shown[1:]]}")
        factors = _factors(shown, printed.keys() - {shown})
        if factors:
            raise _printed_as(name, f"the product of {' and '.join(printed[f] for f in factors)}")


def require_other_names(symbols: Iterable[Any], expressions: Iterable[Any]) -> None:
    """Refuse names that stand for something else in what was found: in its steps and its answers."""
    names = {text(s): s.name for s in symbols if isinstance(s, MatrixAtom | ScalarSymbol)}
    for e in expressions:
        for part in preorder_traversal(e):
            shown = _built_in(part)
            if shown in names:
                words = _BUILT_IN.get(shown, "the index of a sum" if isinstance(part, Index) else "a basis vector")
                raise _printed_as(names[shown], words)


def _built_in(part: Basic) -> str:
    """The symbol of a function, a matrix or an index as text has it, where it might be a variable's too."""
    if isinstance(part, APPLIED):
        return part.function.text
    if isinstance(part, Commutation):
        return "K"
    return text(part) if isinstance(part, Unit | Index) else ""


def require_one_symbol_a_name(symbols: Iterable[Any]) -> None:
    """Refuse two symbols with one name, as SymPy has them for a and for a positive a."""
    named: dict[str, Any] = {}
    for s in sorted(symbols, key=lambda s: str(s.name)):
        if named.setdefault(s.name, s) != s:
            raise MathError(
                f"two symbols are called {s.name}, with different assumptions or shapes: rename one of them"
            )


def _printed_as(name: str, other: str) -> MathError:
    return MathError(f"the variable {name} would be printed as {other} is: give it another name")


def _factors(shown: str, names: Collection[str]) -> tuple[str, ...]:
    """Names that, written one after the other, give this one; none where there are no such names."""
    ways: dict[int, tuple[str, ...]] = {0: ()}  # to each length of its beginning
    for end in range(1, len(shown) + 1):
        for name in sorted(names):
            if end - len(name) in ways and shown[:end].endswith(name):
                ways.setdefault(end, (*ways[end - len(name)], name))
    return ways.get(len(shown), ())
