"""`wattlas facts`: list and show the tables, with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.parameters.checking import FactsOptions
from wattlas.parameters.output import FactsOutput

if TYPE_CHECKING:
    from wattlas.report.facts import View


@verb(FactsOptions, FactsOutput)
def facts(options: FactsOptions, form: FactsOutput) -> None:
    """List the fact tables, one table, or one key with its sources.

    wattlas facts hardware h100-sxm
    """
    from wattlas.cli.showing import marked, record_files, show

    files = record_files(form, options)
    view = _view(options)
    if form.csv:
        import sys

        sys.stdout.write(view.csv())
        return
    show(form, files, marked("facts", view.record), lambda: [view.document()])


def _view(options: FactsOptions) -> View:
    from wattlas.errors import InputError
    from wattlas.report import facts as report

    if options.find is not None and (options.table is None or options.key is not None):
        raise InputError(
            "--find looks through the rows of one table: name a table and no key."
        )
    if options.table is None:
        return report.tables()
    if options.key is None:
        return report.table(options.table, options.find or "")
    if options.table == "models" and options.key.endswith(".json"):
        return report.model_file(options.key, options.accept_unread)
    if options.accept_unread:
        raise InputError("accept_unread goes with the config.json of a model.")
    return report.entry(options.table, options.key)
