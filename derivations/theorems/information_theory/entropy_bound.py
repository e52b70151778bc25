"""How large an entropy can be: at most log n, for the uniform distribution alone, and at least the Gini impurity."""

import numpy as np

from derivations import (
    at_least,
    at_most,
    consider,
    definition,
    diag,
    dims,
    equals,
    equation,
    exp,
    holds,
    iff,
    implies,
    index,
    log,
    ones,
    part,
    result,
    sqrt,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    total,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    expand,
    hypothesis,
    increasing,
    log_product,
    log_tangent,
    one_term,
    squeezed,
    weights_sum_to_one,
)
from derivations.theorems.information_theory.kl_nonnegative import kl_nonnegative


@theorem(
    title="The largest entropy",
    main="entropy",
    cites=("cover: theorem 2.6.4", "bishop: 1.6", "mackay: 2.4", "murphy: 6.1.1"),
    synonyms=("Shannon entropy", "maximum entropy", "uniform distribution", "perplexity", "Gini impurity"),
    in_short="What an entropy lacks to log n is how far the weights are from uniform ones, in relative entropy.",
)
def entropy_bound():
    r"""A distribution $p$ with positive weights on $n$ outcomes has the entropy {entropy}. What it lacks to $\log n$ is
    the relative entropy of $p$ from the uniform distribution: {gap}. Hence {bound}, with equality if $p$ is uniform and
    only then, and the perplexity, the number of equally likely outcomes with the same entropy, is at most $n$:
    {perplexity_bound}. On the other side the entropy is at least the Gini impurity {gini}, which is never negative:
    {lower}.
    """
    n = dims("n")
    i = index("i", n)
    p = vector("p", n, about="weights of the outcomes", simplex=True, positive=True)
    uniform = ones(n) / n
    entropy = -sum_over(i, p[i] * log(p[i]))
    kl = sum_over(i, p[i] * log(n * p[i]))
    apart = squared_norm(sqrt(p) - sqrt(uniform))

    yield part("At most log n")
    yield definition("entropy", entropy, label="H(p)")
    yield equals(
        sum_over(i, p[i] * log(n)) - kl,
        by=log_product,
        why="The ratio of pᵢ to a weight of 1/n is npᵢ, and its logarithm is log n + log pᵢ.",
    )
    yield equals(log(n) - kl, by=weights_sum_to_one(p), why="A constant averaged with weights that sum to 1 stays.")
    yield result(
        "gap", equation(entropy, log(n) - kl), why="What is missing is the relative entropy from equal weights."
    )
    yield at_most(
        log(n),
        using=kl_nonnegative.known("gibbs", {"p": p, "q": uniform}),
        by=kl_nonnegative,
        why="A relative entropy is never negative: Gibbs' inequality.",
    )
    bound = yield therefore(entropy <= log(n), why="No distribution on n outcomes has a larger entropy.")
    yield result("bound")

    yield part("In outcomes: the perplexity")
    yield definition("perplexity", exp(entropy), label=r"\operatorname{PP}(p)")
    yield at_most(
        n,
        using=bound.through(exp),
        by=increasing,
        why="The exponential keeps the order of the two sides, and exp log n is n.",
    )
    yield therefore(exp(entropy) <= n, why="It counts n outcomes at most.")
    yield result("perplexity_bound")

    yield part("Only the uniform distribution reaches it")
    yield suppose(equation(entropy, log(n)), why="Suppose that nothing is missing.")
    yield iff(equation(kl, 0), factor=-1, by=weights_sum_to_one(p), why="What is missing is the relative entropy.")
    yield implies(
        apart <= 0,
        using=kl_nonnegative.known("hellinger", {"p": p, "q": uniform}),
        by=kl_nonnegative,
        why="The relative entropy is at least the squared distance of the roots.",
    )
    yield iff(equation(sqrt(p) - sqrt(uniform), zeros(n)), by=squeezed, why="A norm is zero only of the zero vector.")
    yield implies(
        equation(p, uniform),
        factor=diag(sqrt(p) + sqrt(uniform)),
        by=expand,
        why="Multiply by the sum of the roots, entry by entry: every weight is 1/n.",
    )

    yield part("… and it does")
    yield suppose(equation(p, uniform), why="Let all outcomes be equally likely.")
    yield holds(equation(entropy, log(n)), by=hypothesis, why="Each of the n terms is log(n)/n.")

    yield part("At least the Gini impurity")
    yield definition("gini", 1 - squared_norm(p), label="G(p)")
    yield consider(entropy)
    yield at_least(
        -sum_over(i, p[i] * (p[i] - 1)),
        using=(p[i] * log_tangent(p[i])).summed(i),
        by=log_tangent(p[i]),
        why="The logarithm of every weight lies below its tangent at 1.",
    )
    yield equals(1 - squared_norm(p), by=weights_sum_to_one(p), why="The weights add up to 1, their squares to ‖p‖².")
    yield therefore(entropy >= 1 - squared_norm(p), why="The impurity that trees use bounds the entropy from below.")
    yield result("lower")
    yield consider(1 - squared_norm(p))
    yield equals(
        sum_over(i, p[i] * total(p)) - sum_over(i, p[i] * p[i]),
        by=weights_sum_to_one(p),
        why="Write 1 as the square of the sum of all weights.",
    )
    yield at_least(
        0,
        using=(p[i] * one_term(p, i)).summed(i),
        by=one_term(p, i),
        why="No weight exceeds the sum of all.",
    )
    yield therefore(1 - squared_norm(p) >= 0, why="So neither of the two is negative.")


@entropy_bound.reference("entropy")
def shannon_entropy(p):
    return -np.sum(p * np.log(p))


@entropy_bound.reference("gini")
def gini_impurity(p):
    return np.sum(p * (1 - p))
