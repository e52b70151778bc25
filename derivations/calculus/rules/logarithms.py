"""The logarithm as a concave function: of numbers, and of positive definite matrices through their determinant."""

from derivations.notation.facts import is_definite, is_positive
from derivations.notation.functions import log, sqrt
from derivations.notation.linear import diag, inverse, logdet, trace
from derivations.notation.relations import equation
from derivations.notation.symbols import dims, matrix, scalar, vector
from derivations.proof.rule import Condition, Rule


def _power():
    t = scalar("t", positive=True)
    return equation(log(sqrt(t)), log(t) / 2), equation(log(1 / t), -log(t))


def _tangent():
    t = scalar("t", positive=True)
    return log(t) <= t - 1


def _logdet_tangent_at(A, B):
    return logdet(B) <= logdet(A) + trace(inverse(A) @ B) - A.shape[0]


def _logdet_tangent():
    p = dims("p")
    C, lam = matrix("C", p, p, invertible=True), vector("lambda", p, positive=True)
    return _logdet_tangent_at(C @ C.T, C @ diag(lam) @ C.T)


log_power = Rule(
    "log of a power",
    "log √t = ½ log t,  log 1/t = −log t for t > 0",
    "The logarithm turns a power into a factor.",
    law=_power,
)
log_tangent = Rule(
    "log lies below its tangent",
    "log t ≤ t − 1 for t > 0",
    "The logarithm is concave, and t − 1 is its tangent at t = 1.",
    "boyd: 3.1.5",
    law=_tangent,
    instance=lambda t: log(t) <= t - 1,
    conditions=(Condition(is_positive, "{0} is positive", 'scalar("{0}", positive=True)', "t"),),
)
logdet_tangent = Rule(
    "log det lies below its tangent",
    "log det B ≤ log det A + tr(A⁻¹B) − p for positive definite A and B",
    "Two such matrices have a common form A = CCᵀ and B = C Diag(λ)Cᵀ, and there it says log λ ≤ λ − 1 for every λ.",
    "horn: 7.6",
    law=_logdet_tangent,
    instance=_logdet_tangent_at,
    conditions=(
        Condition(
            lambda a, b: is_definite(a) and is_definite(b),
            "{0} and {1} are positive definite",
            'matrix("{0}", p, p, positive_definite=True)',
            "A B",
        ),
    ),
)
