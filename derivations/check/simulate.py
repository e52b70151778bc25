"""Statements about limits, held against a simulation with a fixed seed."""

from __future__ import annotations

from derivations.proof.claim import Claim
from derivations.proof.verdict import Verdict

SEED = 20_260_101


def simulate(claim: Claim) -> Verdict:
    """`experiment(rng)` yields rows (what, estimate, standard error, bound); each estimate must respect its bound."""
    import numpy

    rows = list(claim.experiment(numpy.random.default_rng(SEED)))
    if not rows:
        return Verdict("refuted", "the experiment gave no rows")
    for what, estimate, error, bound in rows:
        if estimate > bound + 4 * error:
            return Verdict(
                "refuted",
                "the simulation disagrees",
                counterexample=f"{what}: estimate {estimate:.4f} ± {error:.4f}, above the bound {bound:.4f}",
            )
    shown = "; ".join(f"{what}: {estimate:.3g} ± {error:.2g} ≤ {bound:.3g}" for what, estimate, error, bound in rows)
    return Verdict("sampled", f"within 4 standard errors (seed {SEED}): {shown}")
