"""Processes that answer: ended by anyone, at any time, more than once."""

from __future__ import annotations

import gc
import os
import threading
import time
from dataclasses import dataclass
from typing import Any

import pytest

from wattlas.service import ready
from wattlas.service.tasks import FAILED, Reply, refusal
from wattlas.service.workers import Hear, Worker


@dataclass(frozen=True)
class Long:
    """Work that would take an hour."""

    language: str = "en"

    def reply(self, say: Hear) -> Reply:
        """Wait."""
        time.sleep(3600)
        return refusal(FAILED, self.language)


def test_a_process_is_ended_by_many_at_once_while_it_is_read() -> None:
    """No thread fails, the reader is told, and the process is gone."""
    worker = Worker()
    pipe: Any = worker._here

    def close_slowly() -> None:
        time.sleep(0.1)
        os.close(pipe._handle)

    pipe._close = close_slowly  # the handle is forgotten only at its end
    replies: list[Reply] = []
    failures: list[BaseException] = []

    def attempt(what: Any) -> None:
        try:
            what()
        except OSError as error:
            failures.append(error)

    def read() -> None:
        replies.append(worker.reply(Long(), 60.0))

    threads = [threading.Thread(target=attempt, args=[read])]
    threads += [threading.Thread(target=attempt, args=[worker.stop]) for _ in range(4)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in threads:
        thread.join(30.0)
    assert not failures
    assert [reply.status for reply in replies] == [refusal(FAILED, "en").status]
    assert not worker.is_alive
    worker.stop()


@pytest.mark.parametrize("times", [1, 3])
def test_a_process_that_is_idle_ends_at_once(times: int) -> None:
    """Ending twice is ending once."""
    worker = Worker()
    for _ in range(times):
        worker.stop()
    assert not worker.is_alive


def test_what_a_process_loads_is_not_looked_through_again() -> None:
    """Law: the tables and modules of a process are none of its garbage collector's."""
    gc.unfreeze()
    ready.load()
    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
