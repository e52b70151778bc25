"""Where a quadratic is zero, where a matrix can be inverted: rules with side conditions."""

from derivations.notation.core import negative, power, times, transpose
from derivations.notation.facts import has_full_column_rank, is_definite, is_nonnegative, is_positive
from derivations.notation.functions import absolute, relu, sign, sqrt, step
from derivations.notation.linear import diag, eye, hadamard, inverse, norm, norm1, ones, squared_norm, total
from derivations.notation.relations import AtMost, Equation, Relation, at_least, equation
from derivations.notation.symbols import dims, matrix, scalar, vector
from derivations.proof.rule import Condition, Rule


def _definite_form(factor, after: Relation):
    if not isinstance(after, Equation):
        raise ValueError(f"{after} is not an equation")
    u = after.gap
    if factor is None:
        return squared_norm(u)
    if getattr(factor, "is_Matrix", False):
        if not is_definite(factor):
            raise ValueError(f"{factor} is not declared positive definite")
        return transpose(u) @ factor @ u
    if not is_positive(factor):
        raise ValueError(f"{factor} is not shown to be positive")
    return times(factor, squared_norm(u))


def _squeezed_form(factor, after: Relation):  # what is at most zero: −‖u‖²
    return negative(_definite_form(factor, after))


def _order_form(factor, after: Relation):  # p ≤ q: q² − p²
    if isinstance(after, Equation) or not all(is_nonnegative(side) for side in after.args):
        raise ValueError(f"the sides of {after} are not both shown to be ≥ 0")
    low, high = after.args if isinstance(after, AtMost) else after.args[::-1]
    return power(high, 2) - power(low, 2)


def _order_law():
    p, q = scalar("p", nonnegative=True), scalar("q", nonnegative=True)
    return equation(q**2 - p**2, (q - p) * (q + p)), at_least(q + p, 0)


def _triangle_law():
    a, b = scalar("a"), scalar("b")
    more = 4 * relu(a) * relu(b) + 4 * relu(-a) * relu(-b)
    return equation((absolute(a) + absolute(b)) ** 2, (a - b) ** 2 + more), at_least(more, 0)


def _no_kink_law():
    n, t, b = dims("n"), scalar("t"), scalar("b", nonnegative=True)
    x = vector("x", n)
    u, square = vector("u", n, nonnegative=True), squared_norm(x)
    return (
        equation(absolute(b), b),
        equation(relu(b), b),
        equation(norm1(u), total(u)),
        equation(absolute(square), square),
        equation(norm1(hadamard(x, x)), square),
        equation(sign(t) * t, absolute(t)),
        equation(step(t) * t, relu(t)),
        equation(absolute(t) ** 2, t**2),
        equation(sqrt(t**2), absolute(t)),
    )


def _kept_lengths_law():
    n, p = dims("n p")
    a, u, Q = scalar("a"), vector("u", p), matrix("Q", n, p, orthonormal=True)
    return equation(norm(a * Q @ u), absolute(a) * norm(u))


def _definiteness_law():
    p = dims("p")
    u = vector("u", p)
    return equation(squared_norm(u), u.T @ u), at_least(squared_norm(u), 0)


def _completed_square_law():
    n = dims("n")
    W, c, u, x = matrix("W", n, n, symmetric=True), vector("c", n), vector("u", n), vector("x", n, nonzero=True)
    p = vector("p", n, simplex=True)
    m, mean = c.T @ W @ u, p.T @ u
    away, spread = u - m * c, u - mean * ones(n)
    whole = squared_norm(x)
    return (
        equation(u.T @ (W - W @ c @ c.T @ W) @ u, away.T @ W @ away + (1 - c.T @ W @ c) * m**2),
        equation(u.T @ (diag(p) - p @ p.T) @ u, spread.T @ diag(p) @ spread),
        equation(u.T @ (eye(n) - x @ x.T / whole) @ u, squared_norm(u - x.T @ u / whole * x)),
    )


def _gram_law():
    n, p = dims("n p")
    X, v = matrix("X", n, p, rank=p), vector("v", p)
    return equation(inverse(X.T @ X) @ X.T @ X @ v, v)


def _nonnegative_law():
    p = dims("p")
    a, x = scalar("a", nonnegative=True), vector("x", p)
    return at_least(a * squared_norm(x), 0)


definiteness = Rule(
    "only the zero vector has norm zero",
    "‖u‖² = 0  ⇔  u = 0",
    "A sum of squares vanishes only if every square does.",
    "mml: 3.1",
    law=_definiteness_law,
    law_is="ground",
    form=_definite_form,
)
squeezed = Rule(
    "a norm that is at most zero",
    "‖u‖² ≤ 0  ⇔  u = 0",
    "A sum of squares is never negative, so if it is at most zero, every square vanishes.",
    "mml: 3.1",
    law=_definiteness_law,
    law_is="ground",
    form=_squeezed_form,
    squeezes=True,
)
triangle = Rule(
    "triangle inequality",
    "|a − b| ≤ |a| + |b|",
    "The square of the right side is that of the left and 2(|ab| + ab), which is never negative.",
    "mml: 3.1",
    law=_triangle_law,
    law_is="ground",
    instance=lambda a, b: absolute(a - b) <= absolute(a) + absolute(b),
)
order_of_squares = Rule(
    "squares keep the order",
    "p ≤ q  ⇔  p² ≤ q² for p, q ≥ 0",
    "The difference q² − p² is (q − p)(q + p), and q + p is zero only if both are.",
    law=_order_law,
    law_is="ground",
    form=_order_form,
)
completed_square = Rule(
    "completing the square",
    "uᵀ(W − WccᵀW)u = (u − mc)ᵀW(u − mc) + (1 − cᵀWc)m² with m = cᵀWu, for symmetric W;  so"
    " uᵀ(Diag(p) − ppᵀ)u = (u − m1)ᵀDiag(p)(u − m1) with m = pᵀu where the pᵢ ≥ 0 sum to 1,"
    "  uᵀ(I − xxᵀ/‖x‖²)u = ‖u − mx‖² with m = xᵀu/‖x‖²",
    "Of u the part along c is taken out; of the squares of both, W has the one and WccᵀW the other.",
    "boyd: 3.1.5",
    law=_completed_square_law,
)
full_rank = Rule(
    "full column rank",
    "rank X = p  ⇒  (XᵀX)⁻¹XᵀXv = v",
    "With independent columns XᵀX has an inverse, so Xv = 0 only for v = 0.",
    "mml: 2.6.2",
    law=_gram_law,
    conditions=(Condition(has_full_column_rank, "{0} has full column rank", 'matrix("{0}", n, p, rank=p)', "X"),),
)
no_kink = Rule(
    "no kink",
    "u ≥ 0  ⇒  |u| = u, relu(u) = u, ‖u‖₁ = 1ᵀu;  sign(u) u = |u|,  step(u) u = relu(u),  |u|² = u²,  √(u²) = |u|",
    "A number that is never negative is its own modulus, and where a jump is multiplied by 0 nothing jumps.",
    law=_no_kink_law,
)
kept_lengths = Rule(
    "what changes all lengths alike",
    "‖aQu‖ = |a| ‖u‖ for QᵀQ = I",
    "A number stretches every vector alike, and a matrix with orthonormal columns keeps its length.",
    "mml: 3.4",
    law=_kept_lengths_law,
)
nonnegativity = Rule(
    "non-negative by form",
    "a ≥ 0  ⇒  a‖x‖² ≥ 0",
    "Squares and norms are never negative, nor are their non-negative multiples.",
    "mml: 3.1",
    law=_nonnegative_law,
    instance=lambda expr: at_least(expr, 0),
    conditions=(Condition(is_nonnegative, "{0} is non-negative", 'scalar("{0}", nonnegative=True)', "a"),),
)
