"""Where tasks run: here, on threads, in processes, or on a Dask cluster."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from wattlas.errors import InputError, Several, needs_extra

LOCAL, RUNNERS = "local", ("local", "processes", "dask")
THREADS = 8
"""Threads at most: each holds its span of the program."""
Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


@dataclass(frozen=True)
class Runner:
    """What runs tasks, how many workers, and the scheduler of a Dask cluster.

    `local` runs one task after the other here. Without an `address` a cluster is
    started here.
    """

    name: str = "processes"
    workers: int = 1
    address: str | None = None

    @property
    def here(self) -> bool:
        """Whether tasks run in this process."""
        return self.name != "dask" and self.workers == 1


def on_threads(task: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Run a task on each item on threads: for what works outside of Python's lock."""
    count = min(os.cpu_count() or 1, THREADS)
    with ThreadPoolExecutor(count) as pool:
        yield from _in_order(pool.submit, count)(task, items)


@contextmanager
def running(runner: Runner) -> Iterator[Run]:
    """Give a function that runs a task on each item, results in their order.

    Raises
    ------
    InputError
        If there is no such runner, or it has not so many workers.
    MissingExtraError
        If Dask is asked for and not installed.
    """
    _check(runner)
    if runner.here:
        yield map
    elif runner.name == "dask":
        with _dask(runner) as run:
            yield run
    else:
        with ProcessPoolExecutor(runner.workers, get_context("spawn")) as pool:
            yield _in_order(pool.submit, runner.workers)


@contextmanager
def weeks_on(runner: Runner) -> Iterator[Run]:
    """Give what solves the weeks of a plan; what runs here runs on threads.

    Raises
    ------
    InputError, MissingExtraError
        As `running` does.
    """
    with running(runner) as run:
        yield on_threads if runner.here else run


def _check(runner: Runner) -> None:
    if runner.name not in RUNNERS:
        raise InputError(
            "No runner named {name!r}; use {runners}.",
            name=runner.name,
            runners=Several(RUNNERS, " or "),
        )
    if runner.workers < 1:
        raise InputError(
            "workers must be 1 or more, got {workers}.",
            workers=runner.workers,
        )
    if runner.name == LOCAL and runner.workers > 1:
        raise InputError(
            "The runner local has one worker, got {workers}: use processes or dask.",
            workers=runner.workers,
        )


@contextmanager
def _dask(runner: Runner) -> Iterator[Run]:
    with needs_extra("The runner dask", "cluster"):
        from distributed import Client as Untyped
    client_of: Any = Untyped
    here = {
        "n_workers": runner.workers,
        "threads_per_worker": 1,
        "dashboard_address": None,
    }
    at = runner.address
    with client_of(at) if at else client_of(**here) as client:

        def submit(task: Callable[[Any], Any], item: Any) -> Any:
            # A span of a hundred sites has 20 MB, too much for the scheduler's graph.
            (there,) = client.scatter([item], hash=False)
            return client.submit(task, there, pure=False)

        yield _in_order(submit, max(len(client.nthreads()), runner.workers))


def _in_order(submit: Callable[..., Any], workers: int) -> Run:
    """Return what hands items out as workers get free, and gives results in order.

    Items are made as they are handed out, so few of them are held at a time.
    """

    def run(task: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        waiting: deque[Any] = deque()
        for item in items:
            waiting.append(submit(task, item))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    return run
