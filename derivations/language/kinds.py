"""Scalar, vector, row or matrix: what each part can be, narrowed until nothing more follows.

Declared variables are fixed. What follows from use comes next, then what the letter says: a–g are scalars, h–z
vectors, A–Z matrices. A letter a–g that can't be a scalar gives way (the b of `W*x + b`), and one of A–Z that can't be
a matrix to a vector (the V of `1/(V'*x)`); no letter gives way to a scalar, so that `x*y` is refused instead of making
one of them a scalar. Where nothing else fits it is one all the same (the A of `1/A`), but one of A–Z not because of a
function of vectors: `softmax(Q*K')*V` is refused. Names without such a letter (λ, theta) take what use leaves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache

from .functions import FUNCTIONS, KINDS, MATRIX, SCALAR, VECTOR
from .names import is_greek
from .tree import Node, Tree

ANY = 0b1111
_VARIABLE = 1 << SCALAR | 1 << VECTOR | 1 << MATRIX


def times(a: int, b: int) -> int | None:
    """The kind of a product; None where the inner dimensions can't meet."""
    if a == SCALAR or b == SCALAR:
        return a or b
    return (a & 1) | (b & 2) if (a >> 1) == (b & 1) else None


def _entrywise(a: int, b: int) -> int | None:
    return a or b if SCALAR in (a, b) or a == b else None


@lru_cache(maxsize=64)
def laws(op: str, name: str = "") -> tuple[tuple[int, ...], ...]:
    """The kinds that go together, (argument…, value), for an operator or function."""
    if op == "call":
        return FUNCTIONS[name].kinds
    if op == "sign":
        return tuple((k, k) for k in KINDS)
    if op == "to scalar":
        return tuple((k, SCALAR) for k in KINDS)
    if op == "'":
        return tuple((k, (k & 1) << 1 | k >> 1) for k in KINDS)
    if op == "number":
        return ((SCALAR,),)
    if op in "+-":
        return tuple((k, k, k) for k in KINDS)
    if op == "number +":  # 1 + exp(x), whichever of the two comes first
        return tuple((SCALAR, k, k) for k in KINDS)
    if op == "+ number":
        return tuple((k, SCALAR, k) for k in KINDS)
    if op == "/":
        return tuple((k, SCALAR, k) for k in KINDS)
    if op == "^":
        return (SCALAR, SCALAR, SCALAR), (MATRIX, SCALAR, MATRIX)
    rule = times if op == "*" else _entrywise
    pairs = ((a, b, rule(a, b)) for a in KINDS for b in KINDS)
    return tuple((a, b, out) for a, b, out in pairs if out is not None)


def number_beside(node: Node) -> int | None:
    """Which operand of a sum is a number alone, where the other is not."""
    numbers = [i for i, a in enumerate(node.args) if a.value is not None]
    return numbers[0] if node.op in ("+", "-") and len(numbers) == 1 else None


def _operations(tree: Tree, filling: frozenset[str]) -> list[str]:
    """What each node does; `filling` are scalars that stand in every entry where they are beside something else."""
    found, alone = [], [False] * len(tree.nodes)  # whether nothing varies in a node but what fills
    for node in tree.nodes:
        inside = [a.value is not None or alone[a.index] for a in node.args]
        alone[node.index] = node.name in filling if node.op == "name" else bool(node.args) and all(inside)
        place = number_beside(node)
        if place is None and node.op in ("+", "-") and sum(inside) == 1:
            place = inside.index(True)
        found.append({None: node.op, 0: "number +", 1: "+ number"}[place])
    return found


_OF_VECTORS = {name: f.kinds[0][-1] for name, f in FUNCTIONS.items() if [k[:-1] for k in f.kinds] == [(VECTOR,)]}


def _of_anything(tree: Tree, operations: list[str]) -> list[str]:
    """The operations, with functions of vectors taken as functions of whatever is in them."""
    widened = {VECTOR: "sign", SCALAR: "to scalar"}  # what softmax and lse would do entry by entry, and to all entries
    return [
        widened[_OF_VECTORS[node.name]] if node.op == "call" and node.name in _OF_VECTORS else operation
        for node, operation in zip(tree.nodes, operations, strict=True)
    ]


class Kinds:
    """A set of kinds for every node and every name, as bits."""

    def __init__(
        self,
        tree: Tree,
        declared: Mapping[str, int],
        filling: frozenset[str] = frozenset(),
        looked_at: int | None = None,
        of_anything: bool = False,
    ):
        self.tree = tree
        self.parts = [n for n in tree.nodes[:looked_at] if n.op != "name"]
        self.names = dict.fromkeys(n.name for n in tree.nodes if n.op == "name")
        size = len(tree.nodes) + len(self.names)
        self.sets = [ANY] * size
        self.slot_of = {name: len(tree.nodes) + i for i, name in enumerate(self.names)}
        self.slots = [self.slot_of[n.name] if n.op == "name" else n.index for n in tree.nodes]
        for name, slot in self.slot_of.items():
            self.sets[slot] = 1 << declared[name] if name in declared else _VARIABLE
        self.operations = _operations(tree, filling)
        if of_anything:
            self.operations = _of_anything(tree, self.operations)

    def narrow(self) -> bool:
        """Drop every kind that can't be; False where nothing is left for some part."""
        order: Iterable[Node] = self.parts
        while True:
            changed = False
            for node in order:
                slots = [self.slots[a.index] for a in node.args] + [self.slots[node.index]]
                possible = [0] * len(slots)
                operation = self.operations[node.index]
                for law in laws(operation, node.name if operation == "call" else ""):
                    if all(self.sets[s] >> k & 1 for s, k in zip(slots, law, strict=True)):
                        for i, k in enumerate(law):
                            possible[i] |= 1 << k
                for slot, left in zip(slots, possible, strict=True):
                    if self.sets[slot] & left != self.sets[slot]:
                        self.sets[slot] &= left
                        changed = True
                        if not self.sets[slot]:
                            return False
            if not changed:
                return True
            order = self.parts if order is not self.parts else self.parts[::-1]

    def options(self, name: str) -> int:
        return self.sets[self.slot_of[name]]

    def is_product(self, node: Node) -> bool:
        """Whether it is one of vectors or matrices."""
        return node.op == "*" and not any(self.sets[self.slots[a.index]] >> SCALAR & 1 for a in node.args)

    def fix(self, name: str, kind: int) -> None:
        self.sets[self.slot_of[name]] = 1 << kind


def by_letter(name: str) -> int:
    """What a name is where nothing else says it."""
    if name[0].isupper():
        return MATRIX
    return SCALAR if is_greek(name) or name[0] in "abcdefg" else VECTOR


def _is_letter(name: str) -> bool:
    """Whether a name is one letter, with digits or an index: X, w2, b_1, but not λ or eta."""
    return not is_greek(name) and (len(name) == 1 or not name[1].isalpha())


def is_scalar_by_letter(name: str) -> bool:
    """Whether a name is a scalar wherever it can be one: a–g, and Greek letters."""
    return by_letter(name) == SCALAR and (_is_letter(name) or is_greek(name))


def _only(options: int) -> int | None:
    return options.bit_length() - 1 if options and not options & (options - 1) else None


def infer(tree: Tree, declared: Mapping[str, int]) -> dict[str, int]:
    """The kind of every name; where no choice fits, one that lets the message say what does not.

    A declared scalar makes no scalar of the X of `X*w + b`, a product as the letters say: all fits but for that b,
    which the message then names. Where more doesn't fit, the kinds are those that do up to the first part that doesn't.
    """
    chosen, fits = _chosen(Kinds(tree, declared), declared)
    small = {n for n, k in chosen.items() if k == SCALAR and n not in declared and _is_letter(n) and n[0].isupper()}
    if small and fits:
        said, fits_anything = _chosen(Kinds(tree, declared, of_anything=True), declared)
        if fits_anything and any(said[n] != SCALAR for n in small):
            return said
    scalars = frozenset(n for n, k in declared.items() if k == SCALAR)
    if scalars and (small or not fits):
        filled = Kinds(tree, declared, scalars)
        said, fits_filled = _chosen(filled, declared)
        small = {n for n in small if said[n] != SCALAR}
        if fits_filled and (not fits or any(filled.is_product(n) and _has_factor(n, small) for n in tree.nodes)):
            return said
    return chosen if fits else _up_to_the_first_misfit(tree, declared)


def fit(tree: Tree, declared: Mapping[str, int]) -> bool:
    """Whether kinds can be found that go together."""
    return _chosen(Kinds(tree, declared), declared)[1]


def _up_to_the_first_misfit(tree: Tree, declared: Mapping[str, int]) -> dict[str, int]:
    def tried(parts: int) -> tuple[dict[str, int], bool]:
        return _chosen(Kinds(tree, declared, looked_at=parts), declared)

    misfit = bisect_left(range(len(tree.nodes)), True, key=lambda place: not tried(place + 1)[1])
    return tried(misfit)[0]


def _has_factor(node: Node, names: set[str]) -> bool:
    """Whether one of the names is among the factors of a product."""
    if node.op == "name":
        return node.name in names
    return node.op in ("*", "'", "sign") and any(_has_factor(a, names) for a in node.args)


def _chosen(kinds: Kinds, declared: Mapping[str, int]) -> tuple[dict[str, int], bool]:
    """Declared kinds, then what follows from use, then what the letters say; and whether they fit."""
    open_names = [n for n in kinds.names if n not in declared]
    chosen: dict[str, int] = {n: declared[n] for n in kinds.names if n in declared}
    fits = kinds.narrow()

    def settle(names: list[str], gives_way: bool, hints: Mapping[str, int]) -> None:
        nonlocal fits
        for name in names:
            options = kinds.options(name) if fits else 0
            likely = options & hints.get(name, 0) or options
            kind, only = by_letter(name), _only(options)
            if only is not None:
                kind = only
            elif kind == MATRIX and not options >> MATRIX & 1 and options >> VECTOR & 1:
                kind = VECTOR
            elif gives_way and likely and not likely >> kind & 1:
                kind = next(k for k in (VECTOR, MATRIX, SCALAR) if likely >> k & 1)
            chosen[name] = kind
            kinds.fix(name, kind)
            if gives_way:
                fits = fits and kinds.narrow()
        fits = fits and kinds.narrow()

    letters = [n for n in open_names if _is_letter(n)]
    settle([n for n in letters if by_letter(n) != SCALAR], False, {})
    settle([n for n in letters if by_letter(n) == SCALAR], True, {})
    settle([n for n in open_names if n not in letters], True, _hints(kinds.tree))
    return chosen, fits


def _hints(tree: Tree) -> dict[str, int]:
    """For names that stand directly in a function or under a transpose, what they are likely to be."""
    found: dict[str, int] = {}
    for node in tree.nodes:
        inside = FUNCTIONS[node.name].hint if node.op == "call" else 0
        if node.op == "'":
            inside = 1 << VECTOR | 1 << MATRIX
        if number_beside(node) is not None:  # of a word such as `rate + 1`; of a letter its place in the alphabet
            inside = 1 << SCALAR
        for child in node.args:
            if inside and child.op == "name":
                found[child.name] = found.get(child.name, ANY) & inside
    return found
