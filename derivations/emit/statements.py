"""The statements of a function: what occurs twice gets a name, lines stay short, sums that need one become loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from derivations.errors import MathError

from .arguments import Argument
from .lowering import Lowering
from .names import Names, identifier
from .ops import Op, loop_variables, walk

WIDTH = 120
INDENT = "    "

_INLINE = {
    "name",
    "number",
    "loop index",
    "transpose",
    "column",
    "negative",
    "part",
    "item",
    "column item",
    "at least",
    "more than",
    "equal",
    "dimension",
}
_OWN_LINES = {"qr", "near one", "simplex covariance"}
_DEFAULT = {
    ("add", 1): "r",
    ("add", 2): "R",
    ("sum", 0): "total",
    ("sum", 1): "sums",
    ("call", 1): "u",
    ("call", 2): "A",
    ("simplex covariance", 2): "J",
}


class Target(Protocol):
    """How a language writes operations."""

    names: dict[Op, str]

    def show(self, op: Op) -> str: ...
    def assign(self, op: Op, name: str, single: bool) -> list[str]: ...
    def loop(self, op: Op, name: str, inside: list[str]) -> list[str]: ...
    def add_up(self, name: str, op: Op) -> str: ...
    def size(self, array: str, rank: int, axis: int) -> str: ...
    def result(self, op: Op) -> str: ...
    def raises_singular(self, op: Op) -> bool: ...


def body_lines(root: Op, ctx: Lowering, target: Target, given: Sequence[Argument]) -> list[str]:
    """The lines that work out `root` and return it."""
    target.names = {}
    sizes = _sizes(root, ctx, target, given)
    kept = dict(target.names)
    block = _Block(root, ctx, target, frozenset(), len(INDENT))
    lines = block.lines(kept, lambda: f"return {target.result(root)}")
    return [*sizes, *lines]


def _sizes(root: Op, ctx: Lowering, target: Target, given: Sequence[Argument]) -> list[str]:
    """n = X.shape[0] for each dimension that the body uses."""
    lines = []
    for op in walk(root):
        if op.kind == "dimension":
            name = next((a.name for a in given if a.symbol == op.data), None)
            if name is None:
                name = ctx.names.take(identifier(op.data.name))
                lines.append(f"{name} = {_size(op.data, target, given)}")
            target.names[op] = name
    return lines


def _size(dim: Any, target: Target, given: Sequence[Argument]) -> str:
    for a in sorted(given, key=lambda a: -a.rank):
        for axis, size in enumerate(a.axes):
            if size == dim:
                return target.size(a.name, a.rank, axis)
    raise MathError(f"the dimension {dim} is not the size of any argument: list it among the arguments")


class _Block:
    """The statements that work out one value, at the level of the function or inside a loop."""

    def __init__(self, root: Op, ctx: Lowering, target: Target, bound: frozenset[str], indent: int):
        self.root, self.ctx, self.target, self.bound, self.indent = root, ctx, target, bound, indent
        self.order = list(walk(root))
        self.looped = {op for op in self.order if loop_variables(op) - bound}
        here = {op for op in self.order if not bound or loop_variables(op)}  # the rest has its lines outside
        self.own_lines = {op for op in here if op.kind in _OWN_LINES or self._is_long_loop(op)} - self.looped
        self.named = self._worth_a_name()

    def _is_long_loop(self, op: Op) -> bool:
        """A sum whose terms have parts that deserve names."""
        return op.kind == "loop" and op not in self.looped and bool(self._inside(op).named)

    def _inside(self, loop: Op) -> _Block:
        return _Block(loop.args[0], self.ctx, self.target, self.bound | {loop.data}, self.indent + len(INDENT))

    def _worth_a_name(self) -> set[Op]:
        """What occurs twice, what a loop would work out again, and what fills lines of its own."""
        uses: dict[Op, int] = dict.fromkeys(self.order, 0)
        uses[self.root] = 1
        for op in reversed(self.order):
            weight = uses[op] if op.kind in _INLINE else 2 if op.kind == "simplex covariance" else 1
            for a in op.args:
                uses[a] += 2 if op in self.looped and a not in self.looped else weight
        often = {op for op in self.order if op.kind not in _INLINE and uses[op] > 1}
        wanted = {op for op in self.order if op in self.ctx.forced and op is not self.root}
        inner = {op for op in often | wanted if not self.bound or loop_variables(op)}  # the rest has its name outside
        return (inner - self.looped) | self.own_lines

    def lines(self, known: dict[Op, str], last: Any) -> list[str]:
        """The statements, then the line that `last` gives; a line that is too long gives part of itself a name."""
        while True:
            names = self.ctx.names.copy()
            self.target.names = dict(known)
            written: list[tuple[Op, list[str]]] = []
            for op in self.order:
                if op in self.named and op not in self.target.names:
                    written.append((op, self._assignment(op, names)))
            written.append((self.root, [last()]))
            long = next((op for op, lines in written if any(len(s) > WIDTH - self.indent for s in lines)), None)
            if long is None or not self._shorten(long):
                return [line for _, lines in written for line in lines]

    def _shorten(self, op: Op) -> bool:
        """Give the most useful part of a long line a line of its own; False where there is none."""
        loops = [a for a in walk(op) if a.kind == "loop" and a not in self.looped | self.own_lines]
        if loops:
            self.own_lines.add(loops[-1])
            self.named.add(loops[-1])
            return True
        fitting = [
            (len(self.target.show(a)), -k, a)
            for k, a in enumerate(walk(op))
            if a is not op
            and a not in self.named | self.looped
            and a not in self.target.names
            and a.kind not in _INLINE
        ]
        fitting = [f for f in fitting if 8 < f[0] <= WIDTH - 20]
        if fitting:
            self.named.add(max(fitting, key=lambda f: f[:2])[2])
        return bool(fitting)

    def _assignment(self, op: Op, names: Names) -> list[str]:
        if op.kind == "near one":
            return self._near_one(op, names)
        wanted = self._wanted(op)
        if op.kind == "loop" and op in self.own_lines:
            return self._loop(op, names.take("total"), names)
        both = wanted.split(", ")
        if len(both) == 1:
            name = names.take(wanted)
            lines = self.target.assign(op, name, False)
            self.target.names[op] = name
            return lines
        parts = [p for p in self.order if p.kind == "part" and p.args[0] == op]
        single = all(p.data != 0 for p in parts)
        taken = ["_" if single and k == 0 else names.take(w) for k, w in enumerate(both)]
        lines = self.target.assign(op, ", ".join(taken), single)
        self.target.names |= {p: taken[p.data] for p in parts}
        return lines

    def _near_one(self, op: Op, names: Names) -> list[str]:
        """The same quantities at another size, by their old names where the old values are not needed any more."""
        users = {a: [u for u in self.order if a in u.args] for a in op.args}
        taken = [
            a.data if a.kind == "name" and users[a] == [op] else names.take(a.data if a.kind == "name" else wanted)
            for a, wanted in zip(op.args, map(self._wanted, op.args), strict=True)
        ]
        taken.append(names.take("k"))
        lines = self.target.assign(op, ", ".join(taken), False)
        self.target.names |= {p: taken[p.data] for p in self.order if p.kind == "part" and p.args[0] == op}
        return lines

    def _wanted(self, op: Op) -> str:
        return self.ctx.hints.get(op) or _DEFAULT.get((op.kind, op.rank)) or "avM"[op.rank]

    def _loop(self, op: Op, name: str, names: Names) -> list[str]:
        known = dict(self.target.names)
        outer, self.ctx.names = self.ctx.names, names
        block = self._inside(op)
        inside = block.lines(known, lambda: self.target.add_up(name, op.args[0]))
        self.ctx.names = outer
        self.target.names = {**known, op: name}
        return self.target.loop(op, name, inside)
