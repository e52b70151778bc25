"""Forward and reverse mode of automatic differentiation: one product of Jacobians, from either end or from both."""

import numpy as np

from derivations import (
    consider,
    d,
    differential,
    dims,
    equals,
    equation,
    eye,
    gradient,
    induction,
    inner,
    let,
    matrix,
    part,
    result,
    scalar,
    sequence,
    suppose,
    theorem,
    therefore,
    vector,
)
from derivations.calculus.rules import (
    adjoint,
    from_k_to_next,
    hypothesis,
    identity_is_neutral,
    linearity,
    product_under,
    riesz,
    substitution,
    transpose_of_product,
)


@theorem(
    title="Reverse mode: a chain of Jacobians from its other end",
    main="weight_gradient",
    cites=("griewank: 3.2", "nocedal: 8.2", "mml: 5.6.2", "goodfellow: 6.5"),
    synonyms=(
        "backpropagation",
        "automatic differentiation",
        "autodiff",
        "vector-Jacobian product",
        "adjoint",
        "dot-product test",
    ),
    in_short="⟨g, Jv⟩ is ⟨Jᵀg, v⟩, layer by layer: forward and reverse mode may meet anywhere.",
)
def reverse_mode():
    r"""A small change goes through a network layer by layer. In forward mode it is $v_0$ at the start and $v_i$ after
    $i$ layers, each of which multiplies it by its Jacobian; with $F_i$ for the Jacobian of these layers together,
    {forward}. In reverse mode the gradient $g$ of a loss in what comes out goes back: before the last $k$ layers it is
    $a_k$, and each of them multiplies it by the transpose of its Jacobian; with $R_k$ for the Jacobian of these layers
    together, {reverse}. Both tell by how much the loss changes, and they may meet anywhere: {meeting}. For if the next
    layer is left to forward mode instead, which is $J_i$ from the start and $K_k$ from the end, nothing changes:
    {one_layer}. On the way the gradients in the weights are found: where $c$ is the gradient in $Wx$, that in $W$ is
    {weight_gradient}.
    """
    n, p = dims("n p")
    i = scalar("i", about="number of layers gone through from the start", integer=True, nonnegative=True)
    k = scalar("k", about="number of layers gone through from the end", integer=True, nonnegative=True)
    J = sequence("J", n, n, about="Jacobians of the layers, all n wide, counted from the first")
    K = sequence("K", n, n, about="the same, counted from the last")
    F = sequence("F", n, n, about="Jacobian of so many first layers together")
    R = sequence("R", n, n, about="Jacobian of so many last layers together")
    v = sequence("v", n, about="change of the values after so many layers")
    a = sequence("a", n, about="gradient of the loss in the values before so many last layers")
    g = vector("g", n, about="gradient of the loss in what comes out at the end")
    W = matrix("W", n, p, about="weights of a layer")
    x = vector("x", p, about="what comes into that layer")
    c = vector("c", n, about="gradient of the loss in what goes out of it")

    yield part("Forward mode: at the start")
    yield let(F[0], eye(n), why="No layer changes nothing.")
    yield let(F[i + 1], J[i] @ F[i], why="By the chain rule one more layer multiplies by its Jacobian, from the left.")
    yield let(v[i + 1], J[i] @ v[i], why="The next layer multiplies the change by its Jacobian.")
    yield consider(F[0] @ v[0])
    yield equals(v[0], by=identity_is_neutral, why="The identity changes nothing.")
    base = yield therefore(equation(F[0] @ v[0], v[0]), why="So it holds before the first layer.")

    yield part("… from i to i + 1")
    yield suppose(equation(F[i] @ v[0], v[i]), why="Let it hold after i layers.")
    yield consider(F[i + 1] @ v[0])
    yield equals(J[i] @ F[i] @ v[0], by=substitution, why="One layer more.")
    yield equals(J[i] @ v[i], by=from_k_to_next, why="The right-hand product is known: it is a vector.")
    yield equals(v[i + 1], by=substitution, why="That is the next change.")
    step = yield therefore(equation(F[i + 1] @ v[0], v[i + 1]), why="So it holds after i + 1 layers.")

    yield part("… and after any number of layers")
    yield induction(
        equation(F[i] @ v[0], v[i]),
        over=i,
        base=base,
        step=step,
        by=from_k_to_next,
        why="Forward mode works a product of Jacobians out from the right, with a vector at every stage.",
    )
    yield result("forward")

    yield part("Reverse mode: at the end")
    yield let(R[0], eye(n), why="No layer changes nothing.")
    yield let(R[k + 1], R[k] @ K[k], why="By the chain rule one layer more before them multiplies from the right.")
    yield let(a[0], g, why="At the end stands the gradient in what comes out.")
    yield let(a[k + 1], K[k].T @ a[k], why="A layer further back, multiply by the transpose of its Jacobian.")
    yield consider(R[0].T @ g)
    yield equals(g, by=identity_is_neutral, why="The identity changes nothing.")
    yield equals(a[0], by=substitution, why="So reverse mode begins.")
    base = yield therefore(equation(R[0].T @ g, a[0]), why="So it holds behind the last layer.")

    yield part("… from k to k + 1")
    yield suppose(equation(R[k].T @ g, a[k]), why="Let it hold before the last k layers.")
    yield consider(R[k + 1].T @ g)
    yield equals((R[k] @ K[k]).T @ g, by=substitution, why="One layer more.")
    yield equals(K[k].T @ (R[k].T @ g), by=transpose_of_product, why="Transposing turns the order round.")
    yield equals(K[k].T @ a[k], by=from_k_to_next, why="Again the right-hand product is known, and a vector.")
    yield equals(a[k + 1], by=substitution, why="That is the next gradient.")
    step = yield therefore(equation(R[k + 1].T @ g, a[k + 1]), why="So it holds before the last k + 1 layers.")

    yield part("… and before any number of layers")
    yield induction(
        equation(R[k].T @ g, a[k]),
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="Reverse mode works the product out from the left, with a vector at every stage.",
    )
    yield result("reverse")

    yield part("They may meet anywhere")
    yield suppose(equation(F[i] @ v[0], v[i]), why="Take what was shown of forward mode …")
    yield suppose(equation(R[k].T @ g, a[k]), why="… and of reverse mode.")
    yield consider(inner(g, R[k] @ (F[i] @ v[0])), why="By so much the loss changes, with i + k layers in all.")
    yield equals(inner(R[k].T @ g, F[i] @ v[0]), by=adjoint, why="The last k layers move across, transposed.")
    yield equals(inner(a[k], v[i]), by=hypothesis, why="Both sides are known.")
    yield therefore(
        equation(inner(g, R[k] @ (F[i] @ v[0])), inner(a[k], v[i])),
        why="One product of two vectors, wherever the two modes meet: a test of any program for derivatives.",
    )
    yield result("meeting")

    yield part("Where they meet makes no difference")
    yield suppose(equation(K[k], J[i]), why="Let i layers be before a layer, and k behind it.")
    yield consider(inner(a[k + 1], v[i]))
    yield equals(inner(K[k].T @ a[k], v[i]), by=substitution, why="Reverse mode has gone through this layer …")
    yield equals(inner(a[k], J[i] @ v[i]), by=adjoint, why="… but its Jacobian may as well move across …")
    yield equals(inner(a[k], v[i + 1]), by=substitution, why="… and be left to forward mode.")
    yield therefore(
        equation(inner(a[k + 1], v[i]), inner(a[k], v[i + 1])), why="On both sides of a layer the product is the same."
    )
    yield result("one_layer")

    yield part("The weights of a layer")
    yield differential(inner(c, W @ x), W, why="What a change of the weights does to the loss.")
    yield equals(inner(c, d(W) @ x), by=linearity, why="What comes in stays as it is.")
    yield equals(
        inner(c @ x.T, d(W)), by=product_under, why="Entry (i, j) of dW is multiplied by the entries cᵢ and xⱼ."
    )
    yield gradient(c @ x.T, wrt=W, by=riesz, name="weight_gradient", why="What stands beside dW is the gradient.")


@reverse_mode.reference("weight_gradient")
def weight_gradient(c, x):
    return np.outer(c, x)
