"""Large dimensions that are numbers: the question is answered for every size, and the numbers are put back.

Values are drawn at the sizes that are given, so x of 999999 entries would be a long wait. Equal numbers become one
letter, and what is shown for all its values holds for that number. The letter is called as the number is, so that
whatever is said on the way reads as it should.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from math import prod
from typing import Any

import sympy
from sympy import Basic, Integer

from derivations.errors import NotSupported
from derivations.notation import core, functions, linear, symbols
from derivations.notation.shapes import fold_shape, is_matrix, same_dim, shape_of
from derivations.notation.symbols import Dim, Index, MatrixAtom, facts_of, pack_facts

LARGEST_LEFT = 6  # a number up to this stays, since 6 = 2·3 may matter and values are drawn fast
LARGEST_NUMBER = 36  # beyond which values would be drawn for too long
_KNOWN = {m.__name__ for m in (core, functions, linear, symbols)}

Shape = tuple[Any, Any]


@dataclass(frozen=True)
class Letters:
    """Expressions with dimensions for large numbers, and the way back."""

    atoms: dict[Any, Any]  # as they are → with letters
    numbers: dict[Any, Any]  # letter → number
    seen: dict[Any, Any] = field(default_factory=dict)

    def read(self, e: Any) -> Any:
        return e.xreplace(self.atoms)

    def put_back(self, x: Any) -> Any:
        """Numbers for letters in an expression, or in all that an answer holds."""
        if isinstance(x, Basic):
            return self._numbered(x)
        if isinstance(x, tuple | list):
            return type(x)(map(self.put_back, x))
        if isinstance(x, dict):
            return {self.put_back(k): self.put_back(v) for k, v in x.items()}
        if is_dataclass(x) and not isinstance(x, type):
            old = {f.name: getattr(x, f.name) for f in fields(x) if f.init}
            new = {k: self.put_back(v) for k, v in old.items()}
            return x if all(new[k] is old[k] or new[k] == old[k] for k in old) else replace(x, **new)
        return x

    def _numbered(self, e: Any) -> Any:
        if not e.args or e in self.seen:
            return self.numbers.get(e, self.seen.get(e, e))
        args = [self._numbered(a) for a in e.args]
        made = e
        if any(new is not old for new, old in zip(args, e.args, strict=True)):
            counted = any(new.is_Number and not old.is_Number for new, old in zip(args, e.args, strict=True))
            rebuild: Any = _FOLDED.get(type(e), e.func) if counted else e.func
            made = rebuild(*args)
        self.seen[e] = made
        return made


def answered(answer: Callable[[Any, tuple[Any, ...]], Any], f: Any, variables: tuple[Any, ...]) -> Any:
    """What `answer` says of f and these variables, found with letters where dimensions are large numbers."""
    largest = max(_numbers_in(f, *variables), default=0)
    if largest <= LARGEST_LEFT:
        return answer(f, variables)
    try:
        letters = letters_for(f, variables)
        inside, *moved = map(letters.read, (f, *variables))
        if max(_numbers_in(inside, *moved), default=0) > LARGEST_LEFT:
            raise NotSupported("not supported yet: dimensions that fit only as the numbers that they are")
        return letters.put_back(answer(inside, tuple(moved)))
    except NotSupported as problem:
        if largest > LARGEST_NUMBER:
            limit = f"at most {LARGEST_NUMBER} would be tried as a number, and {largest} occurs"
            raise NotSupported(f"{problem}; {limit}") from problem
        return answer(f, variables)


def letters_for(f: Any, variables: tuple[Any, ...]) -> Letters:
    """A letter for every large number in the shapes, for none where parts of an unknown shape occur."""
    whole = [f, *variables]
    values: dict[Any, Any] = {}
    if all(type(part).__module__ in _KNOWN or part.is_Number or part.is_Symbol for e in whole for part in _nodes(e)):
        large = {n for n in _numbers_in(*whole) if n > LARGEST_LEFT}
        values = {Integer(n): Dim(str(n), integer=True, positive=True) for n in large}
    while True:
        atoms = _with_letters(whole, values)
        pair = next(_unequal([e.xreplace(atoms) for e in whole]), None)
        if pair is None:
            return Letters(atoms, {letter: n for n, letter in values.items() if _is_letter(letter, n)})
        values = _solved(values, *pair)


def _is_letter(value: Any, number: Any) -> bool:
    return isinstance(value, Dim) and value.name == str(number)


def _solved(values: dict[Any, Any], a: Any, b: Any) -> dict[Any, Any]:
    """Two dimensions that must be one: 10000 becomes n² for A of n = 100 rows and columns and w like vec(A)."""
    letters = {v: n for n, v in values.items() if _is_letter(v, n)}
    for letter, value in ((a, b), (b, a)):
        if letter in letters and letter not in value.free_symbols:
            return {n: v.xreplace({letter: value}) for n, v in values.items()}
    numbers = {v: n for v, n in letters.items() if v in a.free_symbols | b.free_symbols}
    return {n: v.xreplace(numbers) for n, v in values.items()} if numbers else {}


# --- shapes -----------------------------------------------------------------------------------------------------------


def _nodes(e: Any) -> Iterator[Any]:
    """The parts that have a shape or a value; not what stands in the shapes."""
    yield e
    if not isinstance(e, MatrixAtom | linear.Constant | Index):
        yield from (n for a in e.args if isinstance(a, sympy.Expr | sympy.MatrixExpr) for n in _nodes(a))


def _sizes_of(e: Any) -> tuple[Any, ...]:
    """The dimensions that a part names."""
    if isinstance(e, MatrixAtom):
        rank = facts_of(e).get("rank")
        return (*e.shape, rank) if rank is not None else e.shape
    if isinstance(e, linear.Constant):
        return e.shape
    return (e.count,) if isinstance(e, Index) else ()


def _numbers_in(*expressions: Any) -> set[int]:
    sizes = {n for e in expressions for part in _nodes(e) for n in _sizes_of(part)}
    return {int(x) for n in sizes for x in (n.args if n.is_Mul else (n,)) if x.is_Integer}


def _with_letters(expressions: list[Any], values: dict[Any, Any]) -> dict[Any, Any]:
    """What names a large number → the same with a letter for it."""

    def sized(n: Any) -> Any:
        return sympy.Mul(*(values.get(x, x) for x in n.args)) if n.is_Mul else values.get(n, n)

    found: dict[Any, Any] = {}
    for part in {p for e in expressions for p in _nodes(e)}:
        if isinstance(part, MatrixAtom):
            facts = facts_of(part)
            packed = pack_facts({k: sized(v) if k == "rank" else v for k, v in facts.items()})
            rows, cols = map(sized, part.shape)
            found[part] = MatrixAtom(part.args[0], rows, cols, packed)
        elif isinstance(part, linear.Constant):
            found[part] = part.func(*map(sized, part.args))
        elif isinstance(part, Index):
            found[part] = Index(part.args[0], sized(part.count))
    return {a: b for a, b in found.items() if a != b}


def _unequal(expressions: list[Any]) -> Iterator[Shape]:
    """Dimensions that have to be equal and are not."""
    seen = {part for e in expressions for part in _nodes(e)}
    for part in sorted(seen, key=str):
        yield from ((a, b) for a, b in _equal_in(part) if not same_dim(a, b))


def _equal_in(e: Any) -> Iterator[Shape]:
    """The dimensions that a node takes to be equal."""
    mats = [a for a in e.args if is_matrix(a)]
    if isinstance(e, core.MatPlus | linear.Hadamard | linear.Inner):
        first = shape_of(mats[0])
        yield from (pair for a in mats[1:] for pair in zip(first, shape_of(a), strict=True))
    elif isinstance(e, linear.Trace | linear.Determinant | linear.LogDet | linear.Inverse | linear.Diagonal):
        yield shape_of(mats[0])
    elif isinstance(e, core.Product | core.MatProduct):
        out: Shape = (Integer(1), Integer(1))
        for shape in map(shape_of, mats):
            if out == (1, 1):
                out = shape
                continue
            yield out[1], shape[0]
            out = out[0], shape[1]
    elif isinstance(e, linear.Entry | linear.Row):
        runs = zip(e.args[1:], shape_of(e.args[0]), strict=False)
        yield from ((i.count, n) for i, n in runs if isinstance(i, Index))


# --- numbers that meet numbers once a letter is one -------------------------------------------------------------------


def _product(*args: Any) -> Any:
    """The numbers of a product as one, in front."""
    number = prod((a for a in args if a.is_Number), start=Integer(1))
    rest = [a for a in args if not a.is_Number]
    if not rest:
        return number
    factors = rest if number == 1 else [number, *rest]
    if len(factors) == 1:
        return factors[0]
    return (core.Product if fold_shape(tuple(factors)) == (1, 1) else core.MatProduct)(*factors)


def _quotient(above: Any, below: Any) -> Any:
    factors = above.args if isinstance(above, core.Product | core.MatProduct) else (above,)
    number = prod((a for a in factors if a.is_Number), start=Integer(1))
    if not below.is_Number:
        return core.divide(above, below)
    ratio = number / below
    top = _product(Integer(ratio.p), *(a for a in factors if not a.is_Number))
    return top if ratio.q == 1 else core.divide(top, Integer(ratio.q))


def _sum(*args: Any) -> Any:
    """The numbers of a sum as one, where the first of them stands."""
    number = sum((a for a in args if a.is_Number), start=Integer(0))
    first = next(i for i, a in enumerate(args) if a.is_Number)
    terms = [number if i == first else a for i, a in enumerate(args) if i == first or not a.is_Number]
    terms = [t for t in terms if t != 0] or [Integer(0)]
    return terms[0] if len(terms) == 1 else core.Plus(*terms)


_FOLDED: dict[type, Callable[..., Any]] = {
    core.Plus: _sum,
    core.Negative: core.negative,
    core.Product: _product,
    core.MatProduct: _product,
    core.Quotient: _quotient,
    core.MatQuotient: _quotient,
    core.Power: core.power,
}
