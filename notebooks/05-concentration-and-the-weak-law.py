# %% [markdown]
# # Concentration and the weak law of large numbers
#
# Why does an average tell us anything? One measurement is a matter of luck; the mean of many hardly is. How many are enough, and
# how sure can we be? We ask the digits of π, and then 442 diabetes patients, of whom we pretend to know only a few.
#
# The data: 5000 digits of π from [NIST's reference data sets](../data/raw/nist/README.md), and the
# [diabetes data](../data/raw/diabetes/README.md).

# %%
import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

rng = np.random.default_rng(0)
plt.rcParams.update(
    {"figure.figsize": (6.5, 3.5), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)

digits = np.loadtxt("../data/processed/pi_digits.csv", skiprows=1)
print("".join(str(int(digit)) for digit in digits[:60]), "…", len(digits), "digits")

# %% [markdown]
# ## 1. A mean settles down
#
# Nothing about the digits of π is random. Still they pass for draws from 0, 1, …, 9 with equal chances, which have the mean
# $\mu = 4.5$ and the variance $\sigma^2 = 8.25$. The grey band is $\mu \pm 2\sigma/\sqrt n$.

# %%
mu, sigma = 4.5, np.sqrt(8.25)
n = np.arange(1, len(digits) + 1)
running = np.cumsum(digits) / n

fig, ax = plt.subplots()
ax.fill_between(
    n, mu - 2 * sigma / np.sqrt(n), mu + 2 * sigma / np.sqrt(n), color="0.85", label=r"$\mu \pm 2\sigma/\sqrt{n}$"
)
ax.semilogx(n, running, label="mean of the first n digits")
ax.axhline(mu, color="black", lw=0.8)
ax.set(xlabel="n", ylim=(0, 9), title="Digits of π")
ax.legend()
plt.show()

certified = 4.5348  # NIST's certified mean of these 5000 digits
np.testing.assert_allclose(running[-1], certified, rtol=1e-14)
print("mean of all:", running[-1], "   standard deviation:", digits.std(ddof=1).round(6))

# %% [markdown]
# ## 2. Three inequalities, each from the one before
#
# Markov's inequality bounds how often a positive quantity is large. Chebyshev's puts a squared distance into it. The weak law puts
# a mean into Chebyshev's.

# %%
chebyshev = dv.theorem("probability.chebyshev")
print("the weakest evidence among its steps:", chebyshev.derivation.verdict)
chebyshev

# %% [markdown]
# The weakest evidence is *sampled*: that is the last step, an experiment. All that the theorem says is proved in the steps before it.
#
# ## 3. The price of one more digit
#
# The variance of a mean is $\sigma^2/n$, so its standard deviation falls like $1/\sqrt n$. For ten times the precision take a hundred
# times the data. Cut the digits of π into blocks, and look at the means of the blocks:

# %%
variance_of_mean = chebyshev.function("variance_of_mean")
sizes = [1, 2, 5, 10, 20, 50, 100]
seen = [digits.reshape(-1, size).mean(axis=1).std() for size in sizes]
law = [np.sqrt(variance_of_mean(sigma=sigma, n=size)) for size in sizes]

fig, ax = plt.subplots()
ax.loglog(sizes, law, "--", color="black", label=r"the theorem: $\sigma/\sqrt{n}$")
ax.loglog(sizes, seen, "o", label="standard deviation of the block means")
ax.set(xlabel="digits in a block n", ylabel="standard deviation", title="Means of blocks of digits of π")
ax.legend()
plt.show()

# %% [markdown]
# ## 4. A population that we know
#
# Take the 442 patients as the whole population. Then we know the true mean of their progression, and can watch how samples of $n$
# patients, drawn with replacement, miss it. How often do they miss by 10 or more?

# %%
progression = np.loadtxt("../data/processed/diabetes.csv", delimiter=",", skiprows=1)[:, -1]
mu, sigma = progression.mean(), progression.std()
print(f"true mean {mu:.1f}, standard deviation {sigma:.1f}, from {progression.min():.0f} to {progression.max():.0f}")


def means(n, samples=10_000):
    return rng.choice(progression, size=(samples, n)).mean(axis=1)


bound = chebyshev.function("bound")
print("   n   missed by 10   Chebyshev's bound")
for n in (50, 100, 200, 400):
    missed = np.mean(abs(means(n) - mu) >= 10)
    limit = bound(epsilon=10, sigma=sigma, n=n)
    assert missed <= limit
    print(f"{n:>4} {missed:12.1%} {limit:16.1%}")

# %% [markdown]
# The bound holds, and it is far from tight: it must also hold for the worst distribution with this variance.
#
# ## 5. Sharper promises
#
# **Hoeffding** uses that no patient is outside $[a, b]$: a mean misses by $\epsilon$ with a chance of at most $2\exp(-2n\epsilon^2/(b-a)^2)$,
# [one more theorem](../docs/theorems/probability/hoeffding.md), whose proof puts an exponential into Markov's inequality.
# The **[central limit theorem](../docs/theorems/probability/central_limit.md)** says more about large $n$: the means look more and
# more like a normal distribution. Below, the share of samples that miss by 10, and what each of the three says.

# %%
from scipy.stats import norm

sizes = np.unique(np.geomspace(10, 600, 12).astype(int))
seen = np.array([np.mean(abs(means(n) - mu) >= 10) for n in sizes])
hoeffding = dv.theorem("probability.hoeffding").function("two_sided")
least, most = progression.min(), progression.max()
grid = np.arange(10, 4000, 10)
promises = {
    "Chebyshev": np.minimum(1, [bound(epsilon=10, sigma=sigma, n=n) for n in grid]),
    "Hoeffding": np.minimum(1, [hoeffding(a=least, b=most, epsilon=10, n=n) for n in grid]),
    "normal approximation": 2 * norm.sf(10 * np.sqrt(grid) / sigma),
}

fig, ax = plt.subplots()
for name, values in promises.items():
    ax.loglog(grid, values, label=name)
ax.loglog(sizes, seen, "ko", ms=4, label="10000 samples of each size")
ax.set(xlabel="sample size n", ylabel="chance to miss by 10 or more", ylim=(1e-4, 2), title="Three promises")
ax.legend()
plt.show()
np.testing.assert_allclose(2 * norm.sf(10 * np.sqrt(sizes) / sigma), seen, atol=0.04)


# %% [markdown]
# Chebyshev's and Hoeffding's curves are bounds, true for every $n$; Hoeffding's starts later, but falls
# faster in the end, and crosses the other. The normal curve is an approximation, and a good one here.
#
# ## 6. Watch it happen
#
# The histogram of the means narrows and becomes a bell, although the patients themselves (left) look nothing like one.

# %%
def histogram(n, ax=None):
    alone = ax is None
    if alone:
        _, ax = plt.subplots(figsize=(5, 3.2))
    found = means(n)
    grid = np.linspace(0, 350, 700)
    ax.hist(found, bins=60, density=True, color="C0", alpha=0.6)
    ax.plot(grid, norm.pdf(grid, mu, sigma / np.sqrt(n)), color="black", lw=1)
    ax.set(xlim=(0, 350), xlabel="mean progression", title=f"n = {n}")
    if alone:
        plt.show()


fig, axes = plt.subplots(1, 4, figsize=(12, 2.8))
for ax, n in zip(axes, (1, 4, 16, 64), strict=True):
    histogram(n, ax)
axes[0].set_ylabel("density")
plt.show()

# %% [markdown]
# With a running kernel, choose $n$ yourself. (The four pictures above stand for it elsewhere.)

# %% tags=["slider"]
from ipywidgets import IntSlider, interact

interact(lambda n: histogram(n), n=IntSlider(10, 1, 100));

# %% [markdown]
# ## 7. From a sample back to the truth
#
# In life there is one sample and no truth to compare with. The law turns round: the mean is within $\pm 2$ standard errors of $\mu$ in about 95 % of all
# samples. We draw 1000 samples of 40 patients, compute the 95 % interval of each, and count how often it holds the true mean. The first
# one is held against statsmodels.

# %%
from scipy.stats import t as student
from statsmodels.stats.weightstats import DescrStatsW

samples = rng.choice(progression, size=(1000, 40))
centre, error = samples.mean(axis=1), samples.std(axis=1, ddof=1) / np.sqrt(40)
reach = student.ppf(0.975, 39) * error
np.testing.assert_allclose(DescrStatsW(samples[0]).tconfint_mean(), [centre[0] - reach[0], centre[0] + reach[0]])

holds = abs(centre - mu) <= reach
fig, ax = plt.subplots(figsize=(7, 3))
for k in range(80):
    ax.plot([k, k], [centre[k] - reach[k], centre[k] + reach[k]], color="C0" if holds[k] else "C3")
ax.axhline(mu, color="black", lw=1)
ax.set(xlabel="sample", ylabel="95 % interval", title="80 of the samples; red: the interval misses the true mean")
plt.show()
print(f"{holds.mean():.1%} of 1000 intervals hold the true mean")
assert 0.92 < holds.mean() < 0.98

# %% [markdown]
# **The same in other languages.** The 95 % interval of the mean of a sample `x`:
#
# | language | the same |
# |---|---|
# | Python | `scipy.stats.ttest_1samp(x, 0).confidence_interval()` |
# | Julia (`using HypothesisTests`) | `confint(OneSampleTTest(x))` |
# | R | `t.test(x)$conf.int` |
# | MATLAB | `[~, ~, ci] = ttest(x)` |

# %% [markdown]
# ## Things to try
#
# 1. Which distribution makes Chebyshev's inequality an equality? Look for one with three values.
# 2. How many patients does Chebyshev ask for, to miss by 10 with a chance of 5 % at most? How many does the normal approximation ask for?
# 3. The Cauchy distribution (`rng.standard_cauchy`) has no mean. Draw its running mean. Which assumption of the weak law fails?
# 4. In section 3 the digits stay in their order. Sort them first, and look at the means of the blocks again. Why does the law fail now?
# 5. In section 4, draw without replacement (`rng.permutation`), and compare the variance of the mean with $\sigma^2/n$.
