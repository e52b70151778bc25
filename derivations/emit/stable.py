"""Forms that keep their digits: what overflows or cancels as it is written, rewritten before it becomes code.

Each rule takes a node whose operands are already rewritten and gives another that is equal on the reals, or None. The
comment of a rule says what goes wrong without it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

from sympy import Integer, Rational

from derivations.notation import core, functions, linear, sequences
from derivations.notation.facts import is_definite, is_positive
from derivations.notation.shapes import convert, is_matrix
from derivations.notation.symbols import facts_of

from .excess import excess
from .factors import Factors, factors_of, flipped, flipped_run, is_column, product_of
from .forms import (
    LEAVES,
    Choice,
    LogSoftmax,
    RootInverse,
    argument_of,
    entrywise_factors,
    entrywise_product,
    form,
    is_one,
    minus_of,
    opposite,
    rebuilt,
    shown_nonnegative,
    sum_of,
    terms_of,
)
from .logarithms import log_of_product, log_over_outer
from .pieces import gram_half
from .stable_sums import pairs

Rule = Callable[[Any], Any]


def stabilized(x: Any) -> Any:
    """The expression with every rule below applied, from the inside out, until none fits."""
    if isinstance(x, LEAVES):
        return x
    x = rebuilt(x, stabilized)
    for rule in _RULES.get(type(x), ()):
        better = rule(x)
        if better is not None:
            return stabilized(better)
    return x


# --- functions of one argument ----------------------------------------------------------------------------------------


def _log(x: Any) -> Any:
    inside = argument_of(x, "log")
    if inside is None:
        return None
    if isinstance(inside, linear.Total) and argument_of(inside.args[0], "exp") is not None:
        exponents = argument_of(inside.args[0], "exp")
        return linear.LogSumExp(exponents) if is_column(exponents) else None  # exp(710) overflows
    if isinstance(inside, linear.Softmax):
        return LogSoftmax(inside.args[0])  # the log of an underflowed entry is −inf
    if isinstance(inside, linear.Entry) and isinstance(inside.args[0], linear.Softmax):
        return linear.Entry(LogSoftmax(inside.args[0].args[0]), *inside.args[1:])
    if isinstance(inside, sequences.Select | Choice):
        choice, one, zero = inside.args
        return inside.func(choice, functions.log(one), functions.log(zero))
    better = _log_of_chosen(inside) or log_of_product(inside) or log_over_outer(inside)
    if better is not None:
        return better
    if isinstance(inside, linear.Determinant):
        return linear.LogDet(inside.args[0])  # a determinant overflows long before its logarithm
    if argument_of(inside, "sigmoid") is not None:
        return form("log_sigmoid", argument_of(inside, "sigmoid"))  # σ(−800) underflows, log σ(−800) is −800
    terms = terms_of(inside)
    if len(terms) == 2 and any(map(is_one, terms)):
        other = terms[1] if is_one(terms[0]) else terms[0]
        exponent = argument_of(other, "exp")
        return form("log1p", other) if exponent is None else functions.softplus(exponent)  # 1 + t drops a small t
    return None


def _sqrt(x: Any) -> Any:
    """√xᵀx = ‖x‖ and √xᵀA⁻¹x = ‖L⁻¹x‖ with A = LLᵀ: what is under the root leaves the floats before the root does."""
    power = isinstance(x, core.Power) and x.args[1] == Rational(1, 2)
    inside = x.args[0] if power else argument_of(x, "sqrt")
    if inside is None or is_matrix(inside):
        return None
    if isinstance(inside, linear.SquaredNorm):
        return linear.Norm(inside.args[0])
    parts = factors_of(inside)
    if not parts.bare_runs or len(parts.closed) != 1 or flipped_run(parts.closed[0]) != parts.closed[0]:
        return None
    run = parts.closed[0]
    middle, rest = run[len(run) // 2], run[len(run) // 2 + 1 :]
    if len(run) % 2 == 0:
        return linear.Norm(product_of(Factors(last=[middle, *rest])))
    if isinstance(middle, linear.Inverse) and is_definite(middle.args[0]) and gram_half(middle.args[0]) is None:
        return linear.Norm(core.MatProduct(RootInverse(middle.args[0]), *rest))
    return None


def _exp(x: Any) -> Any:
    inside = argument_of(x, "exp")
    return linear.Softmax(inside.args[0]) if isinstance(inside, LogSoftmax) else None


def _log_of_chosen(inside: Any) -> Any:
    """log yᵀsoftmax(z) = yᵀ log softmax(z) for a one-hot y: the chosen entry may underflow, its logarithm not."""
    if is_matrix(inside):
        return None
    parts = factors_of(inside)
    if parts.bare_runs and len(parts.closed) == 1 and len(parts.closed[0]) == 2:
        a, b = flipped(parts.closed[0][0]), parts.closed[0][1]
        for chosen, s in ((a, b), (b, a)):
            if "one_hot" in facts_of(chosen) and isinstance(s, linear.Softmax):
                return linear.Inner(chosen, functions.log(s))
    return None


# --- products and quotients -------------------------------------------------------------------------------------------


def _slope(x: Any) -> Any:
    """σ(z)σ(−z) = e/(1 + e)² with e = exp(−|z|); σ(z)(1 − σ(z)) as written is 0 from z = 37 on."""
    factors = entrywise_factors(x)
    for j, k in combinations(range(len(factors)), 2):
        a, b = (argument_of(factors[m], "sigmoid") for m in (j, k))
        if a is not None and b is not None and b == opposite(a):
            z = a if minus_of(a) is None else b
            rest = [f for position, f in enumerate(factors) if position not in (j, k)]
            return entrywise_product([*rest[:j], form("slope", z), *rest[j:]])
    return None


def _masked_product(x: Any) -> Any:
    """p log p is 0 at p = 0, where the logarithm alone is −inf and the product nan."""
    factors = entrywise_factors(x)
    for position, p in enumerate(factors):
        if len(factors) > 1 and _may_vanish(p):
            rest = [_masked(f, p) if k != position else f for k, f in enumerate(factors)]
            if rest != factors:
                return entrywise_product(rest)
    return None


def _masked_inner(x: Any) -> Any:
    """The same for ⟨p, log q⟩ and pᵀ log q."""
    parts = factors_of(x)
    if len(parts.closed) != 1 or len(parts.closed[0]) != 2:
        return None
    a, b = flipped(parts.closed[0][0]), parts.closed[0][1]
    for p, f in ((a, b), (b, a)):
        if _may_vanish(p) and _masked(f, p) != f:
            return product_of(Factors(parts.sign, parts.scalars, parts.below, [(flipped(p), _masked(f, p))]))
    return None


def _may_vanish(p: Any) -> bool:
    return shown_nonnegative(p) and not is_positive(p) and not p.is_Number


def _masked(f: Any, p: Any) -> Any:
    """f with each of its logarithms put to 0 where p is 0."""
    if isinstance(f, core.Plus | core.MatPlus | core.Negative | core.MatNegative):
        return rebuilt(f, lambda t: _masked(t, p))
    inside = argument_of(f, "log")
    return f if inside is None or is_positive(inside) else form("masked_log", inside, p)


def _ones_transposed(x: Any) -> Any:
    """1ᵀv is the sum of v."""
    parts = factors_of(x)
    for position, run in enumerate(parts.closed):
        if len(run) == 2:
            a, b = flipped(run[0]), run[1]
            vector = b if is_one(a) else a if is_one(b) else None
            if vector is not None:
                parts.closed.pop(position)
                parts.scalars.append(linear.Total(vector))
                return product_of(parts)
    return None


def _inner(x: Any) -> Any:
    a, b = x.args
    if is_one(a) or is_one(b):
        return linear.Total(b if is_one(a) else a)
    return _masked_inner(x)


def _quotient(x: Any) -> Any:
    top, bottom = x.args
    z = None if is_one(top) else argument_of(_softmax_or_sigmoid(Integer(1), bottom), "sigmoid")
    return _softmax_or_sigmoid(top, bottom) or (None if z is None else core.times(functions.sigmoid(z), top))


def _scaled_exp(x: Any) -> Any:
    """exp(x) · (1/Σ exp(x)), the softmax in another order."""
    parts = factors_of(x)
    if parts.sign > 0 and len(parts.last) == 1 and not parts.scalars and not parts.closed and len(parts.below) == 1:
        return _softmax_or_sigmoid(parts.last[0], parts.below[0])
    return None


def _reciprocal(x: Any) -> Any:
    base, exponent = x.args
    if exponent != -1:
        return None
    return _softmax_or_sigmoid(linear.Ones(*base.shape) if is_matrix(base) else convert(1), base)


def _softmax_or_sigmoid(top: Any, bottom: Any) -> Any:
    """exp(x)/Σ exp(x) and 1/(1 + exp(−z)): the exponentials overflow where the quotient is between 0 and 1."""
    if isinstance(bottom, linear.Total):
        x = argument_of(bottom.args[0], "exp")
        if x is not None and is_column(x) and argument_of(top, "exp") == x:
            return linear.Softmax(x)
        at = argument_of(top, "exp")
        if x is not None and isinstance(at, linear.Entry) and at.args[0] == x:
            return linear.Entry(linear.Softmax(x), *at.args[1:])
    terms = terms_of(bottom)
    if len(terms) == 2 and any(map(is_one, terms)):
        z = argument_of(terms[1] if is_one(terms[0]) else terms[0], "exp")
        if z is not None and is_one(top):
            return functions.sigmoid(opposite(z))
        if z is not None and argument_of(top, "exp") == z:
            return functions.sigmoid(z)
    return None


def _entrywise_quotient(x: Any) -> Any:
    """A ∘ B⁻¹ where it is a sigmoid."""
    for j, f in enumerate(x.args):
        if isinstance(f, linear.HadamardPower) and f.args[1] == -1:
            for k, top in enumerate(x.args):
                better = None if j == k else _softmax_or_sigmoid(top, f.args[0])
                if better is not None:
                    return entrywise_product([better, *(a for m, a in enumerate(x.args) if m not in (j, k))])
    return None


def _unshifted(x: Any) -> Any:
    """lse(x + c·1) = c + lse(x) and softmax(x + c·1) = softmax(x): the code shifts by the maximum itself."""
    kept, shifts = [], []
    for term in terms_of(x.args[0]):
        parts = factors_of(term)
        constant = len(parts.last) == 1 and isinstance(parts.last[0], linear.Ones)
        parts.last = [] if constant else parts.last
        (shifts if constant else kept).append(product_of(parts) if constant else term)
    if not kept or not shifts:
        return None
    better = x.func(sum_of(kept))
    return core.Plus(*shifts, better) if isinstance(x, linear.LogSumExp) else better


def _total(x: Any) -> Any:
    """Sums that are a trace or a norm in disguise."""
    return linear.Trace(x.args[0].args[0]) if isinstance(x.args[0], linear.Diagonal) else None


def _diagonal_sum(x: Any) -> Any:
    """I − Diag(s) is Diag(1 − s)."""
    vectors = []
    for term in terms_of(x):
        parts = factors_of(term)
        if len(parts.last) != 1 or not isinstance(parts.last[0], linear.Diag | linear.Eye):
            return None
        (f,) = parts.last
        parts.last = [f.args[0] if isinstance(f, linear.Diag) else linear.Ones(f.args[0], 1)]
        vectors.append(product_of(parts))
    scalar = all(isinstance(factors_of(v).last[0], linear.Ones) for v in vectors)
    return None if scalar else linear.Diag(sum_of(vectors))


def _diagonal_product(x: Any) -> Any:
    """Diag(a) Diag(b) is Diag(a ∘ b)."""
    parts = factors_of(x)
    for k, (a, b) in enumerate(pairwise(parts.last)):
        if isinstance(a, linear.Diag) and isinstance(b, linear.Diag):
            parts.last[k : k + 2] = [linear.Diag(linear.Hadamard(a.args[0], b.args[0]))]
            return product_of(parts)
    return None


def _inverse(x: Any) -> Any:
    """(cA)⁻¹ is A⁻¹/c, so that a Gram matrix under a scale is still seen."""
    parts = factors_of(x.args[0])
    if parts.bare_runs and not parts.closed:
        return None
    scale = product_of(Factors(parts.sign, parts.scalars, parts.below, parts.closed))
    return core.MatQuotient(linear.Inverse(product_of(Factors(last=parts.last))), scale)


def _logdet(x: Any) -> Any:
    a = x.args[0]
    return core.negative(linear.LogDet(a.args[0])) if isinstance(a, linear.Inverse) and is_definite(a) else None


_RULES: dict[type, tuple[Rule, ...]] = {
    functions.Apply: (_log, _exp, _sqrt),
    functions.MatApply: (_log, _exp),
    core.Plus: (excess, pairs),
    core.MatPlus: (pairs, _diagonal_sum),
    core.Product: (_ones_transposed, _slope, _masked_product, _masked_inner, _scaled_exp),
    core.MatProduct: (_scaled_exp, _diagonal_product),
    linear.Hadamard: (_slope, _entrywise_quotient, _masked_product),
    linear.Inner: (_inner,),
    linear.Norm1: (lambda x: linear.Total(functions.absolute(x.args[0])),),
    core.Quotient: (_quotient,),
    core.MatQuotient: (_quotient,),
    core.Power: (_reciprocal, _sqrt),
    linear.HadamardPower: (_reciprocal,),
    linear.Inverse: (_inverse,),
    linear.LogSumExp: (_unshifted,),
    linear.Softmax: (_unshifted,),
    linear.Total: (_total,),
    linear.LogDet: (_logdet,),
}
