"""What all pages share: sources, how to cite, sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wattlas import __version__, facts
from wattlas.report.page.blocks import Block, Card, Code, Grid, Page, Prose, Section
from wattlas.report.parts import Made as Made
from wattlas.report.words import page as words
from wattlas.report.words import parts_page as own
from wattlas.report.words.language import Language

NUMBERS = frozenset({1, 2, 3})
"""Columns of low, mid and high, in tables that have them."""


@dataclass(frozen=True)
class Head:
    """The first screen of a page."""

    title: str
    note: str
    answer: str
    cards: tuple[Card, ...]
    subject: str = ""


def page_of(
    head: Head, built: Mapping[str, Sequence[Block]], made: Made, say: Language
) -> Page:
    """Return a page of sections, in their order; one without blocks is left out."""
    return Page(
        language={"zh": "zh-Hans"}.get(say.code, say.code),
        title=head.title,
        note=head.note,
        answer=head.answer,
        subject=head.subject,
        cards=head.cards,
        sections=tuple(
            Section(key, say(own.SECTIONS[key]), tuple(blocks))
            for key, blocks in built.items()
            if blocks
        ),
        contents=say(words.CONTENTS),
        footer=say(words.MADE_BY, version=__version__, date=made.day.isoformat()),
    )


def heads(say: Language, *names: str) -> tuple[str, ...]:
    """Return heads of a table in a language."""
    return tuple(say(name) for name in names)


def sources_grid(keys: Iterable[str], say: Language) -> Grid:
    """Return the sources of a page, each once."""
    found = [facts.source(key) for key in dict.fromkeys(keys)]
    rows = tuple((s.key, s.title, s.publisher, s.year, s.url) for s in found)
    names = heads(say, "source", "title", "publisher", "year", own.ADDRESS)
    return Grid(say(words.SOURCES), names, rows, folded=True)


def cited(title: str, made: Made, say: Language) -> Iterator[Block]:
    """Yield how to cite a page, and how to make it again."""
    values = {"version": __version__, "title": title, "date": made.day.isoformat()}
    if made.text:
        yield Prose((say(own.CITE_FILE, digest=made.digest, **values),))
    else:
        yield Prose((say(own.CITE, **values),))
    yield Prose((say(own.AGAIN),))
    yield Code(f"pip install 'wattlas[{made.extras}]'\n{made.command}")
    if made.text and made.shown:
        yield Prose((say(own.FILE),))
        yield Code(made.text)
