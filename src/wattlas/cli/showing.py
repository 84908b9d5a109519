"""A result: printed for people or as JSON, and written where a file is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from wattlas.cli import output as out
from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.parameters.output import RecordOutput

if TYPE_CHECKING:
    from wattlas.report.blocks import Block, Document

    Shown = Callable[[], Iterable[Document | Block]]


def record_files(form: RecordOutput, *options: Any) -> Files:
    """Return the guard of a verb whose only file is its record; check that before."""
    files = Files.of(form, *options)
    if form.output is not None:
        files.check(form.output, (RECORD_ENDING,))
    return files


def show(
    form: RecordOutput, files: Files, record: dict[str, Any], shown: Shown
) -> None:
    """Print a result, and write its record where a .json file is named."""
    if form.json:
        out.print_json(record)
    else:
        out.print_shown(shown())
    if form.output is not None and form.output.suffix == RECORD_ENDING:
        files.write_record(form.output, record)


def marked(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record that says what it is, as all records do."""
    from wattlas.plain import SCHEMA

    return {"schema": SCHEMA, "kind": kind, **record}
