"""The arguments of an emitted function: which symbols, under which names, of which shape, with which facts to check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy

from derivations.errors import MathError, NotSupported
from derivations.notation import core, functions, linear, sequences
from derivations.notation.differentials import Increment, MatIncrement
from derivations.notation.printing import text
from derivations.notation.probability import RandomMatrix, RandomScalar
from derivations.notation.shapes import same_dim, shape_of
from derivations.notation.symbols import Dim, Index, MatrixAtom, facts_of

from . import ops
from .forms import adopted, shown_nonnegative
from .names import Names, identifier, name_of
from .ops import Op
from .vectorize import sequence_arguments

# How a fact is written in the check of an argument, and how it reads in a docstring. A fact that is not here is not
# checked: it would cost as much as the function itself (invertible), or it follows from the shape.
_CHECKED = {
    "positive": "entries > 0",
    "nonnegative": "entries ≥ 0",
    "nonzero": "not zero",
    "integer": "",  # an int, as its type says
    "binary": "entries 0 or 1",
    "unit_interval": "entries from 0 to 1",
    "simplex": "entries ≥ 0 with sum 1",
    "unit": "of norm 1",
    "one_hot": "one entry 1, the others 0",
    "symmetric": "symmetric",
    "positive_definite": "symmetric positive definite",
    "positive_semidefinite": "symmetric positive semidefinite",
    "diagonal": "diagonal",
    "orthogonal": "orthogonal",
    "orthonormal": "with orthonormal columns",
}
_TOLD = {"invertible": "invertible"}  # whatever inverts it finds out
_BOUNDS = ("above", "below")  # of a scalar; checked where they are numbers or other arguments
_SHORT = {"positive_definite": "spd", "positive_semidefinite": "psd"}
_INTEGERS = ("positive_integer", "nonnegative_integer")
_ENTRYWISE = {"positive", "nonnegative", "binary", "unit_interval"}
_STOCK = ("positive", "nonnegative", "nonzero")


@dataclass(frozen=True)
class Argument:
    """One parameter."""

    symbol: Any
    name: str
    rank: int
    axes: tuple[Any, ...]
    facts: tuple[tuple[str, Any], ...]
    family: bool = False  # the members of a sequence, one a row

    @property
    def op(self) -> Op:
        return ops.dimension(self.symbol) if isinstance(self.symbol, Dim) else ops.argument(self.name, self.rank)

    @property
    def spec(self) -> str:
        """Shape and facts, as `checked` reads them: "n p rank=p", "n binary", "scalar positive", "dimension"."""
        if isinstance(self.symbol, Dim):
            return "dimension"
        shape = [_size(a) for a in self.axes] or ["scalar"]
        return " ".join([*shape, *filter(None, (_token(fact, value) for fact, value in _with_integers(self.facts)))])

    @property
    def independence(self) -> str:
        """What is checked of a full rank where no decomposition of the body would find out."""
        return " independent" if dict(self.facts).get("rank") in self.axes else ""

    @property
    def kind(self) -> str:
        if isinstance(self.symbol, Dim) or (not self.rank and "integer" in dict(self.facts)):
            return "int"
        sizes = ", ".join(map(size_text, self.axes))
        return f"array, shape ({sizes}{',' if self.rank == 1 else ''})" if self.axes else "float"

    def having(self, fact: str) -> Argument:
        """The same with one more fact; what it has may say more."""
        have = {f for f, _ in self.facts}
        implied = have & {"nonnegative": {"nonnegative", "positive"}, "nonzero": {"nonzero", "positive"}}.get(
            fact, {fact}
        )
        return self if implied else replace(self, facts=((fact, True), *self.facts))

    def words(self, about: Mapping[str, str]) -> str:
        """What it means, then what is known of it."""
        if isinstance(self.symbol, Dim):
            return "≥ 1"
        known = _CHECKED | _TOLD | {f: f"{f} {text(v)}" for f, v in self.facts if f in _BOUNDS}
        if {"positive", "simplex"} <= {f for f, _ in self.facts}:
            known |= {"positive": "", "simplex": "entries > 0 with sum 1"}
        facts = [f"of rank {_size(v)}" if f == "rank" else known.get(f, "") for f, v in self.facts]
        if not self.rank:
            facts = [f.replace("entries ", "") for f in facts]
        meaning = about.get(getattr(self.symbol, "name", ""), "")
        if isinstance(self.symbol, Increment | MatIncrement):
            meaning = f"increment of {name_of(self.symbol.args[0])}"
        members = f"{self.symbol.name}_1, …, {self.symbol.name}_{self.axes[0]}" if self.family else ""
        family = f"{'rows' if self.rank == 2 else 'entries'} {members}" if self.family else ""
        return ", ".join(w for w in (meaning, family, *facts) if w)


def _with_integers(facts: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    """The facts, with the sign of an integer and that it is one as one fact, for a message that says both."""
    names = [f for f, _ in facts]
    sign = next((s for s in ("positive", "nonnegative") if s in names), "") if "integer" in names else ""
    for fact, value in facts:
        if not sign or fact not in (sign, "integer"):
            yield fact, value
        elif fact == "integer":
            yield f"{sign}_integer", value


def _token(fact: str, value: Any) -> str:
    """A fact as `checked` reads it, "" where it is not checked."""
    if fact == "rank":
        return f"rank={_size(value)}"
    if fact in _BOUNDS:
        return f"{fact}={f'{float(value):.17g}' if value.is_Rational else name_of(value)}"
    return _SHORT.get(fact, fact) if fact in (*_CHECKED, *_INTEGERS) else ""


def _size(n: Any) -> str:
    return identifier(n.name) if isinstance(n, Dim) else "".join(str(n).split())


def size_text(n: Any) -> str:
    """A size as a docstring has it: n, n·p, n²."""
    return _size(n).replace("**2", "²").replace("**", "^").replace("*", "·")


def arguments_for(expr: Any, symbols: Sequence[Any]) -> list[Argument]:
    """The parameters of a function of these symbols; a sequence stands for all its members, or for those that occur."""
    families = sequence_arguments(expr)
    inverted, divided = set(_inverted(expr)), set(_divided(adopted(expr)))
    names, out = Names(), []
    for symbol in symbols:
        for s in _expanded(symbol, families, expr):
            family = families.get(getattr(s, "name", "")) == s
            unused = {f for f, symbols in (("rank", inverted), ("nonzero", divided)) if s not in symbols}
            out.append(_argument(s, names, family, unused))
    given = {a.symbol for a in out if a.kind == "float"}
    return [replace(a, facts=tuple(_known_bounds(a.facts, given))) for a in out]


def _known_bounds(facts: Iterable[tuple[str, Any]], given: set[Any]) -> Iterable[tuple[str, Any]]:
    """Bounds that are numbers or other arguments: above μ, which is no argument, is above what μ is above."""
    for fact, value in facts:
        while fact in _BOUNDS and not (value.is_Rational or value in given):
            value = facts_of(value).get(fact)
            if value is None:
                break
        if value is not None:
            yield fact, value


def _inverted(x: Any, inside: bool = False) -> Iterable[Any]:
    """The symbols under an inverse or a determinant: the others may have any rank."""
    inside = inside or isinstance(x, linear.Inverse | linear.Determinant | linear.LogDet)
    if inside and isinstance(x, ARGUMENTS):
        yield x
    for a in getattr(x, "args", ()):
        yield from _inverted(a, inside)


def _divided(x: Any, inside: bool = False) -> Iterable[Any]:
    """The symbols that must not be zero: in what is divided by, inverted, or has a logarithm."""
    if inside and isinstance(x, ARGUMENTS):
        yield x
    below = isinstance(x, linear.Inverse | linear.Determinant | linear.LogDet | functions.Apply | functions.MatApply)
    power = isinstance(x, core.Power | linear.HadamardPower) and not shown_nonnegative(x.args[1])
    quotient = isinstance(x, core.Quotient | core.MatQuotient)
    for position, a in enumerate(getattr(x, "args", ())):
        yield from _divided(a, inside or below or power or (quotient and position == 1))


def _expanded(symbol: Any, families: Mapping[str, Any], expr: Any) -> list[Any]:
    if isinstance(symbol, sequences.Sequence):
        return [families[symbol.name]] if symbol.name in families else _members(expr, symbol.name)
    if isinstance(symbol, sequences.Member | sequences.ScalarMember) and isinstance(symbol.args[1], Index):
        return [families[symbol.name]] if symbol.name in families else []
    return [symbol]


def _members(expr: Any, name: str) -> list[Any]:
    kinds = (sequences.Member, sequences.ScalarMember)
    return sorted((m for m in set(_leaves(expr)) if isinstance(m, kinds) and m.name == name), key=name_of)


def _argument(symbol: Any, names: Names, family: bool, unused: set[str]) -> Argument:
    if isinstance(symbol, RandomScalar | RandomMatrix):
        raise NotSupported(f"not supported yet: code with the random variable {symbol.name} as an argument")
    if not isinstance(symbol, ARGUMENTS):
        what = text(symbol) if hasattr(symbol, "args") else str(symbol)
        raise NotSupported(f"not supported yet: code with {what} as an argument")
    axes = tuple(n for n in shape_of(symbol) if not same_dim(n, 1))
    facts = facts_of(symbol)
    if isinstance(symbol, sympy.Symbol) and not facts:
        facts = {f: True for f in _STOCK if getattr(symbol, f"is_{f}") and not isinstance(symbol, Dim)}
        facts = dict(list(facts.items())[:1])  # the strongest of the three says the others
        facts |= {"integer": True} if symbol.is_integer and not isinstance(symbol, Dim) else {}
    rows = family and len(axes) == 2
    kept = [(f, v) for f, v in facts.items() if (f in _ENTRYWISE or not rows) and f not in unused]
    return Argument(symbol, names.take(name_of(symbol)), len(axes), axes, tuple(kept), family)


ARGUMENTS = (
    sympy.Symbol,
    sympy.MatrixSymbol,
    MatrixAtom,
    sequences.Member,
    sequences.ScalarMember,
    Increment,
    MatIncrement,
)


def _leaves(x: Any) -> Iterable[Any]:
    """Everything an expression is made of that could be an argument, in order of appearance."""
    if isinstance(x, ARGUMENTS):
        yield x
        return
    for a in getattr(x, "args", ()):
        yield from _leaves(a)


def free_arguments(expr: Any, declared: Iterable[Any] = ()) -> tuple[Any, ...]:
    """The symbols that code for `expr` needs: those declared first, in their order, then the others as they appear.

    A dimension is among them only if no other argument has it as a size.
    """
    families = sequence_arguments(expr)
    found: dict[Any, None] = {}
    for leaf in _leaves(expr):
        family = isinstance(leaf, sequences.Member | sequences.ScalarMember) and leaf.name in families
        found.setdefault(families[leaf.name] if family else leaf)
    symbols = [s for s in found if not isinstance(s, Dim)]
    axes = {n for s in symbols for n in shape_of(s)}
    needed = dict.fromkeys([*symbols, *(s for s in found if isinstance(s, Dim) and s not in axes)])
    order: dict[Any, None] = {}
    for d in declared:
        order.update(dict.fromkeys(s for s in _expanded(d, families, expr) if s in needed))
    return tuple({**order, **needed})


def sized_by_symbols(arguments: Iterable[Any], symbols: Sequence[Any]) -> tuple[Any, ...]:
    """The arguments, with each dimension among them replaced by the first of the symbols that has it as a size.

    The formula may not contain that symbol any more, as the gradient I of tr(A) does not contain A.
    """
    out: dict[Any, None] = {}
    for a in arguments:
        holders = (s for s in symbols if isinstance(a, Dim) and not isinstance(s, Dim) and a in shape_of(s))
        out[next(holders, a)] = None
    axes = {n for s in out if not isinstance(s, Dim) for n in shape_of(s)}
    kept = [s for s in out if not (isinstance(s, Dim) and s in axes)]
    return tuple(dict.fromkeys([*(s for s in symbols if s in kept), *kept]))


def require_arguments(expr: Any, arguments: Sequence[Argument]) -> None:
    """Refuse a formula that needs a symbol which is not among the arguments."""
    have = {a.symbol for a in arguments}
    for s in free_arguments(expr):
        if s not in have and not isinstance(s, Dim):
            listed = ", ".join(a.name for a in arguments) or "none"
            raise MathError(f"the formula uses {text(s)}, which is not among the arguments ({listed})")
