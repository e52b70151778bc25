"""Mutual information: how far two variables are from independent, and what one of them tells about the other."""

import numpy as np

from derivations import (
    at_least,
    consider,
    definition,
    dims,
    equals,
    equation,
    iff,
    implies,
    index,
    let,
    log,
    matrix,
    ones,
    part,
    result,
    row,
    sqrt,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    vec,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    collect,
    expand,
    hypothesis,
    increasing,
    log_product,
    one_term,
    squeezed,
)
from derivations.theorems.information_theory.kl_nonnegative import kl_nonnegative


@theorem(
    title="Mutual information",
    main="mutual_information",
    cites=("cover: 2.4", "cover: theorem 2.6.5", "mackay: 8.1", "bishop: 1.6.1", "murphy: 6.3"),
    synonyms=("information gain", "conditional entropy", "independence", "transinformation", "feature selection"),
    in_short="How far two variables are from independent is how much of one's entropy goes once the other is told.",
)
def mutual_information():
    r"""Let the positive entries of $P$ be the weights of the pairs of values of $X$ (rows) and $Y$ (columns); the sums
    $r$ of its rows and $c$ of its columns are the weights of $X$ and of $Y$ alone. The mutual information
    $${=mutual_information}$$ is the relative entropy of $P$ from $rc^\top$, the weights if the variables were
    independent. The entropy of $Y$ is {=entropy} for someone who was told nothing, and once $X$ is told there is left
    of it $${=conditional_entropy}$$

    What goes is the mutual information: {gain}. It is never negative, {nonnegative}, so no entropy grows by being told
    something: {conditioning}. Nor does it exceed the entropy: {bound}. It is zero where $X$ and $Y$ are independent,
    {independent} for every pair, and only there.
    """
    n, m = dims("n m")
    i, j = index("i", n), index("j", m)
    P = matrix("P", n, m, about="weights of the pairs of values", simplex=True, positive=True)
    r = vector("r", n, about="weights of the values of X")
    c = vector("c", m, about="weights of the values of Y")
    rows, columns = P @ ones(m), P.T @ ones(n)
    information = sum_over(i, sum_over(j, P[i, j] * log(P[i, j] / (r[i] * c[j]))))
    conditional = -sum_over(i, sum_over(j, P[i, j] * log(P[i, j] / r[i])))
    entropy = -sum_over(j, c[j] * log(c[j]))
    pairs = {"p": vec(P), "q": vec(rows @ columns.T)}

    yield part("How far from independent")
    yield let(r, rows, why="The weight of each value of X, whatever Y is.")
    yield let(c, columns, why="The weight of each value of Y, whatever X is.")
    yield definition(
        "mutual_information",
        information,
        label="I(X; Y)",
        why="Independent variables would give the pair the weight rᵢcⱼ; this is the relative entropy from there.",
    )

    yield part("What X tells about Y")
    yield definition("entropy", entropy, label="H(Y)", why="The mean surprise at Y for someone who was told nothing.")
    yield definition(
        "conditional_entropy",
        conditional,
        label=r"H(Y \mid X)",
        why="The mean surprise at Y for someone who was told X: of those pairs Y = j is the part Pᵢⱼ/rᵢ.",
    )
    yield consider(information)
    yield equals(
        sum_over(i, sum_over(j, P[i, j] * log(P[i, j] / r[i]))) - sum_over(i, sum_over(j, P[i, j] * log(c[j]))),
        by=log_product,
        why="The logarithm of the quotient gives one sum for each of its two parts.",
    )
    yield equals(
        entropy - conditional, by=collect, why="In the second sum the weights of each column add up to its cⱼ."
    )
    yield result("gain", equation(information, entropy - conditional), why="One surprise less the other.")

    yield part("Never negative")
    yield consider(information)
    yield at_least(
        0,
        using=kl_nonnegative.known("gibbs", pairs),
        by=kl_nonnegative,
        why="Stacked into vectors, P and rcᵀ are two distributions on the pairs, and this is their relative entropy.",
    )
    yield therefore(information >= 0, why="Gibbs' inequality for distributions on pairs.")
    yield result("nonnegative")
    yield iff(conditional <= entropy, by=log_product, why="The difference of the two is the mutual information.")
    yield result("conditioning")

    yield part("Never more than there is")
    yield consider(conditional)
    yield at_least(
        0,
        using=(P[i, j] * one_term(row(P, i), j).through(log)).summed(j).summed(i),
        by=increasing,
        why="A pair has no more weight than its row, so no ratio Pᵢⱼ/rᵢ is above 1 and no logarithm above 0.",
    )
    yield therefore(conditional >= 0, why="What is left of an entropy is not negative.")
    yield iff(information <= entropy, by=log_product, why="All of the entropy of Y is the most that can go.")
    yield result("bound")

    yield part("Zero only for independent variables")
    nothing = yield suppose(equation(information, 0), why="Suppose that X tells nothing.", sample={P: rows @ columns.T})
    yield implies(
        squared_norm(sqrt(P) - sqrt(r @ c.T)) <= 0,
        using=kl_nonnegative.known("hellinger", pairs) + nothing,
        by=kl_nonnegative,
        why="The relative entropy is at least the squared distance of the roots.",
    )
    yield iff(
        equation(sqrt(P) - sqrt(r @ c.T), zeros(n, m)), by=squeezed, why="A norm is zero only of the zero matrix."
    )
    yield implies(
        equation(sqrt(P[i, j]) - sqrt(r[i] * c[j]), 0), by=hypothesis, why="So it is in each of its entries …"
    )
    yield implies(
        equation(P[i, j], r[i] * c[j]),
        factor=sqrt(P[i, j]) + sqrt(r[i] * c[j]),
        by=expand,
        why="… and the sum of the two roots times their difference is Pᵢⱼ − rᵢcⱼ.",
    )
    yield result("independent")

    yield part("… and then it is zero")
    yield suppose(equation(P, r @ c.T), why="Let the variables be independent.", sample={P: rows @ columns.T})
    yield consider(information)
    yield equals(
        sum_over(i, sum_over(j, P[i, j] * log(r[i] * c[j] / (r[i] * c[j])))),
        by=hypothesis,
        why="Each pair has the weight rᵢcⱼ.",
    )
    yield equals(0, by=expand, why="Every ratio is 1, and log 1 = 0.")


@mutual_information.reference("mutual_information")
def divergence_from_independence(P):
    return np.sum(P * (np.log(P) - np.log(np.outer(P.sum(axis=1), P.sum(axis=0)))))
