"""Declared variables, `{"X": "n p", "S": "n n spd", "a": "scalar positive"}`: a shape, then facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import prod
from typing import Any, NoReturn

from derivations.errors import MathError, ShapeError, SyntaxProblem
from derivations.notation.shapes import with_article

from . import limits
from .dimensions import resolve
from .functions import FUNCTIONS
from .names import clash, problem_with, spelled

Size = tuple[Any, ...]  # the factors of a dimension: names, and whole numbers

MATRIX_FACTS = {
    "symmetric": "symmetric",
    "spd": "positive_definite",
    "positive_definite": "positive_definite",
    "psd": "positive_semidefinite",
    "positive_semidefinite": "positive_semidefinite",
    "orthogonal": "orthogonal",
    "diagonal": "diagonal",
    "invertible": "invertible",
}
VECTOR_FACTS = ("positive", "nonnegative", "nonzero", "simplex", "binary", "unit", "one_hot")
SCALAR_FACTS = ("positive", "nonnegative", "nonzero", "integer", "binary", "unit_interval")
FACTS = (*MATRIX_FACTS, *dict.fromkeys(VECTOR_FACTS + SCALAR_FACTS), "rank")
_SHORTEST = 4  # letters of a word that may be a misspelled fact
_JOINED = re.compile(r"([A-Za-z]|[0-9]+)x([A-Za-z]|[0-9]+)")  # nxp, 3x4
_SIZE = re.compile(r"[A-Za-z0-9_]+(?:\*[A-Za-z0-9_]+)*\Z")


@dataclass(frozen=True)
class Declaration:
    """What was said of one variable: its shape, if given, and its facts."""

    name: str
    shape: tuple[Size, Size] | None  # rows and columns; None where only facts were given
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


def declarations(variables: Mapping[str, Any] | None) -> dict[str, Declaration]:
    """The declarations by name, Greek letters spelled out."""
    if variables is not None and not isinstance(variables, Mapping):
        said = type(variables).__name__
        raise SyntaxProblem(f'variables: expected a dict of shapes, such as {{"x": "n"}}, got {said}')
    found: dict[str, Declaration] = {}
    for typed, about in (variables or {}).items():
        name = spelled(str(typed).strip())
        problem = problem_with(name)
        if problem:
            raise SyntaxProblem(problem)
        if name in found:
            raise SyntaxProblem(f"{name} is declared twice")
        found[name] = _declaration(name, about if isinstance(about, str) else _joined(name, about))
    if len(found) > limits.VARIABLES:
        raise SyntaxProblem(f"{len(found)} variables are declared; the limit is {limits.VARIABLES}")
    both = clash(list(found))
    if both:
        raise SyntaxProblem(f"{both[0]} and {both[1]} would have one name in emitted code: rename one of them")
    for name in dimension_names(found.values()):
        if name in found:
            raise SyntaxProblem(
                f"{name} is declared as a variable and is a dimension, too: a dimension needs no declaration"
            )
    return found


def declared_on_command_line(texts: Iterable[str]) -> dict[str, str]:
    """Names with their descriptions from `"X: n p"`, one text each."""
    found: dict[str, str] = {}
    for text in texts:
        name, about = _split(text)
        if name in found:
            raise SyntaxProblem(f"{name} is declared twice")
        found[name] = about
    return found


def _split(text: str) -> tuple[str, str]:
    name, colon, about = text.partition(":")
    if not colon or not name.strip():
        raise SyntaxProblem(f'{text!r} declares nothing: expected a name, a colon and a shape, such as "X: n p"')
    return name.strip(), about.strip()


def dimension_names(found: Iterable[Declaration]) -> list[str]:
    """The names of dimensions in declared shapes, in order."""
    factors = (f for d in found if d.shape for size in d.shape for f in size)
    return list(dict.fromkeys(f for f in factors if isinstance(f, str)))


def _joined(name: str, about: Any) -> str:
    if isinstance(about, tuple | list):
        return " ".join(map(str, about))
    raise SyntaxProblem(f'{name}: expected a shape and facts as text, such as "n p", got {type(about).__name__}')


def _declaration(name: str, text: str) -> Declaration:
    if len(text) > 200:
        raise SyntaxProblem(f"{name}: a declaration of {len(text)} characters; the limit is 200")
    words = spelled(re.sub(r"\s*\*\s*", "*", text)).replace(",", " ").replace("×", " ").split()
    sizes: list[Size] = []
    facts: dict[str, Any] = {}
    scalar = False
    for word in words:
        fact, given, value = word.partition("=")
        if word == "scalar" and not sizes:
            scalar = True
        elif fact in FACTS:
            if given and fact != "rank":
                raise SyntaxProblem(f"{name}: {fact} takes no value: write {fact}, not {word}")
            facts[fact] = _rank(name, value) if fact == "rank" else True
        elif given or facts or scalar or len(sizes) == 2:
            if sizes[1:] == [("x",)]:
                _apart(name, words[0], word)
            if not (given or facts or scalar) and (word in words[:2] or len(word) == 1 or word.isdigit()):
                raise SyntaxProblem(
                    f"{name}: {word!r} is a third dimension; a variable has two at most, rows and columns"
                )
            raise SyntaxProblem(f"{name}: unknown fact {word!r}{_known(fact)}")
        else:
            joined = _JOINED.fullmatch(word)
            if joined and word not in FUNCTIONS:
                _apart(name, *joined.groups())
            _require_no_fact(name, word)
            sizes.append(_size(name, word))
    if len(words) == 0:
        raise SyntaxProblem(f'{name}: expected a shape, such as "n p", "n" or "scalar"')
    one: Size = (1,)
    shape = (one, one) if scalar else (sizes[0], sizes[1]) if len(sizes) == 2 else (sizes[0], one) if sizes else None
    if shape is not None:
        facts = _for_shape(name, shape, facts)
        _require_possible(name, shape, facts)
    return Declaration(name, shape, facts)


def _apart(name: str, rows: str, cols: str) -> NoReturn:
    """nxp would be taken for the dimension of a vector."""
    raise SyntaxProblem(f'{name}: the sides of a matrix stand apart: write "{rows} {cols}"')


def _require_no_fact(name: str, word: str) -> None:
    """A misspelled fact would be taken for a dimension, and the vector for a matrix."""
    if word == "scalar":
        raise SyntaxProblem(f"{name}: 'scalar' stands in the place of a shape, not behind one")
    near = get_close_matches(word.lower(), (*FACTS, "scalar"), n=1, cutoff=0.8) if len(word) >= _SHORTEST else []
    if near:
        raise SyntaxProblem(f'{name}: {word!r} is too near to a fact for a dimension; did you mean "{near[0]}"?')


def _known(word: str) -> str:
    near = get_close_matches(word.lower(), FACTS, n=1, cutoff=0.7)  # not for a dimension, so that less is enough
    return f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(FACTS)}"


def _rank(name: str, value: str) -> Any:
    if not value:
        raise SyntaxProblem(f"{name}: expected the rank after rank=, such as rank=p")
    return _size(name, value)


def _size(name: str, word: str) -> Size:
    if not _SIZE.match(word):
        raise SyntaxProblem(f"{name}: {word!r} is no dimension: expected a name or a whole number, such as n or 3")
    factors: list[Any] = []
    for part in word.split("*"):
        if part.isdigit():
            if len(part) > 6 or int(part) < 1:
                raise SyntaxProblem(f"{name}: a dimension is a whole number from 1 to 999999, got {part[:12]}")
            factors.append(int(part))
            continue
        problem = problem_with(part)
        if problem:
            raise SyntaxProblem(f"{name}: {problem}")
        factors.append(part)
    return tuple(factors)


def _for_shape(name: str, shape: tuple[Size, Size], facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the notation calls them, refused where they make no sense of the shape."""
    rows, cols = shape
    if cols == (1,):
        kind, known = ("scalar", SCALAR_FACTS) if rows == (1,) else ("vector", VECTOR_FACTS)
    else:
        kind, known = "matrix", (*MATRIX_FACTS, "rank")
    for fact in facts:
        if fact not in known:
            raise MathError(f"{name}: a {kind} can't be declared {fact}; known for a {kind} are {', '.join(known)}")
    if kind == "matrix" and rows != cols and any(fact != "rank" for fact in facts):
        fact = next(f for f in facts if f != "rank")
        raise ShapeError(
            f"{name}: {with_article('×'.join(map(shown, shape)))} matrix can't be {fact}; expected a square one"
        )
    return {MATRIX_FACTS.get(fact, fact): value for fact, value in facts.items()}


def _require_possible(name: str, shape: tuple[Size, Size], facts: dict[str, Any]) -> None:
    """Facts that no matrix or vector of this shape has together are refused: anything would follow from them."""
    if {"one_hot", "positive"} <= facts.keys() and shape[0] != (1,):
        raise MathError(f"{name}: a one_hot vector can't be positive: all its entries but one are 0")
    if "rank" not in facts:
        return
    rank, what = facts["rank"], f"{with_article('×'.join(map(shown, shape)))} matrix"
    numbers = [prod(size) for size in shape if all(isinstance(f, int) for f in size)]
    if numbers and all(isinstance(f, int) for f in rank) and prod(rank) > min(numbers):
        raise MathError(f"{name}: {what} can't have the rank {shown(rank)}; the largest possible is {min(numbers)}")
    full = next((f for f in ("invertible", "positive_definite", "orthogonal") if f in facts), None)
    if full and resolve(rank) != resolve(shape[0]):
        said = full.replace("_", " ")
        raise MathError(f"{name}: {what} that is {said} has the rank {shown(shape[0])}, not {shown(rank)}")


def for_kind(name: str, shape: tuple[Size, Size], facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of a variable whose shape was inferred."""
    return _for_shape(name, shape, facts)


def shown(size: Size) -> str:
    return "·".join(map(str, size))
