"""The Cauchy–Schwarz inequality: the gap as a sum of squares, and the vectors for which there is no gap."""

import numpy as np

from derivations import (
    absolute,
    at_least,
    consider,
    definition,
    dims,
    equals,
    equation,
    iff,
    index,
    norm,
    part,
    result,
    scalar,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import definiteness, expand, hypothesis, nonnegativity, order_of_squares


@theorem(
    title="The Cauchy–Schwarz inequality",
    main="gap",
    cites=("mml: 3.3", "horn: theorem 5.1.4", "magnus: 11.2"),
    synonyms=("Cauchy–Bunyakovsky–Schwarz inequality", "Lagrange's identity", "projection on a vector"),
    in_short="The gap is a sum of squares, one for each pair of entries, and vanishes where x and y are proportional.",
)
def cauchy_schwarz():
    """For any vectors $x$ and $y$ the gap {gap} is never negative: {inequality}, or, in lengths, {lengths}.
    For a vector $u$ that is not zero in place of $y$, the two sides are equal exactly where $x$ is a multiple of $u$,
    and then $x$ is its own projection on $u$, {projection}. (For $y = 0$ both sides are 0, whatever $x$ is.)
    """
    n = dims("n")
    i, j = index("i", n), index("j", n)
    x = vector("x", n, about="any vector")
    y = vector("y", n, about="any vector")
    u = vector("u", n, about="any vector but zero", nonzero=True)
    t = scalar("t", about="any factor")
    gap = squared_norm(x) * squared_norm(y) - (x.T @ y) ** 2
    crossed = sum_over(i, sum_over(j, (x[i] * y[j] - x[j] * y[i]) ** 2)) / 2

    yield part("Lagrange's identity")
    yield definition("gap", gap, label="g")
    yield equals(
        sum_over(i, sum_over(j, x[i] ** 2 * y[j] ** 2)) - sum_over(i, sum_over(j, x[i] * y[i] * x[j] * y[j])),
        by=expand,
        why="Every product of two sums is a double sum.",
    )
    yield equals(
        sum_over(i, sum_over(j, x[i] ** 2 * y[j] ** 2 - 2 * x[i] * y[j] * x[j] * y[i] + x[j] ** 2 * y[i] ** 2)) / 2,
        by=expand,
        why="The first double sum is the same with i and j exchanged: take half of each.",
    )
    yield equals(crossed, by=expand, why="Under the sum stands a square.")

    yield part("The inequality")
    yield consider(gap)
    yield equals(crossed, by=expand, why="This is Lagrange's identity.")
    yield at_least(0, by=nonnegativity(crossed), why="A sum of squares is never negative.")
    yield therefore((x.T @ y) ** 2 <= squared_norm(x) * squared_norm(y), why="Move the square to the other side.")
    yield result("inequality")
    yield iff(
        absolute(x.T @ y) <= norm(x) * norm(y),
        by=order_of_squares,
        why="Both sides are squares of numbers that are not negative, so the roots have the same order.",
    )
    yield result("lengths")

    yield part("No gap only between multiples")
    yield suppose(
        equation(squared_norm(x) * squared_norm(u) - (x.T @ u) ** 2, 0), why="Let the two sides be equal for u."
    )
    yield iff(
        equation(squared_norm(squared_norm(u) * x - (x.T @ u) * u), 0),
        factor=1 / squared_norm(u),
        by=expand,
        why="Expand the square: it is ‖u‖² times the gap, and ‖u‖² is not zero.",
    )
    yield iff(
        equation(squared_norm(u) * x - (x.T @ u) * u, zeros(n)),
        by=definiteness,
        why="A vector of norm zero is zero.",
    )
    yield iff(
        equation(x, (x.T @ u) / squared_norm(u) * u),
        factor=squared_norm(u),
        by=expand,
        why="Divide by ‖u‖² and solve for x: it is its own projection on u.",
    )
    yield result("projection")

    yield part("… and none for any multiple")
    yield suppose(equation(x, t * y), why="Now let x be some multiple of y.")
    yield consider(gap)
    yield equals(
        t**2 * squared_norm(y) * squared_norm(y) - (t * squared_norm(y)) ** 2,
        by=hypothesis,
        why="Put ty for x; the factor leaves the norm squared and the product once.",
    )
    yield equals(0, by=expand, why="Both terms are t²‖y‖⁴.")

    yield part("… nor where y is zero")
    yield suppose(equation(y, zeros(n)), why="The vector that u may not be.")
    yield consider(gap)
    yield equals(0, by=hypothesis, why="Every term has a factor y, whatever x is.")


@cauchy_schwarz.reference("gap")
def gap(x, y):
    return np.sum(x**2) * np.sum(y**2) - (x @ y) ** 2


@cauchy_schwarz.reference("projection")
def projection(x, u):
    return (x @ u) / (u @ u) * u
