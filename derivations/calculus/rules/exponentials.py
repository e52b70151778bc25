"""Exponentials, their sums and ratios: softmax, log-sum-exp, the sigmoid and softplus."""

from derivations.notation.core import Kept
from derivations.notation.differentials import differential_of
from derivations.notation.functions import (
    absolute,
    arcsin,
    arctan,
    cos,
    exp,
    log,
    relu,
    sigmoid,
    sin,
    softplus,
    sqrt,
    tan,
    tanh,
)
from derivations.notation.linear import logsumexp, maximum, norm, ones, softmax, squared_norm, total
from derivations.notation.relations import at_least, equation
from derivations.notation.sequences import function
from derivations.notation.symbols import dims, scalar, vector
from derivations.proof.rule import Rule


def _scores():
    n = dims("n")
    return n, vector("x", n), scalar("c")


def _softmax():
    _, x, _ = _scores()
    return equation(softmax(x), exp(x) / total(exp(x)))


def _logsumexp():
    _, x, _ = _scores()
    return equation(logsumexp(x), log(total(exp(x))))


def _log_softmax():
    n, x, _ = _scores()
    return equation(log(softmax(x)), x - logsumexp(x) * ones(n))


def _inverse_functions():
    t, u = scalar("t"), scalar("u", positive=True)
    return equation(log(exp(t)), t), equation(exp(log(u)), u)


def _functions_with_names():
    n, t, s = dims("n"), scalar("t"), scalar("s")
    z, w = vector("z", n), vector("w", n, positive=True)
    return (
        equation(log(1 + exp(t)), softplus(t)),
        equation(log(exp(t) + exp(s)), t + softplus(s - t)),
        equation(1 / (1 + exp(-t)), sigmoid(t)),
        equation(exp(t) / (1 + exp(t)), sigmoid(t)),
        equation(1 / (exp(t) + exp(s)), exp(-t - softplus(s - t))),
        equation((exp(t) - exp(-t)) / (exp(t) + exp(-t)), tanh(t)),
        equation(2 * sigmoid(t) - 1, tanh(t / 2)),
        equation(exp(s) * exp(t) / (exp(s) + exp(t)) ** 2, sigmoid(s - t) * (1 - sigmoid(s - t))),
        equation(log(total(exp(z))), logsumexp(z)),
        equation(log(exp(t) + total(exp(z))), t + softplus(logsumexp(z) - t)),
        equation(log(w.T @ exp(z)), logsumexp(z + log(w))),
        equation(log(w.T @ softmax(z)), logsumexp(z + log(w)) - logsumexp(z)),
        equation(exp(z) / total(exp(z)), softmax(z)),
        equation(sqrt(z.T @ z), norm(z)),
        equation(z.T @ z, squared_norm(z)),
    )


def _special_case():
    n, x, c = _scores()
    m = maximum(x)
    return (
        equation(exp(x), exp(c) * exp(x - c * ones(n))),
        equation(exp(x), exp(m) * exp(x - m * ones(n))),
    )


def _quotient():
    n = dims("n")
    x, u, s = vector("x", n), function("u", n), function("s", n)
    du, ds = differential_of(u(x), x), differential_of(s(x), x)
    return equation(differential_of(u(x) / s(x), x), du / s(x) - u(x) * ds / s(x) ** 2)


def _reflection():
    t = scalar("t")
    return equation(1 - sigmoid(t), sigmoid(-t)), equation(softplus(-t), softplus(t) - t)


def _softplus_in_parts():
    t = scalar("t")
    return equation(relu(t) + softplus(-absolute(t)), softplus(t))


def _parity():
    t, s = scalar("t"), scalar("s", above=-1, below=1)
    odd = (equation(f(-t), -f(t)) for f in (sin, tan, arctan, tanh))
    u = vector("u", dims("n"))
    return (*odd, equation(cos(-t), cos(t)), equation(arcsin(-s), -arcsin(s)), equation(norm(-u), norm(u)))


def _above_tangent(t: Kept, s: Kept):
    return at_least(softplus(t + s), softplus(t) + sigmoid(t) * s)


def _softplus_tangent():
    a, b = scalar("a"), scalar("b")
    return at_least(log(1 + exp(a + b)), log(1 + exp(a)) + b * exp(a) / (1 + exp(a)))


softmax_definition = Rule(
    "definition of the softmax",
    "softmax(x) = exp(x) / Σⱼ exp(xⱼ)",
    "The exponentials of the scores, divided by their sum.",
    "bishop: 4.3.4",
    law=_softmax,
)
logsumexp_definition = Rule(
    "definition of log-sum-exp",
    "lse(x) = log Σⱼ exp(xⱼ)",
    "The logarithm of the sum of exponentials.",
    "boyd: 3.1.5",
    law=_logsumexp,
)
log_softmax = Rule(
    "logarithm of the softmax",
    "log softmax(x) = x − lse(x)·1",
    "The logarithm of a quotient is a difference, and the logarithm undoes the exponential.",
    "murphy: 2.5.4",
    law=_log_softmax,
)
log_of_exp = Rule(
    "log and exp undo each other",
    "log exp(t) = t,  exp log u = u for u > 0",
    "The logarithm is the inverse function of the exponential.",
    law=_inverse_functions,
)
special_case = Rule(
    "special case",
    "f(c) = g(c) for every c  ⇒  f(m) = g(m)",
    "What holds for every number holds for this one.",
    law=_special_case,
    law_is="example",
)
quotient_rule = Rule(
    "quotient rule",
    "d(u/s) = du/s − u ds/s² for s ≠ 0",
    "The product rule for u and 1/s.",
    "mml: 5.1.2",
    law=_quotient,
)
sigmoid_reflection = Rule(
    "reflection of the sigmoid",
    "1 − σ(t) = σ(−t),  softplus(−t) = softplus(t) − t",
    "The two probabilities σ(t), σ(−t) of a binary choice sum to one; softplus is −log σ(−t), and their ratio is eᵗ.",
    "bishop: 4.2",
    law=_reflection,
)
softplus_in_parts = Rule(
    "softplus without overflow",
    "relu(t) + log(1 + exp(−|t|)) = softplus(t)",
    "Of log(1 + eᵗ) the larger of 0 and t is taken out first; the sum has no kink.",
    law=_softplus_in_parts,
)
parity = Rule(
    "odd and even functions",
    "sin(−t) = −sin(t),  cos(−t) = cos(t),  tan(−t) = −tan(t),  arctan(−t) = −arctan(t),  arcsin(−t) = −arcsin(t),"
    "  tanh(−t) = −tanh(t),  ‖−u‖ = ‖u‖",
    "The graph of an odd function is turned into itself about the origin, that of an even one mirrored at the axis.",
    law=_parity,
)
softplus_tangent = Rule(
    "softplus lies above its tangents",
    "softplus(t + s) ≥ softplus(t) + σ(t)s",
    "The slope σ(t) of softplus increases with t, so softplus is convex.",
    "boyd: 3.1.3",
    law=_softplus_tangent,
    instance=_above_tangent,
)
functions_with_names = Rule(
    "functions with names",
    "log(1 + eᶻ) = softplus(z),  log(eʸ + eᶻ) = y + softplus(z − y),  1/(1 + e⁻ᶻ) = σ(z),"
    "  1/(eʸ + eᶻ) = exp(−y − softplus(z − y)),"
    "  (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ) = tanh(z),  2σ(z) − 1 = tanh(z/2),"
    "  log Σᵢ exp(zᵢ) = lse(z),  log Σᵢ wᵢ exp(zᵢ) = lse(z + log w),"
    "  log wᵀsoftmax(z) = lse(z + log w) − lse(z), these two for w > 0,"
    "  exp(z)/Σᵢ exp(zᵢ) = softmax(z),  √(zᵀz) = ‖z‖,  zᵀz = ‖z‖²",
    "These are the definitions of the functions, read from right to left; of two exponentials one is taken out first.",
    "murphy: 2.4.2, 2.5.4",
    law=_functions_with_names,
)
