"""Processes that answer, so that no question waits for another's computing."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from wattlas.errors import Message
from wattlas.metering.ledger.folder import VARIABLE
from wattlas.service.tasks import BUSY, FAILED, TOO_LONG, Reply, refusal

Hear = Callable[[Message], None]


class Task(Protocol):
    """What a process can do: its reply, in a language."""

    @property
    def language(self) -> str:
        """The code of the language of the reply."""

    def reply(self, say: Hear) -> Reply:
        """Return the reply, and say meanwhile what is being done."""


LIMIT_S = 30.0
"""How long one answer may take."""
LONGEST_QUEUE = 64
"""How many questions may wait for a process."""
LATER = 19
"""By how much a process of long work gives way to those that answer at once."""


class Worker:
    """A process that answers one question after another."""

    def __init__(self, ledger: Path | None = None, niceness: int = 0) -> None:
        context = multiprocessing.get_context("spawn")
        self._folder = tempfile.TemporaryDirectory(prefix="wattlas-")
        self._here, there = context.Pipe()
        self._process = context.Process(
            target=_answer_all,
            args=(there, self._folder.name, ledger, niceness),
        )
        self._process.start()
        there.close()
        self._in_use, self._ending = threading.RLock(), threading.Lock()

    def reply(self, task: Task, limit_s: float, hear: Hear = lambda _: None) -> Reply:
        """Return the reply; stop the process where it takes longer or fails."""
        with self._in_use:
            return self._reply(task, limit_s, hear)

    def _reply(self, task: Task, limit_s: float, hear: Hear) -> Reply:
        try:
            self._here.send(task)
            while self._here.poll(limit_s):
                found = self._here.recv()
                if isinstance(found, Reply):
                    return found
                hear(found)
        except (EOFError, OSError):
            self.stop()
            return refusal(FAILED, task.language)
        self.stop()
        return refusal(TOO_LONG, task.language)

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.is_alive() and not self._here.closed

    def stop(self) -> None:
        """End the process, whatever it is doing; any thread may, and more than one.

        The end of the process ends the wait of whoever reads from it. Only then is
        the pipe closed: a descriptor closed under a reader may be another file's next.
        """
        with self._ending:
            self._process.kill()
            self._process.join()
        with self._in_use:
            self._here.close()
            self._folder.cleanup()


def _answer_all(
    there: Connection, folder: str, ledger: Path | None, niceness: int
) -> None:
    """Answer until the other end is gone: what is said meanwhile is sent too.

    Files are written to the folder alone, which nobody else has.
    """
    from wattlas.facts import own_rows_apart
    from wattlas.service import fence, ready

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(niceness)
    if ledger is not None:
        os.environ[VARIABLE] = str(ledger)
    ready.load()
    tempfile.tempdir = folder
    fence.put_up([Path(folder), *([ledger] if ledger else [])])
    with suppress(EOFError, OSError):
        while True:
            task = there.recv()
            with own_rows_apart():
                there.send(task.reply(there.send))


class Workers:
    """Several processes, of which each question gets one that is free."""

    def __init__(
        self, count: int, ledger: Path | None = None, limit_s: float = LIMIT_S
    ) -> None:
        self._ledger, self._limit_s = ledger, limit_s
        self._all = {Worker(ledger) for _ in range(count)}
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._all:
            self._free.put_nowait(worker)
        self.waiting = 0

    async def reply(self, task: Task) -> Reply:
        """Return the reply of the next free process; one that ends is replaced."""
        if self.waiting >= LONGEST_QUEUE:
            return refusal(BUSY, task.language)
        self.waiting += 1
        try:
            worker = await self._free.get()
        finally:
            self.waiting -= 1
        asked = asyncio.get_running_loop().run_in_executor(
            None, worker.reply, task, self._limit_s
        )
        asked.add_done_callback(lambda _: self._release(worker))
        return await asyncio.shield(asked)

    def _release(self, worker: Worker) -> None:
        if not worker.is_alive:
            self._all.discard(worker)
            worker = Worker(self._ledger)
            self._all.add(worker)
        self._free.put_nowait(worker)

    def stop(self) -> None:
        """End all processes."""
        for worker in self._all:
            worker.stop()
