"""How long differentiating takes, beside SymPy, tensorgrad and JAX; and a network of growing depth.

`engine.py 5` takes each fifth case.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import diagrams, others
from derivations import differentiate, dims, matrix, squared_norm, tanh, vector
from derivations.calculus.adopt import adopted
from derivations.calculus.question import Question
from derivations.calculus.several import Several
from derivations.notation.shapes import is_matrix
from tests.calculus.suite import CASES, REFUSED


def seconds(function, *args, **named):
    begun = time.perf_counter()
    function(*args, **named)
    return time.perf_counter() - begun


def network(depth):
    """‖W_d tanh(… tanh(W₁x)) − y‖² and its weights."""
    n = dims("n")
    out, weights = vector("x", n), []
    for layer in range(1, depth + 1):
        weights.append(matrix(f"W_{layer}", n, n))
        out = weights[-1] @ out
        out = tanh(out) if layer < depth else out
    return squared_norm(out - vector("y", n)), weights


NAMED = (
    "least squares",
    "logistic",
    "log-sum-exp, affine",
    "gaussian likelihood in the covariance",
    "rayleigh quotient",
)


def main():
    cases = [c for c in CASES if (c.name, 1) not in REFUSED][:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]
    made, checked, answers = [], [], {}
    for case in cases:
        made.append(seconds(lambda c=case: Question(adopted(c.f), c.wrt, 1).derivation()))
        took, answers[case.name] = others.seconds(lambda c=case: differentiate(c.f, c.wrt))
        checked.append(took)
    print(f"{len(cases)} first derivatives, milliseconds: median, and the slowest")
    for what, times in (("with steps", made), ("with steps, checked", checked)):
        print(f"  {what:<22} {statistics.median(times) * 1e3:8.1f} {max(times) * 1e3:8.1f}")
    lengths = {name: len(r.text) for name, r in answers.items()}
    print(f"characters of an answer: median {statistics.median(lengths.values()):.0f}, longest {max(lengths.values())}")
    for name in filter(lengths.get, NAMED):
        print(f"  {lengths[name]:>4}  {name}: {answers[name].text}")
    beside_others(cases, checked)
    networks()


def beside_others(cases, checked):
    """On the scalar functions, where the others have something to say."""
    scalar = [(c, t) for c, t in zip(cases, checked, strict=True) if not is_matrix(c.f)]
    told, ratios = Counter(), []
    for case, ours in scalar:
        word, took = others.by_sympy(case.f, case.wrt)
        told[word] += 1
        if word == "answered":
            ratios.append(ours / took)
    print(f"SymPy's .diff on the {len(scalar)} gradients among them: " + ", ".join(f"{k} {v}" for k, v in told.items()))
    if ratios:
        print(f"  where right: with checked steps {statistics.median(ratios):.1f} times as long (median)")
    beside_tensorgrad(scalar)
    if find_spec("jax") is None:
        return print("JAX: not installed, skipped")
    others.by_jax(scalar[0][0].f, scalar[0][0].wrt)  # what loads, loads before
    ratios = [ours / others.by_jax(case.f, case.wrt) for case, ours in scalar]
    print(f"JAX, tracing and compiling: with checked steps {statistics.median(ratios):.2f} times as long (median)")


def beside_tensorgrad(scalar):
    if find_spec("tensorgrad") is None:
        return print("tensorgrad: not installed, skipped")
    told, ratios = Counter(), []
    for case, ours in scalar:
        word, took = diagrams.by_tensorgrad(case.f, case.wrt)
        told[word] += 1
        if word == "answered":
            ratios.append(ours / took)
    print("tensorgrad, differentiating and simplifying: " + ", ".join(f"{k} {v}" for k, v in told.items()))
    print(f"  where it answers: with checked steps {statistics.median(ratios):.2f} times as long (median)")


def networks():
    print("gradient of a network in every weight, seconds: with steps, and checked")
    for depth in (2, 5, 10, 20):
        f, weights = network(depth)
        unchecked = seconds(lambda f=f, weights=weights: Several(f, tuple(weights)).derivation())
        shown = seconds(differentiate, f, weights)
        print(f"  {depth:>2} layers {unchecked:8.2f} {shown:8.2f}")


if __name__ == "__main__":
    main()
