"""Steps and derivations: plain data once made. `run` turns the yielded lines of a theorem into them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Tuple

from derivations.errors import MathError, TheoremError
from derivations.notation.differentials import VARIABLES, d, differential_of
from derivations.notation.linear import inner
from derivations.notation.printing import latex, text
from derivations.notation.relations import Equation, Relation
from derivations.notation.shapes import convert, is_matrix, same_dim, same_shape, shape_of, show_shape

from .claim import Claim, Context
from .lets import expand, is_counter, let_problem
from .lines import Line
from .rule import Combinable, Known, Rule, Use, from_relation, known
from .specialise import specialise
from .verdict import NOTHING_CLAIMED, Verdict, weakest


@dataclass(frozen=True)
class Step(Combinable):
    """One line of a derivation: what it says, by which rule, why, and the evidence found for it."""

    kind: str
    relation: str
    head: str  # LaTeX of the left side where the line shows one, else ""
    head_text: str
    expr: Any
    by: Any
    why: str
    name: str
    label: str
    claim: Claim | None
    file: str
    line: int
    wrt: Any = None
    verdict: Verdict = NOTHING_CLAIMED
    sources: tuple[Any, ...] = field(default=())
    given: tuple[Any, ...] = field(default=())  # the hypotheses in force
    lets: tuple[tuple[Any, Any], ...] = field(default=())  # the abbreviations in force

    @property
    def rule(self) -> Any:
        """The Rule or Theorem the step names, or None."""
        return self.by.rule if isinstance(self.by, Use) else self.by

    @property
    def evidence(self) -> str:
        return self.verdict.evidence

    @property
    def found(self) -> str:
        """How the evidence was found, in words."""
        return self.verdict.how

    @property
    def latex(self) -> str:
        return _join(
            self.head, RELATION_LATEX.get(self.relation, self.relation), "" if self.expr is None else latex(self.expr)
        )

    @property
    def text(self) -> str:
        return _join(self.head_text, self.relation, "" if self.expr is None else text(self.expr))

    @property
    def known(self) -> Known | None:
        """The inequality or equation that this step establishes or supposes, for use in later steps."""
        if self.kind == "suppose":
            return from_relation(self.expr, self.sources, (self.expr,))
        if self.claim is None:
            return None
        given = self.given
        if isinstance(self.expr, Relation):
            return from_relation(self.expr, self.sources, given)
        if self.kind == "at least":
            return Known(self.expr, self.claim.before, self.sources, given)
        if self.kind in ("at most", "equal"):
            return Known(self.claim.before, self.expr, self.sources, given, equal=self.kind == "equal")
        return None

    def where(self, values: dict[Any, Any]) -> Known:
        """What this step says for other values of its symbols, which must have the facts declared of them."""
        found = self.known
        if found is None or self.claim is None or self.claim.kind in ("admitted", "simulated"):
            raise MathError(f"{self.text} is no relation that has been shown")
        owner = f"step '{self.text}'"
        lo, hi, *given = (expand(e, self.lets) for e in (found.lo, found.hi, *found.given))
        lo, hi, *given = specialise(owner, Tuple(lo, hi, *given), values)
        return replace(found, lo=lo, hi=hi, given=tuple(given))

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"

    def _repr_html_(self) -> str:
        from .display import step_html

        return step_html(self)

    def __str__(self) -> str:
        return self.text


RELATION_LATEX = {
    "=": "=",
    "≤": r"\le",
    "≥": r"\ge",
    "⇔": r"\iff",
    "⇒": r"\implies",
    "→": r"\to",
    ":=": r":=",
}
_SIGNS = {
    "equal": "=",
    "gradient": "=",
    "jacobian": "=",
    "hessian": "=",
    "at most": "≤",
    "at least": "≥",
    "iff": "⇔",
    "implies": "⇒",
    "limit": "→",
    "definition": ":=",
    "let": ":=",
}
_CLAIMS = {"jacobian": "linear map", "hessian": "linear map"}


def _join(*parts: str) -> str:
    return " ".join(p for p in parts if p)


@dataclass(frozen=True)
class Derivation:
    """All steps of a theorem, the quantities they name, and the weakest evidence among them."""

    steps: tuple[Step, ...]
    results: dict[str, Any]
    labels: dict[str, str]
    seconds: float = field(default=0.0, compare=False)

    @property
    def verdict(self) -> str:
        return weakest(s.evidence for s in self.steps if s.claim is not None)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        return "\n".join(f"{number:>3}  {step.text}" for number, step in enumerate(self.steps, 1))

    def _repr_html_(self) -> str:
        from .display import derivation_html

        return derivation_html(self)


@dataclass
class _State:
    """Where the derivation stands: the running chain, the hypotheses, the named results."""

    theorem: str
    expr: Any = None  # last expression, or last relation, of the chain
    differential: tuple[Any, Any] | None = None  # (f, wrt) while a chain starts from d f
    start: Any = None  # the expression at which the chain began
    direction: str = "="  # "=", "≤" or "≥": how `start` relates to `expr`
    context: Context = Context()
    opened_by: Any = None  # the line that supposed the relation at which the chain of statements began
    results: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # result name → LaTeX label
    label_of: dict[Any, tuple[str, str]] = field(default_factory=dict)  # expression → label, in LaTeX and as text
    gradients: dict[Any, Any] = field(default_factory=dict)  # gradient expression → (f, wrt)


def run(lines: Generator[Line, Step, None], theorem: str) -> Derivation:
    """Turn the yielded lines into steps with their claims; nothing is checked yet.

    Each `yield` in the theorem's body evaluates to its Step, so that later lines can use it.
    """
    state = _State(theorem)
    steps: list[Step] = []
    step: Step | None = None
    while True:
        try:
            line = next(lines) if step is None else lines.send(step)
        except StopIteration:
            break
        if not isinstance(line, Line):
            raise TheoremError(f"{theorem}: yielded {line!r}, expected a line such as definition(…) or equals(…)")
        step = _step(state, line)
        steps.append(step)
    if not steps:
        raise TheoremError(f"{theorem} yields nothing: a theorem needs at least one step, e.g. yield definition(…)")
    if not any(s.claim is not None for s in steps):
        raise TheoremError(f"{theorem} claims nothing: it only defines; add a step such as yield equals(…)")
    return Derivation(tuple(steps), state.results, state.labels)


def _fail(state: _State, line: Line, message: str) -> TheoremError:
    return TheoremError(f"{line.file}:{line.line}: {state.theorem}: {message}")


def _step(state: _State, line: Line) -> Step:
    if line.kind != "part" and line.by is not None:
        _check_by(state, line)
    if line.kind not in ("iff", "implies", "result", "let"):
        state.opened_by = None
    claim, head, shown = _HANDLERS.get(line.kind, _continue)(state, line)
    using = _sources(line)
    step = Step(
        line.kind,
        _SIGNS.get(line.kind, ""),
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
    return step


def _check_by(state: _State, line: Line) -> None:
    from .theorem import Theorem

    if isinstance(line.by, str):
        raise _fail(
            state,
            line,
            f"by={line.by!r} is text, expected a rule or a theorem; import it from derivations.calculus.rules",
        )
    if not isinstance(line.by, Rule | Use | Known | Theorem):
        raise _fail(state, line, f"by={line.by!r}: expected a rule or a theorem")
    if isinstance(line.by, Rule) and line.by.conditions:
        needs = line.by.conditions[0]
        raise _fail(
            state,
            line,
            f"rule '{line.by.name}' has a side condition ({needs.text.format('A')}): name what it is applied to, by=rule(A)",
        )


def _sources(line: Line) -> tuple[Any, ...]:
    found: list[Any] = []
    for item in (line.by, line.using, *line.parts):
        if isinstance(item, Use):
            found.append(item.rule)
        elif isinstance(item, Known | Step):
            found.extend(item.sources)
        elif item is not None:
            found.append(item)
    return tuple(dict.fromkeys(found))


Handled = tuple[Claim | None, tuple[str, str], Any]
NO_HEAD = ("", "")


def _label(state: _State, expr: Any) -> tuple[str, str]:
    """LaTeX and text for the head of a chain: the label of a defined quantity, or the expression itself."""
    if expr in state.label_of:
        return state.label_of[expr]
    return latex(expr), text(expr)


def _part(state: _State, line: Line) -> Handled:
    state.expr, state.differential = None, None
    state.context = replace(state.context, given=(), samples=())
    return None, NO_HEAD, None


def _definition(state: _State, line: Line) -> Handled:
    _name_result(state, line, line.expr)
    label = line.label or rf"\mathrm{{{line.name}}}".replace("_", r"\ ")
    state.labels[line.name] = label
    state.label_of.setdefault(line.expr, (label, line.label or label))
    _begin(state, None if isinstance(line.expr, Relation) else line.expr)
    return None, (label, line.label or line.name), line.expr


def _name_result(state: _State, line: Line, expr: Any) -> None:
    if line.name in state.results and state.results[line.name] != expr:
        raise _fail(state, line, f"the name {line.name!r} already stands for {state.results[line.name]}")
    state.results[line.name] = expr


def _let(state: _State, line: Line) -> Handled:
    problem = let_problem(line.wrt, line.expr, state.context.lets)
    if problem:
        raise _fail(state, line, f"let: {problem}")
    state.context = replace(state.context, lets=(*state.context.lets, (line.wrt, line.expr)))
    return None, (latex(line.wrt), text(line.wrt)), line.expr


def _begin(state: _State, expr: Any) -> None:
    state.expr = state.start = expr
    state.direction, state.differential = "=", None


def _consider(state: _State, line: Line) -> Handled:
    if isinstance(line.expr, Relation):
        raise _fail(state, line, f"consider: {text(line.expr)} is a statement; begin with suppose(…) or holds(…)")
    _begin(state, line.expr)
    return None, NO_HEAD, line.expr


def _differential(state: _State, line: Line) -> Handled:
    _begin(state, differential_of(line.expr, line.wrt))
    state.differential = (line.expr, line.wrt)
    if line.expr in state.label_of:
        label = state.label_of[line.expr]
        return None, (rf"\mathrm{{d}} {label[0]}", f"d{label[1]}"), None
    return None, NO_HEAD, state.expr


def _suppose(state: _State, line: Line) -> Handled:
    context = state.context
    state.context = replace(context, given=(*context.given, line.expr), samples=(*context.samples, *line.sample))
    state.opened_by = line
    _begin(state, line.expr)
    return None, NO_HEAD, line.expr


def _continue(state: _State, line: Line) -> Handled:
    """equals, at_most, at_least, tends: the chain of expressions goes on."""
    before = _running_expression(state, line)
    if not isinstance(line.expr, Relation) and (
        is_matrix(before) != is_matrix(line.expr) or not same_shape(shape_of(before), shape_of(line.expr))
    ):
        raise _fail(
            state,
            line,
            f"{line.kind}: {text(before)} has shape {show_shape(shape_of(before))}, the new line {text(line.expr)} has"
            f" {show_shape(shape_of(line.expr))}",
        )
    claim = _claim(state, line, before)
    sign = _SIGNS[line.kind]
    if sign in "≤≥":
        if state.direction not in ("=", sign):
            raise _fail(state, line, f"{line.kind}: the chain already runs the other way ({state.direction})")
        state.direction = sign
    state.expr = line.expr
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
    if state.differential is None or state.differential[1] != line.wrt:
        raise _fail(
            state,
            line,
            f"{line.kind}: the chain does not start from a differential in {line.wrt}; begin with differential(f, {line.wrt})",
        )
    f, wrt = state.differential
    _expect_derivative_shape(state, line, f)
    label = _label(state, f)
    name = latex(wrt)
    if line.kind == "gradient":
        inner(line.expr, d(wrt))
        state.gradients[line.expr] = (f, wrt)
        head = (rf"\nabla_{{{name}}} {label[0]}", f"∇{label[1]}")
    elif line.kind == "hessian":
        if state.gradients.get(f, (None, None))[1] != wrt:
            raise _fail(state, line, f"hessian: {text(f)} has not been derived as a gradient in {wrt} before")
        loss = _label(state, state.gradients[f][0])
        head = (rf"\nabla^2_{{{name}}} {loss[0]}", f"∇²{loss[1]}")
    else:
        stack = is_matrix(wrt) and not same_dim(shape_of(wrt)[1], 1)
        name, said = (rf"\operatorname{{vec}} {name}", f"vec {text(wrt)}") if stack else (name, text(wrt))
        head = (rf"\frac{{\partial\, {label[0]}}}{{\partial {name}}}", f"∂{label[1]}/∂{said}")
    _name_result(state, line, line.expr)
    claim = _claim(state, line, before)
    state.labels.setdefault(line.name, head[0])
    state.label_of.setdefault(line.expr, head)
    _begin(state, line.expr)
    return claim, head, line.expr


def _expect_derivative_shape(state: _State, line: Line, f: Any) -> None:
    rows, cols = shape_of(f), shape_of(line.wrt)
    expected = cols if line.kind == "gradient" else (rows[0], cols[0] * cols[1])
    if line.kind == "jacobian" and not is_matrix(line.wrt):
        expected = rows
    if not same_shape(shape_of(line.expr), expected):
        raise _fail(
            state,
            line,
            f"{line.kind}: {text(line.expr)} has shape {show_shape(shape_of(line.expr))}, expected {show_shape(expected)}",
        )


def _statement(state: _State, line: Line) -> Handled:
    """holds, iff, implies, induction: the chain of statements."""
    before = state.expr
    if line.kind in ("iff", "implies") and not isinstance(before, Relation):
        raise _fail(state, line, f"{line.kind}: no statement comes before; begin with suppose(…) or holds(…)")
    for given in line.parts:
        if not isinstance(given, Step):
            raise _fail(
                state, line, f"induction: base and step must be steps, e.g. base = yield holds(…); got {given!r}"
            )
    if line.kind == "induction" and not is_counter(line.wrt):
        raise _fail(
            state,
            line,
            f"induction: {line.wrt} is not a counter; declare it: scalar('k', integer=True, nonnegative=True)",
        )
    claim = _claim(state, line, before)
    if line.kind == "iff" and state.opened_by is not None:
        claim = replace(claim, context=_without(claim.context, state.opened_by))
    _begin(state, line.expr)
    return claim, NO_HEAD, line.expr


def _without(context: Context, supposed: Line) -> Context:
    """The context before the relation was supposed: an equivalence must hold whether the relation does or not."""
    kept = len(context.samples) - len(supposed.sample)
    return replace(context, given=tuple(g for g in context.given if g != supposed.expr), samples=context.samples[:kept])


def _therefore(state: _State, line: Line) -> Handled:
    """The whole chain read as one relation, start to end."""
    _running_expression(state, line)
    start, end = state.start, state.expr
    chain = Known(end, start) if state.direction == "≥" else Known(start, end, equal=state.direction == "=")
    claim = replace(_claim(state, replace(line, kind="holds"), None), using=replace(chain, given=state.context.given))
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
