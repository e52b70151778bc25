"""Gibbs' inequality: a relative entropy is never negative, and zero only between equal distributions."""

import numpy as np

from derivations import (
    at_least,
    consider,
    definition,
    diag,
    dims,
    equals,
    equation,
    holds,
    iff,
    implies,
    index,
    log,
    part,
    result,
    scalar,
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
    log_power,
    log_tangent,
    squeezed,
    weights_sum_to_one,
)


@theorem(
    title="Gibbs' inequality",
    main="kl",
    cites=("cover: theorem 2.6.3", "mackay: 2.6", "bishop: 1.6.1"),
    synonyms=("Kullback–Leibler divergence", "relative entropy", "information inequality", "KL divergence"),
    in_short="A logarithm lies below its tangent, so no mean log ratio of weights exceeds the mean ratio less 1: zero.",
)
def kl_nonnegative():
    r"""For distributions $p$ and $q$ with positive weights on $n$ outcomes the relative entropy {kl} of $p$ from $q$
    satisfies {gibbs}. More is true: {hellinger}. So it is zero where $p = q$, and only there.

    Where some weights of $p$ are zero, $0 \log 0$ counts as 0, and the sum runs over the outcomes that are left. Let
    their weights be $a$ in $p$ and $b$ in $q$, and let $q$ give $s$ to the others: then {with_zeros}. (The function
    below takes positive weights only.)
    """
    n, m = dims("n m")
    i, j = index("i", n), index("j", m)
    p = vector("p", n, about="weights of the outcomes", simplex=True, positive=True)
    q = vector("q", n, about="weights of the same outcomes in another distribution", simplex=True, positive=True)
    a = vector("a", m, about="the weights of p that are not zero", simplex=True, positive=True)
    b = vector("b", m, about="weights of the same outcomes in q", positive=True)
    s = scalar("s", about="weight that q gives to the other outcomes")
    kl = sum_over(i, p[i] * log(p[i] / q[i]))
    apart = squared_norm(sqrt(p) - sqrt(q))

    yield part("Never negative")
    yield definition("kl", kl, label=r"\operatorname{KL}(p \,\Vert\, q)")
    yield equals(-sum_over(i, p[i] * log(q[i] / p[i])), by=log_power, why="Turn the ratio over: log 1/t = −log t.")
    yield at_least(
        -sum_over(i, p[i] * (q[i] / p[i] - 1)),
        using=(p[i] * log_tangent(q[i] / p[i])).summed(i),
        by=log_tangent(q[i] / p[i]),
        why="Every log(qᵢ/pᵢ) is at most qᵢ/pᵢ − 1; average this with the weights p.",
    )
    yield equals(total(p) - total(q), by=expand, why="The pᵢ cancel, and what is left are the two sums of weights.")
    yield equals(0, by=weights_sum_to_one(p), why="Both sums are 1.")
    yield therefore(kl >= 0, why="The relative entropy is at least the last line of the chain.")
    yield result("gibbs")

    yield part("How far above zero")
    yield consider(kl)
    yield equals(
        -2 * sum_over(i, p[i] * log(sqrt(q[i] / p[i]))),
        by=log_power,
        why="The same with half of the logarithm: log t = 2 log √t.",
    )
    yield at_least(
        -2 * sum_over(i, p[i] * (sqrt(q[i] / p[i]) - 1)),
        using=(2 * p[i] * log_tangent(sqrt(q[i] / p[i]))).summed(i),
        by=log_tangent(sqrt(q[i] / p[i])),
        why="The tangent again, now at the root of the ratio.",
    )
    yield equals(
        2 * total(p) - 2 * sum_over(i, sqrt(p[i] * q[i])),
        by=expand,
        why="p√(q/p) is √(pq), their geometric mean.",
    )
    yield equals(
        total(p) + total(q) - 2 * sum_over(i, sqrt(p[i] * q[i])),
        by=weights_sum_to_one(q),
        why="One of the two sums of p may be a sum of q: both are 1.",
    )
    yield equals(apart, by=expand, why="This is the expanded square of √p − √q.")
    bound = yield therefore(kl >= apart, why="The relative entropy exceeds the squared distance of the roots.")
    yield result("hellinger")

    yield part("Zero only if the distributions are equal")
    yield suppose(equation(kl, 0), why="Suppose that nothing is lost.")
    yield implies(apart <= 0, using=bound, by=hypothesis, why="The distance of the roots is no more than that.")
    yield iff(equation(sqrt(p) - sqrt(q), zeros(n)), by=squeezed, why="A norm is zero only of the zero vector.")
    yield implies(
        equation(p, q), factor=diag(sqrt(p) + sqrt(q)), by=expand, why="Multiply by √p + √q, entry by entry: p − q = 0."
    )

    yield part("… and then it is zero")
    yield suppose(equation(q, p), why="Let the distributions be equal.")
    yield holds(equation(kl, 0), by=hypothesis, why="Every ratio is 1, and log 1 = 0.")

    yield part("Where some weights of p are zero")
    yield suppose(equation(total(b) + s, 1), why="What q gives to the outcomes of p and to the others makes 1.")
    yield consider(sum_over(j, a[j] * log(a[j] / b[j])))
    yield equals(-sum_over(j, a[j] * log(b[j] / a[j])), by=log_power, why="Turn the ratio over, as before.")
    yield at_least(
        -sum_over(j, a[j] * (b[j] / a[j] - 1)),
        using=(a[j] * log_tangent(b[j] / a[j])).summed(j),
        by=log_tangent(b[j] / a[j]),
        why="The same tangent.",
    )
    yield equals(total(a) - total(b), by=expand, why="The aⱼ cancel again.")
    yield equals(1 - total(b), by=weights_sum_to_one(a), why="All of p is on these outcomes.")
    yield equals(s, by=hypothesis, why="What is missing in q is on the others.")
    yield therefore(
        sum_over(j, a[j] * log(a[j] / b[j])) >= s,
        why="The relative entropy is at least what q gives to outcomes that p rules out, and so never negative.",
    )
    yield result("with_zeros")


@kl_nonnegative.reference("kl")
def relative_entropy(p, q):
    return np.sum(p * np.log(p / q))
