"""Where verbs print: results on stdout, talk on stderr."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.errors import InputError
from wattlas.plain import json_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

NARROWEST, WIDEST, PIPED = 80, 200, 120
PAGE_ENDING = ".html"


def console() -> Console:
    """Return a console on stdout, 80 to 200 wide; piped text has no colour."""
    from rich.console import Console

    columns = shutil.get_terminal_size((PIPED, 24)).columns
    width = min(max(columns, NARROWEST), WIDEST)
    return Console(file=sys.stdout, width=width, highlight=False)


def print_json(record: dict[str, Any]) -> None:
    """Print a record as JSON, unrounded."""
    sys.stdout.write(json_text(record) + "\n")


def print_blocks(blocks: Iterable[RenderableType]) -> None:
    """Print blocks with an empty line between them."""
    from rich.table import Table

    out = console()
    for block in blocks:
        if isinstance(block, Table) and not block.row_count:
            continue
        out.print(block)
        out.print()


def say(text: str) -> None:
    """Say something beside the result, on stderr."""
    sys.stderr.write(text + "\n")


def refuse_language(lang: str, is_written: bool) -> None:
    """Refuse another language than English where nothing is written in it."""
    if lang != "en" and not is_written:
        raise InputError("--lang is of the page and charts: give -o.")


def write_text(path: Path, text: str) -> None:
    """Write a text to a file, and say so."""
    path.write_text(text, encoding="utf-8")
    say(f"Wrote {path}.")
