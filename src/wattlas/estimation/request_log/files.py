"""Read a request log, to columns and the lines of its rows, by its ending."""

from __future__ import annotations

from pathlib import Path

from wattlas.errors import InputError, needs_extra, reason_of
from wattlas.estimation.request_log.csv_files import read_csv
from wattlas.estimation.request_log.json_files import (
    read_json,
    read_json_lines,
    read_text_log,
)
from wattlas.estimation.request_log.log_columns import LogColumns
from wattlas.estimation.request_log.otlp import (
    PROTOBUF,
    attribute_rows,
    framed,
    read_traces,
)
from wattlas.plain.files import check_regular


def read_requests(path: str | Path) -> LogColumns:
    """Return the columns of a request log, of a kind that its ending says.

    It ends in .csv, .tsv, .jsonl, .ndjson, .log (an object in each line), .json,
    .parquet or .otlp (spans in protobuf).

    Raises
    ------
    InputError
        If the file is empty, not of its kind, cut off, or its rows are uneven; the
        message names the line.
    MissingExtraError
        If a Parquet file is read without the extra `tables`.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            "{name} is no request log that can be read; it ends in {readers}.",
            name=path.name,
            readers=", ".join(_READERS),
        )
    try:
        check_regular(path)
        return reader(path)
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{name} is no text in UTF-8: {reason}.",
            name=path.name,
            reason=error.reason,
        ) from error


def _read_parquet(path: Path) -> LogColumns:
    with needs_extra("A Parquet file", "tables"):
        import pyarrow
        from pyarrow import parquet
    try:
        table = parquet.read_table(path)
    except pyarrow.ArrowInvalid as error:
        raise InputError(
            "{name} is no Parquet file, or is cut off.",
            name=path.name,
        ) from error
    if not table.num_rows:
        raise InputError(
            "{name} has columns and no rows.",
            name=path.name,
        )
    return LogColumns({n: table[n] for n in table.column_names}, path.name)


def _read_otlp(path: Path) -> LogColumns:
    """Return the spans of a file of OTLP in protobuf, as the collector writes it."""
    try:
        requests = [read_traces(m, PROTOBUF) for m in framed(path.read_bytes())]
    except InputError as error:
        raise InputError(
            "{name}: {said}", name=path.name, said=error.message
        ) from error
    rows = [row for request in requests for row in attribute_rows(request)]
    if not rows:
        raise InputError("{path} holds no spans.", path=path)
    names = ("name", "attributes")
    return LogColumns({n: [row[n] for row in rows] for n in names}, path.name)


_READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".log": read_text_log,
    ".json": read_json,
    ".parquet": _read_parquet,
    ".otlp": _read_otlp,
}
