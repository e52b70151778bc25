"""Derivatives along a direction as coefficients of power series, in fractions or in balls: a second opinion."""

from itertools import islice

from sympy import Rational

from derivations import vec
from derivations.check.algebra import as_matrix
from derivations.check.arithmetic import NeedsBalls, Undecided, Undefined, arithmetic
from derivations.check.evaluate import directional, evaluate
from derivations.check.sample import Sampler
from derivations.notation.differentials import d
from derivations.notation.linear import inner
from derivations.notation.shapes import is_matrix

SEED = "a seed of their own"


def agreements(result, sizes, points=2, tries=16):
    """At how many points the answer has the coefficient that the function has; raises where it has another.

    Points at which the function or the answer has no value don't count.
    """
    sampler = Sampler(SEED, (result.f, result.expr))
    found = (_agrees(result, sampler.point(sizes, number)) for number in range(tries))
    return len(list(islice(filter(None, found), points)))


def _agrees(result, point):
    kinds = arithmetic()
    for field in (kinds.exact, kinds.balls, *kinds.finer):
        try:
            return _at(result, point, field)
        except (NeedsBalls, Undecided):
            continue
        except Undefined:
            return False
    return False  # not told apart by any number of digits


def _at(result, point, field):
    ours = as_matrix(evaluate(_first_or_second(result), point, field)).entries()
    theirs = as_matrix(directional(result.f, result.wrt, point, field, result.order))
    with field.working():
        theirs = theirs.transposed().entries()  # column by column
        assert len(ours) == len(theirs)
        assert all(field.vanishes(a - b) for a, b in zip(ours, theirs, strict=True)), point.sizes
    return True


def _first_or_second(result):
    """What stands beside t in f(x + t dx), or beside t² for a Hessian: a scalar, or columns stacked."""
    x, found = result.wrt, result.expr
    step = vec(d(x)) if is_matrix(x) else d(x)
    if result.kind == "hessian":
        half = Rational(1, 2)
        return half * (step.T @ found @ step) if is_matrix(x) else half * found * d(x) ** 2
    if result.kind == "gradient":
        return inner(found, d(x)) if is_matrix(x) else found * d(x)
    if is_matrix(x):
        return found @ step
    return vec(found * d(x)) if is_matrix(found) else found * d(x)
