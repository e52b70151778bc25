"""`run` turns the yielded lines of a theorem into steps with their claims; nothing is checked here."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any

from derivations.errors import DerivationError, TheoremError
from derivations.notation.differentials import VARIABLES, d, differential_of
from derivations.notation.linear import inner
from derivations.notation.printing import ATOM, latex, plain, text
from derivations.notation.probability import statement_inside
from derivations.notation.relations import Equation, Relation
from derivations.notation.requirements import Requirement
from derivations.notation.shapes import convert, is_matrix, same_dim, same_shape, shape_of, show_shape

from .claim import Claim, Context
from .justification import problem_with
from .lets import is_counter, let_problem
from .lines import STEPS, Line, spelled
from .located import about_lines, next_line
from .rule import Known, Rule, Use, known
from .several import share_of, variables_of
from .sources import rests_of, sources_of, unproven
from .step import SIGNS, Derivation, Step

MOST_LINES = 10_000
NEEDS_A_STEP = "a theorem needs at least one step, e.g. yield definition(…)"
_CLAIMS = {"jacobian": "linear map", "hessian": "linear map"}


@dataclass
class _State:
    """Where the derivation stands: the running chain, the hypotheses, the named results."""

    theorem: str
    expr: Any = None  # last expression, or last relation, of the chain
    differential: tuple[Any, tuple[Any, ...]] | None = None  # (f, variables) while a chain starts from d f
    start: Any = None  # the expression at which the chain began
    direction: str = "="  # "=", "≤" or "≥": how `start` relates to `expr`
    sources: tuple[Any, ...] = ()  # what the chain rests on so far
    context: Context = Context()
    opened_by: Any = None  # the line that supposed the relation at which the chain of statements began
    results: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # result name → LaTeX label
    label_of: dict[Any, tuple[str, str]] = field(default_factory=dict)  # expression → label, LaTeX and text
    gradients: dict[Any, Any] = field(default_factory=dict)  # gradient expression → (f, wrt, where it is that one)


def run(lines: Generator[Line, Step, None], theorem: str) -> Derivation:
    """Turn the yielded lines into steps with their claims; nothing is checked yet.

    Each `yield` in the theorem's body evaluates to its Step, so that later lines can use it.
    """
    state = _State(theorem)
    steps: list[Step] = []
    step: Step | None = None
    while True:
        try:
            line = next_line(lines, step, theorem)
        except StopIteration:
            break
        if not isinstance(line, Line):
            said = f"yielded {spelled(line)}, expected a line such as definition(…) or equals(…)"
            raise about_lines(lines, f"{theorem}: {said}")
        if len(steps) == MOST_LINES:
            raise _fail(state, line, f"more than {MOST_LINES} lines: a theorem ends, and is short enough to be read")
        try:
            step = replace(_step(state, line), place=len(steps), rests=rests_of(line, steps))
        except DerivationError as problem:
            problem.place = problem.place or (line.file, line.line)
            raise
        steps.append(step)
    if not steps:
        raise about_lines(lines, f"{theorem} yields nothing: {NEEDS_A_STEP}")
    if not any(s.claim is not None for s in steps):
        raise about_lines(lines, f"{theorem} claims nothing: it only defines; add a step such as yield equals(…)")
    return Derivation(tuple(steps), state.results, state.labels)


def _fail(state: _State, line: Line, message: str) -> TheoremError:
    return TheoremError(f"{line.file}:{line.line}: {state.theorem}: {message}")


def _step(state: _State, line: Line) -> Step:
    if line.kind != "part" and (problem := problem_with(line.by, line.called)):
        raise _fail(state, line, problem)
    if line.kind not in ("iff", "implies", "result", "let"):
        state.opened_by = None
    if (inside := statement_inside(line.expr, allowed=line.kind not in STEPS)) is not None:
        raise _fail(state, line, f"{line.kind}: {text(inside)} is a statement, expected an expression")
    chain = state.sources
    claim, head, shown = _HANDLERS.get(line.kind, _continue)(state, line)
    using = sources_of(line)
    if line.kind == "therefore":
        using = tuple(dict.fromkeys((*chain, *using)))
    elif line.kind in ("iff", "implies", "result"):  # what follows from an unproven statement is no more certain
        using = tuple(dict.fromkeys((*unproven(chain), *using)))
    state.sources = (*state.sources, *using)
    return Step(
        line.kind,
        SIGNS.get(claim.kind if line.kind == "result" and claim is not None else line.kind, ""),
        head[0],
        head[1],
        shown,
        line.by,
        line.why,
        line.name,
        line.label,
        claim,
        line.file,
        line.line,
        line.wrt,
        sources=using,
        given=state.context.given,
        lets=state.context.lets,
    )


Handled = tuple[Claim | None, tuple[str, str], Any]
NO_HEAD = ("", "")


def _label(state: _State, expr: Any, at_least: float = 0) -> tuple[str, str]:
    """LaTeX and text for the head of a chain: the label of a defined quantity, or the expression itself."""
    return state.label_of.get(expr) or (latex(expr, at_least), text(expr, at_least))


def _part(state: _State, line: Line) -> Handled:
    state.expr, state.differential = None, None
    state.context = replace(state.context, given=(), samples=())
    return None, NO_HEAD, None


def _definition(state: _State, line: Line) -> Handled:
    _name_result(state, line, line.expr)
    label = line.label or rf"\mathrm{{{line.name}}}".replace("_", r"\ ")
    _require_own_label(state, line, label)
    state.labels[line.name] = label
    head = (label, plain(line.label) or line.name)
    state.label_of.setdefault(line.expr, head)
    _begin(state, None if isinstance(line.expr, Relation) else line.expr)
    return None, head, line.expr


def _name_result(state: _State, line: Line, expr: Any) -> None:
    if line.name in state.results and state.results[line.name] != expr:
        raise _fail(state, line, f"the name {line.name!r} already stands for {state.results[line.name]}")
    state.results[line.name] = expr


def _require_own_label(state: _State, line: Line, label: str) -> None:
    other = next((name for name, taken in state.labels.items() if taken == label and name != line.name), None)
    if other is not None:
        message = f"definition: the label {label} already stands for {other!r}, so {line.name!r} needs another: label=…"
        raise _fail(state, line, message)


def _let(state: _State, line: Line) -> Handled:
    problem = let_problem(line.wrt, line.expr, state.context.lets)
    if problem:
        raise _fail(state, line, f"let: {problem}")
    state.context = replace(state.context, lets=(*state.context.lets, (line.wrt, line.expr)))
    return None, (latex(line.wrt), text(line.wrt)), line.expr


def _begin(state: _State, expr: Any) -> None:
    state.expr = state.start = expr
    state.direction, state.differential, state.sources = "=", None, ()


def _consider(state: _State, line: Line) -> Handled:
    if isinstance(line.expr, Relation):
        raise _fail(state, line, f"consider: {text(line.expr)} is a statement; begin with suppose(…) or holds(…)")
    _begin(state, line.expr)
    return None, NO_HEAD, line.expr


def _differential(state: _State, line: Line) -> Handled:
    _begin(state, differential_of(line.expr, line.wrt))
    state.differential = (line.expr, variables_of(line.wrt))
    head = line.label, plain(line.label)
    if not line.label and (label := state.label_of.get(line.expr)):
        head = rf"\mathrm{{d}} {label[0]}", f"d{label[1]}"
    return None, head, None if head[0] else state.expr


def _suppose(state: _State, line: Line) -> Handled:
    context = state.context
    state.context = replace(context, given=(*context.given, line.expr), samples=(*context.samples, *line.sample))
    if isinstance(line.expr, Requirement):  # says where what follows has a meaning; no chain goes on from it
        return None, NO_HEAD, line.expr
    state.opened_by = line
    _begin(state, line.expr)
    return None, NO_HEAD, line.expr


def _continue(state: _State, line: Line) -> Handled:
    """equals, at_most, at_least, tends: the chain of expressions goes on."""
    before = _running_expression(state, line)
    if is_matrix(before) != is_matrix(line.expr) or not same_shape(shape_of(before), shape_of(line.expr)):
        raise _fail(
            state,
            line,
            f"{line.kind}: {text(before)} has shape {show_shape(shape_of(before))}, the new line {text(line.expr)} has"
            f" {show_shape(shape_of(line.expr))}",
        )
    claim = _claim(state, line, before)
    sign = SIGNS[line.kind]
    if sign in "≤≥":
        if state.direction not in ("=", sign):
            raise _fail(state, line, f"{line.kind}: the chain already runs the other way ({state.direction})")
        state.direction = sign
    state.expr = line.expr
    if line.kind == "limit":  # what tends to it is not equal to it
        _begin(state, line.expr)
    return claim, NO_HEAD, line.expr


def _claim(state: _State, line: Line, before: Any) -> Claim:
    rule = line.by.rule if isinstance(line.by, Use) else line.by if isinstance(line.by, Rule) else None
    using = line.using
    if using is None and isinstance(line.by, Known):
        using = line.by
    if using is None and isinstance(line.by, Use) and line.by.relation is not None:
        using = line.by
    if using is not None:
        using = known(using)
        foreign = [g for g in using.given if g not in state.context.given]
        if foreign and line.kind != "induction":
            raise _fail(
                state, line, f"{line.kind}: what it uses rests on {text(foreign[0])}, which is not supposed here"
            )
    return Claim(
        _CLAIMS.get(line.kind, line.kind),
        before,
        line.expr,
        state.context,
        wrt=line.wrt,
        factor=None if line.factor is None else convert(line.factor),
        rule=rule,
        using=using,
        parts=line.parts,
        experiment=line.experiment,
        source=line.source,
    )


def _running_expression(state: _State, line: Line) -> Any:
    if state.expr is None:
        raise _fail(
            state,
            line,
            f"{line.kind}: no chain is running; begin one with consider(…), definition(…) or differential(…)",
        )
    if isinstance(state.expr, Relation):
        raise _fail(
            state,
            line,
            f"{line.kind}: the chain runs over statements; use iff(…) or implies(…), or begin with consider(…)",
        )
    return state.expr


def _derivative(state: _State, line: Line) -> Handled:
    """gradient, jacobian, hessian: close a chain that began with a differential."""
    before = _running_expression(state, line)
    if state.differential is None or line.wrt not in state.differential[1]:
        raise _fail(
            state,
            line,
            f"{line.kind}: the chain does not start from a differential in {line.wrt};"
            f" begin with differential(f, {line.wrt})",
        )
    (f, moved), wrt = state.differential, line.wrt
    if len(moved) > 1:
        before, problem = share_of(before, wrt)
        if problem:
            raise _fail(state, line, f"{line.kind}: the differential does not tell its share of {wrt} yet: {problem}")
    _expect_derivative_shape(state, line, f)
    label = _label(state, f, ATOM)  # ∇(a − b), not ∇a − b
    name = latex(wrt)
    if line.kind == "gradient":
        inner(line.expr, d(wrt))
        state.gradients[line.expr] = (f, wrt, state.context.ties(wrt))
        of = f"_{text(wrt)} " if len(moved) > 1 else ""
        head = (rf"\nabla_{{{name}}} {label[0]}", f"∇{of}{label[1]}")
    elif line.kind == "hessian":
        loss, derived_in, tie = state.gradients.get(f, (None, None, None))
        if derived_in != wrt:
            raise _fail(state, line, f"hessian: {text(f)} has not been derived as a gradient in {wrt} before")
        if tie is not None:
            where = f"the gradient only where {text(tie)}, which ends as {wrt} moves; derive the gradient without it"
            raise _fail(state, line, f"hessian: {text(f)} is {where}")
        loss = _label(state, loss, ATOM)
        head = (rf"\nabla^2_{{{name}}} {loss[0]}", f"∇²{loss[1]}")
    else:
        stack = is_matrix(wrt) and not same_dim(shape_of(wrt)[1], 1)
        name, said = (rf"\operatorname{{vec}} {name}", f"vec {text(wrt)}") if stack else (name, text(wrt))
        head = (rf"\frac{{\partial\, {label[0]}}}{{\partial {name}}}", f"∂{label[1]}/∂{said}")
    if line.label:
        head = (line.label, plain(line.label))
    _name_result(state, line, line.expr)
    claim = _claim(state, line, before)
    state.labels.setdefault(line.name, head[0])
    state.label_of.setdefault(line.expr, head)
    if len(moved) == 1:  # else the differential goes on to tell the other gradients
        _begin(state, line.expr)
    return claim, head, line.expr


def _expect_derivative_shape(state: _State, line: Line, f: Any) -> None:
    rows, cols = shape_of(f), shape_of(line.wrt)
    expected = cols if line.kind == "gradient" else (rows[0], cols[0] * cols[1]) if is_matrix(line.wrt) else rows
    if not same_shape(shape_of(line.expr), expected):
        raise _fail(
            state,
            line,
            f"{line.kind}: {text(line.expr)} has shape {show_shape(shape_of(line.expr))},"
            f" expected {show_shape(expected)}",
        )


def _statement(state: _State, line: Line) -> Handled:
    """holds, iff, implies, induction: the chain of statements."""
    before = state.expr
    if line.kind in ("iff", "implies") and not isinstance(before, Relation):
        raise _fail(state, line, f"{line.kind}: no statement comes before; begin with suppose(…) or holds(…)")
    for given in line.parts:
        if not isinstance(given, Step):
            asked = "base and step must be steps, e.g. base = yield holds(…)"
            raise _fail(state, line, f"induction: {asked}; got {spelled(given)}")
    if line.kind == "induction" and not is_counter(line.wrt):
        raise _fail(
            state,
            line,
            f"induction: {line.wrt} is not a counter; declare it: scalar('k', integer=True, nonnegative=True)",
        )
    claim = _claim(state, line, before)
    if line.kind == "iff" and state.opened_by is not None:
        claim = replace(claim, context=claim.context.without(state.opened_by.expr, len(state.opened_by.sample)))
    _begin(state, line.expr)
    return claim, NO_HEAD, line.expr


def _therefore(state: _State, line: Line) -> Handled:
    """The whole chain read as one relation, start to end."""
    _running_expression(state, line)
    lo, hi = (state.expr, state.start) if state.direction == "≥" else (state.start, state.expr)
    chain = Known(lo, hi, state.sources, state.context.given, equal=state.direction == "=")
    claim = replace(_claim(state, replace(line, kind="holds"), None), using=chain)
    _begin(state, line.expr)
    return claim, NO_HEAD, line.expr


def _result(state: _State, line: Line) -> Handled:
    reached = state.expr
    if reached is None:
        raise _fail(state, line, f"result {line.name!r}: no chain is running, so there is nothing to name")
    expr = line.expr
    claim = None
    if expr is None:
        expr = reached.rhs if isinstance(reached, Equation) and isinstance(reached.lhs, VARIABLES) else reached
    elif isinstance(expr, Relation):
        claim = _claim(state, replace(line, kind="implies" if isinstance(reached, Relation) else "holds"), reached)
    else:
        target = reached.rhs if isinstance(reached, Equation) else reached
        claim = _claim(state, replace(line, kind="equal"), target)
    _name_result(state, line, expr)
    if state.direction == "=" and state.start in state.label_of:
        state.label_of.setdefault(expr, state.label_of[state.start])
    return claim, NO_HEAD, expr


def _admitted(state: _State, line: Line) -> Handled:
    _begin(state, line.expr)
    return _claim(state, line, None), NO_HEAD, line.expr


_HANDLERS = {
    "part": _part,
    "definition": _definition,
    "let": _let,
    "consider": _consider,
    "differential": _differential,
    "suppose": _suppose,
    "gradient": _derivative,
    "jacobian": _derivative,
    "hessian": _derivative,
    "holds": _statement,
    "iff": _statement,
    "implies": _statement,
    "induction": _statement,
    "simulated": _statement,
    "therefore": _therefore,
    "result": _result,
    "admitted": _admitted,
}
