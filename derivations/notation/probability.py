"""Random variables on finite probability spaces, and expectation, variance, covariance and probability.

A random variable names the space it lives on. Two different spaces are independent by construction, so `expectation`
over one of them is what textbooks call the conditional expectation given the others.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Integer, Tuple
from sympy.core.symbol import Str

from derivations.errors import MathError

from .core import MatrixNode, ScalarNode
from .named import Leaf, Named
from .relations import Relation
from .scope import declare, keep_facts, require_name
from .shapes import Shape, convert, is_matrix, require_vector, shape_of
from .symbols import pack_facts

RANDOM_FACTS = (
    "nonnegative",
    "positive",
    "at_least",
    "at_most",
    "mean",
    "variance",
    "symmetric_law",
    "uncorrelated",
    "independent",
    "iid",
)


class Space(Basic, Named):
    """A finite probability space by name; different spaces are independent."""

    def __str__(self) -> str:
        return self.name

    __repr__ = __str__


def space(name: str) -> Space:
    return Space(Str(require_name(name)))


class RandomScalar(Leaf, ScalarNode):
    """A real random variable, args (name, space, facts)."""

    def __new__(cls, name: Any, where: Any, facts: Any = Tuple()) -> Any:
        return Basic.__new__(cls, Str(name) if isinstance(name, str) else name, where, facts)

    @property
    def space(self) -> Space:
        return self.args[1]


class RandomMatrix(Leaf, MatrixNode):
    """A random matrix or vector, args (name, rows, cols, space, facts)."""

    def __new__(cls, name: Any, rows: Any, cols: Any, where: Any, facts: Any = Tuple()) -> Any:
        return Basic.__new__(
            cls, Str(name) if isinstance(name, str) else name, convert(rows), convert(cols), where, facts
        )

    @property
    def shape(self) -> Shape:
        return self.args[1], self.args[2]

    @property
    def space(self) -> Space:
        return self.args[3]


def _kept(name: str, facts: dict[str, Any]) -> Tuple:
    for fact in facts:
        if fact not in RANDOM_FACTS:
            raise MathError(f"random {name}: unknown fact {fact!r}; known are {', '.join(RANDOM_FACTS)}")
    for fact in ("mean", "variance"):
        if spaces_in(convert(facts.get(fact) or 0)):
            raise MathError(f"random {name}: its {fact} {facts[fact]} is itself random, expected what stays the same")
    return pack_facts(keep_facts(name, facts))


def random_scalar(name: str, where: Space, about: str = "", **facts: Any) -> Any:
    """A random variable on `where`.

    Facts: nonnegative, positive, at_least=a, at_most=b, mean=μ, variance=v, symmetric_law (X and −X have one law).
    """
    return declare(name, RandomScalar(name, where, _kept(name, facts)), about)


def random_vector(name: str, size: Any, where: Space, about: str = "", **facts: Any) -> Any:
    """A random vector; facts as for scalars, holding for each entry.

    For all together: `uncorrelated`, `independent`, or `iid`, which is independent and of one law.
    """
    return declare(name, RandomMatrix(name, size, Integer(1), where, _kept(name, facts)), about)


def random_matrix(name: str, rows: Any, cols: Any, where: Space, about: str = "", **facts: Any) -> Any:
    return declare(name, RandomMatrix(name, rows, cols, where, _kept(name, facts)), about)


def spaces_in(expr: Any) -> tuple[Space, ...]:
    """The spaces on which an expression still depends, sorted by name."""
    found: set[Space] = set()
    _collect(expr, found)
    return tuple(sorted(found, key=lambda s: s.name))


def _collect(expr: Any, found: set[Space]) -> None:
    if isinstance(expr, RandomScalar | RandomMatrix):
        found.add(expr.space)
    elif isinstance(expr, _OverSpaces):
        inside: set[Space] = set()
        for a in expr.args[:-1]:
            _collect(a, inside)
        found |= inside - set(expr.args[-1])
    elif isinstance(expr, Basic):
        for a in expr.args:
            _collect(a, found)


class _OverSpaces:
    """A node whose last argument is the tuple of spaces it sums over."""

    __slots__ = ()
    args: Any


def is_over_spaces(x: Any) -> bool:
    """Whether x averages over the spaces in its last argument."""
    return isinstance(x, _OverSpaces)


class Expectation(_OverSpaces, ScalarNode):
    """E[body] over the spaces, args (body, spaces)."""


class MatExpectation(_OverSpaces, MatrixNode):
    """E of a random matrix, entry by entry, args (body, spaces)."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.args[0])


class Variance(_OverSpaces, ScalarNode):
    """E[(X − E X)²], args (body, spaces)."""


class Covariance(_OverSpaces, ScalarNode):
    """E[(X − E X)(Y − E Y)], args (a, b, spaces)."""


class MatCovariance(_OverSpaces, MatrixNode):
    """E[(x − E x)(x − E x)ᵀ] of a random vector, args (body, spaces)."""

    @property
    def shape(self) -> Shape:
        n = shape_of(self.args[0])[0]
        return n, n


class Probability(_OverSpaces, ScalarNode):
    """The probability that a relation holds, args (relation, spaces)."""


class Indicator(ScalarNode):
    """1 where the relation holds, else 0."""


def _over(over: Any, *bodies: Any) -> Tuple:
    if over is None:
        found = sorted({s for b in bodies for s in spaces_in(b)}, key=lambda s: s.name)
        return Tuple(*found)
    return Tuple(*sorted(over if isinstance(over, tuple | list) else (over,), key=lambda s: s.name))


def expectation(body: Any, over: Any = None) -> Any:
    """E[body], over every space the body depends on, or over the spaces named."""
    body = convert(body)
    return (MatExpectation if is_matrix(body) else Expectation)(body, _over(over, body))


def variance(body: Any, over: Any = None) -> Any:
    return Variance(convert(body), _over(over, body))


def covariance(a: Any, b: Any = None, over: Any = None) -> Any:
    """Cov(a, b) of two scalars, or the covariance matrix of one random vector."""
    if b is None:
        require_vector("covariance matrix", convert(a))
        return MatCovariance(a, _over(over, a))
    return Covariance(convert(a), convert(b), _over(over, a, b))


def indicator(event: Any) -> Any:
    if not isinstance(event, Relation):
        raise MathError(f"indicator({event}): expected a relation such as X >= a")
    return Indicator(event)


def probability(event: Any, over: Any = None) -> Any:
    """Pr(event) for a relation between random quantities."""
    if not isinstance(event, Relation):
        raise MathError(f"probability({event}): expected a relation such as X >= a")
    return Probability(event, _over(over, event))


def statement_inside(expr: Any, allowed: bool = False) -> Any:
    """A relation that stands where a number should, or None; `allowed` says whether `expr` may be one itself."""
    if not isinstance(expr, Basic):
        return None
    if isinstance(expr, Relation) and not allowed:
        return expr
    event = isinstance(expr, Indicator | Probability)
    return next((found for a in expr.args if (found := statement_inside(a, allowed=event)) is not None), None)
