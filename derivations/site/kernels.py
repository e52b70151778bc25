"""Running a notebook from top to bottom. Who runs none needs not import this, nor have nbclient."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from traitlets import Type

if TYPE_CHECKING:
    from nbformat import NotebookNode

HANGS = 100  # seconds in one cell
LOOKS = 0.2  # seconds between two looks for a message that nothing announced
# Linear algebra in threads of its own makes two kernels on two processors wait for each other: four times as long.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run it as it would run in the folder, and put what it shows into it.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell fails.
        nbclient.exceptions.CellTimeoutError: a cell takes longer than HANGS.
        nbclient.exceptions.DeadKernelError: a cell ends Python.
    """
    within = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=HANGS, resources=within, kernel_manager_class=_Manager)
    with ThreadPoolExecutor(1) as thread:  # the caller's may run a loop of its own
        thread.submit(asyncio.run, client.async_execute(env={**ONE_THREAD, **os.environ})).result()


class _Channel(AsyncZMQSocketChannel):
    """A channel that looks for messages now and then, where its base waits to be told.

    While a widget shows something, nbclient sends on the socket that it waits on, past asyncio. ZeroMQ announces an
    arrival once, and that sending takes the announcement: the reply then lies there until the wait ends.
    """

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        until = None if timeout is None else monotonic() + timeout
        while True:
            left = LOOKS if until is None else until - monotonic()
            try:
                return await super().get_msg(timeout=max(0.0, min(LOOKS, left)))
            except Empty:
                if left <= LOOKS and until is not None:
                    raise


class _Client(AsyncKernelClient):
    shell_channel_class = Type(_Channel)


class _Manager(AsyncKernelManager):
    client_factory = Type(_Client)
