"""The central limit theorem for bounded numbers, by the moment generating function of their mean."""

from derivations import (
    at_least,
    at_most,
    consider,
    dims,
    equals,
    equation,
    exp,
    expectation,
    holds,
    implies,
    index,
    log,
    nonnegative,
    part,
    random_vector,
    result,
    scalar,
    space,
    sqrt,
    sum_over,
    suppose,
    tends,
    theorem,
    therefore,
    total,
    variance,
)
from derivations.calculus.rules import (
    earlier,
    expand,
    hypothesis,
    independent_exponentials,
    log_tangent,
    taylor,
)
from derivations.theorems.probability.hoeffding import hoeffding


@theorem(
    title="The central limit theorem",
    main="limit",
    cites=("casella: 5.5", "casella: 2.3", "billingsley: 27", "billingsley: 30", "wasserman: 5.4"),
    synonyms=("CLT", "moment generating function", "cumulant generating function", "normal approximation"),
    in_short="Of a sum of many small independent numbers only the variance is left: what else their law has to say"
    " fades like 1/√n.",
)
def central_limit():
    r"""Let $Z_1, \dots, Z_n$ be independent numbers between $a$ and $b$, each with the mean $\mu$, where $a < \mu < b$.
    Let $V$ be the mean of their variances; where all have one law, it is the variance of each. Take $\sqrt n$ times the
    mean of the $Z_i - \mu$. For every $t > 0$ the logarithm of its moment generating function is a sum over the
    numbers: {log_mgf}. With $w = b - a$ it is at most {upper_bound} and at least {lower_bound}. As $n$ grows and $V$
    and $w$ stay the same, both tend to {limit}: that is the logarithm of the moment generating function of the normal
    distribution with mean 0 and variance $V$. (For $t < 0$ take $-Z_i$ and $-t$.)

    That distributions converge where their moment generating functions do is *not* derived here: it is theorem 2.3.12
    of Casella and Berger. With it, the distribution of $\sqrt n$ times that mean tends to the normal distribution.
    """
    n = dims("n")
    i = index("i", n)
    a = scalar("a", about="least value that the numbers can take")
    mu = scalar("mu", about="their mean", above=a)
    b = scalar("b", about="largest value that they can take", above=mu)
    V = scalar("V", about="mean of their variances")
    w = scalar("w", about="length b − a of the interval")
    h = scalar("h", about="argument of the moment generating function of one number", positive=True)
    t = scalar("t", about="argument of the moment generating function of their mean", positive=True)
    x = scalar("x", about="any number")
    Z = random_vector("Z", n, space("S"), about="the random numbers", at_least=a, at_most=b, mean=mu, independent=True)
    z = Z[i]
    y = z - mu
    v = variance(z)
    B = b - a  # no number is further than this from μ
    m = expectation(exp(h * y))
    most = exp(h**2 * B**2 / 8)
    upper = h**2 * v / 2 + h * B / 3 * (most - 1)
    lower = h**2 * v / 2 * (1 - h * B / 3) / most

    yield part("The exponential between two polynomials")
    tangent = yield holds(
        exp(x) >= 1 + x, using=log_tangent(exp(x)), by=log_tangent(exp(x)), why="exp lies above its tangent at 0."
    )
    cubic = yield implies(
        exp(x) >= 1 + x + x**2 / 2 + x**3 / 6,
        factor=(x, exp(x) - 1 - x - x**2 / 2),
        by=taylor,
        why="The second derivative of the difference is the tangent's difference, which is never negative.",
    )
    yield holds(
        (1 - (1 - x) * exp(x)) / 3 >= 0,
        using=exp(x) / 3 * log_tangent(exp(-x)),
        by=log_tangent(exp(-x)),
        why="The same tangent, at −x, times eˣ/3.",
    )
    bernstein = yield implies(
        (1 - x / 3) * (exp(x) - 1 - x) <= x**2 / 2,
        factor=(x, x - (1 - x / 3) * (exp(x) - 1) + (exp(x) - 1 - x) / 3),
        by=taylor,
        why="What stands before is the second derivative of the difference of the two sides.",
    )

    yield part("The moment generating function of one number")
    yield consider(m)
    yield at_least(
        1 + h**2 * v / 2 * (1 - h * B / 3),
        using=(cubic.where({x: h * y}) + h**3 / 6 * y**2 * nonnegative(z - mu + b - a)).expected(),
        by=earlier,
        why="Put h(Z − μ) into the cubic: Z − μ has mean 0, its square the variance, and its cube is no less than a − b"
        " times its square.",
    )
    low = yield therefore(m >= 1 + h**2 * v / 2 * (1 - h * B / 3), why="The variance comes first.")
    yield consider((1 - h * B / 3) * (m - 1))
    yield at_most(
        h**2 * v / 2,
        using=(
            bernstein.where({x: h * y}) + h / 3 * nonnegative(b - a - z + mu) * tangent.where({x: h * y})
        ).expected(),
        by=earlier,
        why="The other inequality: h(Z − μ) is at most h(b − a), and what it multiplies is never negative.",
    )
    high = yield therefore(
        (1 - h * B / 3) * (m - 1) <= h**2 * v / 2, why="And from above there is little more than the variance."
    )
    yield consider(m)
    yield at_least(
        1, using=tangent.where({x: h * y}).expected(), by=earlier, why="The tangent: the mean of Z − μ is 0."
    )
    no_less = yield therefore(m >= 1, why="It is never below 1.")
    yield consider(m)
    yield at_most(
        most,
        using=hoeffding.known("lemma", {"Z": Z, "a": a, "b": b, "mu": mu, "s": h}),
        by=hoeffding,
        why="This is Hoeffding's lemma.",
    )
    bounded = yield therefore(m <= most, why="Near h = 0 it is near 1.")

    yield part("Its logarithm, from above")
    yield consider(log(m))
    yield at_most(m - 1, using=log_tangent(m), by=log_tangent(m), why="The logarithm lies below its tangent.")
    yield at_most(
        upper,
        using=high + h * B / 3 * bounded,
        by=earlier,
        why="Of m − 1 the part 1 − h(b − a)/3 is at most h²Var/2, and the rest is small with m − 1 itself.",
    )
    above = yield therefore(log(m) <= upper, why="The second term is of the order h³.")

    yield part("… and from below")
    yield consider(most * log(m))
    yield at_least(
        m * log(m),
        using=bounded * no_less.through(log),
        by=earlier,
        why="m is at least 1, so its logarithm is not negative, and m is at most the exponential.",
    )
    yield at_least(m - 1, using=m * log_tangent(1 / m), by=log_tangent(1 / m), why="The tangent for 1/m, times m.")
    yield at_least(h**2 * v / 2 * (1 - h * B / 3), using=low, by=earlier, why="By the cubic.")
    yield therefore(most * log(m) >= h**2 * v / 2 * (1 - h * B / 3), why="Read the chain from end to end.")
    below = yield implies(log(m) >= lower, factor=1 / most, by=expand, why="Divide by the exponential.")

    yield part("The mean of n numbers")
    together = log(expectation(exp(t * ((total(Z) - n * mu) / sqrt(n)))))
    one_by_one = sum_over(i, log(m.xreplace({h: t / sqrt(n)})))
    tilt = exp(t**2 * w**2 / (8 * n))
    largest = t**2 * V / 2 + sqrt(n) * t * w / 3 * (tilt - 1)
    least = t**2 * V / 2 * (1 - t * w / (3 * sqrt(n))) / tilt
    yield consider(together)
    yield equals(
        one_by_one,
        by=independent_exponentials(Z),
        why="The mean of the product is the product of the means, and its logarithm is their sum.",
    )
    yield result("log_mgf", equation(together, one_by_one), why="Each number is taken at t/√n.")

    yield part("Its bounds")
    yield suppose(equation(V, sum_over(i, variance(z)) / n), why="Call the mean of the variances V …")
    yield suppose(equation(w, b - a), why="… and the length of the interval w.")
    yield consider(one_by_one)
    yield at_most(
        sum_over(i, upper.xreplace({h: t / sqrt(n)})),
        using=above.where({h: t / sqrt(n)}).summed(i),
        by=earlier,
        why="The bound from above for every number, at h = t/√n.",
    )
    yield equals(largest, by=hypothesis, why="Add up the n terms: the variances make nV.")
    yield result("upper_bound")
    yield therefore(one_by_one <= largest, why="n terms of the order 1/n, and what is of higher order.")
    yield consider(one_by_one)
    yield at_least(
        sum_over(i, lower.xreplace({h: t / sqrt(n)})),
        using=below.where({h: t / sqrt(n)}).summed(i),
        by=earlier,
        why="The bound from below for every number.",
    )
    yield equals(least, by=hypothesis, why="Add up again.")
    yield result("lower_bound")
    yield therefore(one_by_one >= least, why="The same from below.")

    yield part("The limit")
    yield suppose(V >= 0, why="A mean of variances is never negative, whatever n is.")
    yield consider(largest)
    yield tends(t**2 * V / 2, n, why="The exponential less 1 falls like 1/n, while √n grows more slowly.")
    yield consider(least)
    yield tends(t**2 * V / 2, n, why="The other two factors tend to 1.")
    yield result("limit")


@central_limit.reference("limit")
def normal_cumulants(V, t):
    return V * t**2 / 2
