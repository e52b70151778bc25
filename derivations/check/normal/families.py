"""Members of families and values of functions that are only known by name, in index form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy

from derivations.notation import symbols
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import facts_of

from .build import Builder, Terms
from .form import Atom, Ix

At = tuple[Ix, Ix]
Env = dict[Any, Ix]


def position(i: Any, env: Env) -> Ix:
    return env.get(i, f"@{i}")


def member(b: Builder, x: Any, at: At, env: Env) -> Terms:
    where_in = x.args[1]
    facts = facts_of(x)
    positive = "positive" in facts
    where = () if not is_matrix(x) else at[:1] if x.shape[1] == 1 else at
    if isinstance(where_in, symbols.Index) or where_in.is_Integer:
        return b.atom(Atom("family", x.name, positive=positive, symbol=x), (position(where_in, env), *where))
    return b.atom(Atom("member", f"{x.name}_{sympy.expand(where_in)}", positive=positive, symbol=x), where)


def function_value(kind: str) -> Callable[..., Terms]:
    def build(b: Builder, x: Any, at: At, env: Env) -> Terms:
        form, outer = b.closed_matrix(x.args[1], env)
        where = tuple(i for i in at if i is not None)
        return b.atom(
            Atom(kind, x.args[0].name, form, symmetric=kind == "f hess" and not outer, symbol=x), (*where, *outer)
        )

    return build
