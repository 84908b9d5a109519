"""Where the tasks of a sweep run: here, in processes, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from wattlas.errors import InputError, Several, needs_extra

LOCAL, RUNNERS = "local", ("local", "processes", "dask")
Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]


@dataclass(frozen=True)
class Runner:
    """What runs tasks, how many workers, and the scheduler of a Dask cluster.

    `local` runs one task after the other here. Without an `address` a cluster is
    started here.
    """

    name: str = "processes"
    workers: int = 1
    address: str | None = None


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
    name, workers = runner.name, runner.workers
    if name not in RUNNERS:
        raise InputError(
            "No runner named {name!r}; use {runners}.",
            name=name,
            runners=Several(RUNNERS, " or "),
        )
    if workers < 1:
        raise InputError(
            "workers must be 1 or more, got {workers}.",
            workers=workers,
        )
    if name == LOCAL and workers > 1:
        raise InputError(
            "The runner local has one worker, got {workers}: use processes or dask.",
            workers=workers,
        )
    if name == "dask":
        with _dask(workers, runner.address) as run:
            yield run
    elif workers == 1:
        yield map
    else:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            yield pool.map


@contextmanager
def _dask(workers: int, address: str | None) -> Iterator[Run]:
    with needs_extra("The runner dask", "cluster"):
        from distributed import Client as Untyped
    client_of: Any = Untyped
    here = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    with client_of(address) if address else client_of(**here) as client:
        yield partial(_gathered, client)


def _gathered(
    client: Any, task: Callable[[Any], Any], items: Sequence[Any]
) -> Iterator[Any]:
    # Results go one by one, so that what is done can be told.
    for future in client.map(task, items, pure=False):
        yield future.result()
