"""What a record is turned into once, for all surfaces: a document of blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from wattlas.report.table import EVERYWHERE, Piece, Surface, Table, Word
from wattlas.report.words.language import Language

if TYPE_CHECKING:
    from wattlas.report.charts.theme import Drawing


@dataclass(frozen=True)
class Heading:
    """A line over the blocks that follow; on Markdown of a level."""

    text: Piece
    level: int = 3
    surfaces: frozenset[Surface] = EVERYWHERE


@dataclass(frozen=True)
class Prose:
    """Paragraphs."""

    paragraphs: tuple[Piece, ...]
    surfaces: frozenset[Surface] = EVERYWHERE


@dataclass(frozen=True)
class Code:
    """Text to copy."""

    text: str
    surfaces: frozenset[Surface] = EVERYWHERE


@dataclass(frozen=True)
class Node:
    """A line of a tree, and the lines that it rests on."""

    text: Piece
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Tree:
    """Lines that rest on others: how a figure came about."""

    node: Node
    surfaces: frozenset[Surface] = EVERYWHERE


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart, drawn in a language when it is shown; None where there is none.

    Without a `title` the chart's own stands over it.
    """

    key: str
    draw: Callable[[Language], Drawing | None]
    title: Piece | None = None
    surfaces: frozenset[Surface] = EVERYWHERE


@dataclass(frozen=True)
class Fold:
    """Blocks that the reader of a page opens."""

    title: Piece
    blocks: tuple[Block, ...]
    surfaces: frozenset[Surface] = EVERYWHERE


Block: TypeAlias = Heading | Prose | Code | Tree | Figure | Fold | Table
BLOCKS = (Heading, Prose, Code, Tree, Figure, Fold, Table)


@dataclass(frozen=True)
class Section:
    """A heading and its blocks; `key` is its anchor. One without blocks is left out."""

    key: str
    title: Piece
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Card:
    """One number of the first screen, with what stands under it."""

    label: Piece
    value: Piece
    under: Piece = ""


@dataclass(frozen=True)
class Document:
    """A record for people: title, the answer in a sentence, numbers, sections."""

    title: Piece
    sections: tuple[Section, ...]
    note: str = ""
    answer: Piece = ""
    subject: Piece = ""
    cards: tuple[Card, ...] = ()


def sections_of(
    titles: Mapping[str, str], built: Mapping[str, Sequence[Block]]
) -> tuple[Section, ...]:
    """Return sections in their order, with their titles; those without blocks not."""
    return tuple(
        Section(key, Word(titles[key]), tuple(blocks))
        for key, blocks in built.items()
        if blocks
    )
