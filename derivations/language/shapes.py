"""The shape of every part of an expression: declared, inferred from use, or a message that names both operands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from derivations.errors import SyntaxProblem

from . import limits
from .declare import MATRIX_FACTS, Declaration, dimension_names
from .dimensions import Dimension, DimensionNames, Unknown, is_one, resolve, unify
from .functions import FILLED, FUNCTIONS, KIND_NAMES, MATRIX, ROW, SCALAR, VECTOR
from .kinds import fit, infer, is_scalar_by_letter, number_beside, times
from .names import clash, is_greek
from .tree import Node, Tree

Shape = tuple[Dimension, Dimension]
ONE: Shape = (1, 1)
_MOST_NAMED = 2  # names that a message says to declare


def kind_of(shape: Shape) -> int:
    """Which of scalar, vector, row and matrix a shape is."""
    return (not is_one(shape[0])) | (not is_one(shape[1])) << 1


@dataclass
class Shaped:
    """A tree with the shape of each node and of each name; the rest of the names are dimensions and constants."""

    tree: Tree
    declared: Mapping[str, Declaration]
    names: DimensionNames
    known: Mapping[str, int]  # the kinds of names that are declared, and of dimensions and constants
    sizes: frozenset[str]  # names that are dimensions, used as numbers
    shapes: list[Shape] = field(default_factory=list)
    variables: dict[str, Shape] = field(default_factory=dict)

    def kind(self, node: Node) -> int:
        return kind_of(self.shapes[node.index])

    def described(self, node: Node) -> str:
        """A part and its shape, for messages."""
        return f"{self.tree.operand(node)} ({self.names.shape(self.shapes[node.index])})"


def infer_shapes(tree: Tree, declared: Mapping[str, Declaration]) -> Shaped:
    """Shapes for all nodes of a tree."""
    used = dict.fromkeys(n.name for n in tree.nodes if n.op == "name")
    dims = dimension_names(declared.values())
    sizes = frozenset(n for n in used if n in dims and n not in declared)
    variables = [n for n in used if n not in sizes and not is_constant(n, declared)]
    _check_names(variables)
    if "e" in variables and "e" not in declared:
        _require_no_exponential(tree)
    known = dict.fromkeys((n for n in used if n not in variables), SCALAR)
    for name in variables:
        kind = _declared_kind(declared.get(name))
        if kind is not None:
            known[name] = kind
    shaped = Shaped(tree, declared, DimensionNames({*dims, *used, *declared}), known, sizes)
    kinds = infer(tree, known)
    for name in variables:
        shaped.variables[name] = _variable_shape(declared.get(name), kinds[name])
    for node in tree.nodes:
        shaped.shapes.append(_RULES[node.op](shaped, node))
    for name in variables:  # in order of appearance, so that X is n×p
        shaped.names.shape(shaped.variables[name])
    return shaped


def require_sizes(shaped: Shaped) -> None:
    """Every eye, vector(…) and matrix(…) must have the size of some variable, or one that was declared."""
    known = {f for shape in shaped.variables.values() for f in _factors(shape)}
    for node in shaped.tree.nodes:
        if node.op != "call" or node.name not in FILLED:
            continue
        if any(isinstance(f, Unknown) and f not in known for f in _factors(shaped.shapes[node.index])):
            shown = shaped.tree.operand(node)
            shaped.tree.source.shape(f"the size of {shown} does not follow from its use", node.at)


def _factors(shape: Shape) -> list[Dimension]:
    return [f for d in map(resolve, shape) for f in (d if isinstance(d, tuple) else (d,))]


def is_constant(name: str, declared: Mapping[str, Declaration]) -> bool:
    """Whether a name is the number π."""
    return name == "pi" and name not in declared


def _require_no_exponential(tree: Tree) -> None:
    """e is a letter as any other, but in e^x hardly meant as one."""
    for node in tree.nodes:
        if node.op in ("^", ".^") and node.args[0].name == "e" and node.args[1].value is None:
            written = f"exp({tree.shown(node.args[1])})"
            tree.source.syntax(f'the exponential is written {written}; for a variable e, declare "e: scalar"', node.at)


def _check_names(variables: list[str]) -> None:
    if len(variables) > limits.VARIABLES:
        raise SyntaxProblem(f"the expression has {len(variables)} variables; the limit is {limits.VARIABLES}")
    both = clash(variables)
    if both:
        raise SyntaxProblem(f"{both[0]} and {both[1]} would have one name in emitted code: rename one of them")


def _declared_kind(declaration: Declaration | None) -> int | None:
    if declaration is None:
        return None
    if declaration.shape is None:
        square = any(f in declaration.facts for f in MATRIX_FACTS)
        return MATRIX if square else VECTOR if "simplex" in declaration.facts else None
    return kind_of(declaration.shape)


def _variable_shape(declaration: Declaration | None, kind: int) -> Shape:
    if declaration is not None and declaration.shape is not None:
        rows, cols = (resolve(size) for size in declaration.shape)
        return rows, cols
    if declaration is not None and kind == MATRIX and declaration.facts.keys() - {"rank"}:
        side = Unknown()
        return side, side
    return (Unknown() if kind & 1 else 1), (Unknown() if kind & 2 else 1)


# --- one rule for each operator ---------------------------------------------------------------------------------------


def _number(shaped: Shaped, node: Node) -> Shape:
    return ONE


def _name(shaped: Shaped, node: Node) -> Shape:
    return shaped.variables.get(node.name, ONE)


def _sign(shaped: Shaped, node: Node) -> Shape:
    return shaped.shapes[node.args[0].index]


def _transpose(shaped: Shaped, node: Node) -> Shape:
    rows, cols = shaped.shapes[node.args[0].index]
    return cols, rows


_VERBS = {"+": "add", "-": "subtract", ".*": "multiply entrywise", "./": "divide entrywise", ".^": "raise entrywise"}
_WORDS = {"-": "from", "./": "by", ".^": "to"}


def _same(shaped: Shaped, node: Node) -> Shape:
    """Two operands of one shape."""
    left, right = node.args
    a, b = shaped.shapes[left.index], shaped.shapes[right.index]
    if kind_of(a) == kind_of(b) and unify(a[0], b[0]) and unify(a[1], b[1]):
        return a
    number = number_beside(node)
    if number is not None and kind_of((b, a)[number]) in (VECTOR, ROW):
        return (b, a)[number]  # the number in every entry
    said_a, said_b = shaped.described(left), shaped.described(right)
    if node.op == "-":
        said_a, said_b = said_b, said_a
    both = f"{said_a} {_WORDS.get(node.op, 'and')} {said_b}"
    shaped.tree.source.shape(f"cannot {_VERBS[node.op]} {both}: {_difference(shaped, left, right)}", node.at)


def _difference(shaped: Shaped, left: Node, right: Node) -> str:
    kinds = shaped.kind(left), shaped.kind(right)
    if kinds[0] == kinds[1]:
        pairs = zip(shaped.shapes[left.index], shaped.shapes[right.index], strict=True)
        a, b = next(pair for pair in pairs if not unify(*pair))
        return f"{shaped.names.shown(a)} and {shaped.names.shown(b)} are different dimensions"
    if SCALAR in kinds:
        scalar, other = (left, kinds[1]) if kinds[0] == SCALAR else (right, kinds[0])
        hint = _vector(shaped)
        if scalar.value is not None and other == MATRIX:
            shown = shaped.tree.operand(scalar)
            written = f"write matrix({shown}) for {shown} in every entry, or {'' if shown == '1' else shown + '*'}eye"
            return f"{hint}; or {written}" if hint else written
        if hint:
            return hint
        filled = f"{'matrix' if other == MATRIX else 'vector'}({shaped.tree.shown(scalar)})"
        written = f"for {shaped.tree.operand(scalar)} in every entry write {filled}{chr(39) if other == ROW else ''}"
        return written + _or_numbers(shaped, right if scalar is left else left)
    if set(kinds) == {VECTOR, ROW}:
        row = left if kinds[0] == ROW else right
        return f"{shaped.tree.operand(row)} is a row, the other a column"
    return f"the one is {KIND_NAMES[kinds[0]]}, the other {KIND_NAMES[kinds[1]]}"


def _vector(shaped: Shaped) -> str:
    """What to declare where a letter is a scalar for its place in the alphabet, and all goes together with a vector."""
    if any(d.shape is not None and _declared_kind(d) != SCALAR for d in shaped.declared.values()):
        return ""  # its size may be one of those
    size = next(n for n in ("n", "p", "m", "size") if n not in shaped.variables)
    for name, shape in shaped.variables.items():
        letter = name not in shaped.declared and not is_greek(name) and is_scalar_by_letter(name)
        if letter and kind_of(shape) == SCALAR and fit(shaped.tree, {**shaped.known, name: VECTOR}):
            return f'{name} is a scalar, as a–g are where nothing is declared: "{name}: {size}"'
    return ""


def _or_numbers(shaped: Shaped, node: Node) -> str:
    """What to declare where all goes together if the letters of a part are scalars, or those of the whole."""
    names = dict.fromkeys(part.name for part in _names_in(node) if shaped.kind(part) != SCALAR)
    wide = {name: None for name, shape in shaped.variables.items() if kind_of(shape) != SCALAR}
    return _scalars(shaped, names) or _scalars(shaped, wide)


def _names_in(node: Node) -> Iterator[Node]:
    """The names below a part, from left to right."""
    below = [node]
    while below:
        part = below.pop()
        below += reversed(part.args)
        if part.op == "name":
            yield part


def _scalars(shaped: Shaped, names: Collection[str]) -> str:
    """How to declare these names as scalars, where that makes all go together; a–g follow by themselves."""
    named = [name for name in names if not is_scalar_by_letter(name)]
    if not named or len(named) > _MOST_NAMED or any(name in shaped.declared for name in names):
        return ""
    if not fit(shaped.tree, {**shaped.known, **dict.fromkeys(named, SCALAR)}):
        return ""
    return ", or declare " + " and ".join(f'"{name}: scalar"' for name in named)


def _entrywise(shaped: Shaped, node: Node) -> Shape:
    """Two operands of one shape, or one of them a scalar."""
    a, b = (shaped.shapes[child.index] for child in node.args)
    if kind_of(a) == SCALAR or kind_of(b) == SCALAR:
        return a if kind_of(b) == SCALAR else b
    return _same(shaped, node)


def _product(shaped: Shaped, node: Node) -> Shape:
    left, right = node.args
    a, b = shaped.shapes[left.index], shaped.shapes[right.index]
    if kind_of(a) == SCALAR or kind_of(b) == SCALAR:
        return b if kind_of(a) == SCALAR else a
    if times(kind_of(a), kind_of(b)) is not None and unify(a[1], b[0]):
        return a[0], b[1]
    both = f"cannot multiply {shaped.described(left)} by {shaped.described(right)}"
    if kind_of(a) == kind_of(b) == VECTOR:
        x, y = _typed(shaped, left), _typed(shaped, right)
        why = f"both are columns; write {x}'*{y}, {x}*{y}' or {x}.*{y}"
        if left.op != "name" or right.op != "name":
            why = "both are columns; write a'*b, a*b' or a.*b"
    else:
        why = f"{_counted(shaped, a[1], 'column')} meet{'s' if is_one(a[1]) else ''} {_counted(shaped, b[0], 'row')}"
        why += _letter(shaped, *node.args)
    shaped.tree.source.shape(f"{both}: {why}", node.at)


def _letter(shaped: Shaped, *nodes: Node) -> str:
    """What to declare where a name is a vector because of its letter alone."""
    for node in nodes:
        if node.op != "name" or node.name in shaped.declared or shaped.kind(node) != VECTOR:
            continue
        if fit(shaped.tree, {**shaped.known, node.name: SCALAR}):
            return f'; {node.name} is a vector, as h–z are where nothing is declared: "{node.name}: scalar"'
    return ""


def _typed(shaped: Shaped, node: Node) -> str:
    return shaped.tree.operand(node)


def _counted(shaped: Shaped, d: Dimension, what: str) -> str:
    return f"{shaped.names.shown(d)} {what}{'' if is_one(d) else 's'}"


def _quotient(shaped: Shaped, node: Node) -> Shape:
    left, right = node.args
    if shaped.kind(right) != SCALAR:
        by = shaped.kind(right) == MATRIX
        hint = "write inv(B)*A, or A./B entry by entry" if by else "write a./b to divide entry by entry"
        shaped.tree.source.shape(
            f"cannot divide {shaped.described(left)} by {shaped.described(right)}: {hint}", node.at
        )
    return shaped.shapes[left.index]


def _power(shaped: Shaped, node: Node) -> Shape:
    base, exponent = node.args
    hint = f"; a transpose is written {shaped.tree.operand(base)}'" if exponent.name in ("T", "t", "top") else ""
    if shaped.kind(exponent) != SCALAR:
        shaped.tree.source.shape(f"the exponent {shaped.described(exponent)} is no scalar{hint}", exponent.start)
    shape = shaped.shapes[base.index]
    if kind_of(shape) in (VECTOR, ROW) or not unify(*shape):
        said = f"cannot raise {shaped.described(base)} to a power: only scalars and square matrices have powers"
        numbers = _letter(shaped, base) if base.op == "name" else ""
        if not numbers and all(shaped.kind(part) in (SCALAR, VECTOR) for part in _names_in(base)):
            numbers = _or_numbers(shaped, base)
        shaped.tree.source.shape(f"{said}{hint or f'; write .^ for each entry{numbers}'}", node.at)
    return shape


def _call(shaped: Shaped, node: Node) -> Shape:
    function = FUNCTIONS[node.name]
    kinds = tuple(shaped.kind(a) for a in node.args)
    value = next((law[-1] for law in function.kinds if law[:-1] == kinds), None)
    shapes = [shaped.shapes[a.index] for a in node.args]
    if value is None:
        wrong = next(a for i, a in enumerate(node.args) if kinds[i] not in {law[i] for law in function.kinds})
        _unexpected(shaped, node, wrong)
    if function.square and kinds[0] == MATRIX and not unify(*shapes[0]):
        _unexpected(shaped, node, node.args[0])
    if node.name == "eye":
        side = Unknown()
        return side, side
    if node.name in ("vector", "matrix"):
        return Unknown(), 1 if node.name == "vector" else Unknown()
    if node.name == "kron":
        (a, b), (c, d) = shapes
        return (a, c), (b, d)
    if node.name == "vec":
        return shapes[0], 1
    if node.name == "diag":
        return (shapes[0][0], shapes[0][0] if kinds[0] == VECTOR else 1)
    return ONE if value == SCALAR else shapes[0]


def _unexpected(shaped: Shaped, node: Node, argument: Node) -> None:
    expects = FUNCTIONS[node.name].expects
    shaped.tree.source.shape(f"{node.name} expects {expects}, got {shaped.described(argument)}", argument.start)


_RULES: dict[str, Any] = {
    "number": _number,
    "name": _name,
    "sign": _sign,
    "'": _transpose,
    "+": _same,
    "-": _same,
    "*": _product,
    "/": _quotient,
    ".*": _entrywise,
    "./": _entrywise,
    ".^": _entrywise,
    "^": _power,
    "call": _call,
}
