"""Whether what a step says of a derivative holds at the kinks of the function too.

Let f be continuous, let it have the derivative g wherever no kink in f lies at 0, and let g be continuous and have a
value at the kinks too. Then g is the derivative of f there as well. For what stands in a kink, or in the norm there, is
analytic: it is 0 at single points of a line only, unless it is 0 all along it. Along the former lines f changes by the
integral of g, since single points don't count. The latter lines, such as all of them for |cx| at c = 0, are limits of
the former, and both f and g are continuous in whatever else they are made of, so f changes by the integral of g along
them too.

So d(x|x|) = 2|x| dx at 0 too. Nothing is said of |x|: off 0 its derivative is sign(x), which jumps, and whatever else
is claimed of it differs from that off 0 already, where both are compared.

An expectation is a finite sum, so all of this holds of it too: of each outcome the kinks are single points, or a law
nearby has none of them along that line.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.symbol import Str

from derivations.notation import arrangement, core, differentials, facts, functions, linear, probability
from derivations.notation.differentials import Differential, MatDifferential, moving_in
from derivations.notation.requirements import Requirement, requirement
from derivations.notation.sequences import Member, ScalarMember
from derivations.notation.shapes import is_matrix
from derivations.notation.symbols import Dim, Index, MatrixAtom, ScalarSymbol, facts_of

from .domains import without_value
from .obligation import Defined
from .parts import nodes_of
from .smooth import Corner, corners, is_kept_away

# facts of what moves, which leave room on every side of each value
_OPEN = {"positive", "above", "below", "nonzero", "invertible", "symmetric", "diagonal", "positive_definite"}
# facts of what stands in a kink: each value is a limit of values with room around them
_ROOMY = _OPEN | {"nonnegative", "unit_interval", "positive_semidefinite", "simplex"}
_NEARBY = {"positive", "nonnegative", "mean", "iid", "independent"}  # facts of laws that others nearby have too
_RANDOM = (probability.RandomScalar, probability.RandomMatrix)
_SYMBOLS = (ScalarSymbol, MatrixAtom, Member, ScalarMember, Dim, Index, *_RANDOM)
_SUMS = (probability.Expectation, probability.MatExpectation, probability.Space)
_CONTINUOUS = {m.__name__ for m in (core, linear, arrangement, differentials)}  # where their nodes have a value
_JUMPING = (functions.sign, functions.step, functions.tan)


def crosses_kinks(part: Defined) -> bool:
    """Whether the statement that d f is the new line holds where f has kinks, once it is shown elsewhere."""
    stated, new = part.stated[0], part.new
    if not part.equal or not isinstance(stated, Differential | MatDifferential):
        return False
    f, moving = stated.args[0], moving_in(stated)
    away = [corner.away for corner in corners(stated) if not _is_excluded_end(corner, part.given)]
    found = [condition.of for condition in away if condition is not None and condition.asks != "(-1, 1)"]
    inside = {s for u in found for s in u.atoms(*_SYMBOLS)} | set(moving)
    return (
        len(found) == len(away)
        and all(_is_continuous(e) for e in (f, *new))
        and all(facts_of(v).keys() <= _OPEN for v in moving)
        and all(_is_roomy(s, moving) for s in inside)
        and not any(_bends(u) or without_value(requirement("nonzero", u)) for u in found)
        and not any(_narrows(g, inside) for g in part.given)
    )


def _is_excluded_end(corner: Corner, given: tuple[Any, ...]) -> bool:
    """Whether it is the end of the domain of an arcsine, away from which it is smooth."""
    return corner.away is not None and corner.away.asks == "(-1, 1)" and is_kept_away(corner, given)


def _is_roomy(s: Any, moving: tuple[Any, ...]) -> bool:
    """Whether what is declared of a symbol in a kink leaves room around its values, and does not move itself."""
    if isinstance(s, _RANDOM):
        return facts_of(s).keys() <= _NEARBY and not s.has(*moving)
    return facts_of(s).keys() <= _ROOMY


def _is_continuous(e: Any) -> bool:
    """Wherever it has a value; conditions see to it that it has one."""
    return all(_keeps_close(x) for x in nodes_of(e))


def _keeps_close(x: Any) -> bool:
    if isinstance(x, functions.APPLIED):
        return x.function not in _JUMPING
    if isinstance(x, linear.LeadingEigenvector | Differential | MatDifferential):
        return False  # another differential may have no value at its own kinks
    known = isinstance(x, (*_SYMBOLS, *_SUMS, Str, sympy.Tuple))
    return known or type(x).__module__ in _CONTINUOUS or x.is_Atom


def _bends(u: Any) -> bool:
    """Whether what stands in a kink is not analytic itself: of a norm, what stands in the norm."""
    inside = u.args[0] if isinstance(u, linear.Norm) else u
    return any(_is_bent(x) for x in nodes_of(inside))


def _is_bent(x: Any) -> bool:
    if isinstance(x, functions.APPLIED):
        return x.function.kink is not None or x.function is functions.sqrt
    if isinstance(x, core.Power | linear.HadamardPower) or (x.is_Pow and not is_matrix(x)):
        return not facts.says(x.args[1].doit(), "integer")
    return isinstance(x, linear.Norm | linear.Norm1 | linear.Maximum)


def _narrows(given: Any, inside: set[Any]) -> bool:
    """Whether a hypothesis may leave no room around a value; most requirements hold all around where they hold."""
    if isinstance(given, Requirement) and given.asks not in ("nonnegative", "[-1, 1]", "0 or 1"):
        return False
    return bool(given.atoms(*_SYMBOLS) & inside)
