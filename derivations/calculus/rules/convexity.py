"""Functions between two parabolas: what convexity, smoothness and second derivatives say about two points."""

from derivations.notation.core import times
from derivations.notation.differentials import d, differential_of
from derivations.notation.functions import exp
from derivations.notation.linear import squared_norm
from derivations.notation.relations import at_least, at_most, equation
from derivations.notation.sequences import Function
from derivations.notation.shapes import convert
from derivations.notation.symbols import scalar
from derivations.proof.rule import Condition, Rule


def _tangent(f, x, y):
    return f(x) + f.grad(x).T @ (y - x)


def _from_curvature(h, slope, before, after):
    zero = convert(0)
    return (
        equation(differential_of(after.gap, h), times(slope, d(h))),
        equation(differential_of(slope, h), times(before.gap, d(h))),
        equation(after.gap.xreplace({h: zero}), zero),
        equation(slope.xreplace({h: zero}), zero),
    )


def _above_tangent_at_zero():
    h = scalar("h")
    return at_least(exp(h), 1 + h)


def _has(*facts):
    return lambda f, x, y: isinstance(f, Function) and any(f.fact(fact) is not None for fact in facts)


def _above_tangent(f, x, y):
    strong = f.fact("strongly_convex")
    above = 0 if strong is None else strong / 2 * squared_norm(y - x)  # of a convex function no more is known
    return at_least(f(y), _tangent(f, x, y) + above)


smoothness = Rule(
    "smoothness",
    "f(y) ≤ f(x) + ∇f(x)ᵀ(y − x) + L/2 ‖y − x‖² for f smooth with L",
    "Smooth with L is what stays below a parabola of curvature L on each tangent, as a function does whose gradient"
    " changes no faster than at rate L.",
    "nesterov: 1.2.2",
    instance=lambda f, x, y: at_most(f(y), _tangent(f, x, y) + f.fact("smooth") / 2 * squared_norm(y - x)),
    conditions=(Condition(_has("smooth"), "{0} is smooth", 'function("{0}", n, smooth=L)', "f"),),
    definition=True,
)
strong_convexity = Rule(
    "strong convexity",
    "f(y) ≥ f(x) + ∇f(x)ᵀ(y − x) + μ/2 ‖y − x‖² for f strongly convex with μ",
    "A strongly convex function stays above a parabola of curvature μ on each tangent; for one only convex μ is 0.",
    "nesterov: 2.1.3",
    instance=_above_tangent,
    conditions=(
        Condition(
            _has("strongly_convex", "convex"),
            "{0} is convex",
            'function("{0}", n, convex=True), or strongly_convex=mu',
            "f",
        ),
    ),
    definition=True,
)
taylor = Rule(
    "Taylor's inequality",
    "g(0) = 0,  g′(0) = 0,  g″(h) ≥ 0 for every h  ⇒  g(h) ≥ 0",
    "The slope starts at 0 and never decreases, so the function falls to its value at 0 and rises from there.",
    "rudin: theorem 5.15",
    law=_above_tangent_at_zero,
    law_is="example",
    along=_from_curvature,
)
