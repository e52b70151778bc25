"""Small changes of a claim, one function a kind: what a slip of the pen looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce
from typing import Any

import sympy

from derivations.errors import DerivationError, ShapeError
from derivations.notation import core, functions, linear, probability, sequences, shapes, symbols
from derivations.notation.core import negative, plus
from derivations.notation.differentials import Increment, MatIncrement
from derivations.notation.relations import AtLeast, AtMost, Relation
from derivations.notation.shapes import convert, is_matrix, same_shape, shape_of
from derivations.proof.claim import Claim

_ATOMS = (
    symbols.MatrixAtom,
    symbols.ScalarSymbol,
    symbols.Index,
    Increment,
    MatIncrement,
    probability.RandomScalar,
    probability.RandomMatrix,
)
Changed = tuple[str, Any]  # the kind of change, and the new expression or the error that building it raised


def mutations(claim: Claim, declared: tuple[Any, ...], sites: int) -> Iterator[tuple[str, Any]]:
    """Pairs (kind, changed claim) or (kind, the error that refused to build it)."""
    for kind, change in _KINDS.items():
        count = 0
        seen = {claim.after}
        for made in _everywhere(claim.after, lambda node, c=change: c(node, declared)):
            if isinstance(made, DerivationError):
                yield kind, made
            elif made in seen:
                continue
            else:
                seen.add(made)
                yield kind, replace(claim, after=made)
            count += 1
            if count == sites:
                break
    turned = _TURNED.get(claim.kind)
    if turned is not None:
        yield "relation reversed", replace(claim, kind=turned)


_TURNED = {"at most": "at least", "at least": "at most"}


def _everywhere(expr: Any, change: Callable[[Any], Iterator[Any]]) -> Iterator[Any]:
    """Apply a change at each place of an expression, outermost first, rebuilding what is around it."""
    yield from change(expr)
    if not isinstance(expr, core.Kept | Relation) or _is_atom(expr):
        return
    for position, arg in enumerate(expr.args):
        if not isinstance(arg, sympy.Basic):
            continue
        for made in _everywhere(arg, change):
            if isinstance(made, DerivationError):
                yield made
                continue
            args = list(expr.args)
            args[position] = made
            try:
                yield rebuild(expr, args)
            except DerivationError as problem:
                yield problem


def _is_atom(x: Any) -> bool:
    return isinstance(x, _ATOMS) or not x.args


def rebuild(node: Any, args: list[Any]) -> Any:
    """The same node over new arguments, with the shapes checked again."""
    if isinstance(node, core.Plus | core.MatPlus):
        return reduce(plus, args)
    if isinstance(node, core.Product | core.MatProduct):
        return reduce(_join, args)
    if isinstance(node, core.Transposed):
        return core.transpose(args[0])
    if isinstance(node, linear.Entry):
        return linear.entry(*args)
    for old, new in zip(node.args, args, strict=True):
        if isinstance(old, sympy.Expr) and not same_shape(shape_of(old), shape_of(new)):
            shown = shapes.show_shape(shape_of(new)), shapes.show_shape(shape_of(old))
            raise ShapeError(f"{new} has shape {shown[0]}, expected {shown[1]}")
    return node.func(*args)


def _join(a: Any, b: Any) -> Any:
    return core.matmul(a, b) if is_matrix(a) and is_matrix(b) else core.times(a, b)


def _flip_sign(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, core.Plus | core.MatPlus):
        for k in range(len(x.args)):
            yield reduce(plus, [negative(a) if j == k else a for j, a in enumerate(x.args)])
    elif isinstance(x, core.Negative | core.MatNegative):
        yield x.args[0]
    elif isinstance(x, core.Product | core.MatProduct):
        yield negative(x)


def _drop_term(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, core.Plus | core.MatPlus):
        for k in range(len(x.args)):
            yield reduce(plus, [a for j, a in enumerate(x.args) if j != k])


def _drop_transpose(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, core.Transposed):
        yield x.args[0]


def _swap_factors(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, core.Product | core.MatProduct):
        for k in range(len(x.args) - 1):
            if is_matrix(x.args[k]) and is_matrix(x.args[k + 1]):
                args = list(x.args)
                args[k], args[k + 1] = args[k + 1], args[k]
                yield from _try(lambda args=args: reduce(_join, args))
    elif isinstance(x, core.Quotient):
        yield core.Quotient(x.args[1], x.args[0])


def _try(make: Callable[[], Any]) -> Iterator[Any]:
    try:
        yield make()
    except DerivationError as problem:
        yield problem


def _change_coefficient(x: Any, _: Any) -> Iterator[Any]:
    if getattr(x, "is_Number", False):
        yield convert(x * 2 if x != 0 else 1)
    elif isinstance(x, core.Product | core.MatProduct | core.Quotient | symbols.ScalarSymbol | symbols.MatrixAtom):
        yield core.times(2, x)


def _change_exponent(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, core.Power | linear.HadamardPower):
        yield x.func(x.args[0], x.args[1] + 1)
    elif isinstance(x, linear.SquaredNorm):
        yield linear.Norm(x.args[0])


def _wrong_index(x: Any, declared: Any) -> Iterator[Any]:
    if isinstance(x, linear.Entry) and all(isinstance(k, symbols.Index) for k in x.args[1:]):
        a, i, j = x.args
        yield from [linear.Entry(a, j, i)] if i != j and i.count == j.count else []
    if isinstance(x, linear.Entry | linear.Row) and isinstance(x.args[1], symbols.Index):
        yield x.func(x.args[0], convert(1), *x.args[2:])
    if isinstance(x, sequences.Member | sequences.ScalarMember):
        k = x.args[1]
        yield x.func(x.args[0], convert(1) if isinstance(k, symbols.Index) else k + 1, *x.args[2:])


_OTHER = {
    "exp": "sigmoid",
    "log": "sqrt",
    "sigmoid": "tanh",
    "softplus": "relu",
    "tanh": "sigmoid",
    "relu": "softplus",
    "sqrt": "exp",
    "abs": "relu",
    "step": "sigmoid",
    "sin": "cos",
    "cos": "sin",
}


def _other_function(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, functions.APPLIED) and x.args[0].name in _OTHER:
        yield functions.FUNCTIONS[_OTHER[x.args[0].name]](x.args[1])
    elif isinstance(x, linear.Softmax):
        yield functions.sigmoid(x.args[0])
    elif isinstance(x, linear.LogSumExp):
        yield linear.Maximum(x.args[0])
    elif isinstance(x, linear.LogDet):
        yield linear.Trace(x.args[0])


def _drop_factor(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, core.Product | core.MatProduct | linear.Hadamard) and len(x.args) > 1:
        for k in range(len(x.args)):
            args = [a for j, a in enumerate(x.args) if j != k]
            if isinstance(x, linear.Hadamard):
                yield args[0] if len(args) == 1 else linear.Hadamard(*args)
                continue
            for made in _try(lambda args=args: reduce(_join, args)):
                if not isinstance(made, DerivationError) and not same_shape(shape_of(made), shape_of(x)):
                    continue
                yield made
    elif isinstance(x, core.Quotient | core.MatQuotient):
        yield x.args[0]


def _drop_inverse(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, linear.Inverse):
        yield x.args[0]


def _other_symbol(x: Any, declared: tuple[Any, ...]) -> Iterator[Any]:
    if not isinstance(x, symbols.MatrixAtom | symbols.ScalarSymbol):
        return
    for other in declared:
        if isinstance(other, type(x)) and other != x and same_shape(shape_of(other), shape_of(x)):
            yield other
            return


def _reverse_relation(x: Any, _: Any) -> Iterator[Any]:
    if isinstance(x, AtMost):
        yield AtLeast(*x.args)
    elif isinstance(x, AtLeast):
        yield AtMost(*x.args)


_KINDS: dict[str, Callable[[Any, Any], Iterator[Any]]] = {
    "sign flipped": _flip_sign,
    "term dropped": _drop_term,
    "transpose dropped": _drop_transpose,
    "factors swapped": _swap_factors,
    "coefficient changed": _change_coefficient,
    "exponent changed": _change_exponent,
    "wrong index": _wrong_index,
    "other function": _other_function,
    "factor dropped": _drop_factor,
    "inverse dropped": _drop_inverse,
    "other symbol": _other_symbol,
    "relation reversed": _reverse_relation,
}
