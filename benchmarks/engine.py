"""How long differentiating takes: gradients with their steps, unchecked and checked, and a network of growing depth."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from derivations import differentiate, dims, matrix, squared_norm, tanh, vector
from derivations.calculus.differentiate import question
from derivations.calculus.several import Several
from tests.calculus.suite import CASES


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


def main():
    made, checked = [], []
    for case in CASES:
        made.append(seconds(lambda c=case: question(c.f, c.wrt).derivation()))
        checked.append(seconds(differentiate, case.f, case.wrt))
    size = statistics.median(len(differentiate(c.f, c.wrt).text) for c in CASES)
    print(f"{len(CASES)} first derivatives, milliseconds: median, and the slowest")
    for what, times in (("with steps", made), ("with steps, checked", checked)):
        print(f"  {what:<22} {statistics.median(times) * 1e3:8.1f} {max(times) * 1e3:8.1f}")
    print(f"  median length of an answer: {size} characters")
    print("gradient of a network in every weight, seconds: with steps, and checked")
    for depth in (2, 5, 10, 20):
        f, weights = network(depth)
        unchecked = seconds(lambda f=f, weights=weights: Several(f, tuple(weights)).derivation())
        shown = seconds(differentiate, f, weights)
        print(f"  {depth:>2} layers {unchecked:8.2f} {shown:8.2f}")


if __name__ == "__main__":
    main()
