"""`wattlas validate`: predictions against published measurements."""

from __future__ import annotations

from wattlas.cli.command import verb
from wattlas.errors import Message
from wattlas.parameters.checking import ValidateOptions
from wattlas.parameters.output import RecordOutput


@verb(ValidateOptions, RecordOutput)
def validate(options: ValidateOptions, form: RecordOutput) -> None:
    """Show how wrong the program is, against measurements.

    wattlas validate --inference measured.csv --given model,output_tokens_mean
    """
    from wattlas import accuracy
    from wattlas.cli import output as out
    from wattlas.cli.showing import record_files, show
    from wattlas.parameters import given_of
    from wattlas.report.accuracy import validation_document

    files = record_files(form, options)
    result = accuracy.validate(**given_of(options))
    show(form, files, result.to_dict(), lambda: [validation_document(result)])
    for path in result.written:
        out.say(Message("Wrote {path}.", path=path))
