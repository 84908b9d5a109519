"""What a verb reads where `-` stands for a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from wattlas.errors import InputError

IS_STANDARD_INPUT = "-"
NAME = "standard-input"
PARQUET_MARK = b"PAR1"


def text_of_standard_input() -> str:
    """Return the text on standard input.

    Raises
    ------
    InputError
        If there is none, or it is not UTF-8.
    """
    try:
        return _bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("Standard input is no UTF-8 text.") from error


@contextmanager
def log_from_standard_input() -> Iterator[Path]:
    """Give a file with the request log on standard input, by what it begins with."""
    content = _bytes()
    if content.startswith(PARQUET_MARK):
        ending = ".parquet"
    else:
        begins = {b"{": ".jsonl", b"[": ".json"}
        ending = begins.get(content.lstrip()[:1], ".csv")
    with file_of(content, ending) as file:
        yield file


@contextmanager
def file_of(content: bytes, ending: str) -> Iterator[Path]:
    """Give a file of a content, for as long as the block runs."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{NAME}{ending}"
        file.write_bytes(content)
        yield file


def _bytes() -> bytes:
    if sys.stdin.isatty():
        raise InputError("- reads standard input: pipe something into it.")
    content = sys.stdin.buffer.read()
    if not content.strip():
        raise InputError("Standard input is empty.")
    return content
