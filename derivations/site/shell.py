"""What `derive` shares with the shell that runs it: streams that may be closed or full, and signals that end it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


def ready() -> None:
    """Streams in UTF-8, whatever the locale; one that is closed is filled, or the next file opened would pass for it.

    What is printed to a closed standard output fails, as a full one does; what goes to a closed standard error is lost.
    """
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]


def silence(stream: Any) -> None:
    """Send what is left in a stream, and what still comes, nowhere: Python would fail on it when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class Lossy:
    """A stream that nobody need read: once it fails, all that is written to it is dropped."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError:
            silence(self._stream)
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            silence(self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def sigterm_interrupts() -> Iterator[None]:
    """SIGTERM, too, raises KeyboardInterrupt here, so that what must be put in order is."""
    if threading.current_thread() is not threading.main_thread():  # only that one may say what a signal does
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, _: Any) -> None:
    raise KeyboardInterrupt(number)


def status(stop: KeyboardInterrupt) -> int:
    """The exit status that shells expect of what a signal ended."""
    return 128 + int(stop.args[0] if stop.args else signal.SIGINT)
