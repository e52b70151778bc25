"""The first principal component: most variance along a unit vector, by Lagrange, and the proof that it is the most."""

import numpy as np

from derivations import (
    at_most,
    consider,
    d,
    definition,
    diag,
    differential,
    dims,
    equals,
    equation,
    gradient,
    holds,
    iff,
    implies,
    index,
    leading_eigenvector,
    matrix,
    maximum,
    part,
    result,
    row,
    scalar,
    squared_norm,
    sum_over,
    suppose,
    theorem,
    therefore,
    unit,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    earlier,
    entry_at_most_maximum,
    expand,
    hypothesis,
    leading,
    norm_as_product,
    orthogonal_length,
    product,
    riesz,
    scalar_transpose,
    sum_as_product,
)


@theorem(
    title="The first principal component",
    main="component",
    cites=("mml: 10.2", "bishop: 12.1.1", "htf: 14.5.1"),
    synonyms=("PCA", "principal component analysis", "direction of most variance", "Rayleigh quotient"),
    in_short="Data vary most along the eigenvector of their covariance that belongs to the largest eigenvalue.",
)
def pca_first_component():
    """Data with the covariance matrix $S$ have the variance {variance} along a unit vector $v$, with the gradient
    {objective_gradient}. Where it is stationary on the unit sphere, {eigenvector_equation}: the direction is an
    eigenvector of $S$, and the variance along it is its eigenvalue, {value}. The most variance is along the unit
    eigenvector {component} of the largest eigenvalue: {largest} for every unit vector $v$.
    """
    n, p = dims("n p")
    i, j = index("i", n), index("j", p)
    X = matrix("X", n, p, about="data, one example a row, from which the mean of each column has been taken")
    S = matrix("S", p, p, about="covariance matrix of the data", symmetric=True)
    v = vector("v", p, about="a direction")
    lam = scalar("lambda", about="multiplier of the constraint")
    Q = matrix("Q", p, p, about="eigenvectors of S, one a column", orthogonal=True)
    mu = vector("mu", p, about="eigenvalues of S, one for each column of Q")
    u = leading_eigenvector(S)
    z = Q.T @ v

    yield part("The variance along a direction")
    yield consider(sum_over(i, (row(X, i).T @ v) ** 2) / n)
    yield equals(
        squared_norm(X @ v) / n, by=sum_as_product, why="The projections of the examples are the entries of Xv."
    )
    yield equals(
        v.T @ (X.T @ X / n) @ v, by=norm_as_product, why="So the variance is vᵀSv with the covariance matrix S = XᵀX/n."
    )

    yield part("Its gradient")
    yield definition("variance", v.T @ S @ v, label="V(v)")
    yield differential(v.T @ S @ v, v)
    yield equals(d(v).T @ S @ v + v.T @ S @ d(v), by=product, why="Each of the two factors v moves in turn.")
    yield equals(2 * v.T @ S @ d(v), by=scalar_transpose, why="S is symmetric, so the two terms are equal.")
    yield gradient(
        2 * S @ v, wrt=v, by=riesz, why="What multiplies dv, transposed, is the gradient.", name="objective_gradient"
    )

    yield part("Stationary on the unit sphere")
    yield definition("lagrangian", v.T @ S @ v - lam * (v.T @ v - 1), label="L")
    yield differential(v.T @ S @ v - lam * (v.T @ v - 1), v)
    yield equals(
        2 * v.T @ S @ d(v) - 2 * lam * v.T @ d(v), by=product, why="The constraint is a product too: d(vᵀv) = 2vᵀdv."
    )
    yield gradient(2 * S @ v - 2 * lam * v, wrt=v, by=riesz, why="Read the gradient off.", name="lagrangian_gradient")
    yield suppose(
        equation(2 * S @ v - 2 * lam * v, zeros(p)),
        why="At a maximum on the sphere the gradient points off the sphere, along v: Lagrange's condition.",
    )
    yield iff(equation(S @ v, lam * v), by=expand, why="Divide by 2: v is an eigenvector of S, and λ its eigenvalue.")
    yield result("eigenvector_equation")

    yield part("The variance there is the eigenvalue")
    yield suppose(equation(S @ v, lam * v), why="Let v be an eigenvector …", sample={S: lam * v @ v.T})
    yield suppose(equation(squared_norm(v), 1), why="… of length 1.", sample={v: Q @ unit(1, p)})
    yield consider(v.T @ S @ v)
    yield equals(lam * squared_norm(v), by=hypothesis, why="Sv is λv, and vᵀv is the squared norm.")
    yield equals(lam, by=hypothesis, why="The norm is 1.")
    yield therefore(
        equation(v.T @ S @ v, lam), why="Of all stationary directions the one with the largest λ is the best."
    )
    yield result("value")

    yield part("No unit vector does better")
    yield suppose(equation(S, Q @ diag(mu) @ Q.T), why="The spectral theorem gives every symmetric matrix this form.")
    yield suppose(equation(squared_norm(v), 1), why="Let v be any unit vector.", sample={v: unit(1, p)})
    yield consider(v.T @ S @ v)
    yield equals(z.T @ diag(mu) @ z, by=hypothesis, why="In the coordinates z = Qᵀv the matrix is diagonal.")
    yield equals(sum_over(j, z[j] ** 2 * mu[j]), by=sum_as_product, why="A diagonal matrix weighs the squares.")
    yield at_most(
        sum_over(j, z[j] ** 2 * maximum(mu)),
        using=(z[j] ** 2 * entry_at_most_maximum(mu, j)).summed(j),
        by=entry_at_most_maximum(mu, j),
        why="Put the largest eigenvalue in the place of each.",
    )
    yield equals(maximum(mu) * squared_norm(z), by=sum_as_product, why="It is a common factor of the sum.")
    yield equals(maximum(mu) * squared_norm(v), by=orthogonal_length(Q), why="The coordinates z are as long as v.")
    yield equals(maximum(mu), by=hypothesis, why="v has length 1.")
    bound = yield therefore(v.T @ S @ v <= maximum(mu), why="The largest eigenvalue is a bound.")
    yield definition("component", u, label="u")
    yield holds(
        equation(S @ u, maximum(mu) * u), by=leading(Q, mu), why="u is the unit eigenvector of that eigenvalue."
    )
    reached = yield implies(
        equation(maximum(mu), u.T @ S @ u), factor=-u.T, by=leading(Q, mu), why="Multiply by uᵀ; u has length 1."
    )
    yield holds(v.T @ S @ v <= u.T @ S @ u, using=bound + reached, by=earlier, why="So the bound is reached, at u.")
    yield result("largest")


@pca_first_component.reference("objective_gradient")
def objective_gradient(S, v):
    return 2 * S @ v


@pca_first_component.reference("component")
def component(S):
    u = np.linalg.eigh(S)[1][:, -1]
    return u * np.sign(u[np.argmax(np.abs(u))])
