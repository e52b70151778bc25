"""The command `derive grad`: the derivative of an expression typed at the prompt, with its steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from derivations.errors import (
    DerivationError,
    MathError,
    NotSupported,
    ShapeError,
    StepError,
    SyntaxProblem,
    UnknownName,
)

if TYPE_CHECKING:
    from rich.console import Console

    from derivations.calculus.result import Result
    from derivations.calculus.several import Derivatives
    from derivations.language import Parsed

KINDS = {
    SyntaxProblem: "syntax",
    ShapeError: "shape",
    MathError: "mathematics",
    NotSupported: "not supported",
    UnknownName: "unknown name",
}
SETTINGS = {"ignore_unknown_options": True}  # an expression may begin with a minus


def _option(*names: str, about: str, **settings: Any) -> Any:
    return typer.Option(*names, help=about, **{"show_default": False, **settings})


def grad(
    expr: Annotated[str, typer.Argument(metavar="EXPR", help='A formula such as "norm2(X*w-y)^2".')],
    wrt: Annotated[
        list[str] | None,
        _option("--wrt", about="The variable to differentiate in; several, or none for all at once.", metavar="X"),
    ] = None,
    order: Annotated[int, _option("--order", about="1: gradient or Jacobian; 2: Hessian.")] = 1,
    var: Annotated[
        list[str] | None,
        _option("--var", about='Shape and facts of a variable: "X: n p", "S: n n spd".', metavar='"X: n p"'),
    ] = None,
    to: Annotated[str | None, _option("--to", about="Print code in this language only.", metavar="TARGET")] = None,
    steps: Annotated[bool, _option("--steps/--no-steps", about="Show every step, or the result alone.")] = True,
    json: Annotated[bool, _option("--json", about="Print JSON.")] = False,
    latex: Annotated[bool, _option("--latex", about="Print the LaTeX of the result.")] = False,
) -> None:
    """Differentiate an expression, with every step named and checked."""
    from derivations.calculus.differentiate import differentiate, variables_of
    from derivations.calculus.several import Derivatives
    from derivations.cli import _console, _print_json
    from derivations.language import declare, parse

    with refusals(json):
        parsed = parse(expr, declare.declared_on_command_line(var or ()))
        asked = [parsed.symbol(name) for name in wrt or ()] or variables_of(parsed)
        parsed.require_use(*asked)
        result = differentiate(parsed.expr, asked[0] if wrt and len(asked) == 1 else asked, order=order)
    if isinstance(result, Derivatives):
        return _several(_console(), parsed, result, steps=steps, json=json, latex=latex or to == "latex", to=to)
    if json:
        return _print_json(as_json(parsed, result, to))
    if latex or to == "latex":
        return typer.echo(f"{result.symbol} = {result.latex}".removeprefix(" = "))
    if to is not None:
        return typer.echo(result.source(to).rstrip("\n"))
    _show(_console(), parsed, result, steps)


@contextmanager
def refusals(json: bool) -> Iterator[None]:
    """What is refused is JSON, too, for who asked for JSON; the exit status is that of other refusals."""
    try:
        yield
    except DerivationError as problem:
        if not json:
            raise
        from derivations.cli import REFUTED, WRONG_USE, _print_json

        _print_json(error_as_json(problem))
        raise typer.Exit(REFUTED if isinstance(problem, StepError) else WRONG_USE) from problem


def kind_of(problem: Exception) -> str:
    """The kind of an error in a word or two."""
    return next((word for cls, word in KINDS.items() if isinstance(problem, cls)), "error")


def error_as_json(problem: DerivationError) -> dict[str, Any]:
    """An error as plain data: its kind, what is wrong, and the place where it has one in what was typed."""
    kind = kind_of(problem)
    if "column" not in vars(problem):
        return {"error": kind, "message": str(problem)}
    message, *_ = str(problem).rsplit("\n", 2)  # without the line that was typed and the mark below it
    return {"error": kind, "message": message, "line": problem.line, "column": problem.column}


def _several(
    console: Console, parsed: Parsed, result: Derivatives, steps: bool, json: bool, latex: bool, to: str | None
) -> None:
    """The derivatives in several variables, in whichever form is asked for."""
    from derivations.cli import _print_json
    from derivations.cli_steps import steps_table
    from derivations.notation.printing import text

    if json:
        return _print_json(several_as_json(parsed, result, to))
    if latex:
        return typer.echo(result.latex)
    if to is not None:
        wanted = result.blocks if result.has_blocks else result
        return typer.echo("\n\n\n".join(r.source(to).rstrip("\n") for r in wanted.values()))
    names = ", ".join(map(text, result))
    console.print(
        f"  {result.letter}({names}) = {text(parsed.expr)}    {parsed.legend()}", markup=False, soft_wrap=True
    )
    console.print()
    if steps:
        console.print(steps_table(result, console.width))
        console.print()
    for row in result.text.splitlines():
        console.print(f"  {row}", style="bold", markup=False, soft_wrap=True)
    for remark in (*result.conditions, *result.notes, f"evidence: {result.verdict}"):
        console.print(f"  {remark}", markup=False, soft_wrap=True)


def _show(console: Console, parsed: Parsed, result: Result, steps: bool) -> None:
    from derivations.calculus.convexity import said_in
    from derivations.cli_steps import steps_table
    from derivations.notation.printing import text

    name = text(result.wrt)
    console.print(f"  {result.letter}({name}) = {text(parsed.expr)}    {parsed.legend()}", markup=False, soft_wrap=True)
    console.print()
    if steps:
        console.print(steps_table(result, console.width))
        console.print()
    console.print(f"  {result.head} = {result.text}", style="bold", markup=False, soft_wrap=True)
    remarks = [said_in(result.convexity, result.wrt)] if result.convexity else []
    for remark in (*result.conditions, *remarks, *result.notes, f"evidence: {result.verdict}"):
        console.print(f"  {remark}", markup=False, soft_wrap=True)


def as_json(parsed: Parsed, result: Result, target: str | None = None) -> dict[str, Any]:
    """The whole answer as plain data."""
    from derivations.notation.printing import latex, text

    answer: dict[str, Any] = {
        "expression": parsed.text,
        "understood": parsed.understood(),
        "variables": parsed.variables(),
        "wrt": getattr(result.wrt, "name", str(result.wrt)),
        "order": result.order,
        "kind": result.kind,
        "text": result.text,
        "latex": result.latex,
        "verdict": result.verdict,
        "conditions": list(result.conditions),
        "convexity": result.convexity,
        "notes": list(result.notes),
        "results": {k: {"text": text(v), "latex": latex(v)} for k, v in result.results.items()},
        "steps": _steps_as_json(result),
    }
    return answer | _source(result, target)


def _source(result: Result, target: str | None) -> dict[str, str]:
    return {} if target is None else {"source": result.latex if target == "latex" else result.source(target)}


def several_as_json(parsed: Parsed, result: Derivatives, target: str | None = None) -> dict[str, Any]:
    """The derivatives in several variables as plain data; what is abbreviated stands under "lets"."""
    from derivations.notation.printing import latex, text

    answer: dict[str, Any] = {
        "expression": parsed.text,
        "understood": parsed.understood(),
        "variables": parsed.variables(),
        "wrt": [getattr(x, "name", str(x)) for x in result],
        "order": result.order,
        "verdict": result.verdict,
        "conditions": list(result.conditions),
        "notes": list(result.notes),
        "lets": {s.name: {"text": text(v), "latex": latex(v)} for s, v in result.lets.items()},
        "derivatives": {
            x.name: {
                "kind": r.kind,
                "text": r.text,
                "latex": r.latex,
                "short": {"text": text(result.short[x]), "latex": latex(result.short[x])},
                **_source(r, target),
            }
            for x, r in result.items()
        },
        "steps": _steps_as_json(result),
    }
    if result.has_blocks:
        answer["blocks"] = [
            {"of": [x.name, y.name], "text": h.text, "latex": h.latex, **_source(h, target)}
            for (x, y), h in result.blocks.items()
        ]
    return answer


def _steps_as_json(result: Result | Derivatives) -> list[dict[str, str]]:
    from derivations.proof.display import source_of

    return [
        {
            "text": step.text,
            "latex": step.latex,
            "relation": step.relation,
            "rule": "" if step.rule is None else getattr(step.rule, "title", str(step.rule)),
            "why": step.why,
            "evidence": step.evidence,
            "source": source_of(step),
        }
        for step in result.steps
    ]
