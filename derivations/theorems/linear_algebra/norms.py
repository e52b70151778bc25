"""Three norms of a vector, and how far one of them may be from another."""

import numpy as np

from derivations import (
    absolute,
    at_most,
    consider,
    definition,
    dims,
    equals,
    hadamard,
    holds,
    iff,
    index,
    maximum,
    norm,
    norm1,
    ones,
    part,
    result,
    sqrt,
    squared_norm,
    sum_over,
    theorem,
    therefore,
    vector,
)
from derivations.calculus.rules import (
    collect,
    entry_at_most_maximum,
    least_upper_bound,
    norm_as_product,
    one_term,
    order_of_squares,
    substitution,
    sum_as_product,
)
from derivations.theorems.linear_algebra.cauchy_schwarz import cauchy_schwarz


@theorem(
    title="How the norms of a vector compare",
    main="euclidean",
    cites=("mml: 3.1", "horn: 5.4", "golub: 2.2.2", "boyd: A.1.4"),
    synonyms=("equivalence of norms", "L1 norm", "L2 norm", "maximum norm", "lasso and ridge penalties"),
    in_short="Largest entry, length, sum: each is at most the next, and √n times each at least the next.",
)
def norms():
    r"""A vector $x$ with $n$ entries has the maximum norm {max_norm}, the Euclidean norm {euclidean} and the 1-norm
    {one_norm}. They stand in this order: {max_below_euclidean} and {euclidean_below_one}. Nor are they far apart:
    {one_below_root} and {euclidean_below_max}.
    """
    n = dims("n")
    i = index("i", n)
    x = vector("x", n, about="any vector")
    size = absolute(x)
    largest = maximum(absolute(x))

    yield part("The three norms")
    yield definition("max_norm", largest, label=r"\lVert x\rVert_\infty")
    yield definition("euclidean", sqrt(sum_over(i, x[i] ** 2)), label=r"\lVert x\rVert_2")
    yield equals(norm(x), by=norm_as_product, why="The norm that is meant where nothing else is said.")
    yield definition("one_norm", sum_over(i, size[i]), label=r"\lVert x\rVert_1")
    yield equals(norm1(x), by=substitution, why="The sum of the sizes of all entries.")

    yield part("No entry is longer than the vector")
    yield consider(x[i] ** 2)
    yield at_most(
        squared_norm(x),
        using=one_term(hadamard(x, x), i),
        by=one_term(hadamard(x, x), i),
        why="One square is at most the sum of all squares.",
    )
    yield therefore(x[i] ** 2 <= squared_norm(x), why="Whichever entry it is.")
    each = yield iff(
        size[i] <= norm(x), by=order_of_squares, why="Both sides are squares of numbers that are not negative."
    )
    yield holds(
        largest <= norm(x),
        using=each.known.greatest(i),
        by=least_upper_bound,
        why="So neither is the largest.",
    )
    yield result("max_below_euclidean")

    yield part("The length is at most the sum")
    yield consider(squared_norm(x))
    yield equals(sum_over(i, size[i] * size[i]), by=sum_as_product, why="A square does not see the sign.")
    yield at_most(
        sum_over(i, size[i] * norm1(x)),
        using=(size[i] * one_term(size, i)).summed(i),
        by=one_term(size, i),
        why="Each |xᵢ| is at most the sum of all.",
    )
    yield equals(norm1(x) ** 2, by=collect, why="The sum is a common factor of its own terms.")
    yield therefore(squared_norm(x) <= norm1(x) ** 2, why="A bound on the squares.")
    yield iff(norm(x) <= norm1(x), by=order_of_squares, why="The roots have the same order.")
    yield result("euclidean_below_one")

    yield part("The sum is at most √n times the length")
    yield consider(norm1(x) ** 2)
    yield equals((size.T @ ones(n)) ** 2, by=sum_as_product, why="The sum is a product with the vector of ones.")
    yield at_most(
        squared_norm(size) * squared_norm(ones(n)),
        using=cauchy_schwarz.known("inequality", {"x": size, "y": ones(n)}),
        by=cauchy_schwarz,
        why="A product is at most the product of the lengths.",
    )
    yield equals(n * squared_norm(x), by=sum_as_product, why="The n ones have the squared length n.")
    yield therefore(norm1(x) ** 2 <= n * squared_norm(x), why="A bound on the squares.")
    yield iff(norm1(x) <= sqrt(n) * norm(x), by=order_of_squares, why="And so on the norms.")
    yield result("one_below_root")

    yield part("The length is at most √n times the largest entry")
    yield consider(squared_norm(x))
    yield equals(sum_over(i, size[i] ** 2), by=sum_as_product, why="A square does not see the sign.")
    yield at_most(
        sum_over(i, largest**2),
        using=((largest + size[i]) * entry_at_most_maximum(size, i)).summed(i),
        by=entry_at_most_maximum(size, i),
        why="No |xᵢ| exceeds the largest; nor do the squares.",
    )
    yield equals(n * largest**2, by=collect, why="They are n equal terms.")
    yield therefore(squared_norm(x) <= n * largest**2, why="A bound on the squares.")
    yield iff(norm(x) <= sqrt(n) * largest, by=order_of_squares, why="And so on the norms.")
    yield result("euclidean_below_max")


@norms.reference("one_norm")
def one_norm(x):
    return np.sum(np.abs(x))


@norms.reference("max_norm")
def max_norm(x):
    return np.max(np.abs(x))
