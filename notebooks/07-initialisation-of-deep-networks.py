# %% [markdown]
# # How to start a deep network
#
# Training begins with random weights. If they are too small, the signal dies on its way through the layers, and the gradient on its
# way back; if they are too large, both explode. One line of algebra says how large is right. We send 1797 handwritten digits
# ([where they come from](../data/raw/digits/README.md)) through networks of thirty layers, and train a small one.

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (6.5, 3.5), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

table = np.loadtxt("../data/processed/digits.csv", delimiter=",", skiprows=1)
pixels, labels = table[:, :-1] / 16, table[:, -1].astype(int)
rng = np.random.default_rng(0)
batch = pixels[rng.permutation(len(pixels))[:200]].T  # one column an image

# %% [markdown]
# ## 1. Thirty layers, three sizes of weights
#
# Each layer multiplies by a random matrix and sets what is negative to zero (ReLU). The picture shows the mean square of a unit after
# each layer, for weights of standard deviation 0.05, 0.15 and 0.1, with 128 units in a layer.

# %%
width, depth = 128, 30


def forward(variance, x=batch, depth=depth, seed=1):
    """The mean square of a unit after each layer."""
    draw = np.random.default_rng(seed)
    sizes = [np.mean(x**2)]
    for _ in range(depth):
        x = np.maximum(draw.normal(scale=np.sqrt(variance), size=(width, len(x))) @ x, 0)
        sizes.append(np.mean(x**2))
    return np.array(sizes)


fig, ax = plt.subplots()
for deviation in (0.05, 0.1, 0.15):
    ax.semilogy(forward(deviation**2), ".-", label=f"standard deviation {deviation}")
ax.set(xlabel="layer", ylabel="mean square of a unit", title="A ReLU network")
ax.legend()
plt.show()

# %% [markdown]
# A factor three between the weights becomes more than twenty powers of ten between the outputs. What happens in one layer, happens
# thirty times.
#
# ## 2. One layer, exactly
#
# What does a layer do to the mean square, on average over its weights? Follow the theorem: a linear layer multiplies it by $nv$, a ReLU
# layer by $nv/2$, whatever the input is.

# %%
he = dv.theorem("deep_learning.he_initialization")
print("the weakest evidence among its steps:", he.derivation.verdict)
he

# %% [markdown]
# The theorem speaks of the mean over all weights. So let us draw many layers, send one image through each, and compare.

# %%
x = batch[:, 0]
n, v = len(x), 0.03
layers = rng.normal(scale=np.sqrt(v), size=(1000, width, n))
inputs = layers @ x
linear, rectified = np.mean(inputs**2, axis=1), np.mean(np.maximum(inputs, 0) ** 2, axis=1)
for name, seen, factor in [("linear", linear, n * v), ("ReLU", rectified, n * v / 2)]:
    promised = factor * np.mean(x**2)
    error = seen.std() / np.sqrt(len(seen))
    print(f"{name:>6}: promised {promised:.4f}, seen {seen.mean():.4f} ± {error:.4f}")
    assert abs(seen.mean() - promised) < 4 * error

# %% [markdown]
# ## 3. The size that is kept
#
# A factor of 1 needs $v = 2/n$: He's initialisation. With $v = 1/n$, Xavier's, which is right for linear layers, a ReLU network loses
# half of the mean square in every layer. The dashed lines are the promise $(nv/2)^k$.

# %%
from scipy.stats import linregress

choices = {
    "He, 2/n": he.function("he_variance")(n=width),
    "Xavier, 1/n": he.function("xavier_variance")(n=width),
    "4/n": 2 * he.function("he_variance")(n=width),
}
start = rng.normal(size=(width, 200))

fig, ax = plt.subplots()
for k, (name, variance) in enumerate(choices.items()):
    seen = np.mean([forward(variance, start, seed=seed) for seed in range(5)], axis=0)
    ax.semilogy(seen, ".", color=f"C{k}", label=name)
    ax.semilogy((width * variance / 2) ** np.arange(depth + 1), "--", lw=1, color=f"C{k}")
    slope = linregress(np.arange(depth + 1), np.log(seen)).slope
    print(f"{name:>11}: factor in a layer, promised {width * variance / 2:.2f}, fitted {np.exp(slope):.2f}")
    np.testing.assert_allclose(np.exp(slope), width * variance / 2, rtol=0.1)
ax.set(xlabel="layer", ylabel="mean square of a unit", title="Means of five networks, and the promise")
ax.legend()
plt.show()

# %% [markdown]
# The fitted factors are a little smaller than promised. The promise is for the mean over all weights; a single network strays from
# it, further with each layer, and more of them fall short than exceed it.
#
# With a running kernel, move the variance, in units of $1/n$. (The picture above shows three of its positions.)

# %% tags=["slider"]
from ipywidgets import FloatSlider, interact


def picture(times):
    _, ax = plt.subplots(figsize=(6, 3))
    ax.semilogy(forward(times / width, start), ".-")
    ax.semilogy((times / 2) ** np.arange(depth + 1), "--", color="black", lw=1)
    ax.set(xlabel="layer", ylabel="mean square", ylim=(1e-20, 1e20), title=f"weights of variance {times:.2f}/n")
    plt.show()


interact(picture, times=FloatSlider(2.0, min=0.5, max=6, step=0.1));

# %% [markdown]
# ## 4. Other functions: tanh
#
# Near 0, tanh is nearly the identity (its slope there is 1, which the theorem derives too), so Xavier's variance is the one for it. Weights
# that are too large push the units to where the slope is almost zero, and no gradient comes back.

# %%
slope_of = he.function("tanh_slope")
fig, axes = plt.subplots(1, 3, figsize=(11, 2.8), sharey=True)
for ax, times in zip(axes, (0.25, 1, 16), strict=True):
    draw, signal = np.random.default_rng(2), start
    deviation = np.sqrt(times * he.function("xavier_variance")(n=width))
    for _ in range(10):
        arriving = draw.normal(scale=deviation, size=(width, width)) @ signal
        signal = np.tanh(arriving)
    slopes = [slope_of(t=t) for t in arriving[:, 0]]
    ax.hist(signal.ravel(), bins=60, range=(-1, 1), density=True)
    ax.set(title=f"variance {times}/n: mean slope {np.mean(slopes):.2f}", xlabel="tanh unit in layer 10")
axes[0].set_ylabel("density")
plt.show()

# %% [markdown]
# ## 5. The way back
#
# Gradients pass through the transposed matrices, so the fan-out $m$ takes the place of $n$; both can't be had unless the layer is square, and
# Glorot and Bengio's $2/(m+n)$ is the compromise. First the gradient of one layer, derived:

# %%
through = dv.differentiate("g'*relu(W*x)", wrt="x", variables={"W": "m n", "x": "n", "g": "m"})
through

# %% [markdown]
# Now thirty layers back from a random gradient at the output.

# %%
backward = through.function("numpy")


def gradients(variance, seed=1):
    draw = np.random.default_rng(seed)
    x = start[:, 0]
    weights, arriving = [], []
    for _ in range(depth):
        weights.append(draw.normal(scale=np.sqrt(variance), size=(width, width)))
        arriving.append(x)
        x = np.maximum(weights[-1] @ x, 0)
    g = draw.normal(size=width)
    sizes = [np.mean(g**2)]
    for W, x in zip(reversed(weights), reversed(arriving), strict=True):
        g = backward(W=W, x=x, g=g)
        sizes.append(np.mean(g**2))
    return np.array(sizes[::-1])


fig, ax = plt.subplots()
for name, variance in choices.items():
    ax.semilogy(gradients(variance), ".-", label=name)
ax.set(xlabel="layer", ylabel="mean square of the gradient", title="From the last layer (right) to the first")
ax.legend()
plt.show()

# %% [markdown]
# ## 6. Does it matter? Train one
#
# A network 64–64–64–64–64–10 with ReLU learns 300 of the digits by gradient descent, all at once. The only difference
# is the variance of the first weights. The gradient in the scores is that of the theorem on softmax, $s - y$; the rest is the chain
# rule of section 5. First we make sure that our network is the one that scikit-learn trains: with its weights ours gives its probabilities.

# %%
import warnings
from itertools import pairwise

from scipy.special import log_softmax
from sklearn.neural_network import MLPClassifier


def scores(weights, shifts, X):
    """What arrives at each layer, and the scores."""
    arriving = [X]
    for W, c in zip(weights[:-1], shifts[:-1], strict=True):
        arriving.append(np.maximum(arriving[-1] @ W + c, 0))
    return arriving, arriving[-1] @ weights[-1] + shifts[-1]


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # three rounds are too few to converge, and enough to compare
    theirs = MLPClassifier((64, 64), max_iter=3, random_state=0).fit(pixels, labels)
softmax = dv.functions.linear_models.softmax_jacobian.softmax
ours = [softmax(z=z) for z in scores(theirs.coefs_, theirs.intercepts_, pixels)[1]]
np.testing.assert_allclose(ours, theirs.predict_proba(pixels), atol=1e-12)

onehot = np.eye(10)[labels]
cross = dv.functions.linear_models.softmax_jacobian.cross_entropy_gradient
z = rng.normal(size=(5, 10))
np.testing.assert_allclose(
    [cross(z=row, y=target) for row, target in zip(z, onehot, strict=False)],
    np.exp(log_softmax(z, axis=1)) - onehot[:5],
)
print("our softmax network gives scikit-learn's probabilities, and s − y is the gradient of the theorem")


# %% [markdown]
# Now the race. Everything else is the same: data, order, step size.

# %%
def train(times, steps=200, size=0.1, X=pixels[:300], y=onehot[:300]):
    draw = np.random.default_rng(3)
    shape = [64, 64, 64, 64, 64, 10]
    weights = [draw.normal(scale=np.sqrt(times / a), size=(a, b)) for a, b in pairwise(shape)]
    shifts = [np.zeros(b) for b in shape[1:]]
    losses = []
    for _ in range(steps):
        arriving, z = scores(weights, shifts, X)
        logs = log_softmax(z, axis=1)
        losses.append(-np.mean(np.sum(y * logs, axis=1)))
        g = (np.exp(logs) - y) / len(y)  # s − y
        for k in reversed(range(len(weights))):
            step = arriving[k].T @ g
            down = g.sum(axis=0)
            g = (g @ weights[k].T) * (arriving[k] > 0)
            weights[k] -= size * step
            shifts[k] -= size * down
    return losses


fig, ax = plt.subplots()
for times, name in [(2, "He: 2/n"), (1, "1/n"), (0.1, "0.1/n"), (0.01, "0.01/n")]:
    losses = train(times)
    ax.plot(losses, label=name)
    print(f"{name:>8}: cross-entropy {losses[0]:.2f} at the start, {losses[-1]:.2f} after {len(losses)} steps")
ax.axhline(np.log(10), color="black", ls=":", lw=1, label="log 10: knows nothing")
ax.set(xlabel="step", ylabel="cross-entropy", ylim=(0, 3), title="Only the first weights differ")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown]
# He's weights learn first. With much smaller ones the loss stays at $\log 10$, that of a guess. (The loss does not fall all the
# time: with a step of this size it sometimes jumps up before it goes on down.)
#
# **The same in other languages.** He's weights for a layer with `n` inputs and `m` units:
#
# | language | the same |
# |---|---|
# | NumPy | `rng.normal(scale=np.sqrt(2 / n), size=(m, n))` |
# | Julia | `randn(m, n) * sqrt(2 / n)` |
# | R | `matrix(rnorm(m * n, sd = sqrt(2 / n)), m, n)` |
# | MATLAB | `randn(m, n) * sqrt(2 / n)` |
# | PyTorch | `torch.nn.init.kaiming_normal_(W, nonlinearity="relu")` |

# %% [markdown]
# ## Things to try
#
# 1. In section 2 draw the weights uniformly instead, with the same variance. Does the theorem still hold? Which of its assumptions did you use?
# 2. Draw weights whose law is not symmetric (an exponential law less its mean). Which of the two promises fails?
# 3. "Leaky" ReLU keeps a tenth of what is negative. What must $v$ be? (Which part of the proof changes?)
# 4. In section 6, make the network ten layers deep. How does the race change?
# 5. Subtract from every unit its mean over the batch, and divide by its standard deviation (batch
#    normalisation, `dv.functions.deep_learning.normalization`). Does the start still matter? The [theorem on
#    normalisation](../docs/theorems/deep_learning/normalization.md) says what becomes of the scale of the weights.
