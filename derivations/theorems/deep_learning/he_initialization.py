"""How large random weights must be for signals to keep their size through linear, tanh and ReLU layers."""

from sympy import Rational

from derivations import (
    consider,
    differential,
    dims,
    equals,
    equation,
    expectation,
    gradient,
    hadamard,
    iff,
    index,
    part,
    random_matrix,
    random_vector,
    relu,
    result,
    scalar,
    space,
    squared_norm,
    sum_over,
    suppose,
    tanh,
    theorem,
    therefore,
    vector,
)
from derivations.calculus.rules import (
    collect,
    declared_moments,
    expectation_is_linear,
    hypothesis,
    independence,
    mirror,
    relu_halves,
    riesz,
)


@theorem(
    title="He and Xavier initialisation",
    main="he_variance",
    cites=("he: 2.2", "glorot: 4.2.1", "goodfellow: 8.4"),
    synonyms=("Kaiming initialization", "Xavier initialization", "Glorot initialization", "variance of layers"),
    in_short="A unit adds up n weighted inputs, so weights of variance 1/n keep the size; ReLU then discards half.",
)
def he_initialization():
    r"""Let the $m \times n$ weights $W$ of a layer be independent of one another, with one law that is symmetric about
    0 and has the variance $v$. For every input $x$ a linear layer satisfies {linear}, a ReLU layer {rectified}. So
    the mean square of a unit stays what it is with $v =$ {xavier_variance} where the layer is linear, or nearly so as
    $\tanh$ is near 0, and with $v =$ {he_variance} where it is rectified. Gradients $g$ on the way back keep theirs
    through a linear layer with $v =$ {backward_variance}, and the compromise between there and back is
    {glorot_variance}. Where they go on through the ReLUs of the layer before, whose slopes $s$ are 1 or 0, each half of
    the time and independent of $W$, they satisfy {rectified_back} and keep it with $v =$ {he_backward_variance}.
    """
    n, m = dims("n m")
    i, j, k = index("i", m), index("j", n), index("k", n)
    v = scalar("v", about="variance of a weight, and so never negative")
    W = random_matrix(
        "W", m, n, space("weights"), about="weights, one row a unit", iid=True, variance=v, symmetric_law=True
    )
    x = vector("x", n, about="inputs of the layer, as many as its fan-in n")
    g = vector("g", m, about="gradients at its outputs, as many as its fan-out m")
    s = random_vector(
        "s",
        n,
        space("units"),
        about="slopes of the ReLUs before the layer, 1 or 0, each half of the time",
        mean=Rational(1, 2),
        variance=Rational(1, 4),
    )
    t = scalar("t", about="input of a single unit")

    yield part("A linear layer")
    yield consider(expectation(squared_norm(W @ x)) / m)
    yield equals(
        sum_over(i, sum_over(j, sum_over(k, expectation(W[i, j] * W[i, k]) * x[j] * x[k]))) / m,
        by=expectation_is_linear,
        why="Square the sum over the inputs of every unit; only the weights are random.",
    )
    yield equals(
        sum_over(i, sum_over(j, v * x[j] ** 2)) / m,
        by=declared_moments,
        why="Different weights are independent with mean 0, so only j = k is left, and there the mean square is v.",
    )
    yield equals(n * v * (squared_norm(x) / n), by=collect, why="All m units have the same mean square.")
    yield therefore(
        equation(expectation(squared_norm(W @ x)) / m, n * v * (squared_norm(x) / n)),
        why="A layer multiplies the mean square of a unit by nv.",
    )
    yield result("linear")

    yield part("Xavier: the factor is 1")
    yield suppose(equation(n * v, 1), why="The mean square shall stay what it is.")
    yield iff(equation(v, 1 / n), factor=n, by=collect, why="Divide by the fan-in n: Xavier's variance.")
    yield result("xavier_variance")

    yield part("The same for tanh near 0")
    yield differential(tanh(t), t)
    yield gradient(1 - tanh(t) ** 2, wrt=t, by=riesz, name="tanh_slope", why="The derivative of tanh is 1 − tanh².")
    yield suppose(equation(t, 0), why="A unit whose input is small.")
    yield consider(1 - tanh(t) ** 2)
    yield equals(1, by=hypothesis, why="At 0 the slope is 1: to first order the layer is linear.")

    yield part("A ReLU layer")
    yield consider(expectation(squared_norm(relu(W @ x))) / m)
    yield equals(
        (expectation(squared_norm(relu(W @ x))) + expectation(squared_norm(relu(-W @ x)))) / (2 * m),
        by=mirror(W),
        why="The weights W and −W have one law, so the two means are equal.",
    )
    yield equals(
        expectation(squared_norm(W @ x)) / (2 * m),
        by=relu_halves,
        why="Of a number and its mirror image ReLU keeps one, so the two squares add up to the square of the number.",
    )
    yield equals(
        n * v / 2 * (squared_norm(x) / n), by=declared_moments, why="The linear layer inside multiplies by nv."
    )
    yield therefore(
        equation(expectation(squared_norm(relu(W @ x))) / m, n * v / 2 * (squared_norm(x) / n)),
        why="ReLU keeps half of the mean square.",
    )
    yield result("rectified")

    yield part("He: half of it is lost, so twice the variance")
    yield suppose(equation(n * v / 2, 1), why="The mean square shall stay what it is.")
    yield iff(
        equation(v, 2 / n), factor=n / 2, by=collect, why="Multiply by 2 and divide by the fan-in n: He's variance."
    )
    yield result("he_variance")

    yield part("The way back through a linear layer")
    yield consider(expectation(squared_norm(W.T @ g)) / n)
    yield equals(
        m * v * (squared_norm(g) / m),
        by=declared_moments,
        why="The same calculation with Wᵀ: every input collects m weighted gradients.",
    )
    yield suppose(equation(m * v, 1), why="The mean square of the gradients shall stay what it is.")
    yield iff(
        equation(v, 1 / m),
        factor=m,
        by=collect,
        why="Divide by the fan-out m. Unless the layer is square, both can't be had.",
    )
    yield result("backward_variance")

    yield part("Glorot and Bengio's compromise")
    yield suppose(equation((n * v + m * v) / 2, 1), why="The two factors shall be 1 on average.")
    yield iff(equation(v, 2 / (n + m)), factor=(n + m) / 2, by=collect, why="Divide by the mean of the two fans.")
    yield result("glorot_variance")

    yield part("The way back through ReLUs")
    yield consider(expectation(squared_norm(hadamard(s, W.T @ g))) / n)
    yield equals(
        sum_over(j, expectation(s[j] ** 2) * expectation((W.T @ g)[j] ** 2)) / n,
        by=independence,
        why="The slopes are independent of the weights, so each mean square is a product of two.",
    )
    yield equals(
        expectation(squared_norm(W.T @ g)) / (2 * n),
        by=declared_moments,
        why="A slope is 1 half of the time and else 0, and so is its square: the mean is ½.",
    )
    yield equals(m * v / 2 * (squared_norm(g) / m), by=declared_moments, why="The linear layer multiplies by mv.")
    yield therefore(
        equation(expectation(squared_norm(hadamard(s, W.T @ g))) / n, m * v / 2 * (squared_norm(g) / m)),
        why="The way back loses half at the ReLUs, as the way there does.",
    )
    yield result("rectified_back")
    yield suppose(equation(m * v / 2, 1), why="The mean square of the gradients shall stay what it is.")
    yield iff(equation(v, 2 / m), factor=m / 2, by=collect, why="Multiply by 2 and divide by the fan-out m.")
    yield result("he_backward_variance")


@he_initialization.reference("he_variance")
def he(n):
    return 2 / n


@he_initialization.reference("xavier_variance")
def xavier(n):
    return 1 / n


@he_initialization.reference("glorot_variance")
def glorot(n, m):
    return 2 / (n + m)


@he_initialization.reference("he_backward_variance")
def he_back(m):
    return 2 / m
