"""Things that carry an index or an argument: iterates x_k, families of data x_i, unspecified functions f, choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Basic, Integer, Tuple
from sympy.core.symbol import Str

from derivations.errors import MathError, NotSupported, ShapeError

from .core import MatrixNode, ScalarNode
from .named import Named
from .scope import declare, keep_facts
from .shapes import Shape, convert, is_matrix, same_shape, shape_of
from .symbols import pack_facts


class Member(Named, MatrixNode):
    """The vector x_k of a sequence or family, args (name, index, size, facts); a matrix has both its sizes there."""

    @property
    def shape(self) -> Shape:
        rows, *cols = self.args[2:-1]
        return rows, cols[0] if cols else Integer(1)


class ScalarMember(Named, ScalarNode):
    """The number a_k of a sequence, args (name, index, facts)."""


@dataclass(frozen=True)
class Sequence:
    """`x = sequence("x", n)` gives vectors x[k], x[k + 1]; without a size it gives numbers, with two matrices."""

    name: str
    size: Any
    facts: Tuple
    cols: Any = None

    def __getitem__(self, k: Any) -> Any:
        k = convert(k).doit()
        if self.size is None:
            return ScalarMember(Str(self.name), k, self.facts)
        sizes = (self.size,) if self.cols is None else (self.size, self.cols)
        return Member(Str(self.name), k, *sizes, self.facts)


def sequence(name: str, size: Any = None, cols: Any = None, about: str = "", **facts: Any) -> Sequence:
    """A sequence of vectors of the given size, or of numbers; indexed by an iteration or by an `index`.

    With `cols` it is one of matrices, of which nothing can be declared yet.
    """
    if cols is not None and facts:
        raise NotSupported(f"not supported yet: facts of the matrices of a sequence; {name} is declared {min(facts)}")
    sizes = [None if s is None else convert(s) for s in (size, cols)]
    made = Sequence(name, sizes[0], pack_facts(keep_facts(name, facts)), sizes[1])
    return declare(name, made, about)


class FunctionValue(Named, ScalarNode):
    """f(x) of an unspecified real function, args (name, argument, facts)."""


class GradientValue(Named, MatrixNode):
    """∇f(x), args (name, argument, facts)."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[1])


class HessianValue(Named, MatrixNode):
    """∇²f(x), args (name, argument, facts)."""

    @property
    def shape(self) -> Shape:
        n = shape_of(self.args[1])[0]
        return n, n


FUNCTION_FACTS = ("convex", "smooth", "strongly_convex", "differentiable", "bounded_below")


@dataclass(frozen=True)
class Function:
    """An unspecified function of a vector: call it for f(x); `.grad(x)`, `.hess(x)`."""

    name: str
    size: Any
    facts: Tuple

    def __str__(self) -> str:
        return self.name

    def _argument(self, x: Any) -> Any:
        x = convert(x)
        if not same_shape(shape_of(x), (self.size, Integer(1))) or not is_matrix(x):
            raise ShapeError(f"{self.name} takes a vector with {self.size} entries, got {x} of shape {shape_of(x)}")
        return x

    def __call__(self, x: Any) -> Any:
        return FunctionValue(Str(self.name), self._argument(x), self.facts)

    def grad(self, x: Any) -> Any:
        return GradientValue(Str(self.name), self._argument(x), self.facts)

    def hess(self, x: Any) -> Any:
        return HessianValue(Str(self.name), self._argument(x), self.facts)

    def fact(self, name: str) -> Any:
        """The value of a declared fact, or None: `f.fact("smooth")` is L."""
        return next((pair[1] for pair in self.facts if pair[0].name == name), None)


def function(name: str, size: Any, about: str = "", **facts: Any) -> Function:
    """An unspecified differentiable function ℝⁿ → ℝ; facts: convex, smooth=L, strongly_convex=μ, bounded_below."""
    for fact in facts:
        if fact not in FUNCTION_FACTS:
            raise MathError(f"function {name}: unknown fact {fact!r}; known are {', '.join(FUNCTION_FACTS)}")
    return declare(name, Function(name, convert(size), pack_facts(keep_facts(name, facts))), about)


class Select(ScalarNode):
    """One value if a 0/1 number is 1, another if it is 0: args (choice, if one, if zero); else undefined."""


def select(choice: Any, if_one: Any, if_zero: Any) -> Any:
    """`if_one` where choice is 1, `if_zero` where it is 0."""
    return Select(choice, if_one, if_zero)


def is_function_atom(x: Basic) -> bool:
    return isinstance(x, FunctionValue | GradientValue | HessianValue)
