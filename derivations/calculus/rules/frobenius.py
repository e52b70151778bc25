"""Differentials under an inner product: where each node of an expression sends what it is measured against."""

from derivations.notation.arrangement import unvec
from derivations.notation.core import power, transpose
from derivations.notation.differentials import d, differential_of
from derivations.notation.functions import absolute, log, relu, sign, step
from derivations.notation.linear import (
    det,
    diag,
    diagonal,
    entry,
    eye,
    hadamard,
    hadamard_power,
    inner,
    inverse,
    kron,
    logsumexp,
    norm,
    norm1,
    ones,
    row,
    softmax,
    sum_over,
    total,
    trace,
    unit,
    vec,
)
from derivations.notation.relations import equation
from derivations.notation.sequences import function
from derivations.notation.symbols import dims, index, matrix, scalar, vector
from derivations.proof.rule import Rule


def _both_factors():
    n, p = dims("n p")
    X, B, G = matrix("X", n, p), matrix("B", p, n), matrix("G", n, p)
    moved = inner(G @ transpose(B @ X), d(X)) + inner(transpose(X @ B) @ G, d(X))
    return equation(inner(G, differential_of(X @ B @ X, X)), moved)


def _hadamard_product():
    n, p = dims("n p")
    A, X, G = (matrix(name, n, p) for name in "AXG")
    return equation(inner(G, differential_of(hadamard(A, X), X)), inner(hadamard(A, G), d(X)))


def _scaled():
    n = dims("n")
    G, X, b = vector("g", n), vector("x", n), vector("b", n)
    return equation(
        inner(G, differential_of((b.T @ X) * X, X)), inner(inner(X, G) * b, d(X)) + inner((b.T @ X) * G, d(X))
    )


def _transposes():
    n, p = dims("n p")
    X, G = matrix("X", n, p), matrix("G", p, n)
    return equation(inner(G, transpose(d(X))), inner(transpose(G), d(X)))


def _total():
    n, p = dims("n p")
    X = matrix("X", n, p)
    return equation(differential_of(total(X), X), inner(ones(n, p), d(X)))


def _trace():
    n, p = dims("n p")
    A, X = matrix("A", p, n), matrix("X", n, p)
    return equation(differential_of(trace(A @ X), X), inner(transpose(A), d(X)))


def _inner():
    n, p, m = dims("n p m")
    A, B, X = matrix("A", m, n), matrix("B", m, n), matrix("X", n, p)
    return equation(differential_of(inner(A @ X, B @ X), X), inner(A @ d(X), B @ X) + inner(A @ X, B @ d(X)))


def _norm():
    n = dims("n")
    x = vector("x", n, nonzero=True)
    return equation(differential_of(norm(x), x), inner(x / norm(x), d(x)))


def _norm1():
    n = dims("n")
    x = vector("x", n)
    return equation(differential_of(norm1(x), x), inner(sign(x), d(x)))


def _kinks():
    t = scalar("t", nonzero=True)
    return (
        equation(differential_of(absolute(t), t), sign(t) * d(t)),
        equation(differential_of(relu(t), t), step(t) * d(t)),
    )


def _det():
    p = dims("p")
    A = matrix("A", p, p, invertible=True)
    return equation(differential_of(det(A), A), inner(det(A) * transpose(inverse(A)), d(A)))


def _power():
    t, a, p = scalar("t", positive=True), scalar("a"), dims("p")
    s, u, x = scalar("s", nonzero=True), scalar("u"), vector("x", p)
    k, m = scalar("k", integer=True), scalar("m", integer=True, positive=True)
    return (
        equation(differential_of(power(t, a), t), a * power(t, a) / t * d(t)),
        equation(differential_of(power(s, k), s), k * power(s, k - 1) * d(s)),
        equation(differential_of(power(u, m), u), m * power(u, m - 1) * d(u)),
        equation(differential_of(hadamard_power(x, 3), x), 3 * hadamard(hadamard_power(x, 2), d(x))),
    )


def _exponent():
    t, a = scalar("t"), scalar("a", positive=True)
    return equation(differential_of(power(a, t), t), log(a) * power(a, t) * d(t))


def _logsumexp():
    n = dims("n")
    x = vector("x", n)
    return equation(differential_of(logsumexp(x), x), inner(softmax(x), d(x)))


def _softmax():
    n = dims("n")
    x = vector("x", n)
    s = softmax(x)
    return equation(differential_of(s, x), (diag(s) - s @ s.T) @ d(x))


def _diagonals():
    n = dims("n")
    x, X, G, g = vector("x", n), matrix("X", n, n), matrix("G", n, n), vector("g", n)
    return (
        equation(inner(G, differential_of(diag(x), x)), inner(diagonal(G), d(x))),
        equation(inner(g, differential_of(diagonal(X), X)), inner(diag(g), d(X))),
    )


def _stacking():
    n, p = dims("n p")
    X, g = matrix("X", n, p), vector("g", n * p)
    return equation(inner(g, differential_of(vec(X), X)), inner(unvec(g, n, p), d(X)))


def _kronecker():
    n, p = dims("n p")
    X, B = matrix("X", n, p), matrix("B", p, n)
    return (
        equation(differential_of(kron(X, B), X), kron(d(X), B)),
        equation(differential_of(kron(B, X), X), kron(B, d(X))),
    )


def _trace_of_kronecker():
    n, p = dims("n p")
    X, B = matrix("X", n, n), matrix("B", p, p)
    return equation(differential_of(trace(kron(X, B)), X), inner(trace(B) * eye(n), d(X)))


def _places():
    n, p = dims("n p")
    i, x, X, g = index("i", n), vector("x", n), matrix("X", n, p), vector("g", p)
    return (
        equation(differential_of(entry(x, i), x), inner(unit(i, n), d(x))),
        equation(inner(g, differential_of(row(X, i), X)), inner(unit(i, n) @ g.T, d(X))),
    )


def _sums():
    n, p = dims("n p")
    i, X, w, y = index("i", n), matrix("X", n, p), vector("w", p), vector("y", n)
    before = sum_over(i, y[i] * log(1 + (row(X, i).T @ w) ** 2))
    after = sum_over(i, y[i] * differential_of(log(1 + (row(X, i).T @ w) ** 2), w))
    return equation(differential_of(before, w), after)


def _function():
    n, p = dims("n p")
    A, x, f = matrix("A", n, p), vector("x", p), function("f", n)
    return equation(differential_of(f(A @ x), x), inner(A.T @ f.grad(A @ x), d(x)))


product_under = Rule(
    "product rule under ⟨·,·⟩",
    "⟨G, d(AB)⟩ = ⟨GBᵀ, dA⟩ + ⟨AᵀG, dB⟩",
    "Each factor moves in turn; what stands beside it crosses the inner product as its transpose.",
    "magnus: 8.2",
    law=_both_factors,
)
scaling = Rule(
    "scalar times matrix",
    "⟨G, d(aB)⟩ = ⟨B, G⟩ da + ⟨aG, dB⟩",
    "The scalar is measured against the whole matrix, the matrix keeps the scalar as a factor.",
    "magnus: 8.2",
    law=_scaled,
)
hadamard_under = Rule(
    "entrywise product",
    "⟨G, d(A ∘ X)⟩ = ⟨A ∘ G, dX⟩",
    "An entrywise factor can stand on either side of an inner product.",
    "magnus: 3.6",
    law=_hadamard_product,
)
transpose_under = Rule(
    "transpose across ⟨·,·⟩",
    "⟨G, dXᵀ⟩ = ⟨Gᵀ, dX⟩",
    "Transposing both sides of an inner product does not change it.",
    "magnus: 8.2",
    law=_transposes,
)
total_differential = Rule("sum of the entries", "d 1ᵀX1 = ⟨1, dX⟩", "Every entry counts once.", law=_total)
trace_differential = Rule(
    "differential of a trace",
    "d tr(AX) = ⟨Aᵀ, dX⟩",
    "The trace is linear, and tr(AX) = ⟨Aᵀ, X⟩.",
    "cookbook: 100",
    law=_trace,
)
inner_differential = Rule(
    "differential of an inner product",
    "d⟨A, B⟩ = ⟨dA, B⟩ + ⟨A, dB⟩",
    "The product rule for the inner product.",
    "magnus: 8.2",
    law=_inner,
)
length_differential = Rule(
    "differential of a norm",
    "d‖x‖ = ⟨x/‖x‖, dx⟩ where x ≠ 0",
    "The norm grows along the unit vector of x.",
    "cookbook: 129",
    law=_norm,
)
norm1_differential = Rule(
    "differential of the 1-norm",
    "d‖x‖₁ = ⟨sign(x), dx⟩ where no entry of x is 0",
    "Each |xᵢ| has slope sign(xᵢ) away from 0.",
    law=_norm1,
)
kink = Rule(
    "function with a kink",
    "d|t| = sign(t) dt,  d relu(t) = step(t) dt,  where t ≠ 0",
    "Away from its kink the function is linear, with a slope on each side.",
    law=_kinks,
)
det_differential = Rule(
    "differential of a determinant",
    "d det A = ⟨det(A) A⁻ᵀ, dA⟩ for invertible A",
    "Jacobi's formula: the cofactors of A are the entries of det(A) A⁻ᵀ.",
    "cookbook: 49",
    law=_det,
)
power_rule = Rule(
    "power rule",
    "d tᵃ = a tᵃ⁻¹ dt for t > 0,  for t ≠ 0 if a is an integer,  and for every t if a is 1, 2, 3, …",
    "The exponent comes down as a factor.",
    "mml: 5.1",
    law=_power,
)
exponential_rule = Rule(
    "exponential rule", "d aᵗ = log(a) aᵗ dt for a > 0", "Write aᵗ as exp(t log a).", "mml: 5.1", law=_exponent
)
logsumexp_differential = Rule(
    "differential of log-sum-exp",
    "d lse(x) = ⟨softmax(x), dx⟩",
    "The slope in xᵢ is exp(xᵢ) over the sum of all.",
    "boyd: 3.1.5",
    law=_logsumexp,
)
softmax_differential = Rule(
    "differential of softmax",
    "d softmax(x) = (Diag(s) − ssᵀ) dx,  s = softmax(x)",
    "Each probability rises with its own input and falls with the mean.",
    "bishop: 4.3.4",
    law=_softmax,
)
diagonal_under = Rule(
    "diagonal across ⟨·,·⟩",
    "⟨G, Diag(dx)⟩ = ⟨diag(G), dx⟩,  ⟨g, diag(dX)⟩ = ⟨Diag(g), dX⟩",
    "Only the entries on the diagonal meet.",
    "magnus: 3.6",
    law=_diagonals,
)
stacking = Rule(
    "vec across ⟨·,·⟩",
    "⟨g, vec(dX)⟩ = ⟨mat(g), dX⟩",
    "Stacking columns keeps the inner product; mat arranges the entries back.",
    "magnus: 2.4",
    law=_stacking,
)
kronecker = Rule(
    "differential of a Kronecker product",
    "d(X ⊗ B) = dX ⊗ B,  d(B ⊗ X) = B ⊗ dX",
    "The Kronecker product is linear in each factor.",
    "magnus: 8.2",
    law=_kronecker,
)
trace_of_kronecker = Rule(
    "trace of a Kronecker product",
    "d tr(X ⊗ B) = ⟨tr(B) I, dX⟩ for square X and B",
    "For square A and B, tr(A ⊗ B) = tr A · tr B: the diagonal of A ⊗ B has each product of two of their entries.",
    "cookbook: 105",
    law=_trace_of_kronecker,
)
places = Rule(
    "entry or row of a matrix",
    "d xᵢ = ⟨eᵢ, dx⟩,  ⟨g, d(row i of X)⟩ = ⟨eᵢgᵀ, dX⟩",
    "Picking an entry is the inner product with a basis vector.",
    law=_places,
)
sum_under = Rule(
    "sum over an index",
    "d Σᵢ aᵢ = Σᵢ daᵢ",
    "The differential of a sum is the sum of the differentials.",
    "mml: 5.1.2",
    law=_sums,
)
function_under = Rule(
    "chain rule under ⟨·,·⟩",
    "d f(Ax) = ⟨Aᵀ∇f(Ax), dx⟩",
    "The gradient of the outer function is carried back through the inner one.",
    "mml: 5.2.2",
    law=_function,
)
