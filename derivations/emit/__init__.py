"""Results of theorems as source in a target language, and as functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import wraps
from importlib.util import find_spec
from inspect import signature
from typing import Any

from derivations.errors import MissingExtra, NotSupported, UnknownName
from derivations.notation.relations import Relation
from derivations.proof.theorem import Theorem

TARGETS = {"numpy": ""}  # and the package that a target needs, an extra of the same name; "" where none
ACRONYMS = {"elbo", "kl", "mle", "ols", "pca"}
PLANNED = ("array_api", "jax", "torch", "r", "julia", "matlab")


def result_source(theorem: Theorem, name: str | None, target: str = "numpy") -> str:
    """Source of a function, called as the result is, that computes one result; without a name, the main one.

    It stands under its imports, and says that the theorem was checked: a step that does not follow raises StepError.
    """
    from .modules import standing_alone

    _require(target)
    result = _result_name(theorem, name)
    return standing_alone(_source(theorem, result, result))


def result_function(theorem: Theorem, name: str | None, target: str = "numpy") -> Callable[..., Any]:
    """One result as a function, with its text in `.source`."""
    from .modules import compile_source

    source = result_source(theorem, name, target)
    return compile_source(source, _result_name(theorem, name))


def expression_source(
    expr: Any, name: str, title: str, symbols: Iterable[Any], where: Sequence[str] = (), target: str = "numpy"
) -> str:
    """Source of a function that computes an expression from those of the symbols that it needs, under its imports."""
    from .arguments import free_arguments, sized_by_symbols
    from .modules import standing_alone
    from .numpy import numpy_source
    from .source import FunctionDocs

    _require(target)
    symbols = tuple(symbols)
    arguments = sized_by_symbols(free_arguments(expr, symbols), symbols)
    docs = FunctionDocs(title=title, where=tuple(where))
    return standing_alone(numpy_source(expr, name=name, arguments=arguments, docs=docs))


def expression_function(
    expr: Any, name: str, title: str, symbols: Iterable[Any], where: Sequence[str] = (), target: str = "numpy"
) -> Callable[..., Any]:
    """An expression as a function; it may be given any of the symbols by name and takes those that it needs."""
    from .modules import compile_source
    from .names import name_of
    from .singular import refusing_singular

    symbols = tuple(symbols)
    source = expression_source(expr, name, title, symbols, where, target)
    compiled = compile_source(source, name)
    return _lenient(refusing_singular(compiled), {name_of(s) for s in symbols})


def _lenient(function: Callable[..., Any], known: set[str]) -> Callable[..., Any]:
    """The function, deaf to arguments by name that its expression turned out not to depend on."""
    taken = set(signature(function).parameters)

    @wraps(function)
    def called(*args: Any, **named: Any) -> Any:
        return function(*args, **{k: v for k, v in named.items() if k in taken or k not in known})

    return called


def theorem_module(theorem: Theorem) -> str:
    """The module of a checked theorem's functions: the main one is called as the theorem, the others as their results.

    Results that have no code are left out; "" where none has.
    """
    from .modules import module_source

    functions: list[tuple[str, str]] = []
    for result in theorem.results:
        try:
            functions.append((result, _source(theorem, result, result if functions else theorem.name)))
        except NotSupported:
            continue
    return module_source(theorem.id, functions) if functions else ""


def _source(theorem: Theorem, result: str, function: str) -> str:
    from .arguments import free_arguments
    from .numpy import numpy_source
    from .source import FunctionDocs
    from .supposed import supposed_of

    expr = theorem.results[result]
    if isinstance(expr, Relation):
        raise NotSupported(
            f"{theorem.id}: the result {result!r} is a statement, so there is nothing to compute: {expr}"
        )
    _, scope = theorem.run()
    _ = theorem.derivation  # checks the steps, so that the source may say so
    title = f"{_in_words(result)} ({theorem.title})"
    docs = FunctionDocs(title=title, theorem=theorem.id, about=scope.about, supposed=supposed_of(theorem, result))
    arguments = free_arguments(expr, scope.symbols.values())
    return numpy_source(expr, name=function, arguments=arguments, docs=docs)


def _in_words(result: str) -> str:
    """`cross_entropy_gradient` as "Cross entropy gradient", `gaussian_kl` as "Gaussian KL"."""
    first, *rest = (word.upper() if word in ACRONYMS else word for word in result.split("_"))
    return " ".join([first[:1].upper() + first[1:], *rest])


def _result_name(theorem: Theorem, name: str | None) -> str:
    results = theorem.results
    if not results:
        raise UnknownName(f"{theorem.id} names no results")
    if name is None:
        return next(iter(results))
    if name not in results:
        hint = _nearest(name, results) or f"; it has {', '.join(results)}"
        raise UnknownName(f"{theorem.id} has no result {name!r}{hint}")
    return name


def _require(target: str) -> None:
    """Say what is missing where a target can't be used."""
    if target not in TARGETS:
        available = f"available: {', '.join(TARGETS)}"
        if target in PLANNED:
            raise NotSupported(f"not supported yet: target {target!r}; {available}")
        raise UnknownName(f"no target {target!r}{_nearest(target, TARGETS) or f'; {available}'}")
    needs = TARGETS[target]
    if needs and find_spec(needs) is None:
        raise MissingExtra(
            f"target {target!r} needs {needs}, which is not installed: pip install 'mathematics-for-ml[{needs}]'"
        )


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(str(name), tuple(known), n=1, cutoff=0.4)
    return f"; did you mean {near[0]!r}?" if near else ""
