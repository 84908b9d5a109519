"""A document for a terminal, by rich: every text as text, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree as RichTree

from wattlas.report.blocks import (
    Block,
    Code,
    Document,
    Figure,
    Fold,
    Heading,
    Node,
    Prose,
    Tree,
)
from wattlas.report.charts.lines import wrapped
from wattlas.report.paint.grid import Grid, grid
from wattlas.report.paint.text import text_of
from wattlas.report.paint.word_table import WordTable
from wattlas.report.table import Table
from wattlas.report.words.language import Language

_STYLES = {"total": "bold", "group": "bold"}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph whose lines break between words, or between Chinese letters."""

    text: str

    def __rich_console__(
        self, _: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Yield the lines that fit."""
        yield Text("\n".join(wrapped(self.text, options.max_width)))


def document_lines(document: Document, say: Language) -> Iterator[RenderableType]:
    """Yield what a terminal shows of a document."""
    if title := text_of(document.title, say):
        yield Text(title, style="bold")
    if document.note:
        yield from blocks_lines([Prose(tuple(document.note.splitlines()))], say)
    if document.answer:
        yield Paragraph(text_of(document.answer, say))
    for section in document.sections:
        yield from blocks_lines(section.blocks, say)


def blocks_lines(blocks: Iterable[Block], say: Language) -> Iterator[RenderableType]:
    """Yield what a terminal shows of blocks."""
    for block in blocks:
        if "terminal" in block.surfaces:
            yield from _block_lines(block, say)


def _block_lines(block: Block, say: Language) -> Iterator[RenderableType]:
    match block:
        case Table():
            yield from _table_lines(block, say)
        case Heading():
            yield Text(text_of(block.text, say), style="bold")
        case Prose():
            yield Group(*(Paragraph(text_of(p, say)) for p in block.paragraphs))
        case Code():
            yield Padding(Text(block.text), (0, 0, 0, 2))
        case Tree():
            yield _tree(block.node, say)
        case Fold():
            yield Text(text_of(block.title, say), style="bold")
            yield from blocks_lines(block.blocks, say)
        case Figure():
            return
        case _:
            assert_never(block)


def _table_lines(table: Table, say: Language) -> Iterator[RenderableType]:
    if not table.rows:
        return
    shown = grid(table, say, "terminal")
    yield Group(
        *([Text(shown.title, style="bold")] if shown.title else []),
        rich_table(shown),
        *(Paragraph(text_of(note, say)) for note in table.notes),
    )


def rich_table(shown: Grid) -> WordTable:
    """Return a table that wraps by words where a terminal is narrow."""
    painted = WordTable()
    for head in shown.heads:
        painted.add_column(
            Text(head.text),
            justify="right" if head.numeric else "left",
            no_wrap=not head.wraps,
            overflow="fold",
        )
    for line in shown.lines:
        first, *rest = line.texts
        label: RenderableType = Text(first)
        if line.role == "part":
            label = Padding(Text(first), (0, 0, 0, 2))
        painted.add_row(label, *map(Text, rest), style=_STYLES.get(line.role))
    return painted


def _tree(node: Node, say: Language) -> RichTree:
    tree = RichTree(Text(text_of(node.text, say)))
    _grow(tree, node, say)
    return tree


def _grow(tree: RichTree, node: Node, say: Language) -> None:
    for child in node.children:
        branch = tree.add(Text(text_of(child.text, say)), highlight=False)
        _grow(branch, child, say)
