"""The text as it was typed: excerpts for messages, and errors that point at a line and a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn
from unicodedata import category, east_asian_width

from derivations.errors import DerivationError, MathError, NotSupported, ShapeError, SyntaxProblem

INDENT = "    "
WIDTH = 72  # of a source line in a message
SHORT = 40  # of an operand in a message


@dataclass(frozen=True)
class Source:
    """One expression as it was typed."""

    text: str

    def place(self, at: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        before = self.text[:at]
        return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1

    def pointer(self, at: int) -> str:
        """The line of a position and a caret below it; of a long line, the part around it."""
        row, column = self.place(at)
        line = self.text.split("\n")[row - 1]
        shown = "".join(c if c.isprintable() else " " for c in line)
        first = 0
        if len(shown) > WIDTH:
            first = max(0, min(column - 1 - WIDTH // 2, len(shown) - WIDTH))
            end = first + WIDTH
            shown = ("…" if first else "") + shown[first:end] + ("…" if end < len(line) else "")
        before = sum(map(_cells, shown[: column - 1 - first + (1 if first else 0)]))
        return f"{INDENT}{shown}\n{INDENT}{' ' * before}^"

    def excerpt(self, start: int, end: int) -> str:
        """What was typed between two positions, on one line and shortened."""
        shown = " ".join(self.text[start:end].split())
        return shown if len(shown) <= SHORT else f"{shown[: SHORT - 1]}…"

    def fail(self, cls: type[DerivationError], message: str, at: int) -> NoReturn:
        """Raise an error that carries its line and column and shows them."""
        problem = cls(f"{message}\n{self.pointer(at)}")
        problem.line, problem.column = self.place(at)
        raise problem

    def syntax(self, message: str, at: int) -> NoReturn:
        self.fail(SyntaxProblem, message, at)

    def shape(self, message: str, at: int) -> NoReturn:
        self.fail(ShapeError, message, at)

    def math(self, message: str, at: int) -> NoReturn:
        self.fail(MathError, message, at)

    def unsupported(self, message: str, at: int) -> NoReturn:
        self.fail(NotSupported, message, at)


def _cells(c: str) -> int:
    """How wide a terminal shows a character."""
    return 0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1
