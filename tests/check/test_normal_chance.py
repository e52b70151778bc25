"""Random variables in the normal form: declared moments, symmetric laws, events with a modulus."""

import pytest

from derivations import (
    absolute,
    dims,
    entry,
    exp,
    expectation,
    hadamard,
    index,
    probability,
    random_matrix,
    random_scalar,
    random_vector,
    relu,
    scalar,
    sigmoid,
    space,
    squared_norm,
    sum_over,
    vector,
)
from derivations.check.normal import prove_equal
from derivations.notation.core import power

n, m = dims("n m")
i = index("i", n)
a, s, t = scalar("a", positive=True), scalar("s"), scalar("t")
mu, sd = vector("mu", n), vector("s", n, positive=True)
weights, inputs = space("weights"), space("inputs")
W = random_matrix("W", m, n, weights, iid=True, variance=s**2, symmetric_law=True)
w = random_vector("w", n, weights, variance=s**2, symmetric_law=True)  # each entry by itself, not all together
x = random_vector("x", n, inputs)
z = random_scalar("z", inputs, symmetric_law=True)
y = random_scalar("y", inputs, symmetric_law=True, mean=a)
u = random_scalar("u", inputs)
q = random_vector("q", n, inputs, mean=mu, variance=hadamard(sd, sd))

TRUE = {
    "a mean and a variance for each entry": (
        expectation(sum_over(i, (q[i] - t) ** 2)),
        sum_over(i, sd[i] ** 2 + (mu[i] - t) ** 2),
    ),
    "an odd function of a symmetric number": (expectation(z**3), 0),
    "half of it is on either side": (expectation(relu(z) ** 2), expectation(z**2) / 2),
    "the mirror image": (expectation(exp(z) * u**0), expectation(exp(-z))),
    "an even function of a product": (expectation(relu(z)), expectation(relu(-z))),
    "a layer": (expectation(squared_norm(W @ x)), m * s**2 * expectation(squared_norm(x))),
    "a layer with ReLU": (expectation(squared_norm(relu(W @ x))), expectation(squared_norm(W @ x)) / 2),
    "a symmetric number has mean 0": (expectation(z), 0),
    "an event with a modulus": (probability(absolute(u) >= a), probability(power(u, 2) >= a**2)),
    "a modulus has two tails": (probability(absolute(u) >= a), probability(u >= a) + probability(-u >= a)),
    "an event through exp": (probability(u >= t), probability(exp(3 * a * u / n) >= exp(3 * a * t / n))),
    "an event times what is positive": (probability(u <= t), probability(a**2 * u / 2 <= a**2 * t / 2)),
    "ReLU in two halves": (relu(t) ** 2 + relu(-t) ** 2, t**2),
    "|−t| = |t|": (absolute(-3 * a * t), 3 * a * absolute(t)),
}
FALSE = {
    "symmetric about another centre": (expectation(relu(y) ** 2), expectation(y**2) / 2),
    "no symmetry declared": (expectation(relu(u) ** 2), expectation(u**2) / 2),
    "an even function": (expectation(z**2), 0),
    "two numbers on one space": (expectation(z * u), 0),
    "symmetric one by one, not together": (expectation(relu(w.T @ x) ** 2), expectation((w.T @ x) ** 2) / 2),
    "entries that may be correlated": (expectation(squared_norm(w.T @ x * sd)), 0),
    "not an expectation": (relu(z) ** 2, z**2 / 2),
    "an event with a modulus that may be negative": (probability(absolute(u) >= t), probability(power(u, 2) >= t**2)),
    "two tails that may overlap": (probability(absolute(u) >= t), probability(u >= t) + probability(-u >= t)),
    "one tail": (probability(absolute(u) >= a), 2 * probability(u >= a)),
    "an event times what may be negative": (probability(u >= t), probability(s * u >= s * t)),
    "an event through exp that turns": (probability(u >= t), probability(exp(-u) >= exp(-t))),
    "another entry's mean": (expectation(q[i]), mu.T @ mu),
    "sigmoid has no symmetry about 0": (expectation(sigmoid(z)), 0),
}


@pytest.mark.parametrize(("left", "right"), TRUE.values(), ids=TRUE)
def test_equal(left, right):
    assert prove_equal(left, right)


@pytest.mark.parametrize(("left", "right"), FALSE.values(), ids=FALSE)
def test_not_equal(left, right):
    assert not prove_equal(left, right)


def test_an_entry_of_a_layer():
    j = index("j", m)
    before = entry(W @ x, j)
    assert prove_equal(expectation(relu(before) ** 2), s**2 / 2 * expectation(squared_norm(x)))
