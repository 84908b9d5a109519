"""`wattlas ledger export|import|compact`: readings to files, from files, in Parquet."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.cli.ledger_runs import ledger_of, say_problems, selected, selection_of
from wattlas.errors import InputError, Message
from wattlas.parameters.ledger import LedgerExport, LedgerFolder, LedgerImport
from wattlas.parameters.output import FileOptions, LanguageOptions

if TYPE_CHECKING:
    from wattlas.metering.ledger.imports import Asked


@verb(LedgerExport, FileOptions)
def export(options: LedgerExport, form: FileOptions) -> None:
    """Write the readings of runs to a file for other programs.

    wattlas ledger export readings.parquet --since 7d
    """
    from wattlas.cli.files import Files
    from wattlas.metering.ledger import export as exports

    files = Files(force=form.force)
    files.check(options.file)
    runs, when = selected(options), selection_of(options).when(time.time())
    say_problems(runs)
    if options.codecarbon:
        rows = list(exports.codecarbon_rows(runs))
        done = Message("{count:,} rows", count=len(rows))
        files.write(options.file, lambda file: exports.write_rows(rows, file), done)
        return
    from wattlas.cli.asking import with_whole_files

    counts: list[int] = []

    def save(file: Path) -> None:
        write = partial(exports.write_readings, path=file, window=when.window)
        counts.append(with_whole_files(runs, write))

    files.write(options.file, save, lambda: Message("{count:,} rows", count=counts[0]))


@verb(LedgerImport, LanguageOptions)
def import_runs(options: LedgerImport, form: LanguageOptions) -> None:
    """Import what another tool measured, marked with what it is.

    wattlas ledger import emissions.csv --from codecarbon
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger.imports import import_file

    folder = ledger_of(options).folder
    done = import_file(options.source, options.kind, folder, _asked(options))
    for sentence in done.refused:
        out.say(Message("Left out: {sentence}", sentence=sentence))
    count = len(done.written)
    text = "Wrote {count} runs to {folder}; those imported before are left."
    out.say(Message(text, count=count, folder=folder))


def _asked(options: LedgerImport) -> Asked:
    """Return what the options of an import say of its rows."""
    from wattlas.metering.ledger.cells import zone_of
    from wattlas.metering.ledger.imports import Asked
    from wattlas.reconcile.selection import moment

    zone = zone_of(options.zone) if options.zone else None
    now_s = time.time()
    since, until = (
        moment(text, now_s, *([zone] if zone else [])) if text else None
        for text in (options.since, options.until)
    )
    if since is not None and until is not None and until <= since:
        raise InputError(
            "--until {until} must be later than --since {since}.",
            until=options.until,
            since=options.since,
        )
    return Asked(
        *(options.host, options.cpu_method, options.scope or "", options.unit),
        *(options.query, since, until, zone),
    )


@verb(LedgerFolder, LanguageOptions)
def compact(options: LedgerFolder, form: LanguageOptions) -> None:
    """Roll closed runs up into Parquet; their lines are deleted.

    wattlas ledger compact
    """
    from wattlas.cli import output as out
    from wattlas.metering.ledger.compacted import compact as rolled_up
    from wattlas.report.ledger_files import compaction, problem

    done = rolled_up(ledger_of(options).folder, lambda found: out.say(problem(found)))
    out.say(compaction(done))
