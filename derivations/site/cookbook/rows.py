"""The equations of the Cookbook's chapter on derivatives, as `equations.toml` holds them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from derivations.language import Parsed, parse

FILE = Path(__file__).with_name("equations.toml")


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
        return _read(self.written(text), tuple(self.variables.items())).expr

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


@cache
def equations() -> tuple[Equation, ...]:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))["equation"]
    return tuple(Equation(**{k: v for k, v in row.items() if k != "case"}, cases=_cases(row)) for row in table)


@cache
def sources() -> dict[str, str]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["sources"]


def _cases(row: dict[str, Any]) -> tuple[Case, ...]:
    return tuple(Case(**{**case, "at": tuple(case.get("at", ()))}) for case in row.get("case", ()))
