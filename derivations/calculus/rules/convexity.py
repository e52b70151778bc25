"""Functions between two parabolas: what convexity and smoothness say about two points."""

from derivations.notation.linear import squared_norm
from derivations.notation.relations import at_least, at_most
from derivations.notation.sequences import Function
from derivations.proof.rule import Condition, Rule


def _tangent(f, x, y):
    return f(x) + f.grad(x).T @ (y - x)


def _has(*facts):
    return lambda f, x, y: isinstance(f, Function) and any(f.fact(fact) is not None for fact in facts)


def _above_tangent(f, x, y):
    strong = f.fact("strongly_convex")
    above = 0 if strong is None else strong / 2 * squared_norm(y - x)  # of a convex function no more is known
    return at_least(f(y), _tangent(f, x, y) + above)


smoothness = Rule(
    "smoothness",
    "f(y) ≤ f(x) + ∇f(x)ᵀ(y − x) + L/2 ‖y − x‖²",
    "A function whose gradient changes no faster than at rate L stays below a parabola of curvature L on its tangent.",
    "nesterov: 1.2.2",
    instance=lambda f, x, y: at_most(f(y), _tangent(f, x, y) + f.fact("smooth") / 2 * squared_norm(y - x)),
    conditions=(Condition(_has("smooth"), "{0} is smooth", 'function("{0}", n, smooth=L)', "f"),),
    definition=True,
)
strong_convexity = Rule(
    "strong convexity",
    "f(y) ≥ f(x) + ∇f(x)ᵀ(y − x) + μ/2 ‖y − x‖²",
    "A convex function stays above its tangent, a strongly convex one above a parabola of curvature μ on it.",
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
