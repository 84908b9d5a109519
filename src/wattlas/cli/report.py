"""`wattlas report`: a saved record as a page, as Markdown, or on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.errors import InputError, reason_of
from wattlas.parameters.output import ReportOptions, ReportOutput
from wattlas.plain.files import file_text

if TYPE_CHECKING:
    from wattlas.report.blocks import Document


@verb(ReportOptions, ReportOutput)
def report(options: ReportOptions, form: ReportOutput) -> None:
    """Show a saved record: nothing is computed anew.

    wattlas report plan.json -o page.html --language zh
    """
    from wattlas.cli import output as out
    from wattlas.cli.files import MARKDOWN_ENDING, MARKDOWN_MARK, Files
    from wattlas.report.saved import read_saved, saved_document

    files = Files.of(form, options)
    if form.output is not None:
        files.check(form.output, (out.PAGE_ENDING, MARKDOWN_ENDING))
    document = saved_document(read_saved(_text(options.record)))
    if form.output is None:
        out.print_shown([document])
    elif form.output.suffix == out.PAGE_ENDING:
        files.write_text(form.output, _page(document, options, form.output))
    else:
        from wattlas.report.paint.markdown import document_markdown

        text = document_markdown(document, out.chosen_language())
        files.write_text(form.output, f"{MARKDOWN_MARK}\n\n{text}")


def _page(document: Document, options: ReportOptions, path: Path) -> str:
    from datetime import date

    from wattlas.cli import output as out
    from wattlas.parameters.command_line import command
    from wattlas.report.paint.html import document_html
    from wattlas.report.parts import Made

    say = out.chosen_language()
    again = command("report", options.record, language=say.code, o=path)
    return document_html(document, Made(again, date.today()), say)


def _text(record: Path) -> str:
    from wattlas.cli.standard_input import IS_STANDARD_INPUT, text_of_standard_input

    if str(record) == IS_STANDARD_INPUT:
        return text_of_standard_input()
    try:
        return file_text(record)
    except OSError as error:
        reason = reason_of(error)
        raise InputError(
            "{record}: cannot be read: {reason}.",
            record=record,
            reason=reason,
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{record}: is no UTF-8 text.",
            record=record,
        ) from error
