"""The command `derive`. Thin: each command calls one part of the package, which loads when the command runs."""

from __future__ import annotations

import signal
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from derivations.cli_grad import SETTINGS, grad, kind_of, refusals
from derivations.errors import StepError, UnknownName

if TYPE_CHECKING:
    from rich.console import Console

    from derivations.proof.theorem import Theorem

REFUTED, WRONG_USE, INTERRUPTED = 1, 2, 130
WIDTH = 200  # of tables that do not go to a terminal


class _Group(TyperGroup):
    """Shows an error made on purpose, or one that a theorem file makes, as one message with its place."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print("Interrupted.", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None
        except Exception as problem:
            from derivations.site.explain import explained

            message = explained(problem)
            if message is None:
                raise
            _refuse([message], _status(problem))


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Theorems of machine-learning mathematics, derived line by line and checked by machine.",
)


def _argument(metavar: str, about: str = "") -> Any:
    return typer.Argument(metavar=metavar, help=about or None, show_default=False)


def _option(*names: str, about: str, **settings: Any) -> Any:
    return typer.Option(*names, help=about, show_default=False, **settings)


Target = Annotated[str, _argument("ID|FILE.py", "A theorem of the catalogue, or a file of your own.")]
Targets = Annotated[list[str] | None, _argument("ID|FILE.py", "Theorems, or files of your own; by default all.")]
AsJson = Annotated[bool, _option("--json", about="Print JSON.")]


@app.command("list")
def list_(
    topic: Annotated[str | None, _option("--topic", about="Only this topic.", metavar="T")] = None,
    json: AsJson = False,
) -> None:
    """List the theorems of the catalogue."""
    from derivations.site.headings import read_headings, suggestion, topics

    with refusals(json):
        if topic is not None and topic not in topics():
            raise UnknownName(f"no topic {topic!r}{suggestion(topic, topics())}")
    found, broken = read_headings()
    found = [heading for heading in found if topic in (None, heading["topic"])]
    if json:
        _print_json(found)
    else:
        width = max((len(heading["id"]) for heading in found), default=0)
        for heading in found:
            typer.echo(f"{heading['id']:<{width}}  {heading['title']}")
    if broken:
        _refuse(broken, WRONG_USE)


@app.command()
def show(target: Target) -> None:
    """Show a derivation with the evidence found for each step."""
    from derivations.site.terminal import derivation_table, statement

    theorem = _theorem(target)
    derivation = theorem.derivation
    console = _console()
    console.print(theorem.title, style="bold", markup=False)
    console.print(f"{theorem.id} · evidence: {derivation.verdict}", markup=False)
    console.print(f"\n{statement(theorem)}\n", markup=False)
    console.print(derivation_table(derivation))


@app.command()
def check(
    targets: Targets = None,
    json: AsJson = False,
    thorough: Annotated[bool, _option("--thorough", about="Compute what is proven symbolically, too.")] = False,
) -> None:
    """Check steps, plant errors, drop assumptions."""
    from derivations.site.explain import explained
    from derivations.site.report import report
    from derivations.site.terminal import report_line

    found: list[dict[str, Any]] = []
    complaints: list[str] = []
    status = 0
    console = _console()
    for target in _all(targets):
        try:
            with redirect_stdout(sys.stderr) if json else nullcontext():  # what a file prints is no JSON
                made = report(_theorem(target), thorough)
        except Exception as problem:
            message = explained(problem)
            if message is None:
                raise
            found.append({"target": target, "error": kind_of(problem), "message": message})
            complaints.append(message)
            status = max(status, _status(problem))
            continue
        found.append(made.as_json)
        complaints += made.complaints
        status = max(status, REFUTED if made.complaints else 0)
        if not json:
            console.print(report_line(made))
    if json:
        _print_json(found)
    if complaints:
        _refuse(complaints, status)


@app.command()
def source(
    target: Target,
    result: Annotated[str | None, _argument("[RESULT]", "One of its results; by default the main one.")] = None,
    to: Annotated[str, _option("--to", about="The language; by default numpy.", metavar="TARGET")] = "numpy",
) -> None:
    """Print the source of a function for a result."""
    from derivations.emit import result_source

    typer.echo(result_source(_theorem(target), result, to).rstrip("\n"))


@app.command()
def build(
    targets: Targets = None,
    check: Annotated[bool, _option("--check", about="Write nothing; fail if a page is out of date.")] = False,
    force: Annotated[bool, _option("--force", about="Build what has not changed, too.")] = False,
    out: Annotated[Path | None, _option("--out", about="Write into this folder.", metavar="DIR")] = None,
    jobs: Annotated[int | None, _option("--jobs", about="Processes; by default one for each core.", min=1)] = None,
) -> None:
    """Write the pages of all theorems, or of those named."""
    from derivations.site.build import build as build_pages
    from derivations.site.shell import Lossy, sigterm_interrupts, status

    console = _console()
    console.file = Lossy(sys.stdout)  # type: ignore[assignment]  # pages are written whether or not anybody looks on
    try:
        with sigterm_interrupts():
            made = build_pages(tuple(targets or ()), out=out, check=check, force=force, jobs=jobs, console=console)
    except OSError as problem:
        at = f": {problem.filename}" if problem.filename else ""
        _refuse([f"can't write the pages: {problem.strerror}{at}"], WRONG_USE)
    except KeyboardInterrupt as stop:
        _console(stderr=True).print(_interrupted(stop, kept=out is None), soft_wrap=True)
        raise typer.Exit(status(stop)) from None
    raise typer.Exit(made.status)


@app.command()
def graph() -> None:
    """Print which theorem uses what, as Graphviz DOT."""
    from derivations.proof.catalogue import theorems
    from derivations.site.dot import dot

    typer.echo(dot(theorems()))


@app.command()
def new(topic: Annotated[str, _argument("TOPIC")], name: Annotated[str, _argument("NAME")]) -> None:
    """Write a theorem file that passes once its TODOs are filled."""
    from derivations.site.scaffold import write_theorem

    path, target = write_theorem(topic, name)
    typer.echo(f"Wrote {path}\nReplace every TODO in it, then run: derive check {target}")


app.command(context_settings=SETTINGS)(grad)


def main() -> None:
    """Entry point of the command `derive`."""
    from derivations.site.shell import ready, silence

    try:
        ready()
        app(prog_name="derive")
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except OSError as problem:
        if problem.filename is not None:  # else it was a stream that failed
            raise
        silence(sys.stdout)
        _complain([f"can't print to standard output: {problem.strerror}"])
        sys.exit(WRONG_USE)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said: a second Ctrl-C would only add a traceback


def _status(problem: Exception) -> int:
    return REFUTED if isinstance(problem, StepError) else WRONG_USE


def _all(targets: list[str] | None) -> tuple[str, ...]:
    from derivations.proof.catalogue import ids

    return tuple(targets) if targets else ids()


def _theorem(target: str) -> Theorem:
    from derivations.proof.catalogue import find, load

    return load(target) if target.endswith(".py") else find(target)


def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    from derivations.site.shell import Lossy

    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    file: Any = Lossy(sys.stderr) if stderr else None  # None: standard output
    return Console(file=file, highlight=False, emoji=False, width=None if terminal else WIDTH)


def _print_json(value: Any) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _interrupted(stop: KeyboardInterrupt, kept: bool) -> str:
    from derivations.site.work import Interrupted

    if not isinstance(stop, Interrupted):
        return "Interrupted: each page is as it was or as it should be; the next build does the rest."
    return "Interrupted: pages are as they were" + ("; what was checked so far is kept." if kept else ".")


def _refuse(messages: list[str], status: int) -> NoReturn:
    _complain(messages)
    raise typer.Exit(status)


def _complain(messages: list[str]) -> None:
    from rich.text import Text

    for message in messages:
        _console(stderr=True).print(Text.assemble(("error: ", "bold red"), message), soft_wrap=True)


if __name__ == "__main__":
    main()
