"""Blocks of the terminal as blocks of a page, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wattlas.report.page.blocks import Block, Code, Grid, Prose

WIDTH = 120
"""Characters of a console on which what is neither table nor text is drawn."""


def page_blocks(blocks: Iterable[RenderableType]) -> Iterator[Block]:
    """Yield blocks of the terminal as blocks of a page; empty ones are left out."""
    for block in _flat(blocks):
        if isinstance(block, Table):
            if block.row_count:
                yield _grid(block)
        elif isinstance(block, Text | str):
            lines = tuple(line for line in str(block).splitlines() if line.strip())
            if lines:
                yield Prose(lines)
        else:
            yield Code(_drawn(block))


def markdown(blocks: Iterable[RenderableType]) -> str:
    r"""Return blocks of the terminal as Markdown.

    >>> print(markdown([Text("A title"), Text("a | b")]))
    A title
    <BLANKLINE>
    a \| b
    <BLANKLINE>
    """
    parts = [_markdown(block) for block in page_blocks(blocks)]
    return "\n\n".join(parts) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Grid):
        rule = tuple("---:" if i in block.numeric else "---" for i in _columns(block))
        return "\n".join(map(_row, (block.heads, rule, *block.rows)))
    if isinstance(block, Code):
        return f"```\n{block.text}\n```"
    if isinstance(block, Prose):
        return "\n\n".join(_escaped(text) for text in block.paragraphs)
    return ""


def _columns(grid: Grid) -> range:
    return range(len(grid.heads))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _flat(blocks: Iterable[RenderableType]) -> Iterator[RenderableType]:
    console = Console(width=WIDTH)
    for block in blocks:
        if isinstance(block, Group):
            yield from _flat(block.renderables)
        elif isinstance(block, Padding):
            yield from _flat([block.renderable])
        elif isinstance(block, Table | Text | str):
            yield block
        else:
            yield from _tables_of(block, console) or [block]


def _tables_of(block: RenderableType, console: Console) -> list[RenderableType]:
    """Return the tables that a block is drawn as, if it chooses them by the width."""
    draw = getattr(block, "__rich_console__", None)
    parts = [] if draw is None else draw(console, console.options)
    return [part for part in parts if isinstance(part, Table)]


def _grid(table: Table) -> Grid:
    columns = [[_text(cell) for cell in column.cells] for column in table.columns]
    heads = tuple(_text(column.header) for column in table.columns)
    numeric = (i for i, c in enumerate(table.columns) if c.justify == "right")
    rows = tuple(zip(*columns, strict=True))
    return Grid("", heads, rows, frozenset(numeric))


def _text(cell: RenderableType) -> str:
    if isinstance(cell, Padding):
        return _text(cell.renderable)
    if isinstance(cell, str):
        return Text.from_markup(cell).plain
    return str(cell) if isinstance(cell, Text) else _drawn(cell)


def _drawn(block: RenderableType) -> str:
    console = Console(width=WIDTH, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(block)
    return captured.get().rstrip()
