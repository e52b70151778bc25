"""A quadratic with equality constraints: Lagrange's conditions, their solution, why it is the minimum, and prices."""

import numpy as np

from derivations import (
    at_least,
    consider,
    d,
    definition,
    differential,
    dims,
    equals,
    equation,
    gradient,
    iff,
    implies,
    inverse,
    matrix,
    part,
    result,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    expand,
    hypothesis,
    inverse_cancels,
    nonnegativity,
    product,
    riesz,
    scalar_transpose,
)


@theorem(
    title="Lagrange's conditions for a quadratic with equality constraints",
    main="solution",
    cites=("boyd: 10.1.1", "nocedal: 16.1", "mml: 7.2", "bertsekas: 4.1"),
    synonyms=("KKT conditions", "Lagrange multipliers", "equality-constrained quadratic programme", "shadow prices"),
    in_short="At the minimum the slope is a combination of the constraints' normals, and its coefficients are prices.",
)
def kkt_equality():
    r"""Let $H$ be positive definite, and let $m$ constraints with independent normals, the columns of $A$, ask for
    $A^\top x = b$. The Lagrangian {lagrangian} of the objective {objective} has the gradient {lagrangian_gradient} in
    $x$. It vanishes at a point that meets the constraints only for the multipliers $\nu =$ {multipliers}, and there
    $x =$ {solution}. No point $x + v$ that meets the constraints as well has a lower value: {minimum}. The lowest value
    {value} changes with $b$ at the rate {price}, which is $-\nu$: what it costs to move a constraint.
    """
    n, m = dims("n m")
    H = matrix("H", n, n, about="curvature of the objective", positive_definite=True)
    g = vector("g", n, about="minus its slope at 0")
    A = matrix("A", n, m, about="normals of the constraints, one a column", rank=m)
    b = vector("b", m, about="values that the constraints ask for")
    x = vector("x", n, about="where the objective is evaluated")
    v = vector("v", n, about="a step that keeps to the constraints")
    nu = vector("nu", m, about="multipliers, one for each constraint")
    S = A.T @ inverse(H) @ A
    c = A.T @ inverse(H) @ g
    multipliers = inverse(S) @ (c - b)
    value = (b - c).T @ inverse(S) @ (b - c) / 2 - g.T @ inverse(H) @ g / 2
    lagrangian = x.T @ H @ x / 2 - g.T @ x + nu.T @ (A.T @ x - b)

    def objective(x):
        return x.T @ H @ x / 2 - g.T @ x

    yield part("The Lagrangian")
    yield definition("objective", objective(x), label="f(x)")
    yield definition("lagrangian", lagrangian, label=r"\mathcal{L}")
    yield differential(lagrangian, x)
    yield equals(
        d(x).T @ H @ x / 2 + x.T @ H @ d(x) / 2 - g.T @ d(x) + nu.T @ A.T @ d(x),
        by=product,
        why="In the quadratic term each factor x moves in turn; the other terms are linear.",
    )
    yield equals(
        (x.T @ H - g.T + nu.T @ A.T) @ d(x), by=scalar_transpose, why="H is symmetric, so the two halves are equal."
    )
    yield gradient(
        H @ x - g + A @ nu,
        wrt=x,
        by=riesz,
        name="lagrangian_gradient",
        why="What multiplies dx, transposed, is the gradient.",
    )

    yield part("Stationary in x")
    yield suppose(
        equation(H @ x - g + A @ nu, zeros(n)), why="The slope of the objective is to be a combination of the normals."
    )
    yield iff(
        equation(x, inverse(H) @ (g - A @ nu)), factor=H, by=inverse_cancels, why="H has an inverse: solve for x."
    )

    yield part("The multipliers")
    yield suppose(equation(x, inverse(H) @ (g - A @ nu)), why="Let the Lagrangian be stationary …")
    yield suppose(equation(A.T @ x, b), sample={nu: multipliers}, why="… at a point that meets the constraints.")
    yield iff(equation(S @ nu, c - b), factor=-1, by=hypothesis, why="Put the formula for x into the constraints.")
    yield iff(
        equation(nu, multipliers),
        factor=S,
        by=inverse_cancels,
        why="H⁻¹ is positive definite and the normals are independent, so this m×m matrix is positive definite too.",
    )
    yield result("multipliers")

    yield part("The solution")
    yield suppose(equation(nu, multipliers), why="With these multipliers …")
    yield suppose(equation(x, inverse(H) @ (g - A @ nu)), why="… the Lagrangian is stationary at one point only.")
    yield implies(
        equation(x, inverse(H) @ (g - A @ inverse(S) @ (c - b))), by=hypothesis, why="Put the multipliers in."
    )
    yield result("solution")

    yield part("How the objective changes from x to x + v")
    yield consider(objective(x + v))
    yield equals(
        objective(x) + v.T @ (H @ x - g) + v.T @ H @ v / 2, by=expand, why="Expand; the mixed terms are equal halves."
    )

    yield part("It is the minimum")
    yield suppose(equation(H @ x - g, -A @ nu), sample={g: H @ x + A @ nu}, why="Let x be stationary …")
    yield suppose(
        equation(A.T @ v, zeros(m)),
        sample={v: v - A @ inverse(A.T @ A) @ A.T @ v},
        why="… and let x + v meet the constraints as well.",
    )
    yield consider(objective(x + v))
    yield equals(
        objective(x) - (A.T @ v).T @ nu + v.T @ H @ v / 2,
        by=hypothesis,
        why="The slope at x is a combination of the normals …",
    )
    yield equals(objective(x) + v.T @ H @ v / 2, by=hypothesis, why="… and v is orthogonal to all of them.")
    yield at_least(objective(x), by=nonnegativity(v.T @ H @ v / 2), why="H is positive definite.")
    yield therefore(objective(x + v) >= objective(x), why="No step within the constraints goes lower.")
    yield result("minimum")

    yield part("The lowest value, and what the constraints cost")
    yield definition("value", value, label=r"f_\star")
    yield suppose(equation(x, inverse(H) @ (g - A @ inverse(S) @ (c - b))), why="At the solution …")
    yield consider(objective(x))
    yield equals(
        value,
        by=hypothesis,
        why="… H meets its inverse, and so does AᵀH⁻¹A: what the constraints cost is a square in this metric.",
    )
    yield differential(value, b)
    yield equals(
        d(b).T @ inverse(S) @ (b - c) / 2 + (b - c).T @ inverse(S) @ d(b) / 2,
        by=product,
        why="Only b moves, in both of the factors.",
    )
    yield gradient(
        inverse(S) @ (b - c),
        wrt=b,
        by=riesz,
        name="price",
        why="The two terms are equal. Compare with the multipliers: the price of moving a constraint is −ν.",
    )


@kkt_equality.reference("solution")
def solution(H, g, A, b):
    n, m = A.shape
    conditions = np.block([[H, A], [A.T, np.zeros((m, m))]])
    return np.linalg.solve(conditions, np.append(g, b))[:n]


@kkt_equality.reference("multipliers")
def multipliers(H, g, A, b):
    n, m = A.shape
    conditions = np.block([[H, A], [A.T, np.zeros((m, m))]])
    return np.linalg.solve(conditions, np.append(g, b))[n:]
