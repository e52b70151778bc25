"""Inequality constraints: why the KKT conditions suffice in a convex problem, prices, and the duality gap."""

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
    function,
    gradient,
    hadamard,
    holds,
    iff,
    implies,
    index,
    inverse,
    let,
    matrix,
    nonnegative,
    part,
    relu,
    result,
    scalar,
    squared_norm,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    earlier,
    expand,
    hypothesis,
    inverse_cancels,
    nonnegativity,
    one_term,
    product,
    riesz,
    scalar_transpose,
    squeezed,
    strong_convexity,
)


@theorem(
    title="The KKT conditions for inequality constraints",
    main="duality_gap",
    cites=("boyd: 5.1", "boyd: 5.2", "boyd: 5.5.3", "boyd: 5.6", "nocedal: 12.3", "nocedal: 16.4", "mml: 7.2"),
    synonyms=(
        "Karush–Kuhn–Tucker conditions",
        "complementary slackness",
        "Lagrange multipliers",
        "Lagrangian duality",
        "weak duality",
        "strong duality",
        "dual function",
        "quadratic programming",
        "shadow prices",
    ),
    in_short="A constraint pushes only where it touches, and only inwards; then no way that is open leads down.",
)
def kkt_inequality():
    r"""Let $f$ be convex, with a curvature of at least $\mu \ge 0$, and let the columns of $A$ be the normals of $m$
    constraints $A^\top x \le b$. What they leave at $x$ is the slack $s = b - A^\top x$. The KKT conditions ask for
    $s \ge 0$ and for multipliers $\lambda \ge 0$ with $\nabla f(x) = -A\lambda$ and $\lambda_i s_i = 0$ for every $i$.
    Where they hold, every $y$ that meets the constraints has {margin}, so {minimum}. Where the constraints move to
    $A^\top y \le b + u$, {price}: a multiplier is what its constraint costs. And a constraint may be curved, $c(x) \le
    0$ for a convex $c$: with $\nabla f(x) = -\kappa \nabla c(x)$ and $\kappa c(x) = 0$ for a $\kappa \ge 0$ it is the
    same, {curved}.

    For the quadratic {objective} with a positive definite $H$ the Lagrangian {lagrangian} has the gradient
    {lagrangian_gradient}. It is lowest at $x =$ {minimizer}, where it is the dual function {=dual}: no $x$ takes it
    lower, {lowest}. From $D$ to the objective it is the duality gap, $${gap}$$ Where $x$ meets the constraints neither
    of its two terms is negative, so any multipliers bound the minimum from below: {weak_duality}. Under the KKT
    conditions the gap {duality_gap} is closed, {strong_duality}. And where it is closed they hold: {stationary}, and
    {complementary} for every $i$, so that this is 0.
    """
    n, m = dims("n m")
    i = index("i", m)
    H = matrix("H", n, n, about="curvature of a quadratic objective", positive_definite=True)
    g = vector("g", n, about="minus its slope at 0")
    A = matrix("A", n, m, about="normals of the constraints, one a column")
    b = vector("b", m, about="values that the constraints allow at most")
    x = vector("x", n, about="a point that is tried as the minimum")
    lam = vector("lambda", m, about="multipliers, one for each constraint", nonnegative=True)
    s = vector("s", m, about="slack that the constraints leave at x", nonnegative=True)
    y = vector("y", n, about="any point that meets the constraints")
    t = vector("t", m, about="slack that they leave at y", nonnegative=True)
    u = vector("u", m, about="how far each constraint moves")
    mu = scalar("mu", about="curvature that f has at least, 0 where it is convex and no more", nonnegative=True)
    f = function("f", n, about="any convex objective", strongly_convex=mu)
    c = function("c", n, about="a constraint that may be curved, c(x) ≤ 0", convex=True)
    kappa = scalar("kappa", about="its multiplier", nonnegative=True)
    D = scalar("D", about="the dual function: the least value of the Lagrangian")
    farther = mu / 2 * squared_norm(y - x)
    objective = x.T @ H @ x / 2 - g.T @ x
    lagrangian = objective + lam.T @ (A.T @ x - b)
    slope = H @ x - g + A @ lam
    pull = g - A @ lam
    minimizer = inverse(H) @ pull
    dual = -(pull.T @ inverse(H) @ pull) / 2 - lam.T @ b
    rise = (x - minimizer).T @ H @ (x - minimizer) / 2
    misfit = slope.T @ inverse(H) @ slope / 2
    apart = {lam: relu(s - t), s: relu(t - s)}

    def conditions(moved, reach, met):
        yield suppose(
            equation(f.grad(x), -A @ lam),
            sample={f.grad(x): -A @ lam},
            why="Let the normals of the constraints hold the slope at x …",
        )
        yield suppose(
            equation(hadamard(lam, s), zeros(m)),
            sample=apart,
            why="… but only those that touch: λᵢ or sᵢ is 0.",
        )
        yield suppose(equation(A.T @ x, b - s), sample={b: A.T @ x + s}, why="Let x meet the constraints …")
        yield suppose(equation(A.T @ y, moved - t), sample=reach, why=f"… and y meet {met}.")

    yield part("The KKT conditions suffice")
    yield from conditions(b, {A: (x - y) @ (t - s).T / squared_norm(x - y)}, "them as well")
    yield consider(f(y))
    yield at_least(
        f(x) + f.grad(x).T @ (y - x) + farther,
        by=strong_convexity(f, x, y),
        why="A convex function lies above its tangent at x, and above the parabola of its curvature.",
    )
    yield equals(f(x) - lam.T @ A.T @ (y - x) + farther, by=hypothesis, why="The slope at x is −Aλ …")
    yield equals(
        f(x) + lam.T @ t - lam.T @ s + farther,
        by=hypothesis,
        why="… and Aᵀ(y − x) is s − t: the slack at x less the slack at y.",
    )
    yield equals(f(x) + lam.T @ t + farther, by=hypothesis, why="λᵀs is the sum of all λᵢsᵢ, and each of them is 0.")
    yield at_least(f(x) + farther, by=nonnegativity(lam.T @ t), why="Neither multipliers nor slacks are negative.")
    margin = yield therefore(f(y) >= f(x) + farther, why="With curvature, every other point is strictly worse.")
    yield result("margin")
    yield consider(f(y))
    yield at_least(f(x) + farther, using=margin, by=earlier, why="This was just shown.")
    yield at_least(f(x), by=nonnegativity(farther), why="A squared distance is never negative.")
    yield therefore(f(y) >= f(x), why="No point that meets the constraints is lower.")
    yield result("minimum")

    yield part("What a constraint costs")
    yield from conditions(b + u, {u: A.T @ y + t - b}, "those that have moved by u")
    yield consider(f(y))
    yield at_least(f(x) + f.grad(x).T @ (y - x) + farther, by=strong_convexity(f, x, y), why="The tangent once more.")
    yield at_least(f(x) + f.grad(x).T @ (y - x), by=nonnegativity(farther), why="Convexity is enough here.")
    yield equals(f(x) + lam.T @ t - lam.T @ s - lam.T @ u, by=hypothesis, why="Now −λᵀAᵀ(y − x) is −λᵀ(u + s − t) …")
    yield equals(f(x) + lam.T @ t - lam.T @ u, by=hypothesis, why="… and λᵀs is 0.")
    yield at_least(f(x) - lam.T @ u, by=nonnegativity(lam.T @ t), why="Neither multipliers nor slacks are negative.")
    yield therefore(f(y) >= f(x) - lam.T @ u, why="Giving way by uᵢ lowers the minimum by λᵢuᵢ at most.")
    yield result("price")

    yield part("A constraint that is curved")
    yield suppose(
        equation(f.grad(x), -kappa * c.grad(x)),
        sample={f.grad(x): -kappa * c.grad(x)},
        why="Let the normal of a convex constraint hold the slope at x …",
    )
    yield suppose(equation(kappa * c(x), 0), sample={c(x): 0}, why="… but only where it touches.")
    inside = yield suppose(c(y) <= 0, why="Let y meet the constraint.")
    yield consider(f(y))
    yield at_least(f(x) + f.grad(x).T @ (y - x) + farther, by=strong_convexity(f, x, y), why="The tangent of f …")
    yield equals(f(x) - kappa * c.grad(x).T @ (y - x) + farther, by=hypothesis, why="… falls as that of c rises, …")
    yield at_least(
        f(x) - kappa * (c(y) - c(x)) + farther,
        using=kappa * strong_convexity(c, x, y),
        by=strong_convexity(c, x, y),
        why="… and c lies above its own, …",
    )
    yield at_least(f(x) + kappa * c(x) + farther, using=kappa * inside, by=earlier, why="… but not above 0 at y.")
    yield equals(f(x) + farther, by=hypothesis, why="The constraint touches at x, or κ is 0.")
    yield therefore(f(y) >= f(x) + farther, why="The same as for flat constraints.")
    yield result("curved")

    yield part("A quadratic: the Lagrangian")
    yield definition("objective", objective, label="q")
    yield definition("lagrangian", lagrangian, label=r"\mathcal{L}")
    yield differential(lagrangian, x)
    yield equals(
        d(x).T @ H @ x / 2 + x.T @ H @ d(x) / 2 - g.T @ d(x) + lam.T @ A.T @ d(x),
        by=product,
        why="In the quadratic term each factor x moves in turn; the other terms are linear.",
    )
    yield equals(
        (x.T @ H - g.T + lam.T @ A.T) @ d(x), by=scalar_transpose, why="H is symmetric, so the two halves are equal."
    )
    yield gradient(
        slope, wrt=x, by=riesz, name="lagrangian_gradient", why="What multiplies dx, transposed, is the gradient."
    )

    yield part("Where the Lagrangian is lowest")
    yield suppose(equation(slope, zeros(n)), why="At a minimum in x the gradient is zero.")
    yield iff(equation(x, minimizer), factor=H, by=inverse_cancels, why="H has an inverse: solve for x.")
    yield result("minimizer")

    yield part("The dual function: how low it is there")
    yield definition("dual", dual, label="D")
    yield let(D, dual, why="One letter for it from here on.")
    yield consider(lagrangian)
    yield equals(D + rise, by=expand, why="Complete the square around the point where the gradient is zero.")
    yield at_least(D, by=nonnegativity(rise), why="H is positive definite.")
    yield therefore(lagrangian >= D, why="Whatever x is. At the point itself the square is zero.")
    yield result("lowest")

    yield part("The duality gap")
    yield definition("duality_gap", lam.T @ (b - A.T @ x) + misfit, label="G")
    yield consider(objective - D)
    yield equals(lam.T @ (b - A.T @ x) + rise, by=expand, why="The objective is the Lagrangian with λᵀ(b − Aᵀx) more.")
    yield equals(
        lam.T @ (b - A.T @ x) + misfit, by=inverse_cancels, why="The slope is H times the way from the lowest point."
    )
    yield therefore(
        equation(objective - D, lam.T @ (b - A.T @ x) + misfit),
        why="Slackness and slope: nothing else keeps them apart.",
    )
    yield result("gap")

    yield part("Weak duality")
    yield suppose(equation(A.T @ x, b - s), sample={b: A.T @ x + s}, why="Let x meet the constraints.")
    yield consider(objective)
    yield equals(D + lam.T @ s + misfit, by=hypothesis, why="This is the gap.")
    yield at_least(D + lam.T @ s, by=nonnegativity(misfit), why="With H its inverse is positive definite.")
    yield at_least(D, by=nonnegativity(lam.T @ s), why="Neither multipliers nor slacks are negative.")
    yield therefore(objective >= D, why="Any multipliers bound the minimum from below, and any such point from above.")
    yield result("weak_duality")

    yield part("No gap where the KKT conditions hold")
    yield suppose(equation(A.T @ x, b - s), sample={b: A.T @ x + s}, why="Let x meet the constraints.")
    yield suppose(equation(g, H @ x + A @ lam), why="Let the slope at x, Hx − g, be −Aλ …")
    yield suppose(equation(hadamard(lam, s), zeros(m)), sample=apart, why="… and λᵢ or sᵢ be 0 for every i.")
    yield consider(objective)
    yield equals(D + lam.T @ s + misfit, by=hypothesis, why="This is the gap.")
    yield equals(D, by=hypothesis, why="The slope of the Lagrangian is zero, and so is λᵀs.")
    yield therefore(equation(objective, D), why="The two bounds meet, so neither can be improved.")
    yield result("strong_duality")

    yield part("… and only there")
    yield suppose(equation(A.T @ x, b - s), sample={b: A.T @ x + s}, why="Let x meet the constraints …")
    closed = yield suppose(
        equation(lam.T @ (b - A.T @ x) + misfit, 0),
        sample=apart | {g: H @ x + A @ lam},
        why="… and nothing lie between the two.",
    )
    yield implies(
        misfit <= 0, using=closed + nonnegative(lam.T @ s), by=earlier, why="The other term is not negative …"
    )
    yield iff(equation(slope, zeros(n)), factor=inverse(H) / 2, by=squeezed, why="… so the slope is zero.")
    yield result("stationary")
    yield holds(
        lam[i] * s[i] <= 0,
        using=closed + nonnegative(misfit) + one_term(hadamard(lam, s), i),
        by=one_term(hadamard(lam, s), i),
        why="No term of λᵀs is negative, so none is above their sum, and this is not above 0.",
    )
    yield result("complementary")


@kkt_inequality.reference("duality_gap")
def duality_gap(H, g, A, b, x, lam):
    slope = H @ x - g + A @ lam
    return lam @ (b - A.T @ x) + slope @ np.linalg.solve(H, slope) / 2
