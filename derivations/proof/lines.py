"""The lines an author yields, one function each. A line says what is claimed and why; it proves nothing by itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from types import FrameType
from typing import Any, ParamSpec

from sympy import preorder_traversal

from derivations.errors import TheoremError
from derivations.notation.probability import is_over_spaces
from derivations.notation.relations import Relation, as_written
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import convert

Taken = ParamSpec("Taken")
STEPS = ("equal", "at most", "at least", "limit", "gradient", "jacobian", "hessian")  # lines of a chain of expressions


@dataclass(frozen=True)
class Line:
    """One yielded line, with the place in the file where it stands."""

    kind: str
    expr: Any
    by: Any = None
    why: str = ""
    name: str = ""
    label: str = ""
    wrt: Any = None
    using: Any = None
    factor: Any = None
    sample: tuple[tuple[Any, Any], ...] = ()
    parts: tuple[Any, ...] = ()
    experiment: Any = None
    source: str = ""
    file: str = ""
    line: int = 0
    called: str = ""  # the name that a rule has there which lacks what it is applied to


def _author(function: Callable[Taken, Line]) -> Callable[Taken, Line]:
    """A function for authors, which says in words what it does not take."""

    @wraps(function)
    def line(*args: Taken.args, **options: Taken.kwargs) -> Line:
        try:
            return function(*args, **options)
        except TypeError:
            takes = signature(function)
            try:
                takes.bind(*args, **options)
            except TypeError as problem:
                said = f"{problem}; it takes {', '.join(takes.parameters)}"
                raise TheoremError(f"{function.__name__}(…): {said}") from None
            raise

    return line


def _line(kind: str, expr: Any, **options: Any) -> Line:
    frame = sys._getframe(3)  # behind the function of this module, and what _author made of it
    for option in ("name", "why", "label", "source"):
        given = options.get(option)
        if not isinstance(given, str | None):
            function = sys._getframe(1).f_code.co_name
            argument = "title" if kind == "part" else option
            raise TheoremError(f"{function}(…): {argument}={spelled(given)}: expected text")
    where = {"file": frame.f_code.co_filename, "line": frame.f_lineno}
    if getattr(options.get("by"), "conditions", ()):
        where["called"] = _name_in(frame, options["by"])
    return Line(kind, expr, **{k: v for k, v in options.items() if v is not None}, **where)


def _name_in(frame: FrameType, value: Any) -> str:
    """What a value is called where a line is written."""
    named = {**frame.f_globals, **frame.f_locals}
    return next((name for name, known in named.items() if known is value), "")


def spelled(value: Any) -> str:
    """A value as a message shows it: a function by its name, nothing with its address."""
    return getattr(value, "__name__", None) or re.sub(r" at 0x[0-9A-Fa-f]+", "", repr(value))


def _relation(function: str, relation: Any) -> Any:
    relation = as_written(relation)
    if not isinstance(relation, Relation):
        raise TheoremError(f"{function}({relation}): expected a relation: equation(a, b), a <= b or a >= b")
    return relation


@_author
def part(title: str) -> Line:
    """Begin a new part: hypotheses and the running chain end here; definitions stay."""
    return _line("part", None, name=title)


@_author
def definition(name: str, expr: Any, label: str = "", why: str = "") -> Line:
    """Name a quantity, e.g. `definition("loss", r.T @ r, label="L")`; it claims nothing and begins a chain."""
    return _line("definition", convert(expr), name=name, label=label, why=why)


@_author
def let(symbol: Any, expr: Any, why: str = "") -> Line:
    """Write `symbol` for `expr` from here on."""
    return _line("let", convert(expr), wrt=convert(symbol), why=why)


@_author
def consider(expr: Any, why: str = "") -> Line:
    """Begin a chain at an expression; nothing is claimed."""
    return _line("consider", convert(expr), why=why)


@_author
def differential(expr: Any, wrt: Any, why: str = "", label: str = "") -> Line:
    """Begin a chain at d(expr) in the variable `wrt`, or in several that move at once.

    `label` says how the line begins where dL, with the label of `expr`, would not tell what moves.
    """
    return _line("differential", convert(expr), wrt=wrt, why=why, label=label)


@_author
def suppose(relation: Any, why: str = "", sample: dict[Any, Any] | None = None) -> Line:
    """Assume a relation, or a requirement such as `nonzero(x)`, until the part ends.

    `sample` gives values of symbols for which a relation holds.
    """
    return _line(
        "suppose",
        relation if isinstance(relation, Requirement) else _relation("suppose", relation),
        why=why,
        sample=tuple((s, convert(v)) for s, v in (sample or {}).items()),
    )


@_author
def equals(expr: Any, by: Any = None, why: str = "") -> Line:
    """The chain goes on: … = expr."""
    return _line("equal", convert(expr), by=by, why=why)


@_author
def at_most(expr: Any, by: Any = None, why: str = "", using: Any = None) -> Line:
    """The chain goes on: … ≤ expr. `using` is the inequality, or combination of them, whose gap this is."""
    return _line("at most", convert(expr), by=by, why=why, using=using)


@_author
def at_least(expr: Any, by: Any = None, why: str = "", using: Any = None) -> Line:
    """The chain goes on: … ≥ expr."""
    return _line("at least", convert(expr), by=by, why=why, using=using)


@_author
def gradient(expr: Any, wrt: Any, by: Any = None, why: str = "", name: str = "gradient", label: str = "") -> Line:
    """Close a differential: d f = ⟨expr, d wrt⟩ for every d wrt, so expr is the gradient."""
    return _line("gradient", convert(expr), wrt=wrt, by=by, why=why, name=name, label=label)


@_author
def jacobian(expr: Any, wrt: Any, by: Any = None, why: str = "", name: str = "jacobian", label: str = "") -> Line:
    """Close the differential of a vector: d f = expr · d wrt."""
    return _line("jacobian", convert(expr), wrt=wrt, by=by, why=why, name=name, label=label)


@_author
def hessian(expr: Any, wrt: Any, by: Any = None, why: str = "", name: str = "hessian") -> Line:
    """Close the differential of a gradient: d ∇f = expr · d wrt."""
    return _line("hessian", convert(expr), wrt=wrt, by=by, why=why, name=name)


@_author
def holds(relation: Any, by: Any = None, why: str = "", using: Any = None) -> Line:
    """State a relation; it begins a chain of statements."""
    return _line("holds", _relation("holds", relation), by=by, why=why, using=using)


@_author
def therefore(relation: Any, why: str = "") -> Line:
    """The whole chain read as one relation between its first and its last expression."""
    return _line("therefore", _relation("therefore", relation), why=why)


@_author
def iff(relation: Any, by: Any = None, why: str = "", factor: Any = None) -> Line:
    """The chain of statements goes on: … ⇔ relation.

    Checked as an identity: left side of the last statement minus its right side = factor · (the same of this one), with
    a factor that is shown to be nonzero or invertible; or the `form` that the rule asks for.
    """
    return _line("iff", _relation("iff", relation), by=by, why=why, factor=factor)


@_author
def implies(relation: Any, by: Any = None, why: str = "", factor: Any = None, using: Any = None) -> Line:
    """The chain of statements goes on: … ⇒ relation."""
    return _line("implies", _relation("implies", relation), by=by, why=why, factor=factor, using=using)


@_author
def tends(value: Any, variable: Any, by: Any = None, why: str = "") -> Line:
    """The last expression of the chain tends to `value` as `variable` → ∞."""
    return _line("limit", convert(value), wrt=variable, by=by, why=why)


@_author
def induction(relation: Any, over: Any, base: Any, step: Any, by: Any = None, why: str = "") -> Line:
    """`relation` for every k = 0, 1, 2, …: from the step that proved it at 0 and the one that leads from k to k + 1."""
    return _line("induction", _relation("induction", relation), wrt=over, parts=(base, step), by=by, why=why)


@_author
def result(name: str, expr: Any = None, why: str = "", by: Any = None) -> Line:
    """Name what the chain has reached; a relation may be named too."""
    return _line("result", None if expr is None else convert(expr), name=name, why=why, by=by)


@_author
def admitted(statement: Any, source: str, why: str = "") -> Line:
    """A statement taken from a book, not checked; the page shows it in another colour."""
    if not isinstance(source, str) or not source.strip():
        raise TheoremError(f"admitted({statement}): expected a source, e.g. source='Billingsley: 22.1'")
    return _line("admitted", statement, source=source, why=why)


@_author
def simulated(statement: Any, experiment: Any, why: str = "", by: Any = None) -> Line:
    """A statement on chance, for any number of repetitions, and an experiment that shows how it works out.

    `experiment(rng)` yields rows (what, estimate, standard error, bound). What it does is the author's word; the
    statement itself must stand on every finite probability space that is tried.
    """
    relation = _relation("simulated", statement)
    if not any(map(is_over_spaces, preorder_traversal(relation))):
        raise TheoremError(
            f"simulated({relation}): expected a statement on chance, with an expectation, a variance or a probability"
        )
    return _line("simulated", relation, experiment=experiment, why=why, by=by)
