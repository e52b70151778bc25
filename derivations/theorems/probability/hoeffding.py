"""Hoeffding's inequality: how seldom the mean of independent bounded numbers is far from what it estimates."""

import numpy as np
from sympy import Rational

from derivations import (
    absolute,
    at_most,
    consider,
    d,
    definition,
    differential,
    dims,
    equals,
    equation,
    exp,
    expectation,
    gradient,
    iff,
    implies,
    index,
    log,
    part,
    probability,
    random_vector,
    result,
    scalar,
    sigmoid,
    softplus,
    space,
    square,
    sum_over,
    suppose,
    theorem,
    therefore,
    total,
)
from derivations.calculus.rules import (
    collect,
    declared_moments,
    earlier,
    entrywise,
    event_of_exponentials,
    exp_sum,
    expand,
    functions_with_names,
    independent_exponentials,
    log_tangent,
    riesz,
    taylor,
    two_tails,
)
from derivations.theorems.probability.chebyshev import chebyshev


@theorem(
    title="Hoeffding's inequality",
    main="two_sided",
    cites=("wasserman: 4.1", "shalev: B.4", "boucheron: 2.6", "vershynin: 2.2"),
    synonyms=(
        "Hoeffding's lemma",
        "Chernoff bound",
        "concentration",
        "exponential inequality",
        "bounded random variables",
        "sample complexity",
        "generalisation bound",
    ),
    in_short="Of independent bounded numbers many would have to err the same way, so a mean is exponentially seldom far"
    " off.",
)
def hoeffding():
    r"""Let $Z_1, \dots, Z_n$ be independent numbers between $a$ and $b$, each with the mean $\mu$, where
    $a < \mu < b$. Hoeffding's lemma bounds the exponential of each, whatever the number $s$: {lemma}. Hence their mean
    exceeds $\mu$ by $\epsilon > 0$ or more with a probability of at most {bound}: {one_sided}. The same holds below
    $\mu$, {below}, so both ways together {concentration}.
    """
    n = dims("n")
    i = index("i", n)
    a = scalar("a", about="least value that the numbers can take")
    mu = scalar("mu", about="their common mean", above=a)
    b = scalar("b", about="largest value that they can take", above=mu)
    eps = scalar("epsilon", about="a distance from the mean", positive=True)
    s = scalar("s", about="factor in the exponent, of either sign")
    t = scalar("t", about="factor in the exponent, to be chosen", positive=True)
    h = scalar("h", about="the same factor, times the length of the interval")
    c = scalar("c", about="log odds of a coin")
    Z = random_vector("Z", n, space("S"), about="the random numbers", at_least=a, at_most=b, mean=mu, independent=True)
    average = total(Z) / n
    z = Z[i]
    low, high = (b - z) / (b - a), (z - a) / (b - a)  # z = low·a + high·b
    growth = softplus(h + c) - softplus(c) - h * sigmoid(c)
    share = sigmoid(h + c)
    odds = log((mu - a) / (b - mu))  # of b, for a number that is a or b and has the mean μ
    moment = expectation(exp(s * (z - mu)))
    exponent = t**2 * (b - a) ** 2 / 8 - t * eps
    rate = 2 * n * eps**2 / (b - a) ** 2
    best = 4 * eps / (b - a) ** 2

    yield part("The chord lies above the exponential")
    yield consider(expectation(exp(s * z)))
    yield at_most(
        expectation(low * exp(s * a) + high * exp(s * b)),
        using=(exp(s * z) * (low * log_tangent(exp(s * (a - z))) + high * log_tangent(exp(s * (b - z))))).expected(),
        by=log_tangent(exp(s * (a - z))),
        why="log r ≤ r − 1 says that exp lies above its tangent at Zᵢ, so at a and at b; weigh the two so that Zᵢ is"
        " their mean, and the slope of the tangent drops out.",
    )
    yield equals(
        (b - mu) / (b - a) * exp(s * a) + (mu - a) / (b - a) * exp(s * b),
        by=declared_moments,
        why="A chord is linear in Zᵢ, so its mean is its value at μ: only the mean of Zᵢ is left.",
    )
    chord = yield therefore(
        expectation(exp(s * z)) <= (b - mu) / (b - a) * exp(s * a) + (mu - a) / (b - a) * exp(s * b),
        why="No law with this mean has a larger one than the law on the two ends.",
    )

    yield part("The same for a coin, and its slope")
    yield consider(log((1 + exp(h + c)) / (1 + exp(c))) - h * exp(c) / (1 + exp(c)))
    yield equals(
        growth,
        by=functions_with_names,
        why="A coin that is 1 with probability σ(c), else 0: the logarithm of the mean of exp(h·coin), less h times its"
        " mean.",
    )
    yield definition("growth", growth, label="L(h)")
    yield differential(growth, h)
    yield equals(share * d(h) - sigmoid(c) * d(h), by=entrywise, why="The derivative of softplus is σ.")
    yield gradient(share - sigmoid(c), wrt=h, by=riesz, name="slope", label="L'(h)", why="What stands beside dh.")
    yield differential(share - sigmoid(c), h)
    yield equals(share * (1 - share) * d(h), by=entrywise, why="The derivative of σ is σ(1 − σ).")
    yield gradient(
        share * (1 - share),
        wrt=h,
        by=riesz,
        name="curvature",
        label="L''(h)",
        why="This is the variance of a coin that shows 1 with probability σ(h + c).",
    )

    yield part("It curves by ¼ at most, so it lies below a parabola")
    yield consider(share * (1 - share))
    yield at_most(
        Rational(1, 4),
        using=square(share - Rational(1, 2)),
        by=expand,
        why="What is missing to a quarter is (σ − ½)².",
    )
    yield therefore(share * (1 - share) <= Rational(1, 4), why="No coin has a larger variance than a fair one.")
    parabola = yield implies(
        growth <= h**2 / 8,
        factor=(h, h / 4 - (share - sigmoid(c))),
        by=taylor,
        why="At h = 0 both L and h²/8 are 0, and so are their slopes; from there on the parabola curves more.",
    )

    yield part("Hoeffding's lemma")
    yield consider(moment)
    yield equals(exp(-s * mu) * expectation(exp(s * z)), by=exp_sum, why="What is not random leaves the expectation.")
    yield at_most(
        exp(-s * mu) * ((b - mu) / (b - a) * exp(s * a) + (mu - a) / (b - a) * exp(s * b)),
        using=exp(-s * mu) * chord,
        by=earlier,
        why="The mean of the exponential is below the chord.",
    )
    yield equals(
        exp(growth.xreplace({c: odds, h: s * (b - a)})),
        by=functions_with_names,
        why="Take exp(sa) out: what is left is the coin's, with h = s(b − a) and the odds (μ − a)/(b − μ) of b.",
    )
    yield at_most(
        exp(s**2 * (b - a) ** 2 / 8),
        using=parabola.where({c: odds, h: s * (b - a)}).through(exp),
        by=earlier,
        why="L(h) is at most h²/8, and the exponential increases.",
    )
    lemma = yield therefore(
        moment <= exp(s**2 * (b - a) ** 2 / 8),
        why="A bounded number has no larger exponential moments than a normal one of variance (b − a)²/4.",
    )
    yield result("lemma")

    def tail(of_mean, of_sum, of_one, factor):
        """Chernoff's bound for the errors on one side, of the mean, of the sum and of one number."""
        yield consider(probability(of_mean >= eps))
        yield equals(
            probability(exp(t * of_sum) >= exp(n * t * eps)),
            by=event_of_exponentials,
            why="Multiply by nt, which is positive, and take the exponential, which increases.",
        )
        yield at_most(
            expectation(exp(t * of_sum)) / exp(n * t * eps),
            using=chebyshev.known("markov", {"X": exp(t * of_sum), "a": exp(n * t * eps)}),
            by=chebyshev,
            why="Markov's inequality, for an exponential is never negative.",
        )
        yield equals(
            exp(sum_over(i, log(expectation(exp(t * of_one))))) * exp(-(n * t * eps)),
            by=independent_exponentials(Z),
            why="The numbers are independent: the mean of the product is the product of the means, written as the"
            " exponential of a sum of logarithms.",
        )
        yield at_most(
            exp(sum_over(i, t**2 * (b - a) ** 2 / 8)) * exp(-(n * t * eps)),
            using=exp(-(n * t * eps)) * lemma.where({s: factor}).through(log).summed(i).through(exp),
            by=earlier,
            why="The lemma for each of the n factors.",
        )
        yield equals(exp(n * exponent), by=exp_sum, why="All n terms of the sum are the same.")
        step = yield therefore(probability(of_mean >= eps) <= exp(n * exponent), why="This holds for every t > 0.")
        return step

    yield part("Far above the mean")
    above = yield from tail(average - mu, total(Z) - n * mu, z - mu, t)

    yield part("The best factor in the exponent")
    yield differential(exponent, t)
    yield gradient(
        t * (b - a) ** 2 / 4 - eps, wrt=t, by=riesz, name="exponent_slope", why="The exponent is a parabola in t."
    )
    yield suppose(equation(t * (b - a) ** 2 / 4 - eps, 0), why="It is least where its slope is zero.")
    yield iff(equation(t, best), factor=(b - a) ** 2 / 4, by=collect, why="Divide by (b − a)²/4.")
    yield result("best_factor")

    yield part("Hoeffding's inequality")
    yield consider(probability(average - mu >= eps))
    yield at_most(exp(n * exponent.xreplace({t: best})), using=above.where({t: best}), by=earlier, why="Put it in.")
    yield equals(
        exp(-rate),
        by=expand,
        why="The first term gives 2ε²/(b − a)², the second −4ε²/(b − a)².",
    )
    yield result("bound")
    one_sided = yield therefore(
        probability(average - mu >= eps) <= exp(-rate),
        why="With n the bound falls exponentially.",
    )
    yield result("one_sided")

    yield part("Far below the mean")
    beneath = yield from tail(mu - average, n * mu - total(Z), mu - z, -t)

    yield part("The same below the mean")
    yield consider(probability(mu - average >= eps))
    yield at_most(exp(n * exponent.xreplace({t: best})), using=beneath.where({t: best}), by=earlier, why="The same t.")
    yield equals(exp(-rate), by=expand, why="And the same bound.")
    below = yield therefore(probability(mu - average >= eps) <= exp(-rate), why="Nothing prefers one side.")
    yield result("below")

    yield part("Far on either side")
    yield consider(probability(absolute(average - mu) >= eps))
    yield equals(
        probability(average - mu >= eps) + probability(mu - average >= eps),
        by=two_tails,
        why="A mean that is far off is so above μ or below it.",
    )
    yield at_most(
        2 * exp(-rate),
        using=one_sided + below,
        by=earlier,
        why="Both have the same bound.",
    )
    yield result("two_sided")
    yield therefore(
        probability(absolute(average - mu) >= eps) <= 2 * exp(-rate),
        why="The mean of many bounded numbers is exponentially seldom far from μ.",
    )
    yield result("concentration")


@hoeffding.reference("two_sided")
def both_tails(n, epsilon, a, b):
    return 2 * np.exp(-2 * n * (epsilon / (b - a)) ** 2)


@hoeffding.reference("bound")
def one_tail(n, epsilon, a, b):
    return np.exp(-2 * n * (epsilon / (b - a)) ** 2)
