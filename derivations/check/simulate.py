"""Statements on chance, held against a simulation with a fixed seed."""

from __future__ import annotations

from math import isfinite

from derivations.notation.core import minus, times
from derivations.notation.facts import is_nonnegative
from derivations.notation.printing import text
from derivations.notation.relations import AtLeast, Equation
from derivations.proof.claim import Claim
from derivations.proof.lets import recursions
from derivations.proof.verdict import Verdict

from .numeric import examine
from .obligation import Identity, NonNegative
from .obligations import Refused, expanded

SEED = 20_260_101
FAR = 1000  # a bound that is always so many times what it bounds says nothing that can be seen


def simulate(claim: Claim) -> Verdict:
    """`experiment(rng)` yields rows (what, estimate, standard error, bound); each estimate must respect its bound.

    An experiment shows something of one law; that the statement holds on small finite spaces is looked at first.
    """
    import numpy

    try:
        found = _on_finite_spaces(claim)
    except Refused as problem:
        return Verdict("refuted", str(problem))
    if found is not None:
        return found
    rows = list(claim.experiment(numpy.random.default_rng(SEED)))
    if not rows:
        return Verdict("refuted", "the experiment gave no rows")
    for what, estimate, error, bound in rows:
        said = f"{what}: estimate {estimate:.4f} ± {error:.4f}"
        if not all(map(isfinite, (estimate, error, bound))) or error < 0:
            return Verdict("refuted", "the experiment failed", counterexample=f"{said}, bound {bound:.4f}")
        if estimate > bound + 4 * error:
            return Verdict("refuted", "the simulation disagrees", counterexample=f"{said}, above the bound {bound:.4f}")
    shown = "; ".join(f"{what}: {estimate:.3g} ± {error:.2g} ≤ {bound:.3g}" for what, estimate, error, bound in rows)
    return Verdict("sampled", f"within 4 standard errors (seed {SEED}): {shown}")


def _on_finite_spaces(claim: Claim) -> Verdict | None:
    """A refusal where the statement does not hold there, or where its sides are so far apart that nothing is tested."""
    claim = expanded(claim)
    rests = claim.context.given, claim.context.samples, recursions(claim.context.lets)
    said = claim.after
    equal = isinstance(said, Equation)
    part = Identity(said.lhs, said.rhs, *rests) if equal else NonNegative(said.gap, *rests, inequality=said)
    if found := examine(part, quick=False, degenerate=False).counterexample:
        return Verdict("refuted", "the statement is false on a finite probability space", counterexample=found)
    small, large = (said.rhs, said.lhs) if isinstance(said, AtLeast) else (said.lhs, said.rhs)
    apart = NonNegative(minus(large, times(FAR, small)), *rests)
    if is_nonnegative(small) and not examine(apart, quick=False, degenerate=False).refuted:
        seen = f"on the finite probability spaces tried {text(small)} is nowhere more than 1/{FAR} of {text(large)}"
        return Verdict("refuted", f"{seen}, so no experiment tests the statement")
    return None
