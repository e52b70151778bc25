"""The calculator's input language: a line of matrix notation becomes an expression of the package, or a clear error.

`parse("norm2(X*w-y)^2", {"X": "n p"})` gives the expression, its symbols and their shapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from derivations.errors import UnknownName

from .build import Builder
from .declare import declarations
from .names import as_product, spelled
from .parser import parse_tree
from .shapes import Shaped, infer_shapes, require_sizes


@dataclass(frozen=True)
class Parsed:
    """An expression as it was understood."""

    expr: Any
    symbols: dict[str, Any]  # by name, in order of appearance; Greek letters are spelled out
    shapes: dict[str, str]  # by name: "n×p", "n" or "scalar"
    text: str  # as it was typed
    shaped: Shaped = field(repr=False, compare=False)

    def symbol(self, name: str) -> Any:
        """The symbol of a variable that occurs or was declared; λ and lambda are one name."""
        wanted = spelled(name.strip())
        if not wanted:
            known = ", ".join(self.symbols) or "no variable at all"
            raise UnknownName(f"wrt is empty: expected the name of a variable; {self.text.strip()} has {known}")
        if wanted in self.symbols:
            return self.symbols[wanted]
        declared = self.shaped.declared.get(wanted)
        shape = declared.shape if declared else None
        if shape is not None:
            return Builder(self.shaped).symbol(wanted, shape)
        pieces = [piece for piece in re.split(r"[\s,;]+", name) if piece]
        if len(pieces) > 1 and all(spelled(piece) in self.symbols for piece in pieces):
            said = " ".join(f"--wrt {piece}" for piece in pieces)
            listed = ", ".join(f'"{piece}"' for piece in pieces)
            raise UnknownName(f"{name} is not one variable; several are {said}, in Python wrt=[{listed}]")
        raise UnknownName(f"{name} does not occur in {self._has(wanted)}")

    def require_use(self, *asked: Any) -> None:
        """Every declared variable must occur or be asked for, as it may be misspelled; every size must follow."""
        require_sizes(self.shaped)
        wanted = {*self.symbols, *(getattr(x, "name", "") for x in asked)}
        for name in self.shaped.declared:
            if name not in wanted:
                raise UnknownName(f"{name} is declared but does not occur in {self._has(name)}")

    def _has(self, missing: str) -> str:
        """The text and the variables that it has, not the one that is missing; Xw may be meant as X*w."""
        known = ", ".join(self.symbols) or "no variable at all"
        declared = self.shaped.declared
        together = (name for name in self.symbols if name not in declared)
        return f"{self.text.strip()}; it has {known}{as_product(together, {*self.symbols, *declared}, missing)}"

    def understood(self, name: str | None = None) -> str:
        """What was understood, on one line: `f(w) = 1ᵀsoftplus(Xw) − yᵀXw   X: n×p  w: p  y: n`."""
        from derivations.notation.letters import function_letter
        from derivations.notation.plain import plain
        from derivations.notation.printing import text

        of = text(self.symbol(name)) if name else ", ".join(map(text, self.symbols.values()))
        letter = plain(function_letter("f", self.expr, *self.symbols.values()))
        left = f"{letter}({of})" if of else letter
        return f"{left} = {text(self.expr)}   {self.legend()}".rstrip()

    def legend(self) -> str:
        """The variables with their shapes and facts: `X: n×p  S: n×n positive definite`."""
        from derivations.notation.printing import text

        said = []
        for name, symbol in self.symbols.items():
            about = " ".join([self.shapes[name], *facts_in_words(symbol)])
            said.append(f"{text(symbol)}: {about}")
        return "  ".join(said)

    def variables(self) -> dict[str, str]:
        """The variables with shapes and facts as `parse` takes them."""
        from derivations.notation.symbols import facts_of

        found = {}
        for name, symbol in self.symbols.items():
            facts = [f"{k}={_size(v)}" if k == "rank" else k for k, v in facts_of(symbol).items()]
            found[name] = " ".join([self.shapes[name].replace("·", "*").replace("×", " "), *facts])
        return found


def facts_in_words(symbol: Any) -> list[str]:
    """The declared facts of a symbol: `positive definite`, `rank p`."""
    from derivations.notation.symbols import fact_in_words, facts_of

    return [f"{k} {_size(v)}" if k == "rank" else fact_in_words(k) for k, v in facts_of(symbol).items()]


def _size(value: Any) -> str:
    return str(value).replace(" ", "")


def parse(text: str, variables: Mapping[str, Any] | None = None) -> Parsed:
    """Read an expression in the language.

    `variables` gives shapes and facts, `{"X": "n p", "S": "n n spd", "a": "scalar positive"}`. What is not declared is
    inferred from its use, else from its letter: a–g scalars, h–z vectors, A–Z matrices.
    """
    shaped = infer_shapes(parse_tree(text), declarations(variables))
    builder = Builder(shaped)
    expr = builder.expression()
    shapes = {name: shaped.names.shape(shape) for name, shape in shaped.variables.items()}
    return Parsed(expr, builder.symbols, shapes, text, shaped)


__all__ = ["Parsed", "parse"]
