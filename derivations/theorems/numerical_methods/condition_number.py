"""The condition number of a matrix: how much a relative error of b may grow in the solution of Ax = b."""

import numpy as np

from derivations import (
    at_most,
    consider,
    definition,
    diag,
    dims,
    equals,
    equation,
    hadamard_power,
    iff,
    implies,
    index,
    matrix,
    maximum,
    norm,
    part,
    result,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    vector,
)
from derivations.calculus.rules import (
    collect,
    earlier,
    entry_at_most_maximum,
    expand,
    hypothesis,
    order_of_squares,
    orthogonal_length,
    sum_as_product,
)


@theorem(
    title="The condition number",
    main="condition_number",
    cites=("trefethen: lecture 12", "higham: 7.1", "golub: 2.6.2", "horn: 5.8"),
    synonyms=("conditioning", "relative error", "ill-conditioned system", "sensitivity of a linear system", "kappa"),
    in_short="Solving with A can make a relative error κ times as large; it is the most A stretches over the least.",
)
def condition_number():
    r"""Let $A$ be invertible with the singular value decomposition $A = USV^\top$: orthogonal $U$ and $V$, and on the
    diagonal of $S$ the singular values $s$. It stretches no vector $u$ by more than the largest of them: {stretch}. If
    $Ax = b$ and the right-hand side changes by $\epsilon$, the solution changes by some $\delta$ with {relative}. The
    relative error grows at most by the condition number $\kappa =$ {condition_number}, the largest singular value over
    the smallest. It is never below 1: {at_least_one}.
    """
    n = dims("n")
    j = index("j", n)
    U = matrix("U", n, n, about="left singular vectors of A, one a column", orthogonal=True)
    V = matrix("V", n, n, about="right singular vectors of A, one a column", orthogonal=True)
    s = vector("s", n, about="singular values of A", positive=True)
    u = vector("u", n, about="any vector")
    x = vector("x", n, about="the solution", nonzero=True)
    b = vector("b", n, about="the right-hand side, nonzero where x is", nonzero=True)
    delta = vector("delta", n, about="change of the solution")
    epsilon = vector("epsilon", n, about="change of the right-hand side")
    A = U @ diag(s) @ V.T
    A_inverse = V @ diag(hadamard_power(s, -1)) @ U.T
    z = V.T @ u
    most, least = maximum(s), maximum(hadamard_power(s, -1))

    yield part("How far a matrix can stretch")
    yield consider(squared_norm(A @ u))
    yield equals(
        squared_norm(diag(s) @ z), by=orthogonal_length(U), why="U keeps lengths; in the coordinates z = Vᵀu …"
    )
    yield equals(
        sum_over(j, s[j] ** 2 * z[j] ** 2), by=sum_as_product, why="… each entry is stretched by a singular value."
    )
    yield at_most(
        sum_over(j, most**2 * z[j] ** 2),
        using=((most + s[j]) * z[j] ** 2 * entry_at_most_maximum(s, j)).summed(j),
        by=entry_at_most_maximum(s, j),
        why="None of them exceeds the largest; nor do the squares, for none is negative.",
    )
    yield equals(most**2 * squared_norm(z), by=sum_as_product, why="It is a common factor.")
    yield equals(most**2 * squared_norm(u), by=orthogonal_length(V), why="V keeps lengths too.")
    yield therefore(squared_norm(A @ u) <= most**2 * squared_norm(u), why="A bound on the squared length.")
    stretch = yield iff(
        norm(A @ u) <= most * norm(u), by=order_of_squares, why="Lengths have the order of their squares."
    )
    yield result("stretch")

    yield part("How the solution changes")
    yield suppose(equation(b, A @ x), why="Let x be the solution …")
    yield suppose(equation(A @ (x + delta), b + epsilon), why="… and x + δ that for the changed right-hand side.")
    yield iff(equation(A @ delta, epsilon), by=hypothesis, why="Subtract the one from the other.")
    yield iff(
        equation(delta, A_inverse @ epsilon),
        factor=A,
        by=expand,
        why="The inverse of A has the factors the other way round: UᵀU and VVᵀ are I, and sⱼ meets 1/sⱼ.",
    )

    yield part("Relative to what was there")
    yield definition("condition_number", most * least, label=r"\kappa")
    yield suppose(equation(b, A @ x), why="The right-hand side is not longer than A can make x …")
    yield suppose(equation(delta, A_inverse @ epsilon), why="… and δ not longer than A⁻¹ can make ε.")
    yield consider(norm(delta) * norm(b))
    yield at_most(
        norm(delta) * (most * norm(x)),
        using=norm(delta) * stretch.where({u: x}),
        by=earlier,
        why="The first, times the length of δ.",
    )
    yield at_most(
        least * norm(epsilon) * (most * norm(x)),
        using=most * norm(x) * stretch.where({u: epsilon, U: V, V: U, s: hadamard_power(s, -1)}),
        by=earlier,
        why="The second: A⁻¹ stretches by the largest 1/sⱼ at most.",
    )
    yield therefore(
        norm(delta) * norm(b) <= least * norm(epsilon) * (most * norm(x)), why="Both inequalities multiplied."
    )
    yield implies(
        norm(delta) / norm(x) <= most * least * (norm(epsilon) / norm(b)),
        factor=1 / (norm(x) * norm(b)),
        by=collect,
        why="Divide by the lengths of x and b; A is invertible, so b is zero only if x is.",
    )
    yield result("relative")

    yield part("Never below 1")
    yield consider(s[j] * (1 / s[j]))
    yield at_most(
        most * (1 / s[j]),
        using=1 / s[j] * entry_at_most_maximum(s, j),
        by=entry_at_most_maximum(s, j),
        why="No singular value exceeds the largest …",
    )
    yield at_most(
        most * least,
        using=most * entry_at_most_maximum(hadamard_power(s, -1), j),
        by=entry_at_most_maximum(hadamard_power(s, -1), j),
        why="… and no reciprocal the largest reciprocal.",
    )
    yield therefore(most * least >= 1, why="The left side was 1.")
    yield result("at_least_one")


@condition_number.reference("condition_number")
def kappa(s):
    return np.max(s) / np.min(s)
