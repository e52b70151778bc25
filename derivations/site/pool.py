"""Processes that take one job after the other, each through a pipe of its own.

One that ends fails its own job alone, and another takes its place. None outlives the process that started it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import Any

METHOD = "fork" if sys.platform == "linux" else None  # None: what Python takes there
PATIENCE = 30  # seconds for a process that has nothing left to do; under coverage it writes what it measured

Do = Callable[[str], Any]
Lost = Callable[[str, str], Any]  # what stands for the outcome of a job, by how its process ended


@contextmanager
def outcomes(do: Do, names: Sequence[str], size: int, lost: Lost) -> Iterator[Iterator[Any]]:
    """What `do` makes of each name, as it is made. Whatever ends the block ends the processes."""
    pool = _Pool(do, names, lost)
    try:
        for _ in range(min(size, len(names))):
            pool.hire()
        yield pool.work()
        pool.rest()
    finally:
        pool.end()


class _Pool:
    def __init__(self, do: Do, names: Sequence[str], lost: Lost) -> None:
        self.do, self.lost = do, lost
        self.waiting = deque(names)
        self.context: Any = multiprocessing.get_context(METHOD)
        self.processes: dict[Any, Any] = {}  # by our end of the pipe
        self.busy: dict[Any, str] = {}

    def hire(self) -> None:
        """Start one more process, and give it something to do."""
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(self.do, theirs), daemon=True)
        with warnings.catch_warnings(), _signals_wait():
            # Python warns of threads beside fork; those of NumPy's BLAS, which this process never calls, do no harm.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        theirs.close()  # so that our end says when the process has ended
        self.processes[ours] = process
        self.give(ours)

    def give(self, pipe: Any) -> None:
        if self.waiting:
            self.busy[pipe] = self.waiting.popleft()
        with suppress(OSError):  # it has ended: who waits for its answer hears of that
            pipe.send(self.busy.get(pipe))

    def work(self) -> Iterator[Any]:
        while self.busy:
            ready: list[Any] = wait(list(self.busy))
            for pipe in ready:
                name = self.busy.pop(pipe)
                try:
                    outcome = pipe.recv()
                except (EOFError, OSError):
                    outcome = self.lost(name, _how(self.processes.pop(pipe)))
                    if self.waiting:
                        self.hire()
                else:
                    self.give(pipe)
                yield outcome

    def rest(self) -> None:
        """Wait for those that have nothing left to do."""
        for process in self.processes.values():
            process.join(PATIENCE)

    def end(self) -> None:
        for process in self.processes.values():
            process.kill()
        for pipe, process in self.processes.items():
            process.join(PATIENCE)
            pipe.close()


def _serve(do: Do, pipe: Any) -> None:
    """The life of one process: a name comes, what came of it goes back; None is the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal: the first one sees to it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while (name := pipe.recv()) is not None:
        pipe.send(do(name))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


_ENDING = {signal.SIGINT, signal.SIGTERM}


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Hold back what would end this process while it starts another, which is to see none of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _how(process: Any) -> str:
    """How a process ended that should have gone on."""
    process.join(PATIENCE)
    process.kill()  # it closed its pipe and goes on
    process.join()
    code = process.exitcode
    if code >= 0:
        return f"ended with exit code {code}"
    name = next((known.name for known in signal.Signals if known == -code), f"signal {-code}")
    return f"was ended by {name}" + (", perhaps for want of memory" if name == "SIGKILL" else "")
