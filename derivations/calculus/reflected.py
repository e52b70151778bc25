"""σ(−u) is 1 − σ(u) and softplus(−u) is softplus(u) − u, where one of u stands too; tanh(−u) is −tanh(u)."""

from __future__ import annotations

from functools import partial
from typing import Any

from derivations.notation import core, functions, linear

from .compact import add, compact, negated, subtract
from .compact.products import cost, label
from .exponential_sums import Moves, ones_or_one
from .reading import Read, reader, with_parts_read

_TURNED = {
    functions.sigmoid: lambda u: subtract(ones_or_one(u), functions.sigmoid(u)),
    functions.softplus: lambda u: add(functions.softplus(u), negated(u)),
}
_LENGTHS = (linear.Norm, linear.SquaredNorm, linear.Norm1)
_SUMS = (core.Plus, core.MatPlus, core.Negative, core.MatNegative, core.Transposed, linear.Total, linear.Trace)
_PRODUCTS = (core.Product, core.MatProduct, core.Quotient, core.MatQuotient, linear.Hadamard)


def reflected(e: Any, moves: Moves) -> Any:
    """The expression with one of σ(u) and σ(−u) alone, and one of softplus(u) and softplus(−u)."""
    arguments = {a.args[1] for a in e.atoms(*functions.APPLIED) if a.function in _TURNED}
    kept = _kept(arguments) if len(arguments) > 1 else {}
    if not kept:
        return e
    e = reader(partial(_rewritten, functions.sigmoid, kept))(e)
    # in a sum alone: elsewhere softplus(u) − u is a small number from large ones
    return reader(partial(_rewritten, functions.softplus, kept), partial(_linear, moves=moves))(e)


def with_parity(e: Any) -> Any:
    """The expression with odd and even functions of u for those of −u, where −u is no sum, or u stands there too."""
    arguments = {u for a in e.atoms(*functions.APPLIED, *_LENGTHS) if (u := _inside(a)) is not None}
    return reader(partial(_unturned, _kept(arguments)))(e) if arguments else e


def _inside(e: Any) -> Any:
    """What an odd or even function, or a length, is taken of; |u| and sign(u) are settled beside their factors."""
    if isinstance(e, _LENGTHS):
        return e.args[0]
    return e.args[1] if isinstance(e, functions.APPLIED) and e.function.parity and e.function.kink is None else None


def _unturned(kept: dict[Any, Any], e: Any, read: Read) -> Any:
    u = _inside(e)
    if u is None:
        return with_parts_read(e, read)
    inside, turned = read(kept.get(u, u)), u in kept
    opposite = negated(inside)
    if not isinstance(inside, core.Plus | core.MatPlus) and cost(opposite) < cost(inside):
        inside, turned = opposite, not turned
    f = e.func(inside) if isinstance(e, _LENGTHS) else e.function(inside)
    return negated(f) if turned and not isinstance(e, _LENGTHS) and e.function.parity == -1 else f


def _kept(arguments: set[Any]) -> dict[Any, Any]:
    """For every argument −u of a pair the u that stays, which is the shorter one."""
    kept: dict[Any, Any] = {}
    left: dict[Any, Any] = {}
    for u in sorted(arguments, key=lambda u: (cost(u), label(u))):
        opposite = left.get(compact(negated(u)))
        if opposite is None:
            left.setdefault(compact(u), u)
        else:
            kept[u] = opposite
    return kept


def _rewritten(function: Any, kept: dict[Any, Any], e: Any, read: Read) -> Any:
    if isinstance(e, functions.APPLIED) and e.function is function and e.args[1] in kept:
        return _TURNED[function](kept[e.args[1]])
    return with_parts_read(e, read)


def _linear(e: Any, moves: Moves) -> bool:
    """Whether a sum of parts with factors that stay is all that it is made of, or a function that may be rewritten."""
    if isinstance(e, functions.APPLIED):
        return e.function is functions.softplus
    if isinstance(e, core.Quotient | core.MatQuotient) and moves(e.args[1]):
        return False
    return isinstance(e, _SUMS) or (isinstance(e, _PRODUCTS) and sum(map(moves, e.args)) < 2)
