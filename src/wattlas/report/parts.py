"""What all documents share: sources, how a page was made, how to cite it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wattlas import __version__, facts
from wattlas.report.blocks import Block, Card, Code, Document, Prose, Section
from wattlas.report.table import (
    PAGE,
    TERMINAL,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    word,
)
from wattlas.report.words import page as words
from wattlas.report.words import parts_page as own


@dataclass(frozen=True)
class Made:
    """How a page was made: the command that makes it again, the day, a file's text.

    `shown` says whether the file's text is ours to print: a study is, an article not.
    `extras` are those of the package without which the page is not made.
    """

    command: str
    day: date
    text: str = ""
    shown: bool = True
    extras: str = "report"

    @property
    def digest(self) -> str:
        """The start of the hash by which the file can be told from others."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def source_blocks(keys: Iterable[str]) -> list[Block]:
    """Return the sources of a document, each once: keys to look up, or all of each."""
    once = list(dict.fromkeys(keys))
    if not once:
        return []
    line = word(own.SOURCES_LINE, keys=joined(once, " "))
    columns = (
        Column("source", Word(words.HEADS["source"]), kind="word"),
        Column("title", Word(words.HEADS["title"]), kind="word"),
        Column("publisher", Word(words.HEADS["publisher"]), kind="word"),
        Column("year", Word(words.HEADS["year"]), kind="word"),
        Column("url", Word(own.ADDRESS), kind="word"),
    )
    rows = tuple(
        Row((s.key, s.title, s.publisher, s.year, s.url))
        for s in map(facts.source, once)
    )
    title = Word(words.SOURCES)
    table = Table("sources", title, columns, rows, folded=True, surfaces=PAGE)
    return [Prose((line,), surfaces=TERMINAL), table]


def cite_section(document: Document, made: Made) -> Section:
    """Return how to cite a document, and how to make it again."""
    said = own.CITE_FILE if made.text else own.CITE
    values = {"version": __version__, "date": made.day.isoformat()}
    digest = {"digest": made.digest} if made.text else {}
    cite = word(said, title=document.title, **values, **digest)
    again = f"pip install 'wattlas[{made.extras}]'\n{made.command}"
    blocks: list[Block] = [Prose((cite,)), Prose((Word(own.AGAIN),)), Code(again)]
    if made.text and made.shown:
        blocks += [Prose((Word(own.FILE),)), Code(made.text)]
    return Section("cite", Word(own.SECTIONS["cite"]), tuple(blocks))


def figure_card(label: Piece, value: Piece, under: Piece = "") -> Card:
    """Return a card whose figure has its range under it, else what is given."""
    if isinstance(value, Number) and value.low is not None and value.high is not None:
        low, high = (Number(v, form=value.form) for v in (value.low, value.high))
        if value.low < value.high:
            return Card(label, value, word(words.RANGE, low=low, high=high))
    return Card(label, value, under)
