"""Names that would be printed as something else is: x_1 and x1, Alpha and A, Ax beside A and x, dx beside x."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from derivations.errors import MathError
from derivations.notation.printing import text
from derivations.notation.symbols import MatrixAtom, ScalarSymbol

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
