"""One question on its way to its answer: the lines of the derivation, what they require, and every step checked."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sympy import Rational

from derivations.errors import NotSupported, StepError
from derivations.notation import linear
from derivations.notation.differentials import d
from derivations.notation.letters import function_letter
from derivations.notation.linear import inner
from derivations.notation.printing import latex, text
from derivations.notation.relations import equation
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import convert, is_matrix, shape_of, show_shape
from derivations.proof.derivation import Derivation, Step, run
from derivations.proof.lines import (
    Line,
    definition,
    differential,
    equals,
    gradient,
    hessian,
    holds,
    jacobian,
    part,
    result as named,
)

from .accumulate import GRADIENT, JACOBIAN, accumulated
from .bends import AT_KINKS, bends_of, supposed
from .compact import compact, mul, turned
from .compact.products import is_one, is_zero
from .convexity import CERTIFICATE, UNSHOWN, convexity_lines
from .diagonal import on_diagonals, require_off_diagonals
from .engine import LARGEST_RESULT, MOST_MATRICES, MOST_PARTS, Motion, free_to_move
from .extent import shortened, size
from .extract import Unread, matrix_of
from .forward import written_out
from .kinds import map_of_its_kind, note_on_jacobian, of_its_kind, why_gradient, why_jacobian
from .kinks import BENT, SMOOTH, are_thin, asked_by, crosses, of_kinks, said_at
from .possible import require_possible
from .recognise import called_by_name
from .result import Result
from .rules.differentials import jacobian_from_differential, riesz
from .rules.symmetric import entries_once
from .tangents import by_tangents

WHERE = "differentiate"
LARGEST_CERTIFIED = 1_000  # parts of a Hessian whose sign is looked for
_IN_WORDS = {"gradient": "gradient", "derivative": "derivative", "hessian": "Hessian", "jacobian": "Jacobian"}


@dataclass
class Question:
    """One question on its way to its answer."""

    f: Any
    wrt: Any
    order: int
    convexity: str = ""
    kind: str = ""
    remarks: tuple[str, ...] = ()  # on the question
    notes: tuple[str, ...] = ()  # those, and on the answer
    required: tuple[Requirement, ...] = ()
    valued: tuple[Requirement, ...] = ()  # those without which the function has no value
    smooth: tuple[Requirement, ...] = ()  # those of kinks at which the gradient is continuous
    certified: bool = True  # whether convexity is to be shown
    named: Any = None  # f with what has a name called by it
    forward: bool = True  # whether a column in a column may go forward, if its form then shows the matrix

    def derivation(self) -> Derivation:
        """The steps, not yet checked, under what they require: found by a first run that supposes nothing."""
        # the checker sits above; it knows nothing of the engine
        from derivations.check import impossible, requirements_of, requirements_of_the_value

        x, *said = free_to_move(self.wrt)
        self.remarks = tuple(said)
        f = self.f if x == self.wrt else self.f.xreplace({self.wrt: x})
        try:
            made = self._run(f, x)
            self.required, self.valued = requirements_of(made, f), requirements_of_the_value(made, f)
            answer = _without_certificate(made)
            if len(answer.steps) < len(made.steps) and requirements_of(answer, f) != self.required:
                self._leave_certificate()  # what only the certificate asks for is no condition
                return self.derivation()
            smooth = (r for r in self.required if r.of not in self.motion.kinks)  # at a kink there may be a derivative
            require_off_diagonals(self.f, self.required)
            never = next((r for r in smooth if impossible(r) is not None), None)
            if never is not None:
                asked = f"the derivative of {text(self.f)} asks that {text(never)}, which never holds"
                raise NotSupported(f"not supported yet: {asked}")
            require_possible(self.f, self.required)
            kinks = self._kinks()
            self.smooth = (
                tuple(kinks) if self.order == 2 and self._crosses(made, "gradient") and are_thin(kinks) else ()
            )
            return self._run(f, x) if self.required else made
        except RecursionError:
            raise NotSupported("not supported yet: an expression nested this deeply") from None

    def _run(self, f: Any, x: Any) -> Derivation:
        made, self.forward = either_way(partial(self._once, f, x), self.forward)
        return made

    def _once(self, f: Any, x: Any, forward: bool) -> Derivation:
        self.motion, self.notes, self.forward = Motion(x), self.remarks, forward
        return run(under_requirements(self._lines(f, x), self.required), WHERE)

    def result(self) -> Result:
        """The answer, every step checked."""
        checked = self._checked()
        expr = checked.results[self.kind]
        if self.motion.variables != (self.wrt,):
            expr = expr.xreplace({self.motion.variables[0]: self.wrt})
        asked, kinks = asked_by(checked, (checked.results[self.kind],), self.motion), self._kinks()
        how = self._at_kinks(checked)
        said = (said_at(self.named, r, kinks, self.motion, asked, how, self.order) for r in self.required)
        where = tuple(f"where {text(r)}{at}" for r, at in zip(self.required, said, strict=True))
        return Result(self.f, self.wrt, self.order, self.kind, expr, checked, where, self.convexity, self.notes)

    def _kinks(self) -> list[Requirement]:
        return of_kinks(self.motion, self.required, self.valued)

    def _crosses(self, made: Derivation, kind: str) -> bool:
        answer = made.results[kind]
        return crosses(self.named, answer, asked_by(made, (answer,), self.motion), self.required, self._kinks())

    def _at_kinks(self, made: Derivation) -> str:
        if not self._crosses(made, "gradient" if self.order == 2 else self.kind):
            return ""
        return SMOOTH.format(kind=_IN_WORDS[self.kind]) if self._crosses(made, self.kind) else BENT

    def _checked(self) -> Derivation:
        """Every step checked; a certificate of convexity that is not accepted is left out, not the answer with it."""
        try:
            return verified(self.derivation())
        except NotSupported:
            if not self.convexity or self.convexity.startswith(UNSHOWN):
                raise
        self._leave_certificate()
        return verified(self.derivation())

    def _leave_certificate(self) -> None:
        """To begin again without it, supposing nothing."""
        self.certified = False
        self.required = self.valued = self.smooth = ()

    # what is asked

    def _letter(self, letter: str) -> str:
        """What the function is called; f and F are left to variables of that name."""
        return function_letter(letter, self.f, self.wrt)

    def _lines(self, f: Any, x: Any) -> Generator[Line, Any, None]:
        named = yield from called_by_name(f, self.motion.moves)
        f = self.named = yield from on_diagonals(named, self.motion.moves, begun=named != f)
        if not is_matrix(f) or all(map(is_one, shape_of(f))):
            yield from self._of_scalar(f, x)
        elif self.order == 2:
            shape = show_shape(shape_of(f))
            raise NotSupported(f"not supported yet: the second derivative of {text(f)} ({shape}); of scalars it is")
        elif not is_matrix(x):
            yield from self._in_scalar(f, x)
        elif is_one(shape_of(f)[1]):
            yield definition("function", f, label=self._letter("f"))
            yield from self.jacobian_lines(f, x, "jacobian")
        elif is_one(shape_of(f)[0]):
            yield definition("function", turned(f), label=self._letter("f"), why="A row is taken as a column.")
            yield from self.jacobian_lines(turned(f), x, "jacobian")
        else:
            yield definition("function", f, label=self._letter("F"))
            yield from self.jacobian_lines(f, x, "jacobian")

    def _of_scalar(self, f: Any, x: Any) -> Generator[Line, Any, None]:
        if is_matrix(f):
            f = linear.Trace(f)
        self.kind = "gradient"
        if self.order == 2:
            yield part("The gradient")
        yield definition("function", f, label=self._letter("f"))
        yield differential(f, x)
        g = yield from accumulated(f, self.motion, GRADIENT)
        g = self._or_zero(g, x)
        kept, rule, note = of_its_kind(g, x)
        if kept != g:
            yield equals(inner(kept, d(x)), by=rule, why=rule.reason)
        g, self.notes = kept, (*self.notes, *note)
        if self.order == 1:
            g = yield from by_tangents(g, partial(_meets, d(x)))
        yield gradient(g, wrt=x, by=riesz, why=why_gradient(x))
        if note and self.order == 1:
            yield from self._by_entries(g, x)
        if self.order == 2:
            yield from self._second(g, x)

    def _or_zero(self, g: Any, x: Any) -> Any:
        if g is not None:
            return g
        return linear.zeros(*shape_of(x)) if is_matrix(x) else convert(0)

    def _by_entries(self, g: Any, x: Any) -> Generator[Line, Any, None]:
        """The table of derivatives by single entries, in which an entry off the diagonal moves its mirror too."""
        yield part("The derivative by entries")
        table = compact(mul(2, g) - linear.Diag(linear.Diagonal(g)))
        yield definition("gradient_by_entries", table, why=entries_once.reason)
        half = Rational(1, 2)
        meets = half * inner(table, d(x)) + half * inner(linear.Diagonal(table), linear.Diagonal(d(x)))
        yield holds(equation(meets, inner(g, d(x))), by=entries_once, why="Each entry counts once.")

    def _second(self, g: Any, x: Any) -> Generator[Line, Any, None]:
        self.kind = "hessian"
        yield part("The Hessian")
        if is_matrix(x) and not is_one(shape_of(x)[1]):
            yield from self._operator(g, x)
            yield part("The Hessian as a matrix")
            h = yield from self.jacobian_lines(g, x, "hessian", rf"\nabla^2_{{{latex(x)}}} {self._letter('f')}")
            yield from self._curvature(h, x)
            return
        yield differential(g, x)
        h = yield from self._linear_map(g, x)
        yield hessian(h, wrt=x, by=jacobian_from_differential, why=jacobian_from_differential.reason)
        yield from self._curvature(h, x)

    def _curvature(self, h: Any, x: Any) -> Generator[Line, Any, None]:
        if size(h) > LARGEST_CERTIFIED:
            self.convexity = UNSHOWN
            return
        required = tuple(r for r in self.required if r not in self.smooth)
        kinks = of_kinks(self.motion, required, self.valued)
        bends = bends_of(self.named, self.motion, required, kinks) if kinks else None
        lines = convexity_lines(self.named, h, x, self.motion, required, kinks, bends)
        self.convexity = (yield from lines) if self.certified else UNSHOWN

    def _linear_map(self, f: Any, x: Any) -> Generator[Line, Any, Any]:
        """J with d vec F = J d vec X; a column in a column goes forward where something inside is a matrix."""
        plain = not is_matrix(x) or is_one(shape_of(x)[1])
        column = not is_matrix(f) or is_one(shape_of(f)[1])
        if self.forward and plain and column and self.motion.has_matrices(f):
            written = yield from written_out(f, self.motion)
            return self._matrix(written, f, x)
        j = yield from accumulated(f, self.motion, JACOBIAN)
        return self._zero(f, x) if j is None else j

    def _matrix(self, written: Any, f: Any, x: Any) -> Any:
        if is_zero(written):
            return self._zero(f, x)
        return matrix_of(written, d(x)) if is_matrix(x) else compact(written.xreplace({d(x): convert(1)}))

    def _zero(self, f: Any, x: Any) -> Any:
        if not is_matrix(f) and not is_matrix(x):
            return convert(0)
        return linear.zeros(*(shape_of(a)[0] * shape_of(a)[1] for a in (f, x)))

    def _operator(self, g: Any, x: Any) -> Generator[Line, Any, None]:
        """dG as a linear map of dX."""
        yield differential(g, x)
        yield from written_out(g, self.motion)
        yield named("hessian_operator")

    def jacobian_lines(self, f: Any, x: Any, name: str, label: str = "") -> Generator[Line, Any, Any]:
        """∂vec F/∂vec X, a name for it and its head where it is not that."""
        self.kind = name
        yield differential(f if is_one(shape_of(f)[1]) else linear.Vec(f), x)
        j = yield from self._linear_map(f, x)
        if name.startswith("hessian"):
            kept, rule = map_of_its_kind(j, x)
            if kept != j:
                yield equals(mul(kept, linear.Vec(d(x))), by=rule, why=rule.reason)
            j = kept
        else:
            self.notes = (*self.notes, *note_on_jacobian(x))
            j = yield from by_tangents(j, lambda j: mul(j, linear.Vec(d(x)) if is_matrix(x) else d(x)))
        yield jacobian(j, wrt=x, by=jacobian_from_differential, why=why_jacobian(x), name=name, label=label)
        return j

    def _in_scalar(self, f: Any, t: Any) -> Generator[Line, Any, None]:
        self.kind = "derivative"
        yield definition("function", f, label=self._letter("F"))
        yield differential(f, t)
        written = yield from written_out(f, self.motion)
        slope = compact(written.xreplace({d(t): convert(1)}))
        yield jacobian(slope, wrt=t, by=jacobian_from_differential, why="What multiplies dt.", name="derivative")


def _meets(step: Any, g: Any) -> Any:
    return inner(g, step) if is_matrix(step) else mul(g, step)


def either_way(run_once: Callable[[bool], Derivation], forward: bool) -> tuple[Derivation, bool]:
    """The derivation, with columns going forward if their forms then show their matrices, else without; and which."""
    try:
        return run_once(forward), forward
    except Unread as unread:
        refused = unread
        if not forward:
            raise
    try:
        return run_once(False), False
    except NotSupported:
        raise refused from None


def _without_certificate(made: Derivation) -> Derivation:
    begins = (n for n, s in enumerate(made.steps) if s.kind == "part" and s.name.startswith((CERTIFICATE, AT_KINKS)))
    return replace(made, steps=made.steps[: next(begins, len(made.steps))])


@dataclass
class Work:
    """What there is to check in the steps so far; too much is refused at once, since the next may take long to make."""

    parts: int = 0
    matrices: int = 0

    def add(self, step: Step) -> None:
        if step.expr is None:
            return
        parts = size(step.expr)
        if parts > LARGEST_RESULT:
            raise NotSupported(
                f"not supported yet: a result of {parts} parts; at most {LARGEST_RESULT} are written out"
            )
        self.parts, self.matrices = self.parts + parts, self.matrices + size(step.expr, is_matrix)
        for found, most, of in ((self.matrices, MOST_MATRICES, "matrices"), (self.parts, MOST_PARTS, "parts")):
            if found > most:
                raise NotSupported(f"not supported yet: steps with {found} {of}; at most {most} are checked")


def under_requirements(
    lines: Generator[Line, Any, None], required: tuple[Requirement, ...]
) -> Generator[Line, Any, None]:
    """The lines, with what they require at the beginning of each part but the one on kinks, after its abbreviations."""
    step, begins, counts, work = None, True, True, Work()
    while True:
        try:
            line = next(lines) if step is None else lines.send(step)
        except StopIteration:
            return
        if begins and line.kind not in ("part", "let"):
            yield from (supposed(r) for r in required)  # a generator, to which the steps can be sent back
            begins = False
        begins = begins or (line.kind == "part" and not line.name.startswith(AT_KINKS))
        counts = counts and not line.name.startswith((CERTIFICATE, AT_KINKS))  # without these there is an answer too
        step = yield line
        if counts:
            work.add(step)


def verified(made: Derivation) -> Derivation:
    """The derivation with its verdicts; a step that is not shown is refused, never answered."""
    from derivations.check import check_steps  # the checker sits above; it knows nothing of the engine

    work = Work()
    for step in made.steps:
        work.add(step)
    try:
        checked = check_steps(made, in_time=True)
    except RecursionError:
        raise NotSupported("not supported yet: an expression nested this deeply") from None
    for number, step in enumerate(checked.steps, 1):
        if not step.verdict.holds:
            raise NotSupported(
                f"not supported yet: step {number}, {_shown(step)}, is not shown: {_why(step.found)}"
            ) from (StepError(step.verdict.counterexample) if step.verdict.counterexample else None)
    return checked


def _shown(step: Step) -> str:
    """A step as a message can hold it: each side with its beginning and its end."""
    left, relation, right = step.text.partition(f"{step.relation} ") if step.relation else (step.text, "", "")
    return f"{shortened(left)}{relation}{shortened(right)}"


def _why(found: str) -> str:
    """What the checker found, for a reader who wrote no proof and can't give it values."""
    if "no values fit the hypotheses" in found:
        return "there seem to be no values at which both sides are defined"
    return found.removeprefix("not shown: ").partition("; give sample=")[0]
