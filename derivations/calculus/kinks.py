"""What is said of an answer where a function in it has a kink, and whether the answer holds there too.

Let a continuous function have a derivative off the zeros of some u, and let the formula of that derivative be
continuous at the zeros too. Then it is the derivative there as well: almost every line meets the zeros at single points
only, and along it the function is the integral of what is its derivative up to single points.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from derivations.notation import core, functions, linear
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import shape_of
from derivations.notation.symbols import facts_of
from derivations.proof.derivation import Derivation

from .compact.products import is_one
from .engine import STEPWISE, Motion
from .unbent import JUMPS

SMOOTH = "; at 0 too, since this {kind} is continuous there"
BENT = "; at 0 the gradient is continuous{used}"
_SLOPES = {
    "abs": ("the absolute value are the interval [−1, 1]", "sign"),
    "relu": ("relu are the interval [0, 1]", "step"),
}
_STEEP = (functions.sqrt, functions.log)


def asked_by(made: Derivation, answers: Iterable[Any], motion: Motion) -> tuple[Requirement, ...]:
    """What derivatives ask for to have a value; asked only where a function in them has a kink."""
    # the checker sits above; it knows nothing of the engine
    from derivations.check import requirements_of_the_value

    return tuple(r for g in answers for r in requirements_of_the_value(made, g)) if motion.kinks else ()


def of_kinks(motion: Motion, required: Iterable[Requirement], valued: Iterable[Requirement]) -> list[Requirement]:
    """Those of the requirements that only keep away from kinks: `valued` the function needs to have a value."""
    from derivations.check import follows_from

    required, valued = tuple(required), tuple(valued)

    def stands_for_one(r: Requirement) -> bool:  # ‖x‖ ≠ 0 is all that is left of xᵀx > 0
        missing = [v for v in valued if v not in required and follows_from(v, (r,))]
        return any(not follows_from(v, [other for other in required if other != r]) for v in missing)

    kinks = [r for r in required if r.asks == "nonzero" and r.of in motion.kinks and r not in valued]
    return [r for r in kinks if not stands_for_one(r)]


def crosses(
    f: Any, answer: Any, asked: Iterable[Requirement], required: Iterable[Requirement], kinks: list[Requirement]
) -> bool:
    """Whether f and its derivative are continuous at these kinks; the derivative asks for `asked` to have a value."""
    from derivations.check import follows_from

    elsewhere = [r for r in required if r not in kinks]
    if not kinks or jumps(f) or jumps(answer):
        return False
    return all(r in elsewhere or follows_from(r, elsewhere) for r in asked)


def jumps(e: Any) -> bool:
    """Whether a function in it does."""
    return any(a.function in JUMPS for a in e.atoms(*functions.APPLIED))


def are_thin(kinks: Iterable[Requirement]) -> bool:
    """Whether the zeros of what has the kinks are few, so that a Hessian off them is one almost everywhere."""
    from derivations.check import impossible

    return all(
        not any(a.function.kink is not None for a in r.of.atoms(*functions.APPLIED))
        and not any(facts_of(s).keys() & STEPWISE.keys() for s in r.of.free_symbols)
        and impossible(r) is None
        for r in kinks
    )


def said_at(
    f: Any,
    r: Requirement,
    kinks: list[Requirement],
    motion: Motion,
    asked: Iterable[Requirement],
    how: str,
    order: int = 1,
) -> str:
    """What holds where a requirement fails, if it is that of a kink; `how` says so where more is known than of it.

    Nothing is said where the kink stands in a power, a root or a logarithm of f: its subgradients are none of f.
    """
    if r not in kinks:
        return ""
    name, answered = motion.kinks[r.of], r not in asked
    if how:
        return how.format(used=_used(name, answered))
    if _is_raised(f, r.of, motion):
        return ""
    return at_the_kink(name, r.of, answered) if order == 1 else at_the_kink_of_a_gradient(name)


def _is_raised(f: Any, of: Any, motion: Motion) -> bool:
    """Whether f has a power, a root or a logarithm of what has its kink where `of` is 0."""
    powers = f.atoms(core.Power, linear.HadamardPower)
    applied = (a for a in f.atoms(*functions.APPLIED) if a.function in _STEEP)
    return any(_has_kink(e, of, motion) for e in (*(p.args[0] for p in powers), *(a.args[1] for a in applied)))


def _has_kink(e: Any, of: Any, motion: Motion) -> bool:
    if isinstance(e, core.Product | core.MatProduct | linear.Hadamard):
        return any(_has_kink(a, of, motion) for a in e.args)
    if isinstance(e, linear.Norm1):
        return False  # where one entry is 0, it need not be
    alone = Motion(*motion.variables, lets=motion.lets)
    alone.note_kink(e)
    return any(of in (k, motion.opened(k)) or motion.opened(of) == k for k in alone.kinks)


def _used(name: str, answered: bool) -> str:
    return f", and {_SLOPES[name][1]}(0) = 0 is used" if answered and name in _SLOPES else ""


def at_the_kink(name: str, of: Any, valued: bool) -> str:
    """What is so of the function with a kink, whatever it stands in; and where the answer has a value there, which."""
    if name == "norm":
        column = any(map(is_one, shape_of(of.args[0])))
        what = "vectors of length" if column else "matrices of norm"
        return f"; at 0 the subgradients of the norm are the {what} at most 1"
    if name not in _SLOPES:
        return f"; at 0 {name} jumps and has no derivative"
    return f"; at 0 the subgradients of {_SLOPES[name][0]}{_used(name, valued)}"


def at_the_kink_of_a_gradient(name: str) -> str:
    """What is so of the derivative of the function with a kink, which a Hessian asks for."""
    jumping = _SLOPES[name][1] if name in _SLOPES else "the gradient of the norm" if name == "norm" else name
    return f"; at 0 {jumping} jumps and has no derivative"
