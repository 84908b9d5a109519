"""What `wattlas measure` does: sets up a session, runs the command, sums it up."""

from __future__ import annotations

import json as json_module
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand

from wattlas.cli.tagging import tags_of
from wattlas.errors import InputError

if TYPE_CHECKING:
    from wattlas.metering.ledger.writer import LedgerWriter
    from wattlas.metering.parts import Measurement
    from wattlas.metering.session import Session, Snapshot
    from wattlas.metering.simulated import Scenario

DEFAULT_SCENARIO = "two-gpus"
TICK = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min)?")
TICK_SECONDS = {"ms": 1e-3, "s": 1.0, "min": 60.0}
COMMAND_SETTINGS = {"allow_interspersed_args": False}
"""What follows the command's name belongs to the command."""


class MeasureCommand(TyperCommand):
    """Lets ``--simulate`` stand alone: it then takes the first scenario."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the first scenario behind a `--simulate` that has none."""
        if "--simulate" in args:
            at = args.index("--simulate")
            if at + 1 == len(args) or args[at + 1].startswith("-"):
                args = [*args[: at + 1], DEFAULT_SCENARIO, *args[at + 1 :]]
        return super().parse_args(ctx, args)


@dataclass(frozen=True)
class Measuring:
    """The options of the verb, as they were given."""

    name: str | None
    project: str | None
    tag: list[str] | None
    tick: str
    ledger: str | None
    fsync: str
    tokens: str | None
    samples: str | None
    meter: str | None
    meter_url: str | None
    meter_query: str | None
    meter_scope: str
    declare: list[str] | None
    price: str | None
    watch: bool
    prometheus: int | None
    estimate: Path | None
    simulate: str | None
    record: Path | None
    replay: Path | None
    output: Path | None
    json: bool

    @property
    def tick_s(self) -> float:
        """The time between two readings. [s]"""
        match = TICK.fullmatch(self.tick.strip())
        if match is None:
            raise InputError(
                f"tick is a time such as 1s, 100ms or 1min, got {self.tick!r}."
            )
        return float(match[1]) * TICK_SECONDS[match[2] or "s"]

    @property
    def tags(self) -> dict[str, str]:
        """The tags, by key."""
        return tags_of(self.tag)

    @property
    def price_per_kwh(self) -> tuple[float | None, str]:
        """The price of a kWh and its currency; None if it was not given."""
        if self.price is None:
            return None, ""
        from wattlas import quantity

        try:
            parsed = quantity.parse(self.price, "money/kWh")
        except InputError as error:
            raise type(error)(f"price: {error}") from error
        middle = (parsed.low + parsed.high) / 2
        return (middle if parsed.mid is None else parsed.mid), parsed.currency or ""

    @property
    def work(self) -> dict[str, float]:
        """The work that the command does, by its unit."""
        given = {"tokens": self.tokens, "samples": self.samples}
        return {k: number(k, v, "1") for k, v in given.items() if v is not None}


@dataclass(frozen=True)
class Rig:
    """A session that is ready, and what drives its clock where no command does.

    `drive` moves a fake clock to its end; `scenario` knows the exact answer.
    """

    session: Session
    host: str
    drive: Callable[[], None] | None = None
    scenario: Scenario | None = None
    finish: Callable[[], None] | None = None
    log: LedgerWriter | None = None


def measure_command(command: list[str], options: Measuring) -> int:
    """Measure a command, or what a simulation or a recording gives; return its code."""
    if options.simulate == "list":
        _list_scenarios()
        return 0
    if options.replay is not None and (command or options.simulate):
        raise InputError(
            "A recording is replayed alone: without command or --simulate."
        )
    if not command and options.simulate is None and options.replay is None:
        raise InputError(
            "Nothing to measure: give a command after --, such as "
            "wattlas measure -- python train.py."
        )
    from wattlas.cli.rigs import rig_for

    rig = rig_for(command, options)
    code, begin, end = _run(command, options, rig)
    name = options.name or named(command) or options.simulate or "replay"
    found = rig.session.measurement(name, begin, end, options.work, options.tags)
    rig.session.note(found)
    rig.session.close(code)
    if rig.finish is not None:
        rig.finish()
    _tell(found, options, rig)
    if options.estimate is not None:
        _compare(found, options)
    return code


def _check(command: list[str], options: Measuring) -> None:
    if options.replay is not None and (command or options.simulate):
        raise InputError(
            "A recording is replayed alone: without command or --simulate."
        )
    if not command and options.simulate is None and options.replay is None:
        raise InputError(
            "Nothing to measure: give a command after --, such as "
            "wattlas measure -- python train.py."
        )


def named(command: list[str]) -> str:
    """Return what a run is called by its command: the program, and the script.

    Arguments may hold secrets and stay out of the ledger.

    >>> named(["/usr/bin/python", "train.py", "--key", "x"]), named(["sleep", "3"])
    ('python train.py', 'sleep 3')
    """
    first, *rest = [Path(word).name for word in command[:2]] or [""]
    return " ".join([first, *(w for w in rest if not w.startswith("-"))])


def _run(
    command: list[str], options: Measuring, rig: Rig
) -> tuple[int, Snapshot, Snapshot]:
    """Run what is measured; return its code, and the readings at both ends."""
    with ExitStack() as stack:
        if options.prometheus is not None:
            from wattlas.metering.exporter import serve_metrics

            stop = serve_metrics(rig.session, options.prometheus, rig.host)
            stack.callback(stop)
        if options.watch:
            from wattlas.cli.output import chosen_language
            from wattlas.report.live import LiveView, shown

            view = LiveView(rig.session, *options.price_per_kwh, say=chosen_language())
            stack.enter_context(shown(view))
        begin = rig.session.snapshot()
        code = 0 if rig.drive is not None else _run_command(command, rig.session)
        if rig.drive is not None:
            rig.drive()
        return code, begin, rig.session.snapshot(begin)


def _run_command(command: list[str], session: Session) -> int:
    from wattlas.metering.command import CommandError, run_command

    session.start()
    try:
        return run_command(command)
    except CommandError as error:
        session.close(error.exit_code)
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(error.exit_code) from error


def _tell(found: Measurement, options: Measuring, rig: Rig) -> None:
    """Print the summary on stderr: stdout is the command's."""
    record = found.to_dict()
    if rig.scenario is not None:
        record["truth_j"] = rig.scenario.truth_j(found.t0, found.t1)
    text = json_module.dumps(record, indent=2, ensure_ascii=False)
    if options.output is not None:
        options.output.write_text(text + "\n", encoding="utf-8")
    if options.json:
        typer.echo(text, err=True)
        return
    from wattlas.cli import output as out
    from wattlas.report import metering as report

    more = []
    price, currency = options.price_per_kwh
    if price is not None and found.energy_j is not None:
        more.append(report.cost(found.energy_j, price, currency))
    if rig.scenario is not None:
        truth_j = record["truth_j"]
        more.append(report.truth(truth_j, found.duration_s, found.energy_j))
    with _to_stderr():
        out.print_document(report.measurement_document(found, more))
    if options.output is not None:
        out.say(f"Wrote {options.output}.")
    _tell_ledger(rig)


def _tell_ledger(rig: Rig) -> None:
    """Say where the run is kept, what was lost of it, and who reads in its stead."""
    from wattlas.cli import output as out
    from wattlas.metering.ranks import rank_of
    from wattlas.report.table import word
    from wattlas.report.words import metering as words

    if not rig.session.devices:
        rank = rank_of()
        out.say(word(words.NOTHING, launcher=rank.launcher, rank=str(rank.rank)))
    if rig.log is not None:
        folder, run = rig.log.path.parent, rig.log.header.run
        out.say(word(words.RECORDED, run=run, folder=str(folder)))
        if rig.log.lost_lines:
            out.say(word(words.LOST_LINES, count=str(rig.log.lost_lines)))


def _compare(found: Measurement, options: Measuring) -> None:
    """Print what the study predicted beside what was measured."""
    from wattlas.cli import output as out
    from wattlas.cli.comparing import compared_now
    from wattlas.report.prediction import prediction_document

    comparison = compared_now(found, options.estimate or Path())
    with _to_stderr():
        out.print_document(prediction_document(comparison))


@contextmanager
def _to_stderr() -> Iterator[None]:
    import contextlib
    import sys

    with contextlib.redirect_stdout(sys.stderr):
        yield


def _list_scenarios() -> None:
    from wattlas.cli import output as out
    from wattlas.metering.simulated import SCENARIOS
    from wattlas.report import metering as report

    out.print_blocks([report.scenarios_table(SCENARIOS)])


def number(name: str, value: str, unit: str) -> float:
    """Return a quantity that a user gave in a unit; an error names the option."""
    from wattlas import quantity

    try:
        parsed = quantity.parse(value, unit)
    except InputError as error:
        raise type(error)(f"{name}: {error}") from error
    if parsed.mid is None or parsed.mid < 0:
        raise InputError(f"{name} must be one number >= 0, got {value!r}.")
    return float(parsed.mid)
