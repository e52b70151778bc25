"""The sign of an expression, read off its form and the declared facts: nothing is computed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from . import linear
from .core import (
    MatNegative,
    MatPlus,
    MatProduct,
    MatQuotient,
    Negative,
    Plus,
    Power,
    Product,
    Quotient,
    Transposed,
    is_matrix,
)
from .functions import Apply, MatApply
from .order import NONNEGATIVE, POSITIVE, UNKNOWN, Sign, order, taken
from .probability import Expectation, Indicator, Probability, RandomMatrix, RandomScalar, Variance
from .sequences import Select
from .shapes import shape_of
from .symbols import Dim, Index, MatrixAtom, facts_of, says as says


@lru_cache(maxsize=65536)  # a sum asks for the signs of its terms more than once, and they for those of theirs
def sign_of(x: Any) -> Sign:
    """POSITIVE or NONNEGATIVE when form and facts show it, else UNKNOWN; of a matrix, the sign of its entries."""
    if isinstance(x, Dim | Index):
        return POSITIVE
    if x.is_Number or (x.is_Symbol and not is_matrix(x)):
        return POSITIVE if x.is_positive else NONNEGATIVE if x.is_nonnegative else _by_fact(x)
    handler = _SIGNS.get(type(x), _stock if x.is_Add or x.is_Mul or x.is_Pow else None)
    return handler(x) if handler else UNKNOWN


def is_positive(x: Any) -> bool:
    return sign_of(x) == POSITIVE


def is_nonnegative(x: Any) -> bool:
    return sign_of(x) >= NONNEGATIVE


def is_nonzero(x: Any) -> bool:
    """Shown to differ from zero."""
    if is_positive(x) or (x.is_Number and bool(x != 0)):
        return True
    if "nonzero" in facts_of(x):
        return True
    if isinstance(x, Negative):
        return is_nonzero(x.args[0])
    if (x.is_Add or x.is_Mul or x.is_Pow) and not is_matrix(x):
        return says(x, "nonzero")
    return isinstance(x, Product | Quotient) and all(is_nonzero(a) and not is_matrix(a) for a in x.args)


def _stock(x: Any) -> Sign:
    """SymPy's own sums, products and powers, such as n + m: part by part, else by SymPy's assumptions."""
    if is_matrix(x):
        return UNKNOWN
    by_parts = _sum(x) if x.is_Add else min(map(sign_of, x.args)) if x.is_Mul else UNKNOWN
    if by_parts != UNKNOWN:
        return by_parts
    return POSITIVE if says(x, "positive") else NONNEGATIVE if says(x, "nonnegative") else UNKNOWN


def _by_fact(x: Any) -> Sign:
    facts = facts_of(x)
    if "positive" in facts:
        return POSITIVE
    return NONNEGATIVE if facts.keys() & {"nonnegative", "simplex", "binary", "unit_interval", "one_hot"} else UNKNOWN


def _sum(x: Any) -> Sign:
    if (one_less := _one_less(x)) != UNKNOWN:
        return one_less
    signs = [sign_of(a) for a in x.args]
    return max(signs) if min(signs) > UNKNOWN else _in_pairs(x.args)


def _in_pairs(terms: tuple[Any, ...]) -> Sign:
    """A sum of differences b − a, where a declared bound, or one after the other, says that b is above a."""
    at = next((k for k, x in enumerate(terms) if sign_of(x) == UNKNOWN and taken(x) is not None), None)
    if at is None:
        signs = [NONNEGATIVE, *map(sign_of, terms)]
        return max(signs) if min(signs) > UNKNOWN else UNKNOWN
    best = UNKNOWN
    for place, high in enumerate(terms):
        pair = order(taken(terms[at]), high) if place != at else UNKNOWN
        if pair != UNKNOWN:  # of equal terms one alone is used up
            rest = _in_pairs(tuple(x for k, x in enumerate(terms) if k not in (at, place)))
            best = max(best, max(pair, rest) if rest != UNKNOWN else UNKNOWN)
    return best


def _one_less(x: Any) -> Sign:
    """1 − f(t) or 1 − g(t)² for a function f below 1, or g between −1 and 1; 1 − p or 1 − p² for a number p ≤ 1."""
    if len(x.args) != 2 or not (x.args[0] == 1 or isinstance(x.args[0], linear.Ones)):
        return UNKNOWN
    if not isinstance(x.args[1], Negative | MatNegative):
        return UNKNOWN
    taken = x.args[1].args[0]
    squared = isinstance(taken, Power | linear.HadamardPower) and taken.args[1] == 2
    p = taken.args[0] if squared else taken
    if isinstance(p, Apply | MatApply) and p.function.name in ("sigmoid", "normal_cdf", *["tanh"] * squared):
        return POSITIVE
    facts = facts_of(p.args[0] if isinstance(p, linear.Entry) else p)
    if not squared and "below" in facts and facts["below"].is_Number and facts["below"] <= 1:
        return POSITIVE
    declared = facts.keys() & {"unit_interval", "binary", "simplex", "one_hot"}
    return NONNEGATIVE if declared or isinstance(p, Probability | Indicator) else UNKNOWN


def _sum_of(terms: Sign, *sizes: Any) -> Sign:
    """The sign of a sum whose terms have this sign; over n − 1 of them it may be empty, which is 0."""
    return terms if all(map(is_positive, sizes)) else min(terms, NONNEGATIVE)


def _chain(x: MatProduct) -> Sign:
    mats = [f for f in x.args if is_matrix(f)]
    return _sum_of(min(map(sign_of, x.args)), *(shape_of(f)[1] for f in mats[:-1]))


def _product(x: Any) -> Sign:
    factors = list(x.args)
    if isinstance(x, Product) and any(is_matrix(f) for f in factors):
        return _quadratic(x)
    return min(sign_of(f) for f in factors)


def _quadratic(x: Product) -> Sign:
    """vᵀAv with A positive semidefinite, or vᵀv."""
    scalars = [f for f in x.args if not is_matrix(f)]
    mats = [f for f in x.args if is_matrix(f)]
    outer = min((sign_of(s) for s in scalars), default=POSITIVE)
    if outer == UNKNOWN:
        return UNKNOWN
    entries = _sum_of(min(map(sign_of, mats)), *(shape_of(f)[1] for f in mats))
    if _is_definite_form(mats) or _is_weighted_mean(mats):
        return outer
    return min(outer, max(entries, NONNEGATIVE) if len(mats) >= 2 and is_mirrored(mats) else entries)


def _is_definite_form(mats: list[Any]) -> bool:
    """xᵀPx, or xᵀx, with P positive definite and x not 0."""
    ends = len(mats) in (2, 3) and _is_transpose(mats[0], mats[-1]) and _is_not_all_zero(mats[-1])
    return ends and all(map(is_definite, mats[1:-1]))


def _is_weighted_mean(mats: list[Any]) -> bool:
    """pᵀx with weights p that are not negative, nor all 0, and every entry of x positive."""
    pair = [m.args[0] if isinstance(m, Transposed) else m for m in mats]
    if len(pair) != 2:
        return False
    return any(is_nonnegative(p) and _is_not_all_zero(p) and is_positive(x) for p, x in (pair, pair[::-1]))


def is_mirrored(mats: list[Any]) -> bool:
    """Whether the factors read Bᵀ M B with M positive semidefinite or absent."""
    while len(mats) >= 2:
        first, last = mats[0], mats[-1]
        if not (_is_transpose(first, last)):
            return False
        mats = mats[1:-1]
        if len(mats) == 1:
            return is_semidefinite(mats[0])
    return True


def _is_transpose(a: Any, b: Any) -> bool:
    if isinstance(a, Transposed):
        return a.args[0] == b
    if isinstance(b, Transposed):
        return b.args[0] == a
    if isinstance(a, linear.Kron) and isinstance(b, linear.Kron):
        return all(map(_is_transpose, a.args, b.args))
    return a == b and is_symmetric(a)


def is_symmetric(a: Any) -> bool:
    if isinstance(a, linear.Eye | linear.Diag):
        return True
    if isinstance(a, MatPlus | linear.Hadamard | linear.Kron):
        return all(is_symmetric(t) for t in a.args)
    if isinstance(a, linear.Inverse | Transposed | MatQuotient | linear.HadamardPower | MatNegative):
        return is_symmetric(a.args[0])
    if isinstance(a, MatProduct):
        return _is_palindrome([f for f in a.args if is_matrix(f)])
    return bool(facts_of(a).keys() & {"symmetric", "positive_definite", "positive_semidefinite", "diagonal"})


def _is_palindrome(mats: list[Any]) -> bool:
    """Whether the factors read BᵀMB with M symmetric or absent."""
    while len(mats) >= 2:
        if not _is_transpose(mats[0], mats[-1]):
            return False
        mats = mats[1:-1]
    return not mats or is_symmetric(mats[0])


def is_definite(a: Any) -> bool:
    """Positive definite, by declaration or form."""
    if isinstance(a, MatrixAtom):
        return "positive_definite" in facts_of(a)
    if isinstance(a, linear.Eye):
        return True
    if isinstance(a, linear.Inverse | Transposed):
        return is_definite(a.args[0])
    if isinstance(a, linear.Diag):
        return is_positive(a.args[0])
    if isinstance(a, linear.Kron | linear.Hadamard):  # of entrywise products Schur's theorem says so
        return all(map(is_definite, a.args))
    if isinstance(a, MatQuotient):
        return is_positive(a.args[1]) and is_definite(a.args[0])
    if isinstance(a, MatPlus):
        return all(is_semidefinite(t) for t in a.args) and any(is_definite(t) for t in a.args)
    if isinstance(a, MatProduct):
        scalars = [f for f in a.args if not is_matrix(f)]
        mats = [f for f in a.args if is_matrix(f)]
        if not all(is_positive(s) for s in scalars):
            return False
        while len(mats) >= 2:  # BᵀMB with B of full column rank is as definite as M
            if not (_is_transpose(mats[0], mats[-1]) and has_full_column_rank(mats[-1])):
                return False
            mats = mats[1:-1]
        return not mats or is_definite(mats[0])
    return False


def is_semidefinite(a: Any) -> bool:
    """Positive semidefinite, by declaration or form BᵀDB."""
    if is_definite(a) or "positive_semidefinite" in facts_of(a):
        return True
    if isinstance(a, linear.Diag):
        return is_nonnegative(a.args[0])
    if isinstance(a, linear.Kron | linear.Hadamard):
        return all(map(is_semidefinite, a.args))
    if isinstance(a, linear.HadamardPower):  # Schur's theorem again
        return bool(a.args[1].is_integer and a.args[1].is_nonnegative) and is_semidefinite(a.args[0])
    if isinstance(a, linear.Inverse | Transposed):
        return is_semidefinite(a.args[0])
    if isinstance(a, MatPlus | linear.MatSumOver):
        return all(is_semidefinite(t) for t in (a.args if isinstance(a, MatPlus) else a.args[:1]))
    if isinstance(a, MatQuotient):
        return is_nonnegative(a.args[1]) and is_semidefinite(a.args[0])
    if isinstance(a, MatProduct):
        scalars = [f for f in a.args if not is_matrix(f)]
        mats = [f for f in a.args if is_matrix(f)]
        return all(is_nonnegative(s) for s in scalars) and (
            is_semidefinite(mats[0]) if len(mats) == 1 else is_mirrored(mats)
        )
    return False


def has_full_column_rank(a: Any) -> bool:
    """Independent columns, by declaration; those of Aᵀ are the rows of A."""
    flipped = isinstance(a, Transposed)
    facts = facts_of(a.args[0] if flipped else a)
    if facts.get("rank") == getattr(a, "shape", (None, None))[1] or (not flipped and "orthonormal" in facts):
        return True
    return bool(facts.keys() & {"orthogonal", "positive_definite", "invertible"})


def is_invertible(a: Any) -> bool:
    if is_definite(a) or (facts_of(a).keys() & {"invertible", "orthogonal"}):
        return True
    if isinstance(a, Transposed | linear.Inverse | MatNegative):
        return is_invertible(a.args[0])
    if isinstance(a, MatQuotient):
        return is_invertible(a.args[0]) and is_nonzero(a.args[1])
    if isinstance(a, MatProduct):
        return all(is_invertible(f) if is_matrix(f) else is_nonzero(f) for f in a.args)
    return False


def _power(x: Power | linear.HadamardPower) -> Sign:
    base, exponent = x.args
    if is_positive(base):
        return POSITIVE
    if not is_nonnegative(base) and not says(exponent.doit(), "even"):
        return UNKNOWN
    return POSITIVE if says(exponent.doit(), "negative") else NONNEGATIVE  # where the power has a value


def _quotient(x: Quotient) -> Sign:
    above, below = map(sign_of, x.args)
    return UNKNOWN if below == UNKNOWN else above  # where the quotient has a value


def _apply(x: Any) -> Sign:
    f = x.function
    if f.positive or (f.name == "sqrt" and is_positive(x.args[1])):
        return POSITIVE
    if f.name == "log":
        return _above_one(x.args[1])
    return NONNEGATIVE if f.nonnegative else UNKNOWN


def _above_one(x: Any) -> Sign:
    """The sign of log(1 + t) is that of t."""
    place = next((k for k, a in enumerate(x.args) if a == 1 or isinstance(a, linear.Ones)), None)
    if place is None or not isinstance(x, Plus | MatPlus):
        return UNKNOWN
    signs = [sign_of(a) for k, a in enumerate(x.args) if k != place]
    return max(signs) if min(signs) > UNKNOWN else UNKNOWN


def _first(x: Any) -> Sign:
    return sign_of(x.args[0])


def _total(x: Any) -> Sign:
    if is_nonnegative(x.args[0]) and facts_of(x.args[0]).keys() & {"nonzero", "unit", "simplex"}:
        return POSITIVE
    return _sum_of(sign_of(x.args[0]), *shape_of(x.args[0]))


def _squared_norm(x: Any) -> Sign:
    if _is_not_all_zero(x.args[0]):
        return POSITIVE
    return _sum_of(max(sign_of(x.args[0]), NONNEGATIVE), *shape_of(x.args[0]))


def _is_not_all_zero(a: Any) -> bool:
    return bool(facts_of(a).keys() & {"nonzero", "unit", "simplex", "one_hot"}) or is_invertible(a)


def _trace(x: Any) -> Sign:
    """tr(P) is the sum of the eigenvalues of P."""
    inside = x.args[0]
    if is_definite(inside):
        return _sum_of(POSITIVE, shape_of(inside)[0])
    return NONNEGATIVE if is_semidefinite(inside) else UNKNOWN


def _diagonal(x: Any) -> Sign:
    """The diagonal of P is eᵢᵀPeᵢ."""
    inside = x.args[0]
    return POSITIVE if is_definite(inside) else NONNEGATIVE if is_semidefinite(inside) else sign_of(inside)


def _inner(x: linear.Inner) -> Sign:
    a, b = x.args
    if a == b and _is_not_all_zero(a):
        return POSITIVE
    entries = _sum_of(min(sign_of(a), sign_of(b)), *shape_of(a))
    return max(entries, NONNEGATIVE) if a == b else entries


def _hadamard(x: linear.Hadamard) -> Sign:
    if len(x.args) == 2 and x.args[0] == x.args[1]:
        return NONNEGATIVE
    return min(sign_of(a) for a in x.args)


_SIGNS: dict[type, Any] = {
    Plus: _sum,
    MatPlus: _sum,
    Product: _product,
    MatProduct: _chain,
    Quotient: _quotient,
    MatQuotient: _quotient,
    Power: _power,
    Apply: _apply,
    MatApply: _apply,
    linear.Entry: _first,
    linear.SumOver: lambda x: _sum_of(sign_of(x.args[0]), x.args[1].count),
    linear.Total: _total,
    linear.Maximum: _first,
    Expectation: _first,
    Transposed: _first,
    linear.Row: _first,
    linear.Vec: _first,
    linear.Diag: lambda x: min(sign_of(x.args[0]), NONNEGATIVE),
    linear.Norm: _squared_norm,
    linear.Trace: _trace,
    linear.Diagonal: _diagonal,
    linear.Determinant: lambda x: POSITIVE if is_definite(x.args[0]) else UNKNOWN,
    linear.Norm1: _squared_norm,
    linear.SquaredNorm: _squared_norm,
    Variance: lambda x: NONNEGATIVE,
    Probability: lambda x: NONNEGATIVE,
    Indicator: lambda x: NONNEGATIVE,
    linear.Softmax: lambda x: POSITIVE,
    linear.Ones: lambda x: POSITIVE,
    linear.Inner: _inner,
    linear.Hadamard: _hadamard,
    linear.HadamardPower: _power,
    MatrixAtom: _by_fact,
    RandomScalar: _by_fact,
    RandomMatrix: _by_fact,
    linear.LogSumExp: lambda x: UNKNOWN,
    Select: lambda x: min(sign_of(x.args[1]), sign_of(x.args[2])),
}
