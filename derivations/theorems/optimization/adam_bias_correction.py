"""The bias of a moving average that starts at zero, and the factor by which Adam corrects it."""

import numpy as np

from derivations import (
    consider,
    definition,
    dims,
    equals,
    equation,
    implies,
    induction,
    let,
    part,
    result,
    scalar,
    sequence,
    suppose,
    theorem,
    therefore,
    vector,
    zeros,
)
from derivations.calculus.rules import (
    collect,
    from_k_to_next,
    substitution,
)
from derivations.notation.requirements import nonzero


@theorem(
    title="Adam's bias correction",
    main="fraction",
    cites=("murphy: 8.4.6", "goodfellow: 8.5.3"),
    synonyms=("Adam", "momentum", "exponential moving average", "bias correction", "warm-up of the moments"),
    in_short="An average that starts at 0 has seen only the part 1 − βᵏ of what it averages; divide by that part.",
)
def adam_bias_correction():
    r"""Adam keeps a moving average of its gradients with the decay $\beta$, which starts at zero. If every gradient has
    the mean $g$, the mean of that average after $k$ steps is too small by the factor {fraction}: {biased}. Divided by
    this factor, where it is not zero, the average has the mean it should have: {corrected}.
    """
    n = dims("n")
    beta = scalar("beta", about="decay of the average, near 1")
    k = scalar("k", about="number of steps so far", integer=True, nonnegative=True)
    g = vector("g", n, about="mean of every gradient")
    m = sequence("m", n, about="mean of the moving average after so many steps")

    yield part("The average")
    yield definition("fraction", 1 - beta**k, label="c_k")
    yield let(m[0], zeros(n), why="It starts at zero.")
    yield let(
        m[k + 1],
        beta * m[k] + (1 - beta) * g,
        why="Each step keeps the part β and takes in the part 1 − β of a new gradient, whose mean is g.",
    )

    yield part("Before the first step")
    yield consider(m[0])
    yield equals((1 - beta**0) * g, by=substitution, why="Both are zero, for a power with the exponent 0 is 1.")
    base = yield therefore(equation(m[0], (1 - beta**0) * g), why="So the formula holds for k = 0.")

    yield part("… from k to k + 1")
    yield suppose(equation(m[k], (1 - beta**k) * g), why="Let it hold after k steps.")
    yield consider(m[k + 1])
    yield equals(beta * m[k] + (1 - beta) * g, by=substitution, why="One step more.")
    yield equals(beta * (1 - beta**k) * g + (1 - beta) * g, by=from_k_to_next, why="Put the formula in.")
    yield equals((1 - beta ** (k + 1)) * g, by=collect, why="β − βᵏ⁺¹ + 1 − β is 1 − βᵏ⁺¹.")
    step = yield therefore(equation(m[k + 1], (1 - beta ** (k + 1)) * g), why="So it holds after k + 1 steps.")

    yield part("After any number of steps")
    yield induction(
        equation(m[k], (1 - beta**k) * g),
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="It holds at the start and is handed on by every step.",
    )
    yield result("biased")
    yield suppose(nonzero(1 - beta**k), why="After the first step, with a decay below 1, the factor is not zero.")
    yield suppose(equation(m[k], (1 - beta**k) * g), why="Take what was just shown …")
    yield implies(
        equation(m[k] / (1 - beta**k), g), factor=1 / (1 - beta**k), by=collect, why="… and divide by the factor."
    )
    yield result("corrected")


@adam_bias_correction.reference("fraction")
def fraction(beta, k):
    return (1 - beta) * np.sum(beta ** np.arange(k))
