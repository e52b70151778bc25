"""An identity between differentials, made more general before it is proved.

A step such as ⟨G, dσ(E)⟩ = ⟨G ∘ σ′(E), dE⟩ holds whatever G and E are. So the parts whose differentials stand on the
right become free symbols, and so do the parts that both sides share; dF(E) becomes the differential of F(e) in e, by
the chain rule. What holds for all values of the symbols holds for those; a proof costs the same at any depth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

from sympy import Expr, MatrixExpr

from derivations.notation import differentials, functions
from derivations.notation.core import (
    MatNegative,
    MatPlus,
    MatProduct,
    MatQuotient,
    Negative,
    Plus,
    Power,
    Product,
    Quotient,
    Transposed,
)
from derivations.notation.facts import is_definite, is_nonnegative, is_positive, is_symmetric
from derivations.notation.linear import (
    Constant,
    Determinant,
    Hadamard,
    HadamardPower,
    Inverse,
    LogDet,
    LogSumExp,
    Norm,
    Softmax,
    SquaredNorm,
    Unit,
)
from derivations.notation.probability import Space
from derivations.notation.shapes import convert, is_matrix, shape_of
from derivations.notation.symbols import Index, MatrixAtom, ScalarSymbol, pack_facts

from ..parts import nodes_of

DIFFERENTIALS = (differentials.Differential, differentials.MatDifferential)
LARGE = 200  # distinct parts
_ARITHMETIC = (Plus, MatPlus, Negative, MatNegative, Quotient, MatQuotient, MatProduct, Transposed, Hadamard)
_FUNCTIONS = (*functions.APPLIED, Softmax, LogSumExp, Norm, Inverse, LogDet, Determinant)
INCREMENTS = (differentials.Increment, differentials.MatIncrement)


def generalised(
    lhs: Any, rhs: Any, frees: Callable[[Any], bool] = lambda e: True, apart: bool = False
) -> tuple[Any, Any] | None:
    """Both sides with parts replaced by free symbols, or None where there is nothing to gain.

    Of what both sides share the largest parts that `frees` says are free too; where they are to stay `apart`, none
    made of a function whose differential stands on a side, as the Jacobian of softmax is beside d softmax(e).
    """
    found = _rewritten(convert(lhs), convert(rhs))
    if found is None:
        return None
    left, right, made, kept = found
    bent = {p for p in kept if isinstance(p, _FUNCTIONS)} if apart else set()
    return _freed(left, right, made, kept, lambda e: frees(e) and bent.isdisjoint(_open_parts(e)))


def with_values(lhs: Any, rhs: Any, frees: Callable[[Any], bool]) -> tuple[Any, Any, dict[Any, Any]] | None:
    """Both sides over the symbols of what moves, and what each of these stands for, the outermost first; else None.

    What the symbols stand for decides where the sides hold more than these, as u²(x − y) for −a with a = u²(y − x). Of
    what they share with the sides the largest parts that `frees` says are free.
    """
    found = _rewritten(convert(lhs), convert(rhs))
    if found is None:
        return None
    left, right, made, kept = found
    values = {s: e.func(*map(made.inner, e.args)) for e, s in made.symbols.items() if not _is_variable(e)}
    while values:
        known = {e for side in (left, right) for e in _whole(side)} - kept
        free = {e: made.fresh(e) for e in _largest((e for v in values.values() for e in _whole(v) if frees(e)), known)}
        if not free:
            break
        left, right = _replaced(left, free), _replaced(right, free)
        values = {s: _replaced(v, free) for s, v in values.items()}
    return left, right, dict(sorted(values.items(), key=lambda pair: -len(list(_parts(made.value[pair[0]])))))


def _rewritten(lhs: Any, rhs: Any) -> tuple[Any, Any, _General, set[Any]] | None:
    """Both sides over free symbols for what moves, these, and what stands in the differentials that are left."""
    if lhs.has(Index, Space) or rhs.has(Index, Space):
        return None  # a part that changes with a summed index is not one value
    nodes = [e for side in (lhs, rhs) for e in _parts(side) if isinstance(e, DIFFERENTIALS)]
    if len({e.args[1] for e in nodes}) != 1 or any(e.args[0].has(*DIFFERENTIALS, *INCREMENTS) for e in nodes):
        return None  # in a differential of a differential more moves than stands on the sides
    variables = differentials.moving_in(nodes[0])
    if not all(isinstance(x, MatrixAtom | ScalarSymbol) for x in variables):
        return None
    right = list(_parts(rhs))
    leaves = [e.args[0] for e in right if isinstance(e, DIFFERENTIALS)]
    moved = {e.args[0] for e in right if isinstance(e, INCREMENTS)}
    made = _General((lhs, rhs), variables, [*leaves, *(x for x in variables if x in moved)])
    sides = made.rewritten(lhs), made.rewritten(rhs)
    if None in sides:
        return None
    left, right_side = sides
    moving = {e.args[0] for side in sides for e in _parts(side) if isinstance(e, DIFFERENTIALS)}
    return left, right_side, made, {*made.symbols.values(), *(p for e in moving for p in _parts(e))}


def with_free_arguments(lhs: Any, rhs: Any) -> tuple[Any, Any] | None:
    """Both sides with what stands below a line, under a root or in a function as free symbols; None where nothing does.

    What holds for all values of the symbols holds for those.
    """
    if lhs.has(Index, Space) or rhs.has(Index, Space):
        return None
    values = dict.fromkeys(value for side in (lhs, rhs) for value in _values(side))
    arguments = {a for side in (lhs, rhs) for part in _parts(side) for a in _arguments(part)}
    inside = {p for side in (lhs, rhs) for e in _parts(side) if isinstance(e, DIFFERENTIALS) for p in _parts(e.args[0])}
    made = _General((lhs, rhs))
    free = {e: made.fresh(e) for e in values if e in arguments and e not in inside}
    return (_replaced(lhs, free), _replaced(rhs, free)) if free else None


def with_free_values(lhs: Any, rhs: Any) -> tuple[Any, Any] | None:
    """Both sides with the values that they share as free symbols, outside of differentials alone; None where none is.

    c(V)d(1ᵀx) = c(V)1ᵀdx holds whatever V is, so also for a V that stands in a differential too. Sums, products and
    powers are left, as the sides write them in different ways.
    """
    if lhs.has(Index, Space) or rhs.has(Index, Space):
        return None
    left, right = _freed(lhs, rhs, _General((lhs, rhs)), set(), is_no_arithmetic)
    return (left, right) if left != lhs else None


def with_free_parts(lhs: Any, rhs: Any, functions_alone: bool) -> tuple[Any, Any] | None:
    """Both sides with the largest values that they share as free symbols, or the functions; None where none is.

    Where a differential stands on a side, `generalised` is more.
    """
    lhs, rhs = convert(lhs), convert(rhs)
    if any(side.has(Index, Space) or any(isinstance(e, DIFFERENTIALS) for e in _parts(side)) for side in (lhs, rhs)):
        return None
    frees = (lambda e: isinstance(e, _FUNCTIONS)) if functions_alone else (lambda e: True)
    left, right = _freed(lhs, rhs, _General((lhs, rhs)), set(), frees)
    return (left, right) if left != lhs else None


def _freed(left: Any, right: Any, made: _General, kept: set[Any], frees: Callable[[Any], bool]) -> tuple[Any, Any]:
    """Both sides with the largest values that they share, besides some, as free symbols; then with those still left."""
    while True:
        found = {e: made.fresh(e) for e in _largest(filter(frees, _whole(left)), set(_whole(right)) - kept)}
        if not found:
            return left, right
        left, right = _replaced(left, found), _replaced(right, found)


def is_no_arithmetic(e: Any) -> bool:
    """Whether a part is no sum, product or power: of those the sides may have the parts elsewhere."""
    if isinstance(e, Power | HadamardPower):
        return not e.args[1].is_Rational
    return not isinstance(e, _ARITHMETIC) and not (isinstance(e, Product) and not all(map(is_matrix, e.args)))


def is_nothing(e: Any) -> bool:
    return False


def _arguments(x: Any) -> tuple[Any, ...]:
    """The parts of a node of which its value is no polynomial."""
    if isinstance(x, Quotient | MatQuotient | functions.Apply | functions.MatApply):
        return (x.args[1],)
    if isinstance(x, Power | HadamardPower) and not (x.args[1].is_Integer and x.args[1] > 0):
        return (x.args[0],)
    return (x.args[0],) if isinstance(x, Inverse | LogDet | Determinant) else ()


def _parts(e: Any) -> Iterator[Any]:
    """Every distinct part, each once; the insides of differentials are left closed."""
    seen: set[Any] = set()
    work = [e]
    while work:
        part = work.pop()
        if part in seen:
            continue
        seen.add(part)
        yield part
        if not isinstance(part, (*DIFFERENTIALS, *INCREMENTS, MatrixAtom)):
            work.extend(a for a in part.args if _is_expression(a))


def _open_parts(e: Any) -> Iterator[Any]:
    """What a value is made of; of functions not what stands in them."""
    yield e
    if not isinstance(e, (*_FUNCTIONS, MatrixAtom)):
        for a in e.args:
            if _is_expression(a):
                yield from _open_parts(a)


def _is_expression(a: Any) -> bool:
    return isinstance(a, Expr | MatrixExpr) and (not a.is_Symbol or isinstance(a, ScalarSymbol))


def _is_variable(e: Any) -> bool:
    return isinstance(e, MatrixAtom) or not any(map(_is_expression, e.args))


class _General:
    """Leaves as free symbols, and the differentials of what is made of them."""

    def __init__(self, sides: tuple[Any, Any], variables: tuple[Any, ...] = (), leaves: Iterable[Any] = ()) -> None:
        taken = {str(part) for part in nodes_of(*sides) if not part.args}
        self.names = (name for name in map("_{}".format, count(1)) if name not in taken)
        self.variables = variables
        self.symbols: dict[Any, Any] = {e: self.fresh(e) for e in dict.fromkeys(leaves)}
        self.value = {s: e for e, s in self.symbols.items()}
        self.seen: dict[Any, Any] = {
            square: power(self.symbols[e], 2)
            for e in self.symbols
            for square, power in _square_of(e)
            if square not in self.symbols
        }

    def fresh(self, e: Any) -> Any:
        """A symbol with the shape of e and the facts that its form shows."""
        name = next(self.names)
        positive, nonnegative = is_positive(e), is_nonnegative(e)
        if not is_matrix(e):
            sign = {"positive": True} if positive else {"nonnegative": True} if nonnegative else {}
            return ScalarSymbol(name, real=True, **sign)
        facts = {}
        if is_definite(e):
            facts["positive_definite"] = 1
        elif is_symmetric(e):
            facts["symmetric"] = 1
        if positive:
            facts["positive"] = 1
        return MatrixAtom(name, *shape_of(e), pack_facts(facts))

    def rewritten(self, e: Any) -> Any:
        """The expression over the free symbols; None where the variable stands in a differential by itself."""
        if e not in self.seen:
            self.seen[e] = self._rewritten(e)
        return self.seen[e]

    def inner(self, e: Any) -> Any:
        """A part of a value over the free symbols; what is no expression stays."""
        made = self.rewritten(e) if _is_expression(e) or e in self.symbols else e
        return e if made is None else made

    def _rewritten(self, e: Any) -> Any:
        if e in self.symbols:
            return self.symbols[e]
        if isinstance(e, DIFFERENTIALS):
            return self._differential(e)
        if isinstance(e, INCREMENTS):
            x = e.args[0]
            return differentials.d(self.symbols[x]) if x in self.variables and x in self.symbols else None
        if not e.args or isinstance(e, MatrixAtom) or not _is_expression(e):
            return e
        args = [self.rewritten(a) if _is_expression(a) or a in self.symbols else a for a in e.args]
        if any(a is None for a in args):
            return None
        return e if all(a is b for a, b in zip(args, e.args, strict=True)) else e.func(*args)

    def _differential(self, e: Any) -> Any:
        inside = e.args[0]
        if inside in self.symbols:
            return differentials.d(self.symbols[inside])
        inside = self.rewritten(inside)
        if inside is None:
            return None
        found = set(_parts(inside))
        moving = [s for s in self.symbols.values() if s in found]
        if not moving or any(x in found for x in self.variables):
            return None
        return differentials.differential_of(inside, moving)


def _square_of(e: Any) -> Iterator[tuple[Any, Any]]:
    """What √u and ‖v‖ are roots of, and how the square of a symbol for them is written."""
    if isinstance(e, functions.APPLIED) and e.function is functions.sqrt:
        yield e.args[1], HadamardPower if is_matrix(e) else Power
    elif isinstance(e, Norm):
        yield SquaredNorm(e.args[0]), Power


def _largest(values: Iterable[Any], among: set[Any]) -> list[Any]:
    """Those of the values that are among others, and not inside one that is."""
    both = [e for e in dict.fromkeys(values) if e in among]
    inside: set[Any] = set()
    work = [a for e in both for a in e.args]
    while work:
        e = work.pop()
        if e not in inside:
            inside.add(e)
            work.extend(e.args)
    return [e for e in both if e not in inside]


def is_large(*sides: Any) -> bool:
    """Whether a normal form of the sides as they stand could take long."""
    return sum(1 for side in sides for _ in _parts(side)) > LARGE


def _values(side: Any) -> Iterator[Any]:
    """Parts that have a value of their own: no increment in them, and not a symbol, a number or a matrix of numbers."""
    moving: dict[Any, bool] = {}

    def moves(e: Any) -> bool:
        if e not in moving:
            inside = (a for a in e.args if _is_expression(a))
            moving[e] = isinstance(e, DIFFERENTIALS + INCREMENTS) or (
                not isinstance(e, MatrixAtom) and any(map(moves, inside))
            )
        return moving[e]

    for e in _parts(side):
        plain = isinstance(e, MatrixAtom | ScalarSymbol | Constant | Unit) or not e.args or e.is_number
        if not plain and type(e).__module__.startswith("derivations.") and not moves(e):
            yield e


def _whole(side: Any) -> Iterator[Any]:
    """Values but for those of transposes: of a row and its column one symbol is free."""
    return (e for e in _values(side) if not isinstance(e, Transposed))


def _replaced(e: Any, values: dict[Any, Any]) -> Any:
    seen: dict[Any, Any] = {}

    def go(e: Any) -> Any:
        if e in values:
            return values[e]
        if e not in seen:
            seen[e] = e
            if e.args and _is_expression(e) and not isinstance(e, (*DIFFERENTIALS, *INCREMENTS, MatrixAtom)):
                args = [go(a) if _is_expression(a) else a for a in e.args]
                if any(a is not b for a, b in zip(args, e.args, strict=True)):
                    seen[e] = e.func(*args)
        return seen[e]

    return go(e)
