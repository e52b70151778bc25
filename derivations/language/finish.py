"""What the grammar leaves open: order of nodes, names, arities, values of numbers, and the limits."""

from __future__ import annotations

from fractions import Fraction

from . import limits
from .applied import inside_parentheses, raised_by_name
from .functions import FUNCTIONS, nearest
from .names import problem_with, spelled
from .source import Source
from .tree import Node, Tree


def finish(source: Source, root: Node) -> Tree:
    """Number the nodes, children first, and check each."""
    tree = Tree(source)
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        if not ready:
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(node.args))
            continue
        node.index = len(tree.nodes)
        tree.nodes.append(node)
        if len(tree.nodes) > limits.NODES:
            source.syntax(
                f"the expression has more than {limits.NODES} numbers, names, operators and functions, the limit",
                node.at,
            )
        _CHECKS.get(node.op, _operator)(source, node)
        if node.args:
            node.depth = _depth(node)
        if node.depth > limits.DEPTH:
            source.syntax(f"operations nested {node.depth} deep; the limit is {limits.DEPTH}", node.at)
    return tree


def _depth(node: Node) -> int:
    """Levels below a node; a chain of sums, or of products, is one level."""
    below = [child.depth + 1 for child in node.args]
    first = node.args[0]
    chain = "+-" if node.op in ("+", "-") else (node.op,) if node.op in ("*", ".*") else ()
    if chain and first.op in chain:
        below[0] = first.depth
    return max(below)


def _number(source: Source, node: Node) -> None:
    digits, _, exponent = node.name.lower().partition("e")
    if len(digits) > limits.DIGITS:
        source.syntax(f"a number of {len(digits)} digits; the limit is {limits.DIGITS}", node.at)
    if exponent and (len(exponent) > 5 or abs(int(exponent)) > limits.EXPONENT):
        source.syntax(
            f"the exponent in {source.excerpt(node.start, node.end)} is beyond {limits.EXPONENT}, the limit", node.at
        )
    node.value = Fraction(node.name)


def _name(source: Source, node: Node) -> None:
    node.name = spelled(node.name)
    if node.name in FUNCTIONS:
        if FUNCTIONS[node.name].arity:
            source.syntax(f'"{node.name}" is a function: write {node.name}(…)', node.at)
        node.op = "call"
        return
    problem = problem_with(node.name)
    if problem:
        source.syntax(problem, node.at)


def _call(source: Source, node: Node) -> None:
    if node.name not in FUNCTIONS:
        if len(node.name) > limits.NAME:
            source.syntax(problem_with(node.name) or "", node.at)
        raised = raised_by_name(node.name, inside_parentheses(source.text[node.at + len(node.name) :].lstrip()))
        if raised:
            source.syntax(raised, node.at)
        source.syntax(f'unknown function "{node.name}"{nearest(node.name)}', node.at)
    arity, got = FUNCTIONS[node.name].arity, len(node.args)
    if not arity:
        source.syntax(f'"{node.name}" is written without parentheses: its size follows from its use', node.at)
    if arity != got:
        source.syntax(f"{node.name} takes {arity} argument{'s' if arity > 1 else ''}, got {got}", node.at)
    if node.name in ("sum", "tr", "det"):  # of a number, the number
        node.value = node.args[0].value


def _operator(source: Source, node: Node) -> None:
    if node.op in ("^", ".^"):
        _power(source, node)
    values = [child.value for child in node.args]
    if None not in values:
        node.value = _value(node.op, values)  # type: ignore[arg-type]


def _power(source: Source, node: Node) -> None:
    base, exponent = node.args
    if base.op in ("^", ".^") and not base.grouped:
        source.syntax("a power of a power: write (a^b)^c or a^(b^c)", node.at)
    if exponent.value is None:
        return
    if abs(exponent.value) > limits.EXPONENT or exponent.value.denominator > limits.EXPONENT:
        source.syntax(
            f"the exponent {source.excerpt(exponent.start, exponent.end)} is beyond {limits.EXPONENT}, the limit",
            exponent.start,
        )
    if base.value is not None:
        size = max(base.value.numerator.bit_length(), base.value.denominator.bit_length())
        if size * abs(exponent.value) > limits.BITS:
            source.syntax(f"the power has more than {limits.BITS} bits, the limit", node.at)


def _value(op: str, values: list[Fraction]) -> Fraction | None:
    """The number that an operator makes of numbers; None where it makes none, or one too long to work out."""
    if op == "sign":
        return -values[0]
    if op == "'":
        return values[0]
    if len(values) != 2 or any(v.numerator.bit_length() + v.denominator.bit_length() > limits.BITS for v in values):
        return None
    a, b = values
    if op in ("+", "-", "*", ".*"):
        return a + b if op == "+" else a - b if op == "-" else a * b
    if op in ("/", "./"):
        return a / b if b else None
    if b.denominator == 1 and (a or b >= 0):
        return a ** int(b)
    return None


_CHECKS = {"number": _number, "name": _name, "call": _call}
