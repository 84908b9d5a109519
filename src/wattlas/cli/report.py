"""`wattlas report`: a saved record as a page, as Markdown, or on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.errors import InputError

if TYPE_CHECKING:
    from wattlas.plain import Plain

ENDINGS = (".html", ".md")


def report(record: Path, output: Path | None, language: str) -> None:
    """Show a saved record of any kind; nothing is computed anew.

    Parameters
    ----------
    record : Path
        A record that a verb wrote: ``plan.json``, or what ``--json`` printed.
    output : Path, optional
        The page (``.html``) or Markdown (``.md``) to write; else the terminal.
    language : str
        ``en`` or ``zh``.

    Raises
    ------
    InputError
        If the file is no record, of another schema, or the ending is another.
    """
    from wattlas.cli import output as out
    from wattlas.plain import json_data
    from wattlas.report import saved
    from wattlas.report.words.language import language as language_of

    if output is not None and output.suffix not in ENDINGS:
        raise InputError(f"{output}: a record is written as .html or .md.")
    say = language_of(language)
    found = saved.read_record(json_data(_text(record)))
    if output is None:
        out.print_blocks(saved.terminal_blocks(found, say))
    elif output.suffix == out.PAGE_ENDING:
        out.write_text(output, _page(found, record, output, language))
    else:
        out.write_text(output, saved.markdown(found, say))


def _page(found: Plain, record: Path, output: Path, language: str) -> str:
    from datetime import date

    from wattlas.cli.again import command
    from wattlas.report import saved
    from wattlas.report.page import render
    from wattlas.report.page.parts import Made
    from wattlas.report.words.language import language as language_of

    said = language if language != "en" else None
    made = Made(command("report", record, language=said, o=output), date.today())
    return render(saved.page(found, made, language_of(language)))


def _text(record: Path) -> str:
    try:
        return record.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{record} cannot be read as a record: {error}.") from error
