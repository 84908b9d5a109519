"""Where verbs print: results on stdout, talk on stderr."""

from __future__ import annotations

import json as json_module
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from wattlas.report.blocks import Block, Document
    from wattlas.report.table import Piece
    from wattlas.report.words.language import Language

NARROWEST, WIDEST, PIPED = 80, 200, 120
PAGE_ENDING = ".html"
LANGUAGE_VARIABLE = "WATTLAS_LANGUAGE"
_asked: dict[str, str] = {}


def set_language(code: str | None) -> None:
    """Print in a language from now on; without one in that of the environment."""
    _asked.clear()
    if code:
        _asked["code"] = code


def chosen_language() -> Language:
    """Return the language that was asked for, else WATTLAS_LANGUAGE, else English."""
    from wattlas.report.words.language import language

    return language(_asked.get("code") or os.environ.get(LANGUAGE_VARIABLE) or "en")


def console() -> Console:
    """Return a console on stdout, 80 to 200 wide; piped text has no colour."""
    from rich.console import Console

    columns = shutil.get_terminal_size((PIPED, 24)).columns
    width = min(max(columns, NARROWEST), WIDEST)
    return Console(file=sys.stdout, width=width, highlight=False)


def print_json(record: dict[str, Any]) -> None:
    """Print a record as JSON, unrounded."""
    text = json_module.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write(text + "\n")


def language_is_chosen() -> bool:
    """Say whether a language was asked for, by an option or in the environment."""
    return bool(_asked or os.environ.get(LANGUAGE_VARIABLE))


def print_document(document: Document) -> None:
    """Print a record's document in the chosen language."""
    from wattlas.report.paint.terminal import document_lines

    _print(document_lines(document, chosen_language()))


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks in the chosen language."""
    from wattlas.report.paint.terminal import blocks_lines

    _print(blocks_lines(blocks, chosen_language()))


def _print(lines: Iterable[RenderableType]) -> None:
    out = console()
    for line in lines:
        out.print(line)
        out.print()


def say(said: Piece) -> None:
    """Say something beside the result, on stderr, in the chosen language."""
    from wattlas.report.paint.text import text_of

    text = said if isinstance(said, str) else text_of(said, chosen_language())
    sys.stderr.write(text + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text to a file, and say so."""
    path.write_text(text, encoding="utf-8")
    say(f"Wrote {path}.")
