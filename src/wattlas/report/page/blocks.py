"""What a page is made of: sections of prose, tables, figures and code."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.report.charts.theme import Drawing


@dataclass(frozen=True)
class Prose:
    """Paragraphs."""

    paragraphs: tuple[str, ...]
    kind: str = "prose"


@dataclass(frozen=True)
class Grid:
    """A table: the columns in `numeric` stand to the right, `whole` ones never wrap."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    folded: bool = False
    whole: frozenset[int] = frozenset()
    kind: str = "grid"


@dataclass(frozen=True)
class Figure:
    """A chart as SVG, with its words and the figures that it shows."""

    svg: str
    alt: str
    caption: str
    title: str = ""
    kind: str = "figure"

    @classmethod
    def of(cls, drawing: Drawing, title: str = "") -> Figure:
        """Return the figure of a drawing."""
        return cls(drawing.svg(), drawing.alt, drawing.caption, title)


@dataclass(frozen=True)
class Code:
    """Text to copy."""

    text: str
    kind: str = "code"


@dataclass(frozen=True)
class Fold:
    """Blocks that a reader opens; in print they stand open."""

    title: str
    blocks: tuple[Block, ...]
    kind: str = "fold"


Block = Prose | Grid | Figure | Code | Fold


@dataclass(frozen=True)
class Section:
    """A heading and its blocks; `key` is its anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Card:
    """One number of the first screen, with its range."""

    label: str
    value: str
    unit: str
    interval: str


@dataclass(frozen=True)
class Page:
    """A page: the answer, four numbers, and sections."""

    language: str
    title: str
    note: str
    answer: str
    subject: str
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    contents: str
    footer: str
