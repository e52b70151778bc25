# %% [markdown]
# # Floating point and stability
#
# A computer rounds after every operation. Mostly that does no harm; sometimes it destroys every digit of an answer that looks
# perfectly good on paper. This notebook shows three ways to lose digits, on data of which the right answer is known: the
# [reference data sets of NIST](../data/raw/nist/README.md), made to test statistical software, and the
# [handwritten digits](../data/raw/digits/README.md).

# %%
import json

import matplotlib.pyplot as plt
import numpy as np

import derivations as dv

plt.rcParams.update(
    {"figure.figsize": (6.5, 3.5), "axes.grid": True, "figure.constrained_layout.use": True, "grid.alpha": 0.3}
)


def digits_right(value, truth):
    """How many decimal digits of a number are right, 16 at most."""
    error = abs(value - truth) / abs(truth)
    return 16.0 if error == 0 else min(16.0, max(0.0, -np.log10(error)))


def nist(file, name):
    with open(f"../data/raw/nist/{file}.json") as source:
        return next(each for each in json.load(source)["sets"] if each["name"] == name)


# %% [markdown]
# ## 1. Numbers have gaps
#
# A double has 53 binary digits. Between 1 and 2 neighbours are $2^{-52}$ apart, and the gap grows with the number: the *relative*
# gap stays between $1.1$ and $2.2\cdot 10^{-16}$.

# %%
x = np.geomspace(1e-3, 1e3, 2000)
fig, axes = plt.subplots(1, 2, figsize=(10, 3))
axes[0].loglog(x, np.spacing(x))
axes[0].set(xlabel="x", ylabel="gap", title="The gap to the next number")
axes[1].semilogx(x, np.spacing(x) / x)
axes[1].set(xlabel="x", ylabel="relative gap", ylim=(0, 2.5e-16), title="The same, divided by x")
plt.show()

print("0.1 + 0.2 == 0.3 is", 0.1 + 0.2 == 0.3, "; the difference is", 0.1 + 0.2 - 0.3)
print("1e16 + 1 - 1e16 is", 1e16 + 1 - 1e16)

# %% [markdown]
# ## 2. Cancellation: a variance of zero digits
#
# On paper $\frac1n\sum x_i^2 - \bar x^2$ is the variance, computed in one pass. NIST's set NumAcc4 has 1001 numbers near $10^7$ that
# differ by 0.2 at most; its standard deviation is exactly 0.1. Two huge numbers are subtracted, and what is left is rounding.

# %%
values = np.loadtxt("../data/processed/numacc4.csv", skiprows=1)
truth = float(nist("univariate", "NumAcc4")["certified"]["standard_deviation"])
n = len(values)
one_pass = (np.mean(values**2) - np.mean(values) ** 2) * n / (n - 1)
covariance = dv.functions.probability.gaussian_mle.covariance(values[:, None])[0, 0]  # centres first
print(f"certified standard deviation {truth}")
print(f"one pass: variance {one_pass:.4g}, digits right {digits_right(np.sqrt(max(one_pass, 0)), truth):.1f}")
print(f"centred:  variance {covariance:.4g}, digits right {digits_right(np.sqrt(covariance * n / (n - 1)), truth):.1f}")
np.testing.assert_allclose(np.sqrt(covariance * n / (n - 1)), truth, rtol=1e-7)

# %% [markdown]
# Centring first is not only better, it is as good as the data allow: 10000000.2 itself is no double, and rounding it moves the
# eighth or ninth digit of the answer. Shift the data further, and watch the one-pass formula fall off:

# %%
shifts = 10.0 ** np.arange(0, 13, 0.25)
noise = np.round(values - values.mean(), 1)  # −0.1, 0 and 0.1
spread = noise.std()
lost, kept = [], []
for shift in shifts:
    moved = shift + noise
    lost.append(digits_right(np.sqrt(max(np.mean(moved**2) - np.mean(moved) ** 2, 0)), spread))
    kept.append(digits_right(moved.std(), spread))
fig, ax = plt.subplots()
ax.semilogx(shifts, lost, ".-", label="one pass")
ax.semilogx(shifts, kept, ".-", label="centred first")
ax.set(xlabel="size of the numbers", ylabel="digits right", title="Standard deviation of numbers that differ by 0.2")
ax.legend()
plt.show()

# %% [markdown]
# ## 3. Overflow: the logarithm of a sum of exponentials
#
# Likelihoods are products of many small numbers. Here a model of each digit (every pixel has ink with a probability of its own) says
# how likely it is to make all the sevens of our data: ten logarithms of probabilities, one a model. Their exponentials are too small
# for a double, so the naive logarithm of their sum is that of zero.

# %%
from scipy.special import logsumexp, softmax

table = np.loadtxt("../data/processed/digits.csv", delimiter=",", skiprows=1)
ink, labels = (table[:, :-1] >= 8).astype(int), table[:, -1].astype(int)
inked = np.array([(ink[labels == z].sum(axis=0) + 1) / (np.sum(labels == z) + 2) for z in range(10)])
sevens = ink[labels == 7]
logs = np.log(np.where(sevens[:, None, :], inked, 1 - inked)).sum(axis=(0, 2))
print(len(sevens), "sevens; log-likelihood under the model of 0, 1, …, 9:")
print(logs.round(0))
with np.errstate(divide="ignore"):
    print("naive log of the sum:", np.log(np.sum(np.exp(logs))))

# %% [markdown]
# The way out is an identity: any shift can be taken out, and the maximum is the right one.

# %%
shifted = dv.theorem("numerical_methods.logsumexp_shift")
print("the weakest evidence among its steps:", shifted.derivation.verdict)
shifted

# %% [markdown]
# Its function agrees with SciPy's, also where the naive form gives up:

# %%
lse = shifted.function("logsumexp")
print("shifted:", lse(logs))
np.testing.assert_allclose(lse(logs), logsumexp(logs), rtol=1e-14)
np.testing.assert_allclose(shifted.function("softmax")(logs), softmax(logs), rtol=1e-12, atol=1e-300)

scale = np.linspace(-1000, 1000, 401)
base = np.array([0.0, 1.0, 2.0])
with np.errstate(over="ignore", divide="ignore"):
    naive = np.array([np.log(np.sum(np.exp(base + s))) for s in scale])
fig, ax = plt.subplots()
ax.plot(scale, [lse(base + s) for s in scale], lw=4, alpha=0.4, label="shifted by the maximum")
ax.plot(scale, np.where(np.isfinite(naive), naive, np.nan), color="C3", label="naive, where it is finite")
ax.set(xlabel="s", ylabel="value", title="log(exp(s) + exp(s+1) + exp(s+2))")
ax.legend()
plt.show()
print(f"the naive form is finite from s = {scale[np.isfinite(naive)][0]:.0f} to {scale[np.isfinite(naive)][-1]:.0f}")

# %% [markdown]
# ## 4. Conditioning: when the question is at fault
#
# The *condition number* of a matrix says how much a relative change of the data may be magnified in the answer. For a system
# $Ax = b$ this is a theorem:

# %%
conditioning = dv.theorem("numerical_methods.condition_number")
print("the weakest evidence among its steps:", conditioning.derivation.verdict)
conditioning

# %% [markdown]
# A design is no square matrix, but its condition number tells the same story. We fit polynomials
# of growing degree to the points of NIST's set Filip, change every $x$ in its twelfth digit, and fit again. By how much do the
# coefficients change?

# %%
filip = np.loadtxt("../data/processed/filip.csv", delimiter=",", skiprows=1)
x, y = filip.T
rng = np.random.default_rng(0)
nudged = x * (1 + 1e-12 * rng.choice([-1, 1], size=len(x)))


def design(x, degree):
    return x[:, None] ** np.arange(degree + 1)


middle, half = x.mean(), np.abs(x - x.mean()).max()


def moved(degree, centre):
    X, changed = (design((v - middle) / half if centre else v, degree) for v in (x, nudged))
    before, after = (np.linalg.lstsq(A, y, rcond=0)[0] for A in (X, changed))
    kappa = conditioning.function("condition_number")(s=np.linalg.svd(X, compute_uv=False))
    np.testing.assert_allclose(kappa, np.linalg.cond(X), rtol=1e-10)
    return kappa, np.linalg.norm(after - before) / np.linalg.norm(before)


degrees = range(1, 11)
fig, axes = plt.subplots(1, 2, figsize=(10, 3.2))
for centre, name in [(False, "powers of x"), (True, "powers of x, moved to [−1, 1]")]:
    conditions, changes = np.array([moved(degree, centre) for degree in degrees]).T
    axes[0].semilogy(degrees, conditions, ".-", label=name)
    axes[1].semilogy(degrees, changes, ".-", label=name)
axes[0].set(xlabel="degree", ylabel="condition number", title="Condition number of the design")
axes[1].set(xlabel="degree", ylabel="relative change", title="Relative change of the coefficients")
axes[0].legend()
plt.show()


# %% [markdown]
# Both describe the same curves. But as powers of the raw $x$, which runs from −9 to −3, the columns of the design are nearly
# multiples of one another, and with the degree each new column is harder to tell from those before. Moving $x$ to the middle costs
# one line. The curves themselves, for three degrees:

# %%
def fit(degree):
    weights = np.linalg.lstsq(design((x - middle) / half, degree), y, rcond=0)[0]
    grid = np.linspace(-1, 1, 300)
    _, ax = plt.subplots(figsize=(5.5, 2.6))
    ax.plot(x, y, "k.", ms=4)
    ax.plot(middle + half * grid, design(grid, degree) @ weights)
    powers = np.linalg.cond(design(x, degree))
    ax.set(xlabel="x", ylabel="y", title=f"degree {degree}: condition number of the powers {powers:.1e}")
    plt.show()


for degree in (2, 6, 10):
    fit(degree)

# %% [markdown]
# With a running kernel, move the degree. (The three pictures above stand for it elsewhere.)

# %% tags=["slider"]
from ipywidgets import IntSlider, interact

interact(fit, degree=IntSlider(4, 1, 10));

# %% [markdown]
# ## 5. Stability: when the method is at fault
#
# Forming $X^\top X$ squares the condition number, and the normal equations pay for it. Longley's economic figures (1967) made
# this famous. NIST certifies the coefficients; who has how many digits?

# %%
longley = np.loadtxt("../data/processed/longley.csv", delimiter=",", skiprows=1)
X, employed = np.column_stack([np.ones(16), longley[:, :-1]]), longley[:, -1]
truth = [float(value) for value in nist("linear_regression", "Longley")["certified"]["coefficients"]]

Q, R = np.linalg.qr(X)
centred = longley[:, :-1] - longley[:, :-1].mean(axis=0)
ways = {
    "inverse of XᵀX": np.linalg.inv(X.T @ X) @ X.T @ employed,
    "solve XᵀX w = Xᵀy": np.linalg.solve(X.T @ X, X.T @ employed),
    "QR": np.linalg.solve(R, Q.T @ employed),
    "SVD (lstsq)": np.linalg.lstsq(X, employed, rcond=0)[0],
    "the theorem's function": dv.functions.linear_models.ols_normal_equations.solution(X=X, y=employed),
}
print(f"condition number of X: {np.linalg.cond(X):.1e}")
least = {name: min(map(digits_right, weights, truth)) for name, weights in ways.items()}
fig, ax = plt.subplots(figsize=(6.5, 2.8))
ax.barh(list(least), least.values())
ax.set(xlabel="digits right, in the worst of the seven coefficients", title="Longley's data", xlim=(0, 16))
plt.show()
for name, value in least.items():
    print(f"{name:>24}: {value:4.1f}")
np.testing.assert_allclose(ways["QR"], truth, rtol=1e-8)

# %% [markdown]
# Centring and scaling the columns first is the cheapest cure: the condition number falls by several powers of ten.

# %%
scaled = centred / centred.std(axis=0)
print(f"as measured {np.linalg.cond(X):.1e}, centred and scaled {np.linalg.cond(scaled):.1e}")


# %% [markdown]
# ## 6. Derivatives without losing digits
#
# Differences lose half of the digits (notebook 2). Two ways keep all. A derivation gives a formula. *Automatic differentiation*
# lets every number carry its derivative along: a *dual number* $a + b\,\varepsilon$ with $\varepsilon^2 = 0$. Fifteen lines suffice:

# %%
class Dual:
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def __add__(self, other):
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    __radd__, __rmul__ = __add__, __mul__


def softplus(t):
    e = np.exp(-abs(t.value))
    sigmoid = 1 / (1 + e) if t.value >= 0 else e / (1 + e)
    return Dual(max(t.value, 0) + np.log1p(e), sigmoid * t.slope)


def f(w):
    return softplus(3 * w + 1) * w + w * w


derived = dv.differentiate("softplus(3*w + 1)*w + w^2", wrt="w", variables={"w": "scalar"})
exact = derived.function("numpy")
for w in (-2.0, 0.3, 5.0):
    step = 1e-8
    difference = (f(Dual(w + step)).value - f(Dual(w)).value) / step
    forward = f(Dual(w, 1.0)).slope
    np.testing.assert_allclose(forward, exact(w=w), rtol=1e-14)
    print(f"w = {w:+.1f}   derived {exact(w=w):.15f}   dual {forward:.15f}", end="   ")
    print(f"digits right in the difference {digits_right(difference, exact(w=w)):.1f}")

# %% [markdown]
# **The same in other languages.**
#
# | language | gap at x | least squares by QR | condition number |
# |---|---|---|---|
# | NumPy | `np.spacing(x)` | `np.linalg.lstsq(X, y)[0]` (by SVD) | `np.linalg.cond(X)` |
# | Julia | `eps(x)` | `X \ y` | `cond(X)` (`using LinearAlgebra`) |
# | R | | `qr.solve(X, y)` | `kappa(X, exact = TRUE)` |
# | MATLAB | `eps(x)` | `X \ y` | `cond(X)` |

# %% [markdown]
# ## Things to try
#
# 1. Sum $1/k$ for $k$ up to $10^7$ in `np.float32`, forwards and backwards. Which is nearer to the truth, and why? (`math.fsum` is exact.)
# 2. Solve $x^2 - 10^8 x + 1 = 0$ by the formula from school. How many digits of the smaller root are right? Find a better formula.
# 3. In section 4, use Legendre polynomials (`np.polynomial.legendre.legvander`) on $[-1, 1]$. What happens to the condition number?
# 4. Filip's polynomial has degree 10, and NIST certifies its coefficients. How many digits does each way of section 5 get?
# 5. Teach `Dual` to divide, and differentiate $1/(1 + w^2)$.
# 6. Compute $\log(1 + 10^{-20})$ with `np.log` and with `np.log1p`.
