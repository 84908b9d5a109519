"""Long work: asked for, followed, cancelled, and its result fetched later."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wattlas.errors import Message
from wattlas.report.paint.text import said
from wattlas.report.words.language import Language
from wattlas.service.tasks import Reply, Task
from wattlas.service.workers import LATER, Worker

LIMIT_S = 3600.0
"""How long one piece of work may take."""
MOST_RUNNING = 2
MOST_KEPT = 50
"""How many run at once, and how many are kept."""
RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"


@dataclass(frozen=True)
class Step:
    """A sentence that the work has said, and when. [s after its begin]"""

    at_s: float
    message: Message


@dataclass
class Job:
    """One piece of work, its state, what it has said, and its reply."""

    task: Task
    worker: Worker
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    begin_s: float = field(default_factory=time.time)
    steps: list[Step] = field(default_factory=list)
    state: str = RUNNING
    reply: Reply | None = None
    seconds: float = 0.0

    def run(self) -> None:
        """Wait for the reply; called in a thread of its own."""
        reply = self.worker.reply(self.task, LIMIT_S, self._hear)
        self.seconds = time.time() - self.begin_s
        if self.state == RUNNING:
            self.reply = reply
            self.state = DONE if reply.status == 200 else FAILED
            self.worker.stop()

    def cancel(self) -> None:
        """End the work, if it still runs."""
        if self.state == RUNNING:
            self.state, self.seconds = CANCELLED, time.time() - self.begin_s
            self.worker.stop()

    def _hear(self, message: Message) -> None:
        self.steps.append(Step(time.time() - self.begin_s, message))

    def to_dict(self, say: Language) -> dict[str, Any]:
        """Return where the work stands, its sentences said in a language."""
        running = self.state == RUNNING
        reply = self.reply if self.state == FAILED else None
        problem = {"problem": json.loads(reply.body)} if reply else {}
        return problem | {
            "id": self.key,
            "verb": self.task.verb,
            "state": self.state,
            "seconds": time.time() - self.begin_s if running else self.seconds,
            "progress": [
                {"at_s": step.at_s, "said": said(step.message, say)}
                for step in list(self.steps)
            ],
        }


class Jobs:
    """The work of a server: a few at once, the last ones kept."""

    def __init__(self) -> None:
        self._all: dict[str, Job] = {}

    def start(self, task: Task) -> Job | None:
        """Begin work in a process of its own; None where too much runs already."""
        if self.running >= MOST_RUNNING:
            return None
        job = Job(task, Worker(niceness=LATER))
        self._forget()
        self._all[job.key] = job
        threading.Thread(target=job.run, daemon=True).start()
        return job

    @property
    def running(self) -> int:
        """How many run."""
        return sum(job.state == RUNNING for job in self._all.values())

    def find(self, key: str) -> Job | None:
        """Return the work of a key, if it is kept."""
        return self._all.get(key)

    def __iter__(self) -> Iterator[Job]:
        """Yield the work that is kept, the newest first."""
        return reversed(list(self._all.values()))

    def _forget(self) -> None:
        ended = [key for key, job in self._all.items() if job.state != RUNNING]
        for key in ended[: max(0, len(self._all) - MOST_KEPT + 1)]:
            del self._all[key]

    def stop(self) -> None:
        """Cancel all that runs."""
        for job in self._all.values():
            job.cancel()
