"""Theorems checked side by side, in a pool of processes; one that fails does not stop the others."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from derivations.errors import StepError

if TYPE_CHECKING:
    from rich.console import Console

RULES, COOKBOOK = "rules", "cookbook"


@dataclass(frozen=True)
class Job:
    """What to check, and how long it took the last time: a theorem by id or file, the laws of all rules, or the
    equations of the Cookbook."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Done:
    """What came of a job: a value, or the message of what failed."""

    name: str
    value: Any
    failure: str
    seconds: float
    misused: bool = False  # it failed because the file is no theorem, not because a step is refuted


def do(name: str) -> Done:
    """One job, here and now; an error becomes a message."""
    began = time.perf_counter()
    try:
        return Done(name, _value(name), "", time.perf_counter() - began)
    except Exception as problem:
        return Done(name, None, _message(problem), time.perf_counter() - began, _is_misuse(problem))


def _value(name: str) -> Any:
    if name == RULES:
        from .rules import rule_records

        return rule_records()
    if name == COOKBOOK:
        from .cookbook.record import cookbook_record

        return cookbook_record()
    from .record import make_record

    return make_record(name)


def _message(problem: Exception) -> str:
    from .explain import explained

    frame = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}, in {frame.name}"
    return explained(problem) or f"{type(problem).__name__}: {problem} ({where})"


def _is_misuse(problem: Exception) -> bool:
    from .explain import explained

    return explained(problem) is not None and not isinstance(problem, StepError)


class Interrupted(KeyboardInterrupt):
    """Stopped while theorems were checked: nothing has been made of them yet."""


def run(
    jobs: Sequence[Job],
    processes: int | None,
    console: Console | None,
    keep: Callable[[Done], None] = lambda one: None,
) -> dict[str, Done]:
    """All jobs, those that take long first; progress is shown as they end, and each is handed to `keep` at once."""
    ordered = sorted(jobs, key=lambda job: (-job.seconds, job.name))
    workers = 0 if processes == 1 else min(processes or os.cpu_count() or 1, len(ordered))  # 0: in this process
    done: dict[str, Done] = {}
    if not ordered:
        return done
    try:
        with (
            _outcomes([job.name for job in ordered], workers) as outcomes,
            closing(_shown(_kept(outcomes, keep), len(ordered), console)) as shown,
        ):
            for one in shown:
                done[one.name] = one
    except KeyboardInterrupt as stop:
        raise Interrupted(*stop.args) from None
    return done


@contextmanager
def _outcomes(names: list[str], workers: int) -> Iterator[Iterator[Done]]:
    if not workers:
        yield map(do, names)
        return
    from . import pool

    if pool.METHOD == "fork":
        from . import record as record  # loaded once, before the processes part
    with pool.outcomes(do, names, workers, _lost) as outcomes:
        yield outcomes


def _kept(outcomes: Iterator[Done], keep: Callable[[Done], None]) -> Iterator[Done]:
    for one in outcomes:
        keep(one)
        yield one


def _lost(name: str, how: str) -> Done:
    return Done(name, None, f"{name}: the process that checked it {how}", 0.0)


def _shown(outcomes: Iterator[Done], total: int, console: Console | None) -> Generator[Done, None, None]:
    """Pass the outcomes on; a terminal shows a bar, anything else a line for each."""
    if console is None:
        yield from outcomes
        return
    if not console.is_terminal:
        for number, one in enumerate(outcomes, 1):
            said = "failed" if one.failure else "checked"
            console.print(f"[{number:>2}/{total}] {said} {one.name} ({one.seconds:.1f} s)", markup=False)
            yield one
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    name = TextColumn("{task.description}")
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), name)
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=total)
        for one in outcomes:
            progress.update(bar, advance=1, description=one.name)
            yield one
