"""The forms of a reply: the record as JSON, as CSV, as a page, or as part of one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date

from wattlas.errors import InputError
from wattlas.plain import Plain
from wattlas.report.words.language import Language
from wattlas.service.answers import Answer

JSON, CSV, HTML = (
    "application/json",
    "text/csv; charset=utf-8",
    "text/html; charset=utf-8",
)

Written = tuple[str, bytes]


def as_json(answer: Answer, _: Language) -> Written:
    """Return a record as the command line prints it with --json, on one line."""
    text = json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False)
    return JSON, f"{text}\n".encode()


def as_csv(answer: Answer, _: Language) -> Written:
    """Return the tidy rows of a record as CSV."""
    if not isinstance(answer, Plain):
        raise InputError("Facts have no table of results: ask for JSON.")
    rows = list(answer.tidy())
    names = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return CSV, file.getvalue().encode()


def as_page(answer: Answer, say: Language) -> Written:
    """Return a record as a page that stands alone."""
    from wattlas.report.paint.html import document_html
    from wattlas.report.parts import Made
    from wattlas.report.saved import saved_document

    if not isinstance(answer, Plain):
        raise InputError("Facts have no page: ask for JSON.")
    made = Made("wattlas report record.json -o page.html", date.today())
    return HTML, document_html(saved_document(answer), made, say).encode()


FORMS: Mapping[str, Callable[[Answer, Language], Written]] = {
    "json": as_json,
    "csv": as_csv,
    "html": as_page,
}
"""By name: type and body of a record in a form."""
