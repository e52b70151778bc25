"""Functions written by hand beside a theorem, run with the derived ones on a few values of the symbols."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from derivations.check.sample import Sampler
from derivations.emit.names import name_of
from derivations.errors import DerivationError, NotSupported
from derivations.notation.linear import LeadingEigenvector
from derivations.notation.requirements import Requirement
from derivations.notation.symbols import MatrixAtom, ScalarSymbol
from derivations.proof.theorem import Reference, Theorem

from .headings import short

CLOSE = 1e-6  # of the larger of one and the value: what rounding leaves in small matrices that were drawn at random
POINTS = 3  # at each of three sizes
Values = dict[str, Any]
_REST = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def complaints(theorem: Theorem) -> Iterator[str]:
    """One message for each function that can't be run, or gives something else than the derived one."""
    for reference in theorem.references:
        problem = _problem(theorem, reference)
        if problem:
            code = getattr(inspect.unwrap(reference.function), "__code__", None)
            where = f"{short(code.co_filename)}:{code.co_firstlineno}" if code else short(theorem.file)
            yield f"{where}: {theorem.id}: {reference.function.__name__}, written by hand, {problem}"


def _problem(theorem: Theorem, reference: Reference) -> str:
    result = reference.result or next(iter(theorem.results), "")
    if not result:
        return ""
    try:
        derived = theorem.function(result)
    except NotSupported:
        return ""
    needed = set(inspect.signature(derived).parameters)
    taken = [p for p in inspect.signature(reference.function).parameters.values() if p.kind not in _REST]
    if _is_restricted(theorem, result, needed | {p.name for p in taken}):
        return ""
    signs = (1, -1) if theorem.results[result].has(LeadingEigenvector) else (1,)
    for given in _values(theorem):
        asked = [p.name for p in taken if p.name in given]
        if not needed <= set(given):
            return ""  # a sequence or a random variable, of which nothing is drawn here
        if unknown := [p.name for p in taken if p.name not in given and p.default is p.empty]:
            return f"takes {unknown[0]}, which is no symbol of the theorem; it has {', '.join(given)}"
        with np.errstate(all="ignore"):
            try:
                right = np.asarray(derived(**{name: given[name] for name in needed}))
            except (DerivationError, np.linalg.LinAlgError):
                continue  # not defined there
            try:
                found = np.asarray(_called(reference.function, taken, given), float)
            except (Exception, SystemExit) as problem:
                return f"raises {type(problem).__name__}: {problem} at {_shown(given, asked)}"
        if found.shape != right.shape:
            return f"has shape {found.shape}, the derived {result} has {right.shape}, at {_shown(given, asked)}"
        atol = CLOSE * max(1, np.abs(right).max(initial=0))
        if np.isfinite(right).all() and not any(np.allclose(found, s * right, rtol=0, atol=atol) for s in signs):
            return f"is {_text(found)}, the derived {result} is {_text(right)}, at {_shown(given, asked)}"
    return ""


def _called(function: Any, taken: list[inspect.Parameter], given: Values) -> Any:
    """With the values of the symbols; what has a default and is no symbol keeps it."""
    asked = [p for p in taken if p.name in given]
    by_place = [given[p.name] for p in asked if p.kind is p.POSITIONAL_ONLY]
    return function(*by_place, **{p.name: given[p.name] for p in asked if p.kind is not p.POSITIONAL_ONLY})


def _is_restricted(theorem: Theorem, result: str, arguments: set[str]) -> bool:
    """Whether the arguments alone have to satisfy what is supposed: for values that do not, the two may differ."""
    named = next(step for step in theorem.run()[0].steps if step.name == result and step.kind != "part")
    supposed = [given for given in named.given if not isinstance(given, Requirement)]
    return any({name_of(s) for s in given.free_symbols if hasattr(s, "name")} <= arguments for given in supposed)


def _values(theorem: Theorem) -> Iterator[Values]:
    """Values for the symbols that numbers or matrices stand for, and for the dimensions."""
    symbols = [s for s in theorem.symbols.values() if isinstance(s, MatrixAtom | ScalarSymbol)]
    sampler = Sampler("by hand", symbols)
    for small in (True, False):
        for sizes in sampler.sizes(count=3):
            for number in range(POINTS):
                point = sampler.point(sizes, number, small=small)
                yield {**sizes, **{name_of(s): _number(point.drawn(s), s) for s in symbols}}


def _number(drawn: Any, symbol: Any) -> Any:
    if isinstance(drawn, Fraction):
        return int(drawn) if drawn.denominator == 1 and symbol.is_integer else float(drawn)
    rows = np.array([[float(entry) for entry in row] for row in drawn.rows], float)
    return rows[:, 0] if symbol.shape[1] == 1 else rows


def _shown(given: Values, names: list[str]) -> str:
    return ", ".join(f"{name} = {_text(given[name])}" for name in names)


def _text(value: Any) -> str:
    return " ".join(np.array2string(np.asarray(value), precision=4, separator=", ").split())
