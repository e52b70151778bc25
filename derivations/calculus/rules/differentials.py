"""Differentials: how d acts on products, inverses, determinants and named functions, and how a gradient is read off."""

from derivations.notation.differentials import d, differential_of
from derivations.notation.functions import exp, log, sigmoid, softplus
from derivations.notation.linear import hadamard, inner, inverse, logdet, ones, squared_norm, trace
from derivations.notation.relations import equation
from derivations.notation.sequences import function
from derivations.notation.symbols import dims, matrix, scalar, vector
from derivations.proof.rule import Rule


def _linear():
    n, p = dims("n p")
    A, x, b = matrix("A", n, p), vector("x", p), vector("b", n)
    return equation(differential_of(A @ x - b, x), A @ d(x))


def _product():
    p = dims("p")
    A, x = matrix("A", p, p), vector("x", p)
    return equation(differential_of(x.T @ A @ x, x), d(x).T @ A @ x + x.T @ A @ d(x))


def _squared_norm():
    n, p = dims("n p")
    A, x = matrix("A", n, p), vector("x", p)
    return equation(differential_of(squared_norm(A @ x), x), 2 * inner(A @ x, A @ d(x)))


def _entrywise():
    n = dims("n")
    z = vector("z", n)
    one = ones(n)
    s = sigmoid(z)
    return (
        equation(differential_of(softplus(z), z), hadamard(s, d(z))),
        equation(differential_of(s, z), hadamard(hadamard(s, one - s), d(z))),
        equation(differential_of(exp(z), z), hadamard(exp(z), d(z))),
    )


def _log():
    t = scalar("t", positive=True)
    return equation(differential_of(log(t), t), d(t) / t)


def _inverse():
    p = dims("p")
    A = matrix("A", p, p, invertible=True)
    return equation(differential_of(inverse(A), A), -inverse(A) @ d(A) @ inverse(A))


def _logdet():
    p = dims("p")
    A = matrix("A", p, p, invertible=True)
    return equation(differential_of(logdet(A), A), trace(inverse(A) @ d(A)))


def _chain():
    n, p = dims("n p")
    A, x, f = matrix("A", n, p), vector("x", p), function("f", n)
    return equation(differential_of(f(A @ x), x), inner(f.grad(A @ x), A @ d(x)))


def _riesz():
    p = dims("p")
    x, f = vector("x", p), function("f", p)
    return equation(differential_of(f(x), x), inner(f.grad(x), d(x)))


def _jacobian():
    p = dims("p")
    x, f = vector("x", p), function("f", p)
    return equation(differential_of(f.grad(x), x), f.hess(x) @ d(x))


def _second():
    p = dims("p")
    x, f, u, v = vector("x", p), function("f", p), vector("u", p), vector("v", p)
    return equation(u.T @ f.hess(x) @ v, v.T @ f.hess(x) @ u)


linearity = Rule(
    "a differential is linear",
    "d(Ax − b) = A dx",
    "Constants drop out, constant factors stay.",
    "magnus: 8.2",
    law=_linear,
)
product = Rule(
    "product rule",
    "d(xᵀAx) = dxᵀAx + xᵀA dx",
    "Each factor moves in turn while the others stand still.",
    "magnus: 8.2",
    law=_product,
)
norm_differential = Rule(
    "differential of a squared norm",
    "d‖Ax‖² = 2⟨Ax, A dx⟩",
    "The product rule for the inner product of a vector with itself.",
    "mml: 5.3",
    law=_squared_norm,
)
entrywise = Rule(
    "entrywise function",
    "d softplus(z) = σ(z) ∘ dz,  dσ(z) = σ(z) ∘ (1 − σ(z)) ∘ dz,  d exp(z) = exp(z) ∘ dz",
    "An entrywise function moves each entry by its own derivative.",
    "bishop: 4.3.2",
    law=_entrywise,
)
log_differential = Rule(
    "differential of the logarithm",
    "d log t = dt / t for t > 0",
    "The derivative of log t is 1/t.",
    "mml: 5.1",
    law=_log,
)
inverse_differential = Rule(
    "differential of an inverse",
    "d(A⁻¹) = −A⁻¹ dA A⁻¹ for invertible A",
    "Differentiate A A⁻¹ = I and solve for d(A⁻¹).",
    "cookbook: 40",
    law=_inverse,
)
logdet_differential = Rule(
    "differential of log det",
    "d log det A = tr(A⁻¹ dA) for det A > 0",
    "Jacobi's formula divided by the determinant.",
    "cookbook: 43",
    law=_logdet,
)
chain = Rule(
    "chain rule",
    "d f(Ax) = ⟨∇f(Ax), A dx⟩",
    "The inner function's differential goes into the outer one's.",
    "mml: 5.2.2",
    law=_chain,
)
riesz = Rule(
    "gradient from the differential",
    "df = ⟨g, dx⟩ for every dx  ⇒  ∇f = g",
    "A linear function of dx is the inner product with exactly one vector, the gradient.",
    "magnus: 5.8",
    law=_riesz,
)
second_derivatives_commute = Rule(
    "second derivatives commute",
    "uᵀ∇²f v = vᵀ∇²f u, so ∂(∇ₓf)/∂y is the transpose of ∂(∇ᵧf)/∂x",
    "In which order two derivatives are taken makes no difference where the second ones are continuous.",
    "magnus: 6.7",
    law=_second,
)
jacobian_from_differential = Rule(
    "Jacobian from the differential",
    "dF = J dx for every dx  ⇒  ∂F/∂x = J",
    "A linear map of dx has exactly one matrix, the Jacobian; of a gradient it is the Hessian.",
    "magnus: 5.8",
    law=_jacobian,
)
