"""Members of families and values of functions that are only known by name, in index form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy

from derivations.errors import NotSupported
from derivations.notation import symbols
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import facts_of

from .build import Builder, Terms
from .form import Atom, Ix

At = tuple[Ix, Ix]
Env = dict[Any, Ix]


def position(i: Any, env: Env) -> Ix:
    _require_plain(i, env)
    return env.get(i, f"@{i}")


def _require_plain(place: Any, env: Env) -> None:
    """A place such as i + 1 moves with the index i of a sum around it; a name by itself would stand still."""
    if place not in env and any(isinstance(i, symbols.Index) and i in env for i in place.atoms(symbols.Index)):
        raise NotSupported(f"not supported yet: a normal form of a sum over the place {place}")


def member(b: Builder, x: Any, at: At, env: Env) -> Terms:
    where_in = x.args[1]
    facts = facts_of(x)
    positive = "positive" in facts
    where = () if not is_matrix(x) else at[:1] if x.shape[1] == 1 else at
    if isinstance(where_in, symbols.Index) or where_in.is_Integer:
        return b.atom(Atom("family", x.name, positive=positive, symbol=x), (position(where_in, env), *where))
    _require_plain(where_in, env)
    return b.atom(Atom("member", f"{x.name}_{sympy.expand(where_in)}", positive=positive, symbol=x), where)


def function_value(kind: str) -> Callable[..., Terms]:
    def build(b: Builder, x: Any, at: At, env: Env) -> Terms:
        form, outer = b.closed_matrix(x.args[1], env)
        where = tuple(i for i in at if i is not None)
        return b.atom(
            Atom(kind, x.args[0].name, form, symmetric=kind == "f hess" and not outer, symbol=x), (*where, *outer)
        )

    return build
