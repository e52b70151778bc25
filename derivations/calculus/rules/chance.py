"""Expectation, variance and probability: what holds on every probability space, and what a declared fact adds."""

from derivations.notation.distributions import is_simplex
from derivations.notation.facts import is_nonnegative
from derivations.notation.functions import absolute, exp, log, relu
from derivations.notation.linear import sum_over, total
from derivations.notation.probability import (
    expectation,
    indicator,
    probability,
    random_scalar,
    random_vector,
    space,
    variance,
)
from derivations.notation.relations import equation
from derivations.notation.sequences import function
from derivations.notation.symbols import dims, facts_of, index, scalar, vector
from derivations.proof.rule import Condition, Rule


def _linear():
    here = space("S")
    a, x, y = scalar("a"), random_scalar("X", here), random_scalar("Y", here)
    return equation(expectation(a * x + y), a * expectation(x) + expectation(y))


def _independent():
    x, y = random_scalar("X", space("S")), random_scalar("Y", space("T"))
    return equation(expectation(x * y), expectation(x) * expectation(y))


def _variance():
    x = random_scalar("X", space("S"))
    return equation(variance(x), expectation((x - expectation(x)) ** 2))


def _moments():
    m, v = scalar("m"), scalar("v", nonnegative=True)
    x = random_scalar("X", space("S"), mean=m, variance=v)
    return equation(expectation(x), m), equation(expectation(x**2), v + m**2)


def _uncorrelated():
    n = dims("n")
    x, i = random_vector("X", n, space("S"), uncorrelated=True), index("i", n)
    m, v = scalar("m"), scalar("v", nonnegative=True)
    y = random_vector("Y", n, space("S"), mean=m, variance=v, uncorrelated=True)
    return (
        equation(variance(total(x)), sum_over(i, variance(x[i]))),
        equation(variance(total(y)), sum_over(i, variance(y[i]))),
    )


def _probability():
    a, x = scalar("a"), random_scalar("X", space("S"))
    return equation(probability(x >= a), expectation(indicator(x >= a)))


def _indicator_bound():
    a, x = scalar("a"), random_scalar("X", space("S"), nonnegative=True)
    return a * indicator(x >= a) <= x


def _squared_event():
    a, x = scalar("a", positive=True), random_scalar("X", space("S"))
    return equation(probability(absolute(x) >= a), probability(x**2 >= a**2))


def _event_of_exponentials():
    a, s, x = scalar("a"), scalar("s", positive=True), random_scalar("X", space("S"))
    return equation(probability(x >= a), probability(exp(s * x) >= exp(s * a)))


def _two_tails():
    a, x = scalar("a", positive=True), random_scalar("X", space("S"))
    return equation(probability(absolute(x) >= a), probability(x >= a) + probability(-x >= a))


def _independent_exponentials():
    n = dims("n")
    x, i = random_vector("X", n, space("S"), independent=True), index("i", n)
    return equation(expectation(exp(total(x))), exp(sum_over(i, log(expectation(exp(x[i]))))))


def _mirror():
    n = dims("n")
    f, x = function("f", n), random_vector("X", n, space("S"), independent=True, symmetric_law=True)
    return equation(expectation(f(x)), expectation(f(-x)))


def _relu_halves():
    t = scalar("t")
    return equation(relu(t) ** 2 + relu(-t) ** 2, t**2)


def _weights():
    n, c = dims("n"), scalar("c")
    p, i = vector("p", n, simplex=True), index("i", n)
    return equation(sum_over(i, p[i] * c), c), equation(total(p), 1)


expectation_is_linear = Rule(
    "expectation is linear",
    "E[aX + Y] = a E[X] + E[Y]",
    "A weighted sum of sums can be taken in any order.",
    "mml: 6.4.1",
    law=_linear,
)
independence = Rule(
    "independence",
    "E[XY] = E[X] E[Y] for independent X and Y",
    "On a product of two spaces the sum over pairs of outcomes is a product of two sums.",
    "mml: 6.4.5",
    law=_independent,
)
variance_as_mean = Rule(
    "variance",
    "Var X = E[(X − E X)²]",
    "The variance is the mean squared distance from the mean.",
    "mml: 6.4.1",
    law=_variance,
)
declared_moments = Rule(
    "mean and variance as declared",
    "E[X] = m,  E[X²] = v + m² for X of mean m and variance v",
    "The second moment is the variance and the square of the mean.",
    "mml: 6.4.3",
    law=_moments,
)
uncorrelated_sum = Rule(
    "variance of an uncorrelated sum",
    "Var ΣXᵢ = Σ Var Xᵢ for uncorrelated Xᵢ",
    "Without covariances only the squares remain when the square of a sum is averaged.",
    "mml: 6.4.5",
    law=_uncorrelated,
    conditions=(
        Condition(
            lambda x: bool(facts_of(x).keys() & {"uncorrelated", "independent", "iid"}),
            "the entries of {0} are uncorrelated",
            'random_vector("{0}", …, uncorrelated=True)',
            "X",
        ),
    ),
)
probability_as_mean = Rule(
    "probability as a mean",
    "Pr(X ≥ a) = E[1{X ≥ a}]",
    "The indicator is 1 on the event and 0 elsewhere, so its mean is the weight of the event.",
    "billingsley: 5",
    law=_probability,
)
indicator_bound = Rule(
    "an indicator below its variable",
    "a·1{X ≥ a} ≤ X for X ≥ 0",
    "On the event the left side is a, which X exceeds; elsewhere it is 0, and X is never negative.",
    "billingsley: 5",
    law=_indicator_bound,
    instance=lambda x, a: a * indicator(x >= a) <= x,
    conditions=(
        Condition(
            lambda x, a: is_nonnegative(x), "{0} is never negative", 'random_scalar("{0}", …, nonnegative=True)', "X"
        ),
    ),
)
squared_event = Rule(
    "an event squared",
    "|X| ≥ a  ⇔  X² ≥ a², for a > 0",
    "Squaring keeps the order of numbers that are not negative.",
    "billingsley: 5",
    law=_squared_event,
)
event_of_exponentials = Rule(
    "an event through exp",
    "X ≥ a  ⇔  exp(sX) ≥ exp(sa), for s > 0",
    "A positive factor and an increasing function keep the order of two numbers.",
    "boucheron: 2.2",
    law=_event_of_exponentials,
)
two_tails = Rule(
    "two tails",
    "Pr(|X| ≥ a) = Pr(X ≥ a) + Pr(−X ≥ a), for a > 0",
    "A number is far from 0 above it or below it, and never both.",
    law=_two_tails,
)
independent_exponentials = Rule(
    "exponential of an independent sum",
    "E exp(ΣXᵢ) = exp(Σ log E exp(Xᵢ)) for independent Xᵢ",
    "The exponential of a sum is a product, and the mean of a product of independent factors is that of their means.",
    "wasserman: 3.6",
    law=_independent_exponentials,
    conditions=(
        Condition(
            lambda x: bool(facts_of(x).keys() & {"independent", "iid"}),
            "the entries of {0} are independent",
            'random_vector("{0}", …, independent=True)',
            "X",
        ),
    ),
)
mirror = Rule(
    "a symmetric law",
    "E[f(X)] = E[f(−X)] where X and −X have one law",
    "Turning every outcome into its mirror image changes none of the weights.",
    "feller2: V.5",
    law=_mirror,
    conditions=(
        Condition(
            lambda x: "symmetric_law" in facts_of(x),
            "{0} has a symmetric law",
            'random_matrix("{0}", …, symmetric_law=True)',
            "X",
        ),
    ),
)
relu_halves = Rule(
    "ReLU and its mirror image",
    "ReLU(t)² + ReLU(−t)² = t²",
    "One of the two is |t|, the other is 0.",
    "he: 2.2",
    law=_relu_halves,
)
weights_sum_to_one = Rule(
    "weights that sum to one",
    "Σᵢ pᵢ = 1,  Σᵢ pᵢ c = c for weights p",
    "A constant averaged with weights that sum to 1 stays what it is.",
    "mml: 6.2.1",
    law=_weights,
    conditions=(Condition(is_simplex, "{0} sums to one", 'vector("{0}", n, simplex=True)', "p"),),
)
