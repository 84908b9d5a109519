"""`wattlas estimate requests`: a log in, totals out, each row to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wattlas import estimation
from wattlas.cli import output
from wattlas.report.requests import requests_document


def show_requests(
    log: Path, given: dict[str, Any], rows_to: Path | None, json: bool
) -> None:
    """Estimate a log of requests, print the totals and write the rows."""
    known = {name: value for name, value in given.items() if value is not None}
    table = estimation.estimate_requests(log, **known)
    if json:
        output.print_json(table.to_dict())
    else:
        output.print_document(requests_document(table))
    if rows_to is not None:
        table.write(rows_to)
        output.say(f"Wrote {rows_to}: {table.rows:,} rows.")
