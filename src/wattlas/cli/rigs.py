"""Sessions for `wattlas measure`: of this machine, a simulated one, a recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli import output
from wattlas.cli.measure_values import tick_s
from wattlas.errors import InputError, Message
from wattlas.metering import api
from wattlas.metering.clock import FakeClock, RealClock, SteppedClock
from wattlas.metering.command import program_name
from wattlas.metering.ledger.writer import UnwritableError
from wattlas.metering.machine import host_name, machine_key, named_hash, this_machine
from wattlas.metering.ranks import Rank, rank_of
from wattlas.metering.readers.outside import (
    CommandReader,
    DeclaredReader,
    PrometheusReader,
)
from wattlas.metering.recording import Recording
from wattlas.metering.replay import Replay
from wattlas.metering.session import Session
from wattlas.metering.sharing.load import processes
from wattlas.metering.simulated import scenario
from wattlas.metering.simulated.scenarios import HOST, START_S
from wattlas.parameters.metering import MeasureOptions
from wattlas.report.words import metering as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wattlas.metering.channel import Channel, Finding, Reader
    from wattlas.metering.clock import Clock
    from wattlas.metering.ledger.writer import LedgerWriter
    from wattlas.metering.simulated import Scenario


@dataclass(frozen=True)
class Rig:
    """A session that is ready, and what drives its clock where no command does.

    `drive` moves a fake clock to its end; `scenario` knows the exact answer; `silent`
    are the meters that were asked for by name and do not answer.
    """

    session: Session
    host: str
    drive: Callable[[], None] | None = None
    scenario: Scenario | None = None
    finish: Callable[[], None] | None = None
    log: LedgerWriter | None = None
    silent: tuple[Finding, ...] = ()


def rig_for(command: list[str], options: MeasureOptions) -> Rig:
    """Return the rig that the options ask for."""
    if options.replay is not None:
        return _replayed(options)
    if options.simulate is not None:
        return _simulated(options, bool(command))
    return _real(command, options)


def _real(command: list[str], options: MeasureOptions) -> Rig:
    rank = rank_of()
    machine = this_machine(_outside(options)) if rank.reads else None
    clock = RealClock()
    channels = list(machine.channels) if machine else []
    own = processes(rank.root_pid)
    finish = None
    if options.record is not None:
        recording = Recording(options.record, channels, clock, tick_s(options))
        channels, own, finish = (
            recording.channels,
            recording.processes(own),
            recording.close,
        )
    settings = replace(_settings(options), program=program_name(command))
    log = _log(settings, rank, channels, clock.now())
    session = Session(channels, own, log, clock, tick_s(options))
    silent = silent_meters(machine.findings) if machine else ()
    return Rig(session, host_name(), finish=finish, log=log, silent=silent)


def silent_meters(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the meters that a user named and that give no figure."""
    return tuple(f for f in findings if f.code == "meter-silent")


def _log(
    settings: api.RunSettings, rank: Rank, channels: Sequence[Channel], now_s: float
) -> LedgerWriter | None:
    """Return the writer of the ledger; only the usual one may be missing."""
    try:
        return api.writer(settings, rank, channels, now_s)
    except UnwritableError as error:
        if settings.ledger is not None:
            raise
        output.say(Message(words.WITHOUT_LEDGER, reason=error))
        return None


def _simulated(options: MeasureOptions, has_command: bool) -> Rig:
    simulated = scenario(options.simulate or "")
    fake = FakeClock(START_S)
    clock: Clock = SteppedClock(START_S) if has_command else fake
    machine = simulated.machine(clock)
    channels = list(machine.channels)
    finish = None
    if options.record is not None:
        recording = Recording(options.record, channels, clock, tick_s(options))
        channels, finish = recording.channels, recording.close
    log, rank = None, rank_of()
    channels = channels if rank.reads else []
    if options.ledger is not None:
        settings = _settings(options)
        log = api.writer(settings, rank, channels, START_S, HOST)
    session = Session(channels, simulated.processes(clock), log, clock, tick_s(options))
    drive = None if has_command else _by_ticks(session, fake, simulated.length_s)
    return Rig(session, HOST, drive, simulated, finish, log)


def _by_ticks(
    session: Session, clock: FakeClock, length_s: float
) -> Callable[[], None]:
    def drive() -> None:
        ticks = max(round(length_s / session.tick_s), 1)
        for _ in range(ticks):
            clock.advance(session.tick_s)
            session.tick()

    return drive


def _replayed(options: MeasureOptions) -> Rig:
    replay = Replay(options.replay or Path())
    log = None
    if options.ledger is not None:
        settings = _settings(options)
        log = api.writer(settings, Rank(), replay.channels, replay.clock.now())
    session = Session(
        replay.channels, replay.processes, log, replay.clock, replay.tick_s
    )

    def drive() -> None:
        for seconds in replay.steps():
            replay.clock.advance(seconds)
            session.tick()

    return Rig(session, "replay", drive, log=log)


def _settings(options: MeasureOptions) -> api.RunSettings:
    return api.RunSettings(
        name=options.name or "",
        project=options.project or "",
        tags=dict(options.tag or {}),
        ledger=options.ledger,
        fsync=options.fsync,
        tick_s=tick_s(options),
    )


def _outside(options: MeasureOptions) -> list[Reader]:
    """Return the readers of the meters and figures that the options name."""
    key = f"{machine_key()}/{options.meter_scope}"
    readers: list[Reader] = []
    for number, command in enumerate(options.meter or ()):
        # Two feeds of one machine are two devices, also where two runs read them.
        feed = f"{key}-{named_hash(f'{command} {options.meter_key} {number}')[:8]}"
        figure = options.meter_key
        readers.append(CommandReader(command, options.meter_scope, feed, figure=figure))
    if (options.meter_url is None) != (options.meter_query is None):
        raise InputError("A Prometheus meter needs --meter-url and --meter-query.")
    if options.meter_url is not None and options.meter_query is not None:
        feed = f"{key}-{named_hash(f'{options.meter_url} {options.meter_query}')[:8]}"
        readers.append(
            PrometheusReader(
                options.meter_url, options.meter_query, options.meter_scope, feed
            )
        )
    readers += [_declared(text) for text in options.declare or ()]
    return readers


def _declared(text: str) -> DeclaredReader:
    from wattlas.metering.declared import declared_chips, declared_watts

    name, equals, figure = text.partition("=")
    if equals:
        return DeclaredReader(name, declared_watts(name, figure), "gpu", machine_key())
    chip, _, count = text.partition(":")
    return DeclaredReader(
        text, declared_chips(chip, count or "1"), "gpu", machine_key()
    )
