"""The equations of the Cookbook's chapter on derivatives, as `tests/cookbook/equations.toml` holds them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from derivations.language import Parsed, parse

from ..files import Place


@cache
def _read(text: str, variables: tuple[tuple[str, str], ...]) -> Parsed:
    return parse(text, dict(variables))


@dataclass(frozen=True)
class Case:
    """One thing that an equation says, in the calculator's language."""

    kind: str
    of: str
    wrt: str | list[str]
    variables: dict[str, str]
    book: list[str]
    at: tuple[str, ...] = ()
    let: dict[str, str] = field(default_factory=dict)
    holds: bool = True
    corrected: str = ""
    gradient: str = ""
    left: str = ""

    def written(self, text: str) -> str:
        """The text with the names of `let` written out."""
        for name in reversed(self.let):  # a later name may use an earlier one
            text = re.sub(rf"(?<!\w){name}(?!\w)", f"({self.let[name]})", text)
        return text

    def read(self, text: str) -> Any:
        """The expression that a text of this case is."""
        return self.parsed(text).expr

    def parsed(self, text: str) -> Parsed:
        return _read(self.written(text), tuple(self.variables.items()))

    def answer(self, text: str) -> Any:
        """An answer of this case; an identity that stands alone has the size of the variable."""
        found = self.read(text)
        if self.kind != "gradient" or found.shape == self.symbol(self.moving[0]).shape:
            return found
        return self.read(f"({text}) + 0*{self.wrt}").args[0]

    def symbol(self, name: str) -> Any:
        return _read(name, tuple(self.variables.items())).symbol(name)

    @property
    def direction(self) -> str:
        """How the variable moves with its entry at `at`: J^ij, or what `let` calls S_ij."""
        return self.let.get("S_ij", "{}*{}'".format(*self.at))

    @property
    def moving(self) -> list[str]:
        return [self.wrt] if isinstance(self.wrt, str) else self.wrt


@dataclass(frozen=True)
class Equation:
    """One displayed formula of the book."""

    section: str
    formula: str
    confirmed_by: list[str]
    number: int | None = None
    after: int | None = None
    where: str = ""
    definition: str = ""
    left_out: str = ""
    instance: str = ""
    needs: str = ""
    beyond: bool = False
    remark: str = ""
    erratum: str = ""
    cases: tuple[Case, ...] = ()

    @property
    def name(self) -> str:
        return f"({self.number})" if self.number else f"after ({self.after})"

    @property
    def status(self) -> str:
        """What the scoreboard counts it as: left out, erratum, definition, outside or holds."""
        if self.left_out or self.erratum or self.definition:
            return "left out" if self.left_out else "erratum" if self.erratum else "definition"
        return "outside" if self.needs else "holds"


@cache
def equations() -> tuple[Equation, ...]:
    return tuple(Equation(**{k: v for k, v in row.items() if k != "case"}, cases=_cases(row)) for row in _table())


def sources() -> dict[str, str]:
    """The texts that numbers and formulas were compared with."""
    return _file()["sources"]


def sections() -> dict[str, str]:
    """The titles of the book's sections by number."""
    return _file()["sections"]


def edition() -> str:
    return _file()["edition"]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Place().cookbook.read_text(encoding="utf-8"))


def _table() -> list[dict[str, Any]]:
    return _file()["equation"]


def _cases(row: dict[str, Any]) -> tuple[Case, ...]:
    return tuple(Case(**{**case, "at": tuple(case.get("at", ()))}) for case in row.get("case", ()))
