"""`wattlas outlook peak` and other questions beside an outlook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.parameters.outlook_questions import PeakOptions
from wattlas.parameters.output import AnswerOutput

if TYPE_CHECKING:
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.plain import Plain


@verb(PeakOptions, AnswerOutput)
def peak(options: PeakOptions, form: AnswerOutput) -> None:
    """Show a grid's highest hour, and what is firm in it.

    Data centres in it, all others, firm capacity and what is asked for, to 2035.

    wattlas outlook peak --region pjm
    """
    from wattlas import projection
    from wattlas.cli.outlook_files import OutlookFiles
    from wattlas.parameters import given_of

    files = OutlookFiles.of_answer(("outlook", "peak"), options, form)
    _show(projection.peak(**given_of(options)), files, form)


def _show(answer: Plain, files: OutlookFiles, form: AnswerOutput) -> None:
    """Write the files of an answer, and print it for people or as JSON."""
    from wattlas.cli import output as out
    from wattlas.report.saved import saved_document

    record, document = answer.to_dict(), saved_document(answer)
    files.write_answer(document, record)
    if form.json:
        out.print_json(record)
    else:
        out.print_shown([document])
