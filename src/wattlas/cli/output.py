"""Where verbs print: results on stdout, talk on stderr."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wattlas.errors import Message
from wattlas.parameters.output import LANGUAGE_VARIABLE

if TYPE_CHECKING:
    from rich.console import Console

    from wattlas.report.blocks import Block, Document
    from wattlas.report.table import Piece
    from wattlas.report.words.language import Language

NARROWEST, WIDEST, PIPED = 80, 200, 120
PAGE_ENDING = ".html"
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


def spoken() -> Language:
    """Return the chosen language for errors and help; English where it is unknown."""
    from wattlas.errors import UnknownNameError
    from wattlas.report.words.language import ENGLISH

    try:
        return chosen_language()
    except UnknownNameError:
        return ENGLISH


def error_line(message: Message) -> str:
    """Return the line that says an error."""
    from wattlas.report.paint.text import said

    return said(Message("Error: {problem}", problem=message), spoken())


def language_is_chosen() -> bool:
    """Say whether a language was asked for, by an option or in the environment."""
    return bool(_asked or os.environ.get(LANGUAGE_VARIABLE))


def console() -> Console:
    """Return a console on stdout, 80 to 200 wide; piped text has no colour."""
    from rich.console import Console

    columns = shutil.get_terminal_size((PIPED, 24)).columns
    width = min(max(columns, NARROWEST), WIDEST)
    return Console(file=sys.stdout, width=width, highlight=False)


def json_text(record: dict[str, Any]) -> str:
    """Return a record as JSON, unrounded."""
    from wattlas.plain import json_text as text_of

    return text_of(record) + "\n"


def print_json(record: dict[str, Any]) -> None:
    """Print a record as JSON, unrounded."""
    sys.stdout.write(json_text(record))


def print_shown(shown: Iterable[Document | Block]) -> None:
    """Print documents and blocks in the chosen language, an empty line after each."""
    from wattlas.report.blocks import Document
    from wattlas.report.paint.terminal import blocks_lines, document_lines

    out, language = console(), chosen_language()
    for one in shown:
        if isinstance(one, Document):
            lines = document_lines(one, language)
        else:
            lines = blocks_lines([one], language)
        for line in lines:
            out.print(line)
            out.print()


def say(what: Piece | Message) -> None:
    """Say something beside the result, on stderr, in the chosen language."""
    from wattlas.report.paint.text import said, text_of

    if isinstance(what, Message):
        text = said(what, spoken())
    else:
        text = what if isinstance(what, str) else text_of(what, chosen_language())
    sys.stderr.write(text + "\n")
