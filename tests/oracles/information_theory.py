"""Entropies and divergences against SciPy and scikit-learn, integrals over densities among them."""

from __future__ import annotations

import math

import numpy as np
from scipy import integrate, special, stats
from sklearn.metrics import mutual_info_score
from sklearn.preprocessing import normalize
from sklearn.tree import DecisionTreeClassifier

from . import oracle, shape, simplex

ELBO = "information_theory.elbo"
ENTROPY = "information_theory.entropy_bound"
KL = "information_theory.kl_nonnegative"
MUTUAL = "information_theory.mutual_information"


@oracle(ELBO, "elbo", "scipy.special.rel_entr", inputs=60)
def _(rng):
    n = shape(rng)[0]
    q, joint = simplex(rng, n), simplex(rng, n) * rng.uniform(0.1, 1.0)
    return {"q": q, "p": joint}, -special.rel_entr(q, joint).sum()


@oracle(ELBO, "evidence", "math.fsum", inputs=60)
def _(rng):
    joint = simplex(rng, shape(rng)[0]) * rng.uniform(0.1, 1.0)
    return {"p": joint}, math.fsum(joint)


@oracle(ELBO, "posterior", "scikit-learn normalize", inputs=60)
def _(rng):
    joint = simplex(rng, shape(rng)[0]) * rng.uniform(0.1, 1.0)
    return {"p": joint}, normalize(joint[None], norm="l1")[0]


@oracle(ELBO, "gaussian_kl", "scipy.integrate.quad over scipy.stats.norm", inputs=20)
def _(rng):
    mu, sigma = rng.normal(size=2), rng.uniform(0.5, 2.0, size=2)

    def divergence(mean, deviation):
        q, p = stats.norm(mean, deviation), stats.norm()
        around = mean - 12 * deviation, mean + 12 * deviation
        return integrate.quad(lambda t: q.pdf(t) * (q.logpdf(t) - p.logpdf(t)), *around, epsabs=1e-13, epsrel=1e-13)[0]

    return {"mu": mu, "sigma": sigma}, np.sum([divergence(*pair) for pair in zip(mu, sigma, strict=True)])


@oracle(KL, "kl", "scipy.stats.entropy", inputs=60)
def _(rng):
    n = shape(rng)[0]
    p, q = simplex(rng, n), simplex(rng, n)
    return {"p": p, "q": q}, stats.entropy(p, q)


def impurity_of_root(p, criterion):
    """What a decision tree says of a node with one example of each class, weighted."""
    tree = DecisionTreeClassifier(criterion=criterion, max_depth=1, random_state=0)
    return tree.fit(np.zeros((len(p), 1)), np.arange(len(p)), sample_weight=p).tree_.impurity[0]


@oracle(ENTROPY, "entropy", "scipy.stats.entropy", inputs=60)
def _(rng):
    p = simplex(rng, int(rng.integers(2, 13)))
    return {"p": p}, stats.entropy(p)


@oracle(ENTROPY, "entropy", "scikit-learn DecisionTreeClassifier", inputs=60)
def _(rng):
    p = simplex(rng, int(rng.integers(2, 13)))
    return {"p": p}, impurity_of_root(p, "entropy") * np.log(2)


@oracle(ENTROPY, "perplexity", "scipy.special.entr", inputs=60)
def _(rng):
    p = simplex(rng, int(rng.integers(2, 13)))
    return {"p": p}, np.exp(special.entr(p).sum())


@oracle(ENTROPY, "gini", "scikit-learn DecisionTreeClassifier", inputs=60)
def _(rng):
    p = simplex(rng, int(rng.integers(2, 13)))
    return {"p": p}, impurity_of_root(p, "gini")


def joint_weights(rng):
    n, m = shape(rng)
    return simplex(rng, n * m).reshape(n, m)


@oracle(MUTUAL, "mutual_information", "scikit-learn mutual_info_score", inputs=60)
def _(rng):
    counts = rng.integers(1, 50, size=shape(rng))
    return {"P": counts / counts.sum()}, mutual_info_score(None, None, contingency=counts)


@oracle(MUTUAL, "mutual_information", "scipy.stats.entropy", inputs=60)
def _(rng):
    P = joint_weights(rng)
    return {"P": P}, stats.entropy(P.sum(axis=1)) + stats.entropy(P.sum(axis=0)) - stats.entropy(P.ravel())


@oracle(MUTUAL, "entropy", "scipy.stats.entropy", inputs=60)
def _(rng):
    P = joint_weights(rng)
    return {"P": P}, stats.entropy(P.sum(axis=0))


@oracle(MUTUAL, "conditional_entropy", "scipy.stats.entropy of each row", inputs=60)
def _(rng):
    P = joint_weights(rng)
    return {"P": P}, np.average(stats.entropy(P, axis=1), weights=P.sum(axis=1))
