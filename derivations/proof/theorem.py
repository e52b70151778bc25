"""Theorems: a generator of lines, its statement, its references, and what can be asked of it."""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from typing import Any

from sympy import Tuple, preorder_traversal

from derivations.errors import MathError, TheoremError, UnknownName
from derivations.notation.printing import latex
from derivations.notation.relations import Relation
from derivations.notation.scope import Scope, scope
from derivations.notation.symbols import fact_in_words

from .derivation import NEEDS_A_STEP, run
from .lines import Line, spelled
from .located import about_function, about_line
from .rule import Known, Rule, from_relation
from .sources import unproven
from .specialise import specialise
from .stated import names_in, odd_braces, stated
from .step import Derivation, Step

_running: ContextVar[tuple[str, ...]] = ContextVar("running", default=())


@dataclass(frozen=True)
class Assumption:
    """One declared fact of one symbol; dropping it must break the derivation."""

    symbol: str
    fact: str
    value: Any

    def __str__(self) -> str:
        words = fact_in_words(self.fact)
        return f"{self.symbol}: {words}" if self.value is True else f"{self.symbol}: {words} {self.value}"


@dataclass(frozen=True)
class Reference:
    """A function a person wrote for one result, compared with the derived one."""

    result: str
    function: Callable[..., Any]
    source: str


@dataclass(eq=False)
class Theorem:
    """A theorem of the catalogue or of a user's file. Its body runs when something of it is first asked for."""

    body: Callable[[], Generator[Line, Step, None]]
    title: str
    cites: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    in_short: str = ""
    main: str = ""
    file: str = ""
    id: str = ""
    references: list[Reference] = field(default_factory=list)
    _ran: tuple[Derivation, Scope] | None = field(default=None, repr=False)
    _checked: Derivation | None = field(default=None, repr=False)

    @property
    def topic(self) -> str:
        return self.id.rpartition(".")[0]

    @property
    def name(self) -> str:
        return self.id.rpartition(".")[2]

    def run(self, dropped: frozenset[tuple[str, str]] = frozenset()) -> tuple[Derivation, Scope]:
        """The steps with their claims, not yet checked, and the declared symbols; without the facts in `dropped`."""
        if not dropped and self._ran is not None:
            return self._ran
        with _inside(self.id), not_ending_python(self.file), scope(dropped) as declared:
            lines = self.body()
            if not isinstance(lines, Generator):
                raise about_function(self.body, f"{self.id} yields nothing: {NEEDS_A_STEP}")
            made = run(lines, self.id)
        self._require_names(made)
        if not dropped:
            self._ran = (made, declared)
        return made, declared

    def _require_names(self, made: Derivation) -> None:
        """Results can name functions, and there is one for every name that something else mentions."""
        for step in made.steps:
            if step.name in made.results and (not step.name.isidentifier() or keyword.iskeyword(step.name)):
                said = f"{self.id}: {step.name!r} can't name a result: {IDENTIFIER}, e.g. loss"
                raise about_line(said, step.file, step.line)
        if problem := odd_braces(self.template):
            raise about_function(self.body, f"{self.id}: {problem}")
        asked = [(f"the statement names {{{name}}}", name, self.body) for name in names_in(self.template)]
        asked += [(f"main={self.main!r}", self.main, self.body)] if self.main else []
        asked += [(f"reference({r.result!r})", r.result, r.function) for r in self.references if r.result]
        for what, name, function in asked:
            if name not in made.results:
                known = ", ".join(made.results) or "none"
                raise about_function(function, f"{self.id}: {what}, but the steps name {known}")

    @property
    def derivation(self) -> Derivation:
        """The steps, each with the evidence that the checker found; a step that does not follow raises StepError."""
        if self._checked is None:
            from derivations.check import check_theorem  # the checker sits above; see docs/adr

            self._checked = check_theorem(self)
        return self._checked

    @property
    def results(self) -> dict[str, Any]:
        """Named results with every abbreviation written out; the first is the main one."""
        derivation, _ = self.run()
        order = sorted(derivation.results, key=lambda name: name != self.main)
        return {name: self.expand(derivation.results[name]) for name in order}

    def expand(self, expr: Any) -> Any:
        """An expression with the quantities introduced by `let` written out."""
        for step in reversed(self.run()[0].steps):
            if step.kind == "let":
                expr = expr.xreplace({step.wrt: step.expr})
        return expr

    @property
    def symbols(self) -> dict[str, Any]:
        return self.run()[1].symbols

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        facts = self.run()[1].facts
        return tuple(Assumption(symbol, fact, value) for symbol, pairs in facts.items() for fact, value in pairs)

    @property
    def uses(self) -> tuple[Any, ...]:
        """The rules and theorems that the steps name, in order of first use."""
        found = dict.fromkeys(source for step in self.run()[0].steps for source in step.sources)
        return tuple(s for s in found if isinstance(s, Rule | Theorem))

    @property
    def template(self) -> str:
        return inspect.cleandoc(self.body.__doc__ or "")

    @property
    def statement(self) -> str:
        """The statement in Markdown with LaTeX; its formulas are the derived results."""
        return stated(self.template, self.run()[0])

    def known(self, name: str, substitution: dict[Any, Any] | None = None) -> Known:
        """A named inequality or equation of this theorem for particular values of its symbols, to use in another."""
        relation = self._result(name)
        if not isinstance(relation, Relation):
            raise MathError(f"{self.id}: result {name!r} is an expression, not a relation")
        named = [s for s in self.run()[0].steps if s.name == name and s.kind not in ("part", "definition")]
        if not named:
            raise MathError(f"{self.id}: {name!r} is a definition, which proves nothing")
        statement = Tuple(relation, *map(self.expand, named[0].given))
        relation, *given = self._specialise(statement, substitution or {})
        return from_relation(relation, (self, *unproven(named[0].sources)), tuple(given))

    def _specialise(self, relation: Any, substitution: dict[Any, Any]) -> Any:
        named = self.symbols
        values: dict[Any, Any] = {}
        for key, value in substitution.items():
            symbol = named.get(key) if isinstance(key, str) else key
            if symbol is None:
                raise MathError(f"{self.id} has no symbol {key!r}; it has {', '.join(named)}")
            values[symbol] = value
        for name, symbol in named.items():
            if symbol not in values and any(getattr(x, "name", "") == name for x in preorder_traversal(relation)):
                raise MathError(f"{self.id} speaks of any {name}: say what {name} is here, {{{name!r}: …}}")
        return specialise(self.id, relation, values)

    def _result(self, name: str | None) -> Any:
        results = self.results
        if not results:
            raise UnknownName(f"{self.id} names no results")
        if name is None:
            return next(iter(results.values()))
        if name not in results:
            raise UnknownName(f"{self.id} has no result {name!r}; it has {', '.join(results)}")
        return results[name]

    def reference(self, given: Any = None) -> Any:
        """Decorator: a function written by hand for the main result, or `@t.reference("hessian")` for another."""
        if callable(given):
            self.references.append(Reference("", given, _source(given)))
            return given

        def attach(function: Callable[..., Any]) -> Callable[..., Any]:
            self.references.append(Reference(given or "", function, _source(function)))
            return function

        return attach

    def latex(self, name: str | None = None) -> str:
        """LaTeX of one result, or, without a name, of the whole derivation, for use with amsmath."""
        if name is not None:
            return latex(self._result(name))
        from derivations.emit.latex import derivation_latex

        return derivation_latex(self.run()[0])

    def source(self, name: str | None = None, target: str = "numpy") -> str:
        """Readable source of one result in a target language, once every step is checked."""
        from derivations.emit import result_source

        return result_source(self, name, target)

    def function(self, name: str | None = None, target: str = "numpy") -> Any:
        """One result as a callable, once every step is checked; its text is in `.source`."""
        from derivations.emit import result_function

        return result_function(self, name, target)

    def __repr__(self) -> str:
        return f"<Theorem {self.id}: {self.title}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from .display import theorem_html

        return theorem_html(self)


@contextmanager
def _inside(name: str) -> Iterator[None]:
    """Refuse a theorem whose body asks for something that rests on itself."""
    stack = _running.get()
    if name in stack:
        circle = " → ".join((*stack[stack.index(name) :], name))
        raise TheoremError(f"circular use: {circle}; a theorem can't rest on itself")
    token = _running.set((*stack, name))
    try:
        yield
    finally:
        _running.reset(token)


@contextmanager
def not_ending_python(file: str | Path) -> Iterator[None]:
    """Say so where a theorem file ends the program, rather than end without a word."""
    try:
        yield
    except SystemExit as problem:
        there, frames = Path(file).resolve(), extract_tb(problem.__traceback__)
        lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == there]
        where = f"{file}:{lines[-1]}" if lines else str(file)
        message = f"{where}: this ends Python (SystemExit: {problem}); expected a file that only defines a theorem"
        raise TheoremError(message) from problem


def _source(function: Callable[..., Any]) -> str:
    lines = inspect.getsource(function).splitlines()
    while lines and lines[0].startswith("@"):
        lines.pop(0)
    return "\n".join(lines) + "\n"


IDENTIFIER = "expected letters, digits and underscores, the first no digit, and no keyword of Python"
_NOT_GIVEN = object()
EXAMPLES = {
    "title": "Normal equations",
    "in_short": "The residual is orthogonal to the columns.",
    "main": "solution",
    "cites": "mml: 9.2",
    "synonyms": "least squares",
}


def theorem(
    id: Any = _NOT_GIVEN,
    *,
    title: str = "",
    cites: tuple[str, ...] = (),
    synonyms: tuple[str, ...] = (),
    in_short: str = "",
    main: str = "",
) -> Any:
    """`@theorem(title=…, cites=…)` makes a theorem; `theorem("topic.name")` looks one up in the catalogue.

    `main` names the result that the theorem's function computes; without it the first named result does.
    """
    if id is not _NOT_GIVEN and not callable(id):  # @theorem without parentheses is told what it lacks
        from .catalogue import find

        return find(id)
    if not title:
        raise TheoremError(
            '@theorem(…): expected a title, e.g. @theorem(title="Normal equations", cites=("mml: 9.2",))'
        )

    for name, given in (("title", title), ("in_short", in_short), ("main", main)):
        if not isinstance(given, str):
            raise TheoremError(f'@theorem(…): {name}={spelled(given)}: expected text, e.g. {name}="{EXAMPLES[name]}"')
    for name, given in (("cites", cites), ("synonyms", synonyms)):
        if isinstance(given, str):
            raise TheoremError(f"@theorem(…): {name}={given!r} is one text, expected a tuple: {name}=({given!r},)")
        if not isinstance(given, tuple | list) or not all(isinstance(one, str) for one in given):
            example = f'{name}=("{EXAMPLES[name]}",)'
            raise TheoremError(f"@theorem(…): {name}={spelled(given)}: expected a tuple of texts, e.g. {example}")

    def decorate(body: Callable[[], Generator[Line, Step, None]]) -> Theorem:
        given = inspect.signature(body).parameters.values()
        parameters = ", ".join(p.name for p in given if p.default is p.empty and p.kind is not p.VAR_KEYWORD)
        if parameters:
            name = body.__name__
            raise TheoremError(f"{name}({parameters}): a theorem is a function without parameters: def {name}():")
        file = body.__code__.co_filename
        return Theorem(
            body, title, tuple(cites), tuple(synonyms), in_short, main, file=file, id=_id_of(body.__module__, file)
        )

    return decorate


def _id_of(module: str, file: str) -> str:
    package = "derivations.theorems."
    return module[len(package) :] if module.startswith(package) else Path(file).stem
