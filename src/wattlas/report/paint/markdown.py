"""A document, or blocks, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

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
from wattlas.report.paint.grid import Grid, grid
from wattlas.report.paint.text import text_of
from wattlas.report.table import Piece, Table
from wattlas.report.words.language import Language

_ACTING = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


def document_markdown(document: Document, say: Language) -> str:
    """Return a document as Markdown: title, answer, numbers, sections."""
    parts = [
        f"# {_said(document.title, say)}",
        *(document.note.splitlines()),
        _said(document.answer, say),
        _said(document.subject, say),
        "\n".join(
            f"- {_said(card.label, say)}: **{_said(card.value, say)}**"
            + (f" ({_said(card.under, say)})" if card.under else "")
            for card in document.cards
        ),
    ]
    for section in document.sections:
        painted = list(_blocks(section.blocks, say, 3))
        if painted:
            parts += [f"## {_said(section.title, say)}", *painted]
    return "\n\n".join(part for part in parts if part) + "\n"


def blocks_markdown(blocks: Iterable[Block], say: Language) -> str:
    """Return blocks as Markdown."""
    return "\n\n".join(_blocks(blocks, say, 3)) + "\n"


def _blocks(blocks: Iterable[Block], say: Language, level: int) -> Iterator[str]:
    for block in blocks:
        if "markdown" in block.surfaces:
            yield from _block(block, say, level)


def _block(block: Block, say: Language, level: int) -> Iterator[str]:
    match block:
        case Table():
            yield from _table(block, say, level)
        case Heading():
            yield _head(block.text, say, min(level, block.level))
        case Prose():
            yield from (_said(p, say) for p in block.paragraphs)
        case Code():
            yield f"```\n{block.text.rstrip()}\n```"
        case Tree():
            yield "\n".join(_tree(block.node, say, 0))
        case Fold():
            yield _head(block.title, say, level)
            yield from _blocks(block.blocks, say, level + 1)
        case Figure():
            return
        case _:
            assert_never(block)


def _head(text: Piece, say: Language, level: int) -> str:
    return f"{'#' * level} {_said(text, say)}"


def _table(table: Table, say: Language, level: int) -> Iterator[str]:
    if not table.rows:
        return
    shown = grid(table, say, "markdown")
    if shown.title:
        yield _head(shown.title, say, level)
    yield "\n".join(_lines(shown))
    yield from (_said(note, say) for note in table.notes)


def _lines(shown: Grid) -> Iterator[str]:
    yield _line([head.text for head in shown.heads])
    rules = ("---:" if head.numeric else "---" for head in shown.heads)
    yield f"|{'|'.join(rules)}|"
    for line in shown.lines:
        texts = list(line.texts) + [""] * (len(shown.heads) - len(line.texts))
        yield _line(texts, strong=line.role in ("total", "group"))


def _line(texts: list[str], *, strong: bool = False) -> str:
    cells = [_escaped(text) for text in texts]
    if strong:
        cells = [f"**{cell}**" if cell else "" for cell in cells]
    return f"| {' | '.join(cells)} |"


def _tree(node: Node, say: Language, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {_said(node.text, say)}"
    for child in node.children:
        yield from _tree(child, say, depth + 1)


def _said(piece: Piece, say: Language) -> str:
    return _escaped(text_of(piece, say))


def _escaped(text: str) -> str:
    return text.translate(_ACTING)
