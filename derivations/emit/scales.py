"""Products and quotients of large and of small numbers, brought to a size at which no part of them leaves the floats.

σ² in σ²/(nε²) overflows at σ = 10²⁰⁰, though the bound may be 1. As σ occurs to the power 2 and ε to the power −2, it
can be worked out of σ and ε divided by powers of 2, and multiplied by a power of 2 at last; no digit changes. That is
done where a part is a square or a quotient and can leave the floats while the result does not, and where a sum of many
terms is divided, as in a mean. A product of several quantities to the power 1 stays as it is written, and so does what
a linear system is solved for.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from derivations.notation.symbols import facts_of

from . import ops
from .ops import Op, call, loop_variables, walk

if TYPE_CHECKING:
    from .lowering import Lowering

Degrees = dict[Op, Fraction]  # of a value in what it is made of; 0 is left out

_KEEPING = {"negative", "transpose", "column", "sum", "max", "stacked columns", "unstacked", "taken"}
_COUNTS = {"number", "dimension", "order of transpose", "loop index"}
_KEEPING_CALLS = {"abs", "norm", "diag", "trace"}
_GRID = tuple(Fraction(k, 3) for k in range(-3, 4))  # sizes as parts of the largest exponent of a float
_MOST = 4  # quantities in one product: more of them are left as they are
_BOUNDED_CALLS = {"log", "log1p", "log_ratio", "tanh", "sign", "heaviside", "sin", "cos", "arcsin", "arccos", "arctan"}
_BOUNDED_FACTS = {"binary", "one_hot", "simplex", "unit_interval", "unit", "orthogonal", "orthonormal"}


def kept_in_range(root: Op, ctx: Lowering) -> Op:
    """The same value by operations that stay in the range of the floats where the value does."""
    return _Range(root, ctx).value(root)


class _Range:
    """One value and the parts it is worked out from."""

    def __init__(self, root: Op, ctx: Lowering):
        self.ctx = ctx
        self._degrees: dict[Op, Degrees] = {}
        self._done: dict[Op, Op] = {}
        self._order = {op: k for k, op in enumerate(walk(root))}
        self._small = {op for s, op in ctx.arguments.items() if _BOUNDED_FACTS & facts_of(s).keys()}

    def value(self, op: Op) -> Op:
        """An operation with all that is in it brought into range."""
        if op not in self._done:
            bases = list(self.degrees(op))
            if bases == [op]:
                self._done[op] = self._like(op, tuple(map(self.value, op.args)))
            else:
                known = {b: self.value(b) if b.args else b for b in self._all_bases(op)}
                scaled = self._scaled(op, known) if self._at_risk(op) else None
                self._done[op] = scaled or self._replaced(op, known)
        return self._done[op]

    def _like(self, op: Op, args: tuple[Op, ...]) -> Op:
        new = Op(op.kind, args, op.rank, op.data)
        if op in self.ctx.signed:
            new = call("matmul", *args, rank=op.rank)
        if new == op:
            return op
        if op in self.ctx.hints:
            self.ctx.hint(new, self.ctx.hints[op], force=op in self.ctx.forced)
        return new

    def _replaced(self, op: Op, known: dict[Op, Op]) -> Op:
        if op not in known:
            known[op] = self._like(op, tuple(self._replaced(a, known) for a in op.args))
        return known[op]

    # degrees

    def degrees(self, op: Op) -> Degrees:
        """To which power each quantity occurs in a product; a sum of unlike terms is a quantity of its own."""
        if op not in self._degrees:
            found = None if loop_variables(op) else self._composed(op)
            self._degrees[op] = {op: Fraction(1)} if found is None else {b: e for b, e in found.items() if e}
        return self._degrees[op]

    def _composed(self, op: Op) -> Degrees | None:
        of = [self.degrees(a) for a in op.args]
        if op.kind in ("number", "dimension", "order of transpose"):
            return {}
        if op.kind in _KEEPING or (op.kind == "call" and op.data in _KEEPING_CALLS):
            return of[0]
        if op.kind == "call" and op.data == "sqrt":
            return _times(of[0], Fraction(1, 2))
        if op.kind in ("multiply", "matmul", "outer") and op not in self.ctx.signed:
            return _joined(of)
        if op.kind == "call" and op.data == "gap":
            return _times(_joined(of), Fraction(2))
        if op.kind == "divide":
            return _joined([of[0], _times(of[1], Fraction(-1))])
        if op.kind == "power" and op.args[1].kind == "number" and op.args[1].data.is_Rational:
            exponent = op.args[1].data
            return _times(of[0], Fraction(int(exponent.p), int(exponent.q)))
        if op.kind == "add" and all(d == of[0] for d in of):
            return of[0]
        return None

    def _all_bases(self, op: Op) -> list[Op]:
        """The quantities in a product, those included that cancel from it."""
        found = dict.fromkeys(self.degrees(op))
        for a in () if list(found) == [op] else op.args:
            found |= dict.fromkeys(self._all_bases(a))
        return list(found)

    # risk

    def _parts(self, op: Op) -> list[Op]:
        """What a product is worked out from, down to the quantities in it."""
        bases = set(self._all_bases(op))
        found: dict[Op, None] = {}

        def visit(part: Op) -> None:
            if part not in found and part not in bases:
                for a in part.args:
                    visit(a)
                found[part] = None

        visit(op)
        return list(found)

    def _at_risk(self, op: Op) -> bool:
        """Whether a part can leave the range of the floats at sizes at which the whole does not."""
        whole = self.degrees(op)
        parts = [self.degrees(part) for part in self._parts(op)]
        bases = self._unbounded(parts)
        if len(bases) > _MOST or not _whole_or_half(whole, *parts):
            return False
        if any(part.kind == "divide" and any(map(self._adds, part.args)) for part in self._parts(op)):
            return bool(bases)
        squares = any(abs(e) >= 2 for part in parts for b, e in part.items() if b in bases)
        if not squares and all(part.kind != "divide" for part in self._parts(op)):
            return False
        risky = [part for part in parts if sum(map(abs, part.values())) > 1 and part != whole]
        return any(_leaves(part, whole, bases) for part in risky)

    def _adds(self, op: Op) -> bool:
        """Whether terms are added up in it, so that it may be larger than what it is divided by brings back."""
        if list(self.degrees(op)) == [op]:
            return False
        several = op.kind in ("sum", "matmul") or (op.kind == "call" and op.data in ("norm", "trace"))
        return (several and not self._bounded(op)) or any(map(self._adds, op.args))

    def _unbounded(self, parts: Iterable[Degrees]) -> list[Op]:
        """The quantities that may be of any size."""
        found = dict.fromkeys(b for part in parts for b in part)
        return sorted((b for b in found if not self._bounded(b)), key=self._order.__getitem__)

    def _bounded(self, op: Op) -> bool:
        if op.kind == "call" and op.data == "exp":
            return op.args[0].kind == "negative" or op.args[0].data == "shifted"
        if op.kind in ("add", "where", "multiply", *_KEEPING) or (op.kind == "call" and op.data == "where"):
            return all(map(self._bounded, op.args[1:] if op.data == "where" else op.args))
        if op.kind == "part" and op.args[0].kind == "qr" and op.data == 0:
            return True  # Q, whose columns have length 1
        if op.kind in ("divide", "power"):
            return all(map(self._bounded, op.args))
        bounded_call = op.kind == "call" and op.data in _BOUNDED_CALLS
        return bounded_call or op.kind in _COUNTS or op in self._small

    def _scaled(self, op: Op, known: dict[Op, Op]) -> Op:
        whole = self.degrees(op)
        bases = self._unbounded(map(self.degrees, self._parts(op)))
        near = Op("near one", tuple(known[b] for b in bases), 0, tuple(whole.get(b, Fraction(0)) for b in bases))
        known = known | {b: ops.part(near, k, b.rank) for k, b in enumerate(bases)}
        return call("ldexp", self._replaced(op, known), ops.part(near, len(bases), 0), rank=op.rank)


def _times(of: Degrees, factor: Fraction) -> Degrees:
    return {base: factor * e for base, e in of.items()}


def _joined(several: Iterable[Degrees]) -> Degrees:
    out: Degrees = {}
    for of in several:
        for base, e in of.items():
            out[base] = out.get(base, Fraction(0)) + e
    return out


def _whole_or_half(*several: Degrees) -> bool:
    return all(e.denominator <= 2 for of in several for e in of.values())


def _leaves(part: Degrees, whole: Degrees, bases: list[Op]) -> bool:
    """Whether a part is too large or too small at sizes where the whole is neither; a size is its share of 10^308."""
    for sizes in product(_GRID, repeat=len(bases)):
        at = dict(zip(bases, sizes, strict=True))
        size = sum((e * at.get(b, 0) for b, e in part.items()), Fraction(0))
        total = sum((e * at.get(b, 0) for b, e in whole.items()), Fraction(0))
        if abs(size) > 1 and abs(total) <= 1:
            return True
    return False


# --- products whose sign alone counts --------------------------------------------------------------------------------


def signed_products(z: Op) -> set[Op]:
    """The matrix products in the argument of a function that has a value at ±∞: they must not end as ∞ − ∞."""
    if z.kind == "matmul":
        return set() if z.args[0] == ops.transposed(z.args[1]) else {z}
    if z.kind in ("negative", "add", "multiply", "divide"):
        return set().union(*map(signed_products, z.args))
    return set()
