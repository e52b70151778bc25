"""More parameters than data: the shortest weights that fit, and why gradient descent from 0 finds them."""

import numpy as np

from derivations import (
    at_least,
    at_most,
    consider,
    definition,
    diag,
    dims,
    equals,
    equation,
    eye,
    hadamard,
    hadamard_power,
    iff,
    induction,
    inverse,
    let,
    matrix,
    ones,
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
    zeros,
)
from derivations.calculus.rules import (
    collect,
    definiteness,
    earlier,
    expand,
    from_k_to_next,
    hypothesis,
    inverse_cancels,
    nonnegativity,
    orthonormal_columns,
    substitution,
)


@theorem(
    title="The shortest weights that fit",
    main="solution",
    cites=("boyd: 6.2", "golub: 5.6", "zhang: section 5"),
    synonyms=(
        "minimum-norm interpolation",
        "least-norm solution",
        "implicit bias of gradient descent",
        "implicit regularisation",
        "over-parameterised linear model",
        "underdetermined system",
        "pseudoinverse",
        "ridgeless regression",
    ),
    in_short="Gradient descent from 0 never leaves the span of the examples, and one fit lies there: the shortest.",
)
def least_norm():
    r"""Let the $n$ examples, the rows of $X$, be linearly independent, so that weights can fit any targets $y$, often
    in more ways than one. Then the weights {=solution} fit, {fits}. From them to any others with $Xw = y$ it goes at a
    right angle, {pythagoras}, so none is shorter, {shortest}, and none but $w_\star$ is as short.

    Gradient descent on $\frac12\lVert y - Xv\rVert^2$ from $v_0 = 0$ only makes combinations of the examples: {span}.
    Of all combinations $X^\top c$ one alone fits, that with $c =$ {coefficients}, and this is $w_\star$. How far there
    is still to go, the residual tells: {distance}. With the singular value decomposition
    $X = U \operatorname{Diag}(s) V^\top$ the residual is known after any number of steps, $${shrinks}$$ It goes to 0 if
    $\eta s_i^2$ is between 0 and 2 for every $i$.

    Ridge regression with a small penalty comes near as well. Its weights are $X^\top u$ with
    $(XX^\top + \lambda I)u = y$, and {close}.
    """
    n, p = dims("n p")
    X = matrix("X", n, p, about="inputs, one example a row", rank=n)
    y = vector("y", n, about="targets")
    w = vector("w", p, about="any weights that fit")
    best = vector("w_star", p, about="the shortest of them")
    eta = scalar("eta", about="step size")
    k = scalar("k", about="number of steps so far", integer=True, nonnegative=True)
    v = sequence("v", p, about="the weights of gradient descent, from 0")
    a = sequence("a", n, about="their coefficients, one for each example")
    c = vector("c", n, about="coefficients of any combination of the examples")
    U = matrix("U", n, n, about="left singular vectors of X, one a column", orthogonal=True)
    s = vector("s", n, about="singular values of X")
    V = matrix("V", p, n, about="right singular vectors of X, one a column", orthonormal=True)
    u = vector("u", n, about="coefficients of ridge regression")
    lam = scalar("lambda", about="penalty of ridge regression", nonnegative=True)
    K = X @ X.T
    solution = X.T @ inverse(K) @ y
    svd = equation(X, U @ diag(s) @ V.T)
    svd_sample = {X: U @ diag(s) @ V.T}

    def left(k):
        return U @ diag(hadamard_power(ones(n) - eta * hadamard(s, s), k)) @ U.T @ y

    yield part("They fit")
    yield definition("solution", solution, label=r"w_\star")
    yield let(best, solution, why="One letter for it from here on.")
    yield consider(X @ best)
    yield equals(y, by=inverse_cancels, why="XXᵀ meets its inverse; it has one, for the examples are independent.")
    yield therefore(equation(X @ best, y), why="Every target is met.")
    yield result("fits")

    yield part("No others are as short")
    yield suppose(equation(X @ w, y), sample={y: X @ w}, why="Let some weights fit.")
    yield consider(squared_norm(w))
    yield equals(
        squared_norm(best) + 2 * y.T @ inverse(K) @ X @ (w - best) + squared_norm(w - best),
        by=expand,
        why="They are w⋆ and w − w⋆; expand the square of the sum.",
    )
    yield equals(
        squared_norm(best) + squared_norm(w - best), by=hypothesis, why="Both fit, so X(w − w⋆) is 0: a right angle."
    )
    pythagoras = yield therefore(
        equation(squared_norm(w), squared_norm(best) + squared_norm(w - best)), why="This is Pythagoras."
    )
    yield result("pythagoras")
    yield consider(squared_norm(w))
    yield at_least(
        squared_norm(best), using=-1 * pythagoras + square(w - best), by=earlier, why="A square is never negative."
    )
    yield therefore(squared_norm(w) >= squared_norm(best), why="No weights that fit are shorter.")
    yield result("shortest")
    yield suppose(equation(squared_norm(w), squared_norm(best)), sample={w: best}, why="Let some be as short.")
    yield iff(equation(w, best), by=definiteness, why="Then the other side of the triangle has length 0.")

    yield part("Combinations of the examples: before the first step")
    yield let(v[0], zeros(p), why="Start from 0, …")
    yield let(v[k + 1], v[k] + eta * X.T @ (y - X @ v[k]), why="… and go down the slope −Xᵀ(y − Xv).")
    yield let(a[0], zeros(n), why="No example counts yet.")
    yield let(a[k + 1], a[k] + eta * (y - X @ v[k]), why="Each counts by the residuals that it has had, times η.")
    yield consider(v[0])
    yield equals(X.T @ a[0], by=substitution, why="Both are 0.")
    base = yield therefore(equation(v[0], X.T @ a[0]), why="So it holds for k = 0.")

    yield part("… from k to k + 1")
    yield suppose(equation(v[k], X.T @ a[k]), why="Let it hold after k steps.")
    yield consider(v[k + 1])
    yield equals(v[k] + eta * X.T @ (y - X @ v[k]), by=substitution, why="One step more.")
    yield equals(X.T @ a[k] + eta * X.T @ (y - X @ v[k]), by=from_k_to_next, why="Put the combination in.")
    yield equals(X.T @ a[k + 1], by=collect, why="The slope is a combination of the examples too.")
    step = yield therefore(equation(v[k + 1], X.T @ a[k + 1]), why="So it holds after k + 1 steps.")

    yield part("… after any number of steps")
    yield induction(
        equation(v[k], X.T @ a[k]),
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="It holds at the start and is handed on.",
    )
    yield result("span", equation(v[k], X.T @ a[k]), why="All that it ever reaches is such a combination.")

    yield part("Only one fit is a combination of the examples")
    yield suppose(equation(w, X.T @ c), why="Let weights be a combination of the examples …")
    yield suppose(equation(X @ w, y), sample={y: K @ c}, why="… and fit.")
    yield iff(equation(K @ c, y), factor=1, by=hypothesis, why="Put Xᵀc for w: as many equations as coefficients.")
    yield iff(
        equation(c, inverse(K) @ y), factor=K, by=inverse_cancels, why="They have one solution, and Xᵀ times it is w⋆."
    )
    yield result("coefficients")

    yield part("How far gradient descent is from there")
    yield suppose(equation(v[k], X.T @ a[k]), why="Its weights are a combination of the examples, as was shown.")
    yield consider(best - v[k])
    yield equals(X.T @ inverse(K) @ y - X.T @ a[k], by=hypothesis, why="So they are Xᵀ times the coefficients …")
    yield equals(
        X.T @ inverse(K) @ (y - X @ X.T @ a[k]), by=inverse_cancels, why="… which are (XXᵀ)⁻¹XXᵀ times themselves."
    )
    yield equals(X.T @ inverse(K) @ (y - X @ v[k]), by=hypothesis, why="And Xᵀ times the coefficients is vₖ.")
    yield therefore(
        equation(best - v[k], X.T @ inverse(K) @ (y - X @ v[k])),
        why="Where the residual goes to 0, so does the distance.",
    )
    yield result("distance")

    yield part("The residual, direction by direction: before the first step")
    yield definition("residual", left(k), label="r_k")
    yield suppose(svd, sample=svd_sample, why="Let this be the singular value decomposition.")
    yield consider(y - X @ v[0])
    yield equals(left(0), by=substitution, why="A power with the exponent 0 is 1, and UUᵀ is I: both are y.")
    base = yield therefore(equation(y - X @ v[0], left(0)), why="So the formula holds for k = 0.")

    yield part("… from k to k + 1, again")
    yield suppose(svd, sample=svd_sample, why="The decomposition once more.")
    yield suppose(equation(y - X @ v[k], left(k)), why="Let it hold after k steps.")
    yield consider(y - X @ v[k + 1])
    yield equals(y - X @ v[k] - eta * X @ X.T @ (y - X @ v[k]), by=substitution, why="One step more.")
    yield equals(left(k) - eta * X @ X.T @ left(k), by=from_k_to_next, why="Put the formula in, twice.")
    yield equals(
        left(k + 1),
        by=orthonormal_columns(V),
        why="XXᵀ is US²Uᵀ, so direction i of the residual loses the part ηsᵢ² of what it has.",
    )
    step = yield therefore(equation(y - X @ v[k + 1], left(k + 1)), why="So it holds after k + 1 steps.")

    yield part("… after any number of steps, again")
    yield suppose(svd, sample=svd_sample, why="The decomposition once more.")
    yield induction(
        equation(y - X @ v[k], left(k)),
        over=k,
        base=base,
        step=step,
        by=from_k_to_next,
        why="It holds at the start and is handed on by every step.",
    )
    yield result("shrinks")

    yield part("A small penalty leads there as well")
    yield suppose(
        equation(y, (K + lam * eye(n)) @ u),
        sample={y: (K + lam * eye(n)) @ u},
        why="Ridge regression has the weights Xᵀu with the coefficients u = (XXᵀ + λI)⁻¹y.",
    )
    yield consider(squared_norm(best - X.T @ u))
    yield equals(lam**2 * squared_norm(X.T @ inverse(K) @ u), by=hypothesis, why="For w⋆ is Xᵀ(XXᵀ)⁻¹(XXᵀ + λI)u.")
    yield at_most(
        lam**2 * squared_norm(X.T @ inverse(K) @ inverse(K) @ y),
        by=nonnegativity(
            2 * lam**3 * squared_norm(inverse(K) @ u) + lam**4 * squared_norm(X.T @ inverse(K) @ inverse(K) @ u)
        ),
        why="(XXᵀ)⁻¹y is u + λ(XXᵀ)⁻¹u; the second part makes the norm only larger.",
    )
    yield therefore(
        squared_norm(best - X.T @ u) <= lam**2 * squared_norm(X.T @ inverse(K) @ inverse(K) @ y),
        why="The distance falls at least like λ.",
    )
    yield result("close")


@least_norm.reference("solution")
def solution(X, y):
    return np.linalg.lstsq(X, y)[0]
