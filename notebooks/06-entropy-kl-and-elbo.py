# %% [markdown]
# # Entropy, relative entropy and the evidence lower bound
#
# How much does a pixel tell? How different are the sevens from the ones? And what can be said about a cause that nobody saw? All three
# are questions of information theory, and one inequality answers the last. The data are 1797 handwritten digits
# ([where they come from](../data/raw/digits/README.md)), black and white here: a pixel has ink (1) or not (0).

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (6, 3.5), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

table = np.loadtxt("../data/processed/digits.csv", delimiter=",", skiprows=1)
ink = (table[:, :-1] >= 8).astype(int)
labels = table[:, -1].astype(int)
print(ink.shape, f"pixels have ink in {ink.mean():.0%} of all places")

# %% [markdown]
# ## 1. Entropy: how surprising is it?
#
# An event of probability $p$ surprises by $\log_2 \frac1p$ bits. The entropy $-\sum_i p_i \log_2 p_i$ is the surprise to be
# expected. A pixel that is always white has entropy 0, one that has ink in half of the images has 1 bit.

# %%
from scipy.stats import entropy

share = ink.mean(axis=0)


def binary_entropy(p):
    q = np.clip(p, 1e-300, 1)
    r = np.clip(1 - p, 1e-300, 1)
    return -(p * np.log2(q) + (1 - p) * np.log2(r))


bits = binary_entropy(share)
np.testing.assert_allclose(bits, entropy([share, 1 - share], base=2), atol=1e-12)

fig, axes = plt.subplots(1, 3, figsize=(11, 3))
p = np.linspace(0, 1, 200)
axes[0].plot(p, binary_entropy(p))
axes[0].set(xlabel="probability of ink", ylabel="bits", title="Entropy of one pixel")
for ax, values, title in [(axes[1], share, "How often a pixel has ink"), (axes[2], bits, "Its entropy in bits")]:
    shown = ax.imshow(values.reshape(8, 8), cmap="viridis", vmin=0, vmax=1)
    ax.set(title=title, xticks=[], yticks=[])
    fig.colorbar(shown, ax=ax)
plt.show()

# %% [markdown]
# ## 2. Relative entropy: how wrong is a model?
#
# Who believes $q$ where $p$ is true is surprised more than necessary. The excess is $\operatorname{KL}(p\,\Vert\,q) = \sum_i p_i
# \log \frac{p_i}{q_i}$, in nats with the natural logarithm. That it is never negative is a theorem:

# %%
gibbs = dv.theorem("information_theory.kl_nonnegative")
print("the weakest evidence among its steps:", gibbs.derivation.verdict)
gibbs

# %% [markdown]
# For each digit, where is the ink? Sum the ink of its images over the pixels and divide by the total: a distribution on 64 places
# (with one drop added everywhere, so that no place has probability 0). The picture shows the relative entropy of each from each.

# %%
kl = gibbs.function("kl")
places = np.array([ink[labels == digit].sum(axis=0) + 1.0 for digit in range(10)])
places /= places.sum(axis=1, keepdims=True)
apart = np.array([[kl(p=p, q=q) for q in places] for p in places])
np.testing.assert_allclose(apart, [[entropy(p, q) for q in places] for p in places], atol=1e-12)
assert (apart >= 0).all()

fig, ax = plt.subplots(figsize=(5, 4))
shown = ax.imshow(apart, cmap="magma")
ax.set(xlabel="q: ink of this digit", ylabel="p: ink of this digit", title="KL(p ‖ q) in nats")
ax.set(xticks=range(10), yticks=range(10))
ax.grid(False)
fig.colorbar(shown)
plt.show()
print("zero on the diagonal:", (np.diag(apart) == 0).all(), "   symmetric:", np.allclose(apart, apart.T))
near = apart + 9 * np.eye(10)
print("nearest pair: p is a", near.argmin() // 10, "and q a", near.argmin() % 10)

# %% [markdown]
# It is no distance: $\operatorname{KL}(p\,\Vert\,q)$ and $\operatorname{KL}(q\,\Vert\,p)$ differ.
#
# ## 3. Mutual information: what does a pixel say about the digit?
#
# The mutual information of a pixel and the label is the relative entropy of their joint distribution from the one they would have
# if they were independent. It is also what the entropy of the label loses once the pixel is seen:

# %%
shared = dv.theorem("information_theory.mutual_information")
print("the weakest evidence among its steps:", shared.derivation.verdict)
shared

# %% [markdown]
# We count how often a pixel and a digit go together. The theorem asks for positive weights, so every pair gets one image more, as
# above. scikit-learn takes the same table.

# %%
from sklearn.metrics import mutual_info_score

mutual_information = dv.functions.information_theory.mutual_information


def table_of(pixel):
    """How often each digit (columns) has the pixel white or black (rows), with one more in each place."""
    return np.array([np.bincount(labels[ink[:, pixel] == value], minlength=10) for value in (0, 1)]) + 1.0


tables = [table_of(pixel) for pixel in range(64)]
joints = [counted / counted.sum() for counted in tables]
says = np.array([mutual_information(P) for P in joints])
np.testing.assert_allclose(says, [mutual_info_score(None, None, contingency=counted) for counted in tables], atol=1e-12)
best = joints[says.argmax()]
lost = mutual_information.entropy(best) - mutual_information.conditional_entropy(best)
np.testing.assert_allclose(says.max(), lost, rtol=1e-10)  # what the theorem says

fig, axes = plt.subplots(1, 2, figsize=(7.5, 3))
for ax, values, title in [
    (axes[0], bits, "entropy (bits)"),
    (axes[1], says / np.log(2), "tells of the digit (bits)"),
]:
    shown = ax.imshow(values.reshape(8, 8), cmap="viridis")
    ax.set(title=title, xticks=[], yticks=[])
    fig.colorbar(shown, ax=ax)
plt.show()
print(f"the label has {entropy(np.bincount(labels), base=2):.2f} bits")
print(f"one pixel says {says.max() / np.log(2):.2f} of them at most")

# %% [markdown]
# ## 4. A hidden cause
#
# Now hide the labels. An image $x$ was made by a digit $z$ that we do not see; each digit puts ink into pixel $j$ with a
# probability of its own, independently. (This is "naive Bayes".) The joint weights $p_z = p(x, z)$ of one image are ten numbers;
# their sum is the *evidence* $p(x)$, and divided by it they are the *posterior* $p(z \mid x)$.

# %%
from sklearn.naive_bayes import BernoulliNB

half = 1000
theirs = BernoulliNB(alpha=1).fit(ink[:half], labels[:half])
counts = np.bincount(labels[:half])
inked = np.array([(ink[:half][labels[:half] == z].sum(axis=0) + 1) / (counts[z] + 2) for z in range(10)])


def joint_weights(x):
    logs = np.log(counts / half) + np.log(np.where(x, inked, 1 - inked)).sum(axis=1)
    return np.exp(logs)


elbo = dv.functions.information_theory.elbo
posteriors = np.array([elbo.posterior(joint_weights(x)) for x in ink[half:]])
np.testing.assert_allclose(posteriors, theirs.predict_proba(ink[half:]), rtol=1e-7, atol=1e-12)
right = np.mean(posteriors.argmax(axis=1) == labels[half:])
print(f"posterior as scikit-learn has it, for {len(ink) - half} new images; {right:.0%} of them are told right")

# %% [markdown]
# ## 5. The evidence lower bound
#
# With ten values of $z$ the sum is easy. With a continuous $z$ in twenty dimensions, as in a variational autoencoder, nobody can
# compute it. But for *any* distribution $q$ over $z$ there is a bound from below, and what it loses is known:

# %%
bound = dv.theorem("information_theory.elbo")
print("the weakest evidence among its steps:", bound.derivation.verdict)
bound

# %% [markdown]
# Watch it on one image whose posterior is undecided (the model is simple: what was meant may be far from its guesses). We go
# from the uniform distribution ($t = 0$) to the posterior ($t = 1$), and beyond, by $q \propto p(z \mid x)^t$.

# %%
doubtful = half + int(np.argsort(np.abs(posteriors.max(axis=1) - 0.6))[0])
p = joint_weights(ink[doubtful])
posterior = elbo.posterior(p)
evidence = np.log(elbo.evidence(p))


def tempered(t):
    logs = t * np.log(posterior)
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def picture(t):
    q = tempered(t)
    lower = elbo.elbo(p=p, q=q)
    np.testing.assert_allclose(evidence, lower + kl(p=q, q=posterior), rtol=1e-10)  # what the theorem says
    _, axes = plt.subplots(1, 3, figsize=(11, 2.7), width_ratios=[1, 2, 2.4])
    axes[0].imshow(ink[doubtful].reshape(8, 8), cmap="gray_r")
    axes[0].set(title=f"meant as a {labels[doubtful]}", xticks=[], yticks=[])
    axes[1].bar(np.arange(10) - 0.2, posterior, 0.4, label="posterior")
    axes[1].bar(np.arange(10) + 0.2, q, 0.4, label="q")
    axes[1].set(xticks=range(10), xlabel="z", title=f"t = {t:.2f}", ylabel="probability")
    axes[1].legend()
    ts = np.linspace(0, 4, 100)
    axes[2].plot(ts, [elbo.elbo(p=p, q=tempered(s)) for s in ts], label="ELBO(q)")
    axes[2].axhline(evidence, color="black", ls="--", lw=1, label="log evidence")
    axes[2].plot([t, t], [lower, evidence], color="C3", lw=2, label="KL(q ‖ posterior)")
    axes[2].set(xlabel="t", title=f"lost: {evidence - lower:.3f} nats", ylabel="nats")
    axes[2].legend(loc="lower right", fontsize=8)
    plt.show()


for t in (0, 0.3, 1, 4):
    picture(t)

# %% [markdown]
# The red line is the gap; it closes at $t = 1$ and opens again behind it. With a running kernel, move $t$. (The four rows above stand
# for it elsewhere.)

# %% tags=["slider"]
from ipywidgets import FloatSlider, interact

interact(picture, t=FloatSlider(0.5, min=0, max=4, step=0.1));

# %% [markdown]
# ## 6. The other half of a variational autoencoder
#
# There $q$ is a Gaussian with means $\mu$ and deviations $\sigma$, and the loss contains its relative entropy from the standard normal
# distribution. The theorem has it in closed form. We hold it against a numerical integral:

# %%
from scipy.integrate import quad
from scipy.stats import norm

mu, sigma = np.array([0.5, -1.2]), np.array([0.7, 1.6])


def integrand(z, m, s):
    return norm.pdf(z, m, s) * (norm.logpdf(z, m, s) - norm.logpdf(z))


integral = sum(quad(integrand, -20, 20, args=(m, s))[0] for m, s in zip(mu, sigma, strict=True))
closed = elbo.gaussian_kl(mu=mu, sigma=sigma)
np.testing.assert_allclose(closed, integral, rtol=1e-8)
print(f"closed form {closed:.9f}, integral {integral:.9f}")

# %% [markdown]
# To train, one needs its derivatives; ask for them:

# %%
dv.differentiate("(norm2(m)^2 + norm2(s)^2 - k)/2 - sum(log(s))", wrt="s", variables={"m": "k", "s": "k positive"})

# %% [markdown]
# **The same in other languages.** The entropy in nats of a vector `p` of positive probabilities:
#
# | NumPy | Julia | R | MATLAB |
# |---|---|---|---|
# | `-np.sum(p * np.log(p))` | `-sum(p .* log.(p))` | `-sum(p * log(p))` | `-sum(p .* log(p))` |

# %% [markdown]
# ## Things to try
#
# 1. In section 2 leave out the drop of ink everywhere. What does `kl` say, and what would the right value be?
# 2. Which three pixels together say most about the digit? (They need not be the three that say most alone.)
# 3. Show the ten images of section 4 with the smallest evidence. What is odd about them?
# 4. Maximise the bound over $q$ with `scipy.optimize.minimize` and a softmax for $q$, from a random start. Where does it end?
# 5. For which $\mu$ and $\sigma$ is the Gaussian term zero? Set the derivative of section 6 to zero.
