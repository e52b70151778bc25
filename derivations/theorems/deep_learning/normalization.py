"""Normalisation of a batch or a layer: what it forgets of its input, and what it does to a gradient on the way back."""

import numpy as np

from derivations import (
    consider,
    d,
    differential,
    dims,
    equals,
    equation,
    function,
    gradient,
    inner,
    let,
    ones,
    part,
    result,
    scalar,
    sqrt,
    squared_norm,
    suppose,
    theorem,
    therefore,
    total,
    vector,
)
from derivations.calculus.rules import (
    adjoint,
    chain,
    collect,
    expand,
    hypothesis,
    quotient_rule,
    riesz,
    substitution,
)
from derivations.notation.requirements import nonzero


@theorem(
    title="Normalisation: scale and shift are forgotten",
    main="normalized",
    cites=("ioffe: 3", "goodfellow: 8.7.1", "murphy: 14.2.4"),
    synonyms=("batch normalization", "layer normalization", "BatchNorm", "LayerNorm", "standardisation", "z-score"),
    in_short="What the output does not depend on, the gradient has no part in: it comes back without its mean and,"
    " for ε = 0, without its part along the output.",
)
def normalization():
    r"""The values of a unit over a batch, or of the units of a layer for one example, are a vector $x$ with the mean
    {mean}, called $m$. Their spread, with a number $\epsilon \ge 0$, is {spread}, called $s$. Where it is not zero,
    normalisation makes of them {normalized}, called $z$. The mean of $z$ is zero, {centred}, and its mean square is 1
    but for $\epsilon$: {mean_square}.

    If a loss has the gradient $g$ in $z$, its gradient in $x$ is $${=gradient}$$ It has no mean, {no_shift}, and no
    part along $z$ but for $\epsilon$: {along}.

    Now let $y = ax + b\mathbf 1$ with $a > 0$, and scale $\epsilon$ by $a^2$. The spread grows to
    $${moved_spread}$$ called $t$; what goes out is the same, {forgotten}, called $w$; and the gradient that comes back
    is divided by $a$: $${shrunk}$$
    """
    n = dims("n")
    x = vector("x", n, about="what comes in: a unit over a batch, or a layer for one example")
    epsilon = scalar("epsilon", about="a number that keeps the spread away from zero, or 0", nonnegative=True)
    m = scalar("m", about="mean of what comes in")
    s = scalar("s", about="spread of what comes in")
    z = vector("z", n, about="what goes out")
    g = vector("g", n, about="gradient of the loss in what goes out")
    f = function("f", n, about="any loss, as a function of what goes out")
    a = scalar("a", about="a scale", positive=True)
    b = scalar("b", about="a shift")
    y = vector("y", n, about="the same input, scaled and shifted")
    t = scalar("t", about="its spread, with a²ε in the place of ε")
    w = vector("w", n, about="what goes out for it")
    one = ones(n)
    c = x - m * one
    dc = d(x) - total(d(x)) / n * one
    not_constant = nonzero(s)
    why_spread = "Let the spread not be zero: if ε is, x is not constant."

    def back(g, z, s):
        return (g - total(g) / n * one - inner(g, z) / n * z) / s

    yield part("Mean, spread, and what goes out")
    yield let(m, total(x) / n, why="The sum, divided by how many there are.")
    yield let(s, sqrt(squared_norm(c) / n + epsilon), why="The root of the mean squared distance from m, with ε added.")
    yield let(z, c / s, why="Subtract the mean, divide by the spread.")
    yield consider(m)
    yield equals(total(x) / n, by=substitution, why="That is what m stands for.")
    yield result("mean")
    yield consider(s)
    yield equals(sqrt(squared_norm(c) / n + epsilon), by=substitution, why="That is what s stands for.")
    yield result("spread")
    yield consider(z)
    yield equals(c / s, by=substitution, why="That is what z stands for.")
    yield result("normalized")

    yield part("Mean zero, mean square one")
    yield suppose(not_constant, why=why_spread)
    yield consider(total(z) / n)
    yield equals((total(x) - n * m) / (n * s), by=expand, why="The mean is subtracted n times.")
    yield equals(0, by=substitution, why="n times the mean is the sum.")
    yield therefore(equation(total(z) / n, 0), why="What goes out is centred, whatever comes in.")
    yield result("centred")
    yield consider(squared_norm(z) / n)
    yield equals(squared_norm(c) / (n * s**2), by=expand, why="The spread leaves the norm squared.")
    yield equals(1 - epsilon / s**2, by=substitution, why="‖x − m1‖²/n is s² − ε.")
    yield therefore(equation(squared_norm(z) / n, 1 - epsilon / s**2), why="Only ε keeps it below 1.")
    yield result("mean_square")

    yield part("The gradient on the way back")
    yield suppose(not_constant, why=why_spread)
    yield differential(inner(g, z), x)
    yield equals(
        inner(g, dc) / s - inner(g, c) * inner(c, dc) / (n * s**3),
        by=quotient_rule,
        why="The mean moves with x, dm = 1ᵀdx/n, and so does the spread, ds = ⟨x − m1, dx − dm 1⟩/(ns).",
    )
    yield equals(
        inner(g, dc) / s - inner(g, z) * inner(z, d(x)) / (n * s),
        by=substitution,
        why="(x − m1)/s is z, twice; and z has the sum zero, so there dm drops out.",
    )
    yield equals(
        inner(back(g, z, s), d(x)), by=adjoint, why="Subtracting the mean moves across the inner product unchanged."
    )
    yield gradient(back(g, z, s), wrt=x, by=riesz, label="h", why="What stands beside dx is the gradient.")
    yield differential(f(z), x, why="This was the loss ⟨g, z⟩. Now let f be any loss.")
    yield equals(
        inner(back(f.grad(z), z, s), d(x)),
        by=chain,
        why="f changes by ⟨∇f(z), dz⟩, so its gradient ∇f(z) stands where g stood.",
    )

    yield part("What the gradient has no part in")
    yield suppose(not_constant, why=why_spread)
    yield consider(total(back(g, z, s)))
    yield equals((total(g) - total(g) - inner(g, z) / n * total(z)) / s, by=expand, why="1ᵀ1 is n.")
    yield equals(0, by=substitution, why="The sum of z is zero.")
    yield therefore(equation(total(back(g, z, s)), 0), why="A shift of x changes nothing: there is no slope along it.")
    yield result("no_shift")
    yield consider(inner(back(g, z, s), z))
    yield equals(
        (inner(g, z) - inner(g, z) * squared_norm(z) / n) / s,
        by=expand,
        why="The sum of z is zero, so the mean of g drops out.",
    )
    yield equals(epsilon * inner(g, z) / s**3, by=substitution, why="The mean square of z is 1 − ε/s².")
    yield therefore(equation(inner(back(g, z, s), z), epsilon * inner(g, z) / s**3), why="ε is all that leaves some.")
    yield result("along")

    yield part("Without ε")
    yield suppose(not_constant, why=why_spread)
    yield suppose(equation(epsilon, 0), why="Where x is not constant, nothing need be added.")
    yield consider(squared_norm(z) / n)
    yield equals(1, by=hypothesis, why="The mean square is 1: ε/s² is zero.")
    yield consider(inner(back(g, z, s), z))
    yield equals(0, by=hypothesis, why="The gradient stands at right angles to z: the factor ε is zero.")

    yield part("Scale and shift are forgotten")
    yield suppose(not_constant, why=why_spread)
    yield let(y, a * x + b * one, why="Other units, say, or larger weights in the layer before.")
    cy = y - total(y) / n * one
    yield consider(sqrt(squared_norm(cy) / n + a**2 * epsilon), why="Its spread, with an ε in the new units.")
    yield equals(
        a * s, by=collect, why="The mean takes up the shift, so y − mean is a(x − m1); and √a² is a, for a > 0."
    )
    yield therefore(equation(sqrt(squared_norm(cy) / n + a**2 * epsilon), a * s), why="The spread grows by a.")
    yield result("moved_spread")
    yield let(t, a * s, why="The new spread.")
    yield consider(cy / t)
    yield equals(a * c / (a * s), by=collect, why="Distance from the mean and spread have both grown by a.")
    yield equals(z, by=substitution, why="The scale cancels.")
    yield therefore(equation(cy / t, z), why="The same goes out.")
    yield result("forgotten")
    yield let(w, cy / t, why="What goes out for the new input.")
    yield consider(back(g, w, t))
    yield equals(back(g, z, a * s), by=collect, why="z goes out as before, and the spread is as.")
    yield equals(back(g, z, s) / a, by=collect, why="Take the scale out.")
    yield therefore(
        equation(back(g, w, t), back(g, z, s) / a), why="The larger the input, the smaller the gradient that it gets."
    )
    yield result("shrunk")


@normalization.reference("normalized")
def standard_score(x, epsilon):
    return (x - np.mean(x)) / np.sqrt(np.var(x) + epsilon)


@normalization.reference("gradient")
def without_mean_and_output(x, epsilon, g):
    s = np.sqrt(np.var(x) + epsilon)
    z = (x - np.mean(x)) / s
    return (g - np.mean(g) - np.mean(g * z) * z) / s
