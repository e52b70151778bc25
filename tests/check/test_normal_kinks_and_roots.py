"""Functions with a kink away from it, and roots of sums, in normal form."""

import pytest
from sympy import Rational

from derivations import (
    d,
    det,
    diag,
    diagonal,
    dims,
    exp,
    hadamard,
    index,
    inner,
    log,
    logdet,
    matrix,
    norm,
    norm1,
    scalar,
    sqrt,
    squared_norm,
    vector,
)
from derivations.check.normal import prove_equal
from derivations.notation.differentials import differential_of
from derivations.notation.functions import absolute, relu, sign, softplus, step

n, _ = dims("n p")
s, r, t = scalar("s"), scalar("r"), scalar("t", positive=True)
x, a = vector("x", n), vector("a", n)
Z = matrix("Z", n, n)
P = matrix("P", n, n, positive_definite=True)
i = index("i", n)
D = matrix("D", n, n, diagonal=True)
half = Rational(1, 2)


def moved(e, x):
    return differential_of(e, x)


HOLDS = {
    "the slope of a modulus": (moved(absolute(s), s), sign(s) * d(s)),
    "of a 1-norm": (moved(norm1(x - a), x), inner(sign(x - a), d(x))),
    "of a modulus written the other way": (moved(norm1(a - x), x), inner(sign(x - a), d(x))),
    "a sign is odd": (sign(-s), -sign(s)),
    "and blind to size": (sign(t * s), sign(s)),
    "a sign does not move": (moved(hadamard(sign(x), x), x), hadamard(sign(x), d(x))),
    "a step does not move": (moved(hadamard(step(x), relu(x)), x), hadamard(step(x), hadamard(step(x), d(x)))),
    "a sign and its modulus": (sign(s) * absolute(s), s),
    "a sign over its modulus": (sign(x[i] - s) / absolute(x[i] - s), 1 / (x[i] - s)),
    "a sign squared": (sign(s) ** 2 * absolute(s), absolute(s)),
    "a sign cubed": (sign(s) ** 3, sign(s)),
    "a number and its sign": (hadamard(sign(x), x), absolute(x)),
    "with the sign turned round": (sign(-s) * s, -absolute(s)),
    "a modulus squared below a line": (1 / absolute(s) ** 2, s**-2),
    "exp of the log det of a definite matrix": (exp(half * logdet(P)), sqrt(det(P))),
    "a whole power beside a root": ((1 - s**2) ** half / (1 - s**2), (1 - s**2) ** -half),
    "with the sign turned": ((1 - s**2) ** half / (s**2 - 1), -((1 - s**2) ** -half)),
    "the slope of a root": (moved((1 - s**2) ** -half, s), s * (1 - s**2) ** Rational(-3, 2) * d(s)),
    "a sum over its own root": (squared_norm(x) / norm(x), norm(x)),
    "a part of the sum over the root": (
        squared_norm(x) / sqrt(1 + squared_norm(x)),
        sqrt(1 + squared_norm(x)) - 1 / sqrt(1 + squared_norm(x)),
    ),
    "numbers to whole powers and a half": (8 / (8 * t) ** Rational(3, 2), 1 / (t * sqrt(8 * t))),
    "a number without a sign beside its root": (moved(4 / sqrt(8 * s), s), -moved(sqrt(8 * s), s) / (2 * s)),
    "a part of the product under the root": (s * (s * r) ** Rational(-3, 2), 1 / (r * sqrt(s * r))),
    "roots of roots": (sqrt(s) ** -half * sqrt(s) ** -1, sqrt(sqrt(s)) ** -3),
    "roots of products of roots": (sqrt(sqrt(s) * sqrt(r)), sqrt(sqrt(s)) * sqrt(sqrt(r))),
    "roots below lines, squared": (sqrt(s) ** -2 + sqrt(1 - s) ** -2, 1 / s - 1 / (s - 1)),
    "a function of a diagonal matrix, on the diagonal": (diagonal(exp(D)), exp(diagonal(D))),
    "with a minus under the root": (s * (-s * r) ** Rational(-3, 2), -1 / (r * sqrt(-s * r))),
    "a factor of a sum under the root": ((1 + r) * (s + s * r) ** Rational(-3, 2), 1 / (s * sqrt(s + s * r))),
    "a power of a product below a line": (1 / (s * norm(x)) ** 2, s**-2 / squared_norm(x)),
    "a diagonal matrix moves on its diagonal": (d(D), diag(diagonal(d(D)))),
    "a factor of a norm": (norm(s * x), absolute(s) * norm(x)),
    "of the norm of a matrix": (norm(s * Z), absolute(s) * norm(Z)),
    "a factor of a 1-norm": (norm1(s * x), absolute(s) * norm1(x)),
    "what a vector is divided by": (norm(x / s), norm(x) / absolute(s)),
    "an entry as a factor": (norm(x[i] * a), norm(a) * absolute(x[i])),
    "a factor of a sum in a norm": (norm(s * x + s * a), absolute(s) * norm(x + a)),
    "an outer product": (norm(x @ a.T), norm(x) * norm(a)),
    "a modulus of a product": (absolute(s * r), absolute(s) * absolute(r)),
    "and of what a sum shares": (absolute(s * r - s), absolute(s) * absolute(1 - r)),
    "a sign of a product": (sign(-s * r), -sign(s) * sign(r)),
    "a sign of a quotient": (sign(s / r), sign(s) * sign(1 / r)),
    "a sign and its modulus, of a product": (sign(s * r) * absolute(r * s), s * r),
    "the root of a square": (sqrt(s**2), absolute(s)),
    "of a higher power": (sqrt(s**6), s**2 * absolute(s)),
    "the root of a root of one": ((s**2) ** Rational(1, 4), sqrt(absolute(s))),
    "of a square and what is not negative": (sqrt(s**2 * r**2 + s**2), absolute(s) * sqrt(1 + r**2)),
    "a number over its modulus": (s / absolute(s), sign(s) * s / s),
    "the slope of a norm in a factor": (moved(norm(s * x), s), sign(s) * norm(x) * d(s)),
    "softplus without overflow": (relu(s) + softplus(-absolute(s)), softplus(s)),
    "with the larger of two in front": (absolute(s - r) + log(1 + exp(-absolute(s - r))), softplus(absolute(r - s))),
    "of a multiple": (log(1 + exp(-2 * absolute(s))) + 2 * relu(s), softplus(2 * s)),
    "entry by entry": (relu(x - a) + softplus(-absolute(a - x)), softplus(x - a)),
    "a sum beside its step": (hadamard(step(Z @ x), Z @ x), relu(Z @ x)),
    "beside its sign": (hadamard(sign(Z @ x), Z @ x), absolute(Z @ x)),
    "with more beside it": (hadamard(step(Z @ x), Z @ x + a), relu(Z @ x) + hadamard(a, step(Z @ x))),
    "and as it stands": (moved(norm(s * x), s), s * squared_norm(x) / norm(s * x) * d(s)),
}


FALSE = {
    "a sign squared alone, at 0": (sign(s) ** 2, s**2 / s**2),
    "a sign over a square": (sign(s) / s**2, 1 / s**2),
    "a sign and another modulus": (sign(s) * absolute(t), s),
    "exp of half the log det of a square": (exp(half * logdet(Z @ Z)), det(Z)),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_differs_somewhere_has_two(name):
    assert not prove_equal(*FALSE[name])


@pytest.mark.parametrize("name", HOLDS)
def test_one_normal_form(name):
    assert prove_equal(*HOLDS[name])


NEAR_MISSES = {
    "a sign is not even": (sign(-s), sign(s)),
    "a number may turn a sign": (sign(s * scalar("r")), sign(s)),
    "a sum has no sign of its own": (sign(s + t), sign(s)),
    "the square of a sign is 0 at the kink": (sign(s) ** 2, sign(t)),
    "a modulus moves": (moved(absolute(s), s), d(s)),
    "a relu moves": (moved(relu(x), x), 0 * d(x)),
    "the sign of a whole power counts beside a root": ((1 - s**2) ** half / (s**2 - 1), (1 - s**2) ** -half),
    "an even power is not odd": ((1 - s**2) ** half / (s**2 - 1) ** 2, -((1 - s**2) ** Rational(-3, 2))),
    "a root is not the sum": (squared_norm(x) / norm(x), squared_norm(x)),
    "a minus comes out of whole powers alone": (s * (-s * r) ** Rational(-3, 2), 1 / (r * sqrt(-s * r))),
    "one factor of a product under a root": (r * sqrt(s * r) ** -3, 1 / sqrt(s * r)),
    "a half too much of a number": (8 / (8 * t) ** Rational(3, 2), 1 / (t * sqrt(4 * t))),
    "a function of a diagonal matrix, off the diagonal": (exp(D), diag(exp(diagonal(D)))),
    "roots below lines, squared, with the sign lost": (sqrt(s) ** -2 + sqrt(1 - s) ** -2, 1 / s + 1 / (s - 1)),
    "a root of a root is not the root": (sqrt(sqrt(s)), sqrt(s)),
    "a root of a root and a number without a sign": (sqrt(sqrt(s) * r), sqrt(sqrt(s)) * sqrt(r)),
    "a root of a square is a modulus": (sqrt(s**2), s),
    "half a root too much": (squared_norm(x) / sqrt(1 + squared_norm(x)), sqrt(1 + squared_norm(x))),
    "a matrix that is not diagonal": (d(Z), diag(diagonal(d(Z)))),
    "a factor leaves a norm without its sign": (norm(s * x), s * norm(x)),
    "and a 1-norm": (norm1(s * x), s * norm1(x)),
    "one that differs from entry to entry does not": (norm(hadamard(x, a)), norm(x) * norm(a)),
    "a norm of a sum": (norm(x + a), norm(x) + norm(a)),
    "of a product that is no outer one": (norm(Z @ Z), norm(Z) * norm(Z)),
    "an outer product of one vector is no square": (norm(x @ x.T), norm(x)),
    "softplus of a modulus": (softplus(-absolute(s)), softplus(-s)),
    "softplus without overflow, of the opposite": (relu(-s) + softplus(-absolute(s)), softplus(s)),
    "of another multiple": (log(1 + exp(-2 * absolute(s))) + relu(s), softplus(2 * s)),
    "of another number": (log(2 + exp(-absolute(s))) + relu(s), log(2 + exp(s))),
    "of another modulus": (relu(s) + log(1 + exp(-absolute(r))), softplus(s)),
    "a step beside another sum": (hadamard(step(Z @ x), Z @ a), relu(Z @ x)),
    "a sum beside the sign of its opposite": (hadamard(sign(-Z @ x), Z @ x), absolute(Z @ x)),
    "a step of a sum that may be 0": (step(s + r), absolute(s + r) / (s + r)),
    "a modulus of a sum": (absolute(s + r), absolute(s) + absolute(r)),
    "a square in one term of a sum alone": (sqrt(s**2 + r**2), absolute(s) * sqrt(1 + r**2)),
    "a cube under a root": (sqrt(s**3), s * absolute(s)),
    "a sign of a product whose factors turn": (sign(s * r), sign(s)),
    "a number over its modulus at 0": (s / absolute(s), s**2 / s**2),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_are_not_proved(name):
    assert not prove_equal(*NEAR_MISSES[name])
