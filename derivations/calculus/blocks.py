"""The second derivative in several variables: one block for each pair, and its action on a direction."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from derivations.notation import linear
from derivations.notation.core import MatPlus
from derivations.notation.differentials import d
from derivations.notation.printing import latex, text
from derivations.notation.shapes import is_matrix, shape_of
from derivations.proof.derivation import Step
from derivations.proof.lines import Line, differential, equals, jacobian, part, result as named

from .accumulate import applied
from .compact import add, turned
from .compact.products import is_one
from .engine import Motion
from .forward import written_out
from .question import Question
from .rules.differentials import jacobian_from_differential, second_derivatives_commute


def block_name(x: Any, y: Any) -> str:
    return f"hessian_{x.name}_{y.name}"


def block_label(x: Any, y: Any, letter: str) -> str:
    return rf"\nabla^2_{{{latex(x)}, {latex(y)}}} {letter}"


def block_lines(gradients: dict[Any, Any], letter: str, forward: bool) -> Generator[Line, Any, None]:
    """The blocks on and above the diagonal; those below are their transposes, and are checked as derivatives too."""
    made: dict[tuple[Any, Any], Any] = {}
    for i, (x, g) in enumerate(gradients.items()):
        for y in list(gradients)[i:]:
            yield part(f"The block of {text(x)} and {text(y)}")
            asked = Question(g, y, 2, forward=forward)
            asked.motion = Motion(y)
            made[x, y] = yield from asked.jacobian_lines(g, y, block_name(x, y), block_label(x, y, letter))
    for (x, y), h in made.items():
        if x == y:
            continue
        yield part(f"The block of {text(y)} and {text(x)}")
        yield from _mirrored(gradients[y], x, y, h, letter)
    for x, g in gradients.items():
        yield part(f"The Hessian times a direction, its part in {text(x)}")
        yield differential(g, tuple(gradients))
        yield from written_out(g, Motion(*gradients))
        yield named(f"hessian_operator_{x.name}")


def _mirrored(g: Any, x: Any, y: Any, h: Any, letter: str) -> Generator[Line, Any, None]:
    yield differential(linear.Vec(g) if is_matrix(g) and not is_one(shape_of(g)[1]) else g, x)
    mirror = h
    if is_matrix(h):
        mirror = add(*map(turned, h.args)) if isinstance(h, MatPlus) else turned(h)
    first, then = second_derivatives_commute, jacobian_from_differential
    yield equals(applied(mirror, d(x)), by=first, why=first.reason)
    named_as = {"name": block_name(y, x), "label": block_label(y, x, letter)}
    yield jacobian(mirror, wrt=x, by=then, why=then.reason, **named_as)


def heading(title: str) -> Step:
    """The heading of a part, as a step."""
    return Step("part", "", "", "", None, None, "", title, "", None, "", 0)
