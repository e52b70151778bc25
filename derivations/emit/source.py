"""Functions put together: names for what is used twice, a docstring, the lines in order; and modules of functions."""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from derivations.errors import MathError, NotSupported
from derivations.notation.printing import text
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import is_matrix, same_dim, shape_of

from .arguments import Argument, arguments_for, require_arguments, size_text
from .lowering import Lowering, prepared, rank_of
from .names import Names
from .ops import walk
from .scales import kept_in_range
from .statements import INDENT, WIDTH, Target, body_lines


@dataclass(frozen=True)
class FunctionDocs:
    """What the docstring says that the formula does not."""

    title: str
    theorem: str = ""  # the id of the theorem that it was derived in
    formula: str = ""  # as text; the expression itself where empty
    where: tuple[str, ...] = ()  # the conditions under which the formula holds
    supposed: tuple[Requirement, ...] = ()  # what is supposed of the arguments, to be checked
    about: Mapping[str, str] = field(default_factory=dict)  # meaning of each argument, by the name of its symbol


def function_source(expr: Any, *, name: str, arguments: Sequence[Any], docs: FunctionDocs, target: Target) -> str:
    """Source of one function; `arguments` are the symbols of its parameters in order."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise MathError(f"{name!r} can't name a function: expected an identifier")
    try:
        given = arguments_for(expr, arguments)
        require_arguments(expr, given)
        names = Names(a.name for a in given)
        given, further = _with_what_is_supposed(given, docs.supposed)
        form = prepared(expr)
        ctx = Lowering(form, {a.symbol: a.op for a in given}, names)
        checked = [_supposition(r, ctx, target) for r in further]
        root = kept_in_range(ctx.lower(form), ctx)
        body = body_lines(root, ctx, target, given)
    except (MathError, NotSupported) as problem:
        raise type(problem)(f"{name}: {problem}") from None
    raises = any(target.raises_singular(op) for op in walk(root))
    targets = f"({given[0].name},)" if len(given) == 1 else ", ".join(a.name for a in given)
    decomposed = any(op.kind == "qr" for op in walk(root))  # which finds dependent columns
    specs = [f'{a.name}=({a.name}, "{a.spec}{"" if decomposed else a.independence}")' for a in given]
    checks = _wrapped(f"{targets} = _checked(", specs, ")", INDENT)
    lines = [
        *_wrapped(f"def {name}(", [a.name for a in given], "):", ""),
        *_docstring(expr, docs, given, raises, further),
        *(checks if given else []),
        *checked,
        *(INDENT + line for line in body),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


# --- what is supposed -------------------------------------------------------------------------------------------------


def _with_what_is_supposed(
    given: Sequence[Argument], supposed: Sequence[Requirement]
) -> tuple[list[Argument], list[Requirement]]:
    """The arguments with the signs that are supposed of them, and what is supposed of numbers made of them."""
    signs: dict[Any, str] = {r.of: r.asks for r in supposed}
    known = {a.symbol for a in given}
    further = [
        r
        for r in supposed
        if r.of not in known and r.of.free_symbols <= known and not any(map(is_matrix, known & r.of.free_symbols))
    ]
    return [a.having(signs[a.symbol]) if a.symbol in signs else a for a in given], further


def _supposition(r: Requirement, ctx: Lowering, target: Target) -> str:
    shown = target.show(ctx.lower(prepared(r.of)))
    return f'{INDENT}_suppose({shown}, "{shown}", "{r.asks}")'


def _said_of(argument: Argument, supposed: Sequence[Requirement]) -> list[str]:
    """What is supposed of this argument and perhaps of others."""
    return [text(r) for r in supposed if argument.symbol in r.of.free_symbols]


# --- the docstring ----------------------------------------------------------------------------------------------------


def _docstring(
    expr: Any, docs: FunctionDocs, given: Sequence[Argument], raises: bool, supposed: Sequence[Requirement]
) -> list[str]:
    title, formula = _clean(docs.title).rstrip("."), _clean(docs.formula or text(expr))
    head = f"{title}, {formula}." if title else f"{formula}."
    lines = [head] if len(head) <= WIDTH - 7 else [f"{title}.", "", *_broken(formula)] if title else _broken(formula)
    if given:
        left = [f"{a.name} : {a.kind}" for a in given]
        width = max(map(len, left)) + 3
        words = [_clean(", ".join(filter(None, (a.words(docs.about), *_said_of(a, supposed))))) for a in given]
        lines += ["", "Parameters", "----------", *(f"{x:<{width}}{w}" for x, w in zip(left, words, strict=True))]
    lines += ["", "Returns", "-------", kind_of(expr)]
    lines += _raises(given, raises)
    if docs.where:
        lines += ["", "Notes", "-----", *(part for c in docs.where for part in _broken(f"Holds {_clean(c)}."))]
    if docs.theorem:
        id = _clean(docs.theorem)
        lines += ["", f"Derived and checked: {id}"]
    lines[0] = '"""' + lines[0]
    return [INDENT + line if line else "" for line in [*lines, '"""']]


def _raises(given: Sequence[Argument], singular: bool) -> list[str]:
    rows = []
    if given:
        rows += [("ShapeError", "if the shape of an argument does not fit")]
        rows += [("MathError", "if an entry is not finite, or an argument is not as said above")]
    if singular:
        rows += [("numpy.linalg.LinAlgError", "if a matrix to be inverted is singular, or not positive definite")]
    width = max((len(name) for name, _ in rows), default=0) + 3
    return ["", "Raises", "------", *(f"{name:<{width}}{when}" for name, when in rows)] if rows else []


def kind_of(expr: Any) -> str:
    """float, or array with its shape."""
    rank = rank_of(expr)
    if rank == 0:
        return "float"
    sizes = [size_text(n) for n in shape_of(expr) if rank == 2 or not same_dim(n, 1)]
    return f"array, shape ({', '.join(sizes)}{',' if rank == 1 else ''})"


def _clean(words: str) -> str:
    """Text that may stand in a docstring."""
    return " ".join(words.replace("\\", "\\\\").replace('"""', "'''").split())


def _broken(formula: str) -> list[str]:
    out = [""]
    for word in formula.split(" "):
        if len(out[-1]) + len(word) > WIDTH - 10:
            out.append("   ")
        out[-1] += (" " if out[-1] else "") + word
    return out


def _wrapped(before: str, items: Sequence[str], after: str, indent: str) -> list[str]:
    """A call on one line, or with its items on the next, or with one item a line."""
    flat = indent + before + ", ".join(items) + after
    if len(flat) <= WIDTH or not items:
        return [flat]
    inner = indent + INDENT + ", ".join(items)
    if len(inner) <= WIDTH:
        return [indent + before, inner, indent + after]
    return [indent + before, *(f"{indent}{INDENT}{item}," for item in items), indent + after]
