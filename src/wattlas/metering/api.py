"""`meter`, and the session of this process that it uses."""

from __future__ import annotations

import getpass
import os
import sys
import threading
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import wattlas
from wattlas.errors import InputError
from wattlas.metering import channel as ch
from wattlas.metering.clock import RealClock
from wattlas.metering.ledger.folder import OFF, VARIABLE, default_folder
from wattlas.metering.ledger.lines import RunHeader
from wattlas.metering.ledger.nested import inside_of, outer_runs
from wattlas.metering.ledger.writer import LedgerWriter, UnwritableError, new_run
from wattlas.metering.machine import Machine, host_name, machine_key, this_machine
from wattlas.metering.parts import Device
from wattlas.metering.ranks import Rank, rank_of
from wattlas.metering.session import Session
from wattlas.metering.sharing.load import processes
from wattlas.metering.window import Window

PROJECT = "WATTLAS_PROJECT"
_lock = threading.Lock()
_session: Session | None = None


@dataclass(frozen=True)
class RunSettings:
    """How a session runs and what its ledger says of it.

    `ledger` is a folder, ``"off"``, or None for the usual one. `readers` are meters
    beside those that every machine is searched for.
    """

    name: str = ""
    project: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    program: str = ""
    ledger: str | Path | None = None
    fsync: str = "end"
    tick_s: float = 1.0
    readers: tuple[ch.Reader, ...] = ()


def meter(name: str, **tags: str) -> Window:
    """Measure the energy of a stretch of work: a context manager and a decorator.

    The first window of a process starts its session: readers are probed once, then
    every counter is read at each tick by one daemon thread and at both ends of each
    window, and written to the ledger. `configure` sets how.

    Parameters
    ----------
    name : str
        What the work is, such as ``"epoch 3"``.
    **tags : str
        More to find it by in the ledger.

    Examples
    --------
    >>> import wattlas
    >>> with wattlas.meter("sum") as window:  # doctest: +SKIP
    ...     total = sum(range(10**8))
    ...     window.add(samples=1)
    >>> window.energy_j  # doctest: +SKIP
    Range(low=13.1, mid=26.8, high=60.2, currency='', year='')
    """
    return Window(name, current_session, **tags)


def configure(
    *,
    ledger: str | Path | None = None,
    project: str = "",
    tags: Mapping[str, str] | None = None,
    tick_s: float = 1.0,
    fsync: str = "end",
    readers: Iterable[ch.Reader] = (),
) -> Session:
    """Start this process' session with other than the usual settings.

    Raises
    ------
    InputError
        If a session runs already, or the ledger cannot be written.
    """
    settings = RunSettings(
        project=project,
        tags=dict(tags or {}),
        ledger=ledger,
        tick_s=tick_s,
        fsync=fsync,
        readers=tuple(readers),
    )
    global _session
    with _lock:
        if _session is not None:
            raise InputError("This process is metered already: configure it first.")
        _session = _started(settings)
        return _session


def current_session() -> Session:
    """Return the session of this process; start one with the first call."""
    global _session
    with _lock:
        if _session is None:
            _session = _started(RunSettings())
        return _session


def _started(settings: RunSettings) -> Session:
    """Start the session of this process; what it starts is told of its run."""
    session = new_session(settings).start()
    if isinstance(session.log, LedgerWriter):
        os.environ.update(inside_of(session.log.header.run))
    return session


def new_session(settings: RunSettings, machine: Machine | None = None) -> Session:
    """Return a session of this machine that writes to a ledger.

    Of several ranks on a host one reads; the others note their windows alone.
    """
    rank = rank_of()
    machine = machine or (this_machine(settings.readers) if rank.reads else None)
    channels = machine.channels if machine and rank.reads else ()
    clock = RealClock()
    log = _usual_writer(settings, rank, channels, clock.now())
    return Session(channels, processes(rank.root_pid), log, clock, settings.tick_s)


def writer(
    settings: RunSettings,
    rank: Rank,
    channels: Iterable[ch.Channel],
    now_s: float,
    host: str = "",
) -> LedgerWriter | None:
    """Return what writes the ledger of a run; None where it is off."""
    chosen = settings.ledger
    if chosen is None and os.environ.get(VARIABLE) == OFF:
        chosen = OFF
    if str(chosen) == OFF:
        return None
    header = RunHeader(
        run=new_run(),
        host=host or host_name(),
        machine=host or machine_key(),
        t=now_s,
        name=settings.name,
        project=settings.project or os.environ.get(PROJECT, ""),
        user=user_name(),
        program=settings.program or Path(sys.argv[0]).name,
        tags=settings.tags,
        job=rank.job,
        rank=rank.rank,
        ranks=rank.size,
        tick_s=settings.tick_s,
        version=wattlas.__version__,
        inside=outer_runs(),
        devices=tuple(Device.of(c) for c in channels),
    )
    folder = default_folder() if chosen is None else Path(chosen)
    return LedgerWriter(folder, header, settings.fsync)


def _usual_writer(
    settings: RunSettings, rank: Rank, channels: Iterable[ch.Channel], now_s: float
) -> LedgerWriter | None:
    """Return the writer; where the usual folder cannot be written, warn and do without.

    A folder that was named and cannot be written is an error.
    """
    try:
        return writer(settings, rank, channels, now_s)
    except UnwritableError as error:
        if settings.ledger is not None:
            raise
        warnings.warn(f"{error} Measuring without.", RuntimeWarning, stacklevel=4)
        return None


def user_name() -> str:
    """Return the name of the user, '' where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _forget() -> None:
    """A forked child has no session: the thread stayed with the parent."""
    global _session
    _session = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
