"""`wattlas facts`: list and show the tables, with their sources."""

from __future__ import annotations

from wattlas.cli.command import verb
from wattlas.parameters.checking import FactsOptions
from wattlas.parameters.output import FactsOutput


@verb(FactsOptions, FactsOutput)
def facts(options: FactsOptions, form: FactsOutput) -> None:
    """List the fact tables, one table, or one key with its sources.

    wattlas facts hardware h100-sxm
    """
    from wattlas.cli.output import chosen_language
    from wattlas.cli.showing import marked, record_files, show
    from wattlas.errors import InputError
    from wattlas.report.facts import is_model_file, view

    if form.template:
        _write_template(options)
        return
    files = record_files(form, options)
    if options.accept_unread and not is_model_file(options.table, options.key):
        raise InputError("accept_unread goes with the config.json of a model.")
    shown = view(options.table, options.key, options.find, options.accept_unread)
    if form.csv:
        import sys

        sys.stdout.write(shown.csv())
        return
    record = marked("facts", shown.record)
    show(form, files, record, lambda: [shown.document(chosen_language())])


def _write_template(options: FactsOptions) -> None:
    import sys

    from wattlas.cli.output import chosen_language
    from wattlas.errors import InputError
    from wattlas.estimation.own_chips import template
    from wattlas.parameters import given_of

    if given_of(options) != {"table": "hardware"}:
        raise InputError("--template goes with hardware: wattlas facts hardware.")
    sys.stdout.write(template(chosen_language().translated))
