"""Gradient descent with step 1/L: the descent lemma, the rate 1/k, and the linear rate under strong convexity."""

import numpy as np

from derivations import (
    at_most,
    consider,
    definition,
    dims,
    equals,
    function,
    holds,
    implies,
    induction,
    let,
    part,
    result,
    scalar,
    sequence,
    square,
    squared_norm,
    suppose,
    theorem,
    therefore,
    vector,
)
from derivations.calculus.rules import (
    earlier,
    expand,
    from_k_to_next,
    nonnegativity,
    smoothness,
    strong_convexity,
    substitution,
)


@theorem(
    title="Gradient descent: rates of convergence",
    main="bound",
    cites=("nesterov: 2.1.5", "boyd: 9.3.1", "nocedal: 3.3"),
    synonyms=("descent lemma", "convergence of gradient descent", "sublinear rate", "linear rate", "step size 1/L"),
    in_short="A step of length 1/L pays for itself: what it gains is at least the square of the slope over 2L.",
)
def gradient_descent_rate():
    """Let $f$ be smooth with constant $L$ and strongly convex with constant $\\mu \\ge 0$; $\\mu = 0$ says that it is
    convex and no more. Gradient descent with step $1/L$ lowers $f$ with every step: {descent}. Let $x_\\star$ be a
    minimiser, or any other point to compare with. After $T \\ge 1$ steps {sublinear_rate}, and after any number $k$ of
    steps {linear_rate}.
    """
    n = dims("n")
    L = scalar("L", about="curvature that f has at most", positive=True)
    mu = scalar("mu", about="curvature that f has at least, 0 where it is convex and no more", nonnegative=True)
    f = function("f", n, about="the function to be minimised", smooth=L, strongly_convex=mu)
    k = scalar("k", about="number of steps so far", integer=True, nonnegative=True)
    T = scalar("T", about="number of all steps", integer=True, positive=True)
    x = sequence("x", n, about="the iterates, from any start")
    best = vector("x_star", n, about="a minimiser, or any other point to compare with")
    e = vector("e", n, about="any direction", unit=True)
    slope = f.grad(x[k])
    above = f(x[k]) - f(best)
    above_0, above_next = f(x[0]) - f(best), f(x[k + 1]) - f(best)
    start = L / 2 * squared_norm(x[0] - best)
    rate = 1 - mu / L

    yield part("The descent lemma")
    yield let(x[k + 1], x[k] - 1 / L * slope, why="Go down the slope, with step 1/L.")
    yield consider(f(x[k + 1]))
    yield at_most(
        f(x[k]) + slope.T @ (x[k + 1] - x[k]) + L / 2 * squared_norm(x[k + 1] - x[k]),
        by=smoothness(f, x[k], x[k + 1]),
        why="From one iterate to the next f stays below the parabola on its tangent.",
    )
    yield equals(
        f(x[k]) - squared_norm(slope) / L + squared_norm(slope) / (2 * L),
        by=substitution,
        why="The step is −∇f/L: the tangent falls by ‖∇f‖²/L, the parabola takes half of that back.",
    )
    yield equals(f(x[k]) - squared_norm(slope) / (2 * L), by=expand, why="The other half remains.")
    descent = yield therefore(
        f(x[k + 1]) <= f(x[k]) - squared_norm(slope) / (2 * L), why="Every step lowers f, unless the slope is zero."
    )
    yield result("descent")

    yield part("One step, seen from another point")
    yield consider(above_next)
    yield at_most(above - squared_norm(slope) / (2 * L), using=descent, by=earlier, why="This is the descent lemma.")
    yield at_most(
        slope.T @ (x[k] - best) - squared_norm(slope) / (2 * L) - mu / 2 * squared_norm(best - x[k]),
        by=strong_convexity(f, x[k], best),
        why="f lies above the parabola of curvature μ on its tangent, at the other point as everywhere.",
    )
    yield at_most(
        slope.T @ (x[k] - best) - squared_norm(slope) / (2 * L),
        by=nonnegativity(mu / 2 * squared_norm(best - x[k])),
        why="For the first rate convexity is enough: drop what curvature adds.",
    )
    yield equals(
        L / 2 * squared_norm(x[k] - best) - L / 2 * squared_norm(x[k + 1] - best),
        by=expand,
        why="Expand ‖xₖ₊₁ − x⋆‖² = ‖xₖ − x⋆ − ∇f/L‖²: the square of the slope is in it, and the product.",
    )
    closer = yield therefore(
        above_next <= L / 2 * squared_norm(x[k] - best) - L / 2 * squared_norm(x[k + 1] - best),
        why="How far f is above bounds how much closer the step came.",
    )

    yield part("An energy that never grows: the start")
    yield consider(0 * above_0 + start)
    yield equals(start, by=expand, why="Before the first step the energy is the distance alone.")
    base = yield therefore(0 * above_0 + start <= start, why="So it is at most what it was at the start.")

    yield part("… from k to k + 1")
    so_far = yield suppose(k * above + L / 2 * squared_norm(x[k] - best) <= start, why="Let it hold after k steps.")
    yield consider((k + 1) * above_next + L / 2 * squared_norm(x[k + 1] - best))
    yield at_most(
        k * above_next + L / 2 * squared_norm(x[k] - best),
        using=closer,
        by=earlier,
        why="One of the k + 1 differences is paid for by coming closer.",
    )
    yield at_most(
        k * (above - squared_norm(slope) / (2 * L)) + L / 2 * squared_norm(x[k] - best),
        using=k * descent,
        by=earlier,
        why="The other k are no larger than before the step, by the descent lemma.",
    )
    yield at_most(
        k * above + L / 2 * squared_norm(x[k] - best),
        by=nonnegativity(k / (2 * L) * squared_norm(slope)),
        why="What the step gained is not needed.",
    )
    yield at_most(start, using=so_far, by=from_k_to_next, why="That is the energy after k steps.")
    step = yield therefore(
        (k + 1) * above_next + L / 2 * squared_norm(x[k + 1] - best) <= start, why="So it holds after k + 1 steps."
    )

    yield part("The rate for convex functions")
    energy = yield induction(
        k * above + L / 2 * squared_norm(x[k] - best) <= start,
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="It holds at the start and is handed on by every step.",
    )
    yield definition("bound", L * squared_norm(x[0] - best) / (2 * T), label="B_T")
    yield consider(f(x[T]) - f(best))
    yield at_most(
        f(x[T]) - f(best) + L / (2 * T) * squared_norm(x[T] - best),
        by=nonnegativity(L / (2 * T) * squared_norm(x[T] - best)),
        why="A squared distance is never negative.",
    )
    yield at_most(
        L * squared_norm(x[0] - best) / (2 * T),
        using=1 / T * energy.where({k: T}),
        by=earlier,
        why="This is the energy after T steps, divided by T.",
    )
    yield therefore(
        f(x[T]) - f(best) <= L * squared_norm(x[0] - best) / (2 * T), why="Ten times the steps, a tenth of the bound."
    )
    yield result("sublinear_rate")

    yield part("With curvature: a small slope means a small error")
    yield consider(2 * mu * above)
    yield at_most(
        2 * mu * (slope.T @ (x[k] - best) - mu / 2 * squared_norm(best - x[k])),
        using=2 * mu * strong_convexity(f, x[k], best),
        by=strong_convexity(f, x[k], best),
        why="The parabola of curvature μ again, times 2μ.",
    )
    yield at_most(
        squared_norm(slope),
        using=square(slope - mu * (x[k] - best)),
        by=expand,
        why="What is missing to ‖∇f‖² is the square of ∇f − μ(xₖ − x⋆).",
    )
    steep = yield therefore(2 * mu * above <= squared_norm(slope), why="Where f is far above, it is steep.")

    yield part("The least curvature is not above the largest")
    yield holds(
        mu <= L,
        using=2 * (smoothness(f, best, best + e) + strong_convexity(f, best, best + e)),
        by=smoothness(f, best, best + e),
        why="Between two points at distance 1, f is above one parabola and below the other.",
    )
    shrinks = yield implies(rate >= 0, factor=1 / L, by=expand, why="Divide by L.")

    yield part("Every step shrinks the error")
    yield consider(above_next)
    yield at_most(above - squared_norm(slope) / (2 * L), using=descent, by=earlier, why="This is the descent lemma.")
    yield at_most(rate * above, using=1 / (2 * L) * steep, by=earlier, why="The slope is at least that steep.")
    shrunk = yield therefore(above_next <= rate * above, why="One step takes off the part μ/L of the error, or more.")

    yield part("The linear rate: the start")
    yield consider(above_0)
    yield equals(rate**0 * above_0, by=expand, why="Nothing has been taken off yet: the power 0 is 1.")
    base = yield therefore(above_0 <= rate**0 * above_0, why="So the rate holds for k = 0.")

    yield part("… from k to k + 1, again")
    so_far = yield suppose(above <= rate**k * above_0, why="Let it hold after k steps.")
    yield consider(above_next)
    yield at_most(rate * above, using=shrunk, by=earlier, why="One step more.")
    yield at_most(
        rate * (rate**k * above_0),
        using=shrinks * so_far,
        by=from_k_to_next,
        why="1 − μ/L is not negative, so it keeps the inequality.",
    )
    yield equals(rate ** (k + 1) * above_0, by=expand, why="One factor more.")
    step = yield therefore(above_next <= rate ** (k + 1) * above_0, why="So it holds after k + 1 steps.")

    yield part("The rate for strongly convex functions")
    yield induction(
        above <= rate**k * above_0,
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="It holds at the start and after every step.",
    )
    yield result("linear_rate")


@gradient_descent_rate.reference("bound")
def bound(L, x_0, x_star, T):
    return L * np.sum((x_0 - x_star) ** 2) / (2 * T)
