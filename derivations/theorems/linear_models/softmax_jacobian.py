"""The softmax, its Jacobian, and the gradient of the cross-entropy that makes it the usual last layer."""

import numpy as np

from derivations import (
    consider,
    d,
    definition,
    diag,
    differential,
    dims,
    equals,
    equation,
    exp,
    gradient,
    hadamard,
    inner,
    jacobian,
    let,
    log,
    logsumexp,
    ones,
    part,
    result,
    scalar,
    softmax,
    theorem,
    therefore,
    total,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    diag_is_hadamard,
    exp_sum,
    jacobian_from_differential,
    log_differential,
    log_softmax,
    one_hot,
    quotient_rule,
    riesz,
    softmax_definition,
)


@theorem(
    title="The softmax: Jacobian and cross-entropy gradient",
    main="jacobian",
    cites=("bishop: 4.3.4", "murphy: 2.5.2", "htf: 4.4"),
    synonyms=(
        "softmax",
        "derivative of the softmax",
        "softargmax",
        "multinomial logistic regression",
        "categorical cross-entropy",
        "log loss",
    ),
    in_short="The logarithm of the loss undoes the exponential of the softmax, and the gradient is “predicted minus"
    " true”.",
)
def softmax_jacobian():
    """The softmax turns scores $z$ into the probabilities {softmax}, called $s$. A shift of all scores does not change
    them: {shift}. The Jacobian is {jacobian}. For the true class, a vector $y$ with one entry 1 and the others 0, the
    cross-entropy is {cross_entropy}, and its gradient in the scores is {cross_entropy_gradient}.
    """
    n = dims("n")
    z = vector("z", n, about="scores, one a class")
    s = vector("s", n, about="probabilities, one a class")
    y = vector("y", n, about="the true class: 1 there and 0 elsewhere", one_hot=True)
    c = scalar("c", about="a shift of all scores")
    e = exp(z)

    yield part("From scores to probabilities")
    yield let(s, softmax(z), why="Probabilities from scores.")
    yield consider(s)
    yield equals(
        e / total(e), by=softmax_definition, why="Exponentials are positive; divided by their sum, they sum to one."
    )
    yield result("softmax")

    yield part("A shift changes nothing")
    yield consider(softmax(z + c * ones(n)))
    yield equals(
        exp(c) * e / (exp(c) * total(e)),
        by=exp_sum,
        why="Each exponential takes on the same factor, and so does their sum.",
    )
    yield equals(s, by=softmax_definition, why="The factor cancels.")
    yield therefore(equation(softmax(z + c * ones(n)), s), why="Only differences between scores matter.")
    yield result("shift")

    yield part("The Jacobian")
    yield differential(s, z)
    yield equals(
        hadamard(e, d(z)) / total(e) - e @ e.T @ d(z) / total(e) ** 2,
        by=quotient_rule,
        why="The numerator moves by exp(z) ∘ dz, the denominator by the sum of the same.",
    )
    yield equals(hadamard(s, d(z)) - s @ s.T @ d(z), by=softmax_definition, why="Each exp(z)/1ᵀexp(z) is s.")
    yield equals(
        (diag(s) - s @ s.T) @ d(z), by=diag_is_hadamard, why="An entrywise factor is a diagonal matrix; take out dz."
    )
    jac = diag(s) - s @ s.T
    yield jacobian(jac, wrt=z, by=jacobian_from_differential, why="What multiplies dz is the Jacobian.")
    yield consider(jac @ ones(n))
    yield equals(s - s * total(s), by=diag_is_hadamard, why="Diag(s)1 is s, and sᵀ1 is the sum of the probabilities.")
    yield equals(
        zeros(n), by=softmax_definition, why="The probabilities sum to one. Moving all scores alike moves nothing."
    )

    yield part("The cross-entropy")
    yield consider(-log(y.T @ s), why="Minus the logarithm of the probability that the true class was given.")
    yield equals(-y.T @ log(s), by=one_hot(y), why="y picks one entry, before the logarithm or after it.")
    yield equals(total(y) * logsumexp(z) - y.T @ z, by=log_softmax, why="The logarithm undoes the exponential.")
    yield equals(logsumexp(z) - y.T @ z, by=one_hot(y), why="The entries of y sum to one.")
    yield definition("cross_entropy", logsumexp(z) - y.T @ z, label="L", why="This is the loss to make small.")

    yield part("Its gradient")
    yield differential(logsumexp(z) - y.T @ z, z)
    yield equals(
        e.T @ d(z) / total(e) - y.T @ d(z),
        by=log_differential,
        why="d log t = dt/t, with the sum of exponentials for t.",
    )
    yield equals(inner(s - y, d(z)), by=softmax_definition, why="exp(z) over its sum is s again.")
    yield gradient(s - y, wrt=z, by=riesz, name="cross_entropy_gradient", why="What stands beside dz is the gradient.")


@softmax_jacobian.reference("jacobian")
def covariance_of_one_draw(z):
    s = np.exp(z - z.max())
    s /= s.sum()
    return np.diag(s) - np.outer(s, s)


@softmax_jacobian.reference("cross_entropy_gradient")
def predicted_minus_true(z, y):
    s = np.exp(z - z.max())
    return s / s.sum() - y
