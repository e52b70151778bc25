"""From shaped tree to an expression of the package's notation, in the order it was written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Integer, Rational, pi

from derivations.errors import DerivationError
from derivations.notation import core, functions, linear
from derivations.notation.symbols import dims, matrix, says, scalar, vector

from .declare import for_kind
from .dimensions import Dimension, is_one
from .functions import ENTRYWISE, FILLED, SCALAR
from .shapes import Shape, Shaped, is_constant, kind_of
from .tree import Node

LARGEST_MATRIX_POWER = 8
_DOMAINS = {
    "positive": ("a positive number", lambda v: v > 0),
    "nonnegative": ("a number ≥ 0", lambda v: v >= 0),
    "[-1, 1]": ("a number from −1 to 1", lambda v: -1 <= v <= 1),
}


class Builder:
    """Builds the expression of every node, children first."""

    def __init__(self, shaped: Shaped):
        self.shaped = shaped
        self.source = shaped.tree.source
        self.symbols = {name: self.symbol(name, shape) for name, shape in shaped.variables.items()}
        self.built: list[Any] = []

    def expression(self) -> Any:
        for node in self.shaped.tree.nodes:
            try:
                self.built.append(_RULES[node.op](self, node, *(self.built[a.index] for a in node.args)))
            except DerivationError as problem:
                if "\n" in str(problem):  # it shows its place already
                    raise
                self.source.fail(type(problem), str(problem), node.at)
        return self.built[-1]

    def size(self, d: Dimension) -> Any:
        """A dimension as SymPy has it."""
        found = self.shaped.names.of(d)
        out: Any = Integer(1)
        for factor in found if isinstance(found, tuple) else (found,):
            out = out * (Integer(factor) if isinstance(factor, int) else dims(factor))
        return out

    def symbol(self, name: str, shape: Shape) -> Any:
        """The symbol of a variable with the facts declared of it."""
        declaration = self.shaped.declared.get(name)
        facts = dict(declaration.facts) if declaration else {}
        if declaration and declaration.shape is None:
            sizes = tuple((1,) if is_one(d) else (self.shaped.names.shown(d),) for d in shape)
            facts = for_kind(name, sizes, facts)  # type: ignore[arg-type]
        if "rank" in facts:
            facts["rank"] = self.size(facts["rank"])
        if kind_of(shape) == SCALAR:
            return scalar(name, **facts)
        rows, cols = map(self.size, shape)
        return vector(name, rows, **facts) if is_one(shape[1]) else matrix(name, rows, cols, **facts)

    # --- one method for each operator

    def number(self, node: Node) -> Any:
        return _rational(node.value)

    def name(self, node: Node) -> Any:
        if node.name in self.symbols:
            return self.symbols[node.name]
        return pi if is_constant(node.name, self.shaped.declared) else dims(node.name)

    def sign(self, node: Node, a: Any) -> Any:
        return core.negative(a)

    def transpose(self, node: Node, a: Any) -> Any:
        return core.transpose(a)

    def plus(self, node: Node, a: Any, b: Any) -> Any:
        return core.plus(*self._filled_up(node, a, b))

    def minus(self, node: Node, a: Any, b: Any) -> Any:
        return core.minus(*self._filled_up(node, a, b))

    def _filled_up(self, node: Node, a: Any, b: Any) -> tuple[Any, Any]:
        """A number beside a vector stands in each of its entries."""
        shape = tuple(map(self.size, self.shaped.shapes[node.index]))
        return tuple(
            _full(x, shape) if core.is_matrix(a) != core.is_matrix(b) and not core.is_matrix(x) else x for x in (a, b)
        )

    def times(self, node: Node, a: Any, b: Any) -> Any:
        return core.matmul(a, b) if core.is_matrix(a) and core.is_matrix(b) else core.times(a, b)

    def divided(self, node: Node, a: Any, b: Any) -> Any:
        self._not_zero(node.args[1])
        return core.divide(a, b)

    def entrywise_times(self, node: Node, a: Any, b: Any) -> Any:
        return linear.hadamard(a, b) if core.is_matrix(a) and core.is_matrix(b) else core.times(a, b)

    def entrywise_divided(self, node: Node, a: Any, b: Any) -> Any:
        self._not_zero(node.args[1])
        if not core.is_matrix(b):
            return core.divide(a, b)
        if core.is_matrix(a):
            return linear.hadamard_quotient(a, b)
        reciprocal = linear.hadamard_power(b, -1)
        return reciprocal if a == 1 else core.times(a, reciprocal)

    def raised(self, node: Node, a: Any, b: Any) -> Any:
        base, exponent = node.args
        value = exponent.value
        if core.is_matrix(a):
            if value is None and exponent.name in ("T", "t", "top") and exponent.name not in self.shaped.declared:
                self.source.syntax(f"a transpose is written {self.source.excerpt(base.start, base.end)}'", node.at)
            return self._matrix_power(node, a, value)
        self._check_power(node, base.value, value, _is_whole(b))
        if isinstance(a, linear.Norm) and value == 2:
            return linear.squared_norm(a.args[0])
        if base.value is not None and value is not None and value.denominator == 1:
            return _rational(base.value ** int(value))
        return core.Power(a, b if value is None else _rational(value))

    def entrywise_raised(self, node: Node, a: Any, b: Any) -> Any:
        base, exponent = node.args
        if not core.is_matrix(a) and not core.is_matrix(b):
            return self.raised(node, a, b)
        if not core.is_matrix(b):
            return linear.hadamard_power(a, b if exponent.value is None else _rational(exponent.value))
        if base.value is not None and base.value <= 0:
            self.source.math(
                f"{self.source.excerpt(base.start, base.end)} to a variable power has no real value", node.at
            )
        return functions.exp(self.entrywise_times(node, b, functions.log(a)))

    def called(self, node: Node, *args: Any) -> Any:
        if node.name in ENTRYWISE:
            function = functions.FUNCTIONS[node.name]
            self._in_domain(node, function.domain)
            return function(args[0])
        if not core.is_matrix(args[0]):
            self._scalar_in_domain(node)
        return getattr(self, f"_{node.name}")(*args)

    # --- functions that are not entrywise; of a scalar, what they are for a 1×1 matrix

    def _sum(self, a: Any) -> Any:
        return linear.total(a)

    def _norm1(self, a: Any) -> Any:
        return linear.norm1(a) if core.is_matrix(a) else functions.absolute(a)

    def _norm2(self, a: Any) -> Any:
        return linear.norm(a) if core.is_matrix(a) else functions.absolute(a)

    def _tr(self, a: Any) -> Any:
        return linear.trace(a) if core.is_matrix(a) else a

    def _det(self, a: Any) -> Any:
        return linear.det(a) if core.is_matrix(a) else a

    def _logdet(self, a: Any) -> Any:
        return linear.logdet(a) if core.is_matrix(a) else functions.log(a)

    def _inv(self, a: Any) -> Any:
        return linear.inverse(a) if core.is_matrix(a) else core.divide(1, a)

    def _diag(self, a: Any) -> Any:
        return linear.diag(a) if a.shape[1] == 1 else linear.diagonal(a)

    def _lse(self, a: Any) -> Any:
        return linear.logsumexp(a)

    def _softmax(self, a: Any) -> Any:
        return linear.softmax(a)

    def _vec(self, a: Any) -> Any:
        return linear.vec(a)

    def _kron(self, a: Any, b: Any) -> Any:
        return linear.kron(a, b)

    def filled(self, node: Node, *args: Any) -> Any:
        """eye, vector(…), matrix(…): the size follows from their use."""
        rows, cols = map(self.size, self.shaped.shapes[node.index])
        if node.name == "eye":
            return linear.eye(rows)
        return _full(args[0], (rows, cols))

    # --- what has no value

    def _not_zero(self, node: Node) -> None:
        if node.value == 0:
            self.source.math(f"cannot divide by {self.source.excerpt(node.start, node.end)}, which is zero", node.start)

    def _check_power(self, node: Node, base: Fraction | None, exponent: Fraction | None, is_whole: bool) -> None:
        shown = self.source.excerpt(node.start, node.end)
        if base == 0 and exponent is not None and exponent < 0:
            self.source.math(f"{shown} divides by zero", node.at)
        if base is not None and base < 0 and not (is_whole if exponent is None else exponent.denominator == 1):
            self.source.math(f"{shown} has no real value: the base is negative", node.at)

    def _in_domain(self, node: Node, domain: str) -> None:
        value = node.args[0].value
        if value is None or domain not in _DOMAINS:
            return
        expected, holds = _DOMAINS[domain]
        if not holds(value):
            shown = self.source.excerpt(node.start, node.end)
            self.source.math(f"{shown} is not defined: {node.name} expects {expected}", node.at)

    def _scalar_in_domain(self, node: Node) -> None:
        if node.name == "logdet":
            self._in_domain(node, "positive")
        if node.name == "inv":
            self._not_zero(node.args[0])

    def _matrix_power(self, node: Node, a: Any, value: Fraction | None) -> Any:
        if value is None or value.denominator != 1 or not 1 <= abs(value) <= LARGEST_MATRIX_POWER:
            said = f"not supported yet: the matrix power {self.source.excerpt(node.start, node.end)}"
            most = LARGEST_MATRIX_POWER
            self.source.unsupported(f"{said}; exponents are whole numbers, −{most} to −1 and 1 to {most}", node.at)
        return core.power(linear.inverse(a) if value < 0 else a, abs(int(value)))


def _full(value: Any, shape: Any) -> Any:
    if value == 0:
        return linear.zeros(*shape)
    ones = linear.ones(*shape)
    return ones if value == 1 else core.times(value, ones)


def _rational(value: Fraction | None) -> Any:
    assert value is not None
    return Rational(value.numerator, value.denominator)


_RULES: dict[str, Any] = {
    "number": Builder.number,
    "name": Builder.name,
    "sign": Builder.sign,
    "'": Builder.transpose,
    "+": Builder.plus,
    "-": Builder.minus,
    "*": Builder.times,
    "/": Builder.divided,
    ".*": Builder.entrywise_times,
    "./": Builder.entrywise_divided,
    "^": Builder.raised,
    ".^": Builder.entrywise_raised,
    "call": lambda b, node, *args: (b.filled if node.name in FILLED else b.called)(node, *args),
}


def _is_whole(x: Any) -> bool:
    """Whether it is a whole number by its form and by what is declared."""
    made_of_whole = isinstance(x, core.Product | core.Plus | core.Negative) and all(map(_is_whole, x.args))
    return made_of_whole or says(x, "integer")
