"""Rearranging what is already there: nothing is differentiated, nothing is estimated."""

from derivations.notation.core import minus, transpose
from derivations.notation.functions import exp, log, sigmoid, softplus
from derivations.notation.linear import diag, eye, hadamard, inner, inverse, squared_norm, sum_over, total, trace, zeros
from derivations.notation.relations import equation
from derivations.notation.symbols import dims, index, matrix, scalar, vector
from derivations.proof.rule import Rule


def _shapes():
    n, p = dims("n p")
    return n, p, matrix("A", n, p), matrix("B", p, n), vector("x", p), vector("y", n)


def _definition_law():
    a = scalar("a")
    return equation(a, a)


def _distributive():
    _, p, A, B, x, _ = _shapes()
    z, C = vector("z", p), matrix("C", *B.shape)
    return equation(A @ (x + z), A @ x + A @ z), equation(A @ (B + C), A @ B + A @ C)


def _order_of_terms():
    _, _, A, B, _, _ = _shapes()
    a, b = scalar("a"), scalar("b")
    return equation(a + b, b + a), equation(A + B.T, B.T + A)


def _transpose_of_product():
    _, _, A, B, _, _ = _shapes()
    return equation(transpose(A @ B), B.T @ A.T)


def _scalar_transpose():
    _, _, A, _, x, y = _shapes()
    return equation(y.T @ A @ x, x.T @ A.T @ y)


def _adjoint():
    _, _, A, _, x, y = _shapes()
    return equation(inner(y, A @ x), inner(A.T @ y, x))


def _cyclic_trace():
    _, _, A, B, _, _ = _shapes()
    return equation(trace(A @ B), trace(B @ A))


def _norm_as_product():
    _, _, _, _, x, _ = _shapes()
    return equation(squared_norm(x), x.T @ x)


def _inverse_cancels():
    p = dims("p")
    A, x = matrix("A", p, p, invertible=True), vector("x", p)
    return equation(inverse(A) @ A @ x, x)


def _diag_is_hadamard():
    p = dims("p")
    s, v = vector("s", p), vector("v", p)
    return equation(diag(s) @ v, hadamard(s, v))


def _log_product():
    a, b = scalar("a", positive=True), scalar("b", positive=True)
    return equation(log(a * b), log(a) + log(b))


def _exp_sum():
    a, b = scalar("a"), scalar("b")
    return equation(exp(a + b), exp(a) * exp(b))


def _log_sigmoid():
    t = scalar("t")
    return equation(log(sigmoid(t)), t - softplus(t)), equation(log(1 - sigmoid(t)), -softplus(t))


def _sum_as_product():
    n = dims("n")
    i, a, b = index("i", n), vector("a", n), vector("b", n)
    return equation(sum_over(i, a[i] * b[i]), a.T @ b), equation(sum_over(i, a[i]), total(a))


def _identity_is_neutral():
    p = dims("p")
    x = vector("x", p)
    return equation(minus(eye(p) @ x, x), zeros(p))


substitution = Rule(
    "definition",
    "a = a",
    "What stands on the left is by definition what stands on the right.",
    law=_definition_law,
)
hypothesis = Rule(
    "substitute what is supposed",
    "a = b  ⇒  f(a) = f(b)",
    "Where two things are supposed to be equal, one may stand for the other.",
    definition=True,
)
earlier = Rule(
    "an earlier step",
    "a ≤ b,  b ≤ c  ⇒  a ≤ c",
    "What was shown before may be used again, times what is not negative, and added to.",
    definition=True,
)
from_k_to_next = Rule(
    "induction",
    "P(0),  P(k) ⇒ P(k + 1)  ⇒  P(k) for every k",
    "What is to be shown of k + 1 may be supposed of k; what holds at 0 then holds for every k.",
    "knuth: 1.2.1",
    definition=True,
)
expand = Rule(
    "distributive law", "A(x + z) = Ax + Az", "Matrix products distribute over sums.", "mml: 2.2.1", law=_distributive
)
collect = Rule(
    "collect terms", "Ax + Az = A(x + z)", "Common factors are taken out of a sum.", "mml: 2.2.1", law=_distributive
)
order_of_terms = Rule(
    "order of terms",
    "a + b = b + a",
    "The terms of a sum may stand in any order; here sums of the same terms are written alike.",
    "mml: 2.4.1",
    law=_order_of_terms,
)
transpose_of_product = Rule(
    "transpose of a product",
    "(AB)ᵀ = BᵀAᵀ",
    "Transposing reverses the order of the factors.",
    "mml: 2.2.2",
    law=_transpose_of_product,
)
scalar_transpose = Rule(
    "a scalar is its own transpose",
    "yᵀAx = xᵀAᵀy",
    "A 1×1 matrix equals its transpose.",
    "mml: 2.2.2",
    law=_scalar_transpose,
)
adjoint = Rule(
    "adjoint",
    "⟨y, Ax⟩ = ⟨Aᵀy, x⟩",
    "A matrix moves across the inner product as its transpose.",
    "mml: 3.2",
    law=_adjoint,
)
cyclic_trace = Rule(
    "cyclic trace",
    "tr(AB) = tr(BA)",
    "A trace does not change when its factors are rotated.",
    "mml: 4.1",
    law=_cyclic_trace,
)
norm_as_product = Rule(
    "squared norm",
    "‖x‖² = xᵀx",
    "The squared norm is the inner product of a vector with itself.",
    "mml: 3.1",
    law=_norm_as_product,
)
inverse_cancels = Rule(
    "inverse cancels",
    "A⁻¹Ax = x for invertible A",
    "A matrix and its inverse cancel.",
    "mml: 2.2.2",
    law=_inverse_cancels,
)
diag_is_hadamard = Rule(
    "diagonal matrix",
    "Diag(s)v = s ∘ v",
    "A diagonal matrix scales each entry.",
    law=_diag_is_hadamard,
)
log_product = Rule(
    "log of a product",
    "log(ab) = log a + log b for a, b > 0",
    "The logarithm turns products into sums.",
    law=_log_product,
)
exp_sum = Rule("exp of a sum", "exp(a + b) = exp(a)exp(b)", "The exponential turns sums into products.", law=_exp_sum)
log_sigmoid = Rule(
    "logarithms of the sigmoid",
    "log σ(t) = t − softplus(t),  log(1 − σ(t)) = −softplus(t)",
    "Both logarithms of the sigmoid share one softplus.",
    "bishop: 4.3.2",
    law=_log_sigmoid,
)
sum_as_product = Rule(
    "sum as a product", "Σᵢ aᵢbᵢ = aᵀb", "A sum of products is an inner product.", "mml: 3.2", law=_sum_as_product
)
identity_is_neutral = Rule(
    "identity", "Ix = x", "The identity matrix changes nothing.", "mml: 2.2.1", law=_identity_is_neutral
)
