"""Momentum: steps that add up where the gradients agree, and its rate on a quadratic, by an energy that shrinks."""

import numpy as np

from derivations import (
    at_most,
    consider,
    definition,
    dims,
    equals,
    equation,
    implies,
    induction,
    inner,
    let,
    matrix,
    part,
    result,
    scalar,
    sequence,
    sqrt,
    square,
    suppose,
    theorem,
    therefore,
    vector,
)
from derivations.calculus.rules import adjoint, collect, earlier, expand, from_k_to_next, hypothesis, substitution
from derivations.notation.requirements import nonzero


@theorem(
    title="Momentum: the effective step and the rate on a quadratic",
    main="effective_step",
    cites=("polyak: 3.2.1", "goodfellow: 8.3.2"),
    synonyms=("heavy ball", "Polyak momentum", "velocity", "effective learning rate", "accelerated gradient"),
    in_short="Steps that agree add up to 1/(1 − β) of them; across a valley an energy shrinks to β times itself.",
)
def momentum():
    r"""Momentum keeps the part $\beta$ of its last move and adds a step of gradient descent, of size $\eta$.

    Where the gradient $g$ stays the same and $\beta$ is not 1, the steps add up to {=effective_step} times the
    gradient, and the first move is forgotten like $\beta^k$: the moves are {velocity}.

    Now let $x_k$ be the distance from the minimum of a quadratic along an eigenvector of its Hessian, with the
    curvature $\lambda$, and $u_k$ the last move, at first 0. Each iterate is made of the two before, $x_k$ and
    $x_k - u_k$: $${recurrence}$$ An energy shrinks to $\beta$ times itself with every step: $${energy}$$ And it bounds
    the error: $${bound}$$ Where the factor on the left is positive, the error shrinks like the root of $\beta^k$. With
    $r$ for the root of $\beta$ that factor is a product: $${discriminant}$$

    For all curvatures strictly between $\mu$ and $L$ it is positive if $\eta$ is {=polyak_step} and $\beta$ is
    {=polyak_momentum}. Then $${rate}$$ and the root of this $\beta$ is $${ratio}$$
    """
    n = dims("n")
    beta = scalar("beta", about="part of the last move that is kept")
    eta = scalar("eta", about="step size")
    k = scalar("k", about="number of steps so far", integer=True, nonnegative=True)
    g = vector("g", n, about="a gradient that stays the same")
    v = sequence("v", n, about="moves along it")
    H = matrix("H", n, n, about="Hessian of a quadratic that is lowest at 0", symmetric=True)
    q = vector("q", n, about="an eigenvector of the Hessian")
    y = sequence("y", n, about="iterates on the quadratic")
    w = sequence("w", n, about="moves on the quadratic")
    lam = scalar("lambda", about="curvature along the eigenvector")
    x = sequence("x", about="iterates along the eigenvector")
    u = sequence("u", about="moves along the eigenvector, at first 0")
    r = scalar("r", about="root of β")
    mu = scalar("mu", about="least curvature", positive=True)
    L = scalar("L", about="largest curvature", positive=True)
    p = 1 + beta - eta * lam
    start = eta * lam * x[0] ** 2
    roots = sqrt(L) + sqrt(mu)
    ratio = (sqrt(L) - sqrt(mu)) / roots

    def energy(k):
        return eta * lam * x[k] ** 2 + (1 - beta - eta * lam) * x[k] * u[k] + beta * u[k] ** 2

    def summed(k):
        return (1 - beta) * beta**k * v[0] - eta * (1 - beta**k) * g

    yield part("A gradient that stays the same: before the first step")
    yield let(v[k + 1], beta * v[k] - eta * g, why="Keep the part β of the last move, and add a step downhill.")
    yield consider((1 - beta) * v[0])
    yield equals(summed(0), by=expand, why="Powers with the exponent 0 are 1, so the second term is 0.")
    base = yield therefore(equation((1 - beta) * v[0], summed(0)), why="So the formula holds for k = 0.")

    yield part("… from k to k + 1")
    yield suppose(equation((1 - beta) * v[k], summed(k)), why="Let it hold after k steps.")
    yield consider((1 - beta) * v[k + 1])
    yield equals(beta * ((1 - beta) * v[k]) - (1 - beta) * eta * g, by=substitution, why="One step more.")
    yield equals(beta * summed(k) - (1 - beta) * eta * g, by=from_k_to_next, why="Put the formula in.")
    yield equals(summed(k + 1), by=collect, why="β − βᵏ⁺¹ + 1 − β is 1 − βᵏ⁺¹.")
    step = yield therefore(equation((1 - beta) * v[k + 1], summed(k + 1)), why="So it holds after k + 1 steps.")

    yield part("… after any number of steps")
    yield induction(
        equation((1 - beta) * v[k], summed(k)),
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="It holds at the start and is handed on by every step.",
    )
    yield suppose(nonzero(1 - beta), why="Let not all of the last move be kept.")
    yield suppose(equation((1 - beta) * v[k], summed(k)), why="Take what was just shown …")
    yield implies(
        equation(v[k], beta**k * v[0] - eta * (1 - beta**k) / (1 - beta) * g),
        factor=1 / (1 - beta),
        by=collect,
        why="… and divide by 1 − β.",
    )
    yield result("velocity")

    yield part("What the steps add up to")
    yield suppose(nonzero(1 - beta), why="Once more, let not all of the last move be kept.")
    yield definition("effective_step", eta * (1 - beta**k) / (1 - beta), label=r"\eta_k")
    yield equals(
        eta / (1 - beta) - beta**k * (eta / (1 - beta)),
        by=expand,
        why="It is η/(1 − β), but for the part βᵏ, which fades if β lies between −1 and 1.",
    )

    yield part("On a quadratic, eigenvector by eigenvector")
    yield let(w[k + 1], beta * w[k] - eta * H @ y[k], why="The gradient of ½yᵀHy is Hy.")
    yield let(y[k + 1], y[k] + w[k + 1], why="Every iterate is one move further.")
    yield consider(inner(q, w[k + 1]))
    yield equals(beta * inner(q, w[k]) - eta * inner(H @ q, y[k]), by=adjoint, why="H is symmetric, and moves across.")
    yield suppose(equation(H @ q, lam * q), why="Look along an eigenvector, with the curvature λ.")
    yield consider(inner(q, w[k + 1]))
    yield equals(
        beta * inner(q, w[k]) - eta * lam * inner(q, y[k]),
        by=hypothesis,
        why="What goes on along q depends on nothing else: it is momentum for one number.",
    )
    yield consider(inner(q, y[k + 1]))
    yield equals(inner(q, y[k]) + inner(q, w[k + 1]), by=expand, why="The iterate takes part in the same way.")

    yield part("Momentum for one number")
    yield let(u[0], 0, why="At rest.")
    yield let(u[k + 1], beta * u[k] - eta * lam * x[k], why="As it was along q.")
    yield let(x[k + 1], x[k] + u[k + 1], why="One move further.")
    before = x[k] - u[k]
    yield consider(x[k + 1] - p * x[k] + beta * before)
    yield equals(u[k + 1] - beta * u[k] + eta * lam * x[k], by=expand, why="xₖ₊₁ is xₖ + uₖ₊₁; all else in xₖ cancels.")
    yield equals(0, by=substitution, why="That is the rule for the move.")
    yield therefore(
        equation(x[k + 1] - p * x[k] + beta * before, 0), why="Each iterate is made of the two before, xₖ and xₖ − uₖ."
    )
    yield result("recurrence")

    yield part("An energy: before the first step")
    yield consider(energy(0))
    yield equals(beta**0 * start, by=substitution, why="The first move is 0, and so is the exponent.")
    base = yield therefore(equation(energy(0), beta**0 * start), why="At first there is no motion, only height.")

    yield part("… from k to k + 1, again")
    yield suppose(equation(energy(k), beta**k * start), why="Let it hold after k steps.")
    yield consider(energy(k + 1))
    yield equals(
        beta * energy(k), by=expand, why="Put the new move and the new iterate in, and collect: a factor β comes out."
    )
    yield equals(beta * (beta**k * start), by=from_k_to_next, why="Put the formula in.")
    yield equals(beta ** (k + 1) * start, by=collect, why="One factor more.")
    step = yield therefore(equation(energy(k + 1), beta ** (k + 1) * start), why="So it holds after k + 1 steps.")

    yield part("It shrinks to β times itself with every step")
    shrunk = yield induction(
        equation(energy(k), beta**k * start),
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="It holds at the start and after every step.",
    )
    yield result("energy")

    yield part("… and the error with it")
    yield consider((4 * beta - p**2) * x[k] ** 2)
    yield equals(
        4 * beta * energy(k) - (2 * beta * (x[k] - u[k]) - p * x[k]) ** 2,
        by=expand,
        why="Complete the square: in xₖ and xₖ − uₖ the energy is xₖ² − (1 + β − ηλ)xₖ(xₖ − uₖ) + β(xₖ − uₖ)².",
    )
    yield at_most(
        4 * beta * (beta**k * start),
        using=square(2 * beta * (x[k] - u[k]) - p * x[k]) + 4 * beta * shrunk,
        by=earlier,
        why="The energy is known, and a square is never negative.",
    )
    bound = yield therefore(
        (4 * beta - p**2) * x[k] ** 2 <= 4 * beta * (beta**k * start), why="A small energy means a small error."
    )
    yield result("bound")

    yield part("For which curvatures")
    yield suppose(equation(beta, r**2), why="Write β as the square of its root r.")
    yield consider(4 * beta - p**2)
    yield equals((2 * r - p) * (2 * r + p), by=hypothesis, why="A difference of two squares.")
    yield equals(
        (eta * lam - (1 - r) ** 2) * ((1 + r) ** 2 - eta * lam),
        by=hypothesis,
        why="2r − 1 − r² is −(1 − r)²: positive if ηλ lies between (1 − r)² and (1 + r)².",
    )
    yield therefore(
        equation(4 * beta - p**2, (eta * lam - (1 - r) ** 2) * ((1 + r) ** 2 - eta * lam)),
        why="So much may the curvatures differ.",
    )
    yield result("discriminant")

    yield part("Polyak's choice")
    yield definition(
        "polyak_step", 4 / roots**2, label=r"\eta_\star", why="Let the two ends of that interval be ημ and ηL."
    )
    yield definition(
        "polyak_momentum",
        ratio**2,
        label=r"\beta_\star",
        why="1 − r is then √(ημ), and 1 + r is √(ηL); solve for η and r.",
    )
    yield suppose(equation(eta, 4 / roots**2), why="Take this step …")
    yield suppose(equation(beta, ratio**2), why="… and keep this part of the last move.")
    yield consider((lam - mu) * (L - lam) * x[k] ** 2)
    yield equals(
        roots**4 / 16 * ((4 * beta - p**2) * x[k] ** 2),
        by=hypothesis,
        why="4β − (1 + β − ηλ)² is (ηλ − ημ)(ηL − ηλ), and η is 4/(√L + √μ)².",
    )
    yield at_most(
        roots**4 / 16 * (4 * beta * (beta**k * start)),
        using=roots**4 / 16 * bound,
        by=earlier,
        why="The bound on the error holds for this choice too.",
    )
    yield equals(roots**2 * beta ** (k + 1) * lam * x[0] ** 2, by=hypothesis, why="η is 4/(√L + √μ)² once more.")
    yield therefore(
        (lam - mu) * (L - lam) * x[k] ** 2 <= roots**2 * beta ** (k + 1) * lam * x[0] ** 2,
        why="One rate for all curvatures between μ and L.",
    )
    yield result("rate")

    yield part("… goes by the root of the condition number")
    yield consider(ratio)
    yield equals(1 - 2 / (sqrt(L / mu) + 1), by=expand, why="Divide above and below by √μ.")
    yield therefore(equation(ratio, 1 - 2 / (sqrt(L / mu) + 1)), why="Gradient descent has κ = L/μ where this has √κ.")
    yield result("ratio")


@momentum.reference("effective_step")
def effective_step(eta, beta, k):
    return eta * np.sum(beta ** np.arange(k))
