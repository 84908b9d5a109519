"""What `wattlas measure` does: sets up a session, runs the command, sums it up."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.cli.measure_values import price_per_kwh, work_of
from wattlas.errors import InputError, Message, WattlasError
from wattlas.parameters.metering import MeasureOptions
from wattlas.parameters.output import MeasureOutput
from wattlas.parameters.quantities import quantity

if TYPE_CHECKING:
    from wattlas.cli.rigs import Rig
    from wattlas.metering.parts import Measurement
    from wattlas.metering.running import Snapshot


def measure_command(options: MeasureOptions, form: MeasureOutput) -> int:
    """Measure a command, or what a simulation or a recording gives; return its code."""
    if options.simulate == "list":
        _list_scenarios()
        return 0
    command = list(options.command or ())
    _check(command, options)
    files = Files.of(form, options)
    if form.output is not None:
        files.check(form.output, (RECORD_ENDING,))
    from wattlas.cli.rigs import rig_for

    rig = rig_for(command, options)
    code, begin, end = _run(command, (options, form), rig)
    name = options.name or _named(command, options)
    tags = dict(options.tag or {})
    measurement = rig.session.measurement(name, begin, end, work_of(options), tags)
    rig.session.note(measurement)
    rig.session.close(code)
    if rig.finish is not None:
        rig.finish()
    told = _told(measurement, (options, form), rig, files)
    # The command's own failure is the one to report.
    return code or int(not told or bool(rig.silent))


def _named(command: list[str], options: MeasureOptions) -> str:
    """Return what a run is called that has no name: its program, or what stands in."""
    from wattlas.metering.command import program_name

    if command:
        return program_name(command) or "command"
    return options.simulate or "replay"


def _told(
    measurement: Measurement,
    how: tuple[MeasureOptions, MeasureOutput],
    rig: Rig,
    files: Files,
) -> bool:
    """Print what was measured; say whether that could be done.

    The command has run: whatever fails now must not lose its exit code.
    """
    from wattlas.cli import output as out

    try:
        _tell(measurement, how, rig, files)
        if how[0].estimate is not None:
            _compare(measurement, how[0].estimate)
    except (WattlasError, OSError) as error:
        said = error.message if isinstance(error, WattlasError) else Message(str(error))
        sys.stderr.write(out.error_line(said) + "\n")
        return False
    return True


def _check(command: list[str], options: MeasureOptions) -> None:
    if options.replay is not None and (command or options.simulate):
        raise InputError(
            "A recording is replayed alone: without command or --simulate."
        )
    if options.meter_key and not options.meter:
        raise InputError(
            "--meter-key {key} says which figure of a --meter is meant: name the "
            "command with --meter.",
            key=options.meter_key,
        )
    if options.prometheus is not None:
        quantity("port").counted("prometheus", options.prometheus)
    if not command and options.simulate is None and options.replay is None:
        raise InputError(
            "Nothing to measure: give a command after --, such as "
            "wattlas measure -- python train.py."
        )


def _run(
    command: list[str], how: tuple[MeasureOptions, MeasureOutput], rig: Rig
) -> tuple[int, Snapshot, Snapshot]:
    """Run what is measured; return its code, and the readings at both ends."""
    options, form = how
    with ExitStack() as stack:
        if options.prometheus is not None:
            from wattlas.metering.exporter import serve_metrics

            stop = serve_metrics(rig.session, options.prometheus, rig.host)
            stack.callback(stop)
        if form.watch:
            from wattlas.cli.output import chosen_language
            from wattlas.report.live import LiveView, shown

            price = price_per_kwh(options)
            view = LiveView(rig.session, *price, say=chosen_language())
            stack.enter_context(shown(view))
        begin = rig.session.snapshot()
        code = 0 if rig.drive is not None else _run_command(command, rig)
        if rig.drive is not None:
            rig.drive()
        return code, begin, rig.session.snapshot(begin)


def _run_command(command: list[str], rig: Rig) -> int:
    from wattlas.metering.command import CommandError, run_command
    from wattlas.metering.ledger.nested import inside_of

    rig.session.start()
    try:
        inside = inside_of(rig.log.header.run) if rig.log is not None else {}
        return run_command(command, inside)
    except CommandError as error:
        rig.session.close(error.exit_code)
        from click.exceptions import Exit

        from wattlas.cli import output as out

        sys.stderr.write(out.error_line(error.message) + "\n")
        raise Exit(error.exit_code) from error


def _tell(
    measurement: Measurement,
    how: tuple[MeasureOptions, MeasureOutput],
    rig: Rig,
    files: Files,
) -> None:
    """Print the summary on stderr: stdout is the command's."""
    from wattlas.cli import output as out

    options, form = how
    if rig.scenario is not None:
        truth_j = rig.scenario.truth_j(measurement.t0, measurement.t1)
        measurement = replace(measurement, truth_j=truth_j)
    record = measurement.to_dict()
    if form.json:
        sys.stderr.write(out.json_text(record))
    else:
        _tell_people(measurement, options)
    if form.output is not None:
        files.write_record(form.output, record)
    _tell_meters(rig)
    if not form.json:
        _tell_ledger(rig)


def _tell_people(measurement: Measurement, options: MeasureOptions) -> None:
    from wattlas.cli import output as out
    from wattlas.report import metering as report

    more = []
    price, currency = price_per_kwh(options)
    if price is not None and measurement.energy_j is not None:
        more.append(report.cost(measurement.energy_j, price, currency))
    with _to_stderr():
        out.print_shown([report.measurement_document(measurement, more)])


def _tell_meters(rig: Rig) -> None:
    """Name the meters that were asked for and do not answer."""
    from wattlas.cli import output as out
    from wattlas.report.table import word
    from wattlas.report.words import metering as words

    for finding in rig.silent:
        error = finding.values.get("error", "")
        out.say(word(words.SILENT_METER, meter=finding.what, error=error))


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


def _compare(measurement: Measurement, study: Path) -> None:
    """Print what the study predicted beside what was measured."""
    from wattlas.cli import output as out
    from wattlas.cli.comparing import compared_now
    from wattlas.report.prediction import prediction_document

    comparison = compared_now(measurement, study)
    with _to_stderr():
        out.print_shown([prediction_document(comparison)])


@contextmanager
def _to_stderr() -> Iterator[None]:
    with contextlib.redirect_stdout(sys.stderr):
        yield


def _list_scenarios() -> None:
    from wattlas.cli import output as out
    from wattlas.metering.simulated import SCENARIOS
    from wattlas.report.metering import scenarios_table

    out.print_shown([scenarios_table(SCENARIOS)])
