"""The Newton step: minimiser of the second-order model, what the model gains, and why the step goes downhill."""

import numpy as np

from derivations import (
    at_least,
    at_most,
    consider,
    d,
    definition,
    differential,
    dims,
    equals,
    equation,
    gradient,
    iff,
    inverse,
    matrix,
    part,
    result,
    scalar,
    sqrt,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    collect,
    definiteness,
    expand,
    inverse_cancels,
    nonnegativity,
    product,
    riesz,
    scalar_transpose,
)


@theorem(
    title="The Newton step",
    main="step",
    cites=("boyd: 9.5.1", "nocedal: 3.3", "murphy: 8.3.1"),
    synonyms=("Newton's method", "Newton direction", "Newton decrement", "second-order model"),
    in_short="Newton's method moves to the lowest point of the parabola that fits value, slope and curvature here.",
)
def newton_step():
    """At a point with value $f$, gradient $g$ and positive definite Hessian $H$ a function is modelled by {model} for a
    step $s$. The model has the gradient {model_gradient} and exactly one minimiser, $s =$ {step}, where it is lower
    than at $s = 0$ by half the square of the Newton decrement {decrement}: {minimum}. The step never goes uphill,
    {descent}, and goes strictly downhill unless $g = 0$.
    """
    n = dims("n")
    f = scalar("f", about="value at the present point")
    g = vector("g", n, about="gradient there")
    H = matrix("H", n, n, about="Hessian there", positive_definite=True)
    s = vector("s", n, about="any step from there")
    model = f + g.T @ s + s.T @ H @ s / 2
    step = -inverse(H) @ g
    gain = g.T @ inverse(H) @ g / 2
    rest = (s + inverse(H) @ g).T @ H @ (s + inverse(H) @ g) / 2

    yield part("The gradient of the model")
    yield definition("model", model, label="m(s)")
    yield differential(model, s)
    yield equals(
        g.T @ d(s) + d(s).T @ H @ s / 2 + s.T @ H @ d(s) / 2,
        by=product,
        why="f and g stand still; in the quadratic term each of the two factors s moves in turn.",
    )
    yield equals(
        g.T @ d(s) + s.T @ H @ d(s), by=scalar_transpose, why="H is symmetric, so the last two terms are equal halves."
    )
    yield gradient(
        g + H @ s, wrt=s, by=riesz, why="What multiplies ds, transposed, is the gradient.", name="model_gradient"
    )

    yield part("The step")
    yield suppose(equation(g + H @ s, zeros(n)), why="At a minimum of the model its gradient is zero.")
    yield iff(
        equation(s, step), factor=H, by=inverse_cancels, why="A positive definite matrix has an inverse: solve for s."
    )
    yield result("step")

    yield part("It is the minimum")
    yield consider(model)
    yield equals(f + rest - gain, by=expand, why="Complete the square: expanded, it is sᵀHs/2 + gᵀs + gᵀH⁻¹g/2.")
    yield at_least(f - gain, by=nonnegativity(rest), why="H is positive definite, so the square is never negative.")
    yield therefore(model >= f - gain, why="No step takes the model lower.")
    yield result("minimum")

    yield part("… reached by this step alone")
    yield suppose(equation(model, f - gain), why="Let some step reach the bound.")
    yield iff(
        equation(s, step),
        factor=H / 2,
        by=definiteness,
        why="The square is zero, and for a positive definite H only the zero vector makes it so.",
    )

    yield part("The decrement: how long the step is in the metric of H")
    yield consider(sqrt(step.T @ H @ step))
    yield equals(sqrt(g.T @ inverse(H) @ g), by=inverse_cancels, why="H meets its inverse, and the signs cancel.")
    yield result("decrement")

    yield part("It goes downhill")
    yield consider(g.T @ step)
    yield equals(-(g.T @ inverse(H) @ g), by=collect, why="The slope along the step is minus the squared decrement.")
    yield at_most(0, by=nonnegativity(g.T @ inverse(H) @ g), why="With H its inverse is positive definite.")
    yield therefore(g.T @ step <= 0, why="Along the step the function does not rise, to first order.")
    yield result("descent")
    yield suppose(equation(g.T @ inverse(H) @ g, 0), why="Could the slope be zero?")
    yield iff(equation(g, zeros(n)), factor=inverse(H), by=definiteness, why="Only if the gradient is zero already.")


@newton_step.reference("step")
def step(g, H):
    return -np.linalg.solve(H, g)


@newton_step.reference("decrement")
def decrement(g, H):
    return np.sqrt(g @ np.linalg.solve(H, g))
