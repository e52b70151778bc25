"""What an expression says to SymPy, what is known of its parameters, and values that they can have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import sympy

from derivations.errors import DerivationError, NotSupported
from derivations.notation.core import Kept, Negative, Plus, Power, Product, Quotient, ScalarNode
from derivations.notation.facts import NONNEGATIVE as SHOWN_NONNEGATIVE, POSITIVE as SHOWN_POSITIVE, sign_of
from derivations.notation.functions import Apply
from derivations.notation.printing import text
from derivations.notation.relations import Equation, Relation
from derivations.notation.requirements import BETWEEN, Requirement
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import Dim, ScalarSymbol, facts_of

from ..having import number_has
from ..obligation import Limit
from .cases import Asked
from .signs import NONNEGATIVE, NONZERO, POSITIVE, ZERO, Facts, Signs

_HALF = sympy.Rational(1, 2)
_TRIED = tuple(map(sympy.sympify, (1, 2, _HALF, 3, 0, -1, -2, -_HALF)))
_MOST_POINTS, _MOST_PARAMETERS = 150, 4
Values = dict[Any, Any]
_ARITHMETIC: dict[type, Any] = {
    Plus: sympy.Add,
    Product: sympy.Mul,
    Negative: lambda x: -x,
    Quotient: lambda a, b: a / b,
    Power: sympy.Pow,
}
_IN_SYMPY: dict[str, Any] = {
    "arctan": sympy.atan,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "normal_cdf": lambda x: (1 + sympy.erf(x / sympy.sqrt(2))) / 2,
    "step": lambda x: (sympy.sign(x) + sympy.sign(x) ** 2) / 2,
}


def read(part: Limit) -> tuple[Asked, dict[Any, Any]]:
    """The obligation in SymPy's own symbols, with all that is known of them; and the symbols to print instead."""
    n = sympy.Dummy("n", positive=True, integer=True if _is_integer(part.variable) else None)
    known: dict[Any, Any] = {part.variable: n}
    try:
        expr, value = _plain(part.expr, known, n), _plain(part.value, known, n)
    except NotSupported as problem:
        moving = _of_matrices(part.expr, part.variable)
        raise problem if moving is None else NotSupported(f"not supported yet: the limit of {text(moving)}") from None
    facts = Facts(_ways(known, n), [*_bounds(known, n), *_known(part.given, known, n)])
    names = {made: sympy.Symbol(text(x)) for x, made in known.items()}
    return Asked(expr, value, n, facts), names


def _of_matrices(expr: Any, variable: Any) -> Any:
    """A number that is made of matrices in which the variable occurs, as the author wrote it."""
    parts = (x for x in sympy.preorder_traversal(expr) if isinstance(x, ScalarNode) and x.has(variable))
    return next((x for x in parts if any(map(is_matrix, x.args))), None)


def at(part: Limit, values: Values) -> tuple[Any, Any, Any]:
    """(expr, value, n) with numbers for the parameters, put in before SymPy simplifies anything."""
    n = sympy.Dummy("n", positive=True, integer=True if _is_integer(part.variable) else None)
    known = {part.variable: n, **values}
    return _plain(part.expr, dict(known), n), _plain(part.value, dict(known), n), n


def argument_at(part: Limit, of: Any, values: Values) -> tuple[Any, Any]:
    """(of, n) for a part of the expression."""
    found, _, n = at(replace(part, expr=of), values)
    return found, n


def points(part: Limit) -> Iterator[Values]:
    """Values that fit the facts and the hypotheses, the simplest first: of all orders, and on the bounds.

    None where many are parameters. What is no scalar, such as a norm, gets no value, and decides nothing.
    """
    symbols = _in_order({s for e in (part.expr, part.value, *part.given) for s in e.atoms(ScalarSymbol, Dim)})
    symbols = [s for s in symbols if s != part.variable]
    ranked = [list(enumerate(_TRIED))] * len(symbols)
    if len(symbols) > _MOST_PARAMETERS:
        return
    every = sorted(product(*ranked), key=lambda p: (sum(i for i, _ in p), [i for i, _ in p]))
    found = 0
    for chosen in every:
        values = _placed(symbols, [x for _, x in chosen])
        if values is not None and all(_holds(g, values) for g in part.given):
            found += 1
            yield values
        if found == _MOST_POINTS:
            return


def _is_integer(variable: Any) -> bool:
    return isinstance(variable, Dim) or "integer" in facts_of(variable)


def _in_order(symbols: set[Any]) -> list[Any]:
    """All symbols that occur, also in bounds, each after those that its own bounds name."""
    out: list[Any] = []

    def take(s: Any) -> None:
        for bound in getattr(s, "bounds", {}).values():
            for other in sorted(bound.atoms(ScalarSymbol, Dim), key=str):
                take(other)
        if s not in out:
            out.append(s)

    for s in sorted(symbols, key=str):
        take(s)
    return out


def _placed(symbols: list[Any], chosen: list[Any]) -> Values | None:
    """The numbers chosen, moved between the bounds of the symbols that have some; None where a fact fails."""
    values: Values = {}
    for s, x in zip(symbols, chosen, strict=True):
        bounds = {side: bound.doit().xreplace(values) for side, bound in getattr(s, "bounds", {}).items()}
        if not all(b.is_Rational for b in bounds.values()):
            return None
        if bounds:
            x = _between(bounds.get("above"), bounds.get("below"), x)
        if x is None or not all(number_has(fact, x) for fact in _facts(s)):
            return None
        values[s] = x
    return values


def _facts(s: Any) -> list[str]:
    return ["integer", "positive"] if isinstance(s, Dim) else [f for f in facts_of(s) if f not in ("above", "below")]


def _between(low: Any, high: Any, x: Any) -> Any:
    if x <= 0:
        return None
    if low is not None and high is not None:
        return low + (high - low) * x / (1 + x) if low < high else None
    return low + x if low is not None else high - x


def _holds(given: Any, values: Values) -> bool:
    """Whether a hypothesis holds at these values, as far as they tell."""
    if isinstance(given, Requirement):
        x = given.of.xreplace(values).doit()
        tests = {"positive": x > 0, "nonnegative": x >= 0, "nonzero": sympy.Ne(x, 0)}
        tests |= {"(-1, 1)": abs(x) < 1, "[-1, 1]": abs(x) <= 1}
        return tests.get(given.asks) == True  # noqa: E712 - SymPy's own truth values
    if not isinstance(given, Relation):
        return False
    gap = given.gap.xreplace(values).doit()
    return (sympy.Eq(gap, 0) if isinstance(given, Equation) else gap >= 0) == True  # noqa: E712


# --- in SymPy's symbols -----------------------------------------------------------------------------------------------


def _plain(expr: Any, known: dict[Any, Any], n: Any) -> Any:
    """The expression over SymPy's own symbols and operations; refused where a part that depends on n has none."""
    for s in expr.atoms(ScalarSymbol) - known.keys():
        known[s] = sympy.Symbol(s.name, **(s.assumptions0 | _signed(s) | {"commutative": True}))
    made = sympy.sympify(expr.xreplace(known).doit())
    return _without_kept(made, known, n)


def _without_kept(x: Any, known: dict[Any, Any], n: Any) -> Any:
    """A norm, say, that does not depend on n is a parameter like any other."""
    if isinstance(x, Apply) and x.function.name in _IN_SYMPY:
        return _IN_SYMPY[x.function.name](_without_kept(x.args[1], known, n))
    if type(x) in _ARITHMETIC and not any(map(is_matrix, x.args)):
        return _ARITHMETIC[type(x)](*(_without_kept(a, known, n) for a in x.args))
    if isinstance(x, Kept) or any(map(is_matrix, x.args)):
        if n in x.atoms(sympy.Symbol):  # type: ignore[attr-defined] - a size may hold n
            variable = next(v for v, made in known.items() if made == n)
            raise NotSupported(f"not supported yet: the limit of {text(x.xreplace({n: variable}))}")  # type: ignore[attr-defined]
        if x not in known:
            known[x] = sympy.Dummy("c", real=True, **_signed(x))
        return known[x]
    return x.func(*(_without_kept(a, known, n) for a in x.args)) if x.args else x


def _signed(x: Any) -> dict[str, bool]:
    """What declared intervals tell: SymPy does not see them."""
    sign = sign_of(x)
    return {"positive": True} if sign == SHOWN_POSITIVE else {"nonnegative": True} if sign == SHOWN_NONNEGATIVE else {}


def _ways(known: dict[Any, Any], n: Any) -> list[dict[Any, Any]]:
    """The parameters in terms of how far they lie above or below their bounds, or on which part of the way between."""
    sides: list[dict[Any, Any]] = [{}, {}, {}]
    for s in _in_order({s for s in known if isinstance(s, ScalarSymbol | Dim) and known[s] != n}):
        bounds = {side: _plain(bound, known, n) for side, bound in getattr(s, "bounds", {}).items()}
        t, u = sympy.Dummy("t", positive=True), sympy.Dummy("u", nonnegative=True)
        made = []
        if "above" in bounds:
            made.append(bounds["above"] + t)
        if "below" in bounds:
            made.append(bounds["below"] - t)
        if len(made) == 2:
            made.append((bounds["above"] + bounds["below"] * t) / (1 + t))
        if not made and facts_of(s).keys() & {"unit_interval", "binary"}:
            made.append(1 - u)
        if not made and (isinstance(s, Dim) or {"integer", "positive"} <= facts_of(s).keys()):
            made.append(1 + u)
        for i, way in enumerate(sides):
            if made:
                way[_plain(s, known, n)] = made[min(i, len(made) - 1)]
    return [way for i, way in enumerate(sides) if way and way not in sides[:i]]


def _bounds(known: dict[Any, Any], n: Any) -> Iterator[tuple[Any, Signs]]:
    """How far the parameters lie from what is declared to bound them."""
    for s, made in list(known.items()):
        facts = facts_of(s) if isinstance(s, ScalarSymbol) else {}
        if made == n:
            continue
        if "above" in facts:
            yield made - _plain(facts["above"], known, n), POSITIVE
        if "below" in facts:
            yield _plain(facts["below"], known, n) - made, POSITIVE
        if facts.keys() & {"unit_interval", "binary"}:
            yield 1 - made, NONNEGATIVE
        if isinstance(s, Dim) or {"integer", "positive"} <= facts.keys():
            yield made - 1, NONNEGATIVE


def _known(given: tuple[Any, ...], known: dict[Any, Any], n: Any) -> Iterator[tuple[Any, Signs]]:
    """The hypotheses, as expressions and the signs that they have."""
    for g in given:
        try:
            for of, signs in _stated(g):
                gap = _plain(of, known, n)
                if gap != 0:
                    yield gap, signs
        except (DerivationError, TypeError, ValueError, AttributeError):
            continue  # it speaks of something else, a matrix perhaps


def _stated(given: Any) -> Iterator[tuple[Any, Signs]]:
    if isinstance(given, Relation):
        yield given.gap, ZERO if isinstance(given, Equation) else NONNEGATIVE
    elif isinstance(given, Requirement) and not given.every:
        kinds = {"positive": POSITIVE, "nonnegative": NONNEGATIVE, "nonzero": NONZERO}
        if given.asks in kinds:
            yield given.of, kinds[given.asks]
        elif given.asks in BETWEEN:
            signs = POSITIVE if given.asks == "(-1, 1)" else NONNEGATIVE
            yield from ((1 - given.of, signs), (1 + given.of, signs))
