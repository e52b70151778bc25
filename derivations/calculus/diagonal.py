"""Functions of a diagonal matrix, entry by entry: with g(0) = 0, g(Diag(v)) is Diag(g(v)), and only v has to be asked.

A root or a modulus has no derivative at 0, and off its diagonal a diagonal matrix is 0; but there nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import Any

from derivations.errors import MathError, NotSupported
from derivations.notation import core, functions, linear
from derivations.notation.facts import is_positive
from derivations.notation.printing import text
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import is_matrix, same_dim, shape_of
from derivations.notation.symbols import facts_of
from derivations.proof.lines import Line, consider, equals

from .compact import add, entrywise, mul, negated
from .compact.diagonals import diagonal_of
from .reading import reader, with_parts_read
from .rules.symmetric import function_of_diagonal

Moves = Callable[[Any], bool]
_NEVER = "which holds for no diagonal matrix with more than one row"


def on_diagonals(f: Any, moves: Moves, begun: bool = False) -> Generator[Line, Any, Any]:
    """The function with roots, powers and kinks of moving diagonal matrices written for their diagonals; and a line."""
    plain = written_on_diagonals(f, moves)
    if plain != f:
        if not begun:
            yield consider(f)
        yield equals(plain, by=function_of_diagonal, why=function_of_diagonal.reason)
    return plain


def written_on_diagonals(f: Any, moves: Moves) -> Any:
    return reader(lambda e, read: _on_diagonal(e, with_parts_read(e, read)), enters=moves)(f)


def require_value(f: Any) -> None:
    """Refuse what has a value only if no entry of a diagonal matrix is 0."""
    from derivations.check import asked_for_a_value  # the checker sits above; it knows nothing of the engine

    asked = next(filter(asks_beside_diagonal, asked_for_a_value(f)), None)
    if asked is not None:
        raise MathError(f"{text(f)} has no value: it asks that {text(asked)}, {_NEVER}")


def require_off_diagonals(f: Any, required: Iterable[Requirement]) -> None:
    """Refuse a derivative that no diagonal matrix would have."""
    asked = next(filter(asks_beside_diagonal, required), None)
    if asked is not None:
        raise NotSupported(f"not supported yet: the derivative of {text(f)} asks that {text(asked)}, {_NEVER}")


def asks_beside_diagonal(r: Requirement) -> bool:
    """Whether a requirement asks for something else than 0 off the diagonal of a diagonal matrix."""
    return r.asks in ("positive", "nonzero") and is_matrix(r.of) and diagonal_in(r.of) is not None


def diagonal_in(a: Any) -> Any:
    """v where the matrix is Diag(v) by its form or its facts; else None."""
    if same_dim(shape_of(a)[1], 1):
        return None
    if isinstance(a, linear.Diag):
        return a.args[0]
    if "diagonal" in facts_of(a):
        return linear.Diagonal(a)
    if isinstance(a, linear.Eye):
        return linear.ones(shape_of(a)[0])
    if isinstance(a, core.Transposed):
        return diagonal_in(a.args[0])
    if isinstance(a, functions.MatApply | linear.HadamardPower):
        v = diagonal_in(a.args[1] if isinstance(a, functions.MatApply) else a.args[0]) if _is_0_at_0(a) else None
        return None if v is None else _applied(a, v)
    found = [diagonal_in(x) for x in a.args if is_matrix(x)]
    if isinstance(a, linear.Hadamard) and any(v is not None for v in found):
        return entrywise(*(diagonal_of(x) if v is None else v for x, v in zip(a.args, found, strict=True)))
    if not found or any(v is None for v in found):
        return None
    if isinstance(a, core.MatPlus):
        return add(*found)
    if isinstance(a, core.MatNegative):
        return negated(found[0])
    if isinstance(a, core.MatProduct):
        v = entrywise(*found) if len(found) > 1 else found[0]
        return mul(*(x for x in a.args if not is_matrix(x)), v)
    return core.MatQuotient(found[0], a.args[1]) if isinstance(a, core.MatQuotient) else None


def _on_diagonal(old: Any, e: Any) -> Any:
    """A node with what it is on a diagonal, where its form before asks for more than on the diagonal."""
    if isinstance(e, functions.MatApply | linear.HadamardPower) and _is_bent_at_0(e) and _is_0_at_0(e):
        v = diagonal_in(e.args[1] if isinstance(e, functions.MatApply) else e.args[0])
        return e if v is None else linear.Diag(_applied(e, v))
    if isinstance(e, linear.Norm1) and (v := diagonal_in(e.args[0])) is not None:
        return linear.Norm1(v)
    if isinstance(e, linear.Total) and e != old and isinstance(e.args[0], linear.Diag):
        return linear.Total(e.args[0].args[0])
    return e


def _applied(e: Any, v: Any) -> Any:
    return e.function(v) if isinstance(e, functions.MatApply) else linear.hadamard_power(v, e.args[1])


def _is_0_at_0(e: Any) -> bool:
    return e.function.zero_at_zero if isinstance(e, functions.MatApply) else is_positive(e.args[1])


def _is_bent_at_0(e: Any) -> bool:
    if isinstance(e, functions.MatApply):
        return e.function.kink is not None or e.function is functions.sqrt
    return bool(e.args[1].is_Rational and not e.args[1].is_Integer)
