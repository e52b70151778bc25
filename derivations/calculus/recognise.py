"""Functions that have a name, seen in an expression that spells them out: log(1 + eᶻ) is softplus(z), and so on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import Any

from sympy import Rational

from derivations.notation import core, functions, linear
from derivations.notation.shapes import is_matrix
from derivations.proof.lines import Line, consider, equals
from derivations.proof.rule import Rule, Use

from .chosen import one_hot_in, with_choice_outside
from .compact import mul
from .exponential_sums import Moves
from .lengths import with_plain_lengths
from .one_order import with_one_order
from .overflow import with_whole_softplus
from .reading import Read, reader, with_parts_read
from .reflected import reflected, with_parity
from .rules.algebra import order_of_terms
from .rules.choices import one_hot
from .rules.exponentials import functions_with_names, log_of_exp, parity, sigmoid_reflection, softplus_in_parts
from .rules.positivity import kept_lengths, no_kink
from .spelled_sums import Named, inside_of, spelled_out_sum
from .unbent import unbent
from .undone import without_inverse_functions


def called_by_name(f: Any, moves: Moves) -> Generator[Line, Any, Any]:
    """The function with every part that has a name called by it; a line says so, where one has."""
    begun = False
    for rewritten, rule, by in _forms(f):
        other = rewritten(f, moves)
        if other != f:
            if not begun:
                yield consider(f)
            yield equals(other, by=by, why=rule.reason)
            f, begun = other, True
    return f


def recognised(e: Any, moves: Moves) -> Any:
    """The expression with every function that has a name called by it."""
    for rewritten, *_ in _forms(e):
        e = rewritten(e, moves)
    return e


def _called_by_name(e: Any, moves: Moves) -> Any:
    named = reader(partial(_named, moves=moves))(e)
    lengths = {length.args[0] for length in named.atoms(linear.Norm, linear.SquaredNorm)}
    return reader(partial(_measured, lengths))(named) if lengths else named


def _forms(e: Any) -> Iterator[tuple[Callable[[Any, Moves], Any], Rule, Rule | Use]]:
    """What an expression is rewritten by, in this order; the rule for it, and with what it is applied to."""
    yield (lambda e, _: with_one_order(e)), order_of_terms, order_of_terms
    for y in one_hot_in(e):
        yield (lambda e, _, y=y: with_choice_outside(e, y)), one_hot, one_hot(y)
    yield (lambda e, _: without_inverse_functions(e)), log_of_exp, log_of_exp
    yield _called_by_name, functions_with_names, functions_with_names
    yield (lambda e, _: with_parity(e)), parity, parity
    yield (lambda e, _: with_whole_softplus(e)), softplus_in_parts, softplus_in_parts
    yield reflected, sigmoid_reflection, sigmoid_reflection
    yield (lambda e, _: unbent(e)), no_kink, no_kink
    yield (lambda e, _: with_plain_lengths(e)), kept_lengths, kept_lengths


def _measured(lengths: set[Any], e: Any, read: Read) -> Any:
    """uᵀu as ‖u‖², where ‖u‖ occurs."""
    e = with_parts_read(e, read)
    chain = [a for a in e.args if is_matrix(a)] if isinstance(e, core.Product) else []
    if len(chain) != 2 or chain[1] not in lengths or chain[0] != core.transpose(chain[1]):
        return e
    return mul(*(a for a in e.args if not is_matrix(a)), linear.squared_norm(chain[1]))


def _named(e: Any, read: Read, moves: Moves) -> Any:
    named = spelled_out_sum(e, moves) or _norm(e)
    if named is None:
        return with_parts_read(e, read)
    function, *arguments = named
    return function(*map(read, arguments))


def _norm(e: Any) -> Named:
    inside = inside_of(e, functions.sqrt)
    if inside is None and isinstance(e, core.Power) and e.args[1] == Rational(1, 2):
        inside = e.args[0]
    if isinstance(inside, linear.SquaredNorm):
        return linear.norm, inside.args[0]
    if isinstance(inside, linear.Total) and isinstance(inside.args[0], linear.HadamardPower):
        base, exponent = inside.args[0].args
        return (linear.norm, base) if exponent == 2 else None
    if isinstance(inside, core.Product) and len(inside.args) == 2 and is_matrix(inside.args[1]):
        left, right = inside.args
        return (linear.norm, right) if isinstance(left, core.Transposed) and left.args[0] == right else None
    return None
