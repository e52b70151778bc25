"""What an author declares: dimensions, indices, scalars, vectors, matrices and the facts about them."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Expr, Integer, MatrixSymbol, Symbol, Tuple
from sympy.core.symbol import Str

from derivations.errors import MathError, NotSupported, ShapeError

from .core import Kept, MatrixNode
from .named import Leaf
from .scope import declare, keep_facts, require_name
from .shapes import Shape, convert, same_dim

SCALAR_FACTS = ("positive", "nonnegative", "nonzero", "integer", "binary", "unit_interval", "above", "below")
MATRIX_FACTS = (
    "rank",
    "symmetric",
    "positive_definite",
    "positive_semidefinite",
    "orthogonal",
    "diagonal",
    "invertible",
    "orthonormal",
    "positive",
    "simplex",
)
_ANY_SHAPE = {"rank", "orthonormal", "positive", "simplex"}  # the others are of square matrices
_OF_ENTRIES = {"positive", "simplex"}  # they go with each other alone
VECTOR_FACTS = ("positive", "nonnegative", "nonzero", "simplex", "binary", "unit", "one_hot")


class Dim(Symbol):
    """A positive integer that is the number of rows or columns of something."""

    __slots__ = ()


class Index(Leaf, Kept, Expr):
    """A summation index that runs from 1 to its count."""

    __slots__ = ()
    is_commutative = True
    is_integer = True
    is_positive = True

    def __new__(cls, name: Any, count: Any) -> Any:
        return Basic.__new__(cls, Str(name) if isinstance(name, str) else name, convert(count))

    @property
    def count(self) -> Any:
        return self.args[1]


def index(name: str, count: Any) -> Any:
    """A summation index, `i = index("i", n)`."""
    return Index(require_name(name), count)


class ScalarSymbol(Kept, Symbol):
    """A real number; facts are SymPy assumptions where SymPy has them, and bounds that are expressions."""

    __slots__ = ("bounds",)

    def __new__(cls, name: str, above: Any = None, below: Any = None, **assumptions: Any) -> Any:
        cls._sanitize(assumptions, cls)
        made = Symbol.__xnew__(cls, name, **assumptions)
        made.bounds = {k: convert(v) for k, v in (("above", above), ("below", below)) if v is not None}
        return made

    def __getnewargs_ex__(self) -> Any:
        (args, assumptions) = super().__getnewargs_ex__()
        return args, assumptions | self.bounds

    def _hashable_content(self) -> Any:
        return (*super()._hashable_content(), *(x for pair in self.bounds.items() for x in pair))


class MatrixAtom(Leaf, MatrixNode, MatrixSymbol):
    """A matrix symbol that carries the facts declared of it; a vector when it has one column."""

    def __new__(cls, name: Any, rows: Any, cols: Any, facts: Any = Tuple()) -> Any:
        return Basic.__new__(cls, Str(name) if isinstance(name, str) else name, convert(rows), convert(cols), facts)

    @property
    def shape(self) -> Shape:
        return self.args[1], self.args[2]


def pack_facts(facts: dict[str, Any]) -> Tuple:
    """Facts as a SymPy tuple, so that they take part in equality and hashing."""
    return Tuple(*(Tuple(Str(k), convert(1 if v is True else v)) for k, v in sorted(facts.items())))


def says(x: Any, what: str) -> bool:
    """Whether SymPy's assumptions show that a scalar is an integer, nonzero, …"""
    try:
        return bool(getattr(x, f"is_{what}"))
    except (NotSupported, ValueError):  # SymPy takes derivatives to find a sign; our nodes and indices have none
        return False


def facts_of(symbol: Any) -> dict[str, Any]:
    """The declared facts of a symbol by name."""
    if isinstance(symbol, ScalarSymbol):
        declared = {**symbol._assumptions_orig, **symbol.bounds}
        return {k: v for k, v in declared.items() if k in SCALAR_FACTS}
    packed = getattr(symbol, "args", ())
    if packed and isinstance(packed[-1], Tuple) and all(isinstance(pair, Tuple) for pair in packed[-1]):
        return {pair[0].name: pair[1] for pair in packed[-1]}
    return {}


def fact_in_words(fact: str) -> str:
    """`positive_definite` as `positive definite`."""
    return "one-hot" if fact == "one_hot" else fact.replace("_", " ")


def has_fact(symbol: Any, fact: str) -> bool:
    return fact in facts_of(symbol)


def dims(names: str) -> Any:
    """Symbolic dimensions: `n, p = dims("n p")`; a single name gives one dimension."""
    made = tuple(Dim(name, integer=True, positive=True) for name in require_name(names).replace(",", " ").split())
    return made[0] if len(made) == 1 else made


def _check(kind: str, name: str, facts: dict[str, Any], known: tuple[str, ...]) -> None:
    for fact in facts:
        if fact not in known:
            raise MathError(f"{kind} {name}: unknown fact {fact!r}; known are {', '.join(known)}")


def _check_together(name: str, facts: set[str]) -> None:
    """Facts of the entries go with each other alone, and orthonormal columns with nothing: no values are drawn else."""
    for kind in (_OF_ENTRIES, {"orthonormal"}):
        if facts & kind and facts - kind:
            both = f"{min(facts & kind)} and {min(facts - kind)}"
            raise NotSupported(f"not supported yet: a matrix that is both {both}; declare one of the two of {name}")


def scalar(name: str, about: str = "", **facts: Any) -> Any:
    """A real scalar; facts: positive, nonnegative, nonzero, integer, binary, unit_interval."""
    _check("scalar", name, facts, SCALAR_FACTS)
    kept = keep_facts(name, facts)
    return declare(name, ScalarSymbol(name, real=True, **kept), about)


def matrix(name: str, rows: Any, cols: Any, about: str = "", **facts: Any) -> Any:
    """A real matrix of shape (rows, cols).

    Facts: rank=p, symmetric, positive_definite, positive_semidefinite (both include symmetric), orthogonal, diagonal,
    invertible, orthonormal (its columns are), positive (its entries are), simplex (no entry is negative, and their sum
    is 1).
    """
    _check("matrix", name, facts, MATRIX_FACTS)
    square_facts = [f for f in facts if f not in _ANY_SHAPE and facts[f]]
    if square_facts and not same_dim(convert(rows), convert(cols)):
        raise ShapeError(f"matrix {name} ({rows}×{cols}) can't be {square_facts[0]}: expected a square matrix")
    _check_together(name, {f for f in facts if facts[f]})
    return declare(name, MatrixAtom(name, rows, cols, pack_facts(keep_facts(name, facts))), about)


def vector(name: str, size: Any, about: str = "", **facts: Any) -> Any:
    """A real column vector; facts: positive, nonnegative, nonzero, simplex, binary, unit, one_hot."""
    _check("vector", name, facts, VECTOR_FACTS)
    return declare(name, MatrixAtom(name, size, Integer(1), pack_facts(keep_facts(name, facts))), about)
